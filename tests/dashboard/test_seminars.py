"""The page about seminars: the real evaluation of 2023 as it is, and counted answers with what is hidden."""

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import seminars_finding, seminars_tables
from dashboard.charts.dot_interval import dot_interval
from dashboard.charts.likert import likert
from dashboard.data import read
from dashboard.seminars import WaveView, waves
from dashboard.seminars_frames import GAP, bars, difference_texts, dots, scale_of
from etl.loading import LoadRequest, load
from etl.reading import Options
from etl.reference.table import write_table
from tests.conftest import copy_folder
from tests.dashboard.conftest import RunPage
from tests.dashboard.test_pages import texts
from warehouse.folder import DATA_VARIABLE, DataFolder
from warehouse.reader import Reader

T0, T1, COUNTED = "BEDRE-I-LAG-2023-T0", "BEDRE-I-LAG-2023-T1", "DEMO-T0"

# Domain.md E.2: stated share, its decimals, how it is to be read, and the Wilson interval.
STATED = (
    ("U1", 0.75, 0, "33 av 44 (75 %)", (61, 85)),
    ("U2", 0.659, 1, "29 av 44 (66 %)", (51, 78)),
    ("U3", 0.54, 0, "nærmest 24 av 44 (55 %)", (40, 68)),
    ("U4", 0.591, 1, "26 av 44 (59 %)", (44, 72)),
    ("U5", 0.932, 1, "41 av 44 (93 %)", (82, 98)),
    ("U6", 0.795, 1, "35 av 44 (80 %)", (66, 89)),
    ("U7", 0.705, 1, "31 av 44 (70 %)", (56, 82)),
)
SCALE = (
    ("5", "Helt enig", "agree"),
    ("4", "Delvis enig", "agree"),
    ("3", "Verken eller", "neutral"),
    ("1", "Uenig", "disagree"),
    ("9", "Vet ikke", "unknown"),
)


def published() -> list[dict[str, object]]:
    common = {"seminar_code": "BEDRE-I-LAG-2023", "year": 2023, "participant_role": "all", "data_class": "real"}
    shares = [
        {
            **common,
            "wave_code": T0,
            "time_point": "t0",
            "statement_code": code,
            "statement_text": f"Påstand {code}",
            "reported_share": share,
            "percent_decimals": decimals,
            "precision": "exact",
            "stated_text": f"{100 * share:.{decimals}f} %".replace(".", ","),
            "base_count": 44,
            "participant_count": 143,
        }
        for code, share, decimals, _, _ in STATED
    ]
    later = {**common, "wave_code": T1, "time_point": "t1", "reported_share": None, "percent_decimals": None}
    later |= {"base_count": None, "participant_count": None, "stated_text": None}
    half = {"statement_code": "U8", "statement_text": "Gikk videre", "precision": "half", "stated_text": "halvparten"}
    more = {"statement_code": "U9", "statement_text": "I gang", "precision": "not_stated"}
    return [*shares, {**later, **half}, {**later, **more, "finding_direction": "leaders_higher"}]


def counted(wave: str, time_point: str, role: str, *counts: int | None) -> list[dict[str, object]]:
    return [
        {
            "wave_code": wave,
            "seminar_code": "DEMO-SERIE",
            "time_point": time_point,
            "year": 2024,
            "statement_code": "U1",
            "statement_text": "Demopåstand",
            "answer_code": code,
            "answer_text": text,
            "answer_order": order,
            "answer_kind": kind,
            "participant_role": role,
            "service_level": "all",
            "area_code": "alle",
            "answer_count": count,
            "value_flag": ":" if count is None else None,
            "data_class": "synthetic",
        }
        for order, ((code, text, kind), count) in enumerate(zip(SCALE, counts, strict=True))
    ]


def measures() -> list[dict[str, object]]:
    common = {"wave_code": T1, "time_point": "t1", "participant_role": "all", "measure_category": "meetings"}
    return [
        {**common, "measure_code": f"T{rank}", "measure_title": f"Tiltak {rank}", "measure_status": "started"}
        | {"mention_rank": rank, "data_class": "real"}
        for rank in range(1, 11)
    ]


