"""Judge: whether a check shows a mutant's mistake, and whether it shows it at the right place.

A problem is *at the edit* if it lies in the edited file on a line of the edited value. A rule that joins several
places cannot know which of them is wrong; it shows one, and `PLACES` says of each such rule which. Anything else is a
wrong line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from caucasus_ledger.validators.problem import Problem
from mutation.edits import Drop
from mutation.mutants import Mutant

Where = Literal["at the edit", "where the rule joins", "elsewhere"]

BESIDE = "beside"
"""Another member of the same object, the object itself, or the next item of the same list."""
RECORD = "record"
"""Another field of the same record."""
OTHER = "other"
"""Another record that the rule joins with this one: one names the other, or both hold the same."""

PLACES: dict[str, tuple[str, ...]] = {
    # one record: members that must fit each other
    "T002": (BESIDE,),  # date and basis
    "T003": (BESIDE,),  # anchor and basis
    "T004": (BESIDE,),  # known_on and assessed_on
    "T008": (RECORD,),  # assessed_on and the dates of the references
    "T010": (RECORD,),  # identifier and date
    "E001": (BESIDE,),  # start and end; shown at the end
    "E002": (RECORD,),  # names of the actor and names of its mentions; shown at the mention
    "E003": (RECORD,),  # quotation and roles; shown at the evidence
    "E004": (RECORD,),  # two sentences; shown at the second
    "E005": (RECORD,),  # the text's length and what lies beyond it
    "E016": (BESIDE,),  # span and name; shown at the mention
    "E019": (RECORD,),  # two mentions; shown at the second
    "C001": (BESIDE,),
    "C002": (BESIDE,),
    "C003": (BESIDE,),
    "C004": (BESIDE,),
    "C005": (RECORD,),  # type and roles; shown at the participants
    "C006": (BESIDE,),
    "C007": (RECORD,),  # a level and its place in the chain
    "C009": (RECORD,),
    "C010": (RECORD,),
    "C011": (RECORD,),
    "C012": (RECORD,),
    "C013": (RECORD,),
    "C014": (RECORD,),
    "C015": (RECORD,),
    "C027": (RECORD,),  # link and about; shown at about
    "C029": (RECORD,),
    "C030": (RECORD,),
    # spans and the sentences, texts and digests that they are held against
    "E006": (BESIDE, OTHER),
    "E007": (BESIDE, OTHER),  # span and sentence; shown at the span
    "E008": (BESIDE, OTHER),  # sentence and evidence; shown at the sentence
    "E009": (BESIDE, OTHER),  # shown at the span
    "E010": (BESIDE, OTHER),
    "E011": (BESIDE,),
    "E012": (BESIDE, RECORD),
    "E013": (BESIDE,),
    "E014": (BESIDE,),
    "E018": (OTHER,),  # two digests of one span; nobody can tell which is right
    # several records
    "R001": (OTHER,),  # shown where the lost record is referred to
    "R004": (OTHER,),
    "R005": (OTHER,),  # a circle; shown at its first member
    "R006": (OTHER,),
    "P002": (OTHER,),
    "T005": (BESIDE, OTHER),
    "T007": (BESIDE, RECORD, OTHER),
    "T009": (BESIDE, OTHER),
    "T011": (BESIDE, OTHER),
    "C016": (OTHER,),
    "C017": (RECORD, OTHER),
    "C018": (RECORD, OTHER),
    "C019": (BESIDE, OTHER),
    "C020": (BESIDE, OTHER),
    "C021": (OTHER,),
    "C022": (BESIDE, OTHER),
    "C023": (BESIDE, OTHER),
    "C024": (OTHER,),
    "C025": (OTHER,),
    "C026": (RECORD,),
    "C028": (OTHER,),
    "C031": (OTHER,),
    "D002": (OTHER,),  # two records say the same; shown at the second by identifier
    "D003": (OTHER,),
    "D004": (OTHER,),
    "D005": (OTHER, RECORD),
    "D006": (OTHER,),
    "D007": (OTHER,),
}  # fmt: skip
"""Where a rule that joins several places may show what is wrong, other than at the edit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The edit's place: the files that it changes, the pointer at fault, and the lines of each file that show it."""

    files: frozenset[str]
    pointer: str
    lines: frozenset[int]


def where(problem: Problem, spot: Spot, mutant: Mutant) -> Where:
    """Return where a problem is shown, as seen from the edit."""
    if problem.file in spot.files and problem.line in spot.lines:
        return "at the edit"
    allowed = PLACES.get(problem.code, ())
    if problem.file == mutant.path:
        around = {spot.pointer.rpartition("/")[0], *({spot.pointer} if isinstance(mutant.fault.edit, Drop) else ())}
        beside = problem.pointer.rpartition("/")[0] in around or problem.pointer in around
        if (BESIDE in allowed and beside) or RECORD in allowed:
            return "where the rule joins"
    elif OTHER in allowed:
        return "where the rule joins"
    return "elsewhere"
