"""Said: what each file of a release says of the release, as pairs of what it is about and what is said of it.

What a statement is about has one name in all files (`version`, `rows of claims`, `sha256 of claims.csv`), so that what
several files say can be compared without a word on any of their formats.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import Any

from caucasus_ledger.dataset import strict

Statement = tuple[str, Any]
Reader = Callable[[str], Iterable[Statement]]


def _json(text: str) -> Any:
    return strict.loads(text)


def _datapackage(text: str) -> Iterator[Statement]:
    document = _json(text)
    (licence,), (contributor,) = document["licenses"], document["contributors"]
    yield from (
        ("profile of datapackage.json", document["$schema"]),
        ("name", document["name"]),
        ("title", document["title"]),
        ("description", document["description"]),
        ("keywords", document["keywords"]),
        ("version", document["version"]),
        ("identifier", document["id"]),
        ("moment of release", document["created"]),
        ("licence", licence["name"]),
        ("address of the licence", licence["path"]),
        ("authors", contributor["title"]),
        ("roles of the authors", contributor["roles"]),
        ("fingerprint with prefix", document["fingerprint"]),
        ("SWHID", document["swhid"]),
        ("number of works", len(document["sources"])),
        ("tables", [resource["name"] for resource in document["resources"]]),
    )
    for resource in document["resources"]:
        yield from _resource(resource)


def _resource(resource: Any) -> Iterator[Statement]:
    name, path, schema = resource["name"], resource["path"], resource["schema"]
    yield from (
        (f"CSV file of {name}", path),
        (f"bytes of {path}", resource["bytes"]),
        (f"sha256 of {path}", resource["hash"].removeprefix("sha256:")),
        (f"media type of {path}", resource["mediatype"]),
        (f"rows of {name}", resource["rowCount"]),
        (f"UNF of {name}", resource["unf"]),
        (f"key of {name}", schema.get("primaryKey") or schema["uniqueKeys"][0]),
        (f"columns of {name}", [[field["name"], _TYPES.get(field["type"])] for field in schema["fields"]]),
        ("value that is missing", schema["missingValues"]),
    )
    for key in schema.get("foreignKeys", ()):
        ((column,), (other,)) = key["fields"], key["reference"]["fields"]
        yield f"table that {name}.{column} refers to", key["reference"].get("resource", name)
        yield f"column that {name}.{column} refers to", other
    for field in schema["fields"]:
        place, constraints = f"{name}.{field['name']}", field.get("constraints", {})
        yield f"label of {place}", field["title"]
        yield f"whether {place} is required", constraints.get("required", False)
        yield f"meaning of an empty {place}", field.get("missing", "")
        if "enum" in constraints or "categories" in field:
            yield f"codes of {place}", constraints["enum"]
            yield f"codes of {place}", [one["value"] for one in field["categories"]]
            yield f"meanings of {place}", {one["value"]: one["label"] for one in field["categories"]}


_TYPES = {"string": "string", "integer": "int", "number": "float", "date": "date"}


def _csvw(text: str) -> Iterator[Statement]:
    document = _json(text)
    yield from (
        ("context of csvw-metadata.json", document["@context"][0]),
        ("identifier", document["@id"]),
        ("title", document["dc:title"]),
        ("description", document["dc:description"]),
        ("authors", document["dc:creator"]),
        ("day of release", document["dc:issued"]),
        ("address of the licence", document["dc:license"]["@id"]),
        ("version", document["schema:version"]),
        ("keywords", document["schema:keywords"]),
        *_digests(document["schema:identifier"]),
        ("CSV files", [table["url"] for table in document["tables"]]),
    )
    for table in document["tables"]:
        name, columns = table["url"].removesuffix(".csv"), table["tableSchema"]["columns"]
        yield f"rows of {name}", int(table["dc:extent"].removesuffix(" rows"))
        yield f"columns of {name}", [[column["name"], _csvw_type(column["datatype"])] for column in columns]
        for column in columns:
            place = f"{name}.{column['name']}"
            yield f"title of {place} in CSV", column["titles"]
            yield f"label of {place}", column["dc:title"]
            yield f"whether {place} is required", column["required"]
        for key in table["tableSchema"]["foreignKeys"]:
            other = key["reference"]["resource"].removesuffix(".csv")
            yield f"table that {name}.{key['columnReference']} refers to", other
            yield f"column that {name}.{key['columnReference']} refers to", key["reference"]["columnReference"]


def _csvw_type(datatype: Any) -> str | None:
    base = datatype["base"] if isinstance(datatype, dict) else datatype
    return {"string": "string", "integer": "int", "double": "float", "date": "date"}.get(base)


def _digests(values: Iterable[Any]) -> Iterator[Statement]:
    """Yield fingerprint and SWHID from a list of identifiers, whether plain or with the name of their kind."""
    for value in values:
        plain = value["value"] if isinstance(value, dict) else value
        if plain.startswith("swh:"):
            yield "SWHID", plain
        elif not plain.startswith("https://doi.org/"):
            yield "fingerprint with prefix", plain


def _croissant(text: str) -> Iterator[Statement]:
    document = _json(text)
    yield from (
        ("profile of croissant.json", document["conformsTo"]),
        ("vocabulary of croissant.json", document["@context"]["@vocab"]),
        ("vocabulary of croissant.json", document["@context"]["sc"]),
        ("name", document["name"]),
        ("title", document["alternateName"]),
        ("description", document["description"]),
        ("version", document["version"]),
        ("identifier", document["url"]),
        ("day of release", document["datePublished"]),
        ("address of the licence", document["license"]),
        ("authors", document["creator"]["name"]),
        ("authors", document["publisher"]["name"]),
        ("citation", document["citeAs"]),
        ("keywords", document["keywords"]),
        ("number of works", len(document["prov:wasDerivedFrom"])),
        *_digests(document["identifier"]),
        ("tables", [one["@id"] for one in document["recordSet"]]),
        ("files of the tables", sorted(one["contentUrl"] for one in document["distribution"])),
    )
    for one in document["distribution"]:
        yield from _download(one, one["contentUrl"])
    for one in document["recordSet"]:
        name = one["@id"]
        yield f"columns of {name}", [[field["name"], _CROISSANT.get(field["dataType"])] for field in one["field"]]
        for field in one["field"]:
            column = field["source"]["extract"]["column"]
            yield f"source of {name}.{field['name']}", [field["source"]["fileObject"]["@id"], column]
            if "references" in field:
                other = field["references"]
                yield f"table that {name}.{column} refers to", other["fileObject"]["@id"].removesuffix(".parquet")
                yield f"column that {name}.{column} refers to", other["extract"]["column"]
            yield f"label of {name}.{field['name']}", field["description"]


_CROISSANT = {"sc:Text": "string", "sc:Integer": "int", "sc:Float": "float", "sc:Date": "date"}


def _download(one: Any, path: str) -> Iterator[Statement]:
    yield f"bytes of {path}", int(one["contentSize"].removesuffix(" B"))
    yield f"sha256 of {path}", one["sha256"]
    yield f"media type of {path}", _SAME.get(one["encodingFormat"], one["encodingFormat"])


_SAME = {"application/x-parquet": "application/vnd.apache.parquet"}


def _schema_org(text: str) -> Iterator[Statement]:
    document = _json(text)
    yield from (
        ("vocabulary of schema.jsonld", document["@context"]["@vocab"]),
        ("type in schema.org", document["@type"]),
        ("identifier", document["@id"]),
        ("name", document["alternateName"]),
        ("title", document["name"]),
        ("description", document["description"]),
        ("version", document["version"]),
        ("day of release", document["datePublished"]),
        ("address of the licence", document["license"]),
        ("authors", document["creator"]["name"]),
        ("authors", document["publisher"]["name"]),
        ("keywords", document["keywords"]),
        ("access", document["conditionsOfAccess"]),
        ("coverage", document.get("temporalCoverage")),
        ("countries", [one["identifier"] for one in document.get("spatialCoverage", ())]),
        ("number of works", len(document["isBasedOn"])),
        ("names of works", [one["name"] for one in document["isBasedOn"]]),
        ("release before", _version(document.get("prov:wasRevisionOf", {}).get("@id"))),
        ("number of records", int(document["size"].removesuffix(" records"))),
        *_digests(document["identifier"]),
        ("files of data", [one["name"] for one in document["distribution"]]),
        ("variables", [one["name"] for one in document["variableMeasured"]]),
    )
    for one in document["distribution"]:
        yield f"address of {one['name']}", one["contentUrl"]
        yield from _download(one, one["name"])
    for one in document["variableMeasured"]:
        yield f"label of {one['name']}", one["description"]


def _version(iri: str | None) -> str | None:
    """Return the version that an IRI of a release ends in."""
    return re.split("[/:]", iri.rstrip("/"))[-1] if iri else None


def _dcat(text: str) -> Iterator[Statement]:
    document = _json(text)
    yield from (
        ("vocabulary of dcat.jsonld", document["@context"]["dcat"]),
        ("type in DCAT", document["@type"]),
        ("identifier", document["@id"]),
        ("title", document["dcterms:title"]["@value"]),
        ("description", document["dcterms:description"]["@value"]),
        ("day of release", document["dcterms:issued"]["@value"]),
        ("address of the licence", document["dcterms:license"]["@id"]),
        ("authors", document["dcterms:creator"]["foaf:name"]),
        ("authors", document["dcterms:publisher"]["foaf:name"]),
        ("keywords", [one["@value"] for one in document["dcat:keyword"]]),
        ("version", document["dcat:version"]),
        ("access", document["dcterms:accessRights"]["@id"]),
        ("release before", _version(document.get("dcat:previousVersion", {}).get("@id"))),
        ("coverage", _period(document.get("dcterms:temporal"))),
        ("countries", [one["skos:notation"] for one in document.get("dcterms:spatial", ())]),
        ("number of works", len(document["dcterms:source"])),
        *_digests(document["dcterms:identifier"]),
        ("files of data", [one["dcterms:title"]["@value"] for one in document["dcat:distribution"]]),
    )
    for one in document["dcat:distribution"]:
        path = one["dcterms:title"]["@value"]
        yield from (
            (f"address of {path}", one["dcat:downloadURL"]["@id"]),
            (f"address of {path}", one["dcat:accessURL"]["@id"]),
            (f"bytes of {path}", int(one["dcat:byteSize"]["@value"])),
            (f"sha256 of {path}", one["spdx:checksum"]["spdx:checksumValue"]["@value"]),
            ("algorithm of sums", one["spdx:checksum"]["spdx:algorithm"]["@id"]),
            (f"media type of {path}", one["dcat:mediaType"]["@id"].partition("/media-types/")[2]),
            ("address of the licence", one["dcterms:license"]["@id"]),
        )


def _period(period: Any) -> str | None:
    return f"{period['dcat:startDate']['@value']}/{period['dcat:endDate']['@value']}" if period else None


def _rocrate(text: str) -> Iterator[Statement]:
    document = _json(text)
    entities = document["@graph"]
    graph = {entity["@id"]: entity for entity in entities}
    root, descriptor = graph["./"], graph["ro-crate-metadata.json"]
    if len(graph) < len(entities):
        raise ValueError("two entities have one @id")
    yield from (
        ("context of ro-crate-metadata.json", document["@context"]),
        ("profile of ro-crate-metadata.json", descriptor["conformsTo"]["@id"]),
        ("title", root["name"]),
        ("description", root["description"]),
        ("version", root["version"]),
        ("day of release", root["datePublished"]),
        ("address of the licence", root["license"]["@id"]),
        ("licence", graph[root["license"]["@id"]]["identifier"]),
        ("authors", graph[root["author"]["@id"]]["name"]),
        ("authors", graph[root["publisher"]["@id"]]["name"]),
        ("keywords", root["keywords"].split(", ")),
        ("coverage", root.get("temporalCoverage")),
        ("countries", [graph[one["@id"]]["identifier"] for one in _listed(root.get("spatialCoverage", []))]),
        ("names of works", [graph[one["@id"]]["name"] for one in _listed(root["isBasedOn"])]),
        *_digests(graph[one["@id"]] for one in root["identifier"] if isinstance(one, dict)),
        ("files", sorted(one["@id"] for one in root["hasPart"])),
        ("files", sorted(one["@id"] for one in entities if one["@type"] == "File")),
    )
    for one in entities:
        if one["@type"] == "File":
            yield f"media type of {one['@id']}", one["encodingFormat"]
            if one["@id"] not in WRITTEN_LAST:
                yield f"bytes of {one['@id']}", int(one["contentSize"])
                yield f"sha256 of {one['@id']}", one["sha256"]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


WRITTEN_LAST = ("manifest.json", "SHA256SUMS", "ro-crate-metadata.json")
"""Files of which the crate cannot say how long they are, since they are written with it or after it."""


def _datacite(text: str) -> Iterator[Statement]:
    document = _json(text)
    dates = {one["dateType"]: one["date"] for one in document["dates"]}
    alternate = [
        (one["alternateIdentifierType"], one["alternateIdentifier"]) for one in document["alternateIdentifiers"]
    ]
    (creator,), (title,), (rights,) = document["creators"], document["titles"], document["rightsList"]
    yield from (
        ("type in DataCite", document["types"]["resourceTypeGeneral"]),
        ("DOI", document.get("doi", "")),
        ("title", title["title"]),
        ("authors", creator["name"]),
        ("authors", document["publisher"]["name"]),
        ("year of release", document["publicationYear"]),
        ("day of release", dates["Issued"]),
        ("coverage", dates.get("Coverage")),
        ("version", document["version"]),
        ("keywords", [one["subject"] for one in document["subjects"]]),
        ("licence", rights["rightsIdentifier"]),
        ("address of the licence", rights["rightsUri"]),
        ("description", next(one["description"] for one in document["descriptions"] if _is_abstract(one))),
        ("number of countries", len(document.get("geoLocations", ()))),
        ("number of records", int(document["sizes"][0].removesuffix(" records"))),
        ("media types of data", document["formats"]),
        ("fingerprint", dict(alternate)["Content fingerprint ccd1"]),
        ("fingerprint, short", dict(alternate)["Content fingerprint ccd1, short form"]),
    )
    for one in document["relatedIdentifiers"]:
        if one["relatedIdentifierType"] == "SWHID":
            yield "SWHID", one["relatedIdentifier"]
    for kind, value in alternate:
        if kind == "UNF of a table":
            yield f"UNF of {value.partition(': ')[0]}", value.partition(": ")[2]


def _is_abstract(description: Any) -> bool:
    return bool(description["descriptionType"] == "Abstract")


def _codemeta(text: str) -> Iterator[Statement]:
    document = _json(text)
    data, (author,) = document["supportingData"], document["author"]
    yield from (
        ("context of codemeta.json", document["@context"]),
        ("type in CodeMeta", document["@type"]),
        ("name", document["name"]),
        ("version", document["version"]),
        ("day of release", document["datePublished"]),
        ("licence of the code", document["license"].removeprefix("https://spdx.org/licenses/")),
        ("authors", author["name"]),
        ("keywords", document["keywords"]),
        ("identifier", data["@id"]),
        ("title", data["name"]),
        ("version", data["version"]),
        ("address of the licence", data["license"]),
        *_digests(data["identifier"]),
    )


def _codebook_csv(text: str) -> Iterator[Statement]:
    rows = list(csv.DictReader(io.StringIO(text), strict=True))
    yield "variables", [f"{row['table']}.{row['name']}" for row in rows]
    for row in rows:
        place = f"{row['table']}.{row['name']}"
        yield from (
            (f"type of {place}", row["type"]),
            (f"label of {place}", row["label"]),
            (f"whether {place} is required", row["required"] == "yes"),
            (f"meaning of an empty {place}", row["empty_means"]),
            (f"given values of {place}", int(row["n"])),
            (f"missing values of {place}", int(row["n_missing"])),
        )
        if row["least"]:
            yield f"least and most of {place}", [row["least"], row["most"]]
        if row["values"]:
            yield f"codes of {place}", row["values"].split(";")


def _codes_csv(text: str) -> Iterator[Statement]:
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(text), strict=True):
        place = f"{row['table']}.{row['name']}"
        found.setdefault(place, {})[row["code"]] = row["meaning"]
        yield f"rows with {row['code']} in {place}", int(row["n"])
    for place, meanings in found.items():
        yield f"codes of {place}", list(meanings)
        yield f"meanings of {place}", meanings


class _Page(HTMLParser):
    """Collects the text of table rows and headings of a page, and refuses what would fetch or run anything."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, list[str]] = {}
        self.words: list[str] = []
        self._row = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "iframe", "object", "embed", "link", "img", "base", "form"):
            raise ValueError(f"it has a <{tag}>")
        if any(name.startswith("on") or name == "style" for name in given):
            raise ValueError(f"<{tag}> has an attribute that runs")
        if tag == "tr":
            self._row = given.get("id") or ""
            self.cells[self._row] = []
        elif tag in ("td", "th") and self._row:
            self.cells[self._row].append("")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._row and self.cells[self._row]:
            self.cells[self._row][-1] += data


