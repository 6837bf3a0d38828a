"""JSON text: what goes in comes back, and a page that embeds it cannot be left by it."""

from __future__ import annotations

import json
import math
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.export.json_text import lines, pretty
from export.conftest import PAYLOADS

_text = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(PAYLOADS)
_value = st.recursive(
    _text | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
)


class Scripts(HTMLParser):
    """What a browser takes for the contents of the scripts of a page, and the tags that it sees."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.inside.append(data)


@given(_value)
def test_it_comes_back_and_is_harmless(value: object) -> None:
    text = pretty(value)
    assert json.loads(text) == value
    assert not any(character in text for character in "<>&\u2028\u2029")
    assert text.endswith("\n")


@given(_value)
def test_a_script_that_holds_it_ends_where_it_ends(value: object) -> None:
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{pretty(value)}</script>')
    page.close()
    assert page.tags == ["script"]
    assert json.loads("".join(page.inside)) == value


@given(st.lists(_value))
def test_a_line_is_a_value(values: list[object]) -> None:
    assert [json.loads(line) for line in lines(values).split("\n")[:-1]] == values


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        pretty(math.nan)
