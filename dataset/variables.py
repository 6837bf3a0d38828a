"""Variables: what every column of the tables means, with its codes, and what the values of a release are in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import Column, Table, Type
from caucasus_ledger.schema import RECORDS, Code, Tombstone
from caucasus_ledger.schema.base import classes_of, part_of
from caucasus_ledger.schema.plover import CAMEO_ROOTS, TYPES

LABEL_LENGTH = 80
"""Longest label in characters, which is Stata's limit."""

_DERIVED = {
    "cameo_root": "CAMEO root that type and mode map to; derived.",
    "claimant_id": "Innermost actor of the chain of attribution; derived.",
    "level": "Level of the chain, the source's author at 0.",
    "number": "Position in the record's list, from 1.",
    "subject_id": "Record that the link starts from.",
    "predicate": "How the two are linked: about, conditions, supports, contradicts, qualifies, or as asserted.",
    "object_id": "Record that the link leads to.",
    "claim_id": "Claim on which an asserted link stands; empty for a claim's own links.",
}
_DAYS = {
    "earliest": "First possible day, inclusive, derived from the EDTF; empty where open or not given.",
    "latest": "Last possible day, inclusive, derived from the EDTF; empty where open or not given.",
}
_LINKS = {
    "about": "The claim is about the record.",
    "conditions": "The claim holds on the condition of the other.",
    "supports": "The claim supports the other.",
    "contradicts": "The claim contradicts the other.",
    "qualifies": "The claim qualifies the other.",
}
_UNITS = {
    "start": "Unicode code points", "end": "Unicode code points", "text_characters": "Unicode code points",
    "text_paragraphs": "lines", "lat": "decimal degrees, WGS 84", "lon": "decimal degrees, WGS 84",
    "deaths_low": "persons", "deaths_best": "persons", "deaths_high": "persons",
}  # fmt: skip
_EMPTY = {
    "cameo_root": "the event has no PLOVER type",
    "claim_id": "a link of the claim's own, which no other claim asserts",
    "digest": "fewer than 8 words, which could be guessed from a digest",
    "deaths_high": "the source sets no upper bound",
    "field": "the verdict is about the whole claim",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds, in whatever release.

    `label` has at most 80 characters. `codes` gives the meaning of each value where values are from a list. `missing`
    says what an empty value means, and is empty where there is none.
    """

    label: str
    description: str
    unit: str
    codes: Mapping[str, str]
    missing: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A column of a release: what it means, and what is in it.

    `least` and `most` are given for numbers and dates, `top` for codes: each value with its number of rows, most first.
    """

    table: str
    name: str
    type: Type
    label: str
    description: str
    unit: str
    codes: Mapping[str, str]
    missing: str
    key: bool
    nullable: bool
    refers: tuple[str, ...]
    joined: bool
    rows: int
    missing_rows: int
    least: Any
    most: Any
    example: Any
    top: tuple[tuple[str, int], ...]


def variables(table: Table, found: Sequence[Json]) -> tuple[Variable, ...]:
    """Return the variables of a table whose rows are given, in the order of its columns."""
    return tuple(_variable(table, column, [row[column.name] for row in found]) for column in table.columns)


def _variable(table: Table, column: Column, values: Sequence[Any]) -> Variable:
    meant = meaning(table, column)
    given = [value for value in values if value is not None]
    ordered = bool(given) and column.type != "string"
    items = [item for value in given for item in (value.split(";") if column.joined else [value])]
    return Variable(
        table=table.name, name=column.name, type=column.type, label=meant.label, description=meant.description,
        unit=meant.unit, codes=meant.codes, missing=meant.missing, key=column.name in keys(table),
        nullable=column.nullable, refers=column.refers, joined=column.joined, rows=len(values),
        missing_rows=len(values) - len(given), least=min(given) if ordered else None,
        most=max(given) if ordered else None, example=given[0] if given else None,
        top=tuple(sorted(Counter(items).items(), key=lambda one: (-one[1], one[0]))) if meant.codes else (),
    )  # fmt: skip


def keys(table: Table) -> tuple[str, ...]:
    """Return the columns that tell the rows of a table apart.

    For a record's own row that is its identifier; for a row of one of its lists also the place in the list, and for a
    link the predicate and, since several claims may assert links of one subject, the claim.
    """
    if table.name == "links":
        return ("subject_id", "number", "predicate", "object_id", "claim_id")
    return tuple(column.name for column in table.columns if column.name in (table.columns[0].name, "number", "level"))


@cache
def meaning(table: Table, column: Column) -> Meaning:
    """Return what a column holds, from the schema's own words on the field behind it."""
    steps = _steps(table, column)
    described = _description(table, column, steps)
    return Meaning(
        label=_label(column, described),
        description=described,
        unit=_UNITS.get(column.name, "ISO 8601 date" if column.type == "date" else ""),
        codes=_codes(table, column, steps),
        missing=_missing(column, steps),
    )


def _steps(table: Table, column: Column) -> list[tuple[type[BaseModel], str]]:
    """Return the models and fields that lead from the table's record kind to the field, the list itself left out."""
    if column.path == "id" or not column.path:
        return []
    model: type[BaseModel] = Tombstone if table.kinds[0] == "tombstone" else RECORDS[table.kinds[0]]
    if table.list_path:
        model = _part(model, table.list_path)
    steps = []
    for name in column.path.split("."):
        steps.append((model, name))
        model = part_of(model, name) or model
    return steps


def _part(model: type[BaseModel], name: str) -> type[BaseModel]:
    part = part_of(model, name)
    if part is None:
        raise TypeError(f"{name} of {model.__name__} is no list of parts")
    return part


def _description(table: Table, column: Column, steps: Sequence[tuple[type[BaseModel], str]]) -> str:
    if column.path == "id":
        kinds = [kind for kind in table.kinds if len(table.kinds) == 1]
        return f"Identifier of the {kinds[0] if kinds and kinds[0] != 'tombstone' else 'record'}."
    if not column.path:
        return _DERIVED.get(column.name) or _DAYS[column.name.rpartition("_")[2]]
    model, name = steps[-1]
    return model.model_fields[name].description or ""


def _label(column: Column, described: str) -> str:
    """Return the description, led by the name of what a date or another part belongs to; cut where it may be."""
    text = described.rstrip(".")
    if column.name.endswith(("_earliest", "_latest")):
        part = column.name.rpartition("_")[0]
    else:
        part = column.path.rpartition(".")[0].rpartition(".")[2]
    if part in ("", "retracted") or column.path.endswith(".text"):
        led = text
    else:
        starts_plain = text[1:2].islower() or text[1:2] == " "
        led = f"{part.capitalize()}: {text[:1].lower() if starts_plain else text[:1]}{text[1:]}"
    for end in (";", ":", ","):
        while len(led) > LABEL_LENGTH and end in led:
            led = led.rpartition(end)[0]
    return led[:LABEL_LENGTH]


def _codes(table: Table, column: Column, steps: Sequence[tuple[type[BaseModel], str]]) -> Mapping[str, str]:
    if column.name == "cameo_root":
        return dict(CAMEO_ROOTS)
    if (table.name, column.name) == ("events", "mode"):
        modes = sorted({mode for row in TYPES.values() for mode in row.modes})
        return {
            mode: f"Mode of {', '.join(kind for kind, row in TYPES.items() if mode in row.modes)}." for mode in modes
        }
    if column.name == "predicate":
        return _LINKS | _definitions(*_link_predicate())
    return _definitions(*steps[-1]) if steps else {}


def _link_predicate() -> tuple[type[BaseModel], str]:
    return _part(RECORDS["claim"], "asserts"), "predicate"


def _definitions(model: type[BaseModel], name: str) -> dict[str, str]:
    kinds = [kind for kind in classes_of(model, name) if issubclass(kind, Code)]
    return {str(code): code.definition for kind in kinds for code in kind}


def _missing(column: Column, steps: Sequence[tuple[type[BaseModel], str]]) -> str:
    if column.name.endswith(("_earliest", "_latest")):
        return "the range is open at this end, or there is no date"
    if column.path == "id" or (steps and all(model.model_fields[name].is_required() for model, name in steps)):
        return ""
    if column.name in _EMPTY and column.nullable:
        return _EMPTY[column.name]
    return "not given, or does not apply" if steps else ""
