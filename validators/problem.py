"""Problem: one thing that is wrong, where it is, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


class EngineFault(RuntimeError):
    """The check itself failed; nothing is known about the data."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken rule at one place.

    `file` is relative to the ledger's root; `line` and `column` count from 1, columns in code points; `length` is how
    many code points of the line are at fault; `pointer` is a JSON pointer (RFC 6901) into the record.
    """

    code: str
    severity: Severity
    record: str
    pointer: str
    file: str
    line: int
    column: int
    length: int
    message: str
    help: str
