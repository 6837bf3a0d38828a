"""Draft: the records that a text can give rise to, filled where nothing needs to be decided and marked where it does.

Nothing here reads or writes a file, and no word of the text goes into a record but names that are known and notes on
how a date was read.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from caucasus_ledger.dataset.linking import Place, named_places
from caucasus_ledger.dataset.records import Json, in_order, path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.boilerplate import has_words, suspicion
from caucasus_ledger.seeds.cues import Hedge, Quotation, find_hedges, find_quotations, is_term
from caucasus_ledger.seeds.dates import Dated, find_dates
from caucasus_ledger.seeds.reckoning import Reading
from caucasus_ledger.seeds.sentences import Stretch, bare, sentences, trimmed, unsplit
from caucasus_ledger.seeds.text import RULES, span_digest, text_sha256, words

if TYPE_CHECKING:
    from caucasus_ledger.schema import Actor

UNDECIDED = "?"
"""Stands in a draft for what a coder has to decide."""

MAX_SENTENCES = 3_500
"""More do not fit into a source's file of 256 KiB."""
MAX_SENTENCE = 20_000
"""What is longer than so many characters is no sentence."""
MAX_LINE = 100_000
"""What is longer than so many characters is no paragraph, and telling sentences apart in it can take minutes."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the contributor knows of the text; None or nothing where it is left to be decided."""

    slug: str
    language: str | None = None
    kind: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None

    @property
    def source_id(self) -> str:
        """The identifier that the source gets."""
        return f"source/{self.slug}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sentence with all that was found in it."""

    number: int
    start: int
    end: int
    places: tuple[Place, ...]
    dated: tuple[Dated, ...]
    hedges: tuple[Hedge, ...]
    quotations: tuple[Quotation, ...]
    records: tuple[str, ...]
    remarks: tuple[str, ...]


class Newcomer(NamedTuple):
    """What looks like a name and is no known actor's, with its places and the actors whose names hold its words."""

    name: str
    places: tuple[Stretch, ...]
    perhaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text gave: records in the schema's order by path, and for the coder what stands where and is open."""

    given: Given
    text: str
    files: dict[str, Json]
    sheets: tuple[Sheet, ...]
    newcomers: tuple[Newcomer, ...]
    limits: tuple[str, ...]
    """What was not looked for, and why."""


def draft(text: str, given: Given, actors: Collection[Actor]) -> Draft:
    """Return the draft of a canonical text, with mentions of the actors given.

    Raises LedgerError for a text of too many or too long sentences or lines, ModuleNotFoundError without the packages
    of the extra `draft`.
    """
    from caucasus_ledger.schema.edtf import bounds

    if (longest := max(map(len, text.split("\n")))) > MAX_LINE:
        raise LedgerError(f"a line has {longest:,} characters, more than {MAX_LINE:,}; break it into paragraphs")
    stretches = sentences(text, given.language)
    _refuse_large(stretches)
    places, surroundings = named_places(text, stretches, given.language, actors)
    published = bounds(given.published) if given.published else None
    dated = find_dates(text, stretches, given.language, published)
    hedges = find_hedges(text, stretches, given.language)
    quotations = find_quotations(text)
    sheets = tuple(_sheets(text, given, stretches, _Found(places, dated, hedges or [], quotations)))
    records = [_source(text, given, stretches)]
    for sheet in sheets:
        records += _sentence_records(text, given, sheet)
    records += _mentioned(text, given, places)
    whole = [place for place in places if place.longer is None]
    unknown = surroundings.unknown(_covered([*whole, *(one for one in dated if not one.vague)]))
    return Draft(
        given,
        text,
        {path_of(record["id"]): record for record in records},
        sheets,
        tuple(Newcomer(name, tuple(found), tuple(_perhaps(name, actors))) for name, found in unknown),
        tuple(_limits(text, given, known_hedges=hedges is not None, named=bool(places))),
    )


def _refuse_large(stretches: Sequence[Stretch]) -> None:
    if len(stretches) > MAX_SENTENCES:
        raise LedgerError(f"the text has {len(stretches):,} sentences, more than {MAX_SENTENCES:,}; draft it in parts")
    start, end = max(stretches, key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))
    if end - start > MAX_SENTENCE:
        raise LedgerError(f"no sentence ends within {end - start:,} characters from {start:,} on; is it running text?")


def _perhaps(name: str, actors: Collection[Actor]) -> Iterator[str]:
    """Yield the actors that have a name, all in capitalised words, in which all the words of another name stand."""
    said = set(name.split())
    for actor in actors:
        names = (known.split() for known in (actor.name, *(alias.name for alias in actor.aliases)))
        if any(said <= set(known) and all(word[0].isupper() for word in known) for known in names):
            yield actor.id


