"""EDTF: the fast reading equals the package's, and nothing but EdtfError comes out of any text."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caucasus_ledger.schema.edtf import MAX_LENGTH, Bounds, EdtfError, bounds
from strategies import calendar_dates, edtf_texts, intervals, ordered_dates, sets


def by_the_package(text: str) -> tuple[date, date]:
    parsed: Any = edtf.parse_edtf(text)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


@given(st.one_of(calendar_dates, intervals, sets))
@example("2020-02")
@example("2000-02-29/2100-02")
@example("0001")
@example("9999-12-31")
@example("[2020..2021]")
@example("[2020-05..2021-02]")
@example("[2020-05-03..2021-02-28]")
def test_the_fast_reading_equals_the_package(text: str) -> None:
    found = bounds(text)
    assert (found.earliest, found.latest) == by_the_package(text)


@given(ordered_dates)
def test_one_of_a_range_has_the_days_of_the_interval(ends: list[str]) -> None:
    interval, one_of = bounds("/".join(ends)), bounds(f"[{'..'.join(ends)}]")
    assert (one_of.earliest, one_of.latest) == (interval.earliest, interval.latest)


BEYOND_CALENDAR = """
2020-21 2020-22 2020-23 202X 20XX 2XXX 2020-XX 2020-05-XX 2020-02-XX 2020-XX-XX 2020-XX-31
2020? 2020-05~ 2020-05-03% 202X? 2020-21/2021-22 2020?/2021~ 202X/2030-05
""".split()  # noqa: SIM905


@pytest.mark.parametrize("text", BEYOND_CALENDAR)
def test_what_lies_beyond_the_calendar_is_the_packages_reading(text: str) -> None:
    found = bounds(text)
    assert (found.earliest, found.latest) == by_the_package(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "shape"),
    [
        ("2020", "2020-01-01", "2020-12-31", "point"),
        ("2020-02", "2020-02-01", "2020-02-29", "point"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "point"),
        ("2020-23", "2020-09-01", "2020-11-30", "point"),
        ("199X", "1990-01-01", "1999-12-31", "point"),
        ("2020/2020-05", "2020-01-01", "2020-05-31", "interval"),
        ("2020-05/..", "2020-05-01", None, "interval"),
        ("../2020-05", None, "2020-05-31", "interval"),
        ("[2020..2021-03]", "2020-01-01", "2021-03-31", "one_of"),
        ("[2020..]", "2020-01-01", None, "one_of"),
        ("[..2020]", None, "2020-12-31", "one_of"),
        ("[2021,2019-05,2020]", "2019-05-01", "2021-12-31", "one_of"),
        ("[202X,2020-21]", "2020-01-01", "2029-12-31", "one_of"),
    ],
)
def test_bounds_are_the_first_and_last_possible_day(
    text: str, earliest: str | None, latest: str | None, shape: str
) -> None:
    found = bounds(text)
    assert (found.earliest and str(found.earliest), found.latest and str(found.latest)) == (earliest, latest)
    assert found.shape == shape


REFUSED = """
2020-13 2020-00 2020-1 2020-5-3 2020-05-32 2020-05-00 2021-02-29 2100-02-29 2020-25 2020-21-05 20200503 202 20201
0000 0000-01 -0001 -2020 +2020 Y17E7 Y12345 Y-12345 Y170000002 XXXX 000X 2020-1X 2020-X1 2020-1X-00
2020-05-1X 2020-05-X1 2020-?X
2020/2019 2020-05-03/2020-05-02 ../.. / 2020/ /2020 2020/2021/2022 2020..2021 2020.. ..2020 ..
[] [..] [2020] [2020,] [,2020] [2021..2020] [2020..2021,2022] [2020...2021] [[2020,2021]] [2020..2021..2022] [2020/2021]
{2020,2021} {2020..2021} 2020?? ?2020 2020-?05 2020?-05 (2020)? 2020-05-03T10:00:00 2020-05-03Z today unknown None
٢٠٢٠ ２０２０ 2020‑05 2020–05
""".split()  # noqa: SIM905


@pytest.mark.parametrize("text", [*REFUSED, "", " ", " 2020", "2020 ", "2020\n", "2020-05 - 2020-06", "2020\x00"])
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(EdtfError, match=r".+"):
        bounds(text)


def test_a_text_beyond_the_longest_is_refused_unread() -> None:
    with pytest.raises(EdtfError, match=f"longer than {MAX_LENGTH}"):
        bounds("[" + ",".join(["2020"] * 100_000) + "]")


def test_refusing_says_what_the_calendar_lacks() -> None:
    with pytest.raises(EdtfError, match="no month 13"):
        bounds("2020-13")
    with pytest.raises(EdtfError, match="no day 29 in 2021-02"):
        bounds("2021-02-29")
    with pytest.raises(EdtfError, match="ends on 2019-12-31, before it starts on 2020-01-01"):
        bounds("2020/2019")


@given(
    st.text(max_size=20) | st.text("0123456789X-/.,[]{}?~%Y", max_size=20) | st.text("02X-?", min_size=4, max_size=11)
)
@example("2020-0X")
@example("2020-X1-99~")
def test_any_text_gives_bounds_or_an_edtf_error(text: str) -> None:
    try:
        found = bounds(text)
    except EdtfError:
        return
    assert (found.earliest or date.min) <= (found.latest or date.max)


@given(st.text("0123456789X-/.,[]?~%Y", min_size=60, max_size=MAX_LENGTH))
@example("[" + "2XXX-XX-XX?," * 6 + "2020]")
@example("-" * MAX_LENGTH)
@example("[" * MAX_LENGTH)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    with suppress(EdtfError):
        bounds(text)
    assert time.perf_counter() - start < 1


def test_the_package_prints_nothing_while_it_reads(capsys: pytest.CaptureFixture[str]) -> None:
    for text in REFUSED:
        with pytest.raises(EdtfError):
            bounds.__wrapped__(text)
    assert capsys.readouterr() == ("", "")


@given(edtf_texts)
def test_an_end_is_open_only_where_the_text_says_so(text: str) -> None:
    found = bounds(text)
    is_open = text.endswith(("..", "..]")) or text.startswith(("../", "[.."))
    assert (found.precision == "open") == is_open == (found.earliest is None or found.latest is None)


@pytest.mark.parametrize(
    ("days", "precision"),
    [
        (1, "day"), (2, "week"), (7, "week"), (8, "month"), (31, "month"), (32, "quarter"), (92, "quarter"),
        (93, "year"), (366, "year"), (367, "multi_year"),
    ],
)  # fmt: skip
def test_precision_is_the_width_in_days(days: int, precision: str) -> None:
    first = date(2020, 1, 1)
    assert Bounds(first, first + timedelta(days - 1), "interval").precision == precision


@pytest.mark.parametrize("ends", [(None, date(2020, 1, 1)), (date(2020, 1, 1), None)])
def test_precision_of_an_open_range_is_open(ends: tuple[date | None, date | None]) -> None:
    assert Bounds(*ends, "interval").precision == "open"


def test_winter_runs_to_the_end_of_february() -> None:
    found = bounds("2023-24")
    assert (found.earliest, found.latest) == (date(2023, 12, 1), date(2024, 2, 29))


def test_a_missing_end_of_an_interval_is_told() -> None:
    with pytest.raises(EdtfError, match=r"write \.\. for an open end"):
        bounds("2020/")
