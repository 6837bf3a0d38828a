"""Verify: compute again all that a release says of itself, and say of each file and figure whether it holds.

A file is read further only after its digest was found to be the one listed. Digests prove that nothing was damaged; that
nobody has changed data and digests together is proven only from outside the folder: by a fingerprint that was written
down elsewhere, by a release that follows and lists the manifest's digest, or by the installed package.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal

from caucasus_ledger.dataset.ledger import VERSION, numbers
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS, Manifest, parse, stated, sums
from caucasus_ledger.dataset.records import KINDS, Json, kind_of
from caucasus_ledger.dataset.store import LedgerError

State = Literal["proven", "differs", "skipped"]
Tables = dict[str, list[Json]]

_MOST = 1 << 28
"""Bytes of the largest file that is read."""
_SHOWN = 3
"""Records of a file that are told one by one if they are not valid."""
_NO_PATH = re.compile(r"(^|/)(\.{0,2})(/|$)|[\\\x00]")
_LONG, _SHORT = re.compile(r"[0-9a-f]{64}"), re.compile(r"ccd1:[0-9a-f]{4}(-[0-9a-f]{4}){3}")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `where` is a file or a table, `expected` and `found` are digests or other figures."""

    check: str
    where: str
    state: State
    said: str
    expected: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying a release: every finding, and who outside its folder vouches for it.

    `fingerprint` is the one computed from the records, or else from the first format of which all tables are sound.
    """

    version: str
    folder: Path
    fingerprint: str | None
    findings: tuple[Finding, ...]
    vouchers: tuple[str, ...]

    def of(self, state: State) -> list[Finding]:
        """Return the findings of one state."""
        return [finding for finding in self.findings if finding.state == state]

    @property
    def proven(self) -> bool:
        """Whether nothing differs."""
        return not self.of("differs")


@dataclass(slots=True)
class _Log:
    """The findings so far."""

    findings: list[Finding] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)

    def compare(self, check: str, where: str, what: str, found: object, expected: object) -> bool:
        """Note whether what was found is what was expected; `what` names it and says who expects it."""
        same = found == expected
        said = f"{what} is {found}" if same else f"{what} is {found}, not {expected}"
        self.findings.append(
            Finding(check, where, "proven" if same else "differs", said, _text(expected), _text(found))
        )
        return same

    def differs(self, check: str, where: str, said: str, expected: str | None = None) -> None:
        self.findings.append(Finding(check, where, "differs", said, expected))

    def skip(self, check: str, where: str, said: str) -> None:
        self.findings.append(Finding(check, where, "skipped", said))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def cited_form(fingerprint: str) -> str:
    """Return a fingerprint as people give it in the form of its kind: lower case, the short one with `ccd1:`.

    Raises LedgerError for what is neither form.
    """
    given = fingerprint.strip().lower()
    if _LONG.fullmatch(given) or _SHORT.fullmatch(given):
        return given
    raise LedgerError(
        f"'{fingerprint}' is no fingerprint; one is ccd1:xxxx-xxxx-xxxx-xxxx, or 64 digits, of 0-9 and a-f"
    )


def verify_release(folder: Path, cited: str | None = None, archive: Path | None = None) -> Verification:
    """Verify the release in a folder.

    `cited` is a fingerprint to hold it against, long or short. `archive` is a folder of releases, each in a folder
    called as its version, whose manifests are held against this one's; those beside the folder always are.
    Raises LedgerError if the folder holds no release at all, or for a fingerprint that is none. Whatever the bytes of
    the files, it does not raise.
    """
    given = cited_form(cited) if cited else None
    if not (folder / MANIFEST).is_file() and not (folder / SUMS).is_file() and not (folder / "records").is_dir():
        raise LedgerError(f"{folder} holds no release: neither {MANIFEST} nor {SUMS}")
    log = _Log()
    own, manifest = _manifest(folder, log)
    listed = _listed(folder, manifest, log)
    sound = _sound_files(folder, manifest, listed, log)
    version = manifest.version if manifest else folder.name
    if manifest:
        if VERSION.fullmatch(folder.name):
            log.compare("manifest", MANIFEST, "its version, beside the folder's name,", manifest.version, folder.name)
        _chain(folder, own, manifest, archive, log)
    found = _contents(manifest, sound, log)
    if given:
        _cited(given, found, log)
    return Verification(version, folder, found, tuple(log.findings), tuple(log.vouchers))


def _manifest(folder: Path, log: _Log) -> tuple[str, Manifest | None]:
    """Return the SHA-256 of a release's manifest, and what it says if it is one."""
    try:
        content = _bytes(folder / MANIFEST)
    except (OSError, ValueError) as error:
        log.differs("manifest", MANIFEST, f"it cannot be read: {_reason(error)}")
        return "", None
    digest = sha256(content).hexdigest()
    try:
        manifest = parse(content)
        if not all(isinstance(facts, dict) for facts in _facts(manifest).values()):
            raise TypeError("a table has no figures")
    except (ValueError, TypeError, AttributeError) as error:
        log.findings.append(Finding("manifest", MANIFEST, "differs", f"{_reason(error)}", None, digest))
        return digest, None
    return digest, manifest


