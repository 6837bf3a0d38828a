"""Reckoning: ranges of days and the readings of what is counted from elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.seeds.reckoning import (
    UNITS,
    Fixed,
    Frame,
    edtf,
    from_publication,
    in_passage,
    last_or_next,
    part_of_month,
    rest_of_year,
    span,
    weekday,
    without_year,
)

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


def frame(
    first: date | None = None, last: date | None = None, passage: Fixed | None = None, *, ahead: bool = False
) -> Frame:
    return Frame((first, last or first) if first else None, passage, passage is not None, ahead)


@given(DAYS, st.integers(min_value=0, max_value=800))
def test_a_span_says_its_days(first: date, width: int) -> None:
    last = first + timedelta(width)
    said = bounds(span((first, last)))
    assert (said.earliest, said.latest) == (first, last)


@given(DAYS, st.sampled_from(sorted(UNITS)), st.integers(min_value=-30, max_value=30))
def test_units_follow_one_another(day: date, unit: str, step: int) -> None:
    first, last = UNITS[unit](day, 0)
    assert first <= day <= last
    assert UNITS[unit](last + timedelta(1), 0) == UNITS[unit](day, 1)
    assert UNITS[unit](UNITS[unit](day, step)[0], -step) == (first, last)


@given(DAYS)
def test_weeks_begin_on_monday(day: date) -> None:
    assert UNITS["week"](day, 0)[0].weekday() == 0


@pytest.mark.parametrize(
    ("part", "month", "wanted"),
    [
        ("early", 6, "[2025-06-01..2025-06-10]"),
        ("mid", 6, "[2025-06-11..2025-06-20]"),
        ("late", 2, "[2025-02-21..2025-02-28]"),
    ],
)
def test_parts_of_months_are_those_of_the_coding_rules(part: str, month: int, wanted: str) -> None:
    assert part_of_month(2025, month, part) == wanted


@given(DAYS, st.integers(min_value=1, max_value=12), st.booleans())
def test_a_year_left_out_is_settled_only_on_the_past(day: date, month: int, ahead: bool) -> None:
    readings, why = without_year(frame(day, ahead=ahead), month, None, lambda year: edtf(year, month))
    found = [bounds(one.edtf) for one in readings]
    assert found[0].earliest is not None
    assert found[0].earliest <= day
    if why == "":
        assert len(found) == 1
        assert not ahead


@given(DAYS, DAYS, st.integers(min_value=1, max_value=12))
def test_a_passage_that_says_otherwise_leaves_it_open(day: date, before: date, month: int) -> None:
    passage = Fixed(before, before, "then", 0)
    readings, why = without_year(frame(day, passage=passage), month, None, lambda year: edtf(year, month))
    assert (why == "") is (len(readings) == 1)


def test_publication_on_several_days_gives_every_possible_day() -> None:
    (reading,), why = from_publication(frame(date(2025, 8, 11), date(2025, 8, 12)), lambda day: (day, day))
    assert (reading.edtf, why) == ("[2025-08-11,2025-08-12]", "")
    (reading,), _ = from_publication(frame(date(2025, 8, 11), date(2025, 8, 17)), lambda day: (day, day))
    assert reading.edtf == "[2025-08-11..2025-08-17]"
    assert from_publication(frame(date(2025, 1, 1), date(2027, 1, 1)), lambda day: (day, day)).readings == []
    assert from_publication(frame(date.min), lambda day: (day - timedelta(1), day)).open


@given(DAYS, st.integers(min_value=0, max_value=6), st.sampled_from(["", "last", "this", "next"]))
def test_a_weekday_is_that_day_near_publication(day: date, number: int, relative: str) -> None:
    readings, _ = weekday(frame(day), number, relative)
    for one in readings:
        found = date.fromisoformat(one.edtf)
        assert found.weekday() == number
        assert abs((found - day).days) <= 13
        assert relative != "last" or found < day
        assert relative != "next" or found > day


def test_last_may_is_the_may_before() -> None:
    def write(year: int) -> str:
        return edtf(year, 5)

    assert [one.edtf for one in last_or_next(frame(date(2026, 3, 1)), "last", write).readings] == ["2025-05"]
    assert [one.edtf for one in last_or_next(frame(date(2026, 9, 1)), "last", write).readings] == ["2026-05", "2025-05"]
    assert [one.edtf for one in last_or_next(frame(date(2026, 9, 1)), "next", write).readings] == ["2027-05"]
    assert last_or_next(frame(), "last", write).readings == []


def test_the_rest_of_a_year_ends_with_publication() -> None:
    passage = Fixed(date(2025, 6, 1), date(2025, 6, 30), "June 2025", 0)
    seen = frame(date(2025, 8, 20), passage=passage)
    assert [one.edtf for one in rest_of_year(seen, earlier=True, this=False).readings] == ["[2025-01..2025-06]"]
    later = [one.edtf for one in rest_of_year(seen, earlier=False, this=False).readings]
    assert later == ["[2025-06-01..2025-08-20]", "[2025-06..2025-12]"]
    assert rest_of_year(frame(), earlier=True, this=True).readings == []
    assert rest_of_year(frame(date(2025, 8, 20)), earlier=True, this=False).readings == []


def test_the_same_day_needs_a_day() -> None:
    day = Fixed(date(2025, 6, 3), date(2025, 6, 3), "3 June 2025", 0)
    month = Fixed(date(2025, 6, 1), date(2025, 6, 30), "June 2025", 0)
    assert [one.edtf for one in in_passage(frame(passage=day), "day", 1).readings] == ["2025-06-04"]
    assert in_passage(frame(passage=month), "day", 1).readings == []
    assert [one.edtf for one in in_passage(frame(passage=month), "month", -1).readings] == ["2025-05"]
