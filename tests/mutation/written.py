"""Written: JSON in the canonical form, with the line on which each value stands, told while it is written.

The lines owe nothing to `validators/locate.py`, which is among the things that the campaign puts to the test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


class Token(str):
    """A stretch of JSON that is written as it stands, such as `1e400`."""

    __slots__ = ()


class Twin(str):
    """A key that equals none but itself, so that an object can hold the same key twice."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


def written(value: Any) -> tuple[str, dict[str, int]]:
    """Return the JSON text of a value and the line, from 1, on which the value of each JSON pointer begins."""
    lines: dict[str, int] = {}
    parts: list[str] = []
    number = 1
    begun: list[str] = []
    for part in _parts(value, "", 0, begun):
        parts.append(part)
        lines |= dict.fromkeys(begun, number)
        begun.clear()
        number += part.count("\n")
    return "".join(parts) + "\n", lines


def _parts(value: Any, pointer: str, depth: int, begun: list[str]) -> Iterator[str]:
    """Yield the stretches of the text; each pointer in `begun` begins with the stretch that is yielded next."""
    begun.append(pointer)
    indent = "  " * (depth + 1)
    if isinstance(value, dict) and value:
        yield "{"
        for index, (key, member) in enumerate(value.items()):
            yield f"{',' if index else ''}\n{indent}"
            begun.append(f"{pointer}/{key}")
            yield f"{json.dumps(str(key), ensure_ascii=False)}: "
            yield from _parts(member, f"{pointer}/{key}", depth + 1, begun)
        yield "\n" + "  " * depth + "}"
    elif isinstance(value, list) and value:
        yield "["
        for index, item in enumerate(value):
            yield f"{',' if index else ''}\n{indent}"
            yield from _parts(item, f"{pointer}/{index}", depth + 1, begun)
        yield "\n" + "  " * depth + "]"
    else:
        yield value if isinstance(value, Token) else json.dumps(value, ensure_ascii=False)
