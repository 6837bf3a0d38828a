"""Slots: every place of a record that holds a value, with what its model lets it hold; read off the models alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from caucasus_ledger.dataset.records import Json, kind_of
from caucasus_ledger.schema import Code
from caucasus_ledger.schema.base import Part, codes_of
from caucasus_ledger.schema.country import CountryCode
from caucasus_ledger.schema.json_schema import KINDS
from caucasus_ledger.schema.plover import TYPES
from caucasus_ledger.schema.when import EdtfDay, EdtfText

Type = Literal["text", "code", "whole", "number", "object", "list"]
Form = Literal["free", "identifier", "date", "day", "country", "pattern"]

_IDENTIFIERS = {
    "source": "source/a-1",
    "actor": "actor/a-1",
    "event": "event/a-1",
    "claim": "claim/a-1/001",
    "assessment": "assessment/a-1/a-1",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field, or an item of a list field, may hold; lengths count code points or items."""

    holds: Type
    form: Form = "free"
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    pattern: str | None = None
    least: float | None = None
    most: float | None = None
    model: type[Part] | None = None
    item: Shape | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of a record: where it stands, in which field of which model, and whether it must be there."""

    pointer: str
    model: type[Part]
    name: str
    shape: Shape
    value: Any
    required: bool
    index: int | None = None
    """Position in the list, for an item of a list field."""

    @property
    def field(self) -> str:
        """Model and field, with `[]` for an item of the field's list."""
        return f"{self.model.__name__}.{self.name}{'' if self.index is None else '[]'}"

    @property
    def parent(self) -> str:
        """Pointer of the object or list that holds the value."""
        return self.pointer.rpartition("/")[0]


def model_of(record: Json) -> type[Part]:
    """Return the model of a record or tombstone."""
    return KINDS[kind_of(record)]


@cache
def shapes(model: type[Part]) -> dict[str, Shape]:
    """Return what each field of a model may hold."""
    schema = model.model_json_schema()
    hints = get_type_hints(model, include_extras=True)
    return {
        name: _shape(hints[name], node, schema.get("$defs", {}), codes_of(model, name))
        for name, node in schema["properties"].items()
    }


def _shape(hint: Any, node: Json, defs: Json, codes: tuple[str, ...] = ()) -> Shape:
    if type(None) in get_args(hint):
        (hint,) = (kind for kind in get_args(hint) if kind is not type(None))
        node = next(option for option in node["anyOf"] if option.get("type") != "null")
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        listed = tuple(str(code) for code in inner) if isinstance(inner, type) and issubclass(inner, Code) else ()
        return Shape(
            "list",
            least=node.get("minItems"),
            most=node.get("maxItems"),
            item=_shape(inner, node["items"], defs, listed),
        )
    if codes:
        return Shape("code", codes=codes)
    if isinstance(hint, type) and issubclass(hint, Part):
        return Shape("object", model=hint)
    if node["type"] == "string":
        return _text(hint, node)
    whole = node["type"] == "integer"
    return Shape("whole" if whole else "number", least=node.get("minimum"), most=node.get("maximum"))


def _text(hint: Any, node: Json) -> Shape:
    pattern = node.get("pattern")
    kinds = tuple(kind for kind, one in _IDENTIFIERS.items() if pattern and re.fullmatch(pattern, one))
    form: Form = "pattern" if pattern else "free"
    if hint == EdtfText:
        form = "date"
    elif hint == EdtfDay:
        form = "day"
    elif hint == CountryCode:
        form = "country"
    elif kinds:
        form = "identifier"
    return Shape("text", form, (), kinds, pattern, node.get("minLength"), node.get("maxLength"))


def slots(record: Json) -> Iterator[Slot]:
    """Yield every value of a record that its model knows, outer ones before those in them."""
    yield from _of_object(record, model_of(record), "")


def _of_object(plain: Json, model: type[Part], pointer: str) -> Iterator[Slot]:
    for name, value in plain.items():
        shape = shapes(model)[name]
        if model.__name__ == "Event" and name == "mode":
            shape = Shape("code", codes=tuple(sorted({mode for row in TYPES.values() for mode in row.modes})))
        yield from _of_value(
            Slot(f"{pointer}/{name}", model, name, shape, value, model.model_fields[name].is_required())
        )


def _of_value(slot: Slot) -> Iterator[Slot]:
    yield slot
    if slot.shape.model is not None:
        yield from _of_object(slot.value, slot.shape.model, slot.pointer)
    elif slot.shape.item is not None:
        for index, item in enumerate(slot.value):
            at = f"{slot.pointer}/{index}"
            yield from _of_value(Slot(at, slot.model, slot.name, slot.shape.item, item, required=True, index=index))


def absent(record: Json) -> Iterator[tuple[str, type[Part], str, Shape]]:
    """Yield (pointer of the object, its model, field, shape) of every field that a record leaves out."""
    for pointer, model, plain in objects(record):
        yield from ((pointer, model, name, shape) for name, shape in shapes(model).items() if name not in plain)


def objects(record: Json) -> Iterator[tuple[str, type[Part], Json]]:
    """Yield (pointer, model, members) of a record and of every object in it."""
    yield "", model_of(record), record
    for slot in slots(record):
        if slot.shape.model is not None:
            yield slot.pointer, slot.shape.model, slot.value


def fields() -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield (model and field, its codes, whether it is required) of every field of every model."""
    todo, seen = list(KINDS.values()), set[type[Part]]()
    while todo:
        model = todo.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, shape in shapes(model).items():
            yield f"{model.__name__}.{name}", shape.codes, model.model_fields[name].is_required()
            todo += [inner.model for inner in (shape, shape.item) if inner and inner.model]
            if shape.item:
                yield f"{model.__name__}.{name}[]", shape.item.codes, True
