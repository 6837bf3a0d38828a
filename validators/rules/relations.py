"""C: how claims and events bear on one another: causes, blame, conditions, reasons, contradictions, and who tells what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Assertion, Claim, Event, Factuality, Predicate, Realis
from caucasus_ledger.validators.bearing import Bearing, bearing
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.placing import Index
from caucasus_ledger.validators.rule import ABSENT, Example, Expectation, Finding, Rule

_CAUSE = "claim/example-2020/006"
_BLAME = "claim/example-2020/007"
_SECOND: tuple[tuple[str, str, Any], ...] = (
    ("source/example-2021", "", "source/example-2020"),
    ("source/example-2021", "/text/sha256", "0" * 64),
    ("source/example-2021", "/published/edtf", "2021-07"),
    ("source/example-2021", "/sentences", [{"start": 0, "end": 626, "status": "coded"}]),
    ("source/example-2021", "/remarks", []),
)
"""Edits that add a second source, of one sentence."""

_HELD = (Factuality.CERTAIN, Factuality.PROBABLE)
_ONE_WAY = ("causes", "retaliates_for", "responds_to")


def _depends() -> nw.Expr:
    return nw.col("kind").is_in(["conditional", "normative"])


def _absent_culprits(intake: Intake) -> Iterator[Finding]:
    """Blame for an event in which the blamed has no part by which to have done it.

    An alleged perpetrator whom nobody blames is told of by another rule, and may be the wrong name for this one.
    """
    known = bearing(intake)
    blamed = {(link.subject, link.object) for _, link in _blame(known)}
    for claim, link in _blame(known):
        event = known.events.get(link.subject)
        parts = [(one.actor, one.role) for one in event.participants] if event else []
        unblamed = [
            actor for actor, role in parts if role == "alleged_perpetrator" and (link.subject, actor) not in blamed
        ]
        if event and not unblamed and not any(actor == link.object and role in _DOERS for actor, role in parts):
            message = f"{link.object} does not take part in {event.id} as one who could have done it"
            yield Finding(claim.id, "/asserts/object", message)


def _settled_culprits(intake: Intake) -> Iterator[Finding]:
    known = bearing(intake)
    for claim, link in _blame(known):
        event = known.events.get(link.subject)
        alleged = event and any(
            one.actor == link.object and one.role == "alleged_perpetrator" for one in event.participants
        )
        if alleged and len(claim.attribution) == 1 and claim.attribution[0].factuality is Factuality.CERTAIN:
            message = f"the author is certain, and {link.object} is an alleged perpetrator of {link.subject}"
            yield Finding(claim.id, "/asserts", message)


def _blame(known: Bearing) -> Iterator[tuple[Claim, Assertion]]:
    for claim in known.claims.values():
        if claim.asserts and claim.asserts.predicate is Predicate.ATTRIBUTES_RESPONSIBILITY:
            yield claim, claim.asserts


_DOERS = ("initiator", "alleged_perpetrator", "instrument_owner", "guarantor", "host")
"""Parts in which one can be answerable for an event."""


def _past_conditions(intake: Intake) -> Iterator[Finding]:
    known = bearing(intake)
    for claim in known.claims.values():
        for index, condition in enumerate(claim.conditions):
            events = known.events_of(known.claims[condition]) if condition in known.claims else []
            if events and all(event.realis is Realis.ACTUAL for event in events):
                yield Finding(claim.id, f"/conditions/{index}", f"all events that {condition} is about have happened")


def _crossed_causes(intake: Intake) -> Iterator[Finding]:
    """Links of one claimant who holds both, one of which undoes or turns round the other."""
    seen: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for claim in sorted(intake.of(Claim), key=lambda claim: claim.id):
        link = claim.asserts
        if link is None or claim.attribution[-1].factuality not in _HELD:
            continue
        for other, predicate in seen[claim.claimant, link.subject, link.object]:
            if {predicate, link.predicate} in ({"causes", "prevents"}, {"enables", "prevents"}):
                yield Finding(claim.id, "/asserts", f"{other} says that {link.subject} {predicate} {link.object}")
        for other, predicate in seen[claim.claimant, link.object, link.subject]:
            if predicate == link.predicate and predicate in _ONE_WAY:
                yield Finding(claim.id, "/asserts", f"{other} says that {link.object} {predicate} {link.subject}")
        seen[claim.claimant, link.subject, link.object].append((claim.id, str(link.predicate)))


def _unmentioned_conditions(intake: Intake) -> Iterator[Finding]:
    claims = {claim.id: claim for claim in intake.of(Claim)}
    for claim in claims.values():
        for condition in claim.conditions:
            known = claims[condition].about if condition in claims else ()
            missing = [target for target in known if target.startswith("event/") and target not in claim.about]
            if missing and claim.kind == "conditional":
                yield Finding(claim.id, "/about", f"it depends on {missing[0]} by {condition} and is not about it")
                break


def _pairs(intake: Intake, *names: str) -> Iterator[tuple[Claim, Claim, str, int]]:
    """Yield (claim, other claim, list in which it names the other, index in it)."""
    claims = {claim.id: claim for claim in intake.of(Claim)}
    for claim in claims.values():
        for name in names:
            for index, other in enumerate(getattr(claim, name)):
                if other in claims and other != claim.id:
                    yield claim, claims[other], name, index


def _own_contradictions(intake: Intake) -> Iterator[Finding]:
    for claim, other, _, index in _pairs(intake, "contradicts"):
        held = [one.attribution[-1].factuality in _HELD for one in (claim, other)]
        if claim.claimant == other.claimant and all(held):
            yield Finding(claim.id, f"/contradicts/{index}", f"{claim.claimant} holds this and {other.id}")


def _nothing_in_common(intake: Intake) -> Iterator[Finding]:
    for claim, other, name, index in _pairs(intake, "contradicts", "qualifies"):
        if not set(claim.about) & set(other.about):
            yield Finding(
                claim.id, f"/{name}/{index}", f"the two are about nothing in common, but the one {name} the other"
            )


def _crossed_links(intake: Intake) -> Iterator[Finding]:
    for claim, other, _, index in _pairs(intake, "contradicts"):
        if claim.id in other.supports:
            yield Finding(claim.id, f"/contradicts/{index}", f"{other.id} supports this claim")


def _lone_superlatives(intake: Intake) -> Iterator[Finding]:
    """Superlatives beside which, in the sentences that state them, no other claim has a subject in common with them."""
    index = Index(intake)
    plain: defaultdict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in intake.of(Claim):
        for sentence in index.stated(claim) if claim.kind != "superlative" else ():
            plain[sentence].append(claim)
    for claim in intake.of(Claim):
        if claim.kind == "superlative":
            beside = [other for sentence in index.stated(claim) for other in plain[sentence]]
            if not any(set(claim.about) & set(other.about) for other in beside):
                yield Finding(claim.id, "/kind", "no claim states the plain fact beside it")


def _sources(intake: Intake) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the sources that tell of each event, by its own evidence and by that of the claims about it."""
    told = {event.id: {item.source for item in event.evidence} for event in intake.of(Event)}
    claimed: dict[str, set[str]] = {event_id: set() for event_id in told}
    for claim in intake.of(Claim):
        for target in claim.about:
            if target in claimed:
                claimed[target] |= {item.source for item in claim.evidence}
    return told, claimed


