"""Fields: what Pydantic refuses, told in the ledger's own terms."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from caucasus_ledger.schema import RECORDS
from caucasus_ledger.validators.fields import translate, undecided
from caucasus_ledger.validators.rule import Finding
from caucasus_ledger.validators.rules import RULES
from copies import EXAMPLE_ROOT

PATHS = {
    "source": "seeds/source/example-2020.json",
    "actor": "dataset/records/actor/blue-line.json",
    "event": "dataset/records/event/2020-ferry-sinks.json",
    "claim": "dataset/records/claim/example-2020/002.json",
    "assessment": "dataset/records/assessment/example-2020/ferry-deaths.json",
}


def plain(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLE_ROOT / PATHS[kind]).read_text(encoding="utf-8"))
    return found


def findings(kind: str, **changes: Any) -> list[tuple[str, Finding, bool]]:
    given = plain(kind) | changes
    with pytest.raises(ValidationError) as caught:
        RECORDS[kind].model_validate_json(json.dumps(given))
    return list(translate("the/record", RECORDS[kind], given, caught.value))


def one(kind: str, **changes: Any) -> tuple[str, str, str]:
    ((code, finding, _),) = findings(kind, **changes)
    assert finding.record == "the/record"
    return code, finding.pointer, finding.message


def test_a_missing_field_is_shown_at_what_lacks_it() -> None:
    with pytest.raises(ValidationError) as caught:
        RECORDS["event"].model_validate({})
    found = translate("event/a", RECORDS["event"], {}, caught.value)
    missing = [(code, finding.pointer, key) for code, finding, key in found]
    assert set(missing) == {("F001", "", False)}
    assert one("event", when={}) == ("F001", "/when", "the field 'basis' is missing")


def test_an_unknown_field_is_shown_at_its_key() -> None:
    ((code, finding, key),) = findings("event", titel="A")
    assert (code, finding.pointer, key) == ("F002", "/titel", True)
    assert finding.message == "there is no field 'titel' here"


@pytest.mark.parametrize(
    ("kind", "changes", "pointer", "meant"),
    [
        ("event", {"titel": "A"}, "/titel", ""),
        ("event", {"contxts": []}, "/contxts", "contexts"),
        ("event", {"partof": "event/a"}, "/partof", "part_of"),
        ("event", {"when": {"basis": "none", "notes": "A"}}, "/when/notes", "note"),
        (
            "actor",
            {"mentions": [{"start": 1, "end": 2, "source": "source/a", "name": "A", "x": 1}]},
            "/mentions/0/x",
            "",
        ),
        ("source", {"title": {"text": "A", "basis": "text", "nte": "A"}}, "/title/nte", "note"),
    ],
)
def test_a_slip_in_the_name_of_a_field_that_may_be_left_out_is_told(
    kind: str, changes: Any, pointer: str, meant: str
) -> None:
    code, at, message = one(kind, **changes)
    assert (code, at) == ("F002", pointer)
    assert message.endswith(f"; did you mean '{meant}'?" if meant else " here")


def test_a_slip_that_looks_like_a_field_that_must_be_there_is_taken_for_it() -> None:
    given = plain("claim")
    given["statment"] = given.pop("statement")
    with pytest.raises(ValidationError) as caught:
        RECORDS["claim"].model_validate_json(json.dumps(given))
    ((code, finding, _),) = translate("claim/a/001", RECORDS["claim"], given, caught.value)
    assert (code, finding.message) == ("F002", "there is no field 'statment' here; did you mean 'statement'?")


def test_a_key_that_is_none_of_ours_is_escaped_in_the_pointer() -> None:
    assert one("event", **{"a/b~c": 1})[:2] == ("F002", "/a~1b~0c")


def test_a_wrong_type_is_told_with_what_was_given() -> None:
    code, pointer, message = one("event", title=5)
    assert (code, pointer) == ("F003", "/title")
    assert message == "5 is of the wrong type: input should be a valid string"


def test_true_is_no_number() -> None:
    assert one("event", deaths={"low": True, "best": 4})[:2] == ("F003", "/deaths/low")


def test_null_is_of_the_wrong_type_where_something_is_needed() -> None:
    assert one("event", title=None)[:2] == ("F003", "/title")


def test_an_unknown_code_is_told_with_the_nearest_one() -> None:
    code, pointer, message = one("event", realis="actuel")
    assert (code, pointer) == ("F004", "/realis")
    assert message.startswith("'actuel' is not in the code list: 'actual'")
    assert message.endswith("; did you mean 'actual'?")


def test_a_code_like_no_other_has_no_nearest_one() -> None:
    assert "did you mean" not in one("event", realis="xyz")[2]


def test_a_code_of_another_type_is_not_in_the_list() -> None:
    assert one("event", realis=["actual"])[:2] == ("F004", "/realis")


def test_a_wrong_form_names_the_field() -> None:
    code, pointer, message = one("actor", wikidata="42")
    assert (code, pointer) == ("F005", "/wikidata")
    assert message == "'42' does not have the form of 'wikidata', such as Q399"


@pytest.mark.parametrize("title", ["", "a" * 161])
def test_a_text_of_the_wrong_length_is_told(title: str) -> None:
    assert one("event", title=title)[:2] == ("F006", "/title")


def test_a_long_value_is_cut_short() -> None:
    assert len(one("event", title="a" * 5000)[2]) < 200


def test_an_empty_list_is_of_the_wrong_length() -> None:
    assert one("claim", about=[])[:2] == ("F006", "/about")


def test_a_list_of_refused_items_is_not_called_too_short_as_well() -> None:
    assert one("claim", about=["nonsense"])[:2] == ("F005", "/about/0")


def test_a_number_out_of_range_is_told() -> None:
    assert one("event", deaths={"low": -1, "best": 4})[:2] == ("F007", "/deaths/low")


def test_an_unknown_country_is_told() -> None:
    assert one("actor", country="XYZ")[:2] == ("F008", "/country")


def test_a_wrong_date_is_told() -> None:
    code, pointer, message = one("event", when={"edtf": "2020-13", "basis": "explicit"})
    assert (code, pointer) == ("T001", "/when/edtf")
    assert "2020-13" in message


def test_findings_of_the_models_keep_their_codes_and_get_their_place() -> None:
    found = findings("event", when={"edtf": "2020", "basis": "derived"}, mode="arrest")
    assert [(code, finding.pointer) for code, finding, _ in found] == [("T003", "/when/basis")]
    both = findings("claim", said={"basis": "none"}, modality=None, about=["event/a", "event/a"], forecast=None)
    assert [(code, finding.pointer) for code, finding, _ in both] == [("C014", "/kind"), ("D001", "/about/1")]


def test_all_mistakes_of_a_record_are_told_at_once() -> None:
    found = findings("event", title="", realis="x", mode=1, when={"edtf": "x", "basis": "explicit"}, extra=1)
    assert {code for code, _, _ in found} == {"F006", "F004", "F003", "T001", "F002"}


# what is still to be decided


def marked(kind: str, changes: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return code, pointer and message of what is told of a record with marks in it."""
    given = plain(kind) | changes
    found = list(undecided("the/record", RECORDS[kind], given))
    try:
        RECORDS[kind].model_validate_json(json.dumps(given))
    except ValidationError as error:
        found += translate("the/record", RECORDS[kind], given, error)
    return [(code, finding.pointer, finding.message) for code, finding, _ in found]


