"""Intake: each file read as far as it goes, and everything that the rules look at made from what is valid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema import Actor, Claim, Event, Source, Tombstone
from caucasus_ledger.validators.intake import File, Intake
from caucasus_ledger.validators.locate import Place
from copies import change, copy_to

EVENT = "event/2020-ferry-sinks"
CLAIM = "claim/example-2020/003"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def file_of(root: Path, record: str) -> File:
    found = Intake(Folder(root)).file_of(record)
    assert found is not None
    return found


def codes(file: File) -> list[str]:
    return [code for code, _, _ in file.findings] + [refusal.code for refusal in file.refusals]


def test_every_record_is_read_with_its_text_its_json_and_its_type(example: Path) -> None:
    intake = Intake(Folder(example))
    assert intake.whole
    types = {"source": Source, "actor": Actor, "event": Event, "claim": (Claim, Tombstone)}
    for file in intake.files.values():
        assert codes(file) == []
        assert json.loads(file.text) == file.plain
        assert isinstance(file.record, types.get(file.id.partition("/")[0], object))  # type: ignore[arg-type]


def test_records_are_given_by_kind(example: Path) -> None:
    intake = Intake(Folder(example))
    assert [source.id for source in intake.sources] == ["source/example-2020"]
    assert len(list(intake.of(Claim))) == 11
    assert intake.withdrawn == {"claim/example-2020/012"}


def test_the_records_come_in_the_order_of_their_identifiers(example: Path) -> None:
    ids = [plain["id"] for plain in Intake(Folder(example)).plain]
    assert ids == sorted(ids)
    assert len(ids) == 29


def test_a_broken_file_keeps_its_text_and_its_identifier(root: Path) -> None:
    (root / path_of(EVENT)).write_bytes(b'{\n  "id": \xff\n}')
    intake = Intake(Folder(root))
    file = intake.file_of(EVENT)
    assert file is not None
    assert (codes(file), file.plain, file.record) == (["J001"], None, None)
    assert "\ufffd" in file.text
    assert EVENT in intake.ids
    assert not intake.whole


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (root / path_of(EVENT)).unlink()
    (root / path_of(EVENT)).symlink_to(tmp_path / "secret")
    assert (codes(file_of(root, EVENT)), file_of(root, EVENT).text) == (["J011"], "")


def test_an_invalid_record_is_left_out_of_the_tables(root: Path) -> None:
    change(root, EVENT, realis="factual")
    intake = Intake(Folder(root))
    assert codes(file_of(root, EVENT)) == ["F004"]
    assert len(intake.rows["events"]) == 6
    assert not intake.whole


def test_a_record_that_calls_itself_otherwise_is_refused(root: Path) -> None:
    change(root, CLAIM, id="claim/example-2020/033")
    file = file_of(root, CLAIM)
    assert codes(file) == ["J012"]
    assert "'claim/example-2020/033'" in file.findings[0][1].message


def test_a_kind_that_is_none_is_refused(root: Path) -> None:
    path = root / "dataset" / "records" / "place" / "a.json"
    path.parent.mkdir()
    path.write_text('{"id": "place/a"}', encoding="utf-8")
    file = Intake(Folder(root)).files["dataset/records/place/a.json"]
    assert codes(file) == ["J012"]
    assert "there are source, actor, event, claim, assessment" in file.findings[0][1].message


def test_a_source_among_the_records_is_sent_where_it_belongs(root: Path) -> None:
    path = root / "dataset" / "records" / "source" / "example-2020.json"
    path.parent.mkdir()
    (root / "seeds" / "source" / "example-2020.json").rename(path)
    file = Intake(Folder(root)).files["dataset/records/source/example-2020.json"]
    assert codes(file) == ["J012"]
    assert "belongs in seeds/source/example-2020.json" in file.refusals[0].message


def test_a_record_without_identifier_lacks_a_field(root: Path) -> None:
    (root / path_of(CLAIM)).write_text('{"retracted": 1}', encoding="utf-8")
    assert codes(file_of(root, CLAIM)) == ["F001", "F003"]


def test_another_form_than_the_canonical_one_is_told_and_read(root: Path) -> None:
    path = root / path_of(EVENT)
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\r\n"), encoding="utf-8", newline="")
    file = file_of(root, EVENT)
    assert codes(file) == ["J013"]
    assert file.record is not None


def test_a_name_of_another_alphabet_is_no_identifier(root: Path) -> None:
    (root / "dataset" / "records" / "actor" / "а.json").write_text("{}", encoding="utf-8")
    intake = Intake(Folder(root))
    assert "actor/а" not in intake.ids
    assert not intake.whole


def test_places_are_found_for_values_and_keys(root: Path) -> None:
    file = file_of(root, EVENT)
    assert file.place("/realis") == Place(5, 13, 8)
    assert file.place("/realis", key=True) == Place(5, 3, 8)
    assert file.place("/deaths/none") == Place(21, 13, 1)


def test_every_reference_is_given_with_its_place(example: Path) -> None:
    targets = Intake(Folder(example)).targets()
    assert ("claim/example-2020/007#/asserts/object", "actor/blue-line") in targets
    assert ("claim/example-2020/007#/about/1", "actor/blue-line") in targets
    assert ("source/example-2020#/authors/0", "actor/example-gazette") in targets
    assert ("actor/ada-example#/roles/0/organisation", "actor/southmark") in targets
    assert ("claim/example-2020/012#/retracted/replaced_by", "claim/example-2020/001") in targets


def test_each_reference_leads_to_a_place_in_the_file_that_holds_it(example: Path) -> None:
    intake = Intake(Folder(example))
    for where, target in intake.targets():
        record, _, pointer = where.partition("#")
        file = intake.file_of(record)
        assert file is not None
        at = file.place(pointer)
        line = file.text.splitlines()[at.line - 1]
        assert line[at.column - 1 : at.column - 1 + at.length] == f'"{target}"'


def test_texts_are_those_that_were_given(example: Path) -> None:
    assert Intake(Folder(example)).texts == {}


def test_a_folder_without_records_gives_nothing(tmp_path: Path) -> None:
    intake = Intake(Folder(tmp_path))
    assert (intake.files, intake.whole, intake.plain, intake.targets()) == ({}, True, [], [])
