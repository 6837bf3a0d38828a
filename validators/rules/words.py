"""E: the words themselves, where the text is attached: spans, names, digests, quotations and what no record tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caucasus_ledger.schema import Actor, ActorKind, AliasKind, Basis, Claim, Event, Evidence, RemarkKind, Source
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.text import span_digest, words
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.lookalikes import mixed_scripts
from caucasus_ledger.validators.rule import ABSENT, Example, Finding, Rule


def _stretches(intake: Intake) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield (record, pointer, attached text, start, end) of every span in a source whose text is attached.

    Mentions that have not the words of their name there are left to the rule that says so.
    """
    for record in intake.of(Actor):
        for index, mention in enumerate(record.mentions):
            text = intake.texts.get(mention.source)
            if text is not None and text[mention.start : mention.end] == mention.name:
                yield record.id, f"/mentions/{index}", text, mention.start, mention.end
    for record_id, pointer, item in _evidence(intake):
        yield record_id, pointer, intake.texts[item.source], item.start, item.end
    for source, text in _attached(intake):
        extents = [(f"/sentences/{index}", one.start, one.end) for index, one in enumerate(source.sentences)]
        extents += [(f"/remarks/{index}", one.start, one.end) for index, one in enumerate(source.remarks)]
        yield from ((source.id, pointer, text, start, end) for pointer, start, end in extents)


def _attached(intake: Intake) -> Iterator[tuple[Source, str]]:
    for source in intake.sources:
        if source.id in intake.texts:
            yield source, intake.texts[source.id]


def _evidence(intake: Intake) -> Iterator[tuple[str, str, Evidence]]:
    for records in (intake.of(Event), intake.of(Claim)):
        for record in records:
            for index, item in enumerate(record.evidence):
                if item.source in intake.texts:
                    yield record.id, f"/evidence/{index}", item


def _cut_words(intake: Intake) -> Iterator[Finding]:
    for record_id, pointer, text, start, end in _stretches(intake):
        if end <= len(text) and _cuts_before(text, start):
            yield Finding(record_id, f"{pointer}/start", "the span begins in a space or within a word")
        if end <= len(text) and _cuts_after(text, end):
            yield Finding(record_id, f"{pointer}/end", "the span ends in a space or within a word")


def _cuts_before(text: str, start: int) -> bool:
    return text[start].isspace() or bool(start and text[start - 1 : start + 1].isalnum())


def _cuts_after(text: str, end: int) -> bool:
    return text[end - 1].isspace() or (end < len(text) and text[end - 1 : end + 1].isalnum())


def _wrong_names(intake: Intake) -> Iterator[Finding]:
    for actor in intake.of(Actor):
        for index, mention in enumerate(actor.mentions):
            text = intake.texts.get(mention.source)
            if text is not None and text[mention.start : mention.end] != mention.name:
                yield Finding(actor.id, f"/mentions/{index}", f"the text does not say '{mention.name}' there")


def _digested(intake: Intake) -> Iterator[tuple[str, str, str, int, int, str | None]]:
    """Yield (record, pointer, source, start, end, digest) of all that has a digest if it has 8 words."""
    for record_id, pointer, item in _evidence(intake):
        yield record_id, pointer, item.source, item.start, item.end, item.digest
    for source, _ in _attached(intake):
        for index, one in enumerate(source.sentences):
            yield source.id, f"/sentences/{index}", source.id, one.start, one.end, one.digest


def _wrong_digests(intake: Intake) -> Iterator[Finding]:
    """Digests of other words, except of spans that cut words or are too short, which other rules tell."""
    for record_id, pointer, source_id, start, end, digest in _digested(intake):
        text = intake.texts[source_id]
        exact = text[start:end]
        if digest is None or digest == span_digest(source_id, exact) or end > len(text):
            continue
        if not (_cuts_before(text, start) or _cuts_after(text, end) or len(words(exact)) < DIGEST_WORDS):
            message = f"the words at that place have digest {span_digest(source_id, exact)}"
            yield Finding(record_id, f"{pointer}/digest", message)


