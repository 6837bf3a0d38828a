"""Facets: every field that a record can have can be asked for, and gives the values that stand there."""

from __future__ import annotations

import json

import pytest

from caucasus_ledger.dataset.facets import facets
from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.dataset.records import KINDS, Json

EVENT: Json = {
    "id": "event/x",
    "participants": [{"actor": "actor/a", "role": "host"}, {"actor": "actor/b", "role": "target"}],
    "when": {"edtf": "2020-05", "basis": "explicit"},
    "deaths": {"low": 1, "best": 2, "high": None},
    "contexts": ["legal"],
}
CLAIM: Json = {
    "id": "claim/x/001",
    "attribution": [{"actor": "actor/a", "factuality": "Uu"}, {"actor": "actor/b", "factuality": "CT+"}],
    "about": ["actor/c"],
    "asserts": {"subject": "event/s", "predicate": "causes", "object": "event/o"},
}


def leaves(value: object, path: str = "") -> set[str]:
    """Return the paths of all values in a record, lists passed through."""
    if isinstance(value, dict):
        return {leaf for key, inner in value.items() for leaf in leaves(inner, f"{path}.{key}" if path else key)}
    if isinstance(value, list):
        return {leaf for inner in value for leaf in leaves(inner, path)}
    return {path}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_records_is_a_facet(kind: str, ledger: Ledger) -> None:
    records = [json.loads(text) for text in ledger.store.texts[kind].values()]
    found = {leaf.removesuffix(".edtf") for record in records for leaf in leaves(record)}
    assert found - set(facets(kind)) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_facet_goes_by_its_own_name(kind: str) -> None:
    known = facets(kind)
    assert [facet.name for facet in known.values() if known[facet.name] != facet] == []


@pytest.mark.parametrize(
    ("kind", "name", "record", "values"),
    [
        ("event", "actor", EVENT, ["actor/a", "actor/b"]),
        ("event", "role", EVENT, ["host", "target"]),
        ("event", "when", EVENT, ["2020-05"]),
        ("event", "deaths", EVENT, [2]),
        ("event", "deaths.high", EVENT, []),
        ("event", "contexts", EVENT, ["legal"]),
        ("event", "places.name", EVENT, []),
        ("claim", "claimant", CLAIM, ["actor/b"]),
        ("claim", "attribution.actor", CLAIM, ["actor/a", "actor/b"]),
        ("claim", "factuality", CLAIM, ["CT+"]),
        ("claim", "about", CLAIM, ["actor/c", "event/s", "event/o"]),
        ("claim", "claimant", {"id": "claim/x/001"}, []),
    ],
)
def test_a_facet_gives_the_values_that_stand_there(kind: str, name: str, record: Json, values: list[object]) -> None:
    assert facets(kind)[name].values(record) == values


@pytest.mark.parametrize(
    ("kind", "name", "same"),
    [
        ("claim", "by", "claimant"),
        ("event", "involving", "participants.actor"),
        ("event", "actor", "participants.actor"),
        ("source", "author", "authors"),
        ("claim", "horizon", "forecast.horizon"),
    ],
)
def test_a_short_name_stands_for_the_field(kind: str, name: str, same: str) -> None:
    assert facets(kind)[name].name == same


@pytest.mark.parametrize(
    ("kind", "name", "sort"),
    [
        ("claim", "kind", "code"), ("event", "mode", "code"), ("claim", "about", "id"), ("event", "when", "date"),
        ("assessment", "known_on", "date"), ("assessment", "assessed_on", "date"), ("event", "deaths", "integer"),
        ("event", "places.position.lat", "number"), ("actor", "country", "country"), ("actor", "name", "text"),
    ],
)  # fmt: skip
def test_the_model_tells_what_sort_of_values_a_facet_has(kind: str, name: str, sort: str) -> None:
    assert facets(kind)[name].sort == sort


def test_a_reference_tells_what_it_may_name() -> None:
    assert facets("claim")["about"].kinds == ("actor", "event", "claim")
    assert facets("event")["part_of"].kinds == ("event",)
    assert facets("claim")["said.anchor"].kinds == KINDS
