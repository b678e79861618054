"""Invented rows that give every page something to show: grants with money and reports, staff, seminars, surveys, measures."""

import datetime as dt
from itertools import product

from tests.conftest import GRANT

Row = dict[str, object]

INVENTED = {"data_class": "synthetic"}
YEARS = (2019, 2020, 2021)
PLACES = ("0301", "5501", "5503", "4601", "3301")
SCALE = (
    ("5", "Helt enig", "agree"),
    ("4", "Delvis enig", "agree"),
    ("3", "Verken eller", "neutral"),
    ("1", "Uenig", "disagree"),
    ("9", "Vet ikke", "unknown"),
)
SERIES = "DEMO-SERIE"
# A name that a spreadsheet would run, had it the chance.
FORMULA = "=1+1 Demosøker"


def grant_rows() -> list[Row]:
    """Applications of an invented scheme, granted, refused and waiting, with the days they took."""
    rows = []
    for number, (year, place) in enumerate(product(YEARS, PLACES)):
        decision = ("granted", "granted", "rejected", "granted", "pending")[number % 5]
        received = dt.date(year - 1, 11, 1)
        rows.append(
            {
                **GRANT,
                **INVENTED,
                "case_id": f"D{number}",
                "scheme_code": "DEMO",
                "scheme_name": "Demoordning",
                "applicant_name": FORMULA if number == 0 else f"Demosøker {number}",
                "municipality_code": MUNICIPALITY_OF_THEN[place] if year < 2020 else place_in(year, place),
                "year": year,
                "applied_nok": 1_000_000.0 + 1000 * number,
                "granted_nok": {"granted": 800_000.0 + 100 * number, "rejected": 0.0, "pending": None}[decision],
                "decision": decision,
                "received_date": received,
                "decision_date": None if decision == "pending" else received + dt.timedelta(days=60 + 7 * number),
            }
        )
    return rows


MUNICIPALITY_OF_THEN = {"0301": "0301", "5501": "1902", "5503": "1903", "4601": "1201", "3301": "0602"}
_FROM_2020 = {"5501": "5401", "5503": "5402", "3301": "3005"}


def place_in(year: int, place: str) -> str:
    """Give the code that a municipality of 2024 had in the years 2020 to 2023."""
    return _FROM_2020.get(place, place) if 2020 <= year < 2024 else place


def money_rows() -> dict[str, list[Row]]:
    """Payments, one paid back, and reports: on time, late and with money left."""
    granted = [row for row in grant_rows() if row["decision"] == "granted"]
    paid, reported = [], []
    for number, row in enumerate(granted):
        key = {name: row[name] for name in ("manager_name", "scheme_code", "year", "case_id")} | INVENTED
        day = dt.date(int(str(row["year"])), 6, 1)
        payment = {**key, "payment_id": f"U{number}", "payment_type": "payment", "payment_date": day}
        paid.append({**payment, "payment_nok": row["granted_nok"]})
        about = {**key, "report_type": "financial", "due_date": dt.date(day.year + 1, 4, 1)}
        if number % 3 == 0:
            reported.append({**about, "report_status": "overdue"})
            continue
        left = 50_000.0 if number % 3 == 1 else 0.0
        amounts = {"reported_granted_nok": row["granted_nok"], "spent_nok": float(str(row["granted_nok"])) - left}
        unused = (
            {"unused_nok": left, "unused_status": "carryover_requested" if number % 2 else "repaid"} if left else {}
        )
        on_time = {"report_status": "approved", "submitted_date": dt.date(day.year + 1, 3, 1)}
        reported.append({**about, **on_time, "approved_date": dt.date(day.year + 1, 5, 1), **amounts, **unused})
        if left and not number % 2:
            back = {"payment_id": f"T{number}", "payment_type": "repayment", "payment_nok": -left}
            paid.append({**payment, **back, "payment_date": dt.date(day.year + 1, 6, 1)})
    return {"grant_payment": paid, "grant_report": reported}


