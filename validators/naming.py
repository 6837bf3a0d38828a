"""Naming: the provisional names of drafts, and the identifiers that take their place.

A draft is a file `new.json`, `new-2.json` or `new-ferry.json`. A claim takes the next free number of its source, the
others a name made of what they say: an event of its date and title, an actor of its name, an assessment of its claim.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.records import kind_of
from caucasus_ledger.schema.base import SLUG
from caucasus_ledger.schema.edtf import EdtfError, bounds
from caucasus_ledger.validators.fields import UNDECIDED

if TYPE_CHECKING:
    from caucasus_ledger.validators.intake import Intake

Json = dict[str, Any]

_DRAFT = re.compile(rf"(?:event|actor|(?:claim|assessment)/{SLUG})/(?P<name>new(?:-[a-z0-9]+)*)")
_COUNTED = re.compile(r"new(?:-[0-9]+)*")
_CLAIM = re.compile(rf"(?P<folder>claim/{SLUG})/(?P<number>[0-9]{{3,}})")
_SAID = {"event": ("title",), "actor": ("name", "aliases"), "assessment": ("rationale",)}
"""The fields that say of what a record is; where they say that it is new, so may its identifier."""

_WORDS, _CHARACTERS = 6, 60
_ARTICLES = frozenset({"a", "an", "the"})
_LATIN = str.maketrans({"ə": "a", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})
"""Latin letters that Unicode does not take apart into a plain one and a mark."""

_POINT = re.compile(r"([0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?)[?~%]?")
_LEADING_NUMBERS = re.compile(r"^(?:[0-9]+(?:-|$))+")
"""What would be taken for a part of the date, were it to begin an event's name."""


def has_draft_name(record_id: str) -> bool:
    """Whether the name of a record's file may be provisional, whatever the record says."""
    return bool(_DRAFT.fullmatch(record_id))


def is_claim_draft(record_id: str) -> bool:
    """Whether a claim's identifier is provisional; it can be nothing else, for claims are numbered."""
    return record_id.startswith("claim/") and has_draft_name(record_id)


def is_draft(record_id: str, plain: Json, settled: Container[str]) -> bool:
    """Whether the name of a record's file is provisional; what is `settled`, once released, never is.

    `new` and `new-2` are; `new-ferry` is, unless a title, name or rationale says that something is new.
    """
    found = _DRAFT.fullmatch(record_id)
    if not found or kind_of(plain) == "tombstone":
        return False
    kind = record_id.partition("/")[0]
    if kind == "claim" or record_id in settled:
        return kind == "claim"
    said = " ".join(str(plain.get(name)) for name in _SAID[kind])
    return bool(_COUNTED.fullmatch(found["name"])) or "new" not in re.findall(r"\w+", said.casefold())


def is_at_odds(record_id: str, given: str) -> bool:
    """Whether what a record calls itself contradicts the name of its file; a claim's draft may know its number."""
    if not is_claim_draft(record_id):
        return given != record_id
    return not has_draft_name(given) and not _is_of(record_id.rpartition("/")[0], given)


def drafts(intake: Intake) -> list[str]:
    """Return the identifiers of the files whose names are provisional."""
    named = [file for file in intake.files.values() if file.plain is not None and has_draft_name(file.id)]
    known = settled(intake) if named else frozenset()
    return [file.id for file in named if is_draft(file.id, file.plain or {}, known)]


def settled(intake: Intake) -> frozenset[str]:
    """Return the identifiers that were released, which keep for ever what they stand for."""
    return frozenset(record_id for release in intake.releases for record_id in release.ids)


@dataclass(slots=True)
class Taken:
    """Identifiers that no draft may take: of files and of what was released, and those that records refer to."""

    ids: set[str]
    referred: Collection[str] = field(default=frozenset())

    def free(self, record_id: str) -> str:
        """Return the identifier, or with the first of -2, -3 … that makes it one that is not taken."""
        found, number = record_id, 1
        while found in self.ids or found in self.referred:
            number += 1
            found = f"{record_id}-{number}"
        return found

    def next_claim(self, folder: str) -> str:
        """Return the identifier after the last claim of a source, of three digits at least."""
        matches = (_CLAIM.fullmatch(record_id) for record_id in self.ids)
        number = max((int(match["number"]) for match in matches if match and match["folder"] == folder), default=0) + 1
        while f"{folder}/{number:03}" in self.referred:
            number += 1
        return f"{folder}/{number:03}"


def proper_id(record_id: str, plain: Json, taken: Taken) -> str | None:
    """Return the identifier that takes the place of a draft's; None as long as what it is made of is not decided.

    An identifier that the record itself states is taken, if it is of the same folder and free.
    """
    folder, kind = record_id.rpartition("/")[0], record_id.partition("/")[0]
    given = plain.get("id")
    if isinstance(given, str) and given not in (record_id, UNDECIDED) and not has_draft_name(given):
        if not _is_of(folder, given):
            return None
        if given not in taken.ids:
            return given
    if kind == "claim":
        return taken.next_claim(folder)
    name = {"event": _event_name, "actor": _actor_name, "assessment": _assessment_name}[kind](plain)
    return taken.free(f"{folder}/{name}") if name and not _COUNTED.fullmatch(name) else None


def _is_of(folder: str, given: str) -> bool:
    tail = "[0-9]{3,}" if folder.startswith("claim/") else SLUG
    return bool(re.fullmatch(f"{re.escape(folder)}/{tail}", given)) and len(given) <= 120


def _event_name(plain: Json) -> str:
    when = plain.get("when")
    if not isinstance(when, dict) or UNDECIDED in (when.get("edtf"), when.get("basis")):
        return ""
    name, day = _LEADING_NUMBERS.sub("", slug(plain.get("title"))), _point(when.get("edtf"))
    return f"{day}-{name}" if name and day else name if day is not None else ""


def _point(edtf: Any) -> str | None:
    """Return day, month or year of a date that is one, nothing for any other date, None for what is no date."""
    if edtf is None:
        return ""
    try:
        bounds(edtf)
    except (EdtfError, TypeError):
        return None
    found = _POINT.fullmatch(edtf)
    return found.group(1) if found else ""


def _actor_name(plain: Json) -> str:
    return slug(plain.get("name"))


def _assessment_name(plain: Json) -> str:
    found = _CLAIM.fullmatch(str(plain.get("claim")))
    about = plain.get("field")
    if not found or about == UNDECIDED:
        return ""
    return "-".join([found["number"], *re.findall("[a-z]+", str(about or ""))])


def slug(text: Any) -> str:
    """Return the first words of a text as a part of an identifier: lower-case ASCII letters and digits, and hyphens.

    Articles and letters of other scripts are left out. Nothing is returned for a text that is not decided.
    """
    if not isinstance(text, str) or text == UNDECIDED:
        return ""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LATIN))
    joined = re.sub(r"['’](?:s\b)?", "", apart)
    kept = "".join(c for c in joined if c.isascii() or not (c.isalpha() or unicodedata.combining(c)))
    found = [word for word in re.findall("[a-z0-9]+", kept) if word not in _ARTICLES]
    chosen = found[:1]
    for word in found[1:_WORDS]:
        if len("-".join([*chosen, word])) > _CHARACTERS:
            break
        chosen.append(word)
    return "-".join(chosen)[:_CHARACTERS]
