"""E: evidence: spans, the sentence index, digests, and the words themselves where the text is attached."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, Claim, Event, Evidence
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.text import span_digest, words
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import ABSENT, Example, Expectation, Finding, Rule


def _inside_text() -> nw.Expr:
    return nw.col("end") <= nw.col("text_characters")


def _inside_sentence() -> nw.Expr:
    length = nw.col("text_characters")
    return ~nw.col("status").is_null() | length.is_null() | (nw.col("end") > length)


def _not_boilerplate() -> nw.Expr:
    return ~(nw.col("bears") & (nw.col("status") == "boilerplate"))


def _is_reached() -> nw.Expr:
    return (nw.col("status") != "coded") | ~nw.col("reached").is_null()


def _same_digest() -> nw.Expr:
    both = ~nw.col("digest").is_null() & ~nw.col("sentence_digest").is_null()
    return ~both | (nw.col("digest") == nw.col("sentence_digest"))


def _stretches(intake: Intake) -> Iterator[tuple[str, str, str, int, int]]:
    """Yield (record, pointer, attached text, start, end) of every span in a source whose text is attached."""
    for record in intake.of(Actor):
        for index, mention in enumerate(record.mentions):
            if mention.source in intake.texts:
                yield record.id, f"/mentions/{index}", intake.texts[mention.source], mention.start, mention.end
    for record_id, pointer, item in _evidence(intake):
        yield record_id, pointer, intake.texts[item.source], item.start, item.end


def _evidence(intake: Intake) -> Iterator[tuple[str, str, Evidence]]:
    for records in (intake.of(Event), intake.of(Claim)):
        for record in records:
            for index, item in enumerate(record.evidence):
                if item.source in intake.texts:
                    yield record.id, f"/evidence/{index}", item


def _cut_words(intake: Intake) -> Iterator[Finding]:
    for record_id, pointer, text, start, end in _stretches(intake):
        if end > len(text):
            continue
        if text[start].isspace() or (text[start - 1 : start + 1].isalnum() and start):
            yield Finding(record_id, f"{pointer}/start", "the span begins in a space or within a word")
        if text[end - 1].isspace() or (text[end - 1 : end + 1].isalnum() and end < len(text)):
            yield Finding(record_id, f"{pointer}/end", "the span ends in a space or within a word")


def _wrong_names(intake: Intake) -> Iterator[Finding]:
    for actor in intake.of(Actor):
        for index, mention in enumerate(actor.mentions):
            text = intake.texts.get(mention.source)
            if text is not None and text[mention.start : mention.end] != mention.name:
                yield Finding(actor.id, f"/mentions/{index}", f"the text does not say '{mention.name}' there")


def _wrong_digests(intake: Intake) -> Iterator[Finding]:
    for record_id, pointer, item in _evidence(intake):
        exact = intake.texts[item.source][item.start : item.end]
        if item.digest and item.digest != span_digest(item.source, exact):
            yield Finding(
                record_id, f"{pointer}/digest", f"the words at that place have digest {span_digest(item.source, exact)}"
            )
    for source in intake.sources:
        text = intake.texts.get(source.id)
        for index, sentence in enumerate(source.sentences if text is not None else ()):
            exact = (text or "")[sentence.start : sentence.end]
            if sentence.digest and sentence.digest != span_digest(source.id, exact):
                yield Finding(source.id, f"/sentences/{index}/digest", "the sentence at that place has another digest")


def _digest_or_not(intake: Intake) -> Iterator[Finding]:
    for record_id, pointer, item in _evidence(intake):
        exact = intake.texts[item.source][item.start : item.end]
        count = len(words(exact))
        if count >= DIGEST_WORDS and item.digest is None:
            digest = span_digest(item.source, exact)
            yield Finding(record_id, pointer, f"the span has {count} words and no digest; it is {digest}")
        if count < DIGEST_WORDS and item.digest is not None:
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
    for source in intake.sources:
        text = intake.texts.get(source.id)
        if text is None:
            continue
        for name, found in (("characters", len(text)), ("paragraphs", text.count("\n") + 1)):
            if getattr(source.text, name) != found:
                yield Finding(source.id, f"/text/{name}", f"the attached text has {found} {name}")


def _one_digest() -> nw.Expr:
    return nw.col("digest") == nw.col("first")


_SHARED = (("event/2020-05-03-rivertown-meeting", "/evidence/0/digest", "e" * 32),)

RULES = (
    Rule("E001", "empty-span", "The span ends at or before its start.", "Give the first code point and the one after the last.",
         Example("actor/blue-line", "/mentions/0/end", 100)),
    Rule("E002", "mention-by-unknown-name", "The mention's name is neither the actor's name nor one of its aliases.",
         "Add the name as an alias with its kind, or correct the mention.",
         Example("actor/blue-line", "/mentions/0/name", "Red Line")),
    Rule("E003", "nothing-states-it", "No evidence of the needed role is given.",
         "Add the span of the words that state the record (whole), or of the quoted words (quotation).",
         Example("claim/example-2020/003", "/evidence/0/role", "context", at="/evidence")),
    Rule("E004", "sentences-out-of-order", "The sentences overlap or stand out of order.",
         "Correct the offsets of the sentence index.", Example("source/example-2020", "/sentences/1/start", 50)),
    Rule("E005", "index-beyond-text", "The sentence or remark reaches beyond the source's text.",
         "Correct the offset, or the number of characters.", Example("source/example-2020", "/sentences/8/end", 5000)),
    Rule("E006", "span-beyond-text", "The span reaches beyond the source's text.", "Correct the offset.",
         Example("claim/example-2020/003", "/evidence/0/end", 5000),
         expectations=(Expectation("spans", _inside_text, "{end} lies beyond the text, which has {text_characters} characters", "/end"),)),
    Rule("E007", "span-crosses-sentence", "The span does not lie within one sentence of the sentence index.",
         "Give one span for each sentence.", Example("claim/example-2020/003", "/evidence/0/end", 262, at="/evidence/0"),
         expectations=(Expectation("spans", _inside_sentence, "the span [{start}, {end}) does not lie within one sentence"),)),
    Rule("E008", "sentence-not-coded", "No event or claim has evidence in a sentence that says something.",
         "Code what the sentence says, or mark it as boilerplate.",
         Example("source/example-2020", "/sentences/8/status", "coded", at="/sentences/8"), needs_all=True,
         expectations=(Expectation("sentences", _is_reached, "no record's evidence reaches sentence {number}"),)),
    Rule("E009", "boilerplate-coded", "A record rests on a byline, disclaimer or the like.",
         "Take other evidence, or mark the sentence as coded.",
         Example("claim/example-2020/010", "/evidence/0/start", 571, also=(("claim/example-2020/010", "/evidence/0/end", 625),),
                 at="/evidence/0"),
         expectations=(Expectation("spans", _not_boilerplate, "the span lies in a sentence that is marked as boilerplate"),)),
    Rule("E010", "digest-differs-from-index", "A span that covers a sentence has another digest than the sentence.",
         "Correct the digest; with the text at hand, `caucasus check --text FILE` says which one is wrong.",
         Example("claim/example-2020/003", "/evidence/0/digest", "0" * 32),
         expectations=(Expectation("sentence_digests", _same_digest, "the sentence index has digest {sentence_digest} here", "/digest"),)),
    Rule("E011", "span-cuts-a-word", "The span begins or ends in a space or within a word of the attached text.",
         "Move the offset to the border of the word.", Example("claim/example-2020/006", "/evidence/0/end", 256, text=True),
         search=_cut_words),
    Rule("E012", "not-the-name-there", "The attached text does not have the mention's name at its place.",
         "Correct the offsets or the name.",
         Example("actor/blue-line", "/aliases", [{"name": "Teal Line", "kind": "spelling"}], text=True,
                 also=(("actor/blue-line", "/mentions/0/name", "Teal Line"),), at="/mentions/1"), search=_wrong_names),
    Rule("E013", "digest-differs-from-text", "The digest is not that of the words in the attached text.",
         "Correct the offsets or the digest.", Example("claim/example-2020/010", "/evidence/0/digest", "0" * 32, text=True),
         search=_wrong_digests),
    Rule("E014", "digest-for-eight-words", "A span of 8 words or more has no digest, or a shorter one has.",
         "Add the digest, or remove it: a short span could be guessed from it.",
         Example("claim/example-2020/010", "/evidence/0/digest", ABSENT, text=True, at="/evidence/0"), search=_digest_or_not),
    Rule("E015", "misquoted", "The quotation differs from the words that the attached text prints.",
         "Copy the quoted words letter for letter, without the quotation marks.",
         Example("claim/example-2020/011", "/quotation", "We will pay for all of it,", text=True), search=_misquoted),
    Rule("E016", "name-of-another-length", "A mention's span and its name differ in length.",
         "Correct the offsets or the name.", Example("actor/blue-line", "/mentions/0/end", 203, at="/mentions/0")),
    Rule("E017", "not-that-text", "The source's number of characters or paragraphs is not that of the attached text.",
         "Write the number that the message gives.", Example("source/example-2020", "/text/paragraphs", 4, text=True),
         search=_wrong_figures),
    Rule("E018", "digests-differ", "Two pieces of evidence of the same span have different digests.",
         "Correct the wrong one; with the text at hand, `caucasus check --text FILE` says which.",
         Example("claim/example-2020/001", "/evidence/0/digest", "f" * 32, owner="claim/example-2020/001", also=_SHARED),
         expectations=(Expectation("shared_spans", _one_digest, "elsewhere the same span has digest {first}", "/digest"),)),
    Rule("E019", "mentions-overlap", "Two mentions of one actor overlap.", "Keep the longer one, or correct the offsets.",
         Example("actor/southmark", "/mentions/1", {"source": "source/example-2020", "start": 17, "end": 26, "name": "Southmark"})),
)  # fmt: skip
