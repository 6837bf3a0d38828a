"""Prose: dates, certainties and chains as people say them."""

from __future__ import annotations

from datetime import date

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.face.prose import WIDTH, certainty, chain, day, field, heading, when, words
from caucasus_ledger.schema import Attribution, AttributionMode, Code, Factuality, When, WhenBasis
from caucasus_ledger.schema import __all__ as names


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-12-25", "25 December 2024"),
        ("2024-02", "some time from 1 February 2024 to 29 February 2024"),
        ("2024", "some time from 1 January 2024 to 31 December 2024"),
        ("[2024-01-01..2024-01-03]", "some time from 1 January 2024 to 3 January 2024"),
        ("2024-01-01/2024-01-03", "from 1 January 2024 to 3 January 2024"),
        ("2024-01-01/..", "since 1 January 2024"),
        ("../2024-01-01", "until 1 January 2024"),
        ("[..2024-01]", "until 31 January 2024"),
        ("2024-01-01/2024-01-01", "1 January 2024"),
    ],
)
def test_a_date_is_said_in_words(edtf: str, said: str) -> None:
    assert when(When(edtf=edtf, basis=WhenBasis.EXPLICIT)) == said


def test_a_derived_date_says_so() -> None:
    assert when(When(edtf="2024-12-25", basis=WhenBasis.DERIVED, anchor="source/a")) == "25 December 2024 (derived)"


def test_no_date_is_said_to_be_none() -> None:
    assert when(When(basis=WhenBasis.NONE)) == "no date given"


@given(st.dates())
def test_a_day_is_said_with_its_month(value: date) -> None:
    number, month, year = day(value).split()
    assert (int(number), int(year)) == (value.day, value.year)
    assert month == value.strftime("%B")


def test_every_certainty_has_its_words() -> None:
    said = [certainty(code) for code in Factuality]
    assert len(set(said)) == len(said) == 8
    assert certainty("Uu") == "does not commit"


def test_codes_are_said_as_words() -> None:
    assert words("instrument_owner") == "instrument owner"
    assert words(AttributionMode.OWN_VOICE) == "own voice"
    assert Code.__name__ in names


STEPS = [
    Attribution(actor="actor/a", mode=AttributionMode.OWN_VOICE, factuality=Factuality.UNCOMMITTED),
    Attribution(actor="actor/b", mode=AttributionMode.INDIRECT, factuality=Factuality.PROBABLE),
    Attribution(actor="actor/c", mode=AttributionMode.INDIRECT, factuality=Factuality.CERTAIN),
]
NAMES = {"actor/a": "A", "actor/b": "B", "actor/c": "C"}


def test_a_chain_is_said_from_the_inside() -> None:
    assert chain(STEPS, NAMES) == "C (certain), through B (probable), A (does not commit)"
    assert chain(STEPS[:1], NAMES) == "A (does not commit)"


def test_a_heading_has_two_lines() -> None:
    assert [click.unstyle(line) for line in heading("What", "event/a")] == ["What", "event/a"]


def test_a_field_names_its_values_once() -> None:
    shown = [click.unstyle(line) for line in field("Who", ["one", "other"])]
    assert shown == ["Who          one", "             other"]
    assert list(field("Who", [])) == []


@given(st.lists(st.text(), max_size=3))
def test_no_line_is_wider_than_the_terminal_or_commands_it(values: list[str]) -> None:
    for line in field("Label", values):
        shown = click.unstyle(line)
        assert len(shown) <= WIDTH
        assert shown.isprintable()
