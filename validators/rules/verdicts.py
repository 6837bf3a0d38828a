"""C: what became of claims: assessments, the resolution of forecasts, and remarks that doubt a claim."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Assessment, Claim, RemarkKind, Resolution, Verdict
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule

_DEATHS = "assessment/example-2020/ferry-deaths"
_FORECAST = "claim/example-2020/002"
_OPPOSITE = ("yes refuted", "no supported", "open supported", "open refuted")


def _agrees_with_forecast() -> nw.Expr:
    both = nw.concat_str([nw.col("forecast_resolution"), nw.col("verdict")], separator=" ")
    return ~nw.col("field").is_null() | ~both.is_in(list(_OPPOSITE))


def _unshown(intake: Intake) -> Iterator[Finding]:
    assessed = {one.claim for one in intake.of(Assessment)}
    for claim in intake.of(Claim):
        resolution = claim.forecast.resolution if claim.forecast else Resolution.OPEN
        if resolution in (Resolution.YES, Resolution.NO, Resolution.AMBIGUOUS) and claim.id not in assessed:
            yield Finding(claim.id, "/forecast/resolution", f"it is resolved as {resolution}, and nothing assesses it")


def _unassessed_errors(intake: Intake) -> Iterator[Finding]:
    doubted = {one.claim for one in intake.of(Assessment) if one.verdict is not Verdict.SUPPORTED}
    for source in intake.sources:
        for number, remark in enumerate(source.remarks):
            if remark.kind is RemarkKind.PROBABLE_ERROR and not doubted.intersection(remark.records):
                yield Finding(source.id, f"/remarks/{number}", "no assessment doubts a claim that the remark names")


def _own_witness(intake: Intake) -> Iterator[Finding]:
    sources = {claim.id: {item.source for item in claim.evidence} for claim in intake.of(Claim)}
    addresses = {source.id: _bare(source.url) for source in intake.sources if source.url}
    for assessment in intake.of(Assessment):
        own = {addresses.get(source) for source in sources.get(assessment.claim, ())}
        for number, reference in enumerate(assessment.references):
            if _bare(reference.url) in own:
                yield Finding(
                    assessment.id, f"/references/{number}/url", "that is the source itself, not one from outside"
                )


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


RULES = (
    Rule("C071", "failed-without-horizon", "A forecast is resolved as no and gives no time by which it would have come about.",
         "Give the horizon, or leave the forecast open.",
         Example(_FORECAST, "/forecast/horizon", {"basis": "none"}, at="/forecast/resolution", also=((_FORECAST, "/forecast/resolution", "no"),))),
    Rule("C072", "criteria-but-unresolvable", "A forecast has criteria of the source and is said to be undecidable.",
         "Correct one of the two: what decides it was set by the encoder, or it can be decided.",
         Example(_FORECAST, "/forecast/resolution", "unresolvable", also=((_FORECAST, "/forecast/criteria_by", "source"),))),
    Rule("C073", "resolved-unassessed", "A forecast is resolved, and no assessment shows what it rests on.",
         "Add an assessment of the claim with its references.",
         Example("claim/example-2020/009", "/forecast/resolution", "yes"), severity="warning", needs_all=True,
         search=_unshown),
    Rule("C074", "verdict-and-resolution", "An assessment says otherwise than the resolution of the forecast that it assesses.",
         "Correct the verdict or the resolution: yes is supported, no is refuted, open is neither.",
         Example(_DEATHS, "/claim", _FORECAST, at="/verdict"),
         expectations=(Expectation("assessments", _agrees_with_forecast, "the forecast of {claim_id} is resolved as {forecast_resolution}", "/verdict"),)),
    Rule("C083", "error-unassessed", "A remark calls a statement a probable error, and no assessment of a claim that it names doubts it.",
         "Add the assessment with its references, name the claim in the remark, or take another kind of remark.",
         Example("source/example-2020", "/remarks/0/kind", "probable_error", at="/remarks/0"), severity="warning",
         needs_all=True, search=_unassessed_errors),
    Rule("C085", "conflict-of-one", "References are said to conflict, and there is one.",
         "Add the reference that says otherwise, or take another verdict.",
         Example(_DEATHS, "/verdict", "conflicting", at="/references")),
    Rule("C086", "own-witness", "An assessment refers to the source whose claim it assesses.",
         "Refer to what others say.",
         Example(_DEATHS, "/references/0/url", "http://www.example.org/a-bridge/", also=(("source/example-2020", "/url", "https://example.org/a-bridge"),)),
         search=_own_witness),
    Rule("C087", "verdict-on-coding", "An assessment is about a field in which the coders sort the claim, and which says nothing of the world.",
         "Name the field that the references speak of, or leave it out to assess the whole.",
         Example(_DEATHS, "/field", "kind")),
)  # fmt: skip
