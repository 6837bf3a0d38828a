"""Release notes: what a diff says for the changelog, short, neutral, and harmless wherever it is shown."""

from __future__ import annotations

import re
from typing import Any

import cmarkgfm
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.diff import Change, FieldChange, diff
from caucasus_ledger.dataset.release_notes import data_entries

NAMES = {"event/b": "Talks in Rivertown", "claim/a/002": "They met.", "claim/a/004": "They came back."}
STONE = {"reason": "It repeated *another*.", "retracted_on": "2021-01-01"}
OLD: dict[str, Any] = {
    "actor/a": {"id": "actor/a", "name": "A", "aliases": [{"name": "B"}]},
    "claim/a/001": {"id": "claim/a/001", "statement": "One."},
    "claim/a/003": {"id": "claim/a/003", "statement": "Three."},
    "claim/a/004": {"id": "claim/a/004", "retracted": STONE},
    "claim/a/005": {"id": "claim/a/005", "statement": "Five."},
}
NEW: dict[str, Any] = {
    "actor/a": {"id": "actor/a", "name": "A.", "aliases": [{"name": "C"}], "part_of": "actor/b"},
    "claim/a/001": {"id": "claim/a/001", "retracted": STONE | {"replaced_by": "claim/a/002"}},
    "claim/a/002": {"id": "claim/a/002", "statement": "They met."},
    "claim/a/003": {"id": "claim/a/003", "retracted": STONE | {"reason": "No such\nthing <b>."}},
    "claim/a/004": {"id": "claim/a/004", "statement": "They came back."},
    "event/b": {"id": "event/b", "title": "Talks in Rivertown"},
    "event/c": {"id": "event/c", "title": "C"},
}


def test_each_record_is_told_in_its_group(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(data_entries(diff(OLD, NEW), NAMES)) == snapshot


def test_nothing_changed_gives_no_entry() -> None:
    assert data_entries([], NAMES) == []


def test_very_many_records_of_a_kind_are_counted(snapshot: SnapshotAssertion) -> None:
    ids = [f"claim/a/{number:03}" for number in range(64)]
    old = {one: {"id": one, "statement": "S.", "note": "N."} for one in ids} | {"event/z": {"id": "event/z"}}
    new: dict[str, Any] = {
        one: {"id": one, "statement": f"{one}.", "note": one if number % 2 else "N."} for number, one in enumerate(ids)
    }
    new |= {one: {"id": one, "retracted": STONE} for one in ids[21:35]}
    new |= {one: {"id": one, "retracted": STONE | {"replaced_by": ids[0]}} for one in ids[35:42]}
    new |= {f"event/{number}": {"id": f"event/{number}", "title": "T"} for number in range(21)}
    assert "\n".join(data_entries(diff(old, new), {})) == snapshot


@given(st.text(), st.text())
def test_texts_of_records_show_as_they_are_and_do_nothing(reason: str, title: str) -> None:
    record = {"id": "event/a", "retracted": STONE | {"reason": reason}}
    gone = Change("event/a", "retracted", {}, record, (FieldChange("/retracted", None, {}),))
    lines = data_entries([*diff({}, {"event/b": {"id": "event/b"}}), gone], {"event/b": title})
    assert all(line.isprintable() for line in lines)
    assert len("\n".join(lines).split("\n")) == 6
    page = cmarkgfm.github_flavored_markdown_to_html("\n".join(lines))
    tags = set(re.findall(r"<\s*/?\s*([a-z0-9]+)", page))
    assert tags <= {"h4", "ul", "li", "code", "a"}
    assert "<a" not in page or "http" in reason + title or "www." in reason + title
