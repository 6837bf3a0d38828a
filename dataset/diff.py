"""Diff: what became of each record between two states of a ledger, field by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from caucasus_ledger.dataset.delimited import csv_bytes
from caucasus_ledger.dataset.records import Json, kind_of

How = Literal["added", "changed", "retracted", "restored", "removed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, or one item of a list, that differs; None stands for what is not there.

    `pointer` (RFC 6901) leads into the newer record, for what went into the older one.
    """

    pointer: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record.

    It is retracted where a tombstone took its place, or stands for what came and went in between, and removed where
    nothing took its place.
    """

    record: str
    how: How
    before: Json | None
    after: Json | None
    fields: tuple[FieldChange, ...]


def diff(old: Mapping[str, Json], new: Mapping[str, Json]) -> list[Change]:
    """Return the changes from one state to another, each a mapping from identifier to JSON record, by identifier."""
    return [
        _change(record_id, old.get(record_id), new.get(record_id))
        for record_id in sorted(old.keys() | new.keys())
        if old.get(record_id) != new.get(record_id)
    ]


def _change(record_id: str, before: Json | None, after: Json | None) -> Change:
    fields = tuple(field_changes(before or {}, after or {}))
    return Change(record_id, _how(before, after), before, after, fields)


def _how(before: Json | None, after: Json | None) -> How:
    if after is None:
        return "removed"
    was, is_ = before is not None and kind_of(before) == "tombstone", kind_of(after) == "tombstone"
    if before is None and not is_:
        return "added"
    return "changed" if was == is_ else "retracted" if is_ else "restored"


def tally(changes: Iterable[Change]) -> dict[tuple[How, str], int]:
    """Return how many records of which kind became what, by (how, kind), sorted."""
    found = Counter((change.how, change.record.partition("/")[0]) for change in changes)
    return dict(sorted(found.items()))


def counted(number: int, word: str) -> str:
    """Return a number with its word, in the plural where needed."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def listed(items: Sequence[str]) -> str:
    """Return items as people list them: a, b and c."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def change_rows(changes: Iterable[Change]) -> bytes:
    """Return the changes as a CSV file: record_id, how, pointer, before, after; a row a field or item of a list.

    `how` is added, changed, retracted, restored or removed; `pointer` (RFC 6901) leads into the newer record, for what
    went into the older one. `before` and `after` are JSON with sorted keys, empty for what is not there. UTF-8, LF.
    """
    rows = (
        (
            change.record,
            change.how,
            field.pointer,
            *(None if one is None else _spelt(one) for one in (field.before, field.after)),
        )
        for change in changes
        for field in change.fields
    )
    return csv_bytes(("record_id", "how", "pointer", "before", "after"), rows)


def field_changes(before: Any, after: Any, pointer: str = "") -> Iterator[FieldChange]:
    """Yield what differs between two JSON values, as deep down as the two have the same shape."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*after, *before)):
            yield from field_changes(before.get(key), after.get(key), f"{pointer}/{key}")
    elif isinstance(before, list) and isinstance(after, list):
        yield from _item_changes(before, after, pointer)
    else:
        yield FieldChange(pointer, before, after)


def _item_changes(before: list[Any], after: list[Any], pointer: str) -> Iterator[FieldChange]:
    """Items that stand in both lists are passed over; of the rest, those in the same place are compared."""
    old, new = [_spelt(item) for item in before], [_spelt(item) for item in after]
    if sorted(old) == sorted(new):
        yield FieldChange(pointer, before, after)
        return
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(i_end - i, j_end - j) if _alike(before[i:i_end], after[j:j_end]) else 0
        for step in range(paired):
            yield from field_changes(before[i + step], after[j + step], f"{pointer}/{j + step}")
        yield from (FieldChange(f"{pointer}/{n}", before[n], None) for n in range(i + paired, i_end))
        yield from (FieldChange(f"{pointer}/{n}", None, after[n]) for n in range(j + paired, j_end))


def _alike(before: list[Any], after: list[Any]) -> bool:
    """Whether the items are objects, of which one may have become the other; a reference is another one or the same."""
    return all(isinstance(item, dict) for item in (*before, *after))


def _spelt(item: Any) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
