"""JSON-LD: all records as linked data, with the context, the vocabulary and the code lists in the same document.

A record is its JSON as released, with what has a name in schema.org, PROV, Web Annotation, SKOS or Dublin Core under
that name, and the rest under names of ours. No context is fetched: everything stands inline (JSON-LD 1.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.export.imprint import imprint_of
from caucasus_ledger.dataset.export.iris import address, base, release_iri, vocabulary
from caucasus_ledger.dataset.export.json_text import pretty
from caucasus_ledger.dataset.records import Json, kind_of
from caucasus_ledger.schema import RECORDS, Assertion, Code, Predicate, Reference, Tombstone, When
from caucasus_ledger.schema.base import classes_of, part_of
from caucasus_ledger.schema.edtf import bounds

if TYPE_CHECKING:
    from pydantic import BaseModel

    from caucasus_ledger.dataset.ledger import Ledger

PREFIXES = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wd": "http://www.wikidata.org/entity/",
}

_NAMED = {
    "name": "schema:name", "title": "schema:name", "statement": "schema:text", "language": "schema:inLanguage",
    "licence": "dcterms:rights", "rationale": "schema:reviewBody", "note": "skos:note",
    "lat": "schema:latitude", "lon": "schema:longitude", "start": "oa:start", "end": "oa:end",
}  # fmt: skip
_LINKING = {
    "publisher": "schema:publisher", "url": "schema:url", "about": "schema:about", "claim": "schema:itemReviewed",
    "source": "oa:hasSource", "part_of": "dcterms:isPartOf", "replaced_by": "dcterms:isReplacedBy",
    "wikidata": "owl:sameAs", "selector": "oa:hasSelector", "references": "schema:citation", "subject": "rdf:subject",
    "object": "rdf:object", "actor": "", "organisation": "", "anchor": "", "records": "", "conditions": "",
    "supports": "", "contradicts": "", "qualifies": "",
}  # fmt: skip
"""Fields that hold records or addresses, with their names elsewhere; without one they bear our own."""

_ALSO = {
    "opinion": "schema:OpinionNewsArticle", "news": "schema:NewsArticle", "report": "schema:Report",
    "statement": "schema:CreativeWork", "dataset": "schema:Dataset", "person": "schema:Person",
    "state": "schema:Country", "government_body": "schema:GovernmentOrganization",
    "armed_forces": "schema:Organization", "company": "schema:Organization", "media": "schema:NewsMediaOrganization",
    "international_organisation": "schema:Organization", "territory": "schema:Place",
}  # fmt: skip
"""schema.org's class for sources and actors of each kind; it has none for groups."""

_CLASSES = {"event": "schema:Event", "claim": "schema:Claim", "assessment": "schema:Review"}
_HIDDEN = ("misspelling",)
_ADDED = {
    "earliest": "First possible day, inclusive, derived from the EDTF.",
    "latest": "Last possible day, inclusive, derived from the EDTF.",
    "title": "Where the title of a source is known from.",
}
"""Properties that the records as JSON do not have."""


def render(ledger: Ledger) -> str:
    """Return the document: the release, its records, the vocabulary and the code lists, in one graph."""
    graph = [release_node(ledger), *map(_record, ledger.to_json().values()), *_vocabulary(), *_concepts()]
    return pretty({"@context": context(), "@graph": graph})


def context() -> Json:
    """Return the context: prefixes, and what every key of a record means."""
    linked = {name: {"@id": other or f"term:{name}", "@type": "@id"} for name, other in _LINKING.items()}
    return {
        "@version": 1.1,
        "@vocab": vocabulary(),
        "ledger": {"@id": base(), "@prefix": True},
        "term": {"@id": vocabulary(), "@prefix": True},
        **PREFIXES,
        **_NAMED,
        **linked,
        "authors": {"@id": "schema:author", "@type": "@id", "@container": "@list"},
        "attribution": {"@id": "term:attribution", "@container": "@list"},
        "sentences": {"@id": "term:sentences", "@container": "@list"},
        "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
        "edtf": {"@id": "term:edtf", "@type": "http://id.loc.gov/datatypes/edtf/EDTF"},
        "earliest": {"@id": "term:earliest", "@type": "xsd:date"},
        "latest": {"@id": "term:latest", "@type": "xsd:date"},
        "derived": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
        "label": "rdfs:label",
        "comment": "rdfs:comment",
    }


def release_node(ledger: Ledger) -> Json:
    """Return the node of the release: its imprint as a schema.org Dataset and PROV Entity."""
    imprint = imprint_of(ledger)
    node = {
        "@id": f"ledger:{release_iri(imprint.version).removeprefix(base())}",
        "@type": ["schema:Dataset", "prov:Entity"],
        "schema:name": imprint.title,
        "schema:description": imprint.description,
        "schema:version": imprint.version,
        "schema:datePublished": imprint.released or None,
        "schema:creator": {"@type": "schema:Organization", "schema:name": imprint.authors},
        "schema:license": {"@id": imprint.licence_url},
        "dcterms:license": imprint.licence,
        "schema:identifier": imprint.fingerprint,
        "dcterms:bibliographicCitation": imprint.citation,
        "derived": [f"ledger:{source}" for source in ledger.sources.ids],
    }
    return {name: value for name, value in node.items() if value is not None}


