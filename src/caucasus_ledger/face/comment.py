"""Comment: a check as one comment on a pull request, in the Markdown of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from caucasus_ledger.face.report import (
    clip,
    count,
    counts,
    left_out,
    name_of,
    select,
    summary,
    tally,
    visible,
)
from caucasus_ledger.face.site import rule_page

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report
    from caucasus_ledger.validators.problem import Problem

MARKER = "<!-- caucasus check -->"
"""The first line of the comment, which nobody sees and by which a workflow finds the comment it wrote before."""
INDENT = " " * 4
"""What a line about a part of a change begins with."""
LONGEST = 65_536
"""Characters that GitHub takes in a comment."""
_PROBLEMS, _CHANGES, _RULES = 32_000, 12_000, 10_000
"""Characters for each part, so that with heading and summary they stay below what GitHub takes."""
_LONG, _SHORT = 400, 160
"""Code points of a message, and of a file name or the like, before they are escaped."""
_WAKING = re.compile(r"[\\`*_\[\]{}<>&!|~$@#]|:(?=/)|(?<=www)\.|(?<=gh)-|[^\0-\uffff]", re.IGNORECASE)


def as_markdown(report: Report, *, limit: int | None = None, changes: Iterable[str] = ()) -> str:
    """Return the report as Markdown: verdict, what a contribution changes, problems by file, the rest by rule.

    `changes` are plain lines, of which those that are indented belong to the one before. Text of a record stands as
    code and cannot leave it: it mentions nobody, links nothing and breaks no layout. Whatever is told, the comment
    stays below 65,536 characters and says what it leaves out; see `select` for `limit`.
    """
    told, rest = select(report.problems, limit)
    items = _fitting(_items(told), _PROBLEMS)
    rest = sorted([*told[len(items) :], *rest], key=lambda problem: (problem.file, problem.line, problem.column))
    parts = [MARKER, f"## Check: {counts(report) or 'no problem'}", *_changes(list(changes)), "\n".join(items).strip()]
    parts += [*_rest(rest), left_out(len(rest), len(report.problems))] if rest else []
    ending = click.unstyle(summary(report, root=False)).split("\n")
    parts.append("  \n".join(escaped(line, _LONG) for line in ending))
    return "\n\n".join(filter(None, parts))


def _changes(lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    items = _fitting((_change(line) for line in lines), _CHANGES)
    more = [f"- and {count(len(lines) - len(items), 'more change')}"] if len(items) < len(lines) else []
    yield "### What this contribution changes"
    yield "\n".join([*items, *more])


def _change(line: str) -> str:
    below = line.removeprefix(INDENT)
    return f"{'' if below == line else '  '}- {code(below, _LONG)}"


def _items(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield an item of a list for each problem, the first of a file under its heading."""
    file = None
    for problem in problems:
        heading = "" if problem.file == file else f"\n### {code(problem.file, _SHORT)}\n\n"
        file = problem.file
        place = f"{problem.severity} in line {problem.line}, column {problem.column}"
        said = f"{code(problem.message, _LONG)}<br>{escaped(problem.help, _LONG)}"
        yield f"{heading}- {_rule(problem.code)}, {place}: {said}"


def _rest(problems: list[Problem]) -> Iterator[str]:
    found = tally(problems)
    rows = _fitting(
        (
            f"| {_rule(one.code)} | {one.severity} | {one.problems:,} | {one.files:,} | {code(one.place, _SHORT)} |"
            for one in found
        ),
        _RULES,
    )
    yield "### The others, by rule"
    yield "\n".join(["| Rule | Severity | Problems | Files | First |", "|---|---|---:|---:|---|", *rows])
    if len(rows) < len(found):
        yield f"and {count(len(found) - len(rows), 'further rule')}"


def _fitting(blocks: Iterable[str], room: int) -> list[str]:
    """Return the first blocks, as many as fit into so many characters."""
    kept: list[str] = []
    for block in blocks:
        room -= len(block) + 1
        if room < 0:
            break
        kept.append(block)
    return kept


def _rule(code: str) -> str:
    page = rule_page(code)
    return f"[**{code}**]({page}) {name_of(code)}" if page else f"**{code}** {name_of(code)}"


def code(text: str, longest: int) -> str:
    """Return text as code that it cannot leave, at most so many code points of it."""
    return f"<code>{escaped(text, longest)}</code>"


def escaped(text: str, longest: int) -> str:
    """Return text in which nothing means anything to Markdown or to GitHub.

    Character references stop Markdown; GitHub looks for names and issues once they are resolved, so that a zero-width
    space stands after @, # and GH.
    """
    return _WAKING.sub(lambda found: _reference(found.group()), clip(visible(text), longest))


def _reference(character: str) -> str:
    return f"&#{ord(character)};{'&#8203;' if character in '@#-' else ''}"
