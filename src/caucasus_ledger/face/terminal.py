"""Terminal: what the one in front of the reader can show, and links on it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO


def is_terminal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether the stream is a terminal that obeys more than plain text."""
    return stream.isatty() and environment.get("TERM") != "dumb"


def colour(environment: Mapping[str, str]) -> bool | None:
    """Return whether the environment asks for colour or forbids it; None leaves it to the stream.

    NO_COLOR (no-color.org) goes before FORCE_COLOR (force-color.org) and that before TERM, as in Python's own tools.
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return False if environment.get("TERM") == "dumb" else None


def has_links(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether hyperlinks may be written: only to a terminal, and not where plain text is asked for.

    The old console of Windows shows them as rubbish; Windows Terminal sets WT_SESSION.
    """
    modern = os.name != "nt" or "WT_SESSION" in environment
    return modern and is_terminal(stream, environment) and not environment.get("NO_COLOR")


def width(stream: TextIO, environment: Mapping[str, str]) -> int | None:
    """Return the columns of the terminal, 80 where it does not tell, or None where the stream is none."""
    if not is_terminal(stream, environment):
        return None
    if (columns := environment.get("COLUMNS", "")).isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def hyperlink(text: str, address: str) -> str:
    """Return text that leads to an address, by the escape sequence OSC 8; the address is percent-encoded ASCII."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
