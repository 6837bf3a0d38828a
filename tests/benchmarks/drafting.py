"""Drafting figures: how much of what coders marked in a text `caucasus draft` finds by itself, and what it gets wrong.

Run as `python tests/benchmarks/drafting.py TEXT [LEDGER]`, TEXT being your copy of a source of the ledger, which is by
default the one the package holds. The source, what rests on it and the mentions in it are set aside first; what is
known of the source beforehand (language, time of publication, author and publisher) is given. Places, not words, are
printed.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from caucasus_ledger.dataset.draft import Draft, Given, draft
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.schema import Actor, Evidence, Source, When
from caucasus_ledger.schema.edtf import Bounds, bounds
from caucasus_ledger.seeds.attach import attach
from caucasus_ledger.seeds.dates import Dated

Place = tuple[int, int]


def drafted(ledger: Ledger, source: Source, text: str) -> Draft:
    """Return the draft of a source's text by a ledger that does not know the source."""
    given = Given(
        slug="benchmark",
        language=source.language,
        kind=str(source.kind),
        published=source.published.edtf,
        authors=source.authors,
        publisher=source.publisher,
    )
    return draft(text, given, [without(actor, source.id) for actor in ledger.actors])


def without(actor: Actor, source_id: str) -> Actor:
    """Return an actor without its mentions in a source."""
    return actor.model_copy(update={"mentions": tuple(one for one in actor.mentions if one.source != source_id)})


def evidence(ledger: Ledger, source_id: str) -> Iterator[tuple[Evidence, When | None]]:
    """Yield the evidence in a source with the date of its record: of an event, or of when something was said."""
    for event in ledger.events:
        yield from ((item, event.when) for item in event.evidence if item.source == source_id)
    for claim in ledger.claims:
        yield from ((item, claim.said) for item in claim.evidence if item.source == source_id)


def places(ledger: Ledger, source_id: str, role: str) -> set[Place]:
    """Return the places of the evidence of a role."""
    return {(item.start, item.end) for item, _ in evidence(ledger, source_id) if item.role == role}


def share(label: str, part: int, whole: int, rest: Iterable[object] = ()) -> str:
    """Return a line of the table."""
    at = ", ".join(str(one) for one in sorted(rest, key=str))
    percent = f"{part / whole:>7.1%}" if whole else "      -"
    return f"{label:<46} {part:>4} of {whole:>4} {percent}  {at}"


def sentences(made: Draft, source: Source) -> Iterator[str]:
    """Yield how many sentences have the borders that the coders gave them."""
    wanted = {(one.start, one.end) for one in source.sentences}
    found = {(one.start, one.end) for one in made.sheets}
    yield share("sentences with the same borders", len(wanted & found), len(wanted), wanted - found)


def mentions(made: Draft, ledger: Ledger, source_id: str) -> Iterator[str]:
    """Yield how many mentions were written, offered or missed, and what was written that is none."""
    wanted = {
        (one.start, one.end, actor.id) for actor in ledger.actors for one in actor.mentions if one.source == source_id
    }
    named = [place for sheet in made.sheets for place in sheet.places]
    written = {(one.start, one.end, one.owners[0].actor.id) for one in named if one.why is None}
    offered = {(one.start, one.end, owner.actor.id) for one in named if one.why is not None for owner in one.owners}
    nameless = {actor.id for actor in ledger.actors if actor.kind == "unnamed_group"}
    others = {one for one in wanted if one[2] not in nameless}
    yield share("mentions written", len(wanted & written), len(wanted))
    yield share("mentions offered to be decided", len(wanted & offered), len(wanted))
    yield share(
        "mentions written or offered", len(wanted & (written | offered)), len(wanted), wanted - written - offered
    )
    yield share("the same, without nameless groups", len(others & (written | offered)), len(others))
    yield share("written though it is none", len(written - wanted), len(written), written - wanted)
    yield share("offered though it is none", len(offered - wanted), len(offered))


