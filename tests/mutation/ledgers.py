"""Ledgers: what is broken. The example ledger, made to hold every field, and the dataset itself; both released."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.records import PACKAGE_ROOT, Json, canonical_json, parse, path_of, record_files
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.tree import Entry, Folder
from caucasus_ledger.seeds.text import canonical, span_digest, text_sha256
from copies import EXAMPLE_ROOT
from examples import EXAMPLE_TEXT
from mutation.edits import Put, changed
from mutation.slots import slots

_ECHO = "source/rivertown-2021"
_ECHO_TEXT = (
    "The Rivertown Echo has learned that five people died with the ferry in the spring. "
    "The report was printed in the first days of 2021."
)
_FIVE = "five people died with the ferry in the spring"

_ADDED: dict[str, dict[str, Any]] = {
    "source/example-2020": {"/url": "https://example.org/bridge"},
    "actor/blue-line": {
        "/country": "CHE",
        "/aliases": [{"name": "Bluebird Ferries", "kind": "former"}],
        "/wikidata": "Q1000001",
        "/note": "A shipping company.",
    },
    "actor/southmark": {"/aliases": [{"name": "Southern March", "kind": "rival"}, {"name": "SM", "kind": "acronym"}]},
    "event/2020-05-03-rivertown-meeting": {
        "/contexts": ["diplomatic", "economic"],
        "/places/0": {
            "name": "Rivertown",
            "country": "CHE",
            "wikidata": "Q1000002",
            "position": {"lat": 46.5, "lon": 7.25},
            "precision": "near",
        },
        "/note": "The commission is not itself a party.",
    },
    "event/2020-ferry-sinks": {
        "/contexts": ["disasters"],
        "/deaths": {"low": 4, "best": 4, "high": 5},
        "/evidence/1": {"text": _FIVE, "source": _ECHO, "role": "whole"},
    },
    "event/2020-ferry-overloaded": {"/part_of": "event/2020-ferry-sinks"},
    "claim/example-2020/004": {"/note": "The number is the author's."},
    "claim/example-2020/009": {
        "/about": ["event/trade-grows", "event/2020-bridge-opens", "event/2020-plan-published"],
        "/conditions": ["claim/example-2020/008", "claim/example-2020/013"],
        "/condition_logic": "any",
    },
    "assessment/example-2020/ferry-deaths": {"/field": "statement"},
}
"""Fields that the example ledger leaves out, by record and pointer; `text` stands for the span of these words."""

_NEW: tuple[Json, ...] = (
    {
        "id": "actor/rivertown-echo",
        "name": "Rivertown Echo",
        "kind": "media",
        "mentions": [{"text": "Rivertown Echo", "source": _ECHO, "name": "Rivertown Echo"}],
    },
    {
        "id": "claim/example-2020/013",
        "statement": "The plan is made public.",
        "kind": "occurrence",
        "attribution": [{"actor": "actor/example-gazette", "mode": "own_voice", "factuality": "Uu"}],
        "about": ["event/2020-plan-published"],
        "evidence": [{"text": "publish the plan of the crossing", "source": "source/example-2020", "role": "whole"}],
    },
    {
        "id": "claim/rivertown-2021/001",
        "statement": "Five lives were lost.",
        "kind": "numerical",
        "attribution": [{"actor": "actor/rivertown-echo", "mode": "own_voice", "factuality": "CT+"}],
        "about": ["event/2020-ferry-sinks"],
        "contradicts": ["claim/example-2020/004"],
        "qualifies": ["claim/example-2020/003"],
        "evidence": [{"text": _FIVE, "source": _ECHO, "role": "whole"}],
    },
)


@dataclass(frozen=True)
class Held:
    """A tree whose files are held in memory."""

    root: Path
    files: Sequence[Entry]
    held: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The folder that it was read from."""
        return str(self.root)

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield every file below a folder, sorted by path."""
        yield from (entry for entry in self.files if entry.path.startswith(f"{folder}/"))

    def entry(self, path: str) -> Entry | None:
        """Return what is at a path."""
        return next((entry for entry in self.files if entry.path == path), None)

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each of the files that are there."""
        yield from ((path, self.held[path]) for path in paths if path in self.held)


