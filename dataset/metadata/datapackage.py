"""Data Package: datapackage.json by the Data Package standard 2.0, with a resource for each table as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation.cited import Work
from caucasus_ledger.dataset.description import Description, File, TableFacts
from caucasus_ledger.dataset.metadata import address
from caucasus_ledger.dataset.metadata.works import reference, works
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.dataset.variables import Variable, keys

PROFILES = "https://datapackage.org/profiles/2.0"
TYPES = {"string": "string", "int": "integer", "float": "number", "date": "date"}


def datapackage(description: Description) -> Json:
    """Return the descriptor of a release."""
    site = {"homepage": address.home(description.version)} if identity.ADDRESS else {}
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": identity.NAME,
        "id": address.release(description.version),
        "title": identity.TITLE,
        "description": identity.DESCRIPTION,
        **site,
        "version": description.version,
        "created": f"{description.released.isoformat()}T00:00:00Z",
        "keywords": list(identity.KEYWORDS),
        "licenses": [{"name": identity.LICENCE, "path": identity.LICENCE_URL, "title": identity.LICENCE_TITLE}],
        "contributors": [{"title": identity.AUTHORS, "roles": ["creator"]}],
        "sources": [_source(work) for work in works(description)],
        "fingerprint": f"ccd1:{description.fingerprint}",
        "swhid": description.swhid,
        "resources": [
            _resource(name, table, file)
            for name, table in description.tables.items()
            for file in description.files
            if file.path == f"{name}.csv"
        ],
    }


def _source(work: Work) -> Json:
    return {"title": reference(work)} | ({"path": work.url} if work.url else {})


def _resource(name: str, table: TableFacts, file: File) -> Json:
    return {
        "name": name,
        "type": "table",
        "title": table.about,
        "path": file.path,
        "scheme": "file",
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rowCount": table.rows,
        "unf": table.unf,
        "dialect": {
            "$schema": f"{PROFILES}/tabledialect.json",
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": _schema(name, table),
    }


def _schema(name: str, table: TableFacts) -> Json:
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "missingValues": [""],
        "fields": [_field(variable, key_of(name, table)) for variable in table.variables],
        **_keys(name, table),
        **({"foreignKeys": foreign} if (foreign := list(_foreign(name, table))) else {}),
    }


def key_of(name: str, table: TableFacts) -> list[str]:
    """Return the columns of the primary key, or nothing where one of those that tell rows apart may be empty."""
    columns = list(keys(BY_NAME[name]))
    empty = {variable.name for variable in table.variables if variable.missing}
    return [] if empty & set(columns) else columns


def _keys(name: str, table: TableFacts) -> Json:
    key = key_of(name, table)
    return {"primaryKey": key} if key else {"uniqueKeys": [list(keys(BY_NAME[name]))]}


def _foreign(name: str, table: TableFacts) -> Iterator[Json]:
    for variable in table.variables:
        if len(variable.refers) == 1 and not variable.joined:
            (other,) = variable.refers
            reference = {} if other == name else {"resource": other}
            yield {"fields": [variable.name], "reference": {**reference, "fields": [BY_NAME[other].columns[0].name]}}


def _field(variable: Variable, key: list[str]) -> Json:
    found: dict[str, Any] = {
        "name": variable.name,
        "type": TYPES[variable.type],
        "title": variable.label,
        "description": variable.description,
        "unit": variable.unit,
        "missing": variable.missing,
        "example": example(variable),
        "categories": categories(variable),
        "constraints": _constraints(variable, key),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [], {})}


def example(variable: Variable) -> str | None:
    """Return a value as CSV has it, if it is short enough to show; None where there is none."""
    text = None if variable.example is None else str(variable.example)
    return text if text and len(text) <= 80 else None


def categories(variable: Variable) -> list[Json]:
    """Return the codes of a column that holds one of them, with their meanings."""
    return [] if variable.joined else [{"value": code, "label": meant} for code, meant in variable.codes.items()]


def _constraints(variable: Variable, key: list[str]) -> Json:
    found: Json = {}
    if not variable.missing:
        found["required"] = True
    if key == [variable.name]:
        found["unique"] = True
    if variable.codes and not variable.joined:
        found["enum"] = list(variable.codes)
    elif form := pattern(variable):
        found["pattern"] = form
    return found


def pattern(variable: Variable) -> str:
    """Return the regular expression that the whole of a text matches; for a joined list of codes, made of these."""
    if variable.codes and variable.joined:
        one = one_of(variable)
        return f"^{one}(?:;{one})*$"
    return variable.pattern


def one_of(variable: Variable) -> str:
    """Return a regular expression of a column's codes that Python, ECMAScript and XML Schema read alike."""
    return f"(?:{'|'.join(map(_literal, variable.codes))})"


def _literal(code: str) -> str:
    return "".join(f"\\{letter}" if letter in r"\^$.*+?()[]{}|" else letter for letter in code)
