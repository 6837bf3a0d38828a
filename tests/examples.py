"""Make the mistake that a rule's example describes in a copy of the example ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.validators.rule import ABSENT, Example
from copies import EXAMPLE_ROOT, copy_to
from repositories import commit, git, log, repository

EXAMPLE_TEXT = EXAMPLE_ROOT / "text.txt"


BASE = "base"
"""The branch against which a contribution is held."""


def broken_copy(example: Example, folder: Path) -> Path:
    """Return the root of a copy of the example ledger, in `folder`, that has the example's mistake."""
    root = repository(folder) if example.against else copy_to(folder)
    _edit_all(root, example.before)
    if example.released and not example.late:
        _release(root)
    if example.against:
        _part(root, example)
    if example.late:
        _release(root)
    if example.copies:
        for number in range(example.copies):
            _write_raw(root, (example.path or "").replace("*", f"{number:05}"), example.raw or b"")
    elif example.raw is not None:
        _write_raw(root, example.path or path_of(example.record), example.raw)
    else:
        _edit(root, example.record, example.pointer, example.value)
    _edit_all(root, example.also)
    for path, content in example.files:
        _write_raw(root, path if content is not None else f"-{path}", content or b"")
    return root


def held_against(example: Example) -> str | None:
    """Return what a copy with the example's mistake is held against."""
    return BASE if example.against else None


def _part(root: Path, example: Example) -> None:
    """Commit the copy as the base, let the base go on, and say in the changelog of the copy that it changes."""
    commit(root)
    git(root, "branch", BASE)
    if example.meanwhile:
        git(root, "checkout", "--quiet", BASE)
        _edit_all(root, example.meanwhile)
        commit(root)
        git(root, "checkout", "--quiet", "main")
    if example.logged:
        log(root)


def _release(root: Path) -> None:
    build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")


def _edit_all(root: Path, edits: Iterable[tuple[str, str, Any]]) -> None:
    for edit in edits:
        _edit(root, *edit)


def _write_raw(root: Path, path: str, content: bytes) -> None:
    if path.startswith("-"):
        (root / path[1:]).unlink()
    else:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def _edit(root: Path, record: str, pointer: str, value: Any) -> None:
    if not pointer:
        plain = json.loads((root / path_of(value)).read_text(encoding="utf-8"))
        plain["id"] = record
    else:
        plain = json.loads((root / path_of(record)).read_text(encoding="utf-8"))
        _put(plain, pointer, value)
    text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    (root / path_of(record)).parent.mkdir(parents=True, exist_ok=True)
    (root / path_of(record)).write_text(_in_order(text), encoding="utf-8")


def _in_order(text: str) -> str:
    """Return the canonical form where the record is valid, so that the edit is the only mistake."""
    from caucasus_ledger.dataset.records import canonical_json, parse

    try:
        return canonical_json(parse(text)) if ": null" not in text else text
    except ValueError:
        return text


def _put(plain: Any, pointer: str, value: Any) -> None:
    *parents, last = pointer.strip("/").split("/")
    for step in parents:
        plain = plain[int(step)] if isinstance(plain, list) else plain[step]
    if value is ABSENT:
        del plain[int(last) if isinstance(plain, list) else last]
    elif isinstance(plain, list):
        plain[int(last)] = value
    else:
        plain[last] = value
