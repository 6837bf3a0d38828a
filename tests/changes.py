"""Changed copies of a text, with the truth of where every letter went, and an invented text to change."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import inf
from random import Random

from caucasus_ledger.schema import Sentence, SentenceStatus, Source, SourceKind, Text, When, WhenBasis
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.anchor import Place, Target
from caucasus_ledger.seeds.html import text_of
from caucasus_ledger.seeds.text import RULES, span_digest, text_sha256, words

NAMES = ("Northmark", "Southmark", "Rivertown", "the River Commission", "Ada Example", "the Blue Line", "Lakeside")
VOCABULARY = (
    "after", "all", "already", "another", "became", "before", "began", "between", "both", "bridge", "brought", "build",
    "called", "change", "city", "clear", "council", "crossing", "decades", "early", "every", "failed", "few", "ferry",
    "first", "followed", "force", "gave", "harbour", "held", "however", "if", "important", "journey", "keep", "later",
    "less", "made", "many", "meeting", "minister", "month", "more", "never", "new", "next", "no", "old", "only", "open",
    "order", "other", "over", "part", "people", "plan", "pressure", "quiet", "reached", "region", "remained", "report",
    "river", "road", "said", "second", "shift", "ship", "since", "small", "some", "south", "still", "summer", "talks",
    "terms", "the", "their", "then", "third", "those", "trade", "two", "under", "until", "visit", "war", "was", "went",
    "western", "while", "will", "with", "work", "year", "yet", "north–south", "well-known", "council’s",
)  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """A copy, and for each of its letters the code point of the canonical text that it stands for, or None."""

    text: str
    origins: tuple[int | None, ...]

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        return sorted((origin, place) for place, origin in enumerate(self.origins) if origin is not None)

    def truth(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the words of a span of the canonical text are; None if they are gone."""
        found = self._places[bisect_left(self._places, (start,)) : bisect_left(self._places, (end,))]
        return (min(place for _, place in found), max(place for _, place in found) + 1) if found else None

    def is_wrong(self, target: Target, place: Place, canonical: str) -> bool:
        """Return whether a verified place is not where the words went, or other words stand there."""
        if place.start is None or not place.state.startswith("verified"):
            return False
        elsewhere = self.truth(target.start, target.end) != (place.start, place.end)
        return elsewhere or self.has_other_words(target, place, canonical)

    def has_other_words(self, target: Target, place: Place, canonical: str) -> bool:
        """Return whether other words than the target's stand at a place, whatever their layout."""
        return _bare(self.text[place.start : place.end]) != _bare(canonical[target.start : target.end])

    def distance(self, target: Target, place: Place) -> float:
        """Return how far a place is from where the words went, in code points; infinite if they are gone."""
        truth = self.truth(target.start, target.end)
        if truth is None or place.start is None or place.end is None:
            return inf
        return max(abs(truth[0] - place.start), abs(truth[1] - place.end))


def _bare(text: str) -> str:
    """Return the words of a text without its layout."""
    return " ".join(re.sub("[\u00ad\u200b]", "", text).translate(_PLAIN).split())


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
Change = Callable[[Changed, Random], Changed]


def unchanged(text: str) -> Changed:
    return Changed(text, tuple(range(len(text))))


def changed(text: str, seed: int, *several: Change) -> Changed:
    """Return a copy of a text after one change after another."""
    copy, random = unchanged(text), Random(seed)  # noqa: S311 - no secret
    for change in several:
        copy = change(copy, random)
    return copy


def _built(parts: list[tuple[str, int | None]]) -> Changed:
    """Return the copy made of stretches, with the origin of the first letter of each; those after it follow on."""
    origins = [None if start is None else start + n for text, start in parts for n in range(len(text))]
    return Changed("".join(text for text, _ in parts), tuple(origins))


def _each(copy: Changed) -> list[tuple[str, int | None]]:
    return list(zip(copy.text, copy.origins, strict=True))


def same(copy: Changed, _: Random) -> Changed:
    return copy


