"""Span: where in a source something stands, counted in Unicode code points, and what it is evidence of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field, model_validator

from caucasus_ledger.schema.base import Code, CodePoint, Digest, Finding, Part, SourceId, refuse

DIGEST_WORDS = 8
"""A span of this many words or more carries a digest; a shorter one could be guessed from its digest."""


class EvidenceRole(Code):
    """What words do for a record."""

    WHOLE = "whole", "The words that state the record; each event and claim has at least one."
    HEDGE = "hedge", "The words that make the statement less than certain."
    CLAIMANT = "claimant", "The words that say who says it."
    QUOTATION = "quotation", "The quoted words themselves, without their quotation marks."
    TIME = "time", "The words that date it."
    PLACE = "place", "The words that place it."
    CONDITION = "condition", "The words that make it depend on something else."
    CONTEXT = "context", "Words elsewhere in the source that are needed to read it rightly."


class Extent(Part):
    """A half-open range `[start, end)` of code points of a canonical text."""

    start: CodePoint = Field(description="First code point of the range, counted from 0.")
    end: CodePoint = Field(description="Code point after the last one of the range.")

    @model_validator(mode="after")
    def _not_empty(self) -> Extent:
        if self.end <= self.start:
            refuse([Finding("E001", ("end",), f"the range ends at {self.end}, not after its start {self.start}")])
        return self


class Span(Extent):
    """A range of one source's canonical text; after the Web Annotation TextPositionSelector."""

    source: SourceId = Field(description="The source whose text is meant.")


class Evidence(Span):
    """A span that bears a record out, with its part in doing so."""

    role: EvidenceRole = Field(description="What the words do for the record.")
    digest: Digest | None = Field(
        default=None,
        description="First 128 bits of the tagged SHA-256 of the words, where there are 8 or more of them.",
    )

    @model_validator(mode="after")
    def _long_enough(self) -> Evidence:
        if self.digest is not None and self.end - self.start < _SHORTEST:
            length = self.end - self.start
            refuse([Finding("E014", ("digest",), f"{length} code points hold fewer than {DIGEST_WORDS} words")])
        return self


def overlaps(evidence: Sequence[Evidence]) -> Iterator[Finding]:
    """Yield rule E020 for every piece of evidence that shares words with one before it that does the same."""
    for number, item in enumerate(evidence):
        for other in evidence[:number]:
            alike = item.source == other.source and item.role is other.role and item != other
            if alike and item.start < other.end and other.start < item.end:
                message = f"[{other.start}, {other.end}) is evidence of role {other.role} already"
                yield Finding("E020", ("evidence", number), message)


_SHORTEST = 2 * DIGEST_WORDS - 1
"""Code points of the shortest span that has as many words as a digest needs: letters, and spaces between them."""
