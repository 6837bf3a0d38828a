"""DuckDB: one file with every table, typed and keyed, views that join them, and comments on all of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.arrow import arrow_table
from caucasus_ledger.dataset.export import sql
from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.export.imprint import imprint_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.variables import meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.dataset.tables import Table

DIALECT = sql.Dialect(
    types={"string": "VARCHAR", "int": "INTEGER", "float": "DOUBLE", "date": "DATE"},
    split="(SELECT generate_subscripts(string_split({column}, ';'), 1) - 1 AS key, "
    "unnest(string_split({column}, ';')) AS value)",
)
STORAGE = "v1.0.0"
"""Version of the file format: every DuckDB from 1.1 on reads it."""
BLOCK = 16_384
"""Bytes of a block, the least there is: each of the many small tables and keys takes at least one."""


def write(ledger: Ledger, path: Path) -> None:
    """Write the database to a path at which there is nothing. Needs duckdb.

    Raises LedgerError without it, and if a record refers to one that is not there.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise LedgerError("duckdb is not installed; `pip install 'caucasus-ledger[duckdb]'` brings it") from None
    tables = sql.in_order(tables_of(ledger))
    with duckdb.connect() as database:
        database.execute(f"ATTACH {sql.literal(str(path))} AS ledger (STORAGE_VERSION '{STORAGE}', BLOCK_SIZE {BLOCK})")
        database.execute("USE ledger")
        database.execute("BEGIN")
        database.execute("CREATE TABLE metadata (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
        database.executemany("INSERT INTO metadata VALUES (?, ?)", [*imprint_of(ledger).items().items()])
        for table, rows in tables:
            database.execute(sql.create_table(table, DIALECT))
            if sql.refers_to_itself(table):  # DuckDB looks for what a row refers to before the statement began
                database.executemany(sql.insert(table), [[*row.values()] for row in rows])
            else:
                database.register("incoming", arrow_table(table, rows))
                database.execute(f"INSERT INTO {sql.quoted(table.name)} SELECT * FROM incoming")  # noqa: S608 - a name of ours
                database.unregister("incoming")
            for comment in _comments(table):
                database.execute(comment)
        for view in sql.views(DIALECT):
            database.execute(f"CREATE VIEW {view.name} AS {view.query}")
            database.execute(_comment("VIEW", view.name, view.about))
        database.execute("COMMIT")
        database.execute("USE memory")
        database.execute("DETACH ledger")


def _comments(table: Table) -> Iterator[str]:
    yield _comment("TABLE", sql.quoted(table.name), table.about)
    for column in table.columns:
        meant = meaning(table, column)
        codes = "; ".join(f"{code}: {what}" for code, what in meant.codes.items())
        told = [meant.description, f"Unit: {meant.unit}." if meant.unit else "", f"Codes: {codes}" if codes else ""]
        yield _comment("COLUMN", f"{sql.quoted(table.name)}.{sql.quoted(column.name)}", " ".join(filter(None, told)))


def _comment(what: str, name: str, text: str) -> str:
    return f"COMMENT ON {what} {name} IS {sql.literal(text)}"
