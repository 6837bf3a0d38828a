"""Every attack is refused by the right rule, with a message and no traceback, in 2 seconds and 256 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from attacks.cases import ATTACKS, Attack
from copies import EXAMPLE_ROOT
from repositories import commit, git, repository

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the limits are measured with fork")

SECONDS = 2.0
MEMORY = 256 * 2**20
ROWS = set(range(1, 41)) - {28, 36, 38, 39}
"""28 is tried on every report, 36 on the workflows, 38 and 39 on what is built."""


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen[str]]:
    script = Path(__file__).with_name("server.py")
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def ask(server: subprocess.Popen[str], folder: Path, *arguments: str) -> dict[str, Any]:
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps({"folder": str(folder), "arguments": arguments}) + "\n")
    server.stdin.flush()
    answer: dict[str, Any] = json.loads(server.stdout.readline())
    return answer


def arguments(attack: Attack) -> list[str]:
    found = ["check", "--format", "json"]
    if attack.tree:
        found += ["--at", "HEAD"]
    if attack.against:
        found += ["--against", "base"]
    return [*found, "--text", str(EXAMPLE_ROOT / "text.txt")] if attack.text else found


def plant(attack: Attack, folder: Path) -> Path:
    root = repository(folder)
    git(root, "branch", "base")
    attack.plant(root)
    if attack.against:
        git(root, "branch", "--force", "base", "HEAD")
    if attack.tree:
        commit(root)
    return root


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.row}-{attack.name}")
def test_it_is_refused(attack: Attack, tmp_path: Path, server: subprocess.Popen[str]) -> None:
    root = plant(attack, tmp_path)
    answer = ask(server, root, *arguments(attack))
    assert "Traceback" not in answer["out"] + answer["err"], answer["err"]
    assert answer["seconds"] < SECONDS
    assert answer["memory"] < MEMORY
    assert answer["code"] in (0, 1), answer["err"]
    problems = json.loads(answer["out"])["problems"]
    expected = attack.code.split()
    graver = [problem for problem in problems if problem["severity"] == "error"] or problems
    codes = {problem["code"] for problem in graver}
    assert codes, "it is let through"
    assert all(any(code.startswith(one) for one in expected) for code in codes), codes
    errors = [problem for problem in problems if problem["severity"] == "error"]
    assert answer["code"] == bool(errors)
    for problem in problems:
        assert problem["message"]
        assert problem["help"]
        assert problem["line"] >= 1
        assert problem["column"] >= 1
        assert len(problem["message"]) < 1_000


@pytest.mark.parametrize("form", ["text", "github", "markdown", "sarif", "junit"])
def test_no_report_lets_an_escape_sequence_out(form: str, tmp_path: Path, server: subprocess.Popen[str]) -> None:
    root = repository(tmp_path)
    for attack in ATTACKS:
        if attack.row == 29:
            attack.plant(root)
    answer = ask(server, root, "check", "--format", form)
    assert answer["code"] == 1
    assert not {c for c in answer["out"] + answer["err"] if not c.isprintable() and c not in "\n\t"}


def test_there_are_enough_of_them_and_every_row_has_one() -> None:
    counts = Counter(attack.row for attack in ATTACKS)
    assert counts.total() >= 120
    assert set(counts) == ROWS, sorted(ROWS - set(counts))
