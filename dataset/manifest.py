"""Manifest: the list of a release's files with their digests, and the link to the manifest of the release before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from caucasus_ledger.dataset import strict

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
COMPILED = re.compile(r"__pycache__/verify\.[^/]+\.pyc")
"""What pip makes of a release's script where it installs the package; no file of the release."""
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){2}")


@dataclass(frozen=True, slots=True)
class Link:
    """The release before: its version, and the SHA-256 of its manifest, so that each release vouches for the last."""

    version: str
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: `digests` are the SHA-256 of the files that it names, by path; `plain` is the whole."""

    version: str
    released: str
    schema_version: str
    fingerprint: str
    tables: tuple[str, ...]
    digests: Mapping[str, str]
    previous: Link | None
    plain: Mapping[str, Any]

    @property
    def has_sums(self) -> bool:
        """Whether the release has a file `SHA256SUMS`, and all else that those since 1.0.0 do."""
        return "previous" in self.plain or not self.version.startswith("0.")


def parse(content: bytes) -> Manifest:
    """Return what a manifest says. Raises ValueError for bytes that are none."""
    try:
        plain = strict.loads(content)
        digests = {str(path): str(file["sha256"]) for path, file in plain["files"].items()}
        previous = Link(**plain["previous"]) if plain.get("previous") else None
        tables = tuple(map(str, plain["tables"].keys()))
        version, released, schema, fingerprint = (
            str(plain[key]) for key in ("version", "released", "schema_version", "fingerprint")
        )
        if not _VERSION.fullmatch(version) or date.fromisoformat(released).isoformat() != released:
            raise ValueError(f"{version!r} and {released!r} are no version and day")
        return Manifest(version, released, schema, fingerprint, tables, digests, previous, plain)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is no manifest of a release: {error}") from error


def sums(digests: Mapping[str, str]) -> bytes:
    """Return the lines that `sha256sum --check` reads, sorted by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def stated(content: bytes) -> dict[str, str]:
    """Return the digests that a file `SHA256SUMS` states, by path; lines of another form are passed over."""
    lines = (line.partition("  ") for line in content.decode("utf-8", "replace").splitlines())
    return {path: digest for digest, _, path in lines if path}
