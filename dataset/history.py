"""History: what became of one record from version to version, what it replaced, and what replaced it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from caucasus_ledger.dataset.diff import Change, diff
from caucasus_ledger.dataset.ledger import Ledger, load, versions
from caucasus_ledger.dataset.records import Json


@dataclass(frozen=True, slots=True)
class Step:
    """A version in which a record is not as it was in the one before."""

    version: str
    released: str | None
    change: Change


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A record that was withdrawn in favour of another: when, why, and the first version that says so."""

    record: str
    replaced_by: str
    reason: str
    retracted_on: str
    version: str


@dataclass(frozen=True, slots=True)
class History:
    """A record's steps through the versions looked at, oldest first.

    `replaced` are the withdrawals that lead to it, nearest first; `replaced_by` those that lead on from it.
    """

    record: str
    versions: tuple[str, ...]
    steps: tuple[Step, ...]
    replaced: tuple[Withdrawal, ...]
    replaced_by: tuple[Withdrawal, ...]


def at_hand(ledger: Ledger) -> list[Ledger]:
    """Return the releases that stand beside a ledger, oldest first, and then itself if it is none of them.

    Raises LedgerError for a release that cannot be read.
    """
    released = [load(ledger.releases / version) for version in versions(ledger.releases)]
    return [*released, *([ledger] if ledger.version not in {one.version for one in released} else [])]


def history(record_id: str, ledgers: Sequence[Ledger]) -> History:
    """Return what became of a record in successive versions, oldest first; no steps if none of them ever held it."""
    found = _withdrawals(ledgers)
    return History(
        record_id,
        tuple(ledger.version for ledger in ledgers),
        tuple(_steps(record_id, ledgers)),
        tuple(_followed(record_id, found, lambda one: (one.replaced_by, one.record))),
        tuple(_followed(record_id, found, lambda one: (one.record, one.replaced_by))),
    )


def _steps(record_id: str, ledgers: Iterable[Ledger]) -> Iterator[Step]:
    before: dict[str, Json] = {}
    for ledger in ledgers:
        record = ledger.json_of(record_id)
        after = {} if record is None else {record_id: record}
        yield from (Step(ledger.version, ledger.released, change) for change in diff(before, after))
        before = after


def _withdrawals(ledgers: Iterable[Ledger]) -> list[Withdrawal]:
    """Return each withdrawal in favour of another record, as it stands in the first version that has it.

    Those of records that stand again in the end are left out.
    """
    found: dict[tuple[str, str], Withdrawal] = {}
    for ledger in ledgers:
        found = {key: one for key, one in found.items() if one.record not in ledger}
        for stone in ledger.tombstones:
            retracted, other = stone.retracted, stone.retracted.replaced_by
            if other is not None:
                told = Withdrawal(stone.id, other, retracted.reason, retracted.retracted_on, ledger.version)
                found.setdefault((stone.id, other), told)
    return list(found.values())


def _followed(
    record_id: str, withdrawals: Sequence[Withdrawal], ends: Callable[[Withdrawal], tuple[str, str]]
) -> Iterator[Withdrawal]:
    """Yield the withdrawals that lead on from a record, then those that lead on from their other ends, and so on."""
    waiting, seen = {record_id}, {record_id}
    while waiting:
        found = [one for one in withdrawals if ends(one)[0] in waiting and ends(one)[1] not in seen]
        yield from found
        waiting = {ends(one)[1] for one in found}
        seen |= waiting
