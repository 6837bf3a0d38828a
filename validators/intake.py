"""Intake: everything a check looks at: files as read, records as typed, tables, and attached texts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from caucasus_ledger.dataset.ledger import VERSION
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS, Manifest, stated, sums
from caucasus_ledger.dataset.manifest import parse as parse_manifest
from caucasus_ledger.dataset.records import RECORDS as RECORD_FOLDER
from caucasus_ledger.dataset.records import RELEASES, SOURCES, canonical_json, id_of, kind_of, path_of, record_files
from caucasus_ledger.dataset.tables import TABLES, Column, Row, Table, pointer, rows
from caucasus_ledger.dataset.tree import Entry, Tree, read
from caucasus_ledger.schema import RECORDS, Source, Tombstone
from caucasus_ledger.validators import fields, reader
from caucasus_ledger.validators.locate import Locator, Place, escape
from caucasus_ledger.validators.naming import is_at_odds, is_claim_draft
from caucasus_ledger.validators.rule import Finding

if TYPE_CHECKING:
    from caucasus_ledger.schema import Record
    from caucasus_ledger.validators.contribution import Contribution

R = TypeVar("R")

_IDENTIFIER = re.compile("[a-z0-9-]+(?:/[a-z0-9-]+)+")
_TOPS = ("dataset", "seeds")
_OWN = (".py", ".pyc")


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
    """One release: the digests that its manifest names, None if it cannot be read, and those of its files."""

    version: str
    wanted: dict[str, str] | None
    found: dict[str, str | None]
    ids: frozenset[str]
    """Identifiers of the records in those of its files that are as they were released."""


MAX_FILES = 10_000
"""Files that are read one by one; more than these are no contribution, but a mistake or an attack."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is and how far it goes."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class Intake:
    """All files of a tree, read strictly, with the texts that the reader of the report has attached."""

    def __init__(self, tree: Tree, progress: Progress = silent) -> None:
        self.tree = tree
        self.texts: dict[str, str] = {}
        """Attached canonical texts by source."""
        self.contribution: Contribution | None = None
        """What the files change, where they are held against something."""
        entries = list(record_files(tree))
        self.count = len(entries)
        """Number of files among the records."""
        self.files = _files(tree, entries, progress) if self.count <= MAX_FILES else {}

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every identifier for which there is a file, broken files included."""
        return frozenset(file.id for file in self.files.values() if file.id.isascii())

    @cached_property
    def known(self) -> frozenset[str]:
        """Every identifier for which there is a file, or that a file in a wrong place gives itself."""
        stated = (file.plain["id"] for file in self.files.values() if file.plain and "id" in file.plain)
        return self.ids | {given for given in stated if isinstance(given, str)}

    @cached_property
    def lost(self) -> dict[str, str]:
        """Where each identifier was that is gone without a tombstone: in a release, or in what the files change."""
        was = {record_id: f"release {release.version}" for release in self.releases for record_id in release.ids}
        if self.contribution is not None:
            was |= dict.fromkeys(self.contribution.base.records, self.contribution.base.name)
        return {record_id: where for record_id, where in sorted(was.items()) if record_id not in self.known}

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
        return [(record_id, pointer, text) for record_id, plain in readable for pointer, text in texts_in(plain)]

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
    def stray(self) -> list[str]:
        """Paths of the files beside the records, sources and releases that are not the package's own."""
        known = (f"{RECORD_FOLDER}/", f"{SOURCES}/", f"{RELEASES}/")
        beside = [entry.path for top in _TOPS for entry in self.tree.entries(top)]
        loose = [path for path in beside if not path.startswith(known) and not path.endswith(_OWN)]
        return [*loose, *self._stray_in_releases()]

    def _stray_in_releases(self) -> Iterator[str]:
        """Files that no manifest of a release names; of releases that the base has, the rules on contributions tell."""
        told = {release.version for release in self.releases if release.wanted is None}
        told |= self.contribution.base.releases if self.contribution else frozenset()
        named = {f"{RELEASES}/{r.version}/{name}" for r in self.releases for name in (MANIFEST, *(r.wanted or {}))}
        below = (entry for entry in self.tree.entries(RELEASES) if entry.path.startswith(f"{RELEASES}/"))
        for entry in below:  # where a link stands for the folder, the link is told
            version = entry.path.split("/")[2]
            if version not in told and (entry.path not in named or entry.kind != "plain"):
                yield entry.path

    @cached_property
    def releases(self) -> list[Released]:
        """The releases in the tree, each file of them hashed once."""
        return _releases(self.tree)

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


