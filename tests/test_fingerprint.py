"""Fingerprint: it is of what the tables say, and of nothing else."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.fingerprint import (
    canonical_row,
    digest_of,
    fingerprint,
    merkle_levels,
    root_of,
    short,
    summary,
    table_root,
)
from caucasus_ledger.dataset.formats import decode, encode
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, Column

Tables = dict[str, list[Json]]

aliases = st.fixed_dictionaries(
    {
        "actor_id": st.sampled_from(["actor/a", "actor/b"]),
        "number": st.integers(1, 9),
        "name": st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        "kind": st.none() | st.sampled_from(["short", "former"]),
    }
)
alias_rows = st.lists(aliases, max_size=6)

HEXADECIMAL = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
LEAVES = [bytes.fromhex(text) for text in HEXADECIMAL]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(9))
def test_the_tree_is_that_of_rfc_6962(count: int) -> None:
    hashed = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in LEAVES[:count]]
    assert root_of(merkle_levels(hashed)) == ROOTS[count]


def test_a_row_is_rfc_8785_json_with_nulls() -> None:
    values = {"b": None, "a": "é\n", "d": date(2020, 5, 3), "c": 4.0, "e": 0.1}
    assert canonical_row(values) == '{"a":"é\\n","b":null,"c":4,"d":"2020-05-03","e":0.1}'.encode()


@given(alias_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_keys_does_not_matter(found: list[Json], random: Any) -> None:
    mixed = [dict(random.sample(list(values.items()), len(values))) for values in found]
    random.shuffle(mixed)
    assert table_root("aliases", mixed) == table_root("aliases", found)
    assert fingerprint({"aliases": mixed, "roles": []}) == fingerprint({"roles": [], "aliases": found})


@given(alias_rows.filter(bool), st.data())
def test_any_changed_cell_changes_it(found: list[Json], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(found) - 1))
    column = data.draw(st.sampled_from(sorted(found[number])))
    changed = [dict(values) for values in found]
    changed[number][column] = "another value"
    assert fingerprint({"aliases": changed}) != fingerprint({"aliases": found})


@given(alias_rows, aliases)
def test_a_row_more_changes_it_though_it_repeats_one(found: list[Json], more: Json) -> None:
    assert len({fingerprint({"aliases": found + [more] * times})[0] for times in range(3)}) == 3


def test_null_and_nothing_and_number_and_text_differ() -> None:
    values: list[Any] = [None, "", "null", "1", 1]
    assert len({table_root("aliases", [{"name": value}]) for value in values}) == len(values)


def test_the_same_rows_in_another_table_differ() -> None:
    assert table_root("aliases", [{"number": 1}]) != table_root("roles", [{"number": 1}])


def test_dates_and_their_text_are_alike() -> None:
    assert table_root("events", [{"d": date(987, 1, 1)}]) == table_root("events", [{"d": "0987-01-01"}])


def test_roots_rows_and_column_types_make_the_fingerprint() -> None:
    tables: dict[str, list[Json]] = {table.name: [] for table in TABLES}
    found, roots = fingerprint(tables)
    summary = {
        name: {"columns": [[column.name, column.type] for column in BY_NAME[name].columns], "n": 0, "root": ROOTS[0]}
        for name in sorted(tables)
    }
    encoded = json.dumps({"tables": summary, "v": "ccd1"}, separators=(",", ":"))
    assert roots == dict.fromkeys(tables, ROOTS[0])
    assert found == hashlib.sha256(encoded.encode()).hexdigest()


def test_the_short_form_has_four_groups() -> None:
    assert short("0123456789abcdef" * 4) == "ccd1:0123-4567-89ab-cdef"


@pytest.fixture(scope="module")
def tables(ledger: Ledger) -> Tables:
    found: Tables = {name: ledger.table(name).to_pylist() for name in ledger.tables}
    found["places"][0] |= {"lat": 40.1772, "lon": 44.50349}
    return found


def edited_text(text: str, random: Random) -> str:
    """Return the text with one character put in, taken away, made another, or two neighbours exchanged."""
    place = random.randrange(len(text) + 1)
    before, here, after = text[:place], text[place : place + 1], text[place + 1 :]
    found = random.choice(
        [
            before + random.choice(" .aа0é\u0301\n") + here + after,
            before + after,
            before + here.swapcase() + after,
            before + random.choice("xя") + after,
            before + after[:1] + here + after[1:],
        ]
    )
    return found if found != text else text + " "


def edited(value: Any, random: Random) -> Any:
    """Return another value for a cell, most often one very near."""
    if value is None:
        return random.choice(["", "None", "null", 0, 0.0, False])
    if random.random() < 0.1:
        return None
    if random.random() < 0.1 and not isinstance(value, str):
        return str(value) if not isinstance(value, date) else None
    if isinstance(value, str):
        return edited_text(value, random)
    if isinstance(value, int):
        return value + random.choice([-1, 1, 10, 0.5])
    if isinstance(value, float):
        return random.choice([math.nextafter(value, math.inf), math.nextafter(value, -math.inf), value + 1e-6, -value])
    return value + random.choice([-1, 1, 365]) * timedelta(days=1)


def edit_cell(rows: list[Json], column: str, random: Random) -> None:
    row = random.choice(rows)
    row[column] = edited(row[column], random)


def exchange_columns(rows: list[Json], column: str, random: Random) -> None:
    """Exchange two cells of a row, such as latitude and longitude; where they are alike, edit one."""
    row = random.choice(rows)
    other = random.choice(sorted(row))
    if row[column] == row[other]:
        return edit_cell(rows, column, random)
    row[column], row[other] = row[other], row[column]
    return None


def exchange_rows(rows: list[Json], column: str, random: Random) -> None:
    """Exchange a column's cells of two rows that differ in it and in something else."""
    one, other = random.choice(rows), random.choice(rows)
    if one[column] == other[column] or {**one, column: 0} == {**other, column: 0}:
        return edit_cell(rows, column, random)
    one[column], other[column] = other[column], one[column]
    return None


