"""Verification: what `caucasus verify` is asked about, what it answers, and with which exit code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from archive import VERSIONS, flip, kept, make_archive
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.face.cli import main

CLAIM = "claim/example-2020/003"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(autouse=True)
def releases(archive: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The releases of the package; one stands in an empty folder."""
    monkeypatch.setattr("caucasus_ledger.dataset.ledger.RELEASES", archive)
    monkeypatch.chdir(tmp_path)
    return archive


def verify(*arguments: str) -> Result:
    done = CliRunner().invoke(main, ["verify", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def masked(done: Result) -> str:
    """Return what was printed without the figures that every new kind of file in a release changes."""
    return re.sub(r"[0-9]+(?= (files|checks))", "#", done.output)


def as_json(*arguments: str) -> Any:
    return json.loads(verify(*arguments, "--format", "json").stdout)


def fingerprint(releases: Path, version: str) -> str:
    return str(json.loads((releases / version / MANIFEST).read_bytes())["fingerprint"])


def test_without_an_argument_every_release_is_verified(snapshot: SnapshotAssertion) -> None:
    done = verify()
    assert done.exit_code == 0
    assert masked(done) == snapshot


def test_a_version_and_a_folder_are_the_same_release(releases: Path) -> None:
    (one,), (other,) = as_json("1.0.0"), as_json(str(releases / "1.0.0"))
    assert one == other
    assert (one["version"], one["proven"], one["vouchers"]) == ("1.0.0", True, ["release 1.1.0, which follows it"])


@pytest.mark.parametrize("path", [".", "dataset/releases", "dataset/releases/1.0.0/manifest.json"])
def test_a_checkout_an_archive_and_a_manifest_stand_for_releases(
    releases: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(releases.parent.parent)
    found = [one["version"] for one in as_json(path)]
    assert found == (["1.0.0"] if path.endswith(MANIFEST) else list(VERSIONS))


def test_what_differs_is_told_with_both_digests(releases: Path, snapshot: SnapshotAssertion) -> None:
    with kept(releases / "1.1.0") as folder:
        flip(folder / "claims.csv", 100, 0)
        (folder / "places.dta").unlink()
        (folder / "notes.txt").write_text("x", encoding="utf-8")
        done = verify("1.1.0")
    assert done.exit_code == 1
    assert masked(done) == snapshot


def test_a_release_without_its_manifest_is_found_and_told(releases: Path) -> None:
    with kept(releases / "1.0.0") as folder:
        (folder / MANIFEST).unlink()
        done = verify()
    assert done.exit_code == 1
    assert "✗ manifest.json: it cannot be read: No such file or directory" in done.output


def test_what_differs_is_told_up_to_a_number(releases: Path) -> None:
    with kept(releases / "1.0.0") as folder:
        for path in folder.glob("*.*"):
            path.write_bytes(b"")
        done = verify("1.0.0")
    assert "more (--format json tells them all)" in done.output
    assert done.output.count("✗") == 51


def test_the_fingerprint_of_a_citation_finds_its_release(releases: Path) -> None:
    found = as_json("--fingerprint", short(fingerprint(releases, "1.0.0")))
    assert [(one["version"], one["proven"]) for one in found] == [("1.0.0", True)]
    assert "the short fingerprint given, a checksum of 64 bits" in found[0]["vouchers"]


def test_the_fingerprint_of_another_release_does_not_hold(releases: Path) -> None:
    done = verify("1.0.0", "--fingerprint", fingerprint(releases, "1.1.0"))
    assert done.exit_code == 1
    assert "✗ the fingerprint, beside the one given, is " in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["3.0.0"], "version 3.0.0 is not in this package, which holds 0.9.0, 1.0.0, 1.1.0"),
        (["."], ". holds no release"),
        (["./nothing"], "./nothing holds no release"),
        (["nobody"], "holds no record nobody"),
        (["claim/example-2020/999"], "did you mean claim/example-2020/"),
        (["claim/example-2020/003", "--version", "3.0.0"], "version 3.0.0 is not in this package"),
        (["1.0.0", "--version", "1.1.0"], "--version says where to look for a record"),
        (["--version", "1.1.0"], "--version says where to look for a record"),
        (["Blue Line", "--proof", "--fingerprint", "ccd1:0000-0000-0000-0000"], "leave it out here"),
        (["1.0.0", "--fingerprint", "abc"], "'abc' is no fingerprint"),
        (["--fingerprint", "0" * 64], "none of 3 releases states the fingerprint"),
        (["--proof"], "--proof writes the proof of one record; give its ID"),
        (["nobody", "--proof"], "holds no record nobody"),
    ],
)
def test_what_cannot_be_verified_is_refused(arguments: list[str], said: str) -> None:
    done = verify(*arguments)
    assert done.exit_code == 2
    assert said in done.output


def test_a_record_is_proven_to_be_in_the_newest_release(snapshot: SnapshotAssertion) -> None:
    done = verify(CLAIM)
    assert done.exit_code == 0
    assert masked(done) == snapshot


@pytest.mark.parametrize("record", ["actor/southmark", "Southmark", "event/trade-grows", "claim/example-2020/012"])
def test_any_record_is_proven_by_its_identifier_or_name(record: str) -> None:
    found = as_json(record, "--version", "1.0.0")
    assert (found["proven"], found["version"], found["releases"]) == (True, "1.0.0", ["1.0.0"])


def proof(tmp_path: Path, *arguments: str) -> Path:
    path = tmp_path / "proof.json"
    done = verify(CLAIM, "--proof", *arguments)
    assert done.exit_code == 0
    path.write_bytes(done.stdout_bytes)
    return path


