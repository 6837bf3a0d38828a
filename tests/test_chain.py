"""Chain: the best order-true blocks, as a search through all of them finds."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds.chain import Block, best_chain, merged

some_blocks = st.builds(
    lambda start, length, at: Block(start, start + length, at),
    st.integers(0, 60),
    st.integers(1, 20),
    st.integers(0, 80),
)
borders = st.none() | st.builds(lambda place, at: Block(place, place, at), st.integers(0, 80), st.integers(0, 80))


def score(chain: tuple[Block, ...] | list[Block], before: Block | None, after: Block | None) -> int:
    ends = [end for end in (before, *chain, after) if end]
    shifts = sum(abs(one.shift - other.shift) for one, other in pairwise(ends)) if chain else 0
    return sum(block.end - block.start for block in chain) - 2 * shifts


def in_order(chain: tuple[Block, ...] | list[Block]) -> bool:
    return all(one.end <= other.start and one.until <= other.at for one, other in pairwise(chain))


@given(st.lists(some_blocks, max_size=6, unique=True), borders, borders)
def test_no_chain_is_better(blocks: list[Block], before: Block | None, after: Block | None) -> None:
    found = best_chain(blocks, before, after)
    every = [part for size in range(1, len(blocks) + 1) for part in combinations(sorted(blocks), size)]
    scores = [score(chain, before, after) for chain in every if in_order(chain)]
    assert in_order(found)
    assert not blocks if not found else score(found, before, after) == max(scores)


@given(st.lists(some_blocks, max_size=12))
def test_merged_blocks_hold_the_same_letters_and_none_twice(blocks: list[Block]) -> None:
    letters = {(n, n + block.shift) for block in blocks for n in range(block.start, block.end)}
    found = merged(blocks)
    assert sorted(letters) == sorted((n, n + block.shift) for block in found for n in range(block.start, block.end))
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("blocks", "wanted"),
    [
        ([], []),
        ([Block(0, 5, 0), Block(5, 9, 5), Block(3, 7, 3)], [Block(0, 9, 0)]),
        ([Block(0, 5, 0), Block(6, 9, 6)], [Block(0, 5, 0), Block(6, 9, 6)]),
        ([Block(0, 5, 0), Block(5, 9, 6)], [Block(0, 5, 0), Block(5, 9, 6)]),
    ],
)
def test_blocks_of_one_shift_that_touch_are_one(blocks: list[Block], wanted: list[Block]) -> None:
    assert merged(blocks) == wanted


def test_the_text_is_chosen_and_not_its_teaser() -> None:
    body = [Block(n * 100, n * 100 + 90, 1000 + n * 100) for n in range(9)]
    teaser = [Block(n * 100, n * 100 + 90, 300 + n * 100) for n in range(3)]
    assert best_chain(body + teaser) == body


def test_of_two_whole_copies_the_first_is_chosen_and_not_parts_of_both() -> None:
    first = [Block(n * 100, n * 100 + 90, n * 100) for n in range(9)]
    second = [block._replace(at=block.at + 1000) for block in first]
    assert best_chain(first + second) == first


def test_what_lies_nearest_to_its_neighbours_is_chosen() -> None:
    near, far = Block(50, 60, 56), Block(50, 60, 90)
    assert best_chain([far, near], Block(40, 40, 40), None) == [near]
    assert best_chain([near, far], None, Block(70, 70, 110)) == [far]
