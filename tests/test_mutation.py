"""Mutation: a sample of the campaign, and what the campaign itself rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT, canonical_json, kind_of, parse, record_files
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema.json_schema import KINDS
from caucasus_ledger.validators.check import check
from copies import EXAMPLE_ROOT
from mutation.campaign import Outcome, outcome, records_to_break
from mutation.edits import Drop, Insert, Order, Put, Rename, Splice, applied, changed, shown
from mutation.fault import Truth
from mutation.ledgers import Ledger, example_ledger, shipped_ledger
from mutation.mutants import OPERATORS, Mutant, chosen, mutants
from mutation.reasons import HOLES, REASONS, hole, reason
from mutation.report import aligned, described, summary, survivors, table, wrong
from mutation.slots import fields, slots
from mutation.written import Token, Twin, written

SAMPLE = {"example": 180, "dataset": 40}


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ledger]:
    folder = tmp_path_factory.mktemp("mutation")
    return {ledger.name: ledger for ledger in (example_ledger(folder), shipped_ledger(folder))}


@pytest.fixture(scope="module")
def every(ledgers: dict[str, Ledger]) -> list[Mutant]:
    """Every mutant of the example's records, and of a few of the dataset's."""
    paths = {"example": list(ledgers["example"].records), "dataset": records_to_break(ledgers["dataset"], 1, each=1)}
    return [mutant for name, ledger in ledgers.items() for mutant in mutants(ledger, paths[name], seed=1)]


@pytest.fixture(scope="module")
def sample(ledgers: dict[str, Ledger], every: list[Mutant]) -> list[Outcome]:
    """What the check says of some mutants of either ledger; more of the one whose texts are at hand."""
    own = {name: [mutant for mutant in every if mutant.ledger == name] for name in SAMPLE}
    return [
        outcome(ledgers[name], mutant) for name, most in SAMPLE.items() for mutant in chosen(own[name], most, seed=1)
    ]


def told(found: list[Outcome], ledgers: dict[str, Ledger]) -> list[str]:
    return [described(one, ledgers) for one in found]


# What the check does with them


def test_the_check_raises_nothing(sample: list[Outcome]) -> None:
    assert [one.fault for one in sample if one.fault] == []


def test_what_is_wrong_is_refused(sample: list[Outcome], ledgers: dict[str, Ledger]) -> None:
    missed = [one for one in wrong(sample) if not one.refused]
    assert len(wrong(sample)) > 0.8 * len(sample)
    unexplained = [one for one in missed if hole(one.mutant.operator, one.mutant.sort) is None]
    assert not unexplained, told(unexplained, ledgers)
    assert len(missed) <= 0.01 * len(wrong(sample)), told(missed, ledgers)


def test_it_is_shown_at_the_right_line(sample: list[Outcome], ledgers: dict[str, Ledger]) -> None:
    elsewhere = [one for one in wrong(sample) if one.where == "elsewhere"]
    assert len(elsewhere) <= 0.01 * len(wrong(sample)), told(elsewhere, ledgers)


def test_one_mistake_is_mostly_one_problem(sample: list[Outcome], ledgers: dict[str, Ledger]) -> None:
    many = [one for one in wrong(sample) if len(one.problems) > 1]
    assert len(many) <= 0.05 * len(wrong(sample)), told(many, ledgers)


def test_what_means_the_same_passes(ledgers: dict[str, Ledger], every: list[Mutant]) -> None:
    same = chosen((mutant for mutant in every if mutant.fault.truth is Truth.SAME), 12, seed=1)
    assert len(same) > 5
    assert [one for one in (outcome(ledgers[m.ledger], m) for m in same) if one.problems] == []


def test_what_survives_is_explained(every: list[Mutant]) -> None:
    open_ = {(m.operator, m.sort) for m in every if m.fault.truth is Truth.MEANING}
    assert {sort for sort in open_ if reason(*sort) is None} == set()


def test_every_reason_is_of_an_operator() -> None:
    assert {operator for operator, _ in (*REASONS, *HOLES)} <= {operator.name for operator in OPERATORS}


# What they are made from


def test_the_ledgers_to_break_are_sound(ledgers: dict[str, Ledger]) -> None:
    for ledger in ledgers.values():
        assert check(ledger.root, texts=list(ledger.texts.values())).problems == ()


def test_the_example_to_break_has_every_field(ledgers: dict[str, Ledger]) -> None:
    """A new field is broken without anybody adding it to the operators, but some record has to hold it."""
    held = {slot.field for record in ledgers["example"].records.values() for slot in slots(record)}
    assert {name for name, _, _ in fields()} - held == set()


def test_every_operator_breaks_something(every: list[Mutant]) -> None:
    assert {operator.name for operator in OPERATORS} - {mutant.operator for mutant in every} == set()


def test_every_field_of_every_kind_is_broken(every: list[Mutant]) -> None:
    broken = {mutant.sort for mutant in every if mutant.fault.truth is Truth.WRONG}
    assert {name for name, _, _ in fields()} - broken == set()
    assert {mutant.kind for mutant in every} == set(KINDS)


def test_the_choice_is_that_of_the_seed(every: list[Mutant]) -> None:
    assert chosen(every, 100, seed=3) == chosen(every, 100, seed=3) != chosen(every, 100, seed=4)


def test_the_choice_takes_of_every_sort_before_it_takes_again(every: list[Mutant]) -> None:
    sorts = {(m.operator, m.sort, m.kind, m.ledger) for m in every}
    assert {(m.operator, m.sort, m.kind, m.ledger) for m in chosen(every, len(sorts), seed=1)} == sorts


def test_a_ledger_is_whole_again_afterwards(ledgers: dict[str, Ledger], every: list[Mutant]) -> None:
    example = ledgers["example"]
    before = _files(example.root)
    moved = [m for m in every if m.operator == "file elsewhere" and m.ledger == "example"]
    for mutant in chosen(moved, 12, seed=2):
        outcome(example, mutant)
    assert _files(example.root) == before


def _files(root: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(root.rglob("*"))}


# Lines and edits


def _shipped() -> Iterator[Path]:
    for root in (PACKAGE_ROOT, EXAMPLE_ROOT):
        yield from (root / entry.path for entry in record_files(Folder(root)))


def test_the_canonical_form_is_written_as_the_project_writes_it() -> None:
    texts = [path.read_text(encoding="utf-8") for path in _shipped()]
    assert len(texts) > 300
    assert [text for text in texts if written(json.loads(text))[0] != text] == []


def test_lines_are_where_the_values_stand() -> None:
    for path in _shipped():
        text = path.read_text(encoding="utf-8")
        plain = json.loads(text)
        lines = text.split("\n")
        for pointer, number in written(plain)[1].items():
            key = pointer.rpartition("/")[2]
            assert key.isdigit() or not key or f'"{key}"' in lines[number - 1]


def test_what_is_written_need_not_be_json() -> None:
    text, lines = written({"a": Token("1e400"), Twin("a"): [1, {}], "b": []})
    assert text == '{\n  "a": 1e400,\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}\n'
    assert lines == {"": 1, "/a": 3, "/a/0": 4, "/a/1": 5, "/b": 7}


RECORD = json.loads((EXAMPLE_ROOT / "dataset/records/event/2020-06-port-closure.json").read_text(encoding="utf-8"))


def test_edits_change_one_place() -> None:
    assert changed(RECORD, Put("/when/edtf", "x"))["when"] == RECORD["when"] | {"edtf": "x"}
    assert "when" not in changed(RECORD, Drop("/when"))
    assert list(changed(RECORD, Rename("/title", "titel"))) == ["id", "titel", *list(RECORD)[2:]]
    assert changed(RECORD, Insert("/participants", 1, "x"))["participants"][1] == "x"
    assert list(changed(RECORD, Insert("", 1, "x", "y")))[:3] == ["id", "y", "title"]
    assert changed(RECORD, Order("/participants", (1, 0)))["participants"] == RECORD["participants"][::-1]
    assert changed(RECORD, Put("", 7)) == 7


def test_a_new_member_goes_where_the_schema_wants_it() -> None:
    plain = changed(RECORD, Put("/note", "x"))
    assert canonical_json(parse(json.dumps(plain))) == written(plain)[0]
    plain = changed(RECORD, Put("/evidence/0/digest", "0" * 32))
    assert list(plain["evidence"][0])[-1] == "digest"


def test_what_has_an_order_is_put_back_into_it() -> None:
    last = RECORD["evidence"][-1]["start"]
    (content,), lines = applied(
        RECORD, "x", Put("/evidence/0", RECORD["evidence"][0] | {"start": last + 1, "end": last + 5})
    )
    files, lines = applied(
        RECORD, "x", Put("/evidence/0", RECORD["evidence"][0] | {"start": last + 1, "end": last + 5})
    )
    assert lines["/evidence/0"] > lines["/evidence/1"]
    assert content == "x"
    assert written(json.loads(files["x"] or b""))[0] == canonical_json(parse(files["x"] or b""))


def test_a_splice_replaces_a_stretch_of_the_text() -> None:
    assert applied(RECORD, "x", Splice(0, 1, "["))[0]["x"] == b"[" + written(RECORD)[0].encode()[1:]


def test_edits_are_told_in_a_line() -> None:
    assert shown(RECORD, Put("/mode", "x")) == ('"discontinue"', "'x'")
    assert shown(RECORD, Put("/note", [1])) == ("(absent)", "[1]")
    assert shown(RECORD, Drop("/mode"))[1] == "(removed)"
    assert shown(RECORD, Rename("/mode", "mod"))[1] == "key mod"
    assert shown(RECORD, Splice(0, 1, "[")) == ("'{'", "'['")


# The report


def test_the_report_counts_every_mutant(sample: list[Outcome], ledgers: dict[str, Ledger]) -> None:
    rows = summary(sample)
    assert sum(int(row[1]) for row in rows[1:-1]) == len(sample)
    kinds = table(sample, lambda one: one.mutant.kind, "record")
    assert {row[0] for row in kinds[1:-1]} == {
        kind_of(ledgers[o.mutant.ledger].records[o.mutant.path]) for o in wrong(sample)
    }
    assert sum(int(row[1]) for row in kinds[1:-1]) == int(kinds[-1][1]) == len(wrong(sample))
    assert len({len(line) for line in aligned(kinds).split("\n")}) == 1


def test_the_page_names_every_survivor(sample: list[Outcome], ledgers: dict[str, Ledger]) -> None:
    page = survivors(sample, ledgers, 1)
    for one in wrong(sample):
        if not one.refused or one.where == "elsewhere":
            assert described(one, ledgers) in page
    assert "Unexplained" not in page
