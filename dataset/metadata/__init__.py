"""Metadata: what a release says of itself in the forms that archives, catalogues and statistical programs read."""

from __future__ import annotations

from caucasus_ledger.dataset.description import Description


def files(description: Description) -> dict[str, bytes]:
    """Return the metadata and documents of a release, by their path in its folder."""
    return {"DESCRIPTION.txt": f"{description.fingerprint}\n".encode()}
