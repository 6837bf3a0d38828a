"""Replication: a folder that an archive takes as it is, and whose files prove themselves."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from datetime import date
from pathlib import Path

import pandas
import pytest

from caucasus_ledger.dataset.export import csv, replication
from caucasus_ledger.dataset.export.catalogue import BY_NAME
from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.export.output import export
from caucasus_ledger.dataset.formats import decode
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.store import LedgerError, ReleaseStore
from caucasus_ledger.dataset.variables import meaning


@pytest.fixture(scope="module")
def files(released: Ledger) -> dict[str, bytes]:
    return replication.files(released)


def test_the_sums_are_those_of_all_other_files(released: Ledger, tmp_path: Path) -> None:
    folder = export(BY_NAME["replication"], released, tmp_path / "archive")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=True
    )
    assert done.stdout.decode().count(": OK\n") == len(list(folder.iterdir())) - 1


def test_the_manifest_says_what_is_there_and_of_which_release(files: dict[str, bytes], released: Ledger) -> None:
    manifest = json.loads(files["manifest.json"])
    assert (manifest["version"], manifest["fingerprint"]) == (released.version, released.fingerprint)
    assert manifest["files"] == {
        path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(files.items())
        if path not in ("manifest.json", "SHA256SUMS")
    }


def test_every_table_is_there_for_r_and_stata(files: dict[str, bytes], released: Ledger) -> None:
    for table, rows in tables_of(released).items():
        assert decode("csv", table, files[f"{table.name}.csv"]) == rows
        assert decode("dta", table, files[f"{table.name}.dta"]) == rows


def test_labels_survive_in_stata(files: dict[str, bytes], released: Ledger) -> None:
    for table in tables_of(released):
        with pandas.io.stata.StataReader(io.BytesIO(files[f"{table.name}.dta"])) as reader:
            labels = reader.variable_labels()
        assert labels == {column.name: meaning(table, column).label for column in table.columns}


def test_what_the_release_holds_goes_along_unchanged(files: dict[str, bytes], released: Ledger) -> None:
    store = released.store
    assert isinstance(store, ReleaseStore)
    same = set(files) & set(store.manifest["files"]) - {"manifest.json"}
    assert all(files[path] == store.read(path) for path in same)
    assert {path for path in replication._TAKEN if path in store.manifest["files"]} <= same


def test_scripts_and_codebook_of_the_release_go_along(example: Path, tmp_path: Path) -> None:
    names = ["load.R", "load.do", "codebook.csv", "CITATION.cff", "events.csv"]
    documents = {name: f"{name} of the release\n".encode() for name in names}
    documents["index.html"] = b"not for an archive\n"
    ledger = load(build_release(example, "1.0.0", date(2020, 8, 1), tmp_path / "1.0.0", documents=documents))
    store = ledger.store
    assert isinstance(store, ReleaseStore)
    found = replication.files(ledger)
    assert {name: found[name] for name in names} == {name: store.read(name) for name in names}
    assert csv.files(ledger)["codebook.csv"] == store.read("codebook.csv")
    assert "index.html" not in found
    assert "\n  load.R " in found["README.txt"].decode()
    assert 'source("load.R", chdir = TRUE)' in found["README.txt"].decode()
    assert len({name.casefold() for name in found}) == len(found)


def test_the_citation_goes_along_for_every_program(files: dict[str, bytes], released: Ledger) -> None:
    forms = {
        "CITATION.cff",
        "citation.bib",
        "citation.biblatex.bib",
        "citation.ris",
        "citation.csl.json",
        "citation.txt",
    }
    assert forms <= set(files)
    assert files["citation.txt"].decode().strip() == released.cite()
    assert all(released.version in files[form].decode() for form in forms)


def test_the_terms_go_along_even_where_the_release_has_none(files: dict[str, bytes]) -> None:
    assert b"SPDX-License-Identifier: CC-BY-4.0" in files["LICENSE"]
    first = replication.files(load("0.1.0"))
    assert load("0.1.0").cite() in first["LICENSE"].decode()
    assert "\n  LICENSE " in first["README.txt"].decode()


def test_the_readme_has_what_journals_ask_for(files: dict[str, bytes], released: Ledger) -> None:
    text = files["README.txt"].decode()
    for heading in ("PAPER", "DATA CITATION", "DATA AVAILABILITY", "FILES", "SOFTWARE", "INSTRUCTIONS", "OTHER DATA"):
        assert f"\n\n{heading}\n" in text
    assert released.cite() in " ".join(text.split())
    told = text.partition("FILES")[2].partition("Tables")[0]
    documents = [
        path for path in files if not path.endswith(".dta") and path.removesuffix(".csv") not in released.tables
    ]
    assert [path for path in documents if f"\n  {path} " not in told] == []


def test_unreleased_records_are_not_for_an_archive(checkout: Ledger) -> None:
    with pytest.raises(LedgerError, match="not released cannot be cited"):
        replication.files(checkout)


def test_every_file_that_may_go_along_is_explained() -> None:
    assert set(replication._TAKEN) <= set(replication._WHAT)
