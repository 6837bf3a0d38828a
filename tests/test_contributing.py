"""The walks of CONTRIBUTING.md, typed as they stand in a clone, by somebody who decides what is left to be decided."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT, path_of
from repositories import as_it_stands, git

PAGE = PACKAGE_ROOT / "CONTRIBUTING.md"
CRASH = "event/2024-12-25-azal-crash"
BRIDGE = "event/2026-03-04-reopening-of-road-bridge"

pytestmark = pytest.mark.skipif(not (PACKAGE_ROOT / ".git").exists(), reason="no git checkout: there is none to clone")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def commands() -> Iterator[str]:
    for block in blocks("sh"):
        yield from block.splitlines()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone, with main for its branch, of the files as they are here, whatever is committed."""
    root = as_it_stands(tmp_path_factory.mktemp("walk") / "ledger")
    (root.parent / "article.txt").write_text(blocks("text")[0], encoding="utf-8")
    return root


def edit(root: Path, record: str, change: Callable[[dict[str, Any]], object]) -> None:
    path = root / path_of(record)
    plain = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"id": record}
    change(plain)
    path.write_text(json.dumps(plain, indent=4), encoding="utf-8")


def log(root: Path, line: str) -> None:
    path = root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    head, rest = text.split("\n## ", 1)
    path.write_text(f"{head}\n## Unreleased\n\n### Data\n\n#### Changed\n- {line}\n\n## {rest}", encoding="utf-8")


def mend_the_crash(root: Path) -> None:
    edit(root, CRASH, lambda plain: plain.update(note="The source names the city; the jet came down near it."))
    log(root, "The crash of the jet says how its place is meant.")


def add_the_paper(root: Path) -> None:
    edit(root, "actor/example-gazette", lambda plain: plain.update(name="Example Gazette", kind="media"))


def decide(root: Path) -> None:
    """Decide what the draft leaves open, as a coder does with the worksheet."""
    source, first, second = "source/gazette-2026", "claim/gazette-2026/001", "claim/gazette-2026/002"
    event = "event/new-gazette-2026-001"
    (root / path_of("event/new-gazette-2026-002")).unlink()  # what could be is no event here
    edit(root, source, lambda plain: plain.update(licence="Invented for a walk; free to all."))
    edit(root, source, lambda plain: plain["published"].update(basis="explicit"))
    edit(root, event, lambda plain: plain.pop("type"))
    edit(
        root,
        event,
        lambda plain: plain.update(
            title="Reopening of a road bridge", uncoded="No type fits what both do to a bridge.", realis="actual",
            participants=[{"actor": f"actor/{name}", "role": "initiator"} for name in ("armenia", "azerbaijan")],
        ),
    )  # fmt: skip

    def own(plain: dict[str, Any]) -> None:
        plain["attribution"][0]["factuality"] = "CT+"

    def reported(plain: dict[str, Any]) -> None:
        plain["attribution"][0]["factuality"] = "Uu"
        plain["attribution"].append({"actor": "actor/eu", "mode": "indirect", "factuality": "PS+"})
        start = plain["evidence"][0]["start"]
        said = {"start": start, "end": start + len("The European Union said"), "source": source, "role": "claimant"}
        plain["evidence"].append(said)

    edit(
        root,
        first,
        lambda plain: plain.update(statement="A road bridge was reopened on 4 March 2026.", kind="occurrence"),
    )
    edit(root, first, own)
    edit(
        root,
        second,
        lambda plain: plain.update(
            statement="Goods traffic may begin in the year after.", kind="prediction", modality="could",
            about=["actor/eu"],
            forecast={
                "criteria": "Goods cross.", "criteria_by": "encoder", "resolution": "open",
                "horizon": {"edtf": "2027", "basis": "derived", "anchor": source},
            },
        ),
    )  # fmt: skip
    edit(root, second, reported)


def log_the_article(root: Path) -> None:
    log(root, "An invented article is encoded.")


EDITS: dict[str, list[Callable[[Path], None]]] = {
    "caucasus check --fix": [mend_the_crash],
    "caucasus draft ../article.txt": [add_the_paper],
    "caucasus check --fix --text": [decide],
    "caucasus check --text": [log_the_article],
}
"""What the page says in words is to be done before a command."""

FOUND = {"caucasus check": 1}
"""The commands that end otherwise than with 0: the check of a draft in which nothing is decided."""


@pytest.fixture(scope="module")
def walked(clone: Path) -> dict[str, subprocess.CompletedProcess[str]]:
    """Type every command of the page in one shell's environment; return what each did."""
    done: dict[str, subprocess.CompletedProcess[str]] = {}
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "COV_"))}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(clone.parent), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for name in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{name}_NAME": "somebody", f"GIT_{name}_EMAIL": "somebody@example.org"}
    for command in commands():
        before = max((start for start in EDITS if command.startswith(start)), key=len, default="")
        while EDITS.get(before):
            EDITS[before].pop(0)(clone)
        activate = ". .venv/bin/activate; " if (clone / ".venv/bin/caucasus").exists() else ""
        done[command] = subprocess.run(
            ["bash", "-c", activate + command], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert done[command].returncode == FOUND.get(command, 0), (
            f"{command}\n{done[command].stdout}{done[command].stderr}"
        )
    return done


def said(walked: dict[str, subprocess.CompletedProcess[str]], command: str) -> str:
    return next(done.stdout for words, done in walked.items() if words.startswith(command))


def test_every_command_does_what_the_page_says(walked: dict[str, Any]) -> None:
    assert len(walked) >= 15
    assert "Crash of an Azerbaijan Airlines" in said(walked, "caucasus show")
    assert "changes 1 event" in said(walked, "caucasus check --against main")
    assert "All is well" in said(walked, "caucasus check --against main")


def test_the_article_is_coded_whole(walked: dict[str, Any], clone: Path) -> None:
    assert "2 claims" in said(walked, "caucasus draft")
    assert "All is well" in said(walked, "caucasus check --text"), said(walked, "caucasus check --text")
    assert "adds" in said(walked, "caucasus check --text")
    record = json.loads((clone / path_of(BRIDGE)).read_text(encoding="utf-8"))
    assert record["id"] == BRIDGE
    claim = json.loads((clone / path_of("claim/gazette-2026/001")).read_text(encoding="utf-8"))
    assert BRIDGE in claim["about"]


def test_nothing_is_left_and_no_text_is_committed(walked: dict[str, Any], clone: Path) -> None:
    assert walked
    assert git(clone, "status", "--porcelain") == ""
    assert "reopened a road bridge on" not in git(clone, "show", "HEAD")
