"""Formats: every file of a table holds its rows, typed, and nothing that is no such file passes for one."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.io.stata import StataReader

from caucasus_ledger.dataset import formats
from caucasus_ledger.dataset.fingerprint import fingerprint
from caucasus_ledger.dataset.formats import FORMATS, decode, encode
from caucasus_ledger.dataset.records import Json, read_records
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, Table, rows

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(lambda text: text.strip())
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.one_of(TEXTS, st.sampled_from(['a,"b"', "a;b", "’", "NA", "null", "1e5", "007", "Բաքու", "გ" * 3000])),
    "int": st.integers(0, 10_000_000),
    "float": st.floats(-180, 180, allow_nan=False).map(lambda value: value + 0.0),
    "date": st.dates(date(1600, 1, 1), date(2200, 12, 31)),
}


def tables_of(found: list[Json]) -> dict[str, list[Json]]:
    return {table.name: [row.values for row in rows(table, found)] for table in TABLES}


@st.composite
def filled(draw: st.DrawFn) -> tuple[Table, list[Json]]:
    table = draw(st.sampled_from(TABLES))
    row = st.fixed_dictionaries(
        {c.name: VALUES[c.type] if not c.nullable else st.none() | VALUES[c.type] for c in table.columns}
    )
    return table, draw(st.lists(row, max_size=4))


@given(filled())
def test_whatever_a_table_holds_comes_back_from_every_format(case: tuple[Table, list[Json]]) -> None:
    table, found = case
    for form, content in encode(table, found).items():
        assert decode(form, table, content) == found, form


@pytest.mark.parametrize("form", FORMATS)
def test_the_fingerprint_is_that_of_the_records_in_every_format(form: str, example: Any) -> None:
    tables = tables_of(read_records(example))
    back = {name: decode(form, BY_NAME[name], encode(BY_NAME[name], found)[form]) for name, found in tables.items()}
    assert fingerprint(back) == fingerprint(tables)


def test_a_csv_file_has_lines_that_end_in_lf_and_quotes_only_where_they_are_needed(example: Any) -> None:
    table = BY_NAME["claims"]
    content = encode(table, tables_of(read_records(example))["claims"])["csv"]
    assert b"\r" not in content
    assert content.endswith(b"\n")
    header, *lines = csv.reader(io.StringIO(content.decode()))
    assert header == [column.name for column in table.columns]
    assert {len(line) for line in lines} == {len(header)}


def test_a_stata_file_says_what_its_columns_are() -> None:
    table = BY_NAME["evidence"]
    row = {"record_id": "claim/a/001", "number": 1, "source_id": "source/a", "start": 0, "end": 9, "role": "whole"}
    content = encode(table, [row | {"digest": None}])["dta"]
    with StataReader(io.BytesIO(content)) as reader:
        labels = reader.variable_labels()
        assert reader.data_label == table.about
    assert labels["end"] == "Code point after the last one of the range"
    assert list(labels) == [column.name for column in table.columns]


@pytest.mark.parametrize("form", [*FORMATS, "json"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"{}",
        b"a,b\n1\n",
        b"\xff\xfe",
        b"PAR1",
        b'[{"record_id": 1}]',
        b"[1]\n",
        (
            b'[{"record_id": "claim/a/001", "number": "1", "source_id": "source/a", "start": 0, "end": 9, '
            b'"role": "whole", "digest": null}]'
        ),
    ],
)
def test_bytes_that_are_no_such_file_are_refused(form: str, content: bytes) -> None:
    if (form, content) == ("jsonl", b""):
        assert decode(form, BY_NAME["evidence"], content) == []
        return
    with pytest.raises(ValueError, match=r"."):
        decode(form, BY_NAME["evidence"], content)


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_of_another_table_is_refused(form: str) -> None:
    row = {column.name: None for column in BY_NAME["aliases"].columns} | {"actor_id": "actor/a", "number": 1}
    content = encode(BY_NAME["aliases"], [row | {"name": "A", "kind": "short"}])[form]
    with pytest.raises(ValueError, match=r"."):
        decode(form, BY_NAME["actors"], content)


def test_without_pandas_it_is_said_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(LedgerError, match=r"caucasus-ledger\[release\]"):
        formats.encode(BY_NAME["actors"], [])
