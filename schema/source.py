"""Source: what was read, without a word of it. Facts, digest, sentence index, and remarks on its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from caucasus_ledger.schema.base import (
    ActorId,
    Code,
    Digest,
    Finding,
    Label,
    Part,
    Prose,
    RecordId,
    Sha256,
    SourceId,
    WebUrl,
    formed,
    refuse,
    repeated,
)
from caucasus_ledger.schema.span import Extent
from caucasus_ledger.schema.when import When


class SourceKind(Code):
    """What kind of text a source is."""

    OPINION = "opinion", "A piece that argues its author's view."
    NEWS = "news", "A news report."
    STATEMENT = "statement", "A statement of a state, body or person."
    REPORT = "report", "A study or report."
    DATASET = "dataset", "A dataset."


class Basis(Code):
    """Where a bibliographic fact is known from."""

    TEXT = "text", "The text itself gives it."
    DERIVED = "derived", "It follows from the text together with a stated rule."
    ELSEWHERE = "elsewhere", "It is known from outside the text; the note says from where."


class SentenceStatus(Code):
    """Whether a sentence is coded."""

    CODED = "coded", "It says something; at least one record's evidence reaches it."
    BOILERPLATE = "boilerplate", "It is a byline, a disclaimer or the like, and carries no event or claim of its own."


class RemarkKind(Code):
    """What sort of quirk a remark is about."""

    HOMOGLYPH = "homoglyph", "A letter of another script that looks like the expected one."
    SPELLING = "spelling", "A spelling that differs from the usual one or within the text."
    AMBIGUITY = "ambiguity", "Words that can be read in more than one way."
    PROBABLE_ERROR = "probable_error", "A statement that outside sources make improbable."
    CONTESTED = "contested", "A name or description that a party to the matter rejects."
    INFERENCE = "inference", "Something the coding takes from the context and the words do not state."
    ATTRIBUTION = "attribution", "Who says it, or when it was said, is unclear."
    LOADED = "loaded", "An evaluative word that stays out of titles and statements."


class Title(Part):
    """The title with where it is known from."""

    text: Label = Field(description="The title.")
    basis: Basis = Field(description="Where the title is known from.")
    note: Prose | None = Field(default=None, description="How it was found and what speaks against it.")


class Text(Part):
    """What identifies the canonical text, for whoever holds a copy."""

    sha256: Sha256 = Field(description="SHA-256 of the canonical text in UTF-8.")
    characters: int = Field(ge=1, le=10_000_000, description="Length in Unicode code points.")
    paragraphs: int = Field(ge=1, le=10_000_000, description="Number of lines of the canonical text.")
    canonicalisation: Annotated[str, formed("^ct-v[0-9]+$", "ct-v1")] = Field(
        description="Name of the rules that made the text canonical."
    )


class Sentence(Extent):
    """One entry of the sentence index, in the order of the text."""

    status: SentenceStatus = Field(description="Whether the sentence is coded.")
    digest: Digest | None = Field(default=None, description="Digest of the sentence, where it has 8 words or more.")


class Remark(Extent):
    """A quirk of the text and how the coding treats it."""

    kind: RemarkKind = Field(description="What sort of quirk it is.")
    note: Prose = Field(description="What is odd, and what the coding does about it.")
    records: tuple[RecordId, ...] = Field(default=(), description="The records that it concerns.")


class Source(Part):
    """A text that was read and coded."""

    id: SourceId = Field(description="Identifier; also the path of the file below `seeds/`.")
    kind: SourceKind = Field(description="What kind of text it is.")
    title: Title | None = Field(default=None, description="The title, where one is known.")
    authors: tuple[ActorId, ...] = Field(min_length=1, description="Who wrote it, in the order given.")
    publisher: ActorId = Field(description="Who published it.")
    url: WebUrl | None = Field(default=None, description="Address at the publisher, where it was seen.")
    published: When = Field(description="When it was published.")
    language: Annotated[str, formed("^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$", "en", max_length=40)] = Field(
        description="Language of the text, BCP 47."
    )
    licence: Prose = Field(description="What may be done with the text.")
    text: Text = Field(description="What identifies the canonical text.")
    sentences: tuple[Sentence, ...] = Field(min_length=1, description="The sentence index, in order.")
    remarks: tuple[Remark, ...] = Field(default=(), description="Quirks of the text, by position.")

    def sentence_at(self, position: int) -> int:
        """Return the number, from 1, of the sentence that holds a code point; 0 if none does."""
        held = (number for number, one in enumerate(self.sentences, start=1) if one.start <= position < one.end)
        return next(held, 0)

    @model_validator(mode="after")
    def _hold(self) -> Source:
        refuse(self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        yield from repeated("authors", self.authors)
        yield from repeated("remarks", self.remarks)
        for number, remark in enumerate(self.remarks):
            for finding in repeated("records", remark.records):
                yield finding._replace(path=("remarks", number, *finding.path))
        if self.title is not None and self.title.basis is not Basis.TEXT and self.title.note is None:
            yield Finding("C032", ("title",), f"its basis is {self.title.basis}, and no note says how it was found")
        if self.published.anchor == self.id:
            yield Finding("R002", ("published", "anchor"), "the date is read from the source itself")
        yield from self._index_findings()
        for name in ("sentences", "remarks"):
            extents: tuple[Extent, ...] = getattr(self, name)
            for number, extent in enumerate(extents):
                if extent.end > self.text.characters:
                    message = f"{extent.end} lies beyond the text, which has {self.text.characters} characters"
                    yield Finding("E005", (name, number, "end"), message)
        for number, remark in enumerate(self.remarks):
            same = [(other.start, other.end, other.kind) for other in self.remarks[:number]]
            if (remark.start, remark.end, remark.kind) in same and remark not in self.remarks[:number]:
                yield Finding(
                    "D018", ("remarks", number), f"a remark of kind {remark.kind} stands on these words already"
                )

    def _index_findings(self) -> Iterator[Finding]:
        ends = [0, *(sentence.end for sentence in self.sentences)]
        disorder = [number for number, one in enumerate(self.sentences) if one.start < ends[number]]
        for number in disorder:
            message = f"the sentence starts at {self.sentences[number].start}, within or before the one before it"
            yield Finding("E004", ("sentences", number, "start"), message)
        for number, sentence in enumerate(self.sentences if not disorder else ()):
            if sentence.start > ends[number] + (number > 0):  # one space or line end lies between two sentences
                message = f"the text from {ends[number]} to {sentence.start} is in no sentence"
                yield Finding("E033", ("sentences", number, "start"), message)
        if not disorder and ends[-1] < self.text.characters:
            message = f"the text from {ends[-1]} to its end, {self.text.characters}, is in no sentence"
            yield Finding("E033", ("sentences", len(self.sentences) - 1, "end"), message)
