"""Attachment: where the spans of a source are in a reader's own copy of its text, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from caucasus_ledger.dataset.atomic import create
from caucasus_ledger.dataset.records import find_root
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.report import count, visible
from caucasus_ledger.seeds.anchor import STATES, Anchored, Place, State, Target, anchor
from caucasus_ledger.seeds.attach import Copy, read_copy
from caucasus_ledger.seeds.text import RULES

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Source

_KINDS = ("sentence", "evidence", "mention", "remark")
_COLOURS = {"located-unverified": "yellow", "lost": "red"}
_EXCERPT = 60
_LINE_END = re.compile(r"\r\n?|\n")


class Item(NamedTuple):
    """A span of the dataset: its record, its JSON pointer in it, its kind, and where it is in the canonical text."""

    record: str
    pointer: str
    kind: str
    target: Target


@dataclass(frozen=True)
class Attachment:
    """A source's spans in a reader's copy: the items with their places, in the order of the canonical text."""

    version: str
    source: Source
    path: Path
    copy: Copy
    found: Anchored
    items: tuple[Item, ...]

    @property
    def placed(self) -> Iterator[tuple[Item, Place]]:
        """The items with their places."""
        return zip(self.items, self.found.places, strict=True)

    @property
    def verified(self) -> bool:
        """Whether every span is."""
        return all(place.state.startswith("verified") for place in self.found.places)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.copy.text))]

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Return line and column of a code point of the copy's text, counted from 1."""
        line = bisect_right(self._lines, position)
        return line, position - self._lines[line - 1] + 1


def attachment(ledger: Ledger, source_id: str, path: Path) -> Attachment:
    """Return where the spans of a source are in a copy of its text.

    Raises UnknownRecord if there is no such source, LedgerError if its text is under rules that are not known,
    AttachError if the file cannot be read as text.
    """
    source = ledger.sources[source_id]
    if source.text.canonicalisation != RULES:
        rules = source.text.canonicalisation
        raise LedgerError(f"the text of {source.id} is under the rules {rules}; this version knows {RULES}")
    copy = read_copy(path)
    items = tuple(sorted(items_of(ledger, source), key=lambda item: (item.target.start, -item.target.end)))
    found = anchor(source, [item.target for item in items], copy.text)
    return Attachment(ledger.version, source, path, copy, found, items)


def items_of(ledger: Ledger, source: Source) -> Iterator[Item]:
    """Yield every span of a source: sentences, remarks, mentions, evidence."""
    for n, sentence in enumerate(source.sentences):
        yield Item(source.id, f"/sentences/{n}", "sentence", Target(sentence.start, sentence.end, sentence.digest))
    for n, remark in enumerate(source.remarks):
        yield Item(source.id, f"/remarks/{n}", "remark", Target(remark.start, remark.end))
    for actor in ledger.actors:
        for n, mention in enumerate(actor.mentions):
            if mention.source == source.id:
                target = Target(mention.start, mention.end, name=mention.name)
                yield Item(actor.id, f"/mentions/{n}", "mention", target)
    for record in (*ledger.events, *ledger.claims):
        for n, item in enumerate(record.evidence):
            if item.source == source.id:
                yield Item(record.id, f"/evidence/{n}", "evidence", Target(item.start, item.end, item.digest))


def missing(attached: Attachment) -> str | None:
    """Return why the canonical text cannot be rebuilt from the copy; None if it can."""
    if attached.found.text is not None:
        return None
    numbers = [
        item.pointer.rpartition("/")[2]
        for item, place in attached.placed
        if item.kind == "sentence" and item.target.digest and not place.state.startswith("verified")
    ]
    if not numbers:
        return "every sentence with a digest is verified, but not the rest: short sentences, or where paragraphs end"
    shown = ", ".join(str(int(number) + 1) for number in numbers[:12]) + (" and more" if len(numbers) > 12 else "")
    return f"{count(len(numbers), 'sentence')} of {len(attached.source.sentences)} are not verified: {shown}"


def save(attached: Attachment, path: Path) -> None:
    """Write the rebuilt canonical text to a new file, whole or not at all.

    Raises LedgerError if there is a file of that name already or none can be written.
    """
    create(path, f"{attached.found.text}\n".encode())


def in_checkout(path: Path) -> bool:
    """Return whether a path lies in a checkout of a ledger, from where a text might be committed."""
    return find_root(path.resolve().parent) is not None


