"""Verify: whatever is done to a release is found and named, and what nobody did is never told."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from compileall import compile_file
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import VERSIONS, files_of, flip, kept, make_archive, rewrite
from caucasus_ledger.dataset.fingerprint import digest_of, fingerprint, short, table_root
from caucasus_ledger.dataset.formats import FORMATS, decode
from caucasus_ledger.dataset.ledger import RELEASES, LedgerError, load
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.swhid import directory_swhid
from caucasus_ledger.dataset.tables import BY_NAME, TABLES, Table, rows
from caucasus_ledger.dataset.unf import table_unf
from caucasus_ledger.dataset.verify import Verification, verify_release


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def folder(releases: Path) -> Path:
    """The release in the middle: one is before it and one follows."""
    return releases / "1.0.0"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(folder: Path) -> Json:
    found: Json = json.loads((folder / MANIFEST).read_bytes())
    return found


def differing(found: Verification) -> dict[str, str]:
    """Return what is said of each place that differs."""
    told: dict[str, str] = {}
    for finding in found.of("differs"):
        told[finding.where] = f"{told.get(finding.where, '')}{finding.said}\n"
    return told


@pytest.mark.parametrize("version", VERSIONS)
def test_a_release_is_proven(releases: Path, version: str) -> None:
    found = verify_release(releases / version)
    assert (found.version, found.proven, found.of("skipped")) == (version, True, [])
    assert found.fingerprint == manifest(releases / version)["fingerprint"]
    after = VERSIONS[VERSIONS.index(version) + 1 :][:1]
    assert found.vouchers == tuple(f"release {one}, which follows it" for one in after)


def test_the_first_release_of_the_package_is_proven() -> None:
    found = verify_release(RELEASES / "0.1.0", "ccd1:533d-1b34-93c7-c9d0")
    assert (found.proven, found.fingerprint) == (True, manifest(RELEASES / "0.1.0")["fingerprint"])


def test_every_format_of_every_table_is_computed_again(folder: Path) -> None:
    found = verify_release(folder).of("proven")
    assert {one.where for one in found if one.check == "fingerprint"} == {"records", *FORMATS}
    tables = {f"{name}.{form}" for name in BY_NAME for form in FORMATS} | {f"{name} of records" for name in BY_NAME}
    assert {one.where for one in found if one.check == "table"} == tables
    assert {one.where for one in found if one.check == "unf"} == {*BY_NAME}
    assert {one.where for one in found if one.check == "file"} == {*files_of(folder)} - {SUMS}
    assert [one.found for one in found if one.check == "swhid"] == [manifest(folder)["swhid"]]


def flipped(folder: Path, path: str, place: int, bit: int) -> tuple[dict[str, str], str]:
    """Return what is told of a release with one bit of a file turned over, and the file's digest as it was then."""
    flip(folder / path, place, bit)
    try:
        return differing(verify_release(folder)), digest(folder / path)
    finally:
        flip(folder / path, place, bit)


def test_each_file_with_one_bit_turned_over_is_found_and_named(folder: Path) -> None:
    chosen = random.Random(4)  # noqa: S311 - the same bits each time
    for path in set(files_of(folder)) - {SUMS}:
        place = chosen.randrange((folder / path).stat().st_size)
        told, found = flipped(folder, path, place, chosen.randrange(8))
        assert f"its SHA-256 is {found}, not {digest(folder / path)}" in told[path]
    assert verify_release(folder).proven


