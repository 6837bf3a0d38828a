"""Anchor: find a source's spans again in a copy of its text that is not letter for letter the same.

A span with a digest is found where words of its length have that digest, in one of the readings of the copy; that is
proof. A span without one is proven within words so proven. What is left is told only as far as what is proven around it
bounds it, and never counts as verified.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from caucasus_ledger.schema.source import Source
from caucasus_ledger.seeds.chain import Block, best_chain, merged
from caucasus_ledger.seeds.interpolate import SLACK, named, stretch
from caucasus_ledger.seeds.proof import Knot, Proof, neighbours
from caucasus_ledger.seeds.reading import Reading, literal, readings
from caucasus_ledger.seeds.rebuild import rebuild
from caucasus_ledger.seeds.text import span_digest, text_sha256, words
from caucasus_ledger.seeds.window import Match, Spent, Windows

State = Literal["verified-exact", "verified-moved", "located-unverified", "lost"]
STATES: dict[State, str] = {
    "verified-exact": "the words stand at their offsets, letter for letter",
    "verified-moved": "the words stand elsewhere, or in another layout",
    "located-unverified": "the words are not proven; those that are proven around them say where they stand",
    "lost": "no place can be told",
}

_ALIKE = 0.6  # share of words in common from which on words are a changed version of others
_MOST_PLACES = 20  # words that stand more often than that prove nothing before what stands around them is known


class Target(NamedTuple):
    """A span `[start, end)` of the canonical text, with what is known of its words: their digest, or a name."""

    start: int
    end: int
    digest: str | None = None
    name: str | None = None


class Place(NamedTuple):
    """Where a target is in the copy, in code points, and how surely; a lost one is nowhere."""

    state: State
    start: int | None = None
    end: int | None = None


class Anchored(NamedTuple):
    """What was found: the places of the targets, in their order, and the canonical text, where its digest proves it.

    `cut_short` tells that not all was tried that could be.
    """

    places: tuple[Place, ...]
    text: str | None
    cut_short: bool


def anchor(source: Source, targets: Sequence[Target], copy: str) -> Anchored:
    """Return where the targets, spans of the source's canonical text, are in a copy.

    Places are code points of the copy as it is given. Copies of some ten thousand code points take a tenth of a second,
    the longest that `read_copy` gives some seconds.
    """
    plain, every = literal(copy), list(readings(copy))
    proof = Proof(copy, every[0], source.text.characters)
    named_spans = {(one.start, one.end, one.name) for one in targets if one.name}
    text: str | None = plain.text
    cut_short = False
    if text_sha256(plain.text) == source.text.sha256:
        whole = Block(0, len(plain), 0)
        proof.add(plain, [whole], {whole: plain.text}, in_order=True)
    else:
        wanted = {_Wanted(one.start, one.end, one.digest) for one in targets if one.digest}
        cut_short = _Search(source, wanted, every, proof).run()
        text = rebuild(source.text, proof)
    places = tuple(_place(one, source, proof, plain, named_spans) for one in targets)
    return Anchored(places, text, cut_short)


def _place(
    target: Target, source: Source, proof: Proof, plain: Reading, named_spans: set[tuple[int, int, str]]
) -> Place:
    """Return where a target is, by what is proven; `plain` is the copy's canonical text."""
    start, end, digest, name = target
    if end > source.text.characters:
        return Place("lost")
    exact = proof.words(start, end)
    agrees = name in (None, exact) and digest in (None, span_digest(source.id, exact))
    if agrees and (piece := proof.piece(start, end)):
        found = piece.place(start, end)
        there = plain.text[start:end] == exact and plain.place(start, end) == found
        return Place("verified-exact" if there else "verified-moved", *found)
    about = named(proof, (start, end, name), named_spans) if name else stretch(proof, start, end)
    return Place("located-unverified", *proof.flow.place(*about)) if about else Place("lost")


class _Wanted(NamedTuple):
    """A span whose words are to be proven."""

    start: int
    end: int
    digest: str

    @property
    def length(self) -> int:
        """Number of letters."""
        return self.end - self.start


