"""Consistency: whether all files of a release say the same of it, and what its data say; where validators are blind."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset import strict
from caucasus_ledger.dataset.description import below, data_of, media_type
from caucasus_ledger.dataset.fingerprint import short, table_root
from caucasus_ledger.dataset.formats import FORMATS, decode
from caucasus_ledger.dataset.manifest import COMPILED, MANIFEST, SUMS, parse, stated
from caucasus_ledger.dataset.metadata.said import READERS, Statement, is_safe
from caucasus_ledger.dataset.records import Json, kind_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.swhid import directory_swhid
from caucasus_ledger.dataset.tables import BY_NAME, Column, rows
from caucasus_ledger.dataset.unf import table_unf
from caucasus_ledger.dataset.variables import LABEL_LENGTH, keys

_ANCHORS = ("datapackage.json", "codebook.csv", "codes.csv")
"""Files that are read before the others, so that what differs from them is said of the other."""

_STANDARDS: Mapping[str, Any] = {
    "profile of datapackage.json": "https://datapackage.org/profiles/2.0/datapackage.json",
    "profile of croissant.json": "http://mlcommons.org/croissant/1.1",
    "vocabulary of croissant.json": "https://schema.org/",
    "vocabulary of schema.jsonld": "https://schema.org/",
    "vocabulary of dcat.jsonld": "http://www.w3.org/ns/dcat#",
    "context of csvw-metadata.json": "http://www.w3.org/ns/csvw",
    "context of ro-crate-metadata.json": "https://w3id.org/ro/crate/1.3/context",
    "profile of ro-crate-metadata.json": "https://w3id.org/ro/crate/1.3",
    "context of codemeta.json": "https://w3id.org/codemeta/3.0",
    "type in schema.org": "Dataset",
    "type in DCAT": "dcat:Dataset",
    "type in DataCite": "Dataset",
    "type in CodeMeta": "SoftwareSourceCode",
    "type in CFF": "dataset",
    "type in CSL": "dataset",
    "type in RIS": "DATA",
    "access": "http://purl.org/coar/access_right/c_abf2",
    "roles of the authors": ["creator"],
    "value that is missing": [""],
    "algorithm of sums": "spdx:checksumAlgorithm_sha256",
}
_UNREADABLE = (TypeError, ValueError, AttributeError, LookupError, RecursionError)
"""What goes wrong where a file is of another shape than its kind has."""

_MOST = 500
"""Longest problem, in characters."""

_LICENCES = {"CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/"}


def problems(folder: Path) -> list[str]:
    """Return where the files of a release contradict its manifest, its data or one another, a printable line each.

    Nothing but the folder is read. Releases before 1.0.0 have no metadata: of them the files alone are looked at.
    """
    return [_line(one) for one in dict.fromkeys(_problems(folder))]


def _problems(folder: Path) -> Iterator[str]:
    try:
        contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(_files(folder))}
        plain = strict.loads(contents[MANIFEST])
        manifest = parse(contents[MANIFEST])
    except KeyError:
        yield f"{MANIFEST} is not there"
        return
    except (OSError, ValueError, RecursionError) as error:
        yield f"{MANIFEST} cannot be read: {error}"
        return
    yield from _of_files(contents, plain, manifest.has_sums)
    if manifest.has_sums:
        try:
            yield from _of_statements(contents, plain)
        except _UNREADABLE as error:
            yield f"{MANIFEST} does not say what a manifest says: {_told(error)}"


def _line(text: str) -> str:
    """Return a text as one line that a terminal shows as it is, cut where nobody reads on."""
    words = " ".join(text.split())
    shown = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in words)
    return shown if len(shown) <= _MOST else f"{shown[:_MOST]}..."


def _files(folder: Path) -> Iterator[Path]:
    below = (path for path in folder.rglob("*") if path.is_file())
    return (path for path in below if not COMPILED.fullmatch(path.relative_to(folder).as_posix()))


def _of_files(contents: Mapping[str, bytes], plain: Json, has_sums: bool) -> Iterator[str]:
    listed = plain["files"]
    for path in sorted({*listed, *contents} - {MANIFEST, SUMS}):
        if not is_safe(path):
            yield f"{MANIFEST} names '{path}', which leads out of the folder"
        elif path not in contents:
            yield f"{path} is named in {MANIFEST} and is not there"
        elif path not in listed:
            yield f"{path} is there and is not named in {MANIFEST}"
        else:
            yield from _differs(path, contents[path], listed[path])
    if has_sums:
        yield from _of_sums(contents)


def _differs(path: str, content: bytes, facts: Json) -> Iterator[str]:
    if facts.get("bytes") != len(content):
        yield f"{path} has {len(content)} bytes; {MANIFEST} says {facts.get('bytes')}"
    if facts.get("sha256") != _sha256(content):
        yield f"{path} has the SHA-256 {_sha256(content)}; {MANIFEST} says {facts.get('sha256')}"


def _of_sums(contents: Mapping[str, bytes]) -> Iterator[str]:
    if SUMS not in contents:
        yield f"{SUMS} is not there"
        return
    digests = stated(contents[SUMS])
    for path in sorted({*digests, *contents} - {SUMS}):
        if path not in contents:
            yield f"{path} is named in {SUMS} and is not there"
        elif path not in digests:
            yield f"{path} is not named in {SUMS}"
        elif digests[path] != _sha256(contents[path]):
            yield f"{path} has the SHA-256 {_sha256(contents[path])}; {SUMS} says {digests[path]}"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _of_statements(contents: Mapping[str, bytes], plain: Json) -> Iterator[str]:
    """Yield what differs from what was said first: by standards, by the manifest, by the data, by the other files."""
    truth: dict[str, tuple[str, Any]] = {what: ("the standard", value) for what, value in _STANDARDS.items()}
    problems: list[str] = []
    decoded: dict[str, dict[str, list[Json]]] = {}
    problems += _compare(truth, MANIFEST, _of_manifest(plain, contents))
    for form in FORMATS:
        for name in plain["tables"]:
            problems += _decoded(decoded, contents, name, form)
    tables = decoded.get("parquet", {})
    if tables.keys() == plain["tables"].keys():
        problems += _compare(truth, "the data", _of_data(tables))
        problems += _of_references(tables)
    for form, found in decoded.items():
        for name, held in found.items():
            problems += _compare(truth, f"{name}.{form}", [(f"root of {name}", table_root(name, held))])
    for path in (*_ANCHORS, *sorted(READERS.keys() - {*_ANCHORS})):
        problems += _read(truth, path, contents)
    problems += _of_records(truth, contents)
    problems += _of_schemas(truth, contents)
    problems += _of_labels(truth, contents)
    problems += _of_codes(truth, tables)
    yield from problems
    yield from _of_truth(truth)


def _compare(truth: dict[str, tuple[str, Any]], who: str, statements: Iterable[Statement]) -> Iterator[str]:
    for what, value in statements:
        first, told = truth.setdefault(what, (who, value))
        if told != value or type(told) is not type(value):
            yield f"{who}: the {what} is {_shown(value)}, but {first} has {_shown(told)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}..."


def _read(truth: dict[str, tuple[str, Any]], path: str, contents: Mapping[str, bytes]) -> Iterator[str]:
    if path not in contents:
        yield f"{path} is not there"
        return
    try:
        yield from _compare(truth, path, READERS[path](contents[path].decode()))
    except _UNREADABLE as error:
        yield f"{path} does not say what a file of its kind says: {_told(error)}"


def _told(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _of_manifest(plain: Json, contents: Mapping[str, bytes]) -> Iterator[Statement]:
    names, listed = list(plain["tables"]), sorted(plain["files"])
    released, previous = plain["released"], plain["previous"]
    yield from (
        ("title", plain["title"]),
        ("version", plain["version"]),
        ("title and version", f"{plain['title']} {plain['version']}"),
        ("authors", plain["authors"]),
        ("licence", plain["licence"]),
        ("licence in small letters", plain["licence"].lower()),
        ("day of release", released),
        ("year of release", released[:4]),
        ("moment of release", f"{released}T00:00:00Z"),
        ("fingerprint", plain["fingerprint"]),
        ("fingerprint with prefix", f"ccd1:{plain['fingerprint']}"),
        ("fingerprint, short", short(plain["fingerprint"])),
        ("SWHID", plain["swhid"]),
        ("SWHID", directory_swhid(below("records/", contents))),
        ("release before", previous["version"] if previous else None),
        ("number of records", plain["records"]),
        ("tables", names),
        ("CSV files", [f"{name}.csv" for name in names]),
        ("Parquet files", [f"{name}.parquet" for name in names]),
        ("files", sorted({*listed, MANIFEST, SUMS} - {"ro-crate-metadata.json"})),
        ("files of data", data_of(listed)),
        ("files of the tables", sorted(f"{name}.{form}" for name in names for form in ("csv", "parquet"))),
        ("media types of data", sorted({media_type(path) for path in data_of(listed)})),
        ("variables", [f"{name}.{column}" for name in names for column, _ in plain["tables"][name]["columns"]]),
    )
    if plain["licence"] in _LICENCES:
        yield "address of the licence", _LICENCES[plain["licence"]]
    for path, content in contents.items():
        yield f"bytes of {path}", len(content)
        yield f"sha256 of {path}", _sha256(content)
        yield f"media type of {path}", media_type(path)
    for name, facts in plain["tables"].items():
        yield from _of_table(name, facts)


def _of_table(name: str, facts: Json) -> Iterator[Statement]:
    yield from (
        (f"rows of {name}", facts["rows"]),
        (f"root of {name}", facts["root"]),
        (f"UNF of {name}", facts["unf"]),
        (f"columns of {name}", facts["columns"]),
        (f"number of columns of {name}", len(facts["columns"])),
        (f"CSV file of {name}", f"{name}.csv"),
    )
    for number, (column, kind) in enumerate(facts["columns"], start=1):
        yield from (
            (f"column {number} of {name}", column),
            (f"type of {name}.{column}", kind),
            (f"title of {name}.{column} in CSV", column),
            (f"source of {name}.{column}", [f"{name}.parquet", column]),
        )


def _decoded(
    decoded: dict[str, dict[str, list[Json]]], contents: Mapping[str, bytes], name: str, form: str
) -> Iterator[str]:
    path = f"{name}.{form}"
    if path not in contents:
        yield f"{path} is not there"
    elif name not in BY_NAME:
        yield f"{MANIFEST} has a table '{name}', which no version of this package knows"
    else:
        try:
            decoded.setdefault(form, {})[name] = decode(form, BY_NAME[name], contents[path])
        except LedgerError:
            return  # without pandas there is nothing that reads Stata files
        except Exception as error:
            yield f"{path} cannot be read: {error}"


def _of_data(tables: Mapping[str, list[Json]]) -> Iterator[Statement]:
    for name, found in tables.items():
        table = BY_NAME[name]
        yield f"rows of {name}", len(found)
        yield f"columns of {name}", [[column.name, column.type] for column in table.columns]
        yield f"UNF of {name}", table_unf(table, found)
        yield f"key of {name}", list(keys(table))
        for column in table.columns:
            yield from _of_column(name, column, [row[column.name] for row in found])
    days = [day for row in tables["events"] for day in (row["when_earliest"], row["when_latest"]) if day]
    countries = sorted({row["country"] for name in ("places", "actors") for row in tables[name] if row["country"]})
    yield "coverage", f"{min(days)}/{max(days)}" if days else None
    yield "countries", countries
    yield "number of countries", len(countries)
    yield "number of works", len(tables["sources"])


def _of_column(name: str, column: Column, values: list[Any]) -> Iterator[Statement]:
    place, given = f"{name}.{column.name}", [value for value in values if value is not None]
    yield f"given values of {place}", len(given)
    yield f"missing values of {place}", len(values) - len(given)
    if given and column.type != "string":
        yield f"least and most of {place}", [str(min(given)), str(max(given))]
    if len(column.refers) == 1 and not column.joined:
        yield f"table that {place} refers to", column.refers[0]
        yield f"column that {place} refers to", BY_NAME[column.refers[0]].columns[0].name


def _of_references(tables: Mapping[str, list[Json]]) -> Iterator[str]:
    known = {name: {row[BY_NAME[name].columns[0].name] for row in found} for name, found in tables.items()}
    for name, found in tables.items():
        columns = keys(BY_NAME[name])
        distinct = {tuple(row[column] for column in columns) for row in found}
        if len(distinct) < len(found):
            yield f"{name}: two rows have one key ({', '.join(columns)})"
        for column in BY_NAME[name].columns:
            if column.refers:
                there = set().union(*(known[other] for other in column.refers), known["tombstones"])
                values = [row[column.name] for row in found if row[column.name] is not None]
                listed = {one for value in values for one in (value.split(";") if column.joined else [value])}
                yield from (f"{name}.{column.name}: {one} is no record" for one in sorted(listed - there))


def _of_records(truth: dict[str, tuple[str, Any]], contents: Mapping[str, bytes]) -> Iterator[str]:
    """Yield where the nested records differ from the tables, or the two files that hold them from one another."""
    try:
        nested = {
            path.removeprefix("records/").removesuffix(".jsonl"): [
                strict.loads(line) for line in contents[path].decode().splitlines()
            ]
            for path in contents
            if path.startswith("records/")
        }
        whole = strict.loads(contents["dataset.json"])
        records = [record for found in nested.values() for record in found]
        statements: list[Statement] = [("number of records", len(records))]
        statements += [(f"number of records of kind {kind}", len(found)) for kind, found in nested.items()]
        records.sort(key=lambda record: str(record["id"]))
        for name, table in BY_NAME.items():
            statements.append((f"root of {name}", table_root(name, (row.values for row in rows(table, records)))))
        statements.append(("records that are of another kind than their file", _misplaced(nested)))
        truth["records that are of another kind than their file"] = ("a release", [])
        yield from _compare(truth, "records/", statements)
        if whole != {f"{kind}s": whole.get(f"{kind}s") for kind in nested} or any(
            whole[f"{kind}s"] != found for kind, found in nested.items()
        ):
            yield "dataset.json: its records are not those of records/"
    except _UNREADABLE as error:
        yield f"records/ and dataset.json do not hold what they should: {_told(error)}"


def _misplaced(nested: Mapping[str, list[Json]]) -> list[str]:
    return [record["id"] for kind, found in nested.items() for record in found if kind_of(record) != kind]


def _of_schemas(truth: dict[str, tuple[str, Any]], contents: Mapping[str, bytes]) -> Iterator[str]:
    for path in (path for path in contents if path.startswith("records/")):
        kind = path.removeprefix("records/").removesuffix(".jsonl")
        name = f"schemas/{kind}.json"
        if name not in contents:
            yield f"{name} is not there"
            continue
        try:
            schema = strict.loads(contents[name])
            yield from _compare(truth, name, _codes_of_schema(kind, schema))
        except _UNREADABLE as error:
            yield f"{name} does not describe the records of its kind: {_told(error)}"


def _codes_of_schema(kind: str, schema: Json) -> Iterator[Statement]:
    for name, table in BY_NAME.items():
        for column in table.columns:
            if table.kinds == (kind,) and column.path and column.path != "id":
                steps = [*([table.list_path] if table.list_path else []), *column.path.split(".")]
                yield from ((f"codes of {name}.{column.name}", codes) for codes in _enumerated(schema, steps))


def _enumerated(schema: Json, steps: list[str]) -> Iterator[list[Any]]:
    """Yield the list of codes that a schema allows at the end of a path of fields, if it has one."""
    node = schema
    for step in steps:
        node = _resolved(schema, node["properties"][step])
    if "enum" in node:
        yield node["enum"]


def _resolved(schema: Json, node: Json) -> Json:
    while True:
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        elif "anyOf" in node:
            node = next(one for one in node["anyOf"] if one.get("type") != "null")
        elif "items" in node:
            node = node["items"]
        else:
            return node


def _of_labels(truth: dict[str, tuple[str, Any]], contents: Mapping[str, bytes]) -> Iterator[str]:
    """Yield where the labels in Stata files differ from the codebook's; nothing without pandas."""
    try:
        from pandas.io.stata import StataReader
    except ModuleNotFoundError:
        return
    import io

    for path in (path for path in contents if path.endswith(".dta")):
        try:
            with StataReader(io.BytesIO(contents[path])) as reader:
                labels = reader.variable_labels()
        except Exception as error:
            yield f"{path} cannot be read: {error}"
            continue
        name = path.removesuffix(".dta")
        yield from _compare(truth, path, [(f"label of {name}.{column}", label) for column, label in labels.items()])