def as_json(attached: Attachment, saved: Path | None = None) -> dict[str, Any]:
    """Return what was read, counts by state and kind, and every span with its place, as a JSON object."""
    return {
        "ledger": attached.version,
        "source": attached.source.id,
        "file": str(attached.path),
        "form": attached.copy.form,
        "encoding": attached.copy.encoding,
        "characters": len(attached.copy.text),
        "places": {
            "start, end": f"code points of the canonical text ({RULES})",
            "found_start, found_end": f"code points of {_counted_in(attached)}",
        },
        "states": STATES,
        "counts": _counts(attached),
        "verified": attached.verified,
        "cut_short": attached.found.cut_short,
        "saved": str(saved) if saved else None,
        "missing": missing(attached),
        "spans": [
            {
                "record": item.record,
                "pointer": item.pointer,
                "kind": item.kind,
                "start": item.target.start,
                "end": item.target.end,
                "state": place.state,
                "found_start": place.start,
                "found_end": place.end,
            }
            for item, place in attached.placed
        ],
    }


def _counted_in(attached: Attachment) -> str:
    return "the text extracted from the page" if attached.copy.form == "html" else "the file, as decoded"


def _counts(attached: Attachment) -> dict[State, dict[str, int]]:
    counts = Counter((place.state, item.kind) for item, place in attached.placed)
    return {state: {kind: counts[state, kind] for kind in _KINDS} for state in STATES}


def as_text(attached: Attachment, limit: int = 20, saved: Path | None = None) -> Iterator[str]:
    """Yield the lines of the report: counts, then what is not verified, by sentence and place, at most `limit` places.

    A limit of 0 is none. Words are shown of the reader's own copy alone; lines and columns are those of its text.
    """
    yield from _head(attached)
    open_items = [(item, place) for item, place in attached.placed if not place.state.startswith("verified")]
    if not open_items:
        yield click.style(f"All is verified: {count(len(attached.items), 'span')}.", fg="green")
    elif len(open_items) == len(attached.items):
        yield "No span of the source has a place in it that can be told: is this the text?"
    else:
        yield from _unverified(attached, open_items, limit)
    if attached.found.cut_short:
        yield "The search was given up before all was tried; a copy of the article alone may give more."
    if saved:
        yield f"The canonical text is in {visible(str(saved))}; `caucasus check --text` takes it."
    elif attached.found.text is not None and any(place.state == "verified-moved" for place in attached.found.places):
        yield "The canonical text can be rebuilt from it: --save PATH writes it, for `caucasus check --text PATH`."


def _head(attached: Attachment) -> Iterator[str]:
    copy = attached.copy
    read = "text of the page" if copy.form == "html" else "text"
    yield click.style(f"{attached.source.id} in {visible(str(attached.path))}", bold=True)
    yield click.style(f"{read}, {copy.encoding}, {count(len(copy.text), 'character')}", dim=True)
    yield ""
    yield from _table(_counts(attached))
    yield ""


def _table(counts: dict[State, dict[str, int]]) -> Iterator[str]:
    heads = (*(f"{kind}s" if kind != "evidence" else kind for kind in _KINDS), "all")
    yield click.style(f"{'':<18}" + "".join(f"{head:>11}" for head in heads), fg="cyan")
    for state, by_kind in counts.items():
        numbers = (*by_kind.values(), sum(by_kind.values()))
        cells = "".join(f"{number or '·':>11}" for number in numbers)
        yield click.style(f"{state:<18}{cells}", fg=_COLOURS.get(state) if numbers[-1] else None)
    yield ""
    for state, by_kind in counts.items():
        if any(by_kind.values()):
            yield click.style(f"{state}: {STATES[state]}", dim=True)


def _unverified(attached: Attachment, open_items: list[tuple[Item, Place]], limit: int) -> Iterator[str]:
    spans: dict[tuple[int, int, Place], list[str]] = {}
    for item, place in open_items:
        spans.setdefault((item.target.start, item.target.end, place), []).append(f"{item.record}#{item.pointer}")
    last = None
    for (start, end, place), fields in islice(spans.items(), limit or None):
        if (number := attached.source.sentence_at(start)) != last:
            last = number
            yield click.style(f"Sentence {number}" if number else "Between the sentences", bold=True)
        state = click.style(f"{place.state:<18}", fg=_COLOURS[place.state])
        yield f"  {state} [{start}, {end}){_words_at(attached, place)}"
        yield from (click.style(f"  {'':<18} {field}", dim=True) for field in fields)
    if 0 < limit < len(spans):
        yield f"and {count(len(spans) - limit, 'more place')} of the source not verified; --limit 0 lists all"


def _words_at(attached: Attachment, place: Place) -> str:
    if place.start is None or place.end is None:
        return ""
    line, column = attached.line_and_column(place.start)
    words = " ".join(attached.copy.text[place.start : place.end].split())
    shown = words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…"
    return f" at line {line}, column {column}: {visible(shown)}"
