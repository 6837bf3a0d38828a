"""FollowTheMoney: entities that its own library takes as they are, and nothing that is in doubt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.export import ftm
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.schema import When, WhenBasis
from copies import copy_to
from export.conftest import edit


def entities(ledger: Ledger) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in ftm.files(ledger)[ftm.ENTITIES].decode().splitlines()]
    assert len({entity["id"] for entity in found}) == len(found)
    return {entity["id"]: entity for entity in found}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_followthemoney_takes_them_as_they_are(released: Ledger) -> None:
    model = pytest.importorskip("followthemoney").model
    proxy = pytest.importorskip("followthemoney.proxy").EntityProxy
    for entity in entities(released).values():
        model.get(entity["schema"]).validate({"properties": entity["properties"]})
        cleaned = proxy.from_dict(entity, cleaned=False).to_dict()
        assert {name: sorted(values) for name, values in cleaned["properties"].items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
        assert cleaned["id"] == entity["id"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_its_references_lead_to_entities_of_the_right_kind(released: Ledger) -> None:
    model = pytest.importorskip("followthemoney").model
    found = entities(released)
    for entity in found.values():
        for name, values in entity["properties"].items():
            property_ = model.get(entity["schema"]).get(name)
            if property_.type.name == "entity":
                assert all(model.get(found[value]["schema"]).is_a(property_.range) for value in values), entity


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_catalogue_takes_the_index(released: Ledger) -> None:
    dataset = pytest.importorskip("followthemoney.dataset").Dataset
    index = json.loads(ftm.files(released)["index.json"])
    read = dataset(index).model
    assert (read.name, read.version, read.entity_count) == (
        "caucasus_ledger",
        released.version,
        len(entities(released)),
    )
    assert read.resources[0].size == len(ftm.files(released)[ftm.ENTITIES])
    assert released.cite() in read.description


def test_only_what_took_place_is_an_event(released: Ledger) -> None:
    found = entities(released)
    events = {entity["properties"]["recordId"][0] for entity in found.values() if entity["schema"] == "Event"}
    assert events == {event.id for event in released.events if event.realis == "actual"}
    for event in released.events:
        if event.id in events:
            (entity,) = [one for one in found.values() if one["properties"].get("recordId") == [event.id]]
            involved = {one.actor for one in event.participants if one.role != "alleged_perpetrator"}
            assert len(entity["properties"].get("involved", ())) == len(involved)


def test_every_name_is_there_as_what_it_is(released: Ledger) -> None:
    found = entities(released)
    where = {"former": "previousName", "misspelling": "weakAlias", "metonym": "weakAlias", "description": "weakAlias"}
    for actor in released.actors:
        entity = found.get(f"caucasus-ledger.{actor.id.replace('/', '.')}")
        if entity is not None:
            assert entity["properties"]["name"] == [actor.name]
            for alias in actor.aliases:
                assert alias.name in entity["properties"][where.get(str(alias.kind), "alias")]


def test_a_former_name_is_one(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    edit(root / path_of("actor/northmark"), aliases=[{"name": "Old Northmark", "kind": "former"}], mentions=[])
    found = entities(load(root))["caucasus-ledger.actor.northmark"]["properties"]
    assert found["previousName"] == ["Old Northmark"]
    assert "alias" not in found


def test_every_named_actor_is_there_and_no_group_that_only_might_act() -> None:
    ledger = load("0.1.0")
    found = {name.removeprefix("caucasus-ledger.").replace(".", "/", 1) for name in entities(ledger)}
    named = {actor.id for actor in ledger.actors if actor.kind != "unnamed_group"}
    assert named <= found
    assert "actor/additional-actors" not in found


@pytest.mark.parametrize(
    ("edtf", "wanted"),
    [
        ("2025-08-08", {"date": ["2025-08-08"]}),
        ("2025-08", {"date": ["2025-08"]}),
        ("2025?", {"date": []}),
        ("[2025-08-11..2025-08-17]", {"date": ["2025-08"]}),
        ("[2025-06-21..2025-08-17]", {"date": ["2025"]}),
        ("[2024-12-25..2025-08-17]", {"date": []}),
        ("2025-06-01/2025-08", {"startDate": ["2025-06-01"], "endDate": ["2025-08"], "date": []}),
        ("2024-12-25~/2025-08", {"startDate": [], "endDate": ["2025-08"], "date": []}),
        ("2024-12-25/..", {"startDate": ["2024-12-25"], "endDate": [], "date": []}),
        ("../2022-07", {"startDate": [], "endDate": ["2022-07"], "date": []}),
        ("2025-23", {"date": ["2025"]}),
        ("202X", {"date": []}),
        (None, {"date": []}),
    ],
)
def test_a_date_is_what_all_its_days_share(edtf: str | None, wanted: dict[str, list[str]]) -> None:
    basis = WhenBasis.EXPLICIT if edtf else WhenBasis.NONE
    assert ftm._dates(When(edtf=edtf, basis=basis)) == wanted


def test_harmful_text_comes_back_as_it_was(hostile: Ledger) -> None:
    names = {name for entity in entities(hostile).values() for name in entity["properties"].get("name", ())}
    assert "</script><script>alert(1)</script>" in names
    assert not any(character in ftm.files(hostile)[ftm.ENTITIES].decode() for character in "<>&\u2028\u2029")
