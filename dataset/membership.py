"""Membership: a proof that a record belongs to a version, checked with nothing but the proof and the fingerprint.

For every row of the record it holds the row and the audit path of RFC 6962 §2.1.1, at most log2(n) hashes that lead
from it to its table's root; and of all tables the number of rows, root and columns, of which the fingerprint is the
digest. It proves that what it shows is in the version. It cannot prove that a list has no further rows behind the last
one shown, nor the number of the version, which the fingerprint does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from caucasus_ledger.dataset.fingerprint import (
    canonical_row,
    digest_of,
    leaves,
    merkle_levels,
    node_hash,
    root_of,
    row_hash,
    summary,
)
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME

FORM = "ccd1-proof"
"""What a proof says that it is, under the key `proof`."""

_HASH = re.compile(r"[0-9a-f]{64}")
_COUNTERS = ("number", "level")
"""The columns that number the rows of a record's lists."""


def prove(tables: Mapping[str, list[Json]], record_id: str, version: str) -> Json:
    """Return the proof that a record, withdrawn ones included, belongs to the version that has these tables.

    It is JSON: `proof`, `version`, `fingerprint`, `record`, `rows` (each with `table`, `index`, `row` and `path`, the
    hashes beside the way from the leaf to the root, in hexadecimal) and `tables`.
    Raises LedgerError if no row is the record's.
    """
    proven: list[Json] = []
    facts: dict[str, tuple[int, str]] = {}
    for name, rows in tables.items():
        levels = merkle_levels(leaves(name, rows))
        facts[name] = (len(rows), root_of(levels))
        key = BY_NAME[name].columns[0].name
        for values in (values for values in rows if _owner(name, key, values) == record_id):
            index = levels[0].index(row_hash(name, canonical_row(values)))
            proven.append({"table": name, "index": index, "row": _plain(values), "path": _path(levels, index)})
    if not proven:
        raise LedgerError(f"version {version} holds no record {record_id}")
    told = summary(facts)
    return {
        "proof": FORM, "version": version, "fingerprint": digest_of(told), "record": record_id, "rows": proven,
        "tables": told,
    }  # fmt: skip


def _owner(table: str, key: str, values: Json) -> Any:
    """Return the identifier of the record that a row comes from; an asserted link is its claim's."""
    return (values.get("claim_id") if table == "links" else None) or values.get(key)


def _plain(values: Json) -> Json:
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}


def _path(levels: list[list[bytes]], index: int) -> list[str]:
    beside = ((level, (index >> depth) ^ 1) for depth, level in enumerate(levels[:-1]))
    return [level[sibling].hex() for level, sibling in beside if sibling < len(level)]


def check_proof(document: object, fingerprint: str | None = None) -> list[str]:
    """Return what is wrong with a proof, or nothing if it holds; with a fingerprint, if it holds for that version.

    Whatever JSON is given, it does not raise. The fingerprint is the long one, 64 hexadecimal digits.
    """
    if not isinstance(document, dict) or not _is_formed(document):
        return [f"it is no proof; one has the form that docs/fingerprint.md tells, with proof: {FORM}"]
    if fingerprint is not None and document["fingerprint"] != fingerprint:
        return [f"it is for the fingerprint {document['fingerprint']}, not {fingerprint}"]
    try:
        found = digest_of(document["tables"])
    except ValueError as error:
        return [f"its tables have no fingerprint: {error}"]
    if found != document["fingerprint"]:
        return [f"its tables have the fingerprint {found}, not {document['fingerprint']}"]
    return [*_unproven_rows(document), *_misfits(document)]


def _unproven_rows(document: Json) -> Iterator[str]:
    for shown in document["rows"]:
        table = document["tables"][shown["table"]]
        try:
            leaf = row_hash(shown["table"], canonical_row(shown["row"]))
        except ValueError as error:
            yield f"a row of {shown['table']} is no row: {error}"
            continue
        found = _climb(leaf, shown["index"], table["n"], shown["path"])
        if found != table["root"]:
            yield f"row {shown['index']} of {shown['table']} leads to the root {found}, not {table['root']}"


def _climb(leaf: bytes, index: int, size: int, path: list[str]) -> str:
    """Return the root to which a leaf and its audit path lead in a tree of that size (RFC 9162 §2.1.3.2)."""
    node, beside = leaf, iter(path)
    while size > 1:
        if index % 2 or index + 1 < size:
            sibling = bytes.fromhex(next(beside, ""))
            node = node_hash(sibling, node) if index % 2 else node_hash(node, sibling)
        index, size = index // 2, (size + 1) // 2
    return node.hex() if next(beside, None) is None else "of another tree, by a path too long"


def _misfits(document: Json) -> Iterator[str]:
    """Yield what keeps the rows from being those of the one record."""
    record, heads = document["record"], 0
    numbers: dict[tuple[str, str], list[int]] = {}
    for shown in document["rows"]:
        name, values = shown["table"], shown["row"]
        columns = [column for column, _ in document["tables"][name]["columns"]]
        if _owner(name, columns[0], values) != record:
            yield f"row {shown['index']} of {name} is not one of {record}"
        counter = next((column for column in columns if column in _COUNTERS), None)
        heads += counter is None
        if counter:
            asserted = name == "links" and values.get("claim_id") is not None
            part = "asserts" if asserted else str(values.get("predicate", ""))
            numbers.setdefault((name, part), []).append(values.get(counter))
    if heads != 1:
        yield f"it has {heads} rows that head the record, not 1"
    for (name, part), found in numbers.items():
        first = int(name != "attributions")
        if any(type(number) is not int for number in found) or sorted(found) != [*range(first, first + len(found))]:
            yield f"its rows of {f'{name} {part}'.strip()} are not numbered from {first} on: {found}"


def _is_formed(document: Json) -> bool:
    """Return whether a document has the form of a proof, so that it can be checked without looking again."""
    if document.keys() != {"proof", "version", "fingerprint", "record", "rows", "tables"}:
        return False
    texts = [document[key] for key in ("proof", "version", "fingerprint", "record")]
    rows, tables = document["rows"], document["tables"]
    if not all(isinstance(text, str) for text in texts) or not isinstance(rows, list) or not isinstance(tables, dict):
        return False
    return (
        document["proof"] == FORM
        and all(_is_table(table) for table in tables.values())
        and all(_is_row(shown, tables) for shown in rows)
    )


def _is_table(table: object) -> bool:
    return (
        isinstance(table, dict)
        and table.keys() == {"n", "root", "columns"}
        and type(table["n"]) is int
        and isinstance(table["root"], str)
        and isinstance(table["columns"], list)
        and len(table["columns"]) > 0
        and all(
            isinstance(column, list) and len(column) == 2 and all(isinstance(text, str) for text in column)
            for column in table["columns"]
        )
    )


def _is_row(shown: object, tables: Json) -> bool:
    return (
        isinstance(shown, dict)
        and shown.keys() == {"table", "index", "row", "path"}
        and isinstance(shown["table"], str)
        and shown["table"] in tables
        and type(shown["index"]) is int
        and 0 <= shown["index"] < tables[shown["table"]]["n"]
        and isinstance(shown["row"], dict)
        and shown["row"].keys() == {name for name, _ in tables[shown["table"]]["columns"]}
        and all(value is None or isinstance(value, str | int | float) for value in shown["row"].values())
        and isinstance(shown["path"], list)
        and all(isinstance(text, str) and _HASH.fullmatch(text) for text in shown["path"])
    )
