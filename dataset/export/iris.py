"""IRIs: what records, releases and terms are called on the web of data.

While the dataset has no address they are URNs that lead nowhere: `urn:caucasus-ledger:` is no registered namespace, but
is one name for one thing, everywhere. Once there is an address they lie below it.
"""

from __future__ import annotations

from caucasus_ledger.dataset import identity


def base() -> str:
    """Return what every IRI of the dataset begins with; an identifier follows as it is."""
    return f"{identity.ADDRESS}/" if identity.ADDRESS else f"urn:{identity.NAME}:"


def iri(record_id: str) -> str:
    """Return the IRI of a record."""
    return f"{base()}{record_id}"


def release_iri(version: str) -> str:
    """Return the IRI of a version of the dataset."""
    return f"{base()}release/{version}"


def vocabulary() -> str:
    """Return what the IRI of every term of the dataset's own vocabulary begins with."""
    return f"{base()}terms/"


def address(url: str) -> str:
    """Return a web address as an IRI: the characters that RFC 3987 has no place for are percent-encoded."""
    return url.translate(_ENCODED)


_ENCODED = str.maketrans({character: f"%{ord(character):02X}" for character in ' "<>\\^`{|}'})
