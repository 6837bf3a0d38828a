"""Fields: Pydantic's complaints about one record in the ledger's own terms, and what a coder has still to decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from caucasus_ledger.schema.base import FORMS, codes_of, part_of
from caucasus_ledger.validators.locate import pointer_of
from caucasus_ledger.validators.rule import Finding

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

Path = tuple[int | str, ...]
"""Keys and indices that lead from a record to a value."""

UNDECIDED = "?"
"""Stands where a coder has still to decide what stands there."""

_MANY = 13
"""A code list of more codes than this is described and not listed."""

_CODES: dict[str, str] = {
    "missing": "F001",
    "extra_forbidden": "F002",
    "enum": "F004",
    "literal_error": "F004",
    "string_pattern_mismatch": "F005",
    "string_too_short": "F006",
    "string_too_long": "F006",
    "too_short": "F006",
    "too_long": "F006",
    "greater_than_equal": "F007",
    "less_than_equal": "F007",
    "F008": "F008",
    "T001": "T001",
}
_WRONG_TYPE = "F003"


def undecided(
    record_id: str, model: type[BaseModel], plain: dict[str, Any], drafts: Collection[str] = ()
) -> Iterator[tuple[str, Finding, bool]]:
    """Yield, as `translate` does, each mark in a record that something is still to be decided.

    Marks in fields that the schema does not know are none, nor is one for the identifier of one of the `drafts`.
    """
    for path, holder in _marks(model, plain, ()):
        if path == ("id",) and record_id in drafts:
            continue
        name = next(step for step in reversed(path) if isinstance(step, str))
        message = f"'{name}' is still to be decided: {_choice(holder, name)}"
        yield "F009", Finding(record_id, pointer_of(path), message), False


def _marks(model: type[BaseModel], plain: dict[str, Any], path: Path) -> Iterator[tuple[Path, type[BaseModel]]]:
    """Yield the path of each mark, with the model of the object that it stands in."""
    for name in model.model_fields:
        value, part = plain.get(name), part_of(model, name)
        items: list[tuple[Path, Any]] = [((*path, name), value)]
        if isinstance(value, list):
            items = [((*path, name, index), item) for index, item in enumerate(value)]
        for at, item in items:
            if item == UNDECIDED:
                yield at, model
            elif part and isinstance(item, dict):
                yield from _marks(part, item, at)


def _choice(model: type[BaseModel], name: str) -> str:
    codes = codes_of(model, name)
    if 0 < len(codes) <= _MANY:
        return ", ".join(codes)
    described = (model.model_fields[name].description or name).rstrip(".")
    return described if described[:2].isupper() else _lower(described)


def translate(
    record_id: str,
    model: type[BaseModel],
    plain: dict[str, Any],
    error: ValidationError,
    drafts: Collection[str] = (),
) -> Iterator[tuple[str, Finding, bool]]:
    """Yield (rule code, finding, whether the key is at fault) for each thing that a model refused of a JSON record.

    Nothing is said of a value that is still to be decided, nor of what holds one as a whole; nor of the form of the
    provisional identifiers of `drafts`.
    """
    details = error.errors(include_url=False)
    marks = {path for path, _ in _marks(model, plain, ())}
    slips = _slips(model, plain, details)
    lacking = [d["loc"] for d in details if d["type"] == "missing" and not _excused(record_id, d, marks, drafts)]
    yield from _missing(record_id, [path for path in lacking if path not in slips.values()])
    surplus = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1]
    if "retracted" in plain and surplus:
        kept = ", ".join(f"'{_cut(str(path[0]))}'" for path in surplus[:5])
        message = f"a withdrawn record holds id and retracted alone, and not {kept}{' and more' * (len(surplus) > 5)}"
        yield "F002", Finding(record_id, pointer_of(surplus[0]), message), True
        details = [detail for detail in details if detail["loc"] not in surplus]
    for detail in details:
        path = detail["loc"]
        if detail["type"] == "missing" or _excused(record_id, detail, marks, drafts):
            continue
        if detail["type"] == "too_short" and any(_below(path, other["loc"]) for other in details):
            continue  # Pydantic counts refused items as absent; their own complaints tell more
        if detail["type"] == "rules":
            for finding in detail.get("ctx", {})["findings"]:
                yield finding.code, Finding(record_id, pointer_of(path + finding.path), finding.message), False
            continue
        code = _CODES.get(detail["type"], _WRONG_TYPE)
        meant = f"; did you mean '{slips[path][-1]}'?" if path in slips else ""
        yield code, Finding(record_id, pointer_of(path), _message(code, detail) + meant), code == "F002"


def _missing(record_id: str, paths: list[Path]) -> Iterator[tuple[str, Finding, bool]]:
    """Yield one finding for each object that lacks fields."""
    for parent in dict.fromkeys(path[:-1] for path in paths):
        names = [f"'{path[-1]}'" for path in paths if path[:-1] == parent]
        message = (
            f"the field {names[0]} is missing" if len(names) == 1 else f"the fields {', '.join(names)} are missing"
        )
        yield "F001", Finding(record_id, pointer_of(parent), message), False


def _excused(record_id: str, detail: ErrorDetails, marks: Collection[Path], drafts: Collection[str]) -> bool:
    path = detail["loc"]
    if path == ("id",) and record_id in drafts:
        return True
    if detail["type"] == "string_pattern_mismatch" and detail["input"] in drafts:
        return True
    whole = detail["type"] == "rules" and any(_below(path, mark) for mark in marks)
    return whole or path in marks


def _slips(model: type[BaseModel], plain: dict[str, Any], details: list[ErrorDetails]) -> dict[Path, Path]:
    """Return, for each unknown key that looks like a field that is not given beside it, that field's path."""
    found: dict[Path, Path] = {}
    for path in (detail["loc"] for detail in details if detail["type"] == "extra_forbidden"):
        lacking, required = _not_given(model, plain, path[:-1])
        if near := _near_field(str(path[-1]), required) or _near_field(str(path[-1]), lacking):
            found[path] = (*path[:-1], near)
    return found


