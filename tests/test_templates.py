"""Templates: issue forms, pull request template and code owners name what is there, and nothing else."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest

from caucasus_ledger.dataset.records import KINDS, PACKAGE_ROOT, path_of
from caucasus_ledger.face.cli import main
from caucasus_ledger.schema.assessment import Verdict
from caucasus_ledger.schema.source import SourceKind
from caucasus_ledger.validators.rules import RULES
from steps import load

GITHUB = PACKAGE_ROOT / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
OWNERS = GITHUB / "CODEOWNERS"
CODES = {
    ("record", "kind"): [str(kind) for kind in KINDS],
    ("source", "kind"): [str(kind) for kind in SourceKind],
    ("assessment", "verdict"): [str(verdict) for verdict in Verdict],
}
HOST_LABELS = {"bug", "documentation", "duplicate", "enhancement", "invalid", "question"}
DATA = ["CHANGELOG.md", "dataset/records/claim/scotti-2025/017.json", "seeds/source/scotti-2025.json", "docs/design.md"]

pytestmark = pytest.mark.skipif(not FORMS, reason="no checkout: tests of a copy alone")


def name(path: Path) -> str:
    return path.stem


def fields(form: Path) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in load(form)["body"] if "id" in one}


@pytest.mark.parametrize(("form", "field"), CODES, ids="-".join)
def test_a_choice_of_codes_is_the_schemas(form: str, field: str) -> None:
    found = fields(GITHUB / "ISSUE_TEMPLATE" / f"{form}.yml")[field]
    assert found["attributes"]["options"] == CODES[form, field]


def test_every_other_choice_is_known_not_to_be_codes() -> None:
    found = {(form.stem, key) for form in FORMS for key, one in fields(form).items() if one["type"] == "dropdown"}
    assert found - CODES.keys() == {("validator", "fault")}


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_every_form_asks_for_no_text_of_a_source(form: Path) -> None:
    first = load(form)["body"][0]
    assert "not paste" in first["attributes"]["value"]
    (confirmation,) = fields(form)["rights"]["attributes"]["options"]
    assert confirmation["required"] is True


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_a_label_is_one_that_every_repository_of_the_host_has(form: Path) -> None:
    assert set(load(form).get("labels", [])) <= HOST_LABELS


@pytest.mark.parametrize("form", FORMS, ids=name)
def test_a_form_has_no_two_fields_alike(form: Path) -> None:
    body = [one for one in load(form)["body"] if "id" in one]
    assert len(fields(form)) == len(body) == len({one["attributes"]["label"] for one in body})


def texts() -> list[tuple[str, str]]:
    files = [*FORMS, GITHUB / "PULL_REQUEST_TEMPLATE.md", PACKAGE_ROOT / "SECURITY.md", OWNERS]
    return [(name(path), path.read_text(encoding="utf-8")) for path in files]


@pytest.mark.parametrize(("page", "text"), texts(), ids=[page for page, _ in texts()])
def test_what_a_text_names_is_there(page: str, text: str) -> None:
    assert page
    for record in re.findall(r"\b(?:claim|event|actor|source|assessment)/[a-z0-9-]+(?:/[0-9]+)?\b", text):
        assert (PACKAGE_ROOT / path_of(record)).exists(), record
    for path in re.findall(r"(?<![\w/`-])(?:\.ci|\.github|docs|dataset)/[\w./-]*[\w/]", text):
        assert (PACKAGE_ROOT / path).exists(), path
    for code in re.findall(r"\b[A-Z][0-9]{3}\b", text):
        assert code in RULES, code
    for words in re.findall(r"`caucasus ([^`]+)`", text):
        command, *rest = words.split()
        if not command.startswith("-"):
            context = click.Context(main.commands[command], help_option_names=["-h", "--help"])
            main.commands[command].make_parser(context).parse_args(rest)


def patterns() -> list[list[str]]:
    lines = OWNERS.read_text(encoding="utf-8").splitlines() if OWNERS.exists() else []
    return [line.split() for line in lines if line and not line.startswith("#")]


def matched(pattern: str) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--ignored", "--exclude", pattern]
    run = subprocess.run(command, cwd=PACKAGE_ROOT, check=True, capture_output=True, text=True)
    return run.stdout.split("\0")[:-1]


@pytest.mark.skipif(not (PACKAGE_ROOT / ".git").exists(), reason="no git checkout: tests of a copy alone")
@pytest.mark.parametrize("pattern", [pattern for pattern, *_ in patterns()])
def test_every_pattern_of_code_owners_has_files_and_none_of_the_data(pattern: str) -> None:
    found = matched(pattern)
    assert found
    assert set(found) & set(DATA) == set()


def test_an_owner_is_a_handle() -> None:
    assert [owners for _, *owners in patterns() if any(not owner.startswith("@") for owner in owners)] == []


def test_the_pull_request_template_ticks_nothing_in_advance() -> None:
    text = (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert "- [ ] " in text
    assert "[x]" not in text.lower()
