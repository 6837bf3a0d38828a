"""Changes: what a contribution adds, changes and retracts, field by field, by names rather than identifiers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from caucasus_ledger.dataset.records import CALLED, kind_of
from caucasus_ledger.face.comment import INDENT
from caucasus_ledger.face.prose import certainty, words
from caucasus_ledger.face.report import count, visible

if TYPE_CHECKING:
    from caucasus_ledger.dataset.diff import Change, FieldChange, How
    from caucasus_ledger.dataset.records import Json
    from caucasus_ledger.validators.contribution import Contribution

    Names = Mapping[str, str]

_DONE: dict[How, str] = {
    "added": "adds",
    "changed": "changes",
    "retracted": "retracts",
    "restored": "restores",
    "removed": "removes",
}
MARKS: dict[How, tuple[str, str]] = {
    "added": ("+", "green"),
    "changed": ("~", "yellow"),
    "retracted": ("-", "red"),
    "restored": ("+", "green"),
    "removed": ("-", "red"),
}
_SHOWN = 100
"""Records that are told one by one."""
_LONGEST = 90
REFERENCE = re.compile(r"(?:source|actor|event|claim|assessment)/[a-z0-9/-]+")


def as_rows(contribution: Contribution) -> list[dict[str, Any]]:
    """Return the changes as JSON objects: record, name, how, and each field with what it was and is."""
    names = names_of(contribution.records, contribution.base.records)
    return [as_row(change, names, told(change)) for change in contribution.changes]


def as_row(change: Change, names: Names, fields: Iterable[FieldChange]) -> dict[str, Any]:
    """Return a change as a JSON object with the fields given."""
    return {
        "record": change.record,
        "name": names[change.record],
        "how": change.how,
        "fields": [{"pointer": field.pointer, "before": field.before, "after": field.after} for field in fields],
    }


def as_text(contribution: Contribution) -> Iterator[str]:
    """Yield the lines of a summary: how many records of which kind, then each with its fields."""
    yield f"Held against {visible(contribution.base.name)}, the contribution {verdict(contribution)}."
    if contribution.unread:
        yield f"What {count(len(contribution.unread), 'file')} would change is unknown until they hold valid records."
    names = names_of(contribution.records, contribution.base.records)
    for change in contribution.changes[:_SHOWN]:
        mark, colour = MARKS[change.how]
        yield click.style(f"{mark} {visible(headline(change, names))}", fg=colour)
        yield from (f"{INDENT}{visible(line)}" for line in _lines(change, names))
    if more := len(contribution.changes) - _SHOWN:
        yield from [f"and {count(more, 'record')} more (--format json tells them all)"] * (more > 0)


def verdict(contribution: Contribution) -> str:
    """Return in words how many records of which kind are added, changed and retracted."""
    if not contribution.changes:
        return "changes no record"
    counts = Counter((change.how, change.record.partition("/")[0]) for change in contribution.changes)
    parts = []
    for how, done in _DONE.items():
        if kinds := [count(n, kind) for (other, kind), n in sorted(counts.items()) if other == how]:
            parts.append(f"{done} {' and '.join(kinds) if len(kinds) < 3 else ', '.join(kinds)}")
    return "; ".join(parts)


def names_of(*states: Mapping[str, Json]) -> dict[str, str]:
    """Return what people call each record of several states, first ones first; a withdrawn one as it was called."""
    found: dict[str, str] = {}
    for records in states:
        for record_id, record in records.items():
            called = record.get(CALLED.get(kind_of(record), ""))
            shown = called.get("text") if isinstance(called, dict) else called
            if isinstance(shown, str) and shown:
                found.setdefault(record_id, shown)
    return {record_id: found.get(record_id, record_id) for records in states for record_id in records}


def headline(change: Change, names: Names) -> str:
    """Return what people call a record, and its identifier."""
    name = names[change.record]
    return change.record if name == change.record else f"{_short(name)} ({change.record})"


def told(change: Change) -> tuple[FieldChange, ...]:
    """Return the fields worth telling: of a tombstone not what it lost, of a new record not what it is called."""
    if change.how in ("retracted", "restored"):
        return tuple(field for field in change.fields if field.pointer == "/retracted")
    known = ("/id", f"/{CALLED[kind_of(change.after or {})]}") if change.how == "added" else ("/id",)
    return tuple(field for field in change.fields if field.pointer not in known)


def _lines(change: Change, names: Names) -> Iterator[str]:
    if change.how == "removed":
        yield "it is gone without a tombstone"
    elif change.how == "retracted":
        retraction = (change.after or {}).get("retracted") or {}
        yield f"because: {retraction.get('reason', '')}" if isinstance(retraction, dict) else "because: ?"
        if isinstance(retraction, dict) and (successor := retraction.get("replaced_by")):
            yield f"replaced by: {value_of(successor, names)}"
    else:
        for field in told(change):
            yield f"{label(field.pointer)}: {_difference(field, names)}"


def label(pointer: str) -> str:
    """Return a pointer as words: /attribution/1/factuality as attribution 2, factuality."""
    parts: list[str] = []
    for step in pointer.strip("/").split("/"):
        if step.isdigit() and parts:
            parts[-1] += f" {int(step) + 1}"
        else:
            parts.append(words(step))
    return ", ".join(parts)


def _difference(field: FieldChange, names: Names) -> str:
    before, after = value_of(field.before, names), value_of(field.after, names)
    if field.before is None:
        return after if "/" not in field.pointer.strip("/") else f"+ {after}"
    return f"− {before}" if field.after is None else f"{before} → {after}"


def value_of(value: Any, names: Names, longest: int = _LONGEST) -> str:
    """Return a value in words, records by their names, texts in at most so many code points."""
    if isinstance(value, list):
        return _short("; ".join(value_of(item, names, longest) for item in value), max(300, longest))
    if isinstance(value, dict):
        return _item(value, names, longest)
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return _short(names.get(value, value), longest)
    if value in ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"):
        return certainty(value)
    return _short(value if isinstance(value, str) else json.dumps(value), longest)


def _item(value: Mapping[str, Any], names: Names, longest: int) -> str:
    """Return an object as its values; spans as where they stand."""
    if "start" in value and "end" in value:
        rest = [str(value[key]) for key in ("role", "name", "status", "kind") if value.get(key)]
        return f"[{value['start']}, {value['end']}) {' '.join(rest)}".strip()
    return ", ".join(f"{words(key)} {value_of(member, names, longest)}" for key, member in value.items())


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
