"""Interpolation: a place between proven words, told where they bound it closely, and not told elsewhere."""

from __future__ import annotations

import pytest

from caucasus_ledger.seeds import interpolate
from caucasus_ledger.seeds.chain import Block
from caucasus_ledger.seeds.interpolate import named, stretch
from caucasus_ledger.seeds.proof import Proof
from caucasus_ledger.seeds.reading import flowing

SOURCE = "All went well. Northmark met Southmark at the lake. They left."
CHANGED = "All went well. Southmark did meet Northmark by the lake. They left."
FIRST, LAST = "All went well.", "They left."


def proof_of(source: str, copy: str, *known: str) -> Proof:
    """Return the proof that words stand in a copy where they first do."""
    proof = Proof(copy, flowing(copy), len(source))
    for words in known:
        block = Block(source.index(words), source.index(words) + len(words), proof.flow.text.index(words))
        proof.add(proof.flow, [block], {block: words}, in_order=True)
    return proof


def found(proof: Proof, source: str, words: str) -> str | None:
    start = source.index(words)
    place = stretch(proof, start, start + len(words))
    return place and proof.flow.text[slice(*place)]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("Northmark met Southmark at the lake.", "Southmark did meet Northmark by the lake."),
        ("Northmark", "Southmark"),
        ("the lake.", "the lake."),
        ("went well. Northmark", "went well. Southmark"),
    ],
)
def test_changed_words_are_told_by_what_stands_around(words: str, there: str | None) -> None:
    proof = proof_of(SOURCE, CHANGED, FIRST, LAST)
    assert found(proof, SOURCE, words) == there


def test_words_that_are_not_between_proven_ones_are_not_told() -> None:
    assert found(proof_of(SOURCE, CHANGED, FIRST), SOURCE, "Northmark") is None
    assert found(proof_of(SOURCE, CHANGED, LAST), SOURCE, "Northmark") is None
    assert found(proof_of(SOURCE, CHANGED), SOURCE, "Northmark") is None


def test_nothing_is_told_where_much_was_added_or_cut() -> None:
    added = CHANGED.replace("lake.", "lake, which has been the custom for as long as anybody can tell.")
    assert found(proof_of(SOURCE, added, FIRST, LAST), SOURCE, "Northmark") is None
    assert found(proof_of(SOURCE, f"{FIRST} {LAST}", FIRST, LAST), SOURCE, "Northmark met") is None


def test_nothing_is_told_across_a_long_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpolate, "FAR", 30)
    assert found(proof_of(SOURCE, CHANGED, FIRST, LAST), SOURCE, "Northmark") is None


def test_words_that_are_proven_to_be_others_are_not_told() -> None:
    source = f"{FIRST} Northmark met Southmark. {LAST} Later, Southmark met Northmark."
    copy = f"{FIRST} Southmark met Northmark. {LAST}"
    proof = proof_of(source, copy, FIRST, LAST)
    assert found(proof, source, "Northmark met Southmark") == "Southmark met Northmark"
    block = Block(source.rindex("Southmark met"), len(source) - 1, copy.index("Southmark met"))
    proof.add(proof.flow, [block], {}, in_order=False)
    assert found(proof, source, "Northmark met Southmark") is None


def named_in(copy: str, name: str, source: str = SOURCE) -> str | None:
    proof = proof_of(source, copy, FIRST, LAST)
    spans = {(n, n + len(one), one) for one in ("Northmark", "Southmark", "Rivertown") for n in range(len(source))
             if source.startswith(one, n)}  # fmt: skip
    start = source.index(name)
    place = named(proof, (start, start + len(name), name), spans)
    return place and copy[place[0] - 1 : place[1] + 1]


def test_a_name_is_told_where_it_stands_once() -> None:
    assert named_in(CHANGED, "Southmark") == " Southmark "
    assert named_in(CHANGED, "Northmark") == " Northmark "


@pytest.mark.parametrize(
    "copy",
    [
        CHANGED.replace("Southmark", "the other"),
        CHANGED.replace("the lake", "Southmark"),
        CHANGED.replace("Southmark", "Southmarkers"),
        CHANGED.replace("Southmark did", "Southmark, at last and after all that had been between them, did"),
    ],
)
def test_a_name_is_not_told_where_it_is_gone_or_stands_twice_or_too_much_changed(copy: str) -> None:
    assert named_in(copy, "Southmark") is None


def test_a_name_that_the_source_has_twice_there_is_not_told() -> None:
    source = SOURCE.replace("the lake", "Southmark")
    assert named_in(CHANGED, "Southmark", source) is None


def test_a_name_far_from_its_place_is_not_told() -> None:
    source = f"{FIRST} Northmark {'went on and on ' * 5}again. {LAST}"
    copy = f"{FIRST} So they {'went on and on ' * 5}to Northmark. {LAST}"
    assert named_in(copy, "Northmark", source) is None
