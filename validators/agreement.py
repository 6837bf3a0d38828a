"""Agreement: how far two codings of one source say the same, and where they do not.

Units are found by `alignment`, and codes are compared on aligned records only. A field that is left out counts as the
code `none`. A reference says the same if it leads to aligned records; one to a record that its coding does not hold
goes by its identifier. The intervals are 95 % percentile intervals over resamples of the units counted, which are drawn
as if they were independent while the alignment is held fixed; those of the unitised alpha are over resamples of the
source's sentences. Listed is what differs in any field, apart from wording, notes, quoted words, the anchors of dates
and evidence of other roles than whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.validators.alignment import (
    KINDS,
    OVERLAP,
    Alignment,
    Range,
    Unit,
    called,
    length,
    references,
    same_span,
    shared,
    sources_of,
    union,
    wholes,
)
from caucasus_ledger.validators.reliability import (
    RESAMPLES,
    SEED,
    Found,
    Statistic,
    Stretch,
    agreement,
    alpha,
    f1,
    interval,
    mean,
    precision,
    recall,
    stretches,
    unitised_alpha,
)

if TYPE_CHECKING:
    from caucasus_ledger.schema import Source

NONE = "none"
UNITS = ("mention", "event", "claim")
"""The kinds of unit that stand on ranges of the text."""
CODES: dict[str, tuple[str, ...]] = {
    "mention": ("actor named",),
    "actor": ("actor kind",),
    "event": ("event type", "mode", "realis", "date"),
    "claim": (
        "claim kind", "claimant", "chain length", "attribution mode", "innermost factuality", "author factuality",
        "modality", "predicate",
    ),
}  # fmt: skip
"""The fields for which there are figures, since they hold one code or one name, by kind of unit."""


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
class Coverage:
    """How many code points the units of a kind cover in each coding and in both, of how many; None if unknown."""

    kind: str
    a: int
    b: int
    both: int
    length: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of agreement on n items; the value is None where it is undefined, and `why` says for what reason."""

    of: str
    measure: str
    n: int
    value: float | None
    low: float | None = None
    high: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which aligned units differ, or, with the field `unit`, a unit that has no partner.

    `a` and `b` are what either coding says, None for a unit that it has not; of a field that holds several things only
    those that the other lacks. `sentence` counts from 1; it is None where the place or the source is not known.
    """

    kind: str
    field: str
    sentence: int | None
    a_id: str | None
    b_id: str | None
    a: str | None
    b: str | None
    a_spans: tuple[Range, ...]
    b_spans: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Counts, coverage, figures, aligned records and disagreements, in the order of the text, of two codings."""

    counts: tuple[Count, ...]
    coverage: tuple[Coverage, ...]
    figures: tuple[Figure, ...]
    pairs: tuple[Pair, ...]
    disagreements: tuple[Disagreement, ...]

    def figure(self, of: str, measure: str) -> Figure:
        """Return one figure; raises KeyError if there is none of that name."""
        found = next((one for one in self.figures if (one.of, one.measure) == (of, measure)), None)
        if found is None:
            raise KeyError(f"{of}, {measure}")
        return found


