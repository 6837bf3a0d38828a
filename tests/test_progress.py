"""Progress: nothing for a second, then one line that is drawn over itself and wiped; nothing where nobody looks."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from io import StringIO

import pytest

from caucasus_ledger.face.progress import progress


class Terminal(StringIO):
    """A terminal that keeps what was written and how often it was flushed."""

    flushed = 0

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.flushed += 1

    def screen(self) -> str:
        """Return the line as one would see it: a return goes back to its start."""
        shown: list[str] = []
        for piece in self.getvalue().split("\r"):
            shown[: len(piece)] = piece
        return "".join(shown).rstrip()


class Clock:
    """A clock that is set by hand and counts who looks at it."""

    now = 100.0
    looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.now


WIDE = {"COLUMNS": "80"}


def test_nothing_is_shown_before_a_second_has_passed() -> None:
    stream, clock = Terminal(), Clock()
    with progress(stream, WIDE, clock) as step:
        for done in range(1000):
            clock.now += 0.00099
            step("Reading", done, 1000)
    assert stream.getvalue() == ""
    assert clock.looks == 1001


def test_then_stage_and_number_are_shown_and_wiped_at_the_end() -> None:
    stream, clock = Terminal(), Clock()
    with progress(stream, WIDE, clock) as step:
        clock.now += 1
        step("Reading records", 1200, 30_000)
        assert stream.screen() == "Reading records: 1,200 of 30,000"
        clock.now += 0.2
        step("Rules", 3, 106)
        assert stream.screen() == "Rules: 3 of 106"
        clock.now += 0.2
        step("Tables", 0, 0)
        assert stream.screen() == "Tables …"
    assert stream.screen() == ""
    assert stream.getvalue().endswith("\r")
    assert stream.flushed == 4
    assert "\x1b" not in stream.getvalue()


def test_the_line_is_drawn_at_most_ten_times_a_second() -> None:
    stream, clock = Terminal(), Clock()
    with progress(stream, WIDE, clock) as step:
        clock.now += 1
        for done in range(1000):
            clock.now += 0.001
            step("Reading", done, 1000)
    assert 9 <= stream.flushed - 1 <= 11


@pytest.mark.parametrize("columns", [10, 40])
def test_the_line_is_shorter_than_the_terminal(columns: int) -> None:
    stream, clock = Terminal(), Clock()
    with progress(stream, {"COLUMNS": str(columns)}, clock) as step:
        clock.now += 1
        step("a" * 100 + "\x1b[2J\n", 1, 2)
    assert stream.getvalue() == "\r" + "a" * (columns - 1) + "\r" + " " * (columns - 1) + "\r"


def test_the_line_is_wiped_when_a_check_breaks_off() -> None:
    stream, clock = Terminal(), Clock()
    with suppress(KeyboardInterrupt), progress(stream, WIDE, clock) as step:
        clock.now += 1
        step("Reading", 1, 2)
        raise KeyboardInterrupt
    assert stream.getvalue()
    assert stream.screen() == ""


@pytest.mark.parametrize(("stream", "environment"), [(StringIO(), WIDE), (Terminal(), {"TERM": "dumb"})])
def test_where_nobody_looks_nothing_is_written_nor_timed(stream: StringIO, environment: Mapping[str, str]) -> None:
    clock = Clock()
    with progress(stream, environment, clock) as step:
        clock.now += 10
        step("Reading", 1, 2)
    assert (stream.getvalue(), clock.looks) == ("", 0)


def test_standard_error_is_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with progress(clock=clock) as step:
        clock.now += 10
        step("Reading", 1, 2)
    assert capsys.readouterr() == ("", "")
