"""Recompute: fingerprint, UNF and SWHID of a release from what its files hold, each held against the manifest.

The columns are those that the manifest names, so tables of a release are read though this package's have others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

from caucasus_ledger.dataset import strict
from caucasus_ledger.dataset.finding import Findings, reason
from caucasus_ledger.dataset.manifest import MANIFEST, Manifest
from caucasus_ledger.dataset.records import KINDS, Json, kind_of
from caucasus_ledger.dataset.store import LedgerError

Tables = dict[str, list[Json]]

FORMS = ("parquet", "csv", "jsonl", "dta", "json")
"""The suffixes of the files in which tables have been released."""

_ONE_SPELLING = ("csv", "jsonl")
"""Formats in which the same rows have the same bytes, whoever writes them."""

_SHOWN = 3
"""Records of a file that are told one by one if they are not valid."""
_UNSOUND = "it is not read, since it is not the file that was released"


def recompute(manifest: Manifest, sound: Mapping[str, bytes], log: Findings) -> str | None:
    """Verify what the files hold whose digests are right, and return the fingerprint that was computed first.

    That is the one from the nested records, or else from the first format of which every table could be read.
    """
    _complete(manifest, log)
    records = _records(manifest, sound, log)
    tables = _rows(records, manifest, log) if records is not None else None
    if tables:
        _unf(tables, manifest, log)
    if "swhid" in manifest.plain:
        _swhid(sound, manifest, log)
    computed = [_fingerprint("records", tables, manifest, log)] if tables else []
    forms = [form for form in FORMS if any(f"{name}.{form}" in manifest.digests for name in manifest.tables)]
    computed += [_fingerprint(form, _read(form, sound, manifest, log), manifest, log) for form in forms]
    return next((fingerprint for fingerprint in computed if fingerprint), None)


def _complete(manifest: Manifest, log: Findings) -> None:
    """Note what a manifest leaves out that those since 1.0.0 say, so that nothing is unchecked because it is gone."""
    if not manifest.has_sums:
        return
    lacking = [f"'{key}'" for key in ("previous", "swhid", "schema_version") if key not in manifest.plain]
    for name, facts in facts_of(manifest).items():
        lacking += [f"'{key}' of table {name}" for key in ("rows", "root", "unf", "columns") if key not in facts]
        lacking += [path for form in FORMS[:4] if (path := f"{name}.{form}") not in manifest.digests]
    lacking += [path for path in ("dataset.json", "datapackage.json", "CITATION.cff") if path not in manifest.digests]
    for one in lacking:
        log.differs("manifest", MANIFEST, f"it lacks {one}")


def facts_of(manifest: Manifest) -> Mapping[str, Json]:
    """Return what a manifest says of each table."""
    found: Mapping[str, Json] = manifest.plain["tables"]
    return found


def _columns(name: str, manifest: Manifest) -> list[list[str]]:
    """Return name and type of a table's columns as the manifest has them; that of 0.1.0 has none."""
    from caucasus_ledger.dataset.tables import BY_NAME

    told: list[list[str]] | None = facts_of(manifest)[name].get("columns")
    if told is None and name in BY_NAME:
        return [[column.name, column.type] for column in BY_NAME[name].columns]
    return told or []


def _records(manifest: Manifest, sound: Mapping[str, bytes], log: Findings) -> list[Json] | None:
    """Return the nested records in the order of their identifiers, or None if they cannot all be had."""
    from caucasus_ledger.dataset.migrate import UnknownSchema, steps_from

    schema = str(manifest.plain.get("schema_version"))
    try:
        steps_from(schema)
    except UnknownSchema as error:
        log.skip("records", "records", reason(error))
        return None
    found: dict[str, list[Json] | None] = {}
    for kind in (*KINDS, "tombstone"):
        path = f"records/{kind}.jsonl"
        if path in sound:
            found[kind] = _valid(kind, path, sound[path], schema, log)
        elif path in manifest.digests:
            log.skip("records", path, _UNSOUND)
        else:
            log.differs("records", path, f"{MANIFEST} lists no such file")
    valid = {kind: records for kind, records in found.items() if records is not None}
    if len(valid) <= len(KINDS):
        return None
    if "dataset.json" in sound:
        _nested(valid, sound["dataset.json"], log)
    records = sorted((record for kind in valid.values() for record in kind), key=lambda record: str(record["id"]))
    log.compare("records", "records", f"their number, beside {MANIFEST},", len(records), manifest.plain.get("records"))
    repeated = {str(one["id"]) for one, other in pairwise(records) if one["id"] == other["id"]}
    if repeated:
        log.differs("records", "records", f"several records are called {', '.join(sorted(repeated)[:_SHOWN])}")
    return None if repeated else records


def _valid(kind: str, path: str, content: bytes, schema: str, log: Findings) -> list[Json] | None:
    """Return the records of a file of JSON Lines as they stand there, if each is valid and in canonical form."""
    found: list[Json] = []
    wrong: list[str] = []
    *lines, rest = content.split(b"\n")
    for number, line in enumerate([*lines, *[rest] * bool(rest)], 1):
        try:
            found.append(_valid_record(kind, line, schema))
        except (ValueError, RecursionError) as error:
            wrong.append(f"line {number} is no valid record: {reason(error)}")
    if rest:
        wrong.append("its last line has no end")
    for said in wrong[:_SHOWN]:
        log.differs("records", path, said)
    if wrong[_SHOWN:]:
        log.differs("records", path, f"{len(wrong) - _SHOWN} more of its lines are no valid records")
    if not wrong:
        log.compare("records", path, "the number of valid records, beside that of lines,", len(found), len(lines))
    return None if wrong else found


