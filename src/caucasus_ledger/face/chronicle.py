"""Chronicle: `caucasus history`: what became of one record from version to version, and of those that it replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

from caucasus_ledger.dataset.history import History, at_hand, history
from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.dataset.records import KINDS
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.changes import MARKS, REFERENCE, names_of
from caucasus_ledger.face.differences import called, entry_lines, row_of
from caucasus_ledger.face.prose import field, heading
from caucasus_ledger.face.report import visible


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The history of a record, and what people call the records that it tells of, by identifier."""

    history: History
    names: dict[str, str]


def chronicle(ledger: Ledger, words: str) -> Chronicle:
    """Return the history of the record that a person means, through the releases at hand and the ledger itself.

    Raises UnknownRecord if no version has such a record, LedgerError if several fit or a release cannot be read.
    """
    ledgers = at_hand(ledger)
    found = history(_meant(ledgers, words), ledgers)
    return Chronicle(found, _names(ledgers, {found.record, *_references(found)}))


def _meant(ledgers: Sequence[Ledger], words: str) -> str:
    """Return the identifier that a person means: one that any version has, or what only one record of the last fits."""
    last = ledgers[-1]
    for record_id in (words, *(f"{kind}/{words}" for kind in KINDS)):
        if any(ledger.json_of(record_id) is not None for ledger in ledgers):
            return record_id
    fitting = [record.id for record in last.find(words)]
    if len(fitting) > 1:
        more = f" and {len(fitting) - 20:,} more" if len(fitting) > 20 else ""
        raise LedgerError(f"'{words}' fits {len(fitting):,} records; name one of {', '.join(fitting[:20])}{more}")
    if not fitting:
        raise last.unknown(words)
    return fitting[0]


def _references(found: History) -> Iterator[str]:
    """Yield the identifiers of the records that a history tells of."""
    for step in found.steps:
        for one in step.change.fields:
            yield from re.findall(REFERENCE, json.dumps([one.before, one.after]))
    yield from (
        record_id for one in (*found.replaced, *found.replaced_by) for record_id in (one.record, one.replaced_by)
    )


def _names(ledgers: Sequence[Ledger], ids: Iterable[str]) -> dict[str, str]:
    """Return what people call records, or called them last."""
    states = ({one: record for one in ids if (record := ledger.json_of(one)) is not None} for ledger in ledgers[::-1])
    return names_of(*states)


def as_json(found: Chronicle) -> dict[str, Any]:
    """Return the history as a JSON object whose keys keep their names and meanings.

    `record`, `name`, `versions` (those looked at, oldest first), `steps` (version, released, and what `caucasus diff`
    tells of a change: how, fields, reason of a retraction), `replaces` and `replaced_by` (each record, replaced_by,
    reason, retracted_on, and the first version that says so), nearest first.
    """
    told = found.history
    rows = [(step, row_of(step.change, found.names)) for step in told.steps]
    return {
        "record": told.record,
        "name": found.names[told.record],
        "versions": list(told.versions),
        "steps": [
            {"version": step.version, "released": step.released}
            | {key: value for key, value in row.items() if key not in ("record", "name")}
            for step, row in rows
        ],
        "replaces": [asdict(one) for one in told.replaced],
        "replaced_by": [asdict(one) for one in told.replaced_by],
    }


def as_text(found: Chronicle) -> Iterator[str]:
    """Yield the lines of the history for a terminal of 80 columns."""
    told, names = found.history, found.names
    name = names[told.record]
    yield from heading(name, told.record) if name != told.record else [click.style(visible(name), bold=True)]
    for step in told.steps:
        mark, colour = MARKS[step.change.how]
        day = f" ({step.released})" if step.released else ""
        yield ""
        yield click.style(visible(f"{mark} {step.version}{day}: {step.change.how}"), fg=colour, bold=True)
        yield from entry_lines(step.change, names)
    if told.steps[-1].version != told.versions[-1]:
        yield from ("", f"Unchanged since, up to {visible(told.versions[-1])}.")
    if told.replaced or told.replaced_by:
        yield ""
    yield from field("Replaces", [f"{called(one.record, names)}: {one.reason}" for one in told.replaced])
    yield from field("Replaced by", [called(one.replaced_by, names) for one in told.replaced_by])
