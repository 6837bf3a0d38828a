"""Output: an export is there whole or not at all, takes no other's place unasked, and is the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import caucasus_ledger
from caucasus_ledger.dataset.export.catalogue import BY_NAME, FORMATS, Format
from caucasus_ledger.dataset.export.output import default_name, export, module_of
from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.dataset.store import LedgerError
from copies import copy_to

ALL = [pytest.param(form, id=form.name) for form in FORMATS]
CSV, GRAPHML, SQLITE = BY_NAME["csv"], BY_NAME["graphml"], BY_NAME["sqlite"]
EXPORT = """
import sys
from pathlib import Path
from caucasus_ledger.dataset.export.catalogue import FORMATS
from caucasus_ledger.dataset.export.output import export
from caucasus_ledger.dataset.ledger import load
for form in FORMATS:
    export(form, load(Path(sys.argv[1])), Path(sys.argv[2]) / form.name)
"""


def contents(path: Path) -> dict[str, bytes]:
    files = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in files}


@pytest.fixture(scope="module")
def elsewhere(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All exports as another process writes them, with another zone, locale, order of hashes and umask."""
    folder = tmp_path_factory.mktemp("elsewhere")
    package = str(Path(caucasus_ledger.__file__).parents[1])
    other = {"PYTHONPATH": package, "PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "LC_ALL": "C"}
    command = [sys.executable, "-c", EXPORT, str(release), str(folder)]
    subprocess.run(command, check=True, env={**os.environ, **other}, cwd=folder, umask=0o077)
    return folder


@pytest.mark.parametrize("form", [param for param in ALL if param.id != "duckdb"])
def test_it_is_the_same_bytes_elsewhere(form: Format, ledger: Ledger, elsewhere: Path, tmp_path: Path) -> None:
    assert contents(export(form, ledger, tmp_path / form.name)) == contents(elsewhere / form.name)


@pytest.mark.parametrize("form", ALL)
def test_text_is_utf_8_with_line_feeds(form: Format, released: Ledger, tmp_path: Path) -> None:
    for path, content in contents(export(form, released, tmp_path / "export")).items():
        if form.shape != "database" and not path.endswith(".dta"):
            assert b"\r" not in content
            assert content.decode().endswith("\n") or not content


@pytest.mark.parametrize("form", ALL)
def test_it_never_takes_anothers_place_unasked(form: Format, ledger: Ledger, tmp_path: Path) -> None:
    first = export(form, ledger, tmp_path / "export")
    before = contents(first)
    with pytest.raises(LedgerError, match="export is there already; --force replaces it"):
        export(form, ledger, first)
    assert contents(first) == before
    assert export(form, ledger, first, force=True) == first
    assert set(contents(first)) == set(before)
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


@pytest.mark.parametrize("form", ALL)
def test_what_goes_wrong_leaves_nothing(
    form: Format, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = export(form, ledger, tmp_path / "there")
    before = contents(there)
    for place in (Path, module_of(form)):
        for name in ("replace", "rename", "render", "files", "write"):
            if hasattr(place, name):
                monkeypatch.setattr(place, name, _fail)
    for target in (there, tmp_path / "new"):
        with pytest.raises(LedgerError, match=r"cannot be written: No space left; nothing was changed"):
            export(form, ledger, target, force=True)
    assert contents(there) == before
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def _fail(*_: object) -> None:
    raise OSError(28, "No space left")


def test_an_old_folder_comes_back_when_the_new_one_cannot_take_its_place(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = export(CSV, ledger, tmp_path / "there")
    before = contents(there)
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == "new":
            _fail()
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(LedgerError, match="nothing was changed"):
        export(CSV, ledger, there, force=True)
    assert contents(there) == before
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_folder_with_anything_else_in_it_is_not_replaced(ledger: Ledger, tmp_path: Path) -> None:
    folder = export(CSV, ledger, tmp_path / "export")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"notes.txt is no part of the export, so its folder is not replaced"):
        export(CSV, ledger, folder, force=True)
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_or_a_link_is_something_else_too(ledger: Ledger, tmp_path: Path) -> None:
    folder = export(CSV, ledger, tmp_path / "export")
    (folder / "plans").mkdir()
    with pytest.raises(LedgerError, match="plans is no part of the export"):
        export(CSV, ledger, folder, force=True)


@pytest.mark.parametrize(
    "content",
    [
        "mine",
        f"Caucasus Ledger is worth a look; {'0' * 64}",
        f"My notes\n\nCaucasus Ledger\nFingerprint  {'0' * 64}\n",
        "",
    ],
)
@pytest.mark.parametrize("form", ALL)
def test_what_only_has_the_name_of_an_export_is_not_replaced(
    form: Format, content: str, ledger: Ledger, tmp_path: Path
) -> None:
    target = tmp_path / "mine"
    path = target / "README.txt" if form.shape == "folder" else target
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LedgerError, match="mine is no such export, so it is not replaced"):
        export(form, ledger, target, force=True)
    assert contents(tmp_path) == {path.relative_to(tmp_path).as_posix(): content.encode()}


def test_a_folder_without_its_imprint_is_not_replaced(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "events.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(LedgerError, match="mine is no such export"):
        export(CSV, ledger, tmp_path / "mine", force=True)
    assert contents(tmp_path) == {"mine/events.csv": b"mine"}


def test_an_export_in_another_format_is_not_replaced(ledger: Ledger, tmp_path: Path) -> None:
    for one in (form for form in FORMATS if form.shape != "folder"):
        there = export(one, ledger, tmp_path / one.name)
        for form in (form for form in FORMATS if form.shape != "folder" and form != one):
            with pytest.raises(LedgerError, match="is no such export"):
                export(form, ledger, there, force=True)


def test_a_manifest_and_a_query_are_no_exports(ledger: Ledger, release: Path, tmp_path: Path) -> None:
    before = (release / "manifest.json").read_bytes()
    (tmp_path / "mine").write_bytes(before)
    for form in (form for form in FORMATS if form.shape == "text"):
        with pytest.raises(LedgerError, match="mine is no such export"):
            export(form, ledger, tmp_path / "mine", force=True)
    assert contents(tmp_path) == {"mine": before}


@pytest.mark.parametrize("name", ["csv", "graphml", "sqlite"])
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_not_replaced(name: str, there: bool, ledger: Ledger, tmp_path: Path) -> None:
    if there:
        export(BY_NAME[name], ledger, tmp_path / "there")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    with pytest.raises(LedgerError, match="link is a symbolic link"):
        export(BY_NAME[name], ledger, tmp_path / "link", force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there").exists() == there


def test_the_home_folder_and_the_root_of_a_disk_are_not_replaced(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path).name in ("", "disk"))
    (tmp_path / "disk").mkdir()
    for place in (tmp_path / "home", tmp_path / "disk", Path("/")):
        with pytest.raises(LedgerError, match="is the home folder or the root of a disk"):
            export(CSV, ledger, place, force=True)
    assert contents(tmp_path) == {}
    assert export(GRAPHML, ledger, tmp_path / "home").parent == tmp_path / "home"


@pytest.mark.parametrize("name", ["csv", "graphml", "sqlite"])
def test_what_is_replaced_keeps_its_permissions(name: str, ledger: Ledger, tmp_path: Path) -> None:
    there = export(BY_NAME[name], ledger, tmp_path / "there")
    there.chmod(0o750)
    export(BY_NAME[name], ledger, there, force=True)
    assert there.stat().st_mode & 0o7777 == 0o750


@pytest.mark.parametrize("place", [".", "", "..", "../here"])
def test_the_folder_in_which_one_stands_is_not_replaced(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(LedgerError, match="the folder in which you stand cannot be replaced"):
        export(CSV, ledger, Path(place), force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_an_empty_folder_is_filled(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    assert "README.txt" in contents(export(CSV, ledger, tmp_path / "export"))


def test_a_file_goes_into_a_folder_under_its_own_name(ledger: Ledger, tmp_path: Path) -> None:
    assert export(GRAPHML, ledger, tmp_path) == tmp_path / "caucasus-ledger-0.1.0.graphml"
    assert export(SQLITE, ledger, tmp_path) == tmp_path / default_name(SQLITE, ledger)
    assert default_name(CSV, ledger) == "caucasus-ledger-0.1.0-csv"


def test_a_folder_does_not_take_a_files_place(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "export").write_text("mine", encoding="utf-8")
    with pytest.raises(LedgerError, match="is a file, and the export is a folder"):
        export(CSV, ledger, tmp_path / "export", force=True)


def test_a_file_does_not_take_a_folders_place(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / default_name(GRAPHML, ledger)).mkdir()
    with pytest.raises(LedgerError, match="is a folder, and the export is one file"):
        export(GRAPHML, ledger, tmp_path, force=True)


def test_where_there_is_no_folder_nothing_is_written(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="nowhere is no folder"):
        export(CSV, ledger, tmp_path / "nowhere" / "export")
    assert list(tmp_path.iterdir()) == []


def test_a_release_is_never_changed(ledger: Ledger, release: Path) -> None:
    for place in (release, release / "more", release / "records" / "more"):
        with pytest.raises(LedgerError, match="lies in a release, which is never changed"):
            export(CSV, ledger, place, force=True)


@pytest.mark.parametrize(
    "place",
    ["dataset/records/claim/x", "seeds/source/x", "seeds", "seeds/x", "dataset/records", "dataset/releases",
     "dataset/releases/2.0.0"],
)  # fmt: skip
def test_the_records_of_a_ledger_are_left_alone(ledger: Ledger, tmp_path: Path, place: str) -> None:
    root = copy_to(tmp_path)
    (root / "dataset" / "releases").mkdir(exist_ok=True)
    before = contents(tmp_path)
    for form in (CSV, GRAPHML, SQLITE):
        with pytest.raises(LedgerError, match="lies among the records and releases of a ledger"):
            export(form, ledger, root / place, force=True)
    assert contents(tmp_path) == before


def test_what_is_written_has_the_permissions_that_others_expect(ledger: Ledger, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        folder, file = export(CSV, ledger, tmp_path / "a"), export(SQLITE, ledger, tmp_path / "b")
    finally:
        os.umask(before)
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o755, 0o644)


def test_a_checkout_can_be_exported_and_says_so(checkout: Ledger, tmp_path: Path) -> None:
    for form in FORMATS:
        if form.name != "replication":
            assert "unreleased" in export(form, checkout, tmp_path / default_name(form, checkout)).name


def test_every_format_has_its_module() -> None:
    for form in FORMATS:
        name = {"text": "render", "folder": "files", "database": "write"}[form.shape]
        assert callable(getattr(module_of(form), name))
    assert len(BY_NAME) == len(FORMATS) == 11
