"""DuckDB: the same tables and views as SQLite has, with comments."""

from __future__ import annotations

import builtins
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb as engine
import pytest

from caucasus_ledger.dataset.export import duckdb, sql, sqlite
from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.dataset.store import LedgerError


@pytest.fixture
def database(released: Ledger, tmp_path: Path) -> Iterator[engine.DuckDBPyConnection]:
    duckdb.write(released, tmp_path / "a.duckdb")
    with engine.connect(str(tmp_path / "a.duckdb"), read_only=True) as opened:
        yield opened


def test_every_row_is_there_with_its_type(database: engine.DuckDBPyConnection, released: Ledger) -> None:
    for table, rows in tables_of(released).items():
        found = database.execute(f'SELECT * FROM "{table.name}"').fetchall()  # noqa: S608 - a name of ours
        assert sorted(found, key=repr) == sorted((tuple(row.values()) for row in rows), key=repr)


def test_its_views_say_what_those_of_sqlite_say(
    database: engine.DuckDBPyConnection, released: Ledger, tmp_path: Path
) -> None:
    def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(str(one) if isinstance(one, date) else int(one) if isinstance(one, bool) else one for one in row)

    sqlite.write(released, tmp_path / "b.sqlite")
    with closing(sqlite3.connect(tmp_path / "b.sqlite")) as other:
        for view in sql.views(duckdb.DIALECT):
            query = f"SELECT * FROM {view.name}"  # noqa: S608 - a name of ours
            found = [plain(row) for row in database.execute(query).fetchall()]
            assert sorted(found, key=repr) == sorted(other.execute(query), key=repr)
            assert found


def test_everything_has_a_comment(database: engine.DuckDBPyConnection, released: Ledger) -> None:
    told = database.execute("SELECT table_name, comment FROM duckdb_tables() WHERE table_name <> 'metadata'").fetchall()
    assert dict(told) == {table.name: table.about for table in tables_of(released)}
    views = database.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
    assert dict(views) == {view.name: view.about for view in sql.views(duckdb.DIALECT)}
    query = "SELECT column_name FROM duckdb_columns() WHERE comment IS NULL AND table_name IN (SELECT table_name FROM "
    missing = database.execute(f"{query} duckdb_tables() WHERE table_name <> 'metadata')").fetchall()
    assert missing == []
    (realis,) = database.execute(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'events' AND column_name = 'realis'"
    ).fetchall()
    assert "negated: The source says that it did not or does not happen." in realis[0]


def test_what_is_referred_to_is_known_to_it(database: engine.DuckDBPyConnection) -> None:
    query = "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
    held = {name for (name,) in database.execute(query).fetchall()}
    assert {"participants", "attributions", "events", "actors", "assessments"} <= held


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str], tmp_path: Path) -> None:
    duckdb.write(hostile, tmp_path / "it's.duckdb")
    with engine.connect(str(tmp_path / "it's.duckdb"), read_only=True) as database:
        found = [text for (text,) in database.execute("SELECT statement FROM claims ORDER BY claim_id").fetchall()]
    assert [statement for statement in found if statement in payloads] == payloads


def test_without_the_package_it_says_what_to_install(
    released: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "duckdb":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(LedgerError, match=r"duckdb is not installed; `pip install 'caucasus-ledger\[duckdb\]'`"):
        duckdb.write(released, tmp_path / "a.duckdb")
