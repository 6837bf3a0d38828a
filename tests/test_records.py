"""Records on disk: the path is the identifier, and there is one way to write a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from caucasus_ledger.dataset.records import (
    Json,
    canonical_json,
    canonical_plain,
    find_root,
    id_of,
    in_order,
    kind_of,
    parse,
    path_of,
    record_files,
)
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema import Record, Tombstone
from strategies import record_ids, records


@given(record_ids)
def test_the_path_gives_the_identifier_back(record_id: str) -> None:
    assert id_of(path_of(record_id)) == record_id


def test_sources_lie_with_the_seeds_and_the_rest_with_the_records() -> None:
    assert path_of("source/a") == "seeds/source/a.json"
    assert path_of("claim/a/001") == "dataset/records/claim/a/001.json"


@given(records)
def test_the_canonical_form_is_read_back_and_written_alike(record: Record | Tombstone) -> None:
    text = canonical_json(record)
    again = parse(text)
    assert again == in_order(record)
    assert type(again) is type(record)
    assert canonical_json(again) == text
    assert parse(text.encode()) == again


@given(records)
def test_the_canonical_form_has_the_order_of_the_schema_and_no_defaults(record: Record | Tombstone) -> None:
    text = canonical_json(record)
    plain = json.loads(text)
    assert list(plain) == [name for name in type(record).model_fields if name in plain]
    assert None not in plain.values()
    assert [] not in plain.values()
    assert text.endswith("\n}\n")


def _spelt_otherwise(value: Any, draw: st.DrawFn) -> Any:
    """Return the JSON value with the keys of every object in another order and its floats, if whole, as integers."""
    if isinstance(value, dict):
        keys = draw(st.permutations(sorted(value)))
        return {key: _spelt_otherwise(value[key], draw) for key in keys}
    if isinstance(value, list):
        return [_spelt_otherwise(item, draw) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and value else value


@st.composite
def spelt_otherwise(draw: st.DrawFn) -> tuple[Record | Tombstone, Json]:
    record = draw(records)
    plain = record.model_dump(mode="json", exclude_defaults=draw(st.booleans()))  # with nulls and [], or without
    return record, _spelt_otherwise(plain, draw)


@given(spelt_otherwise())
def test_the_canonical_form_of_plain_json_is_that_of_the_record(case: tuple[Record | Tombstone, Json]) -> None:
    record, plain = case
    assert canonical_plain(kind_of(plain), plain) == canonical_json(record)


def test_what_the_schema_does_not_know_stands_last_in_the_order_given() -> None:
    plain: Json = {"zeal": 1, "when": {"x": None, "basis": "none", "edtf": None}, "age": [], "id": "event/a"}
    text = canonical_plain("event", plain)
    assert list(json.loads(text)) == ["id", "when", "zeal", "age"]
    assert json.loads(text)["when"] == {"basis": "none", "x": None}


def test_only_a_default_is_left_out() -> None:
    plain: Json = {"name": None, "aliases": None, "roles": [], "country": None, "part_of": [], "kind": []}
    assert json.loads(canonical_plain("actor", plain)) == {"name": None, "kind": [], "aliases": None, "part_of": []}


@pytest.mark.parametrize("item", ["?", 1, None, "claim/a/new", {}])
def test_a_list_with_an_item_that_is_not_valid_keeps_its_order(item: Any) -> None:
    plain: Json = {"supports": ["claim/b/001", "claim/a/001", item]}
    assert json.loads(canonical_plain("claim", plain)) == plain
    assert json.loads(canonical_plain("claim", {"supports": ["b", "a"]})) == {"supports": ["b", "a"]}
    assert json.loads(canonical_plain("claim", {"supports": ["claim/b/001", "claim/a/001"]})) == {
        "supports": ["claim/a/001", "claim/b/001"]
    }


def test_a_whole_number_is_written_as_its_field_is() -> None:
    plain: Json = {
        "places": [{"position": {"lat": 41, "lon": True}}],
        "deaths": {"low": 3.0, "best": 3.5, "high": 1e300},
    }
    text = canonical_plain("event", plain)
    assert '"lat": 41.0,' in text
    assert '"lon": true' in text
    assert '"low": 3,' in text
    assert '"best": 3.5,' in text
    assert '"high": 1e+300' in text


def test_the_example_files_are_in_canonical_form(example: Path) -> None:
    for path in (entry.path for entry in record_files(Folder(example))):
        text = (example / path).read_text(encoding="utf-8")
        assert canonical_json(parse(text)) == text
        assert parse(text).id == id_of(path)


def test_a_record_of_another_kind_than_its_identifier_is_refused() -> None:
    with pytest.raises(ValidationError, match="statement"):
        parse('{"id": "claim/a/001", "name": "A", "kind": "group"}')


@pytest.mark.parametrize("text", ['{"id": "thing/a"}', "{}", '{"id": 1}', "[]", "1", '"retracted"', "nothing", b"\xff"])
def test_a_text_that_is_no_record_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


def test_the_root_is_the_nearest_folder_with_records(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "dataset" / "records" / "claim"
    inner.mkdir(parents=True)
    assert find_root(inner) == tmp_path / "a"
    assert find_root(tmp_path / "a") == tmp_path / "a"
    assert find_root(tmp_path) is None


def test_every_file_is_listed_whatever_its_name(tmp_path: Path) -> None:
    names = ["dataset/records/actor/a.json", "dataset/records/actor/notes.txt", "seeds/source/b.json"]
    for name in (*names, "seeds/attach.py", "dataset/releases/c.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "dataset" / "records" / "link").symlink_to(tmp_path)
    assert sorted(entry.path for entry in record_files(Folder(tmp_path))) == sorted([*names, "dataset/records/link"])
