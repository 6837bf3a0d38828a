"""Formats: a check's report in the form asked for, on the terminal or in a file; each is imported when it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caucasus_ledger.dataset.records import find_root

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report

FORMATS = ("text", "json", "github", "sarif", "junit", "markdown")


def render(found: Report, form: str, limit: int | None) -> str:
    """Return the report in one of the formats; `limit` caps the problems of those that people read."""
    if form == "json":
        from caucasus_ledger.face import changes
        from caucasus_ledger.face.report import as_json

        return as_json(found, changes=changes.as_rows(found.contribution) if found.contribution else None)
    if form == "github":
        from caucasus_ledger.face.annotations import as_annotations

        return as_annotations(found, limit=limit)
    if form == "sarif":
        from caucasus_ledger.face.sarif import as_sarif

        return as_sarif(found)
    if form == "junit":
        from caucasus_ledger.face.junit import as_junit

        return as_junit(found, found.paths)
    changed = _changes(found)
    if form == "markdown":
        from caucasus_ledger.face.comment import as_markdown

        return as_markdown(found, limit=limit, changes=map(click.unstyle, changed))
    from caucasus_ledger.face import terminal
    from caucasus_ledger.face.report import as_text

    links, width = terminal.has_links(sys.stdout, os.environ), terminal.width(sys.stdout, os.environ)
    return "\n".join([*changed, *[""] * bool(changed), as_text(found, limit=limit, links=links, width=width)])


def _changes(found: Report) -> list[str]:
    if found.contribution is None:
        return []
    from caucasus_ledger.face.changes import as_text

    return list(as_text(found.contribution))


def known(wanted: Sequence[str]) -> list[tuple[str, Path]]:
    """Return format and file of each FORMAT=FILE. Raises click.BadParameter for what is none."""
    pairs = [(form, Path(path)) for form, _, path in (one.partition("=") for one in wanted)]
    for one, (form, path) in zip(wanted, pairs, strict=True):
        if form not in FORMATS or not path.name:
            raise click.BadParameter(f"'{one}' is not FORMAT=FILE with a format of {', '.join(FORMATS)}.")
        if path.exists() and not path.is_file():
            raise click.BadParameter(f"'{path}' is there and is no file.")
        if find_root(path.resolve().parent) is not None and {"dataset", "seeds"} & {*path.resolve().parts}:
            raise click.BadParameter(f"'{path}' lies among the records; a report goes elsewhere.")
    return pairs


def write_all(found: Report, wanted: Sequence[str], limit: int | None) -> None:
    """Write the report to each FORMAT=FILE."""
    for form, path in known(wanted):
        path.write_bytes(click.unstyle(render(found, form, limit) + "\n").encode("utf-8", "backslashreplace"))
