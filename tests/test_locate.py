"""Locate: a pointer's place is where its value stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.validators.locate import Locator, Place, escape, place, pointer_of, unescape

keys = st.text(st.sampled_from('ab~/0é"\\ 😀\n'), max_size=4)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=10,
)
gaps = st.text(st.sampled_from(" \t\r\n"), max_size=3)


class Writer:
    """Writes JSON with a gap wherever one may stand, and remembers where each value and key went."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.text = ""
        self.values: dict[str, tuple[int, int]] = {}
        self.keys: dict[str, tuple[int, int]] = {}

    def write(self, value: Any, pointer: str = "") -> None:
        self._gap()
        start = len(self.text)
        if isinstance(value, dict):
            self._between("{}", [(self._member, (key, item, pointer)) for key, item in value.items()])
        elif isinstance(value, list):
            self._between("[]", [(self.write, (item, f"{pointer}/{index}")) for index, item in enumerate(value)])
        else:
            self.text += json.dumps(value, ensure_ascii=self._draw(st.booleans()))
        self.values[pointer] = (start, len(self.text))
        self._gap()

    def _member(self, key: str, item: Any, pointer: str) -> None:
        self._gap()
        start = len(self.text)
        self.text += json.dumps(key)
        self.keys[f"{pointer}/{escape(key)}"] = (start, len(self.text))
        self._gap()
        self.text += ":"
        self.write(item, f"{pointer}/{escape(key)}")

    def _between(self, brackets: str, writings: list[Any]) -> None:
        self.text += brackets[0]
        for number, (write, arguments) in enumerate(writings):
            self.text += "," if number else ""
            write(*arguments)
        self._gap()
        self.text += brackets[1]

    def _gap(self) -> None:
        self.text += self._draw(gaps)


@st.composite
def written(draw: st.DrawFn) -> tuple[Any, Writer]:
    value = draw(values)
    writer = Writer(draw)
    writer.write(value)
    return value, writer


def pointers(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    yield pointer, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from pointers(item, f"{pointer}/{escape(str(key))}")


def offset(text: str, at: Place) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: at.line - 1]) + at.column - 1


@given(written())
def test_the_place_of_a_pointer_cuts_out_its_value(case: tuple[Any, Writer]) -> None:
    value, writer = case
    locator = Locator(writer.text)
    for pointer, item in pointers(value):
        start, end = writer.values[pointer]
        assert json.loads(writer.text[start:end]) == item
        assert locator.value(pointer) == place(writer.text, start, end)
        assert offset(writer.text, locator.value(pointer)) == start
    assert locator.repeated == []


@given(written())
def test_the_place_of_a_key_cuts_out_the_key(case: tuple[Any, Writer]) -> None:
    locator = Locator(case[1].text)
    for pointer, span in case[1].keys.items():
        assert locator.key(pointer) == place(case[1].text, *span)


@given(keys)
def test_a_key_comes_back_from_its_token(key: str) -> None:
    assert unescape(escape(key)) == key
    assert "/" not in escape(key)


def test_tilde_and_slash_are_escaped() -> None:
    assert pointer_of(("a/b", 0, "m~n")) == "/a~1b/0/m~0n"
    locator = Locator('{"a/b": [{"m~n": 7}]}')
    assert locator.value("/a~1b/0/m~0n") == Place(1, 18, 1)


@pytest.mark.parametrize(("pointer", "column"), [("/a/b/c", 7), ("/a/9", 7), ("/x", 1), ("/x/y/z", 1)])
def test_a_pointer_that_leads_nowhere_gives_what_is_around_it(pointer: str, column: int) -> None:
    assert Locator('{"a": {"k": 1}}').value(pointer).column == column


def test_a_key_that_is_not_there_gives_what_is_around_it() -> None:
    assert Locator('{"a": {"k": 1}}').key("/a/b") == Place(1, 7, 8)


def test_repeated_keys_are_told_in_order_and_keep_their_last_place() -> None:
    locator = Locator('{"a": 1,\n "b": {"c": 1, "c": 2},\n "a": 3}')
    assert locator.repeated == ["/b/c", "/a"]
    assert locator.key("/a") == Place(3, 2, 3)
    assert locator.value("/a") == Place(3, 7, 1)


def test_a_value_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert Locator('{\n  "a": [\n    1\n  ]\n}').value("/a") == Place(2, 8, 1)


def test_nothing_has_the_length_of_one() -> None:
    assert place("ab", 2, 2) == Place(1, 3, 1)


@pytest.mark.parametrize("text", ["", " ", "{", '{"a"', '{"a":', '{"a": [1,', "[", "]", '"'])
def test_a_text_that_ends_too_soon_has_places_all_the_same(text: str) -> None:
    assert Locator(text).value("/a/0").line == 1
