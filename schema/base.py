"""What every record and part of a record has in common: strictness, identifiers, texts and codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

SCHEMA_VERSION = "1.1"
"""Version of the record model, to which `dataset/migrate.py` has a step from the one before.

The major part grows when a record of an older version means something else or no longer reads without that step.
"""


class Part(BaseModel):
    """A strict, frozen model that refuses fields it does not know."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Finding(NamedTuple):
    """A broken rule within one record: its code, the path below the model that is at fault, and what is wrong."""

    code: str
    path: tuple[str | int, ...]
    message: str


def repeated(name: str, items: Sequence[object]) -> Iterator[Finding]:
    """Yield rule D001 for every item of a list field that stands in it before."""
    for number, item in enumerate(items):
        if item in items[:number]:
            yield Finding("D001", (name, number), f"the same stands in {name} already")


def refuse(findings: Iterable[Finding]) -> None:
    """Raise one error that carries all findings, so that a reader learns of every mistake at once."""
    found = tuple(findings)
    if found:
        message = "; ".join(f"{finding.code} {finding.message}" for finding in found)
        raise PydanticCustomError("rules", "{message}", {"message": message, "findings": found})


class Code(str, Enum):  # noqa: UP042 - a StrEnum member takes no definition
    """A code list whose members carry their definition; a member equals its code as a plain string."""

    definition: str

    def __new__(cls, code: str, definition: str) -> Code:
        """Make the member that equals its code and knows its definition."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.definition = definition
        return member

    def __str__(self) -> str:
        return str(self.value)


SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"


FORMS: dict[str, str] = {}
"""An example of what each pattern asks for, by the pattern."""


def formed(pattern: str, example: str, max_length: int | None = None) -> StringConstraints:
    """Return the constraint of a text by its form, and keep an example of it for whoever gets it wrong."""
    FORMS[pattern] = example
    return StringConstraints(pattern=pattern, max_length=max_length)


def _identifier(kind: str, example: str, tail: str = SLUG) -> StringConstraints:
    return formed(f"^{kind}/{tail}$", example, max_length=120)


SourceId = Annotated[str, _identifier("source", "source/scotti-2025")]
ActorId = Annotated[str, _identifier("actor", "actor/armenia")]
EventId = Annotated[str, _identifier("event", "event/2020-war")]
ClaimId = Annotated[str, _identifier("claim", "claim/scotti-2025/001", f"{SLUG}/[0-9]{{3,}}")]
AssessmentId = Annotated[str, _identifier("assessment", "assessment/scotti-2025/crash-deaths", f"{SLUG}/{SLUG}")]
EventOrActorId = Annotated[str, _identifier("(?:event|actor)", "actor/armenia or event/2020-war")]
RecordId = Annotated[
    str, _identifier("(?:source|actor|event|claim|assessment)", "actor/armenia", f"{SLUG}(?:/{SLUG})?")
]

Label = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Wikidata = Annotated[str, formed("^Q[1-9][0-9]{0,9}$", "Q399")]
Digest = Annotated[str, formed("^[0-9a-f]{32}$", "the 32 lower-case hexadecimal digits of a span's digest")]
Sha256 = Annotated[str, formed("^[0-9a-f]{64}$", "the 64 lower-case hexadecimal digits of a SHA-256")]
WebUrl = Annotated[
    str, formed(r"^https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[!-~]*)?$", "https://example.org/page", max_length=600)
]
"""An address on the web as it was seen, older http addresses included; no user, no spaces, ASCII only."""

CodePoint = Annotated[int, Field(ge=0, le=10_000_000)]


def classes_of(model: type[BaseModel], name: str) -> tuple[type, ...]:
    """Return the classes of which a field's value, or the items of its list, may be; nothing for an unknown field."""
    waiting: list[Any] = [model.model_fields[name].annotation] if name in model.model_fields else []
    found: list[type] = []
    while waiting:
        annotation = waiting.pop()
        inner = get_args(annotation)
        waiting += inner
        if not inner and isinstance(annotation, type):
            found.append(annotation)
    return tuple(found)


def codes_of(model: type[BaseModel], name: str) -> tuple[str, ...]:
    """Return the code list of a field that holds codes, or nothing for any other field."""
    return tuple(str(code) for kind in classes_of(model, name) if issubclass(kind, Code) for code in kind)


def part_of(model: type[BaseModel], name: str) -> type[Part] | None:
    """Return the model of a field that holds a part, or a list of parts; None for any other field."""
    return next((kind for kind in classes_of(model, name) if issubclass(kind, Part)), None)
