"""Differences: `caucasus diff`: what came, changed and went between two versions, and the version that this requires.

Both are under today's schema when they are compared, so that a change of schema alone shows nothing.
"""

from __future__ import annotations

import hashlib
import html
import json
import textwrap
from base64 import b64encode
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
from caucasus_ledger.face.word_diff import Piece, Tag, shortened, swapped, word_diff

if TYPE_CHECKING:
    from caucasus_ledger.dataset.diff import Change, FieldChange, How

_HOWS: tuple[How, ...] = ("added", "changed", "retracted", "restored", "removed")
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
    rows: dict[str, dict[How, int]] = {kind: {how: found.get((how, kind), 0) for how in _HOWS} for kind in KINDS}
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


def _requirement(found: Differences) -> str | None:
    if found.least is None:
        return None
    version, reason = found.least
    verdict = {True: "", False: f"; {found.new.version} is less", None: ""}[found.enough]
    return f"Requires version {version} or later: {reason}{verdict}."


def as_text(found: Differences) -> Iterator[str]:
    """Yield the lines of the differences for a terminal of 80 columns: what was `[-taken out-]` and `{+put in+}`."""
    yield click.style(visible(f"Caucasus Ledger {found.labels[0]} → {found.labels[1]}"), bold=True)
    yield from (visible(line) for line in textwrap.wrap(_requirement(found) or "", WIDTH))
    yield ""
    if not found.told:
        yield _nothing(found)
        return
    yield from _grid(summary(found.told))
    for change in found.told:
        yield ""
        yield from entry(change, found.names)


def _nothing(found: Differences) -> str:
    return (
        "No record differs." if not found.every else f"None of these differs; {counted(len(found.every), 'other')} do."
    )


def _grid(rows: dict[str, dict[How, int]]) -> Iterator[str]:
    hows: list[How] = [how for how in _HOWS if any(row[how] for row in rows.values())]
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
        yield from filled(f"{line.label}: " if line.label else "", shortened(line.pieces))


