"""Plain use: a release's files give other people's tools its rows, types and values, without a line of ours."""

from __future__ import annotations

import csv
import json
import math
import shutil
import sqlite3
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT, Json, read_records
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.tables import TABLES, rows
from copies import change, copy_to

LETTERS = "Հայաստան, Azərbaycan (İğdır), საქართველო, Россия — “ё”; Șușa"
HARD = {
    "event/2020-ferry-sinks": {"title": "NA", "note": f'{LETTERS}, "so, it says", 100 %'},
    "event/trade-grows": {"title": "TRUE", "note": '"'},
    "event/2020-bridge-opens": {"title": "007", "note": "null"},
    "event/2020-ferry-overloaded": {"title": "1e5", "note": "a, b,, c;\\n 'd' #e"},
    "event/2020-plan-published": {"title": "2020-01-01", "note": "Ж" * 2000},
    "event/2020-06-port-closure": {"title": "NaN", "note": 'it ends in a quotation mark "'},
    "event/2020-05-03-rivertown-meeting": {"title": "-", "note": "😀 𝒜 Ǆ"},
}
"""Texts that a reader takes for something else, or loses, if it is not told or not written with care."""


@dataclass(frozen=True)
class Told:
    """What a reader is told of a table: where its files are, and the type of each column."""

    folder: Path
    name: str
    types: dict[str, str]

    def file(self, suffix: str) -> Path:
        """Return the table's file in a format."""
        return self.folder / f"{self.name}.{suffix}"

    def of(self, kind: str) -> list[str]:
        """Return the columns of a type."""
        return [name for name, found in self.types.items() if found == kind]


@dataclass(frozen=True)
class Released:
    """A release and the rows that it is to give, by table."""

    folder: Path
    rows: dict[str, list[Json]]

    def told(self, name: str) -> Told:
        """Return what a reader is told of a table, by the codebook that lies with it."""
        with (self.folder / "codebook.csv").open(encoding="utf-8", newline="") as stream:
            variables = [row for row in csv.DictReader(stream) if row["table"] == name]
        return Told(self.folder, name, {variable["name"]: variable["type"] for variable in variables})


