"""Months: their names and cases by language."""

from __future__ import annotations

import re

import pytest

from caucasus_ledger.seeds.months import months

pytest.importorskip("babel")


@pytest.mark.parametrize(
    ("language", "form", "number"),
    [
        ("en", "December", 12), ("en", "Sept.", 9), ("en", "may", 5), ("en-GB", "Jan", 1), ("ru", "декабря", 12),
        ("ru", "декабре", 12), ("ru", "мае", 5), ("ru", "июне", 6), ("hy", "մայիսին", 5), ("hy", "հունիսի", 6),
        ("ka", "აგვისტოში", 8), ("ka", "მაისს", 5), ("az", "avqustda", 8), ("az", "mayın", 5), ("tr", "Mayıs", 5),
        ("tr", "KASIM", 11), ("de", "März", 3), ("fr", "août", 8), ("uk", "січня", 1),
    ],
)  # fmt: skip
def test_a_form_is_recognised(language: str, form: str, number: int) -> None:
    named = months(language)
    assert named is not None
    assert re.fullmatch(named.any, form, re.IGNORECASE)
    assert named.number(form) == number


def test_every_month_has_its_number() -> None:
    for language in ("en", "ru", "hy", "ka", "az", "tr", "fr", "de"):
        named = months(language)
        assert named is not None
        assert {number for _, number in named.stems} == set(range(1, 13))


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Mayor"), ("en", "Juneau"), ("ru", "марширует"), ("de", "Maier"), ("fr", "maison")]
)
def test_other_words_are_no_months(language: str, word: str) -> None:
    named = months(language)
    assert named is not None
    assert not re.fullmatch(named.any, word, re.IGNORECASE)


def test_no_language_borrows_the_months_of_another() -> None:
    assert months("az") is not None
    french = months("fr")
    assert french is not None
    assert not re.fullmatch(french.any, "yanvar")


def test_a_language_without_names_has_none() -> None:
    assert months("zz") is None


def test_a_language_that_babel_has_loaded_already_is_known_as_well() -> None:
    from babel import Locale

    months.cache_clear()
    assert Locale("fi").months["format"]["wide"][1] == "tammikuuta"
    found = months("fi")
    assert found is not None
    assert found.number("tammikuuta") == 1
