"""Cited: what a citation says in whatever format: the dataset in one version, and the part of it that is meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.certainty import CERTAINTY
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.ledger import VERSION, identifier
from caucasus_ledger.dataset.records import CALLED, Json
from caucasus_ledger.dataset.store import LedgerError, ReleaseStore, TamperedRelease

if TYPE_CHECKING:
    from caucasus_ledger.dataset.description import Description
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Record

_FORMS = {
    "version": VERSION,
    "fingerprint": re.compile("[0-9a-f]{64}"),
    "swhid": re.compile("swh:1:dir:[0-9a-f]{40}"),
    "doi": re.compile(r"10\.[0-9]{4,9}/[^\s{}\\%]+"),
}
"""What a manifest says without words, and formats take as it stands."""

_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Work:
    """A source from which records were coded, as its record gives it; what it does not give is empty.

    Names are not split into family and given ones: which is which, the record does not say. `published` is the part of
    the date that is certain: YYYY-MM-DD, YYYY-MM or YYYY.
    """

    id: str
    kind: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Item:
    """A single record: its identifier, and what it is and is called."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Subset:
    """The records that a query gives: its identifier and text, their number, and their digest."""

    qid: str
    filter: str
    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A release, or with `item` one record of it, or with `subset` some of them.

    `works` are the sources behind what is cited. `doi` and `address` are None and "" unless the release or the project
    has one. `fingerprint` has 64 hexadecimal digits.
    """

    title: str
    version: str
    released: date
    authors: str
    publisher: str
    licence: str
    fingerprint: str
    swhid: str | None = None
    doi: str | None = None
    address: str = ""
    package: str = identity.NAME
    works: tuple[Work, ...] = ()
    item: Item | None = None
    subset: Subset | None = None

    @property
    def year(self) -> str:
        """Year of the release."""
        return f"{self.released.year:04d}"

    @property
    def short(self) -> str:
        """Short form of the fingerprint, `ccd1:xxxx-xxxx-xxxx-xxxx`."""
        return short(self.fingerprint)

    @property
    def link(self) -> str:
        """Where it is found: the DOI as an address, else the project's address, else nothing."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def key(self) -> str:
        """Name for it in a bibliography: ASCII letters, digits and underscores, the same at any time."""
        part = self.item.id if self.item else self.subset.qid if self.subset else ""
        return re.sub("[^a-z0-9]+", "_", f"{self.package} {self.version} {part}".lower()).strip("_")


def cited(ledger: Ledger, record: str | Record | None = None) -> Cited:
    """Return what a citation of a release, or of one of its records, says.

    Raises LedgerError for records that are not released, UnknownRecord for one that the release does not hold.
    """
    store = ledger.store
    if not isinstance(store, ReleaseStore):
        raise LedgerError("records that are not released cannot be cited; load a release")
    whole = _of_manifest(store)
    try:
        names = {actor["id"]: actor["name"] for actor in _records(ledger, "actor")}
        whole = replace(whole, works=_works(_records(ledger, "source"), names))
        return whole if record is None else _of_record(ledger, whole, record, names)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, LedgerError):
            raise
        raise TamperedRelease(
            f"release {store.version} holds a record that is not valid, so it cannot be cited"
        ) from None


def _of_manifest(store: ReleaseStore) -> Cited:
    manifest = store.manifest
    for name, form in _FORMS.items():
        told = manifest.get(name)
        if (told is None and name in ("version", "fingerprint")) or (
            told is not None and not form.fullmatch(str(told))
        ):
            raise TamperedRelease(f"the manifest's {name} is none: {str(told)[:80]!r}; install the package anew")
    try:
        authors = one_line(str(manifest["authors"]))
        return Cited(
            title=one_line(str(manifest["title"])),
            version=store.version,
            released=date.fromisoformat(str(manifest["released"])),
            authors=authors,
            publisher=authors,
            licence=one_line(str(manifest["licence"])),
            fingerprint=store.fingerprint,
            swhid=manifest.get("swhid"),
            doi=manifest.get("doi"),
            address=identity.ADDRESS,
        )
    except (KeyError, ValueError):
        raise TamperedRelease(
            f"the manifest of release {store.version} does not say who released it, and when; install the package anew"
        ) from None


def of_description(description: Description) -> Cited:
    """Return what the citation of a release says that is about to be written, with the DOI if one is reserved."""
    return Cited(
        title=identity.TITLE,
        version=description.version,
        released=description.released,
        authors=identity.AUTHORS,
        publisher=identity.AUTHORS,
        licence=identity.LICENCE,
        fingerprint=description.fingerprint,
        swhid=description.swhid,
        doi=identity.DOI or None,
        address=identity.ADDRESS,
        works=_works(description.sources, description.names),
    )


