"""P: what was published stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Finding, Rule


def _releases(intake: Intake) -> Iterator[tuple[Path, dict[str, str]]]:
    """Yield the folder of every release whose manifest reads, with the digests of its files."""
    for path in sorted((intake.root / "dataset" / "releases").glob("*/manifest.json")):
        try:
            digests = {name: wanted["sha256"] for name, wanted in json.loads(path.read_bytes())["files"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if "records/event.jsonl" in digests:
            yield path.parent, digests


def _unreadable_manifests(intake: Intake) -> Iterator[Finding]:
    readable = {folder for folder, _ in _releases(intake)}
    for path in sorted((intake.root / "dataset" / "releases").glob("*")):
        if path.is_dir() and not path.name.startswith(".") and path not in readable:
            yield Finding(path.name, "", f"release {path.name} has no manifest that can be read")


def _changed_files(intake: Intake) -> Iterator[Finding]:
    for folder, digests in _releases(intake):
        for name, wanted in digests.items():
            found = _digest(folder / name) or "none, the file is gone"
            if found != wanted:
                says = f"{name} of release {folder.name} has digest {found}, released was {wanted}"
                yield Finding(folder.name, "", says)


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _lost_ids(intake: Intake) -> Iterator[Finding]:
    lost: dict[str, str] = {}
    for folder, digests in _releases(intake):
        for name, wanted in digests.items():
            if name.startswith("records/") and _digest(folder / name) == wanted:
                lost |= {json.loads(line)["id"]: folder.name for line in (folder / name).read_bytes().splitlines()}
    for record_id, version in sorted(lost.items()):
        if record_id not in intake.ids:
            yield Finding(record_id, "", f"{record_id} was in release {version}, and {path_of(record_id)} is gone")


RULES = (
    Rule("P001", "release-changed", "A file of a release is not the one that was released.",
         "Restore it from version control; a correction goes into a new release.",
         Example("0.1.0", path="dataset/releases/0.1.0/actors.json", raw=b"[]\n", released=True, at=""), search=_changed_files),
    Rule("P002", "identifier-lost", "A record that was released is gone without a tombstone.",
         "Put a tombstone in its place: id and retracted with reason, retracted_on and replaced_by.",
         Example("assessment/example-2020/ferry-deaths", raw=b"", path="-dataset/records/assessment/example-2020/ferry-deaths.json",
                 released=True, at=""), search=_lost_ids),
    Rule("P003", "manifest-unreadable", "A release has no manifest that can be read.", "Restore it from version control.",
         Example("0.1.0", path="dataset/releases/0.1.0/manifest.json", raw=b"{", released=True, at=""),
         search=_unreadable_manifests),
)  # fmt: skip
