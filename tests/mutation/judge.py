"""Judge: whether a check shows a mutant's mistake at the right place.

A problem is *at the edit* if it lies in an edited file on a line of the edited value. A rule that joins several places
cannot know which of them is wrong: what it shows is *where the rule joins* if it lies in the edited record, or in a
record that the edited one names or that names it. Anything else is *elsewhere*: a wrong line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from caucasus_ledger.dataset.records import id_of
from caucasus_ledger.validators.problem import Problem
from mutation.ledgers import Ledger
from mutation.mutants import Mutant

Where = Literal["at the edit", "where the rule joins", "elsewhere"]

ALONE = frozenset({"R003", "T001", "T006", "E011", "E017"})
"""Rules about one value alone, beside those of the families J, F and X: they can show it nowhere else."""

ALIKE = frozenset({"E010", "E018", "E024"})
"""Rules, beside those of family D, that hold two records against each other because of what they have in common."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The edit's place: what the edited files are after it, and the lines of each that show the mistake."""

    files: dict[str, str]
    lines: frozenset[int]


def where(problem: Problem, spot: Spot, mutant: Mutant, ledger: Ledger) -> Where:
    """Return where a problem is shown, as seen from the edit."""
    if problem.file in spot.files and problem.line in spot.lines:
        return "at the edit"
    if problem.code[0] in "JFX" or problem.code in ALONE:
        return "elsewhere"
    joined = problem.file in spot.files or problem.file == mutant.path or _alike(problem.code)
    return "where the rule joins" if joined or _linked(problem, spot, mutant, ledger) else "elsewhere"


def _alike(code: str) -> bool:
    return code.startswith("D") or code in ALIKE


def _linked(problem: Problem, spot: Spot, mutant: Mutant, ledger: Ledger) -> bool:
    """Return whether the edited record names the record of the problem, before or after the edit, or is named by it."""
    own, other = id_of(mutant.path), problem.record
    before = json.dumps(ledger.records[mutant.path])
    told = json.dumps(ledger.by_id.get(other, {}))
    return f'"{own}"' in told or any(f'"{other}"' in text for text in (before, *spot.files.values()))
