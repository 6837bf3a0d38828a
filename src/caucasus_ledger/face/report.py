"""Report: what a check found, as text for people and JSON for programs, and what every other form of it shares."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caucasus_ledger.face.site import rule_page
from caucasus_ledger.face.terminal import hyperlink

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report
    from caucasus_ledger.validators.problem import Problem

LIMIT = 50
"""Problems that are told in full unless more are asked for."""
_OF_A_RULE = 5
"""Problems of one rule that are told in full when there are more than can be told."""
_COLOURS = {"error": "red", "warning": "yellow"}
_WIDEST_LINE = 160
_NOT_ASCII = re.compile(r"[^\n -~]+")


def as_json(report: Report, *, changes: Any = None) -> str:
    """Return the report as one JSON object with every problem; its keys keep their names and meanings.

    `root`, `files` (records looked at), `errors`, `warnings`, `attached` (sources whose text was at hand), `waiting`
    (codes of rules that did not run), `problems` (objects with the fields of Problem, by file and line), and
    `changes`, a plain value, where one is given.
    """
    content = {
        "root": str(report.root),
        "files": report.files,
        "errors": report.errors,
        "warnings": len(report.problems) - report.errors,
        "attached": report.attached,
        "waiting": report.waiting,
        "problems": [asdict(problem) for problem in report.problems],
    }
    return json_text(content if changes is None else content | {"changes": changes})


def json_text(content: Any) -> str:
    """Return a value as JSON in which only what can be seen stands as it is, so that a terminal obeys none of it."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _NOT_ASCII.sub(lambda found: _escaped(found.group()), text)


def _escaped(text: str) -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def as_text(
    report: Report,
    *,
    limit: int | None = None,
    changes: Iterable[str] = (),
    links: bool = False,
    width: int | None = None,
) -> str:
    """Return the report for a terminal: each problem with its line and a caret, then a summary.

    Of many problems some are told in full (see `select`, also for `limit`) and the rest are counted by rule.
    `changes` are plain lines that come first. With `links`, files and rules are hyperlinks (OSC 8). `width` is that
    of the terminal in columns, None where there is none.
    """
    root = report.root.absolute() if links else None
    told, rest = select(report.problems, limit)
    lines = lines_of(report)
    parts = ["\n".join(visible(line) for line in changes)]
    parts += ["\n".join(paragraph(problem, lines, root=root, width=width)) for problem in told]
    if rest:
        parts.append("\n".join(counted(rest, root=root, width=width)))
        parts.append(click.style(left_out(len(rest), len(report.problems)), bold=True))
    return "\n\n".join([*filter(None, parts), summary(report)])


