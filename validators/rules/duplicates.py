"""D: the same thing said twice."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import (
    Actor,
    ActorKind,
    Assessment,
    Claim,
    Event,
    EvidenceRole,
    Place,
    PlacePrecision,
)
from caucasus_ledger.schema.edtf import may_share_a_day
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.lookalikes import skeleton
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule

LONG = 8
"""Names shorter than this many letters are often one letter apart and mean two things: Iran, Iraq."""

FAR = 0.5
"""Degrees by which two positions of one place may differ."""


def _alike_events(intake: Intake) -> Iterator[tuple[Event, Event]]:
    """Yield pairs (event, one before it by identifier) of one act: type, mode, realis, participants, a day in common.

    Events without a type are alike if the same words state them. What is part of the other is not alike.
    """
    groups: defaultdict[object, list[Event]] = defaultdict(list)
    for event in sorted(intake.of(Event), key=lambda event: event.id):
        parts = frozenset((one.actor, one.role) for one in event.participants)
        groups[
            event.type, event.mode, event.realis, event.part_of, parts, event.type is None and _stated(event)
        ].append(event)
    for events in groups.values():
        for number, event in enumerate(events):
            first = next((other for other in events[:number] if _same_days(event, other)), None)
            if first is not None and event.id != first.part_of and first.id != event.part_of:
                yield event, first


def _stated(event: Event) -> frozenset[tuple[str, int, int]]:
    return frozenset((item.source, item.start, item.end) for item in event.evidence if item.role is EvidenceRole.WHOLE)


def _same_days(one: Event, other: Event) -> bool:
    """Return whether both have a date and share a day, or neither has one and the same words state both."""
    if one.when.edtf is None and other.when.edtf is None:
        return _stated(one) == _stated(other)
    return (
        one.when.edtf is not None
        and other.when.edtf is not None
        and may_share_a_day(one.when.bounds, other.when.bounds)
    )


def _similar_events(intake: Intake) -> Iterator[Finding]:
    for event, first in _alike_events(intake):
        yield Finding(event.id, "", f"it has type, participants and days of {first.id}")


def _similar_titles(intake: Intake) -> Iterator[Finding]:
    """Events whose titles have the same words in any order, unless their dates exclude each other."""
    known = {event.id for event, _ in _alike_events(intake)}
    groups: defaultdict[frozenset[str], list[Event]] = defaultdict(list)
    for event in sorted(intake.of(Event), key=lambda event: event.id):
        groups[frozenset(_content(event.title))].append(event)
    for said, events in groups.items():
        for number, event in enumerate(events if len(said) > 1 else ()):
            for first in events[:number]:
                related = event.id in known or event.id == first.part_of or first.id == event.part_of
                if not related and may_share_a_day(event.when.bounds, first.when.bounds):
                    yield Finding(event.id, "/title", f"{first.id} has a title of the same words")
                    break


def _content(text: str) -> tuple[str, ...]:
    """Return the words of an English text that carry meaning, lower-cased, without the s of plurals and verbs."""
    return tuple(_S.sub("", word) for word in _WORD.findall(text.lower()) if word not in _EMPTY)


_DIGITS = re.compile("[0-9]+")
_WORD = re.compile(r"[^\W_]+")
_S = re.compile(r"(?<=[^\Ws]{2})s$")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "for",
        "and",
        "or",
        "from",
        "with",
        "as",
        "its",
        "their",
        "his",
        "her",
        "this",
        "that",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
    ]
)


def _similar_claims(intake: Intake) -> Iterator[Finding]:
    """Claims of one kind, chain and subject that rest on exactly the same words, and do not say the very same."""
    groups: defaultdict[object, list[Claim]] = defaultdict(list)
    for claim in sorted(intake.of(Claim), key=lambda claim: claim.id):
        spans = frozenset((item.source, item.start, item.end) for item in claim.evidence)
        chain = tuple((step.actor, step.factuality) for step in claim.attribution)
        groups[claim.kind, chain, frozenset(claim.about), spans, claim.asserts].append(claim)
    for first, *others in groups.values():
        for claim in others:
            if not _reads_alike(claim, first):
                yield Finding(claim.id, "", f"it has kind, chain, subject and evidence of {first.id}")


def _reads_alike(one: Claim, other: Claim) -> bool:
    return _content(one.statement) == _content(other.statement)


def _reworded(intake: Intake) -> Iterator[Finding]:
    """Statements of one claimant, held equally certain, that differ in small words, endings or marks alone."""
    first: dict[object, Claim] = {}
    for claim in sorted(intake.of(Claim), key=lambda claim: claim.id):
        said = _content(claim.statement)
        other = first.setdefault((claim.claimant, claim.attribution[-1].factuality, said), claim)
        if other is not claim and len(said) > 2 and other.statement.lower() != claim.statement.lower():
            yield Finding(claim.id, "/statement", f"{other.id} says so in nearly the same words")


def _shared_names(intake: Intake) -> Iterator[Finding]:
    """Names of two actors; nameless groups may share a description, since they are never merged."""
    owners: dict[str, str] = {}
    for actor in sorted(intake.of(Actor), key=lambda actor: actor.id):
        seen: set[str] = set()
        for pointer, name in _names(actor):
            folded = unicodedata.normalize("NFKC", name).casefold()
            if folded in seen:
                yield Finding(actor.id, pointer, f"'{name}' is a name of {actor.id} already")
            elif owners.setdefault(folded, actor.id) != actor.id:
                yield Finding(actor.id, pointer, f"'{name}' is a name of {owners[folded]} as well")
            seen.add(folded)


def _confusable_names(intake: Intake) -> Iterator[Finding]:
    """Names of two actors that differ and look the same."""
    owners: dict[str, tuple[str, str]] = {}
    for actor in sorted(intake.of(Actor), key=lambda actor: actor.id):
        for pointer, name in _names(actor):
            owner, other = owners.setdefault(skeleton(name), (actor.id, name))
            if owner != actor.id and other.casefold() != name.casefold():
                yield Finding(actor.id, pointer, f"{name!a} looks like {other!a}, a name of {owner}")


def _nearly_the_same(intake: Intake) -> Iterator[Finding]:
    """Main names, or identifiers, of two actors of one kind that are one letter apart.

    Digits tell things apart on purpose and are left out. Two words that are one letter apart have the first or the
    last half in common, so only such are compared.
    """
    halves: defaultdict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for actor in intake.of(Actor):
        for pointer, word in (
            ("/name", _DIGITS.sub("", actor.name.casefold())),
            ("/id", _DIGITS.sub("", actor.id.partition("/")[2])),
        ):
            for half in {len(word) // 2, (len(word) - 1) // 2} if len(word) >= LONG else ():
                halves[actor.kind, pointer, word[:half] + "-"].setdefault(word, actor.id)
                halves[actor.kind, pointer, "-" + word[-half:]].setdefault(word, actor.id)
    found: dict[tuple[str, str], Finding] = {}
    for (_, pointer, _), same in halves.items():
        for (word, one), (twin, other) in combinations(sorted(same.items(), key=lambda item: item[1]), 2):
            if abs(len(word) - len(twin)) < 2 and _apart_by_a_letter(word, twin):
                found[one, other] = Finding(other, pointer, f"'{twin}' is one letter away from '{word}', {one}")
    yield from found.values()


def _apart_by_a_letter(one: str, other: str) -> bool:
    """Return whether one letter was put in, left out or exchanged; digits tell things apart on purpose."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    for left, right in ((start + 1, start + 1), (start, start + 1), (start + 1, start)):
        if one[left:] == other[right:]:
            return not (one[start:left] + other[start:right]).isdigit()
    return False


