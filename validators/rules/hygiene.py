"""X: text hygiene: what people type, and what would hurt them who read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from caucasus_ledger.schema import Event
from caucasus_ledger.seeds.text import run_index, shared_runs
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Finding, Rule

SHARED_WORDS = 8
"""A run of this many words that a field shares with the source is copied."""

_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORMULA = tuple("=+-@\t\r\0＝＋－＠")
_UNUSUAL = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_STRAY = re.compile(rf"^ | \Z|  |{_UNUSUAL}")
_WORD = re.compile(r"[^\W\d_]+")
_LOADED = (
    "so-called", "historic", "unprecedented", "brutal", "barbaric", "heroic", "shameful", "notorious", "puppet", "regime",
    "sinister", "glorious", "blatant", "outrageous", "tangible", "defunct", "unthinkable", "unimaginable",
)  # fmt: skip
_LOADED_WORD = re.compile(rf"\b(?:{'|'.join(_LOADED)})\b", re.IGNORECASE)


def _each(test: Callable[[str], str | None]) -> Callable[[Intake], Iterator[Finding]]:
    """Return a search that puts every text of every readable file to the test, which says what is wrong with it."""

    def search(intake: Intake) -> Iterator[Finding]:
        for record_id, pointer, text in intake.strings:
            if says := test(text):
                yield Finding(record_id, pointer, says)

    return search


def _invisible(text: str) -> str | None:
    if text.isascii() and text.isprintable():
        return None
    for index, character in enumerate(text):
        if unicodedata.category(character) in _REFUSED_CATEGORIES:
            name = unicodedata.name(character, "a control character")
            return f"character {index + 1} is U+{ord(character):04X}, {name}, which cannot be seen"
    return None


def _mixed(text: str) -> str | None:
    if text.isascii():
        return None
    for word in _WORD.findall(text):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if unicodedata.category(letter) != "Lm"}
        if len(scripts) > 1:
            return f"the word {word!a} mixes letters of {' and '.join(sorted(scripts)).title()}"
    return None


def _formula(text: str) -> str | None:
    return f"it begins with {text[0]!r}, which a spreadsheet takes for a formula" if text.startswith(_FORMULA) else None


def _not_composed(text: str) -> str | None:
    return None if unicodedata.is_normalized("NFC", text) else "its letters and accents are written apart (not NFC)"


def _stray_space(text: str) -> str | None:
    return "a space stands at its border, twice in a row, or in an unusual form" if _STRAY.search(text) else None


def plain_spaces(text: str) -> str:
    """Return the text with single plain spaces between its words and none at its borders, as rule X005 asks for."""
    return re.sub(" {2,}", " ", re.sub(_UNUSUAL, " ", text)).strip(" ")


def _loaded(intake: Intake) -> Iterator[Finding]:
    for event in intake.of(Event):
        if found := _LOADED_WORD.search(event.title):
            yield Finding(event.id, "/title", f"'{found.group()}' evaluates; a title only names the act")


def _copied(intake: Intake) -> Iterator[Finding]:
    """Runs of the source's words in any text but a quotation, which is a named speaker's."""
    indexes = [run_index(text, SHARED_WORDS) for text in intake.texts.values()]
    for record_id, pointer, text in intake.strings if indexes else ():
        for index in indexes if pointer != "/quotation" else ():
            for _, run in shared_runs(index, text):
                words = run.split()
                message = f"it shares {len(words)} consecutive words with the source, from '{words[0]}' on"
                yield Finding(record_id, pointer, message)


RULES = (
    Rule("X001", "invisible-character", "The text holds a character that cannot be seen: a control, direction mark or gap.",
         "Delete the character.", Example("event/2020-06-port-closure", "/title", "Southmark closes\u202e a port"),
         search=_each(_invisible)),
    Rule("X002", "mixed-script", "A word mixes letters of several scripts that look alike.",
         "Type the word anew in one script.", Example("event/2020-06-port-closure", "/title", "Southmark сloses a port"),
         search=_each(_mixed)),
    Rule("X003", "formula", "The text begins like a spreadsheet formula.", "Begin with a letter or digit.",
         Example("event/2020-06-port-closure", "/title", "=1+1"), search=_each(_formula)),
    Rule("X004", "not-composed", "The text is not in Unicode normal form C.", "Type the letter with its accent as one.",
         Example("event/2020-06-port-closure", "/title", "Southmark closes a cafe\u0301"),
         search=_each(_not_composed),
         mends="composes letters and accents"),
    Rule("X005", "stray-space", "Spaces stand at the border of the text, doubled, or in an unusual form.",
         "Use single plain spaces between words.", Example("event/2020-06-port-closure", "/title", "Southmark closes  a port"),
         search=_each(_stray_space),
         mends="leaves single plain spaces between words"),
    Rule("X006", "loaded-word", "An event's title evaluates.", "Name the act without the adjective.",
         Example("event/2020-06-port-closure", "/title", "Southmark's brutal closing of its northern port"),
         severity="warning", search=_loaded),
    Rule("X007", "copied-words", "A field shares 8 or more consecutive words with the attached text.",
         "Say it in other words; the span says where it stands.",
         Example("claim/example-2020/003", "/statement",
                 "Four people died when a ferry of the Blue Line sank.", text=True), search=_copied),
)  # fmt: skip
