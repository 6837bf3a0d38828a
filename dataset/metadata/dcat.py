"""DCAT: dcat.jsonld by the W3C's Data Catalog Vocabulary 3, a dataset with a distribution for each file of data."""

from __future__ import annotations

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description, File, data_of
from caucasus_ledger.dataset.metadata import address
from caucasus_ledger.dataset.metadata.places import countries
from caucasus_ledger.dataset.metadata.works import reference, works
from caucasus_ledger.dataset.records import Json

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "adms": "http://www.w3.org/ns/adms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types"
_LANGUAGE = {"en": "http://id.loc.gov/vocabulary/iso639-1/en"}[identity.LANGUAGE]


def dcat(description: Description) -> Json:
    """Return the release as a DCAT dataset, in a context that needs no network."""
    document: Json = {
        "@context": CONTEXT,
        "@id": address.release(description.version),
        "@type": "dcat:Dataset",
        "dcterms:title": _words(identity.TITLE),
        "dcterms:description": _words(identity.DESCRIPTION),
        "dcterms:identifier": [f"ccd1:{description.fingerprint}", description.swhid],
        "dcterms:issued": {"@type": "xsd:date", "@value": description.released.isoformat()},
        "dcterms:language": {"@id": _LANGUAGE},
        "dcterms:license": {"@id": identity.LICENCE_URL},
        "dcterms:accessRights": {"@id": "http://purl.org/coar/access_right/c_abf2"},
        "dcterms:creator": _agent(),
        "dcterms:publisher": _agent(),
        "dcterms:temporal": _period(description),
        "dcterms:spatial": [
            {"@type": "dcterms:Location", "skos:notation": code, "rdfs:label": name}
            for code, name in countries(description)
        ],
        "dcterms:source": [_source(work.url, reference(work)) for work in works(description)],
        "dcat:version": description.version,
        "dcat:isVersionOf": {"@id": address.concept()},
        "dcat:previousVersion": {"@id": address.earlier(description.previous)} if description.previous else None,
        "dcat:keyword": [_words(word) for word in identity.KEYWORDS],
        "dcat:landingPage": {"@id": address.home(description.version)} if identity.ADDRESS else None,
        "dcat:distribution": [
            _distribution(description.version, file) for file in description.files if data_of([file.path])
        ],
    }
    return {name: value for name, value in document.items() if value not in (None, [])}


def _words(text: str) -> Json:
    return {"@language": identity.LANGUAGE, "@value": text}


def _agent() -> Json:
    return {"@id": f"urn:{identity.NAME}:contributors", "@type": "foaf:Agent", "foaf:name": identity.AUTHORS}


def _period(description: Description) -> Json | None:
    if not description.earliest or not description.latest:
        return None
    return {
        "@type": "dcterms:PeriodOfTime",
        "dcat:startDate": {"@type": "xsd:date", "@value": description.earliest.isoformat()},
        "dcat:endDate": {"@type": "xsd:date", "@value": description.latest.isoformat()},
    }


def _source(url: str, told: str) -> Json:
    return {**({"@id": url} if url else {}), "dcterms:bibliographicCitation": told}


def _distribution(version: str, file: File) -> Json:
    """Return a file; its address is relative to the document while the project has no site."""
    location = {"@id": address.file(version, file.path)}
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": _words(file.path),
        "dcat:accessURL": location,
        "dcat:downloadURL": location,
        "dcat:mediaType": {"@id": f"{_MEDIA}/{file.media_type}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
        "dcterms:license": {"@id": identity.LICENCE_URL},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }
