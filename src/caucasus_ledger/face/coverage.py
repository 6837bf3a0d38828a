"""Coverage: sentence by sentence, what encodes a source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from caucasus_ledger.face.report import visible

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Source

_FULL = 240
"""Code points that fill the bar of a sentence."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One sentence with the identifiers of the records that have a span in it."""

    source: str
    number: int
    start: int
    end: int
    status: str
    events: tuple[str, ...]
    claims: tuple[str, ...]
    actors: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """Whether the sentence says something and no event or claim has evidence in it."""
        return self.status == "coded" and not self.events and not self.claims


def covered(ledger: Ledger, source: Source) -> list[Covered]:
    """Return every sentence of a source with what encodes it."""
    spans: list[tuple[int, str]] = [
        (item.start, record.id)
        for records in (ledger.events, ledger.claims)
        for record in records
        for item in record.evidence
        if item.source == source.id
    ]
    spans += [(m.start, actor.id) for actor in ledger.actors for m in actor.mentions if m.source == source.id]
    within: defaultdict[int, set[str]] = defaultdict(set)
    for start, record_id in spans:
        within[source.sentence_at(start)].add(record_id)
    found: list[Covered] = []
    for number, sentence in enumerate(source.sentences, start=1):
        ids = sorted(within[number])
        by_kind = [tuple(i for i in ids if i.startswith(f"{kind}/")) for kind in ("event", "claim", "actor")]
        found.append(Covered(source.id, number, sentence.start, sentence.end, str(sentence.status), *by_kind))
    return found


def as_rows(found: list[Covered]) -> list[dict[str, Any]]:
    """Return the sentences as JSON objects."""
    names = Covered.__slots__
    return [{name: getattr(one, name) for name in names} | {"missing": one.missing} for one in found]


def as_text(source_title: str, found: list[Covered]) -> Iterator[str]:
    """Yield the lines of a table with a bar of the sentence's length and the numbers of records in it."""
    coded = [one for one in found if one.status == "coded"]
    reached = sum(not one.missing for one in coded)
    yield click.style(visible(source_title), bold=True)
    yield f"{reached} of {len(coded)} sentences that say something are coded; {len(found) - len(coded)} boilerplate."
    yield ""
    yield click.style(
        f"{'':>4} {'code points':<13} {'length':<20} {'events':>6} {'claims':>6} {'actors':>6}", fg="cyan"
    )
    for one in found:
        bar = "█" * max(1, min(20, round((one.end - one.start) / _FULL * 20)))
        counts = "".join(f" {len(ids):>6}" if ids else f" {'·':>6}" for ids in (one.events, one.claims, one.actors))
        text = f"{one.number:>4} {one.start:>5}–{one.end:<7} {bar:<20}{counts}"
        mark = "  not coded" if one.missing else "  boilerplate" if one.status == "boilerplate" else ""
        yield click.style(text + mark, fg="red" if one.missing else None, dim=one.status == "boilerplate")
