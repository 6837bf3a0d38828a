"""Worksheet: a draft sentence by sentence, with its words and all that is left to decide, in Markdown.

It holds the text and so never belongs into a checkout.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.draft import Draft, Sheet, when_of
from caucasus_ledger.dataset.linking import Place
from caucasus_ledger.face.report import count
from caucasus_ledger.seeds.cues import Hedge, Quotation, is_term
from caucasus_ledger.seeds.dates import Dated

if TYPE_CHECKING:
    from caucasus_ledger.dataset.records import Json

_LONGEST_TITLE = 160
_BACKTICKS = re.compile("`+")


def worksheet(draft: Draft) -> str:
    """Return the worksheet of a draft."""
    return "\n".join(
        [*_head(draft), *_newcomers(draft), *(line for sheet in draft.sheets for line in _sheet(draft, sheet))]
    )


def _head(draft: Draft) -> Iterator[str]:
    yield f"# Worksheet of {draft.given.source_id}"
    yield ""
    yield "This file holds the words of the text. Keep it on your machine and do not commit it."
    yield "In the records, `?` stands for what you decide; `caucasus check` names each of them."
    yield "Places are half-open ranges of code points."
    yield ""
    yield from (f"- {limit}" for limit in draft.limits)
    title = draft.text.partition("\n")[0]
    if len(title) <= _LONGEST_TITLE and title[-1:] not in (".", "։"):
        yield f"- The first line may be the title: {_code(title)}. If so, add it to the source with its basis."
    yield "- Add title and address to the source if you know them; its licence says what may be done with the text."
    yield ""


def _newcomers(draft: Draft) -> Iterator[str]:
    if not draft.newcomers:
        return
    yield "## Names of no known actor"
    yield ""
    yield "Each may be an actor, an alias of one, a place, or nothing that is coded."
    yield ""
    for name, places, actors in draft.newcomers:
        numbers = sorted({_number_at(draft, start) for start, _ in places})
        where = f"sentence{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
        perhaps = f"; perhaps {' or '.join(actors)}" if actors else ""
        yield f"- {_code(name)}: {count(len(places), 'place')}, in {where}, first {_range(*places[0])}{perhaps}"
    yield ""


def _number_at(draft: Draft, place: int) -> int:
    return next(sheet.number for sheet in draft.sheets if sheet.start <= place < sheet.end)


def _sheet(draft: Draft, sheet: Sheet) -> Iterator[str]:
    yield f"## Sentence {sheet.number} {_range(sheet.start, sheet.end)}"
    yield ""
    yield f"    {draft.text[sheet.start : sheet.end]}"
    yield ""
    yield f"- Records: {', '.join(sheet.records) or 'none'}"
    yield from _items("Remark", sheet.remarks)
    yield from _items("Mention", (_mention(place) for place in sheet.places if place.why is None))
    yield from _items("Undecided", (_open_place(draft, place) for place in sheet.places if place.why is not None))
    yield from _items("Date", (_date(draft, one) for one in sheet.dated))
    yield from _items("Hedge", (_hedge(draft, one) for one in sheet.hedges))
    yield from _items("Quotation", (_quotation(draft, sheet, one) for one in sheet.quotations))
    yield ""


def _items(label: str, found: Iterable[str]) -> Iterator[str]:
    yield from (f"- {label}: {one}" for one in found)


def _mention(place: Place) -> str:
    return f"{_code(place.name)} {_range(place.start, place.end)} is {place.owners[0].actor.id}, written"


def _open_place(draft: Draft, place: Place) -> str:
    words = draft.text[place.start : place.end]
    whose = " or ".join(dict.fromkeys(f"{owner.actor.id}" for owner in place.owners))
    ready = _json(place.mention(draft.given.source_id, draft.text))
    alias = f"; it needs the alias {_json({'name': words, 'kind': '?'})}" if words != place.name else ""
    said = f"{_code(words)} {_range(place.start, place.end)} may name {whose}"
    return f"{said}: {place.why}. For its mentions: {ready}{alias}"


def _date(draft: Draft, one: Dated) -> str:
    said = f"{_code(draft.text[one.start : one.end])} {_range(one.start, one.end)}"
    if not one.readings:
        return f"{said} is open: {one.open}"
    ready = "; or ".join(_json(when_of(draft.given, reading)) for reading in one.readings)
    return f"{said} is {ready}" if one.settled else f"{said} is open: {one.open}. It may be {ready}"


def _hedge(draft: Draft, one: Hedge) -> str:
    return f"{_code(draft.text[one.start : one.end])} {_range(one.start, one.end)}, {one.kind}"


def _quotation(draft: Draft, sheet: Sheet, one: Quotation) -> str:
    said = f"{_code(draft.text[max(one.start, sheet.start) : min(one.end, sheet.end)])} {_range(one.start, one.end)}"
    if not one.closed:
        return f"{said}: nothing closes it; not in the record"
    if one.depth:
        return f"{said}: within another quotation; not in the record"
    if is_term(draft.text, one) or one[:2] in {(place.start, place.end) for place in sheet.places}:
        return f"{said}: a name or a term rather than speech; not in the record"
    return (
        f"{said}: if a named speaker says it, the claim is of kind quotation; if not, delete the evidence of that role"
    )


def _range(start: int, end: int) -> str:
    return f"[{start}, {end})"


def _json(plain: Json | dict[str, Any]) -> str:
    return _code(json.dumps(plain, ensure_ascii=False))


def _code(text: str) -> str:
    """Return a text as Markdown shows it letter for letter."""
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"
