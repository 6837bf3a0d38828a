"""Actor: who acts, speaks or is acted upon, under every name the sources use."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pydantic import Field, model_validator

from caucasus_ledger.schema.base import ActorId, Code, Finding, Label, Part, Prose, Wikidata, refuse, repeated
from caucasus_ledger.schema.country import CountryCode
from caucasus_ledger.schema.span import Span
from caucasus_ledger.schema.when import When


class ActorKind(Code):
    """What an actor is."""

    STATE = "state", "A state, acting as a whole."
    GOVERNMENT_BODY = "government_body", "A ministry, agency, parliament or other organ of a state."
    ARMED_FORCES = "armed_forces", "Military or border forces."
    PERSON = "person", "One human being, named or not."
    COMPANY = "company", "A business, named or not."
    MEDIA = "media", "A medium, or the media of a country."
    INTERNATIONAL_ORGANISATION = "international_organisation", "A body of several states."
    TERRITORY = (
        "territory",
        "A territory, region or named route: spoken of as an actor, contested in status or in name.",
    )
    GROUP = "group", "A named collective without an organ of its own, such as a bloc or an elite."
    UNNAMED_GROUP = "unnamed_group", "People or bodies that the source does not name; never merged over sources."


class AliasKind(Code):
    """How another name relates to an actor's main name."""

    SHORT = "short", "A shortened form of the name."
    ACRONYM = "acronym", "Initials."
    SPELLING = "spelling", "Another accepted spelling or transliteration."
    MISSPELLING = "misspelling", "A spelling error of a source."
    METONYM = "metonym", "A place or thing named in its stead."
    DESCRIPTION = "description", "A description by which a source refers to it."
    FORMER = "former", "A name it once had."
    RIVAL = "rival", "A name that another party uses for the same thing."


class Alias(Part):
    """Another name of the actor."""

    name: Label = Field(description="The name.")
    kind: AliasKind = Field(description="How it relates to the main name.")


class Role(Part):
    """An office or membership, with the time at which a source commits to it."""

    role: Label = Field(description="The office, in English.")
    organisation: ActorId | None = Field(default=None, description="Where the office is held.")
    when: When = Field(description="When it was held.")


class Mention(Span):
    """A place where a source names the actor."""

    name: Label = Field(description="The name as it stands there: the actor's name or one of its aliases.")


class Actor(Part):
    """A state, body, person, company, medium, territory or group."""

    id: ActorId = Field(description="Identifier; also the path of the file below `dataset/records/`.")
    name: Label = Field(description="The usual English name, or a plain description of who is meant.")
    kind: ActorKind = Field(description="What it is.")
    country: CountryCode | None = Field(
        default=None, description="ISO 3166-1 alpha-3 code of the country it is of, where there is one."
    )
    aliases: tuple[Alias, ...] = Field(default=(), description="Other names, rival names among them.")
    wikidata: Wikidata | None = Field(default=None, description="Wikidata item.")
    part_of: ActorId | None = Field(default=None, description="The actor of which it is an organ or a part.")
    roles: tuple[Role, ...] = Field(default=(), description="Offices held.")
    mentions: tuple[Mention, ...] = Field(
        default=(), description="Every place that names it, by source, name and position."
    )
    note: Prose | None = Field(default=None, description="What a user of the record should know.")

    @model_validator(mode="after")
    def _hold(self) -> Actor:
        refuse(self._findings())
        return self

    def _findings(self) -> Iterator[Finding]:
        names = {self.name} | {alias.name for alias in self.aliases}
        for number, mention in enumerate(self.mentions):
            if mention.name not in names:
                message = f"'{mention.name}' is neither the name nor an alias of {self.id}"
                yield Finding("E002", ("mentions", number, "name"), message)
            elif mention.end - mention.start != len(mention.name):
                message = (
                    f"the span has {mention.end - mention.start} code points, '{mention.name}' {len(mention.name)}"
                )
                yield Finding("E016", ("mentions", number), message)
        places = sorted(
            (mention.source, mention.start, mention.end, number) for number, mention in enumerate(self.mentions)
        )
        for (source, _, end, _), (other, start, _, number) in pairwise(places):
            if source == other and start < end:
                yield Finding(
                    "E019", ("mentions", number), f"it begins at {start}, within another mention of the actor"
                )
        if self.kind is ActorKind.STATE and self.country is None:
            yield Finding("C001", ("kind",), "a state has no country code")
        if self.kind is ActorKind.TERRITORY and self.country is not None:
            yield Finding("C001", ("country",), "a territory has a country code, which would settle its status")
        if self.kind is ActorKind.INTERNATIONAL_ORGANISATION and self.country is not None:
            yield Finding("C033", ("country",), "a body of several states is of no single country")
        yield from self._nameless_findings()
        yield from self._alias_findings()
        for name in ("aliases", "roles", "mentions"):
            yield from repeated(name, getattr(self, name))
        for number, role in enumerate(self.roles):
            if role.when.anchor == self.id:
                yield Finding("R002", ("roles", number, "when", "anchor"), "the date is read from the actor itself")
        if self.part_of == self.id:
            yield Finding("R002", ("part_of",), "the actor is part of itself")

    def _nameless_findings(self) -> Iterator[Finding]:
        if self.kind is not ActorKind.UNNAMED_GROUP:
            return
        if self.wikidata is not None:
            yield Finding("C002", ("wikidata",), "a group that the source does not name cannot be a known item")
        for number, mention in enumerate(self.mentions):
            if mention.source != self.mentions[0].source:
                message = f"nobody knows that it is the group of {self.mentions[0].source}"
                yield Finding("C034", ("mentions", number, "source"), message)
                return

    def _alias_findings(self) -> Iterator[Finding]:
        for number, alias in enumerate(self.aliases):
            if alias.kind in _SHORTER and len(alias.name) >= len(self.name):
                message = f"'{alias.name}' is no shorter than '{self.name}'"
                yield Finding("C039", ("aliases", number, "kind"), message)


_SHORTER = (AliasKind.SHORT, AliasKind.ACRONYM)
