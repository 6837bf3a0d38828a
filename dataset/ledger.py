"""Ledger: one version of the dataset in memory, as typed records and as tables. Nothing is read before it is asked for.

Importing this module loads neither Pydantic nor pyarrow.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

from caucasus_ledger.dataset.records import CALLED, KINDS, PACKAGE_ROOT, RECORDS, Json
from caucasus_ledger.dataset.store import CheckoutStore, LedgerError, ReleaseStore, Store, TamperedRelease, Texts

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from caucasus_ledger.dataset.query import Selection
    from caucasus_ledger.schema import Actor, Assertion, Assessment, Claim, Event, Record, Source, Tombstone

    T = TypeVar("T", bound=Source | Actor | Event | Claim | Assessment)
else:
    T = TypeVar("T")

RELEASES = PACKAGE_ROOT / "dataset" / "releases"
VERSION = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){2}")
_NEAR = 0.75
"""How alike two names are, as difflib counts it, for one to be offered in place of the other; 1 is the same."""
_SHORTEST = 3
"""Letters that a part of an identifier must have to be looked for in others."""
_MOST = 4
"""Suggestions that are made at most."""


class UnknownVersion(LedgerError):
    """No release of that version is at hand; the message lists those that are."""


class UnknownRecord(LedgerError, KeyError):
    """The ledger holds no record of that identifier; the message says why it was withdrawn, or names near ones."""

    def __str__(self) -> str:
        return str(self.args[0])


class ReplacedRecord(UserWarning):
    """A withdrawn record was asked for, and the one that replaced it is given instead.

    `old` and `new` are their identifiers, `why` says when and for what reason the old one was withdrawn.
    """

    def __init__(self, old: str, new: str, why: str) -> None:
        super().__init__(old, new, why)
        self.old, self.new, self.why = old, new, why

    def __str__(self) -> str:
        return f"{self.why}; {self.new} is given instead"


def identifier(record: str | Record) -> str:
    """Return the identifier of a record, or the text itself if it is one already.

    Raises TypeError for what is neither.
    """
    found = getattr(record, "id", record)
    if not isinstance(found, str):
        raise TypeError(f"a record or its identifier is wanted, not {record!r}")
    return found


C = TypeVar("C", bound="Collection[Any]")


class Collection(Generic[T]):
    """Records of one kind, in the order of their identifiers; iterating gives the records themselves.

    `collection[id]` gives one record, `id in collection` asks for it; filters return a collection again.
    """

    def __init__(self, ledger: Ledger, kind: str, texts: Mapping[str, bytes | str], parsed: dict[str, T]) -> None:
        self._ledger = ledger
        self._kind = kind
        self._texts = texts
        self._parsed = parsed

    def __len__(self) -> int:
        return len(self._texts)

    def __iter__(self) -> Iterator[T]:
        return (self._parse(record_id) for record_id in self._texts)

    def __contains__(self, record: object) -> bool:
        found = getattr(record, "id", record)
        return found in self._texts or f"{self._kind}/{found}" in self._texts

    def __getitem__(self, record: str | Record) -> T:
        if isinstance(cast("object", record), int | slice):
            raise TypeError("a record is had by its identifier, not by its place; list(collection)[:2] gives two")
        record_id = self._ledger.resolve(identifier(record), self._kind)
        if record_id not in self._texts:
            raise UnknownRecord(f"{record_id} is not among these {len(self)} records of kind {self._kind}")
        return self._parse(record_id)

    def __repr__(self) -> str:
        return f"<{len(self)} {self._kind} records of ledger {self._ledger.version}>"

    @property
    def ids(self) -> tuple[str, ...]:
        """The identifiers, in order."""
        return tuple(self._texts)

    def first(self) -> T:
        """Return the first record. Raises UnknownRecord if there is none."""
        if not self._texts:
            raise UnknownRecord(f"there is no record of kind {self._kind} here")
        return self._parse(next(iter(self._texts)))

    def where(self, test: Callable[[T], bool] | None = None, **fields: object) -> Self:
        """Return the records for which `test` holds and whose fields equal the values given.

        Raises LedgerError for a field that the records do not have and for a value that its code list lacks.
        """
        for name, value in fields.items():
            self._know(name, value)
        chosen = (
            record
            for record in self
            if (test is None or test(record)) and all(getattr(record, name) == value for name, value in fields.items())
        )
        return self._only(chosen)

    def _know(self, name: str, value: object) -> None:
        from caucasus_ledger.schema import RECORDS
        from caucasus_ledger.schema.base import codes_of

        model = RECORDS[self._kind]
        if name not in model.model_fields and not isinstance(getattr(model, name, None), property):
            raise LedgerError(f"a {self._kind} has no field '{name}'; it has {', '.join(model.model_fields)}")
        codes = codes_of(model, name)
        if codes and value is not None and value not in codes:
            raise LedgerError(f"'{value}' is no {name} of a {self._kind}; there are {', '.join(codes)}")

    def _only(self, chosen: Iterable[T]) -> Self:
        return type(self)(
            self._ledger, self._kind, {record.id: self._texts[record.id] for record in chosen}, self._parsed
        )

    def _parse(self, record_id: str) -> T:
        if record_id not in self._parsed:
            from caucasus_ledger.dataset.records import parse

            try:
                self._parsed[record_id] = cast("T", parse(self._ledger.current(self._texts[record_id])))
            except ValueError:
                raise LedgerError(f"{record_id} is not a valid record; `caucasus check` says why") from None
        return self._parsed[record_id]


class Sources(Collection["Source"]):
    """The texts that were read."""


class Actors(Collection["Actor"]):
    """The actors, under all their names."""

    def named(self, name: str) -> Self:
        """Return the actors that have this name or alias; upper and lower case count as the same."""
        folded = name.casefold()
        return self.where(lambda actor: folded in {actor.name.casefold(), *(a.name.casefold() for a in actor.aliases)})


class Events(Collection["Event"]):
    """The events."""

    def involving(self, actor: str | Actor, role: str | None = None, *, organs: bool = False) -> Self:
        """Return the events in which an actor takes part, if given in that role; with `organs`, its parts as well.

        Raises LedgerError for a role that there is not.
        """
        from caucasus_ledger.schema import ParticipantRole

        if role is not None and role not in list(ParticipantRole):
            raise LedgerError(f"'{role}' is no role; there are {', '.join(map(str, ParticipantRole))}")
        found = self._ledger.resolve(identifier(actor), "actor")
        wanted = self._ledger.organs(found) if organs else {found}
        return self.where(
            lambda event: any(p.actor in wanted and (role is None or p.role == role) for p in event.participants)
        )

    def between(self, first: date | str, last: date | str) -> Self:
        """Return the events that may take place from the first to the last day, both inclusive, whatever their realis.

        Days are dates or EDTF: "2025-06" is the whole month. An uncertain date counts if any of its days falls in the
        range, so what has gone on since is in; an event without a date never counts.
        Raises ValueError for a day that is none and for a range that ends before it starts.
        """
        start, end = _days(first)[0], _days(last)[1]
        if end < start:
            raise ValueError(f"the range ends on {end}, before it starts on {start}")
        return self.where(lambda event: _overlaps(event, start, end))


def _days(day: date | str) -> tuple[date, date]:
    """Return the first and last day that a date or an EDTF text stands for."""
    from caucasus_ledger.schema.edtf import bounds

    if isinstance(day, datetime):
        return day.date(), day.date()
    if isinstance(day, date):
        return day, day
    found = bounds(day)
    return found.earliest or date.min, found.latest or date.max


def _overlaps(event: Event, start: date, end: date) -> bool:
    bounds = event.when.bounds
    return bounds is not None and (bounds.earliest or date.min) <= end and (bounds.latest or date.max) >= start


class Claims(Collection["Claim"]):
    """The claims."""

    def about(self, record: str | Event | Actor) -> Self:
        """Return the claims about an event or an actor, the ends of asserted links included."""
        wanted = self._ledger.resolve_any(identifier(record), ("event", "actor"))
        return self.where(
            lambda claim: (
                wanted in claim.about
                or (claim.asserts is not None and wanted in (claim.asserts.subject, claim.asserts.object))
            )
        )

    def by(self, actor: str | Actor, *, through: bool = False) -> Self:
        """Return the claims whose innermost claimant is the actor; with `through`, also those it passes on."""
        wanted = self._ledger.resolve(identifier(actor), "actor")
        return self.where(
            lambda claim: claim.claimant == wanted or (through and any(a.actor == wanted for a in claim.attribution))
        )

    def disputed(self) -> Self:
        """Return the claims that an assessment calls refuted, conflicting or imprecise."""
        doubtful = {a.claim for a in self._ledger.assessments if a.verdict in ("refuted", "conflicting", "imprecise")}
        return self.where(lambda claim: claim.id in doubtful)


class Assessments(Collection["Assessment"]):
    """The assessments."""

    def of(self, claim: str | Claim) -> Self:
        """Return the assessments of one claim."""
        wanted = self._ledger.resolve(identifier(claim), "claim")
        return self.where(lambda assessment: assessment.claim == wanted)


class Ledger:
    """One version of the dataset. Get one from `load`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._collections: dict[str, Collection[Any]] = {}

    @property
    def store(self) -> Store:
        """Where the records and tables come from."""
        return self._store

    @property
    def version(self) -> str:
        """The release's version, or "unreleased" for records read from a checkout."""
        return self._store.version

    @property
    def released(self) -> str | None:
        """The day of the release, YYYY-MM-DD, or None for records read from a checkout."""
        return self._store.released

    @property
    def schema_version(self) -> str:
        """Version of the schema that the records were written under; the typed ones are under today's."""
        return self._store.schema_version

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the content, 64 hexadecimal digits; equal content has an equal one in every format."""
        return self._store.fingerprint

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return self._store.tables

    @property
    def sources(self) -> Sources:
        """The texts that were read."""
        return self._collection(Sources, "source")

    @property
    def actors(self) -> Actors:
        """The actors."""
        return self._collection(Actors, "actor")

    @property
    def events(self) -> Events:
        """The events."""
        return self._collection(Events, "event")

    @property
    def claims(self) -> Claims:
        """The claims."""
        return self._collection(Claims, "claim")

    @property
    def assessments(self) -> Assessments:
        """The assessments."""
        return self._collection(Assessments, "assessment")

    def __getitem__(self, record: str | Record) -> Source | Actor | Event | Claim | Assessment:
        """Return the record of that identifier, of whatever kind; see `resolve` for one that was withdrawn."""
        record_id = identifier(record)
        kind = record_id.partition("/")[0]
        if kind not in KINDS:
            raise UnknownRecord(f"'{record_id}' is no identifier; one begins with {', '.join(KINDS)} and a slash")
        return cast("Source | Actor | Event | Claim | Assessment", getattr(self, f"{kind}s")[record_id])

    def __contains__(self, record: str | Record) -> bool:
        record_id = identifier(record)
        return record_id in self._texts.get(record_id.partition("/")[0], {})

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self._texts[kind])} {kind}s" for kind in KINDS)
        return f"<Caucasus Ledger {self.version}: {counts}>"

    def resolve(self, record_id: str, kind: str | None = None) -> str:
        """Return the identifier of a record that the ledger holds; the kind may be left out where it is given.

        An actor may also be given by any name that is its alone. That of a withdrawn record gives the one that replaced
        it, or that which replaced it in turn, with a warning, ReplacedRecord, that says so.

        Raises UnknownRecord, which says why a record was withdrawn or names near identifiers, if there is none.
        """
        given = record_id.partition("/")[0]
        if kind and given in KINDS and given != kind:
            raise UnknownRecord(f"{record_id} is of kind {given}, and a record of kind {kind} is wanted")
        full = record_id if "/" in record_id or kind is None else f"{kind}/{record_id}"
        if full in self:
            return full
        longer = f"{kind}/{record_id}" if kind else full
        if longer in self:
            return longer
        if stone := next((one for one in (full, longer) if one in self._texts["tombstone"]), None):
            return self._successor(stone)
        named = self.actors.named(record_id).ids if kind in (None, "actor") else ()
        if len(named) == 1:
            return named[0]
        raise self.unknown(full if given in KINDS else longer)

    def resolve_any(self, record_id: str, kinds: Sequence[str]) -> str:
        """Return the identifier of a record of one of several kinds, which may be left out."""
        given = [f"{kind}/{record_id}" for kind in kinds]
        known = (full for held in (self, self._texts["tombstone"]) for full in given if full in held)
        return self.resolve(next(known, record_id))

    def _successor(self, record_id: str) -> str:
        """Return what replaced a withdrawn record, with a warning."""
        chain = self._withdrawals(record_id)
        last = chain[-1].retracted.replaced_by
        if last is None or last not in self:
            raise self.unknown(record_id)
        warnings.warn(ReplacedRecord(record_id, last, _withdrawn(chain)), stacklevel=_callers())
        return last

    def _withdrawals(self, record_id: str) -> list[Tombstone]:
        """Return the tombstone of a record, that of the record which replaced it, and so on."""
        found: list[Tombstone] = []
        following: str | None = record_id
        while following in self._stones and self._stones[following] not in found:
            found.append(self._stones[following])
            following = found[-1].retracted.replaced_by
        return found

    def organs(self, actor: str | Actor) -> set[str]:
        """Return the identifiers of an actor and of all that is part of it, at any depth."""
        found = {self.resolve(identifier(actor), "actor")}
        parts = {one.id: one.part_of for one in self.actors if one.part_of}
        while more := {part for part, whole in parts.items() if whole in found} - found:
            found |= more
        return found

    def find(self, words: str) -> list[Source | Actor | Event | Claim | Assessment]:
        """Return the records that a person may mean: by identifier, actor's name, or part of an identifier.

        The identifier of a withdrawn record gives the one that replaced it, with a warning.
        """
        withdrawn = (one for one in (words, *(f"{kind}/{words}" for kind in KINDS)) if one in self._texts["tombstone"])
        if full := words if words in self else next(withdrawn, None):
            return [self[full]]
        named = list(self.actors.named(words))
        if named:
            return [*named]
        folded = words.strip().casefold().replace(" ", "-")
        known = (known_id for kind in KINDS for known_id in self._texts[kind])
        return [self[known_id] for known_id in known if folded and folded in known_id]

    def unknown(self, record_id: str) -> UnknownRecord:
        """Return the error that says why there is no such record any more, which release has it, or what is near."""
        if record_id in self._texts["tombstone"]:
            why = _withdrawn(self._withdrawals(record_id))
            return UnknownRecord(f"{why}; nothing in ledger {self.version} replaces it")
        if elsewhere := self._elsewhere(record_id):
            where = " and ".join(elsewhere)
            return UnknownRecord(f"ledger {self.version} holds no record {record_id}; it is in {where}")
        found = self._near(record_id)
        hint = f"; did you mean {' or '.join(found)}?" if found else ""
        return UnknownRecord(f"ledger {self.version} holds no record {record_id}{hint}")

    def _near(self, record_id: str) -> list[str]:
        """Return what may have been meant: the number in three digits; else near identifiers and names, the kind known.

        Then those of any kind that hold its last part.
        """
        from difflib import get_close_matches

        given, _, rest = record_id.partition("/")
        kind, meant = (given, rest) if given in KINDS else ("", record_id)
        head, _, last = meant.rpartition("/")
        known = [known_id for one in KINDS for known_id in self._texts[one]]
        numbered = f"claim/{head}/{last.lstrip('0'):0>3}"
        if kind in ("", "claim") and last.isdecimal() and numbered in known:
            return [numbered]
        alike = {one.partition("/")[2]: one for one in known if not kind or one.startswith(f"{kind}/")}
        near = [alike[one] for one in get_close_matches(meant.casefold().replace(" ", "-"), alike, 3, _NEAR)]
        names = self._names() if kind in ("", "actor") else {}
        named = [names[one] for one in get_close_matches(meant.casefold(), names, 3, _NEAR)]
        told = [f"{name} ({actor})" for name, actor in named if actor not in near]
        holding = [one for one in known if len(last) >= _SHORTEST and last in one and one not in near]
        return [*near, *told, *holding[:3]][:_MOST]

    def _names(self) -> dict[str, tuple[str, str]]:
        """Return the actors' names and aliases, in lower case, with how they are written and whose they are."""
        return {
            name.casefold(): (name, actor.id)
            for actor in self.actors
            for name in (actor.name, *(alias.name for alias in actor.aliases))
        }

    def _elsewhere(self, record_id: str) -> list[str]:
        """Return the versions, beside this one, of the releases at hand that hold a record."""
        found: list[str] = []
        for version in versions(self.releases):
            try:
                other = load(self.releases / version)
                found += [version] * (record_id in other and version != self.version)
            except LedgerError:
                continue  # one that cannot be read says nothing about the record
        return found

    def name(self, record: str | Record) -> str:
        """Return what people call a record: an actor's name, an event's title, a claim's statement."""
        found = self[identifier(record)] if isinstance(record, str) else record
        shown = getattr(found, CALLED[found.id.partition("/")[0]])
        return str(getattr(shown, "text", shown) or found.id)

    def links(self) -> list[tuple[Claim, Assertion]]:
        """Return every link between records with the claim that it stands on; no link stands on its own."""
        return [(claim, claim.asserts) for claim in self.claims if claim.asserts is not None]

    def table(self, name: str) -> pyarrow.Table:
        """Return a table as a flat pyarrow.Table.

        That of a release is as it was frozen, in the columns that it had then, whatever today's schema: it is what was
        cited, and what the fingerprint proves. Typed records are brought to today's schema, tables never.

        Raises LedgerError for a name that is no table, TamperedRelease if its file was changed since the release.
        """
        if name not in self.tables:
            raise LedgerError(f"there is no table '{name}'; there are {', '.join(self.tables)}")
        return self._store.table(name)

    def to_pandas(self, name: str) -> pandas.DataFrame:
        """Return a table as a pandas.DataFrame with Arrow-backed columns. Needs pandas."""
        _need("pandas")
        import pandas

        return self.table(name).to_pandas(types_mapper=pandas.ArrowDtype)

    def to_polars(self, name: str) -> polars.DataFrame:
        """Return a table as a polars.DataFrame. Needs polars."""
        _need("polars")
        import polars

        return cast("polars.DataFrame", polars.from_arrow(self.table(name)))

    def cite(self, record: str | Record | None = None, format: str = "text") -> str:  # noqa: A002
        """Return the citation of this version, or of one record in it, without a line end.

        Formats: text (one line), apa, bibtex, biblatex, ris, csl, cff, datacite. Version and year are the release's.
        Raises LedgerError for unreleased records and unknown formats, UnknownRecord for a record that is not there.
        """
        from caucasus_ledger.dataset import citation

        return citation.write(citation.cited(self, record), format, self)

    def query(self, words: str) -> Selection:
        """Return the records that fit a filter, such as "claims kind=prediction"; it can be cited and proven.

        Raises FilterError, which shows the place, for a filter that cannot be read.
        """
        from caucasus_ledger.dataset.query import select

        return select(self, words)

    @property
    def tombstones(self) -> tuple[Tombstone, ...]:
        """What is left of the records that were withdrawn."""
        return tuple(self._stones.values())

    @cached_property
    def _stones(self) -> dict[str, Tombstone]:
        from caucasus_ledger.schema import Tombstone

        found: dict[str, Tombstone] = {}
        for record_id, text in self._texts["tombstone"].items():
            try:
                found[record_id] = Tombstone.model_validate_json(self.current(text))
            except ValueError:
                raise LedgerError(f"the tombstone of {record_id} is not valid; `caucasus check` says why") from None
        return found

    def current(self, text: bytes | str) -> bytes:
        """Return the JSON text of one of the ledger's records as it is under today's schema."""
        return self._store.current(text if isinstance(text, bytes) else text.encode())

    def json_of(self, record_id: str) -> Json | None:
        """Return a record, or the tombstone in its place, as JSON in canonical form under today's schema; else None.

        So versions compare whatever schemas they were written under. Raises LedgerError for an invalid record.
        """
        from caucasus_ledger.dataset.records import in_order

        if record_id in self._texts["tombstone"]:
            found: Record | Tombstone = self._stones[record_id]
        elif record_id in self:
            found = self[record_id]
        else:
            return None
        return in_order(found).model_dump(mode="json", exclude_defaults=True)

    def to_json(self) -> dict[str, Json]:
        """Return what `json_of` gives of every record and tombstone, by identifier and in its order."""
        known = sorted(record_id for texts in self._texts.values() for record_id in texts)
        return {record_id: found for record_id in known if (found := self.json_of(record_id)) is not None}

    @property
    def releases(self) -> Path:
        """The folder of the releases at hand: those of the checkout, or those beside this one."""
        return self._store.releases

    @property
    def _texts(self) -> Texts:
        return self._store.texts

    def _collection(self, make: type[C], kind: str) -> C:
        if kind not in self._collections:
            self._collections[kind] = make(self, kind, self._texts[kind], {})
        return cast("C", self._collections[kind])


