"""Cues: words that make a statement less than certain, and stretches between quotation marks.

Kinds of hedges: the epistemic, doxastic, conditional and investigative of the semantic uncertainty of Szarvas, Vincze,
Farkas, Móra and Gurevych (Computational Linguistics 38(2), 2012), to which BioScope and CoNLL-2010 were brought; and
hearsay, the words by which news passes on what others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from caucasus_ledger.seeds.sentences import Stretch

_ENGLISH = {
    "epistemic": (
        r"may|might|could|can|perhaps|maybe|probabl[ey]|possibl[ey]|likely|unlikely|potential(?:ly)?|"
        r"ha(?:s|ve|d) the potential (?:for|to)|(?:im)?plausibl[ey]|presumabl[ey]|apparently|seemingly|arguably|"
        r"conceivabl[ey]|uncertain|unclear|seem(?:s|ed|ing)?(?: to)?|appear(?:s|ed)? to|suggest(?:s|ed|ing)?|"
        r"impl(?:y|ies|ied|ying)|tend(?:s|ed)? to|in all likelihood|there is (?:a|some|every) (?:chance|possibility)|"
        r"it is (?:possible|probable|conceivable)|not (?:necessarily|certain|clear)|almost certainly|preliminary|"
        r"tentative(?:ly)?"
    ),
    "doxastic": (
        r"believ(?:e|es|ed|ing)|consider(?:s|ed)?|think(?:s|ing)?|thought|suspect(?:s|ed|ing)?|"
        r"assum(?:e|es|ed|ing)|presum(?:e|es|ed)|suppos(?:e|es|ed|edly|ing)|expect(?:s|ed|ing)?|fear(?:s|ed)?|"
        r"doubt(?:s|ed|ful)?|speculat(?:e|es|ed|ing|ion)|estimat(?:e|es|ed)|guess(?:es|ed)?|"
        r"in (?:his|her|their|its|my|our) (?:view|opinion)"
    ),
    "conditional": r"if|unless|provided that|as long as|in case|assuming(?: that)?|should (?:it|they|this|that)",
    "investigative": (
        r"whether|investigat(?:es|ed|ing) (?:whether|if)|under investigation|remains to be seen|open question"
    ),
    "hearsay": (
        r"reportedly|allegedly|alleg(?:e|es|ed|ing|ations?)|purported(?:ly)?|rumou?red|rumou?rs|claim(?:s|ed|ing)?|"
        r"according to|attribut(?:es|ed) to|blamed? on|(?:is|are) (?:said|reported|believed|thought|understood) to|"
        r"it (?:is|was) (?:said|reported|claimed|alleged) that|unconfirmed|unverified|accus(?:es|ed) of|so-called|"
        r"ostensibl[ey]"
    ),
}
HEDGE_LANGUAGES = ("en",)
"""Languages for which there is a list of hedges."""
_HEDGES = [(kind, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)) for kind, words in _ENGLISH.items()]
_CLAIM = re.compile(r"claims?$", re.IGNORECASE)
_BEFORE_A_NOUN = re.compile(
    r"\b(?:the|a|an|its|their|his|her|this|that|these|those|no|any|territorial|rival) $", re.IGNORECASE
)
_LONGEST_BEFORE = 16

_OPENING = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›", "「": "」"}
_MARKS = re.compile(f"[{''.join(_OPENING)}{''.join(_OPENING.values())}\"']")
_DEEPEST = 8
_LONGEST_TERM = 3


class Hedge(NamedTuple):
    """Words that make a statement less than certain, by their place and kind."""

    start: int
    end: int
    kind: str


class Quotation(NamedTuple):
    """The place between two quotation marks, without them; up to the end of the line if none closes it."""

    start: int
    end: int
    closed: bool
    depth: int
    """How many quotations it stands in."""


def find_hedges(text: str, sentences: Sequence[Stretch], language: str | None) -> list[Hedge] | None:
    """Return the hedges of each sentence in order, of overlapping ones the longest; None without a list of them."""
    if language is None or language.partition("-")[0].lower() not in HEDGE_LANGUAGES:
        return None
    return [hedge for sentence in sentences for hedge in _hedges_in(text, sentence)]


def _hedges_in(text: str, sentence: Stretch) -> Iterator[Hedge]:
    every = [Hedge(*match.span(), kind) for kind, words in _HEDGES for match in words.finditer(text, *sentence)]
    last = sentence[0]
    for hedge in sorted(every, key=lambda hedge: (hedge.start, -hedge.end)):
        if hedge.start >= last and _weakens(text, hedge):
            last = hedge.end
            yield hedge


def _weakens(text: str, hedge: Hedge) -> bool:
    said = text[hedge.start : hedge.end]
    noun = _CLAIM.match(said) and _BEFORE_A_NOUN.search(text, max(0, hedge.start - _LONGEST_BEFORE), hedge.start)
    return said != "May" and not noun  # with a capital letter it is the month


def find_quotations(text: str) -> list[Quotation]:
    """Return every stretch between quotation marks in order, those within another one included.

    A line break ends a quotation. Straight marks pair off; a mark between letters, or one that ends a word with no
    quotation open, is an apostrophe.
    """
    found: list[Quotation] = []
    start = 0
    for line in text.split("\n"):
        found += _in_line(text, start, start + len(line))
        start += len(line) + 1
    return sorted(found)


def _in_line(text: str, start: int, end: int) -> Iterator[Quotation]:
    open_marks: list[tuple[int, str]] = []
    for found in _MARKS.finditer(text, start, end):
        place, mark = found.start(), found.group()
        before, after = text[max(start, place - 1) : place], text[place + 1 : min(end, place + 2)]
        closes = next((n for n in range(len(open_marks) - 1, -1, -1) if mark in open_marks[n][1]), None)
        if mark in "'’" and _is_apostrophe(before, after, open_here=closes is not None):
            continue
        straight_opens = mark in "\"'" and _opens(before, after)
        if closes is not None and not straight_opens:
            yield from _close(open_marks, closes, place)
        elif (mark in _OPENING or straight_opens) and len(open_marks) < _DEEPEST:
            open_marks.append((place, _OPENING.get(mark, mark)))
    yield from _close(open_marks, 0, end, closed=False)


def _close(open_marks: list[tuple[int, str]], depth: int, place: int, *, closed: bool = True) -> Iterator[Quotation]:
    """Yield the quotation at a depth, which ends at a place, and those still open within it, which nothing closes."""
    while len(open_marks) > depth:
        begin = open_marks.pop()[0] + 1
        if begin < place:
            yield Quotation(begin, place, closed and len(open_marks) == depth, len(open_marks))


def _is_apostrophe(before: str, after: str, *, open_here: bool) -> bool:
    if (before.isalnum() and after.isalnum()) or after.isdigit():
        return True
    return not open_here and (before.isalnum() or not _opens(before, after))


def _opens(before: str, after: str) -> bool:
    return (not before or before.isspace() or before in "([{—–-“„«‘\"'") and bool(after) and not after.isspace()


def is_term(text: str, quotation: Quotation) -> bool:
    """Return whether so few words are quoted that they are a name or a term rather than speech."""
    return len(re.findall(r"\w+", text[quotation.start : quotation.end])) <= _LONGEST_TERM
