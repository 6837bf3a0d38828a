"""Tables: flat, well named, and the same as the records, both ways."""

from __future__ import annotations

import json
import re
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given

from caucasus_ledger.dataset.arrow import arrow_schema, arrow_table
from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.dataset.records import PACKAGE_ROOT, Json, canonical_json, parse, read_records
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, Column, Table, pointer, records, rows
from caucasus_ledger.schema import Event, Record, Tombstone
from strategies import events, ledgers

COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns
]


def plain(found: list[Record | Tombstone]) -> list[Json]:
    return [record.model_dump(mode="json", exclude_defaults=True) for record in found]


def flat(found: list[Json]) -> dict[str, list[Json]]:
    return {table.name: [row.values for row in rows(table, found)] for table in TABLES}


def by_id(found: list[Json]) -> dict[str, Json]:
    return {record["id"]: record for record in found}


@given(ledgers)
def test_rows_hold_the_records_without_loss(found: list[Record | Tombstone]) -> None:
    assert by_id(records(flat(plain(found)))) == by_id(plain(found))


@given(ledgers)
def test_arrow_holds_the_records_without_loss(found: list[Record | Tombstone]) -> None:
    tables = flat(plain(found))
    carried = {name: arrow_table(BY_NAME[name], values).to_pylist() for name, values in tables.items()}
    assert carried == tables
    assert by_id(records(carried)) == by_id(plain(found))


@given(ledgers)
def test_json_holds_the_records_without_loss(found: list[Record | Tombstone]) -> None:
    carried = json.loads(json.dumps(flat(plain(found)), default=str))
    again = {record["id"]: parse(json.dumps(record)) for record in records(carried)}
    assert again == {record.id: record for record in found}
    assert {key: canonical_json(record) for key, record in again.items()} == {
        record.id: canonical_json(record) for record in found
    }


def test_the_tables_of_the_ledger_itself_hold_its_records_without_loss() -> None:
    found = read_records(PACKAGE_ROOT)
    assert by_id(records(flat(found))) == by_id(found)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_first_column_is_the_key(table: Table) -> None:
    key = table.columns[0]
    assert key.name.endswith("_id")
    assert not key.nullable
    assert key.path == "id" or table.name == "links"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_of_a_list_carry_their_number(table: Table) -> None:
    assert (table.columns[1].name in ("number", "level")) == bool(table.list_path or table.name == "links")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_says_what_it_is_about(table: Table) -> None:
    assert table.about.endswith(".")
    assert re.fullmatch(r"[a-z_]{1,32}", table.name)
    assert len({column.name for column in table.columns}) == len(table.columns)


def test_table_names_differ() -> None:
    assert len(BY_NAME) == len(TABLES)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_has_a_short_plain_name_and_type(table: Table, column: Column) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", column.name)
    assert len(column.name) <= 32
    assert not pa.types.is_nested(arrow_schema(table).field(column.name).type)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_reference_names_tables_that_exist(table: Table, column: Column) -> None:
    assert set(column.refers) <= set(BY_NAME), table.name
    if column.refers:
        assert column.name.endswith(("_id", "_ids"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_without_rows_has_its_columns(table: Table) -> None:
    empty = arrow_table(table, [])
    assert empty.num_rows == 0
    assert empty.column_names == [column.name for column in table.columns]


def test_a_date_is_text_days_and_basis() -> None:
    event = {
        "id": "event/a",
        "title": "A",
        "realis": "actual",
        "when": {"edtf": "[2020-05..2020-07]", "basis": "explicit"},
    }
    (row,) = rows(BY_NAME["events"], [event])
    found = {name: row.values[name] for name in row.values if name.startswith("when_")}
    assert found == {
        "when_edtf": "[2020-05..2020-07]",
        "when_earliest": date(2020, 5, 1),
        "when_latest": date(2020, 7, 31),
        "when_basis": "explicit",
        "when_anchor_id": None,
        "when_note": None,
    }


@given(events())
def test_derived_columns_equal_the_models_properties(event: Event) -> None:
    (row,) = rows(BY_NAME["events"], plain([event]))
    assert row.values["cameo_root"] == event.cameo_root
    assert (row.values["when_earliest"], row.values["when_latest"]) == (event.when.earliest, event.when.latest)


def test_links_hold_lists_and_assertions_with_their_claim() -> None:
    link = {"subject": "event/a", "predicate": "causes", "object": "event/b"}
    claim = {"id": "claim/a/001", "about": ["event/a", "event/b"], "supports": ["claim/a/002"], "asserts": link}
    found = [(row.pointer, *row.values.values()) for row in rows(BY_NAME["links"], [claim])]
    assert found == [
        ("/about/0", "claim/a/001", 1, "about", "event/a", None),
        ("/about/1", "claim/a/001", 2, "about", "event/b", None),
        ("/supports/0", "claim/a/001", 1, "supports", "claim/a/002", None),
        ("/asserts", "event/a", 1, "causes", "event/b", "claim/a/001"),
    ]


def test_attributions_count_from_the_author_at_level_0(checkout: Ledger) -> None:
    levels = checkout.table("attributions").column("level").to_pylist()
    assert (min(levels), checkout.table("evidence").column("number").to_pylist()[0]) == (0, 1)


@pytest.mark.parametrize(
    ("table", "row_pointer", "column", "wanted"),
    [
        ("events", "", "title", "/title"),
        ("events", "", "event_id", "/id"),
        ("events", "", "when_edtf", "/when/edtf"),
        ("events", "", "when_earliest", ""),
        ("places", "/places/1", "lat", "/places/1/position/lat"),
        ("places", "/places/1", "event_id", "/id"),
        ("places", "/places/1", "number", "/places/1"),
        ("evidence", "/evidence/0", "source_id", "/evidence/0/source"),
        ("tombstones", "", "replaced_by_id", "/retracted/replaced_by"),
        ("links", "/asserts", "object_id", "/asserts/object"),
        ("links", "/asserts", "claim_id", "/asserts"),
        ("links", "/supports/0", "object_id", "/supports/0"),
    ],
)
def test_a_pointer_leads_to_the_field_that_a_column_holds(
    table: str, row_pointer: str, column: str, wanted: str
) -> None:
    assert pointer(BY_NAME[table], row_pointer, column) == wanted


def test_every_pointer_of_the_example_leads_somewhere(checkout: Ledger) -> None:
    found = by_id(plain([*checkout.sources, *checkout.actors, *checkout.events, *checkout.claims]))
    for table in TABLES:
        for row in rows(table, found.values()):
            for column, value in row.values.items():
                if value is not None:
                    _follow(found[row.record_id], pointer(table, row.pointer, column))


def _follow(value: object, path: str) -> None:
    for step in path.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index]