@pytest.fixture(scope="module", params=["invented, with hard texts", "this ledger"])
def released(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Released:
    root = PACKAGE_ROOT
    if request.param != "this ledger":
        root = copy_to(tmp_path_factory.mktemp("hard"))
        for record, fields in HARD.items():
            change(root, record, **fields)
    folder = build_release(root, "9.0.0", date(2026, 1, 1), tmp_path_factory.mktemp("released") / "9.0.0")
    found = read_records(root)
    return Released(folder, {table.name: [row.values for row in rows(table, found)] for table in TABLES})


def pandas_parquet(told: Told) -> list[Json]:
    frame = pandas.read_parquet(told.file("parquet"), dtype_backend="numpy_nullable")
    kinds = {"string": "string", "int": "Int", "float": "Float64", "date": "object"}
    assert [name for name, kind in told.types.items() if not str(frame[name].dtype).startswith(kinds[kind])] == []
    return from_frame(frame)


def pandas_csv(told: Told) -> list[Json]:
    types = {"string": "string", "int": "Int64", "float": "float64", "date": "string"}
    frame = pandas.read_csv(
        told.file("csv"), dtype={name: types[kind] for name, kind in told.types.items()},
        keep_default_na=False, na_values=[""], parse_dates=told.of("date"), date_format="%Y-%m-%d",
    )  # fmt: skip
    assert [name for name in told.of("date") if frame[name].dtype.kind != "M"] == []
    return from_frame(frame)


def pandas_jsonl(told: Told) -> list[Json]:
    lines = told.file("jsonl").read_text(encoding="utf-8").split("\n")
    found = [json.loads(line) for line in lines if line]
    frame = pandas.DataFrame(found, columns=[*told.types], dtype=object)
    for name in told.of("date"):
        frame[name] = frame[name].map(lambda value: value and date.fromisoformat(value))
    return from_frame(frame)


def pandas_stata(told: Told) -> list[Json]:
    frame: Any = pandas.read_stata(told.file("dta"))
    assert [name for name in told.of("date") if frame[name].dtype.kind != "M"] == []
    assert [name for name in told.of("int") + told.of("float") if frame[name].dtype.kind not in "if"] == []
    return [{name: None if value == "" else value for name, value in row.items()} for row in from_frame(frame)]


def from_frame(frame: Any) -> list[Json]:
    """Return the rows of a pandas frame with None for whatever stands there for a missing value."""
    columns = {str(name): [None if pandas.isna(value) else value for value in frame[name]] for name in frame.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


POLARS = {"string": polars.String, "int": polars.Int64, "float": polars.Float64, "date": polars.Date}


def polars_parquet(told: Told) -> list[Json]:
    frame = polars.read_parquet(told.file("parquet"))
    kinds = {"string": polars.String, "int": (polars.Int32, polars.Int64), "float": polars.Float64, "date": polars.Date}
    assert [name for name, kind in told.types.items() if not is_one_of(frame[name].dtype, kinds[kind])] == []
    return frame.to_dicts()


def is_one_of(found: Any, kinds: Any) -> bool:
    return found in (kinds if isinstance(kinds, tuple) else (kinds,))


def polars_csv(told: Told) -> list[Json]:
    return polars.read_csv(
        told.file("csv"), schema={name: POLARS[kind] for name, kind in told.types.items()}
    ).to_dicts()


def polars_jsonl(told: Told) -> list[Json]:
    schema = {name: POLARS["string" if kind == "date" else kind] for name, kind in told.types.items()}
    frame = polars.read_ndjson(told.file("jsonl"), schema=schema)
    return frame.with_columns(polars.col(told.of("date")).str.to_date("%Y-%m-%d")).to_dicts()


DUCKDB = {"string": "VARCHAR", "int": "INTEGER", "float": "DOUBLE", "date": "DATE"}


def duckdb_rows(told: Told, query: str, *, sniffed: bool = False) -> list[Json]:
    with duckdb.connect() as connection:
        found = connection.sql(query)
        if not sniffed:
            wrong = [
                name
                for name, kind in zip(found.columns, found.types, strict=True)
                if str(kind) != told_type(told, name)
            ]
            assert wrong == []
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def told_type(told: Told, name: str) -> str:
    return DUCKDB[told.types[name]]


def duckdb_parquet(told: Told) -> list[Json]:
    return duckdb_rows(told, f"select * from '{told.file('parquet')}'")  # noqa: S608


def duckdb_csv(told: Told) -> list[Json]:
    columns = ", ".join(f"'{name}': '{DUCKDB[kind]}'" for name, kind in told.types.items())
    return duckdb_rows(
        told, f"select * from read_csv('{told.file('csv')}', header = true, columns = {{{columns}}})"  # noqa: S608
    )  # fmt: skip


def duckdb_jsonl(told: Told) -> list[Json]:
    columns = ", ".join(f"'{name}': '{DUCKDB[kind]}'" for name, kind in told.types.items())
    return duckdb_rows(
        told, f"select * from read_ndjson('{told.file('jsonl')}', columns = {{{columns}}})"  # noqa: S608
    )  # fmt: skip


def sqlite_csv(told: Told) -> list[Json]:
    """Read it as anybody does who has nothing but Python's library, into typed columns."""
    types = {"string": "TEXT", "int": "INTEGER", "float": "REAL", "date": "TEXT"}
    columns = ", ".join(f'"{name}" {types[kind]}' for name, kind in told.types.items())
    with told.file("csv").open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream, strict=True)
    assert header == [*told.types]
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"create table t ({columns}) strict")
        marks = ", ".join("nullif(?, '')" for _ in header)
        connection.executemany(f"insert into t values ({marks})", lines)  # noqa: S608
        found = [dict(zip(header, row, strict=True)) for row in connection.execute("select * from t")]
    connection.close()
    for row in found:
        row |= {name: row[name] and date.fromisoformat(row[name]) for name in told.of("date")}
    return found


READERS: dict[str, Callable[[Told], list[Json]]] = {
    "pandas, Parquet": pandas_parquet,
    "pandas, CSV": pandas_csv,
    "pandas, JSON Lines": pandas_jsonl,
    "pandas, Stata": pandas_stata,
    "Polars, Parquet": polars_parquet,
    "Polars, CSV": polars_csv,
    "Polars, JSON Lines": polars_jsonl,
    "DuckDB, Parquet": duckdb_parquet,
    "DuckDB, CSV": duckdb_csv,
    "DuckDB, JSON Lines": duckdb_jsonl,
    "sqlite3, CSV": sqlite_csv,
}


