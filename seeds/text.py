"""Canonical text, words and digests: what makes offsets into a text that is not here mean something.

Rules `ct-v1`: UTF-8 without byte order mark; line ends to LF; NFC; any run of spaces, tabs and other horizontal
white space to one space; lines stripped; empty lines dropped; no final line end.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

RULES = "ct-v1"
_HORIZONTAL_SPACE = re.compile(r"[^\S\n]+")
_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_START = re.compile(r"\A[\s\ufeff]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def canonical(text: str) -> str:
    """Return the text under the rules `ct-v1`; applying it twice gives the same as once."""
    text = _LINE_END.sub("\n", _START.sub("", text))
    lines = (_HORIZONTAL_SPACE.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).split("\n"))
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


def shared_runs(source: str, text: str, length: int) -> Iterator[tuple[int, str]]:
    """Yield (code point in text, words) of runs of `length` or more words that both texts hold.

    The runs come from left to right, each as long as it can be, and do not overlap.
    """
    source_words = [word for word, _ in words(source)]
    text_words = words(text)
    starts: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(source_words) - length + 1):
        starts.setdefault(tuple(source_words[index : index + length]), []).append(index)
    position = 0
    while position <= len(text_words) - length:
        window = tuple(word for word, _ in text_words[position : position + length])
        longest = max(
            (_match(source_words, start, text_words, position) for start in starts.get(window, ())), default=0
        )
        if longest:
            yield text_words[position][1], " ".join(word for word, _ in text_words[position : position + longest])
        position += longest or 1


def _match(source_words: list[str], start: int, text_words: list[tuple[str, int]], position: int) -> int:
    pairs = zip(source_words[start:], (word for word, _ in text_words[position:]), strict=False)
    return next(
        (count for count, (one, other) in enumerate(pairs) if one != other),
        min(len(source_words) - start, len(text_words) - position),
    )
