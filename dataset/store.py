"""Store: where a ledger's records and tables come from: a frozen release, or the records of a checkout."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.records import KINDS, record_files

if TYPE_CHECKING:
    import pyarrow

Texts = dict[str, dict[str, bytes]]
"""The JSON text of every record, by kind ("tombstone" for the withdrawn ones) and identifier, sorted."""


UNRELEASED = "unreleased"
"""Version of the records of a checkout, which are not frozen."""


class LedgerError(Exception):
    """What was asked for is not there, or is not what it was; the message says what to do."""


class TamperedRelease(LedgerError):
    """A file of a release is not the one that was released; the message names it and both digests."""


class ReleaseStore:
    """A release: every file is held against the manifest's digest when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
            self.version = str(self.manifest["version"])
            self.fingerprint = str(self.manifest["fingerprint"])
            self.tables = tuple(map(str, self.manifest["tables"]))
            self._digests = {path: str(file["sha256"]) for path, file in self.manifest["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise TamperedRelease(f"{folder / 'manifest.json'} is no manifest; install the package anew") from None

    @cached_property
    def texts(self) -> Texts:
        """The records as JSON, one line each."""
        lines = {kind: self._read(f"records/{kind}.jsonl").splitlines() for kind in (*KINDS, "tombstone")}
        return {kind: {str(json.loads(line)["id"]): line for line in found} for kind, found in lines.items()}

    def table(self, name: str) -> pyarrow.Table:
        """Return a table from its Parquet file."""
        import pyarrow as pa
        from pyarrow import parquet

        content = pa.BufferReader(self._read(f"{name}.parquet"))
        return parquet.ParquetFile(content).read()  # read_table would import pandas wherever it is installed

    def citation(self) -> str:
        """Return the citation of the release as one line."""
        from caucasus_ledger.dataset.fingerprint import short

        year = str(self.manifest["released"])[:4]
        title = f"{self.manifest['title']} (Version {self.version}) [Data set]"
        return f"{self.manifest['authors']} ({year}). {title}. Fingerprint {short(self.fingerprint)}"

    def _read(self, path: str) -> bytes:
        wanted = self._digests.get(path)
        try:
            content = (self.folder / path).read_bytes()
        except OSError:
            raise TamperedRelease(f"release {self.version} lacks its file {path}; install the package anew") from None
        found = hashlib.sha256(content).hexdigest()
        if found != wanted:
            raise TamperedRelease(
                f"{path} of release {self.version} was changed: its SHA-256 is {found}, the released one is {wanted}; "
                "install the package anew"
            )
        return content


class CheckoutStore:
    """The records below a root, as people edit them."""

    version = UNRELEASED

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        from caucasus_ledger.dataset.tables import TABLES

        return tuple(table.name for table in TABLES)

    @cached_property
    def texts(self) -> Texts:
        """The records as JSON. Raises LedgerError for a file that is no record."""
        found: Texts = {kind: {} for kind in (*KINDS, "tombstone")}
        for path in record_files(self.root):
            try:
                text = (self.root / path).read_bytes()
                plain = json.loads(text)
                kind = "tombstone" if "retracted" in plain else str(plain["id"]).partition("/")[0]
                found[kind][str(plain["id"])] = text
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                raise LedgerError(f"{self.root / path} is not a record; `caucasus check` says why") from None
        return {kind: dict(sorted(texts.items())) for kind, texts in found.items()}

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of the content, computed."""
        from caucasus_ledger.dataset.fingerprint import fingerprint

        return fingerprint({name: self._rows(name) for name in self.tables})[0]

    def table(self, name: str) -> pyarrow.Table:
        """Return a table, made from the records."""
        from caucasus_ledger.dataset.arrow import arrow_table
        from caucasus_ledger.dataset.tables import BY_NAME

        return arrow_table(BY_NAME[name], self._rows(name))

    def citation(self) -> str:
        """Refuse: only what is frozen can be cited."""
        raise LedgerError("records that are not released cannot be cited; load a release")

    def _rows(self, name: str) -> list[dict[str, Any]]:
        from caucasus_ledger.dataset.tables import BY_NAME, rows

        records = [json.loads(text) for texts in self.texts.values() for text in texts.values()]
        return [row.values for row in rows(BY_NAME[name], sorted(records, key=lambda record: record["id"]))]


Store = ReleaseStore | CheckoutStore
"""What a ledger reads from."""
