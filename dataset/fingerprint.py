"""Content fingerprint `ccd1`: one digest of what the tables say, whatever file format carries them.

Each row is a leaf: SHA-256(0x00, "ccd-rec-v1", 0x00, table, 0x00, RFC 8785 JSON of the row), nulls included. Rows are
sorted by their JSON; a table's root is the Merkle tree hash of RFC 6962 over them. The fingerprint is the SHA-256 of
the RFC 8785 JSON of all roots, row counts and column types, so a changed type changes it as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME

_LEAF = b"\x00ccd-rec-v1\x00"


def canonical_row(values: Json) -> bytes:
    """Return a row's RFC 8785 JSON in UTF-8, dates as YYYY-MM-DD."""
    import rfc8785

    plain: dict[str, Any] = {key: str(value) if isinstance(value, date) else value for key, value in values.items()}
    return rfc8785.dumps(plain)


def table_root(name: str, rows: Iterable[Json]) -> str:
    """Return the Merkle root of a table's rows, in whatever order they come: 64 hexadecimal digits."""
    encoded = sorted(canonical_row(values) for values in rows)
    return _merkle([hashlib.sha256(_LEAF + name.encode() + b"\x00" + row).digest() for row in encoded]).hex()


def _merkle(leaves: list[bytes]) -> bytes:
    """Merkle tree hash of RFC 6962 §2.1: the left subtree is the largest full one."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _merkle(leaves[:split]) + _merkle(leaves[split:])).digest()


def fingerprint(tables: dict[str, list[Json]]) -> tuple[str, dict[str, str]]:
    """Return the dataset's fingerprint, 64 hexadecimal digits, and each table's root."""
    import rfc8785

    roots = {name: table_root(name, rows) for name, rows in tables.items()}
    summary: dict[str, Any] = {
        "v": "ccd1",
        "tables": {
            name: {
                "n": len(rows),
                "root": roots[name],
                "columns": [[column.name, column.type] for column in BY_NAME[name].columns],
            }
            for name, rows in tables.items()
        },
    }
    return hashlib.sha256(rfc8785.dumps(summary)).hexdigest(), roots


def short(long_form: str) -> str:
    """Return the short form `ccd1:xxxx-xxxx-xxxx-xxxx` of a fingerprint, for people to compare."""
    return "ccd1:" + "-".join(long_form[start : start + 4] for start in range(0, 16, 4))
