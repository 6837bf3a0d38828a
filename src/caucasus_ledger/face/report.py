"""Report: what a check found, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report
    from caucasus_ledger.validators.problem import Problem

_COLOURS = {"error": "red", "warning": "yellow"}
_WIDEST_LINE = 160


def as_json(report: Report) -> str:
    """Return the report as one JSON object: root, counts, attached sources, rules that wait, problems."""
    content = {
        "root": str(report.root),
        "files": report.files,
        "errors": report.errors,
        "warnings": len(report.problems) - report.errors,
        "attached": report.attached,
        "waiting": report.waiting,
        "problems": [asdict(problem) for problem in report.problems],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode()  # a file name may be no UTF-8


def as_text(report: Report) -> str:
    """Return the report for a terminal: each problem with its line and a caret, then a summary."""
    parts = ["\n".join(_problem(problem, report.texts.get(problem.file, ""))) for problem in report.problems]
    return "\n\n".join([*parts, summary(report)])


def _problem(problem: Problem, text: str) -> Iterator[str]:
    colour = _COLOURS[problem.severity]
    where = click.style(f"{visible(problem.file)}:{problem.line}:{problem.column}", bold=True)
    code = click.style(f"{problem.severity} {problem.code}", fg=colour, bold=True)
    yield f"{where}: {code}: {visible(problem.message)}"
    lines = text.split("\n")
    if problem.line <= len(lines) and (line := lines[problem.line - 1]).strip():
        yield from _excerpt(problem, line, colour)
    yield click.style(f"  help: {problem.help} (caucasus explain {problem.code})", dim=True)


def _excerpt(problem: Problem, line: str, colour: str) -> Iterator[str]:
    number = str(problem.line)
    first = max(0, problem.column - _WIDEST_LINE // 2) if len(line) > _WIDEST_LINE else 0
    shown = visible(line[first : first + _WIDEST_LINE])
    caret = problem.column - 1 - first
    length = max(1, min(problem.length, len(shown) - caret))
    yield f"  {click.style(f'{number} |', fg='cyan')} {shown}"
    yield f"  {click.style(' ' * len(number) + ' |', fg='cyan')} {' ' * caret}{click.style('^' * length, fg=colour)}"


def visible(text: str) -> str:
    """Return text with every character that a terminal would obey, or that cannot be seen, replaced by �."""
    return "".join(character if character.isprintable() else "�" for character in text)


def summary(report: Report) -> str:
    """Return one or two lines that say what was checked and what came of it."""
    warnings = len(report.problems) - report.errors
    with_text = f", with the text of {', '.join(report.attached)}" if report.attached else ""
    checked = f"{count(report.files, 'record')} in {visible(str(report.root))}{with_text}"
    if not report.problems and not report.waiting:
        return click.style(f"All is well: {checked}.", fg="green")
    if not report.problems:
        return click.style(f"No problem in {checked}, but other records have some; check them all.", fg="yellow")
    counts = ", ".join(count(n, word) for n, word in ((report.errors, "error"), (warnings, "warning")) if n)
    lines = [click.style(f"{counts}: {checked}.", fg="red" if report.errors else "yellow", bold=True)]
    if report.waiting:
        rules = f"{count(len(report.waiting), 'further rule')} ({', '.join(report.waiting)})"
        lines.append(f"{rules} run once every record reads and every reference leads somewhere.")
    return "\n".join(lines)


def count(number: int, word: str) -> str:
    """Return a number with its word, in the plural where needed."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
