"""JSON Schema: valid draft 2020-12, at one with the models on the example records, and every property described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from caucasus_ledger.dataset.records import canonical_json, record_files
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema import Record, Tombstone
from caucasus_ledger.schema.base import SCHEMA_VERSION
from caucasus_ledger.schema.json_schema import DIALECT, KINDS, json_schema, json_schema_text
from copies import EXAMPLE_ROOT
from strategies import records

VALIDATORS = {kind: Draft202012Validator(json_schema(kind)) for kind in KINDS}
FILES = [entry.path for entry in record_files(Folder(EXAMPLE_ROOT))]


def plain(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLE_ROOT / path).read_text(encoding="utf-8"))
    return found


def kind_of(record: dict[str, Any]) -> str:
    return "tombstone" if "retracted" in record else str(record["id"]).partition("/")[0]


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (one for one in (schema, *schema.get("$defs", {}).values()) if "properties" in one)


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_valid_and_named(kind: str) -> None:
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert schema["$id"] == f"urn:caucasus-ledger:schema:{SCHEMA_VERSION}:{kind}"
    assert json.loads(json_schema_text(kind)) == schema


def test_every_schema_has_a_name_of_its_own() -> None:
    assert len({json_schema(kind)["$id"] for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("path", FILES)
def test_every_example_fits_the_schema_of_its_kind_alone(path: str) -> None:
    record = plain(path)
    assert [kind for kind, validator in VALIDATORS.items() if validator.is_valid(record)] == [kind_of(record)]


@given(records)
def test_whatever_the_models_take_the_schemas_take(record: Record | Tombstone) -> None:
    found = json.loads(canonical_json(record))
    assert [error.message for error in VALIDATORS[kind_of(found)].iter_errors(found)] == []


@pytest.mark.parametrize("path", FILES)
def test_an_unknown_field_does_not_fit(path: str) -> None:
    record = plain(path)
    assert not VALIDATORS[kind_of(record)].is_valid(record | {"__proto__": {}})


@pytest.mark.parametrize("path", FILES)
def test_a_missing_field_does_not_fit(path: str) -> None:
    record = plain(path)
    for field in KINDS[kind_of(record)].model_json_schema()["required"]:
        assert not VALIDATORS[kind_of(record)].is_valid({k: v for k, v in record.items() if k != field})


@pytest.mark.parametrize("kind", KINDS)
def test_every_object_is_closed_and_every_property_described(kind: str) -> None:
    for one in objects(json_schema(kind)):
        assert one["additionalProperties"] is False
        assert one["description"].endswith(".")
        for name, spec in one["properties"].items():
            assert spec.get("description", "").endswith("."), f"{one['title']}.{name}"
