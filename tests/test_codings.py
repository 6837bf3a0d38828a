"""Codings: every place that a coding may lie in is read alike, and what cannot be read is told."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset import ledger as ledgers
from caucasus_ledger.dataset.records import path_of, read_records
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.codings import Coding, read, read_both
from caucasus_ledger.validators.reader import MAX_BYTES
from copies import change, copy_to

CLAIM = "claim/example-2020/001"
SOURCE = "source/example-2020"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


@pytest.fixture
def lines(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return written(tmp_path / "a.jsonl", *(r for r in read_records(example) if not r["id"].startswith("source/")))


def written(path: Path, *records: Any) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def ids(coding: Coding) -> list[str]:
    return sorted(record["id"] for record in coding.records)


def refused(name: str | Path, *more: str | Path) -> str:
    with pytest.raises(LedgerError) as caught:
        _ = read_both(str(name), *map(str, more)) if more else read(str(name))
    return str(caught.value)


def test_a_coding_is_read_alike_wherever_it_lies(
    root: Path, lines: Path, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledgers, "RELEASES", release.parent)
    loose = shutil.copytree(root / "dataset" / "records", root.parent / "loose")
    places = [str(place) for place in (root, root / "dataset" / "records", loose, lines, release)]
    found = [read(place) for place in (*places, "0.1.0")]
    assert len(ids(found[0])) == 26
    assert all(ids(one) == ids(found[0]) for one in found)
    assert {json.dumps(sorted(one.records, key=lambda r: r["id"]), sort_keys=True) for one in found} == {
        json.dumps(sorted(found[0].records, key=lambda r: r["id"]), sort_keys=True)
    }
    assert [[source.id for source in one.sources] for one in found] == [[SOURCE], [SOURCE], [], [], [SOURCE], [SOURCE]]
    assert all(one.flaws == () for one in found)


def test_a_part_of_a_ledger_comes_with_its_sources(root: Path) -> None:
    found = read(str(root / "dataset" / "records" / "claim"))
    assert found.counts == {"actor": 0, "event": 0, "claim": 11}
    assert [source.id for source in found.sources] == [SOURCE]


def test_a_folder_of_a_ledger_that_holds_other_things_is_read_by_itself(root: Path) -> None:
    folder = root / "docs" / "codings"
    folder.mkdir(parents=True)
    (folder / "decisions.json").write_text("[]", encoding="utf-8")
    assert "decisions.json:1:1: it holds no object" in refused(folder)


@pytest.mark.usefixtures("lines")
def test_what_is_nowhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "RELEASES", tmp_path / "none")
    message = "'9.9.9' is neither a file of JSON Lines, nor a folder, nor a release of this package, which holds none"
    assert refused("9.9.9") == message
    assert "'a\ufffd[2J'" in refused("a\x1b[2J")


@pytest.mark.parametrize("content", [b"", b"\n\n", b'{"id":"source/a"}\n'])
def test_a_coding_without_records_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    assert "a.jsonl holds no actor, event or claim that can be read" in refused(tmp_path / "a.jsonl")
    (tmp_path / "empty").mkdir()
    assert "empty holds no actor" in refused(tmp_path / "empty")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"id": "actor/a",}', ":2:18: a comma stands before the closing bracket"),
        (b'{"id": "actor/a", "id": "actor/b"}', ":2:19: the key 'id' stands twice in one object"),
        (b'{"id": NaN}', ":2:8: NaN is no JSON number"),
        (b'{"id": 1e999}', ":2:8: 1e999 is too large for a number"),
        (b'["actor/a"]', ":2:1: it holds no object"),
        (b'{"id": "\xff"}', ":2:9: byte 8 is not UTF-8"),
        (b'{"id": "\\ud800"}', ":2:9: an unpaired surrogate is half a character"),
        (b"\xef\xbb\xbf{}", ":2:1: it begins with a byte order mark"),
        (b"[" * 100, ":2:33: it nests deeper than 32 levels"),
        (b'{"a": "' + b"x" * MAX_BYTES + b'"}', f":2:1: the line has more than {MAX_BYTES} bytes"),
        (b"\x00", ":2:1: it is not JSON"),
    ],
)
def test_a_hostile_line_is_refused_with_its_place(lines: Path, line: bytes, said: str) -> None:
    first = lines.read_bytes().splitlines()[0]
    lines.write_bytes(first + b"\n" + line + b"\n" + first)
    message = refused(lines)
    assert said in message
    assert "JSON Lines, one record a line" in message
    assert message.isprintable()


def test_a_file_of_pretty_json_is_told_what_is_wanted(lines: Path, tmp_path: Path) -> None:
    record = json.loads(lines.read_bytes().splitlines()[0])
    path = tmp_path / "one.json"
    path.write_text(json.dumps(record, indent=2), encoding="utf-8")
    assert "one.json:1:2: the file ends before everything is closed" in refused(path)
    assert "the file is read as JSON Lines, one record a line" in refused(path)


def test_a_hostile_file_of_a_folder_is_refused_with_its_place(root: Path) -> None:
    path = root / path_of(CLAIM)
    path.write_text('{\n  "id": Infinity\n}', encoding="utf-8")
    assert refused(root) == f"{path}:2:9: Infinity is no JSON number (J005)"


@pytest.mark.skipif(os.name != "posix", reason="links need leave here")
def test_links_are_not_followed_out_of_a_folder(root: Path, tmp_path: Path) -> None:
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "more").symlink_to(root)
    assert "loose holds no actor" in refused(tmp_path / "loose")
    (tmp_path / "loose" / "one.json").symlink_to(root / path_of(CLAIM))
    assert "one.json:1:1: it is a link to another file" in refused(tmp_path / "loose")


def test_what_desktops_leave_behind_is_passed_over(root: Path) -> None:
    (root / "dataset" / "records" / ".hidden").mkdir()
    (root / "dataset" / "records" / ".hidden" / "a.json").write_text("{", encoding="utf-8")
    (root / "dataset" / "records" / "claim" / ".a.json").write_text("{", encoding="utf-8")
    (root / "dataset" / "records" / "claim" / "notes.txt").write_text("{", encoding="utf-8")
    assert len(ids(read(str(root)))) == 26


def test_lines_may_end_as_on_windows_and_be_empty(lines: Path) -> None:
    wanted = ids(read(str(lines)))
    lines.write_bytes(lines.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert ids(read(str(lines))) == wanted


def test_two_records_of_one_identifier_are_refused(lines: Path) -> None:
    content = lines.read_bytes().splitlines(keepends=True)
    lines.write_bytes(b"".join([*content, content[0]]))
    assert f"a.jsonl:{len(content) + 1}: the record actor/ada-example stands in" in refused(lines)
    assert refused(lines).endswith("a.jsonl:1 already")


def test_a_record_that_breaks_coding_rules_is_compared_and_named(root: Path) -> None:
    change(root, CLAIM, kind="causal")
    found = read(str(root))
    assert len(ids(found)) == 26
    (flaw,) = found.flaws
    assert (flaw.id, flaw.codes, flaw.compared) == (CLAIM, ("C012",), True)
    assert flaw.where == str(root / path_of(CLAIM))
    assert flaw.message == "C012 /kind: a causal claim asserts no link between records"


def broken(root: Path, record: str, **fields: Any) -> list[tuple[str, tuple[str, ...], bool]]:
    change(root, record, **fields)
    return [(flaw.id, flaw.codes, flaw.compared) for flaw in read(str(root)).flaws]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"kind": "causal", "statement": 1}, ("F003",)),
        ({"evidence": [{"start": 9, "end": 9, "source": SOURCE, "role": "whole"}]}, ("E001",)),
        ({"evidence": [{"start": 9, "end": 5, "source": SOURCE, "role": "whole"}]}, ("E001",)),
        ({"evidence": [{"start": 0, "end": 1e9, "source": SOURCE, "role": "whole"}]}, ("F003",)),
        ({"evidence": [{"start": 0, "end": 10**9, "source": SOURCE, "role": "whole"}]}, ("F007",)),
        ({"attribution": []}, ("F006",)),
        ({"said": {"edtf": "soon", "basis": "explicit"}}, ("T001",)),
        ({"extra": 1}, ("F002",)),
    ],
)
def test_a_record_of_which_a_field_cannot_be_read_is_left_out_and_named(
    root: Path, fields: dict[str, Any], codes: tuple[str, ...]
) -> None:
    assert broken(root, CLAIM, **fields) == [(CLAIM, codes, False)]
    assert CLAIM not in ids(read(str(root)))


@pytest.mark.parametrize("record_id", [None, 7, "", "person/a", "actor", "actor/../a", ["actor/a"], {"a": 1}])
def test_a_record_of_no_kind_is_left_out_and_named(lines: Path, record_id: Any) -> None:
    with lines.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": record_id}) + "\n")
    found = read(str(lines))
    assert len(ids(found)) == 26
    assert [flaw.compared for flaw in found.flaws] == [False]
    assert found.flaws[0].message


def test_a_source_that_is_not_valid_is_named(root: Path) -> None:
    assert [flaw[0] for flaw in broken(root, SOURCE, kind="poem")] == [SOURCE]
    assert read(str(root)).sources == ()


# two codings


def test_the_source_is_the_one_that_both_code(root: Path, lines: Path) -> None:
    found = read_both(str(root), str(lines))
    assert (found.source_id, found.source and found.source.id) == (SOURCE, SOURCE)
    assert found.a.counts == found.b.counts == {"actor": 8, "event": 7, "claim": 11}


def test_the_source_is_looked_up_in_the_ledger_named(root: Path, lines: Path) -> None:
    assert read_both(str(lines), str(lines)).source is None
    found = read_both(str(lines), str(lines), data=str(root))
    assert found.source is not None
    with pytest.raises(LedgerError, match="neither a release"):
        read_both(str(lines), str(lines), data=str(root / "none"))


def test_the_source_is_looked_up_where_one_stands(root: Path, lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    assert read_both(str(lines), str(lines)).source is not None


def elsewhere(lines: Path, name: str) -> Path:
    text = lines.read_text(encoding="utf-8").replace("source/example-2020", "source/other")
    path = lines.with_name(name)
    path.write_text(text.replace("claim/example-2020/", "claim/other/"), encoding="utf-8")
    return path


def test_codings_without_a_source_in_common_are_told(lines: Path) -> None:
    message = refused(lines, elsewhere(lines, "b.jsonl"))
    assert message.startswith("there is no source in common: A, ")
    assert f"codes {SOURCE}; B, " in message
    assert message.endswith("b.jsonl, codes source/other")


def of_two_sources(lines: Path) -> Path:
    both = lines.with_name("both.jsonl")
    others = elsewhere(lines, "b.jsonl").read_text(encoding="utf-8").splitlines()
    claims = [line for line in others if line.startswith('{"id": "claim')]
    both.write_text(lines.read_text(encoding="utf-8") + "\n".join(claims), encoding="utf-8")
    return both


def test_of_several_sources_one_must_be_named(lines: Path) -> None:
    both = of_two_sources(lines)
    message = refused(both, lines)
    assert message.startswith("name one source with --source: A, ")
    assert "codes source/example-2020, source/other; B" in message
    for name in (SOURCE, "example-2020"):
        found = read_both(str(both), str(lines), source=name)
        assert found.source_id == SOURCE
        assert found.a.counts == found.b.counts
    assert read_both(str(both), str(both), source="other").a.counts["claim"] == 11


def test_a_source_that_one_does_not_code_is_told(lines: Path) -> None:
    with pytest.raises(LedgerError, match=r"source/other is not coded by both: A, .*both.jsonl, codes .*; B, "):
        read_both(str(of_two_sources(lines)), str(lines), source="other")


def test_codings_of_different_texts_are_told(root: Path, tmp_path: Path) -> None:
    other = copy_to(tmp_path / "other")
    text = json.loads((other / path_of(SOURCE)).read_text(encoding="utf-8"))["text"]
    change(other, SOURCE, text=text | {"sha256": "0" * 64})
    assert "codings of different texts" in refused(root, other)
