"""``samhandling changes``: which published figures were revised, from what to what, and by which delivery."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import polars as pl
import typer

from etl.commands.shared import Answer, AsJson, DataDir, answer, language, say
from etl.deliveries import Shelf
from etl.history import Published, published
from warehouse.changes import has_list, revised_figures
from warehouse.dictionary import dictionary
from warehouse.words import moment, number

SHOWN_FIGURES = 10
SHOWN_CAUSES = 5
_SINCE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(T\d+)?")


def run(
    since: Annotated[str | None, typer.Option("--since", help=say("option.since"))] = None,
    relation: Annotated[str | None, typer.Option("--relation", help=say("option.relation"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List revised figures by build and mart, the largest revisions first."""
    out = answer(data_dir, as_json)
    shelf = Shelf.open(out.folder)
    every = published(shelf.ledger)
    if not every:
        out.fail(say("changes.never", folder=out.folder.root))
    builds = every[-1:] if since is None else _after(out, every, since)
    figures = revised_figures(out.folder, [build.build_id for build in builds])
    if relation is not None:
        relation = relation.removeprefix("mart.")
        known = sorted(figures["relation"].unique())
        if known and relation not in known:
            out.fail(say("changes.unknown_relation", relation=relation, known=", ".join(known)))
        figures = figures.filter(pl.col("relation") == relation)
    by_build = figures.partition_by("build_id", as_dict=True, include_key=False)
    no_figures = figures.drop("build_id").clear()
    out.json(
        {
            "ok": True,
            "builds": [
                {
                    **asdict(build),
                    "causes": [_cause(shelf, *cause) for cause in build.causes],
                    "is_listed": has_list(out.folder, build.build_id),
                    "figures": by_build.get((build.build_id,), no_figures).to_dicts(),
                }
                for build in builds
            ],
        }
    )
    for build in builds:
        _tell(out, shelf, build, by_build.get((build.build_id,), no_figures))


def _after(out: Answer, every: Sequence[Published], since: str) -> list[Published]:
    """The builds after one build, or from a day on; a build's name is the time it was made."""
    found = _SINCE.fullmatch(since.strip())
    if not found:
        out.fail(say("changes.bad_since", since=since))
    beginning = "".join(part or "" for part in found.groups())
    builds = [build for build in every if build.build_id > beginning]
    if not builds:
        out.line("changes.none", since=since)
    return builds


def _cause(shelf: Shelf, event: str, delivery_id: str) -> dict[str, str]:
    delivery = shelf.delivery(delivery_id)
    return {"event": event, "delivery_id": delivery_id, "source": delivery.source, "file": delivery.file_name}


def _tell(out: Answer, shelf: Shelf, build: Published, figures: pl.DataFrame) -> None:
    """A heading with what caused the build, then each mart with its largest revisions."""
    causes = [_cause(shelf, *cause) for cause in build.causes]
    told = [
        say(f"changes.cause.{cause['event']}", file=cause["file"], delivery=cause["delivery_id"])
        for cause in causes[:SHOWN_CAUSES]
    ]
    if len(causes) > SHOWN_CAUSES:
        told.append(say("changes.more_causes", count=number(len(causes) - SHOWN_CAUSES, 0, language())))
    out.line(
        "changes.build",
        build=build.build_id,
        when=moment(build.built_at.astimezone(), language()),
        who=build.built_by,
        causes=", ".join(told) or say("changes.rebuilt"),
    )
    if figures.is_empty():
        out.line("changes.no_figures" if has_list(out.folder, build.build_id) else "changes.no_list")
    size = (pl.col("after").fill_null(0) - pl.col("before")).abs()
    ordered = figures.sort("relation", size, "row_key", "column_name", descending=[False, True, False, False])
    for (relation,), of_relation in ordered.group_by("relation", maintain_order=True):
        out.line("changes.relation", relation=relation, count=number(of_relation.height, 0, language()))
        for row in of_relation.head(SHOWN_FIGURES).iter_rows(named=True):
            out.line(
                "changes.figure",
                label=_label(row["column_name"]),
                row=row["row_key"],
                before=_figure(row["before"]),
                after=say("changes.gone") if row["after"] is None else _figure(row["after"]),
            )
        if of_relation.height > SHOWN_FIGURES:
            out.line("changes.more", count=number(of_relation.height - SHOWN_FIGURES, 0, language()))


def _label(column: str) -> str:
    entry = dictionary().get(column)
    if entry is None:
        return column
    return entry.label_nb if language() == "nb" else entry.label_en


def _figure(value: float) -> str:
    """Whole numbers whole; a share or a rate with so many decimals that its change can be seen."""
    return number(value, 0 if value == int(value) else 4 if abs(value) < 1 else 2, language())