def dates(made: Draft, ledger: Ledger, source_id: str) -> Iterator[str]:
    """Yield how many dating words were found, and how the readings agree with the dates of the records."""
    wanted = places(ledger, source_id, "time")
    found = {(one.start, one.end): one for sheet in made.sheets for one in sheet.dated}
    near = {place for place in wanted if any(overlap(place, other) for other in found)}
    yield share("dating words, same place", len(wanted & found.keys()), len(wanted))
    yield share("dating words, place that overlaps", len(near), len(wanted), wanted - near)
    pairs = {
        (item.start, item.end, when.edtf)
        for item, when in evidence(ledger, source_id)
        if item.role == "time" and when is not None and when.edtf is not None
    }
    read = {pair: [one for place, one in found.items() if overlap(pair[:2], place)] for pair in pairs}
    same = {pair for pair, ones in read.items() if any(said(one) == pair[2] for one in ones)}
    listed = {pair for pair, ones in read.items() if any(r.edtf == pair[2] for one in ones for r in one.readings)}
    fitting = {pair for pair, ones in read.items() if any(fits(said(one), pair[2]) for one in ones)}
    wrong = {pair for pair, ones in read.items() if any(said(one) and not fits(said(one), pair[2]) for one in ones)}
    undated = {pair for pair, ones in read.items() if all(not one.readings for one in ones)}
    yield share("dates of records, settled to the same", len(same), len(pairs))
    yield share("dates of records, among the readings", len(listed), len(pairs))
    yield share("dates of records, settled so that it may be", len(fitting), len(pairs))
    yield share("dates of records whose words name no date", len(undated), len(pairs), undated)
    yield share("dates of records, settled wrongly", len(wrong), len(pairs), wrong)
    settled = {one.settled.edtf for one in found.values() if one.settled}
    values = {
        when.edtf
        for item, when in evidence(ledger, source_id)
        if item.role == "whole" and when is not None and when.edtf is not None
    }
    yield share("different dates of records, found anywhere", len(values & settled), len(values), values - settled)


def overlap(one: tuple[int, int], other: Place) -> bool:
    """Return whether two places have a code point in common."""
    return one[0] < other[1] and other[0] < one[1]


def said(one: Dated) -> str | None:
    """Return the settled date, if there is one."""
    return one.settled.edtf if one.settled else None


def fits(mine: str | None, theirs: str) -> bool:
    """Return whether two dates can be of one event: their ranges of days meet."""
    if mine is None:
        return False
    one, other = bounds(mine), bounds(theirs)
    return _begins_before(one, other) and _begins_before(other, one)


def _begins_before(one: Bounds, other: Bounds) -> bool:
    return one.earliest is None or other.latest is None or one.earliest <= other.latest


def cues(made: Draft, ledger: Ledger, source_id: str) -> Iterator[str]:
    """Yield how many hedges and quotations were found, and how many that the coders did not mark."""
    hedges = {(one.start, one.end) for sheet in made.sheets for one in sheet.hedges}
    yield from _found("hedges", places(ledger, source_id, "hedge"), hedges)
    quoted = {
        (item["start"], item["end"])
        for record in made.files.values()
        for item in record.get("evidence", ())
        if item["role"] == "quotation"
    }
    yield from _found("quotations", places(ledger, source_id, "quotation"), quoted)


def _found(what: str, wanted: Collection[Place], found: Collection[Place]) -> Iterator[str]:
    both = set(wanted) & set(found)
    yield share(f"{what}, same place", len(both), len(wanted), set(wanted) - both)
    yield share(f"{what} that the coders did not mark", len(found) - len(both), len(found))


def events(made: Draft, ledger: Ledger, source_id: str) -> Iterator[str]:
    """Yield in how many sentences an event was drafted, and in how many the coders found one."""
    numbers = {sheet.number for sheet in made.sheets if len(sheet.records) > 1}
    whole = {
        item.start
        for event in ledger.events
        for item in event.evidence
        if item.role == "whole" and item.source == source_id
    }
    wanted = {sheet.number for sheet in made.sheets if any(sheet.start <= start < sheet.end for start in whole)}
    yield share("sentences with a drafted event that tell one", len(numbers & wanted), len(numbers), numbers - wanted)
    yield share("sentences that tell an event, drafted", len(numbers & wanted), len(wanted))


def main(path: Path, ledger: Ledger) -> None:
    """Print the table."""
    source_id, text = attach(path, ledger.sources)
    source = ledger.sources[source_id]
    made = drafted(ledger, source, text)
    print("\n".join(sentences(made, source)))
    for rows in (mentions, dates, cues, events):
        print("\n".join(rows(made, ledger, source_id)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), load(Path(sys.argv[2]) if len(sys.argv) > 2 else PACKAGE_ROOT))