def _digest_or_not(intake: Intake) -> Iterator[Finding]:
    spans = [
        (record_id, at, item.source, item.start, item.end, item.digest) for record_id, at, item in _evidence(intake)
    ]
    spans += [
        (source.id, f"/sentences/{index}", source.id, one.start, one.end, one.digest)
        for source, _ in _attached(intake)
        for index, one in enumerate(source.sentences)
    ]
    for record_id, pointer, source_id, start, end, digest in spans:
        exact = intake.texts[source_id][start:end]
        count = len(words(exact))
        if count >= DIGEST_WORDS and digest is None:
            yield Finding(
                record_id, pointer, f"the span has {count} words and no digest; it is {span_digest(source_id, exact)}"
            )
        if count < DIGEST_WORDS and digest is not None:
            yield Finding(
                record_id, f"{pointer}/digest", f"the span has only {count} words, which its digest would give away"
            )


def _misquoted(intake: Intake) -> Iterator[Finding]:
    for claim in intake.of(Claim):
        for item in claim.evidence:
            text = intake.texts.get(item.source)
            if text is not None and item.role == "quotation" and text[item.start : item.end] != claim.quotation:
                yield Finding(claim.id, "/quotation", "the quoted words are not those that the text prints")


def _wrong_figures(intake: Intake) -> Iterator[Finding]:
    for source, text in _attached(intake):
        for name, found in (("characters", len(text)), ("paragraphs", text.count("\n") + 1)):
            if getattr(source.text, name) != found:
                yield Finding(source.id, f"/text/{name}", f"the attached text has {found} {name}")


_MARKS = "\"'“”„‟«»‹›‘’‚‛"


def _unquoted(intake: Intake) -> Iterator[Finding]:
    """Quoted words without a quotation mark right before them, or one after them and at most two closing marks."""
    for record_id, pointer, item in _evidence(intake):
        text = intake.texts[item.source]
        if item.role == "quotation" and item.end <= len(text):
            before, after = text[max(item.start - 1, 0) : item.start], text[item.end : item.end + 3].lstrip(".,;:!?…")
            if before not in _MARKS or not before or after[:1] not in _MARKS or not after:
                yield Finding(record_id, pointer, "no quotation marks stand around these words in the text")


def _over_lines(intake: Intake) -> Iterator[Finding]:
    for source, text in _attached(intake):
        for index, sentence in enumerate(source.sentences):
            if "\n" in text[sentence.start : sentence.end]:
                yield Finding(source.id, f"/sentences/{index}", "a line ends within the sentence")


_NAMING = (
    AliasKind.SHORT,
    AliasKind.ACRONYM,
    AliasKind.SPELLING,
    AliasKind.MISSPELLING,
    AliasKind.FORMER,
    AliasKind.RIVAL,
)


def _unmentioned(intake: Intake) -> Iterator[Finding]:
    """Names in the text that no mention covers; metonyms and descriptions may mean something else there.

    The name of a nameless group is a description.
    """
    covered: dict[str, list[tuple[int, int]]] = {source_id: [] for source_id in intake.texts}
    for actor in intake.of(Actor):
        for mention in actor.mentions:
            if mention.source in covered:
                covered[mention.source].append((mention.start, mention.end))
    for actor in intake.of(Actor):
        if actor.kind is ActorKind.UNNAMED_GROUP:
            continue
        if any(
            intake.texts.get(one.source, one.name)[one.start : one.end] not in ("", one.name) for one in actor.mentions
        ):
            continue  # a mention stands at the wrong place, and another rule says so
        names = {actor.name, *(alias.name for alias in actor.aliases if alias.kind in _NAMING)}
        for source_id, text in intake.texts.items():
            named = (place for name in names for place in _occurrences(name, text))
            bare = [start for start, end in sorted(named) if not _is_within(start, end, covered[source_id])]
            if bare:
                yield Finding(
                    actor.id,
                    "/mentions",
                    f"{source_id} names it at {', '.join(map(str, bare))}, where no mention stands",
                )


def _occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (start and text[start - 1 : start + 1].isalnum()) and not (
            end < len(text) and text[end - 1 : end + 1].isalnum()
        ):
            yield start, end
        start = text.find(name, end)


def _is_within(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)


def _unremarked_letters(intake: Intake) -> Iterator[Finding]:
    """Words of the text that mix scripts, where no remark of kind homoglyph says so."""
    for source, text in _attached(intake):
        remarked = [(one.start, one.end) for one in source.remarks if one.kind is RemarkKind.HOMOGLYPH]
        for match in re.finditer(r"[^\W\d_]+", text):
            start, end = match.span()
            told = any(first < end and start < last for first, last in remarked)
            if not (told or match.group().isascii()) and mixed_scripts(match.group()):
                message = f"the word at {start} mixes letters of several scripts, and no remark says so"
                yield Finding(source.id, "", message)


