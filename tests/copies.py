"""Copies of the example ledger, to break."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT, canonical_json, parse, path_of

EXAMPLE_ROOT = PACKAGE_ROOT / "validators" / "example"


def copy_to(folder: Path) -> Path:
    """Return the root of a copy of the example ledger, which has no mistake."""
    root = folder / "ledger"
    shutil.copytree(EXAMPLE_ROOT, root)
    return root


def change(root: Path, record: str, **fields: Any) -> Path:
    """Set fields of a record, in canonical form if the record stays valid; return its file."""
    path = root / path_of(record)
    plain = json.loads(path.read_text(encoding="utf-8")) | fields
    text = json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
    with suppress(ValueError):
        text = canonical_json(parse(text))
    path.write_text(text, encoding="utf-8")
    return path


def add(root: Path, record: str, like: str, **fields: Any) -> Path:
    """Write a new record that is like another but for its identifier and the fields given; return its file."""
    plain = json.loads((root / path_of(like)).read_text(encoding="utf-8")) | {"id": record} | fields
    path = root / path_of(record)
    path.write_text(canonical_json(parse(json.dumps(plain))), encoding="utf-8")
    return path


def withdraw(root: Path, record: str, reason: str, on: str, replaced_by: str | None = None) -> Path:
    """Put a tombstone in the place of a record; return its file."""
    retracted = {"reason": reason, "retracted_on": on} | ({"replaced_by": replaced_by} if replaced_by else {})
    path = root / path_of(record)
    path.write_text(canonical_json(parse(json.dumps({"id": record, "retracted": retracted}))), encoding="utf-8")
    return path


def deny_reading(root: Path, patch: pytest.MonkeyPatch) -> None:
    """Make every JSON file below a root one that may not be read, as it is for everybody but the superuser."""
    opened = os.open

    def deny(path: Any, *given: Any) -> Any:
        if str(path).startswith(f"{root}/") and str(path).endswith(".json"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *given)

    patch.setattr(os, "open", deny)
    patch.setattr(Path, "read_bytes", deny)
