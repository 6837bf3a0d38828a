"""Factuality and attribution: who says it, through whom, and how surely (after FactBank's nested sources)."""

from __future__ import annotations

from pydantic import Field

from caucasus_ledger.schema.base import ActorId, Code, Part


class Factuality(Code):
    """How surely a level of attribution commits to a claim, after FactBank."""

    CERTAIN = "CT+", "The level holds it to be certainly so."
    PROBABLE = "PR+", "The level holds it to be probably so."
    POSSIBLE = "PS+", "The level holds it to be possibly so."
    CERTAINLY_NOT = "CT-", "The level holds it to be certainly not so."
    PROBABLY_NOT = "PR-", "The level holds it to be probably not so."
    POSSIBLY_NOT = "PS-", "The level holds it to be possibly not so."
    KNOWS_WHETHER = "CTu", "The level knows whether it is so, and the text does not say which."
    UNCOMMITTED = "Uu", "The level passes it on, or supposes it, without committing to it."


class AttributionMode(Code):
    """How a level of attribution conveys a claim."""

    OWN_VOICE = "own_voice", "The author of the source says it, in no other name."
    DIRECT_QUOTE = "direct_quote", "The words stand between quotation marks."
    INDIRECT = "indirect", "The source reports what was said, found or held, in its own words."
    HEARSAY = "hearsay", "The source passes it on without naming who says it."


class Attribution(Part):
    """One level of the chain through which a claim reaches the reader."""

    actor: ActorId = Field(description="Who holds it at this level.")
    mode: AttributionMode = Field(description="How the level above conveys it.")
    factuality: Factuality = Field(description="How surely this level commits to it.")
