"""The action: what it installs, what it asks of the check, and what it makes of the answer, whatever that says."""

from __future__ import annotations

import json
import os
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import steps
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from copies import change, copy_to
from steps import Job, StepFailed, locked, obeyed, run_action, without_digest

LOCK = PACKAGE_ROOT / ".github" / "requirements.txt"
FORMATS = {"json": "report.json", "sarif": "report.sarif", "markdown": "report.md"}
HOSTILE = ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "a  b", "*", "--output=pwned", "x\ny", "${HOME}"]

pytestmark = pytest.mark.skipif(not LOCK.is_file(), reason="no checkout: tests of a copy alone")


class Fake:
    """A validator that ends as it is told to, and remembers what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers = folder / "answers"
        self.answers.mkdir()
        self.say("json", json.dumps({"errors": 0, "warnings": 0}))
        self.say("sarif", "{}")
        self.say("markdown", "All is well.\n")
        self.say("github", "")

    def say(self, form: str, text: str) -> None:
        (self.answers / form).write_text(text, encoding="utf-8")

    def script(self, code: int, noise: str = "") -> str:
        return f"""#!/usr/bin/env bash
printf '%s\\0' "$@" >> {self.folder}/asked; printf '\\n\\0' >> {self.folder}/asked
printf '%s\\n' {shlex.quote(noise)} >&2
[ {code} -gt 1 ] && exit {code}
for word in "$@"; do
  case "$word" in
    --) break ;;
    --report=*) pair="${{word#--report=}}"; cp "{self.answers}/${{pair%%=*}}" "${{pair#*=}}" ;;
  esac