def rename_column(rows: list[Json], column: str, random: Random) -> None:
    for row in rows:
        row[f"{column}{random.choice('_ s')}"] = row.pop(column)


def test_ten_thousand_edits_of_single_cells_all_change_it(tables: Tables) -> None:
    """Seeded, over all columns of all tables: each edit is of one cell, or exchanges two."""
    random = Random(20261123)  # noqa: S311 - the same edits each time
    found = {name: fingerprint({name: rows})[0] for name, rows in tables.items()}
    columns = [(table.name, column.name) for table in TABLES for column in table.columns]
    unseen = []
    for number in range(10_000):
        name, column = columns[number % len(columns)]
        changed = [dict(row) for row in tables[name]]
        kind = random.choices([edit_cell, exchange_columns, exchange_rows, rename_column], [85, 5, 5, 5])[0]
        kind(changed, column, random)
        if fingerprint({name: changed})[0] == found[name]:
            unseen.append((name, column, kind.__name__))
    assert unseen == []


def test_latitude_and_longitude_exchanged_change_it(tables: Tables) -> None:
    places = [row | {"lat": row["lon"], "lon": row["lat"]} for row in tables["places"]]
    assert fingerprint(tables | {"places": places})[0] != fingerprint(tables)[0]


@given(st.sampled_from(["places", "events", "references", "mentions"]), st.data())
def test_every_format_has_the_same_root(name: str, data: st.DataObject) -> None:
    table = BY_NAME[name]
    found = data.draw(
        st.lists(st.fixed_dictionaries({column.name: cells(column) for column in table.columns}), max_size=4)
    )
    root = table_root(name, found)
    for form, content in encode(table, found).items():
        assert table_root(name, decode(form, table, content)) == root, form


def cells(column: Column) -> st.SearchStrategy[Any]:
    texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1)
    of: dict[str, st.SearchStrategy[Any]] = {
        "string": texts | texts.map(lambda text: text * 2100),
        "int": st.integers(0, 2**31 - 100),
        "float": st.floats(-180, 180),
        "date": st.dates(),
    }
    return st.none() | of[column.type] if column.nullable else of[column.type]


def test_any_change_to_the_columns_changes_it(tables: Tables) -> None:
    """Names, types and their order are in it, so that an int read as a float is seen though 2 and 2.0 are one JSON."""
    told = summary({name: (len(rows), table_root(name, rows)) for name, rows in tables.items()})
    digests = {digest_of(told)}
    for name, table in told.items():
        columns = table["columns"]
        for place, (column, kind) in enumerate(columns):
            others = [[f"{column}2", kind], [column, "float" if kind == "int" else "int"]]
            digests |= {
                digest_of(told | {name: table | {"columns": [*columns[:place], other, *columns[place + 1 :]]}})
                for other in others
            }
        digests.add(digest_of(told | {name: table | {"columns": columns[::-1]}}))
        digests.add(digest_of(told | {name: table | {"n": table["n"] + 1}}))
        digests.add(digest_of({other: facts for other, facts in told.items() if other != name}))
    count = sum(len(table.columns) for table in TABLES)
    assert len(digests) == 1 + 2 * count + 3 * len(TABLES)


def test_thousands_of_orders_of_rows_keys_and_tables_change_nothing(tables: Tables) -> None:
    random = Random(20261124)  # noqa: S311 - the same orders each time
    names = [name for name in tables if len(tables[name]) > 1]
    found = {name: fingerprint({name: tables[name]}) for name in names}
    for number in range(3_000):
        name = names[number % len(names)]
        mixed = [dict(random.sample(list(row.items()), len(row))) for row in tables[name]]
        random.shuffle(mixed)
        assert fingerprint({name: mixed}) == found[name]
    for _ in range(100):
        mixed_tables = {
            name: random.sample(tables[name], len(tables[name])) for name in random.sample([*tables], len(tables))
        }
        assert fingerprint(mixed_tables)[0] == fingerprint(tables)[0]


def test_a_row_gone_or_moved_to_another_table_changes_it(tables: Tables) -> None:
    found = {fingerprint(tables)[0]}
    for name, rows in tables.items():
        for place in range(len(rows)):
            found.add(fingerprint({name: rows[:place] + rows[place + 1 :]})[0])
    assert len(found) == 1 + sum(map(len, tables.values()))


def test_the_first_release_has_the_fingerprint_that_it_was_cited_with() -> None:
    released = load("0.1.0")
    found = {name: released.table(name).to_pylist() for name in released.tables}
    assert fingerprint(found)[0] == "533d1b3493c7c9d03c900d503951c8f5c36cb8ec11dd316103f14eef0cb18334"
