"""Placing: in which sentences of which sources the pieces of evidence lie, looked up as often as rules ask."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from caucasus_ledger.schema import Claim, Event, Evidence, EvidenceRole
from caucasus_ledger.validators.intake import Intake


class Index:
    """The sentence index of every source."""

    def __init__(self, intake: Intake) -> None:
        self._starts = {source.id: [one.start for one in source.sentences] for source in intake.sources}

    def sentence(self, source: str, position: int) -> tuple[str, int]:
        """Return the source and the number, from 1, of the sentence that begins last before a code point."""
        return source, bisect_right(self._starts.get(source, []), position)

    def crosses(self, source: str, start: int, end: int) -> bool:
        """Return whether a span begins and ends in different sentences."""
        return self.sentence(source, start) != self.sentence(source, end - 1)

    def stated(self, record: Event | Claim) -> Iterator[tuple[str, int]]:
        """Yield the sentence of every piece of evidence that states a record."""
        yield from (self.of(item) for item in record.evidence if item.role is EvidenceRole.WHOLE)

    def of(self, item: Evidence) -> tuple[str, int]:
        """Return the sentence in which a piece of evidence begins."""
        return self.sentence(item.source, item.start)
