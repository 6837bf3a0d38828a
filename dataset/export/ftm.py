"""FollowTheMoney: actors, what they hold, and what took place, as entities in JSON Lines with the dataset's index.

The model has no place for doubt, so only what the ledger gives as actual is here, without alleged perpetrators; claims
and their attribution are not. Schemata and properties are those of followthemoney 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import iso3166

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.export.days import plain, shared
from caucasus_ledger.dataset.export.imprint import Imprint, imprint_of, prose, readme
from caucasus_ledger.dataset.export.json_text import lines, pretty
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema import ActorKind, AliasKind, ParticipantRole, Realis

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Actor, Event, Role, Source, When

DATASET = identity.NAME.replace("-", "_")
ENTITIES = "entities.ftm.json"

_SCHEMATA = {
    ActorKind.STATE: "PublicBody",
    ActorKind.GOVERNMENT_BODY: "PublicBody",
    ActorKind.ARMED_FORCES: "PublicBody",
    ActorKind.PERSON: "Person",
    ActorKind.COMPANY: "Company",
    ActorKind.MEDIA: "Organization",
    ActorKind.INTERNATIONAL_ORGANISATION: "Organization",
}
"""Territories and groups are LegalEntity, which is the model's word for whoever acts."""

_NAMES = {
    AliasKind.FORMER: "previousName",
    AliasKind.MISSPELLING: "weakAlias",
    AliasKind.METONYM: "weakAlias",
    AliasKind.DESCRIPTION: "weakAlias",
}
"""Any other alias is an alias."""

_LANGUAGES = {
    "az": "aze", "de": "deu", "en": "eng", "fa": "fas", "fr": "fra", "hy": "hye", "ka": "kat", "ru": "rus", "tr": "tur",
}  # fmt: skip
"""ISO 639-3 codes, which the model asks for, of the languages that sources are likely to be in."""

_HOW = """
entities.ftm.json holds one entity a line; index.json is the dataset's entry for a catalogue. Actors are PublicBody,
Person, Company, Organization or LegalEntity; sources are Article; offices held in an organisation are Membership;
what is part of what is UnknownLink; what took place is Event, with the Article that tells of it as proof.

FollowTheMoney has no place for doubt. So this holds no event that is alleged, planned, hypothetical or negated, no
alleged perpetrator, no nameless group that takes part in nothing else, and no claim; other exports do. A date is
given as far as all its possible days agree: 2025-08 for some day of that week of August.
"""


def files(ledger: Ledger) -> dict[str, bytes]:
    """Return the files of the folder by path."""
    imprint = imprint_of(ledger)
    entities = [*_entities(ledger)]
    content = lines(entities).encode()
    return {
        "README.txt": readme(imprint, "FollowTheMoney entities", prose(_HOW)),
        ENTITIES: content,
        "index.json": pretty(_index(imprint, len(entities), len(content))).encode(),
    }


def _index(imprint: Imprint, entities: int, size: int) -> Json:
    told = {
        "name": DATASET,
        "title": imprint.title,
        "summary": imprint.description,
        "description": f"{imprint.citation}. Licence {imprint.licence}. Full fingerprint {imprint.fingerprint}.",
        "version": imprint.version,
        "updated_at": f"{imprint.released}T00:00:00" if imprint.released else None,
        "license": imprint.licence_url,
        "url": identity.ADDRESS or None,
        "publisher": {"name": imprint.authors, "official": False},
        "entity_count": entities,
        "resources": [{"name": ENTITIES, "title": "Entities", "mime_type": "application/json+ftm", "size": size}],
    }
    return {name: value for name, value in told.items() if value is not None}


