"""Replication: a folder to put into a journal's archive: data for R and Stata, codebook, citation, sums, and a README.

The sections of the README are those that AJPS and the Odum Institute ask replication archives for; what only the
author of a paper can say is marked with square brackets.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.export.codebook import codebook
from caucasus_ledger.dataset.export.csv import listing, table_csv
from caucasus_ledger.dataset.export.imprint import Imprint, entry, imprint_of, readme
from caucasus_ledger.dataset.export.json_text import pretty
from caucasus_ledger.dataset.formats import FORMATS
from caucasus_ledger.dataset.manifest import SUMS, sums
from caucasus_ledger.dataset.store import LedgerError, ReleaseStore

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.dataset.records import Json
    from caucasus_ledger.dataset.tables import Table

_TAKEN = (
    "CITATION.cff", "citation.bib", "citation.ris", "citation.csl.json", "codebook.html", "DATASHEET.md",
    "CHANGELOG.md", "load.R", "load.do",
)  # fmt: skip
"""Files that go along where the release has them."""

_WHAT = {
    "README.txt": "this text",
    "CITATION.txt": "how to cite the data",
    "CITATION.cff": "the same for GitHub, Zenodo and Zotero",
    "citation.bib": "the same for BibTeX",
    "citation.ris": "the same for reference managers",
    "citation.csl.json": "the same as CSL-JSON",
    "codebook.csv": "every variable: type, meaning, codes, what an empty cell means",
    "codebook.html": "the same to read",
    "DATASHEET.md": "how the data were made, and what they are not for",
    "CHANGELOG.md": "what changed from version to version",
    "load.R": "loads all tables into R",
    "load.do": "loads a table into Stata",
    "manifest.json": "what this folder holds, with digests, and of which release",
    SUMS: "SHA-256 of every other file",
}


def files(ledger: Ledger) -> dict[str, bytes]:
    """Return the files of the folder by path: those of the release where it has them, and made from it where not.

    Needs pandas for Stata's files. Raises LedgerError without it, and for records that are not released.
    """
    store = ledger.store
    if not isinstance(store, ReleaseStore):
        raise LedgerError("records that are not released cannot be cited, and an archive has to; name a release")
    imprint, tables = imprint_of(ledger), tables_of(ledger)
    held = {path: store.read(path) for path in store.manifest["files"] if _goes_along(path, tables)}
    made = {"CITATION.txt": f"{imprint.citation}\n".encode()} | _data(tables, held) | held
    made["codebook.csv"] = codebook(ledger, tables)
    made["README.txt"] = _readme(imprint, tables, [*made, "README.txt", "manifest.json", SUMS])
    made["manifest.json"] = _manifest(imprint, made)
    return made | {SUMS: sums({path: sha256(content).hexdigest() for path, content in made.items()})}


def _goes_along(path: str, tables: dict[Table, list[Json]]) -> bool:
    data = {f"{table.name}.{suffix}" for table in tables for suffix in ("csv", "dta")}
    return path in data or path in _TAKEN


def _data(tables: dict[Table, list[Json]], held: dict[str, bytes]) -> dict[str, bytes]:
    """Return the tables that the release does not hold as CSV or for Stata."""
    stata, _ = FORMATS["dta"]
    found: dict[str, bytes] = {}
    for table, rows in tables.items():
        if f"{table.name}.csv" not in held:
            found[f"{table.name}.csv"] = table_csv(table, rows)
        if f"{table.name}.dta" not in held:
            found[f"{table.name}.dta"] = stata(table, rows)
    return found


def _manifest(imprint: Imprint, made: dict[str, bytes]) -> bytes:
    digests = {
        path: {"bytes": len(content), "sha256": sha256(content).hexdigest()} for path, content in sorted(made.items())
    }
    return pretty(imprint.items() | {"files": digests}).encode()


def _readme(imprint: Imprint, tables: dict[Table, list[Json]], paths: list[str]) -> bytes:
    documents = [path for path in _WHAT if path in paths]
    files_ = [
        "FILES",
        "",
        *(line for path in documents for line in entry(f"  {path:<20}", _WHAT[path])),
        *entry(f"  {'TABLE.csv, .dta':<20}", "each table below for R, Python and spreadsheets, and for Stata 14 and on"),
    ]
    load = [
        "INSTRUCTIONS",
        "",
        "  1  Check that the files are whole: sha256sum -c SHA256SUMS",
        "  2  Load the data. In R:",
        "",
        '       events <- read.csv("events.csv", na.strings = "", encoding = "UTF-8")',
        "",
        "     In Stata:",
        "",
        '       use "events.dta", clear',
        "",
        "  3  [Say which scripts make which table and figure, and in which order they",
        "     are to be run.]",
    ]
    return readme(
        imprint,
        "for a replication archive",
        [
            "This folder goes with a paper. What only its author can say stands in square brackets; fill it in and "
            "delete the brackets.",
            "PAPER\n\n  [Authors, title, journal, year]\n  [Corresponding author and address]",
            "\n".join(["DATA CITATION", "", *entry("  ", imprint.citation)]),
            "\n".join(
                [
                    "DATA AVAILABILITY",
                    "",
                    *entry(
                        "  ",
                        f"The data are in this folder, unchanged from the release, under {imprint.licence} "
                        f"({imprint.licence_url}). `pip install caucasus-ledger` brings the releases, and "
                        f'`caucasus_ledger.load("{imprint.version}")` this one; its fingerprint above proves that it is '
                        "the same. The texts that were coded belong to their publishers and are not part of the data.",
                    ),
                ]
            ),
            "\n".join(files_),
            listing(tables),
            "SOFTWARE\n\n  Any program that reads CSV or Stata 118 files does. [Name the program, its\n  version, its "
            "packages and the operating system with which you worked.]",
            "\n".join(load),
            "OTHER DATA\n\n  [Cite every other source of data, and say how to get at it.]",
        ],
    )
