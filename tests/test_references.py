"""References: circles are found if and only if there are any, whatever their length."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.rules.references import _cycles
from copies import change, copy_to

Edges = dict[str, tuple[str, ...]]

nodes = st.sampled_from("abcdef")
graphs = st.dictionaries(nodes, st.lists(nodes, max_size=3, unique=True).map(tuple))


def reachable(edges: Edges) -> set[tuple[str, str]]:
    pairs = {(start, end) for start, ends in edges.items() for end in ends}
    while more := {(a, d) for (a, b), (c, d) in product(pairs, pairs) if b == c} - pairs:
        pairs |= more
    return pairs


@given(graphs)
def test_a_circle_is_found_if_there_is_one(edges: Edges) -> None:
    assert bool(list(_cycles(edges))) == any(start == end for start, end in reachable(edges))


@given(graphs)
def test_what_is_found_is_a_link_of_a_circle(edges: Edges) -> None:
    pairs = reachable(edges)
    for first, following in _cycles(edges):
        assert following in edges[first]
        assert (following, first) in pairs or following == first


@given(graphs)
def test_every_knot_of_circles_is_found(edges: Edges) -> None:
    pairs = reachable(edges)
    knots = {frozenset({a} | {b for b in "abcdef" if {(a, b), (b, a)} <= pairs}) for a in "abcdef" if (a, a) in pairs}
    found = {first for first, _ in _cycles(edges)}
    assert all(knot & found for knot in knots)


def test_a_circle_is_told_at_its_first_member_by_identifier() -> None:
    assert list(_cycles({"c": ("b",), "b": ("d",), "d": ("c",)})) == [("b", "d")]


def test_a_link_to_oneself_is_a_circle() -> None:
    assert list(_cycles({"a": ("a",)})) == [("a", "a")]


def test_two_ways_to_one_place_are_no_circle() -> None:
    assert list(_cycles({"a": ("b", "c"), "b": ("d",), "c": ("d",)})) == []


def test_a_long_chain_needs_no_recursion() -> None:
    chain: Edges = {f"n{number:05}": (f"n{number + 1:05}",) for number in range(3000)}
    assert list(_cycles(chain)) == []
    assert list(_cycles(chain | {"n03000": ("n00000",)})) == [("n00000", "n00001")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def codes(root: Path) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.record, problem.pointer) for problem in check(root).problems]


def test_parts_of_events_in_a_circle_are_told(root: Path) -> None:
    one, other = "event/2020-plan-published", "event/trade-grows"
    change(root, one, part_of=other)
    change(root, other, part_of=one)
    assert codes(root) == [("R005", one, "/part_of")]


def test_conditions_in_a_circle_are_told(root: Path) -> None:
    change(root, "claim/example-2020/008", conditions=["claim/example-2020/009"])
    assert ("R006", "claim/example-2020/008", "/conditions/0") in codes(root)


def test_a_record_that_refers_to_itself_is_told_once(root: Path) -> None:
    change(root, "claim/example-2020/001", supports=["claim/example-2020/001"])
    assert codes(root) == [("R002", "claim/example-2020/001", "/supports/0")]


def test_a_tombstone_may_name_what_replaced_it_but_not_what_is_gone(root: Path) -> None:
    assert codes(root) == []
    retracted = {"reason": "R.", "retracted_on": "2021-01-01", "replaced_by": "claim/example-2020/099"}
    change(root, "claim/example-2020/012", retracted=retracted)
    assert codes(root) == [("R001", "claim/example-2020/012", "/retracted/replaced_by")]


def test_every_kind_of_reference_is_followed(root: Path) -> None:
    (root / path_of("actor/example-gazette")).unlink()
    fields = {pointer.rpartition("/")[2] for _, _, pointer in codes(root)}
    assert {"0", "publisher", "actor"} <= fields
