"""Worksheet: whatever the text holds, its lines stay what they are."""

from __future__ import annotations

import pytest

from caucasus_ledger.dataset.draft import Given, draft
from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.face.worksheet import worksheet
from copies import EXAMPLE_ROOT
from texts import OTHERS

pytest.importorskip("sentencex")
pytest.importorskip("babel")


def lines(text: str, language: str | None = "en", published: str | None = None) -> list[str]:
    made = draft(text, Given("x", language, published=published), list(load(EXAMPLE_ROOT).actors))
    return worksheet(made).splitlines()


def test_the_words_stand_in_a_block_of_their_own() -> None:
    found = lines("# No <b>heading</b> `here` [for](you).")
    assert "    # No <b>heading</b> `here` [for](you)." in found
    assert [line for line in found if line.startswith("# ")] == ["# Worksheet of source/x"]


def test_backticks_in_a_quotation_are_fenced() -> None:
    assert any("``a `b` c d e``" in line for line in lines("He said “a `b` c d e” there."))


def test_every_reading_of_an_open_date_is_ready_to_paste() -> None:
    (found,) = [line for line in lines("They met on 03/05/2020.") if line.startswith("- Date")]
    assert found.count('"edtf"') == 2


def test_quotations_are_told_apart() -> None:
    found = [line for line in lines("“We ‘never’ left the town,” he said of “it” and “what.") if "Quotation" in line]
    assert [line.partition(": ")[2].rpartition(": ")[2].partition(";")[0] for line in found] == [
        "if a named speaker says it, the claim is of kind quotation", "within another quotation",
        "a name or a term rather than speech", "nothing closes it",
    ]  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_limits_stand_at_the_top(language: str) -> None:
    found = lines(OTHERS[language].strip(), language)
    assert any(f"no list of hedges for the language '{language}'" in line for line in found[:14])
