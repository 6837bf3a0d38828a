"""Citing: the command prints a citation of what is asked for, keeps a query, and says what is wrong otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.citation import FORMATS
from caucasus_ledger.dataset.ledger import Ledger, ReplacedRecord, load
from caucasus_ledger.dataset.query import rerun
from caucasus_ledger.face.archive import cite
from caucasus_ledger.face.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["cite", *arguments])


def test_the_newest_release_is_cited_wherever_one_stands(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    assert run().output == f"{load().cite()}\n"


def test_a_version_or_a_folder_is_cited(release: Path, ledger: Ledger) -> None:
    assert run("--version", "0.1.0").output == f"{load('0.1.0').cite()}\n"
    assert run("--version", str(release)).output == f"{ledger.cite()}\n"


def test_the_folder_that_one_stands_in_is_cited(release: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    assert run("--data", ".").output == f"{ledger.cite()}\n"
    monkeypatch.chdir(release.parent)
    assert run("--data", f"./{release.name}").output == f"{ledger.cite()}\n"


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_printed(form: str, release: Path, ledger: Ledger) -> None:
    record = "claim/example-2020/001"
    assert run("--data", str(release), "--format", form).output == f"{ledger.cite(format=form)}\n"
    assert run(record, "--data", str(release), "--format", form).output == f"{ledger.cite(record, form)}\n"
    found = run("--where", "claims kind=causal", "--data", str(release), "--format", form)
    assert found.stdout == f"{ledger.query('claims kind=causal').cite(form)}\n"
    assert found.stderr == "1 claim: claims kind=causal\n"


def test_the_command_offers_the_formats_that_there_are() -> None:
    (option,) = (one for one in cite.params if one.name == "form")
    assert tuple(option.to_info_dict()["type"]["choices"]) == FORMATS


def test_an_actor_is_cited_by_its_name_of_several_words(release: Path, ledger: Ledger) -> None:
    assert run("Blue", "Line", "--data", str(release)).output == f"{ledger.cite('actor/blue-line')}\n"


def test_a_query_is_kept_and_can_be_proven(release: Path, ledger: Ledger, tmp_path: Path) -> None:
    saved = tmp_path / "query.json"
    found = run("--where", "claims  kind = causal", "--data", str(release), "--save", str(saved))
    assert (found.exit_code, found.stderr) == (
        0, f"1 claim: claims kind=causal\nsaved in {saved}; `caucasus verify {saved}` proves it\n",
    )  # fmt: skip
    document = json.loads(saved.read_bytes())
    assert document["filter"] == "claims  kind = causal"
    assert f"{document['citation']}\n" == found.stdout
    assert rerun(document, ledger).proven
    assert list(tmp_path.iterdir()) == [saved]


def test_that_no_record_fits_is_told(release: Path) -> None:
    found = run("--where", "claims kind=definition", "--data", str(release))
    assert (found.exit_code, found.stderr) == (0, "No claim fits; the citation says n = 0: claims kind=definition\n")
    assert found.stdout.endswith("(n = 0)\n")


def test_a_file_that_is_there_stays(release: Path, tmp_path: Path) -> None:
    saved = tmp_path / "query.json"
    saved.write_text("mine")
    found = run("--where", "claims", "--data", str(release), "--save", str(saved))
    assert (found.exit_code, found.stdout, saved.read_text()) == (2, "", "mine")
    assert "is there already" in found.stderr


def test_what_replaced_a_withdrawn_record_is_cited(release: Path, ledger: Ledger) -> None:
    with pytest.warns(ReplacedRecord, match="was withdrawn"):
        found = run("claim/example-2020/012", "--data", str(release))
    assert found.stdout == f"{ledger.cite('claim/example-2020/001')}\n"


WRONG = {
    "two": ["claim/a/001", "claim/a/002"],
    "both": ["claim/a/001", "--where", "claims"],
    "save": ["--save", "x.json"],
    "unknown": ["claim/example-2020/099"],
    "filter": ["--where", "claims knd=causal"],
    "empty": ["--where", ""],
    "blank": [""],
    "nowhere": ["--where", "claims", "--save", ""],
    "format": ["--format", "word"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_what_cannot_be_cited_is_told(arguments: list[str], release: Path, snapshot: SnapshotAssertion) -> None:
    found = run(*arguments, "--data", str(release))
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == snapshot


def test_what_is_not_released_is_told(example: Path) -> None:
    found = run("--data", f"{example}/")
    assert (found.exit_code, found.stderr) == (
        2, "Error: records that are not released cannot be cited; load a release\n",
    )  # fmt: skip
    assert run("--version", "9.9.9").stderr.startswith("Error: version 9.9.9 is not in this package")
