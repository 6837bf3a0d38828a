"""Proof: what of a source's text is proven to stand in a copy, and where."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from caucasus_ledger.seeds.chain import Block
from caucasus_ledger.seeds.reading import Reading


class Knot(NamedTuple):
    """A border of proven words: its place in the canonical text, in the flowing reading and in the copy."""

    source: int
    flow: int
    copy: int


class Piece(NamedTuple):
    """Proven words: their range in the canonical text, and the letter at which a reading of the copy has them."""

    start: int
    end: int
    reading: Reading
    at: int

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the copy that a range of the canonical text has there."""
        first = self.at - self.start
        return self.reading.place(first + start, first + end)


class Proof:
    """What is proven so far.

    `letters` has each letter of the canonical text that is proven, None for the others. `knots` are the borders of all
    proven words, `in_order` those of words that stand in the copy in the order of the source; both in that order.
    """

    def __init__(self, copy: str, flow: Reading, length: int) -> None:
        self.copy = copy
        self.flow = flow
        self.letters: list[str | None] = [None] * length
        self.knots: list[Knot] = []
        self.in_order: list[Knot] = []
        self.pieces: list[Piece] = []
        self._at: list[Piece | None] = [None] * length

    def add(self, reading: Reading, blocks: Sequence[Block], words: Mapping[Block, str], *, in_order: bool) -> None:
        """Take blocks of a reading as proven, with the words of the matches that they are made of."""
        for block in blocks:
            piece = Piece(block.start, block.end, reading, block.at)
            self._at[block.start : block.end] = [piece] * (block.end - block.start)
            self.pieces.append(piece)
            first, after = reading.place(block.at, block.until)
            flow = self.flow.within(first, after)
            for knot in (Knot(block.start, flow[0], first), Knot(block.end, flow[1], after)):
                insort(self.knots, knot)
                if in_order:
                    insort(self.in_order, knot)
        for block, letters in words.items():
            held = self.piece(block.start, block.end)
            if held and held.reading is reading and held.at - held.start == block.shift:
                self.letters[block.start : block.end] = letters

    def piece(self, start: int, end: int) -> Piece | None:
        """Return proven words that hold a span, if there are such."""
        pieces = (self._at[start], self._at[end - 1])
        return next((piece for piece in pieces if piece and piece.start <= start and end <= piece.end), None)

    def taken(self, place: tuple[int, int]) -> list[Piece]:
        """Return the proven words that stand in a range of the copy, or partly so."""
        return [piece for piece in self.pieces if _overlap(piece.place(piece.start, piece.end), place)]

    def words(self, start: int, end: int) -> str:
        """Return the words of a span that is proven."""
        return "".join(letter or "" for letter in self.letters[start:end])


def neighbours(knots: Sequence[Knot], start: int, end: int) -> tuple[Knot | None, Knot | None]:
    """Return the last border at or before the start and the first at or after the end of a span."""
    before, after = bisect_left(knots, (start + 1,)), bisect_left(knots, (end,))
    return knots[before - 1] if before else None, knots[after] if after < len(knots) else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
