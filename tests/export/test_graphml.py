"""GraphML: networkx reads the network, with its types."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx  # type: ignore[import-untyped]
import pytest

from caucasus_ledger.dataset.export import graphml
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.store import LedgerError
from copies import copy_to
from export.conftest import edit


def read(ledger: Ledger) -> networkx.MultiDiGraph:
    return networkx.read_graphml(io.BytesIO(graphml.render(ledger).encode()), force_multigraph=True)


def test_every_actor_event_and_claim_is_a_node(released: Ledger) -> None:
    graph = read(released)
    assert graph.is_directed()
    wanted = {
        record.id: released.name(record)
        for kind in (released.actors, released.events, released.claims)
        for record in kind
    }
    assert dict(graph.nodes(data="label")) == wanted


def test_every_tie_is_an_edge(released: Ledger) -> None:
    found = Counter(kind for *_, kind in read(released).edges(data="kind"))
    claims, events, actors = list(released.claims), list(released.events), list(released.actors)
    wanted = {
        "takes_part": sum(len(event.participants) for event in events),
        "says": sum(len(claim.attribution) for claim in claims),
        "asserted": len(released.links()),
        "part_of": sum(event.part_of is not None for event in events)
        + sum(actor.part_of is not None for actor in actors),
        "office": sum(role.organisation is not None for actor in actors for role in actor.roles),
    } | {
        name: sum(len(getattr(claim, name)) for claim in claims)
        for name in ("about", "conditions", "supports", "contradicts", "qualifies")
    }
    assert found == Counter(wanted)


def test_attributes_have_types(released: Ledger) -> None:
    graph = read(released)
    for claim in released.claims:
        chain = [data for _, _, data in graph.in_edges(claim.id, data=True) if data["kind"] == "says"]
        for data in chain:
            assert type(data["level"]) is int
            assert type(data["innermost"]) is bool
        last = len(claim.attribution) - 1
        assert sorted((data["level"], data["innermost"]) for data in chain) == [
            (level, level == last) for level in range(last + 1)
        ]
    for event in released.events:
        node = graph.nodes[event.id]
        assert node.get("deaths") == (event.deaths.best if event.deaths else None)
        assert node["realis"] == event.realis


def test_edges_lead_from_who_acts_or_says(released: Ledger) -> None:
    edges = list(read(released).edges(data=True))
    assert sorted((source, target, data["role"]) for source, target, data in edges if data["kind"] == "takes_part") == (
        sorted((part.actor, event.id, str(part.role)) for event in released.events for part in event.participants)
    )
    said = {(source, target) for source, target, data in edges if data["kind"] == "says"}
    assert said == {(step.actor, claim.id) for claim in released.claims for step in claim.attribution}
    assert {(source, target) for source, target, data in edges if data["kind"] == "contradicts"} == {
        (claim.id, other) for claim in released.claims for other in claim.contradicts
    }


def test_a_claim_bears_its_verdicts(released: Ledger) -> None:
    graph = read(released)
    for assessment in released.assessments:
        assert assessment.verdict in graph.nodes[assessment.claim]["verdicts"].split(";")
    assessed = {assessment.claim for assessment in released.assessments}
    assert {node for node, found in graph.nodes(data="verdicts") if found} == assessed


def test_an_asserted_edge_names_its_claim(released: Ledger) -> None:
    edges = [edge for edge in read(released).edges(data=True) if edge[2]["kind"] == "asserted"]
    assert sorted((source, target, data["claim"], data["predicate"]) for source, target, data in edges) == sorted(
        (link.subject, link.object, claim.id, str(link.predicate)) for claim, link in released.links()
    )


def test_it_is_in_the_order_that_the_schema_asks_for(released: Ledger) -> None:
    root = ET.fromstring(graphml.render(released))  # noqa: S314 - it is our own text
    tags = [child.tag.partition("}")[2] for child in root]
    assert tags == ["key"] * (len(tags) - 1) + ["graph"]
    ids = [child.attrib["id"] for child in root]
    assert len(set(ids)) == len(ids)
    declared = {child.attrib["id"] for child in root}
    used = [data.attrib["key"] for data in root.iter("{http://graphml.graphdrawing.org/xmlns}data")]
    assert set(used) == declared - {"caucasus-ledger-0.1.0"}


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str]) -> None:
    labels = {str(label) for _, label in read(hostile).nodes(data="label")}
    assert labels >= set(payloads)


def test_what_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    edit(root / path_of("event/trade-grows"), title="Trade\u0001grows")
    with pytest.raises(LedgerError, match=r"label 'Trade\\x01grows' holds '\\x01', which XML cannot; .* \(rule X001\)"):
        graphml.render(load(root))
