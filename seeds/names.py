"""Names: where a text names what has a name already, and what else in it looks like a name.

Places are code points, half-open. Nothing here knows what the names are names of.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from caucasus_ledger.seeds.sentences import Stretch, is_small

_APOSTROPHES = "'’ʼ＇"
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"(?:[-‐‑–]| |\. | (?:of|of the|de|du|des|von|van|bin|ibn|al|el|ul) | al-| el-)")
_INITIAL = re.compile(r"(?<!\w)[^\W_]")
_OPENING = frozenset('“„«"‘:([—')
_PREFIX = re.compile(r"(?<!\w)([^\W\d_])[^\W_]*[-‐‑–]$")
_LONGEST_PREFIX = 20
_ENDING = re.compile(r"['’ʼ](?:s)?(?!\w)")

UNINFLECTED = frozenset({"en", "fr", "es", "it", "pt", "nl"})
"""Languages in which a name takes no case ending, so that a longer word is another word."""
_LONG_ENOUGH = 5
_FUNCTION_WORDS = frozenset(re.findall(r"\w+", """
    a about after against all also although amid among an and another any around as at because before both but by can
    despite during each earlier either even every first following for from given he her here his how however if in
    indeed instead into it its just last later like many meanwhile more moreover most much neither no nor not now of on
    once one only or other our out over second she should since so some still such than that the their then there these
    they third this those though thus to together today under unless unlike until up was we were what when whenever
    where whereas whether which while who why will with within without yesterday yet you your
"""))  # fmt: skip
"""English words of the closed classes, and adverbs of time, which may open a sentence before a name."""
_TITLES = frozenset(re.findall(r"\w+", """
    admiral ambassador archbishop bishop captain chair chairman chairperson chairwoman chancellor chief colonel
    commander commissioner director dr general governor head king lady leader lieutenant lord major marshal mayor
    minister miss mr mrs ms patriarch pope premier president prince princess prof professor queen secretary senator
    sheikh sir speaker spokesman spokesperson spokeswoman
"""))  # fmt: skip
"""English titles of people, which stand beside a name and are no part of it."""
_BEFORE_TITLES = frozenset(re.findall(r"\w+", """
    acting assistant defence defense deputy economy education energy finance first foreign former health interior
    justice permanent press prime security senior state vice
"""))  # fmt: skip
"""English words that belong to a title if one follows or goes before."""
_OF_A_NATION = ("n", "ns", "an", "ans", "ian", "ians", "i", "is", "ish", "ese")
"""Endings that make an English adjective of a country's name, of which up to two letters may go."""
_SHORTEST_STEM = 4
_SHORT_WORD = 3
_SHOWN_WORDS = 4
_LONGEST_TITLE = 4


class Named(NamedTuple):
    """A place that holds a known name; `name` is the known form, from which an inflected place differs."""

    start: int
    end: int
    name: str


class Phrase(NamedTuple):
    """Words with capital letters that follow one another, by their places, as names do."""

    words: tuple[Stretch, ...]
    opens: bool
    """Whether it stands where a capital letter means nothing: at the start of a sentence or a quotation."""


