"""Event: what its fields must be to one another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from caucasus_ledger.schema import (
    Deaths,
    Event,
    EventType,
    Evidence,
    EvidenceRole,
    Participant,
    ParticipantRole,
    Realis,
    When,
    WhenBasis,
)
from caucasus_ledger.schema.plover import TYPES
from refusals import changed, findings
from strategies import events

INITIATOR = Participant(actor="actor/a", role=ParticipantRole.INITIATOR)
TARGET = Participant(actor="actor/b", role=ParticipantRole.TARGET)
EVENT = Event(
    id="event/a",
    title="A expels B",
    type=EventType.SANCTION,
    mode="expel",
    realis=Realis.ACTUAL,
    when=When(basis=WhenBasis.NONE),
    participants=(INITIATOR, TARGET),
    evidence=(Evidence(start=0, end=1, source="source/a", role=EvidenceRole.WHOLE),),
)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"type": None, "mode": None}, [("C003", "")]),
        ({"type": None, "uncoded": "No type."}, [("C004", "mode")]),
        ({"uncoded": "No type."}, [("C003", "uncoded")]),
        ({"mode": None}, [("C004", "type")]),
        ({"mode": "visit"}, [("C004", "mode")]),
        ({"type": EventType.AGREE}, [("C004", "mode")]),
        ({"participants": (INITIATOR,)}, [("C005", "participants")]),
        ({"participants": (INITIATOR, TARGET, INITIATOR)}, [("D001", "participants/2")]),
        ({"part_of": "event/a"}, [("R002", "part_of")]),
        (
            {"evidence": (Evidence(start=0, end=1, source="source/a", role=EvidenceRole.TIME),)},
            [("E003", "evidence")],
        ),
    ],
)
def test_a_contradiction_within_the_record_is_refused(changes: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert findings(EVENT, **changes) == wanted


def test_a_victim_is_somebody_to_whom_it_is_done() -> None:
    victim = Participant(actor="actor/b", role=ParticipantRole.VICTIM)
    assert changed(EVENT, participants=(INITIATOR, victim))


def test_deaths_go_from_the_least_to_the_most() -> None:
    deaths = Deaths(low=1, best=2, high=3)
    assert findings(deaths, low=3) == [("C006", "low")]
    assert findings(deaths, high=1) == [("C006", "high")]
    assert Deaths(low=2, best=2).high is None


@given(events())
def test_the_cameo_root_follows_from_type_and_mode(event: Event) -> None:
    if event.type is None:
        assert event.cameo_root is None
    else:
        row = TYPES[event.type]
        assert event.cameo_root == row.mode_roots.get(event.mode or "", row.root)
