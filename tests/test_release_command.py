"""Releasing: nothing is released that the check refuses, and whoever is cut off has all of a release or none."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.ledger import LedgerError, load
from caucasus_ledger.dataset.manifest import MANIFEST, Link, parse
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.release import LOCK, alone
from caucasus_ledger.face import releasing
from caucasus_ledger.face.cli import main
from caucasus_ledger.validators.check import check
from copies import change, copy_to

DAY = date(2020, 8, 1)
LATER = date(2021, 2, 3)
MEETING = "event/2020-05-03-rivertown-meeting"
WRITTEN = "### Data\n\n#### Fixed\n- The meeting has its whole name.\n"
README = "Read `dataset/releases/0.0.1/claims.parquet`.\n"
DEATH = 9


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout with one release, and a change that is not released."""
    root = copy_to(tmp_path_factory.mktemp("changed"))
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n### Data\n", encoding="utf-8")
    (root / "README.md").write_text(README, encoding="utf-8")
    (root / "CITATION.cff").write_text("version: 0.0.0\n", encoding="utf-8")
    releasing.release(root, "0.1.0", DAY)
    change(root, MEETING, title="Northmark and Southmark meet in the town of Rivertown")
    changelog = root / "CHANGELOG.md"
    changelog.write_text(changelog.read_text(encoding="utf-8").replace("### Data\n", WRITTEN, 1), encoding="utf-8")
    return root


@pytest.fixture
def root(changed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(changed, tmp_path / "ledger"))


