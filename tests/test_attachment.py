"""The command `attach`: what it reports of a reader's copy, what it writes, and with which exit code it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face.attachment import Attachment, as_json, as_text, attachment, items_of
from caucasus_ledger.face.cli import main
from caucasus_ledger.seeds import window
from copies import EXAMPLE_ROOT, change, copy_to
from examples import EXAMPLE_TEXT

TEXT = EXAMPLE_TEXT.read_text(encoding="utf-8")
SOURCE = "source/example-2020"
STATES = ("verified-exact", "verified-moved", "located-unverified", "lost")
WRAPPED = TEXT.replace(", ", ",\n").replace("’", "'").replace("“", '"').replace("”", '"')
EDITED = TEXT.replace("suggested", "said that it seemed").replace("within two years", "within five years")
PAGE = f"""<!DOCTYPE html><meta charset="utf-8"><title>Gazette</title><nav>Menu</nav>
<main>{"".join(f"<p>{line}</p>" for line in TEXT.splitlines())}</main><p>A comment: well met!</p>"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str, name: str = "copy.txt") -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        return path

    return written


def attached(path: Path) -> Attachment:
    return attachment(load(EXAMPLE_ROOT), "example-2020", path)


def run(*arguments: str | Path) -> Result:
    words = ["attach", *map(str, arguments), "--data", str(EXAMPLE_ROOT)]
    result = CliRunner().invoke(main, words, prog_name="caucasus", terminal_width=100)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(*arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--format", "json").stdout)
    return found


def totals(found: dict[str, Any]) -> list[int]:
    return [sum(found["counts"][state].values()) for state in STATES]


def test_every_span_of_the_source_is_looked_for() -> None:
    ledger = load(EXAMPLE_ROOT)
    source = ledger.sources[SOURCE]
    spans = [item.model_dump() for claim in (*ledger.claims, *ledger.events) for item in claim.evidence]
    mentions = [mention for actor in ledger.actors for mention in actor.mentions]
    items = list(items_of(ledger, source))
    assert len(items) == len(spans) + len(mentions) + len(source.sentences) + len(source.remarks)
    for item in items:
        record = json.loads((EXAMPLE_ROOT / path_of(item.record)).read_text(encoding="utf-8"))
        _, field, number = item.pointer.split("/")
        span = record[field][int(number)]
        target = item.target
        assert (target.start, target.end, target.digest) == (span["start"], span["end"], span.get("digest"))
        assert target.name == (span["name"] if item.kind == "mention" else None)


@pytest.mark.parametrize(
    ("content", "name", "counts"),
    [
        (TEXT, "copy.txt", [55, 0, 0, 0]),
        ("\ufeff" + TEXT.replace("\n", "\r\n\r\n"), "copy.txt", [55, 0, 0, 0]),
        (PAGE, "copy.html", [0, 55, 0, 0]),
    ],
)
def test_a_copy_in_another_layout_is_verified(write: Write, content: str, name: str, counts: list[int]) -> None:
    found = told(SOURCE, write(content, name))
    assert (totals(found), found["verified"], found["missing"]) == (counts, True, None)
    assert run(SOURCE, write(content, name)).exit_code == 0


@pytest.mark.parametrize(
    ("content", "name"), [(TEXT, "copy.txt"), (WRAPPED, "copy.txt"), (EDITED, "copy.txt"), (PAGE, "page.html")]
)
def test_the_report(write: Write, content: str, name: str, snapshot: SnapshotAssertion) -> None:
    result = run("example-2020", write(content, name))
    assert result.stdout.replace(str(write(content, name).parent), "FOLDER") == snapshot
    assert result.exit_code == (3 if content == EDITED else 0)


def test_the_report_as_json(write: Write, snapshot: SnapshotAssertion) -> None:
    found = told(SOURCE, write(EDITED))
    found["file"] = Path(found["file"]).name
    assert found == snapshot


def test_places_are_those_of_the_file_as_decoded(write: Write) -> None:
    copy = "\ufeff" + WRAPPED.replace("\n", "\r\n")
    found = told(SOURCE, write(copy))
    for span in found["spans"]:
        there = copy.removeprefix("\ufeff")[span["found_start"] : span["found_end"]]
        assert " ".join(there.split()) == " ".join(
            TEXT[span["start"] : span["end"]].replace("“", '"').replace("”", '"').split()
        )


def test_the_limit_is_one_of_places(write: Write) -> None:
    path = write(EDITED)
    every = run(SOURCE, path, "--limit", "0").stdout
    few = run(SOURCE, path, "--limit", "2").stdout
    assert (few.count(" at line "), "--limit 0" in every) == (2, False)
    assert f"and {every.count(' at line ') - 2} more places of the source not verified; --limit 0 lists all" in few


@pytest.mark.parametrize("content", ["", "Something else altogether, in words that are not those of the source."])
def test_another_text_is_told_as_such(write: Write, content: str) -> None:
    result = run(SOURCE, write(content))
    assert result.exit_code == 3
    assert "is this the text?" in result.stdout


@pytest.mark.parametrize("content", [TEXT, WRAPPED, PAGE])
def test_the_canonical_text_is_written_for_check(write: Write, tmp_path: Path, content: str) -> None:
    target = tmp_path / "canonical.txt"
    result = run(SOURCE, write(content), "--save", target)
    assert (result.exit_code, result.stderr) == (0, "")
    assert target.read_text(encoding="utf-8") == TEXT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["canonical.txt", "copy.txt"]
    check = CliRunner().invoke(main, ["check", str(EXAMPLE_ROOT), "--text", str(target)])
    assert (check.exit_code, SOURCE in check.output) == (0, True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (EDITED, "2 sentences of 9 are not verified: 2, 5"),
        (TEXT.replace("\n", " "), "every sentence with a digest is verified, but not the rest"),
    ],
)
def test_what_cannot_be_rebuilt_is_not_written(write: Write, tmp_path: Path, content: str, why: str) -> None:
    result = run(SOURCE, write(content), "--save", tmp_path / "canonical.txt")
    assert (result.exit_code, (tmp_path / "canonical.txt").exists()) == (3, False)
    assert why in result.stderr


