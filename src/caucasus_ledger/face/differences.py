"""Differences: `caucasus diff`: what came, changed and went between two versions, and the version that this requires.

Both are under today's schema when they are compared, so that a change of schema alone shows nothing.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caucasus_ledger.dataset.diff import counted, diff, tally
from caucasus_ledger.dataset.ledger import VERSION, Ledger, UnknownVersion, load, numbers, versions
from caucasus_ledger.dataset.records import CALLED, KINDS, RELEASES, find_root, kind_of
from caucasus_ledger.dataset.store import UNRELEASED, LedgerError
from caucasus_ledger.face.changes import MARKS, as_row, label, names_of, value_of
from caucasus_ledger.face.comment import INDENT, code, escaped
from caucasus_ledger.face.prose import WIDTH
from caucasus_ledger.face.report import clip, json_text, visible
from caucasus_ledger.face.word_diff import Piece, filled, marked, shortened, swapped, word_diff

if TYPE_CHECKING:
    from caucasus_ledger.dataset.diff import Change, FieldChange, How

HOWS: tuple[How, ...] = ("added", "changed", "retracted", "restored", "removed")
_NAME = 90
"""Code points of a name in a heading; a longer one is told in full among the fields."""
_LONG = 2000
_SCREEN = 300
"""Code points of a value on a terminal; the other formats tell all that a text may have."""


@dataclass(frozen=True)
class Differences:
    """Two versions, what they are called, every change from the one to the other, and those that are to be told.

    `names` is what people call each record, by identifier.
    """

    old: Ledger
    new: Ledger
    labels: tuple[str, str]
    every: tuple[Change, ...]
    told: tuple[Change, ...]
    names: dict[str, str]

    @cached_property
    def least(self) -> tuple[str, str] | None:
        """The least version that all changes require of what comes after the old one, and why; None if nothing does."""
        released = [VERSION.fullmatch(one.version) is not None for one in (self.old, self.new)]
        backwards = all(released) and numbers(self.new.version) <= numbers(self.old.version)
        if not released[0] or backwards:
            return None
        from caucasus_ledger.dataset.bump import least_after

        return least_after(self.old, self.new, self.every)

    @property
    def enough(self) -> bool | None:
        """Whether the new one's version is at least the least; None if it has none or needs none."""
        if self.least is None or not VERSION.fullmatch(self.new.version):
            return None
        return numbers(self.new.version) >= numbers(self.least[0])


def compare(old: str, new: str | None = None, only: Iterable[str] = (), kinds: Iterable[str] = ()) -> Differences:
    """Return the differences between two versions, of which those of some records or kinds can be chosen.

    A version is a number, a folder of a release or checkout, or `.` or `unreleased` for the checkout one stands in;
    the new one is that checkout by default, else the newest release. In a checkout, releases are the checkout's own.
    Raises LedgerError for what is none of these, UnknownRecord for a record that neither has.
    """
    from caucasus_ledger.face.scope import ledger_of

    before, after = _ledger(old), ledger_of(None) if new is None else _ledger(new)
    was, is_ = before.to_json(), after.to_json()
    every = diff(was, is_)
    ids, chosen = set(only), set(kinds)
    for record_id in sorted(ids):
        if record_id not in was and record_id not in is_:
            raise after.unknown(record_id)
    listed = [
        change
        for change in every
        if (not ids or change.record in ids) and (not chosen or change.record.partition("/")[0] in chosen)
    ]
    listed.sort(key=lambda change: KINDS.index(change.record.partition("/")[0]))
    labels = (_label(before, old), _label(after, new))
    return Differences(before, after, labels, tuple(every), tuple(listed), names_of(is_, was))


def is_version(text: str) -> bool:
    """Whether a word of the command stands for a version and not for a record."""
    return text.partition("/")[0] not in KINDS or "/" not in text


def _ledger(name: str) -> Ledger:
    from caucasus_ledger.face.scope import ledger_of

    root = find_root(Path.cwd())
    if name in (UNRELEASED, "."):
        if root is None and not (Path.cwd() / "manifest.json").is_file():
            raise LedgerError("you stand in no checkout of a ledger, and only a checkout has what is unreleased")
        return load(root or Path.cwd())
    own = versions(root / RELEASES) if root else ()
    if root and name in own:
        return load(root / RELEASES / name)
    if VERSION.fullmatch(name) and own:
        raise UnknownVersion(f"version {name} is not in this checkout, which holds {', '.join(own)}")
    if not VERSION.fullmatch(name) and not (name and Path(name).is_dir()):
        raise LedgerError(f"'{name}' is neither a version, such as 0.1.0, nor a folder; unreleased is the checkout")
    return ledger_of(name)


