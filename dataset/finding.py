"""Finding: what each check of a release found, gathered in the order of the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

State = Literal["proven", "differs", "skipped"]
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `where` is a file or a table, `expected` and `found` are digests or other figures."""

    check: str
    where: str
    state: State
    said: str
    expected: str | None = None
    found: str | None = None


@dataclass(slots=True)
class Findings:
    """The findings so far, and who outside the release's folder vouches for it."""

    found: list[Finding] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)

    def compare(self, check: str, where: str, what: str, found: object, expected: object) -> bool:
        """Note and return whether what was found is what was expected; `what` names it and says who expects it."""
        same = found == expected
        said = f"{what} is {found}" if same else f"{what} is {found}, not {expected}"
        self.found.append(Finding(check, where, "proven" if same else "differs", said, _text(expected), _text(found)))
        return same

    def differs(self, check: str, where: str, said: str, expected: str | None = None, found: str | None = None) -> None:
        """Note that something is not as it was released."""
        self.found.append(Finding(check, where, "differs", said, expected, found))

    def skip(self, check: str, where: str, said: str) -> None:
        """Note that something could not be checked, and why."""
        self.found.append(Finding(check, where, "skipped", said))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def reason(error: BaseException) -> str:
    """Return what an error says, on one line of bearable length."""
    said = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
