"""Intake: everything a check looks at: files as read, records as typed, tables, and attached texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from caucasus_ledger.dataset.records import canonical_json, id_of, kind_of, path_of, record_files
from caucasus_ledger.dataset.tables import TABLES, Column, Row, Table, pointer, rows
from caucasus_ledger.schema import RECORDS, Source, Tombstone
from caucasus_ledger.validators import fields, reader
from caucasus_ledger.validators.locate import Locator, Place, escape
from caucasus_ledger.validators.rule import Finding

if TYPE_CHECKING:
    from caucasus_ledger.schema import Record

R = TypeVar("R")


@dataclass(slots=True)
class File:
    """One file: its path below the root, and of its content as much as could be read."""

    path: str
    text: str = ""
    plain: dict[str, Any] | None = None
    record: Record | Tombstone | None = None
    refusals: list[reader.Refusal] = field(default_factory=list)
    findings: list[tuple[str, Finding, bool]] = field(default_factory=list)
    """Rule code, finding, and whether the key rather than the value is at fault."""
    locator: Locator | None = None

    @property
    def id(self) -> str:
        """The identifier that the path stands for."""
        return id_of(self.path)

    def place(self, pointer: str, *, key: bool = False) -> Place:
        """Return where a value, or the key of a member, stands in the file."""
        self.locator = self.locator or Locator(self.text)
        return self.locator.key(pointer) if key else self.locator.value(pointer)


@dataclass(frozen=True, slots=True)
class Released:
    """One release's folder: the digests that its manifest names, None if it cannot be read, and those of its files."""

    folder: Path
    wanted: dict[str, str] | None
    found: dict[str, str | None]


class Intake:
    """All files below a root, read strictly, with the texts that the reader of the report has attached."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.texts: dict[str, str] = {}
        """Attached canonical texts by source."""
        self.files = {path: _read(root, path) for path in record_files(root)}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every identifier for which there is a file, broken files included."""
        return frozenset(file.id for file in self.files.values() if file.id.isascii())

    @cached_property
    def whole(self) -> bool:
        """Whether every file reads as a record."""
        return all(file.record is not None for file in self.files.values())

    @cached_property
    def plain(self) -> list[dict[str, Any]]:
        """The JSON form of the records that are valid, in the order of their identifiers."""
        valid = (file for file in self.files.values() if file.record is not None and file.plain is not None)
        return [file.plain for file in sorted(valid, key=lambda file: file.id) if file.plain is not None]

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Identifiers of the tombstones."""
        return frozenset(file.id for file in self.files.values() if isinstance(file.record, Tombstone))

    @cached_property
    def strings(self) -> list[tuple[str, str, str]]:
        """Every text of every readable file: its record, its JSON pointer, and itself."""
        readable = ((file.id, file.plain) for file in self.files.values() if file.plain is not None)
        return [(record_id, pointer, text) for record_id, plain in readable for pointer, text in _strings(plain)]

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """The rows of every table, made from the valid records."""
        return {table.name: list(rows(table, self.plain)) for table in TABLES}

    def of(self, model: type[R]) -> Iterator[R]:
        """Yield the valid records of one kind."""
        return (file.record for file in self.files.values() if isinstance(file.record, model))

    @cached_property
    def sources(self) -> list[Source]:
        """The valid sources."""
        return list(self.of(Source))

    @cached_property
    def releases(self) -> list[Released]:
        """The releases below the root, each file of them hashed once."""
        folders = sorted((self.root / "dataset" / "releases").glob("*"))
        return [_released(folder) for folder in folders if folder.is_dir() and not folder.name.startswith(".")]

    def targets(self) -> list[tuple[str, str]]:
        """Return (where the reference stands as `record#pointer`, the identifier it holds) for every reference."""
        found: list[tuple[str, str]] = []
        for table in TABLES:
            columns = [column for column in table.columns if column.refers and column.path != "id"]
            for row in self.rows[table.name]:
                for column in columns:
                    found += _references(table, column, row)
        return found

    def file_of(self, record_id: str) -> File | None:
        """Return the file of a record."""
        return self.files.get(path_of(record_id))


def _strings(value: object, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from _strings(member, f"{pointer}/{escape(str(key))}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, f"{pointer}/{index}")


def _released(folder: Path) -> Released:
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        wanted = {name: file["sha256"] for name, file in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Released(folder, None, {})
    if "records/event.jsonl" not in wanted:
        return Released(folder, None, {})
    return Released(folder, wanted, {name: _digest(folder / name) for name in wanted})


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _references(table: Table, column: Column, row: Row) -> Iterator[tuple[str, str]]:
    value = row.values[column.name]
    if value is None or value == row.record_id:
        return
    at = f"{row.record_id}#{pointer(table, row.pointer, column.name)}"
    if column.joined:
        yield from ((f"{at}/{index}", one) for index, one in enumerate(value.split(";")))
    else:
        yield at, value


def _read(root: Path, path: str) -> File:
    file = File(path)
    try:
        file.text, file.plain = reader.decode(reader.read_bytes(root / path))
    except reader.Refusal as refusal:
        file.refusals.append(refusal)
        _keep_text(file, root)
        return file
    _validate(file, file.plain)
    return file


def _keep_text(file: File, root: Path) -> None:
    """Keep what can be shown of a refused file, for the report's excerpt."""
    if (root / file.path).is_file() and not (root / file.path).is_symlink():
        with (root / file.path).open("rb") as stream:
            file.text = stream.read(reader.MAX_BYTES).decode("utf-8", "replace")


def _validate(file: File, plain: dict[str, Any]) -> None:
    given = plain.get("id")
    if path_of(file.id) != file.path:
        message = f"the record {file.id} belongs in {path_of(file.id)}"
        file.refusals.append(reader.Refusal("J012", Place(1, 1, 1), message))
        return
    if isinstance(given, str) and given != file.id:
        message = f"the record calls itself '{given}', but its path stands for '{file.id}'"
        file.findings.append(("J012", Finding(file.id, "/id", message), False))
        return
    model = Tombstone if kind_of(plain) == "tombstone" else RECORDS.get(file.id.partition("/")[0])
    if model is None:
        message = f"there is no record kind '{file.id.partition('/')[0]}'; there are {', '.join(RECORDS)}"
        file.findings.append(("J012", Finding(file.id, "/id", message), False))
        return
    try:
        record = model.model_validate_json(file.text)
    except ValidationError as error:
        file.findings.extend(fields.translate(file.id, error))
        return
    file.record = record
    if file.text != (canonical := canonical_json(record)):
        file.refusals.append(_not_canonical(file.text, canonical))


def _not_canonical(text: str, canonical: str) -> reader.Refusal:
    if "\r" in text:
        return reader.Refusal("J013", Place(1, 1, 1), "its lines end in CR LF, as on Windows, and not in LF alone")
    pairs = zip_longest(text.split("\n"), canonical.split("\n"))
    line, wanted = next((n, good) for n, (line, good) in enumerate(pairs, start=1) if line != good)
    said = "nothing" if wanted is None else f"'{wanted.strip()}' after {len(wanted) - len(wanted.lstrip())} spaces"
    return reader.Refusal(
        "J013", Place(line, 1, 1), f"it is valid but not in canonical form: line {line} should hold {said}"
    )
