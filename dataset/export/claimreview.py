"""ClaimReview: the assessments as schema.org ClaimReview, one DataFeed item an assessment, as fact-check feeds are.

Only claims that were assessed are here. The verdict is a word, not a number: ours are no points on one scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caucasus_ledger.dataset.export.days import known_day, plain
from caucasus_ledger.dataset.export.imprint import Imprint, imprint_of
from caucasus_ledger.dataset.export.iris import address, iri, release_iri
from caucasus_ledger.dataset.export.json_text import pretty
from caucasus_ledger.dataset.identity import LANGUAGE
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema import Verdict

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Actor, Assessment, Claim, Reference, Source

VERDICTS = {
    Verdict.SUPPORTED: "Supported",
    Verdict.REFUTED: "Refuted",
    Verdict.CONFLICTING: "Conflicting evidence",
    Verdict.IMPRECISE: "Imprecise",
    Verdict.NOT_ENOUGH_EVIDENCE: "Not enough evidence",
}
"""Each verdict in the words that a rating shows; the code stands beside them."""

_CONTEXT = {"@vocab": "https://schema.org/"} | {name: {"@type": "@id"} for name in ("url", "license", "sameAs")}
_ARTICLES = {"opinion": "OpinionNewsArticle", "news": "NewsArticle", "report": "Report", "dataset": "Dataset"}


def render(ledger: Ledger) -> str:
    """Return the feed of all assessments as JSON-LD with its context inline."""
    imprint = imprint_of(ledger)
    feed = {
        "@context": _CONTEXT,
        "@type": "DataFeed",
        "@id": f"{release_iri(imprint.version)}/assessments",
        "name": f"{imprint.title} {imprint.version}: assessments of claims",
        "description": imprint.description,
        "version": imprint.version,
        "identifier": imprint.fingerprint,
        "license": imprint.licence_url,
        "usageInfo": imprint.licence,
        "creditText": imprint.citation,
        "creator": _contributors(imprint),
        "datePublished": imprint.released or None,
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateCreated": assessment.assessed_on,
                "item": _review(ledger, assessment, imprint),
            }
            for assessment in ledger.assessments
        ],
    }
    return pretty(_given(feed))


def _contributors(imprint: Imprint) -> Json:
    return {"@type": "Organization", "name": imprint.authors}


def _review(ledger: Ledger, assessment: Assessment, imprint: Imprint) -> Json:
    claim = ledger.claims[assessment.claim]
    return _given(
        {
            "@type": "ClaimReview",
            "@id": iri(assessment.id),
            "url": iri(assessment.id),
            "claimReviewed": claim.statement,
            "itemReviewed": _claim(ledger, claim),
            "reviewAspect": assessment.field,
            "reviewRating": {
                "@type": "Rating",
                "alternateName": VERDICTS[assessment.verdict],
                "identifier": str(assessment.verdict),
                "ratingExplanation": assessment.verdict.definition,
            },
            "reviewBody": assessment.rationale,
            "author": _contributors(imprint),
            "datePublished": assessment.assessed_on,
            "inLanguage": LANGUAGE,
            "license": imprint.licence_url,
            "citation": [_reference(reference) for reference in assessment.references],
        }
    )


def _claim(ledger: Ledger, claim: Claim) -> Json:
    source = ledger.sources[claim.evidence[0].source]
    return _given(
        {
            "@type": "Claim",
            "@id": iri(claim.id),
            "text": claim.statement,
            "author": _agent(ledger.actors[claim.claimant]),
            "datePublished": known_day(claim.said if len(claim.attribution) > 1 else source.published),
            "appearance": _source(ledger, source),
        }
    )


def _agent(actor: Actor) -> Json:
    return _given(
        {
            "@type": "Person" if actor.kind == "person" else "Organization",
            "@id": iri(actor.id),
            "name": actor.name,
            "sameAs": f"http://www.wikidata.org/entity/{actor.wikidata}" if actor.wikidata else None,
        }
    )


def _source(ledger: Ledger, source: Source) -> Json:
    return _given(
        {
            "@type": _ARTICLES.get(str(source.kind), "CreativeWork"),
            "@id": iri(source.id),
            "headline": source.title.text if source.title else None,
            "author": [_agent(ledger.actors[author]) for author in source.authors],
            "publisher": _agent(ledger.actors[source.publisher]),
            "url": address(source.url) if source.url else None,
            "datePublished": known_day(source.published),
            "temporal": source.published.edtf,
            "inLanguage": source.language,
        }
    )


def _reference(reference: Reference) -> Json:
    return _given(
        {
            "@type": "CreativeWork",
            "url": address(reference.url),
            "publisher": {"@type": "Organization", "name": reference.publisher},
            "datePublished": plain(reference.date),
            "abstract": reference.says,
        }
    )


def _given(told: Json) -> Json:
    return {name: value for name, value in told.items() if value is not None}
