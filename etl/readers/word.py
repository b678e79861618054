"""Word documents (.docx) as plain text, in the order they are read: paragraphs, table cells, content controls, text boxes.

python-docx opens the file. Its list of paragraphs lacks those in content controls, where a form is filled in, so the text is
taken from the document itself. What is no answer is left out: deleted and moved text, and «click here to enter text».
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from etl.messages import FileRefused

MOST_BYTES = 60_000_000
"""The most a document may take unpacked; a form with pictures takes a few million."""
MOST_TEXT_BYTES = 20_000_000
"""The most one XML part of it may take unpacked."""
_MOST_PARTS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
# What python-docx, zipfile and lxml let through when a file is damaged in one place or another.
_DAMAGE = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,  # lxml's XMLSyntaxError is one
    TypeError,
    UnicodeError,
    ValueError,
)


def word_text(file_name: str, content: bytes) -> str:
    """Give the text of a document, a blank line after each paragraph; FileRefused when it is locked, damaged or unsafe."""
    if content.startswith(_OLE):
        # An encrypted .docx is an OLE container with this stream (MS-OFFCRYPTO 2.3.1); an old .doc is one without it.
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise FileRefused("password" if is_locked else "not_docx", file=file_name)
    try:
        _refuse_unsafe(file_name, content)
        body = Document(io.BytesIO(content)).element.body
        return "".join(_pieces(body))
    except _DAMAGE as problem:
        raise FileRefused("not_word", file=file_name) from problem


def _refuse_unsafe(file_name: str, content: bytes) -> None:
    """Refuse what would fill the memory, or carries a program; zipfile never unpacks more than a part says it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
    largest_text = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    whole = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or whole > MOST_BYTES or largest_text > MOST_TEXT_BYTES:
        raise FileRefused("word_too_large", file=file_name, megabytes=MOST_BYTES // 1_000_000)
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused("password", file=file_name)
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise FileRefused("macros", file=file_name)


def _pieces(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml's elements have no useful type
    """Give the text under an element piece by piece."""
    for child in element:
        if child.tag in _LEFT_OUT or _shows_placeholder(child):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        else:
            yield from _pieces(child)
            if child.tag == qn("w:p"):
                yield "\n\n"


def _shows_placeholder(element: Any) -> bool:  # noqa: ANN401
    """Say whether this is a content control that nobody has written in."""
    return element.tag == qn("w:sdt") and element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
