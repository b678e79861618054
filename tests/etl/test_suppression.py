"""What nobody may see in survey counts: small groups, and what they could be worked out from."""

from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.sources.survey_answer import SurveyAnswer
from etl.suppression import suppressed
from tests.etl.small import sample_table, take_table

EVERYBODY = ("all", "all", "alle")
ANSWERS = ("1", "2")


def counts(*groups: tuple[tuple[str, str, str], int | None, int | None], statement: str = "U1") -> pl.DataFrame:
    """One statement: each group with how many gave the first and the second answer; None is «:»."""
    rows = [
        ("W", statement, *place, answer, count, ":" if count is None else None)
        for place, *given_counts in groups
        for answer, count in zip(ANSWERS, given_counts, strict=True)
    ]
    names = ["wave_code", "statement_code", "participant_role", "service_level", "area_code", "answer_code"]
    schema = {**dict.fromkeys(names, pl.String), "answer_count": pl.Int32, "value_flag": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def role(name: str) -> tuple[str, str, str]:
    return (name, "all", "alle")


def area(name: str) -> tuple[str, str, str]:
    return ("all", "all", name)


def shown(frame: pl.DataFrame) -> dict[str, tuple[int | None, ...]]:
    """The counts that are seen, by the part of the group that is not everybody."""
    seen: dict[str, tuple[int | None, ...]] = {}
    for *place, count in frame.select("participant_role", "service_level", "area_code", "answer_count").iter_rows():
        name = next((value for value, whole in zip(place, EVERYBODY, strict=True) if value != whole), "alle")
        seen[name] = (*seen.get(name, ()), count)
    return seen


def test_a_group_of_fewer_than_five_is_hidden_whole_and_says_so() -> None:
    after = suppressed(counts((EVERYBODY, 3, 1)))
    assert shown(after) == {"alle": (None, None)}
    assert after["value_flag"].to_list() == [":", ":"]


def test_few_who_disagree_in_a_large_group_are_shown() -> None:
    """Document 004: 41 of 44 agree (93,2 %), so three do not; an opinion of a seminar is no reason to hide them (E.5)."""
    assert shown(suppressed(counts((EVERYBODY, 41, 3)))) == {"alle": (41, 3)}


def test_the_next_smallest_is_hidden_with_the_only_hidden_group_of_a_breakdown() -> None:
    after = suppressed(
        counts((EVERYBODY, 20, 10), (role("leader"), 2, 1), (role("employee"), 12, 6), (role("nav"), 6, 3))
    )
    assert shown(after) == {"alle": (20, 10), "leader": (None, None), "employee": (12, 6), "nav": (None, None)}


def test_hidden_groups_that_are_fewer_than_five_together_get_company() -> None:
    after = suppressed(
        counts((EVERYBODY, 21, 4), (area("A"), 1, 1), (area("B"), 2, 0), (area("C"), 8, 2), (area("D"), 10, 1))
    )
    assert shown(after) == {
        "alle": (21, 4),
        "A": (None, None),
        "B": (None, None),
        "C": (None, None),
        "D": (10, 1),
    }


def test_breakdowns_are_looked_at_one_by_one() -> None:
    after = suppressed(
        counts(
            (EVERYBODY, 20, 10),
            (role("leader"), 10, 5),
            (role("employee"), 10, 5),
            (area("A"), 3, 1),
            (area("B"), 17, 9),
        )
    )
    assert shown(after) == {
        "alle": (20, 10),
        "leader": (10, 5),
        "employee": (10, 5),
        "A": (None, None),
        "B": (None, None),
    }


def test_a_group_by_two_things_at_once_is_never_shown() -> None:
    after = suppressed(counts((EVERYBODY, 200, 100), (("leader", "all", "A"), 50, 40)))
    assert after.filter(pl.col("area_code") == "A")["answer_count"].to_list() == [None, None]
    assert shown(after.filter(pl.col("area_code") == "alle")) == {"alle": (200, 100)}


def test_people_who_are_in_no_group_are_not_told_apart_by_subtraction() -> None:
    """27 of 30 are in a group: the three who are not would be the total minus the groups."""
    after = suppressed(counts((EVERYBODY, 20, 10), (role("leader"), 6, 3), (role("employee"), 12, 6)))
    assert shown(after) == {"alle": (20, 10), "leader": (None, None), "employee": (None, None)}


def test_another_breakdown_is_as_good_as_a_total() -> None:
    rows = ((role("leader"), 10, 5), (role("employee"), 10, 5), (area("A"), 3, 1), (area("B"), 17, 9))
    assert shown(suppressed(counts(*rows)))["B"] == (None, None)
    assert shown(suppressed(counts(*rows[2:])))["B"] == (17, 9)


def test_a_group_where_nobody_answered_is_nobody_to_hide() -> None:
    after = suppressed(counts((EVERYBODY, 10, 5), (role("leader"), 10, 5), (role("nav"), 0, 0)))
    assert shown(after)["nav"] == (0, 0)


def test_what_the_sender_hid_stays_hidden_and_is_not_worked_out() -> None:
    after = suppressed(
        counts((EVERYBODY, 20, 10), (role("leader"), None, None), (role("employee"), 8, 4), (role("nav"), 5, 3))
    )
    assert shown(after) == {"alle": (20, 10), "leader": (None, None), "employee": (8, 4), "nav": (None, None)}


def test_statements_are_protected_one_by_one() -> None:
    after = suppressed(pl.concat([counts((EVERYBODY, 3, 1)), counts((EVERYBODY, 30, 10), statement="U2")]))
    assert after.filter(pl.col("statement_code") == "U2")["answer_count"].to_list() == [30, 10]


@pytest.mark.parametrize("word", ["Alle", "all"])
def test_the_total_is_known_however_everybody_is_written(word: str) -> None:
    after = suppressed(counts((("all", "all", word), 20, 10), (area("A"), 3, 1), (area("B"), 17, 9)))
    assert shown(after) == {word: (20, 10), "A": (None, None), "B": (None, None)}


def test_the_template_is_protected_too_and_its_file_is_not_kept(tmp_path) -> None:
    table = sample_table("survey_answer")[:2]
    table[1] = ["3" if cell == "22" else cell for cell in table[1]]
    taken = take_table(tmp_path, "survey_answer", table)
    assert taken.accepted.select("answer_count", "value_flag").rows() == [(None, ":")]
    assert taken.keeps == "none"
    assert taken.kept is None


def test_nothing_is_not_protected() -> None:
    assert suppressed(counts()).is_empty()


people = st.lists(
    st.tuples(
        st.sampled_from(ANSWERS),
        st.sampled_from(["leader", "employee", "nav", "gp"]),
        st.sampled_from(["municipal", "specialist"]),
        st.sampled_from(["A", "B", "C", "D", "E"]),
    ),
    min_size=1,
    max_size=60,
)


def tallied(respondents: list[tuple[str, str, str, str]]) -> pl.DataFrame:
    """Count respondents in all, by role, by level and by area."""
    groups: dict[tuple[str, str, str], Counter[str]] = {}
    for answer, role_code, level, area_code in respondents:
        for place in (EVERYBODY, role(role_code), ("all", level, "alle"), area(area_code)):
            groups.setdefault(place, Counter())[answer] += 1
    return counts(*((place, *(count[answer] for answer in ANSWERS)) for place, count in groups.items()))


@settings(deadline=None)
@given(people)
def test_whatever_people_answer_no_small_group_is_seen_or_worked_out(respondents: list) -> None:
    before = tallied(respondents)
    after = suppressed(before)
    assert after.drop("answer_count", "value_flag").equals(before.drop("answer_count", "value_flag"))
    assert (after["answer_count"].is_null() == (after["value_flag"] == ":").fill_null(False)).all()
    dimensions = ["participant_role", "service_level", "area_code"]
    bases = after.group_by(dimensions, maintain_order=True).agg(
        pl.col("answer_count").sum().alias("base"), pl.col("answer_count").is_null().any().alias("is_hidden")
    )
    seen = bases.filter(~pl.col("is_hidden"))
    assert (seen["base"] >= 5).all()
    total = seen.filter(pl.all_horizontal(pl.col(n) == v for n, v in zip(dimensions, EVERYBODY, strict=True)))
    if total.is_empty():
        assert len(respondents) < 5
        return
    for dimension, whole in zip(dimensions, EVERYBODY, strict=True):
        parts = bases.filter(pl.col(dimension) != whole)
        hidden = int(parts["is_hidden"].sum())
        outside = len(respondents) - int(parts.filter(~pl.col("is_hidden"))["base"].sum())
        assert (hidden == 0 and outside == 0) or (hidden >= 2 and outside >= 5) or hidden == parts.height == 1
    assert suppressed(after).equals(after)


def test_the_contract_protects_what_lands() -> None:
    assert SurveyAnswer.protect(counts((EVERYBODY, 1, 1)))["answer_count"].to_list() == [None, None]
