"""Files: JSON that is none, bytes that are no text, and files that are not where or what they should be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from caucasus_ledger.dataset.records import path_of
from mutation.edits import Content, Files, Splice
from mutation.fault import Fault, Operator, Truth, Whole
from mutation.written import written

WRONG, TEXT, MEANING, SAME = Truth.WRONG, Truth.TEXT, Truth.MEANING, Truth.SAME

_BROKEN: tuple[tuple[str, str, str], ...] = (
    ("comma missing", r",(?=\n)", ""),
    ("comma doubled", r",(?=\n)", ",,"),
    ("comma trailing", r"(?<=[\w\"}\]])(?=\n *[}\]])", ","),
    ("semicolon", r",(?=\n)", ";"),
    ("colon missing", r'(?<="): ', " "),
    ("equals sign", r'(?<="): ', " = "),
    ("opening bracket missing", r"[{\[](?=\n)", ""),
    ("closing bracket missing", r"(?<=\n)( *)[}\]](?=,?\n.)", r"\1"),
    ("wrong closing bracket", r"\](?=,?\n)", "}"),
    ("key without quotation marks", r'"(\w+)":', r"\1:"),
    ("single quotation marks", r'"(\w+)":', r"'\1':"),
    ("curly quotation marks", r'"(\w+)":', r"“\1”:"),
    ("closing quotation mark missing", r'"(?=,?\n)', ""),
    ("opening quotation mark missing", r'(?<=: )"', ""),
    ("quotation mark within", r'(?<=: "\w\w)', '"'),
    ("line comment", r"(?<=[,{])(?=\n)", " // a remark"),
    ("block comment", r"(?<=[,{])(?=\n)", " /* a remark */"),
    ("hash comment", r"(?<=[,{])(?=\n)", " # a remark"),
    ("unknown escape", r'(?<=: "\w)', r"\\q"),
    ("short escape", r'(?<=: "\w)', r"\\u12"),
    ("line end in a text", r'(?<=: "\w\w)', "\n"),
    ("tab in a text", r'(?<=: "\w\w)', "\t"),
    ("NUL in a text", r'(?<=: "\w\w)', "\0"),
    ("NUL between values", r"(?<=,)(?=\n)", "\0"),
    ("no-break space between values", r"(?<=: )", "\u00a0"),
    ("value missing", r"(?<=: )\"[^\"\n]*\"(?=,?\n)", ""),
    ("Python's None", r"(?<=: )\"[^\"\n]*\"(?=,?\n)", "None"),
    ("undefined", r"(?<=: )\"[^\"\n]*\"(?=,?\n)", "undefined"),
    ("conflict marker", r"(?<=,\n)(?= )", "<<<<<<< HEAD\n"),
)
"""What is mistyped in JSON: its name, where, and what is written there instead."""

_RESHAPED: tuple[tuple[str, str, str], ...] = (
    ("tab for spaces", r"(?<=\n)  (?=\S)", "\t"),
    ("space too many", r"(?<=\n)  (?=\S)", "   "),
    ("space too few", r"(?<=\n)  (?=\S)", " "),
    ("space before the colon", r'(?<="): ', " : "),
    ("no space after the colon", r'(?<="): ', ":"),
    ("space at the line's end", r",(?=\n)", ", "),
    ("empty line", r"(?<=,\n)", "\n"),
    ("two members on a line", r",\n +(?=\")", ", "),
)
"""Layout that is valid JSON but not the canonical form."""


def syntax_broken(whole: Whole) -> Iterator[tuple[str, Fault]]:
    text = written(whole.record)[0]
    for name, pattern, replacement in _BROKEN:
        for match in _some(whole, pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            edit = Splice(match.start(), match.end(), match.expand(replacement))
            # what is left out is missed where the next thing stands, on the next line at the latest
            yield name, Fault(edit, WRONG, line, (line + 1,))


def layout_changed(whole: Whole) -> Iterator[tuple[str, Fault]]:
    text = written(whole.record)[0]
    for name, pattern, replacement in _RESHAPED:
        for match in _some(whole, pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            yield name, Fault(Splice(match.start(), match.end(), replacement), WRONG, line)
    last = text.count("\n")
    yield "no final line end", Fault(Splice(len(text) - 1, len(text), ""), WRONG, last, (last + 1,))
    yield "two final line ends", Fault(Splice(len(text), len(text), "\n"), WRONG, last, (last + 1,))
    yield "on one line", Fault(Content(json.dumps(whole.record, ensure_ascii=False).encode()), WRONG, 1)
    yield "four spaces", Fault(Content(json.dumps(whole.record, ensure_ascii=False, indent=4).encode()), WRONG, 2)
    yield "CR LF", Fault(Content(text.replace("\n", "\r\n").encode()), WRONG, 1)
    yield "CR", Fault(Content(text.replace("\n", "\r").encode()), WRONG, 1)
    if not text.isascii():
        line = next(n for n, one in enumerate(text.split("\n"), start=1) if not one.isascii())
        yield "escaped letters", Fault(Content((json.dumps(whole.record, indent=2) + "\n").encode()), WRONG, line)


def _some(whole: Whole, pattern: str, text: str) -> list[re.Match[str]]:
    found = list(re.finditer(pattern, text))
    return whole.rng.sample(found, min(2, len(found)))


def bytes_broken(whole: Whole) -> Iterator[tuple[str, Fault]]:
    text = written(whole.record)[0]
    content = text.encode()
    middle = text.index("\n", len(text) // 2)
    at = len(text[:middle].encode())
    line = text.count("\n", 0, middle) + 1
    for name, byte in (
        ("Latin-1 letter", b"\xe9"),
        ("cut letter", b"\xc3"),
        ("surrogate half", b"\xed\xa0\xbd"),
        ("overlong", b"\xc0\xaf"),
    ):
        yield name, Fault(Content(content[:at] + byte + content[at:]), WRONG, line)
    yield "byte order mark", Fault(Content(b"\xef\xbb\xbf" + content), WRONG, 1)
    yield "UTF-16", Fault(Content(text.encode("utf-16")), WRONG, 1)
    yield "UTF-32", Fault(Content(text.encode("utf-32")), WRONG, 1)
    yield "UTF-7 plus", Fault(Content(b"+AHs-" + content), WRONG, 1)
    yield "truncated", Fault(Content(content[:at]), WRONG, line)
    yield (
        "truncated in a text",
        Fault(Content(content[: content.rindex(b'"')]), WRONG, text.count("\n", 0, text.rindex('"')) + 1),
    )
    last = text.count("\n")
    yield "written twice", Fault(Content(content * 2), WRONG, last + 1)
    yield "text after the end", Fault(Content(content + b"end\n"), WRONG, last + 1)
    yield "bracket after the end", Fault(Content(content + b"}\n"), WRONG, last + 1)
    yield "empty", Fault(Content(b""), WRONG, 1)
    yield "blank", Fault(Content(b"\n \n"), WRONG, 1, (2, 3))
    yield "a list", Fault(Content(b"[\n" + content.rstrip() + b"\n]\n"), WRONG, 1)
    yield "a text", Fault(Content(b'"text"\n'), WRONG, 1)
    yield "null", Fault(Content(b"null\n"), WRONG, 1)
    yield "an empty object", Fault(Content(b"{}\n"), WRONG, 1)
    yield "NUL bytes", Fault(Content(content + b"\0" * 16), WRONG, last + 1)
    yield "zip", Fault(Content(b"PK\x03\x04" + content), WRONG, 1)
    yield "YAML", Fault(Content(b"id: x\nkind: y\n"), WRONG, 1)
    deep = b'{"id": ' + b"[" * 5000 + b"]" * 5000 + b"}\n"
    yield "nested deeply", Fault(Content(deep), WRONG, 1)
    yield "huge", Fault(Content(content + b" " * 300_000), WRONG, 1)


def file_elsewhere(whole: Whole) -> Iterator[tuple[str, Fault]]:
    path, content = whole.path, written(whole.record)[0].encode()
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".json")
    gone = (path, None)
    endings = (".jsn", ".JSON", ".txt", ".json.bak", "", "-too.json", " .json", "_1.json", "é.json", ".json~")
    for new in (f"{stem.upper()}.json", f"-{name}", *(f"{stem}{ending}" for ending in endings)):
        if new != name:
            yield "renamed", Fault(Files((gone, (f"{folder}/{new}", content))), WRONG, 1, (2,))
            yield "copied", Fault(Files(((f"{folder}/{new}", content),)), WRONG, 1, (2,))
    yield "hidden", Fault(Files((gone, (f"{folder}/.{name}", content))), WRONG, 1)
    for elsewhere in (
        f"dataset/records/{name}",
        f"dataset/records/place/{name}",
        f"{folder}/{stem}/{name}",
        f"seeds/source/x/{name}",
    ):
        yield "moved", Fault(Files((gone, (elsewhere, content))), WRONG, 1, (2,))
    yield "deleted", Fault(Files((gone,)), WRONG, 1)
    yield "a folder", Fault(Files(((path, "folder"),)), WRONG, 1)
    yield "a link", Fault(Files(((path, f"link:{name}.target"), (f"{folder}/.{name}.target", content))), WRONG, 1)
    yield "a link to nothing", Fault(Files(((path, "link:nothing.json"),)), WRONG, 1)
    others = [one for one in whole.ledger.records if one != path]
    yield "of another", Fault(Content(written(whole.ledger.records[whole.rng.choice(others)])[0].encode()), WRONG, 2)


def record_withdrawn(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """A tombstone in the place of a record that others refer to, and a record in the place of a tombstone."""
    record_id = whole.record["id"]
    if "retracted" not in whole.record:
        referred = any(
            record_id in json.dumps(other) for path, other in whole.ledger.records.items() if path != whole.path
        )
        plain = {"id": record_id, "retracted": {"reason": "It said too much.", "retracted_on": "2026-01-01"}}
        truth = WRONG if referred else MEANING
        yield "withdrawn", Fault(Content(written(plain)[0].encode()), truth, 1)
    both = whole.record | {"retracted": {"reason": "It said too much.", "retracted_on": "2026-01-01"}}
    if "retracted" not in whole.record:
        yield "withdrawn and kept", Fault(Content(written(both)[0].encode()), WRONG, 3)


def record_copied(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """The whole record a second time, under another identifier."""
    record_id = whole.record["id"]
    kind = record_id.partition("/")[0]
    other = f"{record_id[:-3]}999" if kind == "claim" else f"{record_id}-too"
    text = written(whole.record | {"id": other})[0]
    truth = MEANING if "retracted" in whole.record else WRONG
    lines = tuple(range(2, text.count("\n") + 1))
    yield "copied under another identifier", Fault(Files(((path_of(other), text.encode()),)), truth, 1, lines)


OPERATORS = (
    Operator("JSON broken", at_record=syntax_broken),
    Operator("layout changed", at_record=layout_changed),
    Operator("bytes broken", at_record=bytes_broken),
    Operator("file elsewhere", at_record=file_elsewhere),
    Operator("record withdrawn", at_record=record_withdrawn),
    Operator("record copied", at_record=record_copied),
)
