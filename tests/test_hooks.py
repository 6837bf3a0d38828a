"""The hooks for pre-commit: that they parse, and what they do in a repository that uses them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from caucasus_ledger.dataset.records import PACKAGE_ROOT, path_of
from caucasus_ledger.face.cli import main
from copies import change, copy_to
from steps import awaits, load

MANIFEST = PACKAGE_ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in load(MANIFEST)} if MANIFEST.exists() else {}
CHANGED = "actor/southmark"

pytestmark = pytest.mark.skipif(not HOOKS, reason="no checkout: tests of a copy alone")


def test_pre_commit_accepts_the_manifest() -> None:
    run = pre_commit(PACKAGE_ROOT, "validate-manifest", str(MANIFEST))
    assert (run.returncode, run.stdout) == (0, "")


@pytest.mark.parametrize("hook", [pytest.param(hook, marks=awaits("--fix") if "fix" in hook else ()) for hook in HOOKS])
def test_an_entry_is_a_command_that_there_is(hook: str) -> None:
    words: list[str] = [*HOOKS[hook]["entry"].split(), *HOOKS[hook]["args"]]
    command = main.commands[words[1]]
    command.make_parser(click.Context(command, help_option_names=["-h", "--help"])).parse_args(words[2:])
    assert words[0] == "caucasus"


def git(root: Path, *words: str) -> None:
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *words], cwd=root, env=environment, check=True, capture_output=True)


def pre_commit(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PRE_COMMIT_HOME": str(root / ".git" / "hooks-cache"),
        "PRE_COMMIT_COLOR": "never",
        "PYTHONPATH": str(PACKAGE_ROOT / "src"),
    }
    command = [sys.executable, "-m", "pre_commit", *words]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository that uses the hooks, with the tests' own validator in place of one that is installed."""
    root = copy_to(tmp_path)
    program = f"{sys.executable} -m caucasus_ledger"
    hooks = [
        hook | {"language": "system", "entry": hook["entry"].replace("caucasus", program, 1)} for hook in HOOKS.values()
    ]
    YAML().dump({"repos": [{"repo": "local", "hooks": hooks}]}, root / ".pre-commit-config.yaml")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    git(root, *identity, "commit", "--quiet", "--message", "The ledger")
    return root


def commit(root: Path, hook: str) -> tuple[bool, str]:
    git(root, "add", "--all")
    run = pre_commit(root, "run", hook)
    return run.returncode == 0, run.stdout


def test_a_good_change_is_let_through(root: Path) -> None:
    change(root, CHANGED, note="Moved its capital inland.")
    passed, said = commit(root, "caucasus-check")
    assert passed, said
    assert "Passed" in said


def test_a_mistake_is_shown(root: Path) -> None:
    change(root, "claim/example-2020/002", kind="rumour")
    passed, said = commit(root, "caucasus-check")
    assert not passed
    assert "claim/example-2020/002.json" in said
    assert "F004" in said


def test_a_record_that_is_only_deleted_is_noticed(root: Path) -> None:
    (root / path_of(CHANGED)).unlink()
    passed, said = commit(root, "caucasus-check")
    assert not passed
    assert CHANGED in said


def test_a_repository_without_a_ledger_is_no_clean_ledger(root: Path) -> None:
    (root / "dataset").rename(root / "data")
    passed, said = commit(root, "caucasus-check")
    assert not passed
    assert "lies in no ledger" in said


@awaits("--fix")
def test_what_can_be_mended_is_mended(root: Path) -> None:
    path = root / path_of(CHANGED)
    canonical = path.read_text(encoding="utf-8")
    path.write_text(canonical.replace("  ", "\t"), encoding="utf-8")
    passed, said = commit(root, "caucasus-fix")
    assert not passed
    assert "files were modified by this hook" in said
    assert path.read_text(encoding="utf-8") == canonical
    git(root, "add", "--all")
    assert commit(root, "caucasus-fix")[0]


def test_nothing_is_mended_where_no_record_is_committed(root: Path) -> None:
    (root / "README.md").write_text("Read me.\n")
    passed, said = commit(root, "caucasus-fix")
    assert passed
    assert "no files to check" in said
