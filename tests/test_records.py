"""Records on disk: the path is the identifier, and there is one way to write a record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from pydantic import ValidationError

from caucasus_ledger.dataset.records import canonical_json, find_root, id_of, in_order, parse, path_of, record_files
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
