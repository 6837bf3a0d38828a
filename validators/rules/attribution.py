"""C: who holds a claim, how surely, and what kind of claim that makes it."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Factuality, Realis
from caucasus_ledger.validators.bearing import bearing
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule

_PILOTS = "claim/example-2020/007"
_ADA = "claim/example-2020/011"
_SURE = ["CT+", "CT-"]
_OPEN = ["Uu", "CTu"]


def _no_surer_than_the_claimant() -> nw.Expr:
    reported = nw.col("level") > 0
    return ~(reported & nw.col("author").is_in(_SURE) & ~nw.col("factuality").is_in(_SURE))


def _speaker_commits() -> nw.Expr:
    return (nw.col("mode") != "direct_quote") | ~nw.col("factuality").is_in(_OPEN)


def _is_a_norm() -> nw.Expr:
    advises = nw.col("modality").is_in(["should", "need_to"])
    return ~advises | nw.col("kind").is_in(["normative", "conditional", "quotation"])


def _publisher_is_silent() -> nw.Expr:
    reported = (nw.col("level") > 0) & nw.col("writes").is_null() & (nw.col("actor_kind") != "person")
    return ~reported | (nw.col("actor_id") != nw.col("publisher_id"))


def _supposed_for_nothing(intake: Intake) -> Iterator[Finding]:
    """Claims that nobody in the chain holds, and on which no other depends."""
    known = bearing(intake)
    for claim in known.claims.values():
        ends = {claim.attribution[0].factuality, claim.attribution[-1].factuality}
        if ends == {Factuality.UNCOMMITTED} and claim.id not in known.conditions:
            yield Finding(claim.id, "/attribution", "it is only supposed, and no claim depends on it")


def _past_predictions(intake: Intake) -> Iterator[Finding]:
    known = bearing(intake)
    for claim in known.claims.values():
        events = known.events_of(claim) if claim.forecast else []
        if events and all(event.realis is Realis.ACTUAL for event in events):
            yield Finding(claim.id, "/about", "all events that it is about have happened")


RULES = (
    Rule("C057", "occurrence-of-nothing", "A claim says that something happened, or who did it, and is about no event.",
         "Add the event to about, or take another kind.",
         Example("claim/example-2020/005", "/about", ["actor/southmark"])),
    Rule("C063", "surer-than-the-claimant", "The author takes over as certain what the claimant holds to be less than certain.",
         "Give the author's level the factuality Uu, or that of the claimant.",
         Example(_PILOTS, "/attribution/0/factuality", "CT+", at="/attribution"), severity="warning",
         expectations=(Expectation("claims", _no_surer_than_the_claimant, "the author is {author}, the claimant {factuality}", "/attribution"),)),
    Rule("C064", "quoted-but-uncommitted", "A quoted speaker does not commit to the own words.",
         "Give the speaker's level the factuality of the words; the author's level is the one that is Uu.",
         Example(_ADA, "/attribution/1/factuality", "CTu", at="/attribution"), severity="warning",
         expectations=(Expectation("claims", _speaker_commits, "the speaker is quoted, and {factuality}", "/attribution"),)),
    Rule("C065", "supposed-for-nothing", "Nobody holds the claim, and it is the condition of none.",
         "Add it to the conditions of the claim that depends on it, or give the claimant's factuality.",
         Example("claim/example-2020/005", "/attribution/0/factuality", "Uu", at="/attribution"),
         severity="warning", needs_all=True,
         search=_supposed_for_nothing),
    Rule("C066", "norm-of-another-kind", "A claim says should or need to, and is of a kind that advises nothing.",
         "Take the kind normative, or the modality of the wording.",
         Example("claim/example-2020/002", "/modality", "should"), severity="warning",
         expectations=(Expectation("claims", _is_a_norm, "a claim of kind {kind} does not say what {modality} be", "/modality"),)),
    Rule("C070", "publisher-in-the-chain", "The source's publisher stands as a claimant, and is not its author.",
         "Leave the publisher out of the chain; if it is cited like any other, ignore this.",
         Example("claim/example-2020/002", "/attribution/1/actor", "actor/blue-line", at="/attribution/1/actor",
                 also=(("source/example-2020", "/publisher", "actor/blue-line"),)), severity="warning",
         expectations=(Expectation("chains", _publisher_is_silent, "{actor_id} publishes the source", "/actor"),)),
    Rule("C075", "prediction-of-the-actual", "A prediction is about events that are all told as having happened.",
         "Take the kind occurrence, or add the event that lies ahead.",
         Example("claim/example-2020/002", "/about", ["event/2020-05-03-rivertown-meeting"], at="/about"), severity="warning",
         search=_past_predictions),
)  # fmt: skip
