"""Mutants: every fault of every record of a ledger, and a seeded choice of them that leaves no sort out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from caucasus_ledger.dataset.records import kind_of
from mutation import files, relations, spans, structure, values
from mutation.fault import Fault, Operator, Site, Whole
from mutation.ledgers import Ledger
from mutation.slots import slots

OPERATORS: tuple[Operator, ...] = (
    *structure.OPERATORS, *values.OPERATORS, *spans.OPERATORS, *relations.OPERATORS, *files.OPERATORS
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault in one record of a ledger; `sort` is the field, or the way of breaking the file."""

    ledger: str
    path: str
    kind: str
    operator: str
    sort: str
    fault: Fault


def mutants(ledger: Ledger, paths: Iterable[str], seed: int) -> Iterator[Mutant]:
    """Yield every mutant of the given records of a ledger; the same for the same seed."""
    for path in paths:
        record = ledger.records[path]
        kind = kind_of(record)
        rng = Random(f"{seed} {path}")  # noqa: S311 - no secret hangs on it
        for slot in slots(record):
            for operator in OPERATORS:
                if operator.at_slot:
                    for fault in operator.at_slot(Site(ledger, path, record, slot, rng)):
                        yield Mutant(ledger.name, path, kind, operator.name, slot.field, fault)
        for operator in OPERATORS:
            if operator.at_record:
                for sort, fault in operator.at_record(Whole(ledger, path, record, rng)):
                    yield Mutant(ledger.name, path, kind, operator.name, sort, fault)


def chosen(every: Iterable[Mutant], number: int, seed: int) -> list[Mutant]:
    """Return that many mutants: one of each sort, operator, record kind and ledger; then of each operator in turn."""
    groups: defaultdict[tuple[str, str, str, str], list[Mutant]] = defaultdict(list)
    for mutant in every:
        groups[mutant.operator, mutant.sort, mutant.kind, mutant.ledger].append(mutant)
    rng = Random(seed)  # noqa: S311
    for group in groups.values():
        rng.shuffle(group)
    found = [groups[key].pop() for key in rng.sample(sorted(groups), min(number, len(groups)))]
    by_operator: defaultdict[str, list[Mutant]] = defaultdict(list)
    for key, group in sorted(groups.items()):
        by_operator[key[0]] += group
    for rest in by_operator.values():
        rng.shuffle(rest)
    while len(found) < number and any(by_operator.values()):
        found += [rest.pop() for rest in by_operator.values() if rest][: number - len(found)]
    return found
