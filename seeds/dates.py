"""Dates: where a text dates something, and what that can mean. A reading is settled only if it is the only one."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from caucasus_ledger.schema.edtf import Bounds, EdtfError, bounds
from caucasus_ledger.seeds.expressions import Grammar, Reader, grammar
from caucasus_ledger.seeds.months import months
from caucasus_ledger.seeds.reckoning import NO_SUCH_DAY, Days, Fixed, Frame, Reading, Result, joined
from caucasus_ledger.seeds.sentences import Stretch, bare

_AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|(?:is|are) (?:to|due|set|going|about|expected|scheduled|planned)|due|scheduled|"
    r"planned|expected|upcoming|forthcoming|next|plans? to|aims? to|intends? to)\b"
)
_OPERATOR = re.compile(
    r"\b(since|until|till|before|after|by)(?: (?:about|around))? (?:the )?$|\b(about|around|circa|roughly|c\.) $",
    re.IGNORECASE,
)
_LONGEST_OPERATOR = 20
_POINT = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_UNITS = "(?:days|weeks|months|years|decades|centuries)"
_VAGUE = re.compile(
    rf"\b(?:for (?:many |several |some |the (?:past|last) )?{_UNITS}|from then on|since then|until (?:then|now)|so far|"
    r"at the (?:same|present) time|at (?:that|the) (?:time|moment)|in the meantime|meanwhile|"
    rf"in recent {_UNITS}|in the (?:coming|past|last|next|near) (?:few |several )?(?:{_UNITS}|future)|"
    rf"over the (?:past|last) (?:few |several )?{_UNITS}|(?:several|some|many|a few) {_UNITS} ago|once(?= \w+ed\b)|"
    r"now(?:adays)?|currently|recently|lately|soon|formerly|previously|subsequently|later|earlier|long ago)\b",
    re.IGNORECASE,
)


class Dated(NamedTuple):
    """Words that date something, by their place, with every reading that is possible and what keeps it open."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    open: str
    """Why nobody but a reader can decide; empty where a single reading is left."""
    vague: bool = False
    """Whether the words place something in time without naming a date, as "later" does."""

    @property
    def settled(self) -> Reading | None:
        """The reading, where there is one alone and nothing speaks against it."""
        return self.readings[0] if len(self.readings) == 1 and not self.open else None


def find_dates(text: str, sentences: Sequence[Stretch], language: str | None, published: Bounds | None) -> list[Dated]:
    """Return the words of each sentence that date something, in order; they do not overlap.

    Relative words are known in English; names of months in the languages of CLDR; dates in digits in any language.
    `published` is when the text was published, as a range of days; without it nothing is read from publication.
    Raises ModuleNotFoundError without the package `babel`.
    """
    english = language is not None and language.partition("-")[0].lower() == "en"
    forms = grammar(months(language) if language else None, english=english)
    days = _days_of(published)
    found: list[Dated] = []
    passage: Fixed | None = None
    for number, (start, end) in enumerate(sentences):
        if "\n" in text[sentences[number - 1][1] if number else 0 : start]:
            passage = None
        ahead = not english or bool(_AHEAD.search(text, start, end))
        for match, reader in _matches(text, (start, end), forms):
            near = passage is not None and passage.sentence >= number - 1
            result = reader(match, Frame(days, passage, near, ahead))
            one = _operated(text, start, match.span(), result, days) if english else _sound(*match.span(), result)
            found.append(one)
            passage = _fixed(text, one, number) or passage
    return sorted([*found, *_vague(text, sentences, found)]) if english else found


def _days_of(published: Bounds | None) -> Days | None:
    if published is None or published.earliest is None or published.latest is None:
        return None
    if published.earliest.year == date.min.year or published.latest.year == date.max.year:
        return None  # what is counted from there leaves the calendar
    return published.earliest, published.latest


def _matches(text: str, sentence: Stretch, forms: Grammar) -> Iterator[tuple[re.Match[str], Reader]]:
    """Yield the matches of a sentence in order; of those that overlap, the one that begins first, then the longest."""
    opening = bare(text, sentence)[0]
    every = [
        (match, form.read)
        for form in forms
        for match in form.pattern.finditer(text, *sentence)
        if not (form.small and match.group()[0].isupper() and match.start() > opening + 1)
    ]
    last = sentence[0]
    for match, reader in sorted(every, key=lambda one: (one[0].start(), -one[0].end())):
        if match.start() >= last:
            last = match.end()
            yield match, reader


def _sound(start: int, end: int, result: Result) -> Dated:
    """Return the dated words, without readings that are no dates."""
    readings = tuple(dict.fromkeys(one for one in result.readings if _is_date(one.edtf)))
    if not readings:
        return Dated(start, end, (), result.open or NO_SUCH_DAY)
    return Dated(start, end, readings, result.open or ("it can be read in more than one way" if readings[1:] else ""))


def _is_date(edtf: str) -> bool:
    try:
        bounds(edtf)
    except EdtfError:
        return False
    return True


def _operated(text: str, floor: int, place: Stretch, result: Result, published: Days | None) -> Dated:
    """Return the dated words with "since", "about" and the like before them taken in, and what these make of it."""
    start, end = place
    before = _OPERATOR.search(text, max(floor, start - _LONGEST_OPERATOR), start)
    points = [one for one in result.readings if _POINT.fullmatch(one.edtf)]
    if before is None or not points:
        return _sound(start, end, result)
    if before[2]:
        about = [Reading(f"{one.edtf}~", one.basis, one.why) for one in points]
        return _sound(before.start(), end, Result(about, result.open))
    word = before[1].lower()
    readings = [reading for one in points for reading in _bounded(word, one, published)]
    why = result.open or f"'{word}' may bound what lasted or what happened once"
    return _sound(before.start(), end, Result(readings, why))


def _bounded(word: str, one: Reading, published: Days | None) -> Iterator[Reading]:
    """Yield the kinds of range that a date may be the end of (rule 4.6)."""
    if word == "since":
        yield Reading(f"{one.edtf}/..", one.basis, joined("since then and going on", one.why))
    if word in ("since", "after"):
        last = published[1].isoformat() if published else ""
        yield Reading(f"[{one.edtf}..{last}]", one.basis, joined("on some day since then", one.why))
    if word in ("until", "till"):
        yield Reading(f"../{one.edtf}", one.basis, joined("up to then", one.why))
    if word in ("before", "by"):
        yield Reading(f"[..{one.edtf}]", one.basis, joined("on some day up to then", one.why))


def _fixed(text: str, one: Dated, sentence: int) -> Fixed | None:
    if one.settled is None:
        return None
    said = bounds(one.settled.edtf)
    if said.earliest is None or said.latest is None:
        return None
    return Fixed(said.earliest, said.latest, text[one.start : one.end], sentence)


def _vague(text: str, sentences: Sequence[Stretch], found: Sequence[Dated]) -> Iterator[Dated]:
    starts = [one.start for one in found]
    for stretch in sentences:
        for match in _VAGUE.finditer(text, *stretch):
            at = bisect(starts, match.start())
            after_last = at == 0 or found[at - 1].end <= match.start()
            if after_last and (at == len(found) or match.end() <= found[at].start):
                yield Dated(*match.span(), (), "it names no date", vague=True)
