"""SWHID: the same as git and as an implementation of others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from miniswhid import compute_directory_swhid

from caucasus_ledger.dataset.swhid import content_swhid, directory_swhid

NAMES = st.text("ab.-0é Ж", min_size=1, max_size=3).filter(lambda name: name.strip(".") != "")
CONTENTS = st.binary(max_size=40)
FOLDERS = st.recursive(
    st.dictionaries(NAMES, CONTENTS, max_size=4),
    lambda inner: st.dictionaries(NAMES, CONTENTS | inner.filter(bool), max_size=4),
    max_leaves=8,
)


def flat(folder: object, before: str = "") -> dict[str, bytes]:
    assert isinstance(folder, dict)
    found: dict[str, bytes] = {}
    for name, content in folder.items():
        found |= {before + name: content} if isinstance(content, bytes) else flat(content, f"{before}{name}/")
    return found


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def git(root: Path, *arguments: str, stdin: bytes = b"") -> str:
    return (
        subprocess.run(["git", *arguments], cwd=root, input=stdin, capture_output=True, check=True)
        .stdout.decode()
        .strip()
    )


def git_tree(root: Path, files: dict[str, bytes]) -> str:
    write(root, files)
    git(root, "init", "--quiet")
    git(root, "-c", "core.autocrlf=false", "add", "--all", "--force")
    return git(root, "write-tree")


@pytest.mark.parametrize("content", [b"", b"a", b"\x00\xff\r\n", b"x" * 100_000])
def test_a_file_is_that_of_git(content: bytes, tmp_path: Path) -> None:
    assert content_swhid(content) == f"swh:1:cnt:{git(tmp_path, 'hash-object', '--stdin', stdin=content)}"


def test_a_folder_with_nothing_is_that_of_git() -> None:
    assert directory_swhid({}) == "swh:1:dir:4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def test_a_folder_sorts_as_if_its_name_ended_in_a_slash(tmp_path: Path) -> None:
    files = {"a/b": b"1", "a.b": b"2", "a0": b"3", "a-": b"4", "Z": b"5", "é/ü/ж": b"6"}
    assert directory_swhid(files) == f"swh:1:dir:{git_tree(tmp_path, files)}"


@settings(max_examples=10)
@given(folder=FOLDERS)
def test_any_folder_is_that_of_git(folder: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = flat(folder)
    assert directory_swhid(files) == f"swh:1:dir:{git_tree(tmp_path_factory.mktemp('tree'), files)}"


@settings(max_examples=10)
@given(folder=FOLDERS)
def test_any_folder_is_that_of_another_implementation(folder: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = flat(folder)
    root = tmp_path_factory.mktemp("tree")
    write(root, files)
    assert directory_swhid(files) == compute_directory_swhid(str(root))


def test_the_order_of_files_does_not_count() -> None:
    files = {"b/c": b"1", "a": b"2", "b/a": b"3"}
    assert directory_swhid(dict(reversed(files.items()))) == directory_swhid(files)


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "../a", "a/./b", ".", "a\x00b"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="is no path of a file below a folder"):
        directory_swhid({path: b""})


def test_a_file_that_is_a_folder_is_refused() -> None:
    with pytest.raises(ValueError, match="'a' is a file and a folder at once"):
        directory_swhid({"a": b"", "a/b": b""})
