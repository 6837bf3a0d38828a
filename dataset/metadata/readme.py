"""Readme: README.md of a release: what is in it, how to load, verify and cite it; headed as a card for data hubs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.metadata import address, statements
from caucasus_ledger.dataset.metadata.licence import PROGRAMS
from caucasus_ledger.dataset.metadata.markdown import paragraph, plain, table
from caucasus_ledger.dataset.metadata.works import reference, works

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_MAIN = "claims"


def readme(description: Description, citation: str, about: Mapping[str, str]) -> bytes:
    """Return the readme; `citation` is how the release is cited, `about` what its documents are, by path."""
    return ("\n".join([*_card(description), *_lines(description, citation, about)]) + "\n").encode()


def _card(description: Description) -> Iterator[str]:
    """Yield the YAML header; every text is a double-quoted scalar, in which JSON and YAML agree."""
    number = sum(description.records.values())
    size = next((name for limit, name in _SIZES if number < limit), "n>1M")
    yield "---"
    yield f"pretty_name: {_yaml(identity.TITLE)}"
    yield f"license: {_yaml(identity.LICENCE.lower())}"
    yield f"language: [{_yaml(identity.LANGUAGE)}]"
    yield f"version: {_yaml(description.version)}"
    yield f"size_categories: [{_yaml(size)}]"
    yield f"tags: [{', '.join(map(_yaml, identity.KEYWORDS))}]"
    yield "configs:"
    for name in description.tables:
        yield f"  - config_name: {_yaml(name)}"
        yield f"    data_files: {_yaml(f'{name}.parquet')}"
        if name == _MAIN:
            yield "    default: true"
    yield "---"


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _lines(description: Description, citation: str, about: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield f"# {identity.TITLE} {description.version}"
    yield ""
    yield paragraph(identity.DESCRIPTION)
    yield ""
    sources = "; ".join(plain(reference(work)).rstrip(".") for work in works(description))
    yield paragraph(
        f"Released on {description.released.isoformat()} by {identity.AUTHORS}, under {identity.LICENCE}. "
        f"{sum(description.records.values())} records, coded from: {sources}. {statements.RAW} "
        f"The programs ({', '.join(f'`{path}`' for path in PROGRAMS)}) are under "
        f"{identity.CODE_LICENCE}; `LICENSE` has all terms."
    )
    yield ""
    yield "## What is here"
    yield ""
    yield from table(
        ("Table", "Rows", "What"), ((f"`{name}`", one.rows, one.about) for name, one in description.tables.items())
    )
    yield ""
    yield paragraph(
        "Each table is there as Parquet, CSV (UTF-8, an empty cell is a missing value), JSON Lines (RFC 8785) and "
        "Stata. `records/` has the nested records, a record a line, `schemas/` the JSON Schema of each kind. What "
        "every column and code means stands in `codebook.html`."
    )
    yield ""
    yield from table(("File", "What"), ((f"`{path}`", text) for path, text in sorted(about.items())))
    yield ""
    yield from _loading(description)
    yield ""
    yield from _proving(description, citation)


def _loading(description: Description) -> Iterator[str]:
    yield from (
        "## Load it",
        "",
        "Python, with the package (`pip install caucasus-ledger`):",
        "",
        "```python",
        "from pathlib import Path",
        "",
        "import caucasus_ledger as cl",
        "",
        f'ledger = cl.load(Path())  # this folder; cl.load("{description.version}") if the package carries the release',
        "ledger.claims.disputed()",
        "```",
        "",
        "Python, with pandas or Polars alone:",
        "",
        "```python",
        "import pandas as pd",
        "",
        f'claims = pd.read_parquet("{_MAIN}.parquet")',
        "```",
        "",
        "```python",
        "import polars as pl",
        "",
        f'claims = pl.read_parquet("{_MAIN}.parquet")',
        "```",
        "",
        "R, without any package; or `arrow`, `nanoparquet`, `haven` on the files:",
        "",
        "```r",
        'source("load.R", chdir = TRUE)',
        f"table(ledger${_MAIN}$kind)",
        "```",
        "",
        "Stata 16 or newer, since the script uses frames; the `.dta` files alone need 14 (format 118):",
        "",
        "```stata",
        "do load.do",
        f"frame {_MAIN}: tabulate kind",
        "```",
        "",
        "SQL, as in DuckDB (`references` and `end` are words of SQL and need their quotation marks):",
        "",
        "```sql",
        f"select claimant_id, count(*) from '{_MAIN}.parquet' group by 1 order by 2 desc, 1;",  # noqa: S608 - to be read
        "```",
    )


def _proving(description: Description, citation: str) -> Iterator[str]:
    yield from (
        "## Verify it",
        "",
        "```sh",
        "sha256sum --check --quiet SHA256SUMS   # each file is the one released",
        f"python3 verify.py {short(description.fingerprint)}   # and holds the records of the fingerprint",
        "caucasus verify .   # the same, and more, with the package",
        "```",
        "",
        f"The fingerprint `{short(description.fingerprint)}` is of the records, whatever the file format. In full:",
        f"`ccd1:{description.fingerprint}`.",
        "The folder of records has this Software Heritage identifier, computed, whether or not it is archived there:",
        f"`{description.swhid}`.",
        "",
        "## Cite it",
        "",
        f"> {plain(citation)}",
        "",
        paragraph(
            "`CITATION.cff` and the `citation.*` files have the same for programs. Cite the version that you used: "
            "another one holds other records."
            + ("" if address.doi() else " No DOI is registered for this version; the fingerprint identifies it.")
        ),
        "",
        "## Before you use it",
        "",
        paragraph(f"{statements.ANNOTATION} {statements.NOT_FOR} More in `DATASHEET.md`."),
    )
