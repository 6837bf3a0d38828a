"""Check: apply every rule to the files of a ledger and say what is wrong, file by file and line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.tree import Folder, Tree
from caucasus_ledger.seeds.attach import AttachError, attach
from caucasus_ledger.validators import contract
from caucasus_ledger.validators.intake import Intake, Progress, silent
from caucasus_ledger.validators.locate import Place
from caucasus_ledger.validators.problem import Problem
from caucasus_ledger.validators.rule import Finding
from caucasus_ledger.validators.rules import RULES
from caucasus_ledger.validators.views import Frames

if TYPE_CHECKING:
    from caucasus_ledger.validators.contribution import Contribution

_NOWHERE = Place(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at and what it found, in the order of files and lines.

    `attached` are the sources whose text was at hand; `waiting` are the rules that ask for something to exist and
    did not run, because a record that could not be read or found may hold it.
    """

    root: Path
    name: str
    """What people call the tree that was checked: a folder, a revision."""
    paths: tuple[str, ...]
    """The files among the records that were looked at."""
    problems: tuple[Problem, ...]
    attached: tuple[str, ...]
    waiting: tuple[str, ...]
    texts: dict[str, str]
    """Text of every file with a problem, by its path."""
    contribution: Contribution | None = None
    """What the files change, where they were held against something."""

    @property
    def files(self) -> int:
        """Number of files looked at."""
        return len(self.paths)

    @property
    def errors(self) -> int:
        """Number of problems that are errors."""
        return sum(problem.severity == "error" for problem in self.problems)


def check(
    where: Path | Tree,
    *,
    texts: Collection[Path] = (),
    only: Collection[str] | None = None,
    against: str | None = None,
    progress: Progress = silent,
) -> Report:
    """Check the ledger below a root, or in a tree; report on all files, or on those of the paths in `only`.

    `texts` are copies of the sources' texts; with them, spans and digests are held against the words. `against` names
    a release or a revision in git, and asks as well what may be changed in it. `progress` is told how far the check is.
    Raises AttachError for a file that is no source's text, LedgerError if there is nothing of the name `against`,
    EngineFault if a check itself fails.
    """
    tree = Folder(where) if isinstance(where, Path) else where
    intake = Intake(tree, progress)
    for path in texts:
        _attach(intake, path)
    if against is not None:
        intake.contribution = _contribution(intake, against)
    progress("applying rules", 0, 1)
    return report(intake, only)


def _attach(intake: Intake, path: Path) -> None:
    """Attach a text; where a source does not read, it may be that one's, and the source's own problems come first."""
    try:
        source, text = attach(path, intake.sources)
    except AttachError:
        if all(file.record is not None for file in intake.files.values() if file.id.startswith("source/")):
            raise
        return
    intake.texts[source] = text


def _contribution(intake: Intake, against: str) -> Contribution:
    from caucasus_ledger.validators.contribution import contribution_of

    valid = {file.id: file.plain if file.record is not None else None for file in intake.files.values()}
    return contribution_of(intake.tree, valid, against)


def report(intake: Intake, only: Collection[str] | None = None) -> Report:
    """Apply every rule to what was taken in, and report as `check` does."""
    tables = contract.frames(intake)
    findings = [*_of_files(intake), *_searched(intake, needs_all=False), *_tabular(tables, needs_all=False)]
    findings = [one for one in findings if not _is_told_already(intake, one[0], one[1])]
    ready = intake.whole and not intake.lost and not any(code == "R001" for code, _, _ in findings)
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
        root=intake.tree.root,
        name=intake.tree.name,
        paths=tuple(path for path in intake.files if only is None or path in only),
        problems=tuple(chosen),
        attached=tuple(sorted(intake.texts)),
        waiting=() if ready else tuple(rule.code for rule in RULES.values() if rule.needs_all),
        texts={path: file.text for path, file in intake.files.items() if path in shown},
        contribution=intake.contribution,
    )


def _of_files(intake: Intake) -> Iterator[tuple[str, Finding, bool]]:
    for file in intake.files.values():
        yield from file.findings


def _searched(intake: Intake, *, needs_all: bool) -> Iterator[tuple[str, Finding, bool]]:
    for rule in RULES.values():
        if rule.search and rule.needs_all is needs_all:
            yield from ((rule.code, finding, False) for finding in rule.search(intake))


def _is_told_already(intake: Intake, code: str, finding: Finding) -> bool:
    """Whether it is hygiene of a text that the schema refused: one mistake, of which the schema tells more."""
    file = intake.file_of(finding.record) if code.startswith("X") else None
    if file is None:
        return False
    misplaced = finding.pointer == "/id" and any(refusal.code == "J012" for refusal in file.refusals)
    return misplaced or any(refused.pointer == finding.pointer for _, refused, _ in file.findings)


def _tabular(tables: Frames, *, needs_all: bool) -> Iterator[tuple[str, Finding, bool]]:
    rules = [rule for rule in RULES.values() if rule.expectations and rule.needs_all is needs_all]
    yield from ((code, finding, False) for code, finding in contract.run(tables, rules))


def _problem(intake: Intake, code: str, finding: Finding, *, key: bool) -> Problem:
    file = None if finding.file else intake.file_of(finding.record)
    where = file.place(finding.pointer, key=key) if file and finding.pointer and file.plain is not None else _NOWHERE
    return _build(code, finding, file.path if file else finding.file or path_of(finding.record), where)


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
