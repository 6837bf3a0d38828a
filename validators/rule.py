"""Rule: a stable code, what is wrong, how to mend it, and an example that a test runs.

A rule's code, once released, keeps its meaning; a rule that goes leaves its code unused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caucasus_ledger.validators.problem import Severity

if TYPE_CHECKING:
    import narwhals.stable.v1 as nw

    from caucasus_ledger.validators.intake import Intake

FAMILIES: dict[str, str] = {
    "J": "File and JSON: what the strict reader accepts before any model sees it.",
    "F": "Fields: types, forms and lengths, by Pydantic.",
    "R": "References between records.",
    "T": "Time.",
    "E": "Evidence: spans, sentences, digests, and the text where it is attached.",
    "C": "Coding: what the coding rules ask of a record and of records together.",
    "D": "Duplicates and near-duplicates.",
    "P": "Published releases: what was frozen stays.",
    "X": "Text hygiene: what people type.",
}


LEDGER = "ledger"
"""Record of a finding that is about no record."""


class _Absent:
    """Stands for a field that an example leaves out."""

    def __repr__(self) -> str:
        return "(left out)"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class Example:
    """A mistake made in the example ledger: a field set or left out, or a file given other bytes.

    `also` are further edits that the mistake needs to be the only one; `at` is where the problem shows, if not at
    the edited field. `text` attaches the example's text; `files` are further files given other bytes, or removed.

    `against` holds the copy, as a contribution, against what it was made from: `before` are edits already made there,
    `meanwhile` those made there since; `logged` says it in the changelog. `released` puts a release into the copy,
    with `late` as a part of the contribution. `copies` asks for the file so many times, numbered in place of `*`.
    """

    record: str
    pointer: str = ""
    value: Any = None
    raw: bytes | None = None
    path: str | None = None
    also: tuple[tuple[str, str, Any], ...] = ()
    at: str | None = None
    owner: str | None = None
    text: bool = False
    released: bool = False
    files: tuple[tuple[str, bytes | None], ...] = ()
    against: bool = False
    before: tuple[tuple[str, str, Any], ...] = ()
    meanwhile: tuple[tuple[str, str, Any], ...] = ()
    logged: bool = True
    late: bool = False
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the record, the JSON pointer of the field at fault, and what is wrong with it.

    `file` is the path below the root where that is not the record's own.
    """

    record: str
    pointer: str
    message: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """A rule about the rows of a view: what holds for a good row, and what to say of a bad one.

    `field` is added to the row's JSON pointer; `message` is filled from the row.
    """

    view: str
    holds: Callable[[], nw.Expr]
    message: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. The reader or the schema holds it, or else expectations on views or a search of the whole intake."""

    code: str
    name: str
    says: str
    mend: str
    example: Example
    severity: Severity = "error"
    expectations: tuple[Expectation, ...] = ()
    search: Callable[[Intake], Iterable[Finding]] | None = None
    needs_all: bool = False
    """True for a rule that asks for something to exist: it waits until every record reads."""
    mends: str = ""
    """What `caucasus check --fix` does about it, as a phrase that begins with a verb; empty if nothing."""

    @property
    def family(self) -> str:
        """The first letter of the code."""
        return self.code[0]