def _record(record: Json) -> Json:
    kind = kind_of(record)
    own = {"@id": f"ledger:{record['id']}", "@type": _types(kind, record)}
    return own | _part(_model(kind), {name: value for name, value in record.items() if name != "id"})


def _model(kind: str) -> type[BaseModel]:
    return Tombstone if kind == "tombstone" else RECORDS[kind]


def _types(kind: str, record: Json) -> list[str]:
    also = _CLASSES.get(kind) or _ALSO.get(str(record.get("kind")))
    return [_model(kind).__name__, *([also] if also else []), *(["prov:Agent"] if kind == "actor" else [])]


def _part(model: type[BaseModel], plain: Json) -> Json:
    """Return an object of a record with its references made IRIs and its parts likewise."""
    found: Json = {}
    for name, value in plain.items():
        part = part_of(model, name)
        if part and isinstance(value, list):
            found[name] = [_part(part, item) for item in value]
        elif part:
            found[name] = _part(part, value)
        elif (model, name) == (Reference, "publisher"):  # a name, not an actor of the ledger
            found[name] = {"@type": "schema:Organization", "name": value}
        else:
            found[name] = _value(name, value)
    if "start" in found:
        found["selector"] = {"@type": "oa:TextPositionSelector", "start": found.pop("start"), "end": found.pop("end")}
    return _extra(model, found)


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(name, item) for item in value]
    if name == "wikidata":
        return f"wd:{value}"
    if name in ("url", "predicate"):
        return address(value) if name == "url" else f"term:{value}"
    return f"ledger:{value}" if name in (*_LINKING, "authors") else value


def _extra(model: type[BaseModel], found: Json) -> Json:
    """Add what other vocabularies expect to find and the record says in its own way."""
    if model is When:
        return found | _days(found)
    if model is Assertion:
        return {"@type": "rdf:Statement"} | found
    if isinstance(found.get("title"), dict):  # that of a source, with where it is known from
        return found | {"title": found["title"].pop("text"), "term:title": found["title"]}
    if "evidence" in found:
        return found | {"derived": list(dict.fromkeys(one["source"] for one in found["evidence"]))}
    if "aliases" in found:
        hidden = [alias["name"] for alias in found["aliases"] if alias["kind"] in _HIDDEN]
        shown = [alias["name"] for alias in found["aliases"] if alias["kind"] not in _HIDDEN]
        return found | {"skos:altLabel": shown, "skos:hiddenLabel": hidden}
    return found


def _days(found: Json) -> Json:
    if "edtf" not in found:
        return {}
    days = bounds(found["edtf"])
    told = {"earliest": days.earliest, "latest": days.latest}
    return {name: str(day) for name, day in told.items() if day is not None}


def _vocabulary() -> Iterator[Json]:
    """Yield each class and property of ours with the schema's words on it."""
    classes = _classes()
    told: dict[str, list[str]] = {name: [words] for name, words in _ADDED.items()}
    for model in classes:
        yield {
            "@id": f"term:{model.__name__}",
            "@type": "rdfs:Class",
            "label": model.__name__,
            "comment": (model.__doc__ or "").partition("\n")[0],
        }
        for name, field in model.model_fields.items():
            if context_name(name).startswith("term:"):
                told.setdefault(name, []).append(f"{model.__name__}: {field.description}")
    told |= {str(predicate): [predicate.definition] for predicate in Predicate}
    for name, words in sorted(told.items()):
        yield {"@id": f"term:{name}", "@type": "rdf:Property", "label": name, "comment": words}


def context_name(name: str) -> str:
    """Return the compact IRI of a field; one of the dataset's own begins with `term:`."""
    found = context().get(name, f"term:{name}")
    return str(found["@id"] if isinstance(found, dict) else found)


def _classes() -> list[type[BaseModel]]:
    """Return the models of all records and their parts, each once."""
    waiting: list[type[BaseModel]] = [*RECORDS.values(), Tombstone]
    found: dict[type[BaseModel], None] = {}
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            waiting += [part for name in model.model_fields if (part := part_of(model, name))]
    return [*found]


def _concepts() -> Iterator[Json]:
    """Yield the code lists as SKOS concept schemes; a code stands in the records as its notation."""
    lists = {
        kind: None for model in _classes() for name in model.model_fields for kind in classes_of(model, name)
        if issubclass(kind, Code)
    }  # fmt: skip
    for kind in lists:
        scheme = f"term:{kind.__name__}"
        yield {
            "@id": scheme,
            "@type": "skos:ConceptScheme",
            "label": kind.__name__,
            "comment": (kind.__doc__ or "").partition("\n")[0],
        }
        for code in kind:
            yield {
                "@id": f"{scheme}/{code}",
                "@type": "skos:Concept",
                "skos:inScheme": {"@id": scheme},
                "skos:notation": str(code),
                "skos:definition": code.definition,
            }
