"""Reckoning: what a date means, in EDTF, that is counted from another one or lacks its year; coding rules, part 4."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from caucasus_ledger.schema.edtf import bounds

Days = tuple[date, date]
"""First and last day of a range, both inclusive."""


class Reading(NamedTuple):
    """One way of reading words: a date in EDTF, whether the words give it in full, and why it is read so."""

    edtf: str
    basis: Literal["explicit", "derived"]
    why: str


class Result(NamedTuple):
    """Every possible reading, and why nobody but a reader can decide; empty where a single reading is left."""

    readings: list[Reading]
    open: str = ""


class Fixed(NamedTuple):
    """A settled date that stands earlier in the passage."""

    first: date
    last: date
    words: str
    sentence: int


class Frame(NamedTuple):
    """From what the words of one sentence are counted."""

    published: Days | None
    passage: Fixed | None
    """The last settled date of the paragraph."""
    near: bool
    """Whether that date stands in the same sentence or the one before."""
    ahead: bool
    """Whether the sentence has words that point to the future, or its language has no list of them."""


UNPUBLISHED = "it is counted from publication, whose day is not given"
UNANCHORED = "it is counted from another date, which the passage does not give nearby"
NO_SUCH_DAY = "there is no such day"
WINTER = 24
_LONGEST_PUBLICATION = 400
_SURELY_PAST = 183
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_FROM_PUBLICATION = "counted from publication"


# Writing EDTF


def edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a year, month or day."""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def span(days: Days) -> str:
    """Return a day, a whole month or a whole year as such, any other range as one unknown day of it."""
    first, last = days
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == month_of(last)[1]:
        if month_of(first) == month_of(last):
            return edtf(first.year, first.month)
        if year_of(first)[0] == first and year_of(last)[1] == last:
            return edtf(first.year) if first.year == last.year else f"[{edtf(first.year)}..{edtf(last.year)}]"
        return f"[{edtf(first.year, first.month)}..{edtf(last.year, last.month)}]"
    return f"[{first.isoformat()}..{last.isoformat()}]"


def part_of_month(year: int, month: int, part: str) -> str:
    """Return the early, mid or late days of a month (rule 4.3)."""
    first, last = _PARTS[part]
    return span((_day_of(year, month, first), _day_of(year, month, last)))


def explicit(text: str) -> Result:
    """Return the one reading of words that give a date in full."""
    return Result([Reading(text, "explicit", "")])


def joined(*reasons: str) -> str:
    """Return reasons as one."""
    return "; ".join(filter(None, reasons))


# Ranges of days around a day


def week_of(day: date, step: int = 0) -> Days:
    """Return the week of a day, from Monday (rule 4.5), or one so many weeks later."""
    monday = day - timedelta(day.weekday()) + timedelta(weeks=step)
    return monday, monday + timedelta(6)


def month_of(day: date, step: int = 0) -> Days:
    """Return the month of a day, or one so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
    return date(year, month + 1, 1), _day_of(year, month + 1, 31)


def year_of(day: date, step: int = 0) -> Days:
    """Return the year of a day, or one so many years later."""
    return date(day.year + step, 1, 1), date(day.year + step, 12, 31)


UNITS: dict[str, Callable[[date, int], Days]] = {"week": week_of, "month": month_of, "year": year_of}


def _day_of(year: int, month: int, day: int) -> date:
    """Return a day of a month, or the last day of it if it has fewer."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


# What is left out or counted from elsewhere


def without_year(frame: Frame, month: int, day: int | None, write: Callable[[int], str]) -> Result:
    """Read a month, or a day of it, whose year is left out: the passage or the publication fixes it (rule 4.2).

    `write` gives the date for a year. One reading is left if the first such day in the order of the passage is the
    last one up to publication, or the passage has no date before; unless the sentence points to the future, or the
    day is half a year past and in another year.
    """
    if day is not None and day > calendar.monthrange(2000, month)[1]:
        return Result([], NO_SUCH_DAY)
    years: dict[int, list[str]] = {}

    def first_in(year: int) -> date:
        return _day_of(year, month, day or 1)

    def last_in(year: int) -> date:
        return _day_of(year, month, day or 31)

    if frame.passage:
        before = frame.passage.first
        follows = before.year if last_in(before.year) >= before else before.year + 1
        if frame.published is None or frame.ahead or first_in(follows) <= frame.published[1]:
            years.setdefault(follows, []).append(f"the first one from '{frame.passage.words}' on")
    if frame.published:
        latest = frame.published[1]
        past = latest.year if first_in(latest.year) <= latest else latest.year - 1
        years.setdefault(past, []).append("the last one up to publication")
        if frame.ahead or (past < latest.year and (latest - last_in(past)).days > _SURELY_PAST):
            years.setdefault(past + 1, []).append("the first one after publication")
    readings = [
        Reading(write(year), "derived", f"the year is left out: {', and '.join(why)}") for year, why in years.items()
    ]
    settled = len(years) == 1 and frame.published is not None
    return Result(readings, "" if settled else "the year is left out, and the passage does not fix it")