@pytest.mark.parametrize(
    ("kind", "changes", "pointer", "choice"),
    [
        ("event", {"realis": "?"}, "/realis", "actual, alleged, planned, hypothetical, negated"),
        ("event", {"title": "?"}, "/title", "what happens, neutrally and in our own words"),
        ("event", {"type": "?"}, "/type", "PLOVER event type, from the pinned table"),
        ("event", {"deaths": "?"}, "/deaths", "people killed, where the source gives a number"),
        ("event", {"participants": ["?"]}, "/participants/0", "who takes part, and how"),
        ("event", {"when": {"edtf": "?", "basis": "explicit"}}, "/when/edtf",
         "EDTF level 0 or 1, or a one-of set of level 2"),
        ("claim", {"about": ["event/a", "?"]}, "/about/1", "the events and actors it is about"),
        ("actor", {"country": "?"}, "/country", "ISO 3166-1 alpha-3 code of the country it is of, where there is one"),
        ("assessment", {"known_on": "?"}, "/known_on", "when what decides it became publicly known, in EDTF"),
    ],
)  # fmt: skip
def test_a_mark_is_told_with_what_may_stand_there_and_nothing_else(
    kind: str, changes: Any, pointer: str, choice: str
) -> None:
    name = pointer.rstrip("/01").rpartition("/")[2]
    assert marked(kind, changes) == [("F009", pointer, f"'{name}' is still to be decided: {choice}")]


def test_each_mark_is_told_once_beside_other_mistakes() -> None:
    people = [{"actor": "?", "role": "?", "x": "?"}]
    found = marked("event", {"title": "?", "realis": "factual", "participants": people, "when": "?"})
    assert [(code, pointer) for code, pointer, _ in found] == [
        ("F009", "/title"), ("F009", "/when"), ("F009", "/participants/0/actor"), ("F009", "/participants/0/role"),
        ("F004", "/realis"), ("F002", "/participants/0/x"),
    ]  # fmt: skip


def test_of_what_holds_a_mark_nothing_is_told_as_a_whole() -> None:
    message = "'name' is still to be decided: the usual English name, or a plain description of who is meant"
    assert marked("actor", {"name": "?", "kind": "state"}) == [("F009", "/name", message)]
    item = {"start": 9, "end": 3, "source": "source/a", "role": "?"}
    found = marked("event", {"when": {"edtf": "2020", "basis": "derived"}, "evidence": [item]})
    assert [(code, pointer) for code, pointer, _ in found] == [("F009", "/evidence/0/role"), ("T003", "/when/basis")]


@pytest.mark.parametrize("text", ["??", " ?", "? ", "？", "What?", "2020?"])
def test_only_a_question_mark_alone_is_a_mark(text: str) -> None:
    assert list(undecided("the/record", RECORDS["event"], plain("event") | {"title": text})) == []


def test_what_cannot_be_seen_is_shown_as_its_code() -> None:
    assert "\\u202e" in one("event", realis="actual\u202e")[2]


@given(
    st.sampled_from(sorted(PATHS)),
    st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4), min_size=1, max_size=2),
    st.data(),
)
def test_whatever_is_refused_has_a_known_code_and_a_message(
    kind: str, extra: dict[str, Any], data: st.DataObject
) -> None:
    broken = plain(kind)
    field = data.draw(st.sampled_from(sorted(broken)))
    broken[field] = data.draw(st.sampled_from([None, 1, "", [], {}, [1], [{}], {"edtf": 1}, -1.5, True, extra]))
    try:
        RECORDS[kind].model_validate_json(json.dumps(broken))
    except ValidationError as error:
        found = list(translate("the/record", RECORDS[kind], broken, error))
        assert found
        for code, finding, _ in found:
            assert code in RULES
            assert finding.message
