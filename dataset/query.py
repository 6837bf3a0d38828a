"""Query: some records of a release, chosen by a filter, that can be cited by an identifier and proven later.

After the recommendations of the RDA working group on data citation. The identifier is `q1:` and 20 characters of the
base32 of the SHA-256 of the RFC 8785 JSON of {"v": "q1", "fingerprint", "query"}: the release's content fingerprint and
the filter in normal form (R4, R8). Records stand in the order of their identifiers (R5); their number and digest, the
SHA-256 of the RFC 8785 JSON of the list of them as they were released, prove a result (R6); what fits is told by the
record under today's schema, of whose fields filters speak. A release never changes, so its date is the time stamp (R7),
and running a query again on another day gives the same document.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from caucasus_ledger.dataset import citation, identity
from caucasus_ledger.dataset.citation.cited import Subset
from caucasus_ledger.dataset.facets import Facet, facets
from caucasus_ledger.dataset.filter import Condition, Filter, FilterError, parse, printable
from caucasus_ledger.dataset.ledger import VERSION, load
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from caucasus_ledger.dataset.citation import Cited
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.schema import Actor, Assessment, Claim, Event, Source

_VERSION = "q1"
_SHAPE: Mapping[str, type] = {
    "v": str, "qid": str, "query": dict, "filter": str, "version": str, "fingerprint": str, "n": int, "digest": str,
    "ids": list,
}  # fmt: skip
"""What a saved query must have for its result to be proven, and as what."""

_VALUES = (str, int, float)


class Selection:
    """The records of a ledger that a filter gives, in the order of their identifiers."""

    def __init__(self, ledger: Ledger, chosen: Filter) -> None:
        self._ledger = ledger
        self.filter = chosen

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Source | Actor | Event | Claim | Assessment]:
        return (self._ledger[record_id] for record_id in self.ids)

    def __contains__(self, record: object) -> bool:
        return getattr(record, "id", record) in self._found

    def __repr__(self) -> str:
        return f"<{len(self)} records of ledger {self._ledger.version}: {self.filter}>"

    @property
    def records(self) -> tuple[Source | Actor | Event | Claim | Assessment, ...]:
        """The records."""
        return tuple(self)

    @property
    def ids(self) -> tuple[str, ...]:
        """The identifiers of the records, in order."""
        return tuple(self._found)

    @property
    def qid(self) -> str:
        """The identifier of the query: equal for filters that say the same of the same content."""
        return _qid(self._ledger.fingerprint, self.filter.as_json())

    @property
    def digest(self) -> str:
        """SHA-256 over the RFC 8785 JSON of the records as released, 64 hexadecimal digits."""
        import rfc8785

        try:
            return hashlib.sha256(rfc8785.dumps(list(self._found.values()))).hexdigest()
        except ValueError as error:
            raise LedgerError(f"a record has a value that no digest can be made of: {error}") from None

    @cached_property
    def cited(self) -> Cited:
        """What a citation of the records says. Raises LedgerError for unreleased records."""
        subset = Subset(self.qid, str(self.filter), len(self), self.digest)
        return citation.of_subset(citation.cited(self._ledger), subset, self._found.values())

    def cite(self, format: str = "text") -> str:  # noqa: A002
        """Return the citation of these records in a format, as `Ledger.cite` does for all."""
        return citation.write(self.cited, format, self._ledger)

    def document(self, typed: str | None = None) -> Json:
        """Return what a reader needs to run the query again, as JSON; `typed` is the filter as somebody wrote it.

        Raises LedgerError for unreleased records.
        """
        told = self.cited
        return {
            "v": _VERSION,
            "qid": self.qid,
            "query": self.filter.as_json(),
            "filter": str(self.filter) if typed is None else typed,
            "version": told.version,
            "released": told.released.isoformat(),
            "fingerprint": told.fingerprint,
            "n": len(self),
            "digest": self.digest,
            "ids": list(self.ids),
            "package": {"name": identity.NAME, "version": _package_version()},
            "citation": self.cite(),
        }

    @cached_property
    def _found(self) -> dict[str, Json]:
        known = facets(self.filter.kind)
        tests = [(known[one.facet], one) for one in self.filter.conditions]
        store = self._ledger.store
        try:
            kept = [
                json.loads(text)
                for text in store.texts[self.filter.kind].values()
                if _fits_all(tests, json.loads(store.current(text)))
            ]
        except (TypeError, ValueError):
            raise LedgerError(f"a {self.filter.kind} is not a valid record; `caucasus check` says why") from None
        return {record["id"]: record for record in sorted(kept, key=lambda record: str(record["id"]))}


def select(ledger: Ledger, words: str) -> Selection:
    """Return the records of a ledger that fit a filter. Raises FilterError if it cannot be read."""
    return Selection(ledger, parse(words, ledger))


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a saved query that is not as it was: which, what the document says, and what there is."""

    part: str
    written: str
    found: str

    def __str__(self) -> str:
        return f"{self.part}: the document says {self.written}, and it is {self.found}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What running a saved query again has shown; it is proven if nothing differs."""

    qid: str
    version: str
    n: int
    differences: tuple[Difference, ...]

    @property
    def proven(self) -> bool:
        """Whether identifier, fingerprint, number and records are those that the document says."""
        return not self.differences


