"""JSON text: UTF-8 letters as they are, and nothing by which a page that embeds the text could be left."""

from __future__ import annotations

import json
from typing import Any

_ESCAPED = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def pretty(value: Any) -> str:
    """Return a value as JSON over several lines, with a final line end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2).translate(_ESCAPED) + "\n"


def lines(values: list[Any]) -> str:
    """Return each value as one line of JSON."""
    dumped = (json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) for value in values)
    return "".join(f"{line.translate(_ESCAPED)}\n" for line in dumped)
