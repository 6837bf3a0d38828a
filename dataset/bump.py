"""Bump: the least version that a release of the data must have, by semantic versioning of what programs rely on.

Major: definitions or identifiers change. Minor: records are added or recoded. Patch: metadata alone; the content
fingerprint stays. The rule holds from 0.1.0 on: that a version begins with 0 excuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from caucasus_ledger.dataset.diff import counted, listed, tally
from caucasus_ledger.dataset.ledger import VERSION, numbers
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from caucasus_ledger.dataset.diff import Change, How
    from caucasus_ledger.dataset.ledger import Ledger

Level = Literal["major", "minor", "patch"]

_SAID = {"removed": "gone without a tombstone"}


def level(changes: Sequence[Change], *, fingerprint_same: bool, definitions_changed: bool) -> tuple[Level, str]:
    """Return which part of a version the changes must raise, and why.

    Definitions are the major part of the schema's version and the columns of the tables. A record that is retracted or
    removed counts as a changed identifier, since programs that ask for it by its own no longer get it; one that came
    and went between two releases does not. A fingerprint that differs with no record changed is content as well: what
    is derived from the records is another.
    """
    if definitions_changed:
        return "major", "the definitions change: the schema's major version, or the columns of a table"
    if broken := _counted((change for change in changes if change.before is not None), ("retracted", "removed")):
        return "major", f"{broken}, so an identifier that programs rely on gives no record any more"
    if fingerprint_same:
        return "patch", "the content is the same, to the fingerprint"
    return "minor", _counted(
        changes, ("added", "restored", "changed", "retracted")
    ) or "what is derived from the records changes"


def _counted(changes: Iterable[Change], hows: Iterable[How]) -> str:
    """Return in words how many records of which kind were treated so; nothing if none was."""
    found = tally(changes)
    told = [
        f"{counted(number, kind)} {'is' if number == 1 else 'are'} {_SAID.get(how, how)}"
        for how in hows
        for (other, kind), number in found.items()
        if other == how
    ]
    return listed(told)


def least_version(
    old: str, changes: Sequence[Change], *, fingerprint_same: bool, definitions_changed: bool
) -> tuple[str, str]:
    """Return the least version that may follow an old one after the changes, and why; see `level`.

    Raises LedgerError if the old one is no version.
    """
    raised, reason = level(changes, fingerprint_same=fingerprint_same, definitions_changed=definitions_changed)
    major, minor, patch = _numbers(old)
    following = {
        "major": f"{major + 1}.0.0", "minor": f"{major}.{minor + 1}.0", "patch": f"{major}.{minor}.{patch + 1}"
    }  # fmt: skip
    return following[raised], reason


def require_bump(
    old: str, new: str, changes: Sequence[Change], *, fingerprint_same: bool, definitions_changed: bool
) -> tuple[str, str]:
    """Return the least version that the changes require, with the reason, if the new one is not less; it may skip some.

    Raises LedgerError otherwise, which says the least version and why.
    """
    least, reason = least_version(
        old, changes, fingerprint_same=fingerprint_same, definitions_changed=definitions_changed
    )
    if _numbers(new) >= _numbers(least):
        return least, reason
    early = "" if _numbers(new) > _numbers(old) else f"is not after {old}, the last one; it "
    raise LedgerError(f"version {new} {early}is less than {least}, the least that may follow {old}: {reason}")


def _numbers(version: str) -> tuple[int, ...]:
    if not VERSION.fullmatch(version):
        raise LedgerError(f"'{version}' is no version; three numbers with dots are, as in 0.1.0")
    return numbers(version)


def least_after(old: Ledger, new: Ledger, changes: Sequence[Change]) -> tuple[str, str]:
    """Return the least version that what a ledger holds may have after an old release of it, and why.

    `changes` are those from the one to the other. Raises LedgerError if the old one is no release.
    """
    return least_version(
        old.version,
        changes,
        fingerprint_same=old.fingerprint == new.fingerprint,
        definitions_changed=definitions_changed(old, new),
    )


def definitions_changed(old: Ledger, new: Ledger) -> bool:
    """Whether the major part of the schema's version, or the columns of a table, differ between two ledgers."""
    schemas = {one.schema_version.partition(".")[0] for one in (old, new)}
    return len(schemas) > 1 or _columns(old) != _columns(new)


def _columns(ledger: Ledger) -> Mapping[str, Sequence[tuple[str, str]]]:
    schemas = {name: ledger.table(name).schema for name in ledger.tables}
    return {name: [(field.name, str(field.type)) for field in schema] for name, schema in schemas.items()}
