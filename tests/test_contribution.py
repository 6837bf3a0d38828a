"""A contribution is held against a release or a revision: what it started from, what it touches, what it changes."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.revision import Revision
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Changed, Folder
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.contribution import Contribution, base_of, plain_records
from copies import change
from repositories import commit, git, log, repository

MEETING = "event/2020-05-03-rivertown-meeting"
FERRY = "event/2020-ferry-sinks"
CLAIM = "claim/example-2020/003"
TOLL = "claim/example-2020/004"
TOMBSTONE = "claim/example-2020/012"
DEATHS = "assessment/example-2020/ferry-deaths"
TITLE = "Northmark and Southmark meet in the town of Rivertown"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path)


def contribution(root: Path, against: str = "main", at: str | None = None) -> Contribution:
    found = check(Revision(root, at) if at else root, against=against).contribution
    assert found is not None
    return found


def codes(root: Path, against: str = "main", at: str | None = None) -> list[str]:
    problems = check(Revision(root, at) if at else root, against=against).problems
    return [problem.code for problem in problems if problem.code[0] not in "CE"]


def told(root: Path) -> list[tuple[str, str]]:
    return [(change.record, change.how) for change in contribution(root).changes]


def test_nothing_changed_is_nothing_to_tell(root: Path) -> None:
    found = contribution(root)
    assert (found.changes, found.base.touched, codes(root)) == ([], (), [])


def test_a_change_is_told_before_and_after_it_is_committed(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side")
    change(root, MEETING, title=TITLE)
    log(root)
    assert told(root) == [(MEETING, "changed")]
    assert contribution(root).base.touched == ("CHANGELOG.md", path_of(MEETING))
    commit(root)
    assert told(root) == [(MEETING, "changed")]
    assert (codes(root), codes(root, at="side"), codes(root, at="side", against="side")) == ([], [], [])


def test_what_the_base_did_meanwhile_is_not_the_contributions_doing(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side")
    change(root, MEETING, title=TITLE)
    log(root)
    commit(root)
    git(root, "checkout", "--quiet", "main")
    change(root, FERRY, title="A ferry sinks on its way")
    log(root)
    commit(root)
    assert [change.record for change in contribution(root, at="side").changes] == [MEETING]
    assert codes(root, at="side") == []


def test_without_the_history_the_tips_are_compared(root: Path, tmp_path: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side")
    change(root, MEETING, title=TITLE)
    log(root)
    head = commit(root)
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=main", f"file://{root}", "shallow")
    shallow = tmp_path / "shallow"
    git(shallow, "fetch", "--quiet", "--depth=1", "origin", head)
    found = contribution(shallow, against="main", at="FETCH_HEAD")
    assert [change.record for change in found.changes] == [MEETING]
    assert codes(shallow, at="FETCH_HEAD") == []
    assert git(shallow, "status", "--porcelain") == ""


def test_a_record_that_cannot_be_read_counts_as_unchanged(root: Path) -> None:
    (root / path_of(MEETING)).write_bytes(b"{")
    assert contribution(root).changes == []
    assert codes(root) == ["J003"]


def test_a_base_with_broken_files_is_read_as_far_as_it_goes(root: Path) -> None:
    (root / path_of(MEETING)).write_bytes(b"\xff")
    (root / "dataset" / "records" / "notes.txt").touch()
    commit(root)
    change(root, FERRY, realis="factual")
    commit(root)
    base = base_of(Folder(root), "main")
    assert not {MEETING, FERRY} & base.records.keys()
    assert set(base.records) == set(plain_records(Folder(root)))


@pytest.mark.parametrize(
    "written", [{"realis": "factual"}, {"evidence": 1}, {"when": [[]]}, {"id": None}, {"retracted": 1}]
)
def test_of_an_invalid_record_nothing_is_known(root: Path, written: dict[str, object]) -> None:
    change(root, MEETING, **written)
    found = contribution(root)
    assert (found.changes, found.unread) == ([], (MEETING,))
    assert not {"P004", "P005", "P006"} & {*codes(root)}


def test_a_release_is_a_base_as_well(root: Path) -> None:
    log(root, "\n## Data 0.1.0 - 2020-08-01\n\n### Data\n- All.")
    build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")
    found = contribution(root, against="0.1.0")
    assert (found.base.name, found.changes, found.base.touched) == ("release 0.1.0", [], None)
    change(root, MEETING, title=TITLE)
    assert [change.record for change in contribution(root, against="0.1.0").changes] == [MEETING]
    assert codes(root, against="0.1.0") == []


def test_a_release_of_an_older_schema_is_compared_under_todays(root: Path) -> None:
    folder = build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")
    path = folder / "records" / "claim.jsonl"
    claims = [json.loads(line) for line in path.read_bytes().splitlines()]
    path.write_text("".join(f"{json.dumps(one | {'evidence': one['evidence'][::-1]})}\n" for one in claims))
    assert len(contribution(root, against="0.1.0").changes) > 1
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema_version": "1.0"}))
    assert contribution(root, against="0.1.0").changes == []
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema_version": "9.0"}))
    with pytest.raises(LedgerError, match=r"release 0\.1\.0 cannot be read: it was written under schema 9\.0"):
        contribution(root, against="0.1.0")


def test_the_changelog_must_say_more_than_it_did_at_the_release(root: Path) -> None:
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## Data 0.1.0\n\n### Data\n- All.\n", encoding="utf-8")
    build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")
    change(root, MEETING, title=TITLE)
    assert codes(root, against="0.1.0") == ["P011"]


def test_a_release_whose_records_cannot_be_read_is_no_base(root: Path) -> None:
    folder = root / "dataset" / "releases" / "0.1.0"
    build_release(root, "0.1.0", date(2020, 8, 1), folder)
    (folder / "records" / "event.jsonl").write_bytes(b"{")
    with pytest.raises(LedgerError, match=r"the records of release 0\.1\.0 cannot be read"):
        check(root, against="0.1.0")


def test_what_is_neither_release_nor_revision_is_refused(root: Path) -> None:
    with pytest.raises(LedgerError, match=r"no revision '9\.9\.9'"):
        check(root, against="9.9.9")


def test_files_about_to_change_are_among_those_touched(root: Path) -> None:
    tree = Changed(Folder(root), {path_of(MEETING): b"{}", path_of(FERRY): None})
    assert base_of(tree, "main").touched == (path_of(MEETING), path_of(FERRY))


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        ("- A title is clearer.", True),
        ("", False),
        ("#### Added", False),
        ("## Unreleased\n\n### Code\n- A rule.", False),
    ],
)
def test_the_data_part_must_say_something_new(root: Path, line: str, logged: bool) -> None:
    change(root, MEETING, title=TITLE)
    log(root, line)
    assert codes(root) == ([] if logged else ["P011"])


def test_a_record_that_goes_is_one_problem_whoever_refers_to_it(root: Path) -> None:
    (root / path_of("actor/blue-line")).unlink()
    log(root)
    assert codes(root) == ["P004"]


def test_a_tombstone_in_its_place_is_right(root: Path) -> None:
    text = {"id": DEATHS, "retracted": {"reason": "The report was misread.", "retracted_on": "2022-01-01"}}
    (root / path_of(DEATHS)).write_text(json.dumps(text, indent=2) + "\n", encoding="utf-8")
    log(root)
    assert (told(root), codes(root)) == ([(DEATHS, "retracted")], [])


@pytest.mark.parametrize(
    ("retracted", "expected"),
    [
        ({"reason": "It repeated claim 1.", "retracted_on": "2021-01-01", "replaced_by": "claim/example-2020/001"}, []),
        ({"reason": "It repeated claim 001.", "retracted_on": "2021-01-01"}, ["P007"]),
        ({"reason": "Other.", "retracted_on": "2021-02-01", "replaced_by": "claim/example-2020/001"}, ["P007"]),
    ],
)
def test_of_a_tombstone_only_the_reason_may_change(root: Path, retracted: dict[str, str], expected: list[str]) -> None:
    text = json.dumps({"id": TOMBSTONE, "retracted": retracted}, indent=2) + "\n"
    (root / path_of(TOMBSTONE)).write_text(text, encoding="utf-8")
    log(root)
    assert codes(root) == expected


def test_a_missing_successor_may_be_added_to_a_tombstone(root: Path) -> None:
    gone = {"id": TOMBSTONE, "retracted": {"reason": "It repeated claim 001.", "retracted_on": "2021-01-01"}}
    (root / path_of(TOMBSTONE)).write_text(json.dumps(gone, indent=2) + "\n", encoding="utf-8")
    commit(root)
    gone["retracted"] |= {"replaced_by": "claim/example-2020/001"}  # type: ignore[operator]
    (root / path_of(TOMBSTONE)).write_text(json.dumps(gone, indent=2) + "\n", encoding="utf-8")
    log(root)
    assert codes(root, against="HEAD") == []


def refuted(root: Path, **fields: str) -> None:
    """Commit an assessment that speaks against the death toll."""
    change(root, DEATHS, verdict="refuted", **fields)
    commit(root)
    log(root)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Four people lost their lives .", ["J"]),
        ("four people lost their lives.", []),
        ("Four people did not lose their lives.", ["P010"]),
        ("Forty people lost their lives.", ["P010"]),
        ("Some people lost their lives.", ["P010"]),
    ],
)
def test_a_slip_may_be_mended_where_the_sense_stays(root: Path, statement: str, expected: list[str]) -> None:
    refuted(root)
    change(root, TOLL, statement=statement)
    assert codes(root, against="HEAD") == [code for code in expected if code != "J"]


def test_any_part_of_a_refuted_claim_is_guarded(root: Path) -> None:
    refuted(root)
    attribution = [{"actor": "actor/example-gazette", "mode": "own_voice", "factuality": "PR+"}]
    change(root, TOLL, attribution=attribution)
    assert codes(root, against="HEAD") == ["P010"]


def test_where_one_field_is_assessed_the_others_may_change(root: Path) -> None:
    refuted(root, field="statement")
    change(root, TOLL, note="Counted by the harbour.")
    assert codes(root, against="HEAD") == []
    change(root, TOLL, statement="Nobody lost a life.")
    assert codes(root, against="HEAD") == ["P010"]


def test_figures_may_change_with_their_evidence(root: Path) -> None:
    plain = json.loads((root / path_of(TOLL)).read_text(encoding="utf-8"))
    evidence = [plain["evidence"][0] | {"end": 179}]
    change(root, TOLL, statement="Five people lost their lives.", evidence=evidence)
    log(root)
    assert codes(root) == []


def test_a_record_made_into_another_one_is_told(root: Path) -> None:
    plain = json.loads((root / path_of(CLAIM)).read_text(encoding="utf-8"))
    evidence = [{"start": 0, "end": 9, "source": "source/example-2020", "role": "whole"}]
    change(root, CLAIM, statement="Northmark exists.", kind="state", evidence=evidence, about=plain["about"])
    log(root)
    assert "P006" in codes(root)


def test_a_file_of_a_release_that_is_added_changed_or_removed_is_told_once(root: Path) -> None:
    folder = root / "dataset" / "releases" / "0.1.0"
    build_release(root, "0.1.0", date(2020, 8, 1), folder)
    commit(root)
    (folder / "more.txt").touch()
    (folder / "actors.csv").write_bytes(b"[]")
    found = [(p.code, p.file.rpartition("/")[2]) for p in check(root, against="HEAD").problems]
    assert found == [("P001", "actors.csv"), ("P008", "more.txt")]


def test_a_release_rewritten_with_its_manifest_is_told(root: Path) -> None:
    folder = root / "dataset" / "releases" / "0.1.0"
    build_release(root, "0.1.0", date(2020, 8, 1), folder)
    commit(root)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("2020-08-01", "2020-08-02"), encoding="utf-8")
    assert codes(root, against="HEAD") == ["P001"]
    old = manifest.read_bytes()
    manifest.write_bytes(old.replace(b"contributors", b"contributers"))
    sums = folder / "SHA256SUMS"
    lines = [line for line in sums.read_text(encoding="utf-8").splitlines() if not line.endswith("manifest.json")]
    lines.append(f"{hashlib.sha256(manifest.read_bytes()).hexdigest()}  manifest.json")
    sums.write_text("".join(f"{line}\n" for line in sorted(lines, key=lambda line: line[66:])), encoding="utf-8")
    assert codes(root, against="HEAD") == ["P008", "P008"]


def test_a_new_release_of_the_records_as_they_are_is_welcome(root: Path) -> None:
    build_release(root, "0.1.0", date(2020, 8, 1), root / "dataset" / "releases" / "0.1.0")
    assert codes(root) == []


def test_a_change_of_code_alone_is_no_contribution_of_data(root: Path) -> None:
    (root / "text.txt").write_text("Another.\n", encoding="utf-8")
    assert codes(root) == []
    (root / "dataset" / "records" / "notes.yaml").write_text("a: 1\n", encoding="utf-8")
    assert sorted(codes(root)) == ["J011", "P012"]
