"""How a release, one of its records or a subset of it is cited, in the formats that writers and their tools read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.citation.bibtex import biblatex, bibtex
from caucasus_ledger.dataset.citation.cff import cff
from caucasus_ledger.dataset.citation.cited import Cited, cited, of_description, of_subset
from caucasus_ledger.dataset.citation.csl import csl
from caucasus_ledger.dataset.citation.datacite import datacite
from caucasus_ledger.dataset.citation.ris import ris
from caucasus_ledger.dataset.citation.text import apa, text
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from caucasus_ledger.dataset.description import Description
    from caucasus_ledger.dataset.ledger import Ledger

_WRITERS: dict[str, Callable[[Cited], str]] = {
    "text": text, "apa": apa, "bibtex": bibtex, "biblatex": biblatex, "ris": ris, "csl": csl, "cff": cff,
}  # fmt: skip
FORMATS = (*_WRITERS, "datacite")
"""The formats that there are."""

_FILES = {
    "CITATION.cff": "cff", "citation.bib": "bibtex", "citation.biblatex.bib": "biblatex", "citation.ris": "ris",
    "citation.csl.json": "csl", "citation.txt": "text",
}  # fmt: skip


def write(what: Cited, form: str, ledger: Ledger) -> str:
    """Return the citation in a format, without a line end. Raises LedgerError for a format that there is not.

    The ledger is the release cited, which DataCite wants to know more of than a citation says.
    """
    if form == "datacite":
        from caucasus_ledger.dataset.description import description_of

        return json.dumps(datacite(what, description_of(ledger)), ensure_ascii=False, indent=2)
    if form not in _WRITERS:
        raise LedgerError(f"there is no citation format '{form}'; there are {', '.join(FORMATS)}")
    return _WRITERS[form](what)


def files(description: Description) -> dict[str, bytes]:
    """Return the citation files of a release that is about to be written, by their path in its folder."""
    what = of_description(description)
    return {path: f"{_WRITERS[form](what)}\n".encode() for path, form in _FILES.items()}


__all__ = ["FORMATS", "Cited", "cited", "datacite", "files", "of_description", "of_subset", "write"]
