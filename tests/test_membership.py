"""Membership: every record of a version can be proven to be in it, and nothing else can."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caucasus_ledger.dataset.fingerprint import fingerprint, leaves, merkle_levels, root_of, row_hash
from caucasus_ledger.dataset.ledger import Ledger, LedgerError
from caucasus_ledger.dataset.membership import _climb, _path, check_proof, prove
from caucasus_ledger.dataset.records import Json

CLAIM = "claim/example-2020/003"
Tables = dict[str, list[Json]]
Step = str | int
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70)
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
)


@pytest.fixture(scope="module")
def tables(release: Any) -> Tables:
    from caucasus_ledger.dataset.ledger import load

    ledger = load(release)
    return {name: ledger.table(name).to_pylist() for name in ledger.tables}


@pytest.fixture(scope="module")
def proof(tables: Tables) -> Json:
    found: Json = json.loads(json.dumps(prove(tables, CLAIM, "0.1.0")))
    return found


def places(value: Any, before: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Yield the way to every value in a JSON document."""
    yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, member in inner:
        yield from places(member, (*before, step))


def at(document: Any, way: tuple[Step, ...]) -> Any:
    for step in way:
        document = document[step]
    return document


def test_every_record_has_a_proof_that_holds(ledger: Ledger, tables: Tables) -> None:
    digest = fingerprint(tables)[0]
    shown = 0
    for record_id in (one for kind in ledger._texts.values() for one in kind):
        document = json.loads(json.dumps(prove(tables, record_id, ledger.version)))
        assert check_proof(document, digest) == []
        shown += len(document["rows"])
    assert shown == sum(map(len, tables.values()))


def test_a_proof_has_at_most_log2_n_hashes_a_row(proof: Json) -> None:
    for shown in proof["rows"]:
        assert len(shown["path"]) <= math.ceil(math.log2(proof["tables"][shown["table"]]["n"]))


def test_a_proof_shows_the_rows_of_all_tables(proof: Json) -> None:
    assert {shown["table"] for shown in proof["rows"]} == {"claims", "attributions", "links", "evidence"}


def test_a_record_that_is_not_there_has_no_proof(tables: Tables) -> None:
    with pytest.raises(LedgerError, match=r"version 0\.1\.0 holds no record claim/example-2020/999"):
        prove(tables, "claim/example-2020/999", "0.1.0")


@given(st.integers(1, 70), st.data())
def test_a_path_leads_to_the_root_from_its_own_place_alone(size: int, data: st.DataObject) -> None:
    rows = [{"number": number} for number in range(size)]
    levels = merkle_levels(leaves("aliases", rows))
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    path = _path(levels, index)
    assert _climb(levels[0][index], index, size, path) == root_of(levels)
    if other != index:
        assert _climb(levels[0][other], index, size, path) != root_of(levels)
        assert _climb(levels[0][index], other, size, path) != root_of(levels)
    assert _climb(levels[0][index], index, size, [*path, "00" * 32]) != root_of(levels)
    if path:
        assert _climb(levels[0][index], index, size, path[:-1]) != root_of(levels)


def test_a_node_is_no_row() -> None:
    levels = merkle_levels(leaves("aliases", [{"number": 1}, {"number": 2}]))
    inner = b"".join(levels[0])
    assert row_hash("aliases", inner) != levels[1][0]


@given(st.data())
def test_no_value_can_be_another(proof: Json, data: st.DataObject) -> None:
    """Every value but the version, which the fingerprint does not hold: see the module."""
    way = data.draw(st.sampled_from([way for way in places(proof) if way and way != ("version",)]))
    was = at(proof, way)
    to = data.draw(SCALARS | ANY_JSON)
    assume(type(to) is not type(was) or to != was)
    assume(not (type(was) is int and type(to) is float and to == was))  # 2 and 2.0 are one number in JSON
    changed = copy.deepcopy(proof)
    at(changed, way[:-1])[way[-1]] = to
    assert check_proof(changed) != []


