"""What the source documents state: every file loads, says where it is from, flags what is odd and invents nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from etl import documents
from etl.commands.demo import document_requests
from etl.loading import LoadOutcome, load
from etl.reading import Options, take
from etl.reference.table import read_table
from etl.sources import sources
from tests.conftest import copy_folder
from warehouse.folder import DataFolder
from warehouse.reader import Reader

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = documents.files()
NAMES = [path.stem for _, path in FILES]
LONGEST_COPY = 6
"""So many words in a row may be the same as in a document: a term, not a sentence."""


@pytest.fixture(scope="module")
def folder(reference_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return copy_folder(reference_folder, tmp_path_factory.mktemp("documents") / "data")


@pytest.fixture(scope="module")
def outcome(folder: DataFolder) -> LoadOutcome:
    return load(folder, document_requests())


@pytest.fixture(scope="module")
def flagged(outcome: LoadOutcome) -> pl.DataFrame:
    """Every finding, with the source it is in."""
    return pl.concat(one.taken.findings.with_columns(source=pl.lit(one.taken.source)) for one in outcome.files)


@pytest.fixture(scope="module")
def read(outcome: LoadOutcome, folder: DataFolder) -> Reader:
    assert outcome.build is not None
    return Reader(folder.published)


def one(read: Reader, sql: str) -> object:
    return read.read(sql).item()


# Files


def test_every_file_loads_whole_and_points_only_to_what_is_there(outcome: LoadOutcome, flagged: pl.DataFrame) -> None:
    assert not outcome.is_refused
    assert all(one.taken.rows_in == one.taken.rows_accepted > 0 for one in outcome.files)
    assert flagged.filter(pl.col("level") == "error").is_empty()
    assert flagged.filter(pl.col("rule").str.contains("reference")).is_empty()


def test_what_others_point_to_comes_first() -> None:
    order = [source for source, _ in FILES]
    assert order[0] == "alias"
    assert order.index("organisation") < order.index("project_party")
    assert order.index("project") < min(order.index("team_position"), order.index("seminar"))
    assert order.index("seminar") < order.index("seminar_participation")


@pytest.mark.parametrize(("source", "path"), FILES, ids=NAMES)
def test_a_file_is_written_as_our_own_template_and_has_an_owner_and_terms(source: str, path: Path) -> None:
    headers = [column.cell.header for column in sources()[source].contract_columns().values()]
    assert path.read_text(encoding="utf-8").splitlines()[0] == ";".join(headers)
    assert all(documents.source_note(path))


@pytest.mark.parametrize(("source", "path"), FILES, ids=NAMES)
def test_every_row_says_which_document_and_where(source: str, path: Path) -> None:
    table = read_table(source, path)
    if "source_document" in table.columns:
        assert table.select("source_document", "source_place").null_count().sum_horizontal().item() == 0
    if "data_class" in table.columns:
        assert set(table["data_class"]) <= {"reell", "avledet"}


def test_the_readme_names_every_document_and_publisher() -> None:
    readme = (documents.FOLDER / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name.partition('-')[0]}-" not in readme] == []
    for source, path in FILES:
        if source == "key_figure":
            assert [text for text in set(read_table(source, path)["source_document"]) if text not in readme] == []


def test_loading_again_changes_nothing(outcome: LoadOutcome, folder: DataFolder) -> None:
    again = load(folder, document_requests())
    assert again.build is None
    assert all(one.same_as for one in again.files)


def test_no_sentence_is_copied(shared_data: Path) -> None:
    texts = " ".join(path.read_text(encoding="utf-8") for path in (shared_data.parent / "documents").glob("*.txt"))
    copied = _runs(texts)
    names = sorted(
        {*read_table("organisation", documents.FOLDER / "felles-organisation.csv")["organisation_name"]}
        | {*read_table("alias", documents.FOLDER / "felles-alias.csv")["written_name"]},
        key=len,
        reverse=True,
    )
    wrong = []
    for source, path in FILES:
        table = read_table(source, path).drop("source_document", strict=False)
        for cell in set().union(*(set(column.drop_nulls()) for column in table.iter_columns())):
            rest = cell
            for name in names:
                rest = rest.replace(name, " | ")
            wrong += [f"{path.name}: {cell}" for part in rest.split("|") if _runs(part) & copied]
    assert wrong == []


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + LONGEST_COPY + 1]) for start in range(len(words) - LONGEST_COPY)}


# What is odd is flagged, and nothing else


@pytest.mark.parametrize(
    ("rule", "source", "count"),
    [
        ("name_not_stated", "project", 1),
        ("milestone_without_date", "project_milestone", 7),
        ("employer_uncertain", "team_position", 4),
        ("share_not_stated", "team_position", 1),
        ("date_after_deadline", "application_form_field", 1),
        ("share_not_from_base", "survey_reported_share", 1),
        ("goal_not_measurable", "project_goal", 33),
    ],
)
def test_what_a_document_leaves_open_is_flagged(rule: str, source: str, count: int, flagged: pl.DataFrame) -> None:
    assert flagged.filter(pl.col("rule") == rule)["source"].to_list() == [source] * count


def test_nothing_else_is_flagged(flagged: pl.DataFrame) -> None:
    assert flagged.height == 1 + 7 + 4 + 1 + 1 + 1 + 33


def test_the_agreement_signed_after_the_deadline_is_the_one_flagged(flagged: pl.DataFrame) -> None:
    message = flagged.filter(pl.col("rule") == "date_after_deadline")["message_nb"].item()
    assert message.startswith("rad 8, Oppgitt dato: «2025-12-26» er etter søknadsfristen, 01.03.2025.")


def test_fifty_four_per_cent_is_the_only_share_that_is_no_whole_count_of_44(
    flagged: pl.DataFrame, read: Reader
) -> None:
    row = flagged.filter(pl.col("rule") == "share_not_from_base")["source_row"].item()
    found = read.read(f"select stated_text from source.survey_reported_share where source_row = {row}")
    assert found.rows() == [("54 %",)]


# 000 and 003: published figures


def test_fifty_seven_projects_are_a_published_count_and_not_57_rows(read: Reader) -> None:
    found = read.read(
        "select year, figure_value, is_year_assumed from source.key_figure where figure_code = 'samhandlingsprosjekter' "
        "order by year"
    )
    assert found.rows() == [(2011, 54.0, False), (2014, 57.0, True)]
    assert one(read, "select count(*) from source.project") == 3


@pytest.mark.parametrize(
    ("code", "year", "value", "precision"),
    [
        ("arsverk-psykisk-helsearbeid", 2015, 12_000, "about"),
        ("arsverk-rusarbeid", 2015, 4_000, "about"),
        ("andel-hoyskole", 2015, 64, "exact"),
        ("felles-organisering", 2013, 59, "exact"),
        ("psykologstillinger", 2014, 270, "exact"),
        ("psykologstillinger-mottakere", 2014, 165, "exact"),
        ("psykologstillinger-flere", 2014, 50, "about"),
        ("psykologstillinger-barn-unge", 2014, None, "half"),
        ("psykologstillinger-skole", 2014, 70, "about"),
        ("veiledning-timer", 2015, 30, "up_to"),
    ],
)
def test_a_figure_is_as_precise_as_it_was_given(
    code: str, year: int, value: float | None, precision: str, read: Reader
) -> None:
    found = read.read(
        f"select year, figure_value, precision from source.key_figure where figure_code = '{code}' "
        "and source_document like '003%'"
    )
    assert found.rows() == [(year, value, precision)]


def test_a_share_says_what_it_is_a_share_of(read: Reader) -> None:
    bare = "select count(*) from source.key_figure where figure_unit = 'prosent' and denominator is null"
    assert one(read, bare) == 0


def test_the_conference_of_2014_was_never_asked_for(read: Reader) -> None:
    found = read.read(
        "select year, seminar_status, seminar_date from source.seminar where series_code = 'SAMHANDLINGSKONFERANSEN' "
        "order by year"
    )
    assert [(year, status, str(day)) for year, status, day in found.rows()] == [
        (2013, "held", "2013-11-28"),
        (2014, "not_commissioned", "None"),
    ]


def test_the_text_and_the_table_of_helsedirektoratet_disagree_each_in_its_own_place(read: Reader) -> None:
    found = read.read(
        "select figure_value, source_place from source.key_figure where figure_code = 'arsverk-endring-2016-2020' "
        "and breakdown = 'alle' order by figure_value"
    )
    assert found["figure_value"].to_list() == [17.2, 18.9]
    assert found["source_place"].str.head(10).to_list() == ["kapittel 3", "tabell 16,"]


# 001 and 002: projects


def test_a_project_in_a_county_that_is_gone_keeps_its_county_and_period(read: Reader) -> None:
    found = read.read(
        "select county_code, cast(start_date as varchar), cast(end_date as varchar) from source.project "
        "where project_code = 'NT-PSYKISK-HELSE'"
    )
    assert found.rows() == [("17", "2009-12-01", "2013-12-31")]


def test_the_team_in_drammen_is_6_9_positions_without_its_leader_of_project(read: Reader) -> None:
    found = read.read(
        "select is_in_team, count(*) as lines, round(sum(position_share), 6) as fte from source.team_position "
        "group by is_in_team order by is_in_team desc"
    )
    assert found.rows() == [(True, 12, 6.9), (False, 1, 1.0)]


def test_a_municipality_code_keeps_its_leading_zero(read: Reader) -> None:
    assert one(read, "select municipality_code from source.project where project_code = 'DRAMMEN-TEAM'") == "0602"


def test_goals_have_the_type_the_document_gives_and_the_one_they_are(read: Reader) -> None:
    found = read.read(
        "select stated_goal_type, standard_goal_type, count(*) from source.project_goal "
        "where project_code = 'DRAMMEN-TEAM' group by stated_goal_type, standard_goal_type order by 1, 2"
    )
    assert found.rows() == [
        ("outcome", "outcome", 13),
        ("outcome", "output", 9),
        ("output", "outcome", 3),
        ("output", "output", 1),
        ("overall", "overall", 1),
    ]


# 004: application, seminars, evaluation


def test_the_form_has_nine_fields_filled_two_in_annexes_and_four_blank(read: Reader) -> None:
    found = read.read("select form_field_status, count(*) from source.application_form_field group by 1 order by 1")
    assert found.rows() == [("attached", 2), ("blank", 4), ("filled", 9)]


def test_the_form_itself_says_the_same_when_it_is_loaded(shared_data: Path, read: Reader) -> None:
    """So a reader of the form replaces these rows, instead of standing beside them."""
    columns = ["case_id", "field_number", "field_label", "form_field_status", "stated_date", "application_deadline"]
    form = next((shared_data.parent / "documents").glob("004*.txt"))
    taken = take(form, Options("application_form_field"), {})
    ours = read.read(f"select {', '.join(columns)} from source.application_form_field order by field_number")
    assert ours.rows() == taken.accepted.select(columns).rows()


def test_an_amount_that_stands_in_an_annex_is_not_zero(read: Reader) -> None:
    found = read.read("select applied_nok, granted_nok, decision from source.grant_application")
    assert found.rows() == [(None, None, "pending")]


def test_five_seminars_were_held_and_twenty_are_planned_one_a_year_for_each_centre(read: Reader) -> None:
    found = read.read(
        "select year, seminar_status, data_class, count(*), count(distinct health_area_code) from source.seminar "
        "where project_code = 'BEDRE-I-LAG' group by 1, 2, 3 order by 1"
    )
    assert found.rows() == [(2023, "held", "real", 5, 5)] + [
        (year, "planned", "derived", 5, 5) for year in range(2025, 2029)
    ]


def test_44_answers_of_143_are_the_30_8_per_cent_the_document_states(read: Reader) -> None:
    answers, participants = read.read(
        "select distinct base_count, participant_count from source.survey_reported_share where base_count is not null"
    ).row(0)
    assert (answers, participants) == (44, 143)
    assert round(100 * answers / participants, 2) == 30.77
    attended = read.read("select attended_count, data_class from source.seminar_participation")
    assert attended.rows() == [(143, "derived")]


def test_what_was_said_without_figures_has_none(read: Reader) -> None:
    found = read.read(
        "select precision, finding_direction, reported_share, base_count from source.survey_reported_share "
        "where time_point = 't1' order by statement_code"
    )
    assert sorted(found.rows(), key=str) == [
        ("half", None, None, None),
        ("not_stated", "employees_higher", None, None),
        ("not_stated", "leaders_higher", None, None),
        ("not_stated", "leaders_higher", None, None),
    ]


def test_ten_measures_are_ranked_and_not_counted(read: Reader) -> None:
    found = read.read(
        "select mention_rank, mention_count from source.measure_status where project_code = 'BEDRE-I-LAG' order by 1"
    )
    assert found.rows() == [(rank, None) for rank in range(1, 11)]


# Staffing


def test_adults_and_children_are_all_in_every_year(read: Reader) -> None:
    found = read.read(
        "select series_code, year from source.staffing group by series_code, year "
        "having sum(case when target_group_code = 'all' then -fte else fte end) <> 0"
    )
    assert found.is_empty()


def test_series_are_kept_apart_and_their_breaks_are_marked(read: Reader) -> None:
    found = read.read(
        "select series_code, year, is_break, fte, value_flag from source.staffing where target_group_code = 'all' "
        "and (is_break or year < 2015) order by year"
    )
    assert found.rows() == [
        ("IS-24", 2010, False, 12_195.0, None),
        ("IS-24/8", 2020, True, 16_569.0, None),
        ("IS-24/8", 2024, True, None, ".."),
    ]


# The command


def test_only_what_is_real_is_loaded_when_asked_for(reference_folder: DataFolder, tmp_path: Path) -> None:
    folder = copy_folder(reference_folder, tmp_path / "data")
    told = subprocess.run(
        [sys.executable, "-m", "etl.cli", "demo", "--only-real", "--data-dir", str(folder.root)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    assert told.returncode == 0, told.stderr
    assert "Ingenting er oppdiktet" in told.stdout
    classes = Reader(folder.published).read("select distinct data_class from meta.delivery")
    assert "synthetic" not in classes["data_class"].to_list()