def of_subset(whole: Cited, subset: Subset, records: Iterable[Json]) -> Cited:
    """Return what the citation of some records of a release says."""
    behind = {source for record in records for source in _sources(record)}
    told = replace(subset, filter=one_line(subset.filter))
    return replace(whole, subset=told, works=tuple(work for work in whole.works if work.id in behind))


def one_line(text: str) -> str:
    """Return a text with every run of white space and control characters as one space, and none at its ends."""
    return _BREAKS.sub(" ", text).strip()


def _of_record(ledger: Ledger, whole: Cited, record: str | Record, names: Mapping[str, str]) -> Cited:
    record_id = ledger.resolve(identifier(record))
    found = _record(ledger, record_id)
    behind = set(_sources(found))
    return replace(
        whole,
        item=Item(one_line(record_id), one_line(_called(ledger, found, names))),
        works=tuple(work for work in whole.works if work.id in behind),
    )


def _records(ledger: Ledger, kind: str) -> Iterator[Json]:
    return (_record(ledger, record_id) for record_id in ledger.store.texts[kind])


def _record(ledger: Ledger, record_id: str) -> Json:
    """Return a record under today's schema, as JSON."""
    found: Json = json.loads(ledger.store.current(ledger.store.texts[record_id.partition("/")[0]][record_id]))
    return found


def _called(ledger: Ledger, record: Json, names: Mapping[str, str]) -> str:
    """Return what a record is and what it is called, so that no reader takes a claim for a fact.

    An assessment has a reasoning and no name, so it is called by its claim. What we say of a source is not the source,
    whose title is its author's. A statement is in our words, so it has no quotation marks.
    """
    kind = record["id"].partition("/")[0]
    if kind == "source":
        title = (record.get("title") or {}).get("text")
        return f"Sentence index and remarks on “{title}”" if title else f"Sentence index and remarks on {record['id']}"
    if kind == "assessment":
        claim = _record(ledger, record["claim"])
        return f"{_words(record['verdict']).capitalize()}: {_claim(claim, names)}"
    if kind == "claim":
        return _claim(record, names)
    realis = record.get("realis", "actual")
    told = f" ({_words(realis)})" if realis != "actual" else ""
    return f"{kind.capitalize()}{told}: {record[CALLED[kind]]}"


def _claim(claim: Json, names: Mapping[str, str]) -> str:
    """Return a claim with its kind and who says it through whom, the innermost claimant first."""
    inner, *outer = [_claimant(step, names) for step in reversed(claim["attribution"])]
    through = f", through {', '.join(outer)}" if outer else ""
    return f"Claim ({_words(claim['kind'])}) by {inner}{through}: {claim['statement']}"


def _claimant(step: Json, names: Mapping[str, str]) -> str:
    """Return who says it, and how certain they are of it unless they are."""
    name, certainty = names.get(step["actor"], step["actor"]), CERTAINTY[step["factuality"]]
    return name if certainty == "certain" else f"{name} ({certainty})"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _sources(record: Json) -> Iterator[str]:
    """Yield the identifiers of the sources that a record is coded from."""
    kind, _, rest = record["id"].partition("/")
    if kind == "source":
        yield record["id"]
    elif kind in ("claim", "assessment"):
        yield f"source/{rest.partition('/')[0]}"
    for name in ("mentions", "evidence"):
        yield from (span["source"] for span in record.get(name, ()))


def _works(sources: Iterable[Json], names: Mapping[str, str]) -> tuple[Work, ...]:
    return tuple(
        Work(
            id=source["id"],
            kind=one_line(source["kind"]),
            title=one_line((source.get("title") or {}).get("text", "")),
            authors=tuple(one_line(names.get(author, author)) for author in source["authors"]),
            publisher=one_line(names.get(source["publisher"], source["publisher"])),
            published=_certain(source["published"].get("edtf")),
            url=one_line(source.get("url") or ""),
            language=one_line(source["language"]),
        )
        for source in sources
    )


def _certain(edtf: str | None) -> str:
    """Return the part of a date on which all its possible days agree: a day, a month, a year, or nothing."""
    from caucasus_ledger.schema.edtf import bounds

    if edtf is None:
        return ""
    found = bounds(edtf)
    first, last = str(found.earliest or ""), str(found.latest or "")
    return next((first[:length] for length in (10, 7, 4) if first and first[:length] == last[:length]), "")
