"""Reader: strict JSON for files that a stranger wrote, before any model sees them.

Python's json, orjson and Pydantic let through repeated keys, NaN, numbers that become infinite, byte order marks and
unpaired surrogates; this does not.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from caucasus_ledger.dataset.tree import Entry, FileKind
from caucasus_ledger.validators.locate import Locator, Place, place, unescape

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_INT = 2**53 - 1
_CURLY = ("“", "”", "„", "‘", "’", "«", "»", "'", "`")
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_BRACKET = re.compile(_BRACKETS.pattern.decode())
_NUMBERS = re.compile(
    r'"(?:[^"\\]|\\.)*"?|-?(?:Infinity|(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|NaN', re.DOTALL
)
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")


class Refusal(Exception):
    """Why a file is not read: the rule's code, where, and what is wrong."""

    def __init__(self, code: str, place: Place, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.place = place
        self.message = message
        self.pointer = pointer


_START = Place(1, 1, 1)


class _Number(ValueError):
    """A number literal that does not survive."""


_NOT_PLAIN: dict[FileKind, str] = {
    "executable": "it is marked as a program that can be run",
    "link": "it is a link to another file",
    "submodule": "it is another repository",
    "device": "it is no file, but a device or a pipe",
}


def admit(entry: Entry) -> None:
    """Let a file pass by what it is, before a byte of it is read.

    Raises Refusal if it is not a plain `.json` file of at most 256 KiB.
    """
    if entry.kind != "plain":
        raise Refusal("J011", _START, f"{_NOT_PLAIN[entry.kind]}, not a plain file")
    if not entry.path.endswith(".json"):
        name = entry.path.rpartition("/")[2]
        raise Refusal("J011", _START, f"its name, '{name}', does not end in .json")
    if entry.size > MAX_BYTES:
        raise Refusal("J008", _START, f"it has {entry.size} bytes, more than {MAX_BYTES}")


def decode(content: bytes) -> tuple[str, dict[str, Any]]:
    """Return the text and the JSON object that the bytes hold. Raises Refusal at the first thing that is amiss."""
    text = _text(content)
    if content.count(b"{") + content.count(b"[") > MAX_DEPTH:
        _check_depth(content, text)
    repeated = False

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        found = dict(pairs)
        repeated |= len(found) < len(pairs)
        return found

    try:
        value = json.loads(
            text, object_pairs_hook=members, parse_constant=_constant, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        bracket = _missing_bracket(text, error.lineno) if text.startswith('{\n  "') else None
        at, why = bracket or (_breaks_at(text, error), _syntax(text, error))
        raise Refusal("J003", at, why) from error
    except _Number as error:
        literal, code, why = error.args
        found = next(match for match in _NUMBERS.finditer(text) if match.group() == literal)
        raise Refusal(code, place(text, *found.span()), why) from error
    if "\\u" in text and (unpaired := _unpaired(text)):
        raise Refusal("J009", unpaired, "an unpaired surrogate is half a character")
    if repeated:
        locator = Locator(text)
        pointer = locator.repeated[0]
        key = unescape(pointer.rpartition("/")[2])
        raise Refusal("J004", locator.key(pointer), f"the key '{key}' stands twice in one object", pointer)
    if not isinstance(value, dict):
        raise Refusal("J010", _START, "it holds no object; a record is written between { and }")
    return text, value


def _text(content: bytes) -> str:
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        utf16 = not content.startswith(b"\xef")
        raise Refusal("J002", _START, f"it begins with a byte order mark{' of UTF-16' if utf16 else ''}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        at = Place(before.count("\n") + 1, len(before) - before.rfind("\n"), 1)
        raise Refusal("J001", at, f"byte {error.start} is not UTF-8: {error.reason}") from error


def _check_depth(content: bytes, text: str) -> None:
    depth = 0
    for match in _BRACKETS.finditer(content):
        bracket = match.group()
        depth += (bracket in b"[{") - (bracket in b"]}") if len(bracket) == 1 else 0
        if depth > MAX_DEPTH:
            start = len(content[: match.start()].decode())
            raise Refusal("J007", place(text, start, start + 1), f"it nests deeper than {MAX_DEPTH} levels")


def _constant(literal: str) -> NoReturn:
    raise _Number(literal, "J005", f"{literal} is no JSON number")


def _float(literal: str) -> float:
    value = float(literal)
    if not math.isfinite(value):
        raise _Number(literal, "J006", f"{literal[:40]} is too large for a number")
    return value + 0.0


def _int(literal: str) -> int:
    if len(literal) > 17 or abs(int(literal)) > MAX_INT:
        raise _Number(literal, "J006", f"{literal[:40]} lies beyond the whole numbers that JSON readers share")
    return int(literal)


def _breaks_at(text: str, error: json.JSONDecodeError) -> Place:
    """Return where JSON breaks; a missing comma is missing at the end of what stands before, on its line."""
    before = len(text[: error.pos].rstrip())
    if error.msg.startswith("Expecting ',' delimiter") and "\n" in text[before : error.pos]:
        return place(text, before, before + 1)
    return Place(error.lineno, error.colno, 1)


def _missing_bracket(text: str, before: int) -> tuple[Place, str] | None:
    """Return where a bracket is missing in a text that is indented by twos, told by the first line that does not fit.

    JSON itself is at a loss only many lines later. None where all lines up to the given one fit.
    """
    depth = 0
    lines = text.split("\n")
    for number, line in enumerate(lines[:before]):
        bare = line.strip()
        brackets = [match for match in _BRACKET.findall(line) if len(match) == 1]
        expected = depth - (bare[:1] in ("]", "}"))
        found = len(line) - len(line.lstrip(" "))
        if bare and number and found > 2 * expected:
            above = lines[number - 1]
            return Place(number, len(above.rstrip()) + 1, 1), "an opening bracket is missing at the end of this line"
        if bare and found < 2 * expected:
            return Place(number + 1, found + 1, 1), "a closing bracket is missing before this line"
        depth += sum(1 if bracket in "[{" else -1 for bracket in brackets)
    return None


def _syntax(text: str, error: json.JSONDecodeError) -> str:
    after = text[error.pos : error.pos + 1]
    before = text[: error.pos].rstrip()
    if not text.strip():
        return "the file is empty"
    if after in _CURLY:
        return f"{after} is a curly or single quotation mark; use the straight double one"
    if error.msg.startswith(("Unterminated string", "Invalid control character")):
        return "a text that began on this line or before is not closed by a straight double quotation mark"
    if before.endswith(",") and after in ("]", "}"):
        return "a comma stands before the closing bracket"
    if not after:
        return "the file ends before everything is closed; a bracket is missing at the end"
    if text[error.pos : error.pos + 2] in ("//", "/*") or after == "#":
        return "JSON has no comments"
    if error.msg.startswith("Expecting ',' delimiter"):
        return "a comma, or a bracket that closes what stands before, is missing here"
    return f"it is not JSON: {error.msg[0].lower()}{error.msg[1:]}"


def _unpaired(text: str) -> Place | None:
    waiting: re.Match[str] | None = None  # a high half, just before the position
    for match in _ESCAPES.finditer(text):
        code = int(match.group(1) or "0", 16)
        follows = waiting is not None and waiting.end() == match.start()
        if waiting and not (follows and 0xDC00 <= code <= 0xDFFF):
            return place(text, *waiting.span())
        if waiting is None and 0xDC00 <= code <= 0xDFFF:
            return place(text, *match.span())
        waiting = match if 0xD800 <= code <= 0xDBFF else None
    return place(text, *waiting.span()) if waiting else None
