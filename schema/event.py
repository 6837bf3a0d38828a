"""Event: something done or happening, apart from who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from caucasus_ledger.schema.base import (
    ActorId,
    Code,
    EventId,
    Finding,
    Label,
    Part,
    Prose,
    Wikidata,
    formed,
    refuse,
    repeated,
)
from caucasus_ledger.schema.country import CountryCode
from caucasus_ledger.schema.edtf import bounds, may_share_a_day
from caucasus_ledger.schema.plover import TYPES, Context, EventType, cameo_root
from caucasus_ledger.schema.span import Evidence, EvidenceRole, overlaps
from caucasus_ledger.schema.when import When


class Realis(Code):
    """Whether an event is told as having happened."""

    ACTUAL = "actual", "The source's author presents it as having happened or happening."
    ALLEGED = "alleged", "Somebody other than the author says it happened; the author does not commit."
    PLANNED = "planned", "It is announced, agreed or foreseen, and had not happened at publication."
    HYPOTHETICAL = "hypothetical", "It is only supposed: a possibility, a condition, a fear or a hope."
    NEGATED = "negated", "The source says that it did not or does not happen."


class ParticipantRole(Code):
    """An actor's part in an event."""

    INITIATOR = "initiator", "Does it."
    TARGET = "target", "It is done to, or with, them."
    VICTIM = "victim", "Is harmed by it."
    HOST = "host", "Receives the others."
    MEDIATOR = "mediator", "Brings the others together."
    GUARANTOR = "guarantor", "Stands surety for it."
    INSTRUMENT_OWNER = "instrument_owner", "Owns or operates the thing with which it is done."
    ALLEGED_PERPETRATOR = "alleged_perpetrator", "Is said by somebody to have done it."
    SUBJECT = "subject", "It happens to them or concerns them, without harm or aim."


class PlacePrecision(Code):
    """What a place stands for."""

    POINT = "point", "A site: an airport, a building, a square."
    CITY = "city", "A town or city."
    NEAR = "near", "Somewhere near the named point."
    REGION = "region", "A part of a country."
    COUNTRY = "country", "A country as a whole."
    MULTI_COUNTRY = "multi_country", "An area of several countries."
    VIRTUAL = "virtual", "Networks; no place on the ground."


def _no_minus_zero(value: float) -> float:
    return value + 0.0


_Degrees = Annotated[float, AfterValidator(_no_minus_zero)]


class Position(Part):
    """A point in WGS 84."""

    lat: _Degrees = Field(ge=-90, le=90, description="Latitude in decimal degrees.")
    lon: _Degrees = Field(ge=-180, le=180, description="Longitude in decimal degrees.")


