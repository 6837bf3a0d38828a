"""Workflows: what they may do, what they may not, and that what checks them finds nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from caucasus_ledger import __version__, versions
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from repositories import as_it_stands
from steps import Job, StepFailed, Uses, load, locked, python_for, run_steps, without_digest

GITHUB = PACKAGE_ROOT / ".github"
ACTION = PACKAGE_ROOT / "action.yml"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*"))
RELEASE = GITHUB / "workflows" / "release.yml"
SCHEMAS = {
    "vendor.github-actions": [ACTION],
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.github-issue-forms": sorted(set(GITHUB.glob("ISSUE_TEMPLATE/*")) - {GITHUB / "ISSUE_TEMPLATE/config.yml"}),
}
OF_OTHERS = re.compile(r"^.*?uses: (?P<name>[\w/-]+)@(?P<ref>\S+)(?P<comment>.*)$", re.MULTILINE)

needs_git = pytest.mark.skipif(not (PACKAGE_ROOT / ".git").exists(), reason="no git checkout: there is none to clone")
pytestmark = pytest.mark.skipif(not WORKFLOWS, reason="no checkout: tests of a copy alone")


def name(path: Path) -> str:
    return path.relative_to(PACKAGE_ROOT).as_posix()


def jobs(workflow: Path) -> Iterator[dict[str, Any]]:
    yield from load(workflow)["jobs"].values()


def steps_of(path: Path) -> list[dict[str, Any]]:
    if path == ACTION:
        return list(load(path)["runs"]["steps"])
    return [step for job in jobs(path) for step in job["steps"]]


def tool(*words: str) -> str:
    run = subprocess.run(
        [Path(sys.executable).parent / words[0], *words[1:]], capture_output=True, text=True, check=False
    )
    return "" if run.returncode == 0 else run.stdout + run.stderr


@pytest.mark.parametrize(("schema", "files"), SCHEMAS.items(), ids=SCHEMAS)
def test_every_file_follows_its_schema(schema: str, files: list[Path]) -> None:
    assert files
    assert tool("check-jsonschema", "--builtin-schema", schema, *map(str, files)) == ""


def test_zizmor_finds_nothing() -> None:
    persona = ["--persona=auditor", "--strict-collection", "--no-progress"]
    assert tool("zizmor", "--offline", *persona, str(PACKAGE_ROOT)) == ""


def test_what_zizmor_is_told_to_ignore_is_the_branchs_own_action_alone() -> None:
    files = [*WORKFLOWS, ACTION, GITHUB / "dependabot.yml"]
    ignored = [line.strip() for path in files for line in path.read_text().splitlines() if "zizmor: ignore" in line]
    assert ignored == ["uses: ./ # zizmor: ignore[self-repository]"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=name)
def test_no_trigger_gives_a_fork_more_than_reading(workflow: Path) -> None:
    assert set(load(workflow)["on"]) <= {"push", "pull_request", "schedule", "workflow_dispatch"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=name)
def test_no_job_that_runs_our_code_may_more_than_read_it(workflow: Path) -> None:
    assert load(workflow)["permissions"] == {}
    running = [job for job in jobs(workflow) if {"run", "./"} & {step.get("uses", "run") for step in job["steps"]}]
    assert running
    assert [job["permissions"] for job in running] == [{"contents": "read"} for _ in running]
    assert [job["name"] for job in running if "environment" in job] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=name)
def test_no_workflow_knows_a_secret(workflow: Path) -> None:
    assert not re.search(r"\bsecrets[.\[]|github\.token|password:", workflow.read_text(encoding="utf-8"))


def test_only_a_release_has_an_identity_and_there_only_jobs_that_run_nothing_of_ours() -> None:
    may = {
        (workflow.name, key): job["permissions"]
        for workflow in WORKFLOWS
        for key, job in load(workflow)["jobs"].items()
        if job["permissions"] != {"contents": "read"}
    }
    assert may == {
        ("release.yml", "attest"): {"id-token": "write", "attestations": "write"},
        ("release.yml", "publish"): {"id-token": "write"},
    }
    release = load(RELEASE)["jobs"]
    for key in ("attest", "publish"):
        assert [step for step in release[key]["steps"] if "run" in step or "checkout" in step["uses"]] == []
        assert release[key]["if"] == "${{ github.event_name == 'push' && github.ref_type == 'tag' }}"


def test_all_that_is_built_is_attested_and_the_digests_too() -> None:
    handed = [
        step["with"]["path"] for step in load(RELEASE)["jobs"]["build"]["steps"] if "upload" in step.get("uses", "")
    ]
    assert [path.replace("${{ runner.temp }}/out/", "").split() for path in handed] == [
        ["dist"],
        ["data", "SHA256SUMS"],
    ]
    attesting = load(RELEASE)["jobs"]["attest"]["steps"][-1]
    assert attesting["with"]["subject-path"].split() == ["dist/*", "data/data/*", "data/SHA256SUMS"]


def test_a_release_is_published_after_it_was_built_twice_checked_and_attested_and_somebody_agreed() -> None:
    release = load(RELEASE)
    assert release["on"] == {"push": {"tags": ["v*"]}, "workflow_dispatch": None}
    assert release["concurrency"]["cancel-in-progress"] is False
    assert {key: job.get("needs") for key, job in release["jobs"].items()} == {
        "build": None,
        "attest": "build",
        "publish": ["build", "attest"],
    }
    assert {key: job.get("environment") for key, job in release["jobs"].items()} == {
        "build": None,
        "attest": None,
        "publish": "pypi",
    }
    publishing = release["jobs"]["publish"]["steps"][-1]
    assert publishing["with"] == {"packages-dir": "dist", "attestations": True}


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=name)
def test_actions_of_others_are_pinned_by_digest_and_say_their_version(path: Path) -> None:
    for found in OF_OTHERS.finditer(path.read_text(encoding="utf-8")):
        assert re.fullmatch("[0-9a-f]{40}", found["ref"]), found[0]
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", found["comment"]), found[0]
    written = [step["uses"] for step in steps_of(path) if "uses" in step]
    assert [uses for uses in written if uses != "./" and "@" not in uses] == []


def test_an_action_has_one_pin() -> None:
    pins = {(found["name"], found["ref"]) for path in WORKFLOWS for found in OF_OTHERS.finditer(path.read_text())}
    assert len(pins) == len({action for action, _ in pins})


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=name)
def test_no_expression_is_pasted_into_a_script(path: Path) -> None:
    assert [step["run"] for step in steps_of(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=name)
def test_no_check_out_leaves_a_credential(workflow: Path) -> None:
    found = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert found
    assert [step["with"]["persist-credentials"] for step in found] == [False] * len(found)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=name)
def test_nothing_is_cached_between_runs(workflow: Path) -> None:
    assert [step for step in steps_of(workflow) if "cache" in f"{step.get('uses')} {step.get('with')}"] == []


def test_a_contribution_is_never_checked_out() -> None:
    (job,) = jobs(GITHUB / "workflows" / "contribution.yml")
    refs = [step["with"]["ref"] for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert refs == ["${{ github.event.pull_request.base.sha }}"]
    assert not any(
        re.search(r"git (checkout|switch|merge|pull|worktree)", step.get("run", "")) for step in job["steps"]
    )


def test_ci_runs_what_a_maintainer_runs() -> None:
    (job,) = jobs(GITHUB / "workflows" / "ci.yml")
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


def test_what_is_pinned_is_kept_up_to_date() -> None:
    updates = {one["package-ecosystem"]: one for one in load(GITHUB / "dependabot.yml")["updates"]}
    assert {ecosystem: one["directory"] for ecosystem, one in updates.items()} == {
        "github-actions": "/",
        "pip": "/.github",
    }
    assert all(one["cooldown"]["default-days"] >= 7 for one in updates.values())


def test_what_builds_a_release_is_locked_as_what_checks_a_contribution() -> None:
    project: dict[str, Any] = tomllib.loads((PACKAGE_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = locked(GITHUB / "release.txt")
    asked = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["release"]]
    assert [str(one) for one in asked if not one.specifier.contains(lock.get(one.name, "0"))] == []
    assert locked(GITHUB / "requirements.txt").items() <= lock.items()
    assert without_digest(GITHUB / "release.txt") == []


class Runner:
    """Runs the job that builds a release, on a clone of this checkout, and keeps what it hands over by artifact."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.root = as_it_stands(folder / "ledger")
        self.kept: dict[str, list[Path]] = {}

    def run(self, tag: str) -> None:
        python_for(self.folder)
        environment = {"PATH": f"{self.folder}:{os.environ['PATH']}", "HOME": str(self.folder)}
        contexts = {"github": {"ref_name": tag}, "runner": {"temp": self.temp}}
        steps = [dict(step) for step in load(RELEASE)["jobs"]["build"]["steps"]]
        assert [step.pop("if") for step in steps if "if" in step] == ["${{ github.ref_type == 'tag' }}"]
        uses: Uses = {f"actions/{action}": lambda _: {} for action in ("checkout", "setup-python")} | {
            "actions/upload-artifact": self.keep
        }
        run_steps(steps, Job(self.root, self.temp, environment, contexts), uses)

    def keep(self, given: dict[str, str]) -> dict[str, str]:
        places = [Path(line) for line in given["path"].splitlines()]
        self.kept[given["name"]] = [
            path for place in places for path in ([place] if place.is_file() else place.rglob("*"))
        ]
        return {}


@needs_git
def test_the_job_that_builds_a_release_hands_over_what_it_built(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    runner.run(f"v{__version__}")
    assert sorted(path.suffix for path in runner.kept["dist"]) == [".gz", ".whl"]
    names = [path.name for path in sorted(runner.kept["data"])]
    assert names == ["SHA256SUMS", f"caucasus-ledger-data-{versions()[-1]}.zip"]
    assert "--require-hashes --requirement .github/release.txt" in (tmp_path / "pip").read_text(encoding="utf-8")


@needs_git
def test_a_tag_of_another_version_is_not_released(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    with pytest.raises(StepFailed):
        runner.run("v0.0.0")
    assert runner.kept == {}
