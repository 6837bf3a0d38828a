"""Tombstone: what stays where a record was, so that no identifier is ever lost or used again."""

from __future__ import annotations

from pydantic import Field, model_validator

from caucasus_ledger.schema.base import Finding, Part, Prose, RecordId, refuse
from caucasus_ledger.schema.when import EdtfDay


class Retraction(Part):
    """Why and when a record was withdrawn, and what took its place."""

    reason: Prose = Field(description="Why the record was withdrawn.")
    retracted_on: EdtfDay = Field(description="Day of the retraction, YYYY-MM-DD.")
    replaced_by: RecordId | None = Field(default=None, description="The record to use in its stead.")


class Tombstone(Part):
    """A withdrawn record: its identifier and the reason."""

    id: RecordId = Field(description="Identifier of the withdrawn record.")
    retracted: Retraction = Field(description="What became of it.")

    @model_validator(mode="after")
    def _hold(self) -> Tombstone:
        other = self.retracted.replaced_by
        if other == self.id:
            refuse([Finding("R002", ("retracted", "replaced_by"), "the record is replaced by itself")])
        if other is not None and other.partition("/")[0] != self.id.partition("/")[0]:
            refuse([Finding("R007", ("retracted", "replaced_by"), f"{other} is a record of another kind")])
        return self