class _Stretched(Protocol):
    """Anything that has a start and an end in the text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Stretched)


def _covered(items: Iterable[_Stretched]) -> set[int]:
    return {place for item in items for place in range(item.start, item.end)}


def _by_sentence(items: Iterable[_S], stretches: Sequence[Stretch]) -> defaultdict[int, list[_S]]:
    """Return what lies in each sentence, wholly or in part, by its number from 1."""
    starts = [start for start, _ in stretches]
    held: defaultdict[int, list[_S]] = defaultdict(list)
    for item in items:
        for number in range(bisect_right(starts, item.start), bisect_left(starts, item.end) + 1):
            held[number].append(item)
    return held


# The records


def _source(text: str, given: Given, stretches: Sequence[Stretch]) -> Json:
    return {
        "id": given.source_id,
        "kind": given.kind or UNDECIDED,
        "authors": list(given.authors) or [UNDECIDED],
        "publisher": given.publisher or UNDECIDED,
        "published": _published(given),
        "language": given.language or UNDECIDED,
        "licence": UNDECIDED,
        "text": {
            "sha256": text_sha256(text),
            "characters": len(text),
            "paragraphs": text.count("\n") + 1,
            "canonicalisation": RULES,
        },
        "sentences": [_indexed(text, given.source_id, stretch) for stretch in stretches],
    }


def _published(given: Given) -> Json:
    return {"edtf": given.published, "basis": UNDECIDED} if given.published else {"basis": UNDECIDED}


def _indexed(text: str, source_id: str, stretch: Stretch) -> Json:
    entry: Json = {
        "start": stretch[0],
        "end": stretch[1],
        "status": "coded" if has_words(text, stretch) else "boilerplate",
    }
    return entry | _digest(text, source_id, stretch)


def _digest(text: str, source_id: str, stretch: Stretch) -> Json:
    exact = text[slice(*stretch)]
    return {"digest": span_digest(source_id, exact)} if len(words(exact)) >= DIGEST_WORDS else {}


def _evidence(text: str, source_id: str, stretch: Stretch, role: str) -> Json:
    item: Json = {"start": stretch[0], "end": stretch[1], "source": source_id, "role": role}
    return item | _digest(text, source_id, stretch)


def _sorted(evidence: list[Json]) -> list[Json]:
    """Return evidence in the order of the canonical form: that of the text."""
    return sorted(evidence, key=lambda item: (item["start"], item["end"], item["role"]))


def _sentence_records(text: str, given: Given, sheet: Sheet) -> Iterator[Json]:
    """Yield the claim of a sentence, and the event if one was drafted."""
    if not sheet.records:
        return
    claim_id, *event_ids = sheet.records
    actors = list(dict.fromkeys(place.owners[0].actor.id for place in sheet.places if place.why is None))
    whole = _evidence(text, given.source_id, bare(text, (sheet.start, sheet.end)), "whole")
    times = [_evidence(text, given.source_id, (d.start, d.end), "time") for d in sheet.dated if not d.vague]
    hedges = [_evidence(text, given.source_id, (hedge.start, hedge.end), "hedge") for hedge in sheet.hedges]
    quoted = [_evidence(text, given.source_id, one, "quotation") for one in _speech(text, sheet)]
    author = given.authors[0] if len(given.authors) == 1 else UNDECIDED
    yield {
        "id": claim_id,
        "statement": UNDECIDED,
        "kind": UNDECIDED,
        "attribution": [{"actor": author, "mode": "own_voice", "factuality": UNDECIDED}],
        "about": [*event_ids, *actors] or [UNDECIDED],
        "evidence": _sorted([whole, *hedges, *quoted, *times]),
    }
    for event_id in event_ids:
        yield {
            "id": event_id,
            "title": UNDECIDED,
            "type": UNDECIDED,
            "realis": UNDECIDED,
            "when": _when(given, sheet.dated),
            "participants": [{"actor": actor, "role": UNDECIDED} for actor in actors or [UNDECIDED]],
            "evidence": _sorted([whole, *times]),
        }


def _when(given: Given, dated: Sequence[Dated]) -> Json:
    """Return the date of the sentence's event, if the words that date it all leave the same reading."""
    named = [one for one in dated if not one.vague]
    settled = {one.settled.edtf: one.settled for one in named if one.settled}
    if len(settled) != 1 or any(one.settled is None for one in named):
        return {"basis": UNDECIDED}
    (reading,) = settled.values()
    return when_of(given, reading)


def when_of(given: Given, reading: Reading) -> Json:
    """Return a reading as the date of a record, read from the source where the words do not give it in full."""
    plain: Json = {"edtf": reading.edtf, "basis": reading.basis}
    if reading.basis == "derived":
        plain |= {"anchor": given.source_id, "note": f"{reading.why[:1].upper()}{reading.why[1:]}."}
    return plain


