"""Spans: evidence for words, found in a reader's own copy of a text."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.cli import main
from caucasus_ledger.face.spans import as_text, evidence_for
from copies import EXAMPLE_ROOT
from examples import EXAMPLE_TEXT


def test_the_evidence_of_a_record_is_found_again() -> None:
    ledger = load(EXAMPLE_ROOT)
    text = EXAMPLE_TEXT.read_text(encoding="utf-8")
    for claim in ledger.claims:
        for item in claim.evidence:
            found = dict(evidence_for(ledger, EXAMPLE_TEXT, text[item.start : item.end]))
            wanted = item.model_dump(mode="json", exclude_defaults=True) | {"role": "whole"}
            assert wanted in found.values()


def test_every_place_is_told_with_its_sentence() -> None:
    found = evidence_for(load(EXAMPLE_ROOT), EXAMPLE_TEXT, "Southmark")
    assert [number for number, _ in found] == [1, 4, 8]


def test_words_across_two_sentences_are_told_as_such() -> None:
    found = evidence_for(load(EXAMPLE_ROOT), EXAMPLE_TEXT, "2020. The River")
    assert next(as_text(found)).startswith("Across the border of two sentences")


def test_words_that_are_not_there_are_told() -> None:
    with pytest.raises(LedgerError, match="does not say 'Eastmark'"):
        evidence_for(load(EXAMPLE_ROOT), EXAMPLE_TEXT, "Eastmark")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_prints_evidence_as_it_stands_in_a_record(form: str) -> None:
    words = ["span", "--text", str(EXAMPLE_TEXT), "--data", str(EXAMPLE_ROOT), "--format", form, "In", "reply"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0
    shown = json.loads(done.output if form == "json" else done.output.partition("\n")[2])
    assert (shown[0] if form == "json" else shown)["start"] == 237
