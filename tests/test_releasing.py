"""Releasing: what tells of the newest release agrees with it, and each step of docs/releasing.md is a command."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.face.cli import main
from invenio import TOKEN, standing
from repositories import as_it_stands, git

PAGE = PACKAGE_ROOT / "docs" / "releasing.md"
NEEDS = {
    "the network": r"git (push|pull|fetch)\b|\bgh \w|\.ci/deposit|pip (install|download) (?!.*--no-index)|pypi-attest",
    "a login": r"\bgh (pr|run|repo|release)\b",
    "token": r"\.ci/deposit\b",
    "signing key": r"\bgit (tag|commit) --sign\b",
    "a person": r"EDITOR|--web\b",
}
"""What a step may need besides the clone, and how its commands show it."""

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="no checkout: tests of a copy alone")
needs_git = pytest.mark.skipif(not (PACKAGE_ROOT / ".git").exists(), reason="no git checkout: there is none to clone")


def newest(root: Path) -> dict[str, Any]:
    """Return the manifest of the newest release of a checkout."""
    manifests = [json.loads(path.read_bytes()) for path in (root / "dataset/releases").glob("*/manifest.json")]
    return max(manifests, key=lambda manifest: [int(part) for part in manifest["version"].split(".")])


def metadata(root: Path) -> dict[str, Any]:
    """Return the metadata that a build of the checkout gives the package."""
    command = [sys.executable, "-m", "hatchling", "metadata"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, encoding="utf-8")
    return dict(json.loads(done.stdout))


def headings(root: Path) -> list[str]:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^## (?!Unreleased)(.*)$", text, re.MULTILINE)


def disagreements(root: Path) -> Iterator[str]:
    """Yield what does not tell of a checkout's newest release and of its package as they are."""
    release, package = newest(root), metadata(root)
    citation = YAML(typ="safe").load(root / "CITATION.cff")
    heading = next(one for one in headings(root) if "Data " in one)
    readme = (root / "README.md").read_text(encoding="utf-8")
    by = identity.AUTHORS
    told = {
        "manifest: title": (release["title"], identity.TITLE),
        "manifest: authors": (release["authors"], by),
        "manifest: licence": (release["licence"], identity.LICENCE),
        "CITATION.cff: type": (citation["type"], "dataset"),
        "CITATION.cff: title": (citation["title"], identity.TITLE),
        "CITATION.cff: authors": (citation["authors"], [{"name": by}]),
        "CITATION.cff: version": (str(citation["version"]), release["version"]),
        "CITATION.cff: date": (str(citation["date-released"]), release["released"]),
        "CITATION.cff: licence": (citation["license"], identity.LICENCE),
        "CITATION.cff: DOI": (citation.get("doi", ""), release.get("doi", "")),
        "changelog: data": (re.findall(r"Data (\S+)", heading), [release["version"]]),
        "changelog: date": (heading.rpartition(" — ")[2], release["released"]),
        "changelog: code": (re.findall(r"Code (\S+)", "\n".join(headings(root)))[0], package["version"]),
        "README: paths": ({*re.findall(r"dataset/releases/([0-9.]+)/", readme)}, {release["version"]}),
        "package: name": (package["name"], identity.NAME),
        "package: authors": (package["authors"], [{"name": by}]),
        "package: licence": (package["license"], f"{identity.CODE_LICENCE} AND {identity.LICENCE}"),
        "package: version": (f'__version__ = "{package["version"]}"' in version_file(root), True),
    }
    yield from (f"{what}: {found!r}, not {wanted!r}" for what, (found, wanted) in told.items() if found != wanted)
    if identity.LICENCE not in (root / "LICENSE-DATA").read_text(encoding="utf-8"):
        yield "LICENSE-DATA: another licence"


def version_file(root: Path) -> str:
    return (root / "src/caucasus_ledger/__init__.py").read_text(encoding="utf-8")


def test_all_that_tells_of_the_newest_release_agrees() -> None:
    assert list(disagreements(PACKAGE_ROOT)) == []


def test_every_release_is_the_version_of_its_folder() -> None:
    found = {
        path.parent.name: json.loads(path.read_bytes())
        for path in PACKAGE_ROOT.glob("dataset/releases/*/manifest.json")
    }
    assert found
    assert [name for name, manifest in found.items() if manifest["version"] != name] == []
    assert [name for name, manifest in found.items() if manifest["licence"] != identity.LICENCE] == []


@pytest.mark.skipif(not newest(PACKAGE_ROOT).get("previous"), reason="the first release has no files of citation")
def test_the_citation_is_the_file_of_the_newest_release() -> None:
    folder = PACKAGE_ROOT / "dataset/releases" / newest(PACKAGE_ROOT)["version"]
    assert (PACKAGE_ROOT / "CITATION.cff").read_bytes() == (folder / "CITATION.cff").read_bytes()


@dataclass(frozen=True)
class Step:
    """A section of the checklist: its heading, its first words, its commands."""

    title: str
    lead: str
    commands: str

    @property
    def needs(self) -> set[str]:
        """What its first sentence says it needs besides the clone."""
        said = re.match(r"\s*Needs [^.]*\.", self.lead)
        return {need for need in NEEDS if said and need in said[0]}

    @property
    def shows(self) -> set[str]:
        """What its commands show it needs."""
        return {need for need, sign in NEEDS.items() if re.search(sign, self.commands)}


