"""What every record and part of a record has in common: strictness, identifiers, texts and codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Annotated, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

SCHEMA_VERSION = "1.0"
"""Version of the record model. The major part grows when a record of an older version no longer reads."""


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


def _identifier(kind: str, tail: str = SLUG) -> StringConstraints:
    return StringConstraints(pattern=f"^{kind}/{tail}$", max_length=120)


SourceId = Annotated[str, _identifier("source")]
ActorId = Annotated[str, _identifier("actor")]
EventId = Annotated[str, _identifier("event")]
ClaimId = Annotated[str, _identifier("claim", f"{SLUG}/[0-9]{{3,}}")]
AssessmentId = Annotated[str, _identifier("assessment", f"{SLUG}/{SLUG}")]
EventOrActorId = Annotated[str, _identifier("(?:event|actor)")]
RecordId = Annotated[str, _identifier("(?:source|actor|event|claim|assessment)", f"{SLUG}(?:/{SLUG})?")]

Label = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Wikidata = Annotated[str, StringConstraints(pattern="^Q[1-9][0-9]{0,9}$")]
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
WebUrl = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[!-~]*)?$", max_length=600)]
"""An address on the web as it was seen, older http addresses included; no user, no spaces, ASCII only."""

CodePoint = Annotated[int, Field(ge=0, le=10_000_000)]


def codes_of(model: type[BaseModel], name: str) -> tuple[str, ...]:
    """Return the code list of a field that holds one code, or nothing for any other field."""
    info = model.model_fields.get(name)
    kinds = get_args(info.annotation) or (info.annotation,) if info else ()
    return tuple(str(code) for kind in kinds if isinstance(kind, type) and issubclass(kind, Code) for code in kind)
