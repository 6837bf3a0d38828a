"""Fault: one mistake, whether it is one, and the place at which a check should show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from random import Random

from caucasus_ledger.dataset.records import Json
from mutation.edits import Edit, Insert, Order, Put
from mutation.ledgers import Ledger
from mutation.slots import Slot


class Truth(Enum):
    """What is true of a record after an edit, by the schema and the documented rules."""

    WRONG = "wrong"
    """The schema or a documented rule forbids it; no text is needed to see that."""
    TEXT = "text"
    """The source's text shows that it is wrong; without the text nobody can tell."""
    MEANING = "meaning"
    """Another record that could be right; only somebody who reads the source can tell."""
    SAME = "same"
    """It means the same as before; a check must not refuse it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One edit of one place.

    `at` is the JSON pointer of the place at fault, in the record as it is after the edit, or a line; `lines` are
    further lines that are right, where whoever reads the text can only notice the mistake a little later.
    """

    edit: Edit
    truth: Truth
    at: str | int
    lines: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether a value is put in or moved, so that every line of it is the edit's."""
        return isinstance(self.edit, Put | Insert | Order)


@dataclass(frozen=True, slots=True)
class Site:
    """A record, and a value in it, that an operator breaks."""

    ledger: Ledger
    path: str
    record: Json
    slot: Slot
    rng: Random


@dataclass(frozen=True, slots=True)
class Whole:
    """A record that an operator breaks as a file or as a whole."""

    ledger: Ledger
    path: str
    record: Json
    rng: Random


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to break a value, or a whole record, with its name and its results at one site."""

    name: str
    at_slot: Callable[[Site], Iterator[Fault]] | None = None
    at_record: Callable[[Whole], Iterator[tuple[str, Fault]]] | None = None
