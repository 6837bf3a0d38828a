"""P: what was published stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Finding, Rule


def _releases(intake: Intake) -> Iterator[tuple[Path, dict[str, dict[str, dict[str, str]]]]]:
    for path in sorted((intake.root / "dataset" / "releases").glob("*/manifest.json")):
        try:
            manifest = json.loads(path.read_bytes())
            manifest["files"]["records/event.jsonl"]["sha256"]
        except (ValueError, KeyError, TypeError):
            continue
        yield path.parent, manifest


def _unreadable_manifests(intake: Intake) -> Iterator[Finding]:
    readable = {folder for folder, _ in _releases(intake)}
    for path in sorted((intake.root / "dataset" / "releases").glob("*")):
        if path.is_dir() and not path.name.startswith(".") and path not in readable:
            yield Finding(path.name, "", f"release {path.name} has no manifest that can be read")


def _changed_files(intake: Intake) -> Iterator[Finding]:
    for folder, manifest in _releases(intake):
        for name, wanted in manifest["files"].items():
            path = folder / name
            found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none, the file is gone"
            if found != wanted["sha256"]:
                says = f"{name} of release {folder.name} has digest {found}, released was {wanted['sha256']}"
                yield Finding(folder.name, "", says)


def _lost_ids(intake: Intake) -> Iterator[Finding]:
    lost: dict[str, str] = {}
    for folder, manifest in _releases(intake):
        for name in manifest["files"]:
            if name.startswith("records/"):
                for line in (
                    (folder / name).read_text(encoding="utf-8").splitlines() if (folder / name).is_file() else ()
                ):
                    lost[json.loads(line)["id"]] = folder.name
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
