"""Alignment: which units of two codings belong together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.validators import alignment
from caucasus_ledger.validators.alignment import Alignment, Range, length, of_source, shared, sources_of, union
from invented import actor, claim, event

Record = dict[str, Any]
ranges = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda one: (one[0], one[0] + one[1])))


def points(found: tuple[Range, ...] | list[Range]) -> set[int]:
    return {point for start, end in found for point in range(start, end)}


@given(ranges)
def test_a_union_holds_the_same_code_points_once(found: list[Range]) -> None:
    one = union(found)
    assert points(one) == points(found)
    assert length(one) == len(points(found))
    assert union(one) == one == tuple(sorted(one))


@given(ranges, ranges)
def test_unions_share_what_both_hold(one: list[Range], other: list[Range]) -> None:
    assert shared(union(one), union(other)) == len(points(one) & points(other))


def test_ranges_that_touch_stay_two() -> None:
    assert union([(5, 9), (0, 5), (8, 12)]) == ((0, 5), (5, 12))


def pairs(kind: str, a: list[Record], b: list[Record], **more: float) -> list[tuple[str, str]]:
    return [(one.id, other.id) for one, other in Alignment(a, b, **more).both(kind)]


def test_of_two_claims_on_the_same_words_those_of_like_wording_belong_together() -> None:
    one = [claim(1, [(0, 9)], statement="rain fell", kind="state"), claim(2, [(0, 9)], statement="wind blew")]
    other = [claim(1, [(0, 9)], statement="a wind blew"), claim(2, [(0, 9)], statement="some rain fell")]
    found = pairs("claim", one, other)
    assert sorted(found) == [("claim/t/001", "claim/t/002"), ("claim/t/002", "claim/t/001")]


def test_a_claim_split_in_two_has_one_partner_and_one_miss() -> None:
    aligned = Alignment([claim(1, [(0, 9)])], [claim(1, [(0, 9)]), claim(2, [(0, 9)])])
    assert len(aligned.both("claim")) == 1
    assert [len(units) for units in aligned.alone("claim")] == [0, 1]


@pytest.mark.parametrize(("least", "aligned"), [(0.3, 1), (0.4, 1), (0.5, 0)])
def test_the_least_overlap_can_be_set(least: float, aligned: int) -> None:
    assert len(pairs("claim", [claim(1, [(0, 10)])], [claim(1, [(6, 10)])], overlap=least)) == aligned


def test_same_span_means_the_same_code_points() -> None:
    one = [claim(1, [(0, 5), (9, 12)]), claim(2, [(20, 30)])]
    other = [claim(1, [(9, 12), (0, 5)]), claim(2, [(20, 31)])]
    assert pairs("claim, same span", one, other) == [("claim/t/001", "claim/t/001")]
    assert len(pairs("claim", one, other)) == 2


def test_actors_that_no_words_name_are_aligned_by_their_names() -> None:
    one = [actor("m", [], "those who said so"), actor("n", [], "others")]
    other = [actor("k", [], "those who said it"), actor("l", [], "those elsewhere")]
    assert pairs("actor", one, other) == [("actor/m", "actor/k")]


def test_a_named_actor_and_a_nameless_one_do_not_meet() -> None:
    assert pairs("actor", [actor("m", [(0, 5)], "others")], [actor("m", [], "others")]) == []


@pytest.mark.parametrize("name", ["?!", "那些人", "Այլք"])
def test_names_without_words_of_ours_are_names(name: str) -> None:
    assert len(pairs("actor", [actor("m", [], name)], [actor("k", [], name)])) == 1


def test_a_long_span_costs_no_more_than_a_short_one() -> None:
    wide = [claim(number, [(0, 10_000_000)]) for number in range(1, 40)]
    assert len(pairs("claim", wide, wide)) == 39


def test_records_that_stand_apart_are_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MOST_PAIRS", 40)
    apart = [claim(number, [(10 * number, 10 * number + 5)]) for number in range(1, 40)]
    assert len(pairs("claim", apart, apart)) == 39


def test_too_many_records_on_the_same_words_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MOST_PAIRS", 15)
    heap = [claim(number, [(0, 5)]) for number in range(1, 5)]
    with pytest.raises(LedgerError, match="more than 15 pairs"):
        Alignment(heap, heap)


def elsewhere(record: Record) -> Record:
    return {**record, "evidence": [{**item, "source": "source/u"} for item in record["evidence"]]}


def test_a_source_has_the_records_that_stand_on_its_words() -> None:
    two = event("e2", [(0, 5)], {"y": "target"})
    both = {**two, "evidence": [*two["evidence"], *elsewhere(two)["evidence"]]}
    records = [
        actor("x", [(0, 5)]), actor("y", []), actor("z", []), claim(1, [(0, 5)]), elsewhere(claim(2, [(0, 5)])), both
    ]  # fmt: skip
    assert sources_of(records) == ("source/t", "source/u")
    here, there = (of_source(records, source) for source in ("source/t", "source/u"))
    assert [record["id"] for record in here] == ["actor/x", "actor/y", "claim/t/001", "event/e2"]
    assert [record["id"] for record in there] == ["actor/x", "actor/y", "claim/t/002", "event/e2"]
    assert sources_of(here) == ("source/t",)
    assert sources_of(there) == ("source/u",)
    assert there[0]["mentions"] == []


def test_of_one_source_alone_nothing_is_left_out() -> None:
    records = [actor("x", [(0, 5)]), actor("z", [])]
    assert of_source(records, "source/t") == records
    assert of_source([actor("z", [])], "source/t") == [actor("z", [])]
