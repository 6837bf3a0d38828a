"""PLOVER: the coded events as users of POLECAT and PLOVER read them, with nothing made up."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pandas
import pytest

from caucasus_ledger.dataset.export import plover
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.schema.plover import CAMEO_ROOTS, EventType
from copies import copy_to
from export.conftest import edit

AUXILIARY = {"planned": "future", "hypothetical": "hypothetical", "negated": "negation"}


def rows(ledger: Ledger) -> list[dict[str, str]]:
    text = plover.files(ledger)["events.tsv"].decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True))


def records(ledger: Ledger) -> list[dict[str, Any]]:
    return [json.loads(line) for line in plover.files(ledger)["events.jsonl"].decode().splitlines()]


def test_pandas_reads_polecats_columns_first(released: Ledger) -> None:
    frame = pandas.read_csv(io.BytesIO(plover.files(released)["events.tsv"]), sep="\t", dtype={"CAMEO Root": "string"})
    assert tuple(frame.columns[:40]) == plover.COLUMNS
    assert len(plover.COLUMNS) == 40
    assert set(frame["Event Type"]) <= {str(code) for code in EventType}
    assert set(frame["CAMEO Root"]) <= set(CAMEO_ROOTS)
    assert set(frame["Version"]) == {released.version}


def test_every_coded_event_is_there_and_no_other(released: Ledger) -> None:
    coded = [event.id for event in released.events if event.type is not None]
    assert list(dict.fromkeys(row["Event ID"] for row in rows(released))) == coded
    assert [record["id"] for record in records(released)] == coded
    told = plover.files(released)["README.txt"].decode()
    assert f"Of {len(released.events)} events {len(coded)} are here." in " ".join(told.split())


def test_a_row_is_a_pair_of_actor_and_recipient(released: Ledger) -> None:
    for event in released.events:
        if event.type is None:
            continue
        found = [
            (row["Actor ID"], row["Recipient ID"]) for row in rows(released) if row["Event ID"] == event.id
        ]  # fmt: skip
        assert len(set(found)) == len(found)
        others = {one.partition("=")[2] for row in rows(released) for one in row["Other Participants"].split(";")}
        told = {one for pair in found for one in pair if one} | others
        assert {participant.actor for participant in event.participants} <= told


def test_who_acts_and_who_receives_is_told_as_in_the_ledger(released: Ledger) -> None:
    sectors = {"government_body": "GOV", "armed_forces": "MIL", "company": "BUS", "media": "JRN"}
    sides = {"Actor": {"initiator", "alleged_perpetrator"}, "Recipient": {"target", "victim", "host"}}
    for row in rows(released):
        event = released.events[row["Event ID"]]
        for side, roles in sides.items():
            if not row[f"{side} ID"]:
                continue
            actor = released.actors[row[f"{side} ID"]]
            assert row[f"{side} Role"] in {part.role for part in event.participants if part.actor == actor.id} & roles
            assert row[f"{side} Name"] == actor.name
            assert row[f"{side} Wikidata"] == (actor.wikidata or "")
            assert row[f"Primary {side} Sector"] == row[f"{side} Sectors"] == sectors.get(str(actor.kind), "")
            several = actor.kind == "international_organisation"
            assert row[f"{side} Country"] == ("IGO" if several else actor.country or "")
        acting = {part.actor for part in event.participants if part.role in sides["Actor"]}
        assert (row["Actor ID"] in acting) is bool(acting)


@pytest.mark.parametrize(
    ("kind", "sector"), [("armed_forces", "MIL"), ("media", "JRN"), ("company", "BUS"), ("state", "")]
)
def test_a_sector_is_told_where_the_kind_leaves_no_doubt(tmp_path: Path, kind: str, sector: str) -> None:
    root = copy_to(tmp_path)
    actor = next(row["Actor ID"] for row in rows(load(root)) if row["Actor Role"] == "initiator")
    edit(root / path_of(actor), kind=kind, country="ARM")
    assert {row["Actor Sectors"] for row in rows(load(root)) if row["Actor ID"] == actor} == {sector}


def test_a_body_of_several_states_is_an_igo(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    actor = next(row["Actor ID"] for row in rows(load(root)) if row["Actor Role"] == "initiator")
    edit(root / path_of(actor), kind="international_organisation", country=None)
    assert {row["Actor Country"] for row in rows(load(root)) if row["Actor ID"] == actor} == {"IGO"}


def test_an_alleged_perpetrator_acts_as_what_it_is() -> None:
    (attack,) = [row for row in rows(load("0.1.0")) if row["Event ID"] == "event/2025-02-cyber-attacks"]
    assert (attack["Actor Name"], attack["Actor Role"]) == ("Russian hackers", "alleged_perpetrator")


def test_realis_is_told_and_in_plovers_own_words(released: Ledger) -> None:
    for row in rows(released):
        event = released.events[row["Event ID"]]
        assert row["Realis"] == event.realis
        said = set(row["Contexts"].split(";")) & set(AUXILIARY.values())
        assert said == ({AUXILIARY[row["Realis"]]} if row["Realis"] in AUXILIARY else set())


def test_a_date_is_one_known_day_or_empty(released: Ledger) -> None:
    for row in rows(released):
        when = released.events[row["Event ID"]].when
        known = when.earliest is not None and when.earliest == when.latest
        assert row["Event Date"] == (str(when.earliest) if known else "")
        assert row["Date EDTF"] == (when.edtf or "")


def test_the_visitor_acts_and_the_host_receives() -> None:
    (visit,) = [row for row in rows(load("0.1.0")) if row["Event ID"] == "event/2025-06-pashinyan-visits-turkiye"]
    assert (visit["Actor Name"], visit["Recipient Name"]) == ("Nikol Pashinyan", "Türkiye")
    assert (visit["Recipient Role"], visit["Quad Code"]) == ("host", "VERBAL COOPERATION")


def test_a_summit_has_no_recipient_and_names_its_host() -> None:
    found = [row for row in rows(load("0.1.0")) if row["Event ID"] == "event/2025-08-08-washington-summit"]
    assert [row["Actor Name"] for row in found] == ["Ilham Aliyev", "Nikol Pashinyan"]
    assert {row["Recipient Name"] for row in found} == {""}
    assert {row["Other Participants"] for row in found} == {"host=actor/donald-trump;mediator=actor/united-states"}
    assert {row["Event Date"] for row in found} == {"2025-08-08"}


def test_the_json_has_plovers_fields(released: Ledger) -> None:
    for record in records(released):
        event = released.events[record["id"]]
        assert record["event"] == [event.type]
        assert record["quad_code"] in (1, 2, 3, 4)
        assert record["cite_info"]["version"] == released.version
        assert record["cite_info"]["data_fingerprint"] == released.fingerprint
        assert "text" not in record
        named = [one["id"] for side in ("actor", "recipient", "other_participants") for one in record.get(side, ())]
        assert sorted(named) == sorted(participant.actor for participant in event.participants)
        assert [(one["start"], one["end"]) for one in record["text_info"]] == [
            (one.start, one.end) for one in event.evidence if one.role == "whole"
        ]


def test_what_lasted_has_both_ends(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    edit(root / path_of("event/2020-plan-published"), when={"edtf": "2020-06-01/2020-06-03", "basis": "explicit"})
    event = load(root).events["event/2020-plan-published"]
    if event.type is None:
        edit(root / path_of(event.id), type="AGREE", uncoded=[])
    (record,) = [record for record in records(load(root)) if record["id"] == event.id]
    assert (record["date"], record["enddate"]) == ("2020-06-01", "2020-06-03")


def test_a_formula_is_refused(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    ledger = load(root)
    event = next(event for event in ledger.events if event.type is not None)
    edit(root / path_of(event.id), title="=1+1")
    with pytest.raises(LedgerError, match=r"Event Title in row \d+ of events.tsv begins with '='"):
        plover.files(load(root))


def test_harmful_text_comes_back_as_it_was(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    event = next(event for event in load(root).events if event.type is not None)
    harm = 'a\tb "c"\n</script>\u2028'
    edit(root / path_of(event.id), title=harm)
    ledger = load(root)
    assert harm in {row["Event Title"] for row in rows(ledger)}
    assert harm in {record["title"] for record in records(ledger)}
    assert "<" not in plover.files(ledger)["events.jsonl"].decode()
