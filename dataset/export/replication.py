"""Replication: a folder to put into a journal's archive: data for R and Stata, codebook, citation, sums, and a README.

The sections of the README are those that AJPS and the Odum Institute ask replication archives for; what only the
author of a paper can say is marked with square brackets.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from caucasus_ledger.dataset import citation, identity
from caucasus_ledger.dataset.description import description_of
from caucasus_ledger.dataset.export.cells import tables_of
from caucasus_ledger.dataset.export.codebook import codebook
from caucasus_ledger.dataset.export.csv import listing, table_csv
from caucasus_ledger.dataset.export.imprint import Imprint, entry, imprint_of, readme
from caucasus_ledger.dataset.export.json_text import pretty
from caucasus_ledger.dataset.formats import FORMATS
from caucasus_ledger.dataset.manifest import SUMS, sums
from caucasus_ledger.dataset.metadata.licence import licence
from caucasus_ledger.dataset.store import LedgerError, ReleaseStore

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger
    from caucasus_ledger.dataset.records import Json
    from caucasus_ledger.dataset.tables import Table

_TAKEN = (
    "LICENSE", "citation.txt", "CITATION.cff", "citation.bib", "citation.biblatex.bib", "citation.ris",
    "citation.csl.json", "codes.csv", "codebook.html", "DATASHEET.md", "CHANGELOG.md", "load.R", "load.do",
)  # fmt: skip
"""Files that go along where the release has them."""

_WHAT = {
    "README.txt": "this text",
    "LICENSE": "terms of use",
    "citation.txt": "how to cite the data",
    "CITATION.cff": "the same for GitHub, Zenodo and Zotero",
    "citation.bib": "the same for BibTeX",
    "citation.biblatex.bib": "the same for BibLaTeX",
    "citation.ris": "the same for reference managers",
    "citation.csl.json": "the same as CSL-JSON",
    "codebook.csv": "every variable: type, meaning, codes, what an empty cell means",
    "codes.csv": "every code of every variable, with its meaning",
    "codebook.html": "both, to read",
    "DATASHEET.md": "how the data were made, and what they are not for",
    "CHANGELOG.md": "what changed from version to version",
    "load.R": "reads all tables into R and checks them",
    "load.do": "reads all tables into Stata (16 or newer) and checks them",
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
    terms = {"LICENSE": licence(imprint.citation)} if imprint.licence == identity.LICENCE else {}
    made = citation.files(description_of(ledger)) | terms | _data(tables, held) | held
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
    listed = [
        *(line for path, what in _WHAT.items() if path in paths for line in entry(f"  {path:<23}", what)),
        *entry(
            f"  {'TABLE.csv, .dta':<23}",
            "each table below, for R, Python and spreadsheets, and for Stata (14 or newer)",
        ),
    ]
    available = (
        f"The data are in this folder, unchanged from the release, under {imprint.licence} ({imprint.licence_url}). "
        f'`pip install {identity.NAME}` brings the releases, and `caucasus_ledger.load("{imprint.version}")` this one; '
        "its fingerprint above proves that it is the same. The texts that were coded belong to their publishers and "
        "are not part of the data."
    )
    sections = [
        _section("PAPER", _PAPER),
        _section("DATA CITATION", *entry("  ", imprint.citation)),
        _section("DATA AVAILABILITY", *entry("  ", available)),
        _section("FILES", *listed),
        listing(tables),
        _section("SOFTWARE", *entry("  ", _SOFTWARE)),
        _section("INSTRUCTIONS", _INSTRUCTIONS.format(**(_SCRIPTS if "load.R" in paths else _FILES))),
        _section("OTHER DATA", "  [Cite every other source of data, and say how to get at it.]"),
    ]
    return readme(imprint, "for a replication archive", [_TO_FILL_IN, *sections])


def _section(heading: str, *lines: str) -> str:
    return "\n".join([heading, "", *lines])


_TO_FILL_IN = (
    "This folder goes with a paper. What only its author can say stands in square brackets; fill it in and delete the "
    "brackets."
)
_PAPER = """\
  [Authors, title, journal, year]
  [Corresponding author and address]"""
_SOFTWARE = (
    "Any program that reads CSV or Stata 118 files does. [Name the program, its version, its packages and the "
    "operating system with which you worked.]"
)
_INSTRUCTIONS = """\
  1  Check that the files are whole: sha256sum -c SHA256SUMS
  2  Load the data. In R:

       {r}

     In Stata{needs}:

       {stata}

  3  [Say which scripts make which table and figure, and in which order they
     are to be run.]"""
_SCRIPTS = {
    "r": 'source("load.R", chdir = TRUE)',
    "stata": "do load.do",
    "needs": " 16 or newer, since the script uses frames",
}
_FILES = {
    "r": 'events <- read.csv("events.csv", na.strings = "", encoding = "UTF-8",\n'
    '                          colClasses = c(cameo_root = "character"))',
    "stata": 'use "events.dta", clear',
    "needs": " 14 or newer",
}
"""How to load the data of a release with scripts for it, and of one without."""
