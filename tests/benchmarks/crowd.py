"""A crowd of readers in a process of its own, so that they do not slow down what they measure.

``python -m tests.benchmarks.crowd '{"port": 8501, "viewers": 20, …}'`` (see ``Task``) writes what each click took, as JSON.
"""

import asyncio
import gc
import json
import random
import sys
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.benchmarks.client import Run, Viewer

UNTOUCHED = ("lang",)
"""Choices that a reader makes once and not at every other click."""

PAGE_CHANGES = 0.3
"""So many of the clicks go to another page; the rest change a choice."""


@dataclass(frozen=True)
class Task:
    """What the crowd does: each of ``viewers`` makes ``clicks`` clicks, ``pause`` seconds apart, on ``pages``.

    Without ``keys`` a reader wanders over the pages and changes any choice; with them it stays on the first page and goes
    through the options of those choices in turn. ``warm``: clicks made before any is counted.
    """

    port: int
    viewers: int = 1
    clicks: int = 10
    pause: float = 0.0
    pages: list[str] = field(default_factory=lambda: [""])
    keys: list[str] = field(default_factory=list)
    warm: int = 0
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
    viewer = await Viewer.arrive(task.port)
    page = task.pages[number % len(task.pages)]
    clicks = [_click(page, "first view", await viewer.open(page))]
    due = asyncio.get_running_loop().time()
    try:
        for turn in range(task.warm + task.clicks):
            due += task.pause
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            due = max(due, asyncio.get_running_loop().time())
            keys = task.keys[turn % len(task.keys) :][:1] if task.keys else _free(viewer)
            if not keys or (not task.keys and chance.random() < PAGE_CHANGES):
                page = chance.choice(task.pages)
                click = _click(page, "", await viewer.open(page))
            else:
                key = chance.choice(keys)
                others = [option for option in viewer.choices[key].options if option != viewer.chosen(key)]
                option = others[turn // len(task.keys) % len(others)] if task.keys else chance.choice(others)
                click = _click(page, key, await viewer.choose(key, option))
            if turn >= task.warm or click.error:
                clicks.append(click)
        clicks += [Click(page, "fragment", 0.0, 0, error) for error in viewer.fragment_errors]
    finally:
        await viewer.close()
    return clicks


def _free(viewer: Viewer) -> list[str]:
    """The choices that a reader can change: those that the address keeps, with something else to choose."""
    offered = viewer.choices.items()
    kept = [key for key, choice in offered if key.startswith("choice-") and len(choice.options) > 1]
    return [key for key in kept if key.removeprefix("choice-") not in UNTOUCHED]


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
