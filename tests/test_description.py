"""Description: what a release says of itself is what is in it, when it is made and ever after."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from caucasus_ledger.dataset.description import data_of, describe, description_of, files, media_type
from caucasus_ledger.dataset.formats import FORMATS
from caucasus_ledger.dataset.ledger import Ledger, LedgerError, load, versions
from caucasus_ledger.dataset.records import read_records
from caucasus_ledger.dataset.tables import TABLES, rows


def test_a_release_is_described_as_it_was_when_it_was_made(release: Path, example: Path) -> None:
    records = read_records(example)
    tables = {table.name: [row.values for row in rows(table, records)] for table in TABLES}
    manifest = json.loads((release / "manifest.json").read_bytes())
    contents = {path: (release / path).read_bytes() for path in data_of(manifest["files"])}
    made = describe(
        records, tables, contents, version="0.1.0", released=date(2020, 8, 1),
        schema_version=manifest["schema_version"], plover_version=manifest["plover_version"], previous=None,
    )  # fmt: skip
    assert description_of(load(release)) == made


def test_it_agrees_with_the_manifest(release: Path) -> None:
    manifest, found = json.loads((release / "manifest.json").read_bytes()), description_of(load(release))
    assert (found.fingerprint, found.swhid) == (manifest["fingerprint"], manifest["swhid"])
    assert sum(found.records.values()) == manifest["records"]
    for name, table in found.tables.items():
        assert (table.rows, table.root, table.unf) == tuple(
            manifest["tables"][name][key] for key in ("rows", "root", "unf")
        )
        assert [[one.name, one.type] for one in table.variables] == manifest["tables"][name]["columns"]
    for file in found.files:
        assert manifest["files"][file.path] == {"bytes": file.bytes, "sha256": file.sha256}


def test_it_knows_who_and_what_and_when(release: Path) -> None:
    found = description_of(load(release))
    assert [source["id"] for source in found.sources] == ["source/example-2020"]
    assert found.names["actor/northmark"] == "Northmark"
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= found.latest
    assert all(len(country) == 3 for country in found.countries)


@pytest.mark.parametrize("version", versions())
def test_every_release_can_be_described(version: str) -> None:
    found = description_of(load(version))
    assert found.fingerprint == load(version).fingerprint
    assert found.version == version


def test_what_is_not_released_has_no_description(checkout: Ledger) -> None:
    with pytest.raises(LedgerError, match="load a release"):
        description_of(checkout)


def test_files_of_data_are_those_with_records_or_tables() -> None:
    paths = ["records/event.jsonl", "dataset.json", "claims.csv", "codebook.csv", "README.md", "manifest.json"]
    assert data_of(paths) == ["records/event.jsonl", "dataset.json", "claims.csv"]


def test_a_file_has_its_length_digest_and_media_type() -> None:
    (found,) = files({"a.csv": "é".encode()})
    assert (found.path, found.bytes, found.sha256) == ("a.csv", 2, hashlib.sha256("é".encode()).hexdigest())
    assert (found.media_type, media_type("LICENSE")) == ("text/csv", "text/plain")
    assert {media_type(f"a.{form}") for form in FORMATS} & {"text/plain"} == set()
