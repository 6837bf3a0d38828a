"""Arrow: the tables as pyarrow.Table, in the one column order and typing that every release has."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import Table

_TYPES = {"string": pa.string(), "int": pa.int32(), "float": pa.float64(), "date": pa.date32()}


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table: flat, with dates as date32 and keys not null."""
    return pa.schema([pa.field(column.name, _TYPES[column.type], nullable=column.nullable) for column in table.columns])


def arrow_table(table: Table, rows: Iterable[Json]) -> pa.Table:
    """Return rows as an Arrow table in one chunk; missing values are null."""
    schema, listed = arrow_schema(table), list(rows)
    columns = [pa.array([row[field.name] for row in listed], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)  # from_pylist would import pandas wherever it is installed
