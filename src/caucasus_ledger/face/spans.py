"""Spans: evidence for words of a text, ready to be put into a record, so that nobody counts code points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.attach import attach
from caucasus_ledger.seeds.text import canonical, span_digest, words

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Source


def evidence_for(ledger: Ledger, path: Path, wanted: str) -> list[tuple[int, dict[str, Any]]]:
    """Return (number of the sentence, evidence of role whole) for every place where the text holds the words.

    Raises AttachError if the file is no source's text, LedgerError if the words are not in it.
    """
    source_id, text = attach(path, ledger.sources)
    exact = canonical(wanted)
    found = [_evidence(ledger.sources[source_id], text, start, exact) for start in _starts(text, exact)]
    if not found:
        raise LedgerError(
            f"{source_id} does not say '{exact}'; copy the words letter for letter, curly quotes included"
        )
    return found


def _starts(text: str, exact: str) -> Iterator[int]:
    start = text.find(exact) if exact else -1
    while start >= 0:
        yield start
        start = text.find(exact, start + 1)


def _evidence(source: Source, text: str, start: int, exact: str) -> tuple[int, dict[str, Any]]:
    end = start + len(exact)
    number = source.sentence_at(start) if source.sentence_at(start) == source.sentence_at(end - 1) else 0
    item: dict[str, Any] = {"start": start, "end": end, "source": source.id, "role": "whole"}
    if len(words(text[start:end])) >= DIGEST_WORDS:
        item["digest"] = span_digest(source.id, exact)
    return number, item


def as_text(found: list[tuple[int, dict[str, Any]]]) -> Iterator[str]:
    """Yield, for each place, its sentence and the evidence as it stands in a record."""
    import json

    for number, item in found:
        yield f"In sentence {number}:" if number else "Across the border of two sentences, which evidence may not be:"
        yield json.dumps(item, indent=2)