def _label(ledger: Ledger, name: str | None) -> str:
    asked = name not in (None, ".", UNRELEASED)
    return f"{UNRELEASED} ({name})" if ledger.version == UNRELEASED and asked else ledger.version


def as_json(found: Differences) -> dict[str, Any]:
    """Return the differences as a JSON object whose keys keep their names and meanings.

    `old` and `new` (version, released, schema_version, fingerprint), `requires` (version, reason, enough: whether the
    new version is; null if nothing is required), `summary` (kind to how to number), and `changes`: record, name, how
    (added, changed, retracted, restored, removed), reason, retracted_on and replaced_by of a retracted one, and every
    field with pointer (RFC 6901), before and after, null for what is not there.
    """
    return {
        "old": _side(found.old),
        "new": _side(found.new),
        "requires": found.least and {"version": found.least[0], "reason": found.least[1], "enough": found.enough},
        "summary": {kind: {how: n for how, n in row.items() if n} for kind, row in summary(found.told).items()},
        "changes": [row_of(change, found.names) for change in found.told],
    }


def _side(ledger: Ledger) -> dict[str, Any]:
    return {
        "version": ledger.version,
        "released": ledger.released,
        "schema_version": ledger.schema_version,
        "fingerprint": ledger.fingerprint,
    }


def row_of(change: Change, names: dict[str, str]) -> dict[str, Any]:
    """Return a change as a JSON object, as `as_json` tells it."""
    row = as_row(change, names, (field for field in change.fields if field.pointer != "/id"))
    retracted = (change.after or {}).get("retracted", {}) if change.how == "retracted" else {}
    return {key: row[key] for key in ("record", "name", "how")} | retracted | {"fields": row["fields"]}


