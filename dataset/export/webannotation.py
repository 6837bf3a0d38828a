"""Web Annotation: every span of evidence, mention and remark as an annotation of the source's text (W3C, 2017).

A target is a range of code points of the canonical text, with a state that carries the text's digest. There is no
TextQuoteSelector, which would publish the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.export.imprint import imprint_of
from caucasus_ledger.dataset.export.iris import address, iri, release_iri, vocabulary
from caucasus_ledger.dataset.export.json_text import pretty
from caucasus_ledger.dataset.identity import LANGUAGE
from caucasus_ledger.dataset.records import Json

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Extent

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The context that every annotation names (Web Annotation Data Model §3.1); it brings the prefixes used below."""


def render(ledger: Ledger) -> str:
    """Return an AnnotationCollection with one page that holds all annotations."""
    imprint = imprint_of(ledger)
    items = [*_annotations(ledger)]
    collection = release_iri(imprint.version)
    told = {
        "@context": [CONTEXT, {"term": vocabulary()}],
        "id": f"{collection}/annotations",
        "type": "AnnotationCollection",
        "label": f"{imprint.title} {imprint.version}: the spans of its records",
        "creator": {"type": "Organization", "name": imprint.authors},
        "created": f"{imprint.released}T00:00:00Z" if imprint.released else None,
        "rights": imprint.licence_url,
        "dcterms:bibliographicCitation": imprint.citation,
        "schema:version": imprint.version,
        "term:fingerprint": imprint.fingerprint,
        "term:licence": imprint.licence,
        "total": len(items),
        "first": {
            "id": f"{collection}/annotations/page",
            "type": "AnnotationPage",
            "partOf": f"{collection}/annotations",
            "startIndex": 0,
            "items": items,
        },
    }
    return pretty({name: value for name, value in told.items() if value is not None})


def _annotations(ledger: Ledger) -> Iterator[Json]:
    for source in ledger.sources:
        for number, remark in enumerate(source.remarks, start=1):
            bodies = [_words(remark.note, "commenting"), _words(str(remark.kind), "tagging")]
            links = [_link(record, "linking") for record in remark.records]
            yield _annotation(
                f"{source.id}/remark/{number}", "commenting", [*bodies, *links], _target(ledger, source.id, remark)
            )
    for actor in ledger.actors:
        for number, mention in enumerate(actor.mentions, start=1):
            body = [_link(actor.id, "identifying"), _words(actor.name, "describing")]
            target = _target(ledger, mention.source, mention)
            yield _annotation(f"{actor.id}/mention/{number}", "identifying", body, target)
    for record in (*ledger.events, *ledger.claims):
        for number, one in enumerate(record.evidence, start=1):
            body = [
                _link(record.id, "linking"),
                _words(ledger.name(record), "describing"),
                _words(str(one.role), "tagging"),
            ]
            target = _target(ledger, one.source, one, one.digest)
            yield _annotation(f"{record.id}/evidence/{number}", "linking", body, target)


def _annotation(name: str, motivation: str, body: list[Json], target: Json) -> Json:
    return {
        "id": iri(f"annotation/{name}"),
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": target,
    }


def _link(record_id: str, purpose: str) -> Json:
    return {"type": "SpecificResource", "source": iri(record_id), "purpose": purpose}


def _words(text: str, purpose: str) -> Json:
    return {"type": "TextualBody", "value": text, "format": "text/plain", "language": LANGUAGE, "purpose": purpose}


def _target(ledger: Ledger, source_id: str, span: Extent, digest: str | None = None) -> Json:
    source = ledger.sources[source_id]
    selector: dict[str, Any] = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    target = {
        "type": "SpecificResource",
        "source": iri(source_id),
        "scope": address(source.url) if source.url else None,
        "selector": selector,
        "state": {
            "type": "State",
            "term:sha256": source.text.sha256,
            "term:canonicalisation": source.text.canonicalisation,
        },
        "term:digest": digest,
    }
    return {name: value for name, value in target.items() if value is not None}