def _facts(manifest: Manifest) -> Mapping[str, Json]:
    """Return what a manifest says of each table."""
    found: Mapping[str, Json] = manifest.plain["tables"]
    return found


def _bytes(path: Path) -> bytes:
    """Return the bytes of a plain file. Raises ValueError if it is another thing or too large to be one of ours."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("it is no plain file")
    if status.st_size > _MOST:
        raise ValueError(f"it has {status.st_size} bytes, more than {_MOST}")
    return path.read_bytes()


def _reason(error: BaseException) -> str:
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return text if len(text) <= 300 else f"{text[:299]}…"


def _listed(folder: Path, manifest: Manifest | None, log: _Log) -> dict[str, str]:
    """Return the SHA-256 of each file that should be there, and note where the two lists say different things."""
    listed = dict(manifest.digests) if manifest else {}
    if manifest and not manifest.has_sums:
        return listed
    try:
        content = _bytes(folder / SUMS)
    except (OSError, ValueError) as error:
        log.differs("lists", SUMS, f"it cannot be read: {_reason(error)}")
        return listed
    summed = stated(content)
    if sums(summed) != content:
        log.differs("lists", SUMS, "a line is not a digest, two spaces and a path, or they are not sorted by path")
    if manifest:
        for path in sorted({*listed, *summed} - {MANIFEST}):
            if listed.get(path) != summed.get(path):
                log.compare(
                    "lists", path, f"its SHA-256 in {SUMS}, beside {MANIFEST},", summed.get(path), listed.get(path)
                )
    if MANIFEST not in summed:
        log.differs("lists", SUMS, f"it does not list {MANIFEST}")
    return summed | listed


def _sound_files(folder: Path, manifest: Manifest | None, listed: Mapping[str, str], log: _Log) -> dict[str, bytes]:
    """Return the bytes of every file that is the one listed, and note those that are not, are missing or are stray."""
    present = _present(folder)
    sizes = {path: file.get("bytes") for path, file in manifest.plain["files"].items()} if manifest else {}
    names = {digest: path for path, digest in listed.items()}
    sound: dict[str, bytes] = {}
    for path in sorted({*present, *listed} - {SUMS}):
        expected = listed.get(path)
        if _NO_PATH.search(path) and expected:
            log.differs("file", path, "it is no path of a file in a release", expected)
            continue
        if path not in present:
            log.differs("file", path, f"it is missing; its SHA-256 was {expected}", expected)
            continue
        try:
            content = _bytes(folder / path)
        except (OSError, ValueError) as error:
            log.differs("file", path, f"it cannot be read: {_reason(error)}", expected)
            continue
        digest = sha256(content).hexdigest()
        elsewhere = f"; {names[digest]} has that digest" if digest in names and digest != expected else ""
        if expected is None:
            if path != MANIFEST:
                said = f"it is no file of this release; its SHA-256 is {digest}{elsewhere}"
                log.findings.append(Finding("file", path, "differs", said, None, digest))
            continue
        if digest != expected:
            said = f"its SHA-256 is {digest}, not {expected}{elsewhere}; it has {len(content)} bytes"
            log.findings.append(Finding("file", path, "differs", said, expected, digest))
        elif log.compare("file", path, "its SHA-256", digest, expected):
            if sizes.get(path, len(content)) != len(content):
                log.compare("file", path, f"the number of its bytes, beside {MANIFEST},", len(content), sizes[path])
            sound[path] = content
    return sound


def _present(folder: Path) -> set[str]:
    """Return the path below a folder of all that is in it and no folder; links are not followed."""
    found = set()
    for place, folders, files in os.walk(folder):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        found |= {(Path(place) / name).relative_to(folder).as_posix() for name in (*files, *linked)}
    return found


def _chain(folder: Path, own: str, manifest: Manifest, archive: Path | None, log: _Log) -> None:
    """Hold a manifest against those of the other releases at hand: what each says of the one before it."""
    beside = _releases(folder.parent) if VERSION.fullmatch(folder.name) else {}
    kept = _releases(archive) if archive else {}
    beside.pop(folder.name, None)
    for version, (digest, other) in (kept | beside).items():
        if other and other.previous and other.previous.version == manifest.version:
            what = f"its SHA-256, beside what release {version} after it says,"
            if log.compare("chain", MANIFEST, what, own, other.previous.manifest_sha256):
                log.vouchers.append(f"release {version}, which follows")
        if version == manifest.version and archive and archive.resolve() != folder.parent.resolve():
            if log.compare("chain", MANIFEST, "its SHA-256, beside the release in the package,", own, digest):
                log.vouchers.append("the installed package")
    if manifest.previous:
        known = (kept | beside).get(manifest.previous.version)
        if known:
            what = f"the SHA-256 of release {manifest.previous.version}, on which it follows,"
            log.compare("chain", MANIFEST, what, known[0], manifest.previous.manifest_sha256)
        else:
            log.skip("chain", MANIFEST, f"release {manifest.previous.version}, on which it follows, is not at hand")
    elif VERSION.fullmatch(manifest.version):
        older = [version for version in beside if numbers(version) < numbers(manifest.version)]
        if older:
            log.differs(
                "chain", MANIFEST, f"it names no release before it, though {max(older, key=numbers)} is beside it"
            )


def _releases(archive: Path) -> dict[str, tuple[str, Manifest | None]]:
    """Return the SHA-256 of each release's manifest in a folder of releases, and what it says, by version."""
    found: dict[str, tuple[str, Manifest | None]] = {}
    for path in archive.glob(f"*/{MANIFEST}"):
        if VERSION.fullmatch(path.parent.name):
            found[path.parent.name] = _manifest(path.parent, _Log())
    return dict(sorted(found.items(), key=lambda item: numbers(item[0])))


