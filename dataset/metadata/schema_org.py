"""schema.org: schema.jsonld, a Dataset for search engines and for the page of a release, which may hold it as it is."""

from __future__ import annotations

from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation.cited import Work
from caucasus_ledger.dataset.description import Description, File, data_of
from caucasus_ledger.dataset.metadata import address
from caucasus_ledger.dataset.metadata.places import countries, coverage
from caucasus_ledger.dataset.metadata.works import iri, name, works
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.variables import Variable

OPEN_ACCESS = "http://purl.org/coar/access_right/c_abf2"
_TYPES = {"opinion": "OpinionNewsArticle", "news": "NewsArticle", "report": "Report", "dataset": "Dataset"}


def schema_org(description: Description) -> Json:
    """Return the release as a schema.org Dataset, in a context that needs no network."""
    document: Json = {
        "@context": {"@vocab": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#"},
        "@type": "Dataset",
        "@id": address.release(description.version),
        "name": identity.TITLE,
        "alternateName": identity.NAME,
        "description": identity.DESCRIPTION,
        "url": address.home(description.version),
        "identifier": identifiers(description),
        "version": description.version,
        "datePublished": description.released.isoformat(),
        "inLanguage": identity.LANGUAGE,
        "keywords": list(identity.KEYWORDS),
        "license": identity.LICENCE_URL,
        "isAccessibleForFree": True,
        "conditionsOfAccess": OPEN_ACCESS,
        "creator": organisation(),
        "publisher": organisation(),
        "temporalCoverage": coverage(description),
        "spatialCoverage": [
            {"@type": "Country", "name": country, "identifier": code} for code, country in countries(description)
        ],
        "isPartOf": {"@type": "DataCatalog", "@id": address.concept(), "name": f"{identity.TITLE}, all versions"},
        "isBasedOn": [_work(work) for work in works(description)],
        "prov:wasDerivedFrom": [{"@id": iri(work)} for work in works(description)],
        "prov:wasRevisionOf": {"@id": address.earlier(description.previous)} if description.previous else None,
        "size": f"{sum(description.records.values())} records",
        "variableMeasured": [_variable(one) for table in description.tables.values() for one in table.variables],
        "distribution": [
            _download(description.version, file)
            for file in description.files
            if data_of([file.path])
        ],
    }  # fmt: skip
    return {name: value for name, value in document.items() if value not in (None, [])}


def organisation() -> Json:
    """Return who makes the dataset."""
    return {"@type": "Organization", "name": identity.AUTHORS}


def identifiers(description: Description) -> list[str | Json]:
    """Return what tells the release apart: a DOI if it has one, the fingerprint, the SWHID of its records."""

    def named(kind: str, value: str) -> Json:
        return {"@type": "PropertyValue", "propertyID": kind, "value": value}

    doi = address.doi()
    return [
        *([doi] if doi else []),
        named("ccd1", f"ccd1:{description.fingerprint}"),
        named("SWHID", description.swhid),
    ]


def _work(work: Work) -> Json:
    found: Json = {
        "@type": _TYPES.get(work.kind, "CreativeWork"),
        "@id": iri(work),
        "name": name(work),
        "author": [{"name": author} for author in work.authors],
        "publisher": {"name": work.publisher},
        "datePublished": work.published,
        "url": work.url,
        "inLanguage": work.language,
    }
    return {name: value for name, value in found.items() if value}


def _variable(variable: Variable) -> Json:
    found: dict[str, Any] = {
        "@type": "PropertyValue",
        "name": f"{variable.table}.{variable.name}",
        "description": variable.label,
        "unitText": variable.unit,
        "minValue": variable.least if variable.type in ("int", "float") else None,
        "maxValue": variable.most if variable.type in ("int", "float") else None,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _download(version: str, file: File) -> Json:
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": address.file(version, file.path),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
