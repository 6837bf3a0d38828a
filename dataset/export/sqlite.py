"""SQLite: one file with every table, typed and keyed, views that join them, and a table of metadata."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.export import sql
from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.export.imprint import imprint_of

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

DIALECT = sql.Dialect(
    types={"string": "TEXT", "int": "INTEGER", "float": "REAL", "date": "DATE"},  # a DATE holds text, YYYY-MM-DD
    split="json_each('[\"' || replace({column}, ';', '\",\"') || '\"]')",
)


def write(ledger: Ledger, path: Path) -> None:
    """Write the database to a path at which there is nothing; the same SQLite gives the same bytes.

    Raises LedgerError if a record refers to one that is not there.
    """
    tables = sql.in_order(tables_of(ledger))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("BEGIN")
        database.execute("CREATE TABLE metadata (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)")
        database.executemany("INSERT INTO metadata VALUES (?, ?)", imprint_of(ledger).items().items())
        for table, rows in tables:
            database.execute(sql.create_table(table, DIALECT))
            database.executemany(sql.insert(table), ([_plain(value) for value in row.values()] for row in rows))
            for statement in sql.create_indexes(table):
                database.execute(statement)
        for view in sql.views(DIALECT):
            database.execute(f"CREATE VIEW {view.name} AS -- {view.about}\n{view.query}")
        database.execute("COMMIT")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
