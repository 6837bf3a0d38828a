"""Facets: what the records of each kind can be filtered by, from the models themselves, under short names and long.

A facet is a field, named by its path in the record as in `participants.role`; some have a shorter name as well, and a
few stand for more than one field. It has several values where the path leads through a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_type_hints

from pydantic import StringConstraints

from caucasus_ledger.dataset.records import KINDS, Json
from caucasus_ledger.schema import RECORDS, Event
from caucasus_ledger.schema.base import Part, classes_of, codes_of, part_of
from caucasus_ledger.schema.country import CountryCode
from caucasus_ledger.schema.plover import TYPES
from caucasus_ledger.schema.when import EdtfText, When

Sort = Literal["text", "code", "country", "id", "date", "integer", "number"]


@dataclass(frozen=True, slots=True)
class Facet:
    """What can be asked for: its name, what sort of values it has, and where in the record they stand.

    `kinds` are the kinds of record that an identifier may name, `codes` the values of a code list. A step -1 of a path
    takes the last item of a list.
    """

    name: str
    sort: Sort
    paths: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def values(self, record: Json) -> list[Any]:
        """Return the values that a record has."""
        return [value for path in self.paths for value in _dig(record, path)]


_SHORT: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "source": {"author": ("authors",), "title": ("title.text",)},
    "actor": {"alias": ("aliases.name",), "source": ("mentions.source",), "name": ("name", "aliases.name")},
    "event": {
        "actor": ("participants.actor",), "involving": ("participants.actor",), "role": ("participants.role",),
        "place": ("places.name",), "country": ("places.country",), "context": ("contexts",),
        "deaths": ("deaths.best",), "source": ("evidence.source",),
    },
    "claim": {
        "claimant": ("attribution.-1.actor",), "by": ("attribution.-1.actor",),
        "factuality": ("attribution.-1.factuality",), "mode": ("attribution.-1.mode",),
        "about": ("about", "asserts.subject", "asserts.object"), "predicate": ("asserts.predicate",),
        "resolution": ("forecast.resolution",), "horizon": ("forecast.horizon",), "source": ("evidence.source",),
    },
    "assessment": {"publisher": ("references.publisher",)},
}  # fmt: skip
"""Short names, by kind of record, and the fields that they stand for; of two for the same, the first is the name."""

_LAST = ".-1"
_MODES = tuple(sorted({mode for row in TYPES.values() for mode in row.modes}))


@cache
def facets(kind: str) -> Mapping[str, Facet]:
    """Return what records of a kind can be filtered by, under every name that it goes by."""
    plain = {facet.name: facet for facet in _of_model(RECORDS[kind])}
    found = dict(plain)
    for name, fields in _SHORT[kind].items():
        alike = [other for other in found.values() if other.paths == _paths(fields, plain)]
        found[name] = alike[0] if alike else _named(name, fields, plain)
    return found


def _named(name: str, fields: tuple[str, ...], plain: Mapping[str, Facet]) -> Facet:
    meant = [plain[field.replace(_LAST, "")] for field in fields]
    kinds = tuple(dict.fromkeys(kind for facet in meant for kind in facet.kinds))
    return Facet(name, meant[0].sort, _paths(fields, plain), kinds, meant[0].codes)


def _paths(fields: tuple[str, ...], plain: Mapping[str, Facet]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(field.split(".")) if _LAST in field else plain[field].paths[0] for field in fields)


def _of_model(model: type[Part], path: tuple[str, ...] = ()) -> Iterator[Facet]:
    hints = get_type_hints(model, include_extras=True)
    for name in model.model_fields:
        here = (*path, name)
        part = part_of(model, name)
        if part is When:
            yield Facet(".".join(here), "date", ((*here, "edtf"),))
        if part:
            yield from (facet for facet in _of_model(part, here) if part is not When or facet.name[-5:] != ".edtf")
        else:
            yield _of_field(model, name, hints[name], here)


def _of_field(model: type[Part], name: str, hint: Any, path: tuple[str, ...]) -> Facet:
    told = list(_told(hint))
    codes = _MODES if (model, name) == (Event, "mode") else codes_of(model, name)
    kinds = tuple(kind for kind in KINDS if any(_admits(one, kind) for one in told))
    classes = classes_of(model, name)
    sort: Sort = "text"
    if codes:
        sort = "code"
    elif int in classes or float in classes:
        sort = "number" if float in classes else "integer"
    elif kinds:
        sort = "id"
    elif get_args(EdtfText)[-1] in told:
        sort = "date"
    elif get_args(CountryCode)[-1] in told:
        sort = "country"
    return Facet(".".join(path), sort, (path,), kinds, codes)


def _told(hint: Any) -> Iterator[Any]:
    """Yield all that is said of a type beside the types themselves: patterns, lengths, validators."""
    yield from getattr(hint, "__metadata__", ())
    for inner in get_args(hint):
        yield from _told(inner)


def _admits(constraint: Any, kind: str) -> bool:
    pattern = constraint.pattern if isinstance(constraint, StringConstraints) else None
    return pattern is not None and any(re.fullmatch(pattern, f"{kind}/{tail}") for tail in ("a", "a/b", "a/001"))


def _dig(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value[-1:] if path and path[0] == "-1" else value:
            yield from _dig(item, path[1:] if path and path[0] == "-1" else path)
    elif not path:
        yield from [] if value is None else [value]
    elif isinstance(value, dict):
        yield from _dig(value.get(path[0]), path[1:])
