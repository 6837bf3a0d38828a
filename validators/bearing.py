"""Bearing: which claims bear on which events, looked up as often as rules ask."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from caucasus_ledger.schema import Claim, Event, Factuality
from caucasus_ledger.validators.intake import Intake

_DENIED = (Factuality.CERTAINLY_NOT, Factuality.PROBABLY_NOT, Factuality.POSSIBLY_NOT)


class Bearing:
    """The valid claims and events of a ledger, by identifier, and which of them belong together."""

    def __init__(self, intake: Intake) -> None:
        self.events = {event.id: event for event in intake.of(Event)}
        self.claims = {claim.id: claim for claim in intake.of(Claim)}
        self.conditions = {condition for claim in self.claims.values() for condition in claim.conditions}
        """Claims on which others depend."""
        self.about: defaultdict[str, list[Claim]] = defaultdict(list)
        """The claims about each event."""
        for claim in self.claims.values():
            for event in self.events_of(claim):
                self.about[event.id].append(claim)

    def events_of(self, claim: Claim) -> list[Event]:
        """Return the events that a claim is about."""
        return [self.events[target] for target in claim.about if target in self.events]

    def asserted(self, event_id: str) -> bool:
        """Return whether the source's author says plainly, and of nothing else, that the event occurs."""
        return any(claim.attribution[0].factuality is Factuality.CERTAIN for claim in self._plain(event_id))

    def denied(self, event_id: str) -> bool:
        """Return whether the source's author says plainly, and of nothing else, that the event does not occur."""
        return any(claim.attribution[0].factuality in _DENIED for claim in self._plain(event_id))

    def _plain(self, event_id: str) -> list[Claim]:
        """Return the claims that one event occurs, without modality, and not as the condition of another."""
        return [
            claim
            for claim in self.about[event_id]
            if claim.kind == "occurrence"
            and claim.modality is None
            and claim.id not in self.conditions
            and len(self.events_of(claim)) == 1
        ]


@lru_cache(maxsize=1)
def bearing(intake: Intake) -> Bearing:
    """Return the bearing of an intake; made once for all rules of a check."""
    return Bearing(intake)