def wrapped(copy: Changed, random: Random, width: int = 72) -> Changed:
    """Break lines, part paragraphs by an empty line, and make some spaces no-break ones."""
    parts: list[tuple[str, int | None]] = []
    column = 0
    for n, (letter, origin) in enumerate(_each(copy)):
        word = copy.text[n + 1 : n + width].split(maxsplit=1)[0] if letter == " " else ""
        column = 0 if letter == "\n" else column + 1
        if letter == "\n":
            parts += (("\n", origin), ("\n", None))
        elif letter == " " and column + len(word) > width:
            parts.append(("\n", origin))
            column = 0
        else:
            parts.append(("\u00a0" if letter == " " and random.random() < 0.02 else letter, origin))
    return _built(parts)


def _translated(copy: Changed, table: dict[str, str]) -> Changed:
    return Changed("".join(table.get(letter, letter) for letter in copy.text), copy.origins)


def straightened(copy: Changed, _: Random) -> Changed:
    """Print straight quotation marks and plain hyphens."""
    return _translated(copy, {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"})


def redashed(copy: Changed, _: Random) -> Changed:
    """Print long dashes."""
    return _translated(copy, {"–": "—"})


def hyphenated(copy: Changed, random: Random) -> Changed:
    """Put a soft hyphen into one word of twenty."""
    parts: list[tuple[str, int | None]] = []
    each = _each(copy)
    for found in re.finditer(r"\w+|\W+", copy.text):
        start, end = found.span()
        letters = each[start:end]
        parts += letters
        if end - start > 4 and found[0].isalpha() and random.random() < 0.05:
            parts.insert(-2, ("\u00ad", None))
    return _built(parts)


def swapped(copy: Changed, random: Random) -> Changed:
    """Let two neighbouring sentences change places."""
    ends = [found.end() for found in re.finditer(r"\. (?=[A-Z])", copy.text)]
    at = random.randrange(len(ends) - 2)
    first, middle, last = ends[at], ends[at + 1], ends[at + 2]
    each = _each(copy)
    return _built([*each[:first], *each[middle:last], *each[first:middle], *each[last:]])


def shuffled(copy: Changed, random: Random) -> Changed:
    """Put the paragraphs in another order."""
    each = _each(copy)
    borders = [-1, *(n for n, letter in enumerate(copy.text) if letter == "\n"), len(copy.text)]
    paragraphs = [each[start + 1 : end] for start, end in pairwise(borders)]
    random.shuffle(paragraphs)
    return _built([part for paragraph in paragraphs for part in (*paragraph, ("\n", None))][:-1])


def quoting(copy: Changed, random: Random) -> Changed:
    """Put sentences of the text before and after it, as teasers and comments do."""
    sentences = re.findall(r"[^.\n]+\.", copy.text)
    quoted = [random.choice(sentences).strip() for _ in range(6)]
    before, after = "\n".join(quoted[:3]) + "\n", "\n" + "\n".join(quoted[3:])
    return _built([*((letter, None) for letter in before), *_each(copy), *((letter, None) for letter in after)])


def inserted(copy: Changed, random: Random) -> Changed:
    """Put a paragraph of other words between two."""
    ends = [n for n, letter in enumerate(copy.text) if letter == "\n"] or [len(copy.text)]
    at = random.choice(ends)
    other = "\n" + " ".join(random.choice(VOCABULARY) for _ in range(80)) + "."
    return _built([*_each(copy)[:at], *((letter, None) for letter in other), *_each(copy)[at:]])


def deleted(copy: Changed, random: Random, length: int = 400) -> Changed:
    """Cut a stretch out, wherever it begins and ends."""
    at = random.randrange(max(1, len(copy.text) - length))
    return Changed(copy.text[:at] + copy.text[at + length :], copy.origins[:at] + copy.origins[at + length :])


def reworded(share: float) -> Change:
    """Return a change that puts another word in the place of so many."""

    def change(copy: Changed, random: Random) -> Changed:
        parts: list[tuple[str, int | None]] = []
        each = _each(copy)
        for found in re.finditer(r"\w+|\W+", copy.text):
            letters = each[slice(*found.span())]
            if found[0].isalnum() and random.random() < share:
                other = random.choice([word for word in VOCABULARY if word != found[0] and word.isalpha()])
                # The other word stands where the old one did: its ends are the old one's, its inside is nothing.
                inside: list[tuple[str, int | None]] = [(letter, None) for letter in other[1:-1]]
                letters = [(other[0], letters[0][1]), *inside, (other[-1], letters[-1][1])]
            parts += letters
        return _built(parts)

    return change


def on_a_page(copy: Changed, random: Random) -> Changed:
    """Return the text of a page that holds the copy, and a teaser, related articles, scripts and a quoting comment."""
    paragraphs = copy.text.split("\n")
    quoted = max(paragraphs[-2].split(". "), key=len) if len(paragraphs) > 1 else ""
    body = "\n".join(f"  <p class=text>{_marked_up(paragraph, random)}</p>" for paragraph in paragraphs)
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{html.escape(paragraphs[0][:60])}</title>
<script>var article = "{paragraphs[0][:80]}"; if (1 < 2) {{ document.write("<p>no</p>"); }}</script>
<style>p {{ margin: 0 }}</style></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/news">News &amp; views</a></ul></nav>
<aside class="teaser"><h2>Today</h2><p>{html.escape(paragraphs[0])}</p></aside>
<main><h1>A headline</h1><div id="article">
START OF THE ARTICLE
{body}
END OF THE ARTICLE
</div></main>
<section><h3>Related</h3><p>{html.escape(paragraphs[-1][:90])}&hellip; <a href="/more">more</a></p></section>
<section><h3>Comments</h3><blockquote>{html.escape(quoted)}.</blockquote><p>Well said!</p></section>
<noscript><p>{html.escape(paragraphs[0])}</p></noscript><footer>&copy; The Gazette</footer></body></html>"""
    text = text_of(page)
    first = text.index("START OF THE ARTICLE\n") + len("START OF THE ARTICLE\n")
    last = text.rindex("\nEND OF THE ARTICLE")
    origins: list[int | None] = [None] * len(text)
    kept = [n for n in range(first, last) if not (text[n] == "\u00ad" or text[n].isspace())]
    pairs = zip(copy.text, copy.origins, strict=True)
    shown = [origin for letter, origin in pairs if not (letter == "\u00ad" or letter.isspace())]
    for n, origin in zip(kept, shown, strict=True):
        origins[n] = origin
    return Changed(text, tuple(origins))


_ENTITIES = {"’": "&rsquo;", "“": "&ldquo;", "”": "&#8221;", "–": "&#x2013;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _marked_up(paragraph: str, random: Random) -> str:
    """Return a paragraph as HTML, with entities, and with links, emphasis, breaks and soft hyphens in its sentences."""
    parts: list[str] = []
    for word in paragraph.split(" "):
        shown = "".join(_ENTITIES.get(letter, letter) for letter in word)
        if len(word) > 8 and word.isalpha() and random.random() < 0.1:
            shown = f"{word[:4]}&shy;{word[4:]}"
        style = random.random()
        if style < 0.03:
            shown = f'<a href="/tag?a=1&b=2" title="a > b"><b>{shown}</b></a>'
        elif style < 0.05:
            shown = f"<em>{shown[:1]}</em>{shown[1:]}" if shown[:1].isalpha() else shown
        parts.append(shown + ("\n    " if style > 0.9 else " "))
    return "".join(parts).strip()


def quoted_as_it_was(change: Change) -> Change:
    """Return a change of the text, with paragraphs as they were before in a teaser and in comments around it."""

    def around(copy: Changed, random: Random) -> Changed:
        paragraphs = copy.text.split("\n")
        before = f"Menu\n{paragraphs[0]}\nAnother story\n"
        after = f"\nComments\n{paragraphs[-1]}\n{paragraphs[len(paragraphs) // 3]}\n"
        changed = _each(change(copy, random))
        return _built([*((letter, None) for letter in before), *changed, *((letter, None) for letter in after)])

    return around


def together(*changes: Change) -> Change:
    """Return one change after another as one."""

    def change(copy: Changed, random: Random) -> Changed:
        for one in changes:
            copy = one(copy, random)
        return copy

    return change


LAYOUTS: dict[str, Change] = {
    "unchanged": same,
    "wrapped at 72, no-break spaces": wrapped,
    "straight quotes and hyphens": straightened,
    "long dashes": redashed,
    "soft hyphens in 5 % of words": hyphenated,
    "wrapped, straight, soft hyphens": together(straightened, hyphenated, wrapped),
    "web page": on_a_page,
}
"""Changes that leave every word as it is."""
EDITS: dict[str, Change] = {
    "two sentences swapped": swapped,
    "paragraphs in another order": shuffled,
    "sentences quoted before and after": quoting,
    "paragraph inserted": inserted,
    "400 characters deleted": deleted,
    "1 word in 60 changed": reworded(1 / 60),
    "1 word in 20 changed": reworded(1 / 20),
    "web page, 1 word in 60 changed": together(reworded(1 / 60), on_a_page),
    "1 in 20, quoted as it was": quoted_as_it_was(reworded(1 / 20)),
}


def invented(seed: int, paragraphs: int = 10) -> tuple[Source, list[Target], str]:
    """Return a source of a text of so many paragraphs, spans of all kinds in it, and the text, which means nothing."""
    random = Random(seed)  # noqa: S311 - no secret
    lines = [[_sentence(random) for _ in range(random.randint(3, 8))] for _ in range(paragraphs)]
    text = "\n".join(" ".join(line) for line in lines)
    sentences = [sentence for line in lines for sentence in line]
    starts = [0, *accumulate(len(sentence) + 1 for sentence in sentences)]
    extents = [(start, start + len(sentence)) for start, sentence in zip(starts, sentences, strict=False)]
    targets = [_target(text, *extent) for extent in extents]
    for start, end in extents:
        found = [(word.start(), word.end()) for word in re.finditer(r"\w[^ ]*\w|\w", text[start:end])]
        for _ in range(random.randint(2, 8)):
            first = random.randrange(len(found))
            last = min(len(found) - 1, first + random.randint(0, 14))
            targets.append(_target(text, start + found[first][0], start + found[last][1]))
    for name in NAMES:
        targets += [Target(found.start(), found.end(), name=name) for found in re.finditer(rf"\b{name}\b", text)]
    return _source(text, targets[: len(extents)]), targets, text


def source_of(text: str, between: str = r"(?<=\.) ") -> tuple[Source, list[Target]]:
    """Return a source of a text and its sentences, which a pattern parts."""
    borders = [(0, 0), *(found.span() for found in re.finditer(between, text)), (len(text), len(text))]
    sentences = [_target(text, before, after) for (_, before), (after, _) in pairwise(borders)]
    return _source(text, sentences), sentences


def _target(text: str, start: int, end: int) -> Target:
    exact = text[start:end]
    return Target(start, end, span_digest("source/invented", exact) if len(words(exact)) >= DIGEST_WORDS else None)


def _sentence(random: Random) -> str:
    found = [
        random.choice(NAMES) if random.random() < 0.1 else random.choice(VOCABULARY) for _ in range(_length(random))
    ]
    if len(found) > 9 and random.random() < 0.3:
        at = random.randint(1, len(found) - 4)
        found[at : at + 3] = [f"“{found[at]}", found[at + 1], f"{found[at + 2]}”"]
    if len(found) > 5:
        at = random.randint(2, len(found) - 2)
        found[at] += random.choice([",", ",", ",", " –", ";", ""])
    return f"{found[0][0].upper()}{' '.join(found)[1:]}."


def _length(random: Random) -> int:
    return random.randint(4, 7) if random.random() < 0.08 else random.randint(9, 30)


def _source(text: str, sentences: list[Target]) -> Source:
    return Source(
        id="source/invented",
        kind=SourceKind.OPINION,
        authors=("actor/ada-example",),
        publisher="actor/example-gazette",
        published=When(edtf="2020-08-01", basis=WhenBasis.EXPLICIT),
        language="en",
        licence="Invented.",
        text=Text(
            sha256=text_sha256(text), characters=len(text), paragraphs=text.count("\n") + 1, canonicalisation=RULES
        ),
        sentences=tuple(
            Sentence(start=one.start, end=one.end, status=SentenceStatus.CODED, digest=one.digest) for one in sentences
        ),
    )
