"""Cells: the released tables as typed rows, and the guard before they reach a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caucasus_ledger.dataset.ledger import Ledger

FORMULA = tuple("=+-@\t\r\0＝＋－＠")
"""What a text begins with that a spreadsheet takes for a formula (OWASP ASVS 1.2.10), full-width twins included."""


def tables_of(ledger: Ledger) -> dict[Table, list[Json]]:
    """Return the rows of every table of a ledger, typed as its columns are."""
    return {BY_NAME[name]: ledger.table(name).to_pylist() for name in ledger.tables}


def refuse_formulas(name: str, rows: Iterable[Json]) -> None:
    """Raise LedgerError if a text of the rows begins like a formula, so that no text needs a prefix against it.

    The check refuses such a record, so no release holds one; a number is none, whatever its sign.
    """
    for number, row in enumerate(rows, start=1):
        for column, value in row.items():
            if isinstance(value, str) and value.startswith(FORMULA):
                raise LedgerError(
                    f"{column} in row {number} of {name} begins with {value[0]!r}, which a spreadsheet would run as a "
                    "formula; `caucasus check` says where it stands (rule X003)"
                )
