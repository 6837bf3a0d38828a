"""EDTF: the Extended Date/Time Format (ISO 8601-2), levels 0 and 1 and the one-of sets of level 2.

The `edtf` package is the authority. Calendar dates, and intervals and one-of sets of them, are read here with the
standard library, because they are nearly all there is and the package takes ten times as long to import as they take
to read; a property test holds the two readings equal.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

Precision = Literal["day", "week", "month", "quarter", "year", "multi_year", "open", "unknown"]
Shape = Literal["point", "interval", "one_of"]

_LONGEST_DAYS: tuple[tuple[int, Precision], ...] = (
    (1, "day"),
    (7, "week"),
    (31, "month"),
    (92, "quarter"),
    (366, "year"),
)
_CALENDAR = r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
_PLAIN = re.compile(_CALENDAR)
_LEVEL_0_1 = re.compile(r"(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX)(?:-(?:[0-9]{2}|XX)(?:-(?:[0-9]{2}|XX))?)?[?~%]?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
MAX_LENGTH = 80


class EdtfError(ValueError):
    """The text is not EDTF of the supported levels; its message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day that an EDTF expression allows, both inclusive; None where it is open."""

    earliest: date | None
    latest: date | None
    shape: Shape

    @property
    def precision(self) -> Precision:
        """Width of the range from earliest to latest day, as a class: a day, up to 7, 31, 92 or 366 days, or more."""
        if self.earliest is None or self.latest is None:
            return "open"
        days = (self.latest - self.earliest).days + 1
        classes: Iterator[Precision] = (name for longest, name in _LONGEST_DAYS if days <= longest)
        return next(classes, "multi_year")


def may_share_a_day(one: Bounds | None, other: Bounds | None) -> bool:
    """Return whether two ranges of days have a day in common; a date that is not given may be any."""
    return (
        one is None
        or other is None
        or (
            (one.earliest or date.min) <= (other.latest or date.max)
            and (other.earliest or date.min) <= (one.latest or date.max)
        )
    )


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """Return the days that an EDTF expression allows.

    Supported: calendar dates, `a/b` (it lasted), `[a..b]` and `[a,b]` (it was one of them), open ends `..`,
    qualifiers `? ~ %` on a whole date, unspecified digits `X` and seasons 21 to 24, the northern meteorological ones:
    winter runs to the end of next February, where the `edtf` package has December alone. Years 1 to 9999.
    Raises EdtfError for anything else, for dates not in the calendar, and for ends before their start.
    """
    if len(text) > MAX_LENGTH:
        raise EdtfError(f"longer than {MAX_LENGTH} characters")
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text[1:-1])
    if "/" in text:
        first, _, last = text.partition("/")
        return _range(first, last, "interval")
    first_day, last_day = _point(text)
    return Bounds(first_day, last_day, "point")


def _one_of(members: str) -> Bounds:
    if members.count("..") == 1 and "," not in members:
        first, _, last = members.partition("..")
        return _range(first, last, "one_of")
    points = [_point(member) for member in members.split(",")]
    if len(points) < 2:
        raise EdtfError("a set needs two members or a range")
    return Bounds(min(first for first, _ in points), max(last for _, last in points), "one_of")


def _range(first: str, last: str, shape: Shape) -> Bounds:
    if shape == "interval" and not (first and last):
        raise EdtfError("an end is missing; write .. for an open end")
    open_end = ".." if shape == "interval" else ""
    earliest = None if first == open_end else _point(first)[0]
    latest = None if last == open_end else _point(last)[1]
    if earliest is None and latest is None:
        raise EdtfError("open at both ends, so it says nothing")
    if earliest and latest and latest < earliest:
        raise EdtfError(f"ends on {latest}, before it starts on {earliest}")
    return Bounds(earliest, latest, shape)


def _point(text: str) -> tuple[date, date]:
    plain = _PLAIN.fullmatch(text[:-1] if text.endswith(("?", "~", "%")) else text)
    if plain:
        return _calendar_days(*plain.groups())
    if not _LEVEL_0_1.fullmatch(text):
        raise EdtfError(f"'{text}' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    return _library_days(text)


def _calendar_days(year: str, month: str | None, day: str | None) -> tuple[date, date]:
    y = int(year)
    if y == 0:
        raise EdtfError("there is no year 0 in the supported range")
    if month is None:
        return date(y, 1, 1), date(y, 12, 31)
    m = int(month)
    if m in _SEASONS and day is None:
        return _season_days(y, m)
    if not 1 <= m <= 12:
        raise EdtfError(f"there is no month {month}")
    last = calendar.monthrange(y, m)[1]
    if day is None:
        return date(y, m, 1), date(y, m, last)
    d = int(day)
    if not 1 <= d <= last:
        raise EdtfError(f"there is no day {day} in {year}-{month}")
    return date(y, m, d), date(y, m, d)


def _season_days(year: int, season: int) -> tuple[date, date]:
    first, last = _SEASONS[season]
    end = year + (last < first)
    if end > date.max.year:
        raise EdtfError(f"the winter of {year} ends beyond the supported years")
    return date(year, first, 1), date(end, last, calendar.monthrange(end, last)[1])


def _library_days(text: str) -> tuple[date, date]:
    import edtf

    try:
        parsed: Any = edtf.parse_edtf(text)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        return date(*first[:3]), date(*last[:3])
    except (edtf.EDTFParseException, TypeError, ValueError, OverflowError) as error:
        raise EdtfError(f"'{text}' is not an EDTF date of level 0 or 1 within years 1 to 9999") from error
