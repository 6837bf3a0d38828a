"""Spans: offsets, digests, the sentence index and the figures of the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema.span import DIGEST_WORDS
from mutation.edits import Insert, Put, dug
from mutation.fault import Fault, Operator, Site, Truth, Whole
from mutation.ledgers import Ledger
from mutation.slots import slots

WRONG, TEXT, MEANING, SAME = Truth.WRONG, Truth.TEXT, Truth.MEANING, Truth.SAME


def offset_moved(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.name in ("start", "end"):
        for step in (-40, -2, -1, 1, 2, 40):
            value = slot.value + step
            if value >= 0:
                yield Fault(Put(slot.pointer, value), _truth_of_offset(site, value), slot.pointer)


def offset_beyond_text(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.name == "end":
        for step in (1, 500):
            value = _characters(site) + step
            yield Fault(Put(slot.pointer, value), WRONG, slot.pointer)


def span_empty_or_reversed(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.name in ("start", "end"):
        holder = dug(site.record, slot.parent)
        other = holder["end" if slot.name == "start" else "start"]
        yield Fault(Put(slot.pointer, other), WRONG, slot.pointer)
        step = 1 if slot.name == "start" else -1
        if other + step >= 0:
            yield Fault(Put(slot.pointer, other + step), WRONG, slot.pointer)


def span_across_sentences(site: Site) -> Iterator[Fault]:
    """Evidence that takes in the next sentence, or begins in the one before."""
    slot = site.slot
    if slot.field in ("Evidence.start", "Evidence.end"):
        holder = dug(site.record, slot.parent)
        sentences = site.ledger.by_id[holder["source"]]["sentences"]
        (at,) = (n for n, one in enumerate(sentences) if one["start"] <= holder["start"] < one["end"])
        beyond = sentences[at - 1 : at] if slot.name == "start" else sentences[at + 1 : at + 2]
        for sentence in beyond:
            yield Fault(Put(slot.pointer, sentence[slot.name]), WRONG, slot.pointer)


def span_elsewhere(site: Site) -> Iterator[Fault]:
    """Evidence or a mention whose both ends lie elsewhere: in boilerplate, or where other words stand."""
    slot = site.slot
    if slot.shape.model is not None and {"start", "end", "source"} <= slot.value.keys():
        source = site.ledger.by_id[slot.value["source"]]
        length = slot.value["end"] - slot.value["start"]
        for sentence in source["sentences"]:
            start = sentence["start"] + (1 if sentence["start"] == slot.value["start"] else 0)
            if start + length <= sentence["end"]:
                boilerplate = sentence["status"] == "boilerplate" and "role" in slot.value
                moved = slot.value | {"start": start, "end": start + length}
                if boilerplate or site.rng.random() < 0.2:
                    yield Fault(Put(slot.pointer, moved), WRONG if boilerplate else TEXT, slot.pointer)


def digest_wrong(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.name in ("digest", "sha256"):
        flipped = slot.value[:-1] + ("0" if slot.value[-1] != "0" else "1")
        for text in (flipped, slot.value[::-1], "0" * len(slot.value)):
            yield Fault(Put(slot.pointer, text), _truth_of_digest(site), slot.pointer)
        for text in (
            slot.value[:-1],
            slot.value + "0",
            slot.value.upper(),
            f"sha256:{slot.value}",
            "g" + slot.value[1:],
        ):
            if text != slot.value:
                yield Fault(Put(slot.pointer, text), WRONG, slot.pointer)


def digest_of_another(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.name == "digest":
        known = site.ledger.values
        others = sorted({*known["Evidence.digest"], *known["Sentence.digest"]} - {slot.value})
        yield Fault(Put(slot.pointer, site.rng.choice(others)), _truth_of_digest(site), slot.pointer)


def digest_added(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """A digest on a span that is too short for one: the words could be guessed from it."""
    for slot in slots(whole.record):
        if slot.shape.model is not None and slot.shape.model.__name__ == "Evidence" and "digest" not in slot.value:
            at = f"{slot.pointer}/digest"
            short = slot.value["end"] - slot.value["start"] < 2 * DIGEST_WORDS - 1
            yield "Evidence.digest", Fault(Put(at, "0123456789abcdef" * 2), WRONG if short else TEXT, at)


def figure_wrong(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.field in ("Text.characters", "Text.paragraphs"):
        for step in (-1, 1, 1000):
            if slot.value + step >= 1:  # the index reaches from the first character to the last
                truth = WRONG if slot.name == "characters" else TEXT
                yield Fault(Put(slot.pointer, slot.value + step), truth, slot.pointer)


def sentence_missing_or_merged(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """The index without one of its sentences, with two of them made one, and with one cut in two."""
    sentences = whole.record.get("sentences", [])
    for at, sentence in enumerate(sentences):
        rest = sentences[:at] + sentences[at + 1 :]
        reached = _evidence_in(whole.ledger, whole.record["id"], sentence["start"], sentence["end"])
        if rest:
            yield "Source.sentences", Fault(Put("/sentences", rest), WRONG, "/sentences")
        if at:
            merged = sentences[at - 1] | {"end": sentence["end"]}
            others = [*sentences[: at - 1], merged, *sentences[at + 1 :]]
            yield "Source.sentences", Fault(Put("/sentences", others), TEXT, f"/sentences/{at - 1}")
        middle = (sentence["start"] + sentence["end"]) // 2
        halves = [sentence | {"end": middle}, sentence | {"start": middle}]
        crossed = any(start < middle < end for start, end in reached)
        edit = Put("/sentences", [*sentences[:at], *halves, *sentences[at + 1 :]])
        yield "Source.sentences", Fault(edit, WRONG if crossed else TEXT, f"/sentences/{at}")


def sentence_added(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """A sentence beyond the last one, or between two where there is none."""
    if whole.record["id"].startswith("source/") and "sentences" in whole.record:
        sentences = whole.record["sentences"]
        end = whole.record["text"]["characters"]
        extra = {"start": end, "end": end + 5, "status": "boilerplate"}
        yield (
            "Source.sentences",
            Fault(Insert("/sentences", len(sentences), extra), WRONG, f"/sentences/{len(sentences)}"),
        )
        gap = {"start": sentences[0]["start"], "end": sentences[0]["end"], "status": "boilerplate"}
        yield "Source.sentences", Fault(Insert("/sentences", 1, gap), WRONG, "/sentences/1")


def _truth_of_offset(site: Site, value: int) -> Truth:
    slot, record = site.slot, site.record
    holder: Json = dug(record, slot.parent) | {slot.name: value}
    start, end = holder["start"], holder["end"]
    if end <= start or end > _characters(site):
        return WRONG
    if slot.model.__name__ == "Mention":
        return WRONG  # its name no longer has the span's length
    if slot.model.__name__ == "Sentence":
        return _truth_of_sentence(site, int(slot.pointer.split("/")[2]), start, end)
    if slot.model.__name__ == "Evidence":
        sentences = site.ledger.by_id[holder["source"]]["sentences"]
        inside = any(one["start"] <= start and end <= one["end"] for one in sentences)
        return TEXT if inside else WRONG
    return TEXT


def _truth_of_sentence(site: Site, at: int, start: int, end: int) -> Truth:
    sentences: list[Json] = site.record["sentences"]
    before = sentences[at - 1]["end"] if at else 0
    last = at + 1 == len(sentences)
    after = site.record["text"]["characters"] if last else sentences[at + 1]["start"]
    fits = before <= start <= before + (at > 0) and end <= after <= end + (not last)  # one space or line end between
    held = _evidence_in(site.ledger, site.record["id"], sentences[at]["start"], sentences[at]["end"])
    return TEXT if fits and all(start <= first and to <= end for first, to in held) else WRONG


def _truth_of_digest(site: Site) -> Truth:
    """Wrong where another record or the index has the digest of the same span, else only by the text."""
    slot = site.slot
    holder = dug(site.record, slot.parent)
    if slot.model.__name__ not in ("Evidence", "Sentence"):
        return TEXT
    source = holder.get("source", site.record["id"])
    same = [one for one in _digests(site.ledger) if one == (source, holder["start"], holder["end"])]
    return WRONG if len(same) > 1 else TEXT


def _digests(ledger: Ledger) -> Iterator[tuple[str, int, int]]:
    """Yield (source, start, end) of every sentence and every piece of evidence that has a digest."""
    for record in ledger.records.values():
        for item in [*record.get("evidence", []), *record.get("sentences", [])]:
            if "digest" in item:
                yield item.get("source", record["id"]), item["start"], item["end"]


def _evidence_in(ledger: Ledger, source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of evidence and mentions that lie between two offsets of a source."""
    return [
        (item["start"], item["end"])
        for record in ledger.records.values()
        for item in [*record.get("evidence", []), *record.get("mentions", [])]
        if item["source"] == source and start <= item["start"] and item["end"] <= end
    ]


def _characters(site: Site) -> int:
    holder: Any = dug(site.record, site.slot.parent)
    source = site.ledger.by_id[holder.get("source", site.record["id"])]
    return int(source["text"]["characters"])


OPERATORS = (
    Operator("offset moved", offset_moved),
    Operator("offset beyond the text", offset_beyond_text),
    Operator("span empty or reversed", span_empty_or_reversed),
    Operator("span across sentences", span_across_sentences),
    Operator("span elsewhere", span_elsewhere),
    Operator("digest wrong", digest_wrong),
    Operator("digest of another span", digest_of_another),
    Operator("digest on few words", at_record=digest_added),
    Operator("figure of the text wrong", figure_wrong),
    Operator("sentence missing or merged", at_record=sentence_missing_or_merged),
    Operator("sentence added", at_record=sentence_added),
)
