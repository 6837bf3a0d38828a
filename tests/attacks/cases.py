"""Attacks: what a hostile contribution may hold, by the row of the threat model, and how it must be refused.

The rows: 1 repeated keys, 2 no numbers, 3 numbers beyond a float, 4 numbers beyond 2^53, 5 nesting, 6 size, 7 half
characters, 8 encodings, 9 characters that cannot be seen, 10 letters that look alike, 11 composition, 12 patterns that
match too much, 13 patterns that take too long, 14 paths, 15 files that are none, 16 names of files, 17 settings of git,
18 unknown keys, 19 types, 20 identifiers and history, 21 references, 22 dates and places, 23 copied text, 24 formulas,
25 line breaks in cells, 26 scripts, 27 addresses, 28 mark-up, 29 escape sequences, 30 YAML, 31 Parquet, 32 pickles,
33 archives, 34 and 35 releases, 37 code in a contribution, 40 digests of short spans.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.release import build_release
from copies import EXAMPLE_ROOT, change
from repositories import commit, git, log

CLAIM = "claim/example-2020/003"
TOLL = "claim/example-2020/004"
FERRY = "event/2020-ferry-sinks"
MEETING = "event/2020-05-03-rivertown-meeting"
CLOSURE = "event/2020-06-port-closure"
SOURCE = "source/example-2020"
DEATHS = "assessment/example-2020/ferry-deaths"
FOLDER = "dataset/records/claim/example-2020"
RELEASE = "dataset/releases/0.1.0"

Plant = Callable[[Path], object]


@dataclass(frozen=True)
class Attack:
    """One attack: its row, how it is planted in a copy of the example ledger, and the rule that must refuse it.

    `code` is one rule, or several of which one must, or the letter of a family. `tree` asks for the check of a commit,
    `against` for that of a contribution to the copy as it was, `text` attaches the text.
    """

    row: int
    name: str
    plant: Plant
    code: str
    tree: bool = False
    against: bool = False
    text: bool = False


def raw(content: bytes | str, record: str = CLAIM) -> Plant:
    """Give a record's file these bytes."""
    data = content.encode() if isinstance(content, str) else content
    return lambda root: (root / path_of(record)).write_bytes(data)


