"""Word diff: what goes and what comes between two texts, word by word, as people read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

import click

from caucasus_ledger.face.report import visible

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


_BRACKETS: dict[Tag, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
_COLOURS: dict[str, str] = {"gone": "red", "new": "green"}


def filled(first: str, pieces: Iterable[Piece], indent: str, width: int) -> Iterator[str]:
    """Yield a label and pieces as indented lines of a terminal: what went as `[-…-]`, what came as `{+…+}`."""
    yield from (f"{indent}{line}" for line in _fill(_words([Piece("same", first), *pieces]), width - len(indent)))


_Word = list[tuple[Tag, str]]
"""What stands between two spaces: stretches, each with what it is marked as."""


def _words(pieces: Iterable[Piece]) -> list[_Word]:
    words: list[_Word] = [[]]
    previous = "same"
    for tag, text in pieces:
        opening, closing = _BRACKETS[tag]
        shown = text.strip() or ("␣" if tag != "same" else "")  # of a space that is all that changed
        if text[:1].isspace() or (previous, tag) == ("gone", "new"):
            words.append([])
        for number, word in enumerate(f"{opening}{shown}{closing}".split()):
            if number:
                words.append([])
            words[-1].append((tag, visible(word)))
        if text[-1:].isspace():
            words.append([])
        previous = tag
    return [word for word in words if word]


def _fill(words: Iterable[_Word], width: int) -> Iterator[str]:
    lines: list[_Word] = []
    room = 0
    for word in words:
        length = sum(len(text) for _, text in word)
        if not lines or length + 1 > room:
            lines.append(list(word))
            room = width - length
        else:
            alike = lines[-1][-1][0] == word[0][0]
            lines[-1] += [(word[0][0] if alike else "same", " "), *word]
            room -= length + 1
    for line in lines:
        runs = [(tag, "".join(text for _, text in run)) for tag, run in groupby(line, key=_tag)]
        yield "".join(text if tag == "same" else click.style(text, fg=_COLOURS[tag]) for tag, text in runs)


def _tag(stretch: tuple[Tag, str]) -> Tag:
    return stretch[0]


_ELEMENTS: dict[Tag, tuple[str, str]] = {
    "same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")
}  # fmt: skip


def marked(pieces: Sequence[Piece], safe: Callable[[str], str]) -> str:
    """Return pieces as HTML, a space between what went and what came in its stead."""
    shown: list[str] = []
    for number, piece in enumerate(pieces):
        opening, closing = _ELEMENTS[piece.tag]
        shown += [" "] * (piece.tag == "new" and number > 0 and pieces[number - 1].tag == "gone")
        shown += [opening, safe(piece.text), closing]
    return "".join(shown)
