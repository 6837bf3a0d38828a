"""Croissant: croissant.json by MLCommons' Croissant 1.1, with its vocabulary for responsible AI and PROV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description, File, TableFacts
from caucasus_ledger.dataset.metadata import address, statements
from caucasus_ledger.dataset.metadata.datapackage import key_of
from caucasus_ledger.dataset.metadata.schema_org import identifiers, organisation
from caucasus_ledger.dataset.metadata.works import iri, reference, works
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.dataset.variables import Variable

VERSION = "http://mlcommons.org/croissant/1.1"
_TYPES = {"string": "sc:Text", "int": "sc:Integer", "float": "sc:Float", "date": "sc:Date"}

CONTEXT: Json = {
    "@language": identity.LANGUAGE,
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "prov": "http://www.w3.org/ns/prov#",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(description: Description, citation: str) -> Json:
    """Return the release as a Croissant dataset; `citation` is how it is cited, in a line."""
    document: Json = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": identity.NAME,
        "alternateName": identity.TITLE,
        "description": identity.DESCRIPTION,
        "url": address.release(description.version),
        "identifier": identifiers(description),
        "version": description.version,
        "datePublished": description.released.isoformat(),
        "inLanguage": identity.LANGUAGE,
        "keywords": list(identity.KEYWORDS),
        "license": identity.LICENCE_URL,
        "creator": organisation(),
        "publisher": organisation(),
        "citeAs": citation,
        "isLiveDataset": False,
        "prov:wasDerivedFrom": [{"@id": iri(work), "description": reference(work)} for work in works(description)],
        **_responsibility(),
        "distribution": [_file(file) for file in description.files if _form_of(file)],
        "recordSet": list(_record_sets(description)),
    }
    return document


def _responsibility() -> Json:
    return {
        "rai:dataCollection": statements.COLLECTION,
        "rai:dataCollectionMissingData": statements.missing("in the codebook"),
        "rai:dataCollectionRawData": statements.RAW,
        "rai:dataAnnotationProtocol": [statements.ANNOTATION],
        "rai:annotationsPerItem": statements.PER_ITEM,
        "rai:annotatorDemographics": [statements.ANNOTATORS],
        "rai:dataBiases": list(statements.BIASES),
        "rai:dataLimitations": [*statements.LIMITATIONS, statements.NOT_FOR],
        "rai:dataUseCases": list(statements.USES),
        "rai:dataSocialImpact": statements.IMPACT,
        "rai:personalSensitiveInformation": [statements.PERSONAL],
        "rai:dataReleaseMaintenancePlan": statements.MAINTENANCE,
    }


def _form_of(file: File) -> str | None:
    name, _, form = file.path.rpartition(".")
    return form if name in BY_NAME and form in ("parquet", "csv") else None


def _file(file: File) -> Json:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _READ_AS.get(file.media_type, file.media_type),
        "sha256": file.sha256,
    }


_READ_AS = {"application/vnd.apache.parquet": "application/x-parquet"}
"""Media types that Croissant calls by another name."""


def _record_sets(description: Description) -> Iterator[Json]:
    for name, table in description.tables.items():
        yield _record_set(name, table)


def _record_set(name: str, table: TableFacts) -> Json:
    """Return how records are read from the Parquet file: of CSV, programs would guess the types, and 07 become 7."""
    key = [{"@id": f"{name}/{column}"} for column in key_of(name, table)]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table.about,
        **({"key": key} if key else {}),
        "field": [_field(variable) for variable in table.variables],
    }


def _field(variable: Variable) -> Json:
    found: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{variable.table}/{variable.name}",
        "name": variable.name,
        "description": variable.label,
        "dataType": _TYPES[variable.type],
        "source": _column(variable.table, variable.name),
    }
    if len(variable.refers) == 1 and not variable.joined and variable.table not in variable.refers:  # no cycles
        (other,) = variable.refers
        found["references"] = _column(other, BY_NAME[other].columns[0].name)
    return found


def _column(table: str, name: str) -> Json:
    return {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": name}}
