"""Strict JSON: what readers could take for different things is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def loads(content: bytes | str) -> Any:
    """Return the value of a JSON text. Raises ValueError for a name that stands twice, NaN, infinity and no JSON."""
    return json.loads(content, object_pairs_hook=unique, parse_constant=_no_number)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object's members. Raises ValueError if two have one name, of which readers would take either."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the name '{next(name for name in names if names.count(name) > 1)}' stands twice")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