def test_a_proof_is_checked_without_a_release(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    path = proof(tmp_path, "--version", "1.0.0")
    cited = fingerprint(releases, "1.0.0")
    monkeypatch.setattr("caucasus_ledger.dataset.ledger.RELEASES", tmp_path / "none")
    done = verify(str(path), "--fingerprint", cited)
    assert done.exit_code == 0
    assert masked(done) == snapshot
    alone = verify(str(path))
    assert alone.exit_code == 3
    assert "hold it against a citation: --fingerprint" in " ".join(alone.output.split())
    assert verify(str(path), "--fingerprint", short(fingerprint(releases, "1.1.0"))).exit_code == 1


def test_a_proof_that_was_changed_does_not_hold(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    path = proof(tmp_path)
    document = json.loads(path.read_bytes())
    document["rows"][0]["row"]["statement"] += "!"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = verify("proof.json")
    assert done.exit_code == 1
    assert masked(done) == snapshot


def test_a_proof_that_names_another_version_is_told_if_that_is_at_hand(tmp_path: Path) -> None:
    path = proof(tmp_path)
    document = json.loads(path.read_bytes()) | {"version": "1.0.0"}
    path.write_text(json.dumps(document), encoding="utf-8")
    done = verify(str(path))
    assert done.exit_code == 1
    assert "release 1.0.0 of the package has the fingerprint" in done.output


def test_a_proof_for_which_nothing_vouches_is_not_taken_as_proven(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = proof(tmp_path, "--version", "1.0.0")
    cited = fingerprint(releases, "1.0.0")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"version": "9.9.9"}), encoding="utf-8")
    assert verify(str(path)).exit_code == 0  # a release at hand has the fingerprint
    monkeypatch.setattr("caucasus_ledger.dataset.ledger.RELEASES", tmp_path / "none")
    done = verify(str(path))
    assert done.exit_code == 3
    assert "consistent in itself, but nothing vouches for the fingerprint" in done.output
    assert "✓" not in done.output
    found = json.loads(verify(str(path), "--format", "json").stdout)
    assert (found["proven"], found["vouched"], found["releases"], found["problems"]) == (False, False, [], [])
    assert verify(str(path), "--fingerprint", cited).exit_code == 0
    assert json.loads(verify(str(path), "--fingerprint", cited, "--format", "json").stdout)["vouched"] is True


def test_a_record_of_a_release_at_hand_is_vouched_for_by_it(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caucasus_ledger.dataset.ledger.RELEASES", tmp_path / "none")
    assert verify(CLAIM, "--version", str(releases / "1.0.0")).exit_code == 0


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"[" * 99_999, b'{"rows": 1}', b'"qid"'])
def test_a_file_that_is_neither_proof_nor_query_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(content)
    done = verify("x.json")
    assert done.exit_code == 2
    assert "x.json is no proof, as `caucasus verify ID --proof` writes it, and no query" in done.output


def test_a_file_that_is_too_large_for_a_proof_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_ledger.face.verification._LARGEST", 10)
    (tmp_path / "x.json").write_bytes(b" " * 11)
    assert "x.json has more than 10 bytes, and no proof or query has" in verify("x.json").output


@pytest.mark.parametrize("content", [{"proof": 1}, {"proof": "ccd1-proof", "rows": []}, {"proof": [], "version": {}}])
def test_what_only_looks_like_a_proof_does_not_hold(content: object, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(content), encoding="utf-8")
    done = verify("x.json")
    assert done.exit_code == 1
    assert "it is no proof; one has the form that docs/fingerprint.md tells" in done.output


@pytest.fixture
def query(tmp_path: Path) -> Json:
    """A saved query of a released version."""
    done = CliRunner().invoke(
        main, ["cite", "--where", "claims kind=prediction", "--version", "1.0.0", "--save", "q.json"]
    )
    assert done.exit_code == 0
    found: Json = json.loads((tmp_path / "q.json").read_bytes())
    return found


def test_a_saved_query_is_run_again_and_its_release_verified(query: Json) -> None:
    found = as_json("q.json")
    assert (found["proven"], found["n"], found["differences"]) == (True, query["n"], [])
    assert [one["version"] for one in found["releases"]] == ["1.0.0"]
    assert "the fingerprint given" in found["releases"][0]["vouchers"]
    assert verify("q.json").exit_code == 0


def test_a_saved_query_that_was_changed_does_not_hold(query: Json, tmp_path: Path) -> None:
    (tmp_path / "q.json").write_text(json.dumps(query | {"n": query["n"] + 1}), encoding="utf-8")
    done = verify("q.json")
    assert done.exit_code == 1
    assert f"✗ n: the document says {query['n'] + 1}, and it is {query['n']}" in done.output


def test_a_saved_query_on_a_release_that_was_changed_does_not_hold(query: Json, releases: Path) -> None:
    assert query["version"] == "1.0.0"
    with kept(releases / "1.0.0") as folder:
        flip(folder / "records" / "claim.jsonl", 10, 0)
        done = verify("q.json")
    assert done.exit_code == 1
    assert "✗ the query was not run again, since its release is not what was released" in done.output
    assert "✗ records/claim.jsonl: its SHA-256 is" in done.output


def test_what_a_terminal_would_obey_is_not_printed(releases: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(releases / "1.0.0", tmp_path / "copy"))
    (copy / "x\x1b[31m").write_bytes(b"")
    told = json.loads((copy / MANIFEST).read_bytes()) | {"version": "\x1b[31m\ud800"}
    (copy / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    (copy / SUMS).unlink()
    done = verify(str(copy))
    assert done.exit_code == 1
    assert "\x1b" not in done.output
    assert verify(str(copy), "--format", "json").exit_code == 1
