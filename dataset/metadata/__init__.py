"""Metadata: what a release says of itself in the forms that archives, catalogues and statistical programs read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from caucasus_ledger.dataset import description as described
from caucasus_ledger.dataset.description import Description
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.schema.json_schema import KINDS, json_schema_text

ABOUT: Mapping[str, str] = {
    "CHANGELOG.md": "What has changed since the release before",
    "CITATION.cff": "How to cite it, in the Citation File Format",
    "LICENSE": "Terms of use: of the data and documents, and of the programs among them",
    "DATASHEET.md": "Datasheet: why and how the data were made, what they are good for, and what not",
    "README.md": "What is here, and how to load, verify and cite it",
    "citation.bib": "How to cite it, for BibTeX",
    "citation.biblatex.bib": "How to cite it, for BibLaTeX",
    "citation.csl.json": "How to cite it, in CSL JSON",
    "citation.ris": "How to cite it, in RIS",
    "citation.txt": "How to cite it, in a line",
    "codebook.csv": "Codebook: a row a variable",
    "codebook.html": "Codebook: all variables and codes, as a page",
    "codemeta.json": "CodeMeta 3.0: the package that reads the release, and the release as its data",
    "codes.csv": "Codebook: a row a code of each variable",
    "croissant.json": "Croissant 1.1: the files and tables, for machine learning",
    "csvw-metadata.json": "CSVW: the CSV files, column by column",
    "datacite.json": "DataCite 4.7: what a registration agency wants to know",
    "datapackage.json": "Data Package 2.0: the CSV files, column by column",
    "dataset.json": "All records, nested, in one file",
    "dcat.jsonld": "DCAT 3: the release in a data catalogue",
    "load.R": "Reads the tables into R and checks them",
    "load.do": "Reads the tables into Stata and checks them",
    MANIFEST: "Every file with its length and SHA-256, and the link to the release before",
    "ro-crate-metadata.json": "RO-Crate 1.3: every file and what it is",
    "schema.jsonld": "schema.org: the release for search engines",
    "verify.py": "Proves the release with Python alone",
    SUMS: "SHA-256 of every other file, as sha256sum --check reads it",
}
"""What the files of a release are that hold no table, by path."""

_FORMS = {"csv": "CSV", "parquet": "Parquet", "jsonl": "JSON Lines", "dta": "Stata"}


def about(path: str) -> str:
    """Return what a file of a release is, in words."""
    name, _, form = path.rpartition(".")
    if name in BY_NAME:
        return f"Table {name} as {_FORMS[form]}: {BY_NAME[name].about}"
    if path.startswith("records/"):
        return f"Records of kind {name.removeprefix('records/')}, nested, one a line"
    if path.startswith("schemas/"):
        return f"JSON Schema of the records of kind {name.removeprefix('schemas/')}"
    if path.startswith("changes-"):
        return "What has changed since the release before, a row a change"
    return ABOUT.get(path, path)


def files(description: Description, others: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the metadata and documents of a release, by their path in its folder.

    `others` are documents of the release that are made elsewhere, such as its citation files: the RO-Crate names them.
    """
    from caucasus_ledger.dataset.citation import datacite, of_description
    from caucasus_ledger.dataset.citation.text import text
    from caucasus_ledger.dataset.metadata import loaders, rocrate
    from caucasus_ledger.dataset.metadata.codebook import codebook_csv, codebook_html, codes_csv
    from caucasus_ledger.dataset.metadata.codemeta import codemeta
    from caucasus_ledger.dataset.metadata.croissant import croissant
    from caucasus_ledger.dataset.metadata.csvw import csvw
    from caucasus_ledger.dataset.metadata.datapackage import datapackage
    from caucasus_ledger.dataset.metadata.datasheet import datasheet
    from caucasus_ledger.dataset.metadata.dcat import dcat
    from caucasus_ledger.dataset.metadata.licence import licence
    from caucasus_ledger.dataset.metadata.readme import readme
    from caucasus_ledger.dataset.metadata.schema_org import schema_org

    others = others or {}
    cited = of_description(description)
    citation = text(cited)
    schemas = {f"schemas/{kind}.json": json_schema_text(kind).encode() for kind in KINDS}
    made = {
        "datapackage.json": pretty(datapackage(description)),
        "croissant.json": pretty(croissant(description, citation)),
        "csvw-metadata.json": pretty(csvw(description)),
        "schema.jsonld": pretty(schema_org(description)),
        "dcat.jsonld": pretty(dcat(description)),
        "datacite.json": pretty(datacite(cited, description)),
        "codemeta.json": pretty(codemeta(description)),
        "codebook.csv": codebook_csv(table.variables for table in description.tables.values()),
        "codes.csv": codes_csv(description),
        "codebook.html": codebook_html(description),
        "DATASHEET.md": datasheet(description),
        "LICENSE": licence(citation),
        "load.R": loaders.load_r(description),
        "load.do": loaders.load_stata(description),
        **schemas,
    }
    told = {*made, *others, "README.md", rocrate.PATH, "dataset.json", MANIFEST, SUMS} - schemas.keys()
    made["README.md"] = readme(description, citation, {path: about(path) for path in told})
    there = (*description.files, *described.files({**others, **made}))
    crate = rocrate.rocrate(description, tuple(sorted(there, key=lambda file: file.path)), about)
    return {**made, rocrate.PATH: pretty(crate)}


def pretty(value: Json) -> bytes:
    """Return a JSON value as people read it: two spaces, letters as they are, one final LF; in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
