"""Exporting: the command writes what is asked for, where it is asked for, and says so."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from caucasus_ledger.dataset.export import claimreview, sql, sqlite
from caucasus_ledger.dataset.export.catalogue import FORMATS, Format
from caucasus_ledger.dataset.ledger import Ledger, versions
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.face import exporting
from caucasus_ledger.face.cli import main

PAGE = PACKAGE_ROOT / "docs" / "exports.md"
HEAVY = {"pydantic", "pyarrow", "pandas", "duckdb", "rdflib", "networkx", "prov", "sqlite3", "xml"}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words])


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_each_format_is_written_under_its_own_name(form: Format, release: Path, elsewhere: Path) -> None:
    result = run(form.name, "--version", str(release))
    assert result.exit_code == 0, result.output
    (made,) = elsewhere.iterdir()
    assert made.name.startswith("caucasus-ledger-0.1.0")
    assert made.is_dir() is (form.shape == "folder")
    assert result.output.startswith(f"Wrote {made.name}: {form.about}, version 0.1.0, ")


def test_the_newest_release_is_exported_unless_another_is_named() -> None:
    assert f"version {versions()[-1]}" in run("csv").output
    assert "version 0.1.0" in run("csv", "old", "--version", "0.1.0").output


def test_a_text_goes_to_the_standard_output(release: Path, elsewhere: Path) -> None:
    result = run("claimreview", "-", "--version", str(release))
    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes)["@type"] == "DataFeed"
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(("name", "shape"), [("csv", "folder"), ("sqlite", "database")])
def test_what_is_no_text_does_not(name: str, shape: str) -> None:
    result = run(name, "-")
    assert result.exit_code == 2
    assert f"{name} is a {shape}, which cannot go to the standard output" in result.stderr


def test_nothing_is_overwritten_unasked(elsewhere: Path) -> None:
    (elsewhere / "mine").write_text("mine", encoding="utf-8")
    result = run("prov", "mine")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: mine is there already; --force replaces it\n"
    assert (elsewhere / "mine").read_text(encoding="utf-8") == "mine"
    result = run("prov", "mine", "--force")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mine is no such export, so it is not replaced" in " ".join(result.stderr.split())
    assert (elsewhere / "mine").read_text(encoding="utf-8") == "mine"
    assert run("prov", "ours").exit_code == run("prov", "ours", "--force").exit_code == 0


def test_a_checkout_is_exported_as_what_it_is(example: Path, elsewhere: Path) -> None:
    assert run("graphml", "--data", str(example)).exit_code == 0
    text = (elsewhere / "caucasus-ledger-unreleased.graphml").read_text(encoding="utf-8")
    assert "cannot be cited" in text


@pytest.mark.parametrize("words", [("csv", "--version", "9.9.9"), ("csv", "--data", "nowhere/"), ("csv", "a/b")])
def test_what_cannot_be_done_is_one_line(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Error: ")


def test_an_unknown_format_is_refused_with_those_that_there_are() -> None:
    result = run("excel")
    assert result.exit_code == 2
    assert all(form.name in result.stderr for form in FORMATS)


def test_the_help_lists_every_format() -> None:
    output = run("--help").output
    assert all(f"{form.name} " in output and form.about in output for form in FORMATS)
    assert max(map(len, output.splitlines())) <= 100


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import contextlib, sys\nfrom caucasus_ledger.face.cli import main\n"
        "with contextlib.suppress(SystemExit): main(['export', '--help'])\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()} & HEAVY == set()


@pytest.mark.skipif(not PAGE.is_file(), reason="no checkout: the page is not in the package")
def test_the_queries_of_the_page_give_rows(ledger: Ledger, elsewhere: Path) -> None:
    (block,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    sqlite.write(ledger, elsewhere / "a")
    with closing(sqlite3.connect(elsewhere / "a")) as database:
        found = [database.execute(query).fetchall() for query in block.strip().splitlines()]
    assert len(found) == 3
    assert all(found)


@pytest.mark.skipif(not PAGE.is_file(), reason="no checkout: the page is not in the package")
def test_the_page_lists_formats_views_and_verdicts_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert exporting.table() in page
    assert [form.name for form in FORMATS] == [
        line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ") and line.islower()
    ]
    for view in sql.views(sqlite.DIALECT):
        assert f"| `{view.name}` | {view.about} |\n" in page
    for verdict, words in claimreview.VERDICTS.items():
        assert f"| `{verdict}` | {words} |\n" in page
