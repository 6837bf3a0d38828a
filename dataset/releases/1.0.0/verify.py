"""Prove that this folder holds the release that it says it is. Needs Python 3.8 or newer, and nothing else.

    python3 verify.py                   every file against its digest, every table against the fingerprint
    python3 verify.py FINGERPRINT       and the fingerprint against the one that a paper cites, long or short

Digests show that nothing was damaged. That nobody has changed data and digests together is shown only by a
fingerprint that was written down elsewhere, so give the one that was cited. It is of the tables as CSV and JSON Lines
hold them; of Parquet, Stata, records/ and the documents only digests are checked here: `caucasus verify` does the rest.
Exit code 0: all holds. 1: something differs, and each line that begins with FAILS says what. 2: there is no release
here, or what was given is no fingerprint.

The fingerprint is `ccd1`: a leaf is SHA-256(00 "ccd-rec-v1" 00 table 00 row), where row is the RFC 8785 JSON of a row,
missing values as null, days as YYYY-MM-DD; leaves stand in the order of their rows' bytes; a table's root is the Merkle
tree hash of RFC 6962 over them; the fingerprint is SHA-256 of the RFC 8785 JSON of {"tables": {table: {"columns":
[[name, type], ...], "n": rows, "root": root}, ...}, "v": "ccd1"}.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterable, Iterator  # noqa: UP035 - for Python 3.8

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
ERRORS = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, csv.Error)
counts = {True: 0, False: 0}


def say(holds: bool, text: str) -> bool:
    """Count a check, and print what fails, in ASCII that no terminal takes for a command."""
    counts[holds] += 1
    if not holds:
        print("FAILS ", text.encode("unicode_escape").decode())
    return holds


def number(value: float) -> str:
    """Return a number as ECMAScript and so RFC 8785 write it."""
    if isinstance(value, int):
        return str(value)
    sign, found, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, found)).lstrip("0")
    point = len(digits) + int(exponent)  # where the decimal point stands, counted from the first digit
    digits = digits.rstrip("0")
    if not digits:
        return "0"
    if 0 < point <= 21:
        text = digits[:point].ljust(point, "0") + "." * (len(digits) > point) + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + "." * (len(digits) > 1) + digits[1:] + f"e{point - 1:+}"
    return "-" * sign + text


def canonical(value: Any) -> str:
    """Return RFC 8785 JSON. Keys are ASCII here, so that sorting them by characters is sorting them by code units."""
    if isinstance(value, dict):
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def root(table: str, rows: Iterable[dict[str, Any]]) -> tuple[int, str]:
    """Return the number of rows and the Merkle root of a table."""
    prefix = b"\x00ccd-rec-v1\x00" + table.encode() + b"\x00"
    leaves = [hashlib.sha256(prefix + row).digest() for row in sorted(canonical(row).encode() for row in rows)]
    return len(leaves), merkle(leaves).hex()


def merkle(leaves: list[bytes]) -> bytes:
    """Return the Merkle tree hash: the left half is the largest power of two that leaves something for the right."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + merkle(leaves[:half]) + merkle(leaves[half:])).digest()


