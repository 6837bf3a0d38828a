"""Check: what it looks at, what it says of which file, and which rules wait."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.seeds.attach import AttachError
from caucasus_ledger.validators.check import Report, check
from caucasus_ledger.validators.rules import RULES
from copies import change, copy_to
from examples import EXAMPLE_TEXT

EVENT = "event/2020-ferry-sinks"
PORT = "event/2020-06-port-closure"
CLAIM = "claim/example-2020/003"
WAITING = tuple(rule.code for rule in RULES.values() if rule.needs_all)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def found(report: Report) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.record, problem.pointer) for problem in report.problems]


def test_a_clean_ledger_is_reported_with_the_number_of_its_files(root: Path) -> None:
    report = check(root)
    assert (report.root, report.files, report.problems, report.errors) == (root, 29, (), 0)
    assert (report.attached, report.waiting, report.texts) == ((), (), {})


def test_an_empty_folder_is_clean(tmp_path: Path) -> None:
    assert (check(tmp_path).files, check(tmp_path).problems) == (0, ())


def test_several_mistakes_in_one_record_are_told_at_once(root: Path) -> None:
    change(root, EVENT, realis="x", titel="y", deaths={"low": -1, "best": 4}, title="a  b")
    report = check(root)
    assert {code for code, _, _ in found(report)} == {"F002", "F004", "F007", "X005"}
    assert {problem.file for problem in report.problems} == {path_of(EVENT)}


def test_mistakes_in_several_records_are_told_at_once_by_file_and_line(root: Path) -> None:
    change(root, PORT, titel="y", realis="x")
    change(root, EVENT, realis="x")
    (root / path_of(CLAIM)).write_bytes(b"{")
    places = [(problem.file, problem.line, problem.column) for problem in check(root).problems]
    assert len(places) == 4
    assert places == sorted(places)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"id": 1}', b'{"id": "actor/other"}'])
def test_a_broken_record_is_still_a_record_to_refer_to(root: Path, content: bytes) -> None:
    (root / path_of("actor/blue-line")).write_bytes(content)
    report = check(root)
    assert report.problems
    assert {problem.record for problem in report.problems} == {"actor/blue-line"}


def test_a_missing_record_is_told_wherever_it_is_referred_to(root: Path) -> None:
    (root / path_of("actor/ferry-passengers")).unlink()
    assert found(check(root)) == [("R001", EVENT, "/participants/1/actor")]


def test_rules_that_ask_for_something_wait_while_a_record_is_broken(root: Path) -> None:
    (root / path_of("claim/example-2020/010")).write_bytes(b"{")
    report = check(root)
    assert report.waiting == WAITING
    assert [code for code, _, _ in found(report)] == ["J003"]


def test_rules_that_ask_for_something_wait_while_a_reference_dangles(root: Path) -> None:
    (root / path_of("claim/example-2020/010")).unlink()
    change(root, "claim/example-2020/001", supports=["claim/example-2020/010"])
    report = check(root)
    assert report.waiting == WAITING
    assert [code for code, _, _ in found(report)] == ["R001"]


def test_rules_that_ask_for_something_run_beside_other_mistakes(root: Path) -> None:
    (root / path_of("claim/example-2020/010")).unlink()
    change(root, PORT, title="Southmark closes  a port")
    report = check(root)
    assert report.waiting == ()
    assert {code for code, _, _ in found(report)} == {"C016", "X005"}


def test_the_report_can_be_restricted_to_some_files(root: Path) -> None:
    change(root, EVENT, realis="x")
    change(root, PORT, realis="x")
    report = check(root, only={path_of(EVENT), path_of(CLAIM)})
    assert found(report) == [("F004", EVENT, "/realis")]
    assert report.files == 2
    assert set(report.texts) == {path_of(EVENT)}


def test_what_the_files_refer_to_is_read_though_not_reported_on(root: Path) -> None:
    change(root, EVENT, realis="x")
    assert check(root, only={path_of(CLAIM)}).problems == ()
    (root / path_of(EVENT)).unlink()
    assert {record for _, record, _ in found(check(root, only={path_of(CLAIM)}))} == {CLAIM}


def test_warnings_are_no_errors(root: Path) -> None:
    path = root / path_of(EVENT)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    report = check(root)
    assert [(problem.code, problem.severity) for problem in report.problems] == [("J013", "warning")]
    assert report.errors == 0


def test_an_attached_text_is_named_and_spans_are_held_against_it(root: Path) -> None:
    change(
        root,
        "actor/blue-line",
        mentions=[{"start": 194, "end": 203, "source": "source/example-2020", "name": "Blue Line"}],
    )
    change(
        root,
        "claim/example-2020/004",
        evidence=[{"start": 158, "end": 175, "source": "source/example-2020", "role": "whole"}],
    )
    assert check(root).problems == ()
    report = check(root, texts=[EXAMPLE_TEXT])
    assert report.attached == ("source/example-2020",)
    assert found(report) == [
        ("E012", "actor/blue-line", "/mentions/0"),
        ("E011", "claim/example-2020/004", "/evidence/0/end"),
    ]


def test_a_text_of_no_source_is_refused(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    with pytest.raises(AttachError, match="no source's text"):
        check(root, texts=[other])


def test_while_its_source_is_broken_a_text_waits_and_the_source_is_told(root: Path) -> None:
    (root / path_of("source/example-2020")).write_bytes(b"{")
    report = check(root, texts=[EXAMPLE_TEXT])
    assert ([problem.code for problem in report.problems if problem.code == "J003"], report.attached) == (["J003"], ())


def test_a_problem_says_where_it_is_and_how_to_mend_it(root: Path) -> None:
    change(root, EVENT, realis="factual")
    (problem,) = check(root).problems
    assert (problem.file, problem.line, problem.column, problem.length) == (path_of(EVENT), 5, 13, 9)
    assert problem.help == RULES["F004"].mend
    assert asdict(problem) == {name: getattr(problem, name) for name in problem.__slots__}


def test_a_stray_file_is_told_by_its_own_path(root: Path) -> None:
    (root / "dataset" / "records" / "event" / "notes.txt").write_text("a note", encoding="utf-8")
    ((problem),) = check(root).problems
    assert (problem.code, problem.file) == ("J011", "dataset/records/event/notes.txt")


def test_a_huge_file_is_not_read(root: Path) -> None:
    (root / path_of(EVENT)).write_bytes(b"x" * 3_000_000)
    report = check(root)
    assert [code for code, _, _ in found(report)] == ["J008"]
    assert report.texts[path_of(EVENT)] == ""


def test_thousands_of_mistakes_in_one_file_are_told_in_time(root: Path) -> None:
    change(root, EVENT, **{f"field{number}": number for number in range(2000)})
    assert check(root).errors == 2000