def _of_codes(truth: Mapping[str, tuple[str, Any]], tables: Mapping[str, list[Json]]) -> Iterator[str]:
    """Yield values that are missing or unknown against what is said of their columns, and codes that are miscounted."""
    for name, found in tables.items():
        for column in BY_NAME[name].columns:
            place = f"{name}.{column.name}"
            values = [row[column.name] for row in found if row[column.name] is not None]
            if truth.get(f"whether {place} is required", ("", False))[1] and len(values) < len(found):
                yield f"{place} is said to be required, and {len(found) - len(values)} values are missing"
            if f"codes of {place}" in truth:
                counts = Counter(one for value in values for one in (value.split(";") if column.joined else [value]))
                yield from _of_counts(truth, place, counts)


def _of_counts(truth: Mapping[str, tuple[str, Any]], place: str, counts: Counter[str]) -> Iterator[str]:
    codes = truth[f"codes of {place}"][1]
    yield from (f"{place}: {code} is none of its codes" for code in sorted(counts.keys() - {*codes}))
    for code in codes:
        who, number = truth.get(f"rows with {code} in {place}", ("codes.csv", None))
        if number != counts[code]:
            yield f"{who}: {code} stands in {number} rows of {place}, but in the data in {counts[code]}"


def _of_truth(truth: Mapping[str, tuple[str, Any]]) -> Iterator[str]:
    """Yield what is wrong even if all files say it."""
    for what, (who, value) in truth.items():
        if what.startswith("label of ") and not 0 < len(value) <= LABEL_LENGTH:
            yield f"{who}: the {what} has {len(value)} characters; at most {LABEL_LENGTH} are allowed"
        if what.startswith("address of ") and what != "address of the licence":
            path = what.removeprefix("address of ")
            on_site = value.startswith("https://") and value.endswith(f"/{path}")
            if not on_site and value != path:
                yield f"{who}: the {what} is {_shown(value)}, which does not lead to it"
        if what == "licence" and value not in _LICENCES:
            yield f"{who}: the licence {_shown(value)} is none that is known"
