"""Agreement: how far two codings of the same text say the same, and where they do not.

Identifiers differ between codings, so records are first aligned one to one by what they stand on in the text:
- mentions by their span: the same span, or any shared code point;
- events and claims by their evidence of role whole: a pair shares at least `OVERLAP` of the code points of either
  (Jaccard). Where several pairs are possible, the one with the greatest sum of overlap and likeness of the wording of
  title or statement (Jaccard of words) goes first, then the one that stands most alike in order. No code that is
  compared takes part in the choice, since that would raise the agreement on it;
- actors by the code points of their mentions, in the same way; actors that no words name, by the words of their names.

A record that one coding splits in two has one partner and one miss. Codes are compared on aligned records only. A field
that is left out counts as the code `none`. The intervals are 95 % percentile intervals over resamples of the units
counted, which are drawn as if they were independent while the alignment is held fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from caucasus_ledger.seeds.text import words

Json = Mapping[str, Any]
T = TypeVar("T")

OVERLAP = 0.5
"""Least Jaccard of code points of two records that are aligned."""
RESAMPLES = 1000
_SEED = 20251122
_ANY = 0.0
_SAME = 1.0
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Pair:
    """A record of each coding that stand on the same words, with the Jaccard of their code points."""

    kind: str
    a: str
    b: str
    overlap: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind each coding has, and how many of them are aligned."""

    kind: str
    a: int
    b: int
    aligned: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of agreement; the value is None where it is undefined."""

    of: str
    measure: str
    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which aligned records differ, or, with the field `unit`, a record that has no partner."""

    kind: str
    field: str
    a_id: str | None
    b_id: str | None
    a: str | None
    b: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts, figures and aligned records of two codings."""

    counts: tuple[Count, ...]
    figures: tuple[Figure, ...]
    pairs: tuple[Pair, ...]

    def figure(self, of: str, measure: str) -> Figure:
        """Return one figure; raises KeyError if there is none of that name."""
        found = next((one for one in self.figures if (one.of, one.measure) == (of, measure)), None)
        if found is None:
            raise KeyError(f"{of}, {measure}")
        return found


def compare(
    a: Sequence[Json], b: Sequence[Json], *, overlap: float = OVERLAP, resamples: int = RESAMPLES
) -> Comparison:
    """Return how far two codings agree, each given as the JSON of its valid records.

    The first is the one of reference: precision is the share of b's units that a has too, recall the share of a's units
    that b has too. With 0 resamples there are no intervals.
    """
    aligned = _Aligned(a, b, overlap)
    figures = [
        Figure(of, measure, len(items), statistic(items), *_interval(items, statistic, resamples))
        for of, measure, items, statistic in _measures(aligned)
    ]
    return Comparison(tuple(aligned.counts()), tuple(figures), tuple(aligned.pairs()))


def disagreements(a: Sequence[Json], b: Sequence[Json], *, overlap: float = OVERLAP) -> list[Disagreement]:
    """Return every record without partner and every field on which aligned records differ, in the order of the text."""
    aligned = _Aligned(a, b, overlap)
    found = [*_alone(aligned)]
    for kind, name, codes in aligned.codes():
        found += [
            Disagreement(kind, name, one["id"], other["id"], x, y)
            for (one, other), (x, y) in zip(aligned.both(kind), codes, strict=True)
            if x != y
        ]
    for (one, other), (x, y) in zip(aligned.both("event"), aligned.participants(), strict=True):
        if x != y:
            parts = ("; ".join(sorted(f"{role}: {actor}" for actor, role in side)) for side in (x - y, y - x))
            found.append(Disagreement("event", "participants", one["id"], other["id"], *parts))
    places = aligned.places()
    return sorted(found, key=lambda one: (one.kind, places[one.a_id or "", one.b_id or ""], one.field))


def alpha(units: Iterable[tuple[str, ...]]) -> float | None:
    """Return Krippendorff's alpha for nominal codes, each unit a tuple of the codes that it was given.

    A unit with fewer than two codes does not count. None where alpha is undefined: no units, or one code only.
    """
    differing = 0.0
    totals: Counter[str] = Counter()
    for unit, times in Counter(units).items():
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        differing += times * (len(unit) ** 2 - _squares(counts)) / (len(unit) - 1)
        for code, count in counts.items():
            totals[code] += times * count
    number = totals.total()
    expected = number**2 - _squares(totals)
    return 1 - (number - 1) * differing / expected if expected else None


def _squares(counts: Counter[str]) -> int:
    return sum(count**2 for count in counts.values())


def _agreement(pairs: Sequence[tuple[str, str]]) -> float | None:
    return sum(x == y for x, y in pairs) / len(pairs) if pairs else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


_Found = tuple[int, int, int]
"""What is shared, what a has, what b has."""


def _f1(found: Sequence[_Found]) -> float | None:
    shared, in_a, in_b = _sums(found)
    return 2 * shared / (in_a + in_b) if in_a + in_b else None


def _precision(found: Sequence[_Found]) -> float | None:
    shared, _, in_b = _sums(found)
    return shared / in_b if in_b else None


def _recall(found: Sequence[_Found]) -> float | None:
    shared, in_a, _ = _sums(found)
    return shared / in_a if in_a else None


def _sums(found: Sequence[_Found]) -> _Found:
    return (sum(one[0] for one in found), sum(one[1] for one in found), sum(one[2] for one in found))


def _interval(
    items: Sequence[T], statistic: Callable[[Sequence[T]], float | None], resamples: int
) -> tuple[float | None, float | None]:
    """Return the 2.5th and 97.5th percentile over resamples; those in which the figure is undefined do not count."""
    random = Random(_SEED)  # noqa: S311 - no secret; the same figures on every run
    drawn = (statistic(random.choices(items, k=len(items))) for _ in range(resamples if items else 0))
    values = sorted(value for value in drawn if value is not None)
    if not values:
        return None, None
    return values[round(0.025 * (len(values) - 1))], values[round(0.975 * (len(values) - 1))]


def _measures(aligned: _Aligned) -> Iterator[tuple[str, str, Sequence[Any], Callable[[Sequence[Any]], float | None]]]:
    """Yield name, measure, units and statistic of every figure."""
    for kind in ("mention", "overlapping mention", "actor", "event", "claim"):
        found = aligned.found(kind)
        yield (kind, "precision", found, _precision)
        yield (kind, "recall", found, _recall)
        yield (kind, "F1", found, _f1)
    for kind in ("event", "claim"):
        yield (f"{kind} span", "Jaccard", [pair.overlap for pair in aligned.pairs() if pair.kind == kind], _mean)
    for _, name, codes in aligned.codes():
        yield (name, "agreement", codes, _agreement)
        yield (name, "alpha", codes, alpha)
    shared = [(len(x & y), len(x), len(y)) for x, y in aligned.participants()]
    yield ("participants", "F1", shared, _f1)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A record or mention by what it stands on."""

    record: Json
    points: frozenset[tuple[str, int | str]]
    wording: frozenset[str]

    @property
    def order(self) -> tuple[bool, tuple[str, int | str], str]:
        """Sort key: the place in the text; those that no words name come last."""
        first = min(self.points, default=("", ""))
        return isinstance(first[1], str), first, self.record["id"]


