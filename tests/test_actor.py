"""Actor: what its fields must be to one another."""

from __future__ import annotations

from typing import Any

import pytest

from caucasus_ledger.schema import Actor, ActorKind, Alias, AliasKind, Mention
from refusals import changed, findings

ACTOR = Actor(id="actor/a", name="A", kind=ActorKind.GROUP)


def test_a_mention_has_a_name_of_the_actor() -> None:
    named = [Mention(start=ord(name), end=ord(name) + 1, source="source/a", name=name) for name in ("A", "B")]
    assert findings(ACTOR, mentions=tuple(named)) == [("E002", "mentions/1/name")]
    assert changed(ACTOR, mentions=tuple(named), aliases=(Alias(name="B", kind=AliasKind.SPELLING),))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"kind": ActorKind.STATE}, [("C001", "kind")]),
        ({"kind": ActorKind.TERRITORY, "country": "GEO"}, [("C001", "country")]),
        ({"kind": ActorKind.UNNAMED_GROUP, "wikidata": "Q1"}, [("C002", "wikidata")]),
        ({"part_of": "actor/a"}, [("R002", "part_of")]),
        ({"kind": ActorKind.STATE, "part_of": "actor/a"}, [("C001", "kind"), ("R002", "part_of")]),
    ],
)
def test_a_contradiction_within_the_record_is_refused(changes: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert findings(ACTOR, **changes) == wanted