def plain(kind: str, value: Any) -> Any:
    """Return a value as its type has it; fails if what was read is of none that holds it exactly."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if kind == "date":
        return value.date() if isinstance(value, datetime) else value
    if kind == "int":
        assert value == int(value)
        return int(value)
    return float(value) if kind == "float" else value


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_a_table_is_read_as_it_was_released(name: str, reader: str, released: Released) -> None:
    told = released.told(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = READERS[reader](told)
    assert len(found) == len(released.rows[name])
    for read, row in zip(found, released.rows[name], strict=True):
        assert [*read] == [*row]
        assert {column: plain(told.types[column], value) for column, value in read.items()} == row


R = """
options(warn = 2)
given <- commandArgs(TRUE)
told <- read.csv(file.path(given[2], "told.csv"), colClasses = "character")
kinds <- c(string = "character", int = "integer", float = "numeric", date = "Date")
for (name in unique(told$table)) {
  columns <- told[told$table == name, ]
  path <- file.path(given[1], paste0(name, ".csv"))
  found <- read.csv(path, na.strings = "", encoding = "UTF-8", colClasses = unname(kinds[columns$type]))
  stopifnot(identical(names(found), columns$name))
  for (column in names(found)) {
    value <- found[[column]]
    text <- if (is.double(value) && !inherits(value, "Date")) sprintf("%.17g", value) else as.character(value)
    lines <- if (length(value)) ifelse(is.na(value), "", paste0("=", enc2utf8(text))) else character()
    writeLines(lines, file.path(given[2], paste(name, column, sep = ".")), useBytes = TRUE)
  }
}
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="there is no R here")
def test_base_r_reads_every_table_as_it_was_released(released: Released, tmp_path: Path) -> None:
    (tmp_path / "read.R").write_text(R, encoding="utf-8")
    told = {table.name: released.told(table.name) for table in TABLES}
    lines = [f"{name},{column},{kind}" for name, one in told.items() for column, kind in one.types.items()]
    (tmp_path / "told.csv").write_text("\n".join(["table,name,type", *lines, ""]), encoding="utf-8")
    run("Rscript", "--vanilla", str(tmp_path / "read.R"), str(released.folder), str(tmp_path))
    of: dict[str, Callable[[str], Any]] = {"string": str, "int": int, "float": float, "date": date.fromisoformat}
    for name, one in told.items():
        for column, kind in one.types.items():
            cells = (tmp_path / f"{name}.{column}").read_text(encoding="utf-8").split("\n")[:-1]
            values = [of[kind](cell[1:]) if cell else None for cell in cells]
            assert values == [row[column] for row in released.rows[name]], f"{name}.{column}"


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="there is no sqlite3 here")
@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_the_sqlite_shell_imports_a_table_as_it_was_released(name: str, released: Released) -> None:
    told = released.told(name)
    types = {"string": "TEXT", "int": "INTEGER", "float": "REAL", "date": "TEXT"}
    columns = ", ".join(f'"{column}" {types[kind]}' for column, kind in told.types.items())
    nulls = ", ".join(f'nullif("{column}", \'\') as "{column}"' for column in told.types)
    steps = [f"create table t ({columns})", f".import --csv --skip 1 '{told.file('csv')}' t", ".mode json"]
    said = run("sqlite3", "-bail", ":memory:", *steps, f"select {nulls} from t")  # noqa: S608
    found: list[Json] = json.loads(said or "[]")
    as_text = [
        {column: str(value) if isinstance(value, date) else value for column, value in row.items()}
        for row in released.rows[name]
    ]
    assert found == as_text


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_duckdb_finds_every_row_of_a_csv_file_untold(name: str, released: Released) -> None:
    query = (
        f"select count(*) as n from read_csv('{released.told(name).file('csv')}', header = true, strict_mode = true)"  # noqa: S608
    )
    with duckdb.connect() as connection:
        assert connection.sql(query).fetchall() == [(len(released.rows[name]),)]


@pytest.mark.parametrize("name", [table.name for table in TABLES])
def test_pyreadstat_reads_a_stata_file_with_its_labels(name: str, released: Released) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    told = released.told(name)
    frame, about = pyreadstat.read_dta(told.file("dta"))
    found = [{column: None if value == "" else value for column, value in row.items()} for row in from_frame(frame)]
    assert [
        {column: plain(told.types[column], value) for column, value in row.items()} for row in found
    ] == released.rows[name]
    assert all(about.column_names_to_labels.values())
    assert about.file_label


def test_the_nested_records_are_plain_json(released: Released) -> None:
    by_kind = {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        for path in (released.folder / "records").glob("*.jsonl")
    }
    assert sum(map(len, by_kind.values())) > 0
    whole = json.loads((released.folder / "dataset.json").read_bytes())
    assert whole == {f"{kind}s": found for kind, found in by_kind.items()}
