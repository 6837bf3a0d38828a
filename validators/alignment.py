"""Alignment: which units of two codings of one source belong together, told by the words that they stand on.

Identifiers differ between codings, so records are aligned one to one:
- mentions by their span: the same span, or any shared code point;
- events and claims by their evidence of role whole: a pair shares at least a part of the code points of either
  (Jaccard). Where several pairs are possible, the one with the greatest sum of overlap and likeness of the wording of
  title or statement (Jaccard of words) goes first, then the one that stands most alike in order. No code that is
  compared takes part in the choice, since that would raise the agreement on it;
- actors by the code points of their mentions, in the same way; actors that no words name, by the words of their names.

A record that one coding splits in two has one partner and one miss.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.seeds.text import words

Range = tuple[int, int]
"""A half-open range `[start, end)` of code points of the source."""

KINDS = ("actor", "event", "claim")
"""The kinds of record that are aligned."""
OVERLAP = 0.5
"""Least Jaccard of code points of two events or claims that are aligned."""
MOST_PAIRS = 100_000
"""Most pairs of units with shared words that are weighed; a text of a hundred pages has far fewer."""
_SAME = 1.0
_LIKE_NAME = 0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """A record, or one mention of an actor, by what it stands on: ranges that do not overlap, in order, and words."""

    record: Json
    ranges: tuple[Range, ...]
    wording: frozenset[str]

    @property
    def id(self) -> str:
        """Identifier of the record."""
        return str(self.record["id"])


class Match(NamedTuple):
    """Positions of two units that belong together, with the Jaccard of what they stand on."""

    a: int
    b: int
    overlap: float


def sources_of(records: Iterable[Json]) -> tuple[str, ...]:
    """Return the identifiers of the sources in which the records have spans, sorted."""
    return tuple(sorted({span["source"] for record in records for span in _spans(record)}))


def of_source(records: Sequence[Json], source: str) -> list[Json]:
    """Return what the records say of one source: those that have spans in it, without their spans elsewhere.

    Actors without a mention in it are kept if an event or claim of it refers to them, or if there is no other source.
    """
    if set(sources_of(records)) <= {source}:
        return list(records)
    within = [_within(record, source) for record in records]
    told = [record for record in within if not _is(record, "actor") and list(_spans(record))]
    named = {reference for record in told for reference in references(record)}
    return [r for r in within if (r["id"] in named if _is(r, "actor") and not r["mentions"] else list(_spans(r)))]


def _within(record: Json, source: str) -> Json:
    kept = {name: [span for span in record.get(name, ()) if span["source"] == source] for name in _SPANS}
    return {**record, **{name: spans for name, spans in kept.items() if name in record or _is(record, "actor")}}


_SPANS = ("mentions", "evidence")


def _spans(record: Json) -> Iterator[Json]:
    return (span for name in _SPANS for span in record.get(name, ()))


def _is(record: Json, kind: str) -> bool:
    return str(record["id"]).startswith(f"{kind}/")


def references(value: Any, field: str = "") -> Iterator[str]:
    """Yield what an event or claim refers to as taking part in it, holding it, or being what it is about."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from references(member, name)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from references(item, field)
    elif field in _REFERRING:
        yield str(value)


_REFERRING = ("actor", "about", "subject", "object")


