"""The contribution workflow, run from end to end: a host, a fork, a pull request, and the validator of the branch."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import steps
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from copies import EXAMPLE_ROOT, change
from steps import Job, StepFailed, obeyed, run_action, run_steps

DATA = ("dataset/records", "seeds/source")
NOT_NEEDED = ("dataset/records/", "dataset/releases/", "seeds/source/", "docs/", "tests/", "validators/example/")
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.org",
    "GIT_COMMITTER_NAME": "somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.org",
}

pytestmark = pytest.mark.skipif(not (PACKAGE_ROOT / ".git").exists(), reason="no git checkout: tests of a copy alone")


def git(folder: Path, *words: str) -> str:
    environment = {"PATH": os.environ["PATH"], **GIT}
    command = ["git", *words]
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, says: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", says)


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout of this project's code with the example ledger for its data."""
    root = tmp_path_factory.mktemp("upstream")
    listed = git(PACKAGE_ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for path in listed:
        if path and not path.startswith(NOT_NEEDED) and (PACKAGE_ROOT / path).exists():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PACKAGE_ROOT / path, root / path, follow_symlinks=False)
    for folder in DATA:
        shutil.copytree(EXAMPLE_ROOT / folder, root / folder)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "The ledger")
    return root


class PullRequest:
    """A host with a branch that moved on since it was forked, and a contribution to it from the fork."""

    def __init__(self, upstream: Path, folder: Path) -> None:
        self.folder = folder
        self.host = folder / "host"
        self.fork = folder / "fork"
        self.kept: dict[str, str] = {}
        git(folder, "clone", "--quiet", str(upstream), str(self.host))
        git(folder, "clone", "--quiet", str(upstream), str(self.fork))

    def change(self, record: str, **fields: Any) -> None:
        """Edit a record in the fork."""
        change(self.fork, record, **fields)

    def log_change(self) -> None:
        """Tell of the change in the fork's changelog."""
        path = self.fork / "CHANGELOG.md"
        before, heading, after = path.read_text(encoding="utf-8").partition("\n## ")
        entry = "\n## Unreleased\n\n### Data\n\n#### Changed\n- What is known of Southmark.\n"
        path.write_text(before + entry + heading + after, encoding="utf-8")

    def open(self) -> None:
        """Commit the fork's work, let the branch move on, and merge both as the host does for a pull request."""
        commit(self.fork, "A contribution")
        change(self.host, "actor/northmark", note="Came in while the contribution was written.")
        commit(self.host, "The branch moves on")
        self.base = git(self.host, "rev-parse", "main").strip()
        git(self.host, "fetch", "--quiet", str(self.fork), "main:refs/pull/1/head")
        git(self.host, "checkout", "--quiet", "--detach", "main")
        git(self.host, "merge", "--quiet", "--no-ff", "--message", "Merge", "refs/pull/1/head")
        self.merged = git(self.host, "rev-parse", "HEAD").strip()
        git(self.host, "update-ref", "refs/pull/1/merge", self.merged)
        git(self.host, "checkout", "--quiet", "main")

    def check(self) -> tuple[bool, Job]:
        """Run the workflow of the branch as the host does; return whether it passed, and what it left."""
        self.open()
        for name in ("work", "temp", "home"):
            (self.folder / name).mkdir()
        event = {"pull_request": {"base": {"sha": self.base}, "number": 1}}
        job = Job(
            self.folder / "work",
            self.folder / "temp",
            {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), **GIT},
            {"github": {"sha": self.merged, "ref": "refs/pull/1/merge", "event": event, "workflow": "Contribution"}},
        )
        python = str(steps.python_for(self.folder))

        def check_out(given: dict[str, str]) -> dict[str, str]:
            git(job.workspace, "init", "--quiet")
            git(job.workspace, "remote", "add", "origin", self.host.as_uri())
            git(job.workspace, "fetch", "--quiet", "--depth=1", "origin", given["ref"])
            git(job.workspace, "checkout", "--quiet", "--detach", "FETCH_HEAD")
            return {}

        def keep(given: dict[str, str]) -> dict[str, str]:
            self.kept = {path.name: path.read_text(encoding="utf-8") for path in Path(given["path"]).iterdir()}
            return {}

        uses = {
            "actions/checkout": check_out,
            "actions/upload-artifact": keep,
            "./": lambda given: run_action(job.workspace, {"python": python, **given}, job),
        }
        workflow = steps.load(self.host / ".github" / "workflows" / "contribution.yml")
        try:
            run_steps(workflow["jobs"]["check"]["steps"], job, uses)
        except StepFailed:
            return False, job
        return True, job


