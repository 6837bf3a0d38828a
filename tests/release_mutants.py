"""Release mutants: what can be wrong with a release's files, each a change to one that was sound.

After the change the release is sealed again: manifest, sums, and the digests that metadata give of the changed files
are made to fit, as whoever forges a release would do, so that a mutant is not found by its digest alone. Those that are
about digests stay unsealed. `python tests/release_mutants.py` prints who finds which of them.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import third_party
from caucasus_ledger.dataset.metadata import pretty
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.dataset.release import build_release

Contents = dict[str, bytes]


@dataclass(frozen=True)
class Mutant:
    """A change: what it does, which file it is in, and whether the release is sealed again after it."""

    name: str
    path: str
    change: Callable[[Contents], None]
    sealed: bool = True


def read(folder: Path) -> Contents:
    """Return the files of a release by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make(mutant: Mutant, contents: Contents, folder: Path) -> Path:
    """Write a mutant of a release into a folder and return that."""
    changed = dict(contents)
    mutant.change(changed)
    assert changed != contents, f"{mutant.name} changes nothing"
    if mutant.sealed:
        seal(changed)
    for path, content in changed.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def seal(contents: Contents) -> None:
    """Make the digests and lengths in metadata, manifest and sums those of the files; what does not parse is left."""
    for path, entries, place, length in (
        ("datapackage.json", lambda one: one["resources"], _where_data, _data),
        ("croissant.json", lambda one: one["distribution"], lambda one: one["contentUrl"], _download),
        ("schema.jsonld", lambda one: one["distribution"], lambda one: one["name"], _download),
        ("dcat.jsonld", lambda one: one["dcat:distribution"], lambda one: one["dcterms:title"]["@value"], _dcat),
        ("ro-crate-metadata.json", lambda one: one["@graph"], lambda one: one["@id"], _crate),
    ):
        _seal(contents, path, entries, place, length)
    manifest = json.loads(contents["manifest.json"])
    files = {path: content for path, content in sorted(contents.items()) if path not in ("manifest.json", "SHA256SUMS")}
    manifest["files"] = {path: {"bytes": len(content), "sha256": digest(content)} for path, content in files.items()}
    contents["manifest.json"] = pretty(manifest)
    listed = {path: content for path, content in sorted(contents.items()) if path != "SHA256SUMS"}
    contents["SHA256SUMS"] = "".join(f"{digest(content)}  {path}\n" for path, content in listed.items()).encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _seal(
    contents: Contents,
    path: str,
    entries: Callable[[Any], Any],
    place: Callable[[Any], str],
    write: Callable[[Any, bytes], None],
) -> None:
    try:
        document = json.loads(contents[path])
        before = json.dumps(document)
        for one in entries(document):
            if (content := contents.get(place(one))) is not None:
                write(one, content)
    except (KeyError, TypeError, ValueError):
        return
    if json.dumps(document) != before:
        contents[path] = pretty(document)


def _where_data(resource: Any) -> str:
    return str(resource["path"])


def _data(one: Any, content: bytes) -> None:
    one["bytes"], one["hash"] = len(content), f"sha256:{digest(content)}"


def _download(one: Any, content: bytes) -> None:
    one["contentSize"], one["sha256"] = f"{len(content)} B", digest(content)


def _dcat(one: Any, content: bytes) -> None:
    one["dcat:byteSize"]["@value"] = str(len(content))
    one["spdx:checksum"]["spdx:checksumValue"]["@value"] = digest(content)


def _crate(one: Any, content: bytes) -> None:
    if "sha256" in one:
        one["contentSize"], one["sha256"] = str(len(content)), digest(content)


def _json(path: str, change: Callable[[Any], object]) -> Callable[[Contents], None]:
    def changed(contents: Contents) -> None:
        document = json.loads(contents[path])
        change(document)
        contents[path] = pretty(document)

    return changed


def _text(path: str, old: str, new: str) -> Callable[[Contents], None]:
    def changed(contents: Contents) -> None:
        text = contents[path].decode()
        assert old in text, f"{path} has no {old!r}"
        contents[path] = text.replace(old, new, 1).encode()

    return changed