@dataclass
class Ledger:
    """A sound ledger on disk: its root, its records, and the texts of its sources that are at hand."""

    name: str
    root: Path
    texts: Mapping[str, Path] = field(default_factory=dict)

    @cached_property
    def records(self) -> dict[str, Json]:
        """Every record, by its path below the root."""
        found = [entry.path for entry in record_files(Folder(self.root))]
        return {path: json.loads((self.root / path).read_text(encoding="utf-8")) for path in found}

    @cached_property
    def tree(self) -> Held:
        """The ledger's files, read once."""
        entries = [entry for top in ("seeds", "dataset") for entry in Folder(self.root).entries(top)]
        return Held(self.root, entries, dict(Folder(self.root).contents(entry.path for entry in entries)))

    @cached_property
    def ids(self) -> list[str]:
        """Every identifier, withdrawn ones included."""
        return sorted(record["id"] for record in self.records.values())

    @cached_property
    def by_id(self) -> dict[str, Json]:
        """Every record by its identifier."""
        return {record["id"]: record for record in self.records.values()}

    @cached_property
    def values(self) -> dict[str, list[Any]]:
        """Every value of every field of the ledger, by model and field."""
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for record in self.records.values():
            for slot in slots(record):
                found[slot.field].append(slot.value)
        return found

    @cached_property
    def words(self) -> dict[str, str]:
        """The canonical text of every source whose text is at hand."""
        return {source: canonical(path.read_text(encoding="utf-8")) for source, path in self.texts.items()}


def example_ledger(folder: Path) -> Ledger:
    """Make the example ledger with every field in use, a second source, and a release; its texts are at hand."""
    root = folder / "example"
    shutil.copytree(EXAMPLE_ROOT, root)
    other = root / "echo.txt"
    other.write_text(_ECHO_TEXT, encoding="utf-8")
    _write(root, _echo_source())
    for record in _NEW:
        _write(root, record)
    for record_id, fields in _ADDED.items():
        record = json.loads((root / path_of(record_id)).read_text(encoding="utf-8"))
        for pointer, value in fields.items():
            parent, last = pointer.rpartition("/")[0], pointer.rpartition("/")[2]
            if last.isdigit():
                items = record[parent.strip("/")]
                items[int(last) :] = [value]
            else:
                record = changed(record, Put(pointer, value))
        _write(root, record)
    build_release(root, "0.1.0", date(2021, 8, 1), root / "dataset" / "releases" / "0.1.0")
    return Ledger("example", root, {"source/example-2020": EXAMPLE_TEXT, _ECHO: other})


def shipped_ledger(folder: Path, texts: Mapping[str, Path] | None = None) -> Ledger:
    """Copy the dataset's own records and releases; the sources' texts are at hand only where they are given."""
    root = folder / "dataset"
    for part in ("dataset/records", "dataset/releases", "seeds/source"):
        shutil.copytree(PACKAGE_ROOT / part, root / part)
    return Ledger("dataset", root, texts or {})


def _write(root: Path, record: Json) -> None:
    for key in ("mentions", "evidence"):
        record[key] = [_placed(item) for item in record.get(key, [])]
        if not record[key]:
            del record[key]
    path = root / path_of(record["id"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(canonical_json(parse(json.dumps(record))), encoding="utf-8")


def _placed(item: Json) -> Json:
    if "text" not in item:
        return item
    words, source = item["text"], item["source"]
    item = {key: value for key, value in item.items() if key != "text"}
    start = (_ECHO_TEXT if source == _ECHO else EXAMPLE_TEXT.read_text(encoding="utf-8")).index(words)
    digest = {"digest": span_digest(source, words)} if len(words.split()) >= 8 else {}
    return {"start": start, "end": start + len(words)} | item | digest


def _echo_source() -> Json:
    first, second = _ECHO_TEXT.index(" The report"), len(_ECHO_TEXT)
    sentences = [(0, first, "coded"), (first + 1, second, "boilerplate")]
    return {
        "id": _ECHO,
        "kind": "report",
        "title": {"text": "What became of the ferry", "basis": "derived", "note": "From its first words."},
        "authors": ["actor/rivertown-echo"],
        "publisher": "actor/rivertown-echo",
        "published": {"edtf": "2021-01", "basis": "explicit"},
        "language": "en",
        "licence": "CC0-1.0",
        "text": {
            "sha256": text_sha256(_ECHO_TEXT),
            "characters": len(_ECHO_TEXT),
            "paragraphs": 1,
            "canonicalisation": "ct-v1",
        },
        "sentences": [
            {"start": start, "end": end, "status": status, "digest": span_digest(_ECHO, _ECHO_TEXT[start:end])}
            for start, end, status in sentences
        ],
    }
