"""Expressions: the forms in which a text dates something, and the readings that each form allows.

What counts as such words follows TIMEX3: prepositions stay outside, but "in" stands before a month without a day, as
the coders mark it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from caucasus_ledger.seeds.months import Months
from caucasus_ledger.seeds.reckoning import (
    NO_SUCH_DAY,
    UNITS,
    WINTER,
    Days,
    Frame,
    Reading,
    Result,
    edtf,
    explicit,
    from_publication,
    in_passage,
    joined,
    last_or_next,
    part_of_month,
    rest_of_year,
    week_of,
    weekday,
    without_year,
)

Reader = Callable[[re.Match[str], Frame], Result]


class Form(NamedTuple):
    """One form: what it looks like, what it means, and whether only a sentence may begin it with a capital letter."""

    pattern: re.Pattern[str]
    read: Reader
    small: bool = False


Grammar = list[Form]

_DASH = "[-‐‑–—]"
_YEAR = r"(?:1[6-9]|20|21)[0-9]{2}(?![0-9])"
_DAY_DIGITS, _ORDINAL = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:st|nd|rd|th)?"
_DAY = f"{_DAY_DIGITS}{_ORDINAL}"
_DIGITS_ALONE = re.compile("[0-9]+")
_FIRST_MODERN_YEAR = 1900
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = f"(?:{'|'.join(_WEEKDAYS)})"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": WINTER}
_EDGES = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}
_STEPS = {"last": -1, "this": 0, "next": 1}
_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_TWO_WINTERS = "a winter lies in two years"
_SURELY_A_YEAR = re.compile(r"\b(?:in|since|until|till|by|from|during|throughout) $", re.IGNORECASE)
_MAYBE_A_YEAR = re.compile(rf"(?:\b(?:of|the|{_YEAR}(?: and|,? or|,)) |\()$", re.IGNORECASE)
_YEAR_WORD = re.compile(r"(?:['’-][^\W\d_]{2,3})? ?(?:г\.|год|рік|рок|թ\.|թվական|წ\.|წელ|წლ|il|yıl)")
_CAPITAL_BEFORE = re.compile(r"\b(?!(?:A|An|And|But|Its|The|Their|This) )[A-Z]\w*[ -]$")
_CAPITAL_AFTER = re.compile(r"[ -][A-Z]")
_NOUN = re.compile(r" [^\W\d_]")
_BEFORE_MONTHS = (
    "of",
    "since",
    "until",
    "till",
    "after",
    "before",
    "by",
    "during",
    "Since",
    "Until",
    "After",
    "Before",
)


def grammar(named: Months | None, *, english: bool) -> Grammar:
    """Return the forms that are known of a language, by the names of its months: pattern and reader of each.

    Of forms that match in one place the longest is meant.
    """
    digits = [*_DIGITS] if english or named is None else [*_DIGITS, *_compiled([(f"(?P<y>{_YEAR})", _read_year)])]
    if named is None:
        return digits
    return [*digits, *_english_months(named), *_ENGLISH] if english else [*digits, *_other_months(named)]


# Dates of the calendar


def _get(match: re.Match[str], group: str) -> str | None:
    return match.groupdict().get(group)


def _number(match: re.Match[str], group: str) -> int | None:
    found = _get(match, group)
    return int(found) if found else None


def _read_date(named: Months, match: re.Match[str], frame: Frame) -> Result:
    """Read a month by name, with or without a day, a part and a year."""
    month, year, day = named.number(match["m"]), _number(match, "y"), _number(match, "d")
    part = (_get(match, "part") or "").lower()

    def write(known: int) -> str:
        return part_of_month(known, month, part) if part else edtf(known, month, day)

    if year and not part:
        return explicit(write(year))
    found = Result([Reading(write(year), "derived", "")]) if year else without_year(frame, month, day, write)
    if not part:
        return found
    why = f"{part} in the month, by tens of days"
    return Result([Reading(one.edtf, one.basis, joined(why, one.why)) for one in found.readings], found.open)


def _read_bare_month(named: Months, match: re.Match[str], frame: Frame) -> Result:
    readings, why = _read_date(named, match, frame)
    return Result(readings, why or "the word may not mean the month")


def _read_lone_month(named: Months, match: re.Match[str], frame: Frame) -> Result:
    """Read an English month that no preposition stands before, which may be a name such as April or June."""
    before = _CAPITAL_BEFORE.search(match.string, max(0, match.start() - 16), match.start())
    in_name = before or _CAPITAL_AFTER.match(match.string, match.end())
    return (_read_bare_month if in_name else _read_date)(named, match, frame)


def _read_edge(named: Months, match: re.Match[str], frame: Frame) -> Result:
    """Read the beginning, middle or end of a month, which no rule sets equal with early, mid or late."""
    month, year, part = named.number(match["m"]), _number(match, "y"), _EDGES[match["edge"]]
    if year:
        readings = [Reading(part_of_month(year, month, part), "derived", f"as {part} in the month")]
        return Result(readings, "no rule reads it")
    readings, why = without_year(frame, month, None, lambda known: part_of_month(known, month, part))
    return Result(readings, why or "no rule reads it")


def _read_relative_month(named: Months, match: re.Match[str], frame: Frame) -> Result:
    month = named.number(match["m"])
    return last_or_next(frame, match["rel"].lower(), lambda year: edtf(year, month))


def _read_range(named: Months, match: re.Match[str], frame: Frame) -> Result:
    """Read days or months from one to another; the first takes from the last what it lacks."""
    first_month, first_day, last_day = named.number(match["m"]), _number(match, "d"), _number(match, "d2")
    last_month = named.number(match["m2"]) if _get(match, "m2") else first_month
    first_year = _number(match, "y") if _get(match, "y2") else None
    last_year = _number(match, "y2") or _number(match, "y")

    def write(year: int) -> str:
        before = first_year or year - (first_month > last_month)
        return f"{edtf(before, first_month, first_day)}/{edtf(year, last_month, last_day)}"

    found = explicit(write(last_year)) if last_year else without_year(frame, last_month, last_day, write)
    return _between(match, found)


def _read_several(named: Months, match: re.Match[str], frame: Frame) -> Result:
    """Read several days or months that share what stands last: with "or" one of them, with "and" each for itself."""
    last_month = named.number(match["m2"] if _get(match, "m2") else match["m"])
    months = [named.number(match["m"]), last_month] if _get(match, "m2") else [last_month]
    days = [int(day) for day in _DIGITS_ALONE.findall(_get(match, "days") or "")]
    last_day = _number(match, "d2")

    def write(year: int) -> str:
        if not days:
            return ",".join(edtf(year, month) for month in months)
        before = [edtf(year, months[0], day) for day in days]
        return ",".join([*before, edtf(year, last_month, last_day)])

    year = _number(match, "y")
    found = explicit(write(year)) if year else without_year(frame, last_month, last_day, write)
    if match["which"] == "or":
        return Result([Reading(f"[{one.edtf}]", one.basis, one.why) for one in found.readings], found.open)
    each = [Reading(text, one.basis, one.why) for one in found.readings for text in one.edtf.split(",")]
    return Result(each, found.open or "several dates are of several events")


def _read_year_range(match: re.Match[str], _frame: Frame) -> Result:
    first, last = match["y"], match["y2"]
    return _between(match, explicit(f"{first}/{first[: 4 - len(last)]}{last}"))


def _between(match: re.Match[str], found: Result) -> Result:
    """Return the readings of a range, and of one unknown day of it if the words say "between"."""
    if not _get(match, "between"):
        return found
    once = [
        Reading(f"[{one.edtf.replace('/', '..')}]", one.basis, joined("on some day between", one.why))
        for one in found.readings
    ]
    return Result([*found.readings, *once], found.open or "it lasted all the time, or happened on one day of it")


def _read_digits(match: re.Match[str], _frame: Frame) -> Result:
    """Read a date in digits; where day and month could change places, both ways."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    ways = [(first, second)] if match["sep"] == "." else [(first, second), (second, first)]
    readings = [
        Reading(edtf(year, month, day), "explicit", f"day {day}, month {month}")
        for day, month in dict.fromkeys(ways)
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    if not readings:
        return Result([], NO_SUCH_DAY)
    return Result(readings, "day and month may stand in either order" if len(readings) > 1 else "")


def _read_as_written(match: re.Match[str], _frame: Frame) -> Result:
    return explicit(match.group())


def _read_year(match: re.Match[str], _frame: Frame) -> Result:
    """Read four digits alone, which are a year where the words beside them leave nothing else."""
    year, found = match["y"], explicit(match["y"])
    before = match.string, max(0, match.start() - 16), match.start()
    counts = year.endswith("00") and _NOUN.match(match.string, match.end())
    stands = _SURELY_A_YEAR.search(*before) or (int(year) >= _FIRST_MODERN_YEAR and _MAYBE_A_YEAR.search(*before))
    if (stands and not counts) or _YEAR_WORD.match(match.string, match.end()):
        return found
    return Result(found.readings, "the number may not be a year")


def _read_decade(match: re.Match[str], _frame: Frame) -> Result:
    return _unless_part(match, explicit(f"{match['c']}X"))


def _unless_part(match: re.Match[str], found: Result) -> Result:
    """Return what was found, left open if the words are about an early, middle or late part of it."""
    part = (_get(match, "part") or "").strip(" -").lower()
    return Result(found.readings, found.open or (f"no rule reads '{part}' of it" if part else ""))


def _read_season(match: re.Match[str], frame: Frame) -> Result:
    season, year = _SEASONS[match["season"].lower()], _number(match, "y")
    if year is None:
        found = last_or_next(frame, match["rel"].lower(), lambda known: edtf(known, season))
        return Result(found.readings, found.open or (_TWO_WINTERS if season == WINTER else ""))
    if season == WINTER and not _get(match, "y2"):
        both = [Reading(edtf(year - back, season), "explicit", f"from December {year - back}") for back in (0, 1)]
        return Result(both, _TWO_WINTERS)
    return explicit(edtf(year, season))


# What is counted from publication or from the passage


def _read_unit(match: re.Match[str], frame: Frame) -> Result:
    """Read last, this or next week, month or year."""
    unit, step = UNITS[match["unit"].lower()], _STEPS[match["rel"].lower()]
    counted = "in weeks from Monday, from publication" if unit is week_of else "from publication"
    return _unless_part(match, from_publication(frame, lambda day: unit(day, step), f"counted {counted}"))


def _read_weekend(match: re.Match[str], frame: Frame) -> Result:
    def weekend(day: date) -> Days:
        sunday = week_of(day, _STEPS[match["rel"].lower()])[1]
        return sunday - timedelta(1), sunday

    return from_publication(frame, weekend, "Saturday and Sunday of that week, counted from publication")


def _read_day(match: re.Match[str], frame: Frame) -> Result:
    said = match.group().lower()
    found = from_publication(frame, lambda day: (day + timedelta(_DAYS[said]),) * 2)
    return Result(found.readings, found.open or ("it may mean nowadays" if said == "today" else ""))


def _read_ago(match: re.Match[str], frame: Frame) -> Result:
    said, unit = match["n"].lower(), match["unit"].lower()
    count = int(said) if said.isdigit() else _NUMBERS.index(said) + 1 if said in _NUMBERS else 1
    why = f"{unit}s counted back from publication"
    if unit == "day":
        return from_publication(frame, lambda day: (day - timedelta(count),) * 2, why)
    found = from_publication(frame, lambda day: UNITS[unit](day, -count), why)
    return Result(found.readings, found.open or "such a count is seldom meant exactly")


def _read_weekday(match: re.Match[str], frame: Frame) -> Result:
    return weekday(frame, _WEEKDAYS.index(match["weekday"]), (match["rel"] or "").lower())


def _read_rest_of_year(match: re.Match[str], frame: Frame) -> Result:
    return rest_of_year(frame, earlier=match["way"].lower() == "earlier", this=match["rel"].lower() == "this")


def _read_same(match: re.Match[str], frame: Frame) -> Result:
    step = {"previous": -1, "following": 1, "next": 1}.get(match["rel"].lower().removeprefix("the "), 0)
    return in_passage(frame, match["unit"].lower(), step)


# The forms


def _compiled(forms: Iterable[tuple[str, Reader]], flags: re.RegexFlag = re.NOFLAG, *, small: bool = False) -> Grammar:
    return [Form(re.compile(rf"(?<![\w.,$€£/]){form}(?!\w)", flags), reader, small) for form, reader in forms]


def _day(group: str = "d") -> str:
    return rf"(?P<{group}>{_DAY_DIGITS}){_ORDINAL}"


def _capital(pattern: str, group: str = "m") -> str:
    """Return a group that matches a pattern of small letters, in any case but with a capital letter at its start."""
    return f"(?P<{group}>(?=[A-Z])(?i:{pattern}))"


def _english_months(named: Months) -> Grammar:
    month, month2 = _capital(named.any), _capital(named.any, "m2")
    full, full2 = _capital(named.full), _capital(named.full, "m2")
    year, year2 = rf"(?P<y>{_YEAR})", rf"(?P<y2>{_YEAR})"
    day, day2 = _day(), _day("d2")
    to, start = rf"(?: to | until | till | through | ?{_DASH} ?)", "(?:[Ff]rom )?"
    between = "(?P<between>[Bb]etween )"
    on = f"(?:{_WEEKDAY},? )?"
    of_year = f"(?:,? (?:of )?{year})?"
    which = "(?P<which>and|or)"
    read, read_range, several = (partial(reader, named) for reader in (_read_date, _read_range, _read_several))
    after = "|".join(f"(?<={word} )" for word in _BEFORE_MONTHS)
    forms: list[tuple[str, Reader]] = [
        (f"{on}{day}(?: of)? {month}{of_year}", read),
        (f"{on}{month} {day}(?!:)(?:,? {year})?", read),
        (f"{month},? (?:of )?{year}", read),
        (f"[Ii]n {full}{of_year}", read),
        (f"(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[- ]{full}{of_year}", read),
        (f"the (?P<edge>{'|'.join(_EDGES)}) of {full}{of_year}", partial(_read_edge, named)),
        (f"(?P<rel>[Ll]ast|[Tt]his|[Nn]ext) {full}", partial(_read_relative_month, named)),
        (f"{start}{day}{to}{day2}(?: of)? {month}(?:,? {year})?", read_range),
        (f"{start}{month} {day}{to}{day2}(?:,? {year})?", read_range),
        (f"{between}{day} and {day2}(?: of)? {month}(?:,? {year})?", read_range),
        (f"{start}{day} {month}(?: {year})?{to}{day2} {month2}(?:,? {year2})?", read_range),
        (f"{start}{month} {day}(?:, {year})?{to}{month2} {day2}(?:, {year2})?", read_range),
        (f"{start}{full}(?: {year})?{to}{full2}(?: {year2})?", read_range),
        (f"{between}{full}(?: {year})? and {full2}(?: {year2})?", read_range),
        (f"(?P<days>{_DAY}(?:, {_DAY})*),? {which} {day2}(?: of)? {month}(?:,? {year})?", several),
        (f"{month} (?P<days>{_DAY}(?:, {_DAY})*),? {which} {day2}(?:,? {year})?", several),
        (f"(?P<days>{_DAY}) {month} {which} {day2} {month2}(?:,? {year})?", several),
        (f"(?:[Ii]n )?{full} {which} {full2}(?:,? {year})?", several),
        (f"(?!March|May){full}", partial(_read_lone_month, named)),  # these two are words as well
        (f"(?:{after}){full}", read),
    ]
    return _compiled(forms)


def _other_months(named: Months) -> Grammar:
    """Return the forms of languages of which the names of the months alone are known, whatever their word order."""
    month, full, year = f"(?P<m>{named.any})", f"(?P<m>{named.full})", rf"(?P<y>{_YEAR})"
    day = r"(?P<d>0?[1-9]|[12][0-9]|3[01])(?:er|-?[^\W\d_]{1,3})?"
    year_word = r"(?:['’-]?[^\W\d_]{1,4})?(?: [^\W\d_]{1,8}\.?)?"
    read = partial(_read_date, named)
    forms: list[tuple[str, Reader]] = [
        (rf"{day}\.? {month}(?:,? (?:de )?{year})?", read),
        (rf"{month},? (?:de )?{year}", read),
        (rf"{year}{year_word} {month}(?: {day})?", read),
        (rf"{year}{year_word} {day}\.? {month}", read),
        (full, partial(_read_bare_month, named)),
    ]
    return _compiled(forms, re.IGNORECASE)


_DIGITS = _compiled(
    [
        (r"(?:1[6-9]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", _read_as_written),
        (rf"(?P<a>[0-9]{{1,2}})(?P<sep>[./-])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<y>{_YEAR})", _read_digits),
    ]
)
_SEASON = f"(?P<season>{'|'.join(_SEASONS)})"
_RELATIVE = "(?P<rel>last|this|next)"
_PART = "(?P<part>(?:early|mid|late)[- ])?"
_ENGLISH = _compiled(
    [
        (rf"(?P<y>{_YEAR})(?!{_DASH}?[0-9]|%|[.,][0-9])", _read_year),
        (rf"(?:from )?(?P<y>{_YEAR})(?: to | until | through | ?{_DASH} ?)(?P<y2>{_YEAR})", _read_year_range),
        (rf"(?P<y>{_YEAR})(?:{_DASH}|/)(?P<y2>[0-9]{{2}})", _read_year_range),
        (rf"(?P<between>between )(?P<y>{_YEAR}) and (?P<y2>{_YEAR})", _read_year_range),
        (rf"{_PART}(?P<c>(?:1[6-9]|20)[0-9])0s", _read_decade),
        (rf"{_SEASON}(?: of|,)? (?P<y>{_YEAR})(?:[-–/](?P<y2>[0-9]{{2}}|{_YEAR}))?", _read_season),
        (rf"{_RELATIVE} {_SEASON}", _read_season),
        (rf"{_PART}{_RELATIVE} (?P<unit>{'|'.join(UNITS)})", _read_unit),
        (rf"{_RELATIVE} weekend", _read_weekend),
        (f"(?:{'|'.join(_DAYS)})", _read_day),
        (rf"(?P<n>[0-9]{{1,3}}|an?|{'|'.join(_NUMBERS)}) (?P<unit>day|{'|'.join(UNITS)})s? ago", _read_ago),
        (r"(?P<way>earlier|later) (?:in )?(?P<rel>this|that|the same) year", _read_rest_of_year),
        (r"(?P<rel>that|the same|the previous|the following|the next) (?P<unit>day|month|year)", _read_same),
    ],
    re.IGNORECASE,
    small=True,
) + _compiled([(rf"(?:(?P<rel>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<weekday>{_WEEKDAY})", _read_weekday)])
