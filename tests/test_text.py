"""Canonical text, words, shared runs and digests."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caucasus_ledger.seeds.text import canonical, run_index, shared_runs, span_digest, text_sha256, words

ODD = " \t\n\r\x0b\x0c\x1c\x85\xa0\u2000\u2028\u2029\u3000\ufeffae\u0301\u0308A\u030aİßﬁ'’_-1²"
odd_texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(ODD))
few_words = st.lists(st.sampled_from("abc"), max_size=12)


@given(odd_texts)
@example("\ufeff\ufeffa")
@example(" \ufeffa")
@example("\n\ufeff \ufeff\u2028a")
def test_canonical_twice_is_canonical_once(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(odd_texts)
def test_canonical_text_is_composed_lines_without_stray_space(text: str) -> None:
    found = canonical(text)
    assert unicodedata.is_normalized("NFC", found)
    assert all(line and line == line.strip() for line in found.split("\n") if found)
    assert {letter for letter in found if letter.isspace()} <= {" ", "\n"}
    assert "  " not in found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("\ufeffa", "a"),
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("  a \t b\xa0\u3000c ", "a b c"),
        ("a\n\n \n\nb\n", "a\nb"),
        ("e\u0301", "é"),
        ("ﬁ ’", "ﬁ ’"),
        ("a\ufeffb", "a\ufeffb"),
    ],
)
def test_the_rules_one_by_one(text: str, wanted: str) -> None:
    assert canonical(text) == wanted


def test_the_digest_of_a_text_is_that_of_its_utf_8() -> None:
    assert text_sha256("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("One, two.", [("one", 0), ("two", 5)]),
        ("It’s Ada's", [("it's", 0), ("ada's", 5)]),
        ("a_b-c", [("a", 0), ("b", 2), ("c", 4)]),
        ("’tis dogs’", [("tis", 1), ("dogs", 5)]),
        ("3,5 Երևան", [("3", 0), ("5", 2), ("երևան", 4)]),
    ],
)
def test_words_are_letters_and_digits_with_inner_apostrophes(text: str, wanted: list[tuple[str, int]]) -> None:
    assert words(text) == wanted


@given(odd_texts)
def test_words_stand_where_they_are_said_to_and_in_order(text: str) -> None:
    found = words(text)
    assert [start for _, start in found] == sorted({start for _, start in found})
    assert all(text[start:].lower().replace("’", "'").startswith(word) for word, start in found)


def naive_runs(source: list[str], text: list[str], length: int) -> list[tuple[int, int]]:
    """Return (first word, count) of each longest run, by comparing everything with everything."""
    runs = {tuple(source[start:end]) for start in range(len(source)) for end in range(start + 1, len(source) + 1)}
    found, position = [], 0
    while position < len(text):
        ends = range(len(text), position + length - 1, -1)
        longest = next((end for end in ends if tuple(text[position:end]) in runs), position)
        if longest > position:
            found.append((position, longest - position))
        position = max(longest, position + 1)
    return found


@given(few_words, few_words, st.integers(1, 5))
def test_shared_runs_are_those_of_a_naive_search(source: list[str], text: list[str], length: int) -> None:
    found = list(shared_runs(run_index(" ".join(source), length), " ".join(text)))
    assert found == [
        (start * 2, " ".join(text[start : start + count])) for start, count in naive_runs(source, text, length)
    ]


@given(few_words, few_words, st.integers(1, 5))
def test_a_shared_run_is_found_wherever_there_is_one(source: list[str], text: list[str], length: int) -> None:
    windows = {tuple(source[start : start + length]) for start in range(len(source) - length + 1)}
    shared = any(tuple(text[start : start + length]) in windows for start in range(len(text) - length + 1))
    assert any(shared_runs(run_index(" ".join(source), length), " ".join(text))) == shared


def test_a_run_is_found_in_spite_of_case_stops_and_apostrophes() -> None:
    assert list(shared_runs(run_index("The dog’s, long; day", 3), "x: the DOG'S LONG")) == [(3, "the dog's long")]


def test_a_text_of_one_word_again_and_again_takes_no_time() -> None:
    assert list(shared_runs(run_index("a " * 2000, 8), "a " * 2000)) == [(0, " ".join(["a"] * 2000))]


def test_a_span_digest_is_tagged_with_its_source() -> None:
    wanted = hashlib.sha256(b"span-v1\0exact\0source/a\0some words").hexdigest()
    assert span_digest("source/a", "some words") == wanted[:32]
    assert span_digest("source/b", "some words") != wanted[:32]
