"""CSV: every table as spreadsheets, R and frictionless read it, without loss and without a formula."""

from __future__ import annotations

import csv as stdlib
import io
import math
from pathlib import Path

import frictionless
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.export import csv
from caucasus_ledger.dataset.export.cells import FORMULA, refuse_formulas, tables_of
from caucasus_ledger.dataset.export.output import _write_all
from caucasus_ledger.dataset.formats import decode
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME, Table
from caucasus_ledger.dataset.variables import keys
from caucasus_ledger.validators.check import check
from copies import copy_to
from export.conftest import edit

TYPES = {"string": "string", "int": "integer", "float": "number", "date": "date"}


def resource(table: Table) -> dict[str, object]:
    columns = [column for column in table.columns if len(column.refers) == 1 and not column.joined]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "schema": {
            "fields": [{"name": column.name, "type": TYPES[column.type]} for column in table.columns],
            "primaryKey": list(keys(table)) if table.name != "links" else [],
            "foreignKeys": [
                {
                    "fields": [column.name],
                    "reference": {
                        "resource": column.refers[0] if column.refers[0] != table.name else "",
                        "fields": [BY_NAME[column.refers[0]].columns[0].name],
                    },
                }
                for column in columns
            ],
        },
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_finds_no_problem(released: Ledger, tmp_path: Path) -> None:
    _write_all(tmp_path, csv.files(released))
    tables = [BY_NAME[name] for name in released.tables if released.table(name).num_rows]
    package = frictionless.Package({"name": "export", "resources": [*map(resource, tables)]}, basepath=str(tmp_path))
    report = package.validate()
    assert report.valid, report.flatten(["fieldName", "note"])
    rows = sum(released.table(table.name).num_rows for table in tables)
    assert sum(task.stats.get("rows", 0) for task in report.tasks) == rows


def test_every_table_is_read_back_as_it_was(released: Ledger) -> None:
    found = csv.files(released)
    assert set(found) == {"README.txt", "codebook.csv", *(f"{name}.csv" for name in released.tables)}
    for table, rows in tables_of(released).items():
        assert decode("csv", table, found[f"{table.name}.csv"]) == rows


def test_pandas_reads_it_as_the_readme_says(released: Ledger) -> None:
    found = csv.files(released)
    for table, rows in tables_of(released).items():
        content = io.BytesIO(found[f"{table.name}.csv"])
        frame = pandas.read_csv(content, keep_default_na=False, na_values=[""], dtype={"cameo_root": "string"})
        assert list(frame.columns) == [column.name for column in table.columns]
        assert len(frame) == len(rows)
        if table.name == "events":
            assert frame["cameo_root"].dropna().tolist() == [row["cameo_root"] for row in rows if row["cameo_root"]]


def test_it_is_utf_8_with_line_feeds(released: Ledger) -> None:
    for name, content in csv.files(released).items():
        assert content.decode("utf-8").encode() == content, name
        assert b"\r" not in content
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\n")


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str]) -> None:
    text = csv.files(hostile)["claims.csv"].decode()
    rows = list(stdlib.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [row["statement"] for row in rows if row["statement"] in payloads] == payloads


def test_the_codebook_has_every_column(released: Ledger) -> None:
    rows = list(stdlib.DictReader(io.StringIO(csv.files(released)["codebook.csv"].decode(), newline="")))
    wanted = [(table.name, column.name) for table in tables_of(released) for column in table.columns]
    assert sorted((row["table"], row["name"]) for row in rows) == sorted(wanted)
    assert all(row["label"] and row["type"] for row in rows)


@pytest.mark.parametrize("first", FORMULA)
def test_a_text_that_a_spreadsheet_would_run_is_refused(first: str, tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    edit(root / path_of("event/trade-grows"), note=f"{first}cmd|' /C calc'!A0")
    with pytest.raises(LedgerError, match=r"note in row \d+ of events begins with .* formula; .* \(rule X003\)"):
        csv.files(load(root))


def test_the_check_refuses_each_such_text_in_a_record(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    paths = sorted((root / "dataset" / "records" / "claim").rglob("*.json"))
    assert len(paths) >= len(FORMULA)
    for path, first in zip(paths, FORMULA, strict=False):
        edit(path, note=f"{first}1+1")
    found = {problem.file for problem in check(root).problems if problem.code == "X003"}
    assert found == {path.relative_to(root).as_posix() for path, _ in zip(paths, FORMULA, strict=False)}


def test_no_cell_begins_like_a_formula_but_for_numbers(released: Ledger) -> None:
    for name, content in csv.files(released).items():
        if name.endswith(".csv"):
            cells = [cell for row in stdlib.reader(io.StringIO(content.decode(), newline="")) for cell in row]
            assert [cell for cell in cells if cell.startswith(FORMULA) and not _number(cell)] == []


def test_a_number_below_zero_stays_one(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    place = {"name": "Far west", "position": {"lat": -1.5, "lon": -77.25}, "precision": "point"}
    edit(root / path_of("event/trade-grows"), places=[place])
    frame = pandas.read_csv(io.BytesIO(csv.files(load(root))["places.csv"]))
    row = frame[frame["name"] == "Far west"].iloc[0]
    assert (row["lat"], row["lon"]) == (-1.5, -77.25)


def _number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


@given(st.text(min_size=1), st.floats(allow_nan=False, allow_infinity=False))
def test_only_text_is_guarded(text: str, number: float) -> None:
    row = {"a": text, "b": number, "c": None}
    if text[0] in "=+-@\t\r\0＝＋－＠":
        with pytest.raises(LedgerError, match="a in row 1 of t begins"):
            refuse_formulas("t", [row])
    else:
        refuse_formulas("t", [row])
