"""Cues: hedges by kind, and quotations in the marks of many languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds.cues import find_hedges, find_quotations, is_term


def hedges(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in find_hedges(text, [(0, len(text))], "en") or ()]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It may rain in May.", [("may", "epistemic")]),
        ("It will probably open.", [("probably", "epistemic")]),
        ("They reportedly left.", [("reportedly", "hearsay")]),
        ("He claimed it; their claim was denied.", [("claimed", "hearsay")]),
        ("If it opens, trade could grow.", [("If", "conditional"), ("could", "epistemic")]),
        ("It is said to be late.", [("is said to", "hearsay")]),
        ("It has the potential to grow.", [("has the potential to", "epistemic")]),
        ("They are investigating whether it sank.", [("investigating whether", "investigative")]),
        ("Experts believe so.", [("believe", "doxastic")]),
        ("The mayor of Maybury spoke of the maybe-men.", []),
    ],
)
def test_hedges_are_found_with_their_kind(text: str, wanted: list[tuple[str, str]]) -> None:
    assert hedges(text) == wanted


@pytest.mark.parametrize("language", ["ru", "hy", None])
def test_a_language_without_a_list_is_told_from_a_text_without_hedges(language: str | None) -> None:
    assert find_hedges("It may rain.", [(0, 12)], language) is None
    assert find_hedges("It rains.", [(0, 9)], "en-GB") == []


def quotations(text: str) -> list[tuple[str, bool, int]]:
    return [(text[one.start : one.end], one.closed, one.depth) for one in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("“We pay,” she said.", [("We pay,", True, 0)]),
        ('He said "we pay" and "no more".', [("we pay", True, 0), ("no more", True, 0)]),
        ("«Мы не уйдём», сказал он.", [("Мы не уйдём", True, 0)]),
        ("„Wir zahlen“, sagte er.", [("Wir zahlen", True, 0)]),
        ("„Fizetünk”, mondta.", [("Fizetünk", True, 0)]),
        ("Նա ասաց. «Կվճարենք»։", [("Կվճարենք", True, 0)]),
        ("“We ‘never’ paid,” she said.", [("We ‘never’ paid,", True, 0), ("never", True, 1)]),
        ("The ‘boy’s own’ bikes, Northmark’s and the boys’.", [("boy’s own", True, 0)]),
        ("It's the '90s, and the dogs' bones aren't 'gone'.", [("gone", True, 0)]),
        ("“Never closed.", [("Never closed.", False, 0)]),
        ("“One\nline.” Two.", [("One", False, 0)]),
        ("“Outer ‘inner.” After.", [("Outer ‘inner.", True, 0), ("inner.", False, 1)]),
        ("A 6' 2\" man.", []),
        ("“”", []),
    ],
)
def test_quotations_are_found(text: str, wanted: list[tuple[str, bool, int]]) -> None:
    assert quotations(text) == wanted


def test_a_few_words_are_a_term() -> None:
    text = "The “final arbiter” said “we will not pay”."
    assert [is_term(text, one) for one in find_quotations(text)] == [True, False]


@given(st.text(alphabet="ab \n“”„«»\"'‘’‹›5", max_size=80))
def test_quotations_nest_and_stay_in_their_line(text: str) -> None:
    found = find_quotations(text)
    for one in found:
        assert one.start < one.end
        assert "\n" not in text[one.start : one.end]
        assert sum(other.start <= one.start and one.end <= other.end for other in found if other != one) >= one.depth
