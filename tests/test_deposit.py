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
        (["reserve", ""], "'' is no draft or record"),
        (["reserve", "../../api/user"], "'../../api/user' is no draft or record"),
        (["discard", "draft-9/../draft-1"], "is no draft or record"),
        (["describe", "Draft", "."], "'Draft' is no draft or record"),
        (["upload", "draft-9?x", str(DEPOSIT)], "is no draft or record"),
        (["compare", "draft 9", str(DEPOSIT)], "is no draft or record"),
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


def test_a_draft_of_which_the_archive_says_no_name_goes_into_no_path(archive: Archive) -> None:
    archive.named = "../draft-1"
    done = deposit("reserve")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'../draft-1' is no draft or record" in done.stderr
    assert archive.asked == ["POST "]


@pytest.mark.parametrize("command", ["upload", "compare"])
def test_two_files_of_one_name_are_refused(archive: Archive, command: str, files: list[Path], tmp_path: Path) -> None:
    deposit("reserve")
    (tmp_path / "more").mkdir()
    other = shutil.copy(files[0], tmp_path / "more")
    done = deposit(command, "draft-1", *files, other)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"more than one file is called {files[0].name}\n"
    assert archive.files["draft-1"] == {}


def spies(folder: Path, notes: Path) -> Path:
    """Put programs into a folder that note the environment and words they are given, and then run the real ones."""
    folder.mkdir()
    for name in ("curl", "jq", "md5sum", "basename", "sort", "diff", "cut", "uniq"):
        spy = folder / name
        spy.write_text(
            f'#!/bin/bash\n{{ env; printf "%s\\n" "ran {name}" "$@"; }} >> "{notes}"\nexec {shutil.which(name)} "$@"\n',
            encoding="utf-8",
        )
        spy.chmod(0o755)
    return folder


@pytest.mark.parametrize("options", [[], ["-a"]], ids=["plain", "exporting"])
@pytest.mark.usefixtures("archive")
def test_no_other_program_gets_the_token(options: list[str], files: list[Path], tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    path = f"{spies(tmp_path / 'bin', notes)}:{os.environ['PATH']}"
    environment = os.environ | {"ARCHIVE_TOKEN": TOKEN, "no_proxy": "127.0.0.1", "PATH": path, "token": "exported"}
    for words in (["reserve"], ["upload", "draft-1", *files]):
        done = subprocess.run(["bash", *options, DEPOSIT, *words], capture_output=True, check=False, env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
    noted = notes.read_text(encoding="utf-8")
    assert {"ran curl", "ran jq", "ran md5sum", "ran basename"} <= set(noted.splitlines())
    assert TOKEN not in noted


@pytest.mark.usefixtures("archive")
def test_the_token_is_not_printed_when_all_that_runs_is() -> None:
    environment = os.environ | {"ARCHIVE_TOKEN": TOKEN, "no_proxy": "127.0.0.1", "SHELLOPTS": "xtrace"}
    done = subprocess.run(
        ["bash", "-x", DEPOSIT, "reserve"], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0
    assert TOKEN not in done.stdout + done.stderr


def test_curl_reads_no_settings_of_whoever_runs_it(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / ".curlrc").write_text(f'trace-ascii = "{tmp_path / "trace"}"\n', encoding="utf-8")
    assert deposit("reserve", HOME=str(tmp_path), CURL_HOME=str(tmp_path)).returncode == 0
    assert archive.asked
    assert not (tmp_path / "trace").exists()


def test_a_file_goes_up_whatever_signs_its_name_has(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a{b,c}[1-2].zip"
    path.write_bytes(b"one")
    deposit("reserve")
    assert deposit("upload", "draft-1", path).returncode == 0
    assert archive.files["draft-1"] == {path.name: b"one"}