def test_each_file_with_any_bit_turned_over_is_found_by_its_digest_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its start, at its end and between; what the file holds is not looked at."""
    monkeypatch.setattr("caucasus_ledger.dataset.verify.recompute", lambda *_: None)
    chosen = random.Random(5)  # noqa: S311 - the same bits each time
    for path in set(files_of(folder)) - {SUMS}:
        size = (folder / path).stat().st_size
        for place in (0, size - 1, chosen.randrange(size), chosen.randrange(size)):
            told, found = flipped(folder, path, place, chosen.randrange(8))
            assert f"its SHA-256 is {found}, not {digest(folder / path)}" in told[path]


def test_any_bit_of_the_lists_is_found(folder: Path) -> None:
    chosen = random.Random(5)  # noqa: S311 - the same bits each time
    for path in (MANIFEST, SUMS) * 20:
        size = (folder / path).stat().st_size
        assert flipped(folder, path, chosen.randrange(size), chosen.randrange(8))[0]
    assert flipped(folder, SUMS, 0, 0)[0]
    assert flipped(folder, SUMS, (folder / SUMS).stat().st_size - 1, 0)[0]


def test_a_bit_of_a_manifest_without_sums_is_found_through_the_release_that_follows(releases: Path) -> None:
    """Release 0.1.0 has no SHA256SUMS; here one is made like it."""
    folder = releases / "0.9.0"
    with kept(folder), kept(releases / "1.0.0") as after:
        (folder / SUMS).unlink()
        told = manifest(folder)
        del told["previous"], told["files"]["verify.py"]
        (folder / "verify.py").unlink()
        (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
        rewrite(
            after, manifest(after) | {"previous": {"version": "0.9.0", "manifest_sha256": digest(folder / MANIFEST)}}
        )
        assert verify_release(folder).vouchers == ("release 1.0.0, which follows it",)
        was = digest(folder / MANIFEST)
        place = (folder / MANIFEST).read_bytes().index(b'"title": "') + 12
        flip(folder / MANIFEST, place, 0)
        found = verify_release(folder)
        assert was in differing(found)[MANIFEST]
        assert digest(folder / MANIFEST) in differing(found)[MANIFEST]
        assert found.vouchers == ()
        assert "the manifest of release 0.9.0, which it follows" in differing(verify_release(after))[MANIFEST]


@pytest.mark.parametrize(
    "path", ["claims.csv", "claims.parquet", "records/claim.jsonl", "dataset.json", MANIFEST, SUMS]
)
@pytest.mark.parametrize("how", ["truncated", "emptied", "deleted", "longer", "a link", "a folder"])
def test_a_file_that_is_not_what_it_was_is_named(folder: Path, path: str, how: str, tmp_path: Path) -> None:
    with kept(folder):
        place = folder / path
        content = place.read_bytes()
        place.unlink()
        if how == "a link":
            (tmp_path / "x").write_bytes(content)
            place.symlink_to(tmp_path / "x")
        elif how == "a folder":
            place.mkdir()
        elif how != "deleted":
            place.write_bytes({"truncated": content[:-1], "emptied": b"", "longer": content + b"\n"}[how])
        told = differing(verify_release(folder))
        if place.is_dir():
            place.rmdir()
    assert path in told


@pytest.mark.parametrize("path", ["notes.txt", "records/event.jsonl.orig", ".hidden", "deep/er/claims.csv"])
def test_a_file_that_was_not_released_is_named(folder: Path, path: str) -> None:
    with kept(folder):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"x")
        told = differing(verify_release(folder))
    assert set(told) == {path}
    assert "no file of this name was released" in told[path]


def test_a_link_that_was_not_released_is_not_followed(folder: Path, tmp_path: Path) -> None:
    with kept(folder):
        (folder / "more").symlink_to(tmp_path)
        assert differing(verify_release(folder)) == {"more": "it is no plain file\n"}


def test_a_file_that_was_renamed_is_told_by_its_digest(folder: Path) -> None:
    with kept(folder):
        (folder / "claims.csv").rename(folder / "claims2.csv")
        told = differing(verify_release(folder))
    assert "that is the SHA-256 of claims.csv" in told["claims2.csv"]
    assert "it is missing" in told["claims.csv"]


def test_files_that_were_exchanged_are_told_by_their_digests(folder: Path) -> None:
    with kept(folder):
        one, other = (folder / "claims.csv").read_bytes(), (folder / "events.csv").read_bytes()
        (folder / "claims.csv").write_bytes(other)
        (folder / "events.csv").write_bytes(one)
        told = differing(verify_release(folder))
    assert "that is the SHA-256 of events.csv" in told["claims.csv"]
    assert "that is the SHA-256 of claims.csv" in told["events.csv"]


def test_a_release_in_the_folder_of_another_is_told(releases: Path, folder: Path) -> None:
    with kept(folder):
        for path in files_of(folder):
            (folder / path).write_bytes((releases / "0.9.0" / path).read_bytes())
        told = differing(verify_release(folder))
    assert "is 0.9.0, not 1.0.0" in told[MANIFEST]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("events.csv", "events.csv"), ("events.jsonl", "events.jsonl"), ("dataset.json", "dataset.json"),
        ("records/event.jsonl", "events of records"),
    ],
)  # fmt: skip
def test_a_change_of_one_file_that_is_hidden_in_both_lists_is_found(folder: Path, path: str, where: str) -> None:
    """Whoever rewrites manifest and SHA256SUMS has still to make all files say the same."""
    with kept(folder):
        content = (folder / path).read_bytes()
        (folder / path).write_bytes(content.replace(b"bridge", b"tunnel", 1))
        rewrite(folder)
        assert (folder / path).read_bytes() != content
        assert where in differing(verify_release(folder))


def forge(folder: Path) -> None:
    """Change a word in every file of a release, and every figure that is about it."""
    lines = (folder / "records" / "event.jsonl").read_text(encoding="utf-8")
    changed = lines.replace('"title":"', '"title":"Not ', 1)
    (folder / "records" / "event.jsonl").write_text(changed, encoding="utf-8")
    kinds = ("source", "actor", "event", "claim", "assessment", "tombstone")
    nested = {
        f"{kind}s": [
            json.loads(line) for line in (folder / "records" / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for kind in kinds
    }
    (folder / "dataset.json").write_text(json.dumps(nested), encoding="utf-8")
    records = sorted((record for found in nested.values() for record in found), key=lambda record: str(record["id"]))
    tables = {table.name: [row.values for row in rows(table, records)] for table in TABLES}
    told = manifest(folder)
    told["fingerprint"], roots = fingerprint(tables)
    for name, found in tables.items():
        for form, (write, _) in FORMATS.items():
            (folder / f"{name}.{form}").write_bytes(write(BY_NAME[name], found))
        told["tables"][name] |= {"root": roots[name], "unf": table_unf(BY_NAME[name], found)}
    told["swhid"] = directory_swhid(
        {f"{kind}.jsonl": (folder / f"records/{kind}.jsonl").read_bytes() for kind in kinds}
    )
    rewrite(folder, told)


def test_a_release_that_is_forged_throughout_is_found_only_from_outside(releases: Path) -> None:
    """Nothing in the folder can show it. The fingerprint of a citation, the next release or the package does."""
    last, middle = releases / "1.1.0", releases / "1.0.0"
    cited, package = manifest(last)["fingerprint"], manifest(middle)["fingerprint"]
    with kept(last):
        forge(last)
        found = verify_release(last)
        assert {finding.check for finding in found.of("differs")} == {"metadata"}  # which would have to be forged too
        assert found.vouchers == ()
        for given in (cited, short(cited), short(cited).upper()):
            (finding,) = (one for one in verify_release(last, given).of("differs") if one.check == "cited")
            assert finding.expected == given.lower()
        assert verify_release(last, manifest(last)["fingerprint"]).vouchers == ("the fingerprint given",)
    with kept(middle):
        forge(middle)
        assert manifest(middle)["fingerprint"] != package
        assert {finding.check for finding in verify_release(middle).of("differs")} == {"chain"}


def test_the_package_vouches_for_a_copy_elsewhere(releases: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(releases / "1.1.0", tmp_path / "download"))
    assert verify_release(copy).vouchers == ()
    assert verify_release(copy, archive=releases).vouchers == ("the installed package",)
    forge(copy)
    assert "beside release 1.1.0 of the package" in differing(verify_release(copy, archive=releases))[MANIFEST]


def test_a_chain_that_is_cut_is_told(releases: Path) -> None:
    folder = releases / "1.1.0"
    with kept(folder):
        rewrite(folder, manifest(folder) | {"previous": None})
        assert (
            "it names no release before it, though 1.0.0 stands beside it"
            in differing(verify_release(folder))[MANIFEST]
        )


def test_a_release_before_that_is_not_at_hand_is_no_fault(releases: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(releases / "1.1.0", tmp_path / "1.1.0"))
    found = verify_release(copy)
    assert found.proven
    assert [finding.said for finding in found.of("skipped")] == ["release 1.0.0, which it follows, is not at hand"]


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="holds no release"):
        verify_release(tmp_path)


@pytest.mark.parametrize("given", ["", "ccd1:", "da8b", "ccd1:da8b-0b89-d351", "x" * 64, "ccd2:" + "0" * 64])
def test_what_is_no_fingerprint_is_refused(folder: Path, given: str) -> None:
    if not given:
        assert verify_release(folder, given).proven
        return
    with pytest.raises(LedgerError, match="is no fingerprint; one is ccd1:"):
        verify_release(folder, given)


OUTSIDE = ("../x", "/etc/passwd", "a//b", "", ".", "a\\b", "\0")
MANIFESTS: dict[str, object] = {
    "a list": [],
    "a number": 1,
    "nothing": {},
    "tables are a list": {"tables": ["claims"]},
    "tables are empty": {"tables": {}},
    "a table is a number": {"tables": {"claims": 1}},
    "a table has nothing": {"tables": {"claims": {}}},
    "a table is not known": {"tables": {"extra": {"rows": 0}}},
    "files are a list": {"files": []},
    "files are empty": {"files": {}},
    "previous is a text": {"previous": "0.9.0"},
    "previous is odd": {"previous": {"version": [], "manifest_sha256": {}}},
    "a path is half a character": {"files": {"\ud800": {"sha256": "0" * 64}}},
    "paths lead out": {"files": {path: {"sha256": "0" * 64} for path in OUTSIDE}},
}


@pytest.mark.parametrize("told", MANIFESTS.values(), ids=MANIFESTS.keys())
def test_a_manifest_of_any_shape_is_told(folder: Path, told: object) -> None:
    with kept(folder):
        changed = manifest(folder) | told if isinstance(told, dict) and told else told
        (folder / MANIFEST).write_text(json.dumps(changed), encoding="utf-8")
        assert not verify_release(folder, "0" * 64, folder.parent).proven


def test_a_path_that_leads_out_of_the_folder_is_not_followed(folder: Path) -> None:
    with kept(folder):
        changed = manifest(folder) | {"files": {path: {"sha256": "0" * 64} for path in OUTSIDE}}
        (folder / MANIFEST).write_text(json.dumps(changed), encoding="utf-8")
        told = differing(verify_release(folder))
    assert [path for path in OUTSIDE if "it is no path of a file in a release" not in told[path]] == []


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"{", b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}", b"\xef\xbb\xbf{}"]
)
@pytest.mark.parametrize("path", [MANIFEST, SUMS])
def test_bytes_of_any_kind_in_a_list_are_told(folder: Path, path: str, content: bytes) -> None:
    with kept(folder):
        (folder / path).write_bytes(content)
        assert path in differing(verify_release(folder))


ODD: list[object] = [None, True, -1, 1.5, 10**30, "", "x", "\ud800", [], {}, [[1]], {"a": {}}, ["claims", "int"]]


@settings(max_examples=60)
@given(data=st.data())
def test_a_manifest_with_anything_in_it_is_told_and_never_raises(folder: Path, data: st.DataObject) -> None:
    """The digests are made to agree, so that what the manifest says is read."""
    told = manifest(folder)
    keys: list[str] = data.draw(st.sampled_from([[key] for key in told] + [["tables", "claims"]] + [
        ["tables", "claims", key] for key in told["tables"]["claims"]
    ] + [["tables", "claims", "columns", "0"]]))  # fmt: skip
    value = data.draw(st.sampled_from(ODD))
    with kept(folder):
        parent = told
        for key in keys[:-1]:
            parent = parent[key]
        if isinstance(parent, list):
            parent[0] = value
        else:
            parent[keys[-1]] = value
        (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
        assert not verify_release(folder, archive=folder.parent).proven


@pytest.mark.parametrize("form", [*FORMATS])
@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1" * 9, b"\x00" * 100, b"\xff\n", b"{}\n", b'"', b"[[[", b"a,b\n1\n"]
)
def test_a_table_of_any_bytes_whose_digest_agrees_is_told(folder: Path, form: str, content: bytes) -> None:
    with kept(folder):
        (folder / f"claims.{form}").write_bytes(content)
        rewrite(folder)
        assert f"claims.{form}" in differing(verify_release(folder))


@pytest.mark.parametrize(
    "line", [b"", b"null", b"[]", b'{"id": 1}', b'{"id": "claim/x"}', b"\xff", b"[" * 100_000, b'{"id":"event/a"}']
)
def test_a_line_of_any_bytes_among_the_records_is_told(folder: Path, line: bytes) -> None:
    path = folder / "records" / "claim.jsonl"
    with kept(folder):
        path.write_bytes(path.read_bytes() + line + b"\n")
        rewrite(folder)
        assert "is no valid record" in differing(verify_release(folder))["records/claim.jsonl"]


def test_many_lines_that_are_no_records_are_counted(folder: Path) -> None:
    path = folder / "records" / "claim.jsonl"
    with kept(folder):
        path.write_bytes(b"{}\n" * 5 + b"{}")
        rewrite(folder)
        told = differing(verify_release(folder))["records/claim.jsonl"]
    assert told.startswith("line 1 is no valid record: ")
    assert "4 more of its lines are no valid records" in told


def test_a_record_of_another_kind_or_form_is_told(folder: Path) -> None:
    path, other = folder / "records" / "claim.jsonl", folder / "records" / "actor.jsonl"
    with kept(folder):
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(lines[0].replace(b"{", b'{"note":null,', 1) + other.read_bytes().splitlines(keepends=True)[0])
        rewrite(folder)
        told = differing(verify_release(folder))["records/claim.jsonl"]
    assert told.count("it is not the canonical form of a record of kind claim") == 2


def test_nested_records_that_are_no_json_are_told(folder: Path) -> None:
    with kept(folder):
        (folder / "dataset.json").write_bytes(b"[" * 100_000)
        rewrite(folder)
        assert "it is no JSON" in differing(verify_release(folder))["dataset.json"]


def test_a_file_of_records_that_was_not_released_is_told(folder: Path) -> None:
    with kept(folder):
        (folder / "records" / "claim.jsonl").unlink()
        rewrite(folder)
        assert "lists no such file" in differing(verify_release(folder))["records/claim.jsonl"]


def test_a_number_of_bytes_that_is_another_is_told(folder: Path) -> None:
    with kept(folder):
        told = manifest(folder)
        size = told["files"]["claims.csv"]["bytes"]
        told["files"]["claims.csv"]["bytes"] = size + 1
        (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
        said = differing(verify_release(folder))["claims.csv"]
    assert said == f"the number of its bytes, beside manifest.json, is {size}, not {size + 1}\n"


@pytest.mark.parametrize("number", [b"1e400", b"NaN", b"9007199254740993"])
def test_a_number_that_has_no_digest_is_told(folder: Path, number: bytes) -> None:
    with kept(folder):
        path = folder / "places.jsonl"
        path.write_bytes(path.read_bytes().replace(b'"lat":null', b'"lat":' + number))
        rewrite(folder)
        assert differing(verify_release(folder))["places.jsonl"]


def test_without_a_manifest_the_files_are_still_held_against_the_sums(folder: Path) -> None:
    with kept(folder):
        (folder / MANIFEST).unlink()
        flip(folder / "claims.csv", 0, 0)
        found = verify_release(folder, "0" * 64)
    assert {MANIFEST, "claims.csv", ""} == set(differing(found))
    assert [finding.said for finding in found.of("skipped")] == ["what the files hold is not computed without it"]
    assert len(found.of("proven")) > 70


def test_a_record_that_stands_twice_is_told(folder: Path) -> None:
    path = folder / "records" / "claim.jsonl"
    with kept(folder):
        content = path.read_bytes()
        path.write_bytes(content + content.splitlines(keepends=True)[0])
        rewrite(folder)
        assert "several records are called claim/example-2020/001" in differing(verify_release(folder))["records"]


def test_no_file_is_read_further_before_its_digest_is_right(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a file that was put in another's place, made to fill the memory, is never opened."""
    opened: list[tuple[str, str]] = []

    def read(form: str, table: Table, content: bytes) -> list[Json]:
        opened.append((form, table.name))
        return decode(form, table, content)

    monkeypatch.setattr("caucasus_ledger.dataset.formats.decode", read)
    with kept(folder):
        (folder / "claims.parquet").write_bytes(b"PAR1 what fills the memory PAR1")
        found = verify_release(folder)
    assert ("parquet", "claims") not in opened
    assert ("parquet", "events") in opened
    assert [one.where for one in found.of("skipped")] == ["claims.parquet", "parquet"]


