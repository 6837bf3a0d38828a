"""Fingerprint: it is of what the tables say, and of nothing else."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.fingerprint import _merkle, canonical_row, fingerprint, short, table_root
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME, TABLES

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
    assert _merkle(hashed).hex() == ROOTS[count]


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
