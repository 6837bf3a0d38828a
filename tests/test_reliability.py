"""Reliability: coefficients that are known beforehand, and what must hold for any data."""

from __future__ import annotations

from itertools import combinations

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.validators.alignment import Range, length, union
from caucasus_ledger.validators.reliability import alpha, f1, interval, mean, stretches, unitised_alpha


def columns(*coders: str) -> list[tuple[str, ...]]:
    """Return the units of a table with a row for each coder; a dot is a missing value."""
    return [tuple(code for code in unit if code != ".") for unit in zip(*coders, strict=True)]


# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), https://repository.upenn.edu/asc_papers/43:
# the examples A (binary), B (nominal) and C (nominal, four coders, missing values).
PUBLISHED = [
    (("0100000010", "1110010000"), 0.095),
    (("aabbdcccedda", "babbbccceddd"), 0.692),
    (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
]


@pytest.mark.parametrize(("coders", "printed"), PUBLISHED)
def test_alpha_of_published_examples(coders: tuple[str, ...], printed: float) -> None:
    assert alpha(columns(*coders)) == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize("units", [[], [("a", "a")], [("a", "a")] * 5, [("a",), ("b",)]])
def test_alpha_of_one_code_or_no_pairs_is_undefined(units: list[tuple[str, ...]]) -> None:
    assert alpha(units) is None


codes = st.sampled_from("abc")
pairs = st.lists(st.tuples(codes, codes), min_size=1)


@given(pairs)
def test_alpha_is_at_most_one_and_blind_to_order(units: list[tuple[str, str]]) -> None:
    found = alpha(units)
    assert found is None or found <= 1
    assert alpha([(y, x) for x, y in reversed(units)]) == pytest.approx(found)


tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(st.sampled_from("abc."), min_size=coders, max_size=coders), min_size=1)
)


@given(tables)
def test_alpha_is_that_of_the_package_krippendorff(table: list[list[str]]) -> None:
    found = alpha([tuple(code for code in unit if code != ".") for unit in table])
    if found is not None:
        counts = [[unit.count(code) for code in "abc"] for unit in table]
        counts = [row for row in counts if sum(row) > 1]
        used = [n for n in range(3) if any(row[n] for row in counts)]
        given_counts = [[row[n] for n in used] for row in counts]
        theirs = krippendorff.alpha(value_counts=given_counts, level_of_measurement="nominal")
        assert found == pytest.approx(theirs)


# K. Krippendorff, Content Analysis, 4th edition (2019), figure 12.11, page 340: three observers of a continuum of 60,
# whose binary unitised alpha is printed as 0.413; as retyped, with its result, in the tests of the R package quallmer.
ALEX = [(0, 7), (7, 13), (30, 32), (32, 37), (37, 44), (44, 60)]
PAUL = [(0, 7), (7, 13), (13, 21), (32, 44)]
SUZAN = [(0, 7), (7, 13), (13, 21), (32, 37), (37, 41), (41, 44)]


@pytest.mark.parametrize("bounds", [[0, 60], [0, 7, 31, 33, 60], list(range(61))])
def test_unitised_alpha_of_the_published_example(bounds: list[int]) -> None:
    found = unitised_alpha(stretches([ALEX, PAUL, SUZAN], bounds))
    assert found == pytest.approx(0.413, abs=0.001)
    assert found == pytest.approx(1 - 26 / (180 * 71 * 109 / (180**2 - 71 - 911)))


def by_definition(codings: list[list[Range]], end: int) -> float | None:
    """Return |uα code point by code point, as the coincidences are defined, with no regard to time."""
    coders = len(codings)
    inside = [{point for start, stop in units for point in range(start, stop)} for units in codings]
    split = sum(2 * len(one ^ other) for one, other in combinations(inside, 2)) / 2 / (coders - 1)
    gap = sum(end - len(points) for points in inside)
    total = coders * end
    rigid = gap + sum((stop - start) ** 2 for units in codings for start, stop in units)
    if gap in (0, total):
        return None
    return 1 - split / (total * gap * (total - gap) / (total**2 - rigid))


ranges = st.tuples(st.integers(0, 50), st.integers(1, 12)).map(lambda one: (one[0], min(60, one[0] + one[1])))
unitisations = st.lists(st.lists(ranges, max_size=8).map(lambda found: list(union(found))), min_size=2, max_size=4)
cuts = st.sets(st.integers(1, 59), max_size=6).map(lambda found: sorted({0, *found, 60}))


@given(unitisations, cuts)
def test_unitised_alpha_is_its_definition_wherever_the_continuum_is_cut(
    codings: list[list[Range]], bounds: list[int]
) -> None:
    assert unitised_alpha(stretches(codings, bounds)) == pytest.approx(by_definition(codings, 60))


@given(unitisations, cuts)
def test_unitised_alpha_is_at_most_one_and_blind_to_who_is_who(codings: list[list[Range]], bounds: list[int]) -> None:
    found = unitised_alpha(stretches(codings, bounds))
    assert found is None or found <= 1
    assert unitised_alpha(stretches(codings[::-1], bounds)) == pytest.approx(found)
    alike = unitised_alpha(stretches([codings[0], codings[0]], bounds))
    assert alike == (None if length(codings[0]) in (0, 60) else 1.0)


def test_a_unit_split_where_it_touches_is_seen_in_what_is_expected_alone() -> None:
    whole, halves = [[(0, 10)], [(0, 10)]], [[(0, 10)], [(0, 5), (5, 10)]]
    assert unitised_alpha(stretches(whole, [0, 20])) == unitised_alpha(stretches(halves, [0, 20])) == 1.0


@pytest.mark.parametrize("units", [[], [(0, 20)]])
def test_unitised_alpha_of_all_or_nothing_is_undefined(units: list[Range]) -> None:
    assert unitised_alpha(stretches([units, units], [0, 20])) is None


def test_no_continuum_has_no_unitised_alpha() -> None:
    assert unitised_alpha([]) is None


values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(values, st.integers(1, 40))
def test_an_interval_lies_within_its_items_and_is_the_same_on_every_run(items: list[float], resamples: int) -> None:
    low, high = interval(items, mean, resamples)
    assert low is not None
    assert high is not None
    assert min(items) - 1e-9 <= low <= high <= max(items) + 1e-9
    assert interval(items, mean, resamples) == (low, high)


def test_an_interval_is_of_the_resamples_percentiles() -> None:
    low, high = interval([0.0, 1.0] * 50, mean, 4000)
    assert low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.012)
    assert high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.012)


def test_another_seed_gives_another_interval() -> None:
    items = [n / 97 for n in range(97)]
    assert interval(items, mean, 50, seed=1) != interval(items, mean, 50, seed=2)


def test_resamples_in_which_a_figure_is_undefined_do_not_count() -> None:
    assert interval([(0, 0, 0), (1, 1, 1)], f1, 50) == (1.0, 1.0)
    assert interval([(0, 0, 0)], f1, 50) == (None, None)


def test_without_resamples_there_is_no_interval() -> None:
    assert interval([0.5], mean, 0) == interval([], mean, 10) == (None, None)