def _contents(manifest: Manifest | None, sound: Mapping[str, bytes], log: _Log) -> str | None:
    """Verify what the files hold, and return the fingerprint that was computed first."""
    records = _records(manifest, sound, log)
    tables = _tables(records, manifest, log) if records is not None else None
    found = _fingerprint("records", tables, manifest, log) if tables else None
    if manifest and tables:
        _unf(tables, manifest, log)
    if manifest and "swhid" in manifest.plain:
        _swhid(sound, manifest, log)
    if manifest:
        for form in ("parquet", "csv", "jsonl", "dta", "json"):
            if any(f"{name}.{form}" in manifest.digests for name in manifest.tables):
                read = _form(form, sound, manifest, log)
                found = (_fingerprint(form, read, manifest, log) if read else None) or found
    return found


def _records(manifest: Manifest | None, sound: Mapping[str, bytes], log: _Log) -> list[Json] | None:
    """Return the nested records in the order of their identifiers, or None if they cannot all be had."""
    from caucasus_ledger.schema import SCHEMA_VERSION

    schema = str(manifest.plain.get("schema_version")) if manifest else SCHEMA_VERSION
    if schema != SCHEMA_VERSION:
        said = f"they were written in schema {schema}, this package has {SCHEMA_VERSION}; verify.py needs no schema"
        log.skip("records", "records", said)
        return None
    found: dict[str, list[Json]] = {}
    for kind in (*KINDS, "tombstone"):
        path = f"records/{kind}.jsonl"
        if path not in sound:
            log.skip("records", path, "it is not read, since it is not the file that was released")
            continue
        valid = _valid(kind, path, sound[path], log)
        if valid is not None:
            found[kind] = valid
    if len(found) <= len(KINDS):
        return None
    if "dataset.json" in sound:
        _nested(found, sound["dataset.json"], log)
    records = sorted((record for kind in found.values() for record in kind), key=lambda record: str(record["id"]))
    if manifest:
        log.compare(
            "records",
            "records",
            f"the number of records, beside {MANIFEST},",
            len(records),
            manifest.plain.get("records"),
        )
    repeated = {one["id"] for one, other in zip(records, records[1:], strict=False) if one["id"] == other["id"]}
    if repeated:
        log.differs("records", "records", f"several records are called {', '.join(sorted(repeated))}")
    return None if repeated else records


