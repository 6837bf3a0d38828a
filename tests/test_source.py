"""Source: the sentence index and the remarks lie within the text, in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.schema import (
    Remark,
    RemarkKind,
    Sentence,
    SentenceStatus,
    Source,
    SourceKind,
    Text,
    When,
    WhenBasis,
)
from refusals import changed, findings


def sentence(start: int, end: int) -> Sentence:
    return Sentence(start=start, end=end, status=SentenceStatus.CODED)


SOURCE = Source(
    id="source/a",
    kind=SourceKind.NEWS,
    authors=("actor/a",),
    publisher="actor/b",
    published=When(basis=WhenBasis.NONE),
    language="en",
    licence="CC0-1.0",
    text=Text(sha256="0" * 64, characters=20, paragraphs=1, canonicalisation="ct-v1"),
    sentences=(sentence(0, 9), sentence(10, 20)),
)


def test_sentences_follow_one_another() -> None:
    assert findings(SOURCE, sentences=(sentence(0, 9), sentence(8, 20))) == [("E004", "sentences/1/start")]
    assert findings(SOURCE, sentences=(sentence(10, 20), sentence(0, 9))) == [("E004", "sentences/1/start")]
    assert changed(SOURCE, sentences=(sentence(0, 10), sentence(10, 20)))


def test_sentences_and_remarks_lie_within_the_text() -> None:
    remark = Remark(start=5, end=21, kind=RemarkKind.SPELLING, note="Odd.")
    assert findings(SOURCE, sentences=(sentence(0, 21),), remarks=(remark,)) == [
        ("E005", "sentences/0/end"),
        ("E005", "remarks/0/end"),
    ]


@pytest.mark.parametrize("language", ["", "EN", "e", "english", "en_GB"])
def test_a_language_is_a_bcp_47_tag(language: str) -> None:
    with pytest.raises(ValidationError, match="pattern"):
        changed(SOURCE, language=language)


@pytest.mark.parametrize("characters", [0, -1, 2**31, 2**64])
def test_a_text_is_as_long_as_a_table_can_say(characters: int) -> None:
    with pytest.raises(ValidationError, match="than or equal to"):
        Text(sha256="0" * 64, characters=characters, paragraphs=1, canonicalisation="ct-v1")


def test_a_code_point_lies_in_one_sentence_or_none(example: Path) -> None:
    source = load(example).sources.first()
    second = source.sentences[1]
    assert [source.sentence_at(point) for point in (second.start - 1, second.start, second.end - 1)] == [0, 2, 2]
    assert source.sentence_at(source.text.characters) == 0