def _entities(ledger: Ledger) -> Iterator[Json]:
    events = [event for event in ledger.events if event.realis is Realis.ACTUAL]
    acting = {one for event in events for one in _involved(event)}
    actors = [actor for actor in ledger.actors if actor.kind is not ActorKind.UNNAMED_GROUP or actor.id in acting]
    schemata = {actor.id: _SCHEMATA.get(actor.kind, "LegalEntity") for actor in actors}
    for source in ledger.sources:
        yield _article(ledger, source)
    for actor in actors:
        yield _actor(actor)
        if actor.part_of in schemata:
            told = {"subject": [_id(actor.id)], "object": [_id(str(actor.part_of))], "role": ["part of"]}
            yield _entity(f"{actor.id}/part-of", "UnknownLink", told)
        for number, role in enumerate(actor.roles, start=1):
            if role.organisation and schemata.get(role.organisation, "LegalEntity") != "LegalEntity":
                yield _membership(actor, number, role, role.organisation)
    yield from map(_event, events)


def _involved(event: Event) -> list[str]:
    return [one.actor for one in event.participants if one.role is not ParticipantRole.ALLEGED_PERPETRATOR]


def _id(record_id: str) -> str:
    """Return the identifier of a record in the form that entities have: letters, digits, hyphens and full stops."""
    return f"{identity.NAME}.{record_id.replace('/', '.')}"


def _entity(name: str, schema: str, properties: dict[str, list[str]]) -> Json:
    given = {key: [*dict.fromkeys(values)] for key, values in properties.items() if values}
    return {"id": _id(name), "schema": schema, "properties": given, "datasets": [DATASET]}


def _article(ledger: Ledger, source: Source) -> Json:
    language = _LANGUAGES.get(source.language.partition("-")[0])
    return _entity(
        source.id,
        "Article",
        {
            "title": [source.title.text if source.title else source.id],
            "author": [ledger.name(author) for author in source.authors],
            "publisher": [ledger.name(source.publisher)],
            "sourceUrl": _given(source.url),
            "publishedAt": _given(shared(source.published)),
            "language": _given(language),
        },
    )


def _actor(actor: Actor) -> Json:
    names: dict[str, list[str]] = {}
    for alias in actor.aliases:
        names.setdefault(_NAMES.get(alias.kind, "alias"), []).append(alias.name)
    told = {
        "name": [actor.name],
        **names,
        "country": _country(actor.country),
        "wikidataId": _given(actor.wikidata),
        "notes": _given(actor.note),
    }
    schema = _SCHEMATA.get(actor.kind, "LegalEntity")
    if schema == "Person":
        told["position"] = [role.role for role in actor.roles]
    return _entity(actor.id, schema, told)


def _country(code: str | None) -> list[str]:
    found = iso3166.countries_by_alpha3.get(code or "")
    return [found.alpha2.lower()] if found else []


def _membership(actor: Actor, number: int, role: Role, organisation: str) -> Json:
    told = {"member": [_id(actor.id)], "organization": [_id(organisation)], "role": [role.role], **_dates(role.when)}
    return _entity(f"{actor.id}/role.{number}", "Membership", told)


def _event(event: Event) -> Json:
    codes = [str(event.type) if event.type else None, event.mode, *map(str, event.contexts)]
    return _entity(
        event.id,
        "Event",
        {
            "name": [event.title],
            **_dates(event.when),
            "involved": [_id(actor) for actor in _involved(event)],
            "location": [place.name for place in event.places],
            "country": [code for place in event.places for code in _country(place.country)],
            "keywords": [code for code in codes if code],
            "notes": _given(event.note),
            "proof": [_id(one.source) for one in event.evidence],
            "recordId": [event.id],
        },
    )


def _dates(when: When) -> dict[str, list[str]]:
    """Return the date in the model's prefixes of days: what all possible days have in common, or start and end."""
    start, _, end = (when.edtf or "").partition("/")
    if end:
        return {"startDate": _given(plain(start)), "endDate": _given(plain(end)), "date": []}
    return {"date": _given(shared(when))}


def _given(value: str | None) -> list[str]:
    return [value] if value else []