def test_a_file_of_too_many_bytes_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caucasus_ledger.dataset.verify._MOST", 50_000)
    with kept(folder):
        with (folder / "claims.csv").open("wb") as stream:
            stream.truncate(50_001)
        assert "it has 50001 bytes, more than 50000" in differing(verify_release(folder))["claims.csv"]


def test_a_table_without_pandas_is_left_out_and_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise LedgerError("Stata files need pandas")

    monkeypatch.setattr("caucasus_ledger.dataset.formats.needs_pandas", refuse)
    found = verify_release(folder)
    assert found.proven
    left = [*(f"{name}.dta" for name in manifest(folder)["tables"]), "dta"]
    assert [finding.where for finding in found.of("skipped")] == left


def test_records_of_a_schema_to_come_are_left_out_and_the_tables_are_not(folder: Path) -> None:
    with kept(folder):
        rewrite(folder, manifest(folder) | {"schema_version": "99.0"})
        found = verify_release(folder)
    assert {finding.check for finding in found.of("differs")} == {"chain"}
    assert found.fingerprint == manifest(folder)["fingerprint"]
    assert [finding.where for finding in found.of("skipped")] == ["records"]


def test_columns_that_this_package_does_not_know_are_read_as_the_manifest_has_them(folder: Path) -> None:
    """So a release is verified by packages to come, whose tables have other columns."""
    extra = [["name", "string"], ["size", "float"], ["day", "date"], ["n", "int"]]
    found: list[Json] = [
        {"name": "a", "size": 0.1, "day": date(2020, 1, 2), "n": 3},
        dict.fromkeys(["name", "size", "day", "n"]),
    ]
    with kept(folder):
        told = manifest(folder)
        told["tables"]["extra"] = {"rows": 2, "root": table_root("extra", found), "columns": extra}
        told["fingerprint"] = digest_of(
            {
                name: {"n": one["rows"], "root": one["root"], "columns": one["columns"]}
                for name, one in told["tables"].items()
            }
        )
        (folder / "extra.csv").write_bytes(b"name,size,day,n\na,0.1,2020-01-02,3\n,,,\n")
        (folder / "extra.jsonl").write_bytes(
            b'{"day":"2020-01-02","n":3,"name":"a","size":0.1}\n{"day":null,"n":null,"name":null,"size":null}\n'
        )
        rewrite(folder, told)
        proven = {one.where for one in verify_release(folder).of("proven") if one.check == "fingerprint"}
    assert proven == {"csv", "jsonl"}


