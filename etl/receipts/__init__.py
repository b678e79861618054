"""Receipts to the sender: their own sheet back with the faults marked, and a page as HTML and PDF that says what came of it."""

from pathlib import Path

from etl.reading import Taken
from etl.receipts.page import html_page
from etl.receipts.pdf import pdf_page
from etl.receipts.receipt import Receipt, References, receipt_of_delivery, receipt_of_file
from etl.receipts.summary import summary
from etl.receipts.workbook import own_sheet_name, write_workbook
from warehouse.model import Delivery
from warehouse.words import Language

__all__ = ["Receipt", "receipt_of_delivery", "receipt_of_file", "write", "write_delivery_receipt", "write_receipt"]


def write_receipt(
    taken: Taken, path: Path, folder: Path, language: Language = "nb", references: References | None = None
) -> list[Path]:
    """Write the receipt for the file at ``path``, just read as ``taken``, in ``folder``; give the three files.

    ``references`` is what it was checked against; with it, unknown names get the code they are most like. OSError when the
    folder cannot be written to.
    """
    return write(receipt_of_file(taken, path, references or {}), folder, language)


def write_delivery_receipt(
    delivery: Delivery, folder: Path, language: Language = "nb", references: References | None = None
) -> list[Path]:
    """Write the receipt for a kept delivery in ``folder``, from what was kept; give the three files."""
    return write(receipt_of_delivery(delivery, references or {}), folder, language)


def write(receipt: Receipt, folder: Path, language: Language = "nb") -> list[Path]:
    """Write a receipt as ``<file>.kvittering.xlsx``, ``.html`` and ``.pdf`` in ``folder``, over an older one."""
    folder.mkdir(parents=True, exist_ok=True)
    words = summary(receipt, language, own_sheet_name(receipt, language))
    workbook, page, paper = (
        folder / f"{Path(receipt.file_name).stem}.kvittering.{ending}" for ending in ("xlsx", "html", "pdf")
    )
    write_workbook(receipt, words, workbook)
    page.write_text(html_page(words), encoding="utf-8")
    paper.write_bytes(pdf_page(words))
    return [workbook, page, paper]
