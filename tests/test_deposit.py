"""Deposit: what .ci/deposit asks of an archive, of which a small one stands here, and what it leaves to a person."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT

DEPOSIT = PACKAGE_ROOT / ".ci" / "deposit"
TOKEN = "not a real one"  # noqa: S105 - it opens nothing

pytestmark = pytest.mark.skipif(
    not DEPOSIT.is_file() or None in map(shutil.which, ("bash", "curl", "jq")),
    reason="no checkout: tests of a copy alone; or no bash, curl and jq",
)


class Refused(Exception):
    """The archive's answer is an error: its status."""


class Archive:
    """Drafts as InvenioRDM's interface has them, as far as a deposit needs it; it registers nothing anywhere."""

    def __init__(self) -> None:
        self.drafts: dict[str, dict[str, Any]] = {}
        self.files: dict[str, dict[str, bytes | None]] = {}
        self.asked: list[str] = []
        self.accepted: set[str] = set()
        self.spoil = False

    def answer(self, method: str, path: list[str], body: bytes) -> Any:
        """Return what the archive answers; KeyError where there is nothing."""
        self.asked.append(f"{method} {'/'.join(path)}")
        match method, path:
            case "POST", []:
                return self.begin(json.loads(body))
            case "POST", [_, "versions"]:
                return self.begin({"metadata": {"title": "of the version before"}})
            case "DELETE", [record, "draft"]:
                del self.drafts[record]
                return None
            case _, [record, "draft", *rest]:
                return self.draft(method, record, rest, body)
        raise KeyError(path)

    def begin(self, given: dict[str, Any]) -> dict[str, Any]:
        record = f"draft-{len(self.drafts) + 1}"
        self.files[record] = {}
        self.drafts[record] = {
            "id": record, "pids": {}, "access": {"record": "public", "files": "public"},
            "links": {"self_html": f"https://archive.invalid/uploads/{record}"}, **given,
        }  # fmt: skip
        return self.drafts[record]

    def draft(self, method: str, record: str, rest: list[str], body: bytes) -> Any:
        draft, files = self.drafts[record], self.files[record]
        match method, rest:
            case "GET", []:
                return draft
            case "PUT", []:
                draft |= {"pids": {}} | json.loads(body)  # a DOI that is not sent along is given up
                wanting = [] if draft["metadata"].get("publication_date") else ["metadata.publication_date"]
                return draft | {"errors": [{"field": field, "messages": ["Missing."]} for field in wanting]}
            case "POST", ["pids", "doi"]:
                draft["pids"]["doi"] = {
                    "identifier": f"10.5072/{record}",
                    "provider": "datacite",
                }  # DataCite's test prefix
                return draft
            case "GET", ["files"]:
                return {"entries": [{"key": name, "checksum": self.sum(held)} for name, held in files.items()]}
            case "POST", ["files"]:
                for one in json.loads(body):
                    if one["key"] in files:
                        raise Refused(400)
                    files[one["key"]] = None
                return {}
            case "DELETE", ["files", name]:
                del files[name]
                return None
            case "PUT", ["files", name, "content"]:
                files[name] = body[:-1] if self.spoil else body
                return {}
            case "POST", ["files", name, "commit"] if files[name] is not None:
                return {}
        raise KeyError(rest)

    @staticmethod
    def sum(held: bytes | None) -> str:
        return f"md5:{md5(held or b'', usedforsecurity=False).hexdigest()}"


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    kept = Archive()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # curl waits for leave to send a file

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = [unquote(part) for part in self.path.removeprefix("/api/records").split("/") if part]
            kept.accepted.add(self.headers["Accept"])
            status, answer = 200, None
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status, answer = 403, {"message": "Permission denied."}
            else:
                try:
                    answer = kept.answer(self.command, path, body)
                except Refused as error:
                    status = error.args[0]
                except KeyError:
                    status, answer = 404, {"message": "There is no such draft."}
            content = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(204 if status == 200 and answer is None else status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = respond  # noqa: N815 - the server looks for these

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the server has it
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setenv("ARCHIVE", f"http://127.0.0.1:{server.server_port}")
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


def deposit(*words: str | Path, token: str = TOKEN, **more: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ARCHIVE_TOKEN": token, "no_proxy": "127.0.0.1"} | more
    return subprocess.run([DEPOSIT, *words], capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "package-1.0.0.tar.gz", tmp_path / "data 1+1.zip"]
    for path in paths:
        path.write_bytes(path.name.encode() * 1000)
    return paths


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


@pytest.fixture
def described(release: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    if not (folder / "datapackage.json").exists():
        (folder / "datapackage.json").write_text('{"description": "A.", "keywords": ["b"]}', encoding="utf-8")
    return folder