def union(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return the same code points as ranges in order of which none overlaps another; those that only touch stay two."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def length(ranges: Iterable[Range]) -> int:
    """Return how many code points ranges that do not overlap hold."""
    return sum(end - start for start, end in ranges)


def shared(one: Sequence[Range], other: Sequence[Range]) -> int:
    """Return how many code points two unions have in common."""
    found = i = j = 0
    while i < len(one) and j < len(other):
        found += max(0, min(one[i][1], other[j][1]) - max(one[i][0], other[j][0]))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return found


class Alignment:
    """The units of two codings of one source by kind, each in the order of the text, and which belong together.

    Kinds are mention, actor, event and claim; `matches` has all but actors also with the addition "same span". Neither
    the order of the records nor their identifiers play a part, unless nothing else tells two records apart. Raises
    LedgerError if too many stand on the same words.
    """

    def __init__(self, a: Sequence[Json], b: Sequence[Json], overlap: float = OVERLAP) -> None:
        in_a, in_b = _units(a), _units(b)
        self._units = {kind: (in_a[kind], in_b[kind]) for kind in in_a}
        possible = {kind: _possible(*units) for kind, units in self._units.items()}
        least = {"mention": 0.0, "actor": 0.0, "event": overlap, "claim": overlap}
        self.matches = {kind: _matched(possible[kind], least[kind]) for kind in possible}
        self.matches |= {same_span(kind): _matched(possible[kind], _SAME) for kind in ("mention", "event", "claim")}

    def of(self, kind: str) -> tuple[list[Unit], list[Unit]]:
        """Return the units of a kind of either coding."""
        return self._units[kind.partition(",")[0]]

    def both(self, kind: str) -> list[tuple[Unit, Unit]]:
        """Return the aligned units of a kind."""
        in_a, in_b = self.of(kind)
        return [(in_a[match.a], in_b[match.b]) for match in self.matches[kind]]

    def alone(self, kind: str) -> tuple[list[Unit], list[Unit]]:
        """Return the units of a kind of either coding that have no partner."""
        taken = ({match.a for match in self.matches[kind]}, {match.b for match in self.matches[kind]})
        in_a, in_b = (
            [unit for index, unit in enumerate(units) if index not in taken[side]]
            for side, units in enumerate(self.of(kind))
        )
        return in_a, in_b


def same_span(kind: str) -> str:
    """Return the name of a kind of unit where only the same code points count."""
    return f"{kind}, same span"


def _possible(a: Sequence[Unit], b: Sequence[Unit]) -> list[Match]:
    """Return the pairs that may belong together, the best first; the order is the same if a and b change places."""
    weighed = [
        (-(overlap + _jaccard(a[i].wording, b[j].wording)), abs(i - j), i + j, Match(i, j, overlap))
        for i, j, overlap in _pairs(a, b)
    ]
    return [match for *_, match in sorted(weighed)]


def _matched(possible: Sequence[Match], least: float) -> list[Match]:
    """Return, of the pairs that overlap at least so much, the best that leave every unit one partner, as in a."""
    found: dict[int, Match] = {}
    taken: set[int] = set()
    for match in possible:
        if match.overlap >= least and match.a not in found and match.b not in taken:
            found[match.a] = match
            taken.add(match.b)
    return [found[i] for i in sorted(found)]


def _pairs(a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[tuple[int, int, float]]:
    """Yield the units of a and b that share code points, or, of those that stand on none, words, with the Jaccard."""
    near = _near(a, b)
    if sum(map(len, near)) > MOST_PAIRS:
        raise LedgerError(f"more than {MOST_PAIRS:,} pairs of records may share words, too many to align")
    for i, others in enumerate(near):
        for j in others:
            overlap = _likeness(a[i], b[j])
            if overlap:
                yield i, j, overlap


def _near(a: Sequence[Unit], b: Sequence[Unit]) -> list[range]:
    """Return, for each unit of a, which units of b lie where it does; those without a place come last."""
    placed = sum(bool(unit.ranges) for unit in b)
    starts = [unit.ranges[0][0] for unit in b[:placed]]
    ends = list(accumulate((unit.ranges[-1][1] for unit in b[:placed]), max))
    return [
        range(bisect_right(ends, one.ranges[0][0]), bisect_left(starts, one.ranges[-1][1]))
        if one.ranges
        else range(placed, len(b))
        for one in a
    ]


def _likeness(one: Unit, other: Unit) -> float:
    if not one.ranges:
        alike = _jaccard(one.wording, other.wording)
        return alike if alike >= _LIKE_NAME else 0.0
    common = shared(one.ranges, other.ranges)
    return common / (length(one.ranges) + length(other.ranges) - common)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def _units(records: Sequence[Json]) -> dict[str, list[Unit]]:
    """Return the units of one coding by kind, each in the order of the text; those that no words name come last."""
    of_kind = {kind: [r for r in records if _is(r, kind) and "retracted" not in r] for kind in KINDS}
    names = {record["id"]: record[_CALLED[kind]] for kind in KINDS for record in of_kind[kind]}
    told = {record["id"]: _told(record, names) for kind in KINDS for record in of_kind[kind]}
    found = {
        "mention": [
            Unit(actor, (_range(span),), frozenset())
            for actor in of_kind["actor"]
            for span in actor.get("mentions", ())
        ],
        "actor": [_unit(actor, actor.get("mentions", ())) for actor in of_kind["actor"]],
        "event": [_unit(event, wholes(event)) for event in of_kind["event"]],
        "claim": [_unit(claim, wholes(claim)) for claim in of_kind["claim"]],
    }

    def order(unit: Unit) -> tuple[bool, tuple[Range, ...], str]:
        return not unit.ranges, unit.ranges, told[unit.id]

    return {kind: sorted(units, key=order) for kind, units in found.items()}


_CALLED = {"actor": "name", "event": "title", "claim": "statement"}


def called(record: Json) -> str:
    """Return what people call an actor, event or claim: its name, title or statement."""
    return str(record[_CALLED[str(record["id"]).partition("/")[0]]])


def wholes(record: Json) -> Iterator[Json]:
    """Yield the evidence of role whole of an event or claim."""
    return (item for item in record["evidence"] if item["role"] == "whole")


def _unit(record: Json, spans: Iterable[Json]) -> Unit:
    name = called(record)
    wording = frozenset(word for word, _ in words(name)) or frozenset({name})
    return Unit(record, union(_range(span) for span in spans), wording)


def _range(span: Json) -> Range:
    return span["start"], span["end"]


def _told(record: Json, names: Mapping[str, str]) -> str:
    """Return a record as text without identifiers, so that the order of records on the same words hangs on none."""
    return json.dumps({name: _nameless(value, names) for name, value in record.items() if name != "id"}, sort_keys=True)


def _nameless(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _nameless(member, names) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_nameless(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value
