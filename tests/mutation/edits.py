"""Edits: a mistake made at one place of one record file, as data, and what the file is after it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caucasus_ledger.dataset.records import SORTED, Json, parse
from mutation.slots import objects, shapes
from mutation.written import written


@dataclass(frozen=True, slots=True)
class Put:
    """Set a member or an item; a new member goes where the schema's order wants it."""

    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove a member or an item."""

    pointer: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a member another key."""

    pointer: str
    key: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a further item into a list, or a further member into an object, before what stands at the index."""

    pointer: str
    index: int
    value: Any
    key: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Put the members or items of an object or list in another order."""

    pointer: str
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Splice:
    """Put other text in the place of a stretch of the file's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Give the file other bytes."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """Change which files there are: path below the root to new bytes, to None (gone), `folder`, or `link:TARGET`."""

    files: tuple[tuple[str, bytes | str | None], ...]


Edit = Put | Drop | Rename | Insert | Order | Splice | Content | Files


def applied(record: Json, path: str, edit: Edit) -> tuple[dict[str, bytes | str | None], dict[str, int]]:
    """Return the files that an edit changes, and the line of each pointer of the record as it is after the edit.

    What an edit puts out of the order that some lists have is put back into it, so that it is the only mistake; the
    pointers are those before that.
    """
    if isinstance(edit, Files):
        return dict(edit.files), {}
    if isinstance(edit, Content):
        return {path: edit.content}, {}
    if isinstance(edit, Splice):
        text = written(record)[0]
        return {path: (text[: edit.start] + edit.text + text[edit.end :]).encode("utf-8", "surrogatepass")}, {}
    plain = changed(record, edit)
    orders = {} if isinstance(edit, Order) else _orders(plain)
    for name, order in orders.items():
        plain[name] = [plain[name][index] for index in order]
    text, lines = written(plain)
    return {path: text.encode("utf-8", "surrogatepass")}, {_before(at, orders): line for at, line in lines.items()}


def _orders(plain: Any) -> dict[str, list[int]]:
    """Return, for each list of a valid record that is not in its order, the places from which its items come."""
    try:
        record = parse(json.dumps(plain))
    except ValueError:
        return {}
    found: dict[str, list[int]] = {}
    for name, key in SORTED.items():
        items = getattr(record, name, ())
        order = sorted(range(len(items)), key=lambda index: key(items[index]))
        if order != list(range(len(items))):
            found[name] = order
    return found


def _before(pointer: str, orders: Mapping[str, list[int]]) -> str:
    name, _, rest = pointer[1:].partition("/")
    if not rest or name not in orders:
        return pointer
    index, slash, below = rest.partition("/")
    return f"/{name}/{orders[name][int(index)]}{slash}{below}"


def changed(record: Json, edit: Put | Drop | Rename | Insert | Order) -> Any:
    """Return a copy of a record with the edit made."""
    if isinstance(edit, Put) and not edit.pointer:
        return edit.value
    above, _, last = edit.pointer.rpartition("/")
    at = edit.pointer if isinstance(edit, Insert | Order) else above
    members = _edited(_members(dug(record, at)), edit, last)
    if isinstance(edit, Put) and isinstance(dug(record, at), dict):
        order = list(next(shapes(model) for pointer, model, _ in objects(record) if pointer == at))
        members.sort(key=lambda member: order.index(member[0]))
    return _rebuilt(record, at.split("/")[1:], members)


Members = list[tuple[str, Any]]
"""The members of an object, or the items of a list with their numbers as keys."""


def _members(holder: Any) -> Members:
    return list(holder.items()) if isinstance(holder, dict) else [(str(n), item) for n, item in enumerate(holder)]


def _edited(members: Members, edit: Put | Drop | Rename | Insert | Order, last: str) -> Members:
    if isinstance(edit, Order):
        return [members[index] for index in edit.order]
    if isinstance(edit, Insert):
        return [*members[: edit.index], (edit.key, edit.value), *members[edit.index :]]
    if isinstance(edit, Drop):
        return [member for member in members if member[0] != last]
    if isinstance(edit, Rename):
        return [(edit.key if key == last else key, value) for key, value in members]
    if last not in dict(members):
        return [*members, (last, edit.value)]
    return [(key, edit.value if key == last else value) for key, value in members]


def _rebuilt(plain: Any, steps: Sequence[str], members: Members) -> Any:
    """Return JSON with the object or list at the end of the steps made of these members."""
    if steps:
        first, *rest = steps
        members = [(key, _rebuilt(value, rest, members) if key == first else value) for key, value in _members(plain)]
    return dict(members) if isinstance(plain, dict) else [value for _, value in members]


def dug(plain: Any, pointer: str) -> Any:
    """Return the value at a pointer."""
    for step in pointer.split("/")[1:]:
        plain = plain[int(step)] if isinstance(plain, list) else plain[step]
    return plain


def shown(record: Json, edit: Edit) -> tuple[str, str]:
    """Return, for people, what stood at the place and what stands there now."""
    if isinstance(edit, Put | Drop | Rename):
        try:
            before = json.dumps(dug(record, edit.pointer), ensure_ascii=True)
        except (KeyError, IndexError, TypeError):
            before = "(absent)"
        return before[:60], _after(edit)
    if isinstance(edit, Insert):
        return "(no such item)", f"{edit.key + ': ' if edit.key else ''}{_short(edit.value)}"
    if isinstance(edit, Order):
        return "(order)", str(edit.order)
    if isinstance(edit, Splice):
        text = written(record)[0]
        return ascii(text[edit.start : edit.end])[:60], ascii(edit.text)[:60]
    if isinstance(edit, Content):
        return "(file)", f"{len(edit.content)} bytes"
    return "(files)", ", ".join(f"{path} {_what(value)}" for path, value in edit.files)


def _after(edit: Put | Drop | Rename) -> str:
    if isinstance(edit, Drop):
        return "(removed)"
    return f"key {edit.key}" if isinstance(edit, Rename) else _short(edit.value)


def _what(value: bytes | str | None) -> str:
    return "gone" if value is None else "written" if isinstance(value, bytes) else value


def _short(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=True, default=str)[:60]
    return ascii(value)[:60]
