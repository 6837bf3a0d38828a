"""Proof: what is held of proven words, and what stands next to them."""

from __future__ import annotations

import pytest

from caucasus_ledger.seeds.chain import Block
from caucasus_ledger.seeds.proof import Knot, Proof, neighbours
from caucasus_ledger.seeds.reading import flowing


@pytest.fixture
def proof() -> Proof:
    """Proof of "one two" and "four" of a text of 18 letters, in a copy with a further space before the third word."""
    copy = "one two  three four"
    proof = Proof(copy, flowing(copy), 18)
    blocks = {Block(0, 3, 0): "one", Block(2, 7, 2): "e two", Block(14, 18, 14): "four"}
    proof.add(proof.flow, [Block(0, 7, 0), Block(14, 18, 14)], blocks, in_order=True)
    return proof


def test_words_of_several_matches_are_held(proof: Proof) -> None:
    assert proof.letters == [*"one two", *[None] * 7, *"four"]
    assert proof.words(4, 7) == "two"


@pytest.mark.parametrize(("start", "end", "place"), [(0, 7, (0, 7)), (4, 6, (4, 6)), (15, 18, (16, 19))])
def test_a_span_within_proven_words_has_its_place(proof: Proof, start: int, end: int, place: tuple[int, int]) -> None:
    piece = proof.piece(start, end)
    assert piece is not None
    assert piece.place(start, end) == place


@pytest.mark.parametrize(("start", "end"), [(0, 8), (7, 9), (6, 16)])
def test_a_span_that_is_not_wholly_proven_has_none(proof: Proof, start: int, end: int) -> None:
    assert proof.piece(start, end) is None


def test_borders_are_kept_in_the_order_of_the_source(proof: Proof) -> None:
    assert proof.in_order == proof.knots == [Knot(0, 0, 0), Knot(7, 7, 7), Knot(14, 14, 15), Knot(18, 18, 19)]


def test_words_out_of_order_have_borders_of_their_own(proof: Proof) -> None:
    proof.add(proof.flow, [Block(8, 13, 0)], {}, in_order=False)
    assert Knot(8, 0, 0) in proof.knots
    assert Knot(8, 0, 0) not in proof.in_order


def test_neighbours_are_the_nearest_borders(proof: Proof) -> None:
    first, second, third, last = proof.knots
    assert neighbours(proof.knots, 8, 12) == (second, third)
    assert neighbours(proof.knots, 7, 14) == (second, third)
    assert neighbours(proof.knots, 1, 3) == (first, second)
    assert neighbours(proof.knots, 15, 19) == (third, None)
    assert neighbours([], 0, 1) == (None, None)
    assert neighbours([last], 0, 1) == (None, last)


def test_what_stands_in_a_range_of_the_copy_is_told(proof: Proof) -> None:
    assert [piece.start for piece in proof.taken((6, 16))] == [0, 14]
    assert proof.taken((7, 15)) == []
