"""Spans: evidence for words, found in a reader's own copy of a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.cli import main
from caucasus_ledger.face.spans import as_text, evidence_for, sources_of
from copies import EXAMPLE_ROOT, change, copy_to
from examples import EXAMPLE_TEXT


def test_the_evidence_of_a_record_is_found_again() -> None:
    ledger = load(EXAMPLE_ROOT)
    text = EXAMPLE_TEXT.read_text(encoding="utf-8")
    for claim in ledger.claims:
        for item in claim.evidence:
            found = dict(evidence_for(list(ledger.sources), EXAMPLE_TEXT, text[item.start : item.end]))
            wanted = item.model_dump(mode="json", exclude_defaults=True) | {"role": "whole"}
            assert wanted in found.values()


def test_every_place_is_told_with_its_sentence() -> None:
    found = evidence_for(sources_of(str(EXAMPLE_ROOT)), EXAMPLE_TEXT, "Southmark")
    assert [number for number, _ in found] == [1, 4, 8]


def test_words_across_two_sentences_are_told_as_such() -> None:
    found = evidence_for(sources_of(str(EXAMPLE_ROOT)), EXAMPLE_TEXT, "2020. The River")
    assert next(as_text(found)).startswith("Across the border of two sentences")


def test_words_that_are_not_there_are_told() -> None:
    with pytest.raises(LedgerError, match="does not say 'Eastmark'"):
        evidence_for(sources_of(str(EXAMPLE_ROOT)), EXAMPLE_TEXT, "Eastmark")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_prints_evidence_as_it_stands_in_a_record(form: str) -> None:
    words = ["span", "--text", str(EXAMPLE_TEXT), "--data", str(EXAMPLE_ROOT), "--format", form, "In", "reply"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0
    shown = json.loads(done.output if form == "json" else done.output.partition("\n")[2])
    assert (shown[0] if form == "json" else shown)["start"] == 237


def test_a_source_of_which_not_all_is_decided_gives_evidence(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    change(root, "source/example-2020", kind="?", authors=["?"], published={"basis": "?"}, licence="?")
    (root / "seeds" / "source" / "broken.json").write_text("{", encoding="utf-8")
    (source,) = sources_of(str(root))
    assert source.sentence_at(240) == 4
    words = ["span", "--text", str(EXAMPLE_TEXT), "--data", str(root), "--format", "json", "In", "reply"]
    assert json.loads(CliRunner().invoke(main, words).output)[0]["end"] == 245


def test_a_release_has_sources_as_well() -> None:
    assert [source.id for source in sources_of("0.1.0")] == ["source/scotti-2025"]
