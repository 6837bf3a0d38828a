"""Overview: what a version of the dataset holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.records import KINDS
from caucasus_ledger.dataset.store import UNRELEASED
from caucasus_ledger.face.prose import field, heading, words
from caucasus_ledger.face.report import count

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

_COLLECTIONS = tuple(f"{kind}s" for kind in KINDS)


def as_json(ledger: Ledger) -> dict[str, Any]:
    """Return version, fingerprint, counts of records and rows, and the sources, as a JSON object."""
    return {
        "version": ledger.version,
        "fingerprint": ledger.fingerprint,
        "records": {kind: len(getattr(ledger, kind)) for kind in _COLLECTIONS},
        "tables": {name: ledger.table(name).num_rows for name in ledger.tables},
        "sources": [{"id": source.id, "title": ledger.name(source)} for source in ledger.sources],
    }


def as_text(ledger: Ledger) -> Iterator[str]:
    """Yield the lines of the overview."""
    from caucasus_ledger.dataset.fingerprint import short

    released = ledger.version != UNRELEASED
    yield from heading(f"Caucasus Ledger {ledger.version}", short(ledger.fingerprint))
    yield ""
    for source in ledger.sources:
        authors = ", ".join(ledger.name(author) for author in source.authors)
        yield from field("Source", [f"{ledger.name(source)}, {authors}, {ledger.name(source.publisher)} [{source.id}]"])
    yield from field("Records", [", ".join(count(len(getattr(ledger, kind)), kind[:-1]) for kind in _COLLECTIONS)])
    yield from field("Events", [_counts(event.realis for event in ledger.events)])
    yield from field("Claims", [_counts(claim.kind for claim in ledger.claims)])
    yield from field("Claimants", [_claimants(ledger)])
    yield from field("Disputed", [f"{count(len(ledger.claims.disputed()), 'claim')} of {len(ledger.claims)}"])
    yield from field("Tables", [", ".join(ledger.tables)])
    yield from field("Cite", [ledger.cite()] if released else ["a release; these records are not frozen"])


def _counts(codes: Any) -> str:
    return ", ".join(f"{number} {words(code)}" for code, number in Counter(map(str, codes)).most_common())


def _claimants(ledger: Ledger) -> str:
    most = Counter(claim.claimant for claim in ledger.claims).most_common()
    return ", ".join(f"{ledger.name(actor)} {number}" for actor, number in most)
