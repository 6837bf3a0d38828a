"""Releasing: make a release of a checkout, and bring what tells of the newest one in line with it.

The folder of the release comes into being whole, by one renaming. What stands beside it (the changelog, CITATION.cff,
the README's paths) is then made from it, so that the command, run again after it was cut off, ends as it would have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.atomic import Replacement, replace_all
from caucasus_ledger.dataset.bump import definitions_changed, require_bump
from caucasus_ledger.dataset.changelog import (
    CHANGELOG,
    data_history,
    data_section,
    from_history,
    is_ready,
    section_of,
    with_release,
)
from caucasus_ledger.dataset.diff import Change, change_rows, diff
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.formats import needs_pandas
from caucasus_ledger.dataset.ledger import Ledger, load, versions
from caucasus_ledger.dataset.manifest import MANIFEST, parse
from caucasus_ledger.dataset.records import RELEASES
from caucasus_ledger.dataset.release import alone, build_release
from caucasus_ledger.dataset.release_notes import data_entries
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.changes import names_of
from caucasus_ledger.face.prose import field, heading
from caucasus_ledger.face.report import count
from caucasus_ledger.validators.check import Report, check

CITATION = "CITATION.cff"
README = "README.md"
_IN_A_RELEASE = re.compile(rf"{RELEASES}/[0-9]+\.[0-9]+\.[0-9]+/")


class NotClean(LedgerError):
    """The check found something, so nothing is released; `report` says what."""

    def __init__(self, report: Report) -> None:
        super().__init__("nothing is released before the check is clean")
        self.report = report


@dataclass(frozen=True)
class Release:
    """A release that was made, or would be: what it follows, what has changed since, what was written.

    `least` is the least version that the changes require, with the reason; None for the first release.
    """

    version: str
    released: date
    fingerprint: str
    previous: str | None
    least: tuple[str, str] | None
    changes: tuple[Change, ...]
    written: tuple[str, ...]


def release(root: Path, version: str, released: date, *, write: bool = True) -> Release:
    """Make a release of a checkout, or finish one that was cut off after its folder was there.

    Raises NotClean if the check finds anything, LedgerError if the version is too small, is there already with all that
    tells of it, the day is before that of the last release, or somebody else makes a release here. Nothing is written
    then, nor with `write` false.
    """
    with alone(root) if write else nullcontext():
        return _release(root, version, released, write=write)


def _release(root: Path, version: str, released: date, *, write: bool) -> Release:
    folder = root / RELEASES / version
    if (folder / MANIFEST).is_file():
        return _finished(root, folder, write=write)
    if released > datetime.now(UTC).date() + timedelta(days=1):  # where it is tomorrow already
        raise LedgerError(f"{released} has not come yet; a release bears the day on which it is made")
    _require_notes(_text(root / CHANGELOG), version)
    needs_pandas()
    found = check(root)
    if found.problems:
        raise NotClean(found)
    new = load(root)
    last = _newest(root)
    old = load(root / RELEASES / last) if last else None
    before, after = old.to_json() if old else {}, new.to_json()
    changes = diff(before, after)
    least = _held(old, new, version, released, changes) if old else None
    written: tuple[str, ...] = ()
    if write:
        build_release(
            root,
            version,
            released,
            folder,
            documents=_documents(root, version, released, old, changes, names_of(after, before)),
        )
        written = (f"{RELEASES}/{version}", *_bring_in_line(root, folder))
    previous = old.version if old else None
    return Release(version, released, new.fingerprint, previous, least, tuple(changes), written)


def _require_notes(changelog: str, version: str) -> None:
    if not is_ready(changelog):
        raise LedgerError(
            f"{CHANGELOG} needs one section '## Unreleased' with one part '### Data': notes come from there"
        )
    if section_of(changelog, version) is not None:
        raise LedgerError(
            f"{CHANGELOG} has a section of Data {version} already, which the release makes itself: move its notes "
            "below '### Data' of '## Unreleased' and remove it"
        )


def _finished(root: Path, folder: Path, *, write: bool) -> Release:
    manifest = parse((folder / MANIFEST).read_bytes())
    stale = _stale(root, folder) if _newest(root) == manifest.version and manifest.has_sums else []
    if not stale:
        raise LedgerError(f"{folder} is there already, and a release is never changed")
    day = date.fromisoformat(manifest.plain["released"])
    previous = manifest.previous.version if manifest.previous else None
    written = _bring_in_line(root, folder) if write else ()
    return Release(manifest.version, day, manifest.fingerprint, previous, None, (), written)


def _newest(root: Path) -> str | None:
    return next(reversed(versions(root / RELEASES)), None)


def _held(old: Ledger, new: Ledger, version: str, released: date, changes: list[Change]) -> tuple[str, str]:
    """Return the least version, with the reason. Raises LedgerError for a version or day that is too early."""
    least = require_bump(
        old.version, version, changes, fingerprint_same=old.fingerprint == new.fingerprint,
        definitions_changed=definitions_changed(old, new),
    )  # fmt: skip
    if old.released and released.isoformat() < old.released:
        raise LedgerError(f"{released} is before {old.released}, the day of release {old.version}")
    return least


def _documents(
    root: Path, version: str, released: date, old: Ledger | None, changes: list[Change], names: Mapping[str, str]
) -> dict[str, bytes]:
    changelog = _text(root / CHANGELOG)
    entries = data_entries(changes, names) or ["#### Changed", "- What is said of the data, and not the data."]
    section = data_section(changelog, version, released, entries)
    documents = {CHANGELOG: data_history(with_release(changelog, section)).encode()}
    if old:
        documents[f"changes-{old.version}-{version}.csv"] = change_rows(changes)
    return documents


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _bring_in_line(root: Path, folder: Path) -> tuple[str, ...]:
    """Make what tells of the newest release tell of this one; return what was changed, nothing if all does."""
    stale = _stale(root, folder)
    replace_all(root, stale)
    return tuple(one.path for one in stale)


def _stale(root: Path, folder: Path) -> list[Replacement]:
    version = folder.name
    history = (folder / CHANGELOG).read_text(encoding="utf-8")
    wanted = {
        CHANGELOG: with_release(_text(root / CHANGELOG), from_history(history, version)),
        CITATION: _text(folder / CITATION),
        README: _IN_A_RELEASE.sub(f"{RELEASES}/{version}/", _text(root / README)),
    }
    stale = {path: text for path, text in wanted.items() if (root / path).is_file() and text != _text(root / path)}
    return [Replacement(path, (root / path).read_bytes(), text.encode(), path) for path, text in stale.items() if text]


def as_text(made: Release, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines that tell of a release."""
    yield from heading(f"Release {made.version}, {made.released.isoformat()}", short(made.fingerprint))
    yield ""
    if made.previous:
        said = (
            f"{count(len(made.changes), 'record')} since {made.previous}"
            if made.least
            else f"as found, after {made.previous}"
        )
        yield from field("Changes", [said])
    if made.least:
        yield from field("Least", [f"{made.least[0]}: {made.least[1]}"])
    yield from field("Written", ["nothing, as asked"] if dry_run else [", ".join(made.written)])
    if not dry_run:
        yield from field("Next", ["docs/releasing.md"])


def as_json(made: Release) -> dict[str, Any]:
    """Return what tells of a release as a JSON object."""
    return {
        "version": made.version,
        "released": made.released.isoformat(),
        "fingerprint": made.fingerprint,
        "previous": made.previous,
        "least": dict(zip(("version", "reason"), made.least, strict=True)) if made.least else None,
        "changes": [{"record": change.record, "how": change.how} for change in made.changes],
        "written": list(made.written),
    }
