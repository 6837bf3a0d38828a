"""Documentation: what it shows works, and what it names is there."""

from __future__ import annotations

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import caucasus_ledger
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.face.cli import main

PAGES = sorted([*PACKAGE_ROOT.glob("*.md"), *PACKAGE_ROOT.glob("docs/*.md")])
README = (PACKAGE_ROOT / "README.md").read_text(encoding="utf-8")
PLACEHOLDER = re.compile(r"[A-Z]{2,}|…|\.\.\.")
HAS_RECORDS = any((PACKAGE_ROOT / "dataset" / "records").rglob("*.json"))
VERSIONS = caucasus_ledger.versions()


def name(page: Path) -> str:
    return page.relative_to(PACKAGE_ROOT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def shell_commands() -> list[list[str]]:
    lines = [line for block in blocks(README, "sh") for line in block.splitlines()]
    pieces = [shlex.split(piece, comments=True) for line in lines for piece in line.split(" && ")]
    return [without_output(words[1:]) for words in pieces if words and Path(words[0]).name == "caucasus"]


def without_output(words: list[str]) -> list[str]:
    return words[: words.index(">")] if ">" in words else words


def inline_commands() -> list[tuple[str, str]]:
    found = [(name(page), words) for page in PAGES for words in _inline(page.read_text(encoding="utf-8"))]
    return [(page, words) for page, words in found if words.split()[0].islower()]


def _inline(text: str) -> list[str]:
    return [" ".join(words.split()) for words in re.findall(r"`caucasus\s([^`]+)`", text)]


def parse(words: list[str]) -> None:
    if words[0].startswith("-"):
        assert any(words[0] in parameter.opts for parameter in main.get_params(click.Context(main)))
        return
    command = main.commands[words[0]]
    context = click.Context(command, help_option_names=["-h", "--help"])
    command.make_parser(context).parse_args(words[1:])


def test_the_readme_shows_python_and_commands() -> None:
    assert len(blocks(README, "python")) == 1
    assert len(shell_commands()) >= 5


@pytest.mark.skipif(not VERSIONS, reason="there is no release yet")
def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    missing = [package for package in ("pandas", "polars") if find_spec(package) is None]
    (block,) = blocks(README, "python")
    lines = [line for line in block.splitlines() if not any(f"to_{package}" in line for package in missing)]
    exec(compile("\n".join(lines), "README.md", "exec"), {})  # noqa: S102 - it is what a reader would do


@pytest.mark.parametrize("words", shell_commands(), ids=" ".join)
def test_every_command_of_the_readme_parses(words: list[str]) -> None:
    parse(words)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which commands may write, and find the documents that they name."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "docs").symlink_to(PACKAGE_ROOT / "docs")
    return folder


@pytest.mark.skipif(not HAS_RECORDS, reason="there are no records yet")
@pytest.mark.parametrize("words", shell_commands(), ids=" ".join)
def test_every_command_of_the_readme_runs(words: list[str], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if any(PLACEHOLDER.fullmatch(word) for word in words):
        pytest.skip("it has a placeholder")
    monkeypatch.chdir(desk)
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("page", "words"), inline_commands())
def test_every_command_in_the_text_parses(page: str, words: str) -> None:
    assert page
    parse(words.split())


def examples() -> list[str]:
    """Return the filters that the README and the help of `caucasus cite` show."""
    shown = [shlex.split(line) for line in (main.commands["cite"].help or "").splitlines() if " --where '" in line]
    commands = [words for words in [*shell_commands(), *shown] if "--where" in words]
    queries = re.findall(r"\.query\(\"(.*?)\"\)", README)
    return sorted({*queries, *(words[words.index("--where") + 1] for words in commands)})


def test_the_readme_and_the_help_show_filters() -> None:
    assert len(examples()) >= 3


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("words", examples())
def test_every_filter_that_is_shown_gives_records(words: str, version: str) -> None:
    assert len(caucasus_ledger.load(version).query(words)) > 0


@pytest.mark.parametrize("command", ["cite", "verify"])
def test_help_fits_a_terminal_of_80_columns(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"], terminal_width=80).output
    assert [line for line in shown.splitlines() if len(line) > 80] == []


def test_every_command_is_in_the_readme() -> None:
    assert {words[0] for words in shell_commands()} == set(main.commands)


def _links(page: Path) -> list[tuple[str, str]]:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link.partition("#")[::2] for link in links if not re.match(r"[a-z]+:", link)]


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for path, anchor in _links(page):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            lost.append(f"{path}#{anchor}" if anchor else path)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:schema|seeds|validators|src|tests|docs)/[\w./-]*)`", text)
    assert [path for path in named if not (PACKAGE_ROOT / path).exists()] == []
