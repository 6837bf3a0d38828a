"""Prose: dates, certainties and names as people say them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from caucasus_ledger.dataset.certainty import CERTAINTY
from caucasus_ledger.face.report import visible

if TYPE_CHECKING:
    from caucasus_ledger.schema import Attribution, When

WIDTH = 80
_LABEL = 13
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(value: date) -> str:
    """Return a day as 25 December 2024."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def when(value: When) -> str:
    """Return a date in words, with what it rests on where it is not explicit."""
    bounds = value.bounds
    if bounds is None:
        return "no date given"
    if bounds.earliest == bounds.latest and bounds.earliest:
        said = day(bounds.earliest)
    elif bounds.latest is None:
        said = f"since {day(bounds.earliest)}" if bounds.earliest else "at some time"
    elif bounds.earliest is None:
        said = f"until {day(bounds.latest)}"
    elif bounds.shape == "interval":
        said = f"from {day(bounds.earliest)} to {day(bounds.latest)}"
    else:
        said = f"some time from {day(bounds.earliest)} to {day(bounds.latest)}"
    return said if value.basis == "explicit" else f"{said} ({value.basis})"


def certainty(factuality: str) -> str:
    """Return a factuality code in words."""
    return CERTAINTY[str(factuality)]


def words(code: str) -> str:
    """Return a code as words: instrument_owner as instrument owner."""
    return str(code).replace("_", " ")


def chain(steps: Iterable[Attribution], names: dict[str, str]) -> str:
    """Return who says it through whom: the innermost claimant first."""
    inner, *outer = [f"{names[step.actor]} ({certainty(step.factuality)})" for step in reversed(list(steps))]
    return f"{inner}, through {', '.join(outer)}" if outer else inner


def heading(text: str, below: str) -> Iterator[str]:
    """Yield a heading of two lines: what it is, and its identifier."""
    yield from (click.style(visible(line), bold=True) for line in textwrap.wrap(text, WIDTH))
    yield click.style(visible(below), dim=True)


def field(label: str, values: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a labelled list of values, wrapped to the width of a terminal; nothing if there are none."""
    for number, value in enumerate(values):
        title = label if number == 0 else ""
        for index, line in enumerate(
            textwrap.wrap(value, WIDTH - _LABEL, break_on_hyphens=False, break_long_words=False) or [""]
        ):
            shown = click.style(f"{title if index == 0 else '':<{_LABEL}}", fg="cyan")
            yield f"{shown}{visible(line)}"
