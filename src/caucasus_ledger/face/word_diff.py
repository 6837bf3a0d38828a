"""Word diff: what goes and what comes between two texts, word by word, as people read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Tag = Literal["same", "gone", "new"]


class Piece(NamedTuple):
    """A stretch of text, and whether both texts have it, only the older, or only the newer."""

    tag: Tag
    text: str


_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
_LEAST_SHARED = 0.3
"""Part of the longer text that both must share, in letters; with less, the one is shown whole and then the other."""


def word_diff(before: str, after: str) -> list[Piece]:
    """Return the pieces that the two texts are made of: same and gone give the older one, same and new the newer one.

    What stands between two changes and has no letter or figure counts as changed with them.
    """
    if before == after:
        return [Piece("same", before)] if before else []
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[Piece] = []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:i_end])))
        else:
            pieces += [Piece("gone", "".join(old[i:i_end])), Piece("new", "".join(new[j:j_end]))]
    shared = sum(len(piece.text.strip()) for piece in pieces if piece.tag == "same" and _WORD.search(piece.text))
    if shared < _LEAST_SHARED * max(len(before), len(after)):
        return swapped(before, after)
    return list(_joined(pieces))


def swapped(before: str, after: str) -> list[Piece]:
    """Return one text whole, and then the other."""
    return [piece for piece in (Piece("gone", before), Piece("new", after)) if piece.text]


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces, of which changes with nothing but spaces and marks between them are one."""
    gone = new = ""
    for number, (tag, text) in enumerate(pieces):
        amid = 0 < number < len(pieces) - 1 and not _WORD.search(text)
        if tag == "same" and not amid:
            yield from swapped(gone, new)
            yield Piece("same", text)
            gone = new = ""
        else:
            gone += text if tag != "new" else ""
            new += text if tag != "gone" else ""
    yield from swapped(gone, new)


def shortened(pieces: Iterable[Piece], context: int = 8) -> list[Piece]:
    """Return the pieces with an ellipsis in what both texts have, but for so many words beside each change."""
    listed = list(pieces)
    if all(piece.tag == "same" for piece in listed):
        return listed
    last = len(listed) - 1
    return [
        piece if piece.tag != "same" else Piece("same", _shortened(piece.text, number > 0, number < last, context))
        for number, piece in enumerate(listed)
    ]


def _shortened(text: str, after_one: bool, before_one: bool, context: int) -> str:
    words = re.findall(r"\s*\S+\s*", text)
    head, tail = words[: context * after_one], words[max(0, len(words) - context * before_one) :]
    if len(words) <= len(head) + len(tail) + 1:
        return text
    return f"{''.join(head).rstrip()}{' ' * bool(head)}…{' ' * bool(tail)}{''.join(tail).lstrip()}"
