"""Records on disk: one JSON file a record, whose path is its identifier; and the one canonical way to write it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.tree import Entry, Folder, Tree

if TYPE_CHECKING:
    from pydantic import BaseModel, TypeAdapter

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
    held = (folder for folder in (start, *start.parents) if (folder / RECORDS).is_dir())
    return next(
        (folder for folder in held if not (folder / "dataset").is_symlink()), None
    )  # src/ links to the real one


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


def canonical_plain(kind: str, plain: Json) -> str:
    """Return the canonical text of a record in JSON form that may not be valid yet; `kind` is its kind, or tombstone.

    For a valid record it is that of `canonical_json`. Keys that the schema does not know stand last, in the order
    given; a whole number is written as its field is, 41.0 or 41; a sorted list is sorted if all of its items are valid.
    """
    from pydantic_core import to_json

    from caucasus_ledger.schema import RECORDS as MODELS
    from caucasus_ledger.schema import Tombstone

    model = Tombstone if kind == "tombstone" else MODELS[kind]
    ordered = _in_schema_order(model, plain)
    for name in SORTED:
        if name in model.model_fields and isinstance(ordered.get(name), list):
            ordered[name] = _sorted(kind, name, ordered[name])
    return to_json(ordered, indent=2).decode() + "\n"


def _in_schema_order(model: type[BaseModel], plain: Json) -> Json:
    known: Json = {}
    for name, field in model.model_fields.items():
        if name in plain and (field.is_required() or plain[name] != _EMPTY[field.default]):
            known[name] = _in_field_form(model, name, plain[name])
    return known | {key: value for key, value in plain.items() if key not in model.model_fields}


_EMPTY: dict[object, object] = {None: None, (): []}
"""How each default of a field is written, where it is written at all."""


def _in_field_form(model: type[BaseModel], name: str, value: Any) -> Any:
    from caucasus_ledger.schema.base import classes_of, part_of

    part, classes = part_of(model, name), classes_of(model, name)
    if part and isinstance(value, dict):
        return _in_schema_order(part, value)
    if part and isinstance(value, list):
        return [_in_schema_order(part, item) if isinstance(item, dict) else item for item in value]
    if float in classes and type(value) is int:
        return float(value)
    if int in classes and type(value) is float and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _sorted(kind: str, name: str, items: list[Any]) -> list[Any]:
    from pydantic import ValidationError
    from pydantic_core import to_json

    try:
        valid = _list_of(kind, name).validate_json(to_json(items))
    except ValidationError:
        return items
    return [items[number] for number in sorted(range(len(items)), key=lambda number: SORTED[name](valid[number]))]


@cache
def _list_of(kind: str, name: str) -> TypeAdapter[tuple[Any, ...]]:
    from pydantic import TypeAdapter

    from caucasus_ledger.schema import RECORDS as MODELS

    annotation: Any = MODELS[kind].model_fields[name].annotation
    return TypeAdapter(annotation)


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
