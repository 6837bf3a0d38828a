"""Sentences: where each sentence of a canonical text begins and ends.

The `sentencex` package knows the full stops, quotation marks and abbreviations of some 300 languages and rather leaves
two sentences together than cut one. What it gets wrong in running text is mended here by rules on its borders.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

Stretch = tuple[int, int]
"""A half-open range `[start, end)` of code points of a text."""

_SPACE = re.compile(r"\s")
_ORDINARY = re.compile(r"(?<!\w)(?:May|art|ill|may|me|no)\. (?=[^\W\d_]{2})")
_NOT_LAST = {
    "az": re.compile(r"(?<!\w)(?:məs|və s|xüs)\.$", re.IGNORECASE),
    "en": re.compile(r"(?<!\w)approx\.$", re.IGNORECASE),
    "fr": re.compile(r"(?<!\w)(?:M|MM|Mme|Mlle|Mgr|St|Ste)\.$"),
    "ka": re.compile(r"(?<!\w)(?:[^\W\d_]|მაგ|ე\.ი|ა\.შ)\.$"),
    "tr": re.compile(r"(?<!\w)(?:Sn|Av|Org|Alb|vb|örn)\.$", re.IGNORECASE),
}
"""Abbreviations that do not end a sentence and that the package does not know, by language."""
_HOUR = re.compile(r"(?<!\w)[ap]\.m\.$")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)")
_BORDER = re.compile(r"[.!?…]['\"”’»)\]]* (?=[“„«\"‘(\[]?([^\W\d_]))")
_UNSPACED = "。！？"
_PAIRS = ("()", "[]", "“”", "«»", '""')
_PARTNERS = {")": "(", "]": "[", "”": "“„", "“": "„", "»": "«", "’": "‘", '"': '"'}
_OPENING = frozenset("([“„«‘\"'")
_CLOSING = ".!?…։;:,"
_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}$")
_MARKS = re.compile(f"[{re.escape(''.join(_PAIRS))}]")


def sentences(text: str, language: str | None) -> list[Stretch]:
    """Return the sentences of a text in order, without the spaces around them; together they hold every other letter.

    No sentence crosses a line break. `language` is a BCP 47 tag; without one, English abbreviations are known.
    Raises ModuleNotFoundError without the package `sentencex`.
    """
    return [stretch for line in _lines(text) for stretch in _in_line(text, line, language)]


def unsplit(text: str, stretch: Stretch) -> list[int]:
    """Return each place within a sentence where a capital letter follows what could be its end."""
    start, end = stretch
    return [match.end() for match in _BORDER.finditer(text, start, end) if _is_capital(match.group(1))]


def trimmed(text: str, start: int, end: int) -> Stretch:
    """Return the stretch without the spaces at its ends; empty if there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def bare(text: str, stretch: Stretch) -> Stretch:
    """Return a sentence from its first to its last word, without closing punctuation (rule 6.1).

    A bracket or quotation mark stays where its partner is within; so does the full stop of initials.
    """
    start, end = stretch
    while start < end and not _begins(text, start, end):
        start += 1
    while start < end and not _ends(text, start, end):
        end -= 1
    return start, end


def _begins(text: str, start: int, end: int) -> bool:
    mark = text[start]
    if mark in _OPENING:
        return any(closing in text[start + 1 : end] for closing, opening in _PARTNERS.items() if mark in opening)
    return not (mark.isspace() or unicodedata.category(mark).startswith("P") or mark in "•*")


def _ends(text: str, start: int, end: int) -> bool:
    mark = text[end - 1]
    if mark in _PARTNERS:
        return any(opening in text[start : end - 1] for opening in _PARTNERS[mark])
    if mark == ".":
        return bool(_INITIALS.search(text, start, end))
    return not (mark.isspace() or mark in _CLOSING or mark in _OPENING or mark in "-–—")


def is_small(letter: str) -> bool:
    """Return whether it is the small form of a letter that sentences begin with in a large form.

    Georgian letters have a large form as well, but no sentence begins with it.
    """
    return letter.islower() and letter.title() != letter


def _is_capital(letter: str) -> bool:
    return letter.isupper() or letter.istitle()


def _lines(text: str) -> Iterator[Stretch]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _in_line(text: str, line: Stretch, language: str | None) -> Iterator[Stretch]:
    start, end = line
    primary = (language or "en").partition("-")[0].lower()
    cuts = sorted({*_library_cuts(text[start:end], language or "en"), *_ordinary_cuts(text[start:end], primary)})
    pieces = (trimmed(text, start + first, start + last) for first, last in pairwise(cuts))
    held: Stretch | None = None
    for piece in pieces:
        if piece[0] == piece[1]:
            continue
        if held is None:
            held = piece
        elif _goes_on(text, held, piece, primary):
            held = held[0], piece[1]
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _library_cuts(line: str, language: str) -> Iterator[int]:
    import sentencex

    yield 0
    # A space that is not U+0020 may end in a panic of the package; each is one code point, so the places stay.
    for boundary in sentencex.get_sentence_boundaries(language, _SPACE.sub(" ", line)):
        yield boundary["end_index"]
    yield len(line)


def _ordinary_cuts(line: str, primary: str) -> Iterator[int]:
    """Yield the ends of sentences that close with a word which, as an abbreviation, would not close one."""
    counts = Counter[str]()
    counted = 0
    for match in _ORDINARY.finditer(line) if primary == "en" else ():
        counts.update(_MARKS.findall(line, counted, match.end()))
        counted = match.end()
        if _is_capital(line[counted]) and not any(_is_open(counts, *pair) for pair in _PAIRS):
            yield counted


def _is_open(counts: Counter[str], opening: str, closing: str) -> bool:
    return counts[opening] % 2 == 1 if opening == closing else counts[opening] > counts[closing]


def _goes_on(text: str, before: Stretch, after: Stretch, primary: str) -> bool:
    """Return whether what follows belongs to the sentence before."""
    closing, rest = text[before[0] : before[1]], text[after[0] : after[1]]
    wordless = not any(character.isalpha() for character in closing) or not any(map(str.isalnum, rest))
    glued = before[1] == after[0] and closing[-1] not in _UNSPACED
    if wordless or glued or is_small(rest[0]):
        return True
    if primary == "en" and _HOUR.search(closing):
        return bool(_WEEKDAY.match(rest))
    return primary in _NOT_LAST and bool(_NOT_LAST[primary].search(closing))
