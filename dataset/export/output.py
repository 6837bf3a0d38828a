"""Output: an export as a file or folder that is there whole or not at all, and never takes another's place unasked."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.export.imprint import imprint_of
from caucasus_ledger.dataset.manifest import MANIFEST
from caucasus_ledger.dataset.records import RECORDS, RELEASES
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from types import ModuleType

    from caucasus_ledger.dataset.export.catalogue import Format, Shape
    from caucasus_ledger.dataset.ledger import Ledger

_KEPT = (RECORDS, RELEASES, "seeds")
"""Folders of a checkout that hold nothing but its records and releases."""
_README = "README.txt"
"""The file of a folder that has its imprint."""
_IMPRINTS = {
    "folder": re.compile(rb"\A[^\n]+\n=+\n(?s:.*)^Fingerprint  [0-9a-f]{64}$", re.MULTILINE),
    "text": re.compile(rb'(?:fingerprint|identifier)"[>: ]+"?[0-9a-f]{64}["<]'),
    "database": re.compile(rb"Fingerprint ccd1:(?:[0-9a-f]{4}-){3}[0-9a-f]{4}"),
}
"""What says in an export which version it is, by the shape of its format; a database may keep its values anyhow."""


def module_of(form: Format) -> ModuleType:
    """Return the module that writes a format."""
    return import_module(f"{__package__}.{form.name}")


def default_name(form: Format, ledger: Ledger) -> str:
    """Return what an export is called where nobody says otherwise: the dataset, its version, the format."""
    stem = imprint_of(ledger).stem
    return f"{stem}-{form.suffix}" if form.shape == "folder" else f"{stem}{form.suffix}"


def export(form: Format, ledger: Ledger, target: Path, *, force: bool = False) -> Path:
    """Write a ledger in a format to a path, whose parent folder must exist, and return the path.

    A path that leads to a folder gets a file of the default name in it if the format is one file. With `force`, an
    earlier export that is there is replaced, known by its imprint, and the new one keeps its permissions.

    Raises LedgerError if something is there already, with `force` if it is anything else than such an export, if it
    would lie among a ledger's records or releases, and for what the format cannot hold; nothing is then written.
    """
    if form.shape != "folder" and target.is_dir():
        target = target / default_name(form, ledger)
    _refuse_place(target)
    if os.path.lexists(target) and not force and not _empty(target):
        raise LedgerError(f"{target} is there already; --force replaces it")
    with _staged(target) as new:
        if form.shape == "folder":
            contents: Mapping[str, bytes] = module_of(form).files(ledger)
            _refuse_strangers(target, contents)
            _write_all(new, contents)
        elif form.shape == "text":
            _refuse_folder(target)
            new.write_bytes(module_of(form).render(ledger).encode())
            _refuse_another(target, new, slice(_third_line(new)), form)
        else:
            _refuse_folder(target)
            module_of(form).write(ledger, new)
            _refuse_another(target, new, slice(8, 12), form)  # where both SQLite and DuckDB say what they are
    return target


def _empty(target: Path) -> bool:
    return target.is_dir() and not any(target.iterdir())


def _refuse_place(target: Path) -> None:
    if not target.parent.is_dir():
        raise LedgerError(f"{target.parent} is no folder, so nothing can be written there")
    if target.is_symlink():
        raise LedgerError(f"{target} is a symbolic link; name the place itself")
    place = target.resolve()
    above = (place, *place.parents)
    if any((one / MANIFEST).is_file() and (one / "records").is_dir() for one in above):
        raise LedgerError(f"{target} lies in a release, which is never changed; export to another place")
    roots = [one for one in above if (one / RECORDS).is_dir() or (one / RELEASES).is_dir()]
    if any(place.is_relative_to((one / kept).resolve()) for one in roots for kept in _KEPT):
        raise LedgerError(f"{target} lies among the records and releases of a ledger; export to another place")
    if place == Path(os.path.expanduser("~")).resolve() or os.path.ismount(place):  # noqa: PTH111 - never raises
        raise LedgerError(f"{target} is the home folder or the root of a disk; name a place in it")
    if Path.cwd().is_relative_to(place):
        raise LedgerError("the folder in which you stand cannot be replaced; name another place")


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise LedgerError(f"{target} is a folder, and the export is one file")


def _refuse_strangers(target: Path, contents: Mapping[str, bytes]) -> None:
    """Refuse to replace a folder that has anything that such an export does not write, or not its imprint."""
    if os.path.lexists(target) and not target.is_dir():
        raise LedgerError(f"{target} is a file, and the export is a folder")
    ours = {target / above for path in contents for above in (Path(path), *Path(path).parents)}
    for path in sorted(target.rglob("*")) if target.is_dir() else ():
        if path not in ours or (path.is_symlink() and path.is_dir()):
            raise LedgerError(f"{path} is no part of the export, so its folder is not replaced; name another place")
    if os.path.lexists(target) and not _empty(target) and not _has_imprint(target / _README, "folder"):
        raise LedgerError(_stranger(target))


def _refuse_another(target: Path, new: Path, same: slice, form: Format) -> None:
    """Refuse to replace a file without an imprint, or in whose place `same` other bytes stand than in the new one."""
    if os.path.lexists(target) and (
        not _has_imprint(target, form.shape) or target.read_bytes()[same] != new.read_bytes()[same]
    ):
        raise LedgerError(_stranger(target))


def _has_imprint(path: Path, shape: Shape) -> bool:
    """Tell whether a file names the dataset and a fingerprint, as each export does."""
    content = path.read_bytes() if path.is_file() else b""
    return identity.TITLE.encode() in content and bool(_IMPRINTS[shape].search(content))


def _stranger(target: Path) -> str:
    return f"{target} is no such export, so it is not replaced; name another place, or remove it yourself"


def _third_line(path: Path) -> int:
    """Return where the third line of a file ends: by then each format has said what it is."""
    return len(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """Give a path beside the target; what is there at the end takes the target's place, and nothing after an error."""
    try:
        staging = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
    except OSError as error:
        raise LedgerError(f"{target.parent} cannot be written to: {error.strerror or error}") from error
    try:
        yield staging / "new"
        _put(staging, target)
    except OSError as error:
        raise LedgerError(f"{target} cannot be written: {error.strerror or error}; nothing was changed") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put(staging: Path, target: Path) -> None:
    if target.exists():
        (staging / "new").chmod(stat.S_IMODE(target.stat().st_mode))
    if not target.is_dir():
        (staging / "new").replace(target)
        return
    target.rename(staging / "old")
    try:
        (staging / "new").rename(target)
    except OSError:
        (staging / "old").rename(target)
        raise
