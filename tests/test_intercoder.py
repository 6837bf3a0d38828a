"""Intercoder: the report says what was found, in eighty columns, and its decisions make the page on adjudication."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.records import read_records
from caucasus_ledger.face.adjudication import decision_log
from caucasus_ledger.face.intercoder import FORMS, Report, as_text, full, report, value
from caucasus_ledger.face.prose import WIDTH
from caucasus_ledger.validators.agreement import Figure
from copies import change, copy_to
from invented import CODINGS, committed, edited

TEXT = "We will pay for half of it,"


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the example ledger; beside it lies another coding of its source, which the test edits."""
    root = copy_to(tmp_path)
    monkeypatch.chdir(root)
    records = [record for record in read_records(root) if "retracted" not in record]
    write(root / "b.jsonl", edited(records))
    return root


def write(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")


def compared(**more: Any) -> Report:
    return report(".", "b.jsonl", **more)


def text(one: Report, listed: int = 20) -> str:
    return click.unstyle(as_text(one, listed))


@pytest.mark.usefixtures("pair")
def test_the_report_as_text(snapshot: SnapshotAssertion) -> None:
    assert text(compared(resamples=50), 100) == snapshot


@pytest.mark.usefixtures("pair")
def test_the_report_as_a_page(snapshot: SnapshotAssertion) -> None:
    assert FORMS["markdown"](compared(resamples=50)) == snapshot


@pytest.mark.usefixtures("pair")
def test_the_decisions_to_fill_in(snapshot: SnapshotAssertion) -> None:
    assert FORMS["decisions"](compared(resamples=0)) == snapshot


@pytest.mark.usefixtures("pair")
def test_the_json_holds_all_that_is_told() -> None:
    one = compared(resamples=50, seed=3)
    found = json.loads(FORMS["json"](one))
    assert (found["source"], found["text"]) == ("source/example-2020", {"characters": 626, "sentences": 9})
    assert (found["overlap"], found["resamples"], found["seed"]) == (0.5, 50, 3)
    assert found["a"] == {"name": ".", "records": {"actor": 8, "event": 7, "claim": 11}, "flaws": []}
    assert len(found["figures"]) == len(one.found.figures)
    assert len(found["disagreements"]) == len(one.found.disagreements)
    assert found["disagreements"] == [json.loads(line) for line in FORMS["jsonl"](one).splitlines()]


@pytest.mark.usefixtures("pair")
def test_the_list_is_capped_with_its_count() -> None:
    one = compared(resamples=0)
    everything = len(one.found.disagreements)
    for listed in (0, 1, 5):
        shown = text(one, listed)
        assert f"and {everything - listed} more; --format markdown" in shown
        assert len(re.findall(r"^    [AB]  ", shown, re.MULTILINE)) <= 2 * listed
    assert " more; " not in text(one, everything)


@pytest.mark.usefixtures("pair")
def test_without_resamples_no_interval_is_spoken_of() -> None:
    shown = text(compared(resamples=0))
    assert "interval from" not in shown
    assert re.search(r"0\.\d{3} \[", shown) is None


def test_a_coding_with_itself_has_nothing_to_adjudicate(pair: Path) -> None:
    one = report(".", str(pair), resamples=0)
    assert text(one).endswith("Disagreements\nThere is none.")
    assert FORMS["jsonl"](one) == ""
    assert json.loads(FORMS["decisions"](one)) == []
    assert FORMS["markdown"](one).endswith("There is none.")


def test_without_the_source_there_are_no_sentences(pair: Path) -> None:
    records = [record for record in read_records(pair) if not record["id"].startswith("source/")]
    (pair / "seeds" / "source" / "example-2020.json").unlink()
    write(pair / "a.jsonl", records)
    write(pair / "b.jsonl", edited(records))
    one = report("a.jsonl", "b.jsonl", resamples=0)
    shown = text(one)
    assert "Undefined: mentions, events, claims (the record of the source is not at hand)." in " ".join(shown.split())
    assert "Without a sentence" in shown
    assert json.loads(FORMS["json"](one))["text"] is None
    assert {tuple(decision["sentences"]) for decision in json.loads(FORMS["decisions"](one))} == {()}


def test_records_that_are_not_valid_are_named(pair: Path, snapshot: SnapshotAssertion) -> None:
    change(pair, "claim/example-2020/001", kind="causal")
    change(pair, "claim/example-2020/005", kind="causal")
    change(pair, "claim/example-2020/008", statement=7)
    change(pair, "claim/example-2020/009", kind="hope")
    head = text(compared(resamples=0), 100).partition("\n\n")[0]
    assert head == snapshot
    assert "dataset/records/claim/example-2020/009.json: claim/example-2020/009: F004 /kind" in " ".join(head.split())
    capped = text(compared(resamples=0), 1).partition("\n\n")[0]
    assert "claim/example-2020/001 (C012), and 1 more." in capped
    assert "and 1 more." in capped
    assert "claim/example-2020/009" not in capped
    found = json.loads(FORMS["json"](compared(resamples=0)))["a"]
    assert [(flaw["id"][-3:], flaw["compared"]) for flaw in found["flaws"]] == [
        ("001", True), ("005", True), ("008", False), ("009", False)
    ]  # fmt: skip


def test_what_is_undefined_is_told_with_its_reason(pair: Path) -> None:
    records = [record for record in read_records(pair) if record["id"].startswith(("actor/", "claim/"))]
    write(pair / "a.jsonl", [record for record in records if "retracted" not in record])
    shown = " ".join(text(report("a.jsonl", "b.jsonl", resamples=5)).split())
    assert "Undefined: recall of events (A has none)." in shown
    assert "Undefined: events (all of the text" not in shown
    assert "Undefined: event type, mode, realis, date (nothing is aligned)." in shown
    one = " ".join(text(report("a.jsonl", "a.jsonl", resamples=5)).split())
    assert "recall of events (A has none); precision of events (B has none); F1 of events (neither has any)." in one
    assert "Undefined: events (all of the text or none of it is covered)." in one


SPITEFUL = "\x1b]0;owned\x07 \x1b[2J \x9b31m \u202e \x7f | a"


def test_a_record_cannot_command_the_terminal_or_leave_its_cell(pair: Path) -> None:
    change(pair, "claim/example-2020/010", statement=SPITEFUL)
    change(pair, "actor/river-commission", name=SPITEFUL, mentions=[])
    one = compared(resamples=0)
    for shown in (text(one, 100), FORMS["markdown"](one)):
        assert {character for character in shown if not character.isprintable()} == {"\n"}
    rows = [line for line in FORMS["markdown"](one).splitlines() if line.startswith("| 7 |")]
    assert rows
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


@pytest.mark.usefixtures("pair")
def test_no_form_shows_quoted_words_of_the_text() -> None:
    one = compared(resamples=0)
    assert all(TEXT not in form(one) for form in FORMS.values())
    assert TEXT not in text(one, 100)


@pytest.mark.usefixtures("pair")
def test_decisions_that_are_filled_in_make_the_page() -> None:
    decisions = json.loads(FORMS["decisions"](compared(resamples=0)))
    assert [one["id"] for one in decisions] == list(range(1, len(decisions) + 1))
    assert list(decisions[0]) == ["id", "sentences", "field", "a", "b", "decided", "why"]
    for one in decisions:
        one["decided"], one["why"] = "as A", "for the reason given"
    page = list(decision_log(decisions))
    rows = [line for line in page if re.match(r"\| \d", line)]
    assert len(rows) == len(decisions)
    assert all(row.endswith("| as A | for the reason given |") for row in rows)


@committed
def test_the_fields_of_decisions_are_those_of_the_page_and_the_span() -> None:
    a, b = (str(CODINGS / f"{name}.jsonl") for name in "ab")
    known = {one["field"] for one in json.loads((CODINGS / "decisions.json").read_text(encoding="utf-8"))}
    fields = {one["field"] for one in json.loads(FORMS["decisions"](report(a, b, resamples=0)))}
    assert fields <= known | {"span"}


@committed
@pytest.mark.parametrize("listed", [20, 10_000])
def test_no_line_of_the_committed_codings_is_wider_than_a_terminal(listed: int) -> None:
    one = report(str(CODINGS / "a.jsonl"), str(CODINGS / "b.jsonl"), resamples=20)
    lines = text(one, listed).splitlines()
    assert [line for line in lines if len(line) > WIDTH and not re.fullmatch(r" *[AB]?  \S+", line)] == []
    assert lines[0] == "Agreement of two codings of source/scotti-2025"
    assert any(line.startswith("5 records of A", 3) for line in lines)
    assert any(line.startswith("3 records of B", 3) for line in lines)


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure("a", "alpha", 3, 0.5), "0.500"),
        (Figure("a", "alpha", 3, 0.5, 0.25, 1.0), "0.500 [0.250, 1.000]"),
        (Figure("a", "alpha", 3, None, why="one code only"), "undefined"),
    ],
)
def test_a_figure_is_shown_to_three_places(figure: Figure, shown: str) -> None:
    assert full(figure) == shown
    assert value(figure) == shown.partition(" ")[0]
