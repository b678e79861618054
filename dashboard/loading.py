"""Where one person is in a load: a file chosen, recognised, tried, published. Each step is a job that runs by itself."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

import streamlit as st

from dashboard.data import source_titles
from dashboard.desk import Desk
from dashboard.runner import Answer, Job, ask, start
from dashboard.words import language, t
from warehouse.errors import NoWarehouse
from warehouse.words import Language

OPTIONS = ("layout", "year", "rate", "licence", "wave", "time_point", "sender")
"""What a person may have to say about a file, by the names of the command's options."""

_ASKED = re.compile(r"""--([a-z][a-z-]*)(?:\s+("[^"]*"|[^\s".,]+))?""")
_RECEIPT_TAKES = ("layout", "year", "licence")
_WORK = "load"

Level = Literal["success", "info", "warning", "error"]


@dataclass(frozen=True)
class Choices:
    """What a file is to be loaded as; the options that are not said are absent."""

    source: str
    options: tuple[tuple[str, str], ...] = ()

    def arguments(self, *names: str) -> list[str]:
        """Give the options as the command takes them; only those named, when any are."""
        return [f"--{name.replace('_', '-')}={value}" for name, value in self.options if not names or name in names]


class Uploaded(Protocol):
    """A file as the browser sent it."""

    name: str

    def getbuffer(self) -> memoryview:
        """Give its bytes."""


@dataclass
class Upload:
    """A file that is being looked at: what it may be, and what came of the last trial and of publishing."""

    desk: Desk
    path: Path
    fits: tuple[tuple[str, str], ...] = ()
    """Each source and layout that its headers fit."""
    asked: frozenset[str] = frozenset()
    """The options that the command has asked for."""
    choices: Choices | None = None
    """What it was tried as."""
    trial: Answer | None = None
    published: Answer | None = None


@dataclass
class Work:
    """One person's load and what is going on."""

    upload: Upload | None = None
    job: Job | None = None
    said: tuple[str, Level, str] | None = None
    """The kind of the job that ended last, and what is to be said of it."""
    about: str = ""
    """What the running or last job is about: a delivery, a source, or the file of one."""
    confirming: str = ""
    """What is to be done once the person has confirmed it."""
    made: dict[str, tuple[Desk, list[Path]]] = field(default_factory=dict)
    """Files made to be taken along, by what they are for."""
    count: int = 0
    """Counts the files, so that each has fresh fields on the page."""

    @property
    def is_busy(self) -> bool:
        """Say whether a job is running."""
        return self.job is not None


def work() -> Work:
    """Give the work of this session."""
    found: Work = st.session_state.setdefault(_WORK, Work())
    return found


def who() -> str | None:
    """Give the name of the person who is signed in, where people sign in."""
    if not getattr(st.user, "is_logged_in", False):
        return None
    return next((str(st.user[name]) for name in ("preferred_username", "email", "name") if st.user.get(name)), None)


def take(mine: Work, uploaded: Uploaded) -> None:
    """Put a file that has come on a desk of its own, and find out what it is."""
    discard(mine)
    desk = Desk()
    mine.upload = Upload(desk, desk.put(uploaded.name, uploaded.getbuffer()))
    _begin(mine, "recognise", ["recognise", str(mine.upload.path)], desk)


def discard(mine: Work) -> None:
    """Let go of the file; nothing of it is left."""
    if mine.upload is not None:
        mine.upload.desk.close()
    mine.upload = mine.said = None
    mine.made.clear()
    mine.count += 1


def trial(mine: Work, choices: Choices) -> None:
    """Try the file: what is wrong with it, and what it would change. Nothing is published."""
    upload = _upload(mine)
    upload.choices, upload.trial = choices, None
    mine.made.clear()
    _begin(mine, "trial", [*_load(upload, choices), "--dry-run", "--partial"], upload.desk, phases=2)


def publish(mine: Work, is_partial: bool) -> None:
    """Load the file as it was tried; ``is_partial`` leaves out the rows with errors."""
    upload, choices = _tried(mine)
    partial = ["--partial"] if is_partial else []
    _begin(mine, "publish", [*_load(upload, choices), *partial], upload.desk, phases=2, is_order=True)


def ask_first(mine: Work, what: str) -> None:
    """Ask before ``what`` is done; an empty text lets it be."""
    mine.confirming = what


def change(mine: Work, deed: Literal["undo", "redo"], delivery_id: str, file_name: str) -> None:
    """Undo a delivery, or take it back."""
    mine.confirming = ""
    mine.about = file_name
    _begin(mine, deed, [deed, delivery_id], phases=1, is_order=True)


