"""Windows: every stretch from word to word that has a wanted digest is found, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds import window
from caucasus_ledger.seeds.reading import Reading, flowing, readings
from caucasus_ledger.seeds.text import span_digest
from caucasus_ledger.seeds.window import Match, Spent, Windows


def wanted(*exact: str) -> set[tuple[int, str]]:
    return {(len(one), span_digest("source/a", one)) for one in exact}


@given(st.text(st.sampled_from("ab ,."), max_size=30), st.data())
def test_words_are_found_wherever_they_stand(text: str, data: st.DataObject) -> None:
    reading = flowing(text)
    start = data.draw(st.integers(0, 28))
    exact = reading.text[start : data.draw(st.integers(start + 1, 30))] or "a"
    places = [
        n
        for n in range(len(reading) - len(exact) + 1)
        if reading.text[n : n + len(exact)] == exact
        if n in reading.word_starts and n + len(exact) in reading.word_ends
    ]
    found = list(Windows("source/a").find(reading, (0, len(reading)), wanted(exact)))
    assert found == [Match(span_digest("source/a", exact), n, exact) for n in places]


def test_only_what_lies_within_the_bounds_is_found() -> None:
    reading = flowing("one two one two")
    found = [match.at for match in Windows("source/a").find(reading, (1, 14), wanted("one", "two"))]
    assert found == [4, 8]


def test_the_digest_of_another_source_is_not_found() -> None:
    assert list(Windows("source/b").find(flowing("one"), (0, 3), wanted("one"))) == []


def test_words_in_other_marks_are_found_as_they_were_printed() -> None:
    reading = flowing('He said "it\'s over" - and left it')
    exact = "“it’s over” – and"
    found = list(Windows("source/a").find_reprinted(reading, (0, len(reading)), wanted(exact)))
    assert found == [Match(span_digest("source/a", exact), 8, exact)]


def test_the_search_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "MOST_DIGESTS", 2)
    with pytest.raises(Spent):
        list(Windows("source/a").find(flowing("a b c"), (0, 5), {(1, "0" * 32)}))


@given(st.text(st.sampled_from("ab -\n\u00adﬁ—…'"), max_size=20), st.integers(1, 6))
def test_what_the_first_reading_has_is_not_tried_again(copy: str, length: int) -> None:
    def tried(reading: Reading) -> set[str]:
        every = wanted(*filter(None, (reading.text[n : n + length] for n in range(len(reading)))))
        return {match.words for match in Windows("source/a").find(reading, (0, len(reading)), every)}

    first, *others = readings(copy)
    for other in others:
        afresh = Reading(other.text, other.starts, other.ends)
        assert tried(other) | tried(first) >= tried(afresh) >= tried(other)


def test_of_a_longer_copy_only_what_differs_is_tried_again() -> None:
    first, other = readings("one two\nthree four")
    assert list(Windows("source/a").find(other, (0, len(other)), wanted("one", "four"))) == []
    assert [match.at for match in Windows("source/a").find(other, (0, len(other)), wanted("two\nthree"))] == [4]
    assert first.changes is None
