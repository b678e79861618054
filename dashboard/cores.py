"""Which cores of the machine the dashboard works on: one for all who read, every one for the commands it starts.

Only one thread at a time has Python's lock. On several cores, each step that polars, DuckDB or the event loop does for a page
wakes a thread on a core that sleeps, which on a virtual machine takes longer than the step; on one core the next just goes on.
"""

import os
from contextlib import suppress
from pathlib import Path

_CAN_CHOOSE = hasattr(os, "sched_setaffinity")
"""Linux lets a process say where it works, others do not."""

_EVERY = os.sched_getaffinity(0) if _CAN_CHOOSE else set()
"""Where this process may work, as it was started."""

_LAST_CORE = 36
"""The place of the core in /proc/self/stat (proc(5), field 39), counted after the name of the command."""


def stay_on_one() -> None:
    """Keep this process on the core where the system has put it: all its threads, so call it before any is started."""
    if _CAN_CHOOSE:
        with suppress(OSError):
            stat = Path("/proc/self/stat").read_text(encoding="utf-8")
            os.sched_setaffinity(0, {int(stat.rsplit(")", 1)[1].split()[_LAST_CORE])})


def give_every(process: int) -> None:
    """Let a process that was just started from here work where this one might when it was started."""
    if _CAN_CHOOSE:
        with suppress(OSError):
            os.sched_setaffinity(process, _EVERY)
