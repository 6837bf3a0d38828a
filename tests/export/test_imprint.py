"""Imprint: every export says which version it is, on what terms, and how to cite it."""

from __future__ import annotations

import io
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.export.catalogue import BY_NAME
from caucasus_ledger.dataset.export.imprint import WIDTH, entry, imprint_of, readme
from caucasus_ledger.dataset.export.iris import address, iri, release_iri, vocabulary
from caucasus_ledger.dataset.export.output import export
from caucasus_ledger.dataset.ledger import Ledger

Told = dict[str, str]


def _readme(path: Path) -> Told:
    lines = (path / "README.txt").read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Cite as"))
    cite = [lines[start], *lines[start + 1 :][: lines[start:].index("") - 1]]
    told = {line[:13].strip(): line[13:] for line in lines[:start]}
    return {
        "version": told["Version"].partition(",")[0],
        "licence": told["Licence"].partition(",")[0],
        "fingerprint": told["Fingerprint"],
        "citation": " ".join(line[13:] for line in cite),
    }


def _sqlite(path: Path) -> Told:
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT key, value FROM metadata"))


def _duckdb(path: Path) -> Told:
    with duckdb.connect(str(path), read_only=True) as database:
        return dict(database.execute("SELECT key, value FROM metadata").fetchall())


def _json(**names: str) -> Callable[[Path], Told]:
    def told(path: Path) -> Told:
        document: Any = json.loads(path.read_text(encoding="utf-8"))
        if "@graph" in document:
            document = document["@graph"][0]
        elif "entity" in document:
            document = next(one for name, one in document["entity"].items() if name.startswith("ledger:release/"))
        return {name: document[key] for name, key in names.items()}

    return told


def _graphml(path: Path) -> Told:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ET.parse(path).getroot().find(f"{space}graph")  # noqa: S314 - it is our own text
    assert graph is not None
    return {data.attrib["key"].removeprefix("graph_"): data.text or "" for data in graph.findall(f"{space}data")}


PLACES: dict[str, Callable[[Path], Told]] = {
    "csv": _readme,
    "plover": _readme,
    "ftm": _readme,
    "replication": _readme,
    "sqlite": _sqlite,
    "duckdb": _duckdb,
    "graphml": _graphml,
    "jsonld": _json(
        version="schema:version",
        fingerprint="schema:identifier",
        licence="dcterms:license",
        citation="dcterms:bibliographicCitation",
    ),
    "webannotation": _json(
        version="schema:version",
        fingerprint="term:fingerprint",
        licence="term:licence",
        citation="dcterms:bibliographicCitation",
    ),
    "claimreview": _json(version="version", fingerprint="identifier", licence="usageInfo", citation="creditText"),
    "prov": _json(
        version="schema:version",
        fingerprint="term:fingerprint",
        licence="term:licence",
        citation="dcterms:bibliographicCitation",
    ),
}


@pytest.mark.parametrize("name", BY_NAME)
def test_every_export_says_what_it_is(released: Ledger, name: str, tmp_path: Path) -> None:
    told = PLACES[name](export(BY_NAME[name], released, tmp_path / "export"))
    wanted = {
        "version": released.version,
        "fingerprint": released.fingerprint,
        "licence": "CC-BY-4.0",
        "citation": released.cite(),
    }
    assert {key: told[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", [name for name, form in BY_NAME.items() if form.shape == "folder"])
def test_the_text_that_goes_with_a_folder_fits_a_terminal(released: Ledger, name: str, tmp_path: Path) -> None:
    text = (export(BY_NAME[name], released, tmp_path / "export") / "README.txt").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if len(line) > WIDTH or line != line.rstrip()] == []
    assert text.isascii()
    assert text.endswith("\n")


def test_unreleased_records_say_that_they_cannot_be_cited(checkout: Ledger) -> None:
    told = imprint_of(checkout)
    assert (told.version, told.released, told.stem) == ("unreleased", "", "caucasus-ledger-unreleased")
    assert "cannot be cited" in told.citation
    assert told.fingerprint == checkout.fingerprint
    assert "released" not in told.items()
    assert "Version      unreleased\n" in readme(told, "x", ()).decode()


def test_an_entry_is_set_in_under_its_text() -> None:
    found = entry("  key  ", "word " * 30)
    assert len(found) == 3
    assert {line[:7] for line in found[1:]} == {" " * 7}


def test_a_list_keeps_its_lines(ledger: Ledger) -> None:
    assert io.BytesIO(readme(imprint_of(ledger), "x", ["a\n  b"])).getvalue().endswith(b"\n\na\n  b\n")


def test_names_lie_below_the_address_once_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert iri("actor/armenia") == "urn:caucasus-ledger:actor/armenia"
    monkeypatch.setattr(identity, "ADDRESS", "https://example.org/ledger")
    assert iri("actor/armenia") == "https://example.org/ledger/actor/armenia"
    assert release_iri("1.0.0") == "https://example.org/ledger/release/1.0.0"
    assert vocabulary() == "https://example.org/ledger/terms/"


@pytest.mark.parametrize("name", ["jsonld", "webannotation", "claimreview", "prov"])
def test_exports_lie_below_the_address_once_there_is_one(
    name: str, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "ADDRESS", "https://example.org/ledger")
    text = export(BY_NAME[name], ledger, tmp_path / "export").read_text(encoding="utf-8")
    assert "urn:caucasus-ledger" not in text
    assert '"https://example.org/ledger/' in text


def test_an_address_is_an_iri() -> None:
    assert address('https://example.org/a?b={"c"}|d') == "https://example.org/a?b=%7B%22c%22%7D%7Cd"
    assert address("https://example.org/%7Ea?b=c#d") == "https://example.org/%7Ea?b=c#d"