done
cat "{self.answers}/github"
exit {code}
"""

    def asked(self) -> list[list[str]]:
        words = (self.folder / "asked").read_text(encoding="utf-8").split("\0\n\0")
        return [call.split("\0") for call in words if call]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    for folder in ("work", "temp", "home"):
        (tmp_path / folder).mkdir()
    return Job(tmp_path / "work", tmp_path / "temp", {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")})


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    return Fake(tmp_path)


def run(
    job: Job, fake: Fake, inputs: dict[str, str] | None = None, *, code: int = 0, noise: str = ""
) -> dict[str, str]:
    python = steps.python_for(fake.folder, fake.script(code, noise))
    return run_action(PACKAGE_ROOT, {"python": str(python), **(inputs or {})}, job)


def failed(job: Job, fake: Fake, code: int, noise: str = "") -> dict[str, str]:
    with pytest.raises(StepFailed) as caught:
        run(job, fake, code=code, noise=noise)
    (outputs,) = caught.value.args
    assert isinstance(outputs, dict)
    return outputs


def test_it_installs_the_lock_by_digest_and_itself_from_where_it_stands(job: Job, fake: Fake) -> None:
    run(job, fake)
    locked, itself = (fake.folder / "pip").read_text().splitlines()
    assert all(line.startswith("-I -m pip ") for line in (locked, itself))
    assert locked.endswith(f"install --only-binary :all: --require-hashes --requirement {LOCK}")
    assert itself.endswith(f"install --no-deps --no-build-isolation {PACKAGE_ROOT}")


def test_nothing_of_the_working_directory_is_imported(job: Job, fake: Fake) -> None:
    for module in ("venv", "pip", "json", "secrets", "sitecustomize", "caucasus_ledger"):
        (job.workspace / f"{module}.py").write_text("open('pwned', 'w')")
    run(job, fake)
    assert not (job.workspace / "pwned").exists()


def test_it_asks_for_every_report_of_the_whole_ledger(job: Job, fake: Fake) -> None:
    report = run(job, fake)["report"]
    wanted = [f"--report={form}={report}/{name}" for form, name in FORMATS.items()]
    assert fake.asked() == [["check", "--format=github", *wanted, "--", "."]]


def test_it_hands_on_what_it_is_given(job: Job, fake: Fake) -> None:
    run(job, fake, {"at": "one", "against": "two", "path": "dataset/records/claim"})
    for asked in fake.asked():
        assert asked[:3] == ["check", "--at=one", "--against=two"]
        assert asked[-2:] == ["--", "dataset/records/claim"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_is_read_as_shell_or_as_an_option(value: str, job: Job, fake: Fake) -> None:
    run(job, fake, dict.fromkeys(("at", "against", "path"), value))
    for asked in fake.asked():
        assert asked[:3] == ["check", f"--at={value}", f"--against={value}"]
        assert asked[7:] == ["--", value]
    assert list(job.workspace.iterdir()) == []


def test_a_clean_ledger_passes(job: Job, fake: Fake) -> None:
    fake.say("json", json.dumps({"errors": 0, "warnings": 3}))
    outputs = run(job, fake)
    report = Path(outputs["report"])
    assert outputs == {
        "verdict": "passed",
        "exit-code": "0",
        "errors": "0",
        "warnings": "3",
        "report": str(report),
        "sarif": str(report / "report.sarif"),
        "comment": str(report / "report.md"),
    }
    assert sorted(path.name for path in report.iterdir()) == sorted(["annotations.txt", *FORMATS.values()])
    assert job.summary == "All is well.\n"


def test_errors_fail_it_with_all_that_was_found(job: Job, fake: Fake) -> None:
    fake.say("json", json.dumps({"errors": 2, "warnings": 0}))
    fake.say("markdown", "Two errors.\n")
    fake.say("github", "::error file=a.json,line=1::Wrong.\n::warning file=b.json,line=2::Odd.\n")
    outputs = failed(job, fake, 1)
    assert (outputs["verdict"], outputs["exit-code"], outputs["errors"]) == ("failed", "1", "2")
    assert list(obeyed(job.log)) == ["::error file=a.json,line=1::Wrong.", "::warning file=b.json,line=2::Odd."]
    assert job.summary == "Two errors.\n"
    assert Path(outputs["sarif"]).is_file()


@pytest.mark.parametrize("code", [2, 137])
def test_a_check_that_cannot_run_is_no_verdict_on_the_data(code: int, job: Job, fake: Fake) -> None:
    outputs = failed(job, fake, code, noise="there is no revision 'x'")
    assert outputs == {"verdict": "not-run", "exit-code": str(code)} | dict.fromkeys(
        ("errors", "warnings", "report", "sarif", "comment"), ""
    )
    assert job.log.count("there is no revision 'x'") == 1
    assert [line.partition(".")[0] for line in obeyed(job.log)] == [
        "::error::The check could not run, which says nothing about the data"
    ]
    assert "could not run" in job.summary


def test_a_validator_that_cannot_be_installed_is_no_verdict(job: Job, fake: Fake) -> None:
    with pytest.raises(StepFailed) as caught:
        run(job, fake, {"python": "/nowhere/python"})
    assert set(caught.value.args[0].values()) == {""}


def test_the_runner_obeys_nothing_that_the_check_quotes(job: Job, fake: Fake) -> None:
    lines = [
        "::add-mask::a",
        "::set-env name=PATH::x",
        "##[set-env name=PATH]x",
        "::stop-commands::x",
        "verdict=passed",
    ]
    attack = "\n".join(lines)
    fake.say("json", json.dumps({"errors": 1, "warnings": 0, "problems": [{"message": attack}]}))
    fake.say("github", attack + "\n::error file=a.json::Wrong.\n::error ##[set-env name=PATH]x\n")
    fake.say("markdown", attack)
    outputs = failed(job, fake, 1, noise=attack)
    assert list(obeyed(job.log)) == ["::error file=a.json::Wrong."]
    assert outputs["verdict"] == "failed"


def test_counts_are_numbers_or_nothing(job: Job, fake: Fake) -> None:
    fake.say("json", json.dumps({"errors": "0\nverdict=passed", "warnings": 0}))
    outputs = failed(job, fake, 1)
    assert (outputs["errors"], outputs["verdict"]) == ("", "")


def test_a_report_too_long_for_the_summary_is_named(job: Job, fake: Fake) -> None:
    fake.say("markdown", "ա" * 500_001)
    outputs = run(job, fake)
    assert job.summary == "The report is too long for a summary; it is the file report.md.\n"
    assert Path(outputs["comment"]).stat().st_size == 1_000_002


def test_it_may_run_twice_in_a_job(job: Job, fake: Fake) -> None:
    assert run(job, fake)["report"] != run(job, fake)["report"]


def test_the_lock_holds_what_the_package_asks_for() -> None:
    project: dict[str, Any] = tomllib.loads((PACKAGE_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [Requirement(line) for line in project["project"]["dependencies"] + project["build-system"]["requires"]]
    stale = [str(one) for one in asked if not one.specifier.contains(locked(LOCK).get(one.name, "0"))]
    assert stale == [], f"make {LOCK.name} anew; its first lines say how"


def test_everything_in_the_lock_has_a_digest() -> None:
    assert without_digest(LOCK) == []


@pytest.mark.parametrize("path", [".", "dataset/records/claim"])
def test_the_validator_itself_finds_a_mistake(path: str, job: Job, tmp_path: Path) -> None:
    python = str(steps.python_for(tmp_path))
    job.workspace = copy_to(tmp_path)
    change(job.workspace, "claim/example-2020/002", kind="rumour")
    with pytest.raises(StepFailed) as caught:
        run_action(PACKAGE_ROOT, {"python": python, "path": path}, job)
    (outputs,) = caught.value.args
    assert (outputs["verdict"], outputs["errors"]) == ("failed", "1")
    annotation, _ = obeyed(job.log)
    assert annotation.startswith("::error ")
    assert "dataset/records/claim/example-2020/002.json" in annotation
    assert "F004" in job.summary


def test_a_folder_without_a_ledger_is_no_clean_ledger(job: Job, tmp_path: Path) -> None:
    with pytest.raises(StepFailed) as caught:
        run_action(PACKAGE_ROOT, {"python": str(steps.python_for(tmp_path))}, job)
    assert caught.value.args[0]["verdict"] == "not-run"
    assert "lies in no ledger" in job.log