def _speech(text: str, sheet: Sheet) -> Iterator[Stretch]:
    """Yield the part within the sentence of each outermost closed quotation that is speech, not a name or a term."""
    named = {(place.start, place.end) for place in sheet.places}
    for one in sheet.quotations:
        if one.closed and one.depth == 0 and not is_term(text, one) and one[:2] not in named:
            start, end = max(one.start, sheet.start), min(one.end, sheet.end)
            stretch = trimmed(text, start, end)
            if stretch[0] < stretch[1]:
                yield stretch


def _mentioned(text: str, given: Given, places: Sequence[Place]) -> Iterator[Json]:
    """Yield the records of the actors that are named beyond doubt, with the mentions put in."""
    from caucasus_ledger.schema import Mention

    new: defaultdict[str, list[Mention]] = defaultdict(list)
    actors: dict[str, Actor] = {}
    for place in places:
        if place.why is None:
            actor = place.owners[0].actor
            actors[actor.id] = actor
            new[actor.id].append(Mention(**place.mention(given.source_id, text)))
    for actor_id in sorted(actors):
        actor = actors[actor_id]
        mentions = (*actor.mentions, *new[actor_id])
        yield in_order(actor.model_copy(update={"mentions": mentions})).model_dump(mode="json", exclude_defaults=True)


# What the coder is told


class _Found(NamedTuple):
    """All that was found in the text."""

    places: Sequence[Place]
    dated: Sequence[Dated]
    hedges: Sequence[Hedge]
    quotations: Sequence[Quotation]


def _sheets(text: str, given: Given, stretches: Sequence[Stretch], found: _Found) -> Iterator[Sheet]:
    places, dated = _by_sentence(found.places, stretches), _by_sentence(found.dated, stretches)
    hedges, quotations = _by_sentence(found.hedges, stretches), _by_sentence(found.quotations, stretches)
    for n, stretch in enumerate(stretches, start=1):
        records: list[str] = []
        if has_words(text, stretch):
            records.append(f"claim/{given.slug}/{n:03}")
        if _tells_event(text, stretch, places[n], dated[n]):
            records.append(f"event/new-{given.slug}-{n:03}")
        yield Sheet(
            number=n,
            start=stretch[0],
            end=stretch[1],
            places=tuple(places[n]),
            dated=tuple(dated[n]),
            hedges=tuple(hedges[n]),
            quotations=tuple(quotations[n]),
            records=tuple(records),
            remarks=tuple(_remarks(text, stretch, quotations[n])),
        )


def _tells_event(text: str, stretch: Stretch, places: Sequence[Place], dated: Sequence[Dated]) -> bool:
    """Return whether a sentence dates something, or names two actors, metonyms included.

    Of the sentences of the first source that this picks, nine in ten tell an event; of all that tell one it picks two
    in three.
    """
    named = {place.owners[0].actor.id for place in places if place.why is None or place.owners[0].kind == "metonym"}
    return suspicion(text, stretch) is None and (len(named) > 1 or any(not one.vague for one in dated))


def _remarks(text: str, stretch: Stretch, quotations: Sequence[Quotation]) -> Iterator[str]:
    if not has_words(text, stretch):
        yield "It has no word, so it is marked as boilerplate."
    elif why := suspicion(text, stretch):
        yield f"It may be boilerplate: {why}. If so, set its status in the source and delete its claim."
    for place in unsplit(text, stretch):
        yield f"It may be two sentences, the second from {place} on; the stop before was read as an abbreviation's."
    if any(not one.closed for one in quotations):
        yield "A quotation mark opens that nothing closes."
    if any(one.start < stretch[0] or one.end > stretch[1] for one in quotations if one.closed):
        yield "A quotation reaches over several sentences."


def _limits(text: str, given: Given, *, known_hedges: bool, named: bool) -> Iterator[str]:
    if not named:
        yield "No name of a known actor stands in the text; actors may lack aliases in its language and letters."
    if given.language is None:
        yield "No language is given: sentences were told apart as in English; of dates only those in digits were found."
    elif not known_hedges:
        yield f"There is no list of hedges for the language '{given.language}': none were looked for."
        yield f"Dates counted from publication, such as last week, are not known in '{given.language}'."
    if given.published is None:
        yield "No day of publication is given: what is counted from it was left open."
    if not any(character.isupper() for character in text):
        yield "The text has no capital letters, by which names of unknown actors are found."
    hidden = Counter(character for character in text if unicodedata.category(character) == "Cf")
    for character, count in sorted(hidden.items()):
        name = unicodedata.name(character, "a format character")
        yield f"The text holds U+{ord(character):04X}, {name}, {count} times: it cannot be seen and hides names."


def undecided(plain: Any) -> int:
    """Return how many values of a record wait for a decision."""
    if isinstance(plain, dict):
        return sum(undecided(value) for value in plain.values())
    if isinstance(plain, list):
        return sum(undecided(value) for value in plain)
    return int(plain == UNDECIDED)
