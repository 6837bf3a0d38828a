"""Naming: a draft is told by its file's name and what it says, and gets an identifier made of what it says."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema.base import SLUG
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.naming import (
    Taken,
    drafts,
    is_at_odds,
    is_claim_draft,
    is_draft,
    proper_id,
    settled,
    slug,
)
from caucasus_ledger.validators.rules import RULES
from copies import change, copy_to
from examples import broken_copy

NOWHERE = Taken(set())
DAY = {"edtf": "2020-05-03", "basis": "explicit"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def found(root: Path, **options: Any) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.record, problem.pointer) for problem in check(root, **options).problems]


@pytest.mark.parametrize(
    ("record", "plain", "draft"),
    [
        ("claim/a/new", {}, True),
        ("claim/a/new-2", {}, True),
        ("claim/a/new-ferry", {"statement": "Something new."}, True),
        ("claim/new-york/001", {}, False),
        ("claim/a/newer", {}, False),
        ("claim/a/New", {}, False),
        ("claim/a/new", {"retracted": {}}, False),
        ("event/new", {"title": "A new bridge"}, True),
        ("event/new-12-3", {"title": "A new bridge"}, True),
        ("event/new-bridge", {"title": "A new bridge"}, False),
        ("event/new-bridge", {"title": "A bridge"}, True),
        ("event/new-bridge", {"title": "A renewed bridge"}, True),
        ("actor/new-zealand", {"name": "New Zealand"}, False),
        ("actor/new-york", {"name": "Big Apple", "aliases": [{"name": "New York"}]}, False),
        ("actor/new-ferry", {}, True),
        ("assessment/a/new-route", {"rationale": "The route is new."}, False),
        ("assessment/a/new-route", {"rationale": "It runs."}, True),
        ("source/new", {}, False),
        ("event/brand-new", {}, False),
    ],
)
def test_a_draft_is_told_by_its_name_and_what_it_says(record: str, plain: dict[str, Any], draft: bool) -> None:
    assert is_draft(record, plain, ()) is draft


def test_what_is_settled_is_no_draft_but_a_claim_cannot_be_settled_under_such_a_name() -> None:
    assert not is_draft("event/new-1", {}, {"event/new-1"})
    assert is_draft("claim/a/new", {}, {"claim/a/new"})
    assert is_claim_draft("claim/a/new-1")
    assert not is_claim_draft("event/new-1")


@pytest.mark.parametrize(
    ("record", "given", "odd"),
    [
        ("claim/a/001", "claim/a/002", True),
        ("claim/a/new", "claim/a/new", False),
        ("claim/a/new", "claim/a/new-2", False),
        ("claim/a/new", "claim/a/017", False),
        ("claim/a/new", "claim/b/017", True),
        ("claim/a/new", "claim/a/17", True),
        ("event/new", "event/2020-war", True),
    ],
)
def test_a_claims_draft_may_know_its_number(record: str, given: str, odd: bool) -> None:
    assert is_at_odds(record, given) is odd


@pytest.mark.parametrize(
    ("text", "slugged"),
    [
        ("A ferry sinks on the way to Rivertown", "ferry-sinks-on-way-to-rivertown"),
        ("Abdülhəmid’s café in İstanbul", "abdulhamid-cafe-in-istanbul"),
        ("O'Brien's d’Artagnan", "obrien-dartagnan"),
        ("Łódź, Straße, Ærø", "lodz-strasse-aero"),
        ("Visit of Թովմաս to Дагестан in 2020", "visit-of-to-in-2020"),
        ("Հայաստան", ""),
        ("?", ""),
        ("", ""),
        (None, ""),
        (5, ""),
        ("-- ! --", ""),
        ("one two three four five six seven", "one-two-three-four-five-six"),
        ("a" * 80, "a" * 60),
        ("b" * 30 + " " + "c" * 30, "b" * 30),
        ("the", ""),
    ],
)
def test_a_slug_is_the_first_words_in_plain_letters(text: Any, slugged: str) -> None:
    assert slug(text) == slugged


@given(st.text(max_size=100))
def test_a_slug_is_always_a_part_of_an_identifier(text: str) -> None:
    assert slug(text) == "" or (re.fullmatch(SLUG, slug(text)) and len(slug(text)) <= 60)


@pytest.mark.parametrize(
    ("when", "name"),
    [
        (DAY, "2020-05-03-ferry-sinks"),
        ({"edtf": "2020-05", "basis": "derived"}, "2020-05-ferry-sinks"),
        ({"edtf": "2020", "basis": "explicit"}, "2020-ferry-sinks"),
        ({"edtf": "2020-05-03?", "basis": "explicit"}, "2020-05-03-ferry-sinks"),
        ({"edtf": "2020-21", "basis": "explicit"}, "ferry-sinks"),
        ({"edtf": "202X", "basis": "explicit"}, "ferry-sinks"),
        ({"edtf": "2020/2021", "basis": "explicit"}, "ferry-sinks"),
        ({"edtf": "[2020-05-01..2020-05-03]", "basis": "derived"}, "ferry-sinks"),
        ({"basis": "none"}, "ferry-sinks"),
        ({"edtf": "?", "basis": "explicit"}, None),
        ({"basis": "?"}, None),
        ({"edtf": "2020-13", "basis": "explicit"}, None),
        ({"edtf": 2020, "basis": "explicit"}, None),
        ({"edtf": ["2020"], "basis": "explicit"}, None),
        ("2020", None),
        (None, None),
    ],
)
def test_an_event_is_named_after_its_date_and_title(when: Any, name: str | None) -> None:
    made = proper_id("event/new-1", {"title": "A ferry sinks", "when": when}, NOWHERE)
    assert made == (name and f"event/{name}")


@pytest.mark.parametrize(
    ("title", "name"),
    [("12 dead in 2020", "dead-in-2020"), ("2020", None), ("New 5", None), ("?", None), ("5 May", "may")],
)
def test_a_number_at_the_start_of_a_title_is_not_taken_for_a_date(title: str, name: str | None) -> None:
    made = proper_id("event/new-1", {"title": title, "when": {"basis": "none"}}, NOWHERE)
    assert made == (name and f"event/{name}")


def test_an_actor_is_named_after_its_name_and_an_assessment_after_its_claim() -> None:
    assert proper_id("actor/new-1", {"name": "24 Hours"}, NOWHERE) == "actor/24-hours"
    assert proper_id("actor/new-1", {}, NOWHERE) is None
    assert proper_id("assessment/a/new", {"claim": "claim/b/017"}, NOWHERE) == "assessment/a/017"
    about = {"claim": "claim/b/017", "field": "condition_logic"}
    assert proper_id("assessment/a/new", about, NOWHERE) == "assessment/a/017-condition-logic"
    assert proper_id("assessment/a/new", about | {"field": "?"}, NOWHERE) is None
    assert proper_id("assessment/a/new", {"claim": "claim/b/new"}, NOWHERE) is None


def test_a_name_that_is_taken_or_referred_to_gets_a_number() -> None:
    taken = Taken({"actor/a-b"}, {"actor/a-b-2"})
    assert proper_id("actor/new", {"name": "A B"}, taken) == "actor/b"
    assert proper_id("actor/new", {"name": "Aa B"}, Taken({"actor/aa-b"}, {"actor/aa-b-2"})) == "actor/aa-b-3"


@pytest.mark.parametrize(
    ("ids", "referred", "number"),
    [
        ((), (), "001"),
        (("claim/a/001", "claim/a/009", "claim/b/100"), (), "010"),
        (("claim/a/999",), (), "1000"),
        (("claim/a/001",), ("claim/a/002", "claim/a/004"), "003"),
        (("claim/a/new", "claim/a/17", "claim/a/002.txt"), (), "001"),
    ],
)
def test_a_claim_gets_the_next_number(ids: tuple[str, ...], referred: tuple[str, ...], number: str) -> None:
    assert proper_id("claim/a/new", {}, Taken(set(ids), referred)) == f"claim/a/{number}"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("claim/a/017", "claim/a/017"),
        ("claim/a/001", "claim/a/002"),
        ("claim/a/new-2", "claim/a/002"),
        ("?", "claim/a/002"),
        (None, "claim/a/002"),
        ("claim/b/017", None),
        ("claim/a/nine", None),
        ("event/a", None),
        (f"claim/a/{'1' * 120}", None),
    ],
)
def test_a_draft_that_states_an_identifier_gets_it_if_it_may(given: str | None, made: str | None) -> None:
    taken = Taken({"claim/a/001"}, {"claim/a/017"})
    assert proper_id("claim/a/new", {"id": given}, taken) == made


def test_an_event_takes_the_identifier_that_it_states_or_waits() -> None:
    plain = {"id": "event/2020-war", "title": "War", "when": {"basis": "none"}}
    assert proper_id("event/new", plain, NOWHERE) == "event/2020-war"
    assert proper_id("event/new", plain, Taken({"event/2020-war"})) == "event/war"


def test_released_identifiers_are_settled(tmp_path: Path) -> None:
    root = broken_copy(RULES["P001"].example, tmp_path)
    assert "claim/example-2020/003" in settled(Intake(Folder(root)))


# what the check says of drafts


def draft(root: Path, record: str, of: str, **changes: Any) -> Path:
    path = root / path_of(record)
    plain = json.loads((root / path_of(of)).read_text(encoding="utf-8")) | {"id": record} | changes
    path.write_text(json.dumps(plain), encoding="utf-8")
    return path


CLAIM = "claim/example-2020/003"
NEW = "claim/example-2020/new-ferry"


@pytest.mark.parametrize("given", [NEW, "?", None, "claim/example-2020/017", 5])
def test_a_claims_draft_has_one_problem(root: Path, given: Any) -> None:
    path = draft(root, NEW, CLAIM, id=given)
    assert found(root) == [("J014", NEW, "")]
    plain = json.loads(path.read_text(encoding="utf-8"))
    del plain["id"]
    path.write_text(json.dumps(plain), encoding="utf-8")
    assert found(root) == [("J014", NEW, "")]


def test_a_draft_is_told_what_else_is_wrong_with_it(root: Path) -> None:
    draft(root, NEW, CLAIM, kind="?", statement="?", about=["event/x y"])
    assert {(code, pointer) for code, _, pointer in found(root)} == {
        ("F009", "/kind"), ("F009", "/statement"), ("F005", "/about/0")
    }  # fmt: skip


def test_a_draft_that_calls_itself_otherwise_is_told(root: Path) -> None:
    draft(root, NEW, CLAIM, id="event/2020-ferry-sinks")
    assert found(root) == [("J012", NEW, "/id")]


def test_the_draft_of_an_event_is_checked_like_any_other(root: Path) -> None:
    draft(root, "event/new-1", "event/2020-06-port-closure", title="A bridge closes", realis="factual")
    assert {code for code, _, _ in found(root)} == {"J014", "F004"}
    draft(root, "event/new-1", "event/2020-06-port-closure", title="A new bridge closes")
    assert {code for code, _, _ in found(root)} == {"J013", "J014", "C016", "D003"}


def test_a_reference_to_a_draft_is_no_mistake_as_long_as_it_is_there(root: Path) -> None:
    path = draft(root, NEW, CLAIM)
    change(root, "claim/example-2020/010", supports=[NEW])
    change(root, "claim/example-2020/007", asserts={"subject": NEW, "predicate": "causes", "object": "actor/blue-line"})
    report = check(root)
    assert [problem.code for problem in report.problems] == ["J014"]
    assert report.waiting
    path.unlink()
    assert {code for code, _, _ in found(root)} == {"F005"}


def test_a_file_that_was_released_may_keep_its_name(root: Path) -> None:
    draft(root, "actor/new-friend", "actor/blue-line", name="Friend", mentions=[])
    assert drafts(Intake(Folder(root))) == ["actor/new-friend"]
    build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")
    assert drafts(Intake(Folder(root))) == []
