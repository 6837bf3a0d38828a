"""PROV: the prov package reads it, and it says of every record where it comes from."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prov.model import ProvAttribution, ProvDerivation, ProvDocument, ProvEntity, ProvMembership

from caucasus_ledger.dataset.export import prov
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.release import build_release
from copies import copy_to

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def read(ledger: Ledger) -> ProvDocument:
    return ProvDocument.deserialize(content=prov.render(ledger), format="json")


def plain(ledger: Ledger) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(prov.render(ledger))
    return found


def test_the_package_reads_all_and_writes_the_same(released: Ledger) -> None:
    document = read(released)
    told = plain(released)
    for kind, name in (
        (ProvEntity, "entity"),
        (ProvDerivation, "wasDerivedFrom"),
        (ProvAttribution, "wasAttributedTo"),
        (ProvMembership, "hadMember"),
    ):
        assert len(list(document.get_records(kind))) == len(told[name])
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document


def test_every_record_is_a_member_of_the_release(released: Ledger) -> None:
    members = {one["prov:entity"] for one in plain(released)["hadMember"].values()}
    records = (*released.events.ids, *released.claims.ids, *released.assessments.ids)
    assert members == {f"ledger:{record}" for record in records}


def test_the_release_comes_from_its_sources(released: Ledger) -> None:
    release = f"ledger:release/{released.version}"
    found = {
        one["prov:usedEntity"]
        for one in plain(released)["wasDerivedFrom"].values()
        if one["prov:generatedEntity"] == release
    }
    assert found == {f"ledger:{source}" for source in released.sources.ids}


def test_a_release_revises_the_one_before(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    for version in ("0.1.0", "1.0.0"):
        build_release(root, version, date(2020, 8, 1), root / "dataset" / "releases" / version)
    told = plain(load(root / "dataset" / "releases" / "1.0.0"))
    (revision,) = [
        one for one in told["wasDerivedFrom"].values() if one.get("prov:type", {}).get("$") == "prov:Revision"
    ]
    assert (revision["prov:generatedEntity"], revision["prov:usedEntity"]) == (
        "ledger:release/1.0.0",
        "ledger:release/0.1.0",
    )


def test_every_end_of_a_relation_is_there(released: Ledger) -> None:
    told = plain(released)
    known = {*told["entity"], *told["agent"]}
    for relation in ("wasDerivedFrom", "wasAttributedTo", "hadMember"):
        for one in told[relation].values():
            ends = {value for name, value in one.items() if name.startswith("prov:") and name != "prov:type"}
            assert ends <= known


def test_a_claim_comes_from_its_spans_and_is_said_by_its_chain(released: Ledger) -> None:
    told = plain(released)
    for claim in released.claims:
        name = f"ledger:{claim.id}"
        spans = [one for one in told["wasDerivedFrom"].values() if one["prov:generatedEntity"] == name]
        assert {one["prov:usedEntity"] for one in spans} == {
            f"ledger:{one.source}/{one.start}-{one.end}" for one in claim.evidence
        }
        quoted = {one["prov:usedEntity"] for one in spans if one.get("prov:type", {}).get("$") == "prov:Quotation"}
        assert quoted == {
            f"ledger:{one.source}/{one.start}-{one.end}" for one in claim.evidence if one.role == "quotation"
        }
        chain = [one for one in told["wasAttributedTo"].values() if one["prov:entity"] == name]
        assert [(one["prov:agent"], one["term:level"], one["term:factuality"]) for one in chain] == [
            (f"ledger:{step.actor}", level, step.factuality) for level, step in enumerate(claim.attribution)
        ]


def test_an_assessment_rests_on_its_references(released: Ledger) -> None:
    told = plain(released)
    for assessment in released.assessments:
        used = [
            one for one in told["wasDerivedFrom"].values() if one["prov:generatedEntity"] == f"ledger:{assessment.id}"
        ]
        primary = [one for one in used if "prov:type" in one]
        assert len(primary) == len(assessment.references)
        assert [one["prov:usedEntity"] for one in used if one not in primary] == [f"ledger:{assessment.claim}"]


def test_harmful_text_comes_back_as_it_was(hostile: Ledger, payloads: list[str]) -> None:
    labels = {
        str(label) for entity in read(hostile).get_records(ProvEntity) for label in entity.get_attribute("prov:label")
    }
    assert labels >= set(payloads)
    assert not any(character in prov.render(hostile) for character in "<>&\u2028\u2029")
