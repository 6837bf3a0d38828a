"""A diff says which records came, went and changed, and which of their fields, no more and no less."""

from __future__ import annotations

import copy
import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.diff import FieldChange, change_rows, diff, field_changes, listed, tally

EVENT: dict[str, Any] = {
    "id": "event/a",
    "title": "A",
    "when": {"edtf": "2020", "basis": "explicit"},
    "participants": [{"actor": "actor/x", "role": "host"}, {"actor": "actor/y", "role": "target"}],
    "contexts": ["legal", "health"],
}
GONE = {"id": "event/a", "retracted": {"reason": "Double.", "retracted_on": "2026-01-01"}}


def changed(**fields: Any) -> list[FieldChange]:
    (change,) = diff({"event/a": EVENT}, {"event/a": EVENT | fields})
    assert change.how == "changed"
    return list(change.fields)


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        (None, EVENT, "added"),
        (EVENT, None, "removed"),
        (EVENT, GONE, "retracted"),
        (None, GONE, "retracted"),
        (GONE, EVENT, "restored"),
    ],
)
def test_what_became_of_a_record_is_told(old: Any, new: Any, how: str) -> None:
    before, after = ({"event/a": one} if one else {} for one in (old, new))
    (change,) = diff(before, after)
    assert (change.record, change.how, change.before, change.after) == ("event/a", how, old, new)


def test_equal_states_differ_in_nothing() -> None:
    assert diff({"event/a": EVENT}, {"event/a": copy.deepcopy(EVENT)}) == []


def test_changes_come_by_identifier() -> None:
    assert [change.record for change in diff({"b": {"id": "b"}}, {"c": {"id": "c"}, "a": {"id": "a"}})] == list("abc")


def test_a_field_is_told_as_deep_down_as_it_stands() -> None:
    assert changed(title="B", when={"edtf": "2021", "basis": "explicit"}) == [
        FieldChange("/title", "A", "B"),
        FieldChange("/when/edtf", "2020", "2021"),
    ]
    assert changed(note="New.") == [FieldChange("/note", None, "New.")]


def test_a_changed_item_is_compared_and_the_others_are_passed_over() -> None:
    host, target = EVENT["participants"]
    assert changed(participants=[host, target | {"role": "victim"}]) == [
        FieldChange("/participants/1/role", "target", "victim")
    ]
    new = {"actor": "actor/z", "role": "host"}
    assert changed(participants=[new, host, target]) == [FieldChange("/participants/0", None, new)]
    assert changed(participants=[target]) == [FieldChange("/participants/0", host, None)]


def test_a_code_of_a_list_goes_and_comes_as_a_whole() -> None:
    assert changed(contexts=["legal", "territory"]) == [
        FieldChange("/contexts/1", "health", None),
        FieldChange("/contexts/1", None, "territory"),
    ]


def test_another_order_is_told_once() -> None:
    assert changed(contexts=["health", "legal"]) == [FieldChange("/contexts", ["legal", "health"], ["health", "legal"])]


json_values = st.recursive(
    st.integers(-3, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=10,
)
objects = st.dictionaries(st.sampled_from("abcd"), json_values, max_size=4)


@given(objects, objects)
def test_two_values_differ_in_something_unless_they_are_equal(before: Any, after: Any) -> None:
    found = list(field_changes(before, after))
    assert bool(found) == (json.dumps(before, sort_keys=True) != json.dumps(after, sort_keys=True))
    for change in found:
        assert change.before != change.after


@given(objects, objects)
def test_the_way_back_tells_the_same_fields(before: Any, after: Any) -> None:
    there = {change.pointer.split("/")[1] for change in field_changes(before, after)}
    back = {change.pointer.split("/")[1] for change in field_changes(after, before)}
    assert there == back


def test_changes_are_rows_of_a_csv_file() -> None:
    after = EVENT | {"title": 'A, "B"\nC', "note": "=1+1"}
    gone = {"id": "event/b", "n": 1.5}
    found = change_rows(diff({"event/a": EVENT, "event/b": gone}, {"event/a": after, "event/c": {"b": 2, "a": [None]}}))
    assert found == (
        b"record_id,how,pointer,before,after\n"
        b'event/a,changed,/title,"""A""","""A, \\""B\\""\\nC"""\n'
        b'event/a,changed,/note,,"""=1+1"""\n'
        b'event/b,removed,/id,"""event/b""",\n'
        b"event/b,removed,/n,1.5,\n"
        b"event/c,added,/b,,2\n"
        b"event/c,added,/a,,[null]\n"
    )
    assert change_rows([]) == b"record_id,how,pointer,before,after\n"


@given(st.dictionaries(st.sampled_from(["event/a", "event/b"]), objects), objects)
def test_the_rows_say_what_the_changes_say(old: Any, new: Any) -> None:
    changes = diff(old, {"event/a": new})
    rows = list(csv.DictReader(io.StringIO(change_rows(changes).decode(), newline="")))
    told = [(change.record, change.how, field) for change in changes for field in change.fields]
    assert len(rows) == len(told)
    for row, (record, how, field) in zip(rows, told, strict=True):
        assert (row["record_id"], row["how"], row["pointer"]) == (record, how, field.pointer)
        for cell, value in ((row["before"], field.before), (row["after"], field.after)):
            assert (json.loads(cell) if cell else None) == value


def test_changes_are_counted_by_what_was_done_and_by_kind() -> None:
    found = diff(
        {"event/a": EVENT, "claim/b": {"id": "claim/b"}}, {"event/a": GONE, "event/c": EVENT, "event/d": EVENT}
    )
    assert tally(found) == {("added", "event"): 2, ("removed", "claim"): 1, ("retracted", "event"): 1}
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
