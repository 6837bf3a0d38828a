"""Annotations: a check's problems as workflow commands, which GitHub Actions shows beside the lines they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from caucasus_ledger.face.report import count, left_out, name_of, select, summary, tally, visible

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report
    from caucasus_ledger.validators.problem import Problem

_SHOWN_OF_A_STEP = 10
"""Errors, and as many warnings, that GitHub shows of one step; the others are in its log alone."""
_MOST_RULES = 20
"""Rules that the notice counts: the runner cuts a message at 4,096 characters."""
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def as_annotations(report: Report, *, limit: int | None = None) -> str:
    """Return one workflow command a line: the problems told in full (see `select`), and a notice that counts all.

    Files are named from the ledger's root, which GitHub takes for that of the repository; columns are code points,
    the last one exclusive. The escaping is that of the runner's parser (actions/runner, ActionCommand): the record's
    text can neither end a command nor begin one.
    """
    told, rest = select(report.problems, limit)
    return "\n".join([*(_command(problem) for problem in told), _notice(report, told, rest)])


def _command(problem: Problem) -> str:
    properties = {
        "file": problem.file,
        "line": problem.line,
        "endLine": problem.line,
        "col": problem.column,
        "endColumn": problem.column + problem.length,
        "title": f"{problem.code} {name_of(problem.code)}",
    }
    listed = ",".join(f"{key}={visible(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    help_ = f"{visible(problem.help)} (caucasus explain {problem.code})"
    return f"::{problem.severity} {listed}::{_data(visible(problem.message), help_)}"


def _notice(report: Report, told: list[Problem], rest: list[Problem]) -> str:
    lines = click.unstyle(summary(report, root=False)).split("\n")
    severities = [problem.severity for problem in told]
    if max(severities.count("error"), severities.count("warning")) > _SHOWN_OF_A_STEP:
        lines.append(
            f"GitHub shows {_SHOWN_OF_A_STEP} errors and {_SHOWN_OF_A_STEP} warnings of a step beside the lines."
        )
    if rest:
        found = tally(report.problems)
        lines.append(left_out(len(rest), len(report.problems)))
        lines += [f"{one.label}: {one.problems:,} in {count(one.files, 'file')}" for one in found[:_MOST_RULES]]
        lines += [f"and {count(len(found) - _MOST_RULES, 'further rule')}"] if len(found) > _MOST_RULES else []
    return f"::notice title=caucasus check::{_data(*lines)}"


def _data(*lines: str) -> str:
    return "\n".join(lines).translate(_DATA)
