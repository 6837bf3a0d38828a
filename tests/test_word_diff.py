"""Word diff: every letter of both texts is told, words stay whole, and what did not change can be left out."""

from __future__ import annotations

import html
import re

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.face.report import visible
from caucasus_ledger.face.word_diff import Piece, Tag, filled, marked, shortened, swapped, word_diff

words = st.lists(
    st.sampled_from(["the", "ferry", "sank", "on", "Monday", "5", ",", ".", "«", "Գետ", "\n", " "]), max_size=12
)
texts = words.map(" ".join) | st.text(max_size=20)


def parts(text: str) -> list[Piece]:
    """Return the pieces of a text in which `[-…-]` went and `{+…+}` came."""
    found = [part for part in re.split(r"(\[-.*?-\]|\{\+.*?\+\})", text) if part]
    marks: dict[str, Tag] = {"[-": "gone", "{+": "new"}
    return [Piece(marks[part[:2]], part[2:-2]) if part[:2] in marks else Piece("same", part) for part in found]


@given(texts, texts)
def test_the_pieces_give_both_texts(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.tag != "new") == before
    assert "".join(piece.text for piece in pieces if piece.tag != "gone") == after
    assert all(piece.text for piece in pieces)


@given(texts)
def test_equal_texts_differ_in_nothing(text: str) -> None:
    assert all(piece.tag == "same" for piece in word_diff(text, text))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("The ferry sank on Monday.", "The ferry sank on Tuesday.", "The ferry sank on [-Monday-]{+Tuesday+}."),
        ("It sank in May.", "It sank in the north in May.", "It sank in {+the north in +}May."),
        ("Two men of the crew died.", "Three women of the crew died.", "[-Two men-]{+Three women+} of the crew died."),
        ("A state of the north", "Nothing alike at all", "[-A state of the north-]{+Nothing alike at all+}"),
        ("They met in 2020", "They met in 2021", "They met in [-2020-]{+2021+}"),
        ("", "All new", "{+All new+}"),
        ("All gone", "", "[-All gone-]"),
    ],
)
def test_words_are_told_whole(before: str, after: str, told: str) -> None:
    assert word_diff(before, after) == parts(told)


def test_a_text_is_told_whole_before_another() -> None:
    assert swapped("a", "b") == [Piece("gone", "a"), Piece("new", "b")]
    assert swapped("", "b") == [Piece("new", "b")]


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ("a b c d e [-x-] f g h i j", "… d e [-x-] f g …"),
        ("a b [-x-] f g", "a b [-x-] f g"),
        ("[-x-] a b c d e f {+y+}", "[-x-] a b … e f {+y+}"),
        ("[-x-] a b c d e {+y+}", "[-x-] a b c d e {+y+}"),
        ("a b c [-x-]", "a b c [-x-]"),
        ("a b c d e f g h", "a b c d e f g h"),
        ("  [-x-]", "  [-x-]"),
    ],
)
def test_far_from_a_change_words_are_left_out(given_: str, told: str) -> None:
    assert shortened(parts(given_), 2) == parts(told)


@given(texts, texts)
def test_what_changed_is_never_left_out(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    short = shortened(pieces, 2)
    assert [piece for piece in short if piece.tag != "same"] == [piece for piece in pieces if piece.tag != "same"]
    assert sum(len(piece.text) for piece in short) <= sum(len(piece.text) for piece in pieces)


def test_lines_of_a_terminal_mark_what_went_and_what_came() -> None:
    pieces = parts("It sank on [-Monday-]{+Tuesday+}, with [- -]{+  +} all hands[-.-]")
    (line,) = filled("title: ", pieces, "  ", 99)
    assert click.unstyle(line) == "  title: It sank on [-Monday-] {+Tuesday+}, with [-␣-] {+␣+} all hands[-.-]"
    assert click.style("[-Monday-]", fg="red") in line
    assert click.style("{+Tuesday+}", fg="green") in line


@given(texts, texts, st.integers(20, 60))
def test_lines_of_a_terminal_fit_it_and_hold_every_word(before: str, after: str, width: int) -> None:
    pieces = word_diff(before, after)
    lines = [click.unstyle(line) for line in filled("a: ", pieces, "  ", width)]
    assert all(len(line) <= width or " " not in line[2:] for line in lines)
    assert all(visible(word) in "".join(lines) for piece in pieces for word in piece.text.split())


def test_as_html_every_piece_is_made_safe() -> None:
    pieces = parts("a < [-b &-]{+c >+} d")
    assert marked(pieces, html.escape) == "a &lt; <del>b &amp;</del> <ins>c &gt;</ins> d"