_Find = Callable[[Reading, tuple[int, int], Iterable[tuple[int, str]]], Iterator[Match]]
_Found = dict[_Wanted, list[Match]]
_Stretches = Callable[[_Wanted], list[tuple[int, int]]]
_Gap = tuple[Knot | None, Knot | None]


class _Search:
    """The search for words by their digests; what it has proven narrows down where the rest may be."""

    def __init__(self, source: Source, wanted: Iterable[_Wanted], every: list[Reading], proof: Proof) -> None:
        self._windows = Windows(source.id)
        self._readings = every
        self._proof = proof
        self._open = sorted(one for one in wanted if one.end <= source.text.characters)

    def run(self) -> bool:
        """Prove what can be proven, in the order of the source first; return whether the search was given up."""
        as_it_is, reprinted = self._windows.find, self._windows.find_reprinted
        first, *others = self._readings
        try:
            everywhere = self._search(first, as_it_is, self._open, self._between_neighbours)
            self._prove(first, everywhere)
            for reading in others:
                self._prove(reading, self._search(reading, as_it_is, self._open, self._between_neighbours))
            for reading in self._readings:
                self._prove(reading, self._search(reading, reprinted, self._open, self._where_expected))
            self._prove_moved(first, everywhere)
            for reading in others:
                self._prove_moved(reading, self._search(reading, as_it_is, self._open, self._anywhere))
            for reading in self._readings:
                self._prove_moved(reading, self._search(reading, reprinted, self._without_room(), self._anywhere))
        except Spent:
            return True
        return False

    def _search(self, reading: Reading, find: _Find, wanted: list[_Wanted], stretches: _Stretches) -> _Found:
        """Return where, in the stretches of the copy that are given for a span, words of its digest stand."""
        groups: dict[tuple[int, int], list[_Wanted]] = {}
        for one in wanted:
            for bounds in stretches(one):
                groups.setdefault(bounds, []).append(one)
        found: dict[_Wanted, set[Match]] = {}
        for bounds, group in sorted(groups.items(), key=lambda group: group[0][1] - group[0][0]):
            by_digest: dict[str, set[Match]] = {}
            for match in find(reading, reading.within(*bounds), {(one.length, one.digest) for one in group}):
                by_digest.setdefault(match.digest, set()).add(match)
            for one in group:
                found.setdefault(one, set()).update(by_digest.get(one.digest, ()))
        return {one: sorted(matches) for one, matches in found.items()}

    def _prove(self, reading: Reading, found: _Found) -> None:
        """Take matches as proven that stand in the order of the source."""
        more = True
        while more:  # what was proven may tell which place of other words is meant
            chains = [self._chain(reading, gap, wanted, found) for gap, wanted in self._by_gap().items()]
            more = any(chains)

    def _between_neighbours(self, one: _Wanted) -> list[tuple[int, int]]:
        """Return the stretch of the copy between the proven words around a span."""
        before, after = neighbours(self._proof.in_order, one.start, one.end)
        return [(before.copy if before else 0, after.copy if after else len(self._proof.copy))]

    def _anywhere(self, _: _Wanted) -> list[tuple[int, int]]:
        return [(0, len(self._proof.copy))]

    def _where_expected(self, one: _Wanted) -> list[tuple[int, int]]:
        """Return the stretches where the proven words on either side want a span; anywhere, if there are none."""
        flow = self._proof.flow
        found: list[tuple[int, int]] = []
        for start in self._expected(one):
            low, high = max(0, start - SLACK), min(len(flow), start + one.length + SLACK)
            if low < high:
                found.append(flow.place(low, high))
        return found or self._between_neighbours(one)

    def _expected(self, one: _Wanted) -> list[int]:
        """Return where a span would start in the flowing reading by the proven words before it, and by those after."""
        knots = neighbours(self._proof.knots, one.start, one.end)
        return list(dict.fromkeys(knot.flow + one.start - knot.source for knot in knots if knot))

    def _by_gap(self) -> dict[_Gap, list[_Wanted]]:
        """Return what is not proven by the proven words between which it must be."""
        groups: dict[_Gap, list[_Wanted]] = {}
        for one in self._open:
            groups.setdefault(neighbours(self._proof.in_order, one.start, one.end), []).append(one)
        return groups

    def _room(self, gap: _Gap) -> int:
        before, after = gap
        return (after.flow if after else len(self._proof.flow)) - (before.flow if before else 0)

    def _chain(self, reading: Reading, gap: _Gap, wanted: list[_Wanted], found: _Found) -> bool:
        """Take the best chain of matches in a gap as proven; return whether there is one."""
        exact: dict[Block, str] = {}
        for one in wanted:
            if neighbours(self._proof.in_order, one.start, one.end) == gap:
                fitting = [match for match in found.get(one, ()) if self._fits(one, reading, match)]
                likely = self._likely(one, reading, fitting)
                exact |= {Block(one.start, one.end, match.at): match.words for match in likely}
        before, after = (_border(reading, knot) for knot in gap)
        chain = best_chain(merged(exact), before, after)
        self._accept(reading, chain, exact, in_order=True)
        return bool(chain)

    def _accept(self, reading: Reading, blocks: list[Block], exact: Mapping[Block, str], *, in_order: bool) -> None:
        self._proof.add(reading, blocks, exact, in_order=in_order)
        self._open = [one for one in self._open if self._proof.piece(one.start, one.end) is None]

    def _fits(self, one: _Wanted, reading: Reading, match: Match) -> bool:
        """Return whether a match is between the proven words around a span, and holds those within it."""
        knots, place = self._proof.in_order, _place_of(one, reading, match)
        before, after = neighbours(knots, one.start, one.end)
        inside = knots[bisect_left(knots, (one.start + 1,)) : bisect_left(knots, (one.end,))]
        return (
            (before is None or before.copy <= place[0])
            and (after is None or place[1] <= after.copy)
            and (not inside or (place[0] <= inside[0].copy and inside[-1].copy <= place[1]))
        )

    def _likely(self, one: _Wanted, reading: Reading, matches: list[Match]) -> list[Match]:
        """Return the matches that may be the span itself: not quotations, and none where there are too many to tell."""
        if len(matches) > _MOST_PLACES:
            return []
        return [match for match in matches if not self._is_quotation(one, reading, match)]

    def _is_quotation(self, one: _Wanted, reading: Reading, match: Match) -> bool:
        """Return whether a changed version of the words stands where the proven words around the span want it.

        Then the match is from a teaser, a quotation or a comment, and not the sentence of the text itself.
        """
        flow = self._proof.flow
        first, after = flow.within(*_place_of(one, reading, match))
        own = Counter(word for word, _ in words(match.words))
        for start in self._expected(one):
            if abs(start - first) > SLACK:
                low, high = max(0, start - SLACK), max(0, start + one.length + SLACK)
                beside = f"{flow.text[low : min(high, first)]} {flow.text[max(low, after) : high]}"
                there = Counter(word for word, _ in words(beside))
                if (own & there).total() >= _ALIKE * own.total():
                    return True
        return False

    def _prove_moved(self, reading: Reading, found: _Found) -> None:
        """Take matches as proven that stand out of order, but for quotations."""
        for one in sorted(self._open, key=lambda one: -one.length):
            likely = self._likely(one, reading, found.get(one, []))
            places = {_place_of(one, reading, match): match for match in likely}
            free = [place for place in places if not self._proof.taken(place)]
            if free and one in self._open:
                nearest = min(free, key=lambda place: self._distance(one, place))
                block = Block(one.start, one.end, places[nearest].at)
                self._accept(reading, [block], {block: places[nearest].words}, in_order=False)

    def _distance(self, one: _Wanted, place: tuple[int, int]) -> int:
        first = bisect_left(self._proof.flow.starts, place[0])
        return min((abs(start - first) for start in self._expected(one)), default=first)

    def _without_room(self) -> list[_Wanted]:
        """Return what is not proven and has no room between its neighbours: the rest, most likely changed, is many."""
        gaps = self._by_gap().items()
        return [one for gap, wanted in gaps for one in wanted if not all(gap) or 2 * self._room(gap) < one.length]


def _place_of(one: _Wanted, reading: Reading, match: Match) -> tuple[int, int]:
    return reading.place(match.at, match.at + one.length)


def _border(reading: Reading, knot: Knot | None) -> Block | None:
    return Block(knot.source, knot.source, bisect_left(reading.starts, knot.copy)) if knot else None
