"""Reading: ways to read a copy of a text, every letter with the place in the copy that it stands for.

Layout differs from copy to copy: line ends, spaces, soft hyphens, accents, quotation marks, dashes. A reading undoes
one such change throughout, and what it reads can still be pointed at in the copy.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import product

_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
LINE_END = re.compile(r"\r\n|[\n\r\u0085\u2028\u2029]")
_START = re.compile(r"\A[\s\ufeff]+")
_SPACE = re.compile(r"\s+")
_SPACE_OR_UNSEEN = re.compile(rf"[\s{_UNSEEN}]+")
_DIVIDED = re.compile(rf"(?<=[^\W\d_])[-\u00ad\u2010](?:[^\S\n\r]|[{_UNSEEN}])*(?:\r\n?|\n)[^\S\n\r]*(?=[^\W\d_])")
_LIGATURES = {letter: unicodedata.normalize("NFKC", letter) for letter in "ﬀﬁﬂﬃﬄﬅﬆ"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_LONG = re.compile(r"-{2,3}|\.{3}|\. \. \.")
_SHORT = re.compile("[—…]")
_EXPANDED = {"—": "--", "…": "..."}

_SINGLE, _DOUBLE, _DASH = "'‘’‚‛ʼ′`´", '"“”„‟″«»', "-‐‑‒–—―−"
MARKS = frozenset(_SINGLE + _DOUBLE + _DASH)
"""Quotation marks, apostrophes and dashes."""
_MARK = re.compile(f"[{re.escape(''.join(sorted(MARKS)))}]")
_STYLES: dict[str, tuple[str, ...]] = {
    "single": ("''", "‘’"),
    "double": ('""', "“”", "„“", "«»"),
    "dash in a word": ("--", "––", "——"),
    "dash apart": ("--", "––", "——"),
}
"""Opening and closing mark of each way to print marks of a kind."""
_FOLDED = str.maketrans(dict.fromkeys(_SINGLE, "'") | dict.fromkeys(_DOUBLE, '"') | dict.fromkeys(_DASH, "-"))
_FREE_MARKS = 4
_MOST_MARKS = 16


class Reading:
    """A text as read, and for each of its letters the first code point of the copy, and the one after the last.

    Some code points of the copy stand for no letter (soft hyphens), several may stand for one (line end and indent).
    """

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends
        self.changes: list[int] | None = None
        """Letters at which it differs from the first reading of the copy; None for the first itself."""

    def __len__(self) -> int:
        return len(self.text)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of letters that lie wholly in a range of the copy."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the copy that a range of letters stands for; the range is not empty."""
        return self.starts[start], self.ends[end - 1]

    @cached_property
    def word_starts(self) -> list[int]:
        """Where words may start, in order: not at a space, not within letters and digits."""
        pairs = zip(f" {self.text}", self.text, strict=False)
        return [n for n, (before, at) in enumerate(pairs) if not (at.isspace() or _joined(before, at))]

    @cached_property
    def word_ends(self) -> list[int]:
        """After how many letters words may end, in order: not after a space, not within letters and digits."""
        pairs = zip(self.text, f"{self.text[1:]} ", strict=False)
        return [n for n, (at, after) in enumerate(pairs, start=1) if not (at.isspace() or _joined(at, after))]

    @cached_property
    def word_end_set(self) -> frozenset[int]:
        """The same, to ask for one."""
        return frozenset(self.word_ends)

    @cached_property
    def marks(self) -> list[int]:
        """Where quotation marks, apostrophes and dashes stand."""
        return [found.start() for found in _MARK.finditer(self.text)]

    @cached_property
    def _closing(self) -> dict[int, bool]:
        """Whether each quotation mark closes: it does not after a space, an opening bracket, a dash or the start."""
        closing: dict[int, bool] = {}
        for place in self.marks:
            before = self.text[place - 1] if place else " "
            opens = before.isspace() or before in "([{" or before in _DASH
            closing[place] = not opens if place - 1 not in closing or before in _DASH else closing[place - 1]
        return closing

    def printed(self, start: int, end: int) -> Iterator[str]:
        """Yield a range of letters as it may have been printed before its quotation marks or dashes were changed.

        First as it is, then with one style for all marks of a kind, then, where there are few, with any mark at each
        place. Nothing is yielded for a range without marks, or with so many that it is no prose.
        """
        places = self.marks[bisect_left(self.marks, start) : bisect_left(self.marks, end)]
        if not 0 < len(places) <= _MOST_MARKS:
            return
        kinds = [self._kind(place) for place in places]
        free = _free(kinds) if len(places) <= _FREE_MARKS else ()
        seen: set[tuple[str, ...]] = set()
        for marks in (*self._styled(places, kinds), *free):
            if marks not in seen:
                seen.add(marks)
                yield self._reprinted(start, end, places, marks)

    def _reprinted(self, start: int, end: int, places: list[int], marks: tuple[str, ...]) -> str:
        parts: list[str] = []
        for place, mark in zip(places, marks, strict=True):
            parts += (self.text[start:place], mark)
            start = place + 1
        return "".join([*parts, self.text[start:end]])

    def _styled(self, places: list[int], kinds: list[str]) -> Iterator[tuple[str, ...]]:
        present = sorted(set(kinds))
        for styles in product(*((None, *_STYLES[kind]) for kind in present)):
            chosen = dict(zip(present, styles, strict=True))
            pairs = ((chosen[kind] or self.text[place] * 2, place) for kind, place in zip(kinds, places, strict=True))
            yield tuple(pair[self._closing[place]] for pair, place in pairs)

    def _kind(self, place: int) -> str:
        mark = self.text[place]
        if mark in _DASH:
            around = self.text[max(0, place - 1)] + self.text[min(len(self) - 1, place + 1)]
            return "dash apart" if any(letter.isspace() for letter in around) else "dash in a word"
        return "single" if mark in _SINGLE else "double"


