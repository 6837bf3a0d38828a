"""CSVW: csvw-metadata.json by the W3C's Metadata Vocabulary for Tabular Data, one table group for all CSV files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description, TableFacts
from caucasus_ledger.dataset.metadata import address
from caucasus_ledger.dataset.metadata.datapackage import key_of, one_of
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.dataset.variables import Variable

CONTEXT = "http://www.w3.org/ns/csvw"
_TYPES = {"string": "string", "int": "integer", "float": "double", "date": "date"}


def csvw(description: Description) -> Json:
    """Return the metadata of a release's CSV files; addresses are relative to the file itself."""
    return {
        "@context": [CONTEXT, {"@language": identity.LANGUAGE}],
        "@id": address.release(description.version),
        "dc:title": identity.TITLE,
        "dc:description": identity.DESCRIPTION,
        "dc:creator": identity.AUTHORS,
        "dc:issued": description.released.isoformat(),
        "dc:license": {"@id": identity.LICENCE_URL},
        "schema:version": description.version,
        "schema:keywords": list(identity.KEYWORDS),
        "schema:identifier": [f"ccd1:{description.fingerprint}", description.swhid],
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\n"]},
        "tables": [_table(name, table) for name, table in description.tables.items()],
    }


def _table(name: str, table: TableFacts) -> Json:
    key = key_of(name, table)
    return {
        "url": f"{name}.csv",
        "dc:description": table.about,
        "dc:extent": f"{table.rows} rows",
        "tableSchema": {
            "columns": [_column(variable) for variable in table.variables],
            **({"primaryKey": key} if key else {}),
            "foreignKeys": list(_foreign(table)),
        },
    }


def _column(variable: Variable) -> Json:
    found: dict[str, Any] = {
        "name": variable.name,
        "titles": variable.name,
        "dc:title": variable.label,
        "dc:description": variable.description,
        "datatype": _datatype(variable),
        "separator": ";" if variable.joined else None,
        "null": "",
        "required": not variable.missing,
    }
    return {name: value for name, value in found.items() if value is not None}


def _datatype(variable: Variable) -> str | Json:
    base = _TYPES[variable.type]
    if variable.codes:
        return {"base": base, "format": f"^{one_of(variable)}$"}
    return {"base": base, "format": variable.pattern} if variable.pattern else base


def _foreign(table: TableFacts) -> Iterator[Json]:
    """Yield the references of columns that are never empty: of others, validators would want every cell to lead on."""
    for variable in table.variables:
        if len(variable.refers) == 1 and not variable.joined and not variable.missing:
            (other,) = variable.refers
            reference = {"resource": f"{other}.csv", "columnReference": BY_NAME[other].columns[0].name}
            yield {"columnReference": variable.name, "reference": reference}
