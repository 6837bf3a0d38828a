"""Edits: a mistake made at one place of one record file, as data, and what the file is after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from caucasus_ledger.dataset.records import Json
from mutation.slots import model_of, shapes, slots
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
    """Return the files that an edit changes, and the line of each pointer of the record as it is after the edit."""
    if isinstance(edit, Files):
        return dict(edit.files), {}
    if isinstance(edit, Content):
        return {path: edit.content}, {}
    if isinstance(edit, Splice):
        text = written(record)[0]
        return {path: (text[: edit.start] + edit.text + text[edit.end :]).encode("utf-8", "surrogatepass")}, {}
    text, lines = written(changed(record, edit))
    return {path: text.encode("utf-8", "surrogatepass")}, lines


def changed(record: Json, edit: Put | Drop | Rename | Insert | Order) -> Any:
    """Return a copy of a record with the edit made."""
    plain = deepcopy(record)
    if edit.pointer == "" and isinstance(edit, Put):
        return edit.value
    if isinstance(edit, Insert | Order):
        return _refilled(plain, edit)
    above, last = edit.pointer.rpartition("/")[0], edit.pointer.rpartition("/")[2]
    holder = dug(plain, above)
    key = int(last) if isinstance(holder, list) else last
    if isinstance(edit, Drop):
        del holder[key]
    elif isinstance(edit, Rename):
        _refill(holder, [(edit.key if name == last else name, value) for name, value in holder.items()])
    else:
        new = isinstance(holder, dict) and key not in holder
        holder[key] = edit.value
        if new:
            _in_schema_order(record, above, holder)
    return plain


def _refilled(plain: Json, edit: Insert | Order) -> Json:
    holder = dug(plain, edit.pointer)
    items = list(holder.items()) if isinstance(holder, dict) else list(holder)
    if isinstance(edit, Order):
        items = [items[index] for index in edit.order]
    else:
        items.insert(edit.index, (edit.key, edit.value) if isinstance(holder, dict) else edit.value)
    _refill(holder, items)
    return plain


def _refill(holder: Any, items: list[Any]) -> None:
    holder.clear()
    (holder.update if isinstance(holder, dict) else holder.extend)(items)


def _in_schema_order(record: Json, pointer: str, holder: Json) -> None:
    models = {slot.pointer: slot.shape.model for slot in slots(record)}
    order = list(shapes(models[pointer] or model_of(record) if pointer else model_of(record)))
    _refill(holder, sorted(holder.items(), key=lambda member: order.index(member[0])))


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
        after = {Drop: "(removed)"}.get(type(edit)) or (
            f"key {edit.key}" if isinstance(edit, Rename) else _short(edit.value)  # type: ignore[union-attr]
        )
        return before[:60], after
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


def _what(value: bytes | str | None) -> str:
    return "gone" if value is None else "written" if isinstance(value, bytes) else value


def _short(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=True, default=str)[:60]
    return ascii(value)[:60]
