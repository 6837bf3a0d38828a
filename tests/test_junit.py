"""JUnit: every file is a case, errors fail it and warnings do not, and a reader of such files reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.face.junit import as_junit
from caucasus_ledger.face.report import visible
from caucasus_ledger.validators.check import Report
from reports import ATTACKS, many, problem, report, reports, typical

FINE = "dataset/records/actor/southmark.json"
WARNED = "dataset/records/event/2020-ferry-sinks.json"


def every_case(text: str) -> list[ET.Element]:
    """Return the cases of a file whose numbers agree with what is in it."""
    root = ET.fromstring(text.encode())  # noqa: S314 - our own
    (suite,) = root
    found = list(suite.iter("testcase"))
    failed = [case for case in found if case.find("failure") is not None]
    assert (suite.attrib["tests"], suite.attrib["failures"]) == (str(len(found)), str(len(failed)))
    assert {key: suite.attrib[key] for key in root.attrib} == root.attrib
    return found


def cases(text: str) -> dict[str, ET.Element]:
    """Return the cases by name."""
    return {case.attrib["name"]: case for case in every_case(text)}


def failure(text: str, name: str = "a.json") -> ET.Element:
    found = cases(text)[name].find("failure")
    assert found is not None
    return found


def test_the_suite_of_a_report(snapshot: SnapshotAssertion) -> None:
    assert as_junit(typical(), [FINE, WARNED]) == snapshot


def test_a_file_without_a_problem_passes_and_is_listed() -> None:
    found = cases(as_junit(typical(), [FINE]))
    assert len(found) == 3
    assert list(found[FINE]) == []
    assert found[FINE].attrib == {"classname": "dataset.records.actor", "name": FINE, "file": FINE}


def test_a_warning_fails_nothing() -> None:
    loaded = problem(code="X006", severity="warning")
    case = cases(as_junit(report(loaded)))["a.json"]
    assert [element.tag for element in case] == ["system-out"]
    assert (case.findtext("system-out") or "").startswith("a.json:1:1: warning X006: it is wrong\n")


def test_one_error_is_told_as_the_failure() -> None:
    assert failure(as_junit(report(problem()))).attrib == {"type": "F004", "message": "it is wrong"}


def test_several_errors_are_one_failure() -> None:
    found = failure(as_junit(report(problem(), problem(line=2), problem(code="F001"))))
    assert found.attrib == {"type": "F001 F004", "message": "3 errors: F001 F004"}
    assert (found.text or "").count(": error F00") == 3


def test_of_many_errors_in_a_file_the_rest_is_counted() -> None:
    text = failure(as_junit(report(*[problem(line=line) for line in range(1, 201)]))).text or ""
    assert text.count(": error F004") == 5
    assert "5 of 200 problems are told in full, 195 only counted" in text


def test_ten_thousand_problems_are_told_by_file() -> None:
    shown = many(10_000)
    assert len(cases(as_junit(shown, [FINE]))) == 401


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("field", ["message", "help", "file"])
def test_no_text_breaks_the_file(field: str, attack: str) -> None:
    one = problem(**{field: attack})
    text = as_junit(report(one, text=attack, attached=(attack,)))
    assert visible(one.help).replace("[[", "[ [") in (failure(text, visible(one.file)).text or "")
    assert "[[" not in (failure(text, visible(one.file)).text or "")
    assert all(character.isprintable() or character == "\n" for character in text)


@given(reports())
def test_any_report_is_read_back(shown: Report) -> None:
    failed = [case.attrib["name"] for case in every_case(as_junit(shown)) if case.find("failure") is not None]
    wrong = {one.file for one in shown.problems if one.severity == "error"}
    assert sorted(failed) == sorted(visible(file) for file in wrong)  # two names may look the same


def test_a_reader_of_such_files_reads_it(tmp_path: Path) -> None:
    junitparser: Any = pytest.importorskip("junitparser")
    path = tmp_path / "check.xml"
    path.write_text(as_junit(typical(), [FINE]), encoding="utf-8")
    (suite,) = junitparser.JUnitXml.fromfile(str(path))
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("caucasus check", 3, 2, 0)
    passed, port, ferry = suite
    assert (passed.is_passed, port.is_passed, ferry.is_passed) == (True, False, False)
    assert ferry.result[0].type == "F004"
    assert "warning X006" in ferry.system_out
