"""X: text hygiene: what people type, and what would hurt them who read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from caucasus_ledger.dataset.export.cells import FORMULA
from caucasus_ledger.schema import Event
from caucasus_ledger.seeds.text import run_index, shared_runs
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.lookalikes import LATIN, mixed_scripts
from caucasus_ledger.validators.rule import Example, Finding, Rule

LONG_ENOUGH = 60
"""A text of this many characters says something, whatever it begins with."""

SHARED_WORDS = 8
"""A run of this many words that a field shares with the source is copied."""

_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK = frozenset(map(chr, [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, *range(0xFE00, 0xFE10),
                             0xFFA0, *range(0xE0100, 0xE01F0)]))  # fmt: skip
"""Characters of other categories that show nothing: Unicode's default ignorable ones, and the empty Braille pattern."""
_UNUSUAL = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_STRAY = re.compile(rf"^ | $|  |{_UNUSUAL}", re.MULTILINE)
_BORDER = re.compile("^ | $", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")
_MARKUP = re.compile(
    r"</?[A-Za-z]|<!|\]\(|&(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z]{2,8});"
    r"|\b(?:javascript|vbscript):|\bdata:[a-z]+/|\*\*|```|\b__\w+__\b"
)
_MARKS = ("<", "](", "&", "script:", "data:", "**", "```", "__")
_MISREAD = re.compile("\ufffd|[ÂÃÐÑ][\u0080-\u00bf]|â[\u0080-\u009f€][\u0080-\u00bf\u0152-\u2122]|ï»¿")
_PICTOGRAPH = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_UNBROKEN = re.compile(r"\S{61,}")
_DISGUISED = re.compile(
    "[\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2460-\u24ff\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
_PILED = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")
_PLACEHOLDER = re.compile(
    r"\W*[^\w\s]\W*|\W*(?:to-?do|fix-?me|tb[acd]|n/?a|none|null|nil|xxx+|foo|bar|unknown|placeholder|lorem ipsum.*"
    r"|to be (?:added|done|written).*)\W*|(?:todo|fixme)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)(?=[:/]|$)")
_NO_HOST = re.compile(r"[^.]*|[0-9.]+|.*\.(?:local|localhost|internal|invalid|test|lan|onion)|.*\.", re.IGNORECASE)
_PRIVATE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bfile:/|(?:^|[\s(])(?:/home/|/Users/|/tmp/|/root/|~/|[A-Za-z]:\\)", re.MULTILINE
)
PROSE = frozenset(
    [
        "title",
        "text",
        "statement",
        "note",
        "uncoded",
        "reason",
        "rationale",
        "says",
        "criteria",
        "licence",
        "quotation",
        "name",
        "role",
        "publisher",
    ]
)
"""Fields that hold words of people for people, by the last key that leads to them."""

_LOADED = (
    "so-called", "historic", "unprecedented", "brutal", "barbaric", "heroic", "shameful", "notorious", "puppet", "regime",
    "sinister", "glorious", "blatant", "outrageous", "tangible", "defunct", "unthinkable", "unimaginable",
)  # fmt: skip
_LOADED_WORD = re.compile(rf"\b(?:{'|'.join(_LOADED)})\b", re.IGNORECASE)

Test = Callable[[str], str | None]
Search = Callable[[Intake], Iterator[Finding]]


@lru_cache(maxsize=1)
def _texts(intake: Intake) -> dict[str, list[tuple[str, str, str]]]:
    """Return the texts of every readable file by the last key that leads to them; an item of a list by none."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for item in intake.strings:
        key = item[1][item[1].rfind("/") + 1 :]
        found.setdefault("" if key.isdigit() else key, []).append(item)
    return found


@lru_cache(maxsize=1)
def _foreign(intake: Intake) -> list[tuple[str, str, str]]:
    """Return the texts that have a character beyond ASCII."""
    return [item for item in intake.strings if not item[2].isascii()]


@lru_cache(maxsize=1)
def _lines(intake: Intake) -> str:
    """Return all texts, each between line ends, so that one look tells what stands in none."""
    return "\n".join(["", *(text for _, _, text in intake.strings), ""])


def _put(test: Test, texts: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    for record_id, pointer, text in texts:
        if pointer != "/id" and (says := test(text)):  # an identifier is held against the path
            yield Finding(record_id, pointer, says)


def _each(test: Test, *marks: str) -> Search:
    """Return a search that puts every text to the test, which says what is wrong with it.

    With marks, a text can only fail if one of them stands in it; a line end stands for its border.
    """

    def search(intake: Intake) -> Iterator[Finding]:
        if not marks or any(mark in _lines(intake) for mark in marks):
            yield from _put(test, intake.strings)

    return search


def _each_foreign(test: Test) -> Search:
    """Return a search that puts the texts that are not plain ASCII to the test."""
    return lambda intake: _put(test, _foreign(intake))


def _each_of(fields: Collection[str], test: Test, *marks: str) -> Search:
    """Return a search that puts the texts of some fields, named by the last key that leads to them, to the test.

    With marks, a text can only fail if one of them stands in it.
    """

    def search(intake: Intake) -> Iterator[Finding]:
        for name in fields:
            texts = _texts(intake).get(name, [])
            if not marks or any(any(mark in text for mark in marks) for _, _, text in texts):
                yield from _put(test, texts)

    return search


def _found(pattern: re.Pattern[str], says: str) -> Test:
    """Return the test of a text that fails where the pattern is found; `{}` in what it says is what was found."""

    def test(text: str) -> str | None:
        match = pattern.search(text)
        return says.format(ascii(match.group()[:40])) if match else None

    return test


def _invisible(text: str) -> str | None:
    if text.isascii() and text.isprintable():
        return None
    for index, character in enumerate(text):
        if character in _BLANK or unicodedata.category(character) in _REFUSED_CATEGORIES:
            name = unicodedata.name(character, "a control character")
            return f"character {index + 1} is U+{ord(character):04X}, {name}, which cannot be seen"
    return None


def _mixed(text: str) -> str | None:
    if _invisible(text):
        return None  # blank letters have a script, and another rule
    for word in _WORD.findall(text):
        if scripts := mixed_scripts(word):
            return f"the word {word!a} mixes letters of {' and '.join(scripts).title()}"
    return None


def _lookalike(text: str) -> str | None:
    """A word that has no Latin letter, looks Latin, and stands in a text that has Latin words."""
    words = _WORD.findall(text)
    alike = next((word for word in words if len(word) > 2 and _looks_latin(word)), None)
    if alike is None or not any(word.isascii() for word in words):
        return None
    return f"the word {alike!a} has no Latin letter and looks like '{alike.translate(LATIN)}'"


def _looks_latin(word: str) -> bool:
    return not any(letter.isascii() for letter in word) and word.translate(LATIN).isascii()


def _formula(text: str) -> str | None:
    return f"it begins with {text[0]!r}, which a spreadsheet takes for a formula" if text.startswith(FORMULA) else None


def _not_composed(text: str) -> str | None:
    return None if unicodedata.is_normalized("NFC", text) else "its letters and accents are written apart (not NFC)"


def _stray_space(text: str) -> str | None:
    return "a space stands at its border, twice in a row, or in an unusual form" if _STRAY.search(text) else None


def plain_spaces(text: str) -> str:
    """Return the text with single plain spaces between words and none at the borders of lines, as rule X005 asks for."""
    return _BORDER.sub("", re.sub(" {2,}", " ", re.sub(_UNUSUAL, " ", text)))


def _stray_spaces(intake: Intake) -> Iterator[Finding]:
    plain = any(mark in _lines(intake) for mark in ("\n ", " \n", "  "))
    yield from _put(_stray_space, intake.strings if plain else _foreign(intake))


def _no_words(text: str) -> str | None:
    return "it says nothing" if len(text) < LONG_ENOUGH and _PLACEHOLDER.fullmatch(text) else None


def _unbroken(text: str) -> str | None:
    return "more than 60 characters go on without a space" if len(text) > 60 and _UNBROKEN.search(text) else None


def _unreachable(text: str) -> str | None:
    host = _HOST.match(text)
    return f"nobody else can reach '{host.group(1)}'" if host and _NO_HOST.fullmatch(host.group(1)) else None


def _loaded(intake: Intake) -> Iterator[Finding]:
    for event in intake.of(Event):
        if found := _LOADED_WORD.search(event.title):
            yield Finding(event.id, "/title", f"'{found.group()}' evaluates; a title only names the act")


def _copied(intake: Intake) -> Iterator[Finding]:
    """Runs of the source's words in any text but a quotation, which is a named speaker's."""
    indexes = [run_index(text, SHARED_WORDS) for text in intake.texts.values()]
    for record_id, pointer, text in intake.strings if indexes else ():
        for index in indexes if pointer != "/quotation" and not pointer.endswith("/name") else ():
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
         search=_each_foreign(_mixed)),
    Rule("X003", "formula", "The text begins like a spreadsheet formula.", "Begin with a letter or digit.",
         Example("event/2020-06-port-closure", "/title", "=1+1"), search=_each(_formula, *(f"\n{start}" for start in FORMULA))),
    Rule("X004", "not-composed", "The text is not in Unicode normal form C.", "Type the letter with its accent as one.",
         Example("event/2020-06-port-closure", "/title", "Southmark closes a cafe\u0301"),
         search=_each_foreign(_not_composed),
         mends="composes letters and accents"),
    Rule("X005", "stray-space", "Spaces stand at the border of the text, doubled, or in an unusual form.",
         "Use single plain spaces between words.", Example("event/2020-06-port-closure", "/title", "Southmark closes  a port"),
         search=_stray_spaces,
         mends="leaves single plain spaces between words"),
    Rule("X006", "loaded-word", "An event's title evaluates.", "Name the act without the adjective.",
         Example("event/2020-06-port-closure", "/title", "Southmark's brutal closing of its northern port"),
         severity="warning", search=_loaded),
    Rule("X007", "copied-words", "A field shares 8 or more consecutive words with the attached text.",
         "Say it in other words; the span says where it stands.",
         Example("claim/example-2020/003", "/statement",
                 "Four people died when a ferry of the Blue Line sank.", text=True), search=_copied),
    Rule("X009", "markup", "The text holds HTML, Markdown or the start of a script.", "Write it as plain text.",
         Example("event/2020-06-port-closure", "/note", "See <b>above</b>."),
         search=_each_of(PROSE, _found(_MARKUP, "{} is read as markup"), *_MARKS)),
    Rule("X010", "misread-letters", "The text was once read in the wrong encoding: letters with accents stand as two or three others.",
         "Type the words anew.", Example("event/2020-06-port-closure", "/note", "Seen in TÃ¼rkiye."),
         search=_each_foreign(_found(_MISREAD, "{} is what is left of another letter"))),
    Rule("X011", "placeholder", "A text stands for one that was never written.", "Write it, or leave the field out where it may be.",
         Example("event/2020-06-port-closure", "/note", "TODO"),
         search=_each_of(PROSE - {"name", "role", "quotation"}, _no_words)),
    Rule("X012", "pictograph", "The text holds a pictograph.", "Say it in words.",
         Example("event/2020-06-port-closure", "/note", "Closed \U0001f6a2."), severity="warning",
         search=_each_foreign(_found(_PICTOGRAPH, "{} is a pictograph"))),
    Rule("X013", "unbroken-run", "More than 60 characters follow one another without a space.", "Write words; an address belongs into a url field.",
         Example("event/2020-06-port-closure", "/note", "Z" * 61), severity="warning",
         search=_each_of(PROSE, _unbroken)),
    Rule("X014", "disguised-letter", "The text holds letters or digits in a form made for print or show: ligatures, full width, circled, mathematical.",
         "Type the plain letters.", Example("event/2020-06-port-closure", "/title", "Southmark closes an o\ufb03ce"),
         search=_each_foreign(_found(_DISGUISED, "{} is a letter or digit in disguise"))),
    Rule("X015", "piled-marks", "Three accents or more are piled on one letter.", "Type the letter anew.",
         Example("event/2020-06-port-closure", "/note", "Z\u0335\u0336\u0337"), search=_each_foreign(_found(_PILED, "{} are piled on one letter"))),
    Rule("X021", "lookalike-word", "A word looks Latin and has no Latin letter.", "Type the word anew; ignore this if it is a word of its script.",
         Example("event/2020-06-port-closure", "/note", "The \u0441\u043e\u0440\u0443 is there."), severity="warning", search=_each_foreign(_lookalike)),
    Rule("X022", "unreachable-address", "The address leads to one machine or network, and not to the web.", "Give the public address.",
         Example("assessment/example-2020/ferry-deaths", "/references/0/url", "http://localhost:8000/report"),
         search=_each_of(("url",), _unreachable)),
    Rule("X023", "private-trace", "The text holds an electronic mail address or the path of a file on somebody's machine.", "Remove it.",
         Example("event/2020-06-port-closure", "/note", "See /home/ada/notes.txt."), severity="warning",
         search=_each_of(PROSE, _found(_PRIVATE, "{} is nobody's business"), "@", "/", "\\")),
)  # fmt: skip
