"""Steps: run the steps of a composite action or of a job with bash, as the runner of GitHub Actions does.

What it knows of the runner is what this repository uses: contexts in `${{ }}`, `!cancelled()` and `&&` in an `if`, step
outputs, the job's summary, and which lines of the log it would take for commands.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from caucasus_ledger.face.cli import main

Uses = Mapping[str, Callable[[dict[str, str]], dict[str, str]]]
"""What stands for the actions that steps use: their inputs to their outputs; a StepFailed if one fails."""

_EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


def awaits(*options: str) -> pytest.MarkDecorator:
    """Return a mark for tests of options that the check is yet to get; it expects a failure until it has them."""
    missing = {*options} - {option for parameter in main.commands["check"].params for option in parameter.opts}
    return pytest.mark.xfail(bool(missing), reason=f"the check has no {', '.join(sorted(missing))} yet")


class StepFailed(Exception):
    """A step ended with another exit code than 0; those after it do not run."""


@dataclass
class Job:
    """What the steps of a job share, and what they leave: the log and the summary."""

    workspace: Path
    temp: Path
    environment: dict[str, str]
    contexts: dict[str, Any] = field(default_factory=dict)
    log: str = ""

    @property
    def summary(self) -> str:
        """What the steps wrote for the page of the run."""
        path = self.temp / "summary.md"
        return path.read_text(encoding="utf-8") if path.exists() else ""


def load(path: Path) -> Any:
    """Return what a YAML file holds."""
    return YAML(typ="safe").load(path)


def locked(lock: Path) -> dict[str, str]:
    """Return the version of each package in a lock; the last one where it depends on the Python."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {name: version.split(" ")[0] for name, _, version in (line.partition("==") for line in lines) if version}


def without_digest(lock: Path) -> list[str]:
    """Return the lines of a lock that let in more than one file knows."""
    blocks = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line for line in blocks if not line.startswith("#") and ("--hash=sha256:" not in line or "://" in line)]


def run_action(action: Path, inputs: dict[str, str], job: Job) -> dict[str, str]:
    """Run a composite action and return its outputs; they are there also if it failed, as `StepFailed.args`."""
    declared = load(action / "action.yml")
    assert inputs.keys() <= declared["inputs"].keys()
    given = {name: inputs.get(name, one["default"]) for name, one in declared["inputs"].items()}
    inner = Job(job.workspace, job.temp, job.environment | {"GITHUB_ACTION_PATH": str(action)}, {"inputs": given})
    failed = False
    try:
        run_steps(declared["runs"]["steps"], inner, {})
    except StepFailed:
        failed = True
    job.log += inner.log
    outputs = {name: _fill(one["value"], inner.contexts) for name, one in declared["outputs"].items()}
    if failed:
        raise StepFailed(outputs)
    return outputs


def run_steps(steps: list[dict[str, Any]], job: Job, uses: Uses) -> None:
    """Run steps in order; raises StepFailed at the end if one of them failed."""
    outputs = job.contexts.setdefault("steps", {})
    failed = False
    for number, step in enumerate(steps):
        if not _wanted(step.get("if"), failed, job.contexts):
            continue
        outputs_of_step: dict[str, str] = {}
        try:
            if "uses" in step:
                given = {name: _fill(str(value), job.contexts) for name, value in step.get("with", {}).items()}
                outputs_of_step = uses[step["uses"].partition("@")[0]](given)
            else:
                outputs_of_step = _bash(step, job, job.temp / f"{number}-{len(job.log)}")
        except StepFailed as error:
            failed = True
            (outputs_of_step,) = error.args
        if "id" in step:
            outputs[step["id"]] = {"outputs": outputs_of_step}
    if failed:
        raise StepFailed


def _bash(step: dict[str, Any], job: Job, stem: Path) -> dict[str, str]:
    script, written = stem.with_suffix(".sh"), stem.with_suffix(".output")
    script.write_text(step["run"], encoding="utf-8")
    written.touch()
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["bash", "-e"]
    own = {name: _fill(value, job.contexts) for name, value in step.get("env", {}).items()}
    files = {"GITHUB_OUTPUT": str(written), "GITHUB_STEP_SUMMARY": str(job.temp / "summary.md")}
    done = subprocess.run(
        [*shell, str(script)],
        cwd=job.workspace,
        env={"LANG": "C.UTF-8", **job.environment, "RUNNER_TEMP": str(job.temp), **files, **own},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    job.log += done.stdout.decode("utf-8", "replace")
    outputs = dict(line.split("=", 1) for line in written.read_text(encoding="utf-8").splitlines())
    if done.returncode:
        raise StepFailed(outputs)
    return outputs


def _fill(text: str, contexts: dict[str, Any]) -> str:
    return _EXPRESSION.sub(lambda found: _value(found[1], contexts), text)


def _value(name: str, contexts: dict[str, Any]) -> str:
    assert re.fullmatch(r"[\w.-]+", name), f"this runner does not know the expression {name}"
    value: Any = contexts
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return str(value)


def _wanted(condition: str | None, failed: bool, contexts: dict[str, Any]) -> bool:
    if condition is None:
        return not failed
    parts = condition.removeprefix("${{ ").removesuffix(" }}").split(" && ")
    return all(part == "!cancelled()" or _value(part, contexts) for part in parts)


def obeyed(log: str) -> Iterator[str]:
    """Yield the lines of a log that the runner would take for commands."""
    token = None
    for line in re.split(r"\r\n?|\n", log):
        if token is not None:
            token = None if line.strip() == f"::{token}::" else token
        elif found := re.match(r"\s*::stop-commands::(.+)", line):
            token = found[1]
        elif line.lstrip().startswith("::") or "##[" in line:
            yield line


def python_for(folder: Path, caucasus: str | None = None) -> Path:
    """Return a stand-in for the `python` that the action makes its environment with; for bash.

    The environments that it makes see the packages of the tests' own environment, so that nothing is fetched: what pip
    is asked for stands in `folder/pip`, the validator is installed all the same. With `caucasus`, a script, that is
    installed instead of the validator.
    """
    python, fake = folder / "python", folder / "caucasus"
    if caucasus is not None:
        fake.write_text(caucasus, encoding="utf-8")
        fake.chmod(0o755)
    python.write_text(_PYTHON.format(real=sys.executable, packages=sysconfig.get_path("purelib"), folder=folder))
    python.chmod(0o755)
    return python


_PYTHON = """#!/usr/bin/env bash
set -e
{real} "$@" --without-pip
venv="${{@: -1}}"
echo {packages} > "$("$venv/bin/python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")/tests.pth"
mv "$venv/bin/python" "$venv/bin/own"
cat > "$venv/bin/python" <<'WRAPPER'
#!/usr/bin/env bash
here=$(dirname "$0")
case "$*" in
  *" pip "*) echo "$@" >> {folder}/pip ;;
esac
case "$*" in
  *--require-hashes*) exit ;;
  *--no-build-isolation*) if [ -e {folder}/caucasus ]; then exec cp {folder}/caucasus "$here/caucasus"; fi ;;
esac
exec "$here/own" "$@"
WRAPPER
chmod +x "$venv/bin/python"
"""