def rows_of(source: str) -> list[dict[str, object]]:
    answers = [
        *counted(COUNTED, "t0", "all", 60, 30, 10, 10, 5),
        *counted(COUNTED, "t0", "leader", 40, 8, 1, 1, 2),
        *counted(COUNTED, "t0", "employee", 20, 22, 9, 9, 3),
        *counted("DEMO-T1", "t1", "all", 20, 20, 20, 20, 0),
        *counted("DEMO-T1", "t1", "nav", None, None, None, None, None),
    ]
    return {"survey_reported_share": published(), "survey_answer": answers, "measure_status": measures()}[source]


@pytest.fixture(scope="session")
def folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse with the real evaluation and a counted one. Not to be changed."""
    place = tmp_path_factory.mktemp("seminars")
    made = copy_folder(reference_folder, place / "data")
    requests = []
    for source in ("survey_reported_share", "survey_answer", "measure_status"):
        path = place / f"{source}.csv"
        write_table(source, pl.DataFrame(rows_of(source), infer_schema_length=None), path)
        requests.append(LoadRequest(path, Options(source=source, layout="template")))
    assert load(made, requests).build is not None
    return made


@pytest.fixture
def view(folder: DataFolder, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(DATA_VARIABLE, str(folder.root))

    def of(code: str, language: str = "nb") -> WaveView:
        return WaveView(waves().filter(pl.col("wave_code") == code).row(0, named=True), language)

    return of


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_evaluation_of_2023_is_read_as_it_is(view):
    wave = view(T0)
    read_as = {row["statement_code"]: row for row in wave.agree.iter_rows(named=True)}
    for code, _, _, written, interval in STATED:
        assert said(wave.agreement(read_as[code])) == written
        assert abs(100 * read_as[code]["low_share"] - interval[0]) <= 1
        assert abs(100 * read_as[code]["high_share"] - interval[1]) <= 1
    assert not wave.is_counted
    assert wave.differences.is_empty()
    assert wave.repeated == []


def test_the_sentence_gives_response_extremes_and_the_percentage_that_cannot_be_right(view):
    text = said(seminars_finding.wave(view(T0)))
    assert text.startswith("44 av 143 deltakere (30,8 %) svarte på undersøkelsen i 2023 (rett etter).")
    assert "Flest er enige i «Påstand U5»: 41 av 44 (93 %), 95 %-intervall 82–98 %." in text
    assert "Av andelene som går opp, er færrest enige i «Påstand U4»" in text
    assert "Oppgitt «54 %» kan ikke komme av 44 svar: det nærmeste hele antallet, 24 av 44, er 54,5 %" in text
    assert "99 som ikke svarte" in seminars_finding.silent(view(T0))


def test_a_follow_up_in_words_has_no_figures(view):
    assert "«Gikk videre»: «halvparten». Kilden oppgir ikke tall." in seminars_finding.wave(view(T1))
    assert seminars_finding.directions(view(T1)) == [
        "«I gang»: ledere høyere enn ansatte. Kilden oppgir bare retningen, ingen tall."
    ]
    assert view(T0).follow_up.code == T1


def test_only_the_impossible_percentage_is_marked_in_the_chart(view):
    wave = view(T0)
    frame, lines = dots(wave, wave.known, wave.known["statement_text"].to_list())
    assert [said(text) for text in frame.filter("is_marked")["label"]] == ["nærmest 24 av 44; «54 %» kan ikke stemme"]
    assert lines == 2


def test_neutral_lies_on_the_middle_and_do_not_know_apart(view):
    frame, ticks, (low, end), _ = bars(view(COUNTED), is_diverging=True)
    neutral = frame.filter(pl.col("answer") == "Verken eller").row(0, named=True)
    assert neutral["start"] == pytest.approx(-neutral["end"])
    unknown = frame.filter(pl.col("answer") == "Vet ikke").row(0, named=True)
    inside = frame.filter(~pl.col("is_apart"))
    # Apart by all of the gap from where the scale ends, which is at its last part or after it.
    assert max(*ticks, inside["end"].max()) + GAP <= unknown["start"] < unknown["end"] <= end
    assert inside["end"].max() - inside["start"].min() == pytest.approx(1)
    assert low <= inside["start"].min()


def test_plain_bars_go_from_0_to_100_per_cent_in_the_order_of_the_scale(view):
    frame, ticks, (low, end), _ = bars(view(COUNTED), is_diverging=False)
    inside = frame.filter(~pl.col("is_apart"))
    assert ticks == (0, 0.25, 0.5, 0.75, 1)
    assert low == 0
    assert end > 1
    assert inside["answer"].to_list() == ["Helt enig", "Delvis enig", "Verken eller", "Uenig"]
    assert (inside["start"].min(), inside["end"].max()) == (0, pytest.approx(1))


def test_the_outermost_answer_of_a_side_is_the_strong_one(view):
    rows = read("mart.survey_distribution", wave_code=COUNTED)
    assert [is_weak for _, is_weak in scale_of(rows).values()] == [False, True, False, False, False]


def test_leaders_and_staff_have_an_interval_and_a_verdict(view):
    wave = view(COUNTED)
    (written,) = difference_texts(wave, wave.differences)
    assert said(written["leader"]) == "96 % av 50"
    assert written["verdict"] == "sikker forskjell"


def test_a_hidden_group_shows_its_symbol(view):
    table = seminars_tables.divided(view("DEMO-T1"), "role")
    assert table.texts(table.columns[-1]) == [":"]
    assert table.heading(table.columns[-1]) == "NAV"


def test_a_statement_is_compared_within_its_series_only(view):
    wave = view(COUNTED)
    assert wave.repeated == ["Demopåstand"]
    assert seminars_tables.over_waves(wave).columns == ("statement_text", "wave_0", "wave_1")


def test_a_list_of_measures_without_counts_gets_no_share(view):
    row = read("mart.measure_started", wave_code=T1).row(0, named=True)
    assert row["started_share"] is None
    assert seminars_finding.started(row, "nb").startswith("Kilden oppgir 10 tiltak, 10 av dem")
    assert seminars_tables.measures(view(T1)).texts("status_all")[0] == "◐ igangsatt"


def test_coverage_names_the_areas_without_a_seminar():
    rows = pl.DataFrame(
        {
            "dps_code": ["D1", "D2", "D1", "D2"],
            "dps_name": ["Fjord", "Vik", "Fjord", "Vik"],
            "year": [2023, 2023, 2025, 2025],
            "held_count": [1, 0, 0, 0],
            "planned_count": [0, 0, 1, 1],
            "cancelled_count": [0, 1, 0, 0],
            "data_class": ["real"] * 4,
        }
    )
    assert seminars_finding.coverage(rows, "nb") == (
        "I 2023 ble det holdt seminar i 1 av 2 DPS-områder der seriene arbeidet. Uten seminar: Vik. "
        "2 seminarer er planlagt fra 2025 til 2025."
    )
    table = seminars_tables.coverage(rows, "nb")
    assert table.texts("in_2023") == ["1 holdt", "1 avlyst"]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("wave", [T0, T1, COUNTED])
def test_each_kind_of_wave_is_shown(folder: DataFolder, run_page: RunPage, wave: str, language: str):
    app = run_page(folder, "seminarer", wave=wave, lang=language)
    assert not app.exception
    assert len(app.header) == 6


def test_the_figures_on_the_page_are_those_of_the_mart(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, "seminarer", wave=T0)
    shown = {said(metric.value) for metric in app.metric}
    assert shown == {"30,8 %", "93 %", "59 %"}
    sql = "select agree_share from mart.survey_agree where statement_code = 'U5' and wave_code = ?"
    share = Reader(folder.published).read(sql, [T0]).item()
    assert f"{100 * share:.0f} %" in shown


def test_the_real_evaluation_has_no_spread_and_no_roles(folder: DataFolder, run_page: RunPage):
    app = run_page(folder, "seminarer", wave=T0)
    assert "choice-chart" not in app.session_state
    assert "choice-by" not in app.session_state
    assert any("Kilden deler ikke svarene" in text for text in texts(app))


def test_the_choice_of_bars_is_kept_in_the_address(folder: DataFolder, run_page: RunPage):
    app: AppTest = run_page(folder, "seminarer", wave=COUNTED, chart="stacked", by="role")
    assert any(text.startswith("Delte søyler fra 0 til 100\u00a0%") for text in texts(app))


def test_charts_are_authored_once_and_scales_begin_where_they_should():
    titles = ("Andel", "Påstand", "Tall", "Intervall")
    spec = dot_interval(titles, 7, 3, False, "light", "nb")
    assert spec is dot_interval(titles, 7, 3, False, "light", "nb")
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1]
    kinds = (("agree", False), ("outside", False))
    bars = likert(titles, ("Enig", "Vet ikke"), kinds, (0.0, 0.5, 1.0), (0.0, 1.3), 7, 2, "dark", "nb")
    assert bars["layer"][1]["encoding"]["x"]["scale"]["domain"] == [0.0, 1.3]
