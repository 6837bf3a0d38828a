"""Sentences: borders that a reader would draw, in the scripts of the region and for any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds.sentences import bare, is_small, sentences, unsplit
from caucasus_ledger.seeds.text import canonical, words

pytest.importorskip("sentencex")

CASES = {
    "en": [
        ["Mr. Smith met Dr. Jones at 5 p.m. on Tuesday.", "They left."],
        ["The meeting of 10 a.m. Monday was short.", "It ended at 5 p.m.", "They left."],
        ["The U.S. said no.", "The U.S. Senate said yes."],
        ["See No. 5 for details.", "He said no.", "Northmark left."],
        ["J. K. Example wrote it.", "N. Example did not."],
        ["It rose by 3.5 percent.", "It fell by 2.1."],
        ["He said: “We will pay.”", "She left."],
        ["“We will pay. We will not wait,” said Ada Example.", "She left."],
        ['"We will pay."', "She left."],
        ["Why?", "Because!", "Really?!", "Yes."],
        ["They met in May.", "Northmark left in March.", "It was late."],
        ["The talks (held on 5 May. They were short.) ended.", "Good."],
        ["It is on example.org today.", "It was there before."],
        ["The fee is approx. 5 marks.", "It is low."],
        ["1. The first point.", "2. The second point."],
        ["Well... maybe.", "It is over."],
    ],
    "ru": [
        ["А. С. Примеров приехал в Речной.", "Он уехал."],
        ["Это, т. е. договор, важно.", "Да."],
        ["Он сказал: «Мы не уйдём».", "Потом ушёл."],
        ["Встреча прошла 3 мая 2020 г. в Речном.", "Она была короткой."],
    ],
    "hy": [
        ["Նա եկավ Գետաքաղաք։", "Նա գնաց։"],
        ["Հանդիպումը եղավ 2020 թ. մայիսին։", "Այն կարճ էր։"],
        ["Ի՞նչ է սա:", "Սա գիրք է:"],
    ],
    "ka": [["2020 წ. მაისში შეხვდნენ.", "ეს იყო მოკლე."], ["ისინი შეხვდნენ ქალაქში.", "მერე წავიდნენ."]],
    "az": [["Prof. Nümunə gəldi.", "O, 3. sırada idi."], ["Görüş şəhərdə keçirildi.", "Tərəflər razılaşdı."]],
    "tr": [["Sn. Bakan geldi.", "3. Ordu gitti."]],
    "fr": [["M. Exemple est venu le 3 mai.", "Il est parti."]],
    "de": [["Dr. Beispiel kam z. B. am 3. Mai.", "Er ging."]],
}


@pytest.mark.parametrize(("language", "wanted"), [(tag, case) for tag, cases in CASES.items() for case in cases])
def test_sentences_are_told_apart(language: str, wanted: list[str]) -> None:
    text = " ".join(wanted)
    assert [text[start:end] for start, end in sentences(text, language)] == wanted


def test_no_sentence_crosses_a_line() -> None:
    text = "A heading\nwhich goes on. And more"
    assert [text[slice(*one)] for one in sentences(text, "en")] == ["A heading", "which goes on.", "And more"]


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\t"])
def test_an_unusual_space_moves_no_border(space: str) -> None:
    text = f"She left{space}. A{space}.{space}She left again.{space}He stayed."
    assert text[slice(*sentences(text, "en")[-1])] == "He stayed."


def test_a_border_that_could_be_one_is_told() -> None:
    text = "Встреча прошла 3 мая 2020 г. Стороны подписали договор."
    (whole,) = sentences(text, "ru")
    assert [text[place:][:7] for place in unsplit(text, whole)] == ["Стороны"]


@pytest.mark.parametrize("language", ["en", "ru", "hy", "ka", "az", "zz", None])
@given(st.text() | st.text(alphabet="aA.!?…։ \n“”\"«»()'’5б 日。"))
def test_sentences_hold_every_letter_once(language: str | None, raw: str) -> None:
    text = canonical(raw)
    found = sentences(text, language)
    held = [place for start, end in found for place in range(start, end)]
    assert held == sorted(set(held))
    assert {place for place, character in enumerate(text) if not character.isspace()} <= set(held)
    assert all(start < end and not text[start].isspace() and not text[end - 1].isspace() for start, end in found)
    assert all("\n" not in text[start:end] for start, end in found)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("It ended.", "It ended"),
        ("Why?!", "Why"),
        ("“It ended,” she said.", "“It ended,” she said"),
        ("She said: “It ended.”", "She said: “It ended.”"),
        ("It ended.”", "It ended"),
        ("— It ended (at last).", "It ended (at last)"),
        ("It came from the U.S.", "It came from the U.S."),
        ("Նա գնաց։", "Նա գնաց"),
        ("It fell by 5 %.", "It fell by 5 %"),
        ("***", ""),
    ],
)
def test_what_states_it_is_without_closing_punctuation(sentence: str, wanted: str) -> None:
    assert sentence[slice(*bare(sentence, (0, len(sentence))))] == wanted


@given(st.text(min_size=1))
def test_what_states_it_has_all_its_words(text: str) -> None:
    start, end = bare(text, (0, len(text)))
    assert words(text[start:end]) == [(word, place - start) for word, place in words(text)]


@pytest.mark.parametrize(
    ("letter", "small"), [("a", True), ("A", False), ("б", True), ("ա", True), ("ა", False), ("5", False)]
)
def test_small_letters_are_those_that_begin_no_sentence(letter: str, small: bool) -> None:
    assert is_small(letter) is small
