"""Each rule refuses its bad example, at the right place, and nothing else does; the example ledger itself is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.rule import FAMILIES, Rule
from caucasus_ledger.validators.rules import RULES
from copies import EXAMPLE_ROOT
from examples import EXAMPLE_TEXT, broken_copy, held_against


def test_the_example_ledger_is_clean() -> None:
    assert check(EXAMPLE_ROOT).problems == ()
    assert check(EXAMPLE_ROOT, texts=[EXAMPLE_TEXT]).problems == ()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: f"{rule.code}-{rule.name}")
def test_the_bad_example_trips_its_rule_alone_and_at_its_place(rule: Rule, tmp_path: Path) -> None:
    example = rule.example
    root = broken_copy(example, tmp_path)
    report = check(root, texts=[EXAMPLE_TEXT] if example.text else [], against=held_against(example))
    assert [(problem.code, problem.message) for problem in report.problems if problem.code != rule.code] == []
    assert len(report.problems) == 1, [problem.message for problem in report.problems]
    problem = report.problems[0]
    assert problem.record == (
        example.owner or example.record if example.path is None or example.released else problem.record
    )
    assert problem.pointer == (example.pointer if example.at is None else example.at)
    assert problem.severity == rule.severity
    _assert_line(root, problem.file, problem.line, problem.column, problem.pointer)


def _assert_line(root: Path, file: str, line: int, column: int, pointer: str) -> None:
    path = root / file
    if not pointer or not path.is_file():
        return
    text = path.read_text(encoding="utf-8").splitlines()[line - 1]
    last = pointer.rpartition("/")[2]
    assert last.isdigit() or f'"{last}"' in text, f"{file}:{line} does not show {pointer}: {text}"
    assert 1 <= column <= len(text)


def test_codes_are_unique_and_belong_to_a_family() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    assert {rule.family for rule in RULES.values()} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_each_rule_reads_as_sentences(rule: Rule) -> None:
    for text in (rule.says, rule.mend):
        assert text[0].isupper()
        assert text.endswith(".")


def test_every_record_file_of_the_example_is_where_its_identifier_says() -> None:
    for path in (EXAMPLE_ROOT / "dataset").rglob("*.json"):
        relative = path.relative_to(EXAMPLE_ROOT).as_posix()
        assert path_of(relative.removeprefix("dataset/records/").removesuffix(".json")) == relative
