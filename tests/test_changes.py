"""What a contribution changes is told by names, field by field, in full as JSON and in short for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.face import changes
from caucasus_ledger.face.cli import main
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.contribution import Contribution
from copies import change, withdraw
from repositories import repository

MEETING = "event/2020-05-03-rivertown-meeting"
PILOTS = "claim/example-2020/007"
TALKS = "Talks of Northmark and Southmark in Rivertown"
DEATHS = "assessment/example-2020/ferry-deaths"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = repository(tmp_path)
    monkeypatch.chdir(root)
    return root


def plain(root: Path, record: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / path_of(record)).read_text(encoding="utf-8"))
    return found


def contribute(root: Path) -> None:
    """Change records in every way that there is."""
    meeting = plain(root, MEETING)
    change(
        root, MEETING, title="Talks of Northmark and Southmark in Rivertown", participants=meeting["participants"][:-1]
    )
    chain = plain(root, PILOTS)["attribution"]
    chain[1]["factuality"] = "PS+"
    change(root, PILOTS, attribution=chain, about=["event/2020-ferry-overloaded", "actor/southmark"])
    gone = {
        "reason": "The report\x1b[31m was misread.",
        "retracted_on": "2022-01-01",
        "replaced_by": DEATHS + "-at-sea",
    }
    (root / path_of(DEATHS)).write_text(json.dumps({"id": DEATHS, "retracted": gone}), encoding="utf-8")
    (root / path_of("actor/river-commission")).unlink()
    tombstone = "claim/example-2020/012"
    (root / path_of(tombstone)).write_text(json.dumps(plain(root, "claim/example-2020/001") | {"id": tombstone}))
    new = plain(root, "event/2020-06-port-closure") | {
        "id": "event/2020-06-reopening",
        "title": "Southmark reopens a port",
    }
    (root / path_of(new["id"])).write_text(json.dumps(new), encoding="utf-8")


def contribution(root: Path) -> Contribution:
    found = check(root, against="HEAD").contribution
    assert found is not None
    return found


def test_the_summary_names_records_and_fields(root: Path, snapshot: SnapshotAssertion) -> None:
    contribute(root)
    found = click.unstyle("\n".join(changes.as_text(contribution(root))))
    assert "\x1b" not in found
    head = found.partition(" (")[0]
    assert found.replace(found[len(head) : found.index(")") + 1], "", 1) == snapshot


def test_the_rows_hold_every_field_in_full(root: Path) -> None:
    contribute(root)
    rows = {row["record"]: row for row in changes.as_rows(contribution(root))}
    assert {row["how"] for row in rows.values()} == {"added", "changed", "retracted", "restored", "removed"}
    fields = {field["pointer"]: field for field in rows[PILOTS]["fields"]}
    assert fields["/attribution/1/factuality"] == {
        "pointer": "/attribution/1/factuality", "before": "PR+", "after": "PS+"
    }  # fmt: skip
    assert rows[MEETING]["name"] == TALKS
    json.dumps(list(rows.values()))


def test_a_tombstone_of_what_never_was_there_is_told(root: Path) -> None:
    withdraw(root, "claim/example-2020/077", "It came and went.", "2022-01-01")
    found = click.unstyle("\n".join(changes.as_text(contribution(root))))
    assert "the contribution retracts 1 claim." in found
    assert "- claim/example-2020/077\n    because: It came and went." in found


def test_nothing_changed_is_said_in_one_line(root: Path) -> None:
    (line,) = changes.as_text(contribution(root))
    assert line.endswith("the contribution changes no record.")


def test_of_very_many_records_the_rest_is_counted(root: Path) -> None:
    for number in range(101, 231):
        new = plain(root, "claim/example-2020/001") | {"id": f"claim/example-2020/{number}"}
        (root / path_of(new["id"])).write_text(json.dumps(new), encoding="utf-8")
    found = contribution(root)
    assert list(changes.as_text(found))[-1] == "and 30 records more (--format json tells them all)"


def test_the_command_tells_what_changes_before_what_is_wrong(root: Path) -> None:
    change(root, MEETING, title="Talks in Rivertown")
    result = CliRunner().invoke(main, ["check", "--against", "HEAD"])
    assert result.exit_code == 1
    assert "the contribution changes 1 event." in result.output
    assert "    title: Northmark and Southmark meet" in result.output
    assert result.output.index("title:") < result.output.index("CHANGELOG.md:1:1: error P011")


def test_the_command_checks_a_revision_without_a_checkout(root: Path) -> None:
    (root / path_of(MEETING)).write_bytes(b"{")
    assert CliRunner().invoke(main, ["check"]).exit_code == 1
    result = CliRunner().invoke(main, ["check", "--at", "HEAD", str(root / "dataset" / "records" / "event")])
    assert (result.exit_code, result.output.split(":")[0]) == (0, "All is well")
    assert CliRunner().invoke(main, ["check", "--at", "none"]).exit_code == 2