def _names(actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield (pointer, name) of what an actor is called; a nameless group has no name to be confused with."""
    if actor.kind is not ActorKind.UNNAMED_GROUP:
        yield "/name", actor.name
        yield from ((f"/aliases/{number}/name", alias.name) for number, alias in enumerate(actor.aliases))


def _same_country(intake: Intake) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for actor in sorted(intake.of(Actor), key=lambda actor: actor.id):
        if actor.kind is ActorKind.STATE and actor.country:
            other = first.setdefault(actor.country, actor.id)
            if other != actor.id:
                yield Finding(actor.id, "/country", f"{other} is the state of {actor.country}")


def _differing_places(intake: Intake) -> Iterator[Finding]:
    """Places of one Wikidata item with two countries or positions, and countries with another item than their state."""
    states = {actor.country: actor for actor in intake.of(Actor) if actor.kind is ActorKind.STATE and actor.wikidata}
    items = {actor.wikidata: country for country, actor in states.items()}
    first: dict[str, tuple[str, Place]] = {}
    for event in intake.of(Event):
        for number, place in enumerate(event.places):
            pointer, state = f"/places/{number}", states.get(place.country)
            if place.precision is PlacePrecision.COUNTRY and state and place.wikidata not in (None, state.wikidata):
                yield Finding(event.id, f"{pointer}/wikidata", f"{state.id} has the item {state.wikidata}")
            if place.wikidata is None:
                continue
            if place.country and items.get(place.wikidata, place.country) != place.country:
                yield Finding(
                    event.id, f"{pointer}/country", f"{place.wikidata} is the item of {items[place.wikidata]}"
                )
            other, known = first.setdefault(place.wikidata, (event.id, place))
            if place.country and known.country and place.country != known.country:
                yield Finding(event.id, f"{pointer}/country", f"{other} has {place.wikidata} in {known.country}")
            if _far_apart(place, known):
                yield Finding(event.id, f"{pointer}/position", f"{other} has {place.wikidata} elsewhere")


def _far_apart(one: Place, other: Place) -> bool:
    if one.position is None or other.position is None:
        return False
    return abs(one.position.lat - other.position.lat) > FAR or abs(one.position.lon - other.position.lon) > FAR


def _mutual(intake: Intake) -> Iterator[Finding]:
    denied = {(claim.id, other) for claim in intake.of(Claim) for other in claim.contradicts}
    for claim in intake.of(Claim):
        for index, other in enumerate(claim.contradicts):
            if claim.id < other and (other, claim.id) in denied:
                yield Finding(claim.id, f"/contradicts/{index}", f"{other} says so")


def _same_texts(intake: Intake) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for source in sorted(intake.sources, key=lambda source: source.id):
        marks = [("/text/sha256", source.text.sha256), ("/url", source.url)]
        for pointer, mark in marks:
            if mark and first.setdefault(mark, source.id) != source.id:
                yield Finding(source.id, pointer, f"{first[mark]} has the same")
                break


def _assessed_twice(intake: Intake) -> Iterator[Finding]:
    first: dict[tuple[str, str | None], str] = {}
    for assessment in sorted(intake.of(Assessment), key=lambda assessment: assessment.id):
        other = first.setdefault((assessment.claim, assessment.field), assessment.id)
        if other != assessment.id:
            yield Finding(assessment.id, "/claim", f"{other} assesses the same")


def _is_first(column: str) -> nw.Expr:
    return nw.col(column) == nw.col("first")


_MEETING = "event/2020-05-03-rivertown-meeting"

RULES = (
    Rule("D001", "listed-twice", "A list holds the same thing twice.", "Remove one of the two.",
         Example("claim/example-2020/001", "/about",
                 ["event/2020-05-03-rivertown-meeting", "event/2020-05-03-rivertown-meeting"], at="/about/1"),
         mends="keeps the first"),
    Rule("D002", "same-statement", "Two claims of one claimant state the same.",
         "Give one claim the evidence of both, or say in what they differ.",
         Example("claim/example-2020/005", "/statement", "A ferry of the Blue Line sank."),
         expectations=(Expectation("statements", lambda: _is_first("claim_id"), "{first} states the same", "/statement"),)),
    Rule("D003", "near-duplicate-event", "Two events have type, participants and a day in common.",
         "Merge them, or add what tells them apart; ignore this if both took place.",
         Example("event/2020-06-port-opening", "", "event/2020-06-port-closure", at="",
                 also=(("claim/example-2020/005", "/about", ["event/2020-06-port-closure", "event/2020-06-port-opening", "actor/southmark"]),)),
         severity="warning", search=_similar_events),
    Rule("D004", "near-duplicate-claim", "Two claims have kind, chain, subject and evidence in common.",
         "Merge them, or narrow their evidence to the words of each.",
         Example("claim/example-2020/013", "", "claim/example-2020/003", at="",
                 also=(("claim/example-2020/013", "/statement", "A ferry went under."),)),
         severity="warning", search=_similar_claims),
    Rule("D005", "shared-name", "Two actors share a name, or one has it twice.",
         "Give each its own record and name, or merge them.",
         Example("actor/blue-line", "/aliases", [{"name": "Northmark", "kind": "spelling"}], owner="actor/northmark", at="/name"),
         search=_shared_names),
    Rule("D006", "place-taken", "Two actors are mentioned by the same words at the same place.",
         "Decide whom the words name there.",
         Example("actor/southmark", "/mentions/0/start", 0, also=(("actor/southmark", "/mentions/0/end", 9),), at="/mentions/0"),
         expectations=(Expectation("occupied", lambda: _is_first("actor_id"), "{first} is mentioned by the same words"),)),
    Rule("D007", "same-item", "Two actors have the same Wikidata item.", "Merge them, or correct an item.",
         Example("actor/southmark", "/wikidata", "Q42", also=(("actor/blue-line", "/wikidata", "Q42"),)),
         expectations=(Expectation("items", lambda: _is_first("actor_id"), "{first} has the item {wikidata} as well", "/wikidata"),)),
    Rule("D008", "assessed-twice", "Two assessments are about the same field of the same claim, or about the whole of it.",
         "Put the references of both into one, with the verdict that they amount to.",
         Example("assessment/example-2020/ferry-dead", "", "assessment/example-2020/ferry-deaths", owner="assessment/example-2020/ferry-deaths", at="/claim"),
         severity="warning", search=_assessed_twice),
    Rule("D009", "same-address", "Two references of an assessment have the same address.",
         "Say in one what it says.",
         Example("assessment/example-2020/ferry-deaths", "/references", [
             {"url": "https://example.org/harbour-report", "publisher": "Harbour office", "date": "2021-02", "says": "It lists four dead."},
             {"url": "http://example.org/harbour-report/", "publisher": "Harbour office", "date": "2021-02", "says": "All were passengers."}],
             at="/references/1/url")),
    Rule("D010", "two-states-one-country", "Two states have the same country code.", "Merge them, or correct a code.",
         Example("actor/northmark", "/kind", "state", owner="actor/southmark", at="/country", also=(
             ("actor/northmark", "/country", "ARM"), ("actor/southmark", "/country", "ARM"), ("actor/southmark", "/kind", "state"))),
         search=_same_country),
    Rule("D011", "place-twice", "An event lists a place twice, by name or by Wikidata item.", "Keep the one that says more.",
         Example(_MEETING, "/places", [{"name": "Rivertown", "precision": "city"}, {"name": "Rivertown", "precision": "near"}], at="/places/1")),
    Rule("D012", "place-told-differently", "One place has two countries or positions, or a country has another Wikidata item than its state.",
         "Correct the one that is wrong.",
         Example(_MEETING, "/places/0/wikidata", "Q42", owner="event/2020-06-port-closure", at="/places/0/country", also=(
             (_MEETING, "/places/0/country", "ARM"),
             ("event/2020-06-port-closure", "/places", [{"name": "Rivertown port", "country": "GEO", "wikidata": "Q42", "precision": "point"}]),
             ("event/2020-06-port-closure", "/evidence/1/role", "place"))),
         search=_differing_places),
    Rule("D013", "confusable-names", "Two actors have names that look the same and are not.",
         "Type the name anew in its own script; if it is the same actor, merge the two.",
         Example("actor/southmark", "/aliases", [{"name": "BIue Line", "kind": "rival"}], at="/aliases/0/name"),
         severity="warning", search=_confusable_names),
    Rule("D014", "one-letter-apart", "Two actors of one kind have names or identifiers that are one letter apart.",
         "If one is a slip of the pen, merge the two; ignore this if both are right.",
         Example("actor/nortmark", "", "actor/northmark", at="/id", also=(
             ("actor/nortmark", "/name", "Westmark"),
             ("actor/nortmark", "/mentions", [{"start": 31, "end": 39, "source": "source/example-2020", "name": "Westmark"}]))),
         severity="warning", search=_nearly_the_same),
    Rule("D015", "same-title", "Two events have titles of the same words, and dates that do not exclude each other.",
         "Merge them, or say in the titles what tells them apart.",
         Example("event/trade-grows", "/title", "Southmark and Northmark publish plans"),
         severity="warning", search=_similar_titles),
    Rule("D016", "reworded-statement", "Two claims of one claimant say the same but for small words, endings and marks.",
         "Give one claim the evidence of both, or say in what they differ.",
         Example("claim/example-2020/005", "/statement", "The ferry of a Blue Line sank."), severity="warning", search=_reworded),
    Rule("D017", "contradiction-twice", "Of two claims each names the other as contradicting it; to contradict goes both ways.",
         "Keep the link in the claim that comes second, and remove this one.",
         Example("claim/example-2020/003", "/contradicts", ["claim/example-2020/007"], at="/contradicts/0", also=(
             ("claim/example-2020/007", "/contradicts", ["claim/example-2020/003"]),)), search=_mutual),
    Rule("D018", "remark-twice", "Two remarks of one kind stand on the same words.", "Put what both say into one.",
         Example("source/example-2020", "/remarks/1", {"start": 140, "end": 156, "kind": "ambiguity", "note": "Or from the meeting."})),
    Rule("D019", "same-text", "Two sources have the same text or address.", "Merge them: one text is one source.",
         Example("source/example-2020-again", "", "source/example-2020", at="/text/sha256", also=(
             ("source/example-2020-again", "/sentences", [{"start": 0, "end": 626, "status": "boilerplate"}]),
             ("source/example-2020-again", "/remarks", []))), search=_same_texts),
)  # fmt: skip
