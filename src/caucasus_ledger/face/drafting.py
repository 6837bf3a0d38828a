"""Drafting: read a contributor's text, refuse what would do harm, and write the draft, all of it or nothing.

The text stays where it is: the checkout gets records, the worksheet with the words lies beside the text.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_ledger.dataset.draft import Draft, Given, draft, undecided
from caucasus_ledger.dataset.records import RECORDS, SOURCES, find_root, id_of, parse, path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.face.report import count, visible
from caucasus_ledger.seeds.text import canonical, text_sha256
from caucasus_ledger.validators.reader import MAX_BYTES

if TYPE_CHECKING:
    from caucasus_ledger.schema import Actor

MAX_TEXT = 2 * 1024 * 1024
"""A text may have this many bytes."""
_LONGEST_SLUG = 80
_SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile("[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)
_EXTRA = {"sentencex", "babel"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft with where it goes: what each file of the checkout will hold, and what it held before, if anything."""

    draft: Draft
    root: Path
    text: Path
    worksheet: Path
    contents: dict[str, bytes]
    before: dict[str, bytes]
    unreadable: tuple[str, ...] = field(default=())
    """Files of actors that do not read, whose names were not looked for."""

    @property
    def changed(self) -> list[str]:
        """Paths of the actors that get mentions."""
        return sorted(self.before)

    @property
    def new(self) -> list[str]:
        """Paths of the records that did not exist."""
        return sorted(self.contents.keys() - self.before.keys())


def plan(
    path: Path,
    data: str | None = None,
    *,
    slug: str | None = None,
    published: str | None = None,
    authors: tuple[str, ...] = (),
    publisher: str | None = None,
    language: str | None = None,
    kind: str | None = None,
) -> Plan:
    """Return what drafting a text would write into the checkout at `data`, or into the one that one stands in.

    Raises LedgerError where the text cannot be read, lies in the checkout or is known, where a record exists already,
    where an option does not hold, or where the packages of the extra `draft` are missing.
    """
    root = _root(data)
    _refuse_inside(root, path)
    text = _read(path)
    given = Given(_slug(path, slug), language, kind, published, authors, publisher)
    beside = path.with_name(f"{path.name}.worksheet.md")
    _refuse_known(root, given, text)
    if os.path.lexists(beside):
        raise LedgerError(f"{beside} exists and may hold your notes; move it away first")
    actors, held, unreadable = _actors(root)
    _check_options(given, actors)
    try:
        made = draft(text, given, actors)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise LedgerError(f"drafting needs the package {error.name}: pip install 'caucasus-ledger[draft]'") from error
    contents = {where: _canonical(record) for where, record in made.files.items()}
    before = {where: held[where] for where in contents if where in held}
    _refuse_large(contents, len(made.sheets))
    return Plan(made, root, path, beside, contents, before, tuple(unreadable))


