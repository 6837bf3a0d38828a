"""Codings: what two coders made of one source, read strictly from a file, a folder, a ledger or a release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.ledger import load, versions
from caucasus_ledger.dataset.records import RECORDS, SOURCES, Json, find_root, kind_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Entry, Folder
from caucasus_ledger.dataset.tree import read as read_file
from caucasus_ledger.face.report import visible
from caucasus_ledger.face.scope import ledger_of
from caucasus_ledger.validators import reader
from caucasus_ledger.validators.alignment import KINDS, of_source, sources_of
from caucasus_ledger.validators.locate import Place

if TYPE_CHECKING:
    from caucasus_ledger.schema import Source


@dataclass(frozen=True, slots=True)
class Flaw:
    """A record that is not valid: where it stands, its identifier, the rules it breaks, and whether it is compared.

    A record of which every field can be read is compared as it stands, whatever coding rules it breaks.
    """

    where: str
    id: str
    codes: tuple[str, ...]
    message: str
    compared: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """One coding: what it goes by, its actors, events and claims that can be read, its sources, and what is wrong."""

    name: str
    records: tuple[Json, ...]
    sources: tuple[Source, ...]
    flaws: tuple[Flaw, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of records by kind."""
        found = Counter(kind_of(record) for record in self.records)
        return {kind: found[kind] for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Codings:
    """Two codings of one source, of which the record is None where it is not at hand."""

    source_id: str
    source: Source | None
    a: Coding
    b: Coding


def read_both(a: str, b: str, source: str | None = None, data: str | None = None) -> Codings:
    """Return two codings, cut down to one source; which one must be said if they hold several.

    The source's record is taken from the codings, else from the ledger `data`, as `ledger_of` finds it. Raises
    LedgerError for what cannot be read, for codings without a source in common, and for codings of different texts.
    """
    both = read(a), read(b)
    source_id = _chosen(both, source)
    cut = [Coding(one.name, tuple(of_source(one.records, source_id)), one.sources, one.flaws) for one in both]
    return Codings(source_id, _source(both, source_id, data), *cut)


def _chosen(both: tuple[Coding, Coding], wanted: str | None) -> str:
    held = [sources_of(coding.records) for coding in both]
    told = "; ".join(
        f"{letter}, {coding.name}, codes {visible(', '.join(sources) or 'nothing')}"
        for letter, coding, sources in zip("AB", both, held, strict=True)
    )
    if wanted is None:
        if held[0] == held[1] and len(held[0]) == 1:
            return held[0][0]
        common = sorted({*held[0]} & {*held[1]})
        raise LedgerError(f"{'name one source with --source' if common else 'there is no source in common'}: {told}")
    full = wanted if wanted.startswith("source/") else f"source/{wanted}"
    if any(full not in sources for sources in held):
        raise LedgerError(f"{visible(full)} is not coded by both: {told}")
    return full


def _source(both: tuple[Coding, Coding], source_id: str, data: str | None) -> Source | None:
    found = [one for coding in both for one in coding.sources if one.id == source_id]
    if len({one.text.sha256 for one in found}) > 1:
        raise LedgerError(f"A and B are codings of different texts: their records of {source_id} have another digest")
    if found:
        return found[0]
    try:
        ledger = ledger_of(data)
        return ledger.sources[source_id] if source_id in ledger else None
    except LedgerError:
        if data is not None:
            raise
        return None


def read(name: str) -> Coding:
    """Return the coding that a version, a folder or a file of JSON Lines holds.

    A folder is a release, a ledger with `dataset/records`, or one that holds records as `.json` files at any depth.
    Raises LedgerError, with file, line and column, at the first thing that is no JSON object, and for two records of
    one identifier.
    """
    path = Path(name)
    if name in versions() or (path / "manifest.json").is_file():
        return _released(name)
    if path.is_dir():
        return _coding(visible(name), _files(path))
    if path.is_file():
        return _coding(visible(name), _lines(path))
    raise LedgerError(
        f"'{visible(name)}' is neither a file of JSON Lines, nor a folder, nor a release of this package, which holds "
        f"{', '.join(versions()) or 'none'}"
    )


def _released(name: str) -> Coding:
    ledger = load(name if name in versions() else Path(name))
    kept = (record for records in (ledger.actors, ledger.events, ledger.claims) for record in records)
    records = tuple(record.model_dump(mode="json", exclude_defaults=True) for record in kept)
    return Coding(visible(name), records, tuple(ledger.sources), ())


_Read = tuple[str, str, Json]
"""Where a record stands, its text, and itself."""


def _files(folder: Path) -> Iterator[_Read]:
    for top in _tops(folder):
        tree = Folder(top)
        for entry in tree.entries("."):
            if entry.path.endswith(".json"):
                yield _file(tree, entry)


def _file(tree: Folder, entry: Entry) -> _Read:
    path = tree.root / entry.path
    try:
        reader.admit(entry)
        return (visible(str(path)), *reader.decode(read_file(tree, entry.path) or b""))
    except reader.Refusal as refusal:
        raise _refused(path, refusal.place.line, refusal) from None


def _tops(folder: Path) -> tuple[Path, ...]:
    """Return the folders to look in: for a ledger or a part of its records, those of its sources as well."""
    full = folder.resolve()
    root = find_root(full)
    if full == root:
        return (folder / SOURCES, folder / RECORDS)
    return (root / SOURCES, folder) if root and full.is_relative_to(root / RECORDS) else (folder,)


def _lines(path: Path) -> Iterator[_Read]:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(reader.MAX_BYTES + 1):
            number += 1
            if not line.strip():
                continue
            try:
                if len(line) > reader.MAX_BYTES:
                    message = f"the line has more than {reader.MAX_BYTES} bytes"
                    raise reader.Refusal("J008", Place(1, 1, 1), message)
                yield (f"{visible(str(path))}:{number}", *reader.decode(line.rstrip(b"\r\n")))
            except reader.Refusal as refusal:
                raise _refused(path, number, refusal, "; the file is read as JSON Lines, one record a line") from None


def _refused(path: Path, line: int, refusal: reader.Refusal, hint: str = "") -> LedgerError:
    where = f"{visible(str(path))}:{line}:{refusal.place.column}"
    return LedgerError(f"{where}: {visible(refusal.message)}{hint} ({refusal.code})")


def _coding(name: str, found: Iterator[_Read]) -> Coding:
    from caucasus_ledger.schema import Source

    places: dict[str, str] = {}
    records: list[Json] = []
    sources: list[Source] = []
    flaws: list[Flaw] = []
    for where, text, plain in found:
        record_id = plain.get("id")
        if isinstance(record_id, str) and places.setdefault(record_id, where) != where:
            raise LedgerError(f"{where}: the record {visible(record_id)} stands in {places[record_id]} already")
        record, flaw = _judged(where, text, plain)
        flaws += [flaw] if flaw else []
        if isinstance(record, Source):
            sources.append(record)
        elif kind_of(plain) in KINDS and (flaw is None or flaw.compared):
            records.append(plain)
    if not records:
        raise LedgerError(f"{name} holds no actor, event or claim that can be read{_reasons(flaws)}")
    return Coding(name, tuple(records), tuple(sources), tuple(flaws))


def _reasons(flaws: Sequence[Flaw]) -> str:
    return f"; {flaws[0].where}: {flaws[0].message}" if flaws else ""


def _judged(where: str, text: str, plain: Json) -> tuple[object, Flaw | None]:
    """Return the record of a JSON text, None if it is not valid, and what is wrong with it."""
    from pydantic import ValidationError

    from caucasus_ledger.schema import RECORDS as MODELS
    from caucasus_ledger.schema import Tombstone
    from caucasus_ledger.validators.fields import translate

    kind = kind_of(plain)
    record_id = visible(str(plain.get("id")))
    model = Tombstone if kind == "tombstone" else MODELS.get(kind)
    if model is None:
        message = f"its id is '{record_id}'; one begins with {', '.join(MODELS)} and a slash"
        return None, Flaw(where, record_id, ("J012",), message, compared=False)
    try:
        return model.model_validate_json(text), None
    except ValidationError as error:
        findings = list(translate(record_id, model, plain, error))
        codes = tuple(sorted({code for code, _, _ in findings}))
        message = "; ".join(
            f"{code} {visible(finding.pointer)}: {visible(finding.message)}" for code, finding, _ in findings
        )
        legible = all(detail["type"] == "rules" for detail in error.errors(include_url=False)) and "E001" not in codes
        return None, Flaw(where, record_id, codes, message, compared=legible and kind in KINDS)
