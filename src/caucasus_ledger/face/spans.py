"""Spans: evidence for words of a text, ready to be put into a record, so that nobody counts code points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.records import SOURCES
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.face.scope import checkout_of, ledger_of
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.attach import attach
from caucasus_ledger.seeds.text import canonical, span_digest, words

if TYPE_CHECKING:
    from caucasus_ledger.schema import Source


def evidence_for(
    sources: Sequence[Source], path: Path, wanted: str, role: str = "whole"
) -> list[tuple[int, dict[str, Any]]]:
    """Return (number of the sentence, evidence) for every place where the text holds the words.

    Raises AttachError if the file is no source's text, LedgerError if the words are not in it.
    """
    source_id, text = attach(path, sources)
    source = next(one for one in sources if one.id == source_id)
    exact = canonical(wanted)
    found = [_evidence(source, text, start, exact, role) for start in _starts(text, exact)]
    if not found:
        raise LedgerError(
            f"{source_id} does not say '{exact}'; copy the words letter for letter, capitals and curly quotes included"
        )
    return found


def sources_of(data: str | None) -> list[Source]:
    """Return the sources of a ledger; of a checkout also those of which not all is decided, with what is known of them.

    While a draft is being worked on, its records are not valid yet, and evidence is asked for all the same. Raises
    LedgerError if there is no such ledger.
    """
    root = checkout_of(data)
    if root is None:
        return list(ledger_of(data).sources)
    found = [_known(content) for _, content in Folder(root).contents(e.path for e in Folder(root).entries(SOURCES))]
    return [source for source in found if source is not None]


def _known(content: bytes) -> Source | None:
    """Return a source with its text and sentences, and stand-ins for what is not needed; None if they are not valid."""
    from caucasus_ledger.schema import Source

    try:
        plain = json.loads(content)
        kept = {key: plain[key] for key in ("id", "text", "sentences")}
        return Source.model_validate_json(json.dumps(kept | _STAND_INS))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


_STAND_INS = {
    "kind": "news", "authors": ["actor/unknown"], "publisher": "actor/unknown", "published": {"basis": "none"},
    "language": "en", "licence": "unknown",
}  # fmt: skip


def _starts(text: str, exact: str) -> Iterator[int]:
    start = text.find(exact) if exact else -1
    while start >= 0:
        yield start
        start = text.find(exact, start + 1)


def _evidence(source: Source, text: str, start: int, exact: str, role: str) -> tuple[int, dict[str, Any]]:
    end = start + len(exact)
    number = source.sentence_at(start) if source.sentence_at(start) == source.sentence_at(end - 1) else 0
    item: dict[str, Any] = {"start": start, "end": end, "source": source.id, "role": role}
    if len(words(text[start:end])) >= DIGEST_WORDS:
        item["digest"] = span_digest(source.id, exact)
    return number, item


def as_text(found: list[tuple[int, dict[str, Any]]]) -> Iterator[str]:
    """Yield, for each place, its sentence and the evidence as it stands in a record."""
    for number, item in found:
        yield f"In sentence {number}:" if number else "Across the border of two sentences, which evidence may not be:"
        yield json.dumps(item, indent=2)