def _canonical(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _root(data: str | None) -> Path:
    start = Path(data) if data is not None else Path.cwd()
    root = find_root(start.resolve()) if start.is_dir() else None
    if root is None:
        where = f"{start} is no checkout" if data is not None else "you stand in no checkout"
        raise LedgerError(f"{where}: no folder at or above it holds {RECORDS}; name one with --data")
    return root


def _refuse_inside(root: Path, path: Path) -> None:
    """Refuse a text that lies in a checkout, by its name or, if it is a link, by what that leads to."""
    for place in (Path(os.path.normpath(path.absolute())), path.resolve()):
        if place.is_relative_to(root) or find_root(place.parent) is not None:
            raise LedgerError(
                f"{path} lies in a checkout, where it and its worksheet could be committed; the text is its "
                "publisher's. Move it elsewhere and draft it from there"
            )


def _read(path: Path) -> str:
    """Return the canonical text of a file. Raises LedgerError for what is no text."""
    if not path.is_file():
        raise LedgerError(f"{path} is no regular file")
    size = path.stat().st_size
    if size > MAX_TEXT:
        raise LedgerError(f"{path} has {size:,} bytes, more than {MAX_TEXT:,}; draft it in parts")
    try:
        raw = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise LedgerError(
            f"{path} is not UTF-8: {error.reason} at byte {error.start}; save it as plain text in UTF-8"
        ) from error
    if _HTML.match(raw.removeprefix("\ufeff")):
        raise LedgerError(f"{path} is HTML or XML; save the words alone as plain text")
    text = canonical(raw)
    if not any(map(str.isalnum, text)):
        raise LedgerError(f"{path} holds no words")
    for place, character in enumerate(text):
        if character != "\n" and unicodedata.category(character) == "Cc":
            line = text.count("\n", 0, place) + 1
            what = f"a control character, U+{ord(character):04X}, in line {line} of its text"
            raise LedgerError(f"{path} holds {what}; is it plain text?")
    return text


def _slug(path: Path, given: str | None) -> str:
    if given is not None:
        slug = given.removeprefix("source/")
        hint = "lower-case letters, digits and single hyphens, such as scotti-2025"
    else:
        plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
        slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")
        hint = "the file's name gives none; name one with --id, such as --id scotti-2025"
    if not _SLUG.fullmatch(slug):
        raise LedgerError(f"'{visible(slug)}' is no identifier of a source: {hint}")
    if len(slug) > _LONGEST_SLUG:
        raise LedgerError(
            f"'{slug}' has {len(slug)} characters, more than {_LONGEST_SLUG}; name a shorter one with --id"
        )
    return slug


def _refuse_known(root: Path, given: Given, text: str) -> None:
    digest = text_sha256(text)
    for where, content in _contents(root, SOURCES):
        if _digest_in(content) == digest:
            raise LedgerError(f"the text is that of {id_of(where)}, which is in the ledger already")
    taken = [root / path_of(given.source_id), root / RECORDS / "claim" / given.slug]
    taken += sorted((root / RECORDS / "event").glob(f"new-{given.slug}-[0-9]*.json"))
    for path in taken:
        if os.path.lexists(path):
            raise LedgerError(f"{path.relative_to(root)} exists already; give the draft another name with --id")


def _contents(root: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every plain file in a folder below the root."""
    tree = Folder(root)
    return tree.contents([entry.path for entry in tree.entries(folder) if entry.kind == "plain"])


def _digest_in(content: bytes) -> str | None:
    """Return the digest that a source's file gives, whatever else is wrong with it."""
    try:
        return str(json.loads(content)["text"]["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _actors(root: Path) -> tuple[list[Actor], dict[str, bytes], list[str]]:
    """Return the actors of a checkout, the bytes of their files by path, and the paths of those that do not read."""
    from caucasus_ledger.schema import Actor

    actors: list[Actor] = []
    held: dict[str, bytes] = {}
    unreadable: list[str] = []
    for where, content in _contents(root, f"{RECORDS}/actor"):
        try:
            record = parse(content)
        except (ValueError, RecursionError):
            unreadable.append(where)
            continue
        if isinstance(record, Actor) and path_of(record.id) == where:
            actors.append(record)
            held[where] = content
    return actors, held, unreadable


def _check_options(given: Given, actors: list[Actor]) -> None:
    from caucasus_ledger.schema import SourceKind
    from caucasus_ledger.schema.edtf import EdtfError, bounds

    known = {actor.id: actor for actor in actors}
    for option, actor_id in (*(("--author", one) for one in given.authors), ("--publisher", given.publisher)):
        if actor_id is not None and actor_id not in known:
            raise LedgerError(f"{option}: there is no readable actor '{visible(actor_id)}'; add its record first")
    if len(set(given.authors)) < len(given.authors):
        raise LedgerError("--author: the same author is named twice")
    if given.publisher is not None and known[given.publisher].kind == "person":
        raise LedgerError(f"--publisher: {given.publisher} is a person, and a body is wanted here")
    if given.kind is not None and given.kind not in {str(kind) for kind in SourceKind}:
        raise LedgerError(f"--kind: '{visible(given.kind)}' is none of {', '.join(map(str, SourceKind))}")
    if given.language is not None and not _LANGUAGE.fullmatch(given.language):
        raise LedgerError(f"--language: '{visible(given.language)}' is no BCP 47 tag, such as en, hy or az")
    try:
        if given.published is not None:
            bounds(given.published)
    except EdtfError as error:
        raise LedgerError(f"--published: '{visible(given.published or '')}' is no date in EDTF: {error}") from error


def _refuse_large(contents: dict[str, bytes], sentences: int) -> None:
    for where, content in contents.items():
        if len(content) > MAX_BYTES:
            raise LedgerError(
                f"{where} would have {len(content):,} bytes, more than a record may ({MAX_BYTES:,}): the text has "
                f"{sentences:,} sentences; draft it in parts"
            )


# Writing


def write(planned: Plan) -> None:
    """Write the plan's files and its worksheet, or nothing.

    Raises LedgerError if a file has come into being or changed since the plan was made, or cannot be written.
    """
    from caucasus_ledger.face.worksheet import worksheet

    wanted = {planned.root / where: content for where, content in planned.contents.items()}
    held = {planned.root / where: content for where, content in planned.before.items()}
    wanted[planned.worksheet] = worksheet(planned.draft).encode()
    folders: list[Path] = []
    waiting: dict[Path, Path] = {}
    placed: list[Path] = []
    try:
        for path, content in wanted.items():
            folders += _make_folders(path.parent)
            waiting[path] = path.with_name(f".{path.name}.{os.getpid()}.draft")
            waiting[path].write_bytes(content)
        for path, temporary in waiting.items():
            if (path.read_bytes() if os.path.lexists(path) else None) != held.get(path):
                raise LedgerError(f"{path} was written by somebody else in the meantime; draft again")
            temporary.replace(path)
            placed.append(path)
    except BaseException as error:
        _undo(placed, held, list(waiting.values()), folders)
        if isinstance(error, OSError):
            where = error.filename2 or error.filename
            raise LedgerError(f"{where} cannot be written: {error.strerror}; nothing was drafted") from error
        raise


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder with those above it, and return those that were not there, the outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _undo(placed: list[Path], held: dict[Path, bytes], temporaries: list[Path], folders: list[Path]) -> None:
    for path in placed:
        with suppress(OSError):
            if path in held:
                path.write_bytes(held[path])
            else:
                path.unlink()
    for temporary in temporaries:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


# Saying what was done

_DRAFTED = {"sentences": "sentence", "claims": "claim", "events": "event", "mentions": "mention", "actors": "actor"}
_WAITING = {
    "marks": "question mark",
    "undecided": "possible mention",
    "open_dates": "date",
    "newcomers": "unknown name",
}


def as_text(planned: Plan, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines that say what was written, or would be, and what is left to decide."""
    made = planned.draft
    counts = _counts(planned)
    drafted, waiting = ([count(counts[key], word) for key, word in words.items()] for words in (_DRAFTED, _WAITING))
    yield f"{made.given.source_id}: {', '.join(drafted)}."
    yield f"For you to decide: {', '.join(waiting)}."
    yield "Would be written:" if dry_run else "Written:"
    folders = Counter(str(Path(where).parent.as_posix()) for where in planned.new)
    for folder, number in sorted(folders.items()):
        yield f"  {folder}: {count(number, 'new record')}"
    if planned.changed:
        yield f"  {RECORDS}/actor: mentions in {count(len(planned.changed), 'record')}"
    yield f"  {visible(str(planned.worksheet))}: the worksheet, which holds the words; it is not to be committed"
    for limit in _limits(planned):
        yield f"Note: {visible(limit)}"
    if not dry_run:
        yield "Next: decide with the worksheet beside you; `caucasus check` names every ? that is left."


def _limits(planned: Plan) -> Iterator[str]:
    yield from planned.draft.limits
    for where in planned.unreadable:
        yield f"{where} does not read, so its names were not looked for; `caucasus check` says why."


def _counts(planned: Plan) -> dict[str, int]:
    made = planned.draft
    places = [place for sheet in made.sheets for place in sheet.places]
    dated = [one for sheet in made.sheets for one in sheet.dated if not one.vague]
    ids = [record_id for sheet in made.sheets for record_id in sheet.records]
    return {
        "sentences": len(made.sheets),
        "claims": sum(one.startswith("claim/") for one in ids),
        "events": sum(one.startswith("event/") for one in ids),
        "mentions": sum(place.why is None for place in places),
        "actors": len(planned.changed),
        "marks": sum(undecided(record) for record in made.files.values()),
        "undecided": sum(place.why is not None for place in places),
        "open_dates": sum(one.settled is None for one in dated),
        "newcomers": len(made.newcomers),
    }


def as_json(planned: Plan, *, dry_run: bool) -> dict[str, Any]:
    """Return the same, and all that was found sentence by sentence, for programs."""
    made = planned.draft
    return {
        "source": made.given.source_id,
        "root": str(planned.root),
        "dry_run": dry_run,
        "worksheet": str(planned.worksheet),
        "new": planned.new,
        "changed": planned.changed,
        "counts": _counts(planned),
        "notes": list(_limits(planned)),
        "sentences": [_as_row(made, number) for number in range(len(made.sheets))],
        "unknown_names": [newcomer._asdict() for newcomer in made.newcomers],
    }


def _as_row(made: Draft, number: int) -> dict[str, Any]:
    sheet = made.sheets[number]
    return {
        "number": sheet.number,
        "start": sheet.start,
        "end": sheet.end,
        "records": list(sheet.records),
        "remarks": list(sheet.remarks),
        "names": [
            {
                "mention": place.mention(made.given.source_id, made.text),
                "actors": list(dict.fromkeys(owner.actor.id for owner in place.owners)),
                "undecided": place.why,
            }
            for place in sheet.places
        ],
        "dates": [
            {
                "start": one.start,
                "end": one.end,
                "readings": [reading._asdict() for reading in one.readings],
                "undecided": one.open or None,
            }
            for one in sheet.dated
        ],
        "hedges": [hedge._asdict() for hedge in sheet.hedges],
        "quotations": [quotation._asdict() for quotation in sheet.quotations],
    }
