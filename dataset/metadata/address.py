"""Address: by what a release and its files are named in metadata, with a DOI, with a site, and with neither.

Without either, a release is named by a URN of its version, and its files by their path in its folder.
"""

from __future__ import annotations

from caucasus_ledger.dataset import identity


def doi() -> str | None:
    """Return the address of the DOI that is reserved for the release, or None."""
    return f"https://doi.org/{identity.DOI}" if identity.DOI else None


def home(version: str) -> str | None:
    """Return the address of a release's page on the project's site, or None without a site."""
    return f"{identity.ADDRESS}/releases/{version}/" if identity.ADDRESS else None


def urn(version: str) -> str:
    """Return the name of a release that holds wherever it lies."""
    return f"urn:{identity.NAME}:release:{version}"


def release(version: str) -> str:
    """Return the IRI of the release that is described: its DOI, else its page, else its URN."""
    return doi() or earlier(version)


def earlier(version: str) -> str:
    """Return the IRI of a release whose DOI is not known: its page, else its URN."""
    return home(version) or urn(version)


def file(version: str, path: str) -> str:
    """Return the address of a file of a release: on the site, else its path in the release's folder."""
    return f"{home(version) or ''}{path}"


def concept() -> str:
    """Return the IRI of the dataset whatever its version: the project's site, else a URN."""
    return identity.ADDRESS or f"urn:{identity.NAME}"
