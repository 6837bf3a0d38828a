"""Draft: what is filled in from a text, what is marked, and what is left to the coder."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset import draft as drafts
from caucasus_ledger.dataset.draft import Draft, Given, draft, undecided
from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.dataset.records import parse
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.schema import Actor
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.text import canonical, span_digest, words
from copies import EXAMPLE_ROOT
from texts import EAST, ENGLISH, OTHERS, STATE

pytest.importorskip("sentencex")
pytest.importorskip("babel")

GIVEN = Given("new-2021", "en", "news", "2021-07-15", ("actor/example-gazette",), "actor/example-gazette")


@cache
def actors() -> tuple[Actor, ...]:
    more = [parse(json.dumps(record)) for record in (EAST, STATE)]
    return (*load(EXAMPLE_ROOT).actors, *(actor for actor in more if isinstance(actor, Actor)))


def made(text: str = ENGLISH, known: Given = GIVEN) -> Draft:
    return draft(canonical(text), known, actors())


def record(drafted: Draft, record_id: str) -> Any:
    return next(plain for plain in drafted.files.values() if plain["id"] == record_id)


def words_of(drafted: Draft, items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item.get("role", "mention"), drafted.text[item["start"] : item["end"]]) for item in items]


def test_the_source_has_what_is_given_and_marks_for_the_rest() -> None:
    source = record(made(), "source/new-2021")
    assert (source["authors"], source["kind"], source["licence"]) == (["actor/example-gazette"], "news", "?")
    assert source["published"] == {"edtf": "2021-07-15", "basis": "?"}
    bare = record(made(known=Given("new-2021")), "source/new-2021")
    assert (bare["authors"], bare["publisher"], bare["language"], bare["published"]) == (
        ["?"],
        "?",
        "?",
        {"basis": "?"},
    )


def test_the_index_has_digests_for_eight_words_and_no_line_without_a_word_is_coded() -> None:
    drafted = made()
    source = record(drafted, "source/new-2021")
    for entry in source["sentences"]:
        exact = drafted.text[entry["start"] : entry["end"]]
        long = len(words(exact)) >= DIGEST_WORDS
        assert entry.get("digest") == (span_digest("source/new-2021", exact) if long else None)
        assert entry["status"] == ("boilerplate" if exact == "* * *" else "coded")


def test_a_claim_a_sentence_is_drafted_with_evidence_of_every_role() -> None:
    drafted = made()
    claim = record(drafted, "claim/new-2021/003")
    assert claim["attribution"] == [{"actor": "actor/example-gazette", "mode": "own_voice", "factuality": "?"}]
    assert claim["about"] == ["event/new-new-2021-003", "actor/river-commission"]
    assert words_of(drafted, claim["evidence"]) == [
        ("whole", "The River Commission reportedly paid in late June, and Easthaven may follow next week"),
        ("hedge", "reportedly"), ("time", "late June"), ("hedge", "may"), ("time", "next week"),
    ]  # fmt: skip


def test_speech_is_evidence_and_a_term_between_marks_is_not() -> None:
    drafted = made()
    assert words_of(drafted, record(drafted, "claim/new-2021/004")["evidence"])[1:] == [
        ("quotation", "We will build it together, whatever it costs,")
    ]
    roles = {role for role, _ in words_of(drafted, record(drafted, "claim/new-2021/005")["evidence"])}
    assert "quotation" not in roles


def test_an_event_is_dated_only_if_its_sentence_leaves_one_reading() -> None:
    drafted = made()
    assert record(drafted, "event/new-new-2021-002")["when"] == {"edtf": "2021-05-03", "basis": "explicit"}
    assert record(drafted, "event/new-new-2021-003")["when"] == {"basis": "?"}
    assert record(drafted, "event/new-new-2021-005")["when"]["edtf"] == "[2021-07-12,2021-07-13]"
    assert record(drafted, "event/new-new-2021-002")["participants"] == [
        {"actor": "actor/northmark", "role": "?"}, {"actor": "actor/ada-example", "role": "?"},
        {"actor": "actor/southmark", "role": "?"},
    ]  # fmt: skip


def test_a_derived_date_is_read_from_the_source_with_a_note() -> None:
    drafted = made("The River Commission met last week.\n")
    when = record(drafted, "event/new-new-2021-001")["when"]
    assert when == {
        "edtf": "[2021-07-05..2021-07-11]", "basis": "derived", "anchor": "source/new-2021",
        "note": "Counted in weeks from Monday, from publication.",
    }  # fmt: skip


def test_mentions_are_put_in_order_into_the_actors_records() -> None:
    drafted = made()
    southmark = record(drafted, "actor/southmark")
    assert [m["source"] for m in southmark["mentions"]] == ["source/example-2020"] * 3 + ["source/new-2021"] * 2
    mine = [m for m in southmark["mentions"] if m["source"] == "source/new-2021"]
    assert [drafted.text[m["start"] : m["end"]] for m in mine] == ["Southmark", "Southmark"]
    assert parse(json.dumps(southmark))


def test_what_a_name_may_not_mean_is_left_to_the_coder() -> None:
    why = {place.name: place.why for sheet in made().sheets for place in sheet.places if place.why}
    assert why == {
        "Easthaven": "metonym of Eastmark",
        "envoy": "description of Eastmark",
        "Harbour pilots": "a nameless group of another source, which is never merged",
    }


def test_names_of_nobody_known_are_listed() -> None:
    assert [one.name for one in made().newcomers] == ["Carl Sample", "Rivertown"]
    (ada,) = made("They met Ada there.").newcomers
    assert ada.perhaps == ("actor/ada-example",)


def test_the_coder_is_told_of_what_may_be_two_sentences_and_of_an_open_quotation() -> None:
    (sheet,) = made("Северная встреча была 3 мая 2020 г. Стороны ушли.", Given("x", "ru")).sheets
    assert "may be two sentences" in sheet.remarks[0]
    unclosed, *others = made("“We will pay for it.\nWe will not wait.").sheets
    assert unclosed.remarks == ("A quotation mark opens that nothing closes.",)
    assert [one.remarks for one in others] == [()]


def test_a_quotation_over_two_sentences_is_evidence_in_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "sentences", lambda *_: [(0, 17), (18, 38)])
    drafted = made("“We will pay now. We go home at once.” ")
    assert all("A quotation reaches over several sentences." in sheet.remarks for sheet in drafted.sheets)
    found = [words_of(drafted, record(drafted, f"claim/new-2021/00{n}")["evidence"])[1] for n in (1, 2)]
    assert found == [("quotation", "We will pay now."), ("quotation", "We go home at once.")]


def test_a_name_of_two_actors_and_overlapping_names_are_never_written() -> None:
    twins = [
        Actor.model_validate_json(json.dumps({"id": f"actor/{slug}", "name": name, "kind": "group"}))
        for slug, name in (
            ("a", "Twin Hill"),
            ("b", "Twin Hill"),
            ("c", "Hill Road"),
            ("d", "Long Twin Hill Road"),
            ("e", "Lone"),
        )
    ]
    drafted = draft("Twin Hill met Lone. Twin Hill Road met. A Long Twin Hill Road met.", Given("x", "en"), twins)
    written = [place.name for sheet in drafted.sheets for place in sheet.places if place.why is None]
    assert written == ["Lone", "Long Twin Hill Road"]


@pytest.mark.parametrize("language", OTHERS)
def test_any_script_is_drafted(language: str) -> None:
    drafted = made(OTHERS[language], Given("new-2021", language, published="2021-07-15"))
    first, second = drafted.sheets
    assert [place.why for place in first.places] == [None]
    assert all("may be a form of" in str(place.why) for place in second.places)
    assert len(second.places) == 1
    assert record(drafted, "event/new-new-2021-001")["when"] == {"edtf": "2021-05-03", "basis": "explicit"}
    assert any("no list of hedges" in limit for limit in drafted.limits)


def test_what_was_not_looked_for_is_told() -> None:
    assert "No language is given" in "".join(made(known=Given("x")).limits)
    assert "No day of publication" in "".join(made(known=Given("x")).limits)
    assert "U+00AD, SOFT HYPHEN, 1 times" in "".join(made("North\u00admark left.").limits)
    assert "No name of a known actor" in "".join(made("Nobody left.").limits)
    assert made().limits == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a. B " * 30_000, "a line has"),
        ("A b.\n" * 4_000, "4,000 sentences"),
        ("a " * 12_000, "no sentence ends within"),
    ],
)
def test_what_is_too_large_for_a_record_is_refused(text: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        made(text)


def test_marks_are_counted() -> None:
    assert undecided({"a": "?", "b": ["?", {"c": "?"}, "x"], "d": 1}) == 3


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*canonical(ENGLISH).split(" "), "“", "\n", "’s", "Northmark", "in May", "?"])).map(
        " ".join
    )
)
def test_a_draft_is_sound_for_any_text(raw: str) -> None:
    text = canonical(raw)
    drafted = draft(text, GIVEN, actors())
    source = record(drafted, "source/new-2021")
    for plain in drafted.files.values():
        json.loads(json.dumps(plain, allow_nan=False))
        for item in plain.get("evidence", []) + plain.get("mentions", []):
            if item["source"] != "source/new-2021":
                continue
            exact = text[item["start"] : item["end"]]
            assert any(one["start"] <= item["start"] and item["end"] <= one["end"] for one in source["sentences"])
            assert exact == exact.strip() != ""
            assert item.get("digest") == (
                span_digest("source/new-2021", exact) if "role" in item and len(words(exact)) >= DIGEST_WORDS else None
            )
            assert item.get("name", exact) == exact
        if plain["id"].startswith("actor/"):
            parse(json.dumps(plain))
