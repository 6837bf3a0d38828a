"""Problem: one thing that is wrong, where it is, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


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

    def as_json(self) -> dict[str, Any]:
        """Return the problem as a JSON object."""
        return asdict(self)
