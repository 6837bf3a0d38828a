"""SQLite: the tables with their keys, the views, and the same bytes every time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from caucasus_ledger.dataset.export import sql, sqlite
from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME
from copies import copy_to
from export.conftest import edit


@pytest.fixture
def database(released: Ledger, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    sqlite.write(released, tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as opened:
        yield opened


def test_it_is_whole(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_row_is_there_with_its_type(database: sqlite3.Connection, released: Ledger) -> None:
    for table, rows in tables_of(released).items():
        found = database.execute(f'SELECT * FROM "{table.name}"').fetchall()  # noqa: S608 - a name of ours
        wanted = [tuple(str(value) if isinstance(value, date) else value for value in row.values()) for row in rows]
        assert sorted(found, key=repr) == sorted(wanted, key=repr)
        names = [column[1] for column in database.execute(f'PRAGMA table_info("{table.name}")')]
        assert names == [column.name for column in table.columns]


def test_every_reference_to_one_table_is_a_foreign_key(database: sqlite3.Connection, released: Ledger) -> None:
    for table in tables_of(released):
        found = {(key[3], key[2], key[4]) for key in database.execute(f'PRAGMA foreign_key_list("{table.name}")')}
        wanted = {
            (column.name, column.refers[0], BY_NAME[column.refers[0]].columns[0].name)
            for column in table.columns
            if len(column.refers) == 1 and not column.joined
        }
        assert found == wanted


def test_every_column_that_refers_is_searched_by_an_index(database: sqlite3.Connection, released: Ledger) -> None:
    for table in tables_of(released):
        for column in table.columns:
            if column.refers and not column.joined:
                query = f'EXPLAIN QUERY PLAN SELECT 1 FROM "{table.name}" WHERE "{column.name}" = ?'  # noqa: S608 - a name of ours
                ((*_, plan),) = database.execute(query, ("x",)).fetchall()
                assert re.search("USING (COVERING )?INDEX", plan), (table.name, column.name, plan)


def test_it_says_what_tables_columns_and_views_are(database: sqlite3.Connection, released: Ledger) -> None:
    statements = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    for table in tables_of(released):
        assert f"-- {table.about}" in statements[table.name]
        assert statements[table.name].count(" -- ") == len(table.columns) + 1
    for view in sql.views(sqlite.DIALECT):
        assert f"-- {view.about}" in statements[view.name]


def test_the_views_join_names_in(database: sqlite3.Connection, released: Ledger) -> None:
    def count(query: str) -> int:
        return int(database.execute(f"SELECT COUNT(*) FROM {query}").fetchone()[0])  # noqa: S608 - a name of ours

    assert count("event_actors") == sum(len(event.participants) for event in released.events)
    assert count("claim_chain") == sum(len(claim.attribution) for claim in released.claims)
    assert count("claim_chain WHERE innermost") == len(released.claims)
    assert count("claim_about") == sum(len(claim.about) for claim in released.claims)
    assert count("asserted_links") == len(released.links())
    assert count("claim_verdicts") == len(released.assessments)
    assert count("event_contexts") == sum(len(event.contexts) for event in released.events)
    assert count("source_authors") == sum(len(source.authors) for source in released.sources)
    assert count("remark_records") == sum(len(one.records) for source in released.sources for one in source.remarks)
    assert count("record_spans") == sum(map(count, ("evidence", "mentions")))
    named = dict(database.execute("SELECT record_id, name FROM record_names"))
    assert named == {
        record.id: released.name(record)
        for kind in (released.sources, released.actors, released.events, released.claims, released.assessments)
        for record in kind
    }
    every = {
        (event.id, did.actor, suffered.actor)
        for event in released.events
        for did in event.participants
        for suffered in event.participants
        if did.role == "initiator" and suffered.role in ("target", "victim")
    }
    assert set(database.execute("SELECT event_id, initiator_id, target_id FROM event_dyads")) == every


def test_joined_cells_are_parted_in_their_order(database: sqlite3.Connection, released: Ledger) -> None:
    for event in released.events:
        query = "SELECT context FROM event_contexts WHERE event_id = ? ORDER BY number"
        assert [context for (context,) in database.execute(query, (event.id,))] == [*map(str, event.contexts)]


def test_the_same_ledger_gives_the_same_bytes(released: Ledger, tmp_path: Path) -> None:
    for name in ("a", "b"):
        sqlite.write(released, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str], tmp_path: Path) -> None:
    sqlite.write(hostile, tmp_path / "a")
    with closing(sqlite3.connect(tmp_path / "a")) as database:
        found = [statement for (statement,) in database.execute("SELECT statement FROM claims ORDER BY claim_id")]
        assert database.execute("SELECT COUNT(*) FROM actors").fetchone()[0] == len(hostile.actors)
    assert [statement for statement in found if statement in payloads] == payloads


def test_a_record_that_is_referred_to_and_not_there_is_named(tmp_path: Path) -> None:
    root = copy_to(tmp_path / "copy")
    edit(root / path_of("actor/blue-line"), part_of="actor/nobody")
    with pytest.raises(LedgerError, match=r"part_of_id of actor/blue-line is actor/nobody, which actors does not hold"):
        sqlite.write(load(root), tmp_path / "a")


def test_a_circle_of_parts_is_named(tmp_path: Path) -> None:
    root = copy_to(tmp_path / "copy")
    edit(root / path_of("actor/blue-line"), part_of="actor/northmark")
    edit(root / path_of("actor/northmark"), part_of="actor/blue-line")
    with pytest.raises(LedgerError, match="is part of itself, through others"):
        sqlite.write(load(root), tmp_path / "a")


def test_what_is_referred_to_comes_first(released: Ledger) -> None:
    seen: set[str] = set()
    for table, rows in sql.in_order(tables_of(released)):
        parents = [column.name for column in table.columns if sql.reference(column) == table.name]
        others = {sql.reference(column) for column in table.columns} - {None, table.name}
        assert others <= seen
        seen.add(table.name)
        known: set[str] = set()
        for row in rows:
            assert {row[name] for name in parents} - {None} <= known
            known.add(row[table.columns[0].name])


def test_sql_is_quoted() -> None:
    assert sql.literal("a'b") == "'a''b'"
    assert sql.quoted("end") == '"end"'
