"""Window: stretches of a reading that have a wanted digest; every one that begins and ends with a word is tried."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from caucasus_ledger.seeds.reading import Reading
from caucasus_ledger.seeds.text import span_digest

MOST_DIGESTS = 2_000_000
"""Digests that are computed for one copy before the search is given up; an op-ed takes some twenty thousand."""
_REPRINTED = 8  # one of words in other marks takes as much time as so many of words as they are


class Match(NamedTuple):
    """Words of a wanted digest: the digest, the first letter in the reading, and the words as the source has them."""

    digest: str
    at: int
    words: str


class Spent(Exception):
    """So many digests were computed that the search is given up."""


class Windows:
    """Search by digest in the readings of one copy of one source's text."""

    def __init__(self, source_id: str) -> None:
        self._source_id = source_id
        self._left = MOST_DIGESTS

    def find(self, reading: Reading, bounds: tuple[int, int], wanted: Iterable[tuple[int, str]]) -> Iterator[Match]:
        """Yield where, within a range of letters, words as they are have a wanted digest, given with its length.

        Raises Spent.
        """
        digests = _by_length(wanted)
        for start, end in _windows(reading, bounds, sorted(digests)):
            words = reading.text[start:end]
            if (digest := self._digest(words)) in digests[end - start]:
                yield Match(digest, start, words)

    def find_reprinted(
        self, reading: Reading, bounds: tuple[int, int], wanted: Iterable[tuple[int, str]]
    ) -> Iterator[Match]:
        """Yield where words whose quotation marks or dashes were printed otherwise would have a wanted digest.

        Raises Spent.
        """
        digests = _by_length(wanted)
        for start, end in _windows(reading, bounds, sorted(digests)):
            for words in reading.printed(start, end):
                if (digest := self._digest(words, _REPRINTED)) in digests[end - start]:
                    yield Match(digest, start, words)
                    break

    def _digest(self, words: str, cost: int = 1) -> str:
        self._left -= cost
        if self._left < 0:
            raise Spent
        return span_digest(self._source_id, words)


def _by_length(wanted: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    digests: dict[int, set[str]] = {}
    for length, digest in wanted:
        digests.setdefault(length, set()).add(digest)
    return digests


def _windows(reading: Reading, bounds: tuple[int, int], lengths: list[int]) -> Iterator[tuple[int, int]]:
    """Yield every range from a word's start to a word's end of one of the lengths.

    Left out are those that the first reading of the copy has as well, with the same letter after them.
    """
    first, last = bounds
    starts, ends, changes = reading.word_starts, reading.word_end_set, reading.changes
    for start in starts[bisect_left(starts, first) : bisect_left(starts, last)]:
        fresh = start
        if changes is not None:
            change = bisect_left(changes, start)
            fresh = changes[change] if change < len(changes) else last + 1
        for length in lengths:
            end = start + length
            if end > last:
                break
            if end >= fresh and end in ends:
                yield start, end
