"""Structure: keys, presence, JSON types, lengths and ranges, as the models state them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from caucasus_ledger.dataset.records import Json
from mutation.edits import Drop, Insert, Order, Put, Rename, dug
from mutation.fault import Fault, Operator, Site, Truth, Whole
from mutation.slots import Shape, absent, objects, shapes, slots
from mutation.written import Token, Twin

WRONG, TEXT, MEANING, SAME = Truth.WRONG, Truth.TEXT, Truth.MEANING, Truth.SAME


def required_removed(site: Site) -> Iterator[Fault]:
    if site.slot.required and site.slot.index is None:
        yield Fault(Drop(site.slot.pointer), WRONG, site.slot.parent)


def optional_removed(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if not slot.required:
        test = _NEEDED.get(slot.field)
        needed = test is not None and test(dug(site.record, slot.parent))
        truth = WRONG if needed else TEXT if slot.name == "digest" else MEANING
        yield Fault(Drop(slot.pointer), truth, slot.parent)


def _always(_: Json) -> bool:
    return True


def _hedged_by_modality(claim: Json) -> bool:
    sure = all(step["factuality"] in ("CT+", "CT-") for step in claim["attribution"])
    return sure and any(item["role"] == "hedge" for item in claim["evidence"])


_NEEDED: dict[str, Callable[[Json], bool]] = {
    "When.edtf": _always,  # a basis other than none stands beside it
    "When.anchor": _always,  # only a derived date has one
    "Event.type": _always,
    "Event.uncoded": _always,
    "Event.mode": _always,  # a mode stands only where its type has modes
    "Actor.country": lambda actor: bool(actor["kind"] == "state"),
    "Actor.aliases": lambda actor: any(one["name"] != actor["name"] for one in actor.get("mentions", [])),
    "Claim.asserts": lambda claim: bool(claim["kind"] == "causal"),
    "Claim.modality": lambda claim: bool(claim["kind"] == "normative") or _hedged_by_modality(claim),
    "Claim.conditions": lambda claim: claim["kind"] == "conditional" or "condition_logic" in claim,
    "Claim.condition_logic": _always,  # it stands only beside several conditions
    "Claim.quotation": _always,
    "Claim.forecast": _always,  # it stands only in a prediction or a conditional
    "Title.note": lambda title: bool(title["basis"] == "elsewhere"),  # the code list: the note says from where
}
"""Optional fields that a documented rule needs, by the object that holds them."""


def key_misspelt(site: Site) -> Iterator[Fault]:
    if site.slot.index is None:
        name = site.slot.name
        known = shapes(site.slot.model)
        slips = {name[:-1], name[1:], name + "s", name[0] + name, name.title(), name.upper(), name.replace("_", "-")}
        slips |= {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)} | {f"{name} "}
        for slip in sorted(slips - known.keys() - {""}):
            yield Fault(Rename(site.slot.pointer, slip), WRONG, f"{site.slot.parent}/{slip}")


def key_twice(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.index is None:
        at = list(dug(site.record, slot.parent)).index(slot.name) + 1
        for value in (slot.value, "another"):
            yield Fault(Insert(slot.parent, at, value, Twin(slot.name)), WRONG, slot.pointer)


def key_unknown(whole: Whole) -> Iterator[tuple[str, Fault]]:
    for pointer, model, plain in objects(whole.record):
        others = sorted({name for other in (s.model for s in slots(whole.record)) for name in shapes(other)})
        foreign = whole.rng.choice([name for name in others if name not in shapes(model)] or ["remark"])
        for key in ("remark", "", "$comment", foreign):
            for index in (0, len(plain)):
                edit = Insert(pointer, index, "x", key)
                yield model.__name__, Fault(edit, WRONG, f"{pointer}/{key}")


def members_out_of_order(whole: Whole) -> Iterator[tuple[str, Fault]]:
    for pointer, model, plain in objects(whole.record):
        keys = list(plain)
        if len(keys) > 1:
            at = whole.rng.randrange(len(keys) - 1)
            order = (*range(at), at + 1, at, *range(at + 2, len(keys)))
            yield model.__name__, Fault(Order(pointer, order), WRONG, f"{pointer}/{keys[at + 1]}")


def other_type(site: Site) -> Iterator[Fault]:
    slot = site.slot
    for value in _others(slot.shape, slot.value):
        yield Fault(Put(slot.pointer, value), WRONG, slot.pointer)


def _others(shape: Shape, value: Any) -> Iterator[Any]:
    yield None
    yield from (True, False)
    if shape.holds != "whole":
        yield from (0, 7)
    if shape.holds not in ("number", "whole"):
        yield 1.5
    if shape.holds in ("whole", "number"):
        yield str(value)
        yield "many"
        yield Token(f"{value}.5" if shape.holds == "whole" else f"{int(value)}")
    if shape.holds == "whole":
        yield Token(f"{value}.0")
    if shape.holds not in ("text", "code"):
        yield "text"
    if shape.holds != "list":
        yield [value]
        yield []
    elif value:
        yield value[0]
        yield {str(index): item for index, item in enumerate(value)}
    if shape.holds != "object":
        yield {"value": value}
        yield {}
    else:
        yield list(value.values())
        yield {}


def empty(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.holds in ("text", "code"):
        yield Fault(Put(slot.pointer, ""), WRONG, slot.pointer)
    if slot.shape.holds == "list":
        yield Fault(Put(slot.pointer, []), WRONG, slot.pointer)


def length(site: Site) -> Iterator[Fault]:
    slot, shape = site.slot, site.slot.shape
    if shape.most is not None and shape.holds == "text":
        most = int(shape.most)
        if shape.form == "free":
            yield Fault(Put(slot.pointer, _prose(most + 1)), WRONG, slot.pointer)
            yield Fault(Put(slot.pointer, _prose(20 * most)), WRONG, slot.pointer)
        else:
            yield Fault(Put(slot.pointer, slot.value + "1" * (most + 1 - len(slot.value))), WRONG, slot.pointer)
    if shape.most is not None and shape.holds == "list":
        items = [slot.value[0], *(dict(slot.value[-1]) for _ in range(int(shape.most)))]
        yield Fault(Put(slot.pointer, items), WRONG, slot.pointer)


def _prose(characters: int) -> str:
    """Return invented words of a length."""
    words = " ".join(f"w{number}" for number in range(characters))
    return words[: characters - 1].strip().ljust(characters, "x")


def range_left(site: Site) -> Iterator[Fault]:
    slot, shape = site.slot, site.slot.shape
    if shape.holds in ("whole", "number") and shape.least is not None and shape.most is not None:
        step = 1 if shape.holds == "whole" else 0.5
        number = int if shape.holds == "whole" else float
        for value in (shape.least - step, shape.most + step, shape.most * 100):
            yield Fault(Put(slot.pointer, number(value)), WRONG, slot.pointer)


def number_literal(site: Site) -> Iterator[Fault]:
    if site.slot.shape.holds in ("whole", "number"):
        value = site.slot.value
        literals = [
            "1e400", "-1e400", "NaN", "Infinity", "-Infinity", "9007199254740993", "9" * 400, f"0{value}", f"+{value}",
            "0x1F", "1_000", "1,5", ".5", "5.", "--1", f"{value}e0", "1e2",
        ]  # fmt: skip
        for literal in literals:
            yield Fault(Put(site.slot.pointer, Token(literal)), WRONG, site.slot.pointer)


def optional_null(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """Fields that are left out, written with their default: the same record in another than its canonical form."""
    for pointer, model, name, shape in absent(whole.record):
        if not model.model_fields[name].is_required():
            default: Any = [] if shape.holds == "list" else None
            yield f"{model.__name__}.{name}", Fault(Put(f"{pointer}/{name}", default), WRONG, f"{pointer}/{name}")


OPERATORS = (
    Operator("required field removed", required_removed),
    Operator("optional field removed", optional_removed),
    Operator("key misspelt", key_misspelt),
    Operator("key twice", key_twice),
    Operator("unknown key", at_record=key_unknown),
    Operator("keys out of order", at_record=members_out_of_order),
    Operator("other JSON type", other_type),
    Operator("empty", empty),
    Operator("too long", length),
    Operator("out of range", range_left),
    Operator("number literal", number_literal),
    Operator("default written out", at_record=optional_null),
)
