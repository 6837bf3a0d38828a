"""Records on disk: one JSON file a record, whose path is its identifier; and the one canonical way to write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.tree import Entry, Folder, Tree

if TYPE_CHECKING:
    from caucasus_ledger.schema import Record, Tombstone

Json = dict[str, Any]

PACKAGE_ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds `dataset/` and `seeds/`: of the checkout, or of the installed package."""

SOURCES = "seeds/source"
RECORDS = "dataset/records"
RELEASES = "dataset/releases"
CALLED = {"source": "title", "actor": "name", "event": "title", "claim": "statement", "assessment": "rationale"}
"""The field by which people call a record of each kind."""

KINDS = tuple(CALLED)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds `dataset/records`, or None."""
    return next((folder for folder in (start, *start.parents) if (folder / RECORDS).is_dir()), None)


def path_of(record_id: str) -> str:
    """Return the path of a record's file below the root, with forward slashes."""
    return f"{'seeds' if record_id.startswith('source/') else RECORDS}/{record_id}.json"


def id_of(path: str) -> str:
    """Return the identifier that a path below the root stands for; the inverse of `path_of`."""
    return path.removeprefix("seeds/").removeprefix(f"{RECORDS}/").removesuffix(".json")


def record_files(tree: Tree) -> Iterator[Entry]:
    """Yield every file in the record folders of a tree, whatever its name, each folder sorted by path."""
    for folder in (SOURCES, RECORDS):
        yield from tree.entries(folder)


def kind_of(record: Json) -> str:
    """Return the kind of a record in JSON form; a withdrawn one is of kind tombstone."""
    return "tombstone" if "retracted" in record else str(record.get("id")).partition("/")[0]


def canonical_json(record: Record | Tombstone) -> str:
    """Return a record's canonical form: schema order, defaults left out, two spaces, UTF-8 letters, one final LF.

    Lists whose order is that of the text or of identifiers are sorted; the others say something by their order.
    """
    return in_order(record).model_dump_json(indent=2, exclude_defaults=True) + "\n"


def in_order(record: Record | Tombstone) -> Record | Tombstone:
    """Return the record with its sorted lists sorted."""
    moved: dict[str, Any] = {}
    for name, key in SORTED.items():
        items: tuple[Any, ...] = getattr(record, name, ())
        if len(items) > 1 and (ordered := tuple(sorted(items, key=key))) != items:
            moved[name] = ordered
    return record.model_copy(update=moved) if moved else record


def _position(item: Any) -> tuple[str, int, int, str]:
    return getattr(item, "source", ""), item.start, item.end, str(getattr(item, "role", ""))


SORTED: dict[str, Callable[[Any], Any]] = {
    "mentions": lambda mention: (mention.source, mention.name, mention.start),
    "evidence": _position,
    "remarks": _position,
    "conditions": str,
    "supports": str,
    "contradicts": str,
    "qualifies": str,
}
"""The lists of a record that have an order of their own, with what they are sorted by."""


def parse(text: str | bytes) -> Record | Tombstone:
    """Return the record that a JSON text holds, of the kind that its identifier names.

    Raises ValueError, of which pydantic.ValidationError is one, if it is not a valid record.
    """
    from caucasus_ledger.schema import RECORDS as MODELS
    from caucasus_ledger.schema import Tombstone

    plain = json.loads(text)
    if not isinstance(plain, dict):
        raise ValueError("a record is a JSON object")  # noqa: TRY004 - it is the text that is wrong, not its type
    kind = kind_of(plain)
    if kind == "tombstone":
        return Tombstone.model_validate_json(text)
    if kind not in MODELS:
        raise ValueError(f"the id is {plain.get('id')!r}; one begins with {', '.join(MODELS)} and a slash")
    return MODELS[kind].model_validate_json(text)


def read_records(root: Path) -> list[Json]:
    """Return all records below a root in canonical JSON form, sorted by identifier, withdrawn ones included.

    Raises ValueError, with the file's path, if one is not valid or stands in another's place.
    """
    found: list[Json] = []
    for path in (entry.path for entry in record_files(Folder(root))):
        try:
            record = parse((root / path).read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise ValueError(f"{root / path} is not a valid record; `caucasus check` says why") from error
        if path != path_of(record.id):
            raise ValueError(f"{root / path} holds {record.id}, which belongs in {path_of(record.id)}")
        found.append(record.model_dump(mode="json", exclude_defaults=True))
    return sorted(found, key=lambda record: str(record["id"]))