def _valid_record(kind: str, line: bytes, schema: str) -> Json:
    """Return the record of a line. Raises ValueError if it is not valid, or of today's schema and not in its form."""
    from caucasus_ledger.dataset.migrate import NEWEST, migrate_text
    from caucasus_ledger.dataset.records import parse

    record = parse(migrate_text(line, schema)).model_dump(mode="json", exclude_defaults=True)
    plain: Json = strict.loads(line)
    if json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() != line:
        raise ValueError("it is not written as records are")
    if kind_of(plain) != kind or (schema == NEWEST and record != plain):
        raise ValueError(f"it is not the canonical form of a record of kind {kind}")
    return plain


def _nested(found: Mapping[str, list[Json]], content: bytes, log: Findings) -> None:
    try:
        same = strict.loads(content) == {f"{kind}s": records for kind, records in found.items()}
    except (ValueError, RecursionError) as error:
        log.differs("records", "dataset.json", f"it is no JSON: {reason(error)}")
        return
    log.compare("records", "dataset.json", "that it holds the records of records/", same, expected=True)


def _rows(records: list[Json], manifest: Manifest, log: Findings) -> Tables | None:
    """Return the rows that the nested records make, or None if this package's tables are others."""
    from caucasus_ledger.dataset.tables import TABLES, rows

    columns = {table.name: [[column.name, column.type] for column in table.columns] for table in TABLES}
    if {name: _columns(name, manifest) for name in manifest.tables} != columns:
        log.skip("fingerprint", "records", "no rows are made of them: this package's tables have other columns")
        return None
    return {table.name: [row.values for row in rows(table, records)] for table in TABLES}


def _read(form: str, sound: Mapping[str, bytes], manifest: Manifest, log: Findings) -> Tables:
    """Return the rows of every table that can be had in one format, and note which cannot."""
    from caucasus_ledger.dataset.formats import FORMATS, decode
    from caucasus_ledger.dataset.tables import Column, Table

    found: Tables = {}
    for name in manifest.tables:
        path = f"{name}.{form}"
        if path not in sound:
            if path in manifest.digests:
                log.skip("table", path, _UNSOUND)
            else:
                log.differs("table", path, f"{MANIFEST} lists no such file of table {name}")
            continue
        try:
            columns = tuple(Column(column, type=kind) for column, kind in _columns(name, manifest))  # type: ignore[arg-type]
            table = Table(name, (), "", columns, "")
            found[name] = decode(form, table, sound[path])
            if form in _ONE_SPELLING and FORMATS[form][0](table, found[name]) != sound[path]:
                log.differs("table", path, "it holds the rows, but not written as they are")
        except LedgerError as error:
            log.skip("table", path, reason(error))
        except Exception as error:  # readers of others meet bytes that may be anything
            log.differs("table", path, f"its rows cannot be read: {reason(error)}")
    return found


def _fingerprint(form: str, tables: Tables, manifest: Manifest, log: Findings) -> str | None:
    """Return the fingerprint of all tables as one format has them, held against the manifest's; None if some lack."""
    from caucasus_ledger.dataset.fingerprint import digest_of

    roots = {name: _root(form, name, rows, manifest, log) for name, rows in tables.items()}
    if roots.keys() != {*manifest.tables} or None in roots.values():
        log.skip("fingerprint", form, f"not computed from {form}, since not all tables could be read")
        return None
    try:
        found = digest_of(
            {
                name: {"n": len(rows), "root": roots[name], "columns": _columns(name, manifest)}
                for name, rows in tables.items()
            }
        )
    except (ValueError, RecursionError) as error:
        log.differs("fingerprint", form, f"there is none: {reason(error)}")
        return None
    what = f"the fingerprint computed from {form}, beside {MANIFEST},"
    log.compare("fingerprint", form, what, found, manifest.fingerprint)
    return found


def _root(form: str, name: str, rows: list[Json], manifest: Manifest, log: Findings) -> str | None:
    """Return the Merkle root of a table as one format has it, held against the manifest's."""
    from caucasus_ledger.dataset.fingerprint import table_root

    where = f"{name} of {form}" if form == "records" else f"{name}.{form}"
    facts = facts_of(manifest)[name]
    try:
        root = table_root(name, rows)
    except (ValueError, RecursionError) as error:
        log.differs("table", where, f"its rows have no digest: {reason(error)}")
        return None
    log.compare("table", where, f"the root of its rows, beside {MANIFEST},", root, facts.get("root"))
    if len(rows) != facts.get("rows"):
        log.compare("table", where, f"the number of its rows, beside {MANIFEST},", len(rows), facts.get("rows"))
    return root


def _unf(tables: Tables, manifest: Manifest, log: Findings) -> None:
    from caucasus_ledger.dataset.tables import BY_NAME
    from caucasus_ledger.dataset.unf import table_unf

    for name, facts in facts_of(manifest).items():
        if "unf" in facts:
            log.compare(
                "unf", name, f"its UNF, beside {MANIFEST},", table_unf(BY_NAME[name], tables[name]), facts["unf"]
            )


def _swhid(sound: Mapping[str, bytes], manifest: Manifest, log: Findings) -> None:
    from caucasus_ledger.dataset.swhid import directory_swhid

    listed = [path for path in manifest.digests if path.startswith("records/")]
    if any(path not in sound for path in listed):
        log.skip("swhid", "records", "not computed, since not all of its files are those that were released")
        return
    found = directory_swhid({path.removeprefix("records/"): sound[path] for path in listed})
    log.compare("swhid", "records", f"its SWHID, beside {MANIFEST},", found, manifest.plain["swhid"])