_Match = tuple[int, int, float]


class _Aligned:
    """The units of two codings by kind, each in the order of the text, and which of them belong together."""

    def __init__(self, a: Sequence[Json], b: Sequence[Json], overlap: float) -> None:
        self.units = {kind: (units(a), units(b)) for kind, units in _UNITS.items()}
        least = {"mention": _SAME, "overlapping mention": _ANY, "actor": _ANY, "event": overlap, "claim": overlap}
        self.matches = {kind: align(*self.units[kind], least[kind]) for kind in _UNITS}
        self.matches["actor"] = [match for match in self.matches["actor"] if self._one_actor(*match)]
        self.a_actors: dict[str, str] = {other["id"]: one["id"] for one, other in self.both("actor")}

    def _one_actor(self, i: int, j: int, overlap: float) -> bool:
        """Whether two actors share mentions, or have no mentions and names that are alike enough."""
        units = (self.units["actor"][0][i], self.units["actor"][1][j])
        return overlap >= OVERLAP or any(unit.record.get("mentions") for unit in units)

    def both(self, kind: str) -> list[tuple[Json, Json]]:
        """Return the aligned records of a kind."""
        in_a, in_b = self.units[kind]
        return [(in_a[i].record, in_b[j].record) for i, j, _ in self.matches[kind]]

    def pairs(self) -> Iterator[Pair]:
        """Yield the aligned records of every kind."""
        for kind in ("actor", "event", "claim"):
            for (one, other), (_, _, overlap) in zip(self.both(kind), self.matches[kind], strict=True):
                yield Pair(kind, one["id"], other["id"], overlap)

    def counts(self) -> Iterator[Count]:
        """Yield how many there are of every kind."""
        for kind, (in_a, in_b) in self.units.items():
            yield Count(kind, len(in_a), len(in_b), len(self.matches[kind]))

    def found(self, kind: str) -> list[_Found]:
        """Return for every unit of a kind whether both, only a or only b has it."""
        both = len(self.matches[kind])
        in_a, in_b = (len(units) - both for units in self.units[kind])
        return [(1, 1, 1)] * both + [(0, 1, 0)] * in_a + [(0, 0, 1)] * in_b

    def codes(self) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        """Yield kind of unit, name and both codings' codes of every field."""
        for kind, fields in _CODES.items():
            for name, code in fields.items():
                yield kind, name, [(code(one), code(other)) for one, other in self.both(kind)]
        yield "mention", "actor named", [(one["id"], self.in_a(other["id"])) for one, other in self.both("mention")]
        yield "claim", "claimant", [(_innermost(x)["actor"], self.in_a(_innermost(y)["actor"])) for x, y in self.claims]

    @property
    def claims(self) -> list[tuple[Json, Json]]:
        """The aligned claims."""
        return self.both("claim")

    def participants(self) -> list[tuple[set[tuple[str, str]], set[tuple[str, str]]]]:
        """Return actors and roles of the aligned events, both under a's identifiers."""
        return [
            (
                {(part["actor"], part["role"]) for part in one["participants"]},
                {(self.in_a(part["actor"]), part["role"]) for part in other["participants"]},
            )
            for one, other in self.both("event")
        ]

    def in_a(self, actor: str) -> str:
        """Return a's identifier of b's actor; one that a cannot have where there is none."""
        return self.a_actors.get(actor, f"{actor} (b)")

    def places(self) -> dict[tuple[str, str], Any]:
        """Return the sort key of every pair of identifiers, of which one may be empty."""
        found: dict[tuple[str, str], Any] = {}
        for kind, (in_a, in_b) in self.units.items():
            found |= {(unit.record["id"], ""): unit.order for unit in in_a}
            found |= {("", unit.record["id"]): unit.order for unit in in_b}
            found |= {(in_a[i].record["id"], in_b[j].record["id"]): in_a[i].order for i, j, _ in self.matches[kind]}
        return found


