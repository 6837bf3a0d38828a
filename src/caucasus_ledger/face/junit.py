"""JUnit: a check as a test suite in XML, one test case a file, for what shows the results of tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import click

from caucasus_ledger.face.report import clip, count, counted, left_out, lines_of, paragraph, select, summary, visible

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report
    from caucasus_ledger.validators.problem import Problem

_LONGEST = 1_000


def as_junit(report: Report, files: Iterable[str] = ()) -> str:
    """Return the report as JUnit XML: a case for each file looked at (`files`) and each with a problem, by path.

    The errors of a file are its one failure, since Jenkins and GitLab read no more than one; its warnings, which fail
    nothing, are its output. Of more than 50 errors, or warnings, some are told in full and the rest counted.
    """
    by_file: dict[str, list[Problem]] = {file: [] for file in files}
    for problem in report.problems:
        by_file.setdefault(problem.file, []).append(problem)
    failed = {problem.file for problem in report.problems if problem.severity == "error"}
    numbers = {"tests": len(by_file), "failures": len(failed), "errors": 0, "skipped": 0}
    counts = {key: str(number) for key, number in numbers.items()}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "caucasus check", **counts})
    lines = lines_of(report)
    for file in sorted(by_file):
        suite.append(_case(file, by_file[file], lines))
    ET.SubElement(suite, "system-out").text = click.unstyle(summary(report, root=False))
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _case(file: str, problems: list[Problem], lines: dict[str, list[str]]) -> ET.Element:
    folder = ".".join(PurePosixPath(visible(file)).parent.parts) or "."
    case = ET.Element("testcase", {"classname": folder, "name": visible(file), "file": visible(file)})
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    if errors:
        codes = " ".join(sorted({problem.code for problem in errors}))
        said = visible(errors[0].message) if len(errors) == 1 else f"{count(len(errors), 'error')}: {codes}"
        failure = ET.SubElement(case, "failure", {"type": codes, "message": clip(said, _LONGEST)})
        failure.text = _told(errors, lines)
    if warnings:
        ET.SubElement(case, "system-out").text = _told(warnings, lines)
    return case


def _told(problems: Sequence[Problem], lines: dict[str, list[str]]) -> str:
    """Return the problems as plain text. Jenkins and GitLab attach the file that `[[ATTACHMENT|…]]` in it names."""
    told, rest = select(problems)
    parts = ["\n".join(paragraph(problem, lines)) for problem in told]
    if rest:
        parts += ["\n".join(counted(rest)), left_out(len(rest), len(problems))]
    return click.unstyle("\n\n".join(parts)).replace("[[", "[ [")
