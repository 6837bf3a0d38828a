"""Mend: put right what takes no decision: how a record is written, and what follows from the rest of it."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from caucasus_ledger.dataset.atomic import Replacement
from caucasus_ledger.dataset.records import Json, canonical_plain, id_of, kind_of, path_of
from caucasus_ledger.dataset.tree import read
from caucasus_ledger.schema import RECORDS
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.attach import attach, text_in
from caucasus_ledger.seeds.text import RULES as TEXT_RULES
from caucasus_ledger.seeds.text import span_digest, text_sha256, words
from caucasus_ledger.validators import naming, reader
from caucasus_ledger.validators.fields import UNDECIDED
from caucasus_ledger.validators.intake import File, Intake, texts_in
from caucasus_ledger.validators.locate import escape
from caucasus_ledger.validators.rules.hygiene import plain_spaces

_HEX = {"digest": re.compile("[0-9a-fA-F]{32}"), "sha256": re.compile("[0-9a-fA-F]{64}")}
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_STAGES = (("claim", "event", "actor"), ("assessment",))
"""Kinds in the order in which drafts are named: an assessment is named after its claim."""

_SHORTEST = 2 * DIGEST_WORDS - 1
"""No stretch of fewer code points has the words that a digest needs."""


Place = tuple[str, int, int]
"""A source, the first code point of a stretch of its text, and the one after its last."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was mended: the rule that asks for it, the file as it was called, the field, and what was done.

    The JSON pointer leads into the record as it was for rules on texts, else into its canonical form.
    """

    code: str
    file: str
    pointer: str
    says: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending would change, file by file in the order of their paths, and what each change is for."""

    replacements: tuple[Replacement, ...]
    notes: tuple[Note, ...]

    @property
    def changes(self) -> dict[str, bytes | None]:
        """New bytes by path; None for a file that gets another path."""
        gone: dict[str, bytes | None] = {one.path: None for one in self.replacements if one.to != one.path}
        return gone | {one.to: one.after for one in self.replacements}

    def paths(self, only: Collection[str] | None) -> set[str] | None:
        """Return the paths that chosen files have afterwards."""
        moved = {one.path: one.to for one in self.replacements}
        return None if only is None else {moved.get(path, path) for path in only}


