"""JSON-LD: rdflib reads it with the network off, and every record is one subject."""

from __future__ import annotations

import json

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS, XSD

from caucasus_ledger.dataset.export import jsonld
from caucasus_ledger.dataset.export.iris import base, iri, release_iri, vocabulary
from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.dataset.records import KINDS
from caucasus_ledger.schema import RECORDS

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning"), pytest.mark.usefixtures("offline")]
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
SCHEMA = rdflib.Namespace("https://schema.org/")
TERM = rdflib.Namespace(vocabulary())


def read(ledger: Ledger) -> rdflib.Graph:
    return rdflib.Graph().parse(data=jsonld.render(ledger), format="json-ld")


@pytest.fixture(scope="module")
def graph(released: Ledger) -> rdflib.Graph:
    return read(released)


def test_every_record_is_one_subject(graph: rdflib.Graph, released: Ledger) -> None:
    for kind in KINDS:
        found = {str(subject) for subject in graph.subjects(RDF.type, TERM[RECORDS[kind].__name__])}
        assert found == {iri(record_id) for record_id in getattr(released, f"{kind}s").ids}
    tombstones = {str(subject) for subject in graph.subjects(RDF.type, TERM.Tombstone)}
    assert tombstones == {iri(stone.id) for stone in released.tombstones}


def test_nothing_hangs_in_the_air(graph: rdflib.Graph) -> None:
    """Every IRI of ours that something refers to is a subject with a type."""
    typed = set(graph.subjects(RDF.type))
    assert {node for node in graph.objects() if str(node).startswith(base())} - typed == set()


def test_a_reference_has_the_name_of_its_publisher(graph: rdflib.Graph, released: Ledger) -> None:
    for assessment in released.assessments:
        found = {
            str(name)
            for reference in graph.objects(rdflib.URIRef(iri(assessment.id)), SCHEMA.citation)
            for publisher in graph.objects(reference, SCHEMA.publisher)
            for name in graph.objects(publisher, SCHEMA.name)
        }
        assert found == {reference.publisher for reference in assessment.references}


def test_every_property_and_class_of_ours_is_explained_in_it(graph: rdflib.Graph) -> None:
    used = {node for node in (*graph.predicates(), *graph.objects(None, RDF.type)) if str(node).startswith(str(TERM))}
    assert used
    assert {node for node in used if (node, RDFS.comment, None) not in graph} == set()


def test_every_code_is_a_concept(graph: rdflib.Graph, released: Ledger) -> None:
    for verdict in {str(assessment.verdict) for assessment in released.assessments}:
        concept = TERM[f"Verdict/{verdict}"]
        assert (concept, SKOS.notation, rdflib.Literal(verdict)) in graph
        assert (concept, SKOS.inScheme, TERM.Verdict) in graph
    assert (TERM["Factuality/CT+"], SKOS.notation, rdflib.Literal("CT+")) in graph


def test_spans_links_and_chains_are_there_in_full(graph: rdflib.Graph, released: Ledger) -> None:
    spans = sum(len(record.evidence) for record in (*released.events, *released.claims))
    mentions = sum(len(actor.mentions) for actor in released.actors)
    extents = sum(len(source.sentences) + len(source.remarks) for source in released.sources)
    assert len(set(graph.subjects(RDF.type, OA.TextPositionSelector))) == spans + mentions + extents
    assert len(set(graph.subjects(RDF.type, RDF.Statement))) == len(released.links())
    for claim in released.claims:
        (first,) = graph.objects(rdflib.URIRef(iri(claim.id)), TERM.attribution)
        chain = [str(next(graph.objects(step, TERM.actor))) for step in Collection(graph, first)]
        assert chain == [iri(step.actor) for step in claim.attribution]


def test_relations_of_claims_lead_to_records(graph: rdflib.Graph, released: Ledger) -> None:
    for claim in released.claims:
        node = rdflib.URIRef(iri(claim.id))
        for name in ("conditions", "supports", "contradicts", "qualifies"):
            found = set(graph.objects(node, TERM[name]))
            assert found == {rdflib.URIRef(iri(other)) for other in getattr(claim, name)}
    for source in released.sources:
        (first,) = graph.objects(rdflib.URIRef(iri(source.id)), SCHEMA.author)
        assert [str(author) for author in Collection(graph, first)] == [iri(author) for author in source.authors]


def test_what_has_a_name_elsewhere_bears_it(graph: rdflib.Graph, released: Ledger) -> None:
    for claim in released.claims:
        node = rdflib.URIRef(iri(claim.id))
        assert (node, RDF.type, SCHEMA.Claim) in graph
        assert (node, SCHEMA.text, rdflib.Literal(claim.statement)) in graph
        assert {str(about) for about in graph.objects(node, SCHEMA.about)} == {iri(one) for one in claim.about}
        assert set(graph.objects(node, PROV.wasDerivedFrom)) == {
            rdflib.URIRef(iri(one.source)) for one in claim.evidence
        }
    for actor in released.actors:
        node = rdflib.URIRef(iri(actor.id))
        same = f"http://www.wikidata.org/entity/{actor.wikidata}"
        assert ((node, OWL.sameAs, rdflib.URIRef(same)) in graph) is (actor.wikidata is not None)
        hidden = {alias.name for alias in actor.aliases if alias.kind == "misspelling"}
        assert {str(label) for label in graph.objects(node, SKOS.hiddenLabel)} == hidden
        shown = {alias.name for alias in actor.aliases if alias.kind != "misspelling"}
        assert {str(label) for label in graph.objects(node, SKOS.altLabel)} == shown


def test_dates_are_typed(graph: rdflib.Graph, released: Ledger) -> None:
    for event in released.events:
        (when,) = graph.objects(rdflib.URIRef(iri(event.id)), TERM.when)
        days = {str(day) for day in graph.objects(when, TERM.earliest)}
        assert days == ({str(event.when.earliest)} if event.when.earliest else set())
    literals = {node.datatype for node in graph.objects(None, TERM.earliest) if isinstance(node, rdflib.Literal)}
    assert literals == {XSD.date}


def test_the_release_is_a_dataset_derived_from_its_sources(graph: rdflib.Graph, released: Ledger) -> None:
    node = rdflib.URIRef(release_iri(released.version))
    assert (node, RDF.type, SCHEMA.Dataset) in graph
    assert {str(one) for one in graph.objects(node, PROV.wasDerivedFrom)} == {iri(one) for one in released.sources.ids}


def test_no_context_is_to_be_fetched(released: Ledger) -> None:
    context = json.loads(jsonld.render(released))["@context"]
    assert isinstance(context, dict)
    assert "@import" not in context


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str]) -> None:
    text = jsonld.render(hostile)
    assert not any(character in text for character in "<>&\u2028\u2029")
    graph = read(hostile)
    assert {str(node) for node in graph.objects(None, SCHEMA.text)} >= set(payloads)
    assert len(set(graph.subjects(RDF.type, TERM.Claim))) == len(hostile.claims)