def _set(*steps: Any) -> Callable[[Any], None]:
    """Return a change of a document that sets the value at a path of names and numbers; the last step is the value."""
    *path, name, value = steps

    def changed(document: Any) -> None:
        for step in path:
            document = document[step]
        document[name] = value

    return changed


def _drop(*steps: Any) -> Callable[[Any], None]:
    *path, name = steps

    def changed(document: Any) -> None:
        for step in path:
            document = document[step]
        del document[name]

    return changed


def _entity(name: str, member: str, value: Any) -> Callable[[Any], None]:
    def changed(document: Any) -> None:
        next(one for one in document["@graph"] if one["@id"] == name)[member] = value

    return changed


def _field(table: str, name: str) -> Callable[[Any], Any]:
    def found(document: Any) -> Any:
        fields = next(one for one in document["resources"] if one["name"] == table)["schema"]["fields"]
        return next(one for one in fields if one["name"] == name)

    return found


def _on_field(table: str, name: str, change: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda document: change(_field(table, name)(document))


def _without(path: str) -> Callable[[Contents], None]:
    def changed(contents: Contents) -> None:
        del contents[path]

    return changed


def _flip(path: str) -> Callable[[Contents], None]:
    def changed(contents: Contents) -> None:
        content = bytearray(contents[path])
        content[len(content) // 2] ^= 1
        contents[path] = bytes(content)

    return changed


def _line(path: str, number: int) -> Callable[[Contents], None]:
    """Return a change that drops a line of a file, counted from 0."""

    def changed(contents: Contents) -> None:
        lines = contents[path].splitlines(keepends=True)
        contents[path] = b"".join(lines[:number] + lines[number + 1 :])

    return changed


def _doubled(path: str, name: str) -> Callable[[Contents], None]:
    """Return a change after which the first member of a JSON file of that name stands twice, with another value."""
    return _text(path, f'"{name}": ', f'"{name}": "0.0.0",\n  "{name}": ')


DATAPACKAGE, CROISSANT, CSVW = "datapackage.json", "croissant.json", "csvw-metadata.json"
SCHEMA, DCAT, CRATE, DATACITE = "schema.jsonld", "dcat.jsonld", "ro-crate-metadata.json", "datacite.json"
CODEMETA, BOOK, CODES, MANIFEST = "codemeta.json", "codebook.csv", "codes.csv", "manifest.json"
ZEROS = "0" * 64


def _unsealed(name: str, path: str, change: Callable[[Contents], None]) -> Mutant:
    return Mutant(name, path, change, sealed=False)


def _doc(name: str, path: str, change: Callable[[Any], object]) -> Mutant:
    return Mutant(name, path, _json(path, change))


def _late(name: str, path: str, change: Callable[[Any], object]) -> Mutant:
    """Return a mutant in what sealing would mend: the digests and lengths that a document gives of other files."""

    def changed(contents: Contents) -> None:
        _json(path, change)(contents)
        for one in (CRATE, MANIFEST):
            if one != path:
                _seal_one(contents, one, path)
        _sums(contents)

    return Mutant(name, path, changed, sealed=False)


def _seal_one(contents: Contents, holder: str, path: str) -> None:
    document = json.loads(contents[holder])
    if holder == MANIFEST:
        for changed in (path, CRATE):
            content = contents[changed]
            document["files"][changed] = {"bytes": len(content), "sha256": digest(content)}
    else:
        for one in document["@graph"]:
            if one["@id"] == path:
                _crate(one, contents[path])
    contents[holder] = pretty(document)


def _sums(contents: Contents) -> None:
    listed = {path: content for path, content in sorted(contents.items()) if path != "SHA256SUMS"}
    contents["SHA256SUMS"] = "".join(f"{digest(content)}  {path}\n" for path, content in listed.items()).encode()


MUTANTS: tuple[Mutant, ...] = (
    # digests, lengths, files
    _unsealed("a bit of a Parquet file is flipped", "claims.parquet", _flip("claims.parquet")),
    _unsealed("a bit of a CSV file is flipped", "events.csv", _flip("events.csv")),
    _unsealed("a bit of a Stata file is flipped", "actors.dta", _flip("actors.dta")),
    _unsealed("a file is gone", "places.csv", _without("places.csv")),
    Mutant("a file is gone, also from the manifest", "places.csv", _without("places.csv")),
    Mutant("a document is gone, also from the manifest", "DATASHEET.md", _without("DATASHEET.md")),
    Mutant("a schema is gone, also from the manifest", "schemas/event.json", _without("schemas/event.json")),
    Mutant("there is a file more", "more.csv", lambda contents: contents.update({"more.csv": b"a\n1\n"})),
    _late("a wrong sum in the Data Package", DATAPACKAGE, _set("resources", 3, "hash", f"sha256:{ZEROS}")),
    _late("a wrong length in the Data Package", DATAPACKAGE, _set("resources", 3, "bytes", 1)),
    _late("a wrong sum in Croissant", CROISSANT, _set("distribution", 1, "sha256", ZEROS)),
    _late("a wrong length in schema.org", SCHEMA, _set("distribution", 2, "contentSize", "1 B")),
    _late("a wrong sum in schema.org", SCHEMA, _set("distribution", 2, "sha256", ZEROS)),
    _late("a wrong length in DCAT", DCAT, _set("dcat:distribution", 0, "dcat:byteSize", "@value", "1")),
    _late(
        "a sum of another algorithm in DCAT",
        DCAT,
        _set("dcat:distribution", 0, "spdx:checksum", "spdx:algorithm", "@id", "spdx:checksumAlgorithm_md5"),
    ),
    _late("a wrong sum in the crate", CRATE, _entity("README.md", "sha256", ZEROS)),
    _unsealed("a wrong sum in SHA256SUMS", "SHA256SUMS", _text("SHA256SUMS", "  README.md", "0  README.md")),
    # title, version, day, licence, authors, digests of the whole
    _doc("another title in the Data Package", DATAPACKAGE, _set("title", "Caucasus Register")),
    _doc("another title in DataCite", DATACITE, _set("titles", 0, "title", "Caucasus Register")),
    _doc("another version in Croissant", CROISSANT, _set("version", "9.9.9")),
    _doc("another version in schema.org", SCHEMA, _set("version", "9.9.9")),
    _doc("another version in CSVW", CSVW, _set("schema:version", "9.9.9")),
    _doc("a version that is none in DCAT", DCAT, _set("dcat:version", "newest")),
    Mutant(
        "another version in the citation", "CITATION.cff", _text("CITATION.cff", 'version: "0.1.0"', 'version: "0.1.1"')
    ),
    Mutant("another version in RIS", "citation.ris", _text("citation.ris", "ET  - 0.1.0", "ET  - 0.1.1")),
    Mutant("another version in BibTeX", "citation.bib", _text("citation.bib", "Version 0.1.0", "Version 0.1.1")),
    Mutant("another version in load.R", "load.R", _text("load.R", '<- "0.1.0"', '<- "0.1.1"')),
    Mutant("another version in the readme", "README.md", _text("README.md", 'version: "0.1.0"', 'version: "0.1.1"')),
    _doc("another day in the crate", CRATE, _entity("./", "datePublished", "2020-08-02")),
    _doc("a day of another form in schema.org", SCHEMA, _set("datePublished", "1 August 2020")),
    _doc("another day in CodeMeta", CODEMETA, _set("supportingData", "datePublished", "2020-08-02")),
    _doc("the data's version for the package in CodeMeta", CODEMETA, _set("version", "0.1.0")),
    Mutant("another day in the datasheet", "DATASHEET.md", _text("DATASHEET.md", "2020-08-01", "2020-08-02")),
    _doc("another year in DataCite", DATACITE, _set("publicationYear", "2019")),
    _doc("another day in the manifest", MANIFEST, _set("released", "2020-08-02")),
    _doc("no licence in the Data Package", DATAPACKAGE, _drop("licenses")),
    _doc("no licence in Croissant", CROISSANT, _drop("license")),
    _doc(
        "another licence in DCAT",
        DCAT,
        _set("dcterms:license", "@id", "https://creativecommons.org/licenses/by-nc/4.0/"),
    ),
    _doc("another licence in DataCite", DATACITE, _set("rightsList", 0, "rightsIdentifier", "CC-BY-NC-4.0")),
    Mutant("another licence on the card", "README.md", _text("README.md", '"cc-by-4.0"', '"mit"')),
    _doc("no creator in DataCite", DATACITE, _drop("creators")),
    _doc("another creator in schema.org", SCHEMA, _set("creator", "name", "Somebody Else")),
    _doc("another fingerprint in the Data Package", DATAPACKAGE, _set("fingerprint", f"ccd1:{ZEROS}")),
    Mutant(
        "another fingerprint in the codebook",
        "codebook.html",
        _text("codebook.html", "ccd1:", "ccd1:0000-0000-0000-0000 ccd1:"),
    ),
    _doc("another fingerprint in the manifest", MANIFEST, _set("fingerprint", ZEROS)),
    _doc("another UNF in the Data Package", DATAPACKAGE, _set("resources", 0, "unf", "UNF:6:AAAAAAAAAAAAAAAAAAAAAA==")),
    _doc("another SWHID in CSVW", CSVW, _set("schema:identifier", 1, "swh:1:dir:" + "0" * 40)),
    Mutant("another citation", "citation.txt", _text("citation.txt", "2020", "2021")),
    # what the tables are
    _doc("a count that is wrong in the manifest", MANIFEST, _set("tables", "claims", "rows", 999)),
    _doc("a count that is wrong in the Data Package", DATAPACKAGE, _set("resources", 7, "rowCount", 999)),
    Mutant("a count that is wrong in load.do", "load.do", _text("load.do", "assert _N == ", "assert _N == 9")),
    _doc("a column that is not there", DATAPACKAGE, _on_field("claims", "note", _set("name", "notes"))),
    _doc("a column that is not there in CSVW", CSVW, _set("tables", 3, "tableSchema", "columns", 1, "name", "nam")),
    _doc(
        "a column that is not there in Croissant",
        CROISSANT,
        _set("recordSet", 3, "field", 1, "source", "extract", "column", "nam"),
    ),
    _doc("a name that two columns have", DATAPACKAGE, _on_field("claims", "kind", _set("name", "statement"))),
    _doc("another type", DATAPACKAGE, _on_field("claims", "statement", _set("type", "integer"))),
    _doc("another type in Croissant", CROISSANT, _set("recordSet", 3, "field", 1, "dataType", "sc:Integer")),
    _doc("a type that there is not", DATAPACKAGE, _on_field("claims", "statement", _set("type", "words"))),
    _doc(
        "a reference to no table",
        DATAPACKAGE,
        _set("resources", 1, "schema", "foreignKeys", 0, "reference", "resource", "nowhere"),
    ),
    _doc(
        "a reference to another column",
        DATAPACKAGE,
        _set("resources", 1, "schema", "foreignKeys", 0, "reference", "fields", ["kind"]),
    ),
    _doc(
        "a reference to no file in Croissant",
        CROISSANT,
        _set("recordSet", 1, "field", 0, "references", "fileObject", "@id", "nowhere.parquet"),
    ),
    _doc("another key", DATAPACKAGE, _set("resources", 3, "schema", "primaryKey", ["name"])),
    _doc(
        "a code less among those allowed",
        DATAPACKAGE,
        _on_field("claims", "kind", lambda one: one["constraints"]["enum"].pop()),
    ),
    _doc("a category less", DATAPACKAGE, _on_field("claims", "kind", lambda one: one["categories"].pop())),
    _doc("categories of no form", DATAPACKAGE, _on_field("claims", "kind", _set("categories", "occurrence, state"))),
    _doc(
        "another meaning of a code",
        DATAPACKAGE,
        _on_field("claims", "kind", _set("categories", 0, "label", "Another.")),
    ),
    _doc("a contributor of no role", DATAPACKAGE, _set("contributors", 0, "roles", "boss")),
    _doc("another value that is missing", DATAPACKAGE, _set("resources", 0, "schema", "missingValues", ["-"])),
    _doc(
        "a required column that need not be",
        DATAPACKAGE,
        _on_field("claims", "kind", _set("constraints", "required", False)),
    ),
    _doc("a moment of another form", DATAPACKAGE, _set("created", "yesterday")),
    Mutant("a row less in the codebook", BOOK, _line(BOOK, 5)),
    Mutant("a code less in the list of codes", CODES, _line(CODES, 2)),
    Mutant("a code that is miscounted", CODES, _text(CODES, ",0\n", ",9\n")),
    _doc("another DOI in CSL", "citation.csl.json", _set(0, "DOI", "10.5072/none")),
    Mutant(
        "a row less on the codebook's page", "codebook.html", _text("codebook.html", '<tr id="claims.kind">', "<tr>")
    ),
    Mutant(
        "a script on the codebook's page",
        "codebook.html",
        _text("codebook.html", "</main>", "<script>1</script></main>"),
    ),
    Mutant(
        "a label that is too long", BOOK, _text(BOOK, "What kind of text it is,", f"{'What kind of text it is ' * 4},")
    ),
    _doc("another label in CSVW", CSVW, _set("tables", 3, "tableSchema", "columns", 1, "dc:title", "Another")),
    _doc(
        "a code less in a schema",
        "schemas/claim.json",
        lambda one: one["$defs"]["ClaimKind"]["enum"].remove("prediction"),
    ),
    _doc("a used code less in a schema", "schemas/event.json", lambda one: one["$defs"]["Realis"]["enum"].clear()),
    # forms of the standards
    Mutant("JSON that breaks off", DCAT, _text(DCAT, '"dcat:keyword": [', '"dcat:keyword": [[')),
    Mutant("a name that stands twice", SCHEMA, _doubled(SCHEMA, "version")),
    _doc(
        "another profile of Data Package",
        DATAPACKAGE,
        _set("$schema", "https://datapackage.org/profiles/1.0/datapackage.json"),
    ),
    _doc("a path that leads out of the folder", DATAPACKAGE, _set("resources", 3, "path", "../actors.csv")),
    _doc("an absolute path", DATAPACKAGE, _set("resources", 3, "path", "/actors.csv")),
    _doc("a wrong media type", DATAPACKAGE, _set("resources", 3, "mediatype", "text/html")),
    _doc("a wrong media type in schema.org", SCHEMA, _set("distribution", 0, "encodingFormat", "CSV file")),
    _doc("a wrong version of Croissant", CROISSANT, _set("conformsTo", "http://mlcommons.org/croissant/9.9")),
    _doc(
        "the context of Croissant is not https",
        CROISSANT,
        lambda one: one["@context"].update({"@vocab": "http://schema.org/", "sc": "http://schema.org/"}),
    ),
    _late("Croissant without a sum", CROISSANT, _drop("distribution", 0, "sha256")),
    _doc("Croissant without a type", CROISSANT, _drop("recordSet", 0, "field", 0, "dataType")),
    _doc("a wrong profile of RO-Crate", CRATE, _entity(CRATE, "conformsTo", {"@id": "https://w3id.org/ro/crate/0.9"})),
    _doc(
        "the crate does not name a file",
        CRATE,
        lambda one: next(entity for entity in one["@graph"] if entity["@id"] == "./")["hasPart"].pop(),
    ),
    _doc(
        "the crate without a licence",
        CRATE,
        lambda one: next(entity for entity in one["@graph"] if entity["@id"] == "./").pop("license"),
    ),
    _doc("the context of schema.org is fetched", SCHEMA, _set("@context", "https://schema.org/")),
    _doc("schema.org without a type", SCHEMA, _drop("@type")),
    _doc("schema.org without keywords", SCHEMA, _drop("keywords")),
    _doc(
        "an address that leads elsewhere",
        SCHEMA,
        _set("distribution", 0, "contentUrl", "https://example.org/other.csv"),
    ),
    _doc("DCAT without a distribution", DCAT, _drop("dcat:distribution")),
    _doc("DCAT without a publisher", DCAT, _drop("dcterms:publisher")),
    _doc("DataCite of a type that there is not", DATACITE, _set("types", "resourceTypeGeneral", "Data")),
    _doc("CodeMeta of another type", CODEMETA, _set("@type", "Person")),
    Mutant("CFF of a type that there is not", "CITATION.cff", _text("CITATION.cff", 'type: "dataset"', 'type: "data"')),
    Mutant("CFF without authors", "CITATION.cff", _text("CITATION.cff", "authors:", "writers:")),
    Mutant("RIS of another type", "citation.ris", _text("citation.ris", "TY  - DATA", "TY  - BOOK")),
    Mutant("BibTeX that breaks off", "citation.bib", _text("citation.bib", "\n}", "\n")),
    _doc("CSL of another type", "citation.csl.json", _set(0, "type", "book")),
    Mutant("a card that leads to no file", "README.md", _text("README.md", '"claims.parquet"', '"claim.parquet"')),
    Mutant("undated events told as dated", "DATASHEET.md", _text("DATASHEET.md", "3 neither", "2 neither")),
    _doc("another coverage", SCHEMA, _set("temporalCoverage", "1990-01-01/1990-12-31")),
    _doc(
        "no work in the crate",
        CRATE,
        lambda one: next(entity for entity in one["@graph"] if entity["@id"] == "./").update(isBasedOn=[]),
    ),
    # data, with all digests made to fit
    Mutant("another cell in CSV", "actors.csv", _text("actors.csv", "actor/", "actor/x-")),
    Mutant("a row less in CSV", "evidence.csv", _line("evidence.csv", 1)),
    Mutant(
        "another value in JSON Lines", "claims.jsonl", _text("claims.jsonl", '"quotation":null', '"quotation":"no"')
    ),
    Mutant("a record less", "records/claim.jsonl", _line("records/claim.jsonl", 0)),
    Mutant("another record in the one file of all", "dataset.json", _text("dataset.json", '"kind": "', '"kind": "x')),
)

OURS = "our own check"


def caught(contents: Contents, folder: Path) -> dict[str, list[str]]:
    """Return who finds each mutant, by its name; mutants are written below the folder."""
    from caucasus_ledger.dataset.metadata.consistency import problems

    folders = {mutant.name: make(mutant, contents, folder / str(number)) for number, mutant in enumerate(MUTANTS)}
    plan = {folders[mutant.name]: third_party.readers(mutant.path) for mutant in MUTANTS}
    told = third_party.complaints(plan)
    return {
        name: [who for who, complaints in told[place].items() if complaints] + ([OURS] if problems(place) else [])
        for name, place in folders.items()
    }


def lines(found: dict[str, list[str]]) -> Iterator[str]:
    """Yield a table of who finds which mutant, and how many each finds."""
    yield from ("| Mutant | Found by |", "|---|---|")
    yield from (f"| {name} | {', '.join(who)} |" for name, who in found.items())
    yield from ("", f"| Found by | Of {len(found)} |", "|---|---|")
    for one in (*third_party.READS, OURS):
        yield f"| {one} | {sum(one in who for who in found.values())} |"
    yield f"| any | {sum(bool(who) for who in found.values())} |"


def main() -> None:
    """Print the table for a release of the example ledger."""
    with tempfile.TemporaryDirectory() as name:
        example = PACKAGE_ROOT / "validators" / "example"
        release = build_release(example, "0.1.0", date(2020, 8, 1), Path(name) / "0.1.0")
        print("\n".join(lines(caught(read(release), Path(name) / "mutants"))))


if __name__ == "__main__":
    main()
