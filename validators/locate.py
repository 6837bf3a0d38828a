"""Locate: the line and column of each value in a JSON text. Only run on a text in which something is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 1, of a stretch of text, and its length in code points up to the end of the line."""

    line: int
    column: int
    length: int


class Locator:
    """Where each key and value of a JSON text stands, by JSON pointer. Repeated keys keep their last place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._values: dict[str, tuple[int, int]] = {}
        self._keys: dict[str, tuple[int, int]] = {}
        self.repeated: list[str] = []
        self._value(_skip(text, 0), "")

    def value(self, pointer: str) -> Place:
        """Return the place of a value; of the nearest thing around it where the pointer leads nowhere."""
        while pointer not in self._values and pointer:
            pointer = pointer.rpartition("/")[0]
        return place(self._text, *self._values.get(pointer, (0, 1)))

    def key(self, pointer: str) -> Place:
        """Return the place of the key of a member."""
        return place(self._text, *self._keys[pointer]) if pointer in self._keys else self.value(pointer)

    def _value(self, position: int, pointer: str) -> int:
        character = self._text[position : position + 1]
        if character == "{":
            end = self._members(position, pointer)
        elif character == "[":
            end = self._items(position, pointer)
        else:
            match = (_STRING if character == '"' else _SCALAR).match(self._text, position)
            end = match.end() if match else position + 1
        self._values[pointer] = (position, end)
        return end

    def _members(self, position: int, pointer: str) -> int:
        position = _skip(self._text, position + 1)
        while match := _STRING.match(self._text, position):
            member = f"{pointer}/{escape(json.loads(match.group()))}"
            if member in self._keys:
                self.repeated.append(member)
            self._keys[member] = match.span()
            position = self._value(_skip(self._text, _skip(self._text, match.end()) + 1), member)
            position = _skip(self._text, _skip(self._text, position, ","))
        return position + 1

    def _items(self, position: int, pointer: str) -> int:
        position, index = _skip(self._text, position + 1), 0
        while position < len(self._text) and self._text[position] != "]":
            position = self._value(position, f"{pointer}/{index}")
            position, index = _skip(self._text, _skip(self._text, position, ",")), index + 1
        return position + 1


def _skip(text: str, position: int, separator: str = "") -> int:
    """Return the position after white space, and after the separator if one stands there."""
    match = _SPACE.match(text, position)
    position = match.end() if match else position
    return position + 1 if separator and text[position : position + 1] == separator else position


def place(text: str, start: int, end: int) -> Place:
    """Return the place of the stretch `[start, end)` of a text."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    stop = min(end, line_end if line_end >= 0 else len(text))
    return Place(text.count("\n", 0, start) + 1, start - line_start + 1, max(stop - start, 1))


def escape(key: str) -> str:
    """Return a key as a token of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """Return the key that a token of a JSON pointer stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def pointer_of(path: tuple[str | int, ...]) -> str:
    """Return the JSON pointer of a path of keys and indices."""
    return "".join(f"/{escape(str(step))}" for step in path)