class Place(Part):
    """Where it happens, as precisely as the source says."""

    name: Label = Field(description="The place.")
    country: CountryCode | None = Field(default=None, description="ISO 3166-1 alpha-3 code, where undisputed.")
    wikidata: Wikidata | None = Field(default=None, description="Wikidata item of the place.")
    position: Position | None = Field(default=None, description="A point that stands for the place.")
    precision: PlacePrecision = Field(description="What the point, or the name alone, stands for.")

    @model_validator(mode="after")
    def _somewhere(self) -> Place:
        refuse(self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        if self.position is not None and self.precision is PlacePrecision.VIRTUAL:
            yield Finding("C054", ("position",), "networks have no place on the ground")
        if self.position is not None and self.position.lat == 0 and self.position.lon == 0:
            yield Finding("C054", ("position",), "0, 0 lies in the Gulf of Guinea and stands for a position left out")
        if self.country is not None and self.precision is PlacePrecision.MULTI_COUNTRY:
            yield Finding("C054", ("country",), "an area of several countries is in no single one")


class Participant(Part):
    """An actor's part in the event."""

    actor: ActorId = Field(description="Who takes part.")
    role: ParticipantRole = Field(description="In which part.")


class Deaths(Part):
    """People killed, as the source counts them."""

    low: int = Field(ge=0, le=10_000_000, description="The least the source allows.")
    best: int = Field(ge=0, le=10_000_000, description="The count the source commits to.")
    high: int | None = Field(default=None, ge=0, le=10_000_000, description="The most it allows; none if open.")

    @model_validator(mode="after")
    def _in_order(self) -> Deaths:
        refuse(self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        if self.low > self.best:
            yield Finding("C006", ("low",), f"the low count {self.low} is above the best count {self.best}")
        if self.high is not None and self.high < self.best:
            yield Finding("C006", ("high",), f"the high count {self.high} is below the best count {self.best}")


class Event(Part):
    """An act, an occurrence or a process in which actors take part."""

    id: EventId = Field(description="Identifier; also the path of the file below `dataset/records/`.")
    title: Label = Field(description="What happens, neutrally and in our own words.")
    type: EventType | None = Field(default=None, description="PLOVER event type, from the pinned table.")
    mode: Annotated[str, formed("^[a-z]+(?:-[a-z]+)*$", "third-party", max_length=40)] | None = Field(
        default=None, description="PLOVER mode, one of those of the type."
    )
    contexts: tuple[Context, ...] = Field(default=(), description="PLOVER contexts.")
    uncoded: Prose | None = Field(default=None, description="Why no PLOVER type applies, where none does.")
    realis: Realis = Field(description="Whether the source presents it as having happened.")
    when: When = Field(description="When it happens, as far as the source commits to it.")
    places: tuple[Place, ...] = Field(default=(), description="Where it happens.")
    participants: tuple[Participant, ...] = Field(min_length=1, description="Who takes part, and how.")
    deaths: Deaths | None = Field(default=None, description="People killed, where the source gives a number.")
    part_of: EventId | None = Field(default=None, description="The larger event of which it is a part.")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="Where sources tell of it.")
    note: Prose | None = Field(default=None, description="What a user of the record should know.")

    @property
    def cameo_root(self) -> str | None:
        """Two-digit CAMEO root code that the type and mode map to; None if uncoded."""
        return cameo_root(self.type, self.mode)

    @model_validator(mode="after")
    def _hold(self) -> Event:
        refuse(self._coding_findings())
        return self

    def _coding_findings(self) -> Iterator[Finding]:
        if self.type is None:
            yield from self._uncoded_findings()
        else:
            yield from self._typed_findings(self.type)
        for name in ("contexts", "places", "participants", "evidence"):
            yield from repeated(name, getattr(self, name))
        if (named := _ID_DATE.match(self.id)) and not may_share_a_day(bounds(named.group(1)), self.when.bounds):
            yield Finding("T010", ("when",), f"the identifier says {named.group(1)}, the date {self.when.edtf}")
        if self.deaths is not None and self.realis not in (Realis.ACTUAL, Realis.ALLEGED):
            yield Finding("C030", ("deaths",), f"the event is {self.realis}, so nobody has died in it")
        elif self.deaths is not None and self.deaths.best and not self._takes_part(ParticipantRole.VICTIM):
            yield Finding("C047", ("deaths",), f"{self.deaths.best} died, and no participant is a victim")
        yield from self._part_findings()
        yield from self._place_findings()
        if self.when.anchor == self.id:
            yield Finding("R002", ("when", "anchor"), "the date is read from the event itself")
        if self.part_of == self.id:
            yield Finding("R002", ("part_of",), "the event is part of itself")
        if all(item.role is not EvidenceRole.WHOLE for item in self.evidence):
            yield Finding("E003", ("evidence",), "no evidence of role whole states the event")
        yield from overlaps(self.evidence)
        for number, item in enumerate(self.evidence):
            if item.role is EvidenceRole.QUOTATION:
                yield Finding("E022", ("evidence", number, "role"), "an event quotes nobody; a claim does")

    def _takes_part(self, role: ParticipantRole) -> set[str]:
        return {participant.actor for participant in self.participants if participant.role is role}

    def _part_findings(self) -> Iterator[Finding]:
        done = self._takes_part(ParticipantRole.INITIATOR)
        for number, participant in enumerate(self.participants):
            if participant.role is not ParticipantRole.ALLEGED_PERPETRATOR:
                continue
            if self.realis in (Realis.PLANNED, Realis.HYPOTHETICAL):
                message = f"the event is {self.realis}, so nobody is said to have done it"
                yield Finding("C046", ("participants", number, "role"), message)
            elif participant.actor in done:
                message = f"{participant.actor} is its initiator, which leaves nothing to allege"
                yield Finding("C044", ("participants", number, "role"), message)

    def _place_findings(self) -> Iterator[Finding]:
        for number, place in enumerate(self.places):
            for other in self.places[:number]:
                if place != other and (place.name == other.name or place.wikidata == other.wikidata is not None):
                    yield Finding("D011", ("places", number), f"{other.name} is a place of the event already")

    def _uncoded_findings(self) -> Iterator[Finding]:
        if self.uncoded is None:
            yield Finding("C003", (), "there is neither a type nor a reason why none applies")
        if self.mode is not None:
            yield Finding("C004", ("mode",), f"mode '{self.mode}' stands without a type")

    def _typed_findings(self, event_type: EventType) -> Iterator[Finding]:
        row = TYPES[event_type]
        if self.uncoded is not None:
            yield Finding("C003", ("uncoded",), f"the event has type {event_type} and a reason why it has none")
        if row.modes and self.mode is None:
            yield Finding("C004", ("type",), f"{event_type} needs a mode: {', '.join(row.modes)}")
        elif self.mode is not None and self.mode not in row.modes:
            allowed = ", ".join(row.modes) or "none"
            yield Finding("C004", ("mode",), f"'{self.mode}' is no mode of {event_type}, which has {allowed}")
        if row.needs_target and not any(participant.role in _AIMED_AT for participant in self.participants):
            yield Finding(
                "C005", ("participants",), f"{event_type} is done to somebody, but nobody is target or victim"
            )


_ID_DATE = re.compile("event/([12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?)-[a-z]")
_AIMED_AT = (ParticipantRole.TARGET, ParticipantRole.VICTIM)