@pytest.fixture(scope="module")
def done(changed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what a checkout holds after its second release."""
    root = Path(shutil.copytree(changed, tmp_path_factory.mktemp("done") / "ledger"))
    releasing.release(root, "0.2.0", LATER)
    return contents(root)


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(root / "dataset")
    return lambda *words: CliRunner().invoke(main, ["release", *words], prog_name="caucasus", terminal_width=80)


def test_it_writes_the_release_and_brings_the_rest_in_line(root: Path) -> None:
    made = releasing.release(root, "0.2.0", LATER)
    assert {"dataset/releases/0.2.0", "CHANGELOG.md", "README.md"} <= set(made.written)
    assert (made.previous, [change.record for change in made.changes]) == ("0.1.0", [MEETING])
    assert load(root / "dataset" / "releases" / "0.2.0").events[MEETING].title.endswith("the town of Rivertown")
    assert "dataset/releases/0.2.0/" in (root / "README.md").read_text(encoding="utf-8")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased\n\n### Data\n\n## Data 0.2.0 — 2021-02-03\n\n### Data\n\n#### Changed\n" in changelog
    assert "#### Fixed\n- The meeting has its whole name.\n\n## Data 0.1.0 — 2020-08-01\n" in changelog
    assert check(root).problems == ()


def test_it_vouches_for_the_release_before(done: dict[str, bytes]) -> None:
    manifest = parse(done[f"dataset/releases/0.2.0/{MANIFEST}"])
    digest = hashlib.sha256(done[f"dataset/releases/0.1.0/{MANIFEST}"]).hexdigest()
    assert manifest.previous == Link("0.1.0", digest)


def test_the_release_says_what_changed(done: dict[str, bytes]) -> None:
    rows = done["dataset/releases/0.2.0/changes-0.1.0-0.2.0.csv"].decode().splitlines()
    assert rows[0] == "record_id,how,pointer,before,after"
    assert [row.split(",")[:3] for row in rows[1:]] == [[MEETING, "changed", "/title"]]
    history = done["dataset/releases/0.2.0/CHANGELOG.md"].decode()
    assert history.index("## 0.2.0 — 2021-02-03") < history.index("## 0.1.0 — 2020-08-01")


def test_what_was_released_stays_as_it_is(changed: Path, done: dict[str, bytes]) -> None:
    before = {path: content for path, content in contents(changed).items() if "releases/0.1.0/" in path}
    assert before.items() <= done.items()


def test_a_version_that_is_too_small_is_refused(root: Path) -> None:
    before = contents(root)
    with pytest.raises(LedgerError, match=r"0\.1\.1 is less than 0\.2\.0, the least .* 1 event is changed"):
        releasing.release(root, "0.1.1", LATER)
    with pytest.raises(LedgerError, match=r"is not after 0\.1\.0"):
        releasing.release(root, "0.0.9", LATER)
    assert contents(root) == before


def test_a_day_before_that_of_the_last_release_is_refused(root: Path) -> None:
    with pytest.raises(LedgerError, match=r"2020-07-31 is before 2020-08-01, the day of release 0\.1\.0"):
        releasing.release(root, "0.2.0", date(2020, 7, 31))


def test_a_day_that_has_not_come_is_refused(root: Path) -> None:
    with pytest.raises(LedgerError, match="2999-01-01 has not come yet"):
        releasing.release(root, "0.2.0", date(2999, 1, 1))


@pytest.mark.parametrize("text", [None, "# Changelog\n", "# Changelog\n\n## Coming\n\n### Data\n- A.\n"])
def test_without_a_place_for_notes_nothing_is_released(text: str | None, root: Path) -> None:
    (root / "CHANGELOG.md").unlink()
    if text is not None:
        (root / "CHANGELOG.md").write_text(text, encoding="utf-8")
    before = contents(root)
    for write in (False, True):
        with pytest.raises(LedgerError, match="needs one section '## Unreleased' with one part '### Data'"):
            releasing.release(root, "0.2.0", LATER, write=write)
    assert contents(root) == before


def test_a_section_that_was_written_ahead_is_refused(root: Path) -> None:
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    ahead = "## Data 0.2.0 — 2021-02-03\n\n### Data\n- By hand.\n\n## Data 0.1.0"
    changelog.write_text(text.replace("## Data 0.1.0", ahead), encoding="utf-8")
    before = contents(root)
    for write in (False, True):
        with pytest.raises(LedgerError, match=r"has a section of Data 0\.2\.0 already, .* and remove it"):
            releasing.release(root, "0.2.0", LATER, write=write)
    assert contents(root) == before


def test_what_is_written_before_a_release_is_finished_is_not_lost(root: Path, done: dict[str, bytes]) -> None:
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    releasing.release(root, "0.2.0", LATER)
    later = "- The meeting has its whole name.\n- Something else.\n"
    changelog.write_text(text.replace("- The meeting has its whole name.\n", later), encoding="utf-8")
    before = contents(root)
    assert releasing.release(root, "0.2.0", LATER, write=False).written == ()
    assert contents(root) == before
    assert releasing.release(root, "0.2.0", LATER).written == ("CHANGELOG.md",)
    kept = "### Data\n\n#### Fixed\n- Something else.\n\n"
    assert changelog.read_text(encoding="utf-8") == done["CHANGELOG.md"].decode().replace("### Data\n\n", kept, 1)


def test_whoever_comes_second_is_refused(root: Path) -> None:
    before = contents(root)
    with alone(root), pytest.raises(LedgerError, match="another release is being made here"):
        releasing.release(root, "0.2.0", LATER)
    assert contents(root) == before


def test_the_day_is_not_taken_from_the_environment(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATE", "2021-02-03")
    assert json.loads(run("0.2.0", "--dry-run", "--format", "json").output)["released"] != "2021-02-03"


def test_without_pandas_a_dry_run_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(LedgerError, match="Stata files need pandas"):
        releasing.release(root, "0.2.0", LATER, write=False)


def test_the_same_content_may_be_a_patch_with_the_same_fingerprint(root: Path) -> None:
    change(root, MEETING, title="Northmark and Southmark meet in Rivertown")
    made = releasing.release(root, "0.1.1", LATER)
    assert made.fingerprint == load(root / "dataset" / "releases" / "0.1.0").fingerprint
    assert (made.changes, made.least) == ((), ("0.1.1", "the content is the same, to the fingerprint"))
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "#### Changed\n- What is said of the data, and not the data.\n" in changelog


def test_nothing_is_released_that_the_check_refuses(root: Path, run: Callable[..., Result]) -> None:
    path = root / path_of("event/2020-ferry-sinks")
    path.write_text(path.read_text(encoding="utf-8").replace("actor/blue-line", "actor/red-line"), encoding="utf-8")
    before = contents(root)
    result = run("0.2.0", "--date", "2021-02-03")
    assert result.exit_code == 1
    assert "R001" in result.output
    assert "nothing is released before the check is clean" in result.output
    assert contents(root) == before


def test_a_release_that_is_there_with_all_that_tells_of_it_is_refused(root: Path, run: Callable[..., Result]) -> None:
    assert run("0.2.0", "--date", "2021-02-03").exit_code == 0
    before = contents(root)
    again = run("0.2.0", "--date", "2021-02-04")
    assert (again.exit_code, "a release is never changed" in again.output) == (2, True)
    assert contents(root) == before


def test_the_command_tells_what_it_made(run: Callable[..., Result], snapshot: SnapshotAssertion) -> None:
    assert run("0.2.0", "--date", "2021-02-03").output == snapshot


def test_a_dry_run_writes_nothing(root: Path, run: Callable[..., Result], snapshot: SnapshotAssertion) -> None:
    before = contents(root)
    assert run("0.2.0", "--date", "2021-02-03", "--dry-run").output == snapshot
    assert contents(root) == before


def test_as_json(run: Callable[..., Result]) -> None:
    found = json.loads(run("0.2.0", "--date", "2021-02-03", "--dry-run", "--format", "json").output)
    assert found["least"]["version"] == "0.2.0"
    assert found["changes"] == [{"record": MEETING, "how": "changed"}]
    assert found["written"] == []


def test_outside_of_a_checkout_there_is_nothing_to_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["release", "1.0.0"])
    assert (result.exit_code, "no checkout" in result.output) == (2, True)


def cut_off(root: Path, moment: int) -> bool:
    """Release in another process that dies at its nth act on the disk; tell whether it died."""
    child = os.fork()
    if child == 0:
        _die_at(moment)
        releasing.release(root, "0.2.0", LATER)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == DEATH


def _die_at(moment: int) -> None:
    acts = itertools.count(1)

    def dying(act: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            if next(acts) == moment:
                os._exit(DEATH)  # as SIGKILL would: nothing is tidied up
            return act(*given, **named)

        return done

    for name in ("fsync", "rename", "replace", "mkdir", "chmod", "unlink"):
        setattr(os, name, dying(getattr(os, name)))


@pytest.mark.parametrize("moment", [1, 2, 3, 5, 8, 13, 40, 80, *range(-12, 0)])
def test_whoever_is_cut_off_has_all_of_the_release_or_none(
    moment: int, root: Path, done: dict[str, bytes], acts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "check", lambda _: Clean)  # it writes nothing, and takes most of the time
    assert cut_off(root, moment % (acts + 1))
    before = contents(root)
    folder = root / "dataset" / "releases" / "0.2.0"
    whole = {path: content for path, content in done.items() if path.startswith("dataset/releases/0.2.0/")}
    assert {path: content for path, content in before.items() if "releases/0.2.0/" in path} in ({}, whole)
    assert folder.exists() == (f"dataset/releases/0.2.0/{MANIFEST}" in before)
    if not all(before.get(path) == content for path, content in done.items()):
        releasing.release(root, "0.2.0", LATER)
    left = (".mending", LOCK)  # what git ignores and the next run clears away
    assert {path: content for path, content in contents(root).items() if not path.endswith(left)} == done


class Clean:
    problems: tuple[object, ...] = ()


@pytest.fixture(scope="module")
def acts(changed: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """Return the number of acts on the disk that a release takes."""
    count = itertools.count()
    root = Path(shutil.copytree(changed, tmp_path_factory.mktemp("acts") / "ledger"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releasing, "check", lambda _: Clean)
        for name in ("fsync", "rename", "replace", "mkdir", "chmod", "unlink"):
            patch.setattr(os, name, _counting(getattr(os, name), count))
        releasing.release(root, "0.2.0", LATER)
    return next(count)


def _counting(act: Callable[..., Any], count: Iterator[int]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        next(count)
        return act(*given, **named)

    return counted
