"""UNF:6: the vectors that others have published, and what it sees and does not see."""

from __future__ import annotations

import hashlib
import math
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.dataset.unf import column_unf, combined_unf, normal, table_unf

EASTERN = timezone(timedelta(hours=-5))
MISSING = None

# IQSS/UNF, doc/unf_examples.txt: single values
EXAMPLES: list[tuple[list[Any], str]] = [
    ([0], "YUvj33xEHnzirIHQyZaHow=="),
    ([1], "tv3XYCv524AfmlFyVOhuZg=="),
    ([-300], "ZTXyg54FoMfRDWZl6oWmFQ=="),
    ([3.1415], "vOSZmXXXpKfQcqZ0Cuu5/w=="),
    ([0.00073], "qhw3qzg3fEK0NNfoVxk4jQ=="),
    ([math.nan], "GNcR8/UCnImaPpw47gdPNg=="),
    ([math.inf], "MdAI70WZdDHnu6qmkpqUQg=="),
    ([-math.inf], "A7orv3pgAhljFnGjQVLCog=="),
    (["A character String"], "FYqU7uBl885eHMbpco1ooA=="),
    (["på Færøerne"], "KHM6bKVaVaxWDDsmyerfDA=="),
    ([""], "ECtRuXZaVqPomffPDuOOUg=="),
    ([MISSING], "cJ6AyISHokEeHuTfufIqhg=="),
    ([datetime(2014, 1, 13, 20, 47, 18)], "eaMxex5EHi2LunomVc0SDw=="),  # noqa: DTZ001 - the example has no zone
    ([datetime(2014, 1, 13, 20, 47, 18, tzinfo=EASTERN)], "1Pku/Z/EIRtmpdEepAb1MA=="),
    ([True], "tv3XYCv524AfmlFyVOhuZg=="),
    ([False], "YUvj33xEHnzirIHQyZaHow=="),
]
# the guide's page on version 6, and the tests of IQSS/UNF and of leeper/UNF
VECTORS: list[tuple[list[Any], str]] = [
    ([1.23456789], "vcKELUSS4s4k1snF4OTB9A=="),
    ([1.23456789, MISSING, 0], "Do5dfAoOOFt4FSj0JcByEw=="),
    ([*range(1, 21)], "/FIOZM/29oC3TK/IE52m2A=="),
    ([6.6666666666666667, 75.216], "+kc3wyGwZ6otDkZwpvswDw=="),
    (["Hello World", "Testing 123"], "r+FDbVC6fKdUjRS6ZIzP4w=="),
    (["test", "1", "2", "3"], "fH4NJMYkaAJ16OWMEE+zpQ=="),
    ([22, 3892091], "qu3+pyyv8y0FEhVQueuWuw=="),
    ([1, 3, 4, 6, 7, 8, 11, 12, 76, *[77] * 15], "0V3xQ3ea56rzKwvGt9KBCA=="),
]
# what IQSS/UNF, compiled, gives under Java 17
COMPUTED: list[tuple[list[Any], str]] = [
    (["Ж" * 200], "DAXYC3HVTwlUe1PAVB7PvA=="),
    (["Ж" * 100], "vgxwHRYbXGYqZFjcS4pmNg=="),
    (["a", MISSING, ""], "vNXRGcbIABmk+PkRR5uOrQ=="),
    ([2.5000005], "SI2TCtedsVbWMTCQUCNK/w=="),
]


@pytest.mark.parametrize(("values", "expected"), EXAMPLES + VECTORS + COMPUTED, ids=str)
def test_a_published_vector(values: list[Any], expected: str) -> None:
    assert column_unf(values) == f"UNF:6:{expected}"


def test_the_published_table_of_three_columns() -> None:
    columns = [column_unf(range(start, start + 3)) for start in (1, 4, 7)]
    assert combined_unf(columns) == "UNF:6:ukDZSJXck7fn4SlPJMPFTQ=="


def test_booleans_are_numbers_as_specified_and_not_as_in_java() -> None:
    """The specification says that TRUE is 1. The Java of Dataverse hashes "1", and so differs from R and from us."""
    assert column_unf([True, False, True]) == "UNF:6:ZNhCrGAEYBJjVxipPl2P6w=="
    assert b64encode(hashlib.sha256(b"1\x000\x001\x00").digest()[:16]) == b"PMaEyvdvyMz7EJV4mr7aZg=="


def test_ties_go_to_the_even_digit() -> None:
    """The examples print e+1 beside 1.2345675, a misprint: they give +3.1415e+ for a number of the same size."""
    assert normal(1.2345675) == normal(1.2345685) == b"+1.234568e+\n\x00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "+0.e+"), (0.0, "+0.e+"), (-0.0, "-0.e+"), (10, "+1.e+1"), (0.1, "+1.e-1"), (9999999.5, "+1.e+7"),
        (1e-320, "+1.e-320"), (2**63, "+9.223372e+18"), (-1e300, "-1.e+300"), (100.0, "+1.e+2"),
        (date(2014, 1, 3), "2014-01-03"), (date(987, 1, 1), "0987-01-01"),
        (datetime(2014, 1, 3, 4, 5, 6, 120000, UTC), "2014-01-03T04:05:06.12Z"),
    ],
)  # fmt: skip
def test_a_value_in_normal_form(value: Any, expected: str) -> None:
    assert normal(value) == expected.encode() + b"\n\x00"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_text_is_cut_at_128_characters(text: str) -> None:
    assert normal(text) == text[:128].encode() + b"\n\x00"


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_is_alike_as_int_and_float(number: int) -> None:
    assert normal(number) == normal(float(number))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_in_normal_form_reads_back_to_seven_digits(number: float) -> None:
    text = normal(number).decode().removesuffix("\n\x00")
    read = float(f"{text}0" if text[-1] in "+-" else text)
    assume(abs(number) > 1e-300)
    assert math.isclose(read, number, rel_tol=5e-7)


@given(st.lists(st.lists(st.none() | st.integers(), min_size=1), min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_count(columns: list[list[int | None]], random: Any) -> None:
    parts = [column_unf(column) for column in columns]
    mixed = random.sample(parts, len(parts))
    assert combined_unf(mixed) == combined_unf(parts)


def test_the_order_of_rows_counts() -> None:
    assert column_unf([1, 2]) != column_unf([2, 1])


def test_one_part_is_the_whole() -> None:
    assert combined_unf([column_unf([1])]) == column_unf([1])


def test_a_table_is_its_columns() -> None:
    rows = [
        {"actor_id": "actor/a", "number": 1, "name": "A", "kind": None},
        {"actor_id": "actor/a", "number": 2, "name": "Ա", "kind": "short"},
    ]
    columns = [["actor/a", "actor/a"], [1, 2], ["A", "Ա"], [None, "short"]]
    assert table_unf(BY_NAME["aliases"], rows) == combined_unf(column_unf(column) for column in columns)  # type: ignore[arg-type]


def test_it_does_not_see_what_the_fingerprint_sees() -> None:
    """Why it stands beside the fingerprint and not in its place: digits, closing words, and which column is which."""
    place: dict[str, Any] = dict.fromkeys((column.name for column in BY_NAME["places"].columns), None)
    place |= {"lat": 40.177200, "lon": 44.503490, "name": "x" * 128}
    for other in ({"lat": 40.1772001}, {"name": "x" * 128 + "y"}, {"lat": 44.503490, "lon": 40.177200}):
        assert table_unf(BY_NAME["places"], [place | other]) == table_unf(BY_NAME["places"], [place])
