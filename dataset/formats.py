"""Formats: a table's rows as the bytes of a Parquet, CSV, JSON Lines or Stata file, and back without loss.

No text of a record is empty, so an empty cell of CSV and Stata is a missing value and nothing else.
"""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from caucasus_ledger.dataset import strict
from caucasus_ledger.dataset.arrow import arrow_table
from caucasus_ledger.dataset.delimited import csv_bytes
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import Column, Table

_STATA_TEXT = 2045
"""Longest text in bytes that Stata holds in the row itself; longer ones go into a strL."""

_STATA_WORDS = frozenset(
    [
        "_all",
        "_b",
        "_coef",
        "_cons",
        "_n",
        "_N",
        "_pi",
        "_pred",
        "_rc",
        "_skip",
        "byte",
        "double",
        "float",
        "if",
        "in",
        "int",
        "long",
        "strL",
        "using",
        "with",
    ]
)
"""Names that no variable may have, by Stata's manual ([U] 11.3)."""

_STAMP = datetime(1970, 1, 1)  # noqa: DTZ001 - Stata's header has no zone, and the day of writing says nothing


def encode(table: Table, rows: Sequence[Json]) -> dict[str, bytes]:
    """Return a table's file in each format, by suffix. Needs pandas for Stata; raises LedgerError without it."""
    return {form: write(table, rows) for form, (write, _) in FORMATS.items()}


def decode(form: str, table: Table, content: bytes) -> list[Json]:
    """Return the rows that a file holds, typed as the table's columns are; `form` is a suffix, also json.

    Raises ValueError for bytes that are no such file or not of that table.
    """
    try:
        return FORMATS[form][1](table, content) if form in FORMATS else _read_json(table, content)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
        csv.Error,
        struct.error,
    ) as error:
        raise ValueError(f"it is no {form} file of table {table.name}: {error}") from error


def _hold(table: Table, names: Iterable[str]) -> None:
    """Refuse columns that are not those of a table, in their order."""
    if list(names) != [column.name for column in table.columns]:
        raise ValueError("its columns are others")


def _write_parquet(table: Table, rows: Sequence[Json]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(
        arrow_table(table, rows), sink, compression="zstd", compression_level=9, version="2.6",
        row_group_size=1 << 20, store_schema=False,
    )  # fmt: skip
    return bytes(sink.getvalue())


def _read_parquet(table: Table, content: bytes) -> list[Json]:
    import pyarrow as pa
    from pyarrow import parquet

    found = parquet.ParquetFile(pa.BufferReader(content)).read()
    _hold(table, found.column_names)
    rows: list[Json] = found.to_pylist()
    return rows


def _write_csv(table: Table, rows: Sequence[Json]) -> bytes:
    names = [column.name for column in table.columns]
    return csv_bytes(names, ([row[name] for name in names] for row in rows))


def _read_csv(table: Table, content: bytes) -> list[Json]:
    header, *lines = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    _hold(table, header)
    return [
        {c.name: _typed(c, cell) if cell else None for c, cell in zip(table.columns, line, strict=True)}
        for line in lines
    ]


def _write_jsonl(_: Table, rows: Iterable[Json]) -> bytes:
    from caucasus_ledger.dataset.fingerprint import canonical_row

    return b"".join(canonical_row(row) + b"\n" for row in rows)


def _read_jsonl(table: Table, content: bytes) -> list[Json]:
    return [_in_columns(table, strict.loads(line)) for line in content.decode().split("\n") if line]


def _in_columns(table: Table, row: Json) -> Json:
    """Return a row of JSON, whose keys may stand in any order, in that of the columns and with their types."""
    known = {column.name for column in table.columns}
    _hold(table, [*(column.name for column in table.columns if column.name in row), *(row.keys() - known)])
    for column in table.columns:
        if row[column.name] is not None and not isinstance(row[column.name], _IN_JSON[column.type]):
            raise TypeError(f"{column.name} is {row[column.name]!r}, which is no {column.type}")
    return {column.name: _typed(column, row[column.name]) for column in table.columns}


def _read_json(table: Table, content: bytes) -> list[Json]:
    found = strict.loads(content)
    if not isinstance(found, list):
        raise TypeError("a list of rows is wanted")
    return [_in_columns(table, row) for row in found]


def _write_stata(table: Table, rows: Sequence[Json]) -> bytes:
    from caucasus_ledger.dataset.variables import meaning

    pandas, writer = needs_pandas(), _stata_writer()
    frame = pandas.DataFrame(
        {column.name: _series(column, [row[column.name] for row in rows]) for column in table.columns}
    )
    long = [
        column.name
        for column in table.columns
        if column.type == "string" and any(len((row[column.name] or "").encode()) > _STATA_TEXT for row in rows)
    ]
    sink = io.BytesIO()
    writer(
        sink, frame, version=118, write_index=False, time_stamp=_STAMP, data_label=table.about[:80],
        convert_dates={column.name: "td" for column in table.columns if column.type == "date"},
        variable_labels={column.name: meaning(table, column).label for column in table.columns}, convert_strl=long,
    ).write_file()  # fmt: skip
    return sink.getvalue()


def _stata_writer() -> Any:
    """Return the writer of Stata files that lets a column be called `end`, which is a word of Mata, not of Stata."""
    needs_pandas()
    from pandas.io.stata import StataWriterUTF8

    class Writer(StataWriterUTF8):  # type: ignore[misc]
        RESERVED_WORDS = property(lambda _: _STATA_WORDS, lambda *_: None)  # pandas sets it when it is made

    return Writer


def _series(column: Column, values: list[Any]) -> Any:
    pandas = needs_pandas()
    if column.type == "string":
        return pandas.Series([value or "" for value in values], dtype=object)
    if column.type == "date":
        return pandas.Series(pandas.to_datetime(values, format="ISO8601"), dtype="datetime64[s]")
    return pandas.Series(values, dtype="Int32" if column.type == "int" else "float64")


def _read_stata(table: Table, content: bytes) -> list[Json]:
    frame = needs_pandas().read_stata(io.BytesIO(content), preserve_dtypes=False)
    _hold(table, frame.columns)
    found = {c.name: [_from_stata(c, value) for value in frame[c.name].tolist()] for c in table.columns}
    return [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]


def _from_stata(column: Column, value: Any) -> Any:
    if column.type == "string":
        return value or None
    if value is None or value != value:  # noqa: PLR0124 - what is not a number, or not a time, is missing
        return None
    return value.date() if column.type == "date" else _typed(column, value)


def needs_pandas() -> Any:
    """Return pandas, which writes and reads Stata files. Raises LedgerError where it is not installed."""
    try:
        import pandas
    except ModuleNotFoundError:
        raise LedgerError(
            "Stata files need pandas; `pip install 'caucasus-ledger[release]'` brings it, in a checkout '.[release]'"
        ) from None
    return pandas


_IN_JSON: dict[str, type | tuple[type, ...]] = {"string": str, "int": int, "float": (int, float), "date": str}
_TYPED: dict[str, Callable[[Any], Any]] = {"string": str, "int": int, "float": float, "date": date.fromisoformat}


def _typed(column: Column, value: Any) -> Any:
    return None if value is None else _TYPED[column.type](value)


FORMATS: dict[str, tuple[Callable[[Table, Sequence[Json]], bytes], Callable[[Table, bytes], list[Json]]]] = {
    "parquet": (_write_parquet, _read_parquet),
    "csv": (_write_csv, _read_csv),
    "jsonl": (_write_jsonl, _read_jsonl),
    "dta": (_write_stata, _read_stata),
}
"""How a table is written and read in each format, by suffix."""
