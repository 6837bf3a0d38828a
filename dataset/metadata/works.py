"""Works: the texts that records were coded from, as metadata name them and lead to them."""

from __future__ import annotations

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation import of_description
from caucasus_ledger.dataset.citation.cited import Work
from caucasus_ledger.dataset.citation.text import work as told
from caucasus_ledger.dataset.description import Description


def works(description: Description) -> tuple[Work, ...]:
    """Return the works behind a release, in the order of their source records."""
    return of_description(description).works


def name(work: Work) -> str:
    """Return a work's title, or in brackets what kind of text it is."""
    return work.title or f"[Untitled {work.kind}]"


def reference(work: Work) -> str:
    """Return who wrote it, when, what it is called and who published it, as a sentence."""
    return f"{told(work)}."


def iri(work: Work) -> str:
    """Return a work's address, or a URN of its source record where it was not seen at one."""
    return work.url or f"urn:{identity.NAME}:{work.id}"