def summary(changes: Sequence[Change]) -> dict[str, dict[How, int]]:
    """Return how many records became what, by kind; kinds without a change are left out."""
    found = tally(changes)
    rows: dict[str, dict[How, int]] = {kind: {how: found.get((how, kind), 0) for how in HOWS} for kind in KINDS}
    return {kind: row for kind, row in rows.items() if any(row.values())}


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a change, by its label, and the pieces of what it was and is."""

    label: str
    pieces: tuple[Piece, ...]


def lines_of(change: Change, names: dict[str, str], longest: int = _LONG) -> Iterator[Line]:
    """Yield what there is to tell of a change: its fields, or why and by what a record was withdrawn."""
    if change.how == "removed":
        yield Line("gone", (Piece("same", "without a tombstone"),))
    elif change.how == "retracted":
        retracted = (change.after or {})["retracted"]
        yield Line("because", (Piece("same", retracted["reason"]),))
        yield Line("withdrawn on", (Piece("same", retracted["retracted_on"]),))
        if other := retracted.get("replaced_by"):
            yield Line("replaced by", (Piece("same", called(other, names)),))
    elif change.how == "changed":
        for field in _merged(field for field in change.fields if field.pointer != "/id"):
            yield Line(label(field.pointer), tuple(_pieces(field, names, longest)))
    else:
        yield from _whole(change, names, longest)


def _whole(change: Change, names: dict[str, str], longest: int) -> Iterator[Line]:
    """Yield the fields of a record that is there now, but for a name that the heading has whole."""
    if change.how == "restored":
        retracted = (change.before or {})["retracted"]
        was = f"withdrawn on {retracted['retracted_on']}: {retracted['reason']}"
        yield Line("stands again", (Piece("same", was),))
    name = CALLED[kind_of(change.after or {})]
    for key, value in (change.after or {}).items():
        if key != "id" and not (key == name and len(names[change.record]) <= _NAME):
            yield Line(label(key), (Piece("same", value_of(value, names, longest)),))


def _merged(fields: Iterable[FieldChange]) -> Iterator[FieldChange]:
    """Yield the fields, of which one that went and one that came in its place are one."""
    for _, group in groupby(fields, key=lambda field: field.pointer):
        match list(group):
            case [gone, new] if gone.after is None and new.before is None:
                yield replace(new, before=gone.before)
            case several:
                yield from several


def _pieces(field: FieldChange, names: dict[str, str], longest: int) -> list[Piece]:
    before, after = field.before, field.after
    texts = [value_of(value, names, longest) if value is not None else "" for value in (before, after)]
    if isinstance(before, str) and isinstance(after, str) and " " in before and " " in after:
        return word_diff(before, after)
    if texts[0] == texts[1]:  # two actors of one name, or lists that differ beyond what is shown
        texts = [json.dumps(value, ensure_ascii=False) for value in (before, after)]
    return swapped(*texts)


def title_of(change: Change, names: dict[str, str]) -> str:
    """Return what people call the record of a change, short enough for a heading."""
    return clip(names.get(change.record, change.record), _NAME)


def called(record_id: str, names: dict[str, str]) -> str:
    """Return what people call a record, shortened, and its identifier."""
    name = names.get(record_id, record_id)
    return record_id if name == record_id else f"{clip(name, _NAME)} [{record_id}]"


def requirement_of(found: Differences) -> str | None:
    """Return in words which version the changes require, and why; None if they require none."""
    if found.least is None:
        return None
    version, reason = found.least
    verdict = {True: "", False: f"; {found.new.version} is less", None: ""}[found.enough]
    return f"Requires version {version} or later: {reason}{verdict}."


def as_text(found: Differences) -> Iterator[str]:
    """Yield the lines of the differences for a terminal of 80 columns: what was `[-taken out-]` and `{+put in+}`."""
    yield click.style(visible(f"Caucasus Ledger {found.labels[0]} → {found.labels[1]}"), bold=True)
    yield from (visible(line) for line in textwrap.wrap(requirement_of(found) or "", WIDTH))
    yield ""
    if not found.told:
        yield nothing_of(found)
        return
    yield from _grid(summary(found.told))
    for change in found.told:
        yield ""
        yield from entry(change, found.names)


def nothing_of(found: Differences) -> str:
    """Return in words that there is nothing to tell."""
    return (
        "No record differs." if not found.every else f"None of these differs; {counted(len(found.every), 'other')} do."
    )


def _grid(rows: dict[str, dict[How, int]]) -> Iterator[str]:
    hows: list[How] = [how for how in HOWS if any(row[how] for row in rows.values())]
    yield click.style(f"{'':<12}{''.join(f'{how:>11}' for how in hows)}", fg="cyan")
    for kind, row in rows.items():
        yield f"{kind:<12}{''.join(f'{row[how]:>11,}' for how in hows)}"


def entry(change: Change, names: dict[str, str]) -> Iterator[str]:
    """Yield the lines of one change for a terminal."""
    mark, colour = MARKS[change.how]
    name = title_of(change, names)
    for line in textwrap.wrap(visible(name), WIDTH - 2):
        yield click.style(f"{mark} {line}", fg=colour, bold=True)
        mark = " "
    if name != change.record:
        yield click.style(f"  {visible(change.record)}", dim=True)
    yield from entry_lines(change, names)


def entry_lines(change: Change, names: dict[str, str]) -> Iterator[str]:
    """Yield the lines below the heading of one change for a terminal."""
    for line in lines_of(change, names, _SCREEN):
        yield from filled(f"{line.label}: ", shortened(line.pieces), INDENT, WIDTH)


def as_markdown(found: Differences) -> Iterator[str]:
    """Yield the lines of the differences as Markdown of GitHub, in which text of a record means nothing but itself."""
    yield f"## {escaped(' → '.join(found.labels), _LONG)}"
    yield ""
    if requirement := requirement_of(found):
        yield from (escaped(requirement, _LONG), "")
    if not found.told:
        yield nothing_of(found)
        return
    rows = summary(found.told)
    yield from (f"| | {' | '.join(HOWS)} |", f"|---|{'---:|' * len(HOWS)}")
    yield from (f"| {kind} | {' | '.join(f'{row[how]:,}' for how in HOWS)} |" for kind, row in rows.items())
    for kind in rows:
        yield from ("", f"### {kind.title()}s", "")
        for change in of_kind(found, kind):
            name = title_of(change, found.names)
            named = "" if name == change.record else f"{escaped(name, _LONG)} "
            yield f"- **{change.how}** {named}{code(change.record, _LONG)}"
            for line in lines_of(change, found.names):
                shown = marked(line.pieces, lambda text: escaped(text, _LONG))
                yield f"  - {escaped(line.label, _LONG)}: {shown}"


def of_kind(found: Differences, kind: str) -> Iterator[Change]:
    """Return the changes to tell of records of one kind."""
    return (change for change in found.told if change.record.partition("/")[0] == kind)


def _as_html(found: Differences) -> Iterator[str]:
    from caucasus_ledger.face.difference_page import as_html

    yield from as_html(found)


FORMS: dict[str, Callable[[Differences], Iterable[str]]] = {
    "text": as_text,
    "json": lambda found: [json_text(as_json(found))],
    "markdown": as_markdown,
    "html": _as_html,
}
"""What prints the differences in each format, line by line."""
