"""CSV: a folder with every table as RFC 4180 text (UTF-8, line feeds, one header line), a codebook and a README."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.export import codebook
from caucasus_ledger.dataset.export.cells import refuse_formulas, tables_of
from caucasus_ledger.dataset.export.imprint import entry, imprint_of, prose, readme
from caucasus_ledger.dataset.formats import FORMATS
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import Table

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

_HOW = """
Every file is UTF-8 with one header line, commas and double quotes as in RFC 4180, and line feeds. An empty cell is a
missing value and nothing else. Days are YYYY-MM-DD; a column that ends in _edtf holds an uncertain date as it was
coded (EDTF, ISO 8601-2), and its neighbours in _earliest and _latest the first and last day it allows. Several values
in one cell are joined by semicolons. Codes such as 04 in cameo_root are text: a spreadsheet that is not told so drops
the nought. codebook.csv says what every column means.
"""
_READING = """\
To read a table

  R       read.csv("events.csv", na.strings = "", encoding = "UTF-8",
                   colClasses = c(cameo_root = "character"))
  Python  pandas.read_csv("events.csv", keep_default_na=False, na_values=[""],
                          dtype={"cameo_root": "string"})"""


def files(ledger: Ledger) -> dict[str, bytes]:
    """Return the files of the folder by path. Raises LedgerError for a text that a spreadsheet would run."""
    tables = tables_of(ledger)
    found = {f"{table.name}.csv": table_csv(table, rows) for table, rows in tables.items()}
    told = {
        "README.txt": readme(imprint_of(ledger), "tables as CSV", (*prose(_HOW), _READING, listing(tables))),
        codebook.NAME: codebook.codebook(ledger, tables),
    }
    return told | found


def table_csv(table: Table, rows: list[Json]) -> bytes:
    """Return a table as CSV. Raises LedgerError for a text that a spreadsheet would run."""
    refuse_formulas(table.name, rows)
    write, _ = FORMATS["csv"]
    return write(table, rows)


def listing(tables: dict[Table, list[Json]]) -> str:
    """Return the tables with their numbers of rows and what they hold, one a line, in 80 columns."""
    told = (entry(f"  {table.name:<13}{len(rows):>6}  ", table.about) for table, rows in tables.items())
    return "\n".join(["Tables, with their number of rows", "", *chain.from_iterable(told)])
