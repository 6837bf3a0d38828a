"""Fixes: `caucasus check --fix`: what is mended, written or shown as a diff, and what is left to be done by hand."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import click

from caucasus_ledger.dataset.atomic import Replacement, replace_all
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Changed, Folder
from caucasus_ledger.face.report import count, visible
from caucasus_ledger.validators.check import Report, check
from caucasus_ledger.validators.intake import Intake, Progress, silent
from caucasus_ledger.validators.mend import Mended, attached, mend

_MOST_NOTES = 50
"""Notes beyond these are counted, not listed."""

_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class Fix:
    """What was mended, or would be if it is not written, and what a check finds afterwards."""

    mended: Mended
    report: Report
    written: bool

    @property
    def failed(self) -> bool:
        """Whether there is something left to be done: errors, or the mending itself if it was only shown."""
        return bool(self.report.errors or (self.mended.replacements and not self.written))


def fix(
    root: Path,
    texts: Collection[Path] = (),
    only: Collection[str] | None = None,
    *,
    write: bool = True,
    against: str | None = None,
    progress: Progress = silent,
) -> Fix:
    """Mend the files below a root, or those of the paths in `only`, and check what comes of it.

    Unless told to `write`, nothing is, and the files as they would be are checked. A draft takes no identifier that the
    release or revision `against` has. Raises LedgerError if the root is that of an installed package, if a file cannot
    be written or was changed meanwhile; AttachError if one of `texts` is no source's text.
    """
    _refuse_installed(root)
    folder = Folder(root)
    intake = Intake(folder, progress)
    mended = mend(intake, attached(texts, intake), only, _identifiers(folder, against))
    if write:
        replace_all(root, mended.replacements)
    after = folder if write else Changed(folder, mended.changes)
    chosen = mended.paths(only)
    return Fix(mended, check(after, texts=texts, only=chosen, against=against, progress=progress), write)


def _refuse_installed(root: Path) -> None:
    if (root / "__init__.py").is_file() and not (root / "dataset").is_symlink():
        raise LedgerError(f"{root} is an installed package, whose records stay as they are; run --fix in a clone")


def _identifiers(folder: Folder, against: str | None) -> Collection[str]:
    if against is None:
        return ()
    from caucasus_ledger.validators.contribution import base_of

    base = base_of(folder, against)
    return {*base.records, *base.rivals}


def as_json(done: Fix, report: str) -> str:
    """Return a report, which is a JSON object, joined by what was mended, and by the diff if nothing was written."""
    found = json.loads(report) | {"written": done.written, "mended": [asdict(note) for note in done.mended.notes]}
    if not done.written:
        found["diff"] = click.unstyle(_diffs(done.mended, exact=True))
    return json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode()


def as_text(done: Fix) -> str:
    """Return what was mended as lines, or as a unified diff if nothing was written; and a summary.

    On a terminal, characters that it would obey are replaced in the diff; elsewhere they stay, so that it applies.
    """
    notes, files = done.mended.notes, len(done.mended.replacements)
    if not files:
        return "There is nothing to mend."
    told = f"{count(len(notes), 'thing')} in {count(files, 'file')}"
    if done.written:
        return "\n".join([*_lines(done.mended), click.style(f"Mended {told}.", fg="green", bold=True)])
    shown = _diffs(done.mended, exact=not sys.stdout.isatty())
    return shown + click.style(f"It would mend {told}; nothing was written.", fg="yellow", bold=True)


def _lines(mended: Mended) -> Iterator[str]:
    for note in mended.notes[:_MOST_NOTES]:
        where = f"{visible(note.file)}{':' if note.pointer else ''}{visible(note.pointer)}"
        yield f"{click.style(where, bold=True)}: {click.style(note.code, fg='green')}: {visible(note.says)}"
    if len(mended.notes) > _MOST_NOTES:
        yield f"and {count(len(mended.notes) - _MOST_NOTES, 'more thing')}"


def _diffs(mended: Mended, *, exact: bool) -> str:
    return "".join(line for one in mended.replacements for line in diff(one, exact=exact))


def diff(one: Replacement, *, exact: bool) -> Iterator[str]:
    """Yield the lines of a unified diff of a file, with their ends, and with colour; one that moves as git tells it."""
    if one.to != one.path:
        yield from _head(f"diff --git a/{one.path} b/{one.to}", f"rename from {one.path}", f"rename to {one.to}")
    before, after = (_diffed(content) for content in (one.before, one.after))
    lines = difflib.unified_diff(before, after, f"a/{one.path}", f"b/{one.to}")
    yield from _head(*(line.rstrip("\n") for line in islice(lines, 2)))
    for line in lines:
        text = line.removesuffix("\n")
        shown = text if exact else visible(text)
        yield click.style(shown, fg=_COLOURS.get(line[:1])) + "\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def _head(*lines: str) -> Iterator[str]:
    yield from (click.style(visible(line), bold=True) + "\n" for line in lines)


def _diffed(content: bytes) -> list[str]:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = content.decode(encoding, "replace")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [text.rpartition("\n")[2]] * (not text.endswith("\n"))
