"""What a record is: Pydantic models, code lists and dates. No input or output."""

from caucasus_ledger.schema.actor import Actor, ActorKind, Alias, AliasKind, Mention, Role
from caucasus_ledger.schema.assessment import Assessment, Reference, Verdict
from caucasus_ledger.schema.base import SCHEMA_VERSION, Code, Part
from caucasus_ledger.schema.claim import (
    Assertion,
    Claim,
    ClaimKind,
    ConditionLogic,
    CriteriaBasis,
    Forecast,
    Modality,
    Predicate,
    Resolution,
)
from caucasus_ledger.schema.event import (
    Deaths,
    Event,
    Participant,
    ParticipantRole,
    Place,
    PlacePrecision,
    Position,
    Realis,
)
from caucasus_ledger.schema.factuality import Attribution, AttributionMode, Factuality
from caucasus_ledger.schema.plover import Context, EventType
from caucasus_ledger.schema.source import (
    Basis,
    Remark,
    RemarkKind,
    Sentence,
    SentenceStatus,
    Source,
    SourceKind,
    Text,
    Title,
)
from caucasus_ledger.schema.span import Evidence, EvidenceRole, Extent, Span
from caucasus_ledger.schema.tombstone import Retraction, Tombstone
from caucasus_ledger.schema.when import When, WhenBasis

Record = Source | Actor | Event | Claim | Assessment

RECORDS: dict[str, type[Source] | type[Actor] | type[Event] | type[Claim] | type[Assessment]] = {
    "source": Source,
    "actor": Actor,
    "event": Event,
    "claim": Claim,
    "assessment": Assessment,
}
"""Each record kind, which is the first part of the identifier, with its model."""

__all__ = [
    "RECORDS",
    "SCHEMA_VERSION",
    "Actor",
    "ActorKind",
    "Alias",
    "AliasKind",
    "Assertion",
    "Assessment",
    "Attribution",
    "AttributionMode",
    "Basis",
    "Claim",
    "ClaimKind",
    "Code",
    "ConditionLogic",
    "Context",
    "CriteriaBasis",
    "Deaths",
    "Event",
    "EventType",
    "Evidence",
    "EvidenceRole",
    "Extent",
    "Factuality",
    "Forecast",
    "Mention",
    "Modality",
    "Part",
    "Participant",
    "ParticipantRole",
    "Place",
    "PlacePrecision",
    "Position",
    "Predicate",
    "Realis",
    "Record",
    "Reference",
    "Remark",
    "RemarkKind",
    "Resolution",
    "Retraction",
    "Role",
    "Sentence",
    "SentenceStatus",
    "Source",
    "SourceKind",
    "Span",
    "Text",
    "Title",
    "Tombstone",
    "Verdict",
    "When",
    "WhenBasis",
]
