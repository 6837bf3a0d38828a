"""A tree gives the files of a folder, and of a folder with changes, without following links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from caucasus_ledger.dataset.tree import Changed, Entry, Folder, read


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in (("a/b.json", b"{}"), ("a/c/d.txt", b"text"), ("e.json", b"1")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_a_folder_lists_its_files_sorted_with_their_sizes(root: Path) -> None:
    assert list(Folder(root).entries("a")) == [Entry("a/b.json", "plain", 2), Entry("a/c/d.txt", "plain", 4)]
    assert list(Folder(root).entries("none")) == []
    assert Folder(root).name == str(root)


def test_what_desktops_leave_behind_is_skipped(root: Path) -> None:
    (root / "a" / ".DS_Store").touch()
    assert len(list(Folder(root).entries("a"))) == 2


def test_a_link_is_told_and_neither_listed_through_nor_read(root: Path) -> None:
    (root / "a" / "link").symlink_to(root / "e.json")
    (root / "a" / "folder").symlink_to(root / "a")
    kinds = {entry.path: entry.kind for entry in Folder(root).entries("a")}
    assert kinds == {"a/b.json": "plain", "a/c/d.txt": "plain", "a/folder": "link", "a/link": "link"}
    with pytest.raises(OSError, match=r".+"):
        read(Folder(root), "a/link")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs here")
def test_a_pipe_is_told_and_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "a" / "pipe.json")
    assert Entry("a/pipe.json", "device", 0) in list(Folder(root).entries("a"))


def test_contents_come_in_the_order_asked_for_without_what_is_not_there(root: Path) -> None:
    wanted = ["e.json", "none", "e.json/none", "a/b.json"]
    assert list(Folder(root).contents(wanted)) == [("e.json", b"1"), ("a/b.json", b"{}")]
    assert read(Folder(root), "none") is None


def test_a_changed_tree_has_new_files_and_new_bytes_and_lacks_what_goes(root: Path) -> None:
    tree = Changed(Folder(root), {"a/b.json": None, "a/z.json": b"new", "a/c/d.txt": b"x", "other/f": b""})
    assert list(tree.entries("a")) == [Entry("a/c/d.txt", "plain", 1), Entry("a/z.json", "plain", 3)]
    assert list(tree.contents(["a/z.json", "a/b.json", "a/c/d.txt", "e.json"])) == [
        ("a/z.json", b"new"), ("a/c/d.txt", b"x"), ("e.json", b"1")
    ]  # fmt: skip
    assert tree.name == str(root)
    assert (root / "a" / "b.json").read_bytes() == b"{}"
