"""PROV: where each record comes from, as PROV-JSON (W3C member submission of 24 April 2013).

The release was derived from its sources and has the records as members; each record was derived from its spans; a claim
is attributed to every level of its chain, and quoted from the span in which its words stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.export.imprint import Imprint, imprint_of
from caucasus_ledger.dataset.export.iris import base, vocabulary
from caucasus_ledger.dataset.export.json_text import pretty
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import ReleaseStore
from caucasus_ledger.schema import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Actor, Assessment, Claim, Evidence, Source

_CONTRIBUTORS = "ledger:contributors"
_AGENTS = {ActorKind.PERSON: "prov:Person"} | dict.fromkeys(
    (
        ActorKind.STATE, ActorKind.GOVERNMENT_BODY, ActorKind.ARMED_FORCES, ActorKind.COMPANY, ActorKind.MEDIA,
        ActorKind.INTERNATIONAL_ORGANISATION,
    ),
    "prov:Organization",
)  # fmt: skip
"""PROV's kinds of agent; a territory or a group of people is neither."""


class _Document:
    """A PROV-JSON document that grows; relations are numbered in the order in which they are told."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {
            "prefix": {
                "ledger": base(),
                "term": vocabulary(),
                "dcterms": "http://purl.org/dc/terms/",
                "schema": "https://schema.org/",
            },
            "entity": {},
            "agent": {},
            "wasDerivedFrom": {},
            "wasAttributedTo": {},
            "hadMember": {},
        }

    def node(self, what: str, record_id: str, kind: str, label: str, **attributes: Any) -> str:
        name = f"ledger:{record_id}"
        told = {"prov:type": _qualified(kind), "prov:label": label} | attributes
        self.told[what][name] = {key: value for key, value in told.items() if value is not None}
        return name

    def relate(self, relation: str, told: Json) -> None:
        numbered = self.told[relation]
        numbered[f"_:{relation}{len(numbered) + 1}"] = told

    def derive(self, derived: str, used: str, kind: str | None = None) -> None:
        """Say that one entity comes from another; `kind` is PROV's Revision, Quotation or PrimarySource."""
        given = {"prov:type": _qualified(f"prov:{kind}")} if kind else {}
        self.relate("wasDerivedFrom", {"prov:generatedEntity": derived, "prov:usedEntity": used} | given)

    def attribute(self, entity: str, agent: str, **attributes: Any) -> None:
        self.relate("wasAttributedTo", {"prov:entity": entity, "prov:agent": agent} | attributes)

    def gather(self, collection: str, entity: str) -> None:
        self.relate("hadMember", {"prov:collection": collection, "prov:entity": entity})


def render(ledger: Ledger) -> str:
    """Return the provenance of a ledger as PROV-JSON."""
    document = _Document()
    release = _release(document, ledger, imprint_of(ledger))
    for actor in ledger.actors:
        _agent(document, actor)
    for source in ledger.sources:
        document.derive(release, _source(document, source))
    for event in ledger.events:
        name = document.node("entity", event.id, "term:Event", event.title)
        _spans(document, name, event.evidence)
        document.gather(release, name)
    for claim in ledger.claims:
        document.gather(release, _claim(document, claim))
    for assessment in ledger.assessments:
        document.gather(release, _assessment(document, assessment))
    return pretty(document.told)


def _release(document: _Document, ledger: Ledger, imprint: Imprint) -> str:
    release = document.node(
        "entity", f"release/{imprint.version}", "prov:Collection", f"{imprint.title} {imprint.version}",
        **{
            "schema:version": imprint.version,
            "term:fingerprint": imprint.fingerprint,
            "dcterms:license": _uri(imprint.licence_url),
            "term:licence": imprint.licence,
            "dcterms:bibliographicCitation": imprint.citation,
            "dcterms:issued": imprint.released or None,
        },
    )  # fmt: skip
    document.node("agent", "contributors", "prov:Organization", imprint.authors)
    document.attribute(release, _CONTRIBUTORS)
    if previous := _previous(ledger):
        earlier = document.node("entity", f"release/{previous}", "prov:Collection", f"{imprint.title} {previous}")
        document.derive(release, earlier, "Revision")
    return release


def _previous(ledger: Ledger) -> str | None:
    store = ledger.store
    found = store.manifest.get("previous") if isinstance(store, ReleaseStore) else None
    return str(found["version"]) if found else None


def _agent(document: _Document, actor: Actor) -> None:
    document.node(
        "agent", actor.id, _AGENTS.get(actor.kind, "term:Actor"), actor.name, **{"term:kind": str(actor.kind)}
    )


def _source(document: _Document, source: Source) -> str:
    name = document.node(
        "entity", source.id, "term:Source", source.title.text if source.title else source.id,
        **{
            "prov:location": _uri(source.url) if source.url else None,
            "term:sha256": source.text.sha256,
            "term:canonicalisation": source.text.canonicalisation,
            "dcterms:rights": source.licence,
        },
    )  # fmt: skip
    for author in source.authors:
        document.attribute(name, f"ledger:{author}", **{"prov:type": _qualified("term:author")})
    document.attribute(name, f"ledger:{source.publisher}", **{"prov:type": _qualified("term:publisher")})
    return name


def _spans(document: _Document, derived: str, evidence: Iterable[Evidence]) -> None:
    for one in evidence:
        span = f"{one.source}/{one.start}-{one.end}"
        if f"ledger:{span}" not in document.told["entity"]:
            name = document.node(
                "entity", span, "term:Span", f"[{one.start}, {one.end}) of {one.source}",
                **{"term:start": one.start, "term:end": one.end, "term:digest": one.digest},
            )  # fmt: skip
            document.derive(name, f"ledger:{one.source}")
        document.derive(derived, f"ledger:{span}", "Quotation" if one.role == "quotation" else None)


def _claim(document: _Document, claim: Claim) -> str:
    name = document.node("entity", claim.id, "term:Claim", claim.statement, **{"term:kind": str(claim.kind)})
    _spans(document, name, claim.evidence)
    for level, step in enumerate(claim.attribution):
        document.attribute(
            name, f"ledger:{step.actor}",
            **{"term:level": level, "term:mode": str(step.mode), "term:factuality": str(step.factuality)},
        )  # fmt: skip
    return name


def _assessment(document: _Document, assessment: Assessment) -> str:
    name = document.node(
        "entity", assessment.id, "term:Assessment", assessment.rationale, **{"term:verdict": str(assessment.verdict)}
    )
    document.derive(name, f"ledger:{assessment.claim}")
    document.attribute(name, _CONTRIBUTORS)
    for number, reference in enumerate(assessment.references, start=1):
        seen = document.node(
            "entity", f"{assessment.id}/reference/{number}", "term:Reference", reference.publisher,
            **{"prov:location": _uri(reference.url), "dcterms:issued": reference.date},
        )  # fmt: skip
        document.derive(name, seen, "PrimarySource")
    return name


def _qualified(name: str) -> Json:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _uri(address: str) -> Json:
    return {"$": address, "type": "xsd:anyURI"}
