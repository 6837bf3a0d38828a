"""Reliability: coefficients of agreement between codings, and the intervals around them.

A statistic takes a list of items and returns None where it is undefined; every one is a function of sums over its
items, so that it can be had of any resample of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeVar

from caucasus_ledger.validators.alignment import Range

T = TypeVar("T")
Statistic = Callable[[Sequence[T]], float | None]

RESAMPLES = 1000
SEED = 20251122
RELIABLE, TENTATIVE = 0.8, 0.667
"""Least alpha of data that may be relied upon, and least for tentative conclusions (Krippendorff 2004, page 241)."""


def alpha(units: Iterable[tuple[str, ...]]) -> float | None:
    """Return Krippendorff's alpha for nominal codes, each unit a tuple of the codes that it was given.

    A unit with fewer than two codes does not count. None where alpha is undefined: no units, or one code only.
    """
    differing = 0.0
    totals: Counter[str] = Counter()
    for unit, times in Counter(units).items():
        if len(unit) < 2:
            continue
        counts = Counter(unit)
        differing += times * (len(unit) ** 2 - _squares(counts)) / (len(unit) - 1)
        for code, count in counts.items():
            totals[code] += times * count
    number = totals.total()
    expected = number**2 - _squares(totals)
    return 1 - (number - 1) * differing / expected if expected else None


def _squares(counts: Counter[str]) -> int:
    return sum(count**2 for count in counts.values())


class Stretch(NamedTuple):
    """Part of a continuum, in code points, summed over the coders.

    `length` is its length times the coders; `gap` what no unit covers; `split` the observed coincidences of gap and
    unit; `rigid` the squared lengths of the units that begin in it, and the lengths of the gaps.
    """

    length: int
    gap: int
    split: float
    rigid: int


def stretches(codings: Sequence[Sequence[Range]], bounds: Sequence[int]) -> list[Stretch]:
    """Return a continuum cut at `bounds`, of which the first is 0 and the last its length, in two or more codings.

    The units of a coding are in order, do not overlap and lie within the continuum.
    """
    coders = len(codings)
    gap, split, rigid = ([0] * (len(bounds) - 1) for _ in range(3))
    for start, end in pairwise(sorted({*bounds, *(cut for units in codings for unit in units for cut in unit)})):
        covering = sum(_covers(units, start) for units in codings)
        within = bisect_right(bounds, start) - 1
        gap[within] += (end - start) * (coders - covering)
        split[within] += (end - start) * (coders - covering) * covering
    for start, end in (unit for units in codings for unit in units):
        rigid[bisect_right(bounds, start) - 1] += (end - start) ** 2
    return [
        Stretch(coders * (end - start), gap[n], split[n] / (coders - 1), gap[n] + rigid[n])
        for n, (start, end) in enumerate(pairwise(bounds))
    ]


def _covers(units: Sequence[Range], point: int) -> bool:
    before = bisect_right(units, point, key=lambda unit: unit[0])
    return before > 0 and units[before - 1][1] > point


def unitised_alpha(continuum: Sequence[Stretch]) -> float | None:
    """Return Krippendorff's binary alpha for unitising, |uα: how far coders agree on which part of a text units cover.

    With L.. the length of the continuum times the coders, L0. the sum of the lengths of all gaps, and L01 the sum, over
    ordered pairs of coders, of the lengths on which one has a gap and the other a unit, divided by the coders less one:

        |uα = 1 - L01 / E01,  E01 = L.. L0. (L.. - L0.) / (L..² - sum over gaps of length - sum over units of length²)

    K. Krippendorff, Y. Mathet, S. Bouvry and A. Widlöcher, On the reliability of unitizing textual continua: Further
    developments, Quality & Quantity 50 (2016) 2347-2364, equations 1, 4 and 6; K. Krippendorff, Content Analysis, 4th
    edition (2019), section 12.6, equations 32, 33 and 35. It does not see whether a stretch is one unit or two that
    touch. None where alpha is undefined: all is gap, or nothing is.
    """
    total = sum(part.length for part in continuum)
    gap = sum(part.gap for part in continuum)
    pairable = total**2 - sum(part.rigid for part in continuum)
    expected = total * gap * (total - gap) / pairable if pairable > 0 else 0
    return 1 - sum(part.split for part in continuum) / expected if expected else None


def agreement(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return the share of pairs of codes that are the same."""
    return sum(times for (x, y), times in Counter(pairs).items() if x == y) / len(pairs) if pairs else None


def mean(values: Sequence[float]) -> float | None:
    """Return the mean."""
    return sum(values) / len(values) if values else None


Found = tuple[int, int, int]
"""How many the codings share, the first has, the second has."""


def precision(found: Sequence[Found]) -> float | None:
    """Return the share of what the second coding has that the first has too."""
    both, _, in_b = _sums(found)
    return both / in_b if in_b else None


def recall(found: Sequence[Found]) -> float | None:
    """Return the share of what the first coding has that the second has too."""
    both, in_a, _ = _sums(found)
    return both / in_a if in_a else None


def f1(found: Sequence[Found]) -> float | None:
    """Return the harmonic mean of precision and recall."""
    both, in_a, in_b = _sums(found)
    return 2 * both / (in_a + in_b) if in_a + in_b else None


def _sums(found: Sequence[Found]) -> Found:
    both = in_a = in_b = 0
    for one, times in Counter(found).items():
        both, in_a, in_b = both + times * one[0], in_a + times * one[1], in_b + times * one[2]
    return both, in_a, in_b


def interval(
    items: Sequence[T], statistic: Statistic[T], resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float | None, float | None]:
    """Return the bootstrap's 2.5th and 97.5th percentile; resamples in which the statistic is undefined do not count.

    The same items in the same order and the same seed give the same interval. With 0 resamples there is none.
    """
    random = Random(seed)  # noqa: S311 - no secret; the same figures on every run
    drawn = (statistic(random.choices(items, k=len(items))) for _ in range(resamples if items else 0))
    values = sorted(value for value in drawn if value is not None)
    if not values:
        return None, None
    return values[round(0.025 * (len(values) - 1))], values[round(0.975 * (len(values) - 1))]