def texts_in(value: object, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield JSON pointer and content of every text in a JSON value."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from texts_in(member, f"{pointer}/{escape(str(key))}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_in(item, f"{pointer}/{index}")


def _releases(tree: Tree) -> list[Released]:
    below: dict[str, list[str]] = {}
    for entry in tree.entries(RELEASES):
        version, _, name = entry.path.removeprefix(f"{RELEASES}/").partition("/")
        if entry.kind == "plain" and name:
            below.setdefault(version, []).append(name)
    versions = [(version, names) for version, names in sorted(below.items()) if VERSION.fullmatch(version)]
    manifests = {version: _manifest(tree, version) for version, _ in versions}
    links = [known.previous for known in manifests.values() if known and known.previous]
    vouched = {link.version: link.manifest_sha256 for link in links}
    return [_released(tree, version, names, manifests[version], vouched.get(version)) for version, names in versions]


def _manifest(tree: Tree, version: str) -> Manifest | None:
    try:
        return parse_manifest(read(tree, f"{RELEASES}/{version}/{MANIFEST}") or b"")
    except ValueError:
        return None


def _released(tree: Tree, version: str, names: list[str], manifest: Manifest | None, vouched: str | None) -> Released:
    """Return what a release holds; `vouched` is the digest of its manifest by that of the release after it."""
    unreadable = Released(version, None, {}, frozenset())
    if manifest is None or "records/event.jsonl" not in manifest.digests:
        return unreadable
    folder = f"{RELEASES}/{version}"
    wanted = dict(manifest.digests)
    if manifest.has_sums:
        vouched = vouched or stated(read(tree, f"{folder}/{SUMS}") or b"").get(MANIFEST, "")
        wanted[SUMS] = hashlib.sha256(sums({**wanted, MANIFEST: vouched})).hexdigest()
    if vouched is not None:
        wanted[MANIFEST] = vouched
    found: dict[str, str | None] = dict.fromkeys(wanted)
    ids: set[str] = set()
    for path, content in tree.contents(f"{folder}/{name}" for name in names if name in wanted):
        name = path.removeprefix(f"{folder}/")
        found[name] = hashlib.sha256(content).hexdigest()
        if name.startswith("records/") and found[name] == wanted[name]:
            try:
                ids |= {str(json.loads(line)["id"]) for line in content.splitlines()}
            except (ValueError, KeyError, TypeError, RecursionError):
                return unreadable
    return Released(version, wanted, found, frozenset(ids))


def _references(table: Table, column: Column, row: Row) -> Iterator[tuple[str, str]]:
    value = row.values[column.name]
    if value is None or value == row.record_id:
        return
    at = f"{row.record_id}#{pointer(table, row.pointer, column.name)}"
    if column.joined:
        yield from ((f"{at}/{index}", one) for index, one in enumerate(value.split(";")))
    else:
        yield at, value


def _files(tree: Tree, entries: list[Entry], progress: Progress) -> dict[str, File]:
    files = {entry.path: File(entry.path) for entry in entries}
    admitted = [entry.path for entry in entries if _admitted(files[entry.path], entry)]
    missing = set(admitted)
    drafts = frozenset(file.id for file in files.values() if is_claim_draft(file.id))
    for number, (path, content) in enumerate(tree.contents(admitted), start=1):
        progress("reading records", number, len(admitted))
        missing.remove(path)
        _read(files[path], content, drafts)
    for path in missing:
        files[path].refusals.append(reader.Refusal("J011", Place(1, 1, 1), "it vanished while it was being read"))
    return files


def _admitted(file: File, entry: Entry) -> bool:
    try:
        reader.admit(entry)
    except reader.Refusal as refusal:
        file.refusals.append(refusal)
    return not file.refusals


def _read(file: File, content: bytes, drafts: frozenset[str]) -> None:
    try:
        file.text, file.plain = reader.decode(content)
    except reader.Refusal as refusal:
        file.refusals.append(refusal)
        file.text = content.decode("utf-8", "replace")
    else:
        _validate(file, file.plain, drafts)


def _validate(file: File, plain: dict[str, Any], drafts: frozenset[str]) -> None:
    given = plain.get("id")
    if not _IDENTIFIER.fullmatch(file.id):
        message = "its path stands for no identifier, which has small ASCII letters, digits and hyphens"
        file.refusals.append(reader.Refusal("J012", Place(1, 1, 1), message))
        return
    if path_of(file.id) != file.path:
        message = f"the record {file.id} belongs in {path_of(file.id)}"
        file.refusals.append(reader.Refusal("J012", Place(1, 1, 1), message))
        return
    if isinstance(given, str) and given != fields.UNDECIDED and is_at_odds(file.id, given):
        message = f"the record calls itself '{given}', but its path stands for '{file.id}'"
        file.findings.append(("J012", Finding(file.id, "/id", message), False))
        return
    model = Tombstone if kind_of(plain) == "tombstone" else RECORDS.get(file.id.partition("/")[0])
    if model is None:
        message = f"there is no record kind '{file.id.partition('/')[0]}'; there are {', '.join(RECORDS)}"
        file.findings.append(("J012", Finding(file.id, "/id", message), False))
        return
    if '"?"' in file.text or "\\u003" in file.text:
        file.findings.extend(fields.undecided(file.id, model, plain, drafts))
    try:
        record = model.model_validate_json(file.text)
    except ValidationError as error:
        file.findings.extend(fields.translate(file.id, model, plain, error, drafts))
        return
    if file.findings or file.id in drafts:
        return
    file.record = record
    if file.text != (canonical := canonical_json(record)):
        file.refusals.append(_not_canonical(file.text, canonical))


def _not_canonical(text: str, canonical: str) -> reader.Refusal:
    if "\r" in text:
        return reader.Refusal("J013", Place(1, 1, 1), "its lines end in CR LF, as on Windows, and not in LF alone")
    found, wanted = text.split("\n"), canonical.split("\n")
    if found[: len(wanted)] == wanted:
        return reader.Refusal("J013", Place(len(wanted) - 1, 1, 1), "more follows after the end of the record's line")
    if wanted[: len(found)] == found:
        return reader.Refusal("J013", Place(len(found), 1, 1), "the last line does not end in a line end")
    line = _first_difference(found, wanted)
    good = wanted[line - 1] if line <= len(wanted) else None
    said = "nothing" if good is None else f"'{good.strip()}' after {len(good) - len(good.lstrip())} spaces"
    return reader.Refusal(
        "J013", Place(line, 1, 1), f"it is valid but not in canonical form: line {line} should hold {said}"
    )


def _first_difference(found: list[str], wanted: list[str]) -> int:
    """Return the number of the first line that differs; one that only got a comma, as more follows, does not count."""
    pairs = list(zip_longest(found, wanted, fillvalue=""))
    differing = [number for number, (line, good) in enumerate(pairs, start=1) if line != good]
    line, good = pairs[differing[0] - 1]
    return differing[1] if line.removesuffix(",") == good.removesuffix(",") and differing[1:] else differing[0]
