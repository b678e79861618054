"""Deadlines: what is due is in the list, on the page and in the calendar file, and nothing else."""

import datetime as dt

import polars as pl
from icalendar import Calendar

from dashboard.deadlines import calendar, summary, told
from tests.conftest import LoadRows

BUILT = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
ROWS = pl.DataFrame(
    {
        "deadline_kind": ["report", "milestone"],
        "subject": ["X:2025:financial", "P:1"],
        "subject_name": ["Ordning; æøå, A", "Demoprosjekt"],
        "deadline_detail": ["financial", "Evaluering"],
        "deadline_date": [dt.date(2026, 3, 1), dt.date(2026, 12, 31)],
        "affected_count": [3, 1],
        "responsible_role": [None, "Prosjektleder"],
        "page": ["grants", "project"],
        "data_class": ["real", "synthetic"],
    }
)


def test_the_calendar_has_one_whole_day_per_deadline_and_keeps_its_names() -> None:
    events = Calendar.from_ical(calendar(told(ROWS, {}, "nb"), BUILT, "nb")).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == ROWS["deadline_date"].to_list()
    assert [event.decoded("dtend") - event.decoded("dtstart") for event in events] == [dt.timedelta(days=1)] * 2
    assert str(events[0]["summary"]) == "Frist for rapport (økonomi): Ordning; æøå, A, antall: 3"
    assert str(events[1]["summary"]) == "Demodata: Milepæl: Demoprosjekt – Evaluering"


def test_a_deadline_that_moves_keeps_its_id() -> None:
    moved = ROWS.with_columns(deadline_date=pl.col("deadline_date") + pl.duration(days=9))
    ids = [
        [str(event["uid"]) for event in Calendar.from_ical(calendar(rows, BUILT, "en")).walk("VEVENT")]
        for rows in (ROWS, moved)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_a_deadline_without_details_has_no_loose_marks() -> None:
    row = {**ROWS.row(1, named=True), "deadline_detail": None, "data_class": "real"}
    assert summary(row, "en") == "Milestone: Demoprosjekt"


def test_only_what_is_still_to_be_done_and_has_a_day_is_due(load_rows: LoadRows, sql) -> None:
    later, earlier = dt.date(2025, 9, 1), dt.date(2025, 5, 1)
    invented = {"project_code": "P", "data_class": "synthetic"}
    plain = {**invented, "milestone_type": "event", "milestone_status": "on_track", "planned_date": later}
    changes = [
        {},
        {"milestone_status": "reached", "actual_date": earlier},
        {"milestone_status": "dropped"},
        {"date_precision": "month"},
        {"milestone_status": "delayed", "planned_date": earlier, "forecast_date": dt.date(2025, 10, 1)},
    ]
    day = {"period_end_date": dt.date(2025, 6, 1), "reported_date": dt.date(2025, 6, 1)}
    load_rows(
        project=[{**invented, "project_title": "Demoprosjekt", "project_model": "fact", "project_state": "running"}],
        project_milestone=[
            {**plain, "milestone_number": number, "milestone_title": f"M{number}", **change}
            for number, change in enumerate(changes, 1)
        ],
        project_status=[{**invented, **day, "status_dimension": "progress", "reported_light": "green"}],
    )
    rows = sql(
        "select subject, deadline_date from mart.deadline where deadline_kind = 'milestone' order by subject"
    ).rows()
    assert rows == [("P:1", later), ("P:5", dt.date(2025, 10, 1))]
