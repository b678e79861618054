"""The receipt as PDF on A4, set by Typst without a network or fonts of the machine; the text can be searched and read aloud."""

import json
from pathlib import Path

import typst

from etl.receipts.summary import Summary

_SETTING = Path(__file__).with_name("page.typ")


def pdf_page(words: Summary) -> bytes:
    """Set the same words as the HTML page; the result is PDF/UA-1, which a screen reader can follow."""
    columns = [words.say(f"column.{name}") for name in ("level", "header", "message", "findings", "rows")]
    told = {
        "lang": words.language,
        "title": words.title,
        "verdict": words.verdict,
        "ok": words.ok,
        "facts": words.facts,
        "counted": words.counted,
        "headings": {name: words.say(f"heading.{name}") for name in ("steps", "notes")},
        "steps": words.steps,
        "columns": columns,
        "groups": [
            {
                "name": group.name,
                "meaning": group.meaning,
                "findings": words.number(group.findings),
                "kinds": [
                    (kind.level, kind.header, kind.message, words.number(kind.count), kind.rows) for kind in group.kinds
                ],
                "more": group.more,
            }
            for group in words.groups
        ],
        "notes": words.notes,
        "about": words.say("about"),
        "page": words.say("page"),
    }
    compiled = typst.compile(
        str(_SETTING),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"words": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(compiled, bytes):
        raise TypeError("one document must give one file")
    return compiled
