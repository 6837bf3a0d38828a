"""Release: freeze the records of a checkout as tables and nested records, with a manifest of what they are.

The same records give the same bytes, whatever the
machine's time, zone, locale or file order; with another pyarrow the Parquet bytes may differ, the fingerprint not.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

from caucasus_ledger.dataset.fingerprint import fingerprint
from caucasus_ledger.dataset.ledger import VERSION
from caucasus_ledger.dataset.records import KINDS, Json, kind_of, read_records
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, rows
from caucasus_ledger.schema import SCHEMA_VERSION, plover

TITLE = "Caucasus Ledger"
AUTHORS = "Caucasus Ledger contributors"
LICENCE = "CC-BY-4.0"


def build_release(root: Path, version: str, released: date, target: Path) -> Path:
    """Write the release of a root's records into the folder `target`, which must not exist yet; all or nothing.

    Returns the folder. Raises LedgerError if the version is not three numbers or the folder is there, ValueError if a
    record is not valid. It does not apply the rules that join records: the check does, and comes first.
    """
    if not VERSION.fullmatch(version):
        raise LedgerError(f"'{version}' is no version; three numbers with dots are, as in 0.1.0")
    if target.exists():
        raise LedgerError(f"{target} is there already, and a release is never changed")
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{version}-", dir=target.parent))
    try:
        _write(staging, read_records(root), version, released)
        staging.chmod(0o755)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def _write(folder: Path, records: list[Json], version: str, released: date) -> None:
    tables = {table.name: [row.values for row in rows(table, records)] for table in TABLES}
    contents = _nested(records) | _flat(tables)
    for path, content in contents.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    manifest = _manifest(tables, records, version, released, contents)
    (folder / "manifest.json").write_text(_pretty(manifest), encoding="utf-8", newline="\n")


def _nested(records: list[Json]) -> dict[str, bytes]:
    by_kind: dict[str, list[Json]] = {kind: [] for kind in (*KINDS, "tombstone")}
    for record in records:
        by_kind[kind_of(record)].append(record)
    return {f"records/{kind}.jsonl": "".join(map(_line, found)).encode() for kind, found in by_kind.items()}


def _flat(tables: dict[str, list[Json]]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name, found in tables.items():
        contents[f"{name}.json"] = ("[\n" + ",\n".join(_line(row).rstrip() for row in found) + "\n]\n").encode()
        contents[f"{name}.parquet"] = _parquet(name, found)
    return contents


def _parquet(name: str, found: list[Json]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    from caucasus_ledger.dataset.arrow import arrow_table

    sink = pa.BufferOutputStream()
    parquet.write_table(
        arrow_table(BY_NAME[name], found), sink, compression="zstd", compression_level=9, version="2.6",
        row_group_size=1 << 20, store_schema=False,
    )  # fmt: skip
    return bytes(sink.getvalue())


def _manifest(
    tables: dict[str, list[Json]], records: list[Json], version: str, released: date, contents: dict[str, bytes]
) -> Json:
    import pyarrow as pa

    digest, roots = fingerprint(tables)
    return {
        "title": TITLE,
        "version": version,
        "released": released.isoformat(),
        "authors": AUTHORS,
        "licence": LICENCE,
        "schema_version": SCHEMA_VERSION,
        "plover_version": plover.VERSION,
        "fingerprint": digest,
        "records": len(records),
        "tables": {name: {"rows": len(found), "root": roots[name]} for name, found in tables.items()},
        "writer": f"pyarrow {pa.__version__}",
        "files": {
            path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in sorted(contents.items())
        },
    }


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"


def _pretty(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