def _untitled(intake: Intake) -> Iterator[Finding]:
    for source, text in _attached(intake):
        if source.title and source.title.basis is Basis.TEXT and source.title.text not in text:
            yield Finding(source.id, "/title/text", "the attached text does not have this title")


RULES = (
    Rule("E011", "span-cuts-a-word", "The span begins or ends in a space or within a word of the attached text.",
         "Move the offset to the border of the word.", Example("claim/example-2020/006", "/evidence/0/end", 256, text=True),
         search=_cut_words,
         mends="leaves out a space at the border of a span"),
    Rule("E012", "not-the-name-there", "The attached text does not have the mention's name at its place.",
         "Correct the offsets or the name.",
         Example("actor/blue-line", "/aliases", [{"name": "Teal Line", "kind": "spelling"}], text=True,
                 also=(("actor/blue-line", "/mentions/0/name", "Teal Line"),), at="/mentions/1"), search=_wrong_names),
    Rule("E013", "digest-differs-from-text", "The digest is not that of the words in the attached text.",
         "Correct the offsets or the digest.", Example("claim/example-2020/010", "/evidence/0/digest", "0" * 32, text=True),
         search=_wrong_digests),
    Rule("E014", "digest-for-eight-words", "A span of 8 words or more has no digest, or a shorter one has.",
         "Run `caucasus check --fix` with --text, which adds the digest or takes it away: a short span could be guessed from it.",
         Example("claim/example-2020/010", "/evidence/0/digest", ABSENT, text=True, at="/evidence/0"), search=_digest_or_not,
         mends="adds the digest, or takes away that of few words"),
    Rule("E015", "misquoted", "The quotation differs from the words that the attached text prints.",
         "Copy the quoted words letter for letter, without the quotation marks.",
         Example("claim/example-2020/011", "/quotation", "We will pay for some of it,", text=True), search=_misquoted),
    Rule("E017", "not-that-text", "The source's number of characters or paragraphs is not that of the attached text.",
         "Write the number that the message gives.", Example("source/example-2020", "/text/paragraphs", 4, text=True),
         search=_wrong_figures,
         mends="writes the figures of the text"),
    Rule("E023", "outside-quotation-marks", "Words are called quoted that stand between no quotation marks in the attached text.",
         "Correct the offsets, or code what is reported without quotation marks as indirect.",
         Example("claim/example-2020/011", "/evidence/1", {"start": 527, "end": 531, "source": "source/example-2020", "role": "quotation"},
                 also=(("claim/example-2020/011", "/quotation", "said"),), text=True), search=_unquoted),
    Rule("E034", "sentence-over-lines", "A sentence of the index runs over the end of a line of the attached text.",
         "End it with the line; a heading is a sentence of its own.",
         Example("source/example-2020", "/sentences/8", ABSENT, at="/sentences/7", text=True, also=(
             ("source/example-2020", "/sentences/7/end", 626), ("source/example-2020", "/sentences/7/digest", "7f4db61a4121fd6df18ce1015b0c5462"))),
         search=_over_lines),
    Rule("E035", "name-unmentioned", "The attached text names an actor where no mention stands.",
         "Add the mentions; where the words name another, give that one the mention.",
         Example("actor/northmark", "/mentions", [{"start": 0, "end": 9, "source": "source/example-2020", "name": "Northmark"}], text=True),
         severity="warning", search=_unmentioned),
    Rule("E036", "letters-unremarked", "A word of the attached text mixes letters of several scripts, and no remark says so.",
         "Add a remark of kind homoglyph on the word: whoever searches for it will not find it.",
         Example("source/example-2020", "/remarks/1/kind", "spelling", at="", text=True), severity="warning", search=_unremarked_letters),
    Rule("E037", "title-not-in-text", "The text is said to give the title, and the attached text does not have it.",
         "Correct the title, or its basis, and say in the note where it is from.",
         Example("source/example-2020", "/title/basis", "text", at="/title/text", text=True), search=_untitled),
)  # fmt: skip
