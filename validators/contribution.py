"""Contribution: what a set of files would change in a ledger, held against a revision of it or a release."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from caucasus_ledger.dataset.changelog import CHANGELOG, data_parts, sections, versions_of
from caucasus_ledger.dataset.diff import Change, diff
from caucasus_ledger.dataset.ledger import VERSION
from caucasus_ledger.dataset.migrate import migrate
from caucasus_ledger.dataset.records import RECORDS, RELEASES, SOURCES, Json, id_of, parse, path_of, record_files
from caucasus_ledger.dataset.revision import Revision, changed_between, changed_in_folder, common_ancestor
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Changed, Entry, Tree, read
from caucasus_ledger.validators import reader

DATA = (f"{RECORDS}/", f"{SOURCES}/")
"""Where a contribution of data has its files."""

_SAYS = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True)
class Base:
    """What a contribution is held against.

    `records` are those that it started from, by identifier; `rivals` those that the base holds by now, which are more
    where it went on since; `touched` are the paths that the contribution changes, None where a release is the base.
    """

    name: str
    records: Mapping[str, Json]
    rivals: Mapping[str, Json]
    releases: frozenset[str]
    changelog: str
    touched: tuple[str, ...] | None


@dataclass(frozen=True)
class Contribution:
    """A base, and what becomes of it: the records by identifier, as far as they are valid, and the changelog.

    `unread` are the identifiers of the files that hold no valid record; they count as unchanged.
    """

    base: Base
    records: Mapping[str, Json]
    unread: tuple[str, ...]
    changelog: str

    @cached_property
    def changes(self) -> list[Change]:
        """What is added, changed, retracted and removed, by identifier."""
        return diff(self.base.records, self.records)

    @cached_property
    def logged(self) -> bool:
        """Whether the changelog's Data part says more than that of the base."""
        return bool(self.new_entries)

    @cached_property
    def new_entries(self) -> list[str]:
        """The lines that the changelog's Data part of what is not released yet has more than that of the base."""
        known = _entries(self.base.changelog, self.base.releases)
        return [line for line in _entries(self.changelog, self.base.releases) if line not in known]

    @cached_property
    def rewritten(self) -> list[str]:
        """The versions whose section of the changelog is not as it was."""
        after = {section.strip() for section in sections(self.changelog)}
        before = (section.strip() for section in sections(self.base.changelog))
        lost = (section for section in before if section not in after)
        return sorted(v for section in lost for v in versions_of(section) if v in self.base.releases)


def _entries(changelog: str, released: frozenset[str]) -> list[str]:
    """Return the lines that the Data parts of a changelog hold, but for those of releases that there are already."""
    open_ = (section for section in sections(changelog) if not released & {*versions_of(section)})
    lines = (line.strip() for section in open_ for part in data_parts(section) for line in part.splitlines())
    return [line for line in lines if not line.startswith("#") and _SAYS.search(line)]


def contribution_of(tree: Tree, records: Mapping[str, Json | None], against: str) -> Contribution:
    """Return what a tree would change in a release or revision; None stands for a file that holds no valid record.

    Raises LedgerError if there is nothing of the name.
    """
    base = base_of(tree, against)
    known = {record_id: base.records.get(record_id) if plain is None else plain for record_id, plain in records.items()}
    readable = {record_id: plain for record_id, plain in known.items() if plain is not None}
    unread = tuple(record_id for record_id, plain in records.items() if plain is None)
    return Contribution(base, readable, unread, _text(tree, CHANGELOG))


def base_of(tree: Tree, against: str) -> Base:
    """Return what a tree is held against: a release of that name, else a revision.

    A revision is taken as of where the two parted, if the history at hand tells, so that what the other side did since
    is not taken for the contribution's doing. Raises LedgerError if there is neither.
    """
    if VERSION.fullmatch(against) and read(tree, f"{RELEASES}/{against}/manifest.json") is not None:
        return _release(tree, against)
    return _revision(tree, against)


def _release(tree: Tree, version: str) -> Base:
    folder = f"{RELEASES}/{version}"
    paths = [entry.path for entry in tree.entries(f"{folder}/records") if entry.path.endswith(".jsonl")]
    try:
        schema = str(json.loads(read(tree, f"{folder}/manifest.json") or b"")["schema_version"])
        found = [json.loads(line) for _, content in tree.contents(paths) for line in content.splitlines()]
        records = {str(record["id"]): migrate(record, schema) for record in found}
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerError(f"the records of release {version} cannot be read: {error}") from None
    changelog = _since(_text(tree, CHANGELOG), version)
    return Base(f"release {version}", records, records, frozenset(), changelog, None)


def _since(changelog: str, version: str) -> str:
    """Return the sections of a changelog from that of a version's data on, which is the last one before it."""
    parts = sections(changelog)
    found = next((n for n, text in enumerate(parts) if version in versions_of(text)), len(parts))
    return "## ".join(["", *parts[found:]])


def _revision(tree: Tree, against: str) -> Base:
    tip = Revision(tree.root, against)
    own = tree.commit if isinstance(tree, Revision) else "HEAD"
    parted = common_ancestor(tree.root, tip.commit, own)
    start = Revision(tree.root, parted) if parted and parted != tip.commit else tip
    records = plain_records(start)
    return Base(
        name=tip.name,
        records=records,
        rivals=records if start is tip else plain_records(tip),
        releases=frozenset(entry.path.split("/")[2] for entry in start.entries(RELEASES)),
        changelog=_text(start, CHANGELOG),
        touched=tuple(_touched(tree, start)),
    )


def _touched(tree: Tree, start: Revision) -> list[str]:
    if isinstance(tree, Changed):
        return sorted({*_touched(tree.tree, start), *tree.changes})
    if isinstance(tree, Revision):
        return changed_between(start, tree)
    return changed_in_folder(tree.root, start, (RECORDS, SOURCES, RELEASES))


def _text(tree: Tree, path: str) -> str:
    """Return what a plain file says, nothing for any other; its lines end in LF, however git has written them."""
    entry = tree.entry(path)
    content = read(tree, path) if entry and entry.kind == "plain" and entry.size <= reader.MAX_BYTES * 4 else None
    return (content or b"").decode("utf-8", "replace").replace("\r\n", "\n")


def plain_records(tree: Tree) -> dict[str, Json]:
    """Return the JSON of every valid record of a tree, by the identifier that its path stands for."""
    paths = [entry.path for entry in record_files(tree) if _readable(entry)]
    found: dict[str, Json] = {}
    for path, content in tree.contents(paths):
        with suppress(reader.Refusal, ValueError):
            text, plain = reader.decode(content)
            if parse(text).id == id_of(path):
                found[id_of(path)] = plain
    return found


def _readable(entry: Entry) -> bool:
    try:
        reader.admit(entry)
    except reader.Refusal:
        return False
    return path_of(id_of(entry.path)) == entry.path
