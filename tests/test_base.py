"""Base: strictness, identifiers and codes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from pydantic import BaseModel, TypeAdapter, ValidationError

from caucasus_ledger import schema
from caucasus_ledger.schema import RECORDS, ActorKind, Code, Mention, Record, Tombstone
from caucasus_ledger.schema.base import (
    FORMS,
    ActorId,
    AssessmentId,
    ClaimId,
    Finding,
    Label,
    Part,
    RecordId,
    WebUrl,
    Wikidata,
    classes_of,
    codes_of,
    part_of,
    refuse,
)
from caucasus_ledger.schema.json_schema import KINDS, json_schema_text
from strategies import records

PARTS = [part for part in vars(schema).values() if isinstance(part, type) and issubclass(part, BaseModel)]
CODES = [code for code in vars(schema).values() if isinstance(code, type) and issubclass(code, Code)]


def allows(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@given(records)
def test_every_generated_record_is_of_its_kind(record: Record | Tombstone) -> None:
    assert isinstance(record, (*RECORDS.values(), Tombstone))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_part_is_strict_frozen_and_closed(part: type[BaseModel]) -> None:
    config = part.model_config
    assert (config.get("strict"), config.get("frozen"), config.get("extra")) == (True, True, "forbid")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_is_described(part: type[BaseModel]) -> None:
    assert [name for name, field in part.model_fields.items() if not (field.description or "").endswith(".")] == []


def test_a_number_in_a_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="valid integer"):
        Mention.model_validate_json('{"start": "1", "end": 2, "source": "source/a", "name": "A"}')


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Mention.model_validate_json('{"start": 1, "end": 2, "source": "source/a", "name": "A", "more": 1}')


def test_a_record_cannot_be_changed() -> None:
    mention = Mention(start=1, end=2, source="source/a", name="A")
    with pytest.raises(ValidationError, match="frozen"):
        mention.start = 0  # type: ignore[misc]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.__name__)
def test_every_code_equals_its_text_and_has_a_definition(code: type[Code]) -> None:
    for member in code:
        assert member == member.value == str(member)
        assert json.loads(json.dumps(member)) == member.value
        assert member.definition[0].isupper()
        assert member.definition.endswith(".")


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.__name__)
def test_definitions_differ_within_a_code_list(code: type[Code]) -> None:
    assert len({member.definition for member in code}) == len(list(code))


@pytest.mark.parametrize("text", ["actor/a", "actor/a-1", "actor/2020-a-b"])
def test_an_identifier_is_its_kind_and_a_slug(text: str) -> None:
    assert allows(ActorId, text)
    assert allows(RecordId, text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "actor/", "actor/A", "actor/a_b", "actor/-a", "actor/a-", "actor/a--b", "actor/a/b", "event/a", "actor/é",
     "actor/a\n", " actor/a", "actor/../a", "actor/" + "a" * 120],
)  # fmt: skip
def test_anything_else_is_no_identifier(text: str) -> None:
    assert not allows(ActorId, text)


def test_claims_and_assessments_stand_under_their_source() -> None:
    assert allows(ClaimId, "claim/a-2020/001")
    assert not allows(ClaimId, "claim/a-2020/1")
    assert not allows(ClaimId, "claim/001")
    assert allows(AssessmentId, "assessment/a-2020/b")
    assert not allows(AssessmentId, "assessment/b")


@pytest.mark.parametrize(
    "text", ["ftp://a.org", "https://", "//a.org", "https://a.org/ b", "https://a.org/é", "javascript:x", ""]
)
def test_an_address_is_of_the_web_and_in_ascii(text: str) -> None:
    assert allows(WebUrl, "https://a.org/b?c=d")
    assert allows(WebUrl, "http://a.org:80")
    assert not allows(WebUrl, text)


def test_a_wikidata_item_is_a_q_and_a_number() -> None:
    assert allows(Wikidata, "Q1")
    assert not allows(Wikidata, "Q0")
    assert not allows(Wikidata, "P1")


def test_a_label_is_neither_empty_nor_long() -> None:
    assert allows(Label, "a" * 160)
    assert not allows(Label, "")
    assert not allows(Label, "a" * 161)


def test_refusing_nothing_is_no_refusal() -> None:
    refuse([])


def test_all_findings_are_raised_at_once() -> None:
    class Broken(Part):
        kind: ActorKind

        def model_post_init(self, _: object) -> None:
            refuse([Finding("A001", (), "one"), Finding("A002", ("kind",), "two")])

    with pytest.raises(ValidationError, match="A001 one; A002 two"):
        Broken(kind=ActorKind.STATE)


def test_every_example_of_a_form_has_it() -> None:
    for pattern, example in FORMS.items():
        if " " not in example:
            assert re.search(pattern, example), (pattern, example)


def test_every_form_that_a_schema_asks_for_has_an_example() -> None:
    text = "\n".join(map(json_schema_text, KINDS))
    patterns = re.findall(r'"pattern": (".*")', text)
    assert patterns
    assert {json.loads(pattern) for pattern in patterns} <= set(FORMS)


def test_the_classes_of_a_field_are_those_of_its_values_or_items() -> None:
    assert classes_of(schema.Event, "title") == (str,)
    assert set(classes_of(schema.Event, "deaths")) == {schema.Deaths, type(None)}
    assert set(classes_of(schema.Deaths, "high")) == {int, type(None)}
    assert classes_of(schema.Claim, "about") == (str,)
    assert classes_of(schema.Event, "titel") == ()


def test_the_codes_and_the_part_of_a_field_are_known() -> None:
    assert codes_of(schema.Event, "realis")[:2] == ("actual", "alleged")
    assert "diplomatic" in codes_of(schema.Event, "contexts")
    assert codes_of(schema.Event, "title") == codes_of(schema.Event, "titel") == ()
    assert part_of(schema.Actor, "mentions") is Mention
    assert part_of(schema.Event, "when") is schema.When
    assert part_of(schema.Event, "realis") is None
