"""The front page: its figures are those of the marts, its lines say what must be done by whom, and unknown is not 0."""

import datetime as dt
import re
from collections.abc import Iterator

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import attention, chain, findings, key_numbers
from dashboard.words import words
from tests.dashboard.conftest import GRANTS, RunPage
from warehouse.codes import code_lists
from warehouse.folder import DataFolder
from warehouse.reader import Reader

COUNTRY = {"region_level": "country", "region_code": "NO"}


def mart(folder: DataFolder, sql: str) -> pl.DataFrame:
    return Reader(folder.published).read(sql)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\", "")


def said(app: AppTest) -> list[str]:
    return [plain(one.value) for one in [*app.markdown, *app.caption]]


def line(kind: str, **more: object) -> dict[str, object]:
    return {
        "attention_kind": kind,
        "subject": "T",
        "subject_name": "Ordning T",
        "severity": 1,
        "affected_count": 2,
        "amount_nok": 1_500_000.0,
        "change_share": 0.3,
        "since_date": dt.date(2025, 3, 1),
        "page": "grants",
        **more,
    }


def test_a_key_number_is_the_one_of_the_mart_and_its_sql_gives_it_again(real_folder: DataFolder, run_page: RunPage):
    app = run_page(real_folder)
    rows = mart(real_folder, "select * from mart.key_number where is_latest")
    assert {metric.label for metric in app.metric} == {
        words(f"key_number.{name}.label") for name in key_numbers.KEY_NUMBERS
    }
    granted = next(metric for metric in app.metric if metric.label == "Tildelt")
    assert plain(granted.value) == "3,1 mill. kr"
    for row in rows.iter_rows(named=True):
        figure = key_numbers.figure(row)
        assert mart(real_folder, figure.sql()).item() == row["value"]


def test_the_card_of_a_key_number_leads_to_file_and_rows(real_folder: DataFolder, run_page: RunPage):
    app = run_page(real_folder)
    app.session_state["card-key-granted_nok"] = True
    app.run()
    text = " ".join(said(app))
    assert "grants.csv" in text
    assert re.search(r"Tildelt 2021: Kroner som staten", text)
    assert "mart.key_number" in app.code[0].value


def test_the_chain_shows_the_figures_of_the_mart_and_says_unknown_where_there_is_none(
    real_folder: DataFolder, run_page: RunPage
):
    app = run_page(real_folder, year="2020")
    text = said(app)
    granted = sum(grant["granted_nok"] for grant in GRANTS if grant["year"] == 2020)
    rows = mart(
        real_folder, "select step, amount_nok from mart.effect_chain where year = 2020 and region_level = 'country'"
    )
    assert dict(rows.iter_rows())["granted"] == granted
    steps = [one for one in text if re.match(r"\d\. ", one)]
    assert re.findall(r"\*\*(.*)\*\*", steps[1]) == ["30,2 mill. kr"]
    assert sum("**Ikke kjent**" in one for one in steps) == 6
    assert "2 av 8 ledd er kjent for Norge i 2020. Et ledd som ikke er kjent, er ikke 0." in text
    assert words("chain.caution") in text


def test_every_step_of_the_chain_has_words_and_a_page():
    for step in code_lists()["effect_step"]:
        assert step in chain.STEPS
        assert {f"chain.{step}.{part}" for part in ("one", "many", "definition", "link")} <= set(words.keys())


def test_the_chain_begins_with_the_latest_of_the_fullest_years():
    rows = pl.DataFrame(
        [
            {"year": year, "step_count": count, "amount_nok": None, "step_share": None, "fte": fte}
            for year, count, fte in ((2022, 1, 1.0), (2023, 1, 2.0), (2024, 3, None), (2025, None, None))
        ],
        schema_overrides={"amount_nok": pl.Float64, "step_share": pl.Float64},
    )
    assert chain.known_years(rows) == [(2024, 1), (2023, 1), (2022, 1)]
    assert chain.fullest([(2025, 2), (2024, 8), (2023, 8)]) == 2024


