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
from caucasus_ledger.schema import RECORDS, Code, Tombstone, When
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
    "condition_logic": "fewer than two conditions",
    "contexts": "no PLOVER context applies",
    "date": "the reference bears no date",
    "deaths_high": "the source sets no upper bound, or gives no number of deaths",
    "digest": "fewer than 8 words, which could be guessed from a digest",
    "field": "the verdict is about the whole claim",
    "modality": "the wording has no modal force",
    "mode": "the type has no modes, or the event has no PLOVER type",
    "note": "there is nothing to add",
    "organisation_id": "the office is held nowhere that is an actor of its own",
    "part_of_id": "not part of a larger one that is recorded",
    "quotation": "no named speaker is quoted",
    "record_ids": "it concerns no single record",
    "replaced_by_id": "nothing replaces the record",
    "title": "no title is known",
    "type": "no PLOVER type applies; column uncoded says why",
    "uncoded": "a PLOVER type applies",
    "url": "its address at the publisher was not seen",
    "wikidata": "no item is recorded",
}
_EMPTY_PARTS = {
    "deaths": "the source gives no number of deaths",
    "forecast": "the claim is no forecast that could be decided",
    "position": "no point stands for the place",
    "title": "no title is known",
}
_EMPTY_DATES = {
    "edtf": "no date is given",
    "basis": "no date is recorded",
    "anchor": "the date does not rest on another record, or there is none",
    "note": "there is nothing to add",
}
_EMPTY_COUNTRIES = {
    "actors": "of no single country, or of one that is disputed",
    "places": "in no single country, or in one that is disputed",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds, in whatever release.

    `label` has at most 80 characters. `codes` gives the meaning of each value where values are from a list. `missing`
    says what an empty value means, and is empty where there is none. `pattern` is the regular expression that the whole
    of a text matches, with its anchors, or empty.
    """

    label: str
    description: str
    unit: str
    codes: Mapping[str, str]
    missing: str
    pattern: str


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
    pattern: str
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
        unit=meant.unit, codes=meant.codes, missing=meant.missing, pattern=meant.pattern,
        key=column.name in keys(table), nullable=column.nullable, refers=column.refers, joined=column.joined,
        rows=len(values), missing_rows=len(values) - len(given), least=min(given) if ordered else None,
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
        missing=_missing(table, column, steps),
        pattern=_pattern(table, column, steps),
    )


def _steps(table: Table, column: Column) -> list[tuple[type[BaseModel], str]]:
    """Return the models and fields that lead from the table's record kind to the field, the list itself left out."""
    if column.path == "id" or not column.path:
        return []
    model = _model(table)
    if table.list_path:
        model = _part(model, table.list_path)
    steps = []
    for name in column.path.split("."):
        steps.append((model, name))
        model = part_of(model, name) or model
    return steps


def _model(table: Table) -> type[BaseModel]:
    return Tombstone if table.kinds[0] == "tombstone" else RECORDS[table.kinds[0]]


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


def _missing(table: Table, column: Column, steps: Sequence[tuple[type[BaseModel], str]]) -> str:
    """Return what an empty value means, or nothing where no value may be empty."""
    if column.name.endswith(("_earliest", "_latest")):
        return "the range is open at this end, or there is no date"
    if column.path == "id":
        return ""
    if not steps:
        return _EMPTY.get(column.name, "")
    if all(model.model_fields[name].is_required() for model, name in steps):
        return ""
    *parts, last = column.path.split(".")
    if parts and part_of(*steps[-2]) is When:
        return _EMPTY_DATES[last]
    if column.name == "country":
        return _EMPTY_COUNTRIES[table.name]
    return _EMPTY["note"] if last == "note" else _EMPTY.get(column.name) or _EMPTY_PARTS[parts[0]]


def _pattern(table: Table, column: Column, steps: Sequence[tuple[type[BaseModel], str]]) -> str:
    """Return the form of a text, as the schema asks for it, or nothing; the items of a joined list have their own."""
    if column.joined or (not steps and (column.path != "id" or len(table.kinds) > 1)):
        return ""
    model, name = steps[-1] if steps else (_model(table), "id")
    spec = model.model_json_schema()["properties"][name]
    return next((str(one["pattern"]) for one in (spec, *spec.get("anyOf", ())) if "pattern" in one), "")
