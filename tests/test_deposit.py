"""Deposit: what .ci/deposit asks of an archive, of which a small one stands here, and what it leaves to a person."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT
from invenio import TOKEN, Archive, standing

DEPOSIT = PACKAGE_ROOT / ".ci" / "deposit"

pytestmark = pytest.mark.skipif(
    not DEPOSIT.is_file() or None in map(shutil.which, ("bash", "curl", "jq")),
    reason="no checkout: tests of a copy alone; or no bash, curl and jq",
)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    with standing() as (kept, address):
        monkeypatch.setenv("ARCHIVE", address)
        yield kept


def deposit(*words: str | Path, token: str = TOKEN, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ARCHIVE_TOKEN": token, "no_proxy": "127.0.0.1"} | more
    return subprocess.run([DEPOSIT, *words], capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "package-1.0.0.tar.gz", tmp_path / "data 1+1.zip"]
    for path in paths:
        path.write_bytes(path.name.encode() * 1000)
    return paths


@pytest.fixture
def described(release: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    return folder


def test_a_doi_is_reserved_and_not_registered(archive: Archive) -> None:
    done = deposit("reserve")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "draft draft-1\ndoi 10.5072/draft-1\npage https://archive.invalid/uploads/draft-1\n"
    assert archive.asked == ["POST ", "POST draft-1/draft/pids/doi"]
    assert archive.accepted == {"application/vnd.inveniordm.v1+json"}


def test_a_later_release_is_a_version_of_the_same_record(archive: Archive) -> None:
    assert "doi 10.5072/draft-1\n" in deposit("reserve", "record-7").stdout
    assert archive.asked[0] == "POST record-7/versions"


def test_the_draft_says_what_the_release_says_and_keeps_its_doi(archive: Archive, described: Path) -> None:
    deposit("reserve")
    done = deposit("describe", "draft-1", described)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    manifest = json.loads((described / "manifest.json").read_bytes())
    package = json.loads((described / "datapackage.json").read_bytes())
    draft = archive.drafts["draft-1"]
    assert draft["pids"]["doi"]["identifier"] == "10.5072/draft-1"
    assert draft["metadata"] == {
        "resource_type": {"id": "dataset"},
        "title": manifest["title"],
        "version": manifest["version"],
        "publication_date": manifest["released"],
        "creators": [{"person_or_org": {"type": "organizational", "name": manifest["authors"]}}],
        "rights": [{"id": manifest["licence"].lower()}],
        "languages": [{"id": "eng"}],
        "description": package["description"],
        "subjects": [{"subject": word} for word in package["keywords"]],
        "additional_descriptions": [
            {"type": {"id": "technical-info"}, "description": f"Content fingerprint {manifest['fingerprint']}"}
        ],
    }


def test_what_the_archive_misses_is_told(archive: Archive, described: Path) -> None:
    deposit("reserve")
    manifest = described / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_bytes()) | {"released": ""}), encoding="utf-8")
    done = deposit("describe", "draft-1", described)
    assert (done.returncode, done.stderr) == (1, "metadata.publication_date: Missing.\n")
    assert archive.asked[-1] == "PUT draft-1/draft"


def test_files_are_uploaded_and_compared_and_uploaded_again(archive: Archive, files: list[Path]) -> None:
    deposit("reserve")
    for content in (b"first", b"second"):
        files[0].write_bytes(content)
        done = deposit("upload", "draft-1", *files)
        assert (done.returncode, done.stdout) == (0, "The archive holds 2 files, as they are here.\n"), done.stderr
        assert archive.files["draft-1"] == {path.name: path.read_bytes() for path in files}
    assert deposit("compare", "draft-1", *files).returncode == 0


def test_a_file_that_arrives_otherwise_is_told(archive: Archive, files: list[Path]) -> None:
    deposit("reserve")
    archive.spoil = True
    done = deposit("upload", "draft-1", *files)
    assert (done.returncode, done.stdout) == (2, "")
    assert "The archive does not hold what is here." in done.stderr
    assert files[0].name in done.stderr


def test_a_file_too_many_or_too_few_is_told(archive: Archive, files: list[Path]) -> None:
    deposit("reserve")
    deposit("upload", "draft-1", *files)
    assert deposit("compare", "draft-1", files[0]).returncode == 2
    del archive.files["draft-1"][files[0].name]
    assert deposit("compare", "draft-1", *files).returncode == 2


def test_a_draft_is_thrown_away(archive: Archive) -> None:
    deposit("reserve")
    assert deposit("discard", "draft-1").returncode == 0
    assert archive.drafts == {}


def test_nothing_it_does_publishes(archive: Archive, described: Path, files: list[Path]) -> None:
    deposit("reserve")
    deposit("describe", "draft-1", described)
    deposit("upload", "draft-1", *files)
    assert not [asked for asked in archive.asked if "publish" in asked]
    assert "actions/publish" not in DEPOSIT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["describe", "draft-9", "."], "is no release with metadata"),
        (["upload", "draft-9"], "upload which files?"),
        (["upload", "draft-9", "gone.zip"], "there is no file gone.zip"),
        (["compare", "draft-9", str(DEPOSIT)], "There is no such draft."),
        (["discard", "draft-9"], "There is no such draft."),
        (["publish", "draft-9"], ".ci/deposit reserve"),
        ([], ".ci/deposit reserve"),
    ],
)
def test_what_cannot_be_done_is_told(archive: Archive, words: list[str], told: str) -> None:
    done = deposit(*words)
    assert done.returncode != 0
    assert told in done.stderr
    assert done.stdout == ""
    assert archive.drafts == {}


def test_a_token_is_asked_for_and_a_wrong_one_is_refused(archive: Archive) -> None:
    assert "ARCHIVE_TOKEN is to be a token" in deposit("reserve", token="").stderr
    assert archive.asked == []
    done = deposit("reserve", token="another")  # noqa: S106 - it opens nothing
    assert done.returncode != 0
    assert "Permission denied." in done.stderr
    assert "another" not in done.stderr


@pytest.mark.parametrize(
    "address", ["", "archive.example.org", "http://archive.example.org", "http://127.0.0.1:1@a.org"]
)
def test_a_token_is_sent_to_nobody_in_the_clear(archive: Archive, address: str) -> None:
    done = deposit("reserve", ARCHIVE=address)
    assert (done.returncode, archive.asked) == (2, [])
    assert "ARCHIVE is to be the address" in done.stderr
