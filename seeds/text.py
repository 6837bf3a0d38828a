"""Canonical text, words and digests: what makes offsets into a text that is not here mean something.

Rules `ct-v1`, in this order: byte order marks and white space go from the start of the text; CR LF, CR, NEL (U+0085),
LS and PS (U+2028, U+2029) become LF; NFC; every run of other white space becomes one space; lines lose the spaces at
their ends; empty lines go; there is no final LF. The digest is of the text in UTF-8.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

RULES = "ct-v1"
_SPACE_IN_LINE = re.compile(r"[^\S\n]+")
_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_START = re.compile(r"\A[\s\ufeff]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def canonical(text: str) -> str:
    """Return the text under the rules `ct-v1`; applying it twice gives the same as once."""
    text = _LINE_END.sub("\n", _START.sub("", text))
    lines = (_SPACE_IN_LINE.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a canonical text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def words(text: str) -> list[tuple[str, int]]:
    """Return each word, lower-cased with straight apostrophes, with the code point at which it starts."""
    return [(match.group().lower().replace("’", "'"), match.start()) for match in _WORD.finditer(text)]


def span_digest(source_id: str, exact: str) -> str:
    """Return the first 128 bits of the SHA-256 of a span's words, tagged with its source, in hexadecimal.

    The tag keeps digests of equal words in different sources apart.
    """
    return hashlib.sha256(f"span-v1\0exact\0{source_id}\0{exact}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class RunIndex:
    """The words of a text, with the positions at which every stretch of `length` words begins."""

    words: list[str]
    length: int
    starts: dict[tuple[str, ...], list[int]]


def run_index(text: str, length: int) -> RunIndex:
    """Return what `shared_runs` looks stretches of `length` words up in; made once a text."""
    found = [word for word, _ in words(text)]
    starts: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(found) - length + 1):
        starts.setdefault(tuple(found[start : start + length]), []).append(start)
    return RunIndex(found, length, starts)


def shared_runs(index: RunIndex, text: str) -> Iterator[tuple[int, str]]:
    """Yield (code point in text, words) of each run of words, as long as the index asks, that both texts hold.

    Runs are taken from the left, each as long as it goes, and do not overlap.
    """
    found = words(text)
    position = 0
    while position <= len(found) - index.length:
        window = tuple(word for word, _ in found[position : position + index.length])
        longest = max(
            (_match(index.words, start, found, position) for start in index.starts.get(window, ())), default=0
        )
        if longest:
            yield found[position][1], " ".join(word for word, _ in found[position : position + longest])
        position += longest or 1


def _match(source: list[str], start: int, text: list[tuple[str, int]], position: int) -> int:
    """Return how many words the two have in common from these places on."""
    longest = min(len(source) - start, len(text) - position)
    return next((n for n in range(longest) if source[start + n] != text[position + n][0]), longest)
