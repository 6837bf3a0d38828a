"""Codebook: what every column of the exported tables means, one row a column."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.store import ReleaseStore
from caucasus_ledger.dataset.variables import variables

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.dataset.records import Json
    from caucasus_ledger.dataset.tables import Table

NAME = "codebook.csv"
COLUMNS = (
    "table", "name", "type", "label", "description", "unit", "codes", "missing", "key", "refers", "joined", "rows",
    "missing_rows", "least", "most",
)  # fmt: skip


def codebook(ledger: Ledger, tables: dict[Table, list[Json]]) -> bytes:
    """Return the codebook as CSV: that of the release where it has one, else made from the tables.

    Codes are then told as `code: meaning`, parted by semicolons.
    """
    store = ledger.store
    if isinstance(store, ReleaseStore) and NAME in store.manifest["files"]:
        return store.read(NAME)
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    for table, rows in tables.items():
        for one in variables(table, rows):
            codes = "; ".join(f"{code}: {meaning}" for code, meaning in one.codes.items())
            told = [one.table, one.name, one.type, one.label, one.description, one.unit, codes, one.missing]
            flags = [int(one.key), ";".join(one.refers), int(one.joined)]
            writer.writerow([*told, *flags, one.rows, one.missing_rows, _cell(one.least), _cell(one.most)])
    return sink.getvalue().encode()


def _cell(value: object) -> str:
    return "" if value is None else str(value)