def _valid(kind: str, path: str, content: bytes, log: _Log) -> list[Json] | None:
    """Return the records of a file of JSON Lines if each is valid and in canonical form."""
    from caucasus_ledger.dataset.records import parse as read

    found: list[Json] = []
    wrong: list[str] = []
    *lines, last = content.split(b"\n")
    if last:
        wrong.append("its last line does not end")
    for number, line in enumerate(lines, 1):
        try:
            record = read(line).model_dump(mode="json", exclude_defaults=True)
            if record != json.loads(line) or kind_of(record) != kind:
                raise ValueError(f"it is not the canonical form of a record of kind {kind}")
        except (ValueError, RecursionError) as error:
            wrong.append(f"line {number} is no valid record: {_reason(error).splitlines()[0]}")
        else:
            found.append(record)
    for said in wrong[:_SHOWN]:
        log.differs("records", path, said)
    if wrong[_SHOWN:]:
        log.differs("records", path, f"and {len(wrong) - _SHOWN} lines more are no valid records")
    if not wrong:
        log.compare("records", path, "the number of valid records, beside that of lines,", len(found), len(lines))
    return None if wrong else found


def _nested(found: Mapping[str, list[Json]], content: bytes, log: _Log) -> None:
    try:
        held = json.loads(content)
    except (ValueError, RecursionError) as error:
        log.differs("records", "dataset.json", f"it is no JSON: {_reason(error)}")
        return
    same = held == {f"{kind}s": records for kind, records in found.items()}
    said = "it holds the records of records/" if same else "it does not hold the records of records/"
    log.findings.append(Finding("records", "dataset.json", "proven" if same else "differs", said))


def _tables(records: list[Json], manifest: Manifest | None, log: _Log) -> Tables | None:
    """Return the rows that the nested records make, or None if this package's tables are others."""
    from caucasus_ledger.dataset.tables import TABLES, rows

    columns = {table.name: [[column.name, column.type] for column in table.columns] for table in TABLES}
    told = (
        {name: facts.get("columns", columns.get(name)) for name, facts in _facts(manifest).items()}
        if manifest
        else columns
    )
    if told != columns:
        log.skip("records", "records", "no rows are made of them: this package's tables have other columns")
        return None
    return {table.name: [row.values for row in rows(table, records)] for table in TABLES}


def _form(form: str, sound: Mapping[str, bytes], manifest: Manifest, log: _Log) -> Tables | None:
    """Return the rows of all tables in one format, or None if not all can be had; note what is wrong with each."""
    from caucasus_ledger.dataset.formats import decode
    from caucasus_ledger.dataset.tables import BY_NAME, Column, Table

    found: Tables = {}
    for name, facts in _facts(manifest).items():
        path = f"{name}.{form}"
        if path not in sound:
            if path in manifest.digests:
                log.skip("table", path, "it is not read, since it is not the file that was released")
            else:
                log.differs("table", path, f"{MANIFEST} lists no such file of table {name}")
            continue
        try:
            columns = facts.get("columns") or [[column.name, column.type] for column in BY_NAME[name].columns]
            table = Table(name, (), "", tuple(Column(column, type=kind) for column, kind in columns), "")
            found[name] = decode(form, table, sound[path])
        except LedgerError as error:
            log.skip("table", path, _reason(error))
        except Exception as error:  # noqa: BLE001 - readers of others meet bytes that may be anything
            log.differs("table", path, f"its rows cannot be read: {_reason(error)}")
    return found if len(found) == len(manifest.tables) else _roots(form, found, manifest, log)


