"""What is not known is shown as not known: the real evaluation as it is, gaps at breaks, grey, hidden, missing and 0."""

import re

import polars as pl

from tests.dashboard.seen import CHART, See, nodes, plain, table_before
from warehouse.folder import DataFolder
from warehouse.reader import Reader

EVALUATION = "seminarer?wave=BEDRE-I-LAG-2023-T0"

# Domain.md E.2: the count that the stated share stands for, of 44, and the limits of the Wilson interval.
SHARES = {33: (61, 85), 29: (51, 78), 24: (40, 68), 26: (44, 72), 41: (82, 98), 35: (66, 89), 31: (56, 82)}


def charts(see: See, address: str) -> list[dict[str, pl.DataFrame]]:
    """The frames that each chart on a page is drawn from, by name."""
    return [
        {frame.name: pl.read_ipc_stream(frame.data.data) for frame in one.proto.datasets}
        for one in nodes(see(address).app.main)
        if getattr(one, "type", "") == CHART
    ]


def column(table: list[list[str]], heading: str) -> list[str]:
    """The cells under a heading."""
    place = [plain(head) for head in table[0]].index(heading)
    return [plain(row[place]) for row in table[1:]]


# The evaluation of 2023, as the documents have it ---------------------------------------------------------------


def test_the_real_evaluation_has_44_of_143_and_seven_shares_with_their_intervals(see: See):
    app = see(EVALUATION).app
    said = [plain(text.value) for text in app.markdown]
    assert any("44 av 143 deltakere (30,8 %) svarte" in text for text in said)
    table = table_before(app, "table-agreement")
    found = {}
    for agree, interval in zip(column(table, "Enig"), column(table, "95 %-intervall"), strict=True):
        count = re.search(r"(\d+) av 44", agree)
        limits = re.fullmatch(r"(\d+)–(\d+) %", interval)
        assert count
        assert limits
        found[int(count[1])] = (int(limits[1]), int(limits[2]))
    assert set(found) == set(SHARES)
    for count, (low, high) in SHARES.items():
        assert abs(found[count][0] - low) <= 1
        assert abs(found[count][1] - high) <= 1


def test_the_share_that_cannot_be_is_flagged_and_only_that(see: See):
    app = see(EVALUATION).app
    flagged = [plain(one.value) for one in app.warning if "kan ikke komme av" in one.value]
    assert len(flagged) == 1
    assert "«54 %»" in flagged[0]
    assert "24 av 44" in flagged[0]
    assert "54 %" not in column(table_before(app, "table-agreement"), "Enig")


def test_no_spread_is_drawn_and_no_roles_are_divided(see: See):
    seen = see(EVALUATION)
    columns = [set(frames["rows"].columns) for frames in charts(see, EVALUATION)]
    assert columns
    assert not [names for names in columns if "answer" in names]
    assert "answer" in set().union(
        *(one["rows"].columns for one in charts(see, "seminarer?wave=DEMO-SERIE-2024-T0&lang=en"))
    )
    assert not {"choice-chart", "choice-by"} & {one.key for one in (*seen.app.button_group, *seen.app.selectbox)}
    assert not {"table-by_role", "table-roles", "table-by_level"} & set(seen.downloads)
    assert any("Kilden deler ikke svarene" in plain(one.value) for one in seen.app.info)


# Money ----------------------------------------------------------------------------------------------------------


def test_while_no_application_is_decided_nothing_is_said_to_be_0(see: See):
    seen = see("tilskudd?year=2025&scheme=HN-SAMHANDLING&flow=regional")
    app = seen.app
    figures = {one.label: one.value for one in app.metric}
    assert figures == {"Tildelt i 2025": "..", "Tildelt per innbygger i 2025": "..", "Tildelinger i 2025": "0"}
    assert any("for 2025 er avgjort ennå" in plain(text.value) for text in app.markdown)
    assert len([one for one in app.info if one.value.startswith("Ingen tildelte kroner er kjent")]) == 2
    table = table_before(app, "funding")
    for heading in ("Tildelt per innbygger", "Tildelt beløp", "Plass"):
        assert set(column(table, heading)) <= {"..", ""}


# Staff ----------------------------------------------------------------------------------------------------------


def test_the_line_of_staff_is_cut_at_its_break(see: See):
    frames = charts(see, "bemanning?series=DEMO-FULL&region=county-55&per=1000")[0]
    own = frames["rows"].filter(pl.col("value").is_not_null())
    parts = dict(own.group_by("year").agg(pl.col("part").first()).iter_rows())
    assert parts[2018] == parts[2019] != parts[2020]
    assert frames["breaks"]["year"].to_list() == [2020]


def test_hidden_is_a_symbol_in_a_gap_and_0_is_a_point_on_the_axis(see: See):
    address = "bemanning?series=DEMO-FULL&region=municipality-5503&year=2021"
    frames = charts(see, address)[0]
    own = frames["rows"].filter(pl.col("series").str.starts_with("Harstad"))
    by_year = dict(own.select("year", "value").iter_rows())
    assert by_year[2021] is None
    assert by_year[2022] == 0
    assert frames["missing"].select("year", "sign").rows() == [(2021, ":")]
    table = table_before(see(address).app, "years")
    shown = dict(zip(column(table, "År"), column(table, "Årsverk"), strict=True))
    assert shown["2021"] == ":"
    assert shown["2022"] in ("0", "0,0")
    assert plain(see(address).app.metric[0].value) == ":"


# Lights ---------------------------------------------------------------------------------------------------------


def test_a_project_that_has_not_reported_is_grey_everywhere_and_never_green(see: See, full_folder: DataFolder):
    silent = Reader(full_folder.published).read(
        "select project_code from mart.project where project_code not in (select project_code from source.project_status)"
    )["project_code"]
    seen = see("prosjekter?state=all")
    table = table_before(seen.app, "lights")
    lights = seen.downloads["lights"].table.rows.select("project_code").to_series().to_list()
    rows = [row for code, row in zip(lights, table[1:], strict=True) if code in silent.to_list()]
    assert len(rows) == silent.len() > 0
    assert not [row for row in rows if any("●" in cell for cell in row[1:2])]
    assert all(any("○ Ikke rapportert" in cell for cell in row) for row in rows)
    assert "● Grønn" not in "".join("".join(row) for row in rows)


def test_where_nobody_reports_no_count_of_red_or_late_is_0(see: See):
    shown = {plain(one.label): one.value for one in see("prosjekter?region=county-33&state=all").app.metric}
    assert [label for label, value in shown.items() if value == ".."] == [
        "■ Røde",
        "≠ Beregnet verre",
        "> 60 dager bak",
    ]
    assert shown["○ Ikke rapportert"] == shown["Prosjekter"]


# Money ----------------------------------------------------------------------------------------------------------


def test_an_area_that_got_nothing_has_0_and_one_without_inhabitants_has_none(see: See):
    table = table_before(see("tilskudd?year=2020").app, "funding")
    granted = dict(zip(column(table, "Region"), column(table, "Tildelt beløp"), strict=True))
    people = dict(zip(column(table, "Region"), column(table, "Folkemengde"), strict=True))
    assert granted["Agder"] == "0 kr"
    assert "" not in granted.values()
    assert people["Ikke fordelt"] == ".."