def test_a_name_that_is_not_text_is_told(folder: Path) -> None:
    with kept(folder):
        path = os.fsencode(folder) + b"/\xff.csv"
        Path(os.fsdecode(path)).write_bytes(b"x")
        found = differing(verify_release(folder))
        Path(os.fsdecode(path)).unlink()
    assert [where.encode("utf-8", "surrogateescape") for where in found] == [b"\xff.csv"]


def test_verifying_changes_nothing(folder: Path) -> None:
    before = {path: (folder / path).stat().st_mtime_ns for path in files_of(folder)}
    verify_release(folder)
    assert {path: (folder / path).stat().st_mtime_ns for path in files_of(folder)} == before
    assert load(folder).fingerprint == manifest(folder)["fingerprint"]


def test_what_pip_compiles_where_it_installs_the_package_is_no_difference(releases: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(releases, tmp_path / "releases")) / "1.0.0"
    assert compile_file(copy / "verify.py", quiet=2)
    assert [path.suffix for path in (copy / "__pycache__").iterdir()] == [".pyc"]
    assert verify_release(copy).proven
    assert subprocess.run([sys.executable, copy / "verify.py"], capture_output=True, check=False).returncode == 0
    (copy / "__pycache__" / "a.csv").write_text("a", encoding="utf-8")
    assert not verify_release(copy).proven
