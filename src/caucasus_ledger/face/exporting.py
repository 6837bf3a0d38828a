"""Exporting: which formats there are, where an export goes, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.export.catalogue import BY_NAME, FORMATS

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

NAMES = tuple(BY_NAME)
_WIDEST = max(map(len, NAMES))


def listing() -> str:
    """Return the formats, one a line: its name and what it is."""
    return "\n".join(f"{form.name:<{_WIDEST}}  {form.about}" for form in FORMATS)


def table() -> str:
    """Return the formats as the Markdown table of docs/exports.md."""
    rows = (f"| [`{form.name}`](#{form.name}) | {form.shape} | {form.about} | {form.readers} |" for form in FORMATS)
    return "\n".join(["| Format | Shape | What it is | Who reads it |", "|---|---|---|---|", *rows])


def text(name: str, ledger: Ledger) -> str:
    """Return an export that is one text. Raises LedgerError for a format that is not."""
    from caucasus_ledger.dataset.export.output import module_of
    from caucasus_ledger.dataset.store import LedgerError

    form = BY_NAME[name]
    if form.shape != "text":
        raise LedgerError(f"{name} is a {form.shape}, which cannot go to the standard output; name a place for it")
    return str(module_of(form).render(ledger))


def write(name: str, ledger: Ledger, place: str | None, *, force: bool) -> str:
    """Write an export and return what to say of it. Without a place it goes into the current folder, under its name."""
    from caucasus_ledger.dataset.export.output import default_name, export

    form = BY_NAME[name]
    target = export(form, ledger, Path(place or default_name(form, ledger)), force=force)
    return f"Wrote {target}: {form.about}, version {ledger.version}, {_size(target)}"


def _size(target: Path) -> str:
    files = [path for path in target.rglob("*") if path.is_file()] if target.is_dir() else [target]
    size = sum(path.stat().st_size for path in files)
    told = f"{size / 1000:,.0f} kB" if size >= 1000 else f"{size} bytes"
    return f"{len(files)} files, {told}" if target.is_dir() else told