def _joined(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def _free(kinds: list[str]) -> Iterator[tuple[str, ...]]:
    return product(*(sorted({mark for style in _STYLES[kind] for mark in style}) for kind in kinds))


def folded(text: str) -> str:
    """Return a text with one mark for all quotation marks of a kind and for all dashes; letters keep their places."""
    return text.translate(_FOLDED)


def literal(copy: str) -> Reading:
    """Return the copy under the rules `ct-v1`; the text is that of `canonical`."""
    start = _START.match(copy)
    return _with_spaces(_composed(copy, start.end() if start else 0), _SPACE, line_ends=1)


def flowing(copy: str) -> Reading:
    """Return the copy with one space for all white space, line ends too, and without what cannot be seen."""
    return _with_spaces(_composed(copy), _SPACE_OR_UNSEEN)


def readings(copy: str) -> Iterator[Reading]:
    """Yield the ways to read a copy that differ from one another, the likeliest first; the first is `flowing`."""
    first, *others = _every(copy)
    yield first
    seen = {first.text}
    for reading in others:
        if reading.text not in seen:
            seen.add(reading.text)
            reading.changes = _changes(first, reading)
            yield reading


def _changes(first: Reading, other: Reading) -> list[int]:
    """Return the letters of a reading that another has not at that place, or not after the same letter."""
    places = {start: n for n, start in enumerate(first.starts)}
    found: list[int] = []
    before = -1
    for n, (letter, start) in enumerate(zip(other.text, other.starts, strict=True)):
        place = places.get(start)
        if place is None or first.text[place] != letter:
            place = -2
        if place != before + 1:
            found.append(n)
        before = place
    return found


def _every(copy: str) -> Iterator[Reading]:
    base = _composed(copy)
    first = _with_spaces(base, _SPACE_OR_UNSEEN)
    yield first
    yield literal(copy)
    plain = _rewritten(base, _LIGATURE, lambda found: _LIGATURES[found[0]])
    yield _with_spaces(plain, _SPACE_OR_UNSEEN)
    yield _with_spaces(_rewritten(plain, _DIVIDED, lambda _: ""), _SPACE_OR_UNSEEN)
    yield _with_spaces(_rewritten(plain, _DIVIDED, lambda found: found[0][0]), _SPACE_OR_UNSEEN)
    yield _with_spaces(base, _SPACE_OR_UNSEEN, line_ends=2)
    yield _rewritten(first, _LONG, lambda found: "…" if "." in found[0] else "—")
    yield _rewritten(first, _SHORT, lambda found: _EXPANDED[found[0]])


def _composed(copy: str, start: int = 0) -> Reading:
    """Return the copy in NFC, from a code point on."""
    if copy.isascii() or unicodedata.is_normalized("NFC", copy):
        return Reading(copy[start:], range(start, len(copy)), range(start + 1, len(copy) + 1))
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, after in _clusters(copy, start):
        text = unicodedata.normalize("NFC", copy[first:after])
        texts.append(text)
        starts += [first] * len(text)
        ends += [after] * len(text)
    return Reading("".join(texts), starts, ends)


def _clusters(copy: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges that can be put in NFC one by one."""
    for place in range(start + 1, len(copy)):
        letter = copy[place]
        if letter.isascii() or not (unicodedata.combining(letter) or _composes(copy[start:place], letter)):
            yield start, place
            start = place
    if start < len(copy):
        yield start, len(copy)


def _composes(before: str, letter: str) -> bool:
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", letter)
    return unicodedata.normalize("NFC", before + letter) != apart


def _with_spaces(reading: Reading, pattern: re.Pattern[str], line_ends: int = 0) -> Reading:
    """Return a reading with one space for each stretch of a pattern that holds a space, and nothing for the others.

    Where the stretch holds so many line ends, it is one line end; 0 is never.
    """
    last = len(reading)

    def space(found: re.Match[str]) -> str:
        if found.start() == 0 or found.end() == last or not any(map(str.isspace, found[0])):
            return ""
        return "\n" if line_ends and len(LINE_END.findall(found[0])) >= line_ends else " "

    return _rewritten(reading, pattern, space)


def _rewritten(reading: Reading, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Reading:
    """Return a reading with each match replaced; every letter of a replacement stands for the whole match."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in pattern.finditer(reading.text):
        text = replace(found)
        texts += (reading.text[done : found.start()], text)
        starts += reading.starts[done : found.start()]
        ends += reading.ends[done : found.start()]
        starts += [reading.starts[found.start()]] * len(text)
        ends += [reading.ends[found.end() - 1]] * len(text)
        done = found.end()
    texts.append(reading.text[done:])
    starts += reading.starts[done:]
    ends += reading.ends[done:]
    return Reading("".join(texts), starts, ends)
