"""Archive: an invented ledger with several releases, each vouched for by the next, and ways to damage one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from caucasus_ledger.dataset.manifest import MANIFEST, SUMS, sums
from caucasus_ledger.dataset.records import PACKAGE_ROOT, Json
from caucasus_ledger.dataset.release import build_release

VERSIONS = ("0.9.0", "1.0.0", "1.1.0")


def make_archive(root: Path) -> Path:
    """Write an invented ledger with three releases below a folder, and return the folder of the releases."""
    shutil.copytree(PACKAGE_ROOT / "validators" / "example", root, dirs_exist_ok=True)
    releases = root / "dataset" / "releases"
    for month, version in enumerate(VERSIONS, 1):
        title = root / "dataset" / "records" / "event" / "2020-bridge-opens.json"
        title.write_text(title.read_text(encoding="utf-8").replace('"title": "', '"title": "The ', 1), encoding="utf-8")
        build_release(root, version, date(2020, month, 1), releases / version)
    return releases


def files_of(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@contextmanager
def kept(folder: Path) -> Iterator[Path]:
    """Give the folder of a release back as it was, whatever is done to it within."""
    before = {path: (folder / path).read_bytes() for path in files_of(folder)}
    try:
        yield folder
    finally:
        for found in folder.rglob("*"):
            if (found.is_symlink() or found.is_file()) and found.relative_to(folder).as_posix() not in before:
                found.unlink()
        for path, content in before.items():
            place = folder / path
            if place.is_symlink() or not place.is_file() or place.read_bytes() != content:
                place.unlink(missing_ok=True)
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(content)


def flip(path: Path, place: int, bit: int) -> None:
    """Turn over one bit of a file."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << bit
    path.write_bytes(content)


def rewrite(folder: Path, manifest: Json | None = None) -> None:
    """Make manifest and SHA256SUMS agree with the files as they are now, as whoever hides a change would."""
    told: Json = manifest or json.loads((folder / MANIFEST).read_bytes())
    contents = {path: (folder / path).read_bytes() for path in files_of(folder) if path not in (MANIFEST, SUMS)}
    told["files"] = {
        path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in contents.items()
    }
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    digests = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in (*contents, MANIFEST)}
    (folder / SUMS).write_bytes(sums(digests))