def align(a: Sequence[_Unit], b: Sequence[_Unit], least: float) -> list[_Match]:
    """Return (index in a, index in b, overlap) of units that belong together, by index in a.

    The best pair goes first. The order of preference is the same if a and b change places.
    """
    possible = [
        (-(overlap + _jaccard(one.wording, other.wording)), abs(i - j), i + j, i, j, overlap)
        for i, one in enumerate(a)
        for j, other in enumerate(b)
        if not one.points.isdisjoint(other.points)
        if (overlap := _jaccard(one.points, other.points)) >= least
    ]
    found: dict[int, _Match] = {}
    taken: set[int] = set()
    for *_, i, j, overlap in sorted(possible):
        if i not in found and j not in taken:
            found[i] = (i, j, overlap)
            taken.add(j)
    return [found[i] for i in sorted(found)]


def _jaccard(one: frozenset[Any], other: frozenset[Any]) -> float:
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def _of_kind(records: Sequence[Json], kind: str) -> list[Json]:
    return [record for record in records if record["id"].startswith(f"{kind}/") and "retracted" not in record]


def _points(spans: Iterable[Json]) -> frozenset[tuple[str, int | str]]:
    return frozenset((span["source"], point) for span in spans for point in range(span["start"], span["end"]))


def _wording(text: str) -> frozenset[str]:
    return frozenset(word for word, _ in words(text))


