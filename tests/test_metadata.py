"""Metadata: one set of facts in the forms of many readers, whatever letters the facts hold."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from syrupy.assertion import SnapshotAssertion

import caucasus_ledger
import release_mutants
from caucasus_ledger.dataset import citation, identity, metadata
from caucasus_ledger.dataset.description import Description, description_of
from caucasus_ledger.dataset.formats import decode
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.metadata import about, address, files
from caucasus_ledger.dataset.metadata.consistency import _STANDARDS, _of_data, _of_manifest, problems
from caucasus_ledger.dataset.metadata.loaders import stata_quoted
from caucasus_ledger.dataset.metadata.markdown import plain
from caucasus_ledger.dataset.metadata.said import READERS
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.dataset.release import PROOF, build_release
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.schema.json_schema import KINDS

HOSTILE = (
    "</td><script>alert(1)</script>",
    'a" onload="x',
    "a | b",
    "`code` *star* _line_ [text](javascript:x) ![i](x)",
    "'; drop table claims; --",
    "$HOME `x' \"' ${y}",
    "a\nb\r\n# heading\n---\nlicense: mit",
    "Հայաստան Azərbaycan Россия საქართველო 𐍈",
    "\\ \\n {braces} %d {{x}}",
)
FILES = [
    "DATASHEET.md", "LICENSE", "README.md", "codebook.csv", "codebook.html", "codemeta.json", "codes.csv",
    "croissant.json", "csvw-metadata.json", "datacite.json", "datapackage.json", "dcat.jsonld", "load.R", "load.do",
    "ro-crate-metadata.json", "schema.jsonld",
]  # fmt: skip


@pytest.fixture(scope="module")
def description(ledger: Ledger) -> Description:
    return description_of(ledger)


def made(description: Description) -> dict[str, bytes]:
    """Return the metadata of a release with the documents that are made elsewhere, as it has them."""
    return files(description, {**citation.files(description), "verify.py": PROOF.read_bytes()})


def document(found: dict[str, bytes], path: str) -> Any:
    return json.loads(found[path])


def test_these_files_are_made(description: Description) -> None:
    schemas = [f"schemas/{kind}.json" for kind in description.records]
    assert sorted(files(description)) == sorted([*FILES, *schemas])
    assert set(READERS) == {*FILES, *citation.files(description)}


def test_they_are_those_of_the_release(description: Description, release: Path) -> None:
    for path, content in made(description).items():
        assert (release / path).read_bytes() == content, path


def test_another_process_with_other_hashes_and_zone_makes_the_same_bytes(release: Path, tmp_path: Path) -> None:
    code = (
        "import sys, hashlib\n"
        "from caucasus_ledger import load\n"
        "from caucasus_ledger.dataset import citation\n"
        "from caucasus_ledger.dataset.description import description_of\n"
        "from caucasus_ledger.dataset.metadata import files\n"
        "found = description_of(load(sys.argv[1]))\n"
        "for path, content in sorted(files(found, citation.files(found)).items()):\n"
        "    print(hashlib.sha256(content).hexdigest(), path)\n"
    )
    package = str(Path(caucasus_ledger.__file__).parents[1])
    told = []
    for seed, zone, locale in (("1", "Asia/Baku", "C"), ("2", "America/St_Johns", "C.UTF-8")):
        environment = {**os.environ, "PYTHONPATH": package, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        command = [sys.executable, "-c", code, str(release)]
        run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path)
        told.append(run.stdout)
    assert told[0] == told[1]
    assert told[0].count("\n") == len(FILES) + 6


def test_nothing_is_invented_while_there_is_no_site_and_no_doi(description: Description) -> None:
    known = re.compile(
        r"https?://(?:creativecommons\.org|schema\.org|www\.w3\.org|w3id\.org|datapackage\.org|mlcommons\.org|purl\.org"
        r"|spdx\.org|datacite\.org|xmlns\.com|id\.loc\.gov|example\.org|www\.iana\.org|json-schema\.org)/"
    )
    for path, content in files(description).items():
        found = [one for one in re.findall(r"https?://[^\s\"'<>)]+", content.decode()) if not known.match(one)]
        assert [one for one in found if "[A-Za-z0-9" not in one] == [], path  # the pattern of addresses
        assert b"doi.org/" not in content, path
        assert b"orcid" not in content.lower(), path


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "ADDRESS", "https://ledger.example.org")
    monkeypatch.setattr(identity, "DOI", "10.5072/example.1")


@pytest.mark.usefixtures("published")
def test_site_and_doi_are_used_everywhere_once_there_are_any(description: Description) -> None:
    found, version = made(description), description.version
    page, doi = f"https://ledger.example.org/releases/{version}/", "https://doi.org/10.5072/example.1"
    assert document(found, "datapackage.json")["homepage"] == page
    assert document(found, "datapackage.json")["id"] == doi
    assert document(found, "csvw-metadata.json")["@id"] == doi
    assert document(found, "croissant.json")["url"] == doi
    schema = document(found, "schema.jsonld")
    assert (schema["@id"], schema["url"], schema["identifier"][0]) == (doi, page, doi)
    assert {one["contentUrl"] for one in schema["distribution"]} == {
        f"{page}{one['name']}" for one in schema["distribution"]
    }
    catalogue = document(found, "dcat.jsonld")
    assert (catalogue["@id"], catalogue["dcat:landingPage"]["@id"]) == (doi, page)
    assert catalogue["dcat:distribution"][0]["dcat:downloadURL"]["@id"].startswith(page)
    root = next(one for one in document(found, "ro-crate-metadata.json")["@graph"] if one["@id"] == "./")
    assert (root["cite-as"], root["url"], root["identifier"][0]) == (doi, page, doi)
    assert document(found, "datacite.json")["doi"] == "10.5072/example.1"
    assert document(found, "codemeta.json")["supportingData"]["@id"] == doi
    for path in ("README.md", "DATASHEET.md"):
        assert "10.5072/example.1" in found[path].decode()
        assert "No DOI" not in found[path].decode()


@pytest.mark.usefixtures("published")
def test_a_release_with_site_and_doi_contradicts_itself_nowhere(example: Path, tmp_path: Path) -> None:
    assert problems(build_release(example, "0.1.0", date(2020, 8, 1), tmp_path / "0.1.0")) == []


def test_addresses_follow_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert address.release("1.2.3") == "urn:caucasus-ledger:release:1.2.3"
    assert address.file("1.2.3", "a.csv") == "a.csv"
    monkeypatch.setattr(identity, "ADDRESS", "https://ledger.example.org")
    assert address.release("1.2.3") == address.home("1.2.3") == "https://ledger.example.org/releases/1.2.3/"
    assert address.file("1.2.3", "a.csv") == "https://ledger.example.org/releases/1.2.3/a.csv"
    monkeypatch.setattr(identity, "DOI", "10.5072/example.1")
    assert address.release("1.2.3") == "https://doi.org/10.5072/example.1"
    assert address.earlier("1.2.2") == "https://ledger.example.org/releases/1.2.2/"


def hostile(description: Description, text: str) -> Description:
    """Return a release whose names, titles, codes and examples hold a text."""
    (source, *others) = description.sources
    source = {**source, "title": {**source["title"], "text": text}, "licence": text}
    tables = {
        name: replace(
            table,
            variables=tuple(
                replace(
                    one,
                    example=text if one.type == "string" else one.example,
                    missing=text if one.missing else "",
                    codes=dict.fromkeys(one.codes, text),
                )
                for one in table.variables
            ),
        )
        for name, table in description.tables.items()
    }
    names = {actor: f"{text} {number}" for number, actor in enumerate(description.names)}
    return replace(description, sources=(source, *others), names=names, tables=tables)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_letter_breaks_a_format(text: str, description: Description) -> None:
    found = files(hostile(description, text))
    for path, content in found.items():
        if path.endswith((".json", ".jsonld")):
            json.loads(content)
    plain_text = " ".join(text.split())
    assert plain_text in document(found, "schema.jsonld")["isBasedOn"][0]["name"]
    rows = list(csv.DictReader(io.StringIO(found["codes.csv"].decode(), newline=""), strict=True))
    assert {row["meaning"] for row in rows} == {text}
    header = found["README.md"].decode().split("---\n")[1]
    assert YAML(typ="safe").load(header)["license"] == "cc-by-4.0"


class Tags(HTMLParser):
    """Collects the elements of a page, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def tags(html: str) -> Tags:
    page = Tags()
    page.feed(html)
    page.close()
    return page


