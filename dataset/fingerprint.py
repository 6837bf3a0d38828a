"""Content fingerprint `ccd1`: one digest of what the tables say, whatever file format carries them.

Each row is a leaf: SHA-256(0x00, "ccd-rec-v1", 0x00, table, 0x00, RFC 8785 JSON of the row), nulls included. Rows are
sorted by their JSON; a table's root is the Merkle tree hash of RFC 6962 over them. The fingerprint is the SHA-256 of
the RFC 8785 JSON of all roots, row counts and column types, so a changed type changes it as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
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


def row_hash(table: str, row: bytes) -> bytes:
    """Return the hash of a row, given as its RFC 8785 JSON: the leaf that stands for it in its table's Merkle tree."""
    return hashlib.sha256(_LEAF + table.encode() + b"\x00" + row).digest()


def leaves(table: str, rows: Iterable[Json]) -> list[bytes]:
    """Return the leaves of a table's Merkle tree in their order, in whatever order the rows come."""
    return [row_hash(table, row) for row in sorted(canonical_row(values) for values in rows)]


def merkle_levels(found: list[bytes]) -> list[list[bytes]]:
    """Return the levels of the Merkle tree over leaves, from these to the root.

    It is that of RFC 6962 §2.1, where the left half is the largest full one: neighbours pair up on each level, and one
    without a neighbour moves up as it is.
    """
    levels = [found]
    while len(levels[-1]) > 1:
        levels.append(_paired(levels[-1]))
    return levels


def _paired(level: list[bytes]) -> list[bytes]:
    pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return pairs + level[-1:] * (len(level) % 2)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbours in a Merkle tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(levels: list[list[bytes]]) -> str:
    """Return the root of a tree, 64 hexadecimal digits; without any leaf it is the SHA-256 of nothing."""
    return (levels[-1][0] if levels[-1] else hashlib.sha256(b"").digest()).hex()


def table_root(name: str, rows: Iterable[Json]) -> str:
    """Return the Merkle root of a table's rows, in whatever order they come: 64 hexadecimal digits."""
    return root_of(merkle_levels(leaves(name, rows)))


def fingerprint(tables: Mapping[str, list[Json]]) -> tuple[str, dict[str, str]]:
    """Return the dataset's fingerprint, 64 hexadecimal digits, and each table's root."""
    roots = {name: table_root(name, rows) for name, rows in tables.items()}
    return digest_of(summary({name: (len(rows), roots[name]) for name, rows in tables.items()})), roots


def summary(tables: Mapping[str, tuple[int, str]]) -> Json:
    """Return of each table, given its number of rows and its root, what the fingerprint is the digest of."""
    return {
        name: {"n": n, "root": root, "columns": [[column.name, column.type] for column in BY_NAME[name].columns]}
        for name, (n, root) in tables.items()
    }


def digest_of(tables: Json) -> str:
    """Return the fingerprint of a summary, 64 hexadecimal digits.

    Raises ValueError if it holds what RFC 8785 JSON cannot.
    """
    import rfc8785

    return hashlib.sha256(rfc8785.dumps({"v": "ccd1", "tables": tables})).hexdigest()


def short(long_form: str) -> str:
    """Return the short form `ccd1:xxxx-xxxx-xxxx-xxxx` of a fingerprint, for people to compare."""
    return "ccd1:" + "-".join(long_form[start : start + 4] for start in range(0, 16, 4))