def file(path: str, content: bytes | str = b"{}") -> Plant:
    """Put a file of these bytes at a path."""
    data = content.encode() if isinstance(content, str) else content

    def plant(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return plant


def fields(record: str, **values: Any) -> Plant:
    """Set fields of a record."""
    return lambda root: change(root, record, **values)


def title(text: str) -> Plant:
    """Set the title of an event."""
    return fields(CLOSURE, title=text)


def inner(old: str, new: str, record: str = CLAIM) -> Plant:
    """Replace a piece of a record's file."""

    def plant(root: Path) -> None:
        path = root / path_of(record)
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{record} has no {old}"
        path.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogatepass"))

    return plant


def both(*plants: Plant) -> Plant:
    """Plant several."""

    def plant(root: Path) -> None:
        for one in plants:
            one(root)

    return plant


def logged(root: Path) -> None:
    """Say in the changelog that something changes."""
    log(root)


def link(path: str, target: str) -> Plant:
    """Put a symbolic link at a path."""

    def plant(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(target)

    return plant


def program(root: Path) -> None:
    """Mark a record as a program."""
    git(root, "update-index", "--chmod=+x", path_of(CLAIM))
    (root / path_of(CLAIM)).chmod(0o755)


def submodule(root: Path) -> None:
    """Put another repository among the records."""
    inner = root / FOLDER / "099.json"
    inner.mkdir()
    git(inner, "init", "--quiet")
    commit(inner)


def released(root: Path) -> None:
    """Make a release, as the base has it."""
    build_release(root, "0.1.0", date(2020, 8, 1), root / RELEASE)
    commit(root)


def flipped(path: str) -> Plant:
    """Make a release and flip one bit of one of its files."""

    def plant(root: Path) -> None:
        released(root)
        content = bytearray((root / RELEASE / path).read_bytes())
        content[len(content) // 2] ^= 1
        (root / RELEASE / path).write_bytes(content)

    return plant


def substituted(root: Path) -> None:
    """Change a file of a release together with its manifest."""
    import hashlib

    released(root)
    manifest = root / RELEASE / "manifest.json"
    plain = json.loads(manifest.read_bytes())
    (root / RELEASE / "actors.json").write_bytes(b"[]\n")
    plain["files"]["actors.json"] = {"bytes": 3, "sha256": hashlib.sha256(b"[]\n").hexdigest()}
    manifest.write_text(json.dumps(plain), encoding="utf-8")


def minus_zero(root: Path) -> None:
    """Write a latitude of minus zero into a record that is in order."""
    position = {"lat": 0.0, "lon": 1.0}
    change(root, CLOSURE, places=[{"name": "A", "position": position, "precision": "city"}])
    inner('"lat": 0.0', '"lat": -0.0', CLOSURE)(root)


def many_files(root: Path) -> None:
    """Put more files among the records than there may be."""
    for number in range(10_050):
        (root / FOLDER / f"{number:06}.json").touch()


def part_cycle(length: int) -> Plant:
    """Make actors that are each part of the next, the last of the first."""

    def plant(root: Path) -> None:
        for number in range(length):
            record = f"actor/ring-{number:04}"
            whole = f"actor/ring-{(number + 1) % length:04}"
            plain = {"id": record, "name": f"Ring member {number:04}", "kind": "group", "part_of": whole}
            (root / path_of(record)).write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")

    return plant


def line_ends(ends: bytes) -> Plant:
    """End the lines of a record otherwise."""

    def plant(root: Path) -> None:
        path = root / path_of(CLAIM)
        path.write_bytes(path.read_bytes().replace(b"\n", ends))

    return plant


def renamed(root: Path) -> None:
    """Give a record another identifier."""
    (root / path_of(DEATHS)).unlink()
    plain = json.loads(git(root, "show", f"HEAD:{path_of(DEATHS)}")) | {"id": "assessment/example-2020/deaths"}
    (root / path_of("assessment/example-2020/deaths")).write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
    logged(root)


def edited_to_be_true(root: Path) -> None:
    """Edit a claim that is refuted."""
    change(root, DEATHS, verdict="refuted")
    commit(root)
    logged(root)
    change(root, TOLL, statement="Nobody lost a life.")


def gone(record: str) -> Plant:
    """Remove a record."""
    return both(lambda root: (root / path_of(record)).unlink(), logged)


def revived(root: Path) -> None:
    """Use the identifier of a withdrawn record again."""
    plain = json.loads((root / path_of(CLAIM)).read_text(encoding="utf-8"))
    plain |= {"id": "claim/example-2020/012", "statement": "A ferry went under.", "kind": "state"}
    (root / path_of(plain["id"])).write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
    logged(root)


def zipped() -> bytes:
    """Return an archive with a path that climbs."""
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("../../evil.json", "{}")
        return stream.getvalue()


def parquet() -> bytes:
    """Return a small Parquet file that holds many rows."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": pa.array(["x"] * 1_000_000)}), sink, compression="zstd")
    return bytes(sink.getvalue())


_INVISIBLE = {
    "bidi": "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "mark": "\u200e\u200f\u061c",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060",
    "control": "\0\a\b\t\n\r\x1b\x7f\x85\x9b",
    "gap": "\u2028\u2029",
    "soft": "\u00ad\u180e",
    "private": "\ue000\U000f0000",
    "unassigned": "\u0378\uffff\U0001fffe",
    "tag": "\U000e0041\U000e0001",
    "filler": "\u3164\u115f\u1160\uffa0\u2800",
    "joiner": "\u034f",
    "variation": "\ufe0f\U000e0100",
}


def _json() -> Iterator[Attack]:
    head = f'{{"id": "{CLAIM}", '
    for name, content in {
        "beside": head + '"kind": "state", "kind": "causal"}',
        "identifier": f'{{"id": "{CLAIM}", "id": "{TOLL}"}}',
        "nested": head + '"asserts": {"subject": "a", "subject": "b"}}',
        "in a list": head + '"evidence": [{"start": 1, "start": 2}]}',
        "escaped": head + '"k\\u0069nd": "state", "kind": "causal"}',
        "empty": head + '"": 1, "": 2}',
    }.items():
        yield Attack(1, f"repeated key, {name}", raw(content), "J004")
    for literal in ("NaN", "Infinity", "-Infinity"):
        yield Attack(2, literal, raw(head + f'"a": {literal}}}'), "J005")
    yield Attack(2, "NaN in a list", raw(head + '"a": [1, [NaN]]}'), "J005")
    for literal in ("1e400", "-1e400", "1" + "0" * 400 + ".5"):
        yield Attack(3, literal[:12], raw(head + f'"a": {literal}}}'), "J006")
    yield Attack(3, "-0.0", minus_zero, "J013 E030")
    for literal in ("9007199254740992", "-9007199254740992", "18446744073709551616", "9" * 5000, "-" + "9" * 5000):
        yield Attack(4, literal[:24], raw(head + f'"a": {literal}}}'), "J006")
    for name, content in {
        "lists, 100,000": "[" * 100_000,
        "lists, 900": head + '"a": ' + "[" * 900 + "]" * 900 + "}",
        "lists, 33": head + '"a": ' + "[" * 33 + "]" * 33 + "}",
        "objects, 100": head + '"a": ' + '{"a":' * 100 + "1" + "}" * 100 + "}",
        "both, 40": head + '"a": ' + '[{"a":' * 20 + "1" + "}]" * 20 + "}",
        "unbalanced": head + '"a": ' + "[]" * 3 + "[" * 50_000,
    }.items():
        yield Attack(5, f"nesting, {name}", raw(content), "J007")


def _sizes() -> Iterator[Attack]:
    yield Attack(6, "file of 1 MB", raw(b" " * 1_000_000), "J008")
    yield Attack(6, "file of 100 GB with holes", lambda root: os.truncate(root / path_of(CLAIM), 100 * 2**30), "J008")
    yield Attack(6, "text of 200,000 letters", fields(CLAIM, statement="word " * 40_000), "F006")
    yield Attack(6, "list of 20,000 items", fields(CLAIM, about=[FERRY, *["actor/blue-line"] * 5_000]), "D001")
    yield Attack(6, "2,000 unknown keys", fields(CLAIM, **{f"k{n}": n for n in range(2_000)}), "F002")
    yield Attack(6, "key of 100,000 letters", fields(CLAIM, **{"k" * 100_000: 1}), "F002")
    yield Attack(6, "10,050 files", many_files, "J017")


def _characters() -> Iterator[Attack]:
    quoted = '"statement": "A ferry of the Blue Line sank."'
    for name, escape in {
        "high": "\\ud83d",
        "low": "\\ude00",
        "swapped": "\\ude00\\ud83d",
        "high twice": "\\ud83d\\ud83d",
        "high, then a letter": "\\ud83da",
    }.items():
        yield Attack(7, f"half character, {name}", inner(quoted, f'"statement": "{escape}"'), "J009")
    yield Attack(7, "half character in a key", inner('"kind"', '"\\ud800": 1, "kind"'), "J009")
    yield Attack(7, "half character as bytes", inner(quoted, '"statement": "\ud800"'), "J001")
    good = json.dumps({"id": CLAIM})
    for encoding, code in {
        "utf-8-sig": "J002", "utf-16": "J002", "utf-16-le": "J003", "utf-16-be": "J003", "utf-32": "J002",
    }.items():  # fmt: skip
        yield Attack(8, encoding, raw(good.encode(encoding)), code)
    for name, content in {
        "latin 1": b'{"id": "\xe9"}',
        "overlong": b'{"id": "\xc0\xaf"}',
        "truncated": b'{"id": "\xe2\x82"}',
        "beyond": b'{"id": "\xf5\x80\x80\x80"}',
        "continuation": b'{"id": "\x80"}',
    }.items():
        yield Attack(8, f"not UTF-8, {name}", raw(content), "J001")
    for group, characters in _INVISIBLE.items():
        for character in characters:
            yield Attack(9, f"{group} U+{ord(character):04X}", title(f"Southmark clo{character}ses a port"), "X001")
    yield Attack(9, "bidi control in a key", fields(CLOSURE, **{"tit\u202ele": "A"}), "F002")
    yield Attack(10, "identifier", inner(CLOSURE, CLOSURE.replace("o", "о", 1), CLOSURE), "J012")
    yield Attack(10, "reference", fields(CLAIM, about=["event/2020-ferry-sinks", "actor/blue-linе"]), "F005")
    yield Attack(10, "name of a file", file(f"dataset/records/actor/{'bluе'}-line.json"), "J012")
    yield Attack(10, "letter of a word", title("Southmark сloses a port"), "X002")
    yield Attack(10, "Greek letter of a word", title("Sοuthmark closes a port"), "X002")
    yield Attack(10, "Armenian letter of a word", title("Southmark clօses a port"), "X002")
    yield Attack(11, "decomposed", title("Southmark closes a cafe\u0301"), "X004")
    yield Attack(
        11, "twin name in full width", fields("actor/ada-example", name="Ｎｏｒｔｈｍａｒｋ", mentions=[]), "D005 X014"
    )
    yield Attack(11, "key decomposed", fields(CLOSURE, é="A"), "F002")
    yield Attack(12, "line break after an identifier", fields(CLAIM, about=["actor/blue-line\n"]), "F005")
    yield Attack(12, "line break after an item", fields("actor/blue-line", wikidata="Q42\n"), "F005")
    yield Attack(12, "line break after a date", fields(DEATHS, known_on="2021-02\n"), "T001")
    yield Attack(12, "line break after a day", fields(DEATHS, assessed_on="2021-03-01\n"), "F005")
    yield Attack(12, "Arabic digits", fields(DEATHS, known_on="٢٠٢١"), "T001")
    yield Attack(12, "Devanagari digits of an item", fields("actor/blue-line", wikidata="Q४२"), "F005")
    yield Attack(12, "digits in full width", fields(CLAIM, supports=["claim/example-2020/００１"]), "F005")
    long = 100_000
    for name, plant, code in (
        ("identifier", fields(CLAIM, about=["actor/" + "a-" * (long // 2)]), "F006"),
        ("date", fields(DEATHS, known_on="[" + "2020," * (long // 5) + "]"), "F006"),
        ("address", fields(SOURCE, url="https://" + "a." * (long // 2)), "F006"),
        ("language", fields(SOURCE, language="en" + "-aa" * (long // 3)), "F006"),
        ("mode", fields(CLOSURE, mode="a-" * (long // 2)), "F006"),
        ("digest", inner('"digest": "', '"digest": "' + "0" * long), "F005"),
    ):
        yield Attack(13, f"{name} of 100,000 letters", plant, code)


def _files() -> Iterator[Attack]:
    for name, bad in {
        "climbing": "../../../etc/passwd",
        "climbing within": "actor/../../etc",
        "absolute": "/etc/passwd",
        "backslashes": "actor\\..\\..\\x",
        "percent": "actor/%2e%2e%2fx",
        "drive": "C:\\x",
        "null": "actor/x\0.json",
        "empty": "",
    }.items():
        yield Attack(14, f"path, {name}", fields(CLAIM, about=[bad]), "F005")
        yield Attack(14, f"path as identifier, {name}", fields(CLAIM, id=bad), "J012")
    yield Attack(15, "link out", link(path_of(CLAIM), "/etc/passwd"), "J011")
    yield Attack(15, "link to itself", link(path_of(CLAIM), "003.json"), "J011")
    yield Attack(15, "link to a folder", link(f"{FOLDER}/more", "/"), "J011")
    yield Attack(15, "link, committed", link(path_of(CLAIM), "/etc/passwd"), "J011", tree=True)
    yield Attack(15, "program, committed", program, "J011", tree=True)
    yield Attack(15, "submodule, committed", submodule, "J011", tree=True)
    yield Attack(15, "pipe", lambda root: os.mkfifo(root / FOLDER / "099.json"), "J011")
    for name in ("Northmark", "NORTHMARK", "nul", "con", "com1", "aux", "a..b", "-a", "a ", "a.", "a" * 130, "ﬁ", "é"):
        plain = {"id": f"actor/{name}", "name": "Another", "kind": "group"}
        path = f"dataset/records/actor/{name}.json"
        yield Attack(
            16, f"file named {name[:20]!r}", file(path, json.dumps(plain, indent=2) + "\n"), "J012 F005 F006 J016 R011"
        )
    yield Attack(17, "attributes among the records", file(f"{FOLDER}/.gitattributes", "* -text"), "J011", tree=True)
    yield Attack(
        17,
        "attributes beside them",
        both(title("A port closes"), logged, file(".gitattributes", "* a")),
        "P012",
        tree=True,
        against=True,
    )
    yield Attack(
        17, "modules", both(title("A port closes"), logged, file(".gitmodules", "")), "P012", tree=True, against=True
    )
    for name, ends in {"CR LF": b"\r\n", "CR": b"\r"}.items():
        yield Attack(17, f"lines that end in {name}", line_ends(ends), "J013")
    yield Attack(30, "YAML", file(f"{FOLDER}/003.yaml", "a: &a [1]\nb: *a\n"), "J011")
    yield Attack(30, "YAML named JSON", raw("id: no\nkind: &k [*k]\n"), "J003")
    yield Attack(31, "Parquet", file(f"{FOLDER}/003.parquet", parquet()), "J011")
    yield Attack(31, "Parquet named JSON", raw(parquet()), "J001 J003")
    yield Attack(32, "pickle", file(f"{FOLDER}/003.pkl", pickle.dumps(["a"])), "J011")
    yield Attack(32, "pickle named JSON", raw(pickle.dumps({"id": CLAIM})), "J001 J003")
    yield Attack(33, "archive", file(f"{FOLDER}/003.zip", zipped()), "J011")
    yield Attack(33, "archive named JSON", raw(zipped()), "J001 J003")
    yield Attack(33, "compressed JSON", raw(gzip.compress(b"{}")), "J001")


def _shapes() -> Iterator[Attack]:
    for key in ("__proto__", "constructor", "__class__", "$ref", "$schema", "toString", "id ", "Id"):
        yield Attack(18, f"key {key}", fields(CLAIM, **{key: {"a": 1}}), "F002")
    for name, plant in {
        "text for a number": inner('"start": 158', '"start": "158"'),
        "true for a number": inner('"start": 158', '"start": true'),
        "fraction for a number": inner('"start": 158', '"start": 158.0'),
        "exponent for a number": inner('"start": 158', '"start": 158e0'),
        "number for a text": fields(CLOSURE, title=1),
        "list for a text": fields(CLOSURE, title=["A"]),
        "object for a text": fields(CLOSURE, title={"a": "A"}),
        "null for a text": fields(CLOSURE, title=None),
        "text for a list": fields(CLAIM, about="actor/blue-line"),
        "object for a list": fields(CLAIM, about={"0": "actor/blue-line"}),
        "list for an object": fields(CLOSURE, when=["2020"]),
        "number for a date": fields(DEATHS, known_on=2021),
        "number for an identifier": fields(CLAIM, id=3),
    }.items():
        yield Attack(19, name, plant, "F003")
    yield Attack(19, "list for a record", raw("[]"), "J010")
    yield Attack(19, "text for a record", raw('"a"'), "J010")
    yield Attack(19, "nothing for a record", raw(""), "J003")


def _history() -> Iterator[Attack]:
    yield Attack(20, "silent removal", gone(DEATHS), "P004", tree=True, against=True)
    yield Attack(20, "silent removal, working files", gone(DEATHS), "P004", against=True)
    yield Attack(20, "other identifier", renamed, "P005", tree=True, against=True)
    yield Attack(20, "identifier used again", revived, "P006", tree=True, against=True)
    yield Attack(20, "claim made true", edited_to_be_true, "P010", against=True)
    yield Attack(20, "nothing in the changelog", title("A port closes"), "P011", tree=True, against=True)
    yield Attack(21, "dangling", fields(CLAIM, about=["event/2020-ferry-sinks", "actor/none"]), "R001")
    yield Attack(21, "itself", fields(CLAIM, supports=[CLAIM]), "R002")
    yield Attack(21, "circle of two", part_cycle(2), "R005")
    yield Attack(21, "circle of 1,000", part_cycle(1_000), "R005")
    for text in (
        "2025-02-30",
        "2025-13",
        "0000",
        "2025-04-31",
        "10000",
        "2020/2019",
        "[2021..2020]",
        "../..",
        "/",
        "[]",
    ):
        yield Attack(22, f"date {text}", fields(DEATHS, known_on=text), "T001")
    for lat, lon in ((91, 0), (0, 181), (-91, 0), (1e300, 0)):
        place = {"name": "A", "position": {"lat": float(lat), "lon": float(lon)}, "precision": "city"}
        yield Attack(22, f"position {lat}, {lon}", fields(CLOSURE, places=[place]), "F007")
    yield Attack(
        37,
        "tests of its own",
        both(title("A port closes"), logged, file("conftest.py", "1/0")),
        "P012",
        tree=True,
        against=True,
    )
    yield Attack(
        37,
        "a plugin of its own",
        both(title("A port closes"), logged, file("setup.cfg", "[a]")),
        "P012",
        tree=True,
        against=True,
    )
    yield Attack(37, "code among the records", file(f"{FOLDER}/a.py", "1/0"), "J011")
    yield Attack(34, "release, records flipped", flipped("records/event.jsonl"), "P001")
    yield Attack(34, "release, table flipped", flipped("claims.parquet"), "P001")
    yield Attack(
        34, "release, no manifest", both(released, lambda root: (root / RELEASE / "manifest.json").unlink()), "P003"
    )
    yield Attack(
        34, "release, nested manifest", both(released, file(f"{RELEASE}/manifest.json", "[" * 100_000)), "P003"
    )
    yield Attack(35, "release and manifest", substituted, "P001 P008", against=True)


def _texts() -> Iterator[Attack]:
    for start in "=+-@＝＋－＠":
        yield Attack(24, f"formula {start}", title(f"{start}cmd|' /C calc'!A0"), "X003")
    yield Attack(25, "line break in a cell", title("Southmark\ncloses, a port"), "X001")
    for name, payload in {
        "script": "<script>alert(1)</script>",
        "image": "<img src=x onerror=alert(1)>",
        "end of a script": "</script><b>",
        "vector": "<svg/onload=alert(1)>",
    }.items():
        yield Attack(26, name, title(f"Southmark {payload}"), "X")
    for address in (
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "https:evil.example", "https://a@evil.example/",
        "https://user:pass@evil.example", "https://evil.example\\@a", "https://exa mple.org/", "https://example.org/\n",
        "https://example.org/\u202e", "https://еxample.org/", "file:///etc/passwd", "ftp://example.org", " https://a.org",
        "HTTPS://example.org", "https://", "https:///x", "https://example.org/ä",
    ):  # fmt: skip
        yield Attack(27, f"address {address[:24]!a}", fields(SOURCE, url=address), "F005")
    for name, escape in {
        "CSI": "\x1b[2J",
        "OSC": "\x1b]8;;http://x\x07",
        "C1": "\x9b2J",
        "bell": "\a",
        "back": "\b",
    }.items():
        yield Attack(29, f"escape sequence {name} in a value", title(f"A {escape} port"), "X001")
        yield Attack(29, f"escape sequence {name} in a key", fields(CLOSURE, **{f"a{escape}": 1}), "F002")
        yield Attack(29, f"escape sequence {name} in a file's name", file(f"{FOLDER}/a{escape}.json"), "J012")
    yield Attack(
        40,
        "digest of a name",
        fields(TOLL, evidence=[{"start": 158, "end": 164, "source": SOURCE, "role": "whole", "digest": "0" * 32}]),
        "E",
    )


def _copies() -> Iterator[Attack]:
    copied = "When a ferry of the Blue Line sank on the way to the meeting, some died."
    noted = both(fields(CLAIM, note=_sentence), logged)
    yield Attack(23, "copied words, with the text", fields(CLAIM, statement=copied), "X007", text=True)
    yield Attack(23, "copied sentence, without the text", noted, "P015", tree=True, against=True)
    yield Attack(
        23,
        "copied sentence in a note",
        both(fields(CLAIM, note=f"It says: {_sentence} So."), logged),
        "P015",
        against=True,
    )
    yield Attack(23, "the text itself", file("seeds/source/text.txt", _text), "J011")
    yield Attack(23, "the text beside the sources", file("seeds/text.txt", _text), "J015")
    yield Attack(23, "the text in a field", fields(CLAIM, note=" ".join(_text.split() * 4)), "F006")


_text = (EXAMPLE_ROOT / "text.txt").read_text(encoding="utf-8")
_sentence = _text[158:236]

ATTACKS = (*_copies(), *_json(), *_sizes(), *_characters(), *_files(), *_shapes(), *_history(), *_texts())