def _codebook_html(text: str) -> Iterator[Statement]:
    page = _Page()
    page.feed(text)
    page.close()
    rows = {place: cells for place, cells in page.cells.items() if place}
    yield "variables", list(rows)
    for place, cells in rows.items():
        yield f"given values of {place}", int(cells[3])
    told = " ".join(page.words)
    for one in re.findall(r"(\w+) \(([0-9]+) rows?\)", told):
        yield f"rows of {one[0]}", int(one[1])
    yield from _prose(told)


def _prose(text: str) -> Iterator[Statement]:
    """Yield what people are told at the head of a document: title, version, day, licence, fingerprint."""
    yield "title and version", _first(r"([^\s#*:][^\n#*:]* [0-9]+\.[0-9]+\.[0-9]+)(?=[,:\n]|$)", text)
    yield "day of release", _first(r"(?:R|r)eleased on ([0-9-]{10})", text)
    yield "licence", _first(r"\b(CC[A-Z0-9.-]*[A-Z0-9])\b", text)
    yield "fingerprint, short", _first(r"(ccd1:[0-9a-f]{4}(?:-[0-9a-f]{4}){3})", text)


def _first(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None


def _markdown(text: str) -> Iterator[Statement]:
    yield from _prose(text)
    for name, number in re.findall(r"^\| `(\w+)` \| ([0-9]+) \|", text, re.MULTILINE):
        yield f"rows of {name}", int(number)


def _readme(text: str) -> Iterator[Statement]:
    yield from _markdown(text)
    header = text.split("---\n")[1]
    yield "fingerprint with prefix", _first(r"(ccd1:[0-9a-f]{64})", text)
    yield "SWHID", _first(r"(swh:1:dir:[0-9a-f]{40})", text)
    yield "version", _scalar(header, "version")
    yield "licence in small letters", _scalar(header, "license")
    yield "title", _scalar(header, "pretty_name")
    yield "keywords", _scalar(header, "tags")
    yield "tables", re.findall('config_name: "(.*)"', header)
    yield "Parquet files", re.findall('data_files: "(.*)"', header)


def _datasheet(text: str) -> Iterator[Statement]:
    yield from _markdown(text)
    for kind, number in re.findall(r"^\| ([a-z]+) \| ([0-9]+) \|$", text, re.MULTILINE):
        yield f"number of records of kind {kind}", int(number)


def _load_r(text: str) -> Iterator[Statement]:
    yield from _prose(text)
    for name, number in re.findall(r"^ {4}(\w+) = ([0-9]+)L,?$", text, re.MULTILINE):
        yield f"rows of {name}", int(number)
    yield "version", _first(r'"version"\) <- "(.*)"', text)
    yield "fingerprint with prefix", _first(r'"fingerprint"\) <- "(.*)"', text)


def _load_do(text: str) -> Iterator[Statement]:
    yield from _prose(text)
    frames = re.split(r"^frame (\w+) \{$", text, flags=re.MULTILINE)[1:]
    yield "tables", frames[::2]
    for name, block in zip(frames[::2], frames[1::2], strict=True):
        yield f"rows of {name}", int(_first("assert _N == ([0-9]+)", block) or -1)
        yield f"number of columns of {name}", int(_first(r"assert c\(k\) == ([0-9]+)", block) or -1)
        columns = re.findall(r"confirm (?:string|numeric) variable (\w+)", block)
        yield from ((f"column {number} of {name}", column) for number, column in enumerate(columns, start=1))
        told = re.findall(r"inlist\((\w+), (.*)\)", block)
        for column in dict.fromkeys(column for column, _ in told):
            codes = [code for other, listed in told if other == column for code in re.findall('`"(.*?)"\'', listed)]
            yield f"codes of {name}.{column}", codes


def _cff(text: str) -> Iterator[Statement]:
    yield "type in CFF", _scalar(text, "type")
    yield "DOI", _scalar(text, "doi") or ""
    yield "title", _scalar(text, "title")
    yield "description", _scalar(text, "abstract")
    yield "version", _scalar(text, "version")
    yield "day of release", _scalar(text, "date-released")
    yield "licence", _scalar(text, "license")
    yield "authors", _first('authors:\n  - name: "(.*)"', text)
    yield "fingerprint", _first('value: "([0-9a-f]{64})"', text)
    yield "SWHID", _first('value: "(swh:.*)"', text)
    yield "keywords", re.findall('^  - "(.*)"$', text.partition("\nkeywords:\n")[2], re.MULTILINE)


def _scalar(text: str, name: str) -> Any:
    """Return the value of a line of YAML whose scalars are all written as those of JSON."""
    line = next((line for line in text.splitlines() if line.startswith(f"{name}: ")), "")
    return json.loads(line.partition(": ")[2] or "null")


def _csl(text: str) -> Iterator[Statement]:
    (document,) = _json(text)
    (author,) = document["author"]
    yield from (
        ("type in CSL", document["type"]),
        ("DOI", document.get("DOI", "")),
        ("title", document["title"]),
        ("version", document["version"]),
        ("authors", author["literal"]),
        ("day of release", "-".join(f"{number:02}" for number in document["issued"]["date-parts"][0])),
        ("fingerprint, short", _first("(ccd1:[0-9a-f-]{19})", document["note"])),
    )


def _bib(text: str) -> Iterator[Statement]:
    if text.count("{") != text.count("}"):
        raise ValueError("its braces do not match")
    yield "title", _first(r"title += \{\{(.*)\}\},", text)
    yield "authors", _first(r"author += \{\{(.*)\}\},", text)
    yield "fingerprint", _first(r"fingerprint += \{(.*)\},", text)
    yield "SWHID", _first(r"swhid += \{(.*)\},", text)


def _bibtex(text: str) -> Iterator[Statement]:
    yield from _bib(text)
    yield "year of release", _first(r"year += \{(.*)\},", text)
    yield "version", _first(r"Version ([0-9.]+) \[Data set\]", text)


def _biblatex(text: str) -> Iterator[Statement]:
    yield from _bib(text)
    yield "day of release", _first(r"date += \{(.*)\},", text)
    yield "version", _first(r"version += \{(.*)\},", text)


def _ris(text: str) -> Iterator[Statement]:
    fields = dict(re.findall(r"^([A-Z][A-Z0-9])  - (.*)$", text, re.MULTILINE))
    yield from (
        ("type in RIS", fields["TY"]),
        ("authors", fields["AU"]),
        ("title", fields["TI"]),
        ("day of release", fields["DA"].replace("/", "-")),
        ("version", fields["ET"]),
        ("fingerprint, short", _first("(ccd1:[0-9a-f-]{19})", text)),
    )


def _citation(text: str) -> Iterator[Statement]:
    yield "citation", text.removesuffix("\n")


READERS: Mapping[str, Reader] = {
    "CITATION.cff": _cff,
    "DATASHEET.md": _datasheet,
    "README.md": _readme,
    "citation.bib": _bibtex,
    "citation.biblatex.bib": _biblatex,
    "citation.csl.json": _csl,
    "citation.ris": _ris,
    "citation.txt": _citation,
    "codebook.csv": _codebook_csv,
    "codebook.html": _codebook_html,
    "codemeta.json": _codemeta,
    "codes.csv": _codes_csv,
    "croissant.json": _croissant,
    "csvw-metadata.json": _csvw,
    "datacite.json": _datacite,
    "datapackage.json": _datapackage,
    "dcat.jsonld": _dcat,
    "load.R": _load_r,
    "load.do": _load_do,
    "ro-crate-metadata.json": _rocrate,
    "schema.jsonld": _schema_org,
}
"""How each file of metadata is read, by path."""


def is_safe(path: str) -> bool:
    """Whether a path stays in the release's folder, on any system."""
    return not (
        path.startswith("/") or "\\" in path or ":" in path or ".." in PurePosixPath(path).parts or "//" in path
    )