def _roots(form: str, found: Tables, manifest: Manifest, log: _Log) -> None:
    """Hold the tables of a format of which not all could be read each against its own root."""
    for name, rows in found.items():
        _root(form, name, rows, manifest, log)


def _root(form: str, name: str, rows: list[Json], manifest: Manifest, log: _Log) -> str | None:
    from caucasus_ledger.dataset.fingerprint import table_root

    where = name if form == "records" else f"{name}.{form}"
    facts = _facts(manifest)[name]
    try:
        root = table_root(name, rows)
    except (ValueError, RecursionError) as error:
        log.differs("table", where, f"its rows have no digest: {_reason(error)}")
        return None
    log.compare("table", where, f"its root, beside {MANIFEST},", root, facts.get("root"))
    if len(rows) != facts.get("rows"):
        log.compare("table", where, f"the number of its rows, beside {MANIFEST},", len(rows), facts.get("rows"))
    return root


def _fingerprint(form: str, tables: Tables, manifest: Manifest | None, log: _Log) -> str | None:
    """Return the fingerprint of all tables as one format has them, held against the manifest's."""
    from caucasus_ledger.dataset.fingerprint import digest_of, fingerprint
    from caucasus_ledger.dataset.tables import BY_NAME

    if manifest is None:
        return fingerprint(tables)[0]
    roots = {name: _root(form, name, rows, manifest, log) for name, rows in tables.items()}
    if None in roots.values():
        return None
    summary = {}
    for name, facts in _facts(manifest).items():
        columns = facts.get("columns") or [[column.name, column.type] for column in BY_NAME[name].columns]
        summary[name] = {"n": len(tables[name]), "root": roots[name], "columns": columns}
    try:
        found = digest_of(summary)
    except (ValueError, RecursionError) as error:
        log.differs("fingerprint", form, f"there is none: {_reason(error)}")
        return None
    log.compare(
        "fingerprint", form, f"the fingerprint computed from {form}, beside {MANIFEST},", found, manifest.fingerprint
    )
    return found


def _unf(tables: Tables, manifest: Manifest, log: _Log) -> None:
    from caucasus_ledger.dataset.tables import BY_NAME
    from caucasus_ledger.dataset.unf import table_unf

    for name, facts in _facts(manifest).items():
        if "unf" in facts:
            log.compare(
                "unf", name, f"its UNF, beside {MANIFEST},", table_unf(BY_NAME[name], tables[name]), facts["unf"]
            )


def _swhid(sound: Mapping[str, bytes], manifest: Manifest, log: _Log) -> None:
    from caucasus_ledger.dataset.swhid import directory_swhid

    listed = [path for path in manifest.digests if path.startswith("records/")]
    if any(path not in sound for path in listed):
        log.skip("swhid", "records", "not computed, since not all of its files are those that were released")
        return
    found = directory_swhid({path.removeprefix("records/"): sound[path] for path in listed})
    log.compare("swhid", "records", f"its SWHID, beside {MANIFEST},", found, manifest.plain["swhid"])


def _cited(given: str, found: str | None, log: _Log) -> None:
    from caucasus_ledger.dataset.fingerprint import short

    if found is None:
        log.differs("cited", "", f"no fingerprint could be computed to hold against {given}", given)
        return
    shown = found if _LONG.fullmatch(given) else short(found)
    if log.compare("cited", "", "the fingerprint, beside the one given,", shown, given):
        log.vouchers.append("the fingerprint given" if shown == found else "the short fingerprint given")
