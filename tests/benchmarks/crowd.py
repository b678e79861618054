"""A crowd of readers in a process of its own, so that they do not slow down what they measure.

``python -m tests.benchmarks.crowd '{"port": 8501, "viewers": 20, …}'`` (see ``Task``) writes what each click took, as JSON.
"""

import asyncio
import gc
import json
import random
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.benchmarks.client import Run, Viewer

UNTOUCHED = ("lang",)
"""Choices that a reader makes once and not at every other click."""

FIRST_VIEW = "first view"
"""What stands for the choice when a reader comes in."""


@dataclass(frozen=True)
class Task:
    """What the crowd does: each of ``viewers`` makes ``clicks`` clicks, ``pause`` seconds apart, on ``pages`` (none: all).

    ``changes``: the share of the clicks that change a choice; the rest open a page. With ``keys`` a reader stays on the first
    page and goes through the options of those choices in turn. ``warm``: clicks made before any is counted. ``tour``: so many
    times a reader opens all the pages first.
    """

    port: int
    viewers: int = 1
    clicks: int = 10
    pause: float = 0.0
    pages: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    changes: float = 0.7
    warm: int = 0
    tour: int = 0
    seed: int = 1


@dataclass(frozen=True)
class Click:
    """What one click took: the page, the choice that was changed (empty: the page was opened), and the rerun."""

    page: str
    choice: str
    seconds: float
    size: int
    error: str


async def wander(task: Task, number: int) -> list[Click]:
    """One reader: come in, then click as the task says."""
    chance = random.Random(f"{task.seed}-{number}")
    # Readers do not all click at the same instant.
    await asyncio.sleep(task.pause * number / task.viewers)
    started = time.perf_counter()
    viewer = await Viewer.arrive(task.port)
    page = task.pages[number % len(task.pages)] if task.pages else ""
    run = await viewer.open(page)
    clicks = [Click(page, FIRST_VIEW, time.perf_counter() - started, run.size, run.error)]
    pages = task.pages or list(viewer.pages)
    try:
        for page in pages * task.tour:
            clicks.append(_click(page, "", await viewer.open(page)))
        if number and not task.keys and task.clicks:
            page = pages[number % len(pages)]
            await viewer.open(page)
        due = asyncio.get_running_loop().time()
        for turn in range(task.warm + task.clicks):
            due = max(due + task.pause, asyncio.get_running_loop().time())
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            page, click = await _next(task, viewer, chance, turn, page, pages)
            if turn >= task.warm or click.error:
                clicks.append(click)
        clicks += [Click(page, "fragment", 0.0, 0, error) for error in viewer.fragment_errors]
    finally:
        await viewer.close()
    return clicks


async def _next(
    task: Task, viewer: Viewer, chance: random.Random, turn: int, page: str, pages: list[str]
) -> tuple[str, Click]:
    """Make one click, and say on which page the reader then is."""
    if task.keys:
        # One choice is gone through as far as the others have come round.
        key = task.keys[turn % len(task.keys)]
        others = _others(viewer, key)
        return page, _click(page, key, await viewer.choose(key, others[turn // len(task.keys) % len(others)]))
    free = [key for key in viewer.choices if _is_free(key) and _others(viewer, key)]
    if free and chance.random() < task.changes:
        key = chance.choice(free)
        return page, _click(page, key, await viewer.choose(key, chance.choice(_others(viewer, key))))
    page = chance.choice(pages)
    return page, _click(page, "", await viewer.open(page))


def _others(viewer: Viewer, key: str) -> list[str]:
    return [option for option in viewer.choices[key].options if option != viewer.chosen(key)]


def _is_free(key: str) -> bool:
    """Say whether a choice is one that the address keeps and readers change."""
    return key.startswith("choice-") and key.removeprefix("choice-") not in UNTOUCHED


def _click(page: str, choice: str, run: Run) -> Click:
    return Click(page, choice, run.seconds, run.size, run.error)


async def crowd(task: Task) -> list[Click]:
    """All readers at once."""
    gc.freeze()
    found = await asyncio.gather(*(wander(task, number) for number in range(task.viewers)))
    return [click for clicks in found for click in clicks]


def main() -> None:
    """Carry out the task given as JSON, and write the clicks as JSON."""
    asked: dict[str, Any] = json.loads(sys.argv[1])
    clicks = asyncio.run(crowd(Task(**asked)))
    sys.stdout.write(json.dumps([asdict(click) for click in clicks]))


if __name__ == "__main__":
    main()
