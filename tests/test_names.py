"""Names: where known ones stand, where they may be part of another one, and which are new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds.names import Surroundings, find, find_inflected
from caucasus_ledger.seeds.sentences import sentences

pytest.importorskip("sentencex")

PEOPLE = {"Ada Example", "Example"}
NAMES = {
    *PEOPLE, "Northmark", "Southmark", "U.N.", "River Commission", "River", "Blue Line", "West", "harbour pilots",
    "example.org",
}  # fmt: skip


def around(text: str, language: str | None = "en") -> Surroundings:
    return Surroundings(text, sentences(text, language), NAMES, language)


def doubts(text: str, language: str | None = "en") -> list[tuple[str, str | None]]:
    seen = around(text, language)
    return [(one.name, seen.doubt(one, person=one.name in PEOPLE)) for one in seen.found]


def unknown(text: str) -> list[str]:
    seen = around(text)
    whole = [one for one in seen.found if seen.longer(one, person=one.name in PEOPLE) is None]
    return [name for name, _ in seen.unknown({place for one in whole for place in range(one.start, one.end)})]


def test_a_name_is_found_where_it_stands_and_within_a_longer_one() -> None:
    found = find("The River Commission met on the River.", NAMES)
    assert [(one.name, one.start) for one in found] == [("River Commission", 4), ("River", 4), ("River", 32)]


@pytest.mark.parametrize(
    "text",
    [
        "Northmarks", "northmark", "NORTHMARK", "XNorthmark", "Northmark_x", "Northmark\u0301", "www.Northmark.org",
        "Northmark@example.com", "U.N.A.",
    ],
)  # fmt: skip
def test_other_words_are_not_the_name(text: str) -> None:
    assert find(text, {"Northmark", "U.N."}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Northmark's bridge.", "Northmark’s bridge.", "the Northmark–Southmark border.", "(Northmark)", "“Northmark”",
        "U.N.-led talks.", "Yet Northmark left.", "President Ada Example spoke.", "Foreign Minister Ada Example spoke.",
        "Northmark President Ada Example spoke.", "Mr. Example spoke.", "the President of Northmark spoke.",
        "Northmarkian Minister Example spoke.",
        "Minister of Foreign Affairs Ada Example spoke.",
        "See example.org for more.", "The River Commission’s plan.",
    ],
)  # fmt: skip
def test_a_name_that_stands_for_itself_is_not_doubted(text: str) -> None:
    assert {name: why for name, why in doubts(text) if name not in ("River", "West") and why} == {}


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("She read Northmark Today.", "Northmark", "longer name, 'Northmark Today'"),
        ("He met Bob Example there.", "Example", "longer name, 'Bob Example'"),
        ("He came to Example State University.", "Example", "longer name, 'Example State University'"),
        ("He came to Ada Example Street.", "Ada Example", "longer name, 'Ada Example Street'"),
        ("It went to the Bank of Northmark.", "Northmark", "longer name, 'Bank of Northmark'"),
        ("She left Upper-Northmark.", "Northmark", "longer name, 'Upper-Northmark'"),
        ("It is the West Bank.", "West", "longer name, 'West Bank'"),
        ("The pro-Northmark side won.", "Northmark", "joined to the word before"),
        ("Il parla d’Northmark.", "Northmark", "follows an apostrophe"),
        ("Northmark’da kaldı.", "Northmark", "ending follows after an apostrophe"),
        ("The harbour pilots spoke.", "harbour pilots", "small letters"),
        ("West of the river, west winds blew.", "West", "opens the sentence"),
        ("Novaya Northmark wrote it.", "Northmark", "longer name, 'Novaya Northmark'"),
    ],
)
def test_a_name_that_may_mean_something_else_is_doubted(text: str, name: str, why: str) -> None:
    assert why in str(dict(doubts(text))[name])


@pytest.mark.parametrize(
    ("text", "doubted"),
    [("Neues Northmark.", True), ("Neues Northmark und neues Glück.", True), ("Aus Northmark kam er aus Not.", False)],
)
def test_in_other_languages_only_a_short_word_may_open_the_sentence_before_a_name(text: str, doubted: bool) -> None:
    assert (dict(doubts(text, "de"))["Northmark"] is not None) is doubted


def test_a_long_row_of_capitals_is_shown_in_part() -> None:
    text = f"{'Alpha ' * 40}Northmark {'Omega ' * 40}."
    assert len(str(dict(doubts(text))["Northmark"])) < 120
    assert dict(doubts(f"the Northmark {'Prime ' * 3000}."))["Northmark"] is not None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Foreign Minister Carl Sample of Northmark met Southmark.", ["Carl Sample of Northmark"]),
        ("They met in Rivertown. Rivertown was calm.", ["Rivertown"]),
        ("Preliminary talks ended.", []),
        ("The Bank of Northmark paid Bob Example.", ["Bank of Northmark", "Bob Example"]),
        ("Northmarkian talks ended; the Northmarkians left.", []),
        ("Northmark and Southmark met Ada Example.", []),
    ],
)
def test_names_of_nobody_known_are_listed(text: str, wanted: list[str]) -> None:
    assert unknown(text) == wanted


FORMS = {
    "ru": ("Примерия", "Примерию"),
    "hy": ("Օրինակ", "Օրինակում"),
    "az": ("Nümunəstan", "Nümunəstanda"),
    "ka": ("მაგალითი", "მაგალითში"),
}


@pytest.mark.parametrize("language", FORMS)
def test_a_form_with_an_ending_is_found(language: str) -> None:
    name, form = FORMS[language]
    (found,) = find_inflected(f"— {form}.", [name], language)
    assert (found.start, found.end, found.name) == (2, 2 + len(form), name)
    assert find(f"— {form}.", [name]) == []


@pytest.mark.parametrize(("name", "word", "language"), [
    ("Northmark", "Northmarkian", "en"), ("Northmark", "Northmarks", None), ("Примерия", "примерий", "ru"),
    ("Примерия", "Примерия", "ru"), ("Рим", "Риму", "ru"), ("Примерия", "Примус", "ru"),
])  # fmt: skip
def test_other_words_are_no_forms(name: str, word: str, language: str | None) -> None:
    assert find_inflected(word, [name], language) == []


@given(st.text(alphabet="aA.’'-– NorthmakSuЯя\n"), st.sets(st.text(alphabet="NorthmakSu .", min_size=1), max_size=5))
def test_what_is_found_is_there(text: str, names: set[str]) -> None:
    found = find(text, names)
    assert all(text[one.start : one.end] == one.name for one in found)
    assert found == sorted(found, key=lambda one: (one.start, -one.end))


@given(st.text(alphabet=st.sampled_from("aA.’'-– NEé“”(\nЯя1"), max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    names = {"A", "AA", "N E", "E", "Яя", "a.A", ".A", "1"}
    seen = Surroundings(text, sentences(text, "en"), names, "en")
    for one in seen.found:
        seen.doubt(one, person=True)
        seen.doubt(one, person=False)
    assert all(text[slice(*place)] == name for name, places in seen.unknown(set()) for place in places)
