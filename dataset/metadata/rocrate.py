"""RO-Crate: ro-crate-metadata.json by RO-Crate 1.3, which says of every file of a release what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description, File
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS
from caucasus_ledger.dataset.metadata import address
from caucasus_ledger.dataset.metadata.licence import CODE_LICENCE_URL, PROGRAMS
from caucasus_ledger.dataset.metadata.places import countries, coverage
from caucasus_ledger.dataset.metadata.works import iri, name, reference, works
from caucasus_ledger.dataset.records import Json

PATH = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.3"
_TYPES = {"opinion": "OpinionNewsArticle", "news": "NewsArticle", "report": "Report", "dataset": "Dataset"}
_PEOPLE = "#contributors"
_WRITTEN_LAST = {MANIFEST: "application/json", SUMS: "text/plain"}


def rocrate(description: Description, files: tuple[File, ...], about: Callable[[str], str]) -> Json:
    """Return the crate. `files` are those of the release but manifest and sums; `about` says what one is, by path."""
    parts = [*(_file(file, about(file.path)) for file in files), *_written_last(about)]
    sources = [_entity(iri(work), _TYPES.get(work.kind, "CreativeWork"), name(work),
                       description=reference(work), datePublished=work.published, inLanguage=work.language)
               for work in works(description)]  # fmt: skip
    places = [_entity(f"#{code}", "Country", country, identifier=code) for code, country in countries(description)]
    fingerprint = _identifier("#fingerprint", "ccd1", f"ccd1:{description.fingerprint}")
    swhid = _identifier("#swhid", "SWHID", description.swhid)
    root: Json = {
        "@id": "./",
        "@type": "Dataset",
        "name": identity.TITLE,
        "description": identity.DESCRIPTION,
        "version": description.version,
        "datePublished": description.released.isoformat(),
        "identifier": [*([address.doi()] if address.doi() else []), {"@id": "#fingerprint"}, {"@id": "#swhid"}],
        "cite-as": address.doi(),
        "url": address.home(description.version),
        "license": {"@id": identity.LICENCE_URL},
        "author": {"@id": _PEOPLE},
        "publisher": {"@id": _PEOPLE},
        "keywords": ", ".join(identity.KEYWORDS),
        "inLanguage": identity.LANGUAGE,
        "temporalCoverage": coverage(description),
        "spatialCoverage": _links(places),
        "isBasedOn": _links(sources),
        "hasPart": _links(parts),
    }
    licence = _entity(
        identity.LICENCE_URL, "CreativeWork", identity.LICENCE_TITLE,
        description=f"Licence of the data, {identity.LICENCE} in the list of SPDX.", identifier=identity.LICENCE,
    )  # fmt: skip
    code = _entity(
        CODE_LICENCE_URL, "CreativeWork", f"{identity.CODE_LICENCE} License",
        description=f"Licence of the programs, {identity.CODE_LICENCE} in the list of SPDX.",
        identifier=identity.CODE_LICENCE,
    )  # fmt: skip
    terms = [licence, *([code] if any(file.path in PROGRAMS for file in files) else [])]
    people = _entity(_PEOPLE, "Organization", identity.AUTHORS, url=identity.ADDRESS)
    graph = [_descriptor(), _plain(root), people, *terms, fingerprint, swhid, *sources, *places, *parts]
    return {"@context": f"{PROFILE}/context", "@graph": graph}


def _descriptor() -> Json:
    return {"@id": PATH, "@type": "CreativeWork", "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"}}


def _written_last(about: Callable[[str], str]) -> Iterator[Json]:
    for path, media_type in _WRITTEN_LAST.items():
        yield {"@id": path, "@type": "File", "name": path, "description": about(path), "encodingFormat": media_type}


def _file(file: File, told: str) -> Json:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.path,
        "description": told,
        "encodingFormat": file.media_type,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
        **({"license": {"@id": CODE_LICENCE_URL}} if file.path in PROGRAMS else {}),
    }


def _identifier(place: str, kind: str, value: str) -> Json:
    return {"@id": place, "@type": "PropertyValue", "name": kind, "propertyID": kind, "value": value}


def _entity(place: str, kind: str, called: str, **more: str) -> Json:
    return _plain({"@id": place, "@type": kind, "name": called, **more})


def _links(entities: list[Json]) -> list[Json]:
    return [{"@id": entity["@id"]} for entity in entities]


def _plain(entity: Json) -> Json:
    """Return an entity without what is empty, and with a list of one as that one, as RO-Crate 1.3 wants it."""
    given = {name: value for name, value in entity.items() if value not in (None, "", [])}
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in given.items()}
