"""Anchoring: layout is undone, changed words are never taken for the source's, and no span is put in a wrong place."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.face.attachment import items_of
from caucasus_ledger.schema import Source
from caucasus_ledger.seeds import window
from caucasus_ledger.seeds.anchor import Place, Target, anchor
from caucasus_ledger.seeds.attach import attach
from caucasus_ledger.seeds.interpolate import SLACK
from changes import EDITS, LAYOUTS, VOCABULARY, Change, Changed, changed, invented, reworded, source_of

Ground = tuple[Source, list[Target], str]
IN_ORDER = {name: change for name, change in EDITS.items() if "swapped" not in name and "order" not in name}


@cache
def article() -> Ground:
    """Return the source, spans and text of the copy that CAUCASUS_TEXT names; tests that need it are skipped else."""
    path = os.environ.get("CAUCASUS_TEXT")
    if not path:
        pytest.skip("CAUCASUS_TEXT names no copy of a source's text")
    ledger = load(PACKAGE_ROOT)
    source_id, text = attach(Path(path), ledger.sources)
    source = ledger.sources[source_id]
    return source, [item.target for item in items_of(ledger, source)], text


@pytest.fixture(params=["invented", "article"])
def ground(request: pytest.FixtureRequest) -> Ground:
    return invented(1) if request.param == "invented" else article()


def placed(ground: Ground, copy: str) -> tuple[Place, ...]:
    source, targets, _ = ground
    return anchor(source, targets, copy).places


def verified(place: Place) -> bool:
    return place.state.startswith("verified")


@pytest.mark.parametrize("change", LAYOUTS.values(), ids=LAYOUTS)
def test_all_is_verified_in_another_layout(ground: Ground, change: Change) -> None:
    source, targets, text = ground
    copy = changed(text, 2, change)
    found = anchor(source, targets, copy.text)
    assert [target for target, place in zip(targets, found.places, strict=True) if not verified(place)] == []
    assert [
        target for target, place in zip(targets, found.places, strict=True) if copy.is_wrong(target, place, text)
    ] == []
    assert found.text == text


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("seed", range(2))
def test_no_place_is_wrong_in_an_edited_copy(ground: Ground, change: Change, seed: int) -> None:
    _, targets, text = ground
    copy = changed(text, seed, change)
    pairs = list(zip(targets, placed(ground, copy.text), strict=True))
    assert [target for target, place in pairs if copy.is_wrong(target, place, text)] == []
    located = [(target, place) for target, place in pairs if place.state == "located-unverified"]
    assert [(target, place) for target, place in located if copy.distance(target, place) > SLACK] == []


def test_seven_in_ten_digests_are_found_when_one_word_in_sixty_is_changed(ground: Ground) -> None:
    _, targets, text = ground
    found: list[bool] = []
    for seed in range(5):
        places = placed(ground, changed(text, seed, reworded(1 / 60)).text)
        found += [verified(place) for target, place in zip(targets, places, strict=True) if target.digest]
    assert sum(found) >= 0.7 * len(found)


@pytest.mark.parametrize("change", IN_ORDER.values(), ids=IN_ORDER)
def test_what_is_located_lies_between_its_verified_neighbours(change: Change) -> None:
    source, targets, text = invented(3)
    found = anchor(source, targets, changed(text, 3, change).text)
    pairs = list(zip(targets, found.places, strict=True))
    for target, place in pairs:
        if place.state == "located-unverified" and place.start is not None and place.end is not None:
            known = [(t, p) for t, p in pairs if t.digest and verified(p)]
            assert max((p.end or 0 for t, p in known if t.end <= target.start), default=0) <= place.start
            assert min((p.start or 0 for t, p in known if t.start >= target.end), default=place.end) >= place.end


edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(["", " ", "\n", "x", ". ", *VOCABULARY, "*"])),
    max_size=12,
)


@given(st.integers(0, 20), edits)
def test_a_verified_span_never_points_at_other_words(seed: int, cuts: list[tuple[float, int, str]]) -> None:
    """Cut stretches out and put other words, or the whole text once more, in their place."""
    source, targets, text = invented(seed, paragraphs=3)
    copy = text
    for share, length, other in cuts:
        at = int(share * len(copy))
        copy = copy[:at] + (text if other == "*" else other) + copy[at + length :]
    truth = Changed(copy, (None,) * len(copy))
    for target, place in zip(targets, anchor(source, targets, copy).places, strict=True):
        assert not verified(place) or not truth.has_other_words(target, place, text)


@given(
    st.integers(0, 20),
    st.lists(st.sampled_from([*LAYOUTS.values(), *IN_ORDER.values()]), max_size=3),
    st.integers(0, 1000),
)
def test_changes_upon_changes_put_no_span_in_a_wrong_place(seed: int, several: list[Change], other: int) -> None:
    source, targets, text = invented(seed, paragraphs=3)
    copy = changed(text, other, *several)
    for target, place in zip(targets, anchor(source, targets, copy.text).places, strict=True):
        assert not verified(place) or not copy.has_other_words(target, place, text)


def test_of_a_text_that_stands_twice_one_copy_is_taken_throughout() -> None:
    source, targets, text = invented(4)
    places = placed((source, targets, text), f"{text}\n\n{text}")
    assert {place.state for place in places} == {"verified-exact"}
    other = changed(text, 1, reworded(1 / 60)).text
    for copy, first in ((f"{other}\n\n{text}", len(other) + 2), (f"Menu\n{text}\n{other}", 5)):
        found = placed((source, targets, text), copy)
        assert [(p.start, p.end) for p in found] == [(first + t.start, first + t.end) for t in targets]


def test_words_that_stand_again_and_again_prove_nothing() -> None:
    source, targets, text = invented(4)
    digested = [target for target in targets if target.digest]
    copy = "\n".join(text[target.start : target.end] for target in digested for _ in range(30))
    assert {place.state for place in placed((source, targets, text), copy)} == {"lost"}


def test_a_sentence_that_the_source_has_twice_is_not_put_where_its_twin_stands() -> None:
    refrain = "All the boats came home before the storm on the lake broke."
    between = "Nobody in the town had thought that they would ever come back so soon."
    text = f"{refrain} {between} {refrain} That was all that anybody ever said of it later on."
    source, targets = source_of(text)
    first, middle, second, last = anchor(source, targets, f"{between} {refrain} A different end.").places
    assert (first.state, middle.state, second.state, last.state) == ("lost", *["verified-moved"] * 2, "lost")
    first, middle, second, last = anchor(source, targets, f"{refrain} {between} A different end.").places
    assert (first.state, middle.state, second.state) == ("verified-exact", "verified-exact", "lost")


def test_a_text_of_which_a_line_ends_in_a_sentence_is_found_in_its_lines() -> None:
    text = (
        "The two agreed on this much at their meeting:\n(a) a bridge;\n(b) a ferry. Then all of them went home again."
    )
    source, targets = source_of(text, r"(?<=ferry\.) ")
    for copy in (text + " x", "Menu\n\n" + text.replace("\n", "\n\n").replace("this much", "this\nmuch") + "\nx"):
        assert all(map(verified, anchor(source, targets, copy).places))


def test_words_divided_at_line_ends_are_found() -> None:
    text = "The well-known office on the lake remembered every disagreement. It then went home without a word about it."
    source, targets = source_of(text)
    copy = (
        text.replace("disagreement", "dis-\n  agreement").replace("office", "of\u00ad\nﬁce").replace("a word", "words")
    )
    assert [place.state for place in anchor(source, targets, copy).places] == ["verified-moved", "lost"]
    copy = text.replace("well-known", "well-\nknown").replace("office", "oﬃce")
    assert anchor(source, targets, copy).text == text


def test_sentences_in_an_order_of_their_own_are_found_one_by_one() -> None:
    source, targets, text = invented(4)
    sentences = [text[one.start : one.end] for one in source.sentences if one.digest]
    copy = " ".join([*sentences[1::2], *sentences[::-2]])
    for target, place in zip(targets, placed((source, targets, text), copy), strict=True):
        if place.start is not None:
            assert verified(place)
            assert copy[place.start : place.end] == text[target.start : target.end]
    assert sum(map(verified, placed((source, targets, text), copy))) > 0.9 * len(targets)


@pytest.mark.parametrize("copy", ["", " \n", "word " * 500, "a'b\"c-" * 300, ". " * 500, "…—ﬁ\u00ad" * 100])
def test_nothing_is_found_in_another_text(copy: str) -> None:
    source, targets, _ = invented(4)
    found = anchor(source, targets, copy)
    assert (set(found.places), found.text) == ({Place("lost")}, None)


def test_another_text_by_the_same_author_shares_nothing() -> None:
    source, targets, _ = invented(4)
    assert set(anchor(source, targets, invented(5)[2]).places) == {Place("lost")}


def test_the_search_is_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    source, targets, text = invented(4)
    assert not anchor(source, targets, text + "x").cut_short
    monkeypatch.setattr(window, "MOST_DIGESTS", 100)
    found = anchor(source, targets, text + "x")
    assert (found.cut_short, set(found.places)) == (True, {Place("lost")})


def test_a_span_that_contradicts_the_text_is_not_verified() -> None:
    source, _, text = invented(4)
    first, second = source.sentences[:2]
    targets = [
        Target(first.start, first.end, "0" * 32),
        Target(0, 3, name="Zzz"),
        Target(len(text) - 5, len(text) + 5),
        Target(second.start, second.end, second.digest),
    ]
    wrong, name, beyond, right = anchor(source, targets, text).places
    assert (wrong.state, name.state, beyond.state) == ("lost", "lost", "lost")
    assert right == Place("verified-exact", second.start, second.end)


def test_exact_is_what_stands_at_its_offsets_letter_for_letter() -> None:
    source, targets, text = invented(4)
    sentence = source.sentences[3]
    copy = (
        text[: sentence.start] + text[sentence.start : sentence.end].replace(" ", "\n", 1) + text[sentence.end :] + "x"
    )
    states = dict(zip(targets, placed((source, targets, text), copy), strict=True))
    assert states[targets[3]] == Place("verified-moved", sentence.start, sentence.end)
    assert states[targets[2]].state == states[targets[4]].state == "verified-exact"
