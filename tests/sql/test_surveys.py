"""Survey figures: intervals, impossible percentages, hidden groups, and what is not known."""

import pytest

WAVE = {"wave_code": "W", "time_point": "t0", "year": 2023}
SHARE = {
    **WAVE,
    "statement_code": "U1",
    "statement_text": "Påstand",
    "participant_role": "all",
    "precision": "exact",
    "base_count": 44,
    "participant_count": 143,
}
ANSWERS = (("5", "agree", 1), ("3", "neutral", 2), ("1", "disagree", 3), ("9", "unknown", 4))


def share(code, value, decimals=1):
    return {**SHARE, "statement_code": code, "reported_share": value, "percent_decimals": decimals}


def answers(role, *counts, wave="W", flag=None):
    return [
        {
            **WAVE,
            "wave_code": wave,
            "seminar_code": "S",
            "statement_code": "U1",
            "statement_text": "Påstand",
            "answer_code": code,
            "answer_text": kind,
            "answer_order": order,
            "answer_kind": kind,
            "participant_role": role,
            "service_level": "all",
            "area_code": "alle",
            "answer_count": count,
            "value_flag": flag,
        }
        for (code, kind, order), count in zip(ANSWERS, counts, strict=True)
    ]


# domain.md E.2: statement, count of 44, Wilson, and Wilson with the number of participants known (143).
@pytest.mark.parametrize(
    ("stated", "decimals", "count", "wilson", "finite"),
    [
        (0.75, 0, 33, (61, 85), (63, 84)),
        (0.659, 1, 29, (51, 78), (54, 76)),
        (0.591, 1, 26, (44, 72), (47, 70)),
        (0.932, 1, 41, (82, 98), (84, 97)),
        (0.795, 1, 35, (66, 89), (68, 88)),
        (0.705, 1, 31, (56, 82), (58, 80)),
    ],
)
def test_the_intervals_of_the_2023_evaluation(stated, decimals, count, wilson, finite, load_rows, sql):
    load_rows(survey_reported_share=[share("U1", stated, decimals)])
    row = sql("select * from mart.survey_agree").row(0, named=True)
    assert row["agree_count"] == count
    assert row["is_share_possible"]
    for limit, expected in zip(("low_share", "high_share"), wilson, strict=True):
        assert abs(100 * row[limit] - expected) <= 1
    for limit, expected in zip(("low_finite_share", "high_finite_share"), finite, strict=True):
        assert abs(100 * row[limit] - expected) <= 1
    assert round(100 * row["response_rate"], 1) == 30.8


def test_a_percentage_that_cannot_come_from_its_base_is_marked(load_rows, sql):
    load_rows(survey_reported_share=[share("U1", 0.54, 0), share("U2", 0.545, 1)])
    rows = sql("select statement_code, is_share_possible from mart.survey_agree order by statement_code").rows()
    assert rows == [("U1", False), ("U2", True)]


def test_a_finding_without_figures_has_no_share_and_no_interval(load_rows, sql):
    load_rows(
        survey_reported_share=[
            {
                **SHARE,
                "reported_share": None,
                "percent_decimals": None,
                "precision": "half",
                "stated_text": "halvparten",
                "base_count": None,
                "participant_count": None,
                "finding_direction": "leaders_higher",
            }
        ]
    )
    row = sql("select * from mart.survey_agree").row(0, named=True)
    assert row["agree_share"] is None
    assert row["low_share"] is None
    assert row["stated_text"] == "halvparten"
    difference = sql("select * from mart.survey_role_difference").row(0, named=True)
    assert difference["finding_direction"] == "leaders_higher"
    assert difference["difference_share"] is None


def test_do_not_know_is_in_no_share(load_rows, sql):
    load_rows(survey_answer=answers("all", 20, 5, 5, 10))
    row = sql("select * from mart.survey_agree").row(0, named=True)
    assert (row["agree_count"], row["base_count"], row["unknown_count"]) == (20, 30, 10)
    assert row["agree_share"] == pytest.approx(2 / 3)


def test_a_hidden_group_has_its_symbol_and_no_figures(load_rows, sql):
    load_rows(survey_answer=[*answers("all", 20, 5, 5, 10), *answers("leader", None, None, None, None, flag=":")])
    row = sql("select * from mart.survey_agree where participant_role = 'leader'").row(0, named=True)
    assert row["value_flag"] == ":"
    assert row["agree_count"] is None
    assert row["agree_share"] is None


def test_a_difference_of_few_is_not_certain_and_of_many_is(load_rows, sql):
    # domain.md finding 8: 11 of 16 against 11 of 28 is −1 to +53 percentage points.
    load_rows(
        survey_answer=[
            *answers("all", 22, 0, 22, 0),
            *answers("leader", 11, 0, 5, 0),
            *answers("employee", 11, 0, 17, 0),
            *answers("all", 220, 0, 220, 0, wave="W2"),
            *answers("leader", 110, 0, 50, 0, wave="W2"),
            *answers("employee", 110, 0, 170, 0, wave="W2"),
        ]
    )
    few, many = sql("select * from mart.survey_role_difference order by wave_code").iter_rows(named=True)
    assert (round(100 * few["low_share"]), round(100 * few["high_share"])) == (-1, 53)
    assert not few["is_certain"]
    assert many["is_certain"]


def test_a_list_of_started_measures_without_counts_has_no_share(load_rows, sql):
    measure = {
        "wave_code": "W",
        "time_point": "t1",
        "participant_role": "all",
        "measure_title": "Møter",
        "measure_category": "meetings",
    }
    load_rows(
        measure_status=[
            {**measure, "measure_code": "T1", "measure_status": "started", "mention_rank": 1},
            {**measure, "measure_code": "T2", "measure_status": "started", "mention_rank": 2},
            {**measure, "wave_code": "W2", "measure_code": "T1", "measure_status": "started", "mention_count": 9},
            {**measure, "wave_code": "W2", "measure_code": "T2", "measure_status": "planned", "mention_count": 4},
            {**measure, "wave_code": "W2", "measure_code": "T3", "measure_status": "unknown", "mention_count": 2},
        ]
    )
    rows = sql(
        "select wave_code, started_count, known_count, started_share from mart.measure_started order by 1"
    ).rows()
    assert rows == [("W", 2, 2, None), ("W2", 1, 2, 0.5)]


def test_the_chain_to_effect_does_not_count_a_percentage_that_cannot_be(load_rows, sql):
    held = {"seminar_code": "S", "series_code": "R", "seminar_title": "Seminar", "seminar_status": "held", "year": 2023}
    load_rows(seminar=[held], survey_reported_share=[share("U1", 0.54, 0), share("U2", 0.75, 0)])
    row = sql(
        "select step_share, step_base_count from mart.effect_chain where step = 'agreement' and region_level = 'country' "
        "and year = 2023"
    ).row(0)
    assert row == (0.75, 44)
