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
        latest = bounds(self.assessed_on).latest
        for number, reference in enumerate(self.references):
            earliest = bounds(reference.date).earliest if reference.date else None
            if earliest and latest and earliest > latest:
                message = f"the reference is of {reference.date}, the assessment of {self.assessed_on}"
                yield Finding("T008", ("references", number, "date"), message)
        if self.field is not None and self.field not in Claim.model_fields:
            yield Finding("R003", ("field",), f"a claim has no field '{self.field}'")
        known = bounds(self.known_on).earliest
        assessed = bounds(self.assessed_on).latest
        if known and assessed and known > assessed:
            yield Finding("T004", ("known_on",), f"it was assessed on {self.assessed_on}, before it was known")
