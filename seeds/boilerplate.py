"""Boilerplate: signs that a sentence is a byline, a heading or a disclaimer and says nothing that is coded."""

from __future__ import annotations

import re

from caucasus_ledger.seeds.sentences import Stretch

_SIGNS = re.compile(
    r"^(?:source|photo|image|picture|editor|author|note)s?:|^editor['’]s note\b|©|"
    r"\b(?:all rights reserved|(?:views|opinions) expressed|read more|subscribe|first (?:published|appeared)|"
    r"is an? (?:\w+ )?(?:expert|analyst|fellow|researcher|journalist|professor|author|editor|scholar|correspondent))\b",
    re.IGNORECASE,
)
_ENDS = frozenset('.!?…։:;"”’»)]')


def has_words(text: str, stretch: Stretch) -> bool:
    """Return whether a sentence has a word; what has none, such as a row of stars, says nothing."""
    return any(map(str.isalnum, text[slice(*stretch)]))


def suspicion(text: str, stretch: Stretch) -> str | None:
    """Return why a sentence may be boilerplate, or None if nothing speaks for it. The words looked for are English."""
    start, end = stretch
    if not has_words(text, stretch):
        return "it has no words"
    if found := _SIGNS.search(text[start:end]):
        return f"it says '{found.group()}'"
    fills_line = text[start - 1 : start] in ("", "\n") and text[end : end + 1] in ("", "\n")
    if fills_line and text[end - 1] not in _ENDS:
        return "it is a line without a full stop, as headings and bylines are"
    return None
