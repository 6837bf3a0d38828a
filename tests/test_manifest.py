"""Manifest: what it says is read, and what is none is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.manifest import MANIFEST, SUMS, Link, parse, stated, sums
from caucasus_ledger.dataset.records import PACKAGE_ROOT, RELEASES

PLAIN: dict[str, Any] = {
    "version": "1.1.0", "released": "2021-02-03", "schema_version": "1.1",
    "fingerprint": "f" * 64, "tables": {"actors": {"rows": 1}},
    "files": {"actors.csv": {"bytes": 3, "sha256": "a" * 64}},
    "previous": {"version": "1.0.0", "manifest_sha256": "b" * 64},
}  # fmt: skip


def test_it_is_read() -> None:
    found = parse(json.dumps(PLAIN).encode())
    assert (found.version, found.tables, found.digests) == ("1.1.0", ("actors",), {"actors.csv": "a" * 64})
    assert found.previous == Link("1.0.0", "b" * 64)
    assert found.has_sums


def test_that_of_the_first_release_has_no_sums_and_no_predecessor() -> None:
    found = parse((PACKAGE_ROOT / RELEASES / "0.1.0" / MANIFEST).read_bytes())
    assert (found.version, found.has_sums, found.previous) == ("0.1.0", False, None)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[]", b"{}", b"1", b"\xff", b"[" * 100_000),
        *(json.dumps(PLAIN | {key: wrong}).encode() for key in ("tables", "files", "previous") for wrong in (1, "x")),
        *(json.dumps(PLAIN | {"version": wrong}).encode() for wrong in (None, 1, "1.0", "1.0.0\n", "\x1b[31m")),
        *(json.dumps(PLAIN | {"released": wrong}).encode() for wrong in (None, "2021", "20210203", "2021-02-30")),
        json.dumps(PLAIN | {"files": {"a": {}}}).encode(),
        json.dumps(PLAIN | {"previous": {"version": "1"}}).encode(),
    ],
)
def test_what_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="it is no manifest of a release"):
        parse(content)


def test_a_release_has_the_sums_that_follow_from_its_manifest(release: Path) -> None:
    content = (release / MANIFEST).read_bytes()
    digests = {**parse(content).digests, MANIFEST: hashlib.sha256(content).hexdigest()}
    assert (release / SUMS).read_bytes() == sums(digests)


@given(st.dictionaries(st.from_regex(r"[a-z/.]{1,20}", fullmatch=True), st.from_regex(r"[0-9a-f]{64}", fullmatch=True)))
def test_sums_are_read_as_they_are_written(digests: dict[str, str]) -> None:
    assert stated(sums(digests)) == digests


def test_lines_of_another_form_are_passed_over() -> None:
    assert stated(b"\xff\n\nabc\n") == {}
