"""Chain: of stretches that a source and a copy share, those that stand in the same order in both.

Words may stand in a copy several times: in a teaser, a quotation, a comment. A chain of stretches that lie as far
apart in the copy as in the source is the text itself. This is collinear chaining, as in sequence alignment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_LOOK_BACK = 200  # blocks among which the one before is sought; keeps the time in proportion to the number of blocks


class Block(NamedTuple):
    """A stretch that source and copy share: its range in the source and its first letter in the copy."""

    start: int
    end: int
    at: int

    @property
    def shift(self) -> int:
        """How much further on in the copy it stands than in the source."""
        return self.at - self.start

    @property
    def until(self) -> int:
        """The letter of the copy after its last one."""
        return self.end + self.shift


def merged(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks, those of equal shift that overlap or touch made one, in the order of the source."""
    found: list[Block] = []
    for block in sorted(blocks, key=lambda block: (block.shift, block.start, block.end)):
        last = found[-1] if found else None
        if last and last.shift == block.shift and block.start <= last.end:
            found[-1] = last._replace(end=max(last.end, block.end))
        else:
            found.append(block)
    return sorted(found)


def best_chain(blocks: Iterable[Block], before: Block | None = None, after: Block | None = None) -> list[Block]:
    """Return the best chain of blocks that lie between two others: in the order of both texts, without an overlap.

    Its score is the length of its blocks, less twice the shifts between them and to the blocks around: what stands
    before or after its own changed version never pays. Of equally good chains it is the one that ends first in the
    copy; without blocks it is empty.
    """
    ordered = sorted(blocks)
    scores: list[int] = []
    previous: list[int | None] = []
    for number, block in enumerate(ordered):
        score, link = -_cost(before, block), None
        for other in range(max(0, number - _LOOK_BACK), number):
            if ordered[other].end <= block.start and ordered[other].until <= block.at:
                linked = scores[other] - _cost(ordered[other], block)
                if linked > score:
                    score, link = linked, other
        scores.append(score + block.end - block.start)
        previous.append(link)
    at = max(range(len(ordered)), key=lambda n: (scores[n] - _cost(ordered[n], after), -ordered[n].until), default=None)
    chain: list[Block] = []
    while at is not None:
        chain.append(ordered[at])
        at = previous[at]
    return chain[::-1]


def _cost(before: Block | None, after: Block | None) -> int:
    return 2 * abs(after.shift - before.shift) if before and after else 0
