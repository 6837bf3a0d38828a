"""Boilerplate: what looks like it, and what does not."""

from __future__ import annotations

import pytest

from caucasus_ledger.seeds.boilerplate import has_words, suspicion


@pytest.mark.parametrize(
    "line",
    ["* * *", "Bridge talks resume", "Source: a friend of bridges.", "© Example Gazette.", "All rights reserved.",
     "The views expressed here are her own.", "She is a senior analyst of ports.", "Editor’s note, 3 May."],
)  # fmt: skip
def test_a_sign_is_told(line: str) -> None:
    assert suspicion(line, (0, len(line))) is not None


@pytest.mark.parametrize("line", ["By May it rained.", "The source of the river is near.", "They spoke: “We left.”"])
def test_an_ordinary_sentence_has_none(line: str) -> None:
    assert suspicion(line, (0, len(line))) is None


def test_a_sentence_within_a_line_needs_no_full_stop_of_its_own() -> None:
    assert suspicion("It rained — they left.", (0, 9)) is None


def test_words_are_letters_or_digits() -> None:
    assert [has_words(line, (0, len(line))) for line in ("***", "5", "ა")] == [False, True, True]
