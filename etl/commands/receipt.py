"""``samhandling receipt``: what to send back to whoever sent a file."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands.shared import Answer, AsJson, DataDir, answer, language, say
from etl.deliveries import Shelf
from etl.reading import Options, recognise, take
from etl.receipts import Receipt, receipt_of_delivery, receipt_of_file, write
from etl.receipts.known import known_rows
from etl.sources import sources
from warehouse.words import LANGUAGES, Language


def run(
    what: Annotated[str, typer.Argument(metavar="DELIVERY|FILE", help=say("option.receipt_of"), show_default=False)],
    source: Annotated[str | None, typer.Option("--source", help=say("option.source"))] = None,
    layout: Annotated[str | None, typer.Option("--layout", help=say("option.layout"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=say("option.year"))] = None,
    licence: Annotated[str | None, typer.Option("--licence", help=say("option.licence"))] = None,
    wave: Annotated[str | None, typer.Option("--wave", help=say("option.wave"))] = None,
    time_point: Annotated[str | None, typer.Option("--time-point", help=say("option.time_point"))] = None,
    out_folder: Annotated[Path, typer.Option("--out", help=say("option.out_folder"))] = Path(),
    wanted: Annotated[str | None, typer.Option("--language", help=say("option.language"))] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the receipt for a kept delivery, or for a file that is only read, as workbook, page and PDF."""
    out = answer(data_dir, as_json)
    in_language = _language(out, wanted)
    path = Path(what)
    if path.is_file():
        chosen = source or _recognised(out, path)
        if chosen not in sources():
            out.fail(say("load.unknown_source", source=chosen, sources=", ".join(sources())))
        options = Options(chosen, layout, year, licence=licence, wave=wave, time_point=time_point)
        receipt = _of_file(out, path, options)
    else:
        receipt = _of_delivery(out, what)
    written = write(receipt, out_folder, in_language)
    out.json(
        {
            "ok": True,
            "files": [str(one) for one in written],
            "source": receipt.source,
            "errors": receipt.count("error"),
            "warnings": receipt.count("warning"),
        }
    )
    for one in written:
        out.line("receipt.written", file=one)


def _language(out: Answer, wanted: str | None) -> Language:
    known = next((one for one in LANGUAGES if one == wanted), None)
    if wanted is not None and known is None:
        out.fail(say("receipt.unknown_language", language=wanted, known=", ".join(LANGUAGES)))
    return known or language()


def _of_file(out: Answer, path: Path, options: Options) -> Receipt:
    references = known_rows(out.folder, sources()[options.source])
    return receipt_of_file(take(path, options, references), path, references)


def _of_delivery(out: Answer, delivery_id: str) -> Receipt:
    shelf = Shelf.open(out.folder)
    if delivery_id not in (*shelf.ledger.loaded(), *shelf.ledger.refused()):
        out.fail(say("receipt.unknown", what=delivery_id))
    delivery = shelf.delivery(delivery_id)
    return receipt_of_delivery(delivery, known_rows(out.folder, sources()[delivery.source]))


def _recognised(out: Answer, path: Path) -> str:
    """Find the one source the file can be."""
    found = list(dict.fromkeys(source for source, _ in recognise(path)))
    if not found:
        out.fail(say("receipt.not_recognised", file=path.name))
    if len(found) > 1:
        out.fail(say("receipt.many_sources", file=path.name, sources=", ".join(found)))
    return found[0]