def sections() -> list[str]:
    return re.split(r"^#{2,3} ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def steps() -> list[Step]:
    numbered = [section for section in sections() if re.match(r"\d+\. ", section)]
    found = []
    for section in numbered:
        title, _, rest = section.partition("\n")
        found.append(Step(title, rest.partition("```")[0], "".join(re.findall(r"```sh\n(.*?)```", rest, re.DOTALL))))
    return found


STEPS = steps() if PAGE.is_file() else []
HERE = [step for step in STEPS if "token" in step.needs or not step.needs - {"a person"}]
"""The steps that need no network and no secret, with an archive that stands here and a program for an editor."""


def test_the_checklist_is_numbered_and_goes_from_the_check_to_the_announcement() -> None:
    assert [step.title.partition(". ")[0] for step in STEPS] == [str(number) for number in range(1, len(STEPS) + 1)]
    order = [
        "Check",
        "Reserve",
        "Release",
        "Verify",
        "Review",
        "Build",
        "Tag",
        "Compare",
        "Approve",
        "Verify",
        "Archive",
    ]
    words = [re.findall(r"[A-Z]\w+", step.title)[0] for step in STEPS]
    assert [word for word in words if word in order] == order
    assert words[-2:] == ["Announce", "Leave"]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_a_step_is_commands_that_bash_can_read(step: Step) -> None:
    assert step.commands.strip()
    assert subprocess.run(["bash", "-n"], input=step.commands, text=True, capture_output=True, check=False).stderr == ""


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_a_step_says_what_it_needs(step: Step) -> None:
    assert step.shows - step.needs == set()
    assert step.needs - step.shows <= {"a person"}


def test_no_command_publishes_at_the_archive_and_none_holds_a_secret() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "actions/publish" not in text
    assert not re.search(r"TOKEN=\S|10\.\d{4,}/", text)


def test_steps_are_called_by_their_numbers() -> None:
    numbers = {step.title.partition(".")[0] for step in STEPS}
    called = re.findall(r"steps? (\d+)(?: (?:to|and) (\d+))?", PAGE.read_text(encoding="utf-8"))
    assert called
    assert {number for pair in called for number in pair if number} <= numbers


def test_every_command_of_ours_is_one() -> None:
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    words = [shlex.split(found, comments=True) for found in re.findall(r"\bcaucasus ([^\n;&)]+)", blocks)]
    missing = {one[0] for one in words} - {*main.commands}
    assert missing == set()
    for name, *rest in words:
        command = main.commands[name]
        command.make_parser(command.context_class(command)).parse_args(rest)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone of this checkout as it stands, with the environment that the first step makes, and an editor."""
    root = as_it_stands(tmp_path_factory.mktemp("releasing") / "ledger")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv-release"], check=True)
    scripts = root / ".venv-release" / "bin"
    (packages,) = (root / ".venv-release" / "lib").glob("python*/site-packages")
    (packages / "tests.pth").write_text(f"{root / 'src'}\n{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    programs = {"pip": '-m pip --disable-pip-version-check "$@"', "caucasus": '-m caucasus_ledger "$@"'}
    for name, words in {**programs, "editor": f'-c {shlex.quote(EDITOR)} "$@"'}.items():
        (scripts / name).write_text(f"#!/bin/sh\nexec {scripts / 'python'} {words}\n", encoding="utf-8")
        (scripts / name).chmod(0o755)
    return root


EDITOR = """
import os, re, sys
from pathlib import Path
path = Path(sys.argv[1])
head, unreleased, new, *rest = path.read_text(encoding="utf-8").split("\\n## ")
data, _, code = unreleased.partition("### Code\\n")
title, _, body = new.partition("\\n")
title = title.replace(" — ", f" and Code {os.environ['PACKAGE']} — ")
new = f"{title}\\n{body}\\n### Code\\n{code or chr(10) + '#### Changed' + chr(10) + '- Something.' + chr(10)}"
path.write_text("\\n## ".join([head, data + "### Code\\n", new, *rest]), encoding="utf-8")
"""
"""What a person does with the changelog when step 7 opens it."""


def after(version: str) -> str:
    return f"{int(version.partition('.')[0]) + 1}.0.0"


@needs_git
def test_the_steps_that_need_nothing_else_lead_to_a_release_that_agrees(clone: Path) -> None:
    with standing() as (archive, address):
        package = walk(clone, {"ARCHIVE": address, "ARCHIVE_TOKEN": TOKEN})
    assert list(disagreements(clone)) == []
    built = sorted(path.name for path in (clone.parent / f"release-{package}").rglob("*") if path.is_file())
    assert built == [
        "SHA256SUMS",
        f"caucasus-ledger-data-{newest(clone)['version']}.zip",
        f"caucasus_ledger-{package}-py3-none-any.whl",
        f"caucasus_ledger-{package}.tar.gz",
    ]
    (draft,) = archive.drafts.values()
    assert draft["pids"]["doi"]["identifier"] == newest(clone)["doi"]
    assert draft["metadata"]["version"] == newest(clone)["version"]
    assert sorted(archive.files[draft["id"]]) == built
    assert git(clone, "diff", "--name-only") == "dataset/identity.py"  # no DOI for the next release


def walk(clone: Path, given: dict[str, str]) -> str:
    """Type the steps in a clone, for the next major versions; return that of the package."""
    data, package = after(newest(clone)["version"]), after(metadata(clone)["version"])
    chosen = f"DATA={data} PACKAGE={package}"
    typed = [". .venv-release/bin/activate", *(f"echo '## {step.title}'\n{step.commands}" for step in HERE)]
    script = "\n".join(typed).replace("DATA=X.Y.Z PACKAGE=X.Y.Z", chosen)
    assert chosen in script
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "COV_"))}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "HOME": str(clone.parent),
        "EDITOR": "editor",
        "no_proxy": "127.0.0.1",
        **given,
    }
    for name in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{name}_NAME": "somebody", f"GIT_{name}_EMAIL": "somebody@example.org"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=clone, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert newest(clone)["version"] == data
    return package
