"""Codebook: codebook.csv with a row a variable, codes.csv with a row a code, and both as a page, codebook.html."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.delimited import csv_bytes
from caucasus_ledger.dataset.description import Description, TableFacts
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.metadata import statements
from caucasus_ledger.dataset.metadata.datapackage import example
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.dataset.variables import Variable

COLUMNS = (
    "table", "position", "name", "type", "label", "description", "unit", "key", "required", "refers", "joined", "field",
    "pattern", "values", "empty_means", "n", "n_missing", "least", "most", "top", "example",
)  # fmt: skip
_TOP = 5
_DERIVED = "derived"
_TYPES = {"string": "text", "int": "whole number", "float": "number", "date": "ISO 8601 date"}


def codebook_csv(tables: Iterable[Sequence[Variable]]) -> bytes:
    """Return a row for each variable of the tables; values, and the tables referred to, are joined by semicolons."""
    return csv_bytes(COLUMNS, (_row(number, one) for table in tables for number, one in enumerate(table, start=1)))


def codes_csv(description: Description) -> bytes:
    """Return a row for each code of each variable that has codes: what it means, and how many rows have it."""
    return csv_bytes(
        ("table", "name", "code", "meaning", "n"),
        (
            (one.table, one.name, code, meaning, dict(one.top).get(code, 0))
            for table in description.tables.values()
            for one in table.variables
            for code, meaning in one.codes.items()
        ),
    )


def _row(number: int, variable: Variable) -> tuple[Any, ...]:
    return (
        variable.table, number, variable.name, variable.type, variable.label, variable.description, variable.unit,
        _yes(variable.key), _yes(not variable.missing), ";".join(variable.refers), _yes(variable.joined),
        field(variable), variable.pattern, ";".join(variable.codes), variable.missing,
        variable.rows - variable.missing_rows, variable.missing_rows, variable.least, variable.most,
        ";".join(f"{code} {number}" for code, number in variable.top[:_TOP]), example(variable),
    )  # fmt: skip


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def field(variable: Variable) -> str:
    """Return the field of the records that a column holds, as kind and dotted path, or that it is derived."""
    table = BY_NAME[variable.table]
    column = next(column for column in table.columns if column.name == variable.name)
    if not column.path:
        return _DERIVED
    path = f"{table.list_path}[].{column.path}" if table.list_path and column.path != "id" else column.path
    return ";".join(f"{kind}.{path}" for kind in table.kinds)


_STYLE = """\
:root { color-scheme: light dark; --line: #8886; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; }
h2 { border-top: 2px solid var(--line); margin-top: 3rem; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
td { min-width: 7rem; }
td.number { min-width: 0; }
th[scope=row], th[scope=row] code, code.name { white-space: nowrap; }
code { font: .9em ui-monospace, monospace; background: var(--soft); overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide { overflow-x: auto; }
nav ul { columns: 14rem; padding-left: 1.2rem; }
@media print {
  body { max-width: none; font-size: 10pt; }
  nav { display: none; }
  tr, h3 { break-inside: avoid; }
  h2 { break-before: page; }
}"""


def codebook_html(description: Description) -> bytes:
    """Return the codebook as a page that needs nothing else: no script, no address that is fetched."""
    return ("\n".join(_page(description)) + "\n").encode()


def _page(description: Description) -> Iterator[str]:
    title = escape(f"{identity.TITLE} {description.version}: codebook")
    yield "<!doctype html>"
    yield f'<html lang="{escape(identity.LANGUAGE)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{_STYLE}\n</style>"
    yield "</head>"
    yield "<body>"
    yield f"<h1>{title}</h1>"
    yield f"<p>{escape(identity.DESCRIPTION)}</p>"
    yield (
        f"<p>Released on {description.released.isoformat()} by {escape(identity.AUTHORS)}. Licence: "
        f'<a href="{escape(identity.LICENCE_URL)}">{escape(identity.LICENCE)}</a>. Fingerprint '
        f"<code>{short(description.fingerprint)}</code>. Schema {escape(description.schema_version)}, PLOVER table "
        f"{escape(description.plover_version)}.</p>"
    )
    yield f"<p>{escape(statements.ANNOTATION)}</p>"
    yield f"<p>{escape(statements.missing('below'))}</p>"
    yield '<nav aria-label="Tables">\n<ul>'
    for name, table in description.tables.items():
        yield f'<li><a href="#{escape(name)}">{escape(name)}</a> ({_rows(table.rows)})</li>'
    yield "</ul>\n</nav>\n<main>"
    for name, table in description.tables.items():
        yield from _section(name, table)
    yield "</main>\n</body>\n</html>"


def _section(name: str, table: TableFacts) -> Iterator[str]:
    key = ", ".join(f"<code>{escape(one.name)}</code>" for one in table.variables if one.key)
    yield f'<section>\n<h2 id="{escape(name)}">{escape(name)}</h2>'
    yield f"<p>{escape(table.about)} {_rows(table.rows)}, told apart by {key}. <code>{table.unf}</code></p>"
    yield '<div class="wide">\n<table>'
    yield (
        '<thead><tr><th scope="col">Variable</th><th scope="col">Meaning</th><th scope="col">Type</th>'
        '<th scope="col" class="number">Given</th><th scope="col">Empty</th><th scope="col">Values</th></tr></thead>'
        "\n<tbody>"
    )
    for variable in table.variables:
        yield _variable(variable)
    yield "</tbody>\n</table>\n</div>"
    for variable in table.variables:
        if variable.codes:
            yield from _codes(variable)
    yield "</section>"


def _variable(variable: Variable) -> str:
    empty = f"{variable.missing_rows}: {variable.missing}" if variable.missing else "never"
    cells = (
        f'<tr id="{escape(_place(variable))}"><th scope="row"><code>{escape(variable.name)}</code></th>',
        f"<td>{escape(variable.description)}<br>{_origin(variable)}</td>",
        f"<td>{_type(variable)}</td>",
        f'<td class="number">{variable.rows - variable.missing_rows}</td>',
        f"<td>{escape(empty)}</td>",
        f"<td>{_values(variable)}</td></tr>",
    )
    return "".join(cells)


def _origin(variable: Variable) -> str:
    found = field(variable)
    if found == _DERIVED:
        return "Derived"
    return "Field " + ", ".join(f'<code class="name">{escape(one)}</code>' for one in found.split(";"))


def _type(variable: Variable) -> str:
    found = [_TYPES[variable.type] + (", joined by semicolons" if variable.joined else "")]
    if variable.unit not in ("", found[0]):
        found.append(escape(variable.unit))
    if variable.refers:
        links = (f'<a href="#{escape(one)}">{escape(one)}</a>' for one in variable.refers)
        found.append(f"identifier in {', '.join(links)}")
    if variable.pattern:
        found.append(f"form <code>{escape(variable.pattern)}</code>")
    return "<br>".join(found)


def _values(variable: Variable) -> str:
    if variable.codes:
        most = ", ".join(f"<code>{escape(code)}</code> {number}" for code, number in variable.top[:_TOP])
        return f'<a href="#{escape(_place(variable))}.codes">{len(variable.codes)} codes</a>' + (
            f": {most}" * bool(most)
        )
    if variable.least is not None:
        return escape(f"{variable.least} to {variable.most}")
    shown = example(variable)
    return f"such as <code>{escape(shown)}</code>" if shown else ""


def _codes(variable: Variable) -> Iterator[str]:
    counts = dict(variable.top)
    place = escape(_place(variable))
    yield f'<h3 id="{place}.codes">Codes of <a href="#{place}"><code>{escape(variable.name)}</code></a></h3>'
    yield '<div class="wide">\n<table>'
    yield '<thead><tr><th scope="col">Code</th><th scope="col">Meaning</th>'
    yield '<th scope="col" class="number">Rows</th></tr></thead>'
    yield "<tbody>"
    for code, meaning in variable.codes.items():
        yield (
            f'<tr><th scope="row"><code>{escape(code)}</code></th><td>{escape(meaning)}</td>'
            f'<td class="number">{counts.get(code, 0)}</td></tr>'
        )
    yield "</tbody>\n</table>\n</div>"


def _place(variable: Variable) -> str:
    return f"{variable.table}.{variable.name}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
