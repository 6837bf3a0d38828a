"""Assessment: what the world outside the source says about a claim. It never changes the claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from caucasus_ledger.schema.base import (
    AssessmentId,
    ClaimId,
    Code,
    Finding,
    Label,
    Part,
    Prose,
    WebUrl,
    formed,
    refuse,
    repeated,
)
from caucasus_ledger.schema.claim import Claim
from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.schema.when import EdtfDay, EdtfText


class Verdict(Code):
    """What outside references amount to, after AVeriTeC."""

    SUPPORTED = "supported", "Outside sources bear the claim out."
    REFUTED = "refuted", "Outside sources show that it is not so."
    CONFLICTING = "conflicting", "Outside sources disagree."
    IMPRECISE = "imprecise", "It is right in part, or too wide or too narrow."
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence", "What was found does not decide it."


class Reference(Part):
    """An outside source that was looked up."""

    url: WebUrl = Field(description="Where it was seen.")
    publisher: Label = Field(description="Who published it.")
    date: EdtfText | None = Field(default=None, description="When it was published, in EDTF, where it says so.")
    says: Prose = Field(description="What it says about the matter, in our own words.")


class Assessment(Part):
    """A verdict on one claim, or on one field of it, with its reasons."""

    id: AssessmentId = Field(description="Identifier; also the path of the file below `dataset/records/`.")
    claim: ClaimId = Field(description="The claim that is assessed.")
    field: Annotated[str, formed("^[a-z_]+$", "statement", max_length=40)] | None = Field(
        default=None, description="The field of the claim that the verdict is about; none for the whole."
    )
    verdict: Verdict = Field(description="What the references amount to.")
    rationale: Prose = Field(description="Why, in our own words.")
    references: tuple[Reference, ...] = Field(min_length=1, description="What was looked up.")
    known_on: EdtfText = Field(description="When what decides it became publicly known, in EDTF.")
    assessed_on: EdtfDay = Field(description="Day of the assessment, YYYY-MM-DD.")

    @model_validator(mode="after")
    def _hold(self) -> Assessment:
        refuse(self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        yield from repeated("references", self.references)
        yield from self._reference_findings()
        latest = bounds(self.assessed_on).latest
        for number, reference in enumerate(self.references):
            earliest = bounds(reference.date).earliest if reference.date else None
            if earliest and latest and earliest > latest:
                message = f"the reference is of {reference.date}, the assessment of {self.assessed_on}"
                yield Finding("T008", ("references", number, "date"), message)
        if self.field is not None and self.field not in Claim.model_fields:
            yield Finding("R003", ("field",), f"a claim has no field '{self.field}'")
        if self.field in _OURS:
            yield Finding("C087", ("field",), f"'{self.field}' is the coders' word, not the source's")
        if self.id.split("/")[1] != self.claim.split("/")[1]:
            yield Finding("R009", ("claim",), f"{self.claim} stands under another source than {self.id}")
        known = bounds(self.known_on).earliest
        assessed = bounds(self.assessed_on).latest
        if known and assessed and known > assessed:
            yield Finding("T004", ("known_on",), f"it was assessed on {self.assessed_on}, before it was known")
        elif known and self.verdict is not Verdict.NOT_ENOUGH_EVIDENCE:
            dates = [bounds(reference.date).latest if reference.date else None for reference in self.references]
            shown = [day for day in dates if day is not None]
            if len(shown) == len(dates) and known > max(shown):
                yield Finding("T022", ("known_on",), f"every reference is of {max(shown)} or before")

    def _reference_findings(self) -> Iterator[Finding]:
        seen: dict[str, Reference] = {}
        for number, reference in enumerate(self.references):
            address = reference.url.partition("://")[2].rstrip("/")
            if seen.setdefault(address, reference) != reference:
                yield Finding("D009", ("references", number, "url"), "a reference above has the same address")
        if self.verdict is Verdict.CONFLICTING and len(self.references) == 1:
            yield Finding("C085", ("references",), "the one reference has nothing to disagree with")


_OURS = ("id", "kind", "modality", "evidence", "note")
"""Fields of a claim by which the coders sort it, and which say nothing of the world."""