def from_publication(frame: Frame, count: Callable[[date], Days], why: str = _FROM_PUBLICATION) -> Result:
    """Read what is counted from publication, by a function of its day; of a range of days, as one range or list."""
    if frame.published is None:
        return Result([], UNPUBLISHED)
    first, last = frame.published
    if (last - first).days > _LONGEST_PUBLICATION:
        return Result([], "it is counted from publication, whose day is known too roughly")
    try:
        ranges = sorted({count(first + timedelta(number)) for number in range((last - first).days + 1)})
    except (OverflowError, ValueError):
        return Result([], "it leads out of the calendar")
    if 1 < len(ranges) <= 3 and all(start == end for start, end in ranges):
        return Result([Reading(f"[{','.join(day.isoformat() for day, _ in ranges)}]", "derived", why)])
    return Result([Reading(span((ranges[0][0], max(end for _, end in ranges))), "derived", why)])


def last_or_next(frame: Frame, relative: str, write: Callable[[int], str]) -> Result:
    """Read last, this or next May or summer: the nearest one, and that of the year before or after publication's."""
    if frame.published is None:
        return Result([], UNPUBLISHED)
    first, last = frame.published
    this = bounds(write(last.year))
    years = [last.year]
    if relative == "last":
        years = [last.year, last.year - 1] if (this.latest or date.max) < first else [last.year - 1]
    elif relative == "next":
        years = [last.year, last.year + 1] if (this.earliest or date.min) > last else [last.year + 1]
    return Result([Reading(write(year), "derived", _FROM_PUBLICATION) for year in years])


def weekday(frame: Frame, number: int, relative: str) -> Result:
    """Read a day of the week, Monday being 0: the last one up to publication.

    With last or next it may be the nearest one, or that of the week before or after; without, also one ahead if the
    sentence points to the future.
    """

    def in_week(step: int) -> Callable[[date], Days]:
        return lambda day: (week_of(day, step)[0] + timedelta(number),) * 2

    def before(day: date) -> Days:
        return (day - timedelta((day.weekday() - number) % 7 or 7 * (relative == "last")),) * 2

    def after(day: date) -> Days:
        return (day + timedelta((number - day.weekday()) % 7 or 7),) * 2

    ways: list[tuple[Callable[[date], Days], str]] = [
        (after if relative == "next" else before, "the nearest one, counted from publication")
    ]
    if relative in ("last", "next"):
        ways.append((in_week(-1 if relative == "last" else 1), "in that week, weeks counted from Monday"))
    elif relative == "this":
        ways = [(in_week(0), "in the week of publication")]
    elif frame.ahead:
        ways.append((after, "the first one after publication"))
    results = [from_publication(frame, count, why) for count, why in ways]
    return Result(list({one.edtf: one for result in results for one in result.readings}.values()), results[0].open)


def rest_of_year(frame: Frame, *, earlier: bool, this: bool) -> Result:
    """Read earlier or later in this year, or in the year of the passage, up to or from the month (rule 4.4)."""
    if this:
        if frame.published is None:
            return Result([], UNPUBLISHED)
        (first, last), why = frame.published, "counted from the month of publication"
    elif frame.passage and frame.near:
        first, last, why = frame.passage.first, frame.passage.last, f"in the year of '{frame.passage.words}'"
    else:
        return Result([], UNANCHORED)
    if first.year != last.year:
        return Result([], "the date that it is counted from lies in two years")
    days = (year_of(first)[0], month_of(last)[1]) if earlier else (month_of(first)[0], year_of(last)[1])
    readings = [Reading(span(days), "derived", why)]
    if not earlier and not this and frame.published and days[0] <= frame.published[1] < days[1]:
        readings.insert(0, Reading(span((days[0], frame.published[1])), "derived", joined(why, "up to publication")))
    return Result(readings)


def in_passage(frame: Frame, unit: str, step: int) -> Result:
    """Read the same day, month or year as the one last named, or one so many later."""
    if frame.passage is None or not frame.near:
        return Result([], UNANCHORED)
    first, last, words, _ = frame.passage
    why = f"counted from '{words}'"
    if unit == "day":
        if first != last:
            return Result([], UNANCHORED)
        return Result([Reading((first + timedelta(step)).isoformat(), "derived", why)])
    if UNITS[unit](first, 0) != UNITS[unit](last, 0):
        return Result([], UNANCHORED)
    return Result([Reading(span(UNITS[unit](first, step)), "derived", why)])