def csv_rows(text: str, columns: list[list[str]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a CSV file, typed as the manifest says; an empty cell is a missing value."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    if next(lines, []) != [name for name, _ in columns]:
        raise ValueError("its columns are not those of the manifest")
    for cells in lines:
        if len(cells) != len(columns):
            raise ValueError(f"row {lines.line_num} has {len(cells)} cells, not {len(columns)}")
        yield {name: typed(kind, cell) if cell else None for (name, kind), cell in zip(columns, cells)}  # noqa: B905


def typed(kind: str, cell: str) -> Any:
    """Return the value of a cell, which is written as R and Stata read it as well."""
    if kind not in ("int", "float"):
        return cell
    if not re.fullmatch(r"-?[0-9]+" if kind == "int" else r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", cell):
        raise ValueError(f"{cell!r} is no {kind}")
    return int(cell) if kind == "int" else float(cell)


def jsonl_rows(text: str, columns: list[list[str]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, one object with all columns a line."""
    *lines, rest = text.split("\n")
    if rest:
        raise ValueError("the last line has no end")
    for line in lines:
        row = json.loads(line)
        if canonical(row) != line:
            raise ValueError("a line is not the RFC 8785 JSON of its row")
        if set(row) != {name for name, _ in columns}:
            raise ValueError("its columns are not those of the manifest")
        yield row


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object's members, of which no two may have one name, since readers would take either."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def read_lists(folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the digest of every file that should be here, and the manifest; say where the two lists differ."""
    listed: dict[str, str] = {}
    try:
        text = (folder / SUMS).read_bytes().decode()
        listed = {path: digest for digest, path in re.findall("^([0-9a-f]{64})  (.+)$", text, re.MULTILINE)}
        if "".join(f"{digest}  {path}\n" for path, digest in listed.items()) != text:
            say(False, f"{SUMS} has lines that are not a digest, two spaces and a path")
    except ERRORS as error:
        say(False, f"{SUMS} cannot be read: {error}")
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes(), object_pairs_hook=unique)
        files = {path: str(file["sha256"]) for path, file in manifest["files"].items()}
    except ERRORS as error:
        say(False, f"{MANIFEST} cannot be read: {error}")
        return listed, {}
    for path in sorted({*files, *listed} - {MANIFEST}):
        if files.get(path) != listed.get(path):
            say(False, f"{path}: {MANIFEST} has {files.get(path)}, {SUMS} has {listed.get(path)}")
    return {**files, **listed}, manifest


def check_files(folder: Path, listed: dict[str, str]) -> set[str]:
    """Hold every file against its digest and return those that are sound; the others are not read any further."""
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }
    present = {path: file for path, file in present.items() if not re.fullmatch(r"__pycache__/verify\..*\.pyc", path)}
    for path in sorted({*present} - {*listed, SUMS}):
        say(False, f"{path} is no file of this release")
    for path in sorted({*listed} - {*present}):
        say(False, f"{path} is missing; its SHA-256 was {listed[path]}")
    sound = set()
    for path in sorted({*listed} & {*present}):
        if present[path].is_symlink():
            say(False, f"{path} is a link, and no file of this release")
            continue
        try:
            found = hashlib.sha256(present[path].read_bytes()).hexdigest()
        except OSError as error:
            found = str(error)
        if say(found == listed[path], f"{path}: SHA-256 {found}" + f", not {listed[path]}" * (found != listed[path])):
            sound.add(path)
    return sound


def check_tables(folder: Path, manifest: dict[str, Any], sound: set[str]) -> set[str]:
    """Compute the fingerprint from the CSV files and again from the JSON Lines, and return what is found."""
    fingerprints = set()
    for form, rows_of in (("csv", csv_rows), ("jsonl", jsonl_rows)):
        tables = {}
        for name, facts in manifest["tables"].items():
            path, columns, told = f"{name}.{form}", facts["columns"], (facts["rows"], facts["root"])
            if path not in sound:
                say(False, f"{path}: not read, so there is no fingerprint of the {form} files")
                continue
            try:
                n, found = root(name, rows_of((folder / path).read_bytes().decode(), columns))
            except ERRORS as error:
                say(False, f"{path}: its rows cannot be read: {error}")
                continue
            say((n, found) == told, f"{path}: {n} rows, root {found}; the manifest has {told[0]}, {told[1]}")
            tables[name] = {"n": n, "root": found, "columns": columns}
        if len(tables) == len(manifest["tables"]):
            found = hashlib.sha256(canonical({"v": "ccd1", "tables": tables}).encode()).hexdigest()
            told = manifest["fingerprint"]
            print(f"fingerprint of the {form} files: {found}")
            say(found == told, f"the manifest has the fingerprint {told}")
            fingerprints.add(found)
    return fingerprints


def short(fingerprint: str) -> str:
    """Return the form in which a fingerprint stands in a citation."""
    return "ccd1:" + "-".join(fingerprint[start : start + 4] for start in range(0, 16, 4))


def main(cited: str = "") -> int:
    """Check everything and return the exit code."""
    folder = Path(__file__).resolve().parent
    if not (folder / SUMS).exists() and not (folder / MANIFEST).exists():
        print(f"there is no release beside {Path(__file__).name}: neither {SUMS} nor {MANIFEST}")
        return 2
    csv.field_size_limit(1 << 24)
    listed, manifest = read_lists(folder)
    sound = check_files(folder, listed)
    found: set[str] = set()
    try:
        found = check_tables(folder, manifest, sound) if manifest else found
    except ERRORS as error:
        say(False, f"{MANIFEST} does not tell what the tables are: {error!r}")
    if cited:
        forms = {short(one) if "-" in cited else one for one in found}
        print("the fingerprint is of the tables as CSV and JSON Lines; of other files only digests are checked")
        say(forms == {cited}, f"the fingerprint cited is {cited}; found: {', '.join(sorted(forms)) or 'none'}")
    print(f"{counts[True]} checks hold, {counts[False]} fail" + ("" if counts[False] else f": {short(found.pop())}"))
    return 1 if counts[False] else 0


if __name__ == "__main__":
    given = "".join(sys.argv[1:]).strip().lower()
    given = given if "-" in given else given.replace("ccd1:", "", 1)
    if given and not re.fullmatch("[0-9a-f]{64}|ccd1:[0-9a-f]{4}(-[0-9a-f]{4}){3}", given):
        print("Usage: python3 verify.py [FINGERPRINT], one like ccd1:0123-4567-89ab-cdef, or its 64 digits")
        sys.exit(2)
    sys.exit(main(given))
