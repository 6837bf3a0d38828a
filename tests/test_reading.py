"""Readings: what each undoes, and that every letter still points at its place in the copy."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds.reading import Reading, flowing, folded, literal, readings
from caucasus_ledger.seeds.text import canonical

SPACES = " \t\n\r\x0b\x0c\x1c\x85\xa0\u2000\u2028\u3000\ufeff\u00ad\u200b"
ODD = SPACES + "ae\u0301\u0308\u0323\u030aA\u1100\u1161\u11a8ﬁ—…-.’'\"“"
odd_texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(ODD))


@given(odd_texts)
def test_the_literal_reading_is_the_canonical_text(copy: str) -> None:
    assert literal(copy).text == canonical(copy)


@given(odd_texts)
def test_every_letter_points_at_its_place(copy: str) -> None:
    for reading in readings(copy):
        assert len(reading.text) == len(reading.starts) == len(reading.ends)
        assert list(reading.starts) == sorted(reading.starts)
        assert list(reading.ends) == sorted(reading.ends)
        for letter, start, end in zip(reading.text, reading.starts, reading.ends, strict=True):
            assert 0 <= start < end <= len(copy)
            there = unicodedata.normalize("NFKC", copy[start:end])
            assert letter.isspace() or letter in "—…-." or unicodedata.normalize("NFKC", letter) in there


@given(odd_texts)
def test_letters_within_a_place_are_those_that_have_it(copy: str) -> None:
    reading = flowing(copy)
    for start in range(len(reading)):
        first, after = reading.within(*reading.place(start, len(reading)))
        assert (first <= start, after) == (True, len(reading))
        assert reading.starts[first] == reading.starts[start]


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("one\n  two\r\n\r\nthree ", "one two three"),
        ("\ufeff one\u00a0two\u2009\tthree", "one two three"),
        ("ex\u00adam\u200bple", "example"),
        ("one \u200b two", "one two"),
        ("cafe\u0301", "café"),
        ("\u1112\u1161\u11ab e\u0301", "한 é"),
        ("", ""),
    ],
)
def test_the_first_reading_flows(copy: str, wanted: str) -> None:
    assert flowing(copy).text == next(readings(copy)).text == wanted


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one\ntwo\n\nthree", "one two\nthree"),
        ("ex\u00adample", "ex\u00adample"),
        ("ﬁre", "fire"),
        ("exam-\n  ple", "example"),
        ("exam\u00ad\nple", "example"),
        ("well-\nknown", "well-known"),
        ("of-\nﬁce", "office"),
        ("one--two...", "one—two…"),
        ("one—two…", "one--two..."),
    ],
)
def test_a_later_reading_undoes(copy: str, wanted: str) -> None:
    assert wanted in [reading.text for reading in readings(copy)]


def test_readings_that_are_the_same_come_once() -> None:
    assert [reading.text for reading in readings("one two")] == ["one two"]


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("", [], []),
        ("one two", [0, 4], [3, 7]),
        ("“U.S.-led”", [0, 1, 2, 3, 4, 5, 6, 9], [1, 2, 3, 4, 5, 6, 9, 10]),
        (" ’s ", [1, 2], [2, 3]),
    ],
)
def test_words_start_and_end_at_their_borders(text: str, starts: list[int], ends: list[int]) -> None:
    reading = Reading(text, range(len(text)), range(1, len(text) + 1))
    assert (reading.word_starts, reading.word_ends) == (starts, ends)


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        ("it's", "it’s"),
        ("it’s", "it's"),
        ('she said "no" twice', "she said “no” twice"),
        ('("no")', "(“no”)"),
        ("'tis \"'no'\"", "‘tis “‘no’”"),
        ("'90s", "’90s"),
        ("she said “no”", "she said «no»"),
        ("she said «no»", "she said „no“"),
        ("east-west", "east–west"),
        ("well-known - and new", "well-known – and new"),
        ("well–known — and new", "well-known – and new"),
        ("a-b c-d", "a-b c–d"),
        ('it\'s a-b "c"', 'it’s a–b "c"'),
    ],
)
def test_marks_may_have_been_printed_so(copy: str, original: str) -> None:
    assert original in list(flowing(copy).printed(0, len(copy)))


def test_a_range_without_marks_has_no_other_print() -> None:
    assert list(flowing("one's two").printed(6, 9)) == []


def test_prints_are_few_whatever_the_copy() -> None:
    assert list(flowing("'" * 100).printed(0, 100)) == []
    for marks in ("'" * 16, "-'\" " * 5, "a-b " * 16):
        prints = list(flowing(marks).printed(0, len(marks)))
        assert len(prints) == len(set(prints)) <= 300


@given(st.text(st.sampled_from("a '\"-–’“ ")), st.integers(0, 9), st.integers(0, 9))
def test_a_print_differs_in_marks_alone(copy: str, start: int, length: int) -> None:
    reading = flowing(copy)
    end = min(len(reading), start + length)
    for words in reading.printed(start, end):
        assert folded(words) == folded(reading.text[start:end])
