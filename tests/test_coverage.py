"""Coverage: every sentence with what encodes it, and a mark where nothing does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.face.coverage import Covered, as_rows, as_text, covered
from copies import change, copy_to

SENTENCE = Covered("source/a", 1, 0, 60, "coded", ("event/a",), ("claim/a/001",), ())


def found(ledger: Ledger) -> list[Covered]:
    return covered(ledger, ledger.sources["example-2020"])


def lines(*sentences: Covered) -> list[str]:
    return [click.unstyle(line) for line in as_text("A title", list(sentences))]


def test_every_sentence_of_the_source_is_there_once(ledger: Ledger) -> None:
    source = ledger.sources["example-2020"]
    extents = [(one.number, one.start, one.end) for one in covered(ledger, source)]
    assert extents == [(n, one.start, one.end) for n, one in enumerate(source.sentences, start=1)]


def test_a_release_and_its_checkout_are_covered_alike(ledger: Ledger, checkout: Ledger) -> None:
    assert found(ledger) == found(checkout)


def test_a_sentence_knows_the_records_with_a_span_in_it(ledger: Ledger) -> None:
    third = found(ledger)[2]
    assert third.events == ("event/2020-ferry-sinks",)
    assert third.claims == ("claim/example-2020/003", "claim/example-2020/004")
    assert third.actors == ("actor/blue-line", "actor/ferry-passengers")


def test_the_example_is_covered_whole(ledger: Ledger) -> None:
    assert not any(one.missing for one in found(ledger))


def test_a_sentence_without_event_or_claim_is_missing(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    (root / path_of("claim/example-2020/011")).unlink()
    assert [one.number for one in found(load(root)) if one.missing] == [8]


def test_spans_in_another_source_do_not_count(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    elsewhere = {"start": 0, "end": 9, "source": "source/other"}
    change(root, "actor/northmark", mentions=[elsewhere | {"name": "Northmark"}])
    change(root, "claim/example-2020/001", evidence=[elsewhere | {"role": "whole"}])
    first = found(load(root))[0]
    assert first.actors == ("actor/southmark",)
    assert first.claims == ()


def test_boilerplate_is_never_missing() -> None:
    assert not replace(SENTENCE, status="boilerplate", events=(), claims=()).missing
    assert replace(SENTENCE, events=(), claims=(), actors=("actor/a",)).missing


def test_the_rows_say_what_is_missing() -> None:
    (row,) = as_rows([SENTENCE])
    assert row == {
        "source": "source/a", "number": 1, "start": 0, "end": 60, "status": "coded", "events": ("event/a",),
        "claims": ("claim/a/001",), "actors": (), "missing": False
    }  # fmt: skip


def test_the_summary_counts_sentences() -> None:
    shown = lines(SENTENCE, replace(SENTENCE, claims=(), events=()), replace(SENTENCE, status="boilerplate"))
    assert shown[0] == "A title"
    assert shown[1] == "1 of 2 sentences that say something are coded; 1 boilerplate."
    assert shown[-2].endswith("  not coded")
    assert shown[-1].endswith("  boilerplate")


def test_the_bar_grows_with_the_sentence_and_stays_in_its_column() -> None:
    bars = [lines(replace(SENTENCE, end=end))[-1].count("█") for end in (1, 24, 60, 240, 9999)]
    assert bars == [1, 2, 5, 20, 20]


def test_a_source_without_sentences_has_a_table_without_rows() -> None:
    assert len(lines()) == 4
