"""PLOVER: the coded events as rows with POLECAT's columns, one an event and dyad, and as PLOVER JSON Lines.

Columns are those of the POLECAT files (doi:10.7910/DVN/AJGVIT), fields those of the PLOVER manual, version 2.0 draft.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.export.cells import refuse_formulas
from caucasus_ledger.dataset.export.days import known_day, plain
from caucasus_ledger.dataset.export.imprint import Imprint, imprint_of, prose, readme
from caucasus_ledger.dataset.export.json_text import lines
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema import ActorKind, Event, ParticipantRole, Realis
from caucasus_ledger.schema import plover as table

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Actor, Participant, Place, Source

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
"""POLECAT's columns, in its order."""

OWN_COLUMNS = (
    "Realis", "Event Title", "Date EDTF", "Date Earliest", "Date Latest", "CAMEO Root", "Actor ID", "Actor Role",
    "Actor Wikidata", "Recipient ID", "Recipient Role", "Recipient Wikidata", "Other Participants", "Source ID",
    "Publication EDTF",
)  # fmt: skip
"""What POLECAT has no column for."""

_SECTORS = {
    ActorKind.GOVERNMENT_BODY: "GOV",
    ActorKind.ARMED_FORCES: "MIL",
    ActorKind.COMPANY: "BUS",
    ActorKind.MEDIA: "JRN",
}
_AUXILIARY = {Realis.PLANNED: "future", Realis.HYPOTHETICAL: "hypothetical", Realis.NEGATED: "negation"}
"""PLOVER's own contexts for what did not, or not yet, take place; it has none for what is alleged."""

_DOES = (ParticipantRole.INITIATOR, ParticipantRole.ALLEGED_PERPETRATOR)
_SUFFERS = (ParticipantRole.TARGET, ParticipantRole.VICTIM)

_HOW = """
events.tsv has POLECAT's forty columns in POLECAT's order and ours behind them, tab-separated with a header line; one
row an event and pair of actor and recipient. Event ID is the event's, so the rows of one event share it: count
distinct ones to count events. events.jsonl is PLOVER's JSON, one event a line with all its actors.

Not everything here took place. Column Realis says whether the source's author presents the event as actual, or as
alleged by somebody, planned, hypothetical or negated; Contexts holds PLOVER's own words for the last three: future,
hypothetical, negation. To count what took place, keep the rows in which Realis is actual. Actor Role
alleged_perpetrator means that somebody says this actor did it, whatever the realis.

Event Date is given only where it is one known day; there is never a made-up day in the middle of a range. Date EDTF,
Date Earliest and Date Latest give what is known. Actors are initiators and alleged perpetrators; recipients are
targets and victims, and the host of a visit, as PLOVER has it; those who meet or agree as equals are all actors, and
there is no recipient. Everybody else stands in Other Participants as role=actor. Empty are the columns for which the
ledger has no data: Intensity (PLOVER's published scores contradict one another), COW numbers, GeoNames and Wikipedia
identifiers, story contents. Where an event has several places, the row has the first, and the JSON all; Source is
the first that tells of the event.
"""


def files(ledger: Ledger) -> dict[str, bytes]:
    """Return the files of the folder by path. Raises LedgerError for a text that a spreadsheet would run."""
    imprint = imprint_of(ledger)
    coded = [event for event in ledger.events if event.type is not None]
    found = [row for event in coded for row in rows(ledger, event)]
    refuse_formulas("events.tsv", found)
    left = len(ledger.events) - len(coded)
    omitted = (
        f"Of {len(ledger.events)} events {len(coded)} are here. The other {left} fit no PLOVER type, and PLOVER has no "
        "record without one; the tables hold them, with the reason in the column uncoded."
    )
    return {
        "README.txt": readme(imprint, "events for users of PLOVER and POLECAT", (*prose(_HOW), omitted)),
        "events.tsv": _tsv(found),
        "events.jsonl": lines([record(ledger, event, imprint) for event in coded]).encode(),
    }


