"""Difference page: `caucasus diff --format html`: one page that loads nothing, runs nothing and links nowhere."""

from __future__ import annotations

import hashlib
import html
from base64 import b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

from caucasus_ledger.face.differences import (
    HOWS,
    Differences,
    lines_of,
    nothing_of,
    of_kind,
    requirement_of,
    summary,
    title_of,
)
from caucasus_ledger.face.report import visible
from caucasus_ledger.face.word_diff import marked

if TYPE_CHECKING:
    from caucasus_ledger.dataset.diff import Change, How

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
    if requirement := requirement_of(found):
        yield f"<p>{_safe(requirement)}</p>"
    if not found.told:
        yield f"<p>{_safe(nothing_of(found))}</p>"
    else:
        yield from _table(summary(found.told))
    for kind in summary(found.told):
        yield from ("<section>", f"<h2>{kind.title()}s</h2>")
        for change in of_kind(found, kind):
            yield from _details(change, found.names)
        yield "</section>"
    yield from ("</main>", "</body>", "</html>")


def _safe(text: str) -> str:
    return html.escape(visible(text))


def _table(rows: dict[str, dict[How, int]]) -> Iterator[str]:
    yield "<table>"
    yield f'<tr><th scope="col">Records</th>{"".join(f"""<th scope="col">{how}</th>""" for how in HOWS)}</tr>'
    for kind, row in rows.items():
        yield f'<tr><th scope="row">{kind}</th>{"".join(f"<td>{row[how]:,}</td>" for how in HOWS)}</tr>'
    yield "</table>"


def _details(change: Change, names: dict[str, str]) -> Iterator[str]:
    name = title_of(change, names)
    named = "" if name == change.record else f"{_safe(name)} "
    yield f'<details id="{_safe(change.record)}"{"" if change.how == "added" else " open"}>'
    yield f'<summary><span class="how">{change.how}</span> {named}<code>{_safe(change.record)}</code></summary>'
    yield "<dl>"
    for line in lines_of(change, names):
        yield f"<dt>{_safe(line.label)}</dt><dd>{marked(line.pieces, _safe)}</dd>"
    yield from ("</dl>", "</details>")
