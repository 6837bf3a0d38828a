"""J: files and JSON, as the strict reader takes them."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_ledger.validators.intake import MAX_FILES, Intake
from caucasus_ledger.validators.naming import drafts
from caucasus_ledger.validators.rule import LEDGER, Example, Finding, Rule

_CLAIM = "claim/example-2020/003"
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices, with any ending."""


def _stray(intake: Intake) -> Iterator[Finding]:
    for path in intake.stray:
        yield Finding(LEDGER, "", "it is no record, no source and no file of a release", path)


def _reserved_names(intake: Intake) -> Iterator[Finding]:
    for file in intake.files.values():
        if reserved := _RESERVED & {*file.id.lower().split("/")}:
            yield Finding(file.id, "", f"Windows takes '{min(reserved)}' for a device and cannot hold such a file")


def _too_many(intake: Intake) -> Iterator[Finding]:
    if intake.count > MAX_FILES:
        message = f"there are {intake.count:,} files, of which none was read"
        yield Finding(LEDGER, "", message, "dataset/records")


def _drafts(intake: Intake) -> Iterator[Finding]:
    for record_id in drafts(intake):
        file = intake.file_of(record_id)
        if file and not any(code in ("J012", "F009") for code, _, _ in file.findings):  # what is to be decided is first
            name = record_id.rpartition("/")[2]
            yield Finding(record_id, "", f"'{name}' is the name of a draft; nothing may be published under it")


RULES = (
    Rule("J001", "not-utf-8", "The file is not UTF-8.", "Save it as UTF-8 without a byte order mark.",
         Example(_CLAIM, raw=b'{\n  "id": "claim/example-2020/003\xff"\n}\n')),
    Rule("J002", "byte-order-mark", "The file begins with a byte order mark.", "Save it as UTF-8 without one.",
         Example(_CLAIM, raw=b'\xef\xbb\xbf{"id": "claim/example-2020/003"}'),
         mends="takes the mark away, and makes UTF-8 of UTF-16"),
    Rule("J003", "not-json", "The file is not JSON.", "Mend the place named; mostly it is a comma, a quote or a bracket.",
         Example(_CLAIM, raw=b'{\n  "id": "claim/example-2020/003",\n}\n')),
    Rule("J004", "repeated-key", "A key stands twice in one object, and readers differ on which one counts.",
         "Keep one of the two.", Example(_CLAIM, raw=b'{\n  "id": "claim/example-2020/003",\n  "kind": "state",\n  "kind": "causal"\n}\n',
                                         at="/kind")),
    Rule("J005", "no-number", "NaN and Infinity are no JSON.", "Leave the field out where there is no number.",
         Example("event/2020-ferry-sinks", raw=b'{\n  "deaths": {"low": NaN}\n}\n')),
    Rule("J006", "number-out-of-range", "The number is larger than JSON readers share (2^53 - 1, or a float's range).",
         "Write the number that is meant.", Example("event/2020-ferry-sinks", raw=b'{\n  "deaths": {"low": 1e400}\n}\n')),
    Rule("J007", "too-deep", "The file nests deeper than 32 levels; no record does.", "Remove the needless brackets.",
         Example(_CLAIM, raw=b'{"about": ' + b"[" * 40 + b"]" * 40 + b"}")),
    Rule("J008", "too-large", "The file is larger than 256 KiB; no record is.", "Split it, one file a record.",
         Example(_CLAIM, raw=b'{"note": "' + b"x" * 262144 + b'"}')),
    Rule("J009", "half-character", "An escape gives half a character, an unpaired surrogate.",
         "Write the character itself.", Example(_CLAIM, raw=b'{\n  "note": "a \\ud83d b"\n}\n')),
    Rule("J010", "no-object", "The file holds no JSON object.", "Write one record between { and }.",
         Example(_CLAIM, raw=b'["claim/example-2020/003"]\n')),
    Rule("J011", "not-a-record-file", "Only plain files whose names end in .json belong among the records.",
         "Remove the file, or move it elsewhere.", Example(_CLAIM, raw=b"", path="dataset/records/claim/example-2020/notes.txt")),
    Rule("J012", "path-is-not-id", "The record's identifier and the file's path do not agree.",
         "Name the file after the identifier: dataset/records/IDENTIFIER.json, for a source seeds/IDENTIFIER.json.",
         Example(_CLAIM, "/id", "claim/example-2020/033"),
         mends="names the draft of an event, actor or assessment after the identifier that it states, if that is free"),
    Rule("J013", "not-canonical", "The file says the right thing in another than the canonical form.",
         "Run `caucasus check --fix`, or copy key order and spacing from a neighbour: two spaces, defaults left out, one final line end.",
         Example(_CLAIM, "/note", None, at=""), severity="warning",
         mends="writes the canonical form"),
    Rule("J014", "provisional-name", "The file still has the name of a draft: new, or new with something after it.",
         "Name the file yourself, or run `caucasus check --fix`, which makes an identifier of date and title, of the name, or of the claim.",
         Example("claim/example-2020/new", "", _CLAIM, at=""), search=_drafts,
         mends="gives file and references the identifier, once that can be told"),
    Rule("J015", "stray-file", "A file stands beside the records and is nothing that belongs there.",
         "Remove it. A source's text stays on your machine, and notes stay outside of dataset/ and seeds/.",
         Example(LEDGER, raw=b"a: 1\n", path="dataset/notes.yaml"), search=_stray),
    Rule("J016", "reserved-name", "The identifier holds a name that Windows keeps for a device.",
         "Choose another identifier, such as nul-group for nul.",
         Example("actor/nul", "", "actor/harbour-pilots", at="", also=(("actor/nul", "/name", "Null group"), ("actor/nul", "/aliases", []), ("actor/nul", "/mentions", [{"start": 31, "end": 41, "source": "source/example-2020", "name": "Null group"}]))),
         search=_reserved_names),
    Rule("J017", "too-many-files", f"There are more than {MAX_FILES:,} files among the records.",
         "Take away what is no record; tables of millions are checked as Parquet or JSON Lines, not file by file.",
         Example(LEDGER, path="dataset/records/claim/example-2020/*.json", raw=b"{}", copies=MAX_FILES), search=_too_many),
)  # fmt: skip
