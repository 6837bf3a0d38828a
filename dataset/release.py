"""Release: freeze the records of a checkout as tables, nested records and metadata, with a manifest of what they are.

The same records give the same bytes, whatever the machine's time, zone, locale or file order; with another pyarrow or
pandas the Parquet or Stata bytes may differ, the fingerprint not.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path

from caucasus_ledger.dataset import citation, metadata
from caucasus_ledger.dataset.atomic import sync
from caucasus_ledger.dataset.description import Description, describe, files
from caucasus_ledger.dataset.formats import encode
from caucasus_ledger.dataset.identity import AUTHORS, DOI, LICENCE, TITLE
from caucasus_ledger.dataset.ledger import VERSION, numbers
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS, Link, sums
from caucasus_ledger.dataset.metadata import pretty
from caucasus_ledger.dataset.records import KINDS, PACKAGE_ROOT, RELEASES, Json, kind_of, read_records
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, rows
from caucasus_ledger.schema import SCHEMA_VERSION, plover

PROOF = PACKAGE_ROOT / "dataset" / "templates" / "verify.py"
"""The program with which anybody proves a release, that goes into each."""

STAGING = ".release-"
"""How the name of a folder begins in which a release is made, beside `dataset/`; what is left of one is no release."""

LOCK = f"{STAGING}lock"
"""The file that is locked while a release is made in a checkout."""


def build_release(
    root: Path, version: str, released: date, target: Path, *, documents: Mapping[str, bytes] | None = None
) -> Path:
    """Write the release of a root's records into the folder `target`, which must not exist yet; all or nothing.

    `documents` are further files of it, by path, such as the changelog of the data. Returns the folder. Raises
    LedgerError if the version is not three numbers, the folder is there or a file cannot be read or written, ValueError
    if a record is not valid. It does not apply the rules that join records: the check does, and comes first.
    """
    if not VERSION.fullmatch(version):
        raise LedgerError(f"'{version}' is no version; three numbers with dots are, as in 0.1.0")
    if os.path.lexists(target):
        raise LedgerError(f"{target} is there already, and a release is never changed")
    try:
        _place(root, version, release_files(root, version, released, documents or {}), target)
    except OSError as error:
        raise LedgerError(
            f"release {version} cannot be made at {target}, and nothing is left of it: {error.strerror or error}"
        ) from error
    return target


def _place(root: Path, version: str, contents: Mapping[str, bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    place = root if target.resolve().is_relative_to(root.resolve()) else target.parent
    staging = Path(tempfile.mkdtemp(prefix=f"{STAGING}{version}-", dir=place))
    try:
        _write(staging, contents)
        staging.rename(target)
        sync(target.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let nobody else make a release in a checkout, and clear away what those that were cut off have left in it.

    Raises LedgerError if somebody else makes one now, or the lock cannot be had. The system takes the lock from whoever
    dies, where it knows such locks.
    """
    path = root / LOCK
    try:
        handle = _lock(path)
    except BlockingIOError as error:
        raise LedgerError("another release is being made here; wait until it is done") from error
    except FileExistsError as error:
        raise LedgerError(f"another release is being made here; if none is, remove {path}") from error
    except OSError as error:
        raise LedgerError(f"{path} cannot be locked: {error.strerror or error}") from error
    try:
        for left in root.glob(f"{STAGING}*"):
            if left != path:
                shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        os.close(handle)


def _lock(path: Path) -> int:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:  # not on Windows, where the file alone is the lock
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o644)
    try:
        flock(handle, LOCK_EX | LOCK_NB)
        if not path.exists() or not os.path.samestat(os.fstat(handle), path.stat()):
            raise BlockingIOError(path)  # whoever had it has just removed it, and somebody may have made another
    except OSError:
        os.close(handle)
        raise
    return handle


def release_files(root: Path, version: str, released: date, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file of the release of a root's records, by its path in the folder."""
    records = read_records(root)
    tables = {table.name: [row.values for row in rows(table, records)] for table in TABLES}
    data = _nested(records) | _flat(tables)
    previous = previous_release(root, version)
    description = describe(
        records, tables, data, version=version, released=released, schema_version=SCHEMA_VERSION,
        plover_version=plover.VERSION, previous=previous.version if previous else None,
    )  # fmt: skip
    documents = {**documents, **citation.files(description), "verify.py": PROOF.read_bytes()}
    contents = {**data, **documents, **metadata.files(description, documents)}
    contents[MANIFEST] = pretty(_manifest(description, previous, contents))
    contents[SUMS] = sums({path: sha256(content).hexdigest() for path, content in contents.items()})
    return contents


def previous_release(root: Path, version: str) -> Link | None:
    """Return the newest release of a checkout that is older than a version."""
    found = [
        path.parent.name for path in (root / RELEASES).glob(f"*/{MANIFEST}") if VERSION.fullmatch(path.parent.name)
    ]
    older = [one for one in found if numbers(one) < numbers(version)]
    if not older:
        return None
    newest = max(older, key=numbers)
    return Link(newest, sha256((root / RELEASES / newest / MANIFEST).read_bytes()).hexdigest())


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    for path, content in contents.items():
        (folder / path).parent.mkdir(exist_ok=True)
        with (folder / path).open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o755 if place.is_dir() else 0o644)
        if place.is_dir():
            sync(place)


def _nested(records: Iterable[Json]) -> dict[str, bytes]:
    by_kind: dict[str, list[Json]] = {kind: [] for kind in (*KINDS, "tombstone")}
    for record in records:
        by_kind[kind_of(record)].append(record)
    lines = {f"records/{kind}.jsonl": "".join(map(_line, found)).encode() for kind, found in by_kind.items()}
    return lines | {"dataset.json": pretty({f"{kind}s": found for kind, found in by_kind.items()})}


def _flat(tables: Mapping[str, list[Json]]) -> dict[str, bytes]:
    return {
        f"{name}.{form}": content
        for name, found in tables.items()
        for form, content in encode(BY_NAME[name], found).items()
    }


def _manifest(description: Description, previous: Link | None, contents: Mapping[str, bytes]) -> Json:
    return {
        "title": TITLE,
        "version": description.version,
        "released": description.released.isoformat(),
        "authors": AUTHORS,
        "licence": LICENCE,
        "schema_version": description.schema_version,
        "plover_version": description.plover_version,
        **({"doi": DOI} if DOI else {}),
        "fingerprint": description.fingerprint,
        "swhid": description.swhid,
        "previous": asdict(previous) if previous else None,
        "records": sum(description.records.values()),
        "tables": {
            name: {
                "rows": table.rows,
                "root": table.root,
                "unf": table.unf,
                "columns": [[variable.name, variable.type] for variable in table.variables],
            }
            for name, table in description.tables.items()
        },
        "writers": {name: importlib.metadata.version(name) for name in ("pyarrow", "pandas")},
        "files": {file.path: {"bytes": file.bytes, "sha256": file.sha256} for file in files(contents)},
    }


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