def _mentions(records: Sequence[Json]) -> list[_Unit]:
    actors = _of_kind(records, "actor")
    units = [_Unit(actor, _points([span]), frozenset()) for actor in actors for span in actor.get("mentions", ())]
    return sorted(units, key=lambda unit: unit.order)


def _actors(records: Sequence[Json]) -> list[_Unit]:
    units = []
    for actor in _of_kind(records, "actor"):
        wording = _wording(actor["name"])
        points = _points(actor.get("mentions", ())) or frozenset(("", word) for word in wording)
        units.append(_Unit(actor, points, wording))
    return sorted(units, key=lambda unit: unit.order)


def _stated(kind: str, wording: str) -> Callable[[Sequence[Json]], list[_Unit]]:
    def units(records: Sequence[Json]) -> list[_Unit]:
        found = [
            _Unit(record, _points(span for span in record["evidence"] if span["role"] == "whole"), _wording(text))
            for record in _of_kind(records, kind)
            for text in (record.get(wording) or "",)
        ]
        return sorted(found, key=lambda unit: unit.order)

    return units


_UNITS: dict[str, Callable[[Sequence[Json]], list[_Unit]]] = {
    "mention": _mentions,
    "overlapping mention": _mentions,
    "actor": _actors,
    "event": _stated("event", "title"),
    "claim": _stated("claim", "statement"),
}


def _field(name: str) -> Callable[[Json], str]:
    return lambda record: str(record.get(name) or _NONE)


def _innermost(claim: Json) -> Json:
    level: Json = claim["attribution"][-1]
    return level


def _predicate(claim: Json) -> str:
    return str((claim.get("asserts") or {}).get("predicate", _NONE))


_CODES: dict[str, dict[str, Callable[[Json], str]]] = {
    "actor": {"actor kind": _field("kind")},
    "event": {
        "event type": _field("type"),
        "mode": _field("mode"),
        "realis": _field("realis"),
        "date": lambda event: str(event["when"].get("edtf") or _NONE),
    },
    "claim": {
        "claim kind": _field("kind"),
        "innermost factuality": lambda claim: str(_innermost(claim)["factuality"]),
        "author factuality": lambda claim: str(claim["attribution"][0]["factuality"]),
        "chain length": lambda claim: str(len(claim["attribution"])),
        "attribution mode": lambda claim: str(_innermost(claim)["mode"]),
        "modality": _field("modality"),
        "predicate": _predicate,
    },
}


def _alone(aligned: _Aligned) -> Iterator[Disagreement]:
    for kind in ("actor", "event", "claim"):
        in_a, in_b = aligned.units[kind]
        with_a = {i for i, _, _ in aligned.matches[kind]}
        with_b = {j for _, j, _ in aligned.matches[kind]}
        for i, unit in enumerate(in_a):
            if i not in with_a:
                yield Disagreement(kind, "unit", unit.record["id"], None, _says(unit.record), None)
        for j, unit in enumerate(in_b):
            if j not in with_b:
                yield Disagreement(kind, "unit", None, unit.record["id"], None, _says(unit.record))


def _says(record: Json) -> str:
    return str(record.get("statement") or record.get("title") or record.get("name") or "")
