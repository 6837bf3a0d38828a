"""Rebuild: the whole canonical text out of the words that are proven and what stands between them in the copy.

What stands between is not proven by itself; the digest of the whole text proves all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product
from math import comb
from typing import NamedTuple

from caucasus_ledger.schema.source import Text
from caucasus_ledger.seeds.chain import Block
from caucasus_ledger.seeds.proof import Proof, neighbours
from caucasus_ledger.seeds.reading import LINE_END, MARKS, Reading
from caucasus_ledger.seeds.text import text_sha256

_MOST_LETTERS = 30_000_000
"""Letters that are hashed in trying which line ends of the copy end a paragraph."""
_MOST_PRINTS = 64


class _Gap(NamedTuple):
    """Letters that are not proven: their range, and where the flowing reading may have them; None for a lone space."""

    start: int
    end: int
    at: int | None


def rebuild(text: Text, proof: Proof) -> str | None:
    """Return the canonical text, if its digest proves what is not proven yet, and take all of it as proven then."""
    gaps: list[_Gap] = []
    for start, end in _unproven(proof.letters):
        gap = _gap(start, end, proof)
        if gap is None:
            return None
        gaps.append(gap)
    most = _MOST_LETTERS // len(proof.letters)
    missing = text.paragraphs - 1 - sum(letter == "\n" for letter in proof.letters)
    breaks = [found for gap in gaps for found in _line_ends(gap, proof)]
    marks = MARKS.intersection(letter or "" for letter in proof.letters)
    prints = list(islice(product(*(_prints(gap, proof.flow, marks) for gap in gaps)), _MOST_PRINTS))
    for ends, words in islice(product(_paragraph_ends(breaks, missing, most), prints), most):
        whole = _filled(proof.letters, gaps, words, ends)
        if text_sha256(whole) == text.sha256:
            blocks = [Block(gap.start, gap.end, gap.at) for gap in gaps if gap.at is not None]
            added = {block: whole[block.start : block.end] for block in blocks}
            proof.add(proof.flow, blocks, added, in_order=False)
            return whole
    return None


def _unproven(letters: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of letters that are None."""
    borders = [n for n in range(len(letters) + 1) if _is_none(letters, n - 1) != _is_none(letters, n)]
    return zip(borders[::2], borders[1::2], strict=True)


def _is_none(letters: Sequence[str | None], n: int) -> bool:
    return 0 <= n < len(letters) and letters[n] is None


def _gap(start: int, end: int, proof: Proof) -> _Gap | None:
    """Return where the copy has letters that are not proven, None if what stands there has not their length."""
    before, after = neighbours(proof.knots, start, end)
    first = before.flow if before and before.source == start else None
    until = after.flow if after and after.source == end else None
    length = end - start
    if first is None and start == 0 and until is not None:
        first = until - length
    if until is None and end == len(proof.letters) and first is not None:
        until = first + length
    if first is not None and until == first + length and first >= 0 and until <= len(proof.flow):
        return _Gap(start, end, first)
    return _Gap(start, end, None) if length == 1 else None


def _line_ends(gap: _Gap, proof: Proof) -> Iterator[tuple[int, int]]:
    """Yield the letters of a gap that may be line ends, with the number of line ends that the copy has there."""
    copy, flow = proof.copy, proof.flow
    if gap.at is None:
        before, after = neighbours(proof.knots, gap.start, gap.end)
        letters = [before.flow] if before else []
        letters += [after.flow - 1] if after else []
        counts = [len(LINE_END.findall(copy[flow.starts[n] : flow.ends[n]])) for n in letters if 0 <= n < len(flow)]
        if most := max(counts, default=0):
            yield gap.start, most
        return
    for n in range(gap.at, gap.at + gap.end - gap.start):
        if found := len(LINE_END.findall(copy[flow.starts[n] : flow.ends[n]])):
            yield gap.start + n - gap.at, found


def _paragraph_ends(breaks: list[tuple[int, int]], missing: int, most: int) -> list[tuple[int, ...]]:
    """Return ways to choose the missing paragraph ends, if not too many: empty lines first, then any line ends."""
    empty = [place for place, count in breaks if count > 1]
    single = [place for place, count in breaks if count == 1]
    ways: list[tuple[int, ...]] = []
    for fixed, free in ((empty, single), ([], sorted(empty + single))):
        if 0 <= missing - len(fixed) <= len(free) and comb(len(free), missing - len(fixed)) <= most:
            ways += ((*fixed, *others) for others in combinations(free, missing - len(fixed)))
    return ways


def _prints(gap: _Gap, flow: Reading, marks: frozenset[str]) -> list[str]:
    """Return a gap's words as they may have been printed, first in such marks as the text is proven to have."""
    if gap.at is None:
        return [" "]
    until = gap.at + gap.end - gap.start
    every = dict.fromkeys([flow.text[gap.at : until], *flow.printed(gap.at, until)])
    return sorted(every, key=lambda words: bool(MARKS.intersection(words) - marks))[:_MOST_PRINTS]


def _filled(letters: Sequence[str | None], gaps: list[_Gap], words: Sequence[str], ends: Sequence[int]) -> str:
    whole = list(letters)
    for gap, found in zip(gaps, words, strict=True):
        whole[gap.start : gap.end] = found
    for end in ends:
        whole[end] = "\n"
    return "".join(letter or "" for letter in whole)