def receipt(mine: Work, delivery_id: str = "") -> None:
    """Make the receipt of a kept delivery, or of the file that was tried."""
    mine.about = delivery_id
    if delivery_id:
        desk, what = Desk(), [delivery_id]
    else:
        upload, choices = _tried(mine)
        desk = upload.desk
        what = [str(upload.path), "--source", choices.source, *choices.arguments(*_RECEIPT_TAKES)]
    kind = "kept_receipt" if delivery_id else "receipt"
    _begin(mine, kind, ["receipt", *what, "--out", str(desk.room())], desk)


def template(mine: Work, source: str) -> None:
    """Make the workbook to fill in for a source."""
    desk = Desk()
    mine.about = source
    path = desk.room() / f"{t('load.template.file')}-{source}.xlsx"
    _begin(mine, "template", ["template", source, "--out", str(path)], desk)


def settle(mine: Work) -> None:
    """Take the answer of a job that has ended."""
    if mine.job is None or not mine.job.is_done:
        return
    job, mine.job = mine.job, None
    answer = job.answer()
    level: Level = "info" if job.is_cancelled else "error"
    mine.said = (job.kind, level, in_page(answer.message)) if answer.message else None
    if job.kind in ("undo", "redo"):
        if answer.is_ok:
            if mine.upload is not None and mine.upload.published is not None:
                discard(mine)
            mine.said = (job.kind, "success", t(f"load.{job.kind}.done", file=mine.about))
    elif job.kind in ("receipt", "kept_receipt", "template"):
        if answer.is_ok:
            files = answer.facts.get("files", [answer.facts.get("file")])
            mine.made[f"{job.kind} {mine.about}"] = (job.desk, [Path(file) for file in files])
    elif mine.upload is not None:
        _settle_file(mine, mine.upload, job, answer)


def _settle_file(mine: Work, upload: Upload, job: Job, answer: Answer) -> None:
    if job.kind == "recognise":
        files = answer.facts.get("files")
        if files is None:
            # It cannot be read at all: there is nothing to go on with but another file.
            said = mine.said
            discard(mine)
            mine.said = said
        else:
            upload.fits = tuple((fit["source"], fit["layout"]) for fit in files[0]["fits"])
    elif not answer.facts.get("files"):
        upload.asked |= {name.replace("-", "_") for name, _ in _ASKED.findall(answer.message)} & set(OPTIONS)
    elif job.kind == "trial":
        upload.trial = answer
    elif answer.is_ok:
        upload.published = answer
        upload.path.unlink(missing_ok=True)
    else:
        # Something has changed since the trial: what is wrong now takes its place.
        upload.trial = answer
        mine.said = (job.kind, "error", t("load.publish.refused"))


def in_page(message: str) -> str:
    """Put the names of the page's fields in place of the command's options, e.g. ``--year 2013``."""

    def field_name(found: re.Match[str]) -> str:
        name, value = found[1].replace("-", "_"), found[2]
        if name not in OPTIONS:
            return found[0]
        return f"«{t(f'load.option.{name}')}»" + (f" {value}" if value else "")

    return _ASKED.sub(field_name, message)


def titles() -> dict[str, str]:
    """Give what every source is called, by the title; from the command while nothing is published."""
    try:
        found = source_titles(language())
    except NoWarehouse:
        found = _titles(language())
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


@lru_cache
def layouts(chosen: Language) -> dict[tuple[str, str], str]:
    """Give what every layout of every source is called."""
    return {(one["source"], one["layout"]): one["description"] for one in ask(("layouts",), chosen)["layouts"]}


@lru_cache
def _titles(chosen: Language) -> dict[str, str]:
    return {one["source"]: one["title"] for one in ask(("template",), chosen)["sources"]}


def _begin(
    mine: Work, kind: str, arguments: list[str], desk: Desk | None = None, phases: int = 0, is_order: bool = False
) -> None:
    mine.said = None
    mine.job = start(kind, arguments, language(), desk=desk, phases=phases, is_order=is_order, who=who())


def _load(upload: Upload, choices: Choices) -> list[str]:
    return ["load", choices.source, str(upload.path), *choices.arguments()]


def _upload(mine: Work) -> Upload:
    if mine.upload is None:
        raise RuntimeError("no file is chosen")
    return mine.upload


def _tried(mine: Work) -> tuple[Upload, Choices]:
    upload = _upload(mine)
    if upload.choices is None:
        raise RuntimeError("the file is not tried")
    return upload, upload.choices
