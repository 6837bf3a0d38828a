"""Claim: what its fields must be to one another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from caucasus_ledger.schema import (
    Assertion,
    Attribution,
    AttributionMode,
    Claim,
    ClaimKind,
    ConditionLogic,
    CriteriaBasis,
    Evidence,
    EvidenceRole,
    Factuality,
    Forecast,
    Modality,
    Predicate,
    Resolution,
    When,
    WhenBasis,
)
from refusals import changed, findings
from strategies import claims

NO_DATE = When(basis=WhenBasis.NONE)


def step(actor: str, mode: AttributionMode, factuality: Factuality = Factuality.CERTAIN) -> Attribution:
    return Attribution(actor=f"actor/{actor}", mode=mode, factuality=factuality)


def span(role: EvidenceRole, end: int = 1) -> Evidence:
    return Evidence(start=0, end=end, source="source/a", role=role)


def link(subject: str, other: str) -> Assertion:
    return Assertion(subject=subject, predicate=Predicate.CAUSES, object=other)


AUTHOR = step("author", AttributionMode.OWN_VOICE)
QUOTED = step("speaker", AttributionMode.DIRECT_QUOTE)
TOLD = step("speaker", AttributionMode.INDIRECT)
WHOLE, HEDGE, QUOTE = span(EvidenceRole.WHOLE), span(EvidenceRole.HEDGE), span(EvidenceRole.QUOTATION, 6)
FORECAST = Forecast(
    criteria="It is seen.", criteria_by=CriteriaBasis.ENCODER, horizon=NO_DATE, resolution=Resolution.OPEN
)
OTHER, THIRD = "claim/a/002", "claim/a/003"
CLAIM = Claim(
    id="claim/a/001",
    statement="It is so.",
    kind=ClaimKind.OCCURRENCE,
    attribution=(AUTHOR,),
    about=("event/a",),
    evidence=(WHOLE,),
)


@given(claims())
def test_the_claimant_is_the_innermost_level(claim: Claim) -> None:
    assert claim.claimant == claim.attribution[-1].actor


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"attribution": (TOLD,)}, [("C007", "attribution/0/mode")]),
        ({"attribution": (AUTHOR, step("b", AttributionMode.OWN_VOICE))}, [("C007", "attribution/1/mode")]),
        ({"attribution": (AUTHOR, TOLD, TOLD)}, [("C008", "attribution/2/actor")]),
        ({"said": NO_DATE}, [("C009", "said")]),
    ],
)
def test_a_chain_that_cannot_be_is_refused(changes: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert findings(CLAIM, **changes) == wanted


QUOTATION = {
    "kind": ClaimKind.QUOTATION,
    "attribution": (AUTHOR, QUOTED),
    "quotation": "It is.",
    "evidence": (WHOLE, QUOTE),
}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        (QUOTATION | {"quotation": None}, [("C010", "kind")]),
        (QUOTATION | {"attribution": (AUTHOR, TOLD)}, [("C010", "attribution/1/mode")]),
        (QUOTATION | {"kind": ClaimKind.STATE}, [("C010", "quotation")]),
        (QUOTATION | {"evidence": (WHOLE,)}, [("E003", "evidence")]),
        ({"kind": ClaimKind.CONDITIONAL, "forecast": FORECAST}, [("C011", "kind")]),
        ({"conditions": (OTHER, THIRD)}, [("C011", "conditions")]),
        ({"conditions": (OTHER,), "condition_logic": ConditionLogic.ANY}, [("C011", "condition_logic")]),
        ({"kind": ClaimKind.CAUSAL}, [("C012", "kind")]),
        ({"kind": ClaimKind.NORMATIVE, "modality": Modality.WILL}, [("C013", "kind")]),
        ({"forecast": FORECAST}, [("C014", "forecast")]),
        ({"kind": ClaimKind.PREDICTION}, [("C014", "kind")]),
    ],
)
def test_a_kind_without_what_makes_it_that_kind_is_refused(
    changes: dict[str, Any], wanted: list[tuple[str, str]]
) -> None:
    assert findings(CLAIM, **changes) == wanted


@pytest.mark.parametrize("name", ["conditions", "supports", "contradicts", "qualifies"])
def test_a_claim_is_linked_to_others_and_once(name: str) -> None:
    assert findings(CLAIM, **{name: (CLAIM.id,)}) == [("R002", f"{name}/0")]
    logic = {"condition_logic": ConditionLogic.ALL} if name == "conditions" else {}
    assert findings(CLAIM, **{name: (OTHER, OTHER)}, **logic) == [("D001", f"{name}/1")]


def test_a_claim_is_about_a_record_once() -> None:
    assert findings(CLAIM, about=("event/a", "actor/b", "event/a")) == [("D001", "about/2")]


def test_a_link_leads_elsewhere() -> None:
    assert findings(CLAIM, asserts=link("event/a", "event/a")) == [("R002", "asserts/object")]
    assert changed(CLAIM, asserts=link("event/a", "claim/a/002"))


def test_some_evidence_states_the_whole() -> None:
    assert findings(CLAIM, evidence=(span(EvidenceRole.CONTEXT),)) == [("E003", "evidence")]


def test_a_hedge_makes_some_level_uncertain_or_modal() -> None:
    assert findings(CLAIM, evidence=(WHOLE, HEDGE)) == [("C015", "attribution")]
    assert changed(CLAIM, evidence=(WHOLE, HEDGE), modality=Modality.MAY)
    likely = step("author", AttributionMode.OWN_VOICE, Factuality.PROBABLE)
    assert changed(CLAIM, evidence=(WHOLE, HEDGE), attribution=(likely,))
