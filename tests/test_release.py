"""Release: the same records give the same bytes, all of them or none."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

import caucasus_ledger
from caucasus_ledger.dataset import release as module
from caucasus_ledger.dataset.arrow import arrow_schema
from caucasus_ledger.dataset.fingerprint import fingerprint
from caucasus_ledger.dataset.formats import FORMATS, decode
from caucasus_ledger.dataset.ledger import LedgerError
from caucasus_ledger.dataset.records import Json, id_of, read_records, record_files
from caucasus_ledger.dataset.release import alone, build_release
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, records
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema import SCHEMA_VERSION, plover

DAY = date(2020, 8, 1)
BUILD = """
import sys
from datetime import date
from pathlib import Path
from caucasus_ledger.dataset.release import build_release
build_release(Path(sys.argv[1]), "0.1.0", date(2020, 8, 1), Path(sys.argv[2]))
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(folder: Path) -> Json:
    found: Json = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_a_second_build_elsewhere_gives_the_same_bytes(
    release: Path, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    before = os.umask(0o077)
    try:
        again = build_release(example, "0.1.0", DAY, tmp_path / "deep" / "er")
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    assert contents(again) == contents(release)
    assert again.stat().st_mode & 0o777 == 0o755


def test_another_process_with_other_hashes_and_locale_gives_the_same_bytes(
    release: Path, example: Path, tmp_path: Path
) -> None:
    package = str(Path(caucasus_ledger.__file__).parents[1])
    other = {"PYTHONPATH": package, "PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "LC_ALL": "C"}
    command = [sys.executable, "-W", "error", "-c", BUILD, str(example), str(tmp_path / "a")]
    subprocess.run(command, check=True, env={**os.environ, **other}, cwd=tmp_path)
    assert contents(tmp_path / "a") == contents(release)


def test_the_manifest_holds_every_other_file_with_its_digest(release: Path) -> None:
    found = {
        path: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in contents(release).items()
        if path not in ("manifest.json", "SHA256SUMS")
    }
    assert manifest(release)["files"] == found
    assert list(manifest(release)["files"]) == sorted(found)


def test_the_manifest_says_what_was_released(release: Path, example: Path) -> None:
    found = manifest(release)
    assert (found["version"], found["released"], found["licence"]) == ("0.1.0", "2020-08-01", "CC-BY-4.0")
    assert (found["schema_version"], found["plover_version"]) == (SCHEMA_VERSION, plover.VERSION)
    assert found["records"] == len(list(record_files(Folder(example))))


def test_the_manifest_has_the_fingerprint_of_its_tables(release: Path) -> None:
    tables = {table.name: parquet.read_table(release / f"{table.name}.parquet").to_pylist() for table in TABLES}
    digest, roots = fingerprint(tables)
    found = manifest(release)
    assert found["fingerprint"] == digest
    assert {name: (facts["rows"], facts["root"]) for name, facts in found["tables"].items()} == {
        name: (len(tables[name]), roots[name]) for name in tables
    }


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_the_tables_has_the_fingerprint(release: Path, form: str) -> None:
    files = {table.name: (release / f"{table.name}.{form}").read_bytes() for table in TABLES}
    tables = {table.name: decode(form, table, files[table.name]) for table in TABLES}
    assert fingerprint(tables)[0] == manifest(release)["fingerprint"]


def test_the_sums_are_those_of_every_other_file(release: Path) -> None:
    lines = [line.split("  ") for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    assert {path: digest for digest, path in lines} == {
        path: hashlib.sha256(content).hexdigest() for path, content in contents(release).items() if path != "SHA256SUMS"
    }


@pytest.mark.parametrize("name", BY_NAME)
def test_a_parquet_file_is_flat_and_typed(release: Path, name: str) -> None:
    found = parquet.read_schema(release / f"{name}.parquet")
    assert found.equals(arrow_schema(BY_NAME[name]))
    assert found.metadata is None


def test_the_tables_give_the_records_back(release: Path, example: Path) -> None:
    tables = {table.name: parquet.read_table(release / f"{table.name}.parquet").to_pylist() for table in TABLES}
    assert {record["id"]: record for record in records(tables)} == {
        record["id"]: record for record in read_records(example)
    }


def test_records_are_read_in_the_order_of_their_identifiers(example: Path) -> None:
    assert [record["id"] for record in read_records(example)] == sorted(
        id_of(entry.path) for entry in record_files(Folder(example))
    )


def test_a_release_that_is_there_is_never_changed(release: Path, example: Path) -> None:
    before = contents(release)
    with pytest.raises(LedgerError, match="there already, and a release is never changed"):
        build_release(example, "0.1.0", DAY, release)
    assert contents(release) == before


def test_a_link_that_leads_nowhere_is_left_as_it_is(example: Path, tmp_path: Path) -> None:
    (tmp_path / "0.1.0").symlink_to("nowhere")
    with pytest.raises(LedgerError, match="there already, and a release is never changed"):
        build_release(example, "0.1.0", DAY, tmp_path / "0.1.0")
    assert [left.name for left in tmp_path.iterdir()] == ["0.1.0"]


def test_a_folder_that_is_a_file_is_told(example: Path, tmp_path: Path) -> None:
    (tmp_path / "releases").write_bytes(b"")
    with pytest.raises(LedgerError, match=r"release 0\.1\.0 cannot be made at .*: (File exists|Not a directory)"):
        build_release(example, "0.1.0", DAY, tmp_path / "releases" / "0.1.0")


def hold(root: Path, end: int) -> int:
    """Hold the lock of a checkout in another process until it is told to die, and return its number."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with alone(root):
            os.write(write, b"1")
            os.read(end, 1)
            os._exit(9)  # as SIGKILL would: nothing is tidied up
    os.read(read, 1)
    return child


def test_one_release_is_made_at_a_time_and_the_dead_hold_no_lock(tmp_path: Path) -> None:
    staging = tmp_path / ".release-0.1.0-abc"
    waiting, tell = os.pipe()
    child = hold(tmp_path, waiting)
    staging.mkdir()
    for _ in range(2):
        with pytest.raises(LedgerError, match="another release is being made here"), alone(tmp_path):
            pass
    assert staging.is_dir()
    os.write(tell, b"1")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert (tmp_path / module.LOCK).is_file()
    with alone(tmp_path):
        assert not staging.exists()
        assert (tmp_path / module.LOCK).is_file()
    assert list(tmp_path.iterdir()) == []


def test_where_the_system_has_no_locks_the_file_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with alone(tmp_path), pytest.raises(LedgerError, match=r"if none is, remove .*\.release-lock"), alone(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    (tmp_path / module.LOCK).mkdir()
    with pytest.raises(LedgerError, match=r"\.release-lock cannot be locked: Is a directory"), alone(tmp_path):
        pass


@pytest.mark.parametrize(
    "version", ["", "1", "1.0", "v1.0.0", "01.0.0", "1.0.0-rc1", "1.0.0\n", "1.0.0.0", "../1.0.0", "١.0.0"]
)
def test_a_version_is_three_numbers(version: str, example: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is no version; three numbers with dots are"):
        build_release(example, version, DAY, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("writer", ["encode", "_manifest", "pretty", "describe", "_write"])
def test_a_failure_in_the_middle_leaves_nothing_behind(
    writer: str, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(module, writer, fail)
    with pytest.raises(LedgerError, match=r"release 0\.1\.0 cannot be made at .*/0\.1\.0, .*: no space left"):
        build_release(example, "0.1.0", DAY, tmp_path / "0.1.0")
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_is_not_valid_is_not_released(tmp_path: Path) -> None:
    path = tmp_path / "in" / "dataset" / "records" / "actor" / "a.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"id": "actor/a", "name": "A", "kind": "state"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"actor/a\.json is not a valid record"):
        build_release(tmp_path / "in", "0.1.0", DAY, tmp_path / "0.1.0")
    assert [left.name for left in tmp_path.iterdir()] == ["in"]
