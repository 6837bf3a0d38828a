"""Hygiene: what cannot be seen, looks alike or does something elsewhere is told, wherever in a record it stands."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.rules.hygiene import _stray_space, plain_spaces
from copies import change, copy_to
from examples import EXAMPLE_TEXT

EVENT = "event/2020-06-port-closure"
CLAIM = "claim/example-2020/011"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def codes(root: Path, *, text: bool = False) -> set[str]:
    return {problem.code for problem in check(root, texts=[EXAMPLE_TEXT] if text else []).problems}


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = BIDI + "\u200b\u200d\u200e\ufeff\u00ad\u2060\x00\x07\x1b\x7f\x85\x9b\u2028\u2029\ue000\U000e0041\u0378"


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda character: f"U+{ord(character):04X}")
def test_what_cannot_be_seen_is_told(root: Path, character: str) -> None:
    change(root, EVENT, note=f"a{character}b")
    (problem,) = [problem for problem in check(root).problems if problem.code == "X001"]
    assert problem.pointer == "/note"
    assert f"character 2 is U+{ord(character):04X}" in problem.message


@pytest.mark.parametrize(
    "text",
    ["Հայաստան", "Azərbaycan", "საქართველო", "Дагестан", "Abdülhəmid", "Šuša", "O’Brien", "naïve", "ʻokina", "中文"],
)
def test_names_of_every_script_are_taken(root: Path, text: str) -> None:
    change(root, EVENT, note=text)
    assert codes(root) == set()


@pytest.mark.parametrize("text", ["pоrt", "Ρort", "Аzerbaijan", "Հaykh"])
def test_letters_of_two_scripts_in_a_word_are_told(root: Path, text: str) -> None:
    change(root, EVENT, note=f"The {text} there")
    assert codes(root) == {"X002"}


def test_words_of_two_scripts_beside_each_other_are_taken(root: Path) -> None:
    change(root, EVENT, note="Yerevan, Երևան, Ереван")
    assert codes(root) == set()


@pytest.mark.parametrize("start", "=+-@＝＋－＠")
def test_what_a_spreadsheet_would_run_is_told(root: Path, start: str) -> None:
    change(root, EVENT, note=f"{start}cmd|' /C calc'!A0")
    assert "X003" in codes(root)
    change(root, EVENT, note=f"a{start}b")
    assert "X003" not in codes(root)


@pytest.mark.parametrize("start", "\t\r\0")
def test_what_a_spreadsheet_would_skip_to_run_is_told(root: Path, start: str) -> None:
    change(root, EVENT, note=f"{start}=1")
    assert {"X001", "X003"} <= codes(root)


def test_letters_and_accents_apart_are_told(root: Path) -> None:
    change(root, EVENT, note="cafe\u0301")
    assert codes(root) == {"X004"}


@pytest.mark.parametrize("text", [" a", "a ", "a  b", "a\u00a0b", "a\u2009b", "a\u3000b", "a\u202fb"])
def test_stray_spaces_are_told(root: Path, text: str) -> None:
    change(root, EVENT, note=text)
    assert codes(root) == {"X005"}


@given(st.text(st.sampled_from("ab \u00a0\u2009\u3000\n\t"), max_size=12))
def test_plain_spaces_are_what_the_rule_asks_for_and_the_words_stay(text: str) -> None:
    spaced = plain_spaces(text)
    assert _stray_space(spaced) is None
    assert (spaced == text) == (_stray_space(text) is None)
    assert spaced.split() == text.split()


def test_texts_are_looked_at_wherever_they_stand(root: Path) -> None:
    references = [{"url": "https://example.org/", "publisher": "A\u202e", "says": "b"}]
    change(root, "assessment/example-2020/ferry-deaths", references=references)
    (problem,) = check(root).problems
    assert (problem.code, problem.pointer) == ("X001", "/references/0/publisher")


def test_texts_of_invalid_records_are_looked_at(root: Path) -> None:
    change(root, EVENT, realis="x", note="a\u202eb")
    assert codes(root) == {"F004", "X001"}


@pytest.mark.parametrize("record", ["actor/blue-line\n", "actor/blue-lіne", "actor/Blue-line", "actor/../blue-line"])
def test_an_identifier_is_of_plain_letters_alone(root: Path, record: str) -> None:
    change(root, EVENT, participants=[{"actor": record, "role": "target"}])
    assert "F005" in codes(root)


@pytest.mark.parametrize("edtf", ["2020\n", "٢٠٢٠", "２０２０", "2020-05-03 "])
def test_a_date_is_of_plain_digits_alone(root: Path, edtf: str) -> None:
    change(root, EVENT, when={"edtf": edtf, "basis": "explicit"})
    assert "T001" in codes(root)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,a", "https://a@example.org/", "https://a b"])
def test_an_address_leads_to_the_web_and_hides_nothing(root: Path, url: str) -> None:
    references = [{"url": url, "publisher": "A", "says": "b"}]
    change(root, "assessment/example-2020/ferry-deaths", references=references)
    assert codes(root) == {"F005"}


def test_a_title_that_evaluates_is_told_whatever_its_letters(root: Path) -> None:
    change(root, EVENT, title="HISTORIC closing of a port")
    assert codes(root) == {"X006"}
    change(root, EVENT, title="Prehistoric closing of a port")
    assert codes(root) == set()


def test_copied_words_are_told_anywhere_but_in_a_quotation(root: Path) -> None:
    words = "hosted the talks, said that a bridge will probably open"
    change(root, EVENT, note=words)
    assert codes(root) == set()
    assert codes(root, text=True) == {"X007"}
    change(root, EVENT, note="hosted the talks, said that a bridge")
    assert codes(root, text=True) == set()
    assert "quotation" in json.loads((root / path_of(CLAIM)).read_text(encoding="utf-8"))


@pytest.mark.parametrize("unit", ["a", "a ", "-", "é", "aе ", "\u202e", "2020-", "https://"])
def test_long_texts_are_looked_at_in_time(root: Path, unit: str) -> None:
    long = unit * (100_000 // len(unit))
    change(root, EVENT, note=long, title=long, when={"edtf": long, "basis": "explicit"}, part_of=long)
    start = time.monotonic()
    assert check(root, texts=[EXAMPLE_TEXT]).errors
    assert time.monotonic() - start < 10
