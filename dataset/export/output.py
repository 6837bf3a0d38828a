"""Output: an export as a file or folder that is there whole or not at all, and never takes another's place unasked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.export.imprint import imprint_of
from caucasus_ledger.dataset.manifest import MANIFEST
from caucasus_ledger.dataset.records import RECORDS, SOURCES, find_root
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from types import ModuleType

    from caucasus_ledger.dataset.export.catalogue import Format
    from caucasus_ledger.dataset.ledger import Ledger


def module_of(form: Format) -> ModuleType:
    """Return the module that writes a format."""
    return import_module(f"{__package__}.{form.name}")


def default_name(form: Format, ledger: Ledger) -> str:
    """Return what an export is called where nobody says otherwise: the dataset, its version, the format."""
    stem = imprint_of(ledger).stem
    return f"{stem}-{form.suffix}" if form.shape == "folder" else f"{stem}{form.suffix}"


def export(form: Format, ledger: Ledger, target: Path, *, force: bool = False) -> Path:
    """Write a ledger in a format to a path, whose parent folder must exist, and return the path.

    A path that leads to a folder gets a file of the default name in it if the format is one file. With `force`, what is
    there is replaced: a file, or a folder that holds nothing else than such an export.

    Raises LedgerError if something is there already, if it would lie among a ledger's records or in a release, and for
    what the format cannot hold; nothing is then written.
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
        else:
            _refuse_folder(target)
            module_of(form).write(ledger, new)
    return target


def _empty(target: Path) -> bool:
    return target.is_dir() and not any(target.iterdir())


def _refuse_place(target: Path) -> None:
    if not target.parent.is_dir():
        raise LedgerError(f"{target.parent} is no folder, so nothing can be written there")
    place = target.resolve()
    if any((above / MANIFEST).is_file() and (above / "records").is_dir() for above in (place, *place.parents)):
        raise LedgerError(f"{target} lies in a release, which is never changed; export to another place")
    if Path.cwd().is_relative_to(place):
        raise LedgerError("the folder in which you stand cannot be replaced; name another place")
    root = find_root(place.parent)
    if root and any(place.is_relative_to(root.resolve() / kept) for kept in (RECORDS, SOURCES)):
        raise LedgerError(f"{target} lies among the records of a ledger; export to another place")


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise LedgerError(f"{target} is a folder, and the export is one file")


def _refuse_strangers(target: Path, contents: Mapping[str, bytes]) -> None:
    """Refuse to replace anything that such an export did not write."""
    if os.path.lexists(target) and not target.is_dir():
        raise LedgerError(f"{target} is a file, and the export is a folder")
    ours = {target / above for path in contents for above in (Path(path), *Path(path).parents)}
    for path in sorted(target.rglob("*")) if target.is_dir() else ():
        if path not in ours or (path.is_symlink() and path.is_dir()):
            raise LedgerError(f"{path} is no part of the export, so its folder is not replaced; name another place")


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
    if not target.is_dir():
        (staging / "new").replace(target)
        return
    target.rename(staging / "old")
    try:
        (staging / "new").rename(target)
    except OSError:
        (staging / "old").rename(target)
        raise
