"""When: an uncertain date, with the ground it stands on. There is never a made-up middle day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from caucasus_ledger.schema.base import Code, Finding, Part, Prose, RecordId, formed, refuse
from caucasus_ledger.schema.edtf import MAX_LENGTH, Bounds, EdtfError, Precision, bounds


class WhenBasis(Code):
    """On what a date rests."""

    EXPLICIT = "explicit", "The text gives the date in full."
    DERIVED = "derived", "The text gives part of it; the anchor and a coding rule give the rest."
    NONE = "none", "The text commits to no date."


def _check_edtf(text: str) -> str:
    try:
        bounds(text)
    except EdtfError as error:
        raise PydanticCustomError(
            "T001",
            "'{text}' is not an EDTF date of the supported kinds: {why}",
            {"text": text, "why": str(error)},
        ) from error
    return text


EdtfText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH), AfterValidator(_check_edtf)]

EdtfDay = Annotated[str, formed("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "2025-08-08"), AfterValidator(_check_edtf)]


class When(Part):
    """A date or range of dates in EDTF; `a/b` lasted from a to b, `[a..b]` was one unknown day between them."""

    edtf: EdtfText | None = Field(default=None, description="EDTF level 0 or 1, or a one-of set of level 2.")
    basis: WhenBasis = Field(description="On what the date rests.")
    anchor: RecordId | None = Field(default=None, description="The record relative to which a derived date is read.")
    note: Prose | None = Field(default=None, description="How the words were read.")

    @model_validator(mode="after")
    def _basis_fits(self) -> When:
        refuse(self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        if self.edtf is None and self.basis is not WhenBasis.NONE:
            yield Finding("T002", ("basis",), f"the basis is {self.basis}, but no date is given")
        if self.edtf is not None and self.basis is WhenBasis.NONE:
            yield Finding("T002", ("edtf",), "a date is given, but its basis is none")
        if self.basis is WhenBasis.DERIVED and self.anchor is None:
            yield Finding("T003", ("basis",), "a derived date names no anchor")
        if self.basis is not WhenBasis.DERIVED and self.anchor is not None:
            yield Finding("T003", ("anchor",), f"an anchor is given, but the basis is {self.basis}")

    @property
    def bounds(self) -> Bounds | None:
        """Earliest and latest day and shape; None where no date is given."""
        return None if self.edtf is None else bounds(self.edtf)

    @property
    def earliest(self) -> date | None:
        """First possible day, inclusive; None where open or not given."""
        return self.bounds.earliest if self.bounds else None

    @property
    def latest(self) -> date | None:
        """Last possible day, inclusive; None where open or not given."""
        return self.bounds.latest if self.bounds else None

    @property
    def precision(self) -> Precision:
        """How wide the range of possible days is."""
        return self.bounds.precision if self.bounds else "unknown"