def staffing_rows() -> list[Row]:
    """A series with a break, a figure carried forward, one that is hidden, one that is 0, and two levels of education."""
    rows = []
    for year, place, education in product(range(2018, 2023), ("5501", "5503", "0301"), ("all", "higher")):
        hidden, none = (year, place) == (2021, "5503"), (year, place) == (2022, "5503")
        rows.append(
            {
                **INVENTED,
                "series_code": "DEMO-FULL",
                "sector": "municipal",
                "area_level": "municipality",
                "area_code": place,
                "year": year,
                "target_group_code": "adults",
                "service_field": "both",
                "education": education,
                "fte": None if hidden else 0.0 if none else (40.0 + year - 2018) * (1 if education == "all" else 0.5),
                "value_flag": ":" if hidden else None,
                "is_break": year == 2020,
                "is_imputed": (year, place) == (2022, "5501"),
            }
        )
    return rows


def seminar_rows() -> dict[str, list[Row]]:
    """Seminars held and planned, who came by role, and two waves of counted answers with what became of the measures."""
    seminars, came, answers, measures = [], [], [], []
    for number, (year, area, status) in enumerate(
        ((2024, "D47", "held"), (2024, "D50", "held"), (2024, "D46", "cancelled"), (2025, "D46", "planned")), 1
    ):
        code = f"DEMO-SEM-{number}"
        about = {"seminar_code": code, "series_code": SERIES, "seminar_title": f"Demoseminar {number}"}
        day = {"seminar_date": dt.date(year, 3, number), "date_precision": "day"}
        place = {"health_area_code": area, "organiser_name": "Demoarrangør", "cost_nok": 120_000.0}
        seminars.append({**INVENTED, **about, **day, **place, "seminar_status": status, "year": year})
        for role, count in (("all", 60), ("leader", 20), ("employee", 40)) if status == "held" else ():
            who = {"seminar_code": code, "participant_role": role, "service_level": "all"}
            came.append(
                {**INVENTED, **who, "invited_count": count + 20, "registered_count": count + 5, "attended_count": count}
            )
    for point, role, spread in (
        ("t0", "all", (40, 20, 12, 8, 2)),
        ("t0", "leader", (18, 6, 2, 1, 0)),
        ("t0", "employee", (20, 14, 10, 7, 2)),
        ("t1", "all", (20, 15, 10, 5, 1)),
        ("t1", "nav", (None,) * 5),
    ):
        for code, text in (("U1", "Demopåstand én"), ("U2", "Demopåstand to, som er så lang at den må brytes")):
            for order, ((answer, said, kind), count) in enumerate(zip(SCALE, spread, strict=True)):
                answers.append(
                    {
                        **INVENTED,
                        "wave_code": f"{SERIES}-2024-{point.upper()}",
                        "seminar_code": SERIES,
                        "time_point": point,
                        "year": 2024,
                        "statement_code": code,
                        "statement_text": text,
                        "answer_code": answer,
                        "answer_text": said,
                        "answer_order": order,
                        "answer_kind": kind,
                        "participant_role": role,
                        "service_level": "all",
                        "area_code": "alle",
                        "answer_count": count,
                        "value_flag": ":" if count is None else None,
                    }
                )
    for number, status in enumerate(("started", "planned", "proposed"), 1):
        which = {"measure_code": f"T{number}", "measure_title": f"Demotiltak {number}", "measure_status": status}
        wave = {"wave_code": f"{SERIES}-2024-T1", "time_point": "t1", "participant_role": "all"}
        measures.append({**INVENTED, **wave, **which, "measure_category": "meetings", "mention_rank": number})
    found = {"seminar": seminars, "seminar_participation": came, "survey_answer": answers}
    return {**found, "measure_status": measures}


def filled_rows() -> dict[str, list[Row]]:
    """Every row of this module, by source, in the order to be loaded."""
    return {
        "grant_application": grant_rows(),
        **money_rows(),
        "staffing": staffing_rows(),
        **seminar_rows(),
    }
