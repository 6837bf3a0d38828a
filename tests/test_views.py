"""Views: on the example ledger, the joins give the rows and counts that one can count by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.validators.contract import frames
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.views import VIEWS, Frames
from copies import change, copy_to

FERRY = "event/2020-ferry-sinks"
MEETING = "event/2020-05-03-rivertown-meeting"


@pytest.fixture(scope="module")
def intake(example: Path) -> Intake:
    return Intake(Folder(example))


@pytest.fixture(scope="module")
def tables(intake: Intake) -> Frames:
    return frames(intake)


def rows(tables: Frames, name: str) -> list[dict[str, Any]]:
    return VIEWS[name](tables).rows(named=True)


def by(found: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    assert len({row[key] for row in found}) == len(found)
    return {row[key]: row for row in found}


@pytest.mark.parametrize("name", VIEWS)
def test_every_row_has_a_key_that_is_its_own(tables: Frames, name: str) -> None:
    keys = [row["where"] for row in rows(tables, name)]
    assert None not in keys
    repeated = [key for key, count in Counter(keys).items() if count > 1]
    assert repeated == []


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_minds_an_empty_ledger(tmp_path: Path, name: str) -> None:
    assert rows(frames(Intake(Folder(tmp_path))), name) == []


def test_every_reference_leads_to_a_record_that_stands(tables: Frames, intake: Intake) -> None:
    found = rows(tables, "targets")
    assert len(found) == len(intake.targets())
    assert {row["withdrawn"] for row in found} == {False}


def test_spans_know_the_length_of_their_source_and_their_sentence(tables: Frames) -> None:
    found = rows(tables, "spans")
    assert Counter(row["bears"] for row in found) == {True: 32, False: 12}
    assert {row["text_characters"] for row in found} == {626}
    assert Counter(row["status"] for row in found) == {"coded": 43, "boilerplate": 1}


def test_sentences_count_the_evidence_in_them(tables: Frames) -> None:
    found = {row["number"]: row["reached"] for row in rows(tables, "sentences")}
    assert found == {1: 4, 2: 5, 3: 3, 4: 4, 5: 4, 6: 7, 7: 2, 8: 3, 9: None}


def test_evidence_that_covers_a_sentence_has_both_digests(tables: Frames) -> None:
    ((row),) = rows(tables, "sentence_digests")
    assert row["record_id"] == "claim/example-2020/003"
    assert row["digest"] == row["sentence_digest"]


def test_chains_know_who_wrote_the_source_and_who_the_actors_are(tables: Frames) -> None:
    found = by(rows(tables, "chains"), "where")
    assert len(found) == 14
    for row in found.values():
        assert (row["level"] == 0) == (row["writes"] is True)
        assert row["source_id"] == "source/example-2020"
    assert found["claim/example-2020/007#/attribution/1"]["actor_kind"] == "unnamed_group"


def test_events_count_their_claims(tables: Frames) -> None:
    found = by(rows(tables, "events"), "event_id")
    counts = {key.removeprefix("event/"): (row["claims"], row["sure"], row["reported"]) for key, row in found.items()}
    assert counts == {
        "2020-05-03-rivertown-meeting": (1, 1, 0),
        "2020-06-port-closure": (2, 2, 0),
        "2020-bridge-opens": (4, 0, 2),
        "2020-ferry-overloaded": (1, 0, 1),
        "2020-ferry-sinks": (3, 3, 0),
        "2020-plan-published": (1, 1, 0),
        "trade-grows": (1, 0, 0),
    }
    assert {str(row["published_latest"]) for row in found.values()} == {"2020-07-31"}


def test_perpetrators_are_blamed_by_responsibility_claims(tables: Frames) -> None:
    ((row),) = rows(tables, "perpetrators")
    assert (row["event_id"], row["actor_id"], row["blamed"]) == (
        "event/2020-ferry-overloaded", "actor/blue-line", True
    )  # fmt: skip


def test_assessments_know_the_kind_of_their_claim(tables: Frames) -> None:
    assert [row["claim_kind"] for row in rows(tables, "assessments")] == ["numerical"]


def test_conditions_know_how_sure_their_claimant_is(tables: Frames) -> None:
    ((row),) = rows(tables, "conditions")
    assert (row["where"], row["factuality"]) == ("claim/example-2020/009#/conditions/0", "Uu")


def test_days_are_those_of_every_record(tables: Frames) -> None:
    found = {row["where"]: (str(row["earliest"]), str(row["latest"])) for row in rows(tables, "days")}
    assert found == {
        "actor/ada-example#/roles/0/when/edtf": ("2020-07-01", "2020-07-31"),
        "claim/example-2020/002#/forecast/horizon/edtf": ("None", "2022-07-31"),
        "claim/example-2020/011#/said/edtf": ("2020-01-01", "2020-12-31"),
        "event/2020-bridge-opens#/when/edtf": ("2020-07-01", "2022-07-31"),
        f"{MEETING}#/when/edtf": ("2020-05-03", "2020-05-03"),
        "event/2020-06-port-closure#/when/edtf": ("2020-06-01", "2020-06-30"),
        f"{FERRY}#/when/edtf": ("2020-05-01", "2020-05-03"),
        "source/example-2020#/published/edtf": ("2020-07-01", "2020-07-31"),
    }


@pytest.mark.parametrize(("name", "key"), [("statements", "claim_id"), ("occupied", "actor_id")])
def test_what_is_there_once_is_its_own_first(tables: Frames, name: str, key: str) -> None:
    assert all(row["first"] == row[key] for row in rows(tables, name))


def test_parts_join_the_whole(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    change(root, FERRY, part_of=MEETING)
    change(root, "event/2020-06-port-closure", part_of=MEETING)
    tables = frames(Intake(Folder(root)))
    assert [row["event_id"] for row in rows(tables, "parts")] == ["event/2020-06-port-closure", FERRY]
    assert {str(row["whole_earliest"]) for row in rows(tables, "parts")} == {"2020-05-03"}


def test_the_first_of_an_item_is_the_first_by_identifier(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    for actor in ("southmark", "blue-line"):
        change(root, f"actor/{actor}", wikidata="Q42")
    found = by(rows(frames(Intake(Folder(root))), "items"), "actor_id")
    assert {key: row["first"] for key, row in found.items()} == {
        "actor/blue-line": "actor/blue-line", "actor/southmark": "actor/blue-line"
    }  # fmt: skip
