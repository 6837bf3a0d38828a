"""Atomic: replace files whole or not at all, so that no crash, full disk or other editor costs a byte of any."""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from caucasus_ledger.dataset.records import RECORDS, SOURCES
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Folder, read

_SUFFIX = ".mending"
_STAGED = re.compile(rf"\.[a-z0-9_]{{8}}{re.escape(_SUFFIX)}")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file's bytes as they were read and as they are to be, and its path from then on, relative to the root.

    `stamp` is what a file that gets another path holds in between: as before, but telling where it goes.
    """

    path: str
    before: bytes
    after: bytes
    to: str
    stamp: bytes = b""


def replace_all(root: Path, replacements: Sequence[Replacement]) -> None:
    """Replace files below a root, each whole or not at all, with the permissions that they had.

    All new bytes are on the disk before the first file is touched, and a file that is no longer as it was read is not.
    Files that get another path are stamped with it first and move last, so that whoever finds the work half done can
    tell what became of each name that other files have for them. What an earlier run left behind is cleared away.

    Raises LedgerError if a file cannot be written or is not as it was; every file is then either old or new.
    """
    staged: dict[_Write, Path] = {}
    done = 0
    at = ""
    try:
        _clear(root)
        for one in replacements:
            at = one.path
            _hold(root, at, one.before)
            _leave_alone(root, one)
        for write in (*_stamps(replacements), *_contents(replacements)):
            at = write.path
            staged[write] = _reserve(root / at)
            _stage(staged[write], root / at, write.after)
        for writes in (_stamps(replacements), _contents(replacements)):
            for write in writes:
                at = write.path
                _hold(root, at, write.before)
                staged[write].replace(root / at)
                done += 1
            _sync({(root / write.path).parent for write in writes})
        for one in _moved(replacements):
            at = one.path
            _leave_alone(root, one)
            (root / at).rename(root / one.to)
        _sync({(root / one.path).parent for one in _moved(replacements)})
    except OSError as error:
        raise LedgerError(f"{root / at} cannot be written: {error.strerror or error}; {_so_far(done)}") from error
    except _Changed as error:
        raise LedgerError(f"{error}; {_so_far(done)}") from error
    finally:
        for path in staged.values():
            with suppress(OSError):
                path.unlink(missing_ok=True)


class _Write(NamedTuple):
    """One time that a file is written."""

    path: str
    before: bytes
    after: bytes


def create(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all.

    Raises LedgerError if there is a file of that name already or none can be written.
    """
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        raise LedgerError(f"{path} is there already and was left as it is; name a new file") from None
    except (OSError, ValueError) as error:
        raise LedgerError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error
    part = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        path.unlink()
        raise LedgerError(f"{path} cannot be written: {error.strerror}") from error


def _moved(replacements: Sequence[Replacement]) -> list[Replacement]:
    return sorted((one for one in replacements if one.to != one.path), key=lambda one: one.to)


def _stamps(replacements: Sequence[Replacement]) -> list[_Write]:
    moved = [_Write(one.path, one.before, one.stamp) for one in _moved(replacements) if one.stamp]
    return [write for write in moved if write.after != write.before]


def _contents(replacements: Sequence[Replacement]) -> list[_Write]:
    found = [_Write(one.path, one.stamp or one.before, one.after) for one in replacements]
    return [write for write in found if write.after != write.before]


class _Changed(Exception):
    """A file is not as it was when it was read."""


def _so_far(done: int) -> str:
    return "what was written before it is whole; run this again" if done else "nothing was changed"


def _hold(root: Path, path: str, before: bytes) -> None:
    if read(Folder(root), path) != before:
        raise _Changed(f"{root / path} was changed by somebody else while it was being mended")


def _leave_alone(root: Path, one: Replacement) -> None:
    if one.to != one.path and os.path.lexists(root / one.to):  # a move would put the file in the place of what is there
        raise _Changed(f"{root / one.to} came to be while {one.path} was to take its place")


def _reserve(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=".", suffix=_SUFFIX, dir=path.parent)
    os.close(handle)
    return Path(name)


def _stage(staged: Path, path: Path, content: bytes) -> None:
    with staged.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    staged.chmod(stat.S_IMODE(path.lstat().st_mode))


def _sync(folders: set[Path]) -> None:
    for folder in sorted(folders):
        sync(folder)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk too, where the system lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clear(root: Path) -> None:
    for path in _left_behind(root):
        path.unlink(missing_ok=True)


def _left_behind(root: Path) -> Iterator[Path]:
    for top in (SOURCES, RECORDS):
        for folder, _, names in os.walk(root / top):
            found = (Path(folder) / name for name in names if _STAGED.fullmatch(name))
            yield from (path for path in found if path.is_file() and not path.is_symlink())
