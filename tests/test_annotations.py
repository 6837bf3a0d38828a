"""Annotations: the runner reads back exactly what was meant, and no text of a record becomes a command."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.face.annotations import as_annotations
from caucasus_ledger.face.report import visible
from caucasus_ledger.validators.check import Report
from caucasus_ledger.validators.problem import Problem
from caucasus_ledger.validators.rules import RULES
from reports import ATTACKS, many, problem, report, reports, typical

COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]*)::(?P<data>[^\r\n]*)")


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as actions/runner does: properties end at the first ::, and are parted at commas."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = [part.split("=", 1) for part in found["properties"].split(",")]
    return found["name"], {key: resolved(value, ":,") for key, value in pairs}, resolved(found["data"])


def resolved(text: str, more: str = "") -> str:
    for character in f"\r\n{more}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def meant(one: Problem) -> tuple[str, dict[str, str], str]:
    properties = {
        "file": visible(one.file), "line": str(one.line), "endLine": str(one.line), "col": str(one.column),
        "endColumn": str(one.column + one.length), "title": f"{one.code} {RULES[one.code].name}",
    }  # fmt: skip
    return one.severity, properties, f"{visible(one.message)}\n{visible(one.help)} (caucasus explain {one.code})"


def test_the_annotations_of_a_report(snapshot: SnapshotAssertion) -> None:
    assert as_annotations(typical()) == snapshot


def test_a_clean_report_is_one_notice() -> None:
    assert as_annotations(report()) == "::notice title=caucasus check::All is well: 1 record."


def test_of_many_problems_a_notice_counts_all(snapshot: SnapshotAssertion) -> None:
    *commands, notice = as_annotations(many(10_000)).split("\n")
    assert len(commands) <= 50
    assert notice == snapshot
    assert "10 errors and 10 warnings" in notice
    assert len(read(notice)[2]) < 4096


def test_the_notice_counts_no_more_rules_than_the_runner_takes() -> None:
    *_, notice = as_annotations(many(10_000, rules=100)).split("\n")
    assert notice.endswith("%0Aand 80 further rules")
    assert len(notice) < 4096


def test_all_are_told_where_that_is_asked_for() -> None:
    shown = many(300)
    *commands, notice = as_annotations(shown, limit=0).split("\n")
    assert [read(line) for line in commands] == [meant(one) for one in shown.problems]
    assert "told in full" not in notice


def test_up_to_ten_of_each_are_shown_without_a_word_on_it() -> None:
    loaded = problem(code="X006", severity="warning")
    assert "GitHub" not in as_annotations(report(*[problem()] * 10, *[loaded] * 10))
    assert "GitHub" in as_annotations(report(*[loaded] * 11))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("field", ["message", "help", "file"])
def test_no_text_becomes_a_command(field: str, attack: str) -> None:
    one = problem(**{field: attack})
    command, notice = as_annotations(report(one, attached=(attack,))).splitlines()
    assert read(command) == meant(one)
    assert read(notice)[0] == "notice"


@given(reports())
def test_any_report_is_one_command_a_line(shown: Report) -> None:
    *commands, notice = as_annotations(shown).splitlines()
    assert [read(line) for line in commands] == [meant(one) for one in shown.problems]
    assert read(notice)[:2] == ("notice", {"title": "caucasus check"})
