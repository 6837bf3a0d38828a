"""Evidence: with the text at hand, spans, names, digests and quotations are held against its words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.validators.check import check
from copies import change, copy_to
from examples import EXAMPLE_TEXT

SOURCE = "source/example-2020"
CLAIM = "claim/example-2020/003"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def found(root: Path) -> list[tuple[str, str, str]]:
    report = check(root, texts=[EXAMPLE_TEXT])
    return [(problem.code, problem.record, problem.pointer) for problem in report.problems]


def field(root: Path, record: str, name: str) -> Any:
    return json.loads((root / path_of(record)).read_text(encoding="utf-8"))[name]


def span(start: int, end: int, **more: str) -> dict[str, Any]:
    return {"start": start, "end": end, "source": SOURCE, "role": "whole"} | more


def test_a_wrong_digest_in_the_sentence_index_is_told(root: Path) -> None:
    sentences = field(root, SOURCE, "sentences")
    sentences[0]["digest"] = "0" * 32
    change(root, SOURCE, sentences=sentences)
    assert found(root) == [("E013", SOURCE, "/sentences/0/digest")]


def test_a_digest_of_few_words_is_told(root: Path) -> None:
    change(root, "claim/example-2020/004", evidence=[span(158, 174, digest="0" * 32)])
    assert found(root) == [("E014", "claim/example-2020/004", "/evidence/0/digest")]


@pytest.mark.parametrize(("start", "end"), [(157, 174), (158, 175), (160, 174), (158, 172)])
def test_a_span_that_begins_or_ends_within_a_word_is_told(root: Path, start: int, end: int) -> None:
    change(root, "claim/example-2020/004", evidence=[span(start, end)])
    assert "E011" in {code for code, _, _ in found(root)}


def test_a_span_at_the_borders_of_the_text_cuts_nothing(root: Path) -> None:
    gazette = {"start": 610, "end": 625, "source": SOURCE, "name": "Example Gazette"}
    change(root, "actor/example-gazette", mentions=[gazette])
    assert found(root) == []


def test_a_span_beyond_the_text_is_told_once(root: Path) -> None:
    change(root, "actor/southmark", mentions=[{"start": 620, "end": 700, "source": SOURCE, "name": "Southmark"}])
    assert {code for code, _, _ in found(root)} <= {"E006", "E012", "E016"}
    change(root, "claim/example-2020/004", evidence=[span(158, 174), span(600, 700)])
    assert "E006" in {code for code, _, _ in found(root)}


def test_an_actor_has_each_name_once(root: Path) -> None:
    change(root, "actor/blue-line", aliases=[{"name": "BLUE LINE", "kind": "spelling"}])
    assert found(root) == [("D005", "actor/blue-line", "/aliases/0/name")]
