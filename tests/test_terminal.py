"""Terminal: colour, links and width are what the stream and the environment allow."""

from __future__ import annotations

import os
from collections.abc import Mapping
from io import StringIO

import click
import pytest

from caucasus_ledger.face.terminal import colour, has_links, hyperlink, is_terminal, width


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, None),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "dumb"}, False),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "0"}, False),
        ({"NO_COLOR": ""}, None),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, None),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_the_environment_asks_for_colour_or_forbids_it(environment: Mapping[str, str], wanted: bool | None) -> None:
    assert colour(environment) is wanted


@pytest.mark.parametrize(
    ("stream", "environment", "shown"),
    [
        (Terminal(), {}, os.name != "nt"),
        (Terminal(), {"WT_SESSION": "a"}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (StringIO(), {}, False),
        (StringIO(), {"FORCE_COLOR": "1", "WT_SESSION": "a"}, False),
    ],
)
def test_links_are_for_terminals_alone(stream: StringIO, environment: Mapping[str, str], shown: bool) -> None:
    assert has_links(stream, environment) is shown


def test_the_old_console_of_windows_has_no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "name", "nt")
    assert not has_links(Terminal(), {})
    assert has_links(Terminal(), {"WT_SESSION": "a"})


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert width(StringIO(), {"COLUMNS": "100"}) is None
    assert width(Terminal(), {"COLUMNS": "100"}) == 100
    assert width(Terminal(), {"COLUMNS": "wide"}) == 80
    monkeypatch.setattr(Terminal, "fileno", lambda _: 2)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((132, 40)))
    assert width(Terminal(), {}) == 132
    assert is_terminal(Terminal(), {})


def test_a_link_shows_its_text_and_ends() -> None:
    assert hyperlink("here", "file:///a") == "\x1b]8;;file:///a\x1b\\here\x1b]8;;\x1b\\"
    assert click.unstyle(hyperlink(click.style("here", bold=True), "file:///a")) == hyperlink("here", "file:///a")