@pytest.fixture
def pull_request(upstream: Path, tmp_path: Path) -> PullRequest:
    return PullRequest(upstream, tmp_path)


def test_a_good_contribution_passes(pull_request: PullRequest) -> None:
    pull_request.change("actor/southmark", note="Its capital was moved inland after the flood.")
    pull_request.log_change()
    passed, job = pull_request.check()
    assert passed, job.log
    assert [line for line in obeyed(job.log) if not line.startswith("::notice ")] == []
    assert "What this contribution changes" in job.summary
    assert json.loads(pull_request.kept["report.json"])["errors"] == 0


def test_a_bad_contribution_is_told_where_it_is_wrong(pull_request: PullRequest) -> None:
    pull_request.change("claim/example-2020/002", kind="rumour")
    pull_request.log_change()
    passed, job = pull_request.check()
    assert not passed
    annotation, _ = obeyed(job.log)
    assert annotation.startswith("::error ")
    assert "file=dataset/records/claim/example-2020/002.json" in annotation
    assert "F004" in job.summary
    results = json.loads(pull_request.kept["report.sarif"])["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["F004"]


def test_a_record_that_is_only_deleted_is_an_error(pull_request: PullRequest) -> None:
    (pull_request.fork / "dataset/records/claim/example-2020/012.json").unlink()
    pull_request.log_change()
    passed, job = pull_request.check()
    assert not passed
    assert any("claim/example-2020/012" in line for line in obeyed(job.log))


def test_nothing_of_a_contribution_is_run_or_checked_out(pull_request: PullRequest, tmp_path: Path) -> None:
    attack = f"open({str(tmp_path / 'pwned')!r}, 'w')\n"
    for module in ("src/caucasus_ledger/__init__.py", "validators/check.py", "json.py", "sitecustomize.py"):
        path = pull_request.fork / module
        path.write_text(attack + (path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8")
    action = pull_request.fork / "action.yml"
    action.write_text(action.read_text(encoding="utf-8").replace("run: |", f"run: |\n        touch {tmp_path}/pwned"))
    (pull_request.fork / ".gitattributes").write_text("* filter=evil\n")
    (pull_request.fork / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ./x\n')
    pull_request.change("claim/example-2020/002", kind="rumour")
    passed, job = pull_request.check()
    assert not passed
    assert "F004" in job.summary
    assert not (tmp_path / "pwned").exists()
    assert git(job.workspace, "rev-parse", "HEAD").strip() == pull_request.base
    assert git(job.workspace, "status", "--porcelain", "--ignored") == ""


def test_no_file_name_is_a_command_and_no_link_is_followed(pull_request: PullRequest, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"id": "hush"}\n')
    actors = pull_request.fork / "dataset/records/actor"
    for name in ("::add-mask::x.json", "a\n::add-mask::x\n.json", "##[set-env name=PATH]x.json", "-x.json"):
        (actors / name).write_text("{}\n")
    (actors / "link.json").symlink_to(secret)
    passed, job = pull_request.check()
    assert not passed
    told = list(obeyed(job.log))
    assert [
        line
        for line in told
        if not line.startswith(("::error file=", "::warning file=", "::notice title=caucasus check::"))
    ] == []
    assert any("dataset/records/actor/link.json" in line for line in told), job.log
    assert "hush" not in job.log + job.summary + "".join(pull_request.kept.values())
