"""When: a date and the ground it stands on fit together."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from caucasus_ledger.schema import When, WhenBasis
from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.schema.when import EdtfDay
from refusals import findings
from strategies import whens

NONE = When(basis=WhenBasis.NONE)
EXPLICIT = When(edtf="2020-05", basis=WhenBasis.EXPLICIT)
DERIVED = When(edtf="2020-05", basis=WhenBasis.DERIVED, anchor="source/a")


@given(whens)
def test_the_days_are_those_of_the_expression(when: When) -> None:
    if when.edtf is None:
        assert (when.bounds, when.earliest, when.latest, when.precision) == (None, None, None, "unknown")
    else:
        wanted = bounds(when.edtf)
        assert (when.bounds, when.earliest, when.latest) == (wanted, wanted.earliest, wanted.latest)
        assert when.precision == wanted.precision


def test_a_month_has_its_first_and_last_day() -> None:
    assert (EXPLICIT.earliest, EXPLICIT.latest) == (date(2020, 5, 1), date(2020, 5, 31))


def test_a_date_needs_a_basis_and_a_basis_a_date() -> None:
    assert findings(EXPLICIT, basis=WhenBasis.NONE) == [("T002", "edtf")]
    assert findings(NONE, basis=WhenBasis.EXPLICIT) == [("T002", "basis")]


def test_a_derived_date_and_no_other_has_an_anchor() -> None:
    assert findings(DERIVED, anchor=None) == [("T003", "basis")]
    assert findings(EXPLICIT, anchor="source/a") == [("T003", "anchor")]
    assert findings(NONE, anchor="source/a") == [("T003", "anchor")]


@pytest.mark.parametrize("text", ["2020-13", "2020/2019", "May 2020"])
def test_a_date_that_edtf_does_not_allow_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        When(edtf=text, basis=WhenBasis.EXPLICIT)
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"]) == ("T001", ("edtf",))
    assert text in error["msg"]


@pytest.mark.parametrize("text", ["", "2020" * 30])
def test_an_empty_or_long_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match=r"at (least|most)"):
        When(edtf=text, basis=WhenBasis.EXPLICIT)


@pytest.mark.parametrize(
    "text", ["2020", "2020-05", "2020-05-XX", "2020-02-30", "2020-05-03/2020-05-04", "2020-05-03?"]
)
def test_a_day_is_a_single_day(text: str) -> None:
    day = TypeAdapter[str](EdtfDay)
    assert day.validate_python("2020-05-03") == "2020-05-03"
    with pytest.raises(ValidationError):
        day.validate_python(text)