@dataclass(slots=True)
class _Work:
    """A file that reads as JSON, and what becomes of it."""

    path: str
    before: bytes
    text: str
    plain: Json
    kind: str
    chosen: bool
    to: str
    stamp: bytes = b""
    notes: list[Note] = field(default_factory=list)

    @property
    def id(self) -> str:
        return id_of(self.path)

    def note(self, code: str, pointer: str, says: str) -> None:
        self.notes.append(Note(code, self.path, pointer, says))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of sources: texts that are attached, and digests that records give for stretches of the others."""

    texts: Mapping[str, str]
    digests: Mapping[Place, set[str]]


def attached(paths: Collection[Path], intake: Intake) -> dict[str, str]:
    """Return the canonical texts of readers' copies by source, whatever else is wrong with the source's record.

    Raises AttachError for a file that is no source's text.
    """
    known: dict[str, str] = {}
    for file in intake.files.values() if paths else ():
        found = _content(intake, file) if file.id.startswith("source/") else None
        text = found[2].get("text") if found else None
        if isinstance(text, dict) and text.get("canonicalisation") == TEXT_RULES:
            known[str(text.get("sha256")).strip().lower()] = file.id
    texts: dict[str, str] = {}
    for path in paths:
        text = text_in(path)
        source_id = known.get(text_sha256(text))
        if source_id is None:
            source_id, text = attach(path, intake.sources)
        texts[source_id] = text
    return texts


def mend(
    intake: Intake,
    texts: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
    settled: Collection[str] = (),
) -> Mended:
    """Return what would put right what can be put right in all files, or in those of the paths in `only`.

    `texts` are canonical texts by source. `settled` are identifiers that are known elsewhere, beside those of files and
    releases: no draft takes one, and a file of such a name is no draft. References to a draft that gets its identifier
    follow it in all files. What a record says stays as it is; a file that the strict reader refuses does too, unless it
    is for its byte order mark alone.
    """
    found = (_take_up(intake, file, chosen=only is None or file.path in only) for file in intake.files.values())
    works = {work.path: work for work in found if work}
    chosen = [work for work in works.values() if work.chosen]
    for work in chosen:
        _clean(work)
    _name_drafts(intake, works, frozenset(settled))
    known = _Known(texts or {}, _digests(works.values()))
    for work in chosen:
        _fill_in(work, known)
        _drop_doubles(work)
    changed = [works[path] for path in sorted(works) if works[path].notes]
    replacements = [
        Replacement(work.path, work.before, canonical_plain(work.kind, work.plain).encode(), work.to, work.stamp)
        for work in changed
    ]
    return Mended(tuple(replacements), tuple(note for work in changed for note in work.notes))


def _take_up(intake: Intake, file: File, *, chosen: bool) -> _Work | None:
    """Return the work on a file that lies where its kind of record does and reads; None for any other."""
    kind = file.id.partition("/")[0]
    in_place = path_of(file.id) == file.path and file.id.isascii() and kind in RECORDS
    found = _content(intake, file) if in_place else None
    if found is None:
        return None
    before, text, plain = found
    kind = "tombstone" if kind_of(plain) == "tombstone" else kind
    return _Work(file.path, before, text, plain, kind, chosen, file.path)


def _content(intake: Intake, file: File) -> tuple[bytes, str, Json] | None:
    """Return bytes, text and JSON of a file; None for one that the reader refuses, but for its byte order mark."""
    if file.plain is not None:
        return file.text.encode(), file.text, file.plain
    if [refusal.code for refusal in file.refusals] != ["J002"]:
        return None
    before = read(intake.tree, file.path) or b""
    encoding = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if before.startswith(mark)), "utf-8")
    try:
        return before, *reader.decode(before.decode(encoding).lstrip("\ufeff").encode())
    except (reader.Refusal, UnicodeDecodeError):
        return None


def _clean(work: _Work) -> None:
    """Put a record into canonical form, with its texts and keys composed and the stray spaces of its texts gone."""
    if work.before != work.text.encode():
        work.note("J002", "", "the byte order mark is gone")
    if canonical_plain(work.kind, work.plain) != work.text:
        ends = "its lines end in LF, and " if "\r" in work.text else ""
        work.note("J013", "", f"{ends}it is in canonical form")

    def clean(pointer: str, text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        if composed != text:
            work.note("X004", pointer, "its letters and accents are composed")
        spaced = plain_spaces(composed)
        if spaced != composed:
            work.note("X005", pointer, "its stray spaces are gone")
        form = _HEX.get(pointer.rpartition("/")[2])
        if form and form.fullmatch(spaced) and spaced != spaced.lower():
            work.note("F005", pointer, "its letters are lower-case")
            return spaced.lower()
        return spaced

    def composed(pointer: str, key: str, beside: Json) -> str:
        form = unicodedata.normalize("NFC", key)
        if form == key or sum(unicodedata.normalize("NFC", other) == form for other in beside) > 1:
            return key
        work.note("X004", pointer, "the letters and accents of the key are composed")
        return form

    work.plain = json.loads(canonical_plain(work.kind, _mapped(work.plain, "", clean, composed)))


def _same_key(_pointer: str, key: str, _beside: Json) -> str:
    return key


def _mapped(
    value: Any, pointer: str, change: Callable[[str, str], str], rename: Callable[[str, str, Json], str] = _same_key
) -> Any:
    """Return a JSON value with every text changed, given its pointer, and every key, given what stands beside it."""
    if isinstance(value, str):
        return change(pointer, value)
    if isinstance(value, list):
        return [_mapped(item, f"{pointer}/{index}", change, rename) for index, item in enumerate(value)]
    if isinstance(value, dict):
        members = [(f"{pointer}/{escape(key)}", key, item) for key, item in value.items()]
        return {rename(at, key, value): _mapped(item, at, change, rename) for at, key, item in members}
    return value


def _name_drafts(intake: Intake, works: dict[str, _Work], elsewhere: frozenset[str]) -> None:
    named = [work for work in works.values() if work.chosen and naming.has_draft_name(work.id)]
    settled = elsewhere | naming.settled(intake) if named else elsewhere
    waiting = [work for work in named if naming.is_draft(work.id, work.plain, settled)]
    if not waiting:
        return
    unread = [file.text for path, file in intake.files.items() if path not in works]
    referred = {text for work in works.values() for pointer, text in texts_in(work.plain) if pointer != "/id"}
    taken = naming.Taken({*intake.ids, *settled}, referred)
    for kinds in _STAGES:
        names: dict[str, str] = {}
        for work in sorted((work for work in waiting if work.kind in kinds), key=_turn):
            new = None if _is_named_in(unread, work.id) else naming.proper_id(work.id, work.plain, taken)
            if new:
                names[work.id] = new
                taken.ids.add(new)
                work.to, work.plain = path_of(new), work.plain | {"id": new}
                work.stamp = canonical_plain(work.kind, work.plain).encode()
                work.note("J014", "/id", f"it is {new}")
        if names:
            for work in works.values():
                _refer(work, names)


def _refer(work: _Work, names: dict[str, str]) -> None:
    def change(pointer: str, text: str) -> str:
        if text not in names or pointer == "/id":
            return text
        work.note("J014", pointer, f"it refers to {names[text]}, which was {text}")
        return names[text]

    work.plain = _mapped(work.plain, "", change)


def _turn(work: _Work) -> tuple[bool, list[tuple[int, str]]]:
    """Return what sorts drafts that know their identifier before others, and new-2 before new-10."""
    parts = re.split("([0-9]+)", work.id)
    return work.plain.get("id") in (None, work.id), [(int(p), "") if p.isdigit() else (0, p) for p in parts]


def _is_named_in(unread: list[str], record_id: str) -> bool:
    """Whether a file that cannot be read may refer to a draft: the reference could not follow it."""
    named = re.compile(rf"{re.escape(record_id)}(?![a-z0-9-])")
    return any(named.search(text) for text in unread)


def _digests(works: Collection[_Work]) -> dict[Place, set[str]]:
    """Return the digests that the sentence index and the evidence of all records give each stretch of a source."""
    found: dict[Place, set[str]] = {}
    for work in works:
        for name in ("sentences", "evidence"):
            for _, item in _items(work.plain, name):
                place = _place(item if name == "evidence" else item | {"source": work.id})
                digest = item.get("digest")
                if place and isinstance(digest, str) and _HEX["digest"].fullmatch(digest):
                    found.setdefault(place, set()).add(digest.lower())
    return found


def _items(plain: Json, name: str) -> list[tuple[str, Json]]:
    """Return pointer and content of each object in a list of a record."""
    value = plain.get(name)
    items = enumerate(value) if isinstance(value, list) else ()
    return [(f"/{name}/{index}", item) for index, item in items if isinstance(item, dict)]


def _place(item: Json) -> Place | None:
    source, start, end = item.get("source"), item.get("start"), item.get("end")
    if isinstance(source, str) and type(start) is int and type(end) is int and 0 <= start < end:
        return source, start, end
    return None


def _is_open(item: Json, name: str) -> bool:
    """Whether nothing stands in a field, or a mark that it is still to be decided."""
    return item.get(name) in (None, UNDECIDED)


def _fill_in(work: _Work, known: _Known) -> None:
    """Add to a record what follows from its path, from the rest of it, from other records and from attached texts."""
    if _is_open(work.plain, "id"):
        work.plain["id"] = work.id
        work.note("F001", "/id", f"it is {work.id}, as the file's name says")
    if work.kind == "actor":
        for pointer, item in _items(work.plain, "mentions"):
            _close_mention(work, pointer, item)
            _trim(work, pointer, item, known.texts)
    if work.kind == "source" and work.id in known.texts:
        _measure(work, known.texts[work.id])
    if work.kind in ("event", "claim"):
        for pointer, item in _items(work.plain, "evidence"):
            _trim(work, pointer, item, known.texts)
            _set_digest(work, pointer, item, known)


def _close_mention(work: _Work, pointer: str, item: Json) -> None:
    start, name = item.get("start"), item.get("name")
    if _is_open(item, "end") and type(start) is int and isinstance(name, str) and name not in ("", UNDECIDED):
        item["end"] = start + len(name)
        work.note("F001", f"{pointer}/end", f"it is {item['end']}, as the name has {len(name)} code points")


def _trim(work: _Work, pointer: str, item: Json, texts: Mapping[str, str]) -> None:
    """Let a span begin and end with a word and not with the space beside it: it means the same words."""
    place = _place(item)
    text = texts.get(place[0], "") if place else ""
    if place is None or place[2] > len(text):
        return
    source, start, end = place
    exact = text[start:end]
    inner = exact.strip()
    if inner in ("", exact) or item.get("name", inner) != inner:
        return
    if not _is_open(item, "digest"):
        if item["digest"] not in (span_digest(source, exact), span_digest(source, inner)):
            return  # it is of other words, so who knows which are meant
        item["digest"] = span_digest(source, inner)
    first = start + exact.index(inner)
    item |= {"start": first, "end": first + len(inner)}
    work.note("E011", pointer, f"it is [{first}, {first + len(inner)}), without the space at its border")


def _set_digest(work: _Work, pointer: str, item: Json, known: _Known) -> None:
    place = _place(item)
    if place is None:
        return
    source, start, end = place
    if source in known.texts:
        _set_from_text(work, pointer, item, place, known.texts[source])
    elif _is_open(item, "digest") and end - start >= _SHORTEST and len(known.digests.get(place, ())) == 1:
        (item["digest"],) = known.digests[place]
        work.note("E014", f"{pointer}/digest", "it is that of the same words elsewhere")


def _set_from_text(work: _Work, pointer: str, item: Json, place: Place, text: str) -> None:
    """Give words the digest that they are to have, or take away their own that they are not to have."""
    source, start, end = place
    if end > len(text):
        return
    right, long = span_digest(source, text[start:end]), len(words(text[start:end])) >= DIGEST_WORDS
    if long and _is_open(item, "digest"):
        item["digest"] = right
        work.note("E014", f"{pointer}/digest", "it is that of the words in the text")
    elif not long and item.get("digest") in (UNDECIDED, right):
        del item["digest"]
        work.note("E014", f"{pointer}/digest", f"it is gone: fewer than {DIGEST_WORDS} words could be guessed")


def _measure(work: _Work, text: str) -> None:
    """Give a source the figures of its attached text, and its sentences the digests that they lack."""
    for name, right in (("characters", len(text)), ("paragraphs", text.count("\n") + 1)):
        if work.plain["text"].get(name) != right:
            work.plain["text"][name] = right
            work.note("E017", f"/text/{name}", f"it is {right}, as in the attached text")
    for pointer, item in _items(work.plain, "sentences"):
        place = _place(item | {"source": work.id})
        if place and _is_open(item, "digest"):
            _set_from_text(work, pointer, item, place, text)


def _drop_doubles(work: _Work) -> None:
    """Take away what rule D001 refuses, unless something in the record is still to be decided."""
    if work.kind not in RECORDS or any(text == UNDECIDED for _, text in texts_in(work.plain)):
        return
    plain = json.loads(canonical_plain(work.kind, work.plain))
    for name, number in sorted(_doubles(work.kind, plain), reverse=True):
        del plain[name][number]
        work.note("D001", f"/{name}/{number}", "it is gone, for the list holds the same before it")
    work.plain = plain


def _doubles(kind: str, plain: Json) -> list[tuple[Any, ...]]:
    try:
        RECORDS[kind].model_validate_json(json.dumps(plain))
    except ValidationError as error:
        rules = [detail for detail in error.errors(include_url=False) if detail["type"] == "rules"]
        found = [finding for detail in rules for finding in detail.get("ctx", {})["findings"]]
        return [finding.path for finding in found if finding.code == "D001"]
    return []
