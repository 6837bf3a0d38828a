"""Copies of the example ledger, to break."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

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
