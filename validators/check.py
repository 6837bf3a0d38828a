"""Check: apply every rule to the files of a ledger and say what is wrong, file by file and line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.seeds.attach import attach
from caucasus_ledger.validators import contract
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.locate import Place
from caucasus_ledger.validators.problem import Problem
from caucasus_ledger.validators.rule import Finding
from caucasus_ledger.validators.rules import RULES
from caucasus_ledger.validators.views import Frames

_NOWHERE = Place(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and what it found, in the order of files and lines.

    `attached` are the sources whose text was at hand; `waiting` are the rules that ask for something to exist and
    did not run, because a record that could not be read or found may hold it.
    """

    root: Path
    files: int
    problems: tuple[Problem, ...]
    attached: tuple[str, ...]
    waiting: tuple[str, ...]
    texts: dict[str, str]
    """Text of every file with a problem, by its path."""

    @property
    def errors(self) -> int:
        """Number of problems that are errors."""
        return sum(problem.severity == "error" for problem in self.problems)


def check(root: Path, *, texts: Collection[Path] = (), only: Collection[str] | None = None) -> Report:
    """Check the ledger below `root`; report on all files, or on those of the paths in `only` (below the root).

    `texts` are copies of the sources' texts; with them, spans and digests are held against the words.
    Raises AttachError for a file that is no source's text, EngineFault if a check itself fails.
    """
    intake = Intake(root)
    intake.texts.update(dict(attach(path, intake.sources) for path in texts))
    tables = contract.frames(intake)
    findings = [*_of_files(intake), *_searched(intake, needs_all=False), *_tabular(tables, needs_all=False)]
    ready = intake.whole and not any(code == "R001" for code, _, _ in findings)
    if ready:
        findings += [*_searched(intake, needs_all=True), *_tabular(tables, needs_all=True)]
    problems = {_problem(intake, code, finding, key=key) for code, finding, key in findings}
    problems |= set(_refusals(intake))
    chosen = sorted(
        (problem for problem in problems if only is None or problem.file in only),
        key=lambda p: (p.file, p.line, p.column, p.code, p.pointer, p.message),
    )
    shown = {problem.file for problem in chosen}
    return Report(
        root=root,
        files=len(intake.files) if only is None else sum(path in only for path in intake.files),
        problems=tuple(chosen),
        attached=tuple(sorted(intake.texts)),
        waiting=() if ready else tuple(rule.code for rule in RULES.values() if rule.needs_all),
        texts={path: file.text for path, file in intake.files.items() if path in shown},
    )


def _of_files(intake: Intake) -> Iterator[tuple[str, Finding, bool]]:
    for file in intake.files.values():
        yield from file.findings


def _searched(intake: Intake, *, needs_all: bool) -> Iterator[tuple[str, Finding, bool]]:
    for rule in RULES.values():
        if rule.search and rule.needs_all is needs_all:
            yield from ((rule.code, finding, False) for finding in rule.search(intake))


def _tabular(tables: Frames, *, needs_all: bool) -> Iterator[tuple[str, Finding, bool]]:
    rules = [rule for rule in RULES.values() if rule.expectations and rule.needs_all is needs_all]
    yield from ((code, finding, False) for code, finding in contract.run(tables, rules))


def _problem(intake: Intake, code: str, finding: Finding, *, key: bool) -> Problem:
    file = intake.file_of(finding.record)
    where = file.place(finding.pointer, key=key) if file and finding.pointer and file.plain is not None else _NOWHERE
    path = file.path if file else _missing_path(finding.record)
    return _build(code, finding, path, where)


def _missing_path(record: str) -> str:
    """Return where something that is not a record file belongs: a release's folder, or a lost record's path."""
    return path_of(record) if "/" in record else f"dataset/releases/{record}/manifest.json"


def _refusals(intake: Intake) -> Iterator[Problem]:
    for file in intake.files.values():
        for refusal in file.refusals:
            finding = Finding(file.id, refusal.pointer, refusal.message)
            yield _build(refusal.code, finding, file.path, refusal.place)


def _build(code: str, finding: Finding, path: str, where: Place) -> Problem:
    rule = RULES[code]
    return Problem(
        code=code,
        severity=rule.severity,
        record=finding.record,
        pointer=finding.pointer,
        file=path,
        line=where.line,
        column=where.column,
        length=where.length,
        message=finding.message,
        help=rule.mend,
    )