@pytest.mark.parametrize(
    ("step", "figures", "value", "about"),
    [
        ("paid", {"amount_nok": 2e6, "step_count": 1, "step_share": 0.5, "step_base_count": 9}, "2,0 mill. kr",
         "I 1 av 9 saker med kjent utbetaling. 50 % av det sakene fikk tilsagn om."),
        ("seminars", {"step_count": 1}, "1", "Holdt i løpet av året."),
        ("fte", {"fte": 3.25}, "3,3", "I prosjektenes team."),
        ("agreement", {}, None, "Svarene er ikke delt på områder."),
        ("projects", {}, None, "Ingen opplysninger for 2024."),
    ],
)  # fmt: skip
def test_a_step_says_what_it_counts_or_why_it_is_not_known(
    step: str, figures: dict[str, float], value: str | None, about: str
):
    unknown = dict.fromkeys(("amount_nok", "step_count", "step_share", "step_base_count", "fte"))
    row = {**unknown, **figures, "step": step, "year": 2024}
    written = chain.figure_text(row, "nb")
    assert (plain(written) if written else None) == value
    assert plain(chain.about(row, ("dps", "D1"), "nb")) == about


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (line("report_overdue"), "2 rapporter i Ordning T er ikke kommet innen fristen. De gjelder 1,5 mill. kr."),
        (
            line("report_overdue", affected_count=1),
            "1 rapport i Ordning T er ikke kommet innen fristen. Den gjelder 1,5 mill. kr.",
        ),
        (
            line("amount_mismatch", affected_count=1, subject_name="paid_exceeds_granted"),
            "Beløpene stemmer ikke i 1 sak: mer betalt enn tildelt. Avviket er 1,5 mill. kr.",
        ),
        (line("project_silent", affected_count=1), "1 prosjekt som pågår, har ikke rapportert status i tide."),
        (
            line("large_change", change_share=-0.3),
            "Tilskudd til Ordning T gikk ned med 30,0 % i 2025 (1,5 mill. kr).",
        ),
        (
            line("low_response", affected_count=44, change_share=44 / 143),
            "Bare 30,8 % svarte på Ordning T (44 svar). Funnene gjelder ikke uten videre alle.",
        ),
    ],
)
def test_a_line_is_right_for_one_and_for_many(row: dict[str, object], text: str):
    assert plain(attention.sentence(row)) == text


def test_a_line_says_who_must_act_what_is_at_stake_and_since_when():
    assert plain(attention.follow_up(line("project_red", page="project"))) == (
        "Følges opp av prosjekteieren · Budsjett 1,5 mill. kr · Siden 01.03.2025"
    )
    assert plain(attention.follow_up(line("coverage_gap", page="seminars"))) == (
        "Følges opp av seminararrangøren · Gjelder 2025"
    )
    unknown = line("amount_mismatch", since_date=None)
    assert attention.follow_up(unknown) == "Følges opp av tilskuddsforvalteren"


def test_a_line_leads_to_what_it_is_about():
    assert attention.choices(line("project_red", subject="P-1")) == {"project": "P-1"}
    assert attention.choices(line("unused_money")) == {"scheme": "T"}
    assert attention.choices(line("large_change", subject="55")) == {
        "hierarchy": "administrative",
        "region": "county-55",
        "year": 2025,
    }


def test_at_most_ten_lines_the_gravest_and_costliest_first_and_no_kind_hides_the_others():
    rows = pl.DataFrame(
        [line("project_red", subject=f"P{place}", amount_nok=float(place)) for place in range(20)]
        + [line("unused_money", severity=2, amount_nok=9e9), line("report_overdue", amount_nok=None)]
        + [line("milestone_late", subject=f"M{place}", severity=2) for place in range(20)]
    )
    worst = attention.worst(attention.by_consequence(rows))
    assert worst["subject"].to_list() == ["P19", "P18", "T", "T", "M0", "M1"]
    assert worst["severity"].is_sorted()
    assert worst.height <= attention.MOST


def kinds() -> Iterator[str]:
    for key in words.keys():  # noqa: SIM118 Words is no dict
        if match := re.fullmatch(r"attention\.(\w+)\.name", key):
            yield match[1]


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_kind_of_attention_has_a_sentence_an_owner_and_a_link(kind: str):
    have = set(words.keys())
    assert {f"attention.{kind}.owner", f"attention.{kind}.link"} <= have
    texts = {f"attention.{kind}.text.one", f"attention.{kind}.text.many"}
    assert texts <= have or f"attention.{kind}.text" in have


def test_without_kroner_the_front_page_says_what_there_is(reference_folder: DataFolder, run_page: RunPage):
    app = run_page(reference_folder)
    assert not app.exception
    assert words("empty.no_kroner").replace(" ", "") in plain(app.info[0].value).replace(" ", "")
    sources = pl.DataFrame(
        {
            "code": ["municipality", "project", "seminar"],
            "source": ["Kommuner", "Prosjekter", "Seminarer"],
            "row_count": [357, 3, 0],
        }
    )
    none = pl.DataFrame(schema={"key_number": pl.String})
    assert findings.overview(none, "nb", None, sources) == (
        "Det er ikke lastet noen tilskudd ennå. Dette er lastet, med antall rader: Prosjekter (3)."
    )


def test_what_is_urgent_is_counted_for_one_and_many():
    none = pl.DataFrame(schema={"key_number": pl.String})
    for count, text in ((1, "1 forhold haster."), (2, "2 forhold haster.")):
        urgent = pl.DataFrame([line("project_red")] * count)
        assert findings.overview(none, "nb", urgent).endswith(text)
