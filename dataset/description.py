"""Description: what a release says of itself: contents, digests, coverage. All its metadata are made from this."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.fingerprint import fingerprint
from caucasus_ledger.dataset.records import KINDS, Json, kind_of
from caucasus_ledger.dataset.swhid import directory_swhid
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.dataset.unf import table_unf
from caucasus_ledger.dataset.variables import Variable, variables

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

_MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "json": "application/json",
    "dta": "application/x-stata-dta",
    "md": "text/markdown",
    "html": "text/html",
    "jsonld": "application/ld+json",
    "cff": "application/yaml",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "py": "text/x-python",
    "R": "text/x-r-source",
    "do": "text/plain",
    "txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: its path in the folder, its length in bytes, its digest, its IANA or usual media type."""

    path: str
    bytes: int
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table of a release: its number of rows, its Merkle root and UNF, and its columns in order."""

    rows: int
    root: str
    unf: str
    about: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A release in figures.

    `records` counts them by kind, withdrawn ones as tombstone. `sources` are the source records as JSON, `names` what
    each actor is called. `earliest` and `latest` are the first and last day that an event is dated to, `dated` how many
    events have both ends and how many only one; the others have none. `countries` are the ISO 3166-1 alpha-3 codes of
    places and actors. `files` are those with data, sorted by path.
    """

    version: str
    released: date
    schema_version: str
    plover_version: str
    fingerprint: str
    swhid: str
    previous: str | None
    records: Mapping[str, int]
    tables: Mapping[str, TableFacts]
    sources: tuple[Json, ...]
    names: Mapping[str, str]
    earliest: date | None
    latest: date | None
    dated: tuple[int, int]
    countries: tuple[str, ...]
    files: tuple[File, ...]


def describe(
    records: Sequence[Json],
    tables: Mapping[str, list[Json]],
    contents: Mapping[str, bytes],
    *,
    version: str,
    released: date,
    schema_version: str,
    plover_version: str,
    previous: str | None,
) -> Description:
    """Return the description of a release with these records, tables and files of data."""
    digest, roots = fingerprint(dict(tables))
    days = [day for row in tables["events"] for day in (row["when_earliest"], row["when_latest"]) if day]
    ends = [(row["when_earliest"] is not None) + (row["when_latest"] is not None) for row in tables["events"]]
    countries = {row["country"] for name in ("places", "actors") for row in tables[name]}
    return Description(
        version=version,
        released=released,
        schema_version=schema_version,
        plover_version=plover_version,
        fingerprint=digest,
        swhid=directory_swhid(below("records/", contents)),
        previous=previous,
        records={kind: sum(kind_of(record) == kind for record in records) for kind in (*KINDS, "tombstone")},
        tables={
            name: TableFacts(
                len(rows), roots[name], table_unf(BY_NAME[name], rows), BY_NAME[name].about,
                variables(BY_NAME[name], rows),
            )
            for name, rows in tables.items()
        },
        sources=tuple(record for record in records if kind_of(record) == "source"),
        names={row["actor_id"]: row["name"] for row in tables["actors"]},
        earliest=min(days, default=None),
        latest=max(days, default=None),
        dated=(ends.count(2), ends.count(1)),
        countries=tuple(sorted(country for country in countries if country)),
        files=files(contents),
    )  # fmt: skip


def below(folder: str, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files below a folder, by their path in it."""
    return {path.removeprefix(folder): content for path, content in contents.items() if path.startswith(folder)}


def files(contents: Mapping[str, bytes]) -> tuple[File, ...]:
    """Return the files of some contents, sorted by path."""
    return tuple(
        File(path, len(content), hashlib.sha256(content).hexdigest(), media_type(path))
        for path, content in sorted(contents.items())
    )


def media_type(path: str) -> str:
    """Return the media type of a file of a release by its suffix."""
    return _MEDIA.get(path.rpartition(".")[2], "text/plain")


def data_of(paths: Iterable[str]) -> list[str]:
    """Return those of a release's paths that hold records or tables, and not what is said about them."""
    return [
        path
        for path in paths
        if path.startswith("records/") or path == "dataset.json" or path.rpartition(".")[0] in BY_NAME
    ]


def description_of(ledger: Ledger) -> Description:
    """Return the description of a release. Raises LedgerError for records that are not released."""
    import json

    from caucasus_ledger.dataset.store import LedgerError, ReleaseStore

    store = ledger.store
    if not isinstance(store, ReleaseStore):
        raise LedgerError("records that are not released have no description; load a release")
    manifest = store.manifest
    texts = (text for texts in store.texts.values() for text in texts.values())
    return describe(
        sorted((json.loads(text) for text in texts), key=lambda record: str(record["id"])),
        {name: ledger.table(name).to_pylist() for name in ledger.tables},
        {path: store.read(path) for path in data_of(manifest["files"])},
        version=ledger.version,
        released=date.fromisoformat(manifest["released"]),
        schema_version=manifest["schema_version"],
        plover_version=manifest["plover_version"],
        previous=(manifest.get("previous") or {}).get("version"),
    )
