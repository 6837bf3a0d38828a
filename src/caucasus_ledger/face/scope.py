"""Scope: which ledger a command is about, and which of its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.records import PACKAGE_ROOT, RECORDS, find_root
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Folder, Tree

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


def tree_of(root: Path, revision: str | None, against: str | None = None) -> Tree:
    """Return the files below the root, or those of a revision of the repository that it lies in.

    Raises LedgerError if there is no such revision, or if a revision is asked for where one stands in no checkout.
    """
    if (revision or against) and root == PACKAGE_ROOT and not Path.cwd().resolve().is_relative_to(root):
        raise LedgerError("you stand in no checkout of a ledger, and a revision is one of a checkout's")
    from caucasus_ledger.dataset.revision import Revision

    return Folder(root) if revision is None else Revision(root, revision)


def files_of(tree: Tree, paths: tuple[str, ...]) -> set[str] | None:
    """Return the files of a tree that the paths name, relative to its root, or None for all.

    Raises LedgerError for a path at which the tree has nothing.
    """
    chosen = {path: _unfollowed(Path(path)).relative_to(tree.root.resolve()).as_posix() for path in paths}
    if not chosen or "." in chosen.values():
        return None
    files: set[str] = set()
    for path, below in chosen.items():
        beside = {entry.path for entry in tree.entries(below.rpartition("/")[0] or below)}
        found = {file for file in beside if file == below or file.startswith(f"{below}/")}
        if not found:
            raise LedgerError(f"there is no record in {path}")
        files |= found
    return files


def _unfollowed(path: Path) -> Path:
    """Return where a path leads without following it if it is a link itself."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def checkout_of(data: str | None) -> Path | None:
    """Return the root of the checkout that a folder is, or that one stands in; None if a release is meant."""
    if data is None:
        return find_root(Path.cwd())
    return Path(data) if (Path(data) / RECORDS).is_dir() else None


def ledger_of(data: str | None) -> Ledger:
    """Return the ledger of a version or a folder; without either, of the checkout one stands in, else the newest.

    Raises LedgerError for what is neither.
    """
    from caucasus_ledger.dataset.ledger import load

    return load(find_root(Path.cwd()) if data is None else data)
