"""DataCite: the metadata that a registration agency wants for a DOI, as JSON of the DataCite Metadata Schema 4.7.

A version without a DOI has no `doi`, and a description says so; an agency that mints one on deposit reads it all the
same. Of the schema, SWHID needs 4.7, dateType Coverage 4.6, `publisher` as an object 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation.cited import Cited, Work
from caucasus_ledger.dataset.citation.text import text

if TYPE_CHECKING:
    from caucasus_ledger.dataset.description import Description
    from caucasus_ledger.dataset.records import Json

SCHEMA = "http://datacite.org/schema/kernel-4"
_WORKS = {"report": "Report", "dataset": "Dataset"}


def datacite(cited: Cited, description: Description) -> Json:
    """Return the metadata of a release, or of a part of it as a data set that is part of the release."""
    document: Json = {
        "schemaVersion": SCHEMA,
        "doi": None if cited.item or cited.subset else cited.doi,
        "url": cited.address,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": _type(cited)},
        "creators": [{"name": cited.authors, "nameType": "Organizational"}],
        "titles": [{"title": cited.item.title if cited.item else cited.title, "lang": identity.LANGUAGE}],
        "publisher": {"name": cited.publisher},
        "publicationYear": cited.year,
        "subjects": [{"subject": word, "lang": identity.LANGUAGE} for word in identity.KEYWORDS],
        "dates": list(_dates(cited, description)),
        "language": identity.LANGUAGE,
        "alternateIdentifiers": list(_alternates(cited, description)),
        "relatedIdentifiers": list(_related(cited)),
        "relatedItems": list(_items(cited, description.previous)),
        "sizes": list(_sizes(cited, description)),
        "formats": sorted({file.media_type for file in description.files}),
        "version": cited.version,
        "rightsList": [_rights(cited.licence)],
        "descriptions": list(_descriptions(cited)),
        "geoLocations": [{"geoLocationPlace": place} for place in _places(description.countries)],
    }
    return {name: value for name, value in document.items() if value}


def _type(cited: Cited) -> str:
    if cited.item:
        return f"Record of kind {cited.item.id.partition('/')[0]}"
    return "Subset of event and claim data" if cited.subset else "Event and claim data"


def _dates(cited: Cited, description: Description) -> Iterator[Json]:
    yield {"date": cited.released.isoformat(), "dateType": "Issued"}
    if description.earliest and description.latest:
        about = "First and last of the days that events are dated to; other events are open or undated"
        span = f"{description.earliest.isoformat()}/{description.latest.isoformat()}"
        yield {"date": span, "dateType": "Coverage", "dateInformation": about}


def _alternates(cited: Cited, description: Description) -> Iterator[Json]:
    def named(value: str, kind: str) -> Json:
        return {"alternateIdentifier": value, "alternateIdentifierType": kind}

    if cited.item:
        yield named(cited.item.id, "Record identifier")
        return
    if cited.subset:
        yield named(cited.subset.qid, "Query identifier")
        yield named(cited.subset.digest, "SHA-256 of the records as RFC 8785 JSON")
        return
    yield named(cited.fingerprint, "Content fingerprint ccd1")
    yield named(cited.short, "Content fingerprint ccd1, short form")
    for name, table in description.tables.items():
        yield named(f"{name}: {table.unf}", "UNF of a table")


def _related(cited: Cited) -> Iterator[Json]:
    def related(value: str, kind: str, relation: str, **more: str) -> Json:
        return {"relatedIdentifier": value, "relatedIdentifierType": kind, "relationType": relation, **more}

    if cited.swhid:
        whole = cited.item is None and cited.subset is None
        yield related(cited.swhid, "SWHID", "HasPart" if whole else "IsPartOf", resourceTypeGeneral="Dataset")
    if cited.doi and (cited.item or cited.subset):
        yield related(cited.doi, "DOI", "IsPartOf", resourceTypeGeneral="Dataset")
    for work in cited.works:
        if work.url:
            yield related(work.url, "URL", "IsDerivedFrom", resourceTypeGeneral=_WORKS.get(work.kind, "Text"))


def _items(cited: Cited, previous: str | None) -> Iterator[Json]:
    """Yield what has a title and perhaps no identifier: what a part is of, the version before, the sources."""
    if cited.item or cited.subset:
        yield _release(cited, "IsPartOf", cited.version) | {"publicationYear": cited.year}
    elif previous:
        yield _release(cited, "IsNewVersionOf", previous)
    yield from (_work(work) for work in cited.works)


def _release(cited: Cited, relation: str, version: str) -> Json:
    return {
        "relatedItemType": "Dataset",
        "relationType": relation,
        "titles": [{"title": cited.title}],
        "creators": [{"name": cited.authors, "nameType": "Organizational"}],
        "edition": version,
        "publisher": cited.publisher,
    }


def _work(work: Work) -> Json:
    found: dict[str, Any] = {
        "relatedItemType": _WORKS.get(work.kind, "Text"),
        "relationType": "IsDerivedFrom",
        "titles": [{"title": work.title or f"[Untitled {work.kind}]"}],
        "creators": [{"name": author} for author in work.authors],
        "publicationYear": work.published[:4],
        "publisher": work.publisher,
    }
    return {name: value for name, value in found.items() if value}


def _sizes(cited: Cited, description: Description) -> Iterator[str]:
    if cited.item or cited.subset:
        n = cited.subset.n if cited.subset else 1
        yield f"{n} record{'' if n == 1 else 's'}"
        return
    yield f"{sum(description.records.values())} records"
    yield f"{sum(file.bytes for file in description.files)} bytes"


def _rights(licence: str) -> Json:
    known = {"rights": identity.LICENCE_TITLE, "rightsUri": identity.LICENCE_URL}
    told = known if licence == identity.LICENCE else {"rights": licence}
    spdx = {"rightsIdentifier": licence, "rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
    return told | spdx


def _descriptions(cited: Cited) -> Iterator[Json]:
    def told(words: str, kind: str) -> Json:
        return {"description": words, "descriptionType": kind, "lang": identity.LANGUAGE}

    yield told(identity.DESCRIPTION, "Abstract")
    yield told(f"Cite as: {text(cited)}", "Other")
    if cited.subset:
        yield told(f"The records that this query gives: {cited.subset.filter}", "Methods")
    if not cited.doi:
        yield told("No DOI is registered for this version; the content fingerprint identifies it.", "TechnicalInfo")


def _places(countries: tuple[str, ...]) -> list[str]:
    from iso3166 import countries_by_alpha3

    return sorted(countries_by_alpha3[code].name for code in countries)
