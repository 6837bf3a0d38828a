"""C: what the coding rules ask of one record, and of records together."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, ActorKind, Claim
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import ABSENT, Example, Expectation, Finding, Rule

NOT_CHECKABLE = ("normative", "evaluation", "framing")
_MEETING = "event/2020-05-03-rivertown-meeting"


def _author_first() -> nw.Expr:
    return (nw.col("level") != 0) | ~nw.col("writes").is_null() | nw.col("text_characters").is_null()


def _named_when_quoted() -> nw.Expr:
    return (nw.col("mode") != "direct_quote") | (nw.col("actor_kind") != "unnamed_group")


def _nameless_when_hearsay() -> nw.Expr:
    return (nw.col("mode") != "hearsay") | (nw.col("actor_kind") == "unnamed_group")


def _is_claimed() -> nw.Expr:
    return ~nw.col("claims").is_null()


def _author_holds_it() -> nw.Expr:
    return (nw.col("realis") != "actual") | nw.col("claims").is_null() | (nw.col("sure") > 0)


def _somebody_alleges_it() -> nw.Expr:
    return (nw.col("realis") != "alleged") | nw.col("claims").is_null() | (nw.col("reported") > 0)


def _is_blamed() -> nw.Expr:
    return ~nw.col("blamed").is_null()


def _is_checkable() -> nw.Expr:
    said = nw.col("field").fill_null("").is_in(["attribution", "said", "quotation"])
    return said | ~nw.col("claim_kind").is_in(list(NOT_CHECKABLE))


def _is_open() -> nw.Expr:
    return nw.col("factuality").is_null() | (nw.col("factuality") == "Uu")


def _foreign_evidence(intake: Intake) -> Iterator[Finding]:
    for claim in intake.of(Claim):
        source = f"source/{claim.id.split('/')[1]}"
        for index, item in enumerate(claim.evidence):
            if item.source != source:
                yield Finding(
                    claim.id, f"/evidence/{index}/source", f"the claim belongs to {source}, not to {item.source}"
                )


def _unmentioned_ends(intake: Intake) -> Iterator[Finding]:
    for claim in intake.of(Claim):
        if claim.asserts is None:
            continue
        for end in ("subject", "object"):
            target = getattr(claim.asserts, end)
            if not target.startswith("claim/") and target not in claim.about:
                yield Finding(claim.id, "/about", f"the claim links {target} but is not about it")


def _empty_field(intake: Intake) -> Iterator[Finding]:
    from caucasus_ledger.schema import Assessment

    claims = {claim.id: claim for claim in intake.of(Claim)}
    for assessment in intake.of(Assessment):
        claim = claims.get(assessment.claim)
        if claim and assessment.field and hasattr(claim, assessment.field) and not getattr(claim, assessment.field):
            yield Finding(assessment.id, "/field", f"{claim.id} says nothing in its field '{assessment.field}'")


def _misfits(intake: Intake) -> Iterator[Finding]:
    """Publishers, organisations and wholes that are single people."""
    people = {actor.id for actor in intake.of(Actor) if actor.kind is ActorKind.PERSON}
    slots = [(source.id, "/publisher", source.publisher) for source in intake.sources]
    for actor in intake.of(Actor):
        slots.append((actor.id, "/part_of", actor.part_of or ""))
        slots += [(actor.id, f"/roles/{n}/organisation", role.organisation or "") for n, role in enumerate(actor.roles)]
    for record_id, pointer, filled in slots:
        if filled in people:
            yield Finding(record_id, pointer, f"{filled} is a person, and a body is wanted here")


RULES = (
    Rule("C001", "kind-and-country", "A state has no country code, or a territory has one, which would settle its status.",
         "Add the code of the state, or remove that of the territory.", Example("actor/northmark", "/kind", "state")),
    Rule("C002", "nameless-but-known", "A group that the source does not name has a Wikidata item.",
         "Remove the item, or code the named actor.", Example("actor/harbour-pilots", "/wikidata", "Q42")),
    Rule("C003", "type-or-reason", "An event has neither a PLOVER type nor a reason why it has none, or it has both.",
         "Give the type with its mode, or the reason in uncoded.", Example("event/2020-ferry-sinks", "/uncoded", ABSENT, at="")),
    Rule("C004", "mode-of-type", "The mode does not belong to the type, or the type needs one.",
         "Take a mode from the type's list in the codebook.", Example(_MEETING, "/mode", "arrest")),
    Rule("C005", "target-missing", "The type is done to somebody, but the event has no target or victim.",
         "Add the participant to whom it is done.", Example("event/2020-06-port-closure", "/participants/1/role", "subject", at="/participants")),
    Rule("C006", "deaths-out-of-order", "The counts of deaths are not in the order low, best, high.",
         "Correct the counts.", Example("event/2020-ferry-sinks", "/deaths/low", 5)),
    Rule("C007", "own-voice-first", "The chain does not start in the author's own voice, or comes back to it.",
         "Put the author first with own_voice, and each reported claimant after it.",
         Example("claim/example-2020/003", "/attribution/0/mode", "indirect")),
    Rule("C008", "reports-itself", "An actor reports itself in the chain.", "Remove one of the two levels.",
         Example("claim/example-2020/007", "/attribution/1/actor", "actor/example-gazette")),
    Rule("C009", "said-by-the-author", "The time of saying is given for the author's own claim.",
         "Remove it; the source's publication says when.",
         Example("claim/example-2020/003", "/said", {"basis": "none"})),
    Rule("C010", "quotation-and-kind", "Of quoted words, the kind quotation and the mode direct_quote, one stands without the others.",
         "Give all three, or none.", Example("claim/example-2020/011", "/kind", "state", at="/quotation")),
    Rule("C011", "condition-and-kind", "A conditional claim names no condition, or a claim does not say whether any or all of several are needed.",
         "Add the claims that state the conditions, and condition_logic where there are several.",
         Example("claim/example-2020/009", "/conditions", ABSENT, at="/kind")),
    Rule("C012", "cause-without-link", "A causal claim asserts no link between two records.",
         "Add asserts with subject, predicate and object.", Example("claim/example-2020/006", "/asserts", ABSENT, at="/kind")),
    Rule("C013", "norm-without-modality", "A norm is worded without should, need to or must.",
         "Add the modality of the wording, or take another kind.", Example("claim/example-2020/010", "/modality", "may", at="/kind")),
    Rule("C014", "forecast-and-kind", "A prediction or conditional does not say how it would be decided, or another claim does.",
         "Add the forecast, or remove it.", Example("claim/example-2020/002", "/forecast", ABSENT, at="/kind")),
    Rule("C015", "hedged-but-certain", "A hedge is marked, but every level is certain and there is no modality.",
         "Lower the factuality of the level that hedges, or remove the hedge.",
         Example("claim/example-2020/007", "/attribution/1/factuality", "CT+",
                 also=(("claim/example-2020/007", "/attribution/0/factuality", "CT+"),), at="/attribution")),
    Rule("C016", "unclaimed-event", "No claim is about the event.", "Add the claim by which the source brings it up.",
         Example("claim/example-2020/010", "/about", ["actor/northmark", "actor/southmark"], owner="event/2020-plan-published", at=""),
         needs_all=True, expectations=(Expectation("events", _is_claimed, "no claim is about the event"),)),
    Rule("C017", "actual-without-author", "The event is actual, but the author commits to no claim about it.",
         "Code it as alleged, or add the author's claim.",
         Example("event/2020-ferry-overloaded", "/realis", "actual"),
         needs_all=True,
         expectations=(Expectation("events", _author_holds_it, "the event is actual, but its source's author holds no claim about it to be certain", "/realis"),)),
    Rule("C018", "alleged-by-nobody", "The event is alleged, but nobody other than the author claims it.",
         "Name the claimant in the chain, or code it as actual.", Example("event/2020-ferry-sinks", "/realis", "alleged"),
         needs_all=True,
         expectations=(Expectation("events", _somebody_alleges_it, "the event is alleged, but no reported claim is about it", "/realis"),)),
    Rule("C019", "author-not-first", "The first level of the chain is not an author of the source.",
         "Put the source's author first.", Example("claim/example-2020/003", "/attribution/0/actor", "actor/northmark"),
         expectations=(Expectation("chains", _author_first, "{actor_id} is no author of {source_id}", "/actor"),)),
    Rule("C020", "blamed-by-nobody", "Somebody is called an alleged perpetrator, but no responsibility claim blames them.",
         "Add the claim that blames them, or take another role.",
         Example("event/2020-ferry-sinks", "/participants/0/role", "alleged_perpetrator"), needs_all=True,
         expectations=(Expectation("perpetrators", _is_blamed, "no responsibility claim blames {actor_id} for {event_id}", "/role"),)),
    Rule("C021", "verdict-on-a-norm", "A norm, an evaluation or a framing is assessed as if it were true or false; that somebody voiced it can be.",
         "Remove the assessment, or assess a claim or field that can be checked.",
         Example("assessment/example-2020/ferry-deaths", "/claim", "claim/example-2020/010"),
         expectations=(Expectation("assessments", _is_checkable, "{claim_id} is of kind {claim_kind}, which no evidence decides", "/claim"),)),
    Rule("C022", "quoted-but-nameless", "Somebody is quoted whom the source does not name.",
         "Name the speaker, or code the words as reported.",
         Example("actor/ada-example", "/kind", "unnamed_group", owner="claim/example-2020/011", at="/attribution/1/mode"),
         expectations=(Expectation("chains", _named_when_quoted, "{actor_id} is quoted, but the source does not name it", "/mode"),)),
    Rule("C023", "hearsay-but-named", "What a named actor says is called hearsay.",
         "Use indirect where the source names or describes the claimant.",
         Example("claim/example-2020/002", "/attribution/1/mode", "hearsay"),
         expectations=(Expectation("chains", _nameless_when_hearsay, "{actor_id} is named, so this is no hearsay", "/mode"),)),
    Rule("C025", "condition-is-certain", "A condition is stated as certain, though nobody says that it holds.",
         "Give the claim that states the condition the factuality Uu.",
         Example("claim/example-2020/008", "/attribution/0/factuality", "CT+", owner="claim/example-2020/009", at="/conditions/0"),
         expectations=(Expectation("conditions", _is_open, "the condition {object_id} is not held open, but is {factuality}"),)),
    Rule("C026", "evidence-from-elsewhere", "A claim's evidence comes from another source than the one under which it stands.",
         "Put the claim under the source that makes it.",
         Example("claim/example-2019/001", "", "claim/example-2020/003", at="/evidence/0/source",
                 also=(("claim/example-2019/001", "/statement", "A ferry went under."), ("claim/example-2019/001", "/kind", "state"))),
         search=_foreign_evidence),
    Rule("C027", "links-what-it-is-not-about", "A claim links records that it is not about.",
         "Add both ends of the link to about.", Example("claim/example-2020/006", "/about", ["event/2020-06-port-closure"]),
         search=_unmentioned_ends),
    Rule("C028", "assesses-nothing", "An assessment is about a field that the claim leaves empty.",
         "Name the field that the verdict is about.",
         Example("assessment/example-2020/ferry-deaths", "/field", "quotation"), search=_empty_field),
    Rule("C029", "supports-and-contradicts", "A claim both supports and contradicts another.", "Remove one of the two links.",
         Example("claim/example-2020/004", "/contradicts", ["claim/example-2020/003"], at="/contradicts/0")),
    Rule("C030", "deaths-in-the-unreal", "Deaths are counted in an event that is planned, supposed or denied.",
         "Remove the count, or correct the realis.",
         Example("event/2020-bridge-opens", "/deaths", {"low": 1, "best": 1, "high": 1})),
    Rule("C031", "person-for-a-body", "A single person stands where a body is wanted: as publisher, organisation or whole.",
         "Name the body.", Example("source/example-2020", "/publisher", "actor/ada-example"), search=_misfits),
    Rule("C032", "title-from-nowhere", "A source's title is not from its text, and no note says where it is from.",
         "Say in the title's note where it was found, or by which rule it follows.",
         Example("source/example-2020", "/title/note", ABSENT, at="/title")),
)  # fmt: skip