def find(text: str, names: Iterable[str]) -> list[Named]:
    """Return every place that holds one of the names as it is written, the longest first where several begin.

    A name that lies within another is found as well. Letters, digits and marks may not follow or go before; what
    looks like an address on the web is left alone.
    """
    by_word: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        if first := _WORD.search(name):
            by_word[first.group()].append((name, first.start()))
    found = [
        Named(start, start + len(name), name)
        for word in _WORD.finditer(text)
        for name, offset in by_word.get(word.group(), ())
        if (start := word.start() - offset) >= 0 and text.startswith(name, start) and _stands_free(text, start, name)
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def find_inflected(text: str, names: Iterable[str], language: str | None) -> list[Named]:
    """Return the words that may be one of the names with an ending of its language, case or article.

    Looked at are names of one word and five letters or more. Nothing is returned for a language without such endings,
    nor without a language.
    """
    if language is None or language.partition("-")[0].lower() in UNINFLECTED:
        return []
    stems: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in names:
        if len(name) >= _LONG_ENOUGH and _WORD.fullmatch(name) and name[0] == name[0].title():
            stem = name[:-1] if _is_vowel(name[-1]) and len(name) > _LONG_ENOUGH else name
            stems[stem[:_SHORTEST_STEM]].append((stem, name))
    return [
        Named(*word.span(), name)
        for word in _WORD.finditer(text)
        for stem, name in stems.get(word.group()[:_SHORTEST_STEM], ())
        if word.group() != name and len(word.group()) >= len(name) - 1 and word.group().startswith(stem)
    ]


def _is_vowel(letter: str) -> bool:
    """Return whether a name's last letter is one that its case endings may displace."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base in "aeiouyıəаеёиоуыэюяйьაეიოუ"


def _stands_free(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    before, after = text[start - 1 : start], text[end : end + 1]
    if _in_word(before) or _in_word(after):
        return False
    in_address = before and before in "@./\\_#" and _in_word(text[start - 2 : start - 1])
    runs_on = after and after in "@./\\_" and _in_word(text[end + 1 : end + 2])
    return not in_address and not runs_on


def _in_word(character: str) -> bool:
    return bool(character) and (
        character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")
    )


def phrases(text: str, sentences: Sequence[Stretch]) -> list[Phrase]:
    """Return every run of capitalised words in the sentences; none in a script without capital letters."""
    return [phrase for start, end in sentences for phrase in _in_sentence(text, start, end)]


def _in_sentence(text: str, start: int, end: int) -> Iterator[Phrase]:
    held: list[Stretch] = []
    opens = True
    last = start
    for word in _TOKEN.finditer(text, start, end):
        if _capital(word.group()):
            linked = bool(held) and _LINK.fullmatch(text, held[-1][1], word.start())
            if held and not (linked and not _ENDING.search(text, *held[-1])):
                yield Phrase(tuple(held), opens)
                held = []
            if not held:
                opens = last == start or not _OPENING.isdisjoint(text[last : word.start()])
            held.append(word.span())
        last = word.end()
    if held:
        yield Phrase(tuple(held), opens)


def _capital(word: str) -> bool:
    return word[0].isupper() or word[0].istitle()


class Surroundings:
    """What stands around the names of a text, by which one tells a name from a part of another name."""

    def __init__(self, text: str, sentences: Sequence[Stretch], names: Iterable[str], language: str | None) -> None:
        self.found = find(text, names)
        """Every place of a known name."""
        self._text = text
        self._english = language is not None and language.partition("-")[0].lower() == "en"
        self._small = {word.group() for word in _TOKEN.finditer(text) if is_small(word.group()[0])}
        self._nations = {
            name[:end] for name in names for end in range(max(_SHORTEST_STEM, len(name) - 2), len(name) + 1)
        }
        self._phrases = phrases(text, sentences)
        self._phrase_at = {
            word[0]: (phrase, number) for phrase in self._phrases for number, word in enumerate(phrase.words)
        }
        self._named = {place for one in self.found for place in range(one.start, one.end)}

    def doubt(self, one: Named, *, person: bool) -> str | None:
        """Return why the place may not be the name alone, or None if nothing speaks against it."""
        before, after = self._text[one.start - 1 : one.start], self._text[one.end : one.end + 1]
        if before and before in _APOSTROPHES and _in_word(self._text[one.start - 2 : one.start - 1]):
            return "it follows an apostrophe"
        runs_on = after and after in _APOSTROPHES and _in_word(self._text[one.end + 1 : one.end + 2])
        if runs_on and not _ENDING.match(self._text, one.end):
            return "an ending follows after an apostrophe"
        prefix = _PREFIX.search(self._text, max(0, one.start - _LONGEST_PREFIX), one.start)
        if prefix and is_small(prefix[1]):
            return "it is joined to the word before"
        if "." not in one.name and all(map(is_small, _INITIAL.findall(one.name))):
            return "it is written with small letters, as any noun is"
        if longer := self.longer(one, person=person):
            return f"it may be part of a longer name, '{longer}'"
        if self._is_ordinary(one):
            return "it opens the sentence, and the text has the word with a small letter too"
        return None

    def longer(self, one: Named, *, person: bool) -> str | None:
        """Return the longer name of which the place may be a part, or None if nothing beside it makes one.

        Before the full name of a person other capitalised words are titles; titles after it make another name of it,
        whereas after other names they are the office of one who belongs to what is named.
        """
        inside = [self._phrase_at[place] for place in range(one.start, one.end) if place in self._phrase_at]
        if not inside:
            return None
        phrase, first = inside[0]
        before, after = first - 1, inside[-1][1] + 1
        foreign = before >= 0 and not (person and " " in one.name) and self._is_foreign(phrase, before)
        follows = after < len(phrase.words)
        made_another = follows and (self._is_foreign(phrase, after) or (person and self._is_title(phrase, after)))
        if not (foreign or made_another):
            return None
        shown = phrase.words[max(0, first - _SHOWN_WORDS) : after + _SHOWN_WORDS]
        return self._text[shown[0][0] : shown[-1][1]]

    def unknown(self, taken: Collection[int]) -> list[tuple[str, list[Stretch]]]:
        """Return each name that is nobody's yet, with its places, in the order of the text.

        `taken` are the code points that are something else, such as a date or the whole name of an actor. Titles and
        adjectives of nationality at the start of a phrase are left out; so is a single word whose capital letter only
        opens its sentence.
        """
        places: defaultdict[str, list[Stretch]] = defaultdict(list)
        within = {self._text[slice(*word)] for phrase in self._phrases for word in phrase.words[phrase.opens :]}
        for phrase in self._phrases:
            numbers = [n for n, word in enumerate(phrase.words) if word[0] not in taken]
            while numbers and self._leads(phrase, numbers[0]):
                numbers = numbers[1:]
            alone = phrase.opens and numbers == [0]
            if numbers and not (alone and self._said(phrase, 0) not in within):
                stretch = phrase.words[numbers[0]][0], phrase.words[numbers[-1]][1]
                places[self._text[slice(*stretch)]].append(stretch)
        return list(places.items())

    def _said(self, phrase: Phrase, number: int) -> str:
        return self._text[slice(*phrase.words[number])]

    def _is_ordinary(self, one: Named) -> bool:
        phrase, number = self._phrase_at.get(one.start, (None, 0))
        return phrase is not None and phrase.opens and number == 0 and one.name.lower() in self._small

    def _is_foreign(self, phrase: Phrase, number: int) -> bool:
        """Return whether a capitalised word is neither known nor one that stands beside any name."""
        return phrase.words[number][0] not in self._named and not self._leads(phrase, number)

    def _leads(self, phrase: Phrase, number: int) -> bool:
        """Return whether a capitalised word is a title, an adjective of nationality or the mere start of a sentence."""
        said = self._said(phrase, number).lower()
        if phrase.opens and number == 0:
            short = len(said) <= _SHORT_WORD and said in self._small
            if (said in _FUNCTION_WORDS) if self._english else short:
                return True
        return self._is_title(phrase, number) or self._is_of_a_nation(phrase, number)

    def _is_title(self, phrase: Phrase, number: int) -> bool:
        """Return whether a word is a title, or belongs to the one before it or, a few words on, after it."""
        if not self._english:
            return False
        near = [self._said(phrase, n).lower() for n in range(number, min(number + _LONGEST_TITLE, len(phrase.words)))]
        if near[0] in _BEFORE_TITLES and number > 0 and self._said(phrase, number - 1).lower() in _TITLES:
            return True
        return next((said in _TITLES for said in near if said not in _BEFORE_TITLES), False)

    def _is_of_a_nation(self, phrase: Phrase, number: int) -> bool:
        said = self._said(phrase, number)
        return self._english and any(
            said.endswith(ending) and said[: -len(ending)] in self._nations for ending in _OF_A_NATION
        )
