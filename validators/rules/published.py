"""P: what was published stays as it was."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_ledger.dataset.records import RELEASES, path_of
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Finding, Rule


def _unreadable_manifests(intake: Intake) -> Iterator[Finding]:
    for release in intake.releases:
        if release.wanted is None:
            version = release.version
            yield Finding(version, "", f"release {version} has no manifest that can be read", _manifest(version))


def _changed_files(intake: Intake) -> Iterator[Finding]:
    for release in intake.releases:
        version = release.version
        for name, wanted in (release.wanted or {}).items():
            if release.found[name] != wanted:
                found = release.found[name] or "none, the file is gone"
                message = f"{name} of release {version} has digest {found}, released was {wanted}"
                yield Finding(version, "", message, f"{RELEASES}/{version}/{name}")


def _manifest(version: str) -> str:
    return f"{RELEASES}/{version}/manifest.json"


def _lost_ids(intake: Intake) -> Iterator[Finding]:
    """Records that were lost before; what a contribution loses, its own rules tell."""
    lost_now = intake.contribution.base.records if intake.contribution else {}
    for record_id, where in intake.lost.items():
        if record_id not in lost_now:
            yield Finding(record_id, "", f"{record_id} was in {where}, and {path_of(record_id)} is gone")


RULES = (
    Rule("P001", "release-changed", "A file of a release is not the one that was released.",
         "Restore it from version control; a correction goes into a new release.",
         Example("0.1.0", path="dataset/releases/0.1.0/actors.csv", raw=b"actor_id\n", released=True, at=""), search=_changed_files),
    Rule("P002", "identifier-lost", "A record that was released is gone without a tombstone.",
         "Put a tombstone in its place: id and retracted with reason, retracted_on and replaced_by.",
         Example("assessment/example-2020/ferry-deaths", raw=b"", path="-dataset/records/assessment/example-2020/ferry-deaths.json",
                 released=True, at=""), search=_lost_ids),
    Rule("P003", "manifest-unreadable", "A release has no manifest that can be read.", "Restore it from version control.",
         Example("0.1.0", path="dataset/releases/0.1.0/manifest.json", raw=b"{", released=True, at=""),
         search=_unreadable_manifests),
)  # fmt: skip
