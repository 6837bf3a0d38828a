"""Filter: what people type is read, filters that say the same are the same, and what cannot be read is told kindly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.filter import LONGEST, FilterError, parse
from caucasus_ledger.dataset.ledger import Ledger

SAME = [
    ["claims kind=prediction", "claim where kind = prediction",
     "  CLAIMS  Kind==Prediction ", 'claims kind="prediction"'],
    ["claims kind=state,causal", "claims kind=causal, state", "claims kind=causal,state,causal"],
    ["claims kind!=state kind!=causal", "claims kind!=causal,state"],
    ["claims by=ada-example kind=state", "claims kind=state and claimant=actor/ada-example",
     "claims kind=state by='Ada Example'", "claims kind=state AND by=“ada example”"],
    ["events when>=2020-05", "events when>=2020-05-01", "events when>2020-04", "events when>=2020-05 when>=2020-04"],
    ["events when<=2020-05", "events when<2020-06", "events when<=2020-05-31", "events when<=[2020-04..2020-05]"],
    ["events when=2020-05", "events when=2020-05-01/2020-05-31"],
    ["events deaths>3", "events deaths>=4", "events deaths.best>=4.0", "events deaths>=4 deaths>1"],
    ["events type=consult", "events type=CONSULT"],
    ["events involving=northmark", "events participants.actor=actor/northmark", "events actor=Northmark"],
    ["actors kind=international-organisation", 'actors kind="international organisation"'],
    ["claims", "claim"],
    ["actors country=arm", "actors country=ARM"],
    ["claims about=northmark", "claims about=actor/northmark"],
]  # fmt: skip


@pytest.mark.parametrize("texts", SAME)
def test_filters_that_say_the_same_are_equal(texts: list[str], ledger: Ledger) -> None:
    assert len({parse(text, ledger) for text in texts}) == 1


def test_filters_that_say_something_else_differ(ledger: Ledger) -> None:
    assert len({parse(texts[0], ledger) for texts in SAME}) == len(SAME)


@pytest.mark.parametrize("texts", SAME)
def test_normal_form_is_a_filter_as_well(texts: list[str], ledger: Ledger) -> None:
    found = parse(texts[0], ledger)
    assert parse(str(found), ledger) == found


WRONG = [
    "", "   ", "kind=state", "clams kind=state", "claims knd=state", "claims kind", "claims kind=",
    "claims kind=state,", "claims kind=stat", "claims kind~state", "claims kind>state",
    "claims kind=state or kind=causal", "claims not kind=state", "claims kind=state and", "claims =state",
    "claims by=nobody-here", "claims by=event/x",
    "claims id=Northmark", "claims about=northmrk", "events when>=2020-13", "events when>=yesterday",
    "events when>2020-05/..", "events when>9999", "events when>=2020,2021", "events deaths>=many",
    "events deaths>=1.5", 'events deaths>=""', "events country=atlantis", "actors country=Armenia",
    'claims statement="it is so', "claims kind=\"state\"kind=causal", "claims statement='it's so'",
    "claims \x1b[31mkind=state", "events lat>3", f"claims {'kind=state ' * 40}knd=state", "claims kind=\x00",
    "x" * (LONGEST + 1), f"claims kind={'x' * 400}", f"claims {'x' * 400}=1", f"claims by={'x' * 400}",
    f"claims {'and ' * 20_000}", "claims and and kind=state", "claims statement=\udcff",
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_read_is_shown(text: str, ledger: Ledger, snapshot: SnapshotAssertion) -> None:
    with pytest.raises(FilterError) as told:
        parse(text, ledger)
    assert str(told.value) == snapshot


def test_marks_stand_below_what_is_wrong(ledger: Ledger) -> None:
    with pytest.raises(FilterError) as told:
        parse("claims kind=state by=nobody-here", ledger)
    _, line, marks = str(told.value).splitlines()
    start, end = marks.index("^"), marks.rindex("^") + 1
    assert line[start:end] == "nobody-here"


@given(st.text(max_size=60) | st.text(st.sampled_from("claimsventkd =!<>,.\"'“”/[]-20135_\x00\u202e\n")))
def test_whatever_is_typed_is_read_or_told(ledger: Ledger, text: str) -> None:
    for typed in (text, f"claims {text}", f"events when={text}", f"actors name={text}"):
        try:
            found = parse(typed, ledger)
        except FilterError as error:
            shown = str(error)
            assert re.search(r"\^+ column [1-9][0-9]*$", shown)
            assert all(letter.isprintable() or letter == "\n" for letter in shown)
        else:
            assert parse(str(found), ledger) == found


@given(st.text(max_size=500))
def test_any_value_can_be_quoted(ledger: Ledger, text: str) -> None:
    doubled = text.replace('"', '""')
    found = parse(f'claims statement="{doubled}" kind=state', ledger)
    assert parse(str(found), ledger) == found


def test_letters_composed_in_either_way_are_the_same(ledger: Ledger) -> None:
    assert parse("actors name=café", ledger) == parse("actors name=cafe\u0301", ledger)
