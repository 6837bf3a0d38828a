"""Citing: what `caucasus cite` prints and saves: a release, one of its records, or those that a filter gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.atomic import create
from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.face.report import count

if TYPE_CHECKING:
    from caucasus_ledger.dataset.query import Selection


def of_record(version: str | None, record: str | None, form: str) -> str:
    """Return the citation of a release, or of one record in it."""
    return load(version).cite(record, form)


def selection(version: str | None, words: str) -> Selection:
    """Return the records of a release that fit a filter."""
    return load(version).query(words)


def save(found: Selection, typed: str, path: str) -> None:
    """Write the query to a new file, from which it can be run again and proven.

    Raises LedgerError if there is a file of that name already or none can be written.
    """
    create(Path(path), (json.dumps(found.document(typed), ensure_ascii=False, indent=2) + "\n").encode())


def told(found: Selection, saved: str | None) -> str:
    """Return how many records are cited, and where the query was saved, for people to see beside the citation."""
    kind = found.filter.kind
    number = count(len(found), kind) if len(found) else f"No {kind} fits; the citation says n = 0"
    where = f"\nsaved in {saved}; `caucasus verify {saved}` proves it" if saved else ""
    return f"{number}: {found.filter}{where}"
