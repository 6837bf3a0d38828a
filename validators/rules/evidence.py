"""E: evidence: spans, the sentence index, digests, and which words a record has to show."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, Claim, Event, EvidenceRole
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.placing import Index
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule


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


def _one_digest() -> nw.Expr:
    return nw.col("digest") == nw.col("first")


def _shows_claimant() -> nw.Expr:
    named = (nw.col("level") > 0) & (nw.col("mode") != "hearsay")
    return ~named | (nw.col("has_claimant") > 0)


def _shows_hedge() -> nw.Expr:
    hedged = nw.col("factuality").is_in(["PR+", "PS+", "PR-", "PS-"]) | (nw.col("mode") == "hearsay")
    return ~hedged | (nw.col("has_hedge") > 0)


def _shows_time(*bases: str) -> nw.Expr:
    explicit = nw.lit(False)
    for basis in bases:
        explicit |= (nw.col(basis) == "explicit").fill_null(False)
    return ~explicit | (nw.col("has_time") > 0)


def _shows_condition() -> nw.Expr:
    return (nw.col("kind") != "conditional") | (nw.col("has_condition") > 0)


def _records(intake: Intake) -> Iterator[Event | Claim]:
    """Yield every record that has evidence."""
    yield from intake.of(Event)
    yield from intake.of(Claim)


def _unplaced(intake: Intake) -> Iterator[Finding]:
    """Places on the ground of events that no evidence places."""
    for event in intake.of(Event):
        if all(item.role is not EvidenceRole.PLACE for item in event.evidence):
            for number, place in enumerate(event.places):
                if place.precision != "virtual":
                    yield Finding(event.id, f"/places/{number}", "no evidence of role place shows it")
                    break


def _digests_of_several_lengths(intake: Intake) -> Iterator[Finding]:
    """Digests that stand for spans of different length, each within a sentence.

    Where the text is attached, its words tell which digest is wrong.
    """
    spans = [
        (source.id, f"/sentences/{index}/digest", source.id, one.digest, one.start, one.end)
        for source in intake.sources
        for index, one in enumerate(source.sentences)
    ]
    spans += [
        (record.id, f"/evidence/{index}/digest", item.source, item.digest, item.start, item.end)
        for record in _records(intake)
        for index, item in enumerate(record.evidence)
    ]
    index = Index(intake)
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for record_id, pointer, source_id, digest, start, end in spans:
        if digest is not None and source_id not in intake.texts and not index.crosses(source_id, start, end):
            other, last = first.setdefault((source_id, digest), (start, end))
            if last - other != end - start:
                yield Finding(record_id, pointer, f"it stands at [{other}, {last}) too, which is of another length")


def _crossing_mentions(intake: Intake) -> Iterator[Finding]:
    """Mentions of two actors of which the one begins within the other and ends after it."""
    places = sorted(
        (mention.source, mention.start, -mention.end, actor.id, number)
        for actor in intake.of(Actor)
        for number, mention in enumerate(actor.mentions)
    )
    open_: list[tuple[str, int, str]] = []
    for source, start, minus_end, actor_id, number in places:
        open_ = [one for one in open_ if one[0] == source and one[1] > start]
        for _, end, other in open_:
            if end < -minus_end and other != actor_id:
                yield Finding(
                    actor_id, f"/mentions/{number}", f"it begins within a mention of {other} and ends after it"
                )
                break
        open_.append((source, -minus_end, actor_id))


_ANYWHERE = (EvidenceRole.WHOLE, EvidenceRole.CONTEXT, EvidenceRole.TIME, EvidenceRole.PLACE)
"""What may stand in another sentence than what states the record: a text dates and places a thing where it likes."""


def _strays(intake: Intake) -> Iterator[Finding]:
    """Evidence for one side of a record in a sentence that does not state it."""
    index = Index(intake)
    for record in _records(intake):
        stated = set(index.stated(record))
        for number, item in enumerate(record.evidence):
            if item.role not in _ANYWHERE and index.of(item) not in stated:
                yield Finding(
                    record.id, f"/evidence/{number}", f"no words of that sentence state what the {item.role} belongs to"
                )


def _stray_remarks(intake: Intake) -> Iterator[Finding]:
    """Remarks on words of a sentence in which a record that they name has neither evidence nor mention, but has some."""
    index = Index(intake)
    placed: dict[str, set[tuple[str, int]]] = {
        record.id: {index.of(item) for item in record.evidence} for record in _records(intake)
    }
    placed |= {a.id: {index.sentence(one.source, one.start) for one in a.mentions} for a in intake.of(Actor)}
    for source in intake.sources:
        for number, remark in enumerate(source.remarks):
            here = {index.sentence(source.id, remark.start), index.sentence(source.id, remark.end - 1)}
            for position, record_id in enumerate(remark.records):
                there = placed.get(record_id)
                if there and not here & there:
                    yield Finding(
                        source.id, f"/remarks/{number}/records/{position}", f"{record_id} rests on other sentences"
                    )


def _claims_apart(intake: Intake) -> Iterator[Finding]:
    """Claims that an event occurred, of whose events the same source states none in a sentence that states the claim."""
    index = Index(intake)
    stated = {event.id: set(index.stated(event)) for event in intake.of(Event)}
    for claim in intake.of(Claim):
        own = set(index.stated(claim))
        sources = {source for source, _ in own}
        there = {sentence for target in claim.about for sentence in stated.get(target, ()) if sentence[0] in sources}
        if claim.kind == "occurrence" and there and not own & there:
            yield Finding(claim.id, "/evidence", "what it is about is stated in other sentences")


_MEETING = "event/2020-05-03-rivertown-meeting"
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
    Rule("E016", "name-of-another-length", "A mention's span and its name differ in length.",
         "Correct the offsets or the name.", Example("actor/blue-line", "/mentions/0/end", 203, at="/mentions/0")),
    Rule("E018", "digests-differ", "Two pieces of evidence of the same span have different digests.",
         "Correct the wrong one; with the text at hand, `caucasus check --text FILE` says which.",
         Example("claim/example-2020/001", "/evidence/0/digest", "f" * 32, owner="claim/example-2020/001", also=_SHARED),
         expectations=(Expectation("shared_spans", _one_digest, "elsewhere the same span has digest {first}", "/digest"),)),
    Rule("E019", "mentions-overlap", "Two mentions of one actor overlap.", "Keep the longer one, or correct the offsets.",
         Example("actor/southmark", "/mentions/1", {"source": "source/example-2020", "start": 17, "end": 26, "name": "Southmark"})),
    Rule("E020", "evidence-overlaps", "Two pieces of evidence of one record do the same and share words.",
         "Keep the longer one, or the two stretches without what they share.",
         Example("event/2020-06-port-closure", "/evidence/1", {"start": 300, "end": 314, "source": "source/example-2020", "role": "whole"})),
    Rule("E021", "quotation-of-another-length", "The evidence of role quotation and the quoted words differ in length.",
         "Correct the offsets or the words; quotation marks belong to neither.",
         Example("claim/example-2020/011", "/quotation", "We will pay half of it,", at="/evidence/1")),
    Rule("E022", "quotation-of-nothing", "Evidence is marked as quoted words in a record that quotes none.",
         "Take another role; a claim of kind quotation holds quoted words.",
         Example("event/2020-06-port-closure", "/evidence/1/role", "quotation")),
    Rule("E024", "digest-of-another-length", "One digest stands for two spans of different length.",
         "Correct the wrong one; with the text at hand, `caucasus check --text FILE` says which.",
         Example("claim/example-2020/010", "/evidence/0/digest", "de8e8b34d7a88c3b38517bda5962aeb8"),
         search=_digests_of_several_lengths),
    Rule("E025", "mentions-cross", "A mention begins within the mention of another actor and ends after it.",
         "Correct the offsets: names stand apart, or the one within the other.",
         Example("actor/harbour-pilots", "/mentions/0", {"start": 355, "end": 369, "source": "source/example-2020", "name": "Harbour pilots"}),
         search=_crossing_mentions),
    Rule("E026", "stray-evidence", "Words that hedge, quote or attribute a record stand in a sentence that does not state it.",
         "Take the words from the sentence that states it, or call them context.",
         Example("event/2020-06-port-closure", "/evidence/1", {"start": 41, "end": 54, "source": "source/example-2020", "role": "hedge"}, at="/evidence/0"),
         severity="warning", search=_strays),
    Rule("E027", "claimant-unshown", "A claim is reported of somebody, and no evidence of role claimant shows the words that say so.",
         "Add the span of the words that name or describe the claimant.",
         Example("claim/example-2020/002", "/evidence/0/role", "context", at="/evidence"), severity="warning",
         expectations=(Expectation("claims", _shows_claimant, "no evidence shows that {claimant_id} says it", "/evidence"),)),
    Rule("E028", "hedge-unshown", "The claimant is less than certain, or nobody is named, and no evidence of role hedge shows the words that say so.",
         "Add the span of the words that hedge (may, could, probably, reportedly), or correct the factuality.",
         Example("claim/example-2020/005", "/attribution/0/factuality", "PS+", at="/evidence"), severity="warning",
         expectations=(Expectation("claims", _shows_hedge, "the claimant is {factuality}, by {mode}, and no evidence shows a hedge", "/evidence"),)),
    Rule("E029", "date-unshown", "A date is given in full by the text, and no evidence of role time shows the words.",
         "Add the span of the words that date it; a date that is put together from several places is derived.",
         Example(_MEETING, "/evidence/2/role", "context", at="/evidence"), severity="warning",
         expectations=(Expectation("events", lambda: _shows_time("when_basis"), "no evidence shows the date {when_edtf}", "/evidence"),
                       Expectation("claims", lambda: _shows_time("said_basis", "horizon_basis"), "no evidence shows the date", "/evidence"))),
    Rule("E030", "place-unshown", "An event has a place on the ground, and no evidence of role place shows the words.",
         "Add the span of the words that place it.",
         Example(_MEETING, "/evidence/1/role", "context", at="/places/0"), severity="warning", search=_unplaced),
    Rule("E031", "condition-unshown", "A conditional has no evidence of role condition.",
         "Add the span of the words that make it depend on something.",
         Example("claim/example-2020/009", "/evidence/0/role", "context", at="/evidence"), severity="warning",
         expectations=(Expectation("claims", _shows_condition, "no evidence shows what it depends on", "/evidence"),)),
    Rule("E032", "claimant-of-nobody", "Words are marked as naming the claimant of a claim that the author makes.",
         "Add the reported claimant to the chain, or take another role.",
         Example("claim/example-2020/005", "/evidence", [
             {"start": 259, "end": 314, "source": "source/example-2020", "role": "whole"},
             {"start": 259, "end": 268, "source": "source/example-2020", "role": "claimant"}], at="/evidence/1/role")),
    Rule("E033", "gap-in-index", "A stretch of the text is in no sentence of the sentence index.",
         "Add the sentence, as boilerplate if it says nothing, or correct the offsets.",
         Example("source/example-2020", "/sentences/1/start", 58)),
    Rule("E038", "stray-remark", "A remark names a record that rests on other sentences than the one it is about.",
         "Name the records that the remark concerns, or correct its offsets.",
         Example("source/example-2020", "/remarks/0/records/0", "claim/example-2020/001"), severity="warning", search=_stray_remarks),
    Rule("E039", "claim-apart-from-event", "A claim that something happened is stated in other sentences than each event that it is about.",
         "Add the words to the event's evidence, or correct what the claim is about.",
         Example("claim/example-2020/005", "/about", [_MEETING, "actor/southmark"], at="/evidence"),
         severity="warning", search=_claims_apart),
)  # fmt: skip