def _near_field(key: str, names: list[str]) -> str | None:
    folded = key.strip().casefold()
    turned = (name for name in names if sorted(name) == sorted(folded))
    return next(turned, None) or next(iter(get_close_matches(folded, names, n=1)), None)


def _not_given(model: type[BaseModel], plain: Any, path: Path) -> tuple[list[str], list[str]]:
    """Return the fields that the object at a path does not have, and those of them that it must have."""
    for step in path:
        plain = plain[step]
        model = (part_of(model, step) or model) if isinstance(step, str) else model
    lacking = [name for name in model.model_fields if name not in plain]
    return lacking, [name for name in lacking if model.model_fields[name].is_required()]


def _below(path: Path, other: Path) -> bool:
    return len(other) > len(path) and other[: len(path)] == path


def _message(code: str, detail: ErrorDetails) -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    given = detail["input"]
    last = _cut(next((step for step in reversed(detail["loc"]) if isinstance(step, str)), "the record"))
    if code == "F002":
        return f"there is no field '{last}' here"
    if code == "F003":
        return f"{_shown(given)} is of the wrong type: {_lower(detail['msg'])}"
    if code == "F004":
        return f"{_shown(given)} is not in the code list: {context.get('expected', '')}{_near(given, context)}"
    if code == "F005":
        return f"{_shown(given)} does not have the form of '{last}', such as {FORMS[context['pattern']]}"
    if detail["type"] in ("too_short", "too_long"):
        limit = "at least" if detail["type"] == "too_short" else "at most"
        wanted = context.get("min_length", context.get("max_length"))
        return f"'{last}' has {context.get('actual_length', 0)} entries; it takes {limit} {wanted}"
    return f"{_shown(given)}: {_lower(detail['msg'])}" if code in ("F006", "F007") else detail["msg"]


def _near(given: object, context: dict[str, Any]) -> str:
    allowed = [part.strip("'") for part in str(context.get("expected", "")).replace(" or ", ", ").split(", ")]
    near = get_close_matches(str(given), allowed, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _shown(given: object, longest: int = 60) -> str:
    text = ascii(given) if not isinstance(given, str) else f"'{given}'" if given.isprintable() else ascii(given)
    return _cut(text, longest)


def _cut(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
