"""A revision gives the files of a commit from git's object store, in a shallow clone as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.revision import Revision, changed_between, changed_in_folder, common_ancestor
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Folder, read
from caucasus_ledger.validators.check import check
from repositories import commit, git, repository

FERRY = path_of("event/2020-ferry-sinks")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path)


def test_a_revision_has_the_files_of_its_commit_and_not_those_of_the_folder(root: Path) -> None:
    before = (root / FERRY).read_bytes()
    (root / FERRY).write_bytes(b"changed")
    (root / "dataset" / "records" / "new.json").touch()
    tree = Revision(root, "HEAD")
    assert read(tree, FERRY) == before
    listed = {entry.path: entry for entry in tree.entries("dataset/records")}
    assert "dataset/records/new.json" not in listed
    assert listed[FERRY].size == len(before)
    assert read(tree, "dataset/records/new.json") is None


def test_a_revision_reads_as_the_folder_it_was_committed_from(root: Path) -> None:
    paths = [entry.path for entry in Folder(root).entries("dataset")]
    assert [entry.path for entry in Revision(root, "main").entries("dataset")] == paths
    assert list(Revision(root, "main").contents(paths)) == list(Folder(root).contents(paths))
    found = check(Revision(root, "main"))
    assert (found.problems, found.files) == ((), check(root).files)


def test_links_programs_submodules_and_dotted_names_are_told(root: Path) -> None:
    folder = root / "dataset" / "records" / "actor"
    (folder / "link.json").symlink_to("northmark.json")
    (folder / "program.json").write_text("{}", encoding="utf-8")
    (folder / "program.json").chmod(0o755)
    (folder / ".gitattributes").write_text("* text", encoding="utf-8")
    git(
        root,
        "update-index",
        "--add",
        "--cacheinfo",
        f"160000,{git(root, 'rev-parse', 'HEAD')},dataset/records/sub.json",
    )
    git(root, "add", "--all", "dataset/records/actor")
    git(root, "commit", "--quiet", "-m", "odd")
    tree = Revision(root, "HEAD")
    kinds = {entry.path.rpartition("/")[2]: entry.kind for entry in tree.entries("dataset/records")}
    assert (kinds["link.json"], kinds["program.json"], kinds["sub.json"]) == ("link", "executable", "submodule")
    assert kinds[".gitattributes"] == "plain"
    assert {problem.code for problem in check(tree).problems} == {"J011"}
    assert len(check(tree).problems) == 4
    assert read(tree, "dataset/records/sub.json") is None


def test_a_ledger_below_the_top_of_a_repository_is_read_from_there(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "init", "--quiet", str(tmp_path / "outer"))
    inner = tmp_path / "outer" / "inner"
    root.rename(inner)
    for part in sorted((inner / ".git").rglob("*"), reverse=True):
        part.rmdir() if part.is_dir() else part.unlink()
    (inner / ".git").rmdir()
    commit(tmp_path / "outer")
    tree = Revision(inner, "HEAD")
    assert check(tree).problems == ()
    assert check(tree).files == check(inner).files
    (inner / FERRY).write_bytes(b"")
    (tmp_path / "outer" / "beside").touch()
    assert changed_in_folder(inner, tree, ["."]) == [FERRY]


def test_a_shallow_clone_is_enough(root: Path, tmp_path: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    (root / FERRY).unlink()
    second = commit(root)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root}", "shallow")
    shallow = tmp_path / "shallow"
    assert len(list(Revision(shallow, second).entries("dataset"))) == len(list(Folder(root).entries("dataset")))
    with pytest.raises(LedgerError, match=f"git fetch --depth=1 origin {first}"):
        Revision(shallow, first)
    git(shallow, "fetch", "--quiet", "--depth=1", "origin", first)
    assert changed_between(Revision(shallow, first), Revision(shallow, "HEAD")) == [FERRY]
    assert common_ancestor(shallow, first, second) is None


def test_changes_are_told_by_content_and_kind_and_new_files_are_among_them(root: Path) -> None:
    base = Revision(root, "HEAD")
    assert changed_in_folder(root, base, ["."]) == []
    (root / FERRY).chmod(0o755)
    (root / "new.txt").touch()
    (root / ".hidden").touch()
    assert changed_in_folder(root, base, ["."]) == [".hidden", FERRY, "new.txt"]
    assert changed_in_folder(root, base, ["dataset"]) == [FERRY]
    commit(root)
    assert changed_between(base, Revision(root, "HEAD")) == [".hidden", FERRY, "new.txt"]


def test_the_common_ancestor_is_where_two_branches_parted(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "--quiet", "-b", "side")
    commit(root, "on the side")
    git(root, "checkout", "--quiet", "main")
    commit(root, "on main")
    assert common_ancestor(root, "main", "side") == first


@pytest.mark.parametrize("name", ["none", "--output=x", "", "HEAD:dataset", "main\n", "origin/none"])
def test_what_is_no_revision_is_refused(root: Path, name: str) -> None:
    with pytest.raises(LedgerError, match="holds no revision"):
        Revision(root, name)
    assert not (root / "x").exists()


def test_a_folder_in_no_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(LedgerError, match="in no git repository"):
        Revision(tmp_path, "HEAD")


def test_a_machine_without_git_is_told_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root / "none"))
    with pytest.raises(LedgerError, match="git is not installed"):
        Revision(root, "HEAD")


def test_the_environment_does_not_lead_git_elsewhere(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(root / "none"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(root / "none"))
    assert changed_in_folder(root, Revision(root, "HEAD"), ["."]) == []
