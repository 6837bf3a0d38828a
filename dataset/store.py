"""Store: where a ledger's records and tables come from: a frozen release, or the records of a checkout."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.manifest import MANIFEST, parse
from caucasus_ledger.dataset.migrate import NEWEST, UnknownSchema, migrate_text, steps_from
from caucasus_ledger.dataset.records import KINDS, RELEASES, Json, kind_of, read_records

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
    """A release: every file is held against the manifest's digest when it is read.

    That guards against damage; against somebody who changes file and manifest alike, only a fingerprint that was
    written down elsewhere does. Texts and tables are given as they were frozen; `current` brings a record that an older
    schema wrote to today's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            found = parse((folder / MANIFEST).read_bytes())
        except (OSError, ValueError):
            raise TamperedRelease(f"{folder / MANIFEST} is no manifest; install the package anew") from None
        self.manifest = found.plain
        self.version = found.version
        self.released = found.released
        self.schema_version = found.schema_version
        self.fingerprint = found.fingerprint
        self.tables = found.tables
        self._digests = found.digests
        try:
            steps_from(self.schema_version)
        except UnknownSchema as error:
            raise LedgerError(f"release {self.version} cannot be read: {error}") from None

    @property
    def releases(self) -> Path:
        """The folder in which it stands beside other releases."""
        return self.folder.absolute().parent

    @cached_property
    def texts(self) -> Texts:
        """The records as JSON, one line each, as they were frozen."""
        return {kind: self._lines(kind) for kind in (*KINDS, "tombstone")}

    def _lines(self, kind: str) -> dict[str, bytes]:
        path = f"records/{kind}.jsonl"
        found: dict[str, bytes] = {}
        for number, line in enumerate(self.read(path).splitlines(), start=1):
            try:
                plain = json.loads(line)
                if kind_of(plain) != kind:
                    raise ValueError
                found[str(plain["id"])] = line
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                raise LedgerError(f"line {number} of {path} in release {self.version} holds no {kind}") from None
        return found

    def current(self, text: bytes) -> bytes:
        """Return the text of one of its records under today's schema. Raises ValueError if it is not JSON."""
        return migrate_text(text, self.schema_version)

    def table(self, name: str) -> pyarrow.Table:
        """Return a table from its Parquet file."""
        import pyarrow as pa
        from pyarrow import parquet

        content = pa.BufferReader(self.read(f"{name}.parquet"))
        return parquet.ParquetFile(content).read()  # read_table would import pandas wherever it is installed

    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the release. Raises TamperedRelease if they are not what was released."""
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
    """The records below a root, as people edit them. Each is validated when any is read."""

    version = UNRELEASED
    released = None
    schema_version = NEWEST

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def releases(self) -> Path:
        """The folder of the checkout's releases."""
        return self.root / RELEASES

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        from caucasus_ledger.dataset.tables import TABLES

        return tuple(table.name for table in TABLES)

    @cached_property
    def texts(self) -> Texts:
        """The records as JSON."""
        found: Texts = {kind: {} for kind in (*KINDS, "tombstone")}
        for record in self._records:
            found[kind_of(record)][record["id"]] = json.dumps(record, ensure_ascii=False).encode()
        return found

    def current(self, text: bytes) -> bytes:
        """Return the text: what people edit is under today's schema."""
        return text

    @cached_property
    def _records(self) -> list[Json]:
        try:
            return read_records(self.root)
        except ValueError as error:
            raise LedgerError(str(error)) from None

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

    def _rows(self, name: str) -> list[Json]:
        from caucasus_ledger.dataset.tables import BY_NAME, rows

        return [row.values for row in rows(BY_NAME[name], self._records)]


Store = ReleaseStore | CheckoutStore
"""What a ledger reads from."""
