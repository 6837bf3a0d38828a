"""Scope: which ledger a command is about, and which of its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.records import PACKAGE_ROOT, find_root
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger


def root_of(paths: tuple[str, ...]) -> Path:
    """Return the root of the ledger that holds the paths; without any, of the checkout one stands in, else the package.

    Raises LedgerError if they lie in none or in several.
    """
    if not paths:
        return find_root(Path.cwd()) or PACKAGE_ROOT
    roots = {find_root(Path(path).resolve()) for path in paths}
    if len(roots) > 1:
        raise LedgerError("the paths belong to different ledgers; check one at a time")
    root = roots.pop()
    if root is None:
        raise LedgerError(f"{paths[0]} lies in no ledger: no folder above it holds dataset/records")
    return root


def files_of(root: Path, paths: tuple[str, ...]) -> set[str] | None:
    """Return the files below the root that the paths name, relative to it, or None for all."""
    chosen = {Path(path).resolve() for path in paths}
    if not chosen or root in chosen:
        return None
    files = {file for path in chosen for file in (path.rglob("*") if path.is_dir() else (path,))}
    return {file.relative_to(root).as_posix() for file in files}


def ledger_of(data: str | None) -> Ledger:
    """Return the ledger of a version or a folder; without either, of the checkout one stands in, else the newest.

    Raises LedgerError for what is neither.
    """
    from caucasus_ledger.dataset.ledger import load, versions

    if data is None:
        return load(find_root(Path.cwd()))
    return load(data if data in versions() or not Path(data).is_dir() else Path(data))
