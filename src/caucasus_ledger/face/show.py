"""Show: a record with all that hangs on it, by names and not by bare identifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from caucasus_ledger.face.prose import certainty, chain, field, heading, when, words
from caucasus_ledger.schema import Actor, Assessment, Claim, Event, Source

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Assertion, Deaths, Evidence, Place, Record


class _Names(dict[str, str]):
    """The actors' names by identifier; an actor that is not there goes by its identifier."""

    def __missing__(self, actor: str) -> str:
        return actor


class Page:
    """The text page of one record."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def lines(self, record: Record) -> Iterator[str]:
        """Yield the lines of a record's page."""
        pages: dict[type, Callable[[Any], Iterable[str]]] = {
            Source: self._source,
            Actor: self._actor,
            Event: self._event,
            Claim: self._claim,
            Assessment: self._assessment,
        }
        yield from heading(self._ledger.name(record), record.id)
        yield ""
        yield from pages[type(record)](record)

    @cached_property
    def _names(self) -> dict[str, str]:
        return _Names({actor.id: actor.name for actor in self._ledger.actors})

    def _source(self, source: Source) -> Iterator[str]:
        coded = sum(sentence.status == "coded" for sentence in source.sentences)
        yield from field("By", [", ".join(self._names[author] for author in source.authors)])
        yield from field("Publisher", [self._names[source.publisher]])
        yield from field("Published", [when(source.published), *_note(source.published.note)])
        yield from field("Address", _note(source.url))
        yield from field("Text", [f"{source.text.characters:,} characters, {source.text.canonicalisation}"])
        yield from field("Digest", [source.text.sha256])
        yield from field("Sentences", [f"{len(source.sentences)}, {coded} of them coded"])
        yield from field("Licence", [source.licence])
        yield from field(
            "Remarks", [f"{words(r.kind)} at {_range(r.start, r.end)}: {r.note}" for r in source.remarks]
        )  # fmt: skip

    def _actor(self, actor: Actor) -> Iterator[str]:
        events = self._ledger.events.involving(actor)
        yield from field("Kind", [words(actor.kind) + (f", {actor.country}" if actor.country else "")])
        yield from field("Also", [f"{alias.name} ({words(alias.kind)})" for alias in actor.aliases])
        yield from field("Wikidata", _note(actor.wikidata))
        yield from field("Part of", _note(actor.part_of and self._names[actor.part_of]))
        yield from field("Roles", [self._role(role.role, role.organisation, when(role.when)) for role in actor.roles])
        yield from field("Note", _note(actor.note))
        yield from field("Mentions", [self._places_in_text(actor.mentions)] if actor.mentions else [])
        yield from field("Events", [self._part(event, actor) for event in events])
        yield from field("Says", [self._brief(claim) for claim in self._ledger.claims.by(actor)])
        yield from field("Said of it", [self._brief(claim) for claim in self._ledger.claims.about(actor)])

    def _event(self, event: Event) -> Iterator[str]:
        coded = f"{event.type}, {event.mode}" if event.mode else str(event.type)
        yield from field("Realis", [words(event.realis)])
        yield from field("When", [when(event.when), *_note(event.when.note)])
        yield from field("Where", [_place(place) for place in event.places])
        yield from field("Type", [coded if event.type else f"none: {event.uncoded}"])
        yield from field("Contexts", _note(", ".join(words(context) for context in event.contexts)))
        yield from field("Who", [f"{self._names[p.actor]}: {words(p.role)}" for p in event.participants])
        if event.deaths:
            yield from field("Deaths", [_deaths(event.deaths)])
        yield from field("Part of", [self._ledger.name(event.part_of)] if event.part_of else [])
        yield from field("Parts", [part.title for part in self._ledger.events.where(part_of=event.id)])
        yield from field("Note", _note(event.note))
        yield from field("Claims", [self._brief(claim) for claim in self._ledger.claims.about(event)])
        yield from field("Evidence", [self._places_in_text(event.evidence)])

    def _claim(self, claim: Claim) -> Iterator[str]:
        yield from field("Kind", [words(claim.kind) + (f", {words(claim.modality)}" if claim.modality else "")])
        yield from field("Says who", [chain(claim.attribution, self._names)])
        yield from field("Said", [when(claim.said)] if claim.said else [])
        yield from field("Quotation", [f"“{claim.quotation}”"] if claim.quotation else [])
        yield from field("About", [self._ledger.name(record_id) for record_id in claim.about])
        if claim.asserts:
            yield from field("Link", [self._link(claim.asserts)])
        for label in ("conditions", "supports", "contradicts", "qualifies"):
            others = [self._ledger.claims[other] for other in getattr(claim, label)]
            yield from field(label.title(), [self._brief(other) for other in others])
        if claim.forecast:
            yield from field("Decided by", [f"{claim.forecast.criteria} ({words(claim.forecast.resolution)})"])
        yield from field("Note", _note(claim.note))
        yield from field("Evidence", [self._places_in_text(claim.evidence)])
        for assessment in self._ledger.assessments.of(claim):
            yield ""
            yield from field("Assessment", [f"{words(assessment.verdict)}: {assessment.rationale} [{assessment.id}]"])

    def _assessment(self, assessment: Assessment) -> Iterator[str]:
        yield from field("Verdict", [words(assessment.verdict)])
        yield from field("Of", [self._brief(self._ledger.claims[assessment.claim])])
        yield from field("Field", _note(assessment.field))
        yield from field("Known on", [assessment.known_on])
        yield from field("Assessed on", [assessment.assessed_on])
        for reference in assessment.references:
            yield from field("Reference", [f"{reference.publisher}, {reference.date or 'no date'}: {reference.says}"])
            yield from field("", [reference.url])

    def _brief(self, claim: Claim) -> str:
        last = claim.attribution[-1]
        return f"{claim.statement} — {self._names[last.actor]}, {certainty(last.factuality)} [{claim.id}]"

    def _link(self, link: Assertion) -> str:
        return f"{self._ledger.name(link.subject)} — {words(link.predicate)} — {self._ledger.name(link.object)}"

    def _part(self, event: Event, actor: Actor) -> str:
        roles = ", ".join(words(p.role) for p in event.participants if p.actor == actor.id)
        return f"{event.title}: {roles} [{event.id}]"

    def _role(self, role: str, organisation: str | None, said: str) -> str:
        return f"{role}{f', {self._names[organisation]}' if organisation else ''}: {said}"

    def _places_in_text(self, spans: Iterable[Any]) -> str:
        return ", ".join(self._place_in_text(span) for span in spans)

    def _place_in_text(self, span: Evidence) -> str:
        number = self._ledger.sources[span.source].sentence_at(span.start)
        role = f" {words(span.role)}" if hasattr(span, "role") and span.role != "whole" else ""
        return f"sentence {number}{role} {_range(span.start, span.end)}"


def _range(start: int, end: int) -> str:
    return f"[{start}, {end})"


def _deaths(deaths: Deaths) -> str:
    if deaths.low == deaths.best == deaths.high:
        return str(deaths.best)
    most = "or more" if deaths.high is None else f"to {deaths.high}"
    return f"{deaths.best} ({deaths.low} {most})"


def _note(text: str | None) -> list[str]:
    return [text] if text else []


def _place(place: Place) -> str:
    near = "near " if place.precision == "near" else ""
    at = f" ({place.position.lat}, {place.position.lon})" if place.position else ""
    return f"{near}{place.name}{f', {place.country}' if place.country else ''}{at}"