def numbers(version: str) -> tuple[int, ...]:
    """Return a version's numbers, by which versions are in order."""
    return tuple(map(int, version.split(".")))


def versions(folder: Path | None = None) -> tuple[str, ...]:
    """Return the versions of the releases in a folder of releases, the package's if none is given, oldest first."""
    folder = folder or RELEASES
    folders = folder.iterdir() if folder.is_dir() else ()
    found = (path.name for path in folders if VERSION.fullmatch(path.name) and (path / "manifest.json").is_file())
    return tuple(sorted(found, key=numbers))


def _withdrawn(chain: Sequence[Tombstone]) -> str:
    """Return in words when and why a record was withdrawn, and those that replaced it in turn."""
    told = [f"{one.id} was withdrawn on {one.retracted.retracted_on} ({one.retracted.reason})" for one in chain]
    return ", and what replaced it too: ".join(told)


def _callers() -> int:
    """Return the stacklevel, for whoever calls this, of the first frame outside of the package."""
    frame, level = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("caucasus_ledger."):
        frame, level = frame.f_back, level + 1
    return level


def load(version: str | Path | None = None) -> Ledger:
    """Return a version of the dataset: the newest release, the release named, or what a folder holds.

    Text in the form of a version, three numbers with dots, always means that version; other text names a folder, as a
    Path does. A folder is either one release (it holds `manifest.json`) or a checkout (it holds `dataset/records`).
    Records of an older schema are brought to today's when they are read; tables stay as they were frozen. Nothing is
    fetched: a version that is not in the package raises UnknownVersion, never gives another version. A release of a
    newer schema than the package knows raises LedgerError, and so does a folder that holds neither; what is neither
    text nor a Path raises TypeError.
    """
    if isinstance(version, Path):
        return _load_folder(version)
    if not isinstance(cast("object", version), str | None):
        raise TypeError(f"a version as text, or a path, is wanted, not {version!r}")
    at_hand = versions()
    if version is None:
        if not at_hand:
            raise UnknownVersion("this package holds no release")
        version = at_hand[-1]
    if version in at_hand:
        return Ledger(ReleaseStore(RELEASES / version))
    if not VERSION.fullmatch(version) and _is_path(version):
        return _load_folder(Path(version))
    raise UnknownVersion(f"version {version} is not in this package, which holds {', '.join(at_hand) or 'none'}")


def _is_path(text: str) -> bool:
    return "/" in text or os.sep in text or (text != "" and os.path.isdir(text))  # noqa: PTH112 - Path raises for long text


def _load_folder(folder: Path) -> Ledger:
    if (folder / "manifest.json").is_file():
        return Ledger(ReleaseStore(folder))
    if not (folder / RECORDS).is_dir():
        raise LedgerError(f"{folder} is neither a release (manifest.json) nor a checkout (dataset/records)")
    return Ledger(CheckoutStore(folder))


def _need(package: str) -> None:
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise LedgerError(f"{package} is not installed; `pip install {package}` brings it")


__all__ = [
    "Actors",
    "Assessments",
    "Claims",
    "Collection",
    "Events",
    "Ledger",
    "LedgerError",
    "ReplacedRecord",
    "Sources",
    "TamperedRelease",
    "UnknownRecord",
    "UnknownVersion",
    "identifier",
    "load",
    "numbers",
    "versions",
]
