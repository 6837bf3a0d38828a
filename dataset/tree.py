"""Tree: the files of a ledger, as a folder holds them, or as a tree would be once some of them are changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

FileKind = Literal["plain", "executable", "link", "submodule", "device"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a tree: its path below the root with forward slashes, what it is, and its size in bytes."""

    path: str
    kind: FileKind
    size: int


class Tree(Protocol):
    """What the files of a ledger are read from."""

    @property
    def root(self) -> Path:
        """The ledger's root folder, or that of the repository's folder from which it is read."""
        ...

    @property
    def name(self) -> str:
        """What people call the tree: a folder, a revision."""
        ...

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield every file below a folder, sorted by path; nothing if there is no such folder."""
        ...

    def entry(self, path: str) -> Entry | None:
        """Return what is at a path; None if nothing or a folder is."""
        ...

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each of the files that the tree holds, in the order asked for."""
        ...


def read(tree: Tree, path: str) -> bytes | None:
    """Return the bytes of one file of a tree, or None if it holds no such file."""
    return next((content for _, content in tree.contents([path])), None)


class Folder:
    """The files below a folder of the machine. Links are not followed; names that begin with a dot are skipped."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.root)

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield every file below a folder, sorted by path; of one that a link leads to, the link alone."""
        parts = folder.split("/")
        above = ("/".join(parts[: n + 1]) for n in range(len(parts)))
        if link := next((path for path in above if (self.root / path).is_symlink()), None):
            yield Entry(link, "link", 0)
        else:
            yield from sorted(self._entries(folder), key=lambda entry: entry.path)

    def entry(self, path: str) -> Entry | None:
        """Return what is at a path; None if nothing or a folder is."""
        try:
            status = (self.root / path).lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return None if stat.S_ISDIR(status.st_mode) else Entry(path, _kind(status.st_mode), status.st_size)

    def _entries(self, folder: str) -> Iterator[Entry]:
        if not (self.root / folder).is_dir():
            return
        with os.scandir(self.root / folder) as found:
            for entry in found:
                path = f"{folder}/{entry.name}"
                if entry.name.startswith("."):
                    continue  # what desktops and version control leave behind
                if entry.is_dir(follow_symlinks=False):
                    yield from self._entries(path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    yield Entry(path, _kind(status.st_mode), status.st_size)

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each of the files that are there; a link is not followed."""
        for path in paths:
            try:
                with os.fdopen(os.open(self.root / path, _UNFOLLOWED), "rb") as stream:
                    yield path, stream.read()
            except (FileNotFoundError, NotADirectoryError):
                continue


_UNFOLLOWED = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def _kind(mode: int) -> FileKind:
    """Return what a file is; whether it can be run says nothing here, since some file systems mark every file so."""
    return "plain" if stat.S_ISREG(mode) else "link" if stat.S_ISLNK(mode) else "device"


class Changed:
    """A tree as it would be with some files changed: new bytes by path, None for a file that goes."""

    def __init__(self, tree: Tree, changes: Mapping[str, bytes | None]) -> None:
        self.tree = tree
        self.changes = changes

    @property
    def root(self) -> Path:
        """The root of the tree below."""
        return self.tree.root

    @property
    def name(self) -> str:
        """The name of the tree below."""
        return self.tree.name

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield every file below a folder, sorted by path."""
        kept = [entry for entry in self.tree.entries(folder) if entry.path not in self.changes]
        new = [
            Entry(path, "plain", len(content))
            for path, content in self.changes.items()
            if content is not None and path.startswith(f"{folder}/")
        ]
        yield from sorted([*kept, *new], key=lambda entry: entry.path)

    def entry(self, path: str) -> Entry | None:
        """Return what would be at a path."""
        if path not in self.changes:
            return self.tree.entry(path)
        content = self.changes[path]
        return None if content is None else Entry(path, "plain", len(content))

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each of the files that there would be."""
        wanted = list(paths)
        below = dict(self.tree.contents(path for path in wanted if path not in self.changes))
        for path in wanted:
            content = self.changes.get(path, below.get(path))
            if content is not None:
                yield path, content
