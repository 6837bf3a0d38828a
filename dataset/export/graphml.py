"""GraphML: the network of actors, events and claims, with typed attributes on nodes and edges.

Written after the GraphML specification 1.0 with the standard library, so that no graph package is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from caucasus_ledger.dataset.export.imprint import imprint_of
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Actor, Claim, Event

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, and the carriage return, which its readers turn into a line feed."""

Value = str | int | float | bool
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from one record to another, with what kind it is and its attributes."""

    source: str
    target: str
    kind: str
    attributes: dict[str, Value]


def render(ledger: Ledger) -> str:
    """Return the network as GraphML: nodes by identifier, edges e1 and on.

    Raises LedgerError for a text with a character that XML cannot hold.
    """
    nodes = dict(_nodes(ledger))
    edges = [edge for edge in _edges(ledger) if edge.source in nodes and edge.target in nodes]
    root = ET.Element("graphml", xmlns=_NAMESPACE)
    keys: dict[tuple[str, str], str] = {}
    graph = ET.Element("graph", id=imprint_of(ledger).stem, edgedefault="directed")
    _tell(root, graph, "graph", keys, {**imprint_of(ledger).items()})
    for name, attributes in nodes.items():
        _tell(root, ET.SubElement(graph, "node", id=name), "node", keys, attributes)
    for number, edge in enumerate(edges, start=1):
        element = ET.SubElement(graph, "edge", id=f"e{number}", source=edge.source, target=edge.target)
        _tell(root, element, "edge", keys, {"kind": edge.kind, **edge.attributes})
    root.append(graph)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _tell(
    root: ET.Element, element: ET.Element, domain: str, keys: dict[tuple[str, str], str], attributes: dict[str, Value]
) -> None:
    for name, value in attributes.items():
        if (domain, name) not in keys:
            keys[domain, name] = f"{domain}_{name}"
            ET.SubElement(
                root, "key",
                {"id": keys[domain, name], "for": domain, "attr.name": name, "attr.type": _TYPES[type(value)]},
            )  # fmt: skip
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if unwritable := _NO_XML.search(text):
            raise LedgerError(
                f"{name} {text[:60]!a} holds {unwritable.group()!r}, which XML cannot; `caucasus check` says "
                "where it stands (rule X001)"
            )
        ET.SubElement(element, "data", key=keys[domain, name]).text = text


def _nodes(ledger: Ledger) -> Iterator[tuple[str, dict[str, Value]]]:
    for actor in ledger.actors:
        yield (
            actor.id,
            _given(
                label=actor.name, record="actor", kind=str(actor.kind), country=actor.country, wikidata=actor.wikidata
            ),
        )
    for event in ledger.events:
        yield event.id, _event(event)
    verdicts: dict[str, list[str]] = {}
    for assessment in ledger.assessments:
        verdicts.setdefault(assessment.claim, []).append(str(assessment.verdict))
    for claim in ledger.claims:
        yield (
            claim.id,
            _given(
                label=claim.statement,
                record="claim",
                kind=str(claim.kind),
                modality=str(claim.modality) if claim.modality else None,
                verdicts=";".join(verdicts.get(claim.id, ())) or None,
            ),
        )


def _event(event: Event) -> dict[str, Value]:
    position = event.places[0].position if event.places else None
    return _given(
        label=event.title,
        record="event",
        type=str(event.type) if event.type else None,
        mode=event.mode,
        realis=str(event.realis),
        cameo_root=event.cameo_root,
        edtf=event.when.edtf,
        earliest=str(event.when.earliest) if event.when.earliest else None,
        latest=str(event.when.latest) if event.when.latest else None,
        deaths=event.deaths.best if event.deaths else None,
        latitude=position.lat if position else None,
        longitude=position.lon if position else None,
    )


def _given(**attributes: Value | None) -> dict[str, Value]:
    return {name: value for name, value in attributes.items() if value is not None}


def _edges(ledger: Ledger) -> Iterator[Edge]:
    for actor in ledger.actors:
        yield from _of_actor(actor)
    for event in ledger.events:
        if event.part_of:
            yield Edge(event.id, event.part_of, "part_of", {})
        for participant in event.participants:
            yield Edge(participant.actor, event.id, "takes_part", {"role": str(participant.role)})
    for claim in ledger.claims:
        yield from _of_claim(claim)


def _of_actor(actor: Actor) -> Iterator[Edge]:
    if actor.part_of:
        yield Edge(actor.id, actor.part_of, "part_of", {})
    for role in actor.roles:
        if role.organisation:
            yield Edge(actor.id, role.organisation, "office", _given(role=role.role, edtf=role.when.edtf))


def _of_claim(claim: Claim) -> Iterator[Edge]:
    for level, step in enumerate(claim.attribution):
        told = _given(level=level, mode=str(step.mode), factuality=str(step.factuality))
        yield Edge(step.actor, claim.id, "says", told | {"innermost": level == len(claim.attribution) - 1})
    for name in ("about", "conditions", "supports", "contradicts", "qualifies"):
        for other in getattr(claim, name):
            yield Edge(claim.id, other, name, {})
    if claim.asserts:
        link = claim.asserts
        yield Edge(link.subject, link.object, "asserted", {"predicate": str(link.predicate), "claim": claim.id})