def _told_but_unclaimed(intake: Intake) -> Iterator[Finding]:
    told, claimed = _sources(intake)
    for event in intake.of(Event):
        lacking = told[event.id] - claimed[event.id] if claimed[event.id] else set()
        for index, item in enumerate(event.evidence):
            if item.source in lacking:
                lacking.remove(item.source)
                yield Finding(event.id, f"/evidence/{index}/source", f"no claim of {item.source} is about the event")


def _claimed_but_untold(intake: Intake) -> Iterator[Finding]:
    told, _ = _sources(intake)
    for claim in intake.of(Claim):
        for index, target in enumerate(claim.about):
            lacking = {item.source for item in claim.evidence} - told.get(target, set())
            if target in told and lacking:
                yield Finding(claim.id, f"/about/{index}", f"{target} has no evidence in {min(lacking)}")


RULES = (
    Rule("C058", "link-of-wrong-ends", "A link starts from or leads to a kind of record that its predicate does not join.",
         "Blame leads from an event to an actor, an answer from an event or claim to one; what is caused, enabled, hindered or worsened is an event or claim.",
         Example(_CAUSE, "/asserts/object", "actor/northmark", also=(
             (_CAUSE, "/about", ["event/2020-06-port-closure", "event/2020-ferry-sinks", "actor/northmark"]),))),
    Rule("C059", "blame-of-another-kind", "A claim of another kind than responsibility blames somebody, or one of that kind asserts another link.",
         "Take the kind responsibility with attributes_responsibility, and causal with the other predicates.",
         Example(_BLAME, "/kind", "causal", at="/asserts/predicate")),
    Rule("C060", "blamed-but-absent", "A claim blames an actor for an event in which it has no part.",
         "Add the actor to the event's participants, as alleged_perpetrator or initiator, or correct the link.",
         Example("event/2020-ferry-overloaded", "/participants/0/role", "subject", owner="claim/example-2020/007", at="/asserts/object"),
         needs_all=True,
         search=_absent_culprits),
    Rule("C061", "settled-but-alleged", "The author blames an actor as a fact, and the event calls it an alleged perpetrator.",
         "Take the role initiator in the event, or lower the author's factuality in the claim.",
         Example("claim/example-2020/013", "", _BLAME, at="/asserts", also=(
             ("claim/example-2020/013", "/statement", "The Blue Line is to blame for the load."),
             ("claim/example-2020/013", "/attribution", [{"actor": "actor/example-gazette", "mode": "own_voice", "factuality": "CT+"}]),
             ("claim/example-2020/013", "/evidence", [{"start": 346, "end": 384, "source": "source/example-2020", "role": "whole"}]))),
         severity="warning",
         search=_settled_culprits),
    Rule("C062", "crossed-causes", "One claimant says that a thing brings another about and that it prevents it, or that each of two brings the other about.",
         "Correct one of the links; if the claimant says both, say in a note how.",
         Example("claim/example-2020/013", "", _CAUSE, at="/asserts", also=(
             ("claim/example-2020/013", "/statement", "The sinking answered the closing of the port."),
             ("claim/example-2020/013", "/asserts", {"subject": "event/2020-ferry-sinks", "predicate": "responds_to", "object": "event/2020-06-port-closure"}),
             ("event/2020-ferry-sinks", "/when/edtf", "[2020-05..2020-06]"))),
         severity="warning", search=_crossed_causes),
    Rule("C067", "conditions-of-the-unconditional", "A claim that is neither conditional nor a norm names conditions.",
         "Take the kind conditional, or remove the conditions.",
         Example("claim/example-2020/002", "/conditions", ["claim/example-2020/008"], at="/conditions/0"), severity="warning",
         expectations=(Expectation("conditions", _depends, "a claim of kind {kind} depends on nothing"),)),
    Rule("C068", "condition-has-happened", "A condition is about events that are all told as having happened.",
         "Correct the realis of the event, or say as a plain claim that it holds.",
         Example("claim/example-2020/008", "/about", ["event/2020-05-03-rivertown-meeting"], owner="claim/example-2020/009", at="/conditions/0",
                 also=(("claim/example-2020/008", "/kind", "state"),
                       ("claim/example-2020/009", "/about", ["event/trade-grows", "event/2020-05-03-rivertown-meeting"]))),
         severity="warning",
         search=_past_conditions),
    Rule("C069", "condition-left-out", "A conditional is not about the event that it depends on.",
         "Add the event of the condition to about.",
         Example("claim/example-2020/009", "/about", ["event/trade-grows"], at="/about"), severity="warning", search=_unmentioned_conditions),
    Rule("C076", "contradicts-oneself", "One claimant holds both of two claims that contradict each other.",
         "Remove the link, or correct the factuality of the one that the claimant rejects.",
         Example("claim/example-2020/005", "/contradicts", ["claim/example-2020/006"], at="/contradicts/0"),
         severity="warning", search=_own_contradictions),
    Rule("C077", "nothing-in-common", "A claim contradicts or qualifies another with which it has no subject in common.",
         "Correct the link, or add to about what both speak of.",
         Example("claim/example-2020/007", "/qualifies", ["claim/example-2020/001"], at="/qualifies/0"),
         severity="warning", search=_nothing_in_common),
    Rule("C078", "crossed-links", "A claim contradicts another that supports it.", "Remove one of the two links.",
         Example("claim/example-2020/003", "/contradicts", ["claim/example-2020/004"], at="/contradicts/0",
                 also=(("claim/example-2020/004", "/attribution/0/factuality", "CT-"),)), search=_crossed_links),
    Rule("C079", "qualifies-and-more", "A claim qualifies another that it supports or contradicts as well.",
         "Keep the one link that the source makes.",
         Example("claim/example-2020/004", "/qualifies", ["claim/example-2020/003"], at="/qualifies/0")),
    Rule("C080", "lone-superlative", "A first or a most stands without the plain fact on which it sits.",
         "Add the plain claim from the same sentence, or take another kind.",
         Example("claim/example-2020/010", "/kind", "superlative", also=(("claim/example-2020/010", "/modality", ABSENT),)),
         severity="warning", needs_all=True, search=_lone_superlatives),
    Rule("C081", "told-but-unclaimed", "An event has evidence in a source, and no claim of that source is about it.",
         "Add the source's claim by which it brings the event up.",
         Example("event/2020-06-port-closure", "/evidence", [
             {"start": 259, "end": 306, "source": "source/example-2020", "role": "whole"},
             {"start": 0, "end": 40, "source": "source/example-2021", "role": "whole"}], at="/evidence/1/source", also=_SECOND),
         needs_all=True, search=_told_but_unclaimed),
    Rule("C082", "claimed-but-untold", "A claim is about an event that has no evidence in the claim's source.",
         "Add the words by which the source tells of it to the event's evidence.",
         Example("claim/example-2021/001", "", "claim/example-2020/005", at="/about/0", also=(
             *_SECOND, ("claim/example-2021/001", "/statement", "A port was closed."),
             ("claim/example-2021/001", "/evidence", [{"start": 0, "end": 40, "source": "source/example-2021", "role": "whole"}]))),
         needs_all=True, search=_claimed_but_untold),
)  # fmt: skip