def select(problems: Sequence[Problem], limit: int | None = None) -> tuple[list[Problem], list[Problem]]:
    """Return the problems to tell in full and the rest, both in the order given.

    Up to 50 are all told. Of more, errors go before warnings, and the first of each rule before the second of any;
    50 are told, and 5 of a rule. Another limit than None tells as many as it says, of whatever rules; 0 tells all.
    """
    most = LIMIT if limit is None else limit
    if most == 0 or len(problems) <= most:
        return list(problems), []
    seen: Counter[str] = Counter()
    ranks: list[tuple[bool, int, int]] = []
    for index, problem in enumerate(problems):
        if limit is not None or seen[problem.code] < _OF_A_RULE:
            ranks.append((problem.severity == "warning", seen[problem.code], index))
        seen[problem.code] += 1
    told = {index for _, _, index in sorted(ranks)[:most]}
    return (
        [problem for index, problem in enumerate(problems) if index in told],
        [problem for index, problem in enumerate(problems) if index not in told],
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one rule is broken: number of problems, number of files, and the first place as file:line."""

    code: str
    name: str
    severity: str
    problems: int
    files: int
    first: Problem

    @property
    def label(self) -> str:
        """Code and name of the rule, and its severity where that is warning."""
        return f"{self.code} {self.name}{' (warning)' if self.severity == 'warning' else ''}"

    @property
    def place(self) -> str:
        """File and line of the first of the problems."""
        return f"{visible(self.first.file)}:{self.first.line}"


def tally(problems: Iterable[Problem]) -> list[Tally]:
    """Return the problems counted by rule: errors first, then what is most frequent."""
    by_rule: dict[str, list[Problem]] = {}
    for problem in problems:
        by_rule.setdefault(problem.code, []).append(problem)
    found = [
        Tally(code, name_of(code), some[0].severity, len(some), len({one.file for one in some}), some[0])
        for code, some in by_rule.items()
    ]
    return sorted(found, key=lambda one: (one.severity == "warning", -one.problems, one.code))


def name_of(code: str) -> str:
    """Return the name of the rule with a code."""
    from caucasus_ledger.validators.rules import RULES

    return RULES[code].name


def counted(problems: Iterable[Problem], *, root: Path | None = None, width: int | None = None) -> Iterator[str]:
    """Yield the lines of a table of problems by rule: how many, in how many files, and the first place."""
    found = tally(problems)
    names = max(len(one.label) for one in found)
    yield click.style(f"  {'rule':<{names}}  problems   files  first", fg="cyan")
    for one in found:
        row = f"  {one.label:<{names}}  {one.problems:>8,}  {one.files:>6,}  "
        room = max(20, width - len(row)) if width else None
        place = one.place if room is None or len(one.place) <= room else f"…{one.place[1 - room :]}"
        yield click.style(row, fg=_COLOURS[one.severity]) + _linked(place, one.first, root)


def left_out(rest: int, total: int) -> str:
    """Return the sentence that says how many problems are not told in full, and how to see them."""
    are = "is" if total - rest == 1 else "are"
    return (
        f"{total - rest:,} of {count(total, 'problem')} {are} told in full, {rest:,} only counted; "
        f"`caucasus check --limit 0` tells all."
    )


def lines_of(report: Report) -> dict[str, list[str]]:
    """Return the lines of every file with a problem, by its path."""
    return {file: text.split("\n") for file, text in report.texts.items()}


def paragraph(
    problem: Problem, lines: dict[str, list[str]], *, root: Path | None = None, width: int | None = None
) -> Iterator[str]:
    """Yield the lines that tell one problem: where and what, its line with a caret, help.

    `lines` are those of `lines_of`. With `root`, the absolute one of the ledger, file and rule are hyperlinks.
    """
    colour = _COLOURS[problem.severity]
    place = f"{visible(problem.file)}:{problem.line}:{problem.column}"
    where = _linked(click.style(place, bold=True), problem, root)
    code = click.style(f"{problem.severity} {problem.code}", fg=colour, bold=True)
    page = rule_page(problem.code) if root else None
    yield f"{where}: {hyperlink(code, page) if page else code}: {visible(problem.message)}"
    own = lines.get(problem.file, [])
    if problem.line <= len(own) and (line := own[problem.line - 1]).strip():
        yield from _excerpt(problem, line, colour, width)
    yield click.style(f"  help: {visible(problem.help)} (caucasus explain {problem.code})", dim=True)


def _linked(text: str, problem: Problem, root: Path | None) -> str:
    return hyperlink(text, (root / problem.file).as_uri()) if root else text


def _excerpt(problem: Problem, line: str, colour: str, width: int | None) -> Iterator[str]:
    number = str(problem.line)
    gutter = len(number) + 5
    widest = min(_WIDEST_LINE, max(20, width - gutter)) if width else _WIDEST_LINE
    first = max(0, problem.column - widest // 2) if len(line) > widest else 0
    shown = visible(line[first : first + widest])
    caret = problem.column - 1 - first
    marked = shown[caret : caret + problem.length]
    yield f"  {click.style(f'{number} |', fg='cyan')} {shown}"
    carets = click.style("^" * max(1, _columns(marked)), fg=colour)
    yield f"  {click.style(' ' * len(number) + ' |', fg='cyan')} {' ' * _columns(shown[:caret])}{carets}"


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: marks none, wide letters two (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(character) in ("Mn", "Me") else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def visible(text: str) -> str:
    """Return text with every character that a terminal would obey, or that cannot be seen, replaced by �."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "�" for character in text)


def clip(text: str, longest: int) -> str:
    """Return text of at most so many code points, with an ellipsis where some were cut."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def summary(report: Report, *, root: bool = True) -> str:
    """Return one or two lines that say what was checked and what came of it; without `root`, not where it lies."""
    with_text = f", with the text of {visible(', '.join(report.attached))}" if report.attached else ""
    where = f" in {visible(report.name)}" if root else ""
    checked = f"{count(report.files, 'record')}{where}{with_text}"
    if not report.problems and not report.waiting:
        return click.style(f"All is well: {checked}.", fg="green")
    if not report.problems:
        return click.style(f"No problem in {checked}, but other records have some; check them all.", fg="yellow")
    lines = [click.style(f"{counts(report)}: {checked}.", fg="red" if report.errors else "yellow", bold=True)]
    if report.waiting:
        rules = count(len(report.waiting), "further rule")
        lines.append(f"{rules} wait until every record is valid and every reference leads somewhere.")
    return "\n".join(lines)


def counts(report: Report) -> str:
    """Return how many errors and how many warnings there are, leaving out what there is none of."""
    numbers = ((report.errors, "error"), (len(report.problems) - report.errors, "warning"))
    return ", ".join(count(number, word) for number, word in numbers if number)


def count(number: int, word: str) -> str:
    """Return a number with its word, in the plural where needed."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
