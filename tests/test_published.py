"""Published: a release that was touched, or of which something is gone, is told and never makes the check fail."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.check import check
from copies import copy_to

ASSESSMENT = "assessment/example-2020/ferry-deaths"


@pytest.fixture
def root(tmp_path: Path, release: Path) -> Path:
    root = copy_to(tmp_path)
    shutil.copytree(release, root / "dataset" / "releases" / "0.1.0")
    return root


@pytest.fixture
def folder(root: Path) -> Path:
    return root / "dataset" / "releases" / "0.1.0"


def found(root: Path) -> list[tuple[str, str]]:
    return [(problem.code, problem.file) for problem in check(root).problems]


def test_a_release_as_it_was_made_is_in_order(root: Path) -> None:
    assert found(root) == []


MANIFEST = "dataset/releases/0.1.0/manifest.json"


@pytest.mark.parametrize("name", ["actors.csv", "events.parquet", "records/event.jsonl"])
def test_a_changed_file_is_told(root: Path, folder: Path, name: str) -> None:
    with (folder / name).open("ab") as stream:
        stream.write(b"{")
    assert found(root) == [("P001", f"dataset/releases/0.1.0/{name}")]


@pytest.mark.parametrize("name", ["actors.csv", "records/claim.jsonl"])
def test_a_file_that_is_gone_is_told(root: Path, folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert found(root) == [("P001", f"dataset/releases/0.1.0/{name}")]


def _without_digest(manifest: dict[str, Any]) -> None:
    manifest["files"]["actors.csv"] = {}


def _without_records(manifest: dict[str, Any]) -> None:
    del manifest["files"]["records/event.jsonl"]


def _with_a_list(manifest: dict[str, Any]) -> None:
    manifest["files"] = []


def _without_files(manifest: dict[str, Any]) -> None:
    del manifest["files"]


@pytest.mark.parametrize("spoil", [_without_digest, _without_records, _with_a_list, _without_files])
def test_a_manifest_that_says_too_little_is_told(
    root: Path, folder: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    spoil(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert found(root) == [("P003", MANIFEST)]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"null"])
def test_a_manifest_that_does_not_read_is_told(root: Path, folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    assert found(root) == [("P003", MANIFEST)]


def test_a_lost_record_is_told_where_it_belongs(root: Path) -> None:
    (root / path_of(ASSESSMENT)).unlink()
    assert found(root) == [("P002", path_of(ASSESSMENT))]


def test_a_record_that_left_a_tombstone_is_not_lost(root: Path) -> None:
    tombstone = {"id": ASSESSMENT, "retracted": {"reason": "It was wrong.", "retracted_on": "2021-01-01"}}
    text = json.dumps(tombstone, indent=2) + "\n"
    (root / path_of(ASSESSMENT)).write_text(text, encoding="utf-8")
    assert found(root) == []


def test_a_release_in_the_making_is_passed_over(root: Path) -> None:
    (root / "dataset" / "releases" / ".0.2.0-abc").mkdir()
    assert found(root) == []
