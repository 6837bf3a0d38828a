"""Fixes: what `caucasus check --fix` writes, shows, leaves to be done by hand, and survives."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.atomic import Replacement
from caucasus_ledger.dataset.records import PACKAGE_ROOT, RECORDS, SOURCES, path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face import fixes
from caucasus_ledger.face.cli import main
from caucasus_ledger.face.fixes import diff, fix
from caucasus_ledger.validators.mend import Mended, Note, mend
from copies import EXAMPLE_ROOT, change, copy_to
from examples import EXAMPLE_TEXT
from repositories import commit, git, repository

EVENT = "event/2020-ferry-sinks"
CLAIM = "claim/example-2020/003"
NEW = "claim/example-2020/new"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_to(tmp_path)
    monkeypatch.chdir(root)
    return root


def run(*arguments: str | Path, color: bool = False) -> Result:
    words = ["check", *map(str, arguments)]
    result = CliRunner().invoke(main, words, color=color, prog_name="caucasus", terminal_width=100)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def shown(result: Result, root: Path, code: int) -> str:
    assert (result.exit_code, result.stderr) == (code, "")
    return result.stdout.replace(str(root), "ROOT")


def refused(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def plain(root: Path, record: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / path_of(record)).read_text(encoding="utf-8"))
    return found


def files(root: Path) -> dict[str, bytes]:
    """Return the content of every file below the root, hidden ones included."""
    found = (path for folder in (RECORDS, SOURCES) for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def spoil(root: Path) -> None:
    """Leave a file as an editor on Windows does, with a stray space, a double and a missing digest."""
    found = plain(root, CLAIM)
    del found["evidence"][0]["digest"]
    found |= {"statement": f"{found['statement']} ", "about": found["about"] * 2, "note": None}
    text = json.dumps(found, indent=4, sort_keys=True).replace("\n", "\r\n")
    (root / path_of(CLAIM)).write_bytes(b"\xef\xbb\xbf" + text.encode())


def drafts(root: Path) -> None:
    """Leave two drafts of claims that refer to one another, the draft of an event, and records that refer to them."""
    claim = plain(root, CLAIM) | {"about": ["event/new-1", "actor/blue-line"]}
    event: Any = plain(root, EVENT) | {"id": "event/new-1", "title": "A ferry is late"}
    del event["deaths"], event["participants"][1]
    two = f"{NEW}-2"
    for record, content in (
        (NEW, claim | {"id": NEW, "statement": "A ferry was late.", "about": ["event/new-1"], "supports": [two]}),
        (two, claim | {"id": two, "statement": "A ferry never came.", "qualifies": [NEW]}),
        ("event/new-1", event),
    ):
        (root / path_of(record)).write_text(json.dumps(content), encoding="utf-8")
    change(root, "claim/example-2020/010", supports=[NEW, two])
    change(root, "claim/example-2020/007", qualifies=[two])


# what people see


def test_nothing_to_mend_is_told(root: Path) -> None:
    before = files(root)
    assert shown(run("--fix"), root, 0) == "There is nothing to mend.\n\nAll is well: 29 records in ROOT.\n"
    assert shown(run("--fix", "--diff"), root, 0) == "There is nothing to mend.\n\nAll is well: 29 records in ROOT.\n"
    assert files(root) == before


def test_what_is_mended_is_told_and_what_is_left(root: Path, snapshot: SnapshotAssertion) -> None:
    good = files(root)
    spoil(root)
    assert shown(run("--fix"), root, 0) == snapshot
    assert files(root) == good
    change(root, EVENT, title="A  ferry sinks", realis="factual")
    assert shown(run("--fix"), root, 1) == snapshot


def test_what_would_be_mended_is_shown_and_not_written(root: Path, snapshot: SnapshotAssertion) -> None:
    drafts(root)
    spoil(root)
    before = files(root)
    assert shown(run("--fix", "--diff"), root, 1) == snapshot
    assert files(root) == before


def test_the_diff_has_colours_on_a_terminal_and_nothing_that_it_would_obey(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root, EVENT, title="A  \u009b31mferry\u202e sinks")
    done = fix(root, write=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    text = fixes.as_text(done)
    assert "\x1b[31m-" in text
    assert "\x1b[32m+" in text
    assert "\x1b[36m@@" in text
    assert not {"\u009b", "\u202e"} & set(text)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)
    assert {"\u009b", "\u202e"} <= set(fixes.as_text(done))


def test_a_long_list_of_what_was_mended_is_cut_short() -> None:
    notes = tuple(Note("X005", "a.json", f"/{number}", "gone") for number in range(60))
    done = fixes.Fix(Mended((Replacement("a.json", b"", b"{}", "a.json"),), notes), fix(EXAMPLE_ROOT).report, True)
    lines = click.unstyle(fixes.as_text(done)).splitlines()
    assert lines[-2:] == ["and 10 more things", "Mended 60 things in 1 file."]
    assert len(lines) == 52


def test_it_is_told_as_json(root: Path) -> None:
    spoil(root)
    draft = plain(EXAMPLE_ROOT, CLAIM) | {"id": NEW, "statement": "It went down.", "kind": "state"}
    (root / path_of(NEW)).write_text(json.dumps(draft), encoding="utf-8")
    result = run("--fix", "--diff", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["written"], found["errors"], found["files"]) == (False, 0, 30)
    assert found["mended"][0] == {
        "code": "J002", "file": path_of(CLAIM), "pointer": "", "says": "the byte order mark is gone"
    }  # fmt: skip
    assert found["diff"].startswith(f"--- a/{path_of(CLAIM)}\n+++ b/{path_of(CLAIM)}\n@@ ")
    result = run("--fix", "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["written"], "diff" in found) == (0, True, False)
    assert json.loads(run("--fix", "--format", "json").stdout)["mended"] == []


def test_the_diff_applies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path)
    monkeypatch.chdir(root)
    drafts(root)
    spoil(root)
    path = root / path_of("actor/southmark")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").rstrip())
    commit(root)
    patch = json.loads(run("--fix", "--diff", "--format", "json").stdout)["diff"]
    assert run("--fix", "--diff").stdout_bytes.decode().startswith(patch)  # the runner's own text has other line ends
    (tmp_path / "patch").write_text(patch, encoding="utf-8", newline="")
    git(root, "apply", "--index", str(tmp_path / "patch"))
    applied = files(root)
    git(root, "reset", "--quiet", "--hard")
    run("--fix")
    assert files(root) == applied


def test_the_diff_of_utf_16_is_of_its_text() -> None:
    one = Replacement("a.json", '{"é": 1}\n'.encode("utf-16"), '{"é": 2}\n'.encode(), "a.json")
    lines = [click.unstyle(line) for line in diff(one, exact=True)]
    assert lines[2:] == ["@@ -1 +1 @@\n", '-{"é": 1}\n', '+{"é": 2}\n']


def test_a_last_line_without_an_end_is_told() -> None:
    one = Replacement("a.json", b"a\nb", b"a\nc\n", "a.json")
    lines = [click.unstyle(line) for line in diff(one, exact=True)]
    assert lines[3:] == [" a\n", "-b\n", "\\ No newline at end of file\n", "+c\n"]


# which files


def test_only_chosen_files_are_mended(root: Path) -> None:
    spoil(root)
    change(root, EVENT, title="A  ferry sinks")
    before = files(root)
    assert "1 record in" in shown(run("--fix", path_of(EVENT)), root, 0)
    assert {path for path, content in files(root).items() if content != before[path]} == {path_of(EVENT)}


def test_a_draft_that_is_chosen_is_reported_on_under_its_new_name(root: Path) -> None:
    (root / path_of(NEW)).write_text(json.dumps(plain(root, CLAIM) | {"id": NEW, "kind": "?"}), encoding="utf-8")
    text = shown(run("--fix", path_of(NEW)), root, 1)
    assert f"{path_of('claim/example-2020/013')}:4:11: error F009" in text
    assert "1 error: 1 record in ROOT." in text


def test_drafts_get_their_identifiers_and_all_is_well(root: Path) -> None:
    drafts(root)
    text = shown(run("--fix"), root, 0)
    assert "Mended 15 things in 5 files." in text
    assert plain(root, "claim/example-2020/010")["supports"] == ["claim/example-2020/013", "claim/example-2020/014"]
    assert plain(root, "claim/example-2020/014")["about"] == ["event/ferry-is-late", "actor/blue-line"]
    assert not [path for path in files(root) if "new" in path]
    assert "nothing to mend" in shown(run("--fix"), root, 0)


def test_numbers_that_another_contribution_took_are_not_given_again(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "checkout", "--quiet", "-b", "other")
    change_to = plain(root, CLAIM) | {"id": "claim/example-2020/013", "statement": "A ferry was lost."}
    (root / path_of("claim/example-2020/013")).write_text(json.dumps(change_to), encoding="utf-8")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    claim = plain(root, CLAIM) | {"id": "claim/example-2020/013", "statement": "A ferry was late."}
    (root / path_of(NEW)).write_text(json.dumps(claim), encoding="utf-8")
    done = fix(root, against="other", write=False)
    assert {one.to for one in done.mended.replacements} == {path_of("claim/example-2020/014")}
    assert done.report.contribution is not None
    assert {one.to for one in fix(root, write=False).mended.replacements} == {path_of("claim/example-2020/013")}


def test_paths_without_records_are_told(root: Path) -> None:
    (root / "notes").mkdir()
    assert "there is no record in notes" in refused("--fix", "notes")


# with the text


def test_with_the_text_more_is_mended(root: Path) -> None:
    good = files(root)
    source = plain(root, "source/example-2020")
    bare = source | {"text": {key: source["text"][key] for key in ("sha256", "canonicalisation")}}
    (root / path_of("source/example-2020")).write_text(json.dumps(bare), encoding="utf-8")
    text = shown(run("--fix", "--text", EXAMPLE_TEXT), root, 0)
    assert "E017: it is 626, as in the attached text" in text
    assert "with the text of source/example-2020" in text
    assert files(root) == good


def test_a_source_that_stays_in_disorder_is_reported_on_without_its_text(root: Path) -> None:
    change(root, "source/example-2020", kind="poem")
    text = shown(run("--fix", "--text", EXAMPLE_TEXT), root, 1)
    assert "F004: 'poem'" in text
    assert "with the text" not in text


def test_a_text_of_no_source_stops_it_before_anything_is_written(root: Path, tmp_path: Path) -> None:
    spoil(root)
    before = files(root)
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    assert "no source's text" in refused("--fix", "--text", tmp_path / "other.txt")
    assert files(root) == before


# what it will not do


@pytest.mark.usefixtures("root")
def test_diff_without_fix_is_told() -> None:
    assert "--diff shows what --fix would do" in refused("--diff")


def test_an_installed_package_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site-packages" / "caucasus_ledger"
    shutil.copytree(EXAMPLE_ROOT, installed)
    (installed / "__init__.py").touch()
    spoil(installed)
    before = files(installed)
    monkeypatch.chdir(installed)
    for arguments in (["--fix"], ["--fix", "--diff"], ["--fix", str(installed / RECORDS)]):
        assert "is an installed package" in refused(*arguments)
    assert files(installed) == before


@pytest.mark.skipif(not (PACKAGE_ROOT / "pyproject.toml").is_file(), reason="no checkout: tests of a copy alone")
def test_a_checkout_is_no_installed_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixes, "replace_all", lambda *_: None)
    for folder in (PACKAGE_ROOT, PACKAGE_ROOT / "src" / "caucasus_ledger"):
        monkeypatch.chdir(folder)
        assert run("--fix").exit_code == 0


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_what_cannot_be_written_is_told_in_one_line(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    spoil(root)
    before = files(root)
    monkeypatch.setattr("tempfile.mkstemp", fail)
    text = refused("--fix")
    assert text == f"Error: {root / path_of(CLAIM)} cannot be written: {error.strerror}; nothing was changed\n"
    assert files(root) == before


@pytest.mark.parametrize("name", ["replace", "rename"])
@pytest.mark.parametrize("step", range(5))
def test_work_that_is_interrupted_anywhere_is_finished_by_the_next_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: int
) -> None:
    drafts(root)
    spoil(root)
    other = tmp_path / "other"
    shutil.copytree(root, other)
    fix(other)
    call, left = getattr(Path, name), step

    def stop(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        found: Path = call(path, target)
        return found

    monkeypatch.setattr(Path, name, stop)
    try:
        fix(root)
    except KeyboardInterrupt:
        assert fix(root, write=False).mended.replacements
    monkeypatch.undo()
    assert fix(root).report.errors == 0
    assert files(root) == files(other)


def test_a_file_that_changes_meanwhile_keeps_the_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(root)

    def and_change(*arguments: Any) -> Mended:
        found = mend(*arguments)
        (root / path_of(CLAIM)).write_bytes(b"of somebody else")
        return found

    monkeypatch.setattr(fixes, "mend", and_change)
    with pytest.raises(LedgerError, match="was changed by somebody else"):
        fix(root)
    assert (root / path_of(CLAIM)).read_bytes() == b"of somebody else"
