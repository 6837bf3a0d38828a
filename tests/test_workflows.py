"""Workflows: what they may do, what they may not, and that what checks them finds nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT
from steps import load

GITHUB = PACKAGE_ROOT / ".github"
ACTION = PACKAGE_ROOT / "action.yml"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*"))
SCHEMAS = {
    "vendor.github-actions": [ACTION],
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.github-issue-forms": sorted(set(GITHUB.glob("ISSUE_TEMPLATE/*")) - {GITHUB / "ISSUE_TEMPLATE/config.yml"}),
}
OF_OTHERS = re.compile(r"^.*?uses: (?P<name>[\w/-]+)@(?P<ref>\S+)(?P<comment>.*)$", re.MULTILINE)

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
def test_no_job_may_more_than_read_the_code(workflow: Path) -> None:
    assert load(workflow)["permissions"] == {}
    assert [job["permissions"] for job in jobs(workflow)] == [{"contents": "read"} for _ in jobs(workflow)]
    assert not re.search(r"\bsecrets\.|github\.token", workflow.read_text(encoding="utf-8"))


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