def _tsv(found: list[Json]) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.DictWriter(sink, (*COLUMNS, *OWN_COLUMNS), delimiter="\t", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(found)
    return sink.getvalue().encode()


def rows(ledger: Ledger, event: Event) -> Iterator[Json]:
    """Yield the rows of a coded event, one a pair of actor and recipient; what is not known is left out."""
    actors, recipients, others = _sides(event)
    for actor, recipient in product(actors or _NOBODY, recipients or _NOBODY):
        row = _what(ledger, event) | _where(event) | _source(ledger, event)
        row |= _who(ledger, actor, "Actor") | _who(ledger, recipient, "Recipient")
        row["Other Participants"] = ";".join(f"{one.role}={one.actor}" for one in others)
        yield {name: value for name, value in row.items() if value is not None}


_NOBODY: list[Participant | None] = [None]


def _sides(event: Event) -> tuple[list[Participant], list[Participant], list[Participant]]:
    """Return who does it, to or with whom, and who else takes part."""
    received = (*_SUFFERS, ParticipantRole.HOST) if event.mode == "visit" else _SUFFERS
    actors = [one for one in event.participants if one.role in _DOES]
    recipients = [one for one in event.participants if one.role in received]
    return actors, recipients, [one for one in event.participants if one not in (*actors, *recipients)]


def _what(ledger: Ledger, event: Event) -> Json:
    return {
        "Event ID": event.id,
        "Event Date": known_day(event.when),
        "Event Type": str(event.type),
        "Event Mode": event.mode,
        "Quad Code": _quad(event).replace("_", " ").upper(),
        "Contexts": ";".join(_contexts(event)),
        "Version": ledger.version,
        "Realis": str(event.realis),
        "Event Title": event.title,
        "Date EDTF": event.when.edtf,
        "Date Earliest": event.when.earliest,
        "Date Latest": event.when.latest,
        "CAMEO Root": event.cameo_root,
    }


def _quad(event: Event) -> str:
    return table.TYPES[event.type].quad if event.type else ""


def _contexts(event: Event) -> list[str]:
    auxiliary = [_AUXILIARY[event.realis]] if event.realis in _AUXILIARY else []
    return [*map(str, event.contexts), *auxiliary]


def _where(event: Event) -> Json:
    if not event.places:
        return {}
    place = event.places[0]
    return {
        "Placename": place.name,
        "City": place.name if place.precision == "city" else None,
        "Country": place.country,
        "Latitude": place.position.lat if place.position else None,
        "Longitude": place.position.lon if place.position else None,
    }


def _source(ledger: Ledger, event: Event) -> Json:
    source = ledger.sources[event.evidence[0].source]
    return {
        "Source": ledger.name(source.publisher),
        "Publication Date": known_day(source.published),
        "Language": source.language,
        "Source ID": source.id,
        "Publication EDTF": source.published.edtf,
    }


def _who(ledger: Ledger, participant: Participant | None, side: str) -> Json:
    if participant is None:
        return {}
    actor = ledger.actors[participant.actor]
    sector = _SECTORS.get(actor.kind)
    return {
        f"{side} Name": actor.name,
        f"{side} Country": _code(actor),
        f"Primary {side} Sector": sector,
        f"{side} Sectors": sector,
        f"{side} ID": actor.id,
        f"{side} Role": str(participant.role),
        f"{side} Wikidata": actor.wikidata,
    }


def _code(actor: Actor) -> str | None:
    """Return the country code, or PLOVER's for bodies of several states."""
    return "IGO" if actor.kind is ActorKind.INTERNATIONAL_ORGANISATION else actor.country


def record(ledger: Ledger, event: Event, imprint: Imprint) -> Json:
    """Return a coded event in PLOVER's JSON; fields that PLOVER has not got bear names of ours."""
    actors, recipients, others = _sides(event)
    start, _, end = (event.when.edtf or "").partition("/")
    deaths = event.deaths
    told: dict[str, Any] = {
        "id": event.id,
        "date": _whole(start) if end else known_day(event.when),
        "enddate": _whole(end),
        "actor": [_actor(ledger, one) for one in actors],
        "recipient": [_actor(ledger, one) for one in recipients],
        "event": [str(event.type)],
        "mode": [event.mode] if event.mode else [],
        "context": _contexts(event),
        "quad_code": list(_QUADS).index(_quad(event)) + 1,
        "event_loc": [_location(place) for place in event.places],
        "dead": deaths.best if deaths else None,
        "text_info": [
            {"source": one.source, "start": one.start, "end": one.end} for one in event.evidence if one.role == "whole"
        ],
        "cite_info": _cite(ledger, ledger.sources[event.evidence[0].source], imprint),
        "title": event.title,
        "realis": str(event.realis),
        "date_edtf": event.when.edtf,
        "other_participants": [_actor(ledger, one) for one in others],
    }
    return {name: value for name, value in told.items() if value not in (None, [])}


def _whole(edtf: str) -> str | None:
    """Return an end of an interval where it is one certain day."""
    return edtf if plain(edtf) and len(edtf) == 10 else None


_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
"""PLOVER's quad codes 1 to 4."""


def _actor(ledger: Ledger, participant: Participant) -> Json:
    actor = ledger.actors[participant.actor]
    told = {
        "code": _code(actor),
        "sector": _SECTORS.get(actor.kind),
        "identifier_id": f"https://www.wikidata.org/wiki/{actor.wikidata}" if actor.wikidata else None,
        "identifier_text": actor.name,
        "id": actor.id,
        "role": str(participant.role),
    }
    return {name: value for name, value in told.items() if value is not None}


def _location(place: Place) -> Json:
    told = {
        "name": place.name,
        "latitude": place.position.lat if place.position else None,
        "longitude": place.position.lon if place.position else None,
        "cc3": place.country,
        "wikidata": place.wikidata,
        "precision": str(place.precision),
    }
    return {name: value for name, value in told.items() if value is not None}


def _cite(ledger: Ledger, source: Source, imprint: Imprint) -> Json:
    told = {
        "corpus": imprint.title,
        "version": imprint.version,
        "citation": source.id,
        "title": source.title.text if source.title else None,
        "url": source.url,
        "language": source.language,
        "publication": ledger.name(source.publisher),
        "copyright": source.licence,
        "codebook": f"{imprint.title} PLOVER table {table.VERSION}",
        "coder": imprint.authors,
        "data_license": imprint.licence,
        "data_citation": imprint.citation,
        "data_fingerprint": imprint.fingerprint,
    }
    return {name: value for name, value in told.items() if value is not None}