def compare(
    a: Sequence[Json],
    b: Sequence[Json],
    source: Source | None = None,
    *,
    overlap: float = OVERLAP,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Comparison:
    """Return how far two codings of one source agree, each given as the JSON of its records.

    The first is the one of reference: precision is the share of b's units that a has too, recall the share of a's units
    that b has too. Without the source's record there are neither sentences nor a unitised alpha. Raises ValueError for
    records of several sources, LedgerError if too many of them stand on the same words.
    """
    if len(sources := sources_of([*a, *b])) > 1:
        raise ValueError(f"the records are of several sources: {', '.join(sources)}")
    aligned = Alignment(a, b, overlap)
    sides = _Side(a, {}), _Side(b, _partners(aligned, b))
    return Comparison(
        counts=tuple(_count(aligned, kind) for kind in aligned.matches),
        coverage=tuple(_coverage(aligned, kind, source) for kind in UNITS),
        figures=tuple(
            _figure(*measure, resamples=resamples, seed=seed) for measure in _measures(aligned, sides, source)
        ),
        pairs=tuple(_pairs(aligned)),
        disagreements=tuple(_disagreements(aligned, sides, source)),
    )


_Told = Iterable[tuple[str, str]]
"""What a record says in a field: each thing as it is compared, and as people read it."""


class _Side:
    """What one coding calls the records that it refers to, and by which of the first coding's identifiers they go."""

    def __init__(self, records: Sequence[Json], keys: Mapping[str, str]) -> None:
        self._keys = keys
        self._names = {
            record["id"]: called(record)
            for record in records
            if record["id"].startswith(("actor/", "event/")) and "retracted" not in record
        }
        self.first_named = _first_named(records)

    def refer(self, *references: str) -> _Told:
        """Yield references by the first coding's identifiers, and by name and their own."""
        for one in references:
            name = self._names.get(one)
            yield self._keys.get(one, one), f"{name} ({one})" if name else one


def _partners(aligned: Alignment, b: Sequence[Json]) -> dict[str, str]:
    """Return, for each record of b, the identifier of its partner, or one that no record of a can have."""
    partners = {other.id: one.id for kind in KINDS for one, other in aligned.both(kind)}
    return {record["id"]: f"{record['id']} (b)" for record in b} | partners


def _first_named(records: Sequence[Json]) -> dict[str, int]:
    """Return, for every record that an event or claim refers to, the first code point of the first that does."""
    found: dict[str, int] = {}
    for record in records:
        if record["id"].startswith(("event/", "claim/")) and "retracted" not in record:
            start = min((int(span["start"]) for span in wholes(record)), default=_NOWHERE)
            for one in references(record):
                found[one] = min(start, found.get(one, start))
    return found


def _pairs(aligned: Alignment) -> Iterator[Pair]:
    for kind in KINDS:
        for (one, other), match in zip(aligned.both(kind), aligned.matches[kind], strict=True):
            yield Pair(kind, one.id, other.id, match.overlap)


def _count(aligned: Alignment, kind: str) -> Count:
    in_a, in_b = aligned.of(kind)
    return Count(kind, len(in_a), len(in_b), len(aligned.matches[kind]))


def _covered(units: Sequence[Unit]) -> tuple[Range, ...]:
    """Return what units cover; those that overlap become one, since the units of a continuum do not."""
    return union(one for unit in units for one in unit.ranges)


def _coverage(aligned: Alignment, kind: str, source: Source | None) -> Coverage:
    in_a, in_b = map(_covered, aligned.of(kind))
    both = shared(in_a, in_b)
    return Coverage(kind, length(in_a), length(in_b), both, source.text.characters if source else None)


_Measure = tuple[str, str, Sequence[Any], Statistic[Any], str]
"""Of what, name, items, statistic, and why it is undefined if it is."""


def _figure(
    of: str, measure: str, items: Sequence[Any], statistic: Statistic[Any], why: str, *, resamples: int, seed: int
) -> Figure:
    value = statistic(items)
    if value is None:
        return Figure(of, measure, len(items), None, why=why)
    return Figure(of, measure, len(items), value, *interval(items, statistic, resamples, seed))


def _measures(aligned: Alignment, sides: tuple[_Side, _Side], source: Source | None) -> Iterator[_Measure]:
    for kind in aligned.matches:
        found = _found(aligned, kind)
        yield kind, "precision", found, precision, "B has none"
        yield kind, "recall", found, recall, "A has none"
        yield kind, "F1", found, f1, "neither has any"
    for kind in UNITS:
        continuum, why = _continuum(aligned, kind, source)
        yield kind, "unitised alpha", continuum, unitised_alpha, why
    for kind in ("event", "claim"):
        yield kind, "Jaccard", [match.overlap for match in aligned.matches[kind]], mean, "nothing is aligned"
    for kind, names in CODES.items():
        for name in names:
            codes = _codes(aligned, sides, kind, name)
            yield name, "agreement", codes, agreement, "nothing is aligned"
            yield name, "alpha", codes, alpha, "one code only" if codes else "nothing is aligned"
    keys = [({key for key, _ in x}, {key for key, _ in y}) for x, y in _told(aligned, sides, "event", "participants")]
    yield "participants", "F1", [(len(x & y), len(x), len(y)) for x, y in keys], f1, "nothing is aligned"


def _found(aligned: Alignment, kind: str) -> list[Found]:
    """Return for every unit of a kind whether both, only a or only b has it."""
    in_a, in_b = aligned.of(kind)
    both = len(aligned.matches[kind])
    return [(1, 1, 1)] * both + [(0, 1, 0)] * (len(in_a) - both) + [(0, 0, 1)] * (len(in_b) - both)


def _continuum(aligned: Alignment, kind: str, source: Source | None) -> tuple[list[Stretch], str]:
    """Return the text as units of a kind cover it, sentence by sentence, and why its alpha is undefined if it is."""
    if source is None:
        return [], "the record of the source is not at hand"
    units = [_covered(units) for units in aligned.of(kind)]
    if any(end > source.text.characters for ranges in units for _, end in ranges):
        return [], "a unit lies beyond the end of the text"
    bounds = sorted({0, source.text.characters, *(sentence.start for sentence in source.sentences)})
    return stretches(units, bounds), "all of the text or none of it is covered"


def _codes(aligned: Alignment, sides: tuple[_Side, _Side], kind: str, field: str) -> list[tuple[str, str]]:
    """Return both codings' codes of a field of the aligned records."""
    aligned_as = same_span(kind) if kind == "mention" else kind
    return [(_code(x), _code(y)) for x, y in _told(aligned, sides, aligned_as, field)]


def _code(told: _Told) -> str:
    return next((key for key, _ in told), NONE)


def _told(
    aligned: Alignment, sides: tuple[_Side, _Side], kind: str, field: str
) -> Iterator[tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    tell = _FIELDS[kind.partition(",")[0]][field]
    a, b = sides
    return ((list(tell(one.record, a)), list(tell(other.record, b))) for one, other in aligned.both(kind))


def _disagreements(aligned: Alignment, sides: tuple[_Side, _Side], source: Source | None) -> list[Disagreement]:
    found: list[tuple[int, Disagreement]] = []
    for kind in CODES:
        in_a, in_b = aligned.alone(kind)
        for units in [*aligned.both(kind), *((one, None) for one in in_a), *((None, other) for other in in_b)]:
            place = _place(sides, units)
            sentence = (source.sentence_at(place) or None) if source else None
            found += [
                (place, _disagreement(kind, field, sentence, units, says)) for field, *says in _says(kind, sides, units)
            ]
    return [one for _, one in sorted(found, key=lambda one: one[0])]


_Units = tuple[Unit | None, Unit | None]
_NOWHERE = 2**53


def _place(sides: tuple[_Side, _Side], units: _Units) -> int:
    """Return the first code point of units, or else of what refers to them."""
    return min(
        unit.ranges[0][0] if unit.ranges else side.first_named.get(unit.id, _NOWHERE)
        for side, unit in zip(sides, units, strict=True)
        if unit
    )


def _says(kind: str, sides: tuple[_Side, _Side], units: _Units) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield every field in which two units differ with what either says, or `unit` for one that is alone."""
    one, other = units
    if one is None or other is None:
        yield "unit", called(one.record) if one else None, called(other.record) if other else None
        return
    for field, tell in _FIELDS[kind].items():
        in_a, in_b = (dict(tell(unit.record, side)) for unit, side in zip((one, other), sides, strict=True))
        if in_a.keys() != in_b.keys():
            yield field, _beyond(in_a, in_b), _beyond(in_b, in_a)
    if kind in UNITS and one.ranges != other.ranges:
        yield "span", _shown(one.ranges), _shown(other.ranges)


def _beyond(told: Mapping[str, str], other: Mapping[str, str]) -> str:
    more = sorted(shown for key, shown in told.items() if key not in other)
    return "; ".join(more) or ("nothing more" if told else NONE)


def _shown(ranges: Iterable[Range]) -> str:
    return ", ".join(f"[{start}, {end})" for start, end in ranges)


def _disagreement(
    kind: str, field: str, sentence: int | None, units: _Units, says: Sequence[str | None]
) -> Disagreement:
    a_id, b_id = (unit.id if unit else None for unit in units)
    a_spans, b_spans = (unit.ranges if unit else () for unit in units)
    return Disagreement(kind, field, sentence, a_id, b_id, says[0], says[1], a_spans, b_spans)


def _plain(*values: Any) -> _Told:
    return ((str(value), str(value)) for value in values if value is not None)


def _field(name: str) -> Callable[[Json, _Side], _Told]:
    return lambda record, _: _plain(record.get(name))


def _list(name: str) -> Callable[[Json, _Side], _Told]:
    return lambda record, _: _plain(*record.get(name, ()))


def _reference(name: str) -> Callable[[Json, _Side], _Told]:
    return lambda record, side: side.refer(*([record[name]] if record.get(name) else []))


def _references(name: str) -> Callable[[Json, _Side], _Told]:
    return lambda record, side: side.refer(*record.get(name, ()))


def _innermost(claim: Json) -> Json:
    level: Json = claim["attribution"][-1]
    return level


def _participants(event: Json, side: _Side) -> _Told:
    for part in event["participants"]:
        for key, shown in side.refer(part["actor"]):
            yield f"{part['role']}: {key}", f"{part['role']}: {shown}"


def _roles(actor: Json, side: _Side) -> _Told:
    for role in actor.get("roles", ()):
        if organisation := role.get("organisation"):
            for key, shown in side.refer(organisation):
                yield f"{role['role']}, {key}", f"{role['role']}, {shown}"
        else:
            yield role["role"], role["role"]


def _inner_levels(claim: Json, side: _Side) -> _Told:
    """Yield the levels of a chain between the author and the innermost claimant."""
    for number, level in enumerate(claim["attribution"][1:-1], start=1):
        for key, shown in side.refer(level["actor"]):
            code = f"level {number}, {level['mode']}, {level['factuality']}: "
            yield code + key, code + shown


def _link(end: str) -> Callable[[Json, _Side], _Told]:
    return lambda claim, side: side.refer(*([claim["asserts"][end]] if claim.get("asserts") else []))


def _in(name: str, member: str) -> Callable[[Json, _Side], _Told]:
    return lambda record, _: _plain((record.get(name) or {}).get(member))


def _deaths(event: Json, _: _Side) -> _Told:
    deaths = event.get("deaths")
    if not deaths:
        return ()
    most = "any number" if deaths.get("high") is None else deaths["high"]
    return _plain(f"{deaths['best']}, from {deaths['low']} to {most}")


_FIELDS: dict[str, dict[str, Callable[[Json, _Side], _Told]]] = {
    "mention": {"actor named": lambda actor, side: side.refer(actor["id"])},
    "actor": {
        "name": _field("name"),
        "actor kind": _field("kind"),
        "country": _field("country"),
        "item": _field("wikidata"),
        "part of": _reference("part_of"),
        "aliases": lambda actor, _: _plain(*(f"{one['name']} ({one['kind']})" for one in actor.get("aliases", ()))),
        "roles": _roles,
    },
    "event": {
        "event type": _field("type"),
        "mode": _field("mode"),
        "realis": _field("realis"),
        "date": _in("when", "edtf"),
        "date basis": _in("when", "basis"),
        "participants": _participants,
        "places": lambda event, _: _plain(*(f"{one['name']} ({one['precision']})" for one in event.get("places", ()))),
        "contexts": _list("contexts"),
        "deaths": _deaths,
        "part of": _reference("part_of"),
    },
    "claim": {
        "claim kind": _field("kind"),
        "claimant": lambda claim, side: side.refer(_innermost(claim)["actor"]),
        "chain length": lambda claim, _: _plain(len(claim["attribution"])),
        "attribution mode": lambda claim, _: _plain(_innermost(claim)["mode"]),
        "innermost factuality": lambda claim, _: _plain(_innermost(claim)["factuality"]),
        "author factuality": lambda claim, _: _plain(claim["attribution"][0]["factuality"]),
        "levels between": _inner_levels,
        "modality": _field("modality"),
        "predicate": _in("asserts", "predicate"),
        "link subject": _link("subject"),
        "link object": _link("object"),
        "about": _references("about"),
        "conditions": _references("conditions"),
        "condition logic": _field("condition_logic"),
        "supports": _references("supports"),
        "contradicts": _references("contradicts"),
        "qualifies": _references("qualifies"),
        "said": _in("said", "edtf"),
        "horizon": lambda claim, _: _plain(((claim.get("forecast") or {}).get("horizon") or {}).get("edtf")),
        "resolution": _in("forecast", "resolution"),
    },
}
"""What is compared of every kind of unit, in the order in which it is listed."""
