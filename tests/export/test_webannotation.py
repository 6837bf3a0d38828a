"""Web Annotation: every span is an annotation as the W3C's model asks for, and no word of a text is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.namespace import RDF

from caucasus_ledger.dataset.export import webannotation
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from copies import copy_to
from examples import EXAMPLE_TEXT
from export.conftest import edit

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying",
    "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
"""Web Annotation Vocabulary §3.2."""

TERMS: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector",
    "State": "oa:State",
    "Organization": "foaf:Organization",
    **{name: f"oa:{name}" for name in MOTIVATIONS},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "state": {"@id": "oa:hasState", "@type": "@id"},
    "scope": {"@id": "oa:hasScope", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "foaf:name",
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "creator": {"@id": "dcterms:creator", "@type": "@id"},
    "rights": {"@id": "dcterms:rights", "@type": "@id"},
    "first": {"@id": "as:first", "@type": "@id"},
    "partOf": {"@id": "as:partOf", "@type": "@id"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"},
    "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"},
}
"""The terms of http://www.w3.org/ns/anno.jsonld that occur here, retyped from Web Annotation Vocabulary, appendix A."""


def document(ledger: Ledger) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(webannotation.render(ledger))
    return found


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(item)


def test_a_collection_names_the_context_and_counts_its_items(released: Ledger) -> None:
    found = document(released)
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    spans = sum(len(record.evidence) for record in (*released.events, *released.claims))
    spans += sum(len(actor.mentions) for actor in released.actors)
    spans += sum(len(source.remarks) for source in released.sources)
    page = found["first"]
    assert found["total"] == len(page["items"]) == spans
    assert (found["type"], page["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert page["partOf"] == found["id"]
    assert len({item["id"] for item in page["items"]}) == spans


def test_every_annotation_is_as_the_model_asks(released: Ledger) -> None:
    lengths = {f"urn:caucasus-ledger:{source.id}": source.text.characters for source in released.sources}
    digests = {source.text.sha256 for source in released.sources}
    for item in document(released)["first"]["items"]:
        assert item["type"] == "Annotation"
        assert item["motivation"] in MOTIVATIONS
        target = item["target"]
        selector = target["selector"]
        assert selector.keys() == {"type", "start", "end"}
        assert selector["type"] == "TextPositionSelector"
        assert 0 <= selector["start"] < selector["end"] <= lengths[target["source"]]
        assert target["state"]["type"] == "State"
        assert target["state"]["term:sha256"] in digests
        for body in item["body"]:
            assert body["purpose"] in MOTIVATIONS
            assert body["type"] in ("SpecificResource", "TextualBody")


def test_a_target_has_the_digest_of_its_words_and_the_page_they_are_on(ledger: Ledger, tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    edit(root / path_of("source/example-2020"), url="https://example.org/a|b")
    told = [item for item in document(load(root))["first"]["items"] if item["motivation"] == "linking"]
    wanted = [one.digest for record in (*ledger.events, *ledger.claims) for one in record.evidence]
    assert any(wanted)
    assert [item["target"].get("term:digest") for item in told] == wanted
    assert {item["target"]["scope"] for item in told} == {"https://example.org/a%7Cb"}


def test_no_word_of_a_text_is_quoted(released: Ledger) -> None:
    found = document(released)
    assert {"exact", "prefix", "suffix", "TextQuoteSelector"} & set(keys(found)) == set()
    assert "TextQuoteSelector" not in webannotation.render(released)


def test_a_mention_spans_the_name(ledger: Ledger) -> None:
    text = EXAMPLE_TEXT.read_text(encoding="utf-8")
    wanted = [(mention.start, mention.end, mention.name) for actor in ledger.actors for mention in actor.mentions]
    items = [item for item in document(ledger)["first"]["items"] if item["motivation"] == "identifying"]
    found = [(item["target"]["selector"]["start"], item["target"]["selector"]["end"]) for item in items]
    assert [(start, end, text[start:end]) for start, end in found] == wanted


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.usefixtures("offline")
def test_rdflib_reads_it_with_the_context_at_hand(released: Ledger) -> None:
    found = document(released)
    found["@context"][0] = TERMS
    graph = rdflib.Graph().parse(data=json.dumps(found), format="json-ld")
    assert len(set(graph.subjects(RDF.type, OA.Annotation))) == found["total"]
    assert len(set(graph.subjects(RDF.type, OA.TextPositionSelector))) == found["total"]
    for target in graph.objects(None, OA.hasTarget):
        (selector,) = graph.objects(target, OA.hasSelector)
        (start,), (end,) = graph.objects(selector, OA.start), graph.objects(selector, OA.end)
        assert int(str(start)) < int(str(end))


def test_every_key_is_a_term_of_the_context(released: Ledger) -> None:
    own = {key for key in keys(document(released)) if key not in ("@context", "term")}
    assert {key for key in own if key not in TERMS and not key.startswith(("term:", "dcterms:", "schema:"))} == set()


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str]) -> None:
    text = webannotation.render(hostile)
    assert not any(character in text for character in "<>&\u2028\u2029")
    bodies = [body for item in document(hostile)["first"]["items"] for body in item["body"]]
    assert {body.get("value") for body in bodies} >= set(payloads)
