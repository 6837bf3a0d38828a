"""Intercoder: how far two codings agree, in words and tables, and what is left to adjudicate.

Nothing here is of the source's text: only names, and titles and statements in the coders' own words.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, NamedTuple

import click

from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.codings import Coding, Codings, read_both
from caucasus_ledger.face.prose import WIDTH
from caucasus_ledger.face.report import count, visible
from caucasus_ledger.validators.agreement import CODES, UNITS, Comparison, Disagreement, Figure, compare
from caucasus_ledger.validators.alignment import OVERLAP, same_span
from caucasus_ledger.validators.reliability import RELIABLE, RESAMPLES, SEED, TENTATIVE

LISTED = 20
"""How many disagreements, and how many records that are not valid, the text lists unless told otherwise."""
UNDEFINED = "undefined"
_CONVENTION = (
    "By Krippendorff's convention data with an alpha of .800 or more may be relied upon, and between .667 and .800 "
    "only tentative conclusions be drawn (Content Analysis, 2nd edition 2004, page 241). Unsure is an alpha of .800 or "
    "more whose interval begins below .667."
)
_UNITS = (
    "Records are aligned by the words that they stand on: actors by their mentions, events and claims if their "
    "evidence of role whole shares at least {overlap:.0%} of the code points that either holds; with the same span, "
    "all. Recall is the share of A's units that B has too, precision the share of B's that A has too, F1 their "
    "harmonic mean."
)
_COVERED = (
    "Which part of the text units of a kind cover, however many lie on top of each other. The unitised alpha (|uα of "
    "Krippendorff, Mathet, Bouvry and Widlöcher 2016) is 1 if both codings cover the same code points, 0 if they meet "
    "no more than chance would have it. n is the number of sentences that are resampled."
)
_CODED = (
    "On the n aligned units only. Agreement is the share with the same code in both; alpha is Krippendorff's for "
    "nominal codes: 1 is perfect, 0 is what chance gives. A field left out is a code of its own."
)
_INTERVALS = (
    "In brackets: 95 % interval from {resamples:,} bootstrap resamples, seed {seed}. Records of one sentence hang "
    "together, so that the true uncertainty is wider."
)
_DECISION_FIELDS = {
    "unit": "unit", "span": "span", "actor named": "mention",
    "name": "name", "aliases": "name", "item": "name", "country": "name", "roles": "name",
    "actor kind": "type", "event type": "type", "mode": "type", "contexts": "type",
    "date": "date", "date basis": "date", "said": "date", "horizon": "date",
    "participants": "role", "places": "role", "deaths": "role", "about": "role",
    "claim kind": "kind", "realis": "factuality", "modality": "factuality", "innermost factuality": "factuality",
    "author factuality": "factuality", "resolution": "factuality",
    "claimant": "chain", "chain length": "chain", "attribution mode": "chain", "levels between": "chain",
}  # fmt: skip
"""The field of a decision by the field of a disagreement; what is not named here is a link."""


@dataclass(frozen=True, slots=True)
class Report:
    """Two codings, what came of comparing them, and how it was done."""

    codings: Codings
    found: Comparison
    overlap: float
    resamples: int
    seed: int


def report(
    a: str,
    b: str,
    *,
    source: str | None = None,
    data: str | None = None,
    overlap: float = OVERLAP,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Report:
    """Read two codings and compare them; see `read_both` and `compare` for what is taken.

    Raises LedgerError for what they cannot read or align, and for an overlap that is none.
    """
    if not 0 < overlap <= 1:
        raise LedgerError(f"the least overlap is more than 0 and at most 1, not {overlap}")
    codings = read_both(a, b, source, data)
    found = compare(
        codings.a.records, codings.b.records, codings.source, overlap=overlap, resamples=resamples, seed=seed
    )
    return Report(codings, found, overlap, resamples, seed)


def as_json(one: Report) -> str:
    """Return all of it as one JSON object."""
    text = one.codings.source
    content = {
        "source": one.codings.source_id,
        "text": {"characters": text.text.characters, "sentences": len(text.sentences)} if text else None,
        "overlap": one.overlap,
        "resamples": one.resamples,
        "seed": one.seed,
        "a": _coding(one.codings.a),
        "b": _coding(one.codings.b),
        **asdict(one.found),
    }
    return _pretty(content)


def _coding(coding: Coding) -> dict[str, Any]:
    return {"name": coding.name, "records": coding.counts, "flaws": [asdict(flaw) for flaw in coding.flaws]}


def as_jsonl(one: Report) -> str:
    """Return the disagreements as JSON Lines, in the order of the text."""
    return "\n".join(json.dumps(asdict(d), ensure_ascii=False) for d in one.found.disagreements)


def as_decisions(one: Report) -> str:
    """Return the disagreements as a file of decisions to fill in, in the form of `docs/codings/decisions.json`."""
    decisions = [
        {
            "id": number,
            "sentences": [] if d.sentence is None else [d.sentence],
            "field": _DECISION_FIELDS.get(d.field, "link"),
            "a": _said(d, d.a, d.a_id),
            "b": _said(d, d.b, d.b_id),
            "decided": "",
            "why": "",
        }
        for number, d in enumerate(one.found.disagreements, start=1)
    ]
    return _pretty(decisions)


def _said(d: Disagreement, says: str | None, record_id: str | None) -> str:
    if record_id is None:
        return f"no such {d.kind}"
    return f"{says} ({record_id})" if d.field == "unit" else f"{d.field}: {says} ({record_id})"


def _pretty(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


class Section(NamedTuple):
    """A part of the report: a heading, what it shows, a table, and paragraphs below it.

    `sides` has a letter a column: l for left, r for right.
    """

    title: str
    shows: str
    head: tuple[str, ...]
    sides: str
    rows: list[tuple[str, ...]]
    below: tuple[str, ...]


def _sections(one: Report) -> tuple[Section, ...]:
    return _units(one), _covered(one.found), _coded(one)


def _units(one: Report) -> Section:
    found = one.found
    rows = [row for kind in CODES for row in _unit_rows(found, kind)]
    figures = [found.figure(kind, measure) for kind in CODES for measure in ("recall", "precision", "F1")]
    below = (*_reasons(figures, lambda figure: f"{figure.measure} of {figure.of}s"), *_overlaps(found))
    head = ("", "A", "B", "both", "recall", "precision", "F1")
    return Section("Units", _UNITS.format(overlap=one.overlap), head, "lrrrrrl", rows, below)


def _covered(found: Comparison) -> Section:
    rows = [_covered_row(found, kind) for kind in UNITS]
    below = _reasons([found.figure(kind, "unitised alpha") for kind in UNITS], lambda figure: f"{figure.of}s")
    return Section("Text covered", _COVERED, ("", "A", "B", "both", "n", "unitised alpha", ""), "lrrrrll", rows, below)


def _coded(one: Report) -> Section:
    names = [name for codes in CODES.values() for name in codes]
    rows = [_code_row(one.found, name) for name in names]
    below = [*_reasons([one.found.figure(name, "alpha") for name in names], lambda figure: figure.of), _CONVENTION]
    if one.resamples:
        below.append(_INTERVALS.format(resamples=one.resamples, seed=one.seed))
    return Section("Codes", _CODED, ("", "n", "agreement", "alpha", ""), "lrlll", rows, tuple(below))


def _unit_rows(found: Comparison, kind: str) -> Iterator[tuple[str, ...]]:
    counts = {one.kind: one for one in found.counts}
    for of in (kind, same_span(kind)):
        if one := counts.get(of):
            recall, precision, f1 = (found.figure(of, measure) for measure in ("recall", "precision", "F1"))
            name = of.replace(kind, f"{kind}s", 1)
            yield (name, *map(str, (one.a, one.b, one.aligned)), value(recall), value(precision), full(f1))


def _overlaps(found: Comparison) -> tuple[str, ...]:
    event, claim = (full(found.figure(kind, "Jaccard")) for kind in ("event", "claim"))
    parts = found.figure("participants", "F1")
    return (
        f"The words of aligned events overlap by {event} on average (Jaccard), those of aligned claims by {claim}.",
        f"Actors with their roles agree in {count(parts.n, 'aligned event')} with an F1 of {full(parts)}.",
    )


def _covered_row(found: Comparison, kind: str) -> tuple[str, ...]:
    one = next(one for one in found.coverage if one.kind == kind)
    alpha = found.figure(kind, "unitised alpha")
    shares = (f"{part / one.length:.1%}" if one.length else str(part) for part in (one.a, one.b, one.both))
    return (f"{kind}s", *shares, str(alpha.n), full(alpha), _reading(alpha))


def _code_row(found: Comparison, name: str) -> tuple[str, ...]:
    agreement, alpha = found.figure(name, "agreement"), found.figure(name, "alpha")
    return (name, str(alpha.n), full(agreement), full(alpha), _reading(alpha))


def _reading(alpha: Figure) -> str:
    if alpha.value is None:
        return ""
    if alpha.value < RELIABLE:
        return "tentative" if alpha.value >= TENTATIVE else "low"
    return "reliable" if alpha.low is None or alpha.low >= TENTATIVE else "unsure"


def _reasons(figures: Sequence[Figure], name: Callable[[Figure], str]) -> tuple[str, ...]:
    """Return, as one paragraph if there is any, which figures are undefined and why."""
    by_why: dict[str, list[str]] = {}
    for one in figures:
        if one.why:
            by_why.setdefault(one.why, []).append(name(one))
    reasons = "; ".join(f"{', '.join(names)} ({why})" for why, names in by_why.items())
    return (f"Undefined: {reasons}.",) if reasons else ()


def value(figure: Figure) -> str:
    """Return the value of a figure to three places."""
    return UNDEFINED if figure.value is None else f"{figure.value:.3f}"


def full(figure: Figure) -> str:
    """Return the value of a figure with its interval, if it has one."""
    if figure.low is None or figure.high is None:
        return value(figure)
    return f"{value(figure)} [{figure.low:.3f}, {figure.high:.3f}]"


def as_text(one: Report, listed: int = LISTED) -> str:
    """Return the report for a terminal, with at most `listed` disagreements."""
    lines = [click.style(f"Agreement of two codings of {visible(one.codings.source_id)}", bold=True)]
    for letter, coding in _lettered(one):
        lines += _wrapped(f"{letter}  {_described(coding)}", "   ")
        lines += [line for text in _flaws(letter, coding, listed) for line in _wrapped(text, "     ", "   ")]
    for section in _sections(one):
        lines += ["", *_section_text(section)]
    return "\n".join([*lines, "", *_list_text(one, listed)])


def _lettered(one: Report) -> tuple[tuple[str, Coding], ...]:
    return ("A", one.codings.a), ("B", one.codings.b)


def _described(coding: Coding) -> str:
    return f"{coding.name}: {', '.join(count(number, kind) for kind, number in coding.counts.items())}"


def _flaws(letter: str, coding: Coding, listed: int) -> Iterator[str]:
    """Yield what is not valid in a coding: that it is compared all the same, or that it is left out."""
    kept = [flaw for flaw in coding.flaws if flaw.compared]
    lost = [flaw for flaw in coding.flaws if not flaw.compared]
    if kept:
        named = _capped([f"{flaw.id} ({', '.join(flaw.codes)})" for flaw in kept], listed)
        yield f"{count(len(kept), 'record')} of {letter} compared as coded, against coding rules: {named}."
    if lost:
        yield f"{count(len(lost), 'record')} of {letter} left out, for want of a field that can be read:"
        yield from (f"{flaw.where}: {flaw.id}: {flaw.message}" for flaw in lost[:listed])
        if len(lost) > listed:
            yield f"and {len(lost) - listed} more."


def _capped(items: Sequence[str], listed: int) -> str:
    more = [f"and {len(items) - listed} more"] if len(items) > listed else []
    return ", ".join([*items[:listed], *more])


def _section_text(section: Section) -> Iterator[str]:
    yield click.style(section.title, bold=True)
    yield from _wrapped(section.shows)
    table = [section.head, *section.rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(section.head))]
    for number, row in enumerate(table):
        cells = (
            text.rjust(width) if side == "r" else text.ljust(width)
            for text, width, side in zip(row, widths, section.sides, strict=True)
        )
        line = "  ".join(cells).rstrip()
        yield click.style(line, fg="cyan") if number == 0 else line
    for paragraph in section.below:
        yield from _wrapped(paragraph)


def _list_text(one: Report, listed: int) -> Iterator[str]:
    yield click.style("Disagreements", bold=True)
    yield from _wrapped(_totals(one))
    shown = one.found.disagreements[:listed]
    for sentence, group in groupby(shown, lambda d: d.sentence):
        yield click.style(_sentence(sentence), fg="cyan")
        for d in group:
            yield f"  {_headline(d)}"
            for letter, says, record_id in (("A", d.a, d.a_id), ("B", d.b, d.b_id)):
                if record_id is not None:
                    yield from _wrapped(f"{letter}  {record_id}: {says}", "       ", "    ")
    if len(shown) < len(one.found.disagreements):
        yield from _wrapped(
            f"and {len(one.found.disagreements) - len(shown):,} more; --format markdown, json or jsonl lists all of "
            "them, --format decisions makes a file of decisions to fill in."
        )


def _totals(one: Report) -> str:
    found = one.found.disagreements
    if not found:
        return "There is none."
    numbers = Counter((d.kind, d.field) for d in found)
    parts = [
        f"{kind}: {', '.join(f'{field} {n}' for (of, field), n in numbers.most_common() if of == kind)}"
        for kind in CODES
        if any(of == kind for of, _ in numbers)
    ]
    return (
        f"{count(len(found), 'disagreement')} in the order of the text; `unit` is a record or mention that only one "
        f"coding has. By field: {'; '.join(parts)}."
    )


def _sentence(number: int | None) -> str:
    return "Without a sentence" if number is None else f"Sentence {number}"


def _headline(d: Disagreement) -> str:
    if d.field == "unit":
        return f"{d.kind} only in {'A' if d.b_id is None else 'B'}"
    return d.field if d.field.startswith(d.kind) else f"{d.kind}, {d.field}"


def _wrapped(text: str, indent: str = "", first: str = "") -> list[str]:
    return textwrap.wrap(visible(text), WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def as_markdown(one: Report) -> str:
    """Return the report as a page of Markdown, with every disagreement."""
    from caucasus_ledger.face.codebook import cell

    lines = [f"# Agreement of two codings of {one.codings.source_id}", ""]
    for letter, coding in _lettered(one):
        lines += [f"- {letter}: {cell(visible(_described(coding)))}"]
        lines += [f"  - {cell(visible(text))}" for text in _flaws(letter, coding, len(coding.flaws))]
    for section in _sections(one):
        lines += ["", f"## {section.title}", "", section.shows, ""]
        lines += _table(section.head, section.sides, section.rows)
        lines += [line for part in section.below for line in ("", part)]
    lines += ["", "## Disagreements", "", _totals(one), ""]
    rows = [
        (str(d.sentence or ""), _headline(d), _cited(d.a, d.a_id), _cited(d.b, d.b_id)) for d in one.found.disagreements
    ]
    return "\n".join([*lines, *(_table(("Sentence", "What", "A", "B"), "rlll", rows) if rows else [])]).rstrip()


def _cited(says: str | None, record_id: str | None) -> str:
    return f"{record_id}: {says}" if record_id else ""


def _table(head: Sequence[str], sides: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    from caucasus_ledger.face.codebook import cell

    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---:' if side == 'r' else '---' for side in sides)}|"
    for row in rows:
        yield f"| {' | '.join(cell(visible(text)) for text in row)} |"


FORMS: dict[str, Callable[[Report], str]] = {
    "json": as_json,
    "jsonl": as_jsonl,
    "markdown": as_markdown,
    "decisions": as_decisions,
}
"""The forms in which all of a report is given, beside the text."""
