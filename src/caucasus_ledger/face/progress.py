"""Progress: one line on a terminal that says what is being done and how far, once it takes more than a second."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from caucasus_ledger.face.report import visible
from caucasus_ledger.face.terminal import is_terminal, width

Step = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is; 0 of 0 where that is not known."""

_PATIENCE = 1.0
"""Seconds in which nothing is shown."""
_PAUSE = 0.1
"""Seconds between two lines."""


@contextmanager
def progress(
    stream: TextIO | None = None,
    environment: Mapping[str, str] = os.environ,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Step]:
    """Give a callback that shows progress on the stream (standard error), and wipe its line at the end.

    Where the stream is no terminal the callback does nothing. Until a second has passed it looks at the clock and
    returns; a stage that takes long should call it at least ten times a second, since nothing else draws the line.
    """
    screen = stream or sys.stderr
    if not is_terminal(screen, environment):
        yield lambda _stage, _done, _total: None
        return
    due, shown = clock() + _PATIENCE, ""

    def step(stage: str, done: int, total: int) -> None:
        nonlocal due, shown
        if (now := clock()) < due:
            return
        due, line = now + _PAUSE, _line(stage, done, total)[: (width(screen, environment) or 80) - 1]
        screen.write(f"\r{line:<{len(shown)}}")
        screen.flush()
        shown = line

    try:
        yield step
    finally:
        if shown:
            screen.write(f"\r{'':<{len(shown)}}\r")
            screen.flush()


def _line(stage: str, done: int, total: int) -> str:
    return visible(f"{stage}: {done:,} of {total:,}" if total else f"{stage} …")
