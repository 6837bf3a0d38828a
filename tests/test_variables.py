"""Variables: every column says what it holds, within the limits of the programs that read it."""

from __future__ import annotations

from datetime import date

import pytest

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, Column, Table
from caucasus_ledger.dataset.variables import LABEL_LENGTH, keys, meaning, variables
from caucasus_ledger.schema import Realis
from caucasus_ledger.schema.plover import CAMEO_ROOTS, TYPES

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda one: one.name)
def test_every_column_is_described(table: Table, column: Column) -> None:
    found = meaning(table, column)
    assert found.description.endswith(".")
    assert 0 < len(found.label) <= LABEL_LENGTH
    assert found.label[0].isupper()
    assert len(column.name) <= 32


def column(table: str, name: str) -> tuple[Table, Column]:
    return BY_NAME[table], next(column for column in BY_NAME[table].columns if column.name == name)


@pytest.mark.parametrize(
    ("table", "name", "label"),
    [
        ("claims", "said_basis", "Said: on what the date rests"),
        ("claims", "horizon_edtf", "Horizon: EDTF level 0 or 1, or a one-of set of level 2"),
        ("claims", "horizon_earliest", "Horizon: first possible day, inclusive, derived from the EDTF"),
        ("links", "predicate", "How the two are linked"),
        ("claims", "claim_id", "Identifier of the claim"),
        ("tombstones", "record_id", "Identifier of the record"),
    ],
)
def test_a_label_says_what_it_belongs_to(table: str, name: str, label: str) -> None:
    assert meaning(*column(table, name)).label == label


def test_codes_have_their_meaning() -> None:
    assert meaning(*column("events", "realis")).codes == {str(code): code.definition for code in Realis}
    assert meaning(*column("events", "cameo_root")).codes == CAMEO_ROOTS
    assert set(meaning(*column("events", "mode")).codes) == {mode for row in TYPES.values() for mode in row.modes}
    assert {"about", "supports", "causes"} <= set(meaning(*column("links", "predicate")).codes)
    assert meaning(*column("events", "title")).codes == {}


@pytest.mark.parametrize(
    ("table", "name", "missing"),
    [
        ("claims", "claim_id", ""),
        ("assessments", "claim_id", ""),
        ("claims", "statement", ""),
        ("evidence", "digest", "fewer than 8 words, which could be guessed from a digest"),
        ("events", "when_latest", "the range is open at this end, or there is no date"),
        ("actors", "country", "of no single country, or of one that is disputed"),
    ],
)
def test_an_empty_value_has_a_meaning_where_there_may_be_one(table: str, name: str, missing: str) -> None:
    assert meaning(*column(table, name)).missing == missing


PLACE: Json = {"event_id": "event/a", "number": 1, "name": "A", "country": None, "wikidata": None}
ROWS: list[Json] = [
    PLACE | {"country": "AZE", "lat": 1.5, "lon": 2.0, "precision": "city"},
    PLACE | {"number": 2, "lat": None, "lon": None, "precision": "city"},
    PLACE | {"number": 3, "lat": -3.0, "lon": 9.0, "precision": "near"},
]


def test_a_variable_tells_what_is_in_it() -> None:
    found = {variable.name: variable for variable in variables(BY_NAME["places"], ROWS)}
    lat, precision, wikidata = found["lat"], found["precision"], found["wikidata"]
    assert (lat.rows, lat.missing_rows, lat.least, lat.most, lat.example) == (3, 1, -3.0, 1.5, 1.5)
    assert precision.top == (("city", 2), ("near", 1))
    assert (precision.least, precision.most) == (None, None)
    assert (wikidata.missing_rows, wikidata.example, wikidata.top) == (3, None, ())


def test_the_items_of_a_joined_list_are_counted_one_by_one() -> None:
    row: Json = dict.fromkeys(column.name for column in BY_NAME["events"].columns)
    rows = [row | {"contexts": "military;economic"}, row | {"contexts": "military", "when_earliest": date(2020, 1, 1)}]
    found = {variable.name: variable for variable in variables(BY_NAME["events"], rows)}
    assert found["contexts"].top == (("military", 2), ("economic", 1))
    assert found["when_earliest"].least == date(2020, 1, 1)


def test_an_empty_table_has_variables_too() -> None:
    assert all(variable.rows == 0 and variable.example is None for variable in variables(BY_NAME["claims"], []))


def test_keys_tell_rows_apart() -> None:
    assert keys(BY_NAME["claims"]) == ("claim_id",)
    assert keys(BY_NAME["attributions"]) == ("claim_id", "level")
    assert keys(BY_NAME["evidence"]) == ("record_id", "number")
