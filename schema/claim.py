"""Claim: one proposition, with who holds it, through whom, and how surely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from caucasus_ledger.schema.base import (
    SLUG,
    ClaimId,
    Code,
    EventOrActorId,
    Finding,
    Part,
    Prose,
    formed,
    refuse,
    repeated,
)
from caucasus_ledger.schema.factuality import Attribution, AttributionMode, Factuality
from caucasus_ledger.schema.span import Evidence, EvidenceRole, overlaps
from caucasus_ledger.schema.when import When


class ClaimKind(Code):
    """What sort of proposition a claim is."""

    OCCURRENCE = "occurrence", "That an event happened, happens or did not happen."
    STATE = "state", "That something is or was the case over a time."
    NUMERICAL = "numerical", "How many or how much."
    RESPONSIBILITY = "responsibility", "Who did it, who is answerable for it, or with what intent."
    CAUSAL = "causal", "That one thing brings about, enables, hinders, answers or worsens another."
    QUOTATION = "quotation", "What a named speaker said, in the quoted words."
    SUPERLATIVE = "superlative", "A first, a most or a never before; it can be checked against others."
    PREDICTION = "prediction", "What will, may or could come about."
    CONDITIONAL = "conditional", "What follows if something else comes about."
    NORMATIVE = "normative", "What somebody should, must or needs to do."
    EVALUATION = "evaluation", "How good, important, easy or fitting something is."
    FRAMING = "framing", "As what a development is to be understood."
    DEFINITION = "definition", "What something is called or consists of."


class Predicate(Code):
    """How a claim links two records."""

    CAUSES = "causes", "The subject brings the object about."
    ENABLES = "enables", "The subject makes the object possible or easier."
    PREVENTS = "prevents", "The subject hinders the object."
    WORSENS = "worsens", "The subject makes the object more severe."
    RETALIATES_FOR = "retaliates_for", "The subject is done in return for the object."
    RESPONDS_TO = "responds_to", "The subject answers the object."
    INDICATES = "indicates", "The subject is a sign of the object."
    ATTRIBUTES_RESPONSIBILITY = (
        "attributes_responsibility",
        "Responsibility for the subject, an event, lies with the object, an actor.",
    )


class Modality(Code):
    """The modal force of a wording."""

    CAN = "can", "It is able to be so."
    MAY = "may", "It is possibly so (may, might)."
    COULD = "could", "It would be possible."
    WILL = "will", "It is going to be so."
    IS_TO = "is_to", "It is planned or settled to be so."
    SHOULD = "should", "It is advised."
    NEED_TO = "need_to", "It is needed."
    MUST = "must", "It is obligatory or unavoidable."


class ConditionLogic(Code):
    """How several conditions combine."""

    ANY = "any", "One of the conditions is enough."
    ALL = "all", "All conditions are needed."


class Resolution(Code):
    """What became of a prediction."""

    OPEN = "open", "It can still come about or fail to."
    YES = "yes", "It came about."
    NO = "no", "It did not come about within the horizon."
    AMBIGUOUS = "ambiguous", "It came about in one reading and not in another."
    UNRESOLVABLE = "unresolvable", "The source gives nothing by which it could be decided."


class CriteriaBasis(Code):
    """Who set the criteria of a prediction."""

    SOURCE = "source", "The source itself says when it would count as fulfilled."
    ENCODER = "encoder", "The coders set the criteria."


LinkTarget = Annotated[
    str,
    formed(
        f"^(?:(?:event|actor)/{SLUG}|claim/{SLUG}/[0-9]{{3,}})$",
        "actor/armenia, event/2020-war or claim/scotti-2025/001",
        max_length=120,
    ),
]


class Assertion(Part):
    """A link between two records that stands on this claim alone."""

    subject: LinkTarget = Field(description="The event, actor or claim that the link starts from.")
    predicate: Predicate = Field(description="How the two are linked.")
    object: LinkTarget = Field(description="The event, actor or claim that the link leads to.")


class Forecast(Part):
    """How a prediction would be decided."""

    criteria: Prose = Field(description="What would have to be seen for it to count as fulfilled.")
    criteria_by: CriteriaBasis = Field(description="Who set the criteria.")
    horizon: When = Field(description="By when it would have to be seen; basis none where no time is given.")
    resolution: Resolution = Field(description="What became of it, as far as the dataset knows.")


class Claim(Part):
    """One proposition that a source conveys."""

    id: ClaimId = Field(description="Identifier; also the path of the file below `dataset/records/`.")
    statement: Prose = Field(description="The proposition, neutrally and in our own words.")
    kind: ClaimKind = Field(description="What sort of proposition it is.")
    attribution: tuple[Attribution, ...] = Field(
        min_length=1, max_length=6, description="The chain of those who convey it, outermost (the author) first."
    )
    about: tuple[EventOrActorId, ...] = Field(min_length=1, description="The events and actors it is about.")
    asserts: Assertion | None = Field(default=None, description="The link between records that it asserts.")
    modality: Modality | None = Field(default=None, description="The modal force of the wording, where there is one.")
    conditions: tuple[ClaimId, ...] = Field(default=(), description="Claims on which it depends.")
    condition_logic: ConditionLogic | None = Field(
        default=None, description="Whether any or all of the conditions are needed; given with two or more."
    )
    supports: tuple[ClaimId, ...] = Field(default=(), description="Claims for which it is a reason.")
    contradicts: tuple[ClaimId, ...] = Field(default=(), description="Claims that cannot hold together with it.")
    qualifies: tuple[ClaimId, ...] = Field(default=(), description="Claims whose reach it narrows.")
    quotation: Prose | None = Field(default=None, description="The quoted words of a named speaker, as printed.")
    said: When | None = Field(
        default=None, description="When the innermost claimant said it, as far as the source commits to it."
    )
    forecast: Forecast | None = Field(default=None, description="How it would be decided, for what lies ahead.")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="Where the source conveys it.")
    note: Prose | None = Field(default=None, description="What a user of the record should know.")

    @property
    def claimant(self) -> str:
        """Identifier of the actor at the innermost level of the chain."""
        return self.attribution[-1].actor

    @model_validator(mode="after")
    def _hold(self) -> Claim:
        refuse([*self._chain_findings(), *self._kind_findings(), *self._link_findings(), *self._evidence_findings()])
        return self

    def _chain_findings(self) -> Iterator[Finding]:
        for level, step in enumerate(self.attribution):
            if level == 0 and step.mode is not AttributionMode.OWN_VOICE:
                message = f"the first level is the author's own voice, not {step.mode}"
                yield Finding("C007", ("attribution", 0, "mode"), message)
            if level > 0 and step.mode is AttributionMode.OWN_VOICE:
                message = (
                    "own voice is the first level's alone; a reported claimant is indirect, direct_quote or hearsay"
                )
                yield Finding("C007", ("attribution", level, "mode"), message)
            if level > 0 and step.actor == self.attribution[level - 1].actor:
                yield Finding("C008", ("attribution", level, "actor"), f"{step.actor} reports itself")
        if self.said is not None and len(self.attribution) == 1:
            yield Finding("C009", ("said",), "the author's own claim is said when the source is published")

    def _kind_findings(self) -> Iterator[Finding]:
        quoted = self.attribution[-1].mode is AttributionMode.DIRECT_QUOTE
        if self.kind is ClaimKind.QUOTATION and self.quotation is None:
            yield Finding("C010", ("kind",), "a quotation without the quoted words")
        if self.kind is ClaimKind.QUOTATION and not quoted:
            yield Finding(
                "C010", ("attribution", len(self.attribution) - 1, "mode"), "a quotation that nobody is quoted with"
            )
        if self.kind is not ClaimKind.QUOTATION and quoted and self.quotation is None:
            yield Finding("C010", ("attribution", len(self.attribution) - 1, "mode"), "quoted without words")
        if self.kind is not ClaimKind.QUOTATION and self.quotation is not None:
            yield Finding("C010", ("quotation",), f"quoted words in a claim of kind {self.kind}")
        if self.kind is ClaimKind.CONDITIONAL and not self.conditions:
            yield Finding("C011", ("kind",), "a conditional claim names no condition")
        if len(self.conditions) > 1 and self.condition_logic is None:
            yield Finding("C011", ("conditions",), "several conditions, but not whether any or all of them are needed")
        if len(self.conditions) < 2 and self.condition_logic is not None:
            yield Finding("C011", ("condition_logic",), "any or all of fewer than two conditions")
        if self.kind in _LINKING and self.asserts is None:
            yield Finding("C012", ("kind",), f"a {self.kind} claim asserts no link between records")
        if self.kind is ClaimKind.NORMATIVE and self.modality not in _NORMATIVE:
            yield Finding("C013", ("kind",), "a norm has the modality should, need_to or must")
        if self.forecast is not None and self.kind not in _AHEAD:
            yield Finding("C014", ("forecast",), f"a {self.kind} claim is not decided by waiting")
        if self.kind in _AHEAD and self.forecast is None:
            yield Finding("C014", ("kind",), f"a {self.kind} claim says nothing of how it would be decided")
        twice = len(set(self.about)) < len(self.about)
        if self.kind in _OF_EVENTS and not twice and not any(target.startswith("event/") for target in self.about):
            yield Finding("C057", ("about",), f"a {self.kind} claim is about no event")
        if self.forecast is not None:
            yield from self._forecast_findings(self.forecast)

    def _forecast_findings(self, forecast: Forecast) -> Iterator[Finding]:
        if forecast.resolution is Resolution.NO and forecast.horizon.edtf is None:
            message = "without a horizon, the time in which it could come about is not over"
            yield Finding("C071", ("forecast", "resolution"), message)
        if forecast.resolution is Resolution.UNRESOLVABLE and forecast.criteria_by is CriteriaBasis.SOURCE:
            message = "the source sets criteria, and nothing is said to decide it"
            yield Finding("C072", ("forecast", "resolution"), message)

    def _link_findings(self) -> Iterator[Finding]:
        for name in ("about", "conditions", "supports", "contradicts", "qualifies", "evidence"):
            yield from repeated(name, getattr(self, name))
        for name in ("conditions", "supports", "contradicts", "qualifies"):
            for number, other in enumerate(getattr(self, name)):
                if other == self.id:
                    yield Finding("R002", (name, number), f"the claim {name} itself")
        for number, other in enumerate(self.contradicts):
            if other in self.supports:
                yield Finding("C029", ("contradicts", number), f"the claim supports {other} as well")
        for number, other in enumerate(self.qualifies):
            for name in ("supports", "contradicts"):
                if other in getattr(self, name):
                    yield Finding("C079", ("qualifies", number), f"the claim {name} {other} as well")
        for number, other in enumerate(self.conditions):
            if other.split("/")[1] != self.id.split("/")[1]:
                yield Finding("R010", ("conditions", number), f"{other} is a claim of another source")
        if self.asserts is not None:
            yield from self._assertion_findings(self.asserts)
        if self.asserts is not None and self.asserts.subject == self.asserts.object:
            yield Finding("R002", ("asserts", "object"), "the link leads back to where it starts")
        for end in ("subject", "object") if self.asserts is not None else ():
            if getattr(self.asserts, end) == self.id:
                yield Finding("R002", ("asserts", end), "the claim links itself")
        if self.said is not None and self.said.anchor == self.id:
            yield Finding("R002", ("said", "anchor"), "the date is read from the claim itself")
        if self.forecast is not None and self.forecast.horizon.anchor == self.id:
            yield Finding("R002", ("forecast", "horizon", "anchor"), "the date is read from the claim itself")

    def _assertion_findings(self, link: Assertion) -> Iterator[Finding]:
        blames = link.predicate is Predicate.ATTRIBUTES_RESPONSIBILITY
        if blames is not (self.kind is ClaimKind.RESPONSIBILITY):
            message = f"a {self.kind} claim asserts {link.predicate}"
            yield Finding("C059", ("asserts", "predicate"), message)
        for end, kinds in zip(("subject", "object"), _ENDS.get(link.predicate, _TO_WHAT_HAPPENS), strict=True):
            target: str = getattr(link, end)
            if not target.startswith(kinds):
                wanted = " or ".join(kind.rstrip("/") for kind in kinds)
                message = f"the {end} of {link.predicate} is a record of kind {wanted}"
                yield Finding("C058", ("asserts", end), message)

    def _evidence_findings(self) -> Iterator[Finding]:
        roles = {item.role for item in self.evidence}
        yield from overlaps(self.evidence)
        yield from self._quoted_findings()
        if EvidenceRole.CLAIMANT in roles and len(self.attribution) == 1 and self.said is None:
            index = [item.role for item in self.evidence].index(EvidenceRole.CLAIMANT)
            message = "the author alone says it, and no words say who else does"
            yield Finding("E032", ("evidence", index, "role"), message)
        if EvidenceRole.WHOLE not in roles:
            yield Finding("E003", ("evidence",), "no evidence of role whole states the claim")
        if self.quotation is not None and EvidenceRole.QUOTATION not in roles:
            yield Finding("E003", ("evidence",), "no evidence of role quotation shows where the quoted words stand")
        if (
            EvidenceRole.HEDGE in roles
            and all(step.factuality in _SURE for step in self.attribution)
            and self.modality is None
        ):
            yield Finding("C015", ("attribution",), "a hedge is marked, but every level is certain")

    def _quoted_findings(self) -> Iterator[Finding]:
        for number, item in enumerate(self.evidence):
            if item.role is not EvidenceRole.QUOTATION:
                continue
            if self.quotation is None and self.kind is not ClaimKind.QUOTATION:
                yield Finding("E022", ("evidence", number, "role"), f"a {self.kind} claim quotes nothing")
            elif self.quotation is not None and item.end - item.start != len(self.quotation):
                message = f"the span has {item.end - item.start} code points, the quotation {len(self.quotation)}"
                yield Finding("E021", ("evidence", number), message)


_LINKING = (ClaimKind.CAUSAL,)
_NORMATIVE = (Modality.SHOULD, Modality.NEED_TO, Modality.MUST)
_AHEAD = (ClaimKind.PREDICTION, ClaimKind.CONDITIONAL)
_SURE = (Factuality.CERTAIN, Factuality.CERTAINLY_NOT)
_OF_EVENTS = (ClaimKind.OCCURRENCE, ClaimKind.RESPONSIBILITY)
_HAPPENS = ("event/", "claim/")
_ANYTHING = ("event/", "actor/", "claim/")
_TO_WHAT_HAPPENS = (_ANYTHING, _HAPPENS)
_ENDS: dict[Predicate, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Predicate.RETALIATES_FOR: (_HAPPENS, _HAPPENS),
    Predicate.RESPONDS_TO: (_HAPPENS, _HAPPENS),
    Predicate.INDICATES: (_ANYTHING, _ANYTHING),
    Predicate.ATTRIBUTES_RESPONSIBILITY: (("event/",), ("actor/",)),
}
"""Kinds of record that a link may start from and lead to, where not everything fits."""
