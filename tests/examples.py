"""Make the mistake that a rule's example describes in a copy of the example ledger."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.records import PACKAGE_ROOT, path_of
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.validators.rule import ABSENT, Example

EXAMPLE_ROOT = PACKAGE_ROOT / "validators" / "example"
EXAMPLE_TEXT = EXAMPLE_ROOT / "text.txt"


def broken_copy(example: Example, folder: Path) -> Path:
    """Return the root of a copy of the example ledger, in `folder`, that has the example's mistake."""
    root = folder / "ledger"
    shutil.copytree(EXAMPLE_ROOT, root)
    if example.released:
        build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")
    if example.raw is not None:
        _write_raw(root, example)
    else:
        _edit(root, example.record, example.pointer, example.value)
    for edit in example.also:
        _edit(root, *edit)
    return root


def _write_raw(root: Path, example: Example) -> None:
    path = example.path or path_of(example.record)
    if path.startswith("-"):
        (root / path[1:]).unlink()
    else:
        (root / path).write_bytes(example.raw or b"")


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