def rerun(document: Any, ledger: Ledger | None = None) -> Outcome:
    """Run a saved query again, on the release of its version or on the one given, and return what differs.

    The fingerprint is held against the one that the release states; whether that is the one of its content, `verify` of
    the release tells. Raises LedgerError for what is no saved query, UnknownVersion if the release is not at hand.
    """
    told = _shaped(document)
    chosen = _filter_of(told["query"])
    ledger = ledger or load(told["version"])
    again = Selection(ledger, chosen)
    pairs = {
        "version": (told["version"], ledger.version),
        "fingerprint": (told["fingerprint"], ledger.fingerprint),
        "qid": (told["qid"], _qid(told["fingerprint"], told["query"])),
        "filter": (told["filter"], told["filter"] if _means(told["filter"], chosen, ledger) else str(chosen)),
        "n": (told["n"], len(again)),
        "digest": (told["digest"], again.digest),
    }
    found = [Difference(part, printable(str(old)), str(new)) for part, (old, new) in pairs.items() if old != new]
    return Outcome(printable(told["qid"]), ledger.version, len(again), (*found, *_other_ids(told["ids"], again.ids)))


def _means(typed: str, chosen: Filter, ledger: Ledger) -> bool:
    try:
        return parse(typed, ledger) == chosen
    except FilterError:
        return False


def _other_ids(written: list[Any], found: tuple[str, ...]) -> Iterator[Difference]:
    """Yield the difference between the identifiers in a document and those of the records that there are."""
    names = [printable(str(name)) for name in written]
    gone = sorted(set(names) - set(found))
    new = sorted(set(found) - set(names))
    if gone:
        yield Difference("ids", f"with {_some(gone)}", "without")
    if new:
        yield Difference("ids", f"without {_some(new)}", "with")
    if not gone and not new and tuple(names) != found:
        yield Difference("ids", "them in another order, or one of them twice", "each once, in order")


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _shaped(document: Any) -> Json:
    if not isinstance(document, dict):
        raise LedgerError("a saved query is a JSON object; `caucasus cite --where FILTER --save FILE` writes one")
    lacking = [name for name, kind in _SHAPE.items() if type(document.get(name)) is not kind]
    if lacking:
        raise LedgerError(f"this is no saved query: {', '.join(lacking)} is missing or not of its kind")
    if document["v"] != _VERSION:
        raise LedgerError(f"the query is of version {document['v'][:20]!r}, and this package knows {_VERSION}")
    if not VERSION.fullmatch(document["version"]):
        raise LedgerError(f"{document['version'][:20]!r} is no version of a release; three numbers with dots are")
    return document


def _filter_of(query: Json) -> Filter:
    """Return the filter that a document has in normal form. Raises LedgerError if it is none."""
    try:
        known = facets(query["kind"])
        conditions = [(one["facet"], one["operator"], tuple(one["values"])) for one in query["conditions"]]
        found = Filter(query["kind"], tuple(Condition(*one) for one in conditions))
        for one in found.conditions:
            _test(known[one.facet], one)
        if found.as_json() != query or any(
            type(value) not in _VALUES for one in found.conditions for value in one.values
        ):
            raise ValueError("it has parts that no query has")
        _qid("", query)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise LedgerError("the query of the document is not in normal form, so it cannot be run") from None
    return found


def _qid(fingerprint: str, query: Json) -> str:
    import rfc8785

    told = {"v": _VERSION, "fingerprint": fingerprint, "query": query}
    digest = hashlib.sha256(rfc8785.dumps(cast("dict[str, Any]", told))).digest()
    return f"{_VERSION}:{base64.b32encode(digest).decode().lower()[:20]}"


def _package_version() -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(identity.NAME)
    except PackageNotFoundError:
        return None


def _fits_all(tests: Sequence[tuple[Facet, Condition]], record: Json) -> bool:
    return all(_fits(facet, condition, record) for facet, condition in tests)


def _fits(facet: Facet, condition: Condition, record: Json) -> bool:
    values = facet.values(record)
    test = _test(facet, condition)
    if condition.operator == "!=":
        return not _any(values, test, condition)
    return _any(values, test, condition)


def _any(values: list[Any], test: Callable[[Any], bool], condition: Condition) -> bool:
    return any(map(test, values)) or (not values and "" in condition.values)


def _test(facet: Facet, condition: Condition) -> Callable[[Any], bool]:
    """Return the test of a single value; that of != is the one of =. Raises ValueError or TypeError for wrong ones."""
    if facet.sort == "date":
        return _date_test(condition)
    wanted = condition.values
    if condition.operator in ("=", "!="):
        return lambda value: value in wanted
    (bound,) = wanted
    if isinstance(bound, str) or facet.sort not in ("integer", "number"):
        raise ValueError("only a number can be compared")
    tests: dict[str, Callable[[Any], bool]] = {
        ">=": lambda value: value >= bound,
        "<=": lambda value: value <= bound,
        ">": lambda value: value > bound,
        "<": lambda value: value < bound,
    }
    return tests[condition.operator]


def _date_test(condition: Condition) -> Callable[[Any], bool]:
    from caucasus_ledger.schema.edtf import bounds

    if condition.operator in ("=", "!="):
        ranges = [_range(str(value)) for value in condition.values if value]
    elif condition.operator in (">=", "<="):
        (day,) = (date.fromisoformat(str(value)) for value in condition.values)
        ranges = [(day, date.max) if condition.operator == ">=" else (date.min, day)]
    else:
        raise ValueError("days are compared by = != >= <=")

    def test(edtf: str) -> bool:
        found = bounds(edtf)
        first, last = found.earliest or date.min, found.latest or date.max
        return any(first <= end and last >= start for start, end in ranges)

    return test


def _range(text: str) -> tuple[date, date]:
    first, _, last = text.partition("/")
    return (
        date.min if first == ".." else date.fromisoformat(first),
        date.max if last == ".." else date.fromisoformat(last),
    )
