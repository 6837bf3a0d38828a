"""Fields: Pydantic's complaints about one record in the ledger's own terms."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

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
    for detail in details:
        path = detail["loc"]
        if detail["type"] == "too_short" and any(_below(path, other["loc"]) for other in details):
            continue  # Pydantic counts refused items as absent; their own complaints tell more
        if detail["type"] == "rules":
            for finding in detail.get("ctx", {})["findings"]:
                yield finding.code, Finding(record_id, pointer_of(path + finding.path), finding.message), False
            continue
        code = _CODES.get(detail["type"], _WRONG_TYPE)
        parent = path[:-1] if code == "F001" else path
        yield code, Finding(record_id, pointer_of(parent), _message(code, detail)), code == "F002"


def _below(path: tuple[int | str, ...], other: tuple[int | str, ...]) -> bool:
    return len(other) > len(path) and other[: len(path)] == path


def _message(code: str, detail: ErrorDetails) -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    given = detail["input"]
    last = detail["loc"][-1] if detail["loc"] else "the record"
    if code == "F001":
        return f"the field '{last}' is missing"
    if code == "F002":
        return f"there is no field '{last}' here"
    if code == "F003":
        return f"{_shown(given)} is of the wrong type: {_lower(detail['msg'])}"
    if code == "F004":
        return f"{_shown(given)} is not in the code list: {context.get('expected', '')}{_near(given, context)}"
    if code == "F005":
        return f"{_shown(given)} does not have the form that '{last}' asks for"
    return f"{_shown(given)}: {_lower(detail['msg'])}" if code in ("F006", "F007") else detail["msg"]


def _near(given: object, context: dict[str, Any]) -> str:
    allowed = [part.strip("'") for part in str(context.get("expected", "")).replace(" or ", ", ").split(", ")]
    near = get_close_matches(str(given), allowed, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


def _shown(given: object, longest: int = 60) -> str:
    text = ascii(given) if not isinstance(given, str) else f"'{given}'" if given.isprintable() else ascii(given)
    return text if len(text) <= longest else f"{text[:longest]}…"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
