"""Release notes: what changed since the last release, as the entries of a changelog's Data part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from caucasus_ledger.dataset.diff import Change, How, counted, listed
from caucasus_ledger.dataset.records import KINDS

_MOST = 20
"""Records of a kind that are told one by one; of more, it is counted what became of them."""
_LONGEST = 200
_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~$@#]")


def data_entries(changes: Sequence[Change], names: Mapping[str, str]) -> list[str]:
    """Return the lines of a changelog's Data part (Keep a Changelog 1.1.0): groups as `#### Added`, then their list.

    First it is counted by kind what was done, then each record is told: of a new one its name, of a changed one the
    fields, of a withdrawn one the reason and what replaces it. Of more than 20 records of a kind it is counted instead.
    """
    lines: list[str] = []
    for group, hows, many in _GROUPS:
        if chosen := [change for change in changes if change.how in hows]:
            lines += [f"#### {group}", *_entries(chosen, names, many)]
    return lines


def _entries(
    changes: Sequence[Change], names: Mapping[str, str], many: Callable[[Iterable[Change]], str] | None
) -> Iterator[str]:
    by_kind = {kind: [one for one in changes if one.record.partition("/")[0] == kind] for kind in KINDS}
    yield f"- {listed([counted(len(chosen), kind) for kind, chosen in by_kind.items() if chosen])}."
    for kind, chosen in by_kind.items():
        if len(chosen) <= _MOST:
            yield from (f"- {_told(change, names)}" for change in chosen)
        elif many:
            yield f"- {counted(len(chosen), kind)}: {many(chosen)}."


def _told(change: Change, names: Mapping[str, str]) -> str:
    record = f"`{change.record}`"
    if change.how == "changed":
        return f"{record}: {listed(_fields(change))}."
    if change.how == "retracted":
        retracted = (change.after or {})["retracted"]
        other = retracted.get("replaced_by")
        return f"{record}: {_plain(retracted['reason'])}{f' Replaced by `{other}`.' if other else ''}"
    if change.how == "removed":
        return f"{record}, without a tombstone."
    name = names.get(change.record, change.record)
    again = " (restored)" if change.how == "restored" else ""
    shown = f"“{_plain(name)}”" if change.record.startswith("claim/") else _plain(name)  # a claim's words are not ours
    return f"{record}{again}{'' if name == change.record else f': {shown}'}"


def _fields(change: Change) -> list[str]:
    """Return the top-level fields in which a record changed, in words."""
    return list(dict.fromkeys(field.pointer.split("/")[1].replace("_", " ") for field in change.fields))


def _fields_counted(changes: Iterable[Change]) -> str:
    found = Counter(field for change in changes for field in _fields(change))
    return listed([f"{field} of {number:,}" for field, number in sorted(found.items())])


def _replaced_counted(changes: Iterable[Change]) -> str:
    stones = [(change.after or {}).get("retracted", {}) for change in changes]
    return f"{sum('replaced_by' in stone for stone in stones):,} of them replaced by others"


_GROUPS: tuple[tuple[str, tuple[How, ...], Callable[[Iterable[Change]], str] | None], ...] = (
    ("Added", ("added", "restored"), None),
    ("Changed", ("changed",), _fields_counted),
    ("Removed", ("retracted", "removed"), _replaced_counted),
)
"""Each group of Keep a Changelog, what goes into it, and what is counted of very many records."""


def _plain(text: str) -> str:
    """Return a record's text as one line of Markdown that shows as the text and does nothing else."""
    shown = " ".join(text.split())
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    shown = "".join(character if character.isprintable() else "�" for character in shown)
    return _ACTIVE.sub(lambda found: f"\\{found.group()}", shown)
