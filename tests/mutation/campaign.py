"""Campaign: make the mutants, check each, and tell how many were refused, where, and with how many problems."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from caucasus_ledger.dataset.records import kind_of
from caucasus_ledger.dataset.tree import Changed, Folder, Tree
from caucasus_ledger.seeds.attach import AttachError
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.problem import Problem
from caucasus_ledger.validators.rules import RULES
from mutation.edits import applied
from mutation.judge import Spot, Where, where
from mutation.ledgers import Ledger, example_ledger, shipped_ledger
from mutation.mutants import Mutant, chosen, mutants


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check said of a mutant, with the text attached where it is at hand."""

    mutant: Mutant
    problems: tuple[Problem, ...]
    without_text: bool
    """Whether it is refused without the text as well."""
    read: bool
    """Whether the ledger's text was at hand."""
    unattached: bool
    """Whether the text could not be attached, because its source does not read or names another text."""
    fault: str
    """What the check raised, if it did; it must raise nothing."""
    where: Where | None
    """Where the best placed problem is shown; None if there is none."""

    @property
    def refused(self) -> bool:
        """Whether the check refuses the mutant, by a problem or by refusing the text."""
        return bool(self.problems) or self.unattached


def outcome(ledger: Ledger, mutant: Mutant) -> Outcome:
    """Make the mutant's edit in the ledger's files, check them, and put everything back."""
    files, lines = applied(ledger.records[mutant.path], mutant.path, mutant.fault.edit)
    with _broken(ledger, files) as tree:
        texts = list(ledger.texts.values())
        problems, fault, unattached = _checked(tree, texts)
        without_text = any(not RULES[problem.code].example.text for problem in problems)
        if texts and not without_text and (problems or unattached):
            problems_without, fault, _ = _checked(tree, [])
            without_text = bool(problems_without)
            problems = problems or problems_without
    spot = _spot(mutant, files, lines)
    shown = {where(problem, spot, mutant, ledger) for problem in problems}
    return Outcome(
        mutant,
        problems,
        without_text,
        bool(ledger.texts),
        unattached,
        fault,
        next((one for one in _ORDER if one in shown), None),
    )


_ORDER: tuple[Where, ...] = ("at the edit", "where the rule joins", "elsewhere")


@contextmanager
def _broken(ledger: Ledger, files: Mapping[str, bytes | str | None]) -> Iterator[Tree]:
    """Give a tree in which files have other contents: in memory, or on disk where links and folders are made."""
    changes = {path: content for path, content in files.items() if not isinstance(content, str)}
    if len(changes) == len(files) and not any("/." in path for path in files):
        yield Changed(ledger.tree, changes)
    else:
        with _edited(ledger.root, files):
            yield Folder(ledger.root)


def _checked(tree: Tree, texts: list[Path]) -> tuple[tuple[Problem, ...], str, bool]:
    try:
        return check(tree, texts=texts).problems, "", False
    except AttachError:
        return (), "", True
    except Exception as error:
        return (), f"{type(error).__name__}: {error}", False


@contextmanager
def _edited(root: Path, files: Mapping[str, bytes | str | None]) -> Iterator[None]:
    """Give files other contents while the block runs."""
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in files}
    try:
        for path, content in files.items():
            _place(root / path, content)
        yield
    finally:
        for path in files:
            _place(root / path, None)
        for path, content in before.items():
            if content is not None:
                _place(root / path, content)
        for folder in {(root / path).parent for path, content in before.items() if content is None}:
            _tidy(folder)


def _tidy(folder: Path) -> None:
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _place(path: Path, content: bytes | str | None) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        path.rmdir()
    if content is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "folder":
        path.mkdir()
    else:
        path.symlink_to(content.removeprefix("link:"))


def _spot(mutant: Mutant, files: Mapping[str, bytes | str | None], lines: dict[str, int]) -> Spot:
    at = mutant.fault.at
    texts = {
        path: content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        for path, content in files.items()
    }
    if isinstance(at, int):
        return Spot(texts, frozenset((at, *mutant.fault.lines)))
    while at not in lines and at:
        at = at.rpartition("/")[0]
    return Spot(texts, frozenset(_of_value(at, lines) if mutant.fault.whole else [lines.get(at, 1)]))


def _of_value(pointer: str, lines: dict[str, int]) -> list[int]:
    """Return the lines of a value and of everything in it."""
    return [line for other, line in lines.items() if other == pointer or other.startswith(f"{pointer}/")]


LEDGERS: dict[str, Ledger] = {}
"""The ledgers of this process by name, once they are prepared."""

_BATCH = 25


def _prepare(texts: Mapping[str, Path]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="mutation-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    LEDGERS.update({ledger.name: ledger for ledger in (example_ledger(folder), shipped_ledger(folder, texts))})


def _run(batch: Sequence[Mutant]) -> list[Outcome]:
    return [outcome(LEDGERS[mutant.ledger], mutant) for mutant in batch]


def records_to_break(ledger: Ledger, seed: int, each: int = 12) -> list[str]:
    """Return the paths of some records of every kind."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for path, record in ledger.records.items():
        kinds[kind_of(record)].append(path)
    rng = Random(seed)  # noqa: S311
    return [path for paths in kinds.values() for path in sorted(rng.sample(paths, min(each, len(paths))))]


def outcomes(seed: int, number: int, jobs: int, texts: Mapping[str, Path] | None = None) -> Iterator[Outcome]:
    """Yield the outcome of each chosen mutant."""
    _prepare(texts or {})
    every: list[Mutant] = []
    for ledger in LEDGERS.values():
        paths = list(ledger.records) if ledger.name == "example" else records_to_break(ledger, seed)
        every += mutants(ledger, paths, seed)
    picked = chosen(every, number, seed)
    batches = [picked[start : start + _BATCH] for start in range(0, len(picked), _BATCH)]
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(texts or {},)) as pool:
        for found in pool.map(_run, batches):
            yield from found
