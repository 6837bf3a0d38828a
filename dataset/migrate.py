"""Migration: a record written under an older version of the schema, brought to today's form step by step.

A step is a pure function from JSON to JSON. It states all that it needs, since models, code lists and the canonical
form will be others by the time it runs. It takes whatever JSON there is, and leaves what it does not understand to the
models to refuse. It never changes an identifier.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from caucasus_ledger.dataset.records import Json, kind_of


class UnknownSchema(ValueError):
    """No step leads from that version of the schema to today's; the message says what to do."""


class Step(NamedTuple):
    """A way from one version of the schema to the next."""

    old: str
    new: str
    migrate: Callable[[Json], Json]


_POSITION = ("source", "start", "end", "role")
_ORDER_1_1: dict[str, dict[str, tuple[str, ...]]] = {
    "source": {"remarks": ("start", "end")},
    "actor": {"mentions": ("source", "name", "start")},
    "event": {"evidence": _POSITION},
    "claim": {"evidence": _POSITION, "conditions": (), "supports": (), "contradicts": (), "qualifies": ()},
}
"""The lists of each kind that have an order of their own since 1.1, and the fields that give it; references: none."""


def _to_1_1(record: Json) -> Json:
    """Sort the lists whose order is that of the text or of identifiers; write a coordinate of minus zero as zero."""
    new = dict(record)
    for name, keys in _ORDER_1_1.get(kind_of(record), {}).items():
        if isinstance(items := record.get(name), list):
            new[name] = _in_order(items, keys)
    if isinstance(places := record.get("places"), list):
        new["places"] = [_without_minus_zero(place) for place in places]
    return new


def _in_order(items: list[Any], keys: tuple[str, ...]) -> list[Any]:
    try:
        return sorted(items, key=lambda item: tuple(item[key] for key in keys) if keys else item)
    except (TypeError, KeyError, IndexError):
        return items  # no list of a valid record


def _without_minus_zero(place: Any) -> Any:
    position = place.get("position") if isinstance(place, dict) else None
    if not isinstance(position, dict):
        return place
    mended = {key: 0.0 if isinstance(value, float) and value == 0 else value for key, value in position.items()}
    return place | {"position": mended}


STEPS: tuple[Step, ...] = (Step("1.0", "1.1", _to_1_1),)
"""Every step, oldest first; each begins where the one before it ends."""

NEWEST = STEPS[-1].new
"""The version that the steps lead to, which is that of today's models; it is known without loading them."""


def steps_from(version: str) -> tuple[Step, ...]:
    """Return the steps from a version of the schema to today's, none for today's own.

    Raises UnknownSchema for a version that is newer than the package, or that never was.
    """
    if version == NEWEST:
        return ()
    starts = [step.old for step in STEPS]
    if version in starts:
        return STEPS[starts.index(version) :]
    if _numbers(version) > _numbers(NEWEST):
        raise UnknownSchema(
            f"it was written under schema {version}, and this package knows up to {NEWEST}; "
            "`pip install --upgrade caucasus-ledger` brings a newer one"
        )
    raise UnknownSchema(f"it names schema {version}, which never was; there were {', '.join((*starts, NEWEST))}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split("."))) if _VERSION.fullmatch(version) else ()


_VERSION = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")


def migrate(record: Json, version: str) -> Json:
    """Return a record of a version of the schema as one of today's; the record given stays as it is.

    Raises UnknownSchema as `steps_from` does.
    """
    for step in steps_from(version):
        record = step.migrate(record)
    return record


def migrate_text(text: bytes, version: str) -> bytes:
    """Return the JSON text of a record under today's schema; that of today's own version is the text itself.

    Raises UnknownSchema as `steps_from` does, ValueError if the text is not JSON.
    """
    if version == NEWEST:
        return text
    return json.dumps(migrate(json.loads(text), version), ensure_ascii=False).encode()
