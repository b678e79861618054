"""``samhandling status``: what is in the warehouse, how fresh it is, what was refused, and what should have come."""

from etl.commands.shared import AsJson, DataDir, answer, language, say
from etl.deliveries import Shelf
from warehouse.reader import Reader
from warehouse.words import date, moment, number

_HEADERS = (
    "source",
    "delivery_count",
    "row_count",
    "latest_year",
    "rejected_row_count",
    "warning_count",
    "latest_received_at",
)


def run(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Say what stands."""
    out = answer(data_dir, as_json)
    shelf = Shelf.open(out.folder)
    reader = Reader(out.folder.published)
    sources = reader.read("select * from mart.freshness order by source")
    build = reader.read("select * from meta.build where is_current").row(0, named=True)
    failed = reader.read("select count(*) as failed from meta.check where not is_ok")["failed"][0]
    overdue = reader.read(
        "select expected_source, sender_name, year, due_date, days_late from mart.expected_delivery "
        "where delivery_status = 'overdue' order by due_date, expected_source, sender_name, year"
    )
    refused = [shelf.delivery(name) for name in shelf.ledger.refused()]
    rejected = int(sources["rejected_row_count"].sum()) + sum(one.rows_rejected for one in refused)
    out.json(
        {
            "ok": True,
            "published": str(out.folder.published),
            "build": build,
            "needs_build": shelf.ledger.needs_build(),
            "failed_checks": failed,
            "rows_rejected": rejected,
            "refused_files": [
                {"delivery_id": one.delivery_id, "file": one.file_name, "rows_rejected": one.rows_rejected}
                for one in refused
            ],
            "overdue": overdue.to_dicts(),
            "sources": sources.to_dicts(),
        }
    )
    out.line(
        "status.build",
        file=out.folder.published,
        when=moment(build["built_at"].astimezone(), language()),
        who=build["built_by"],
        rows=number(build["row_count"], 0, language()),
        deliveries=number(build["delivery_count"], 0, language()),
    )
    out.table(
        sources,
        {name: say(f"status.header.{name}") for name in _HEADERS},
    )
    out.line("status.rejected", count=number(rejected, 0, language()), files=number(len(refused), 0, language()))
    for one in refused:
        out.line(
            "status.refused",
            delivery=one.delivery_id,
            file=one.file_name,
            count=number(one.rows_rejected, 0, language()),
        )
    for row in overdue.iter_rows(named=True):
        out.line(
            "status.overdue",
            source=row["expected_source"],
            sender=row["sender_name"],
            year=row["year"],
            due=date(row["due_date"], language()),
            days=number(row["days_late"], 0, language()),
        )
    if shelf.ledger.needs_build():
        out.line("status.needs_build")