def test_no_file_is_written_over(write: Write, tmp_path: Path) -> None:
    mine = write("mine", "mine.txt")
    result = run(SOURCE, write(TEXT), "--save", mine)
    assert (result.exit_code, mine.read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already and was left as it is" in result.stderr
    assert run(SOURCE, write(TEXT), "--save", tmp_path).exit_code == 2
    result = run(SOURCE, write(TEXT), "--save", tmp_path / "none" / "a.txt")
    assert (result.exit_code, "cannot be written: No such file" in result.stderr) == (2, True)


def test_a_failed_write_leaves_nothing(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write(TEXT)
    monkeypatch.setattr(Path, "replace", fail)
    result = run(SOURCE, path, "--save", tmp_path / "canonical.txt")
    assert (result.exit_code, "No space left on device" in result.stderr) == (2, True)
    assert [one.name for one in tmp_path.iterdir()] == ["copy.txt"]


def test_a_text_in_a_checkout_is_warned_of(write: Write, tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    result = run(SOURCE, write(TEXT), "--save", root / "seeds" / "text.txt")
    assert result.exit_code == 0
    assert "lies in a checkout of the ledger; do not commit it" in result.stderr


@pytest.mark.parametrize(
    ("source", "content", "why"),
    [
        ("source/exmple-2020", TEXT, "did you mean source/example-2020"),
        ("actor/southmark", TEXT, "of kind actor"),
        (SOURCE, "%PDF-1.7", "is a PDF"),
    ],
)
def test_what_cannot_be_looked_at_is_told(write: Write, source: str, content: str, why: str) -> None:
    result = run(source, write(content))
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert run(SOURCE, tmp_path / "none.txt").exit_code == 2


def test_a_text_under_other_rules_is_refused(write: Write, tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    text = load(root).sources[SOURCE].text.model_dump()
    change(root, SOURCE, text=text | {"canonicalisation": "ct-v9"})
    with pytest.raises(LedgerError, match="under the rules ct-v9; this version knows ct-v1"):
        attachment(load(root), SOURCE, write(TEXT))


def test_a_search_that_was_given_up_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "MOST_DIGESTS", 10)
    assert "The search was given up before all was tried" in run(SOURCE, write(EDITED)).stdout


def test_what_a_terminal_would_obey_is_not_printed(write: Write) -> None:
    shown = "\n".join(as_text(attached(write(EDITED.replace("seemed", "\x1b[31mseemed"))), limit=0))
    assert "\x1b[31m" not in shown.replace("\x1b[31mlost", "")
    assert "�[31mseemed" in shown


def test_no_word_of_the_text_is_in_the_json(write: Write) -> None:
    shown = json.dumps(as_json(attached(write(TEXT))))
    assert "ferry" not in shown.replace("event/2020-ferry", "").replace("ferry-passengers", "")
