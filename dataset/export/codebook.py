"""Codebook: what every column of the exported tables means, one row a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caucasus_ledger.dataset.metadata.codebook import codebook_csv
from caucasus_ledger.dataset.store import ReleaseStore
from caucasus_ledger.dataset.variables import variables

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.dataset.records import Json
    from caucasus_ledger.dataset.tables import Table

NAME = "codebook.csv"


def codebook(ledger: Ledger, tables: dict[Table, list[Json]]) -> bytes:
    """Return the codebook as CSV: that of the release where it has one, else made from the tables."""
    store = ledger.store
    if isinstance(store, ReleaseStore) and NAME in store.manifest["files"]:
        return store.read(NAME)
    return codebook_csv(variables(table, rows) for table, rows in tables.items())
