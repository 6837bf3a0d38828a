"""D: the same thing said twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, ActorKind, Claim, Event
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule


def _similar_events(intake: Intake) -> Iterator[Finding]:
    """Events of one type, mode and realis with the same days and participants."""
    groups: defaultdict[object, list[Event]] = defaultdict(list)
    for event in intake.of(Event):
        if event.type is not None and event.when.edtf is not None:
            parts = frozenset((p.actor, p.role) for p in event.participants)
            key = (event.type, event.mode, event.realis, event.when.earliest, event.when.latest, parts, event.part_of)
            groups[key].append(event)
    for events in groups.values():
        first, *others = sorted(events, key=lambda event: event.id)
        for event in others:
            yield Finding(event.id, "", f"it has type, days and participants of {first.id}")


def _similar_claims(intake: Intake) -> Iterator[Finding]:
    """Claims of one kind, chain and subject that rest on exactly the same words."""
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for claim in intake.of(Claim):
        spans = frozenset((item.source, item.start, item.end) for item in claim.evidence)
        chain = tuple((step.actor, step.factuality) for step in claim.attribution)
        groups[(claim.kind, chain, frozenset(claim.about), spans, claim.asserts)].append(claim.id)
    for ids in groups.values():
        first, *others = sorted(ids)
        for claim_id in others:
            yield Finding(claim_id, "", f"it has kind, chain, subject and evidence of {first}")


def _shared_names(intake: Intake) -> Iterator[Finding]:
    """Names of two actors; nameless groups may share a description, since they are never merged."""
    owners: dict[str, str] = {}
    for actor in sorted(intake.of(Actor), key=lambda actor: actor.id):
        if actor.kind is ActorKind.UNNAMED_GROUP:
            continue
        names = [("/name", actor.name), *((f"/aliases/{i}/name", alias.name) for i, alias in enumerate(actor.aliases))]
        seen: set[str] = set()
        for pointer, name in names:
            folded = name.casefold()
            if folded in seen:
                yield Finding(actor.id, pointer, f"'{name}' is a name of {actor.id} already")
            elif owners.setdefault(folded, actor.id) != actor.id:
                yield Finding(actor.id, pointer, f"'{name}' is a name of {owners[folded]} as well")
            seen.add(folded)


def _is_first(column: str) -> nw.Expr:
    return nw.col(column) == nw.col("first")


RULES = (
    Rule("D001", "listed-twice", "A list holds the same thing twice.", "Remove one of the two.",
         Example("claim/example-2020/001", "/about",
                 ["event/2020-05-03-rivertown-meeting", "event/2020-05-03-rivertown-meeting"], at="/about/1"),
         mends="keeps the first"),
    Rule("D002", "same-statement", "Two claims of one claimant state the same.",
         "Give one claim the evidence of both, or say in what they differ.",
         Example("claim/example-2020/004", "/statement", "A ferry of the Blue Line sank."),
         expectations=(Expectation("statements", lambda: _is_first("claim_id"), "{first} states the same", "/statement"),)),
    Rule("D003", "near-duplicate-event", "Two events have type, days and participants in common.",
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
         Example("actor/blue-line", "/aliases", [{"name": "Northmark", "kind": "short"}], owner="actor/northmark", at="/name"),
         search=_shared_names),
    Rule("D006", "place-taken", "Two actors are mentioned by the same words at the same place.",
         "Decide whom the words name there.",
         Example("actor/southmark", "/mentions/0/start", 0, also=(("actor/southmark", "/mentions/0/end", 9),), at="/mentions/0"),
         expectations=(Expectation("occupied", lambda: _is_first("actor_id"), "{first} is mentioned by the same words"),)),
    Rule("D007", "same-item", "Two actors have the same Wikidata item.", "Merge them, or correct an item.",
         Example("actor/southmark", "/wikidata", "Q42", also=(("actor/blue-line", "/wikidata", "Q42"),)),
         expectations=(Expectation("items", lambda: _is_first("actor_id"), "{first} has the item {wikidata} as well", "/wikidata"),)),
)  # fmt: skip
