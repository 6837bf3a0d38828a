"""Rebuilding: the whole text where its digest proves it, and nothing where it does not."""

from __future__ import annotations

import pytest

from caucasus_ledger.schema import Text
from caucasus_ledger.seeds import rebuild as module
from caucasus_ledger.seeds.chain import Block
from caucasus_ledger.seeds.proof import Proof
from caucasus_ledger.seeds.reading import flowing
from caucasus_ledger.seeds.rebuild import rebuild
from caucasus_ledger.seeds.text import RULES, text_sha256

PROVEN = ("Northmark and Southmark met at last.", "A “bridge” was on every mind.", "The lake was calm.")
TEXT = f"Title\n{PROVEN[0]} It’s so. {PROVEN[1]}\n{PROVEN[2]}\nThe Gazette"


def rebuilt(copy: str, text: str = TEXT) -> str | None:
    proof = Proof(copy, flowing(copy), len(text))
    for words in PROVEN:
        block = Block(text.index(words), text.index(words) + len(words), proof.flow.text.index(words))
        proof.add(proof.flow, [block], {block: words}, in_order=True)
    about = Text(
        sha256=text_sha256(text), characters=len(text), paragraphs=text.count("\n") + 1, canonicalisation=RULES
    )
    found = rebuild(about, proof)
    whole = proof.words(0, len(text)) if found else None
    assert whole is None or "".join(whole.split()) == "".join(text.split())
    return found


@pytest.mark.parametrize(
    "copy",
    [
        TEXT,
        TEXT.replace("\n", "\n\n"),
        TEXT.replace("\n", "\r\n").replace(" ", "  "),
        TEXT.replace("\n", "\n\n").replace("last. It’s", "last.\nIt’s"),
        TEXT.replace("Southmark met", "Southmark\nmet").replace("so. ", "so.\n"),
        TEXT.replace("It’s", "It's"),
        f"Menu Home\n{TEXT}\nMore to read",
        TEXT.replace(f"\n{PROVEN[2]}", f"\nRead this as well!\n{PROVEN[2]}"),
    ],
)
def test_the_text_is_rebuilt_from_a_copy_in_another_layout(copy: str) -> None:
    assert rebuilt(copy) == TEXT


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.replace("\n", " "),
        TEXT.replace("so.", "no."),
        TEXT.replace("so.", "indeed so."),
        TEXT.replace("Title", "Motto"),
        TEXT.removeprefix("Title\n"),
        TEXT.removesuffix("\nThe Gazette"),
    ],
)
def test_nothing_is_rebuilt_from_other_words_or_without_paragraphs(copy: str) -> None:
    assert rebuilt(copy) is None


def test_sentences_in_another_order_are_put_in_theirs() -> None:
    text = f"{PROVEN[0]} {PROVEN[1]}\n{PROVEN[2]}"
    assert rebuilt(f"{PROVEN[2]}\n{PROVEN[1]}\n{PROVEN[0]}", text) == text


def test_too_many_ways_to_end_paragraphs_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = TEXT.replace("last. It’s", "last.\nIt’s")
    assert rebuilt(copy) == TEXT
    monkeypatch.setattr(module, "_MOST_LETTERS", 2 * len(TEXT))
    assert rebuilt(copy) is None
