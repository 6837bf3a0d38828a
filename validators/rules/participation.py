"""C: events: who takes part and how, who died, where it was, and whether the claims tell it as real."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, ActorKind, AliasKind, Claim, Event, ParticipantRole, Place, Realis
from caucasus_ledger.validators.bearing import bearing
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule

_MEETING = "event/2020-05-03-rivertown-meeting"
_FERRY = "event/2020-ferry-sinks"

_BOXES: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "ARM": ((38, 42, 43, 47),),
    "AZE": ((38, 42, 44, 51),),
    "GEO": ((41, 44, 39, 47),),
    "IRN": ((25, 40, 44, 64),),
    "KAZ": ((40, 56, 46, 88),),
    "RUS": ((41, 82, 19, 180), (41, 82, -180, -168)),
    "TUR": ((35, 43, 25, 45),),
    "UKR": ((44, 53, 22, 41),),
}
"""South, north, west and east of the region's countries, in whole degrees outwards of the bounds in Natural Earth."""

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|[a-z]+")
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = (
    {word: value for value, word in enumerate(_SMALL)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {
        f"{tens} {one}": 10 * n + m
        for n, tens in enumerate(_TENS, start=2)
        for m, one in enumerate(_SMALL[1:10], start=1)
    }
)
_TIMES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_QUANTITY = re.compile(
    r"\b(?:half|halves|thirds?|quarters?|most|majority|minority|all|both|none|no|nobody|single|once|twice|doubled?|tripled?|pair"
    r"|dozens?|hundreds|thousands|millions|several|many|few|fewer|more|less|percent)\b|%",
    re.IGNORECASE,
)


def figures(text: str) -> set[int]:
    """Return the whole numbers that an English text names, in digits or in words up to some millions."""
    found: set[int] = set()
    value: int | None = None
    for token in [*_NUMBER.findall(text.lower()), ""]:
        if value is not None and token in _TIMES:
            value *= _TIMES[token]
        elif value is not None and 20 <= value < 100 and value % 10 == 0 and 0 < _WORDS.get(token, 0) < 10:
            value += _WORDS[token]
        else:
            found |= set() if value is None else {value}
            value = int(token.replace(",", "")) if token[:1].isdigit() else _WORDS.get(token)
    return found


def _receives_somebody() -> nw.Expr:
    return (nw.col("hosts") == 0) | (nw.col("others") + nw.col("mediators") > 0)


def _brings_two_together() -> nw.Expr:
    return (nw.col("mediators") == 0) | (nw.col("others") + nw.col("hosts") > 1)


def _meets_somebody() -> nw.Expr:
    alone = nw.col("others") + nw.col("hosts") + nw.col("mediators") < 2
    real = nw.col("realis").is_in(["actual", "alleged"])
    return ~((nw.col("type") == "CONSULT") & alone & (nw.col("mode") != "visit") & real)


def _has_a_third() -> nw.Expr:
    return (nw.col("mode") != "third-party") | (nw.col("hosts") + nw.col("mediators") > 0)


def _unclaimed_deaths(intake: Intake) -> Iterator[Finding]:
    """Events with deaths that claims bring up, none of which counts."""
    known = bearing(intake)
    for event in known.events.values():
        claims = known.about[event.id]
        if event.deaths and claims and all(claim.kind != "numerical" for claim in claims):
            yield Finding(event.id, "/deaths", "no claim of kind numerical is about the event")


def _asserted(intake: Intake) -> Iterator[Finding]:
    known = bearing(intake)
    for event in known.events.values():
        reported = any(len(claim.attribution) > 1 for claim in known.about[event.id])
        doubted = event.realis in (Realis.PLANNED, Realis.HYPOTHETICAL) or (event.realis is Realis.ALLEGED and reported)
        if doubted and known.asserted(event.id):
            yield Finding(
                event.id, "/realis", f"it is {event.realis}, and its source's author asserts that it happened"
            )


def _denied(intake: Intake) -> Iterator[Finding]:
    known = bearing(intake)
    for event in known.events.values():
        if event.realis is Realis.ACTUAL and known.denied(event.id) and not known.asserted(event.id):
            yield Finding(event.id, "/realis", "it is actual, and its source's author denies that it happened")


def _in_the_unreal(intake: Intake) -> Iterator[Finding]:
    """Actual parts of what did not happen; what the author asserts all the same is told of by another rule."""
    known = bearing(intake)
    for event in known.events.values():
        whole = known.events.get(event.part_of or "")
        if whole and event.realis is Realis.ACTUAL and whole.realis in _UNREAL and not known.asserted(whole.id):
            yield Finding(event.id, "/part_of", f"it is actual, and {whole.id} is {whole.realis}")


_UNREAL = (Realis.HYPOTHETICAL, Realis.NEGATED)


def _outnumbering_parts(intake: Intake) -> Iterator[Finding]:
    """Events of which the parts, and their parts where they give no count themselves, count more deaths."""
    events = {event.id: event for event in intake.of(Event)}
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for event in events.values():
        if event.part_of in events:
            parts[event.part_of].append(event.id)
    for whole_id in parts:
        whole = events[whole_id]
        if whole.deaths is None:
            continue
        waiting, counted, seen = list(parts[whole_id]), 0, {whole_id}
        while waiting:
            part = events[waiting.pop()]
            if part.id in seen:
                continue
            seen.add(part.id)
            counted += part.deaths.best if part.deaths and part.realis is whole.realis else 0
            waiting += [] if part.deaths else parts.get(part.id, [])
        if counted > whole.deaths.best:
            yield Finding(whole_id, "/deaths", f"its parts count {counted} deaths, the event {whole.deaths.best}")


_OPPOSITES = {
    ParticipantRole.INITIATOR: (ParticipantRole.TARGET, ParticipantRole.VICTIM),
    ParticipantRole.MEDIATOR: (ParticipantRole.INITIATOR, ParticipantRole.TARGET, ParticipantRole.HOST),
    ParticipantRole.HOST: (ParticipantRole.TARGET,),
}


def _both_sides(intake: Intake) -> Iterator[Finding]:
    for event in intake.of(Event):
        parts = [(participant.actor, participant.role) for participant in event.participants]
        for number, (actor, role) in enumerate(parts):
            other = next((role for role in _OPPOSITES.get(role, ()) if (actor, role) in parts), None)
            if other is not None:
                yield Finding(event.id, f"/participants/{number}/role", f"{actor} is {role} and {other} at once")


def _miscounted(intake: Intake) -> Iterator[Finding]:
    told: defaultdict[str, set[int]] = defaultdict(set)
    for claim in intake.of(Claim):
        if claim.kind == "numerical":
            for target in claim.about:
                told[target] |= figures(claim.statement)
    for event in intake.of(Event):
        if (
            event.deaths
            and told[event.id]
            and not told[event.id] & {event.deaths.low, event.deaths.best, event.deaths.high}
        ):
            named = ", ".join(map(str, sorted(told[event.id])))
            yield Finding(event.id, "/deaths/best", f"the claims that count say {named}")


def _without_figure(intake: Intake) -> Iterator[Finding]:
    for claim in intake.of(Claim):
        if claim.kind == "numerical" and not figures(claim.statement) and not _QUANTITY.search(claim.statement):
            yield Finding(claim.id, "/statement", "it says neither how many nor how much")


def _places(intake: Intake) -> Iterator[tuple[str, str, Place]]:
    for event in intake.of(Event):
        for number, place in enumerate(event.places):
            yield event.id, f"/places/{number}", place


def _settled(intake: Intake) -> Iterator[Finding]:
    """Places that are territories, and yet have a country."""
    proper = {None, AliasKind.SHORT, AliasKind.ACRONYM, AliasKind.SPELLING, AliasKind.FORMER, AliasKind.RIVAL}
    names: dict[str, str] = {}
    for actor in intake.of(Actor):
        if actor.kind is ActorKind.TERRITORY:
            called = [
                (actor.name, None),
                *((alias.name, alias.kind) for alias in actor.aliases),
                (actor.wikidata or "", None),
            ]
            names |= {name.casefold(): actor.id for name, kind in called if name and kind in proper}
    for event_id, pointer, place in _places(intake):
        territory = names.get(place.name.casefold()) or names.get((place.wikidata or "").casefold())
        if territory and place.country:
            yield Finding(event_id, f"{pointer}/country", f"it is {territory}, which is coded without a country")


def _misplaced(intake: Intake) -> Iterator[Finding]:
    for event_id, pointer, place in _places(intake):
        boxes = _BOXES.get(place.country or "")
        if boxes and place.position:
            lat, lon = place.position.lat, place.position.lon
            if not any(south <= lat <= north and west <= lon <= east for south, north, west, east in boxes):
                yield Finding(event_id, f"{pointer}/position", f"{lat}, {lon} lies outside {place.country}")


RULES = (
    Rule("C024", "parts-outnumber-whole", "The parts of an event count more deaths than the event.",
         "Correct a count, or part_of.",
         Example(_MEETING, "/deaths", {"low": 3, "best": 3, "high": 3}, also=(
             (_FERRY, "/part_of", _MEETING), (_MEETING, "/participants/1/role", "victim"),
             ("claim/example-2020/001", "/kind", "numerical"), ("claim/example-2020/001", "/statement", "Three people lost their lives."))),
         search=_outnumbering_parts),
    Rule("C041", "host-of-nobody", "Somebody receives or brings together others, and the event has none.",
         "Add those who are received or brought together, or take another role.",
         Example("event/2020-ferry-overloaded", "/participants/0/role", "host", at=""),
         severity="warning",
         expectations=(Expectation("events", _receives_somebody, "nobody takes part whom a host could receive"),
                       Expectation("events", _brings_two_together, "no two take part whom a mediator could bring together"))),
    Rule("C042", "meets-alone", "A meeting or talk has one participant.", "Add whom they meet.",
         Example(_MEETING, "/participants", [{"actor": "actor/northmark", "role": "initiator"}], at="", also=((_MEETING, "/mode", "phone"),)),
         severity="warning",
         expectations=(Expectation("events", _meets_somebody, "one participant meets nobody"),)),
    Rule("C043", "no-third-party", "A meeting by way of a third party has neither host nor mediator.",
         "Add the third party with the role host or mediator, or take another mode.",
         Example(_MEETING, "/participants/2/role", "initiator", at="/mode"), severity="warning",
         expectations=(Expectation("events", _has_a_third, "nobody is its host or mediator", "/mode"),)),
    Rule("C044", "settled-and-alleged", "An actor does it and is alleged to do it in one event.",
         "Keep the role that the source's author holds: initiator if it is told as fact, else alleged_perpetrator.",
         Example("event/2020-06-port-closure", "/participants", [
             {"actor": "actor/southmark", "role": "initiator"}, {"actor": "actor/northmark", "role": "target"},
             {"actor": "actor/southmark", "role": "alleged_perpetrator"}], at="/participants/2/role")),
    Rule("C045", "both-sides-at-once", "An actor does a thing and has it done to it, or mediates what it is a side of.",
         "Correct one of the roles; ignore this if it does it to itself.",
         Example("event/2020-06-port-closure", "/participants/1/actor", "actor/southmark", at="/participants/0/role"),
         severity="warning", search=_both_sides),
    Rule("C046", "perpetrator-of-the-undone", "Somebody is alleged to have done what is only planned or supposed.",
         "Take the role initiator for who would do it, or correct the realis.",
         Example("event/trade-grows", "/participants/0/role", "alleged_perpetrator")),
    Rule("C047", "deaths-without-victim", "Deaths are counted, and nobody takes part as a victim.",
         "Add those who died as a participant with the role victim; a nameless group is an actor of its own.",
         Example(_FERRY, "/participants/1/role", "subject", at="/deaths")),
    Rule("C048", "deaths-unclaimed", "Deaths are counted, and no claim says how many.",
         "Add the claim of kind numerical from which the count is taken, or remove the count.",
         Example("claim/example-2020/004", "/kind", "state", owner=_FERRY, at="/deaths"), needs_all=True,
         search=_unclaimed_deaths),
    Rule("C049", "count-differs", "An event's deaths are none of the figures that its numerical claims name.",
         "Correct the count or the statement.",
         Example("claim/example-2020/004", "/statement", "Fourteen people lost their lives.", owner=_FERRY, at="/deaths/best"),
         severity="warning", search=_miscounted),
    Rule("C050", "number-without-figure", "A claim of kind numerical names no quantity.",
         "Say how many or how much in the statement, or take another kind.",
         Example("claim/example-2020/004", "/statement", "People lost their lives."), severity="warning", search=_without_figure),
    Rule("C051", "real-part-of-unreal", "An event took place and is part of one that is only supposed, or that did not.",
         "Correct the realis of one of the two, or remove part_of.",
         Example("event/2020-06-port-closure", "/part_of", "event/trade-grows"),
         search=_in_the_unreal),
    Rule("C052", "place-settles-status", "A place that is a territory of disputed status or several countries has a country.",
         "Remove the country of the place.",
         Example(_MEETING, "/places/0/country", "GEO", also=(
             ("actor/rivertown", "", "actor/river-commission"), ("actor/rivertown", "/name", "Rivertown"),
             ("actor/rivertown", "/kind", "territory"), ("actor/rivertown", "/note", "Both sides claim it."),
             ("actor/rivertown", "/mentions", [{"start": 31, "end": 40, "source": "source/example-2020", "name": "Rivertown"}]))),
         search=_settled),
    Rule("C053", "place-outside-country", "The position of a place lies outside its country.",
         "Look whether latitude and longitude are exchanged; else correct the country.",
         Example(_MEETING, "/places/0/position", {"lat": 44.39, "lon": 40.14}, also=((_MEETING, "/places/0/country", "ARM"),)),
         search=_misplaced),
    Rule("C054", "position-of-nowhere", "A place has a position or country that a place of its kind cannot have.",
         "Remove it, or correct the precision.",
         Example(_MEETING, "/places/0/position", {"lat": 0.0, "lon": 0.0})),
    Rule("C055", "asserted-but-not-actual", "The author plainly asserts that it happened, and the event is not told as actual.",
         "Code the event as actual, or lower the author's factuality in the claim.",
         Example("event/2020-06-port-closure", "/realis", "hypothetical"),
         search=_asserted),
    Rule("C056", "denied-but-actual", "The author denies that it happened, and the event is told as actual.",
         "Code the event as negated, or correct the author's factuality in the claim.",
         Example("claim/example-2020/001", "/attribution/0/factuality", "CT-", owner=_MEETING, at="/realis"),
         search=_denied),
)  # fmt: skip
