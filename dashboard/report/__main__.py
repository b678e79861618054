"""``python -m dashboard.report PAGE --out FILE``: what the command ``samhandling report`` runs."""

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from warehouse.errors import NoWarehouse
from warehouse.words import LANGUAGES, Language

NAMES = ("region", "year", "project", "wave")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and write the file; 1 with a message on standard error, and no file, when it cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.report", description="Write a board page as PDF.")
    parser.add_argument("page")
    for name in NAMES:
        parser.add_argument(f"--{name}")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--messages", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    # Streamlit warns that no page is being drawn, which is so.
    logging.disable(logging.WARNING)
    asked = {name: text for name in NAMES if (text := getattr(given, name)) is not None}
    reason = _write(given.page, asked, given.lang, given.messages, given.out)
    if reason:
        sys.stderr.write(reason + "\n")
    return 1 if reason else 0


def _write(page: str, asked: dict[str, str], language: Language, messages: Language, out: Path) -> str:
    """Write the file in one step; give the reason why not, or nothing."""
    # The drawing engine takes a second to start: meanwhile the rest is brought in.
    Thread(target=_warm, daemon=True).start()
    from dashboard.data import ask_once
    from dashboard.report import Refused, report
    from dashboard.report.request import understood
    from dashboard.words import speaking

    ask_once()
    try:
        with speaking(messages):
            name, chosen = understood(page, asked)
        made = report(name, chosen, language)
    except (Refused, NoWarehouse) as refused:
        return refused.text(messages)
    _replace(out, made)
    return ""


def _warm() -> None:
    import vl_convert

    vl_convert.vegalite_to_svg({"mark": "point", "data": {"values": []}})


def _replace(out: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}-", delete=False) as file:
        file.write(content)
    # A temporary file is for its owner alone; this one is to be read as any other.
    mask = os.umask(0)
    os.umask(mask)
    Path(file.name).chmod(0o666 & ~mask)
    Path(file.name).replace(out)


if __name__ == "__main__":
    sys.exit(main())
