"""Fields: Pydantic's complaints about one record in the ledger's own terms."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from caucasus_ledger.schema.base import FORMS
from caucasus_ledger.validators.locate import pointer_of
from caucasus_ledger.validators.rule import Finding

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

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


def translate(record_id: str, error: ValidationError) -> Iterator[tuple[str, Finding, bool]]:
    """Yield (rule code, finding, whether the key is at fault) for each thing that a model refused."""
    details = error.errors(include_url=False)
    slips = _slips(details)
    for detail in details:
        path = detail["loc"]
        if path in slips.values() and detail["type"] == "missing":
            continue  # the misspelt key says it
        if detail["type"] == "too_short" and any(_below(path, other["loc"]) for other in details):
            continue  # Pydantic counts refused items as absent; their own complaints tell more
        if detail["type"] == "rules":
            for finding in detail.get("ctx", {})["findings"]:
                yield finding.code, Finding(record_id, pointer_of(path + finding.path), finding.message), False
            continue
        code = _CODES.get(detail["type"], _WRONG_TYPE)
        parent = path[:-1] if code == "F001" else path
        meant = f"; did you mean '{slips[path][-1]}'?" if path in slips else ""
        yield code, Finding(record_id, pointer_of(parent), _message(code, detail) + meant), code == "F002"


def _slips(details: list[ErrorDetails]) -> dict[tuple[int | str, ...], tuple[int | str, ...]]:
    """Return, for each unknown key that looks like a missing one beside it, the missing one's path."""
    missing = [detail["loc"] for detail in details if detail["type"] == "missing"]
    found: dict[tuple[int | str, ...], tuple[int | str, ...]] = {}
    for path in (detail["loc"] for detail in details if detail["type"] == "extra_forbidden"):
        beside = [str(other[-1]) for other in missing if other[:-1] == path[:-1]]
        if near := get_close_matches(str(path[-1]), beside, n=1, cutoff=0.6):
            found[path] = (*path[:-1], near[0])
    return found


def _below(path: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    return len(other) > len(path) and other[: len(path)] == path


def _message(code: str, detail: ErrorDetails) -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    given = detail["input"]
    last = _cut(next((step for step in reversed(detail["loc"]) if isinstance(step, str)), "the record"))
    if code == "F001":
        return f"the field '{last}' is missing"
    if code == "F002":
        return f"there is no field '{last}' here"
    if code == "F003":
        return f"{_shown(given)} is of the wrong type: {_lower(detail['msg'])}"
    if code == "F004":
        return f"{_shown(given)} is not in the code list: {context.get('expected', '')}{_near(given, context)}"
    if code == "F005":
        return f"{_shown(given)} does not have the form of '{last}', such as {FORMS[context['pattern']]}"
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
