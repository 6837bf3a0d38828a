"""Stand-alone: the program in every release, which needs no package, says what the package says."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from archive import files_of, flip, kept, make_archive, rewrite
from caucasus_ledger.dataset.fingerprint import digest_of, merkle_levels, root_of, short, table_root
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS
from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.templates import verify

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text("abz_09", max_size=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("ledger")) / "1.0.0"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program of a release as a reader would who has Python and nothing else."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(folder / "verify.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.stderr == ""
    return done


def manifest(folder: Path) -> Json:
    found: Json = json.loads((folder / MANIFEST).read_bytes())
    return found


def test_it_is_short_and_imports_nothing_else() -> None:
    lines = Path(verify.__file__).read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) <= 240
    assert imported - {"__future__"} <= sys.stdlib_module_names


def test_it_finds_the_fingerprint_of_the_package(folder: Path) -> None:
    fingerprint = manifest(folder)["fingerprint"]
    done = run(folder)
    assert done.returncode == 0
    first, second, last = done.stdout.splitlines()
    assert first == f"fingerprint of the csv files: {fingerprint}"
    assert second == f"fingerprint of the jsonl files: {fingerprint}"
    assert last.endswith(f" checks hold, 0 fail: {short(fingerprint)}")


def test_a_fingerprint_that_was_cited_is_held_against_it(folder: Path) -> None:
    fingerprint = manifest(folder)["fingerprint"]
    for cited in (fingerprint, fingerprint.upper(), f"ccd1:{fingerprint}", short(fingerprint)):
        assert run(folder, cited).returncode == 0
    for cited in ("0" * 64, "ccd1:0000-0000-0000-0000"):
        done = run(folder, cited)
        assert done.returncode == 1
        assert f"the fingerprint cited is {cited}" in done.stdout


def test_what_is_no_fingerprint_gets_told_how_one_looks(folder: Path) -> None:
    for word in ("nonsense", "--help", manifest(folder)["fingerprint"][:-1]):
        done = run(folder, word)
        assert done.returncode == 2
        assert done.stdout.startswith("Usage: python3 verify.py [FINGERPRINT]")


def test_each_file_with_one_bit_turned_over_is_found_and_named(folder: Path) -> None:
    chosen = random.Random(6)  # noqa: S311 - the same bits each time
    for path in set(files_of(folder)) - {"verify.py"}:
        place, bit = chosen.randrange((folder / path).stat().st_size), chosen.randrange(8)
        flip(folder / path, place, bit)
        done = run(folder)
        flip(folder / path, place, bit)
        assert done.returncode == 1
        assert "FAILS" in done.stdout
        assert path in done.stdout or path == SUMS
    assert run(folder).returncode == 0


@pytest.mark.parametrize("path", ["claims.csv", "claims.jsonl", "claims.dta", "records/claim.jsonl", MANIFEST, SUMS])
@pytest.mark.parametrize("how", ["truncated", "emptied", "deleted", "renamed"])
def test_a_file_that_is_not_what_it_was_is_named(folder: Path, path: str, how: str) -> None:
    with kept(folder):
        content = (folder / path).read_bytes()
        (folder / path).unlink()
        if how != "deleted":
            place = folder / (f"{path}.old" if how == "renamed" else path)
            place.write_bytes(content[:-1] if how == "truncated" else content if how == "renamed" else b"")
        done = run(folder)
    assert done.returncode == 1
    assert path in done.stdout


def test_a_file_that_was_not_released_is_named(folder: Path) -> None:
    with kept(folder):
        (folder / "more\x1b[31m\n.txt").write_bytes(b"")
        done = run(folder)
    assert "more\\x1b[31m\\n.txt is no file of this release" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("path", ["claims.csv", "claims.jsonl"])
def test_a_change_that_is_hidden_in_both_lists_is_found_in_the_fingerprint(folder: Path, path: str) -> None:
    with kept(folder):
        content = (folder / path).read_bytes()
        (folder / path).write_bytes(content.replace(b"bridge", b"tunnel", 1))
        assert (folder / path).read_bytes() != content
        rewrite(folder)
        done = run(folder)
    assert done.returncode == 1
    assert f"{path}: 11 rows, root " in done.stdout
    assert "the manifest has the fingerprint" in done.stdout


def test_a_release_that_is_forged_throughout_is_found_by_the_fingerprint_cited(folder: Path) -> None:
    cited = manifest(folder)["fingerprint"]
    with kept(folder):
        told = manifest(folder)
        line = (folder / "aliases.jsonl").read_bytes().replace(b'"number":1', b'"number":2')
        (folder / "aliases.jsonl").write_bytes(line)
        (folder / "aliases.csv").write_bytes((folder / "aliases.csv").read_bytes().replace(b",1,", b",2,"))
        told["tables"]["aliases"]["root"] = table_root("aliases", [json.loads(line)])
        summary = {
            name: {"n": one["rows"], "root": one["root"], "columns": one["columns"]}
            for name, one in told["tables"].items()
        }
        told["fingerprint"] = digest_of(summary)
        rewrite(folder, told)
        assert run(folder).returncode == 0
        assert run(folder, cited).returncode == 1


@pytest.mark.parametrize(
    "told",
    [[], 1, {}, {"files": {}}, {"files": {}, "tables": {"claims": 1}}, {"files": {}, "tables": [], "fingerprint": ""}],
)
def test_a_manifest_of_any_shape_is_told(folder: Path, told: object) -> None:
    with kept(folder):
        (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
        assert run(folder).returncode == 1


def test_without_a_release_beside_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_bytes(Path(verify.__file__).read_bytes())
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (
        2,
        "there is no release beside verify.py: neither SHA256SUMS nor manifest.json\n",
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_that_of_rfc_8785(number: float) -> None:
    assert verify.number(number).encode() == rfc8785.dumps(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.5, "-1.5"), (1e20, "100000000000000000000"), (1e21, "1e+21"),
        (1e-6, "0.000001"), (1e-7, "1e-7"), (1.25e-7, "1.25e-7"), (5e-324, "5e-324"), (40.1772, "40.1772"),
        (333333333.33333329, "333333333.3333333"), (2**68 + 0.0, "295147905179352830000"), (123e-20, "1.23e-18"),
    ],
)  # fmt: skip
def test_a_number_as_ecmascript_writes_it(number: float, text: str) -> None:
    assert verify.number(number) == text


@given(
    st.dictionaries(KEYS, st.recursive(SCALARS | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
)
def test_json_is_that_of_rfc_8785(value: Json) -> None:
    assert verify.canonical(value).encode() == rfc8785.dumps(value)


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_the_tree_is_that_of_the_package(leaves: list[bytes]) -> None:
    assert verify.merkle(leaves).hex() == root_of(merkle_levels(leaves))


@given(st.lists(st.fixed_dictionaries({"name": st.none() | TEXTS, "n": st.none() | st.integers(-9, 9)}), max_size=9))
def test_a_root_is_that_of_the_package(rows: list[dict[str, Any]]) -> None:
    assert verify.root("aliases", rows) == (len(rows), table_root("aliases", rows))
