"""A diff says which records came, went and changed, and which of their fields, no more and no less."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.diff import FieldChange, diff, field_changes

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
    [(None, EVENT, "added"), (EVENT, None, "removed"), (EVENT, GONE, "retracted"), (GONE, EVENT, "restored")],
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