@pytest.mark.parametrize("text", HOSTILE)
def test_no_letter_makes_an_element(text: str, description: Description) -> None:
    usual, found = (files(one) for one in (description, hostile(description, text)))
    for path in ("codebook.html", "README.md", "DATASHEET.md"):
        before, after = (tags(page(path, one[path].decode())) for one in (usual, found))
        assert after.tags <= before.tags, path
        assert after.attributes <= before.attributes, path
        assert {link for link in after.links if not link.startswith("#")} <= {*before.links}, path


def page(path: str, text: str) -> str:
    if path.endswith(".html"):
        return text
    body = text.split("---\n", 2)[2] if path == "README.md" else text
    return str(cmarkgfm.github_flavored_markdown_to_html(body, cmarkgfm.Options.CMARK_OPT_UNSAFE))


@given(st.text(max_size=60))
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    words = " ".join(text.split())
    html = cmarkgfm.github_flavored_markdown_to_html(f"x {plain(text)} x", cmarkgfm.Options.CMARK_OPT_UNSAFE)
    page = Words()
    page.feed(html)
    page.close()
    if all(letter.isprintable() for letter in words):
        assert " ".join("".join(page.words).split()) == " ".join(f"x {words} x".split())
    assert page.tags <= {"p"}


class Words(Tags):
    """Collects what a page says as well."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@given(st.text(max_size=60))
def test_a_text_of_stata_ends_where_it_should(text: str) -> None:
    quoted = stata_quoted(text)
    assert quoted.startswith('`"')
    assert quoted.endswith("\"'")
    assert not set("\"`'$\\\n\r") & set(quoted[2:-2])


def test_the_page_needs_nothing_and_leads_nowhere_wrong(release: Path) -> None:
    html = (release / "codebook.html").read_text(encoding="utf-8")
    found = tags(html)
    assert not {"script", "link", "img", "iframe"} & found.tags
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= {*found.ids}
    assert [link for link in found.links if not link.startswith("#")] == [identity.LICENCE_URL]
    assert "prefers-color-scheme" in html or "color-scheme: light dark" in html
    assert "@media print" in html


def test_every_document_is_described(release: Path) -> None:
    paths = [path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()]
    assert [path for path in paths if about(path) == path] == []
    assert about("changes-1.0.0-1.1.0.csv").startswith("What has changed")


def test_no_row_of_a_csv_file_is_a_formula(release: Path) -> None:
    for name in ("codebook.csv", "codes.csv"):
        for row in csv.reader(io.StringIO((release / name).read_text(encoding="utf-8"), newline="")):
            assert [cell for cell in row if cell[:1] in "=+-@\t\r" and cell and not number(cell)] == []


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("number", range(3))
def test_the_readme_loads_it_with_python(number: int, release: Path) -> None:
    code = blocks((release / "README.md").read_text(encoding="utf-8"), "python")[number]
    environment = {**os.environ, "PYTHONPATH": str(Path(caucasus_ledger.__file__).parents[1])}
    run = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(run, cwd=release, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not there")
def test_the_readme_proves_it_without_the_package(release: Path) -> None:
    first, second, _ = blocks((release / "README.md").read_text(encoding="utf-8"), "sh")[0].splitlines()
    for line in (first, second):
        done = subprocess.run(["bash", "-c", line], cwd=release, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_release_with_little_in_it_has_metadata(tmp_path: Path, example: Path) -> None:
    root = Path(shutil.copytree(example, tmp_path / "root"))
    for kind in ("claim", "event", "assessment"):
        shutil.rmtree(root / "dataset" / "records" / kind)
    bare = build_release(root, "1.0.0", date(2020, 8, 1), tmp_path / "1.0.0")
    assert [one for one in problems(bare) if "is no record" not in one] == []
    datasheet = " ".join((bare / "DATASHEET.md").read_text(encoding="utf-8").split())
    assert "Of the 0 events, 0 have an earliest and a latest possible day" in datasheet
    assert "No event has a date." in datasheet
    assert "temporalCoverage" not in json.loads((bare / "schema.jsonld").read_text(encoding="utf-8"))


def test_an_earlier_release_is_named(ledger: Ledger) -> None:
    found = made(replace(description_of(ledger), version="1.1.0", previous="1.0.0"))
    assert document(found, "schema.jsonld")["prov:wasRevisionOf"] == {"@id": "urn:caucasus-ledger:release:1.0.0"}
    assert document(found, "dcat.jsonld")["dcat:previousVersion"] == {"@id": "urn:caucasus-ledger:release:1.0.0"}
    assert "The release before is 1.0.0." in found["DATASHEET.md"].decode()


def test_the_size_of_the_card_grows(description: Description) -> None:
    for n, size in ((999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (10**7, "n>1M")):
        card = files(replace(description, records={**description.records, "claim": n, "event": 0, "actor": 0,
                                                   "source": 0, "assessment": 0, "tombstone": 0}))  # fmt: skip
        assert f'size_categories: ["{size}"]' in card["README.md"].decode()


@pytest.mark.parametrize("path", ["README.md", "DATASHEET.md", "LICENSE", "load.R", "load.do", "codemeta.json"])
def test_what_people_read_reads_well(path: str, release: Path, snapshot: SnapshotAssertion) -> None:
    assert (release / path).read_text(encoding="utf-8") == snapshot


def test_the_programs_of_a_release_are_under_the_licence_of_this_project(release: Path) -> None:
    ours = PACKAGE_ROOT / "LICENSE"
    if not ours.is_file():
        pytest.skip("only a checkout has the licence of the project")
    assert ours.read_text(encoding="utf-8").strip() in (release / "LICENSE").read_text(encoding="utf-8")


def test_the_first_release_has_no_metadata_to_contradict() -> None:
    assert problems(PACKAGE_ROOT / "dataset" / "releases" / "0.1.0") == []


def test_no_folder_and_no_manifest_are_told(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["manifest.json is not there"]
    for content in (b"", b"{", b"[]", b'{"files": 3}', b"\xff", b"[" * 10_000, b'{"version": 1, "version": 2}'):
        (tmp_path / "manifest.json").write_bytes(content)
        (found,) = problems(tmp_path)
        assert found.startswith("manifest.json cannot be read: ")


def test_whatever_a_file_holds_is_a_problem_and_no_fault(release: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(release, tmp_path / "copy"))
    for path in (*READERS, "schemas/claim.json", "records/claim.jsonl", "dataset.json", "claims.parquet", "claims.dta"):
        good = (copy / path).read_bytes()
        for content in (b"", b"{}", b"[1]", b"\xff\xfe", b'{"a": ' * 3000):
            (copy / path).write_bytes(content)
            found = problems(copy)
            assert any(one.startswith((path, f"{path}:")) for one in found), (path, content)
        (copy / path).write_bytes(good)
    assert problems(copy) == []


def test_what_is_compared_is_said_by_more_than_one(release: Path) -> None:
    """A statement that only one file makes is held against nothing, so there are few of them, and they are known."""
    said: dict[str, int] = {}
    for path, reader in READERS.items():
        for what in {what for what, _ in reader((release / path).read_text(encoding="utf-8"))}:
            said[what] = said.get(what, 0) + 1
    contents = release_mutants.read(release)
    plain = json.loads(contents["manifest.json"])
    tables = {name: decode("csv", BY_NAME[name], contents[f"{name}.csv"]) for name in plain["tables"]}
    held = {what for what, _ in (*_of_manifest(plain, contents), *_of_data(tables))} | _STANDARDS.keys()
    held |= {f"number of records of kind {kind}" for kind in KINDS}
    alone = {what for what, number in said.items() if number == 1 and what not in held}
    joined = {"codes of events.contexts", "meanings of events.contexts"}
    assert {what for what in alone if not what.startswith("rows with ")} - joined == set()
    assert len(said) > 1000


def test_load_takes_a_folder_of_a_release(release: Path) -> None:
    assert load(release).version == "0.1.0"


def test_metadata_can_be_made_without_other_documents(description: Description) -> None:
    crate = json.loads(metadata.files(description)["ro-crate-metadata.json"])
    assert "CITATION.cff" not in {one["@id"] for one in crate["@graph"]}


def test_documents_made_elsewhere_are_named_in_the_crate_and_the_readme(example: Path, tmp_path: Path) -> None:
    documents = {"CHANGELOG.md": b"# Changes\n", "changes-0.0.9-0.1.0.csv": b"id\n"}
    folder = build_release(example, "0.1.0", date(2020, 8, 1), tmp_path / "0.1.0", documents=documents)
    assert problems(folder) == []
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{path}` | {about(path)} |" in readme for path in documents)