@given(st.data())
def test_no_letter_can_be_another(proof: Json, data: st.DataObject) -> None:
    texts = [way for way in places(proof) if isinstance(at(proof, way), str) and way != ("version",)]
    way = data.draw(st.sampled_from(texts))
    was = at(proof, way)
    place = data.draw(st.integers(0, max(len(was) - 1, 0)))
    letter = data.draw(st.sampled_from("0123456789abcdef/-_ é"))
    assume(was[place : place + 1] != letter)
    changed = copy.deepcopy(proof)
    at(changed, way[:-1])[way[-1]] = was[:place] + letter + was[place + 1 :]
    assert check_proof(changed) != []


@given(st.data())
def test_no_part_can_be_missing_or_stand_twice_or_elsewhere(proof: Json, data: st.DataObject) -> None:
    """But for the last rows of a list: that nothing follows them is what a proof cannot show."""
    changed = copy.deepcopy(proof)
    way = data.draw(st.sampled_from([way for way in places(proof) if way]))
    parent = at(changed, way[:-1])
    how = data.draw(st.sampled_from(["missing", "twice", "elsewhere"]))
    if how == "missing":
        assume(way[:-1] != ("rows",))
        del parent[way[-1]]
    elif how == "twice":
        assume(isinstance(parent, list))
        parent.insert(way[-1], copy.deepcopy(parent[way[-1]]))
    else:
        assume(isinstance(parent, list) and way[:-1] != ("rows",) and len(parent) > 1)
        parent.append(parent.pop(int(way[-1])))
        assume(changed != proof)
    assert check_proof(changed) != []


def test_a_row_is_missed_unless_it_is_the_last_of_its_list(proof: Json) -> None:
    lists = [_list_of(shown) for shown in proof["rows"]]
    for place, own in enumerate(lists):
        changed = {**proof, "rows": proof["rows"][:place] + proof["rows"][place + 1 :]}
        last = own != ("claims",) and own not in lists[place + 1 :]
        assert (check_proof(changed) == []) is last


def _list_of(shown: Json) -> tuple[str, ...]:
    return (shown["table"], shown["row"]["predicate"]) if shown["table"] == "links" else (shown["table"],)


def test_a_row_of_another_record_does_not_pass(tables: Tables, proof: Json) -> None:
    other = prove(tables, "claim/example-2020/004", "0.1.0")
    for shown in other["rows"]:
        changed = {**proof, "rows": [*proof["rows"], shown]}
        assert any("is not one of claim/example-2020/003" in said for said in check_proof(changed))


def test_a_proof_does_not_hold_for_another_version(tables: Tables, proof: Json) -> None:
    changed = copy.deepcopy(tables)
    changed["actors"][0]["name"] += "!"
    digest = fingerprint(changed)[0]
    assert check_proof(proof, digest) == [f"it is for the fingerprint {proof['fingerprint']}, not {digest}"]
    assert check_proof({**proof, "fingerprint": digest}) == [
        f"its tables have the fingerprint {proof['fingerprint']}, not {digest}"
    ]


@given(ANY_JSON)
def test_what_is_no_proof_is_told_and_never_raises(document: Any) -> None:
    assert check_proof(document) != []


@given(ANY_JSON, st.data())
def test_a_proof_with_anything_in_it_never_raises(proof: Json, value: Any, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from([way for way in places(proof) if way]))
    changed = copy.deepcopy(proof)
    at(changed, way[:-1])[way[-1]] = value
    assert isinstance(check_proof(changed), list)


def test_what_has_no_digest_is_told(proof: Json) -> None:
    changed = copy.deepcopy(proof)
    changed["rows"][0]["row"]["note"] = math.nan
    assert check_proof(changed) == ["a row of claims is no row: nan is not representable in JCS"]
    changed["tables"]["claims"]["n"] = 2**60
    (said,) = check_proof(changed)
    assert said.startswith("its tables have no fingerprint: ")


def test_a_row_that_is_moved_is_told(proof: Json) -> None:
    changed = copy.deepcopy(proof)
    shown = changed["rows"][0]
    shown["index"] ^= 1
    (said,) = check_proof(changed)
    assert said.startswith(f"row {shown['index']} of claims leads to the root ")
