"""ClaimReview: each assessment is one, as schema.org and the readers of fact checks want it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF

from caucasus_ledger.dataset.export import claimreview
from caucasus_ledger.dataset.export.iris import iri
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.schema import Verdict
from copies import copy_to
from export.conftest import edit

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("offline")]
SCHEMA = rdflib.Namespace("https://schema.org/")

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix s: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

[] a sh:NodeShape ; sh:targetClass s:ClaimReview ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path s:claimReviewed ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ; sh:datatype xsd:string ] ,
    [ sh:path s:url ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path s:itemReviewed ; sh:minCount 1 ; sh:maxCount 1 ; sh:class s:Claim ] ,
    [ sh:path s:reviewRating ; sh:minCount 1 ; sh:maxCount 1 ; sh:class s:Rating ] ,
    [ sh:path s:author ; sh:minCount 1 ; sh:class s:Organization ] ,
    [ sh:path s:datePublished ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" ] ,
    [ sh:path s:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path s:citation ; sh:minCount 1 ; sh:class s:CreativeWork ] .
[] a sh:NodeShape ; sh:targetClass s:Claim ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path s:author ; sh:minCount 1 ; sh:maxCount 1 ; sh:or ( [ sh:class s:Person ]
    [ sh:class s:Organization ] ) ] ,
    [ sh:path s:appearance ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path s:datePublished ; sh:maxCount 1 ; sh:pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" ] .
[] a sh:NodeShape ; sh:targetClass s:Rating ;
  sh:property [ sh:path s:alternateName ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( "Supported" "Refuted"
    "Conflicting evidence" "Imprecise" "Not enough evidence" ) ] ,
    [ sh:path s:ratingValue ; sh:maxCount 0 ] .
[] a sh:NodeShape ; sh:targetSubjectsOf s:name ; sh:property [ sh:path s:name ; sh:minLength 1 ] .
"""


def read(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="json-ld")


def errors(graph: rdflib.Graph) -> str:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    return "" if conforms else str(text)


def test_each_assessment_is_a_review_that_fits_the_shapes(released: Ledger) -> None:
    graph = read(claimreview.render(released))
    assert errors(graph) == ""
    found = {str(node) for node in graph.subjects(RDF.type, SCHEMA.ClaimReview)}
    assert found == {iri(assessment) for assessment in released.assessments.ids}
    claims = {str(node) for node in graph.subjects(RDF.type, SCHEMA.Claim)}
    assert claims == {iri(assessment.claim) for assessment in released.assessments}


@pytest.mark.parametrize("field", ["claimReviewed", "itemReviewed", "reviewRating", "author", "datePublished", "url"])
def test_the_shapes_miss_what_is_left_out(ledger: Ledger, field: str) -> None:
    document = json.loads(claimreview.render(ledger))
    del document["dataFeedElement"][0]["item"][field]
    assert "MinCount" in errors(read(json.dumps(document)))


def test_it_says_what_the_assessment_says(released: Ledger) -> None:
    found = reviews(released)
    for assessment in released.assessments:
        review = found[iri(assessment.id)]
        claim = released.claims[assessment.claim]
        assert review["claimReviewed"] == review["itemReviewed"]["text"] == claim.statement
        assert review["itemReviewed"]["author"]["name"] == released.name(claim.claimant)
        assert review["reviewRating"]["identifier"] == assessment.verdict
        assert review["reviewBody"] == assessment.rationale
        assert review["author"] == {"@type": "Organization", "name": "Caucasus Ledger contributors"}
        assert [one["abstract"] for one in review["citation"]] == [one.says for one in assessment.references]
        assert review.get("reviewAspect") == assessment.field


def test_an_address_is_an_iri(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    reference = {"url": "https://example.org/a|b", "publisher": "Harbour office", "says": "It lists four dead."}
    edit(root / path_of("assessment/example-2020/ferry-deaths"), references=[reference])
    (review,) = reviews(load(root)).values()
    assert review["citation"][0]["url"] == "https://example.org/a%7Cb"


def test_every_verdict_has_its_words() -> None:
    assert set(claimreview.VERDICTS) == set(Verdict)
    assert len(set(claimreview.VERDICTS.values())) == len(Verdict)


def test_an_uncertain_date_is_left_out(released: Ledger) -> None:
    for review in reviews(released).values():
        claim = released.claims[review["itemReviewed"]["@id"].removeprefix("urn:caucasus-ledger:")]
        when = claim.said if len(claim.attribution) > 1 else released.sources[claim.evidence[0].source].published
        known = when is not None and when.earliest is not None and when.earliest == when.latest
        assert ("datePublished" in review["itemReviewed"]) is known


def test_harmful_text_comes_back_as_it_was(hostile: Ledger) -> None:
    text = claimreview.render(hostile)
    assert not any(character in text for character in "<>&\u2028\u2029")
    (review,) = reviews(hostile).values()
    (assessment,) = hostile.assessments
    assert review["reviewBody"] == assessment.rationale == "</script><script>alert(1)</script>"
    assert errors(read(text)) == ""


def reviews(ledger: Ledger) -> dict[str, dict[str, Any]]:
    feed = json.loads(claimreview.render(ledger))["dataFeedElement"]
    return {element["item"]["@id"]: element["item"] for element in feed}
