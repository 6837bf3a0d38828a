"""Report: the caret stands under what is wrong, however long the line, and numbers agree with their words."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.face.report import as_json, as_text, count, visible
from caucasus_ledger.validators.check import Report
from caucasus_ledger.validators.problem import Problem


def problem(**fields: Any) -> Problem:
    known: dict[str, Any] = {
        "code": "F004", "severity": "error", "record": "event/a", "pointer": "/realis", "file": "a.json", "line": 1,
        "column": 1, "length": 1, "message": "it is wrong", "help": "Mend it."
    }  # fmt: skip
    return Problem(**known | fields)


def report(*problems: Problem, text: str = "", **fields: Any) -> Report:
    known: dict[str, Any] = {
        "root": Path("ROOT"), "files": 1, "problems": problems, "attached": (), "waiting": (), "texts": {"a.json": text}
    }  # fmt: skip
    return Report(**known | fields)


def lines(shown: Report) -> list[str]:
    return click.unstyle(as_text(shown)).splitlines()


def marked(shown: Report) -> str:
    _, excerpt, carets, *_ = lines(shown)
    start = carets.index("^")
    return excerpt[start : start + carets.count("^")]


def test_a_problem_is_told_with_its_line_a_caret_and_help() -> None:
    at = problem(line=2, column=3, length=2)
    assert lines(report(at, text="one\nabXYcd\n"))[:4] == [
        "a.json:2:3: error F004: it is wrong",
        "  2 | abXYcd",
        "    |   ^^",
        "  help: Mend it. (caucasus explain F004)",
    ]


@given(st.text(st.sampled_from("ab é"), min_size=1, max_size=400).filter(lambda line: line.strip()), st.data())
def test_the_caret_stands_under_what_is_wrong(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))
    length = data.draw(st.integers(1, 500))
    found = marked(report(problem(column=column, length=length), text=line))
    assert found == line[column - 1 : column - 1 + length][: len(found)]
    assert found
    assert len(found) == min(length, len(line) - column + 1) or len(found) >= 80


def test_a_long_line_is_cut_around_the_column() -> None:
    line = "x" * 1000 + "WRONG" + "y" * 1000
    shown = report(problem(column=1001, length=5), text=line)
    assert marked(shown) == "WRONG"
    assert len(lines(shown)[1]) <= 170


def test_a_line_of_many_digits_keeps_the_caret_in_its_column() -> None:
    shown = report(problem(line=1000, column=2), text="\n" * 999 + "aXb")
    assert marked(shown) == "X"


def test_an_end_of_the_line_is_marked_after_its_last_character() -> None:
    assert lines(report(problem(column=4), text="abc"))[2] == "    |    ^"


@pytest.mark.parametrize("text", ["", "\n", "   \n", "a"])
def test_without_a_line_there_is_no_excerpt(text: str) -> None:
    shown = lines(report(problem(line=2), text=text))
    assert shown[1] == "  help: Mend it. (caucasus explain F004)"


def test_what_cannot_be_seen_is_replaced_and_keeps_its_place() -> None:
    shown = report(problem(column=4, message="\x1b[2J"), text="a\x1b\u202eX")
    assert marked(shown) == "X"
    assert lines(shown)[:2] == ["a.json:1:4: error F004: �[2J", "  1 | a��X"]


@given(st.text())
def test_visible_text_has_its_length_and_nothing_to_obey(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(("number", "said"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors"), (1000, "1,000 errors")])
def test_numbers_agree_with_their_words(number: int, said: str) -> None:
    assert count(number, "error") == said


def test_the_summary_counts_errors_and_warnings() -> None:
    warning = problem(severity="warning")
    assert lines(report(files=2))[-1] == "All is well: 2 records in ROOT."
    assert lines(report(problem()))[-1] == "1 error: 1 record in ROOT."
    assert lines(report(warning, warning))[-1] == "2 warnings: 1 record in ROOT."
    assert lines(report(problem(), warning))[-1] == "1 error, 1 warning: 1 record in ROOT."


def test_the_summary_names_the_attached_texts_and_the_waiting_rules() -> None:
    shown = lines(report(problem(), attached=("source/a", "source/b"), waiting=("C016", "E008")))
    assert shown[-2].endswith("in ROOT, with the text of source/a, source/b.")
    assert shown[-1] == "2 further rules (C016, E008) run once every record reads and every reference leads somewhere."


def test_problems_stand_apart() -> None:
    assert lines(report(problem(), problem(code="F001"))).count("") == 2


def test_colours_tell_errors_from_warnings() -> None:
    assert click.style("error F004", fg="red", bold=True) in as_text(report(problem()))
    assert click.style("warning F004", fg="yellow", bold=True) in as_text(report(problem(severity="warning")))


def test_the_json_holds_all_that_the_text_tells() -> None:
    found = json.loads(
        as_json(report(problem(), problem(severity="warning"), attached=("source/a",), waiting=("C016",)))
    )
    assert (found["root"], found["files"], found["errors"], found["warnings"]) == ("ROOT", 1, 1, 1)
    assert (found["attached"], found["waiting"]) == (["source/a"], ["C016"])
    assert found["problems"][0] == asdict(problem())


def test_the_json_of_a_file_name_that_is_no_text_can_be_written_and_read() -> None:
    text = as_json(report(problem(file="\udcff.json", message="Հ")))
    assert json.loads(text.encode())["problems"][0]["file"] == "\udcff.json"
    assert "Հ" in text