_BRACKETS: dict[Tag, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
_COLOURS: dict[str, str] = {"gone": "red", "new": "green"}


def filled(first: str, pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield pieces of text as indented lines that fit the width of a terminal, with a label before the first."""
    yield from (f"{INDENT}{line}" for line in _fill(_words([Piece("same", first), *pieces]), WIDTH - len(INDENT)))


_Word = list[tuple[Tag, str]]
"""What stands between two spaces: stretches, each with what it is marked as."""


def _words(pieces: Iterable[Piece]) -> list[_Word]:
    words: list[_Word] = [[]]
    previous = "same"
    for tag, text in pieces:
        opening, closing = _BRACKETS[tag]
        shown = text.strip() or ("␣" if tag != "same" else "")  # of a space that is all that changed
        if text[:1].isspace() or (previous, tag) == ("gone", "new"):
            words.append([])
        for number, word in enumerate(f"{opening}{shown}{closing}".split()):
            if number:
                words.append([])
            words[-1].append((tag, visible(word)))
        if text[-1:].isspace():
            words.append([])
        previous = tag
    return [word for word in words if word]


def _fill(words: Iterable[_Word], width: int) -> Iterator[str]:
    lines: list[_Word] = []
    room = 0
    for word in words:
        length = sum(len(text) for _, text in word)
        if not lines or length + 1 > room:
            lines.append(list(word))
            room = width - length
        else:
            alike = lines[-1][-1][0] == word[0][0]
            lines[-1] += [(word[0][0] if alike else "same", " "), *word]
            room -= length + 1
    for line in lines:
        runs = [(tag, "".join(text for _, text in run)) for tag, run in groupby(line, key=_tag)]
        yield "".join(text if tag == "same" else click.style(text, fg=_COLOURS[tag]) for tag, text in runs)


def _tag(stretch: tuple[Tag, str]) -> Tag:
    return stretch[0]


def as_markdown(found: Differences) -> Iterator[str]:
    """Yield the lines of the differences as Markdown of GitHub, in which text of a record means nothing but itself."""
    yield f"## {escaped(' → '.join(found.labels), _LONG)}"
    yield ""
    if requirement := _requirement(found):
        yield from (escaped(requirement, _LONG), "")
    if not found.told:
        yield _nothing(found)
        return
    rows = summary(found.told)
    yield from (f"| | {' | '.join(_HOWS)} |", f"|---|{'---:|' * len(_HOWS)}")
    yield from (f"| {kind} | {' | '.join(f'{row[how]:,}' for how in _HOWS)} |" for kind, row in rows.items())
    for kind in rows:
        yield from ("", f"### {kind.title()}s", "")
        for change in _of_kind(found, kind):
            name = title_of(change, found.names)
            named = "" if name == change.record else f"{escaped(name, _LONG)} "
            yield f"- **{change.how}** {named}{code(change.record, _LONG)}"
            for line in lines_of(change, found.names):
                before = f"{escaped(line.label, _LONG)}: " if line.label else ""
                yield f"  - {before}{_marked(line.pieces, lambda text: escaped(text, _LONG))}"


def _of_kind(found: Differences, kind: str) -> Iterator[Change]:
    return (change for change in found.told if change.record.partition("/")[0] == kind)


_ELEMENTS: dict[Tag, tuple[str, str]] = {
    "same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")
}  # fmt: skip


def _marked(pieces: Sequence[Piece], safe: Callable[[str], str]) -> str:
    """Return pieces as HTML, a space between what went and what came in its stead."""
    shown: list[str] = []
    for number, piece in enumerate(pieces):
        opening, closing = _ELEMENTS[piece.tag]
        shown += [" "] * (piece.tag == "new" and number > 0 and pieces[number - 1].tag == "gone")
        shown += [opening, safe(piece.text), closing]
    return "".join(shown)


_STYLE = """
:root { color-scheme: light dark; --text: #1d1d1f; --page: #ffffff; --dim: #5c5c66; --line: #d8d8de;
  --gone: #ffe3e3; --gone-text: #8a1020; --new: #dcf5e1; --new-text: #0b5a24 }
@media (prefers-color-scheme: dark) { :root { --text: #ececf0; --page: #16161a; --dim: #a3a3ad; --line: #3a3a42;
  --gone: #4a1a20; --gone-text: #ffb8be; --new: #143a20; --new-text: #a6ecb8 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 60rem; color: var(--text); background: var(--page);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25 } h2 { font-size: 1.2rem; margin-top: 2.5rem }
code { font: 0.85em ui-monospace, monospace; color: var(--dim) }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: 0.25rem 0.9rem 0.25rem 0; text-align: right; border-bottom: 1px solid var(--line) }
th:first-child { text-align: left }
details { border-bottom: 1px solid var(--line); padding: 0.6rem 0 } summary { cursor: pointer }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.2rem 1rem; margin: 0.6rem 0 0 1rem }
dt { color: var(--dim) } dd { margin: 0 }
ins { background: var(--new); color: var(--new-text); text-decoration: underline }
del { background: var(--gone); color: var(--gone-text); text-decoration: line-through }
.how { font-size: 0.85rem; color: var(--dim); border: 1px solid var(--line); border-radius: 0.3rem; padding: 0 0.4rem }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr } dd { margin: 0 0 0.4rem } }
"""
_POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def as_html(found: Differences) -> Iterator[str]:
    """Yield the lines of the differences as one page of HTML that loads nothing, runs nothing and links nowhere."""
    title = _safe(" → ".join(found.labels))
    policy = _POLICY.format(digest=b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode())
    yield from ("<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">')
    yield f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield from (f"<title>Caucasus Ledger {title}</title>", f"<style>{_STYLE}</style>", "</head>", "<body>")
    yield from ("<main>", f"<h1>Caucasus Ledger {title}</h1>")
    if requirement := _requirement(found):
        yield f"<p>{_safe(requirement)}</p>"
    if not found.told:
        yield f"<p>{_safe(_nothing(found))}</p>"
    else:
        yield from _table(summary(found.told))
    for kind in summary(found.told):
        yield from ("<section>", f"<h2>{kind.title()}s</h2>")
        for change in _of_kind(found, kind):
            yield from _details(change, found.names)
        yield "</section>"
    yield from ("</main>", "</body>", "</html>")


def _safe(text: str) -> str:
    return html.escape(visible(text))


def _table(rows: dict[str, dict[How, int]]) -> Iterator[str]:
    yield "<table>"
    yield f'<tr><th scope="col">Records</th>{"".join(f"""<th scope="col">{how}</th>""" for how in _HOWS)}</tr>'
    for kind, row in rows.items():
        yield f'<tr><th scope="row">{kind}</th>{"".join(f"<td>{row[how]:,}</td>" for how in _HOWS)}</tr>'
    yield "</table>"


def _details(change: Change, names: dict[str, str]) -> Iterator[str]:
    name = title_of(change, names)
    named = "" if name == change.record else f"{_safe(name)} "
    yield f'<details id="{_safe(change.record)}"{"" if change.how == "added" else " open"}>'
    yield f'<summary><span class="how">{change.how}</span> {named}<code>{_safe(change.record)}</code></summary>'
    yield "<dl>"
    for line in lines_of(change, names):
        yield f"<dt>{_safe(line.label)}</dt><dd>{_marked(line.pieces, _safe)}</dd>"
    yield from ("</dl>", "</details>")


FORMS: dict[str, Callable[[Differences], Iterable[str]]] = {
    "text": as_text,
    "json": lambda found: [json_text(as_json(found))],
    "markdown": as_markdown,
    "html": as_html,
}
"""What prints the differences in each format, line by line."""
