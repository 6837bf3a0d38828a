"""Linking: whom a name means, by whose it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from caucasus_ledger.dataset.linking import Place, named_places
from caucasus_ledger.schema import Actor

KINDS = ("short", "acronym", "spelling", "misspelling", "former", "metonym", "description", "rival")


def actor(slug: str, name: str, kind: str = "group", **aliases: str) -> Actor:
    plain: dict[str, Any] = {"id": f"actor/{slug}", "name": name, "kind": kind}
    if aliases:
        plain["aliases"] = [{"name": alias, "kind": how} for how, alias in aliases.items()]
    return Actor.model_validate_json(json.dumps(plain))


def places(text: str, *actors: Actor, language: str = "en") -> list[Place]:
    return named_places(text, [(0, len(text))], language, actors)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_stands_for_itself_is_written(kind: str) -> None:
    (place,) = places("They met Oldmark there.", actor("n", "Northmark", **{kind: "Oldmark"}))
    assert (place.why is None) is (kind in KINDS[:5])


@pytest.mark.parametrize(("kind", "written"), [("group", True), ("territory", True), ("unnamed_group", False)])
def test_a_nameless_group_is_never_merged(kind: str, written: bool) -> None:
    (place,) = places("They met Oldmark there.", actor("n", "Oldmark", kind))
    assert (place.why is None) is written


def test_a_name_within_a_longer_one_of_the_same_actor_is_no_place_of_its_own() -> None:
    found = places("They met Great Oldmark there.", actor("n", "Great Oldmark", short="Oldmark"))
    assert [(place.name, place.why) for place in found] == [("Great Oldmark", None)]


def test_a_name_within_a_longer_one_of_another_actor_is_open() -> None:
    found = places("They met Great Oldmark there.", actor("g", "Great Oldmark"), actor("o", "Oldmark"))
    assert [(place.name, place.why) for place in found] == [
        ("Great Oldmark", None), ("Oldmark", "it lies within 'Great Oldmark'"),
    ]  # fmt: skip


def test_names_that_cross_are_both_open() -> None:
    found = places("They met Old Mark Hill there.", actor("a", "Old Mark"), actor("b", "Mark Hill"))
    assert all("it lies within" in str(place.why) for place in found)


def test_a_name_over_the_end_of_a_sentence_is_open() -> None:
    text = "They met St. Mark there."
    (place,), _ = named_places(text, [(0, 12), (13, len(text))], "en", [actor("m", "St. Mark")])
    assert place.why == "it reaches over the end of a sentence"


def test_all_owners_of_a_form_are_named() -> None:
    (place,) = places(
        "Об Олдмарке.", actor("a", "A", spelling="Олдмарк"), actor("b", "B", former="Олдмарк"), language="ru"
    )
    assert [owner.actor.id for owner in place.owners] == ["actor/a", "actor/b"]
    assert place.mention("source/x", "Об Олдмарке.")["name"] == "Олдмарке"
