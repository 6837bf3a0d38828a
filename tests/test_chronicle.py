"""Chronicle: a record's way through the versions, in words and whole; and notes on old identifiers."""

from __future__ import annotations

import json
import re
import shutil
import warnings
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset import ledger as ledgers
from caucasus_ledger.dataset.ledger import LedgerError, ReplacedRecord, UnknownRecord, load
from caucasus_ledger.dataset.records import RELEASES, path_of
from caucasus_ledger.face import command
from caucasus_ledger.face.chronicle import as_json, as_text, chronicle
from caucasus_ledger.face.cli import main
from copies import copy_to, withdraw
from reports import ATTACKS
from successive import ASSESSED, CLAIM, NOTED, successive


@pytest.fixture(scope="module")
def ledger_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return successive(tmp_path_factory.mktemp("successive"))


@pytest.fixture
def root(ledger_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ledger_root)
    return ledger_root


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="caucasus")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    "record", [NOTED, CLAIM.format(10), CLAIM.format(12), CLAIM.format(13), ASSESSED, "actor/southmark"]
)
def test_the_way_of_a_record_is_told(record: str, snapshot: SnapshotAssertion) -> None:
    result = run("history", record)
    assert (result.exit_code, result.stderr) == (0, "")
    assert all(len(line) <= 80 for line in result.stdout.split("\n"))
    assert result.stdout == snapshot


def test_the_json_holds_every_step_in_full(root: Path) -> None:
    found = json.loads(run("history", CLAIM.format(10), "--format", "json").stdout)
    assert found == as_json(chronicle(load(root), CLAIM.format(10)))
    assert list(found) == ["record", "name", "versions", "steps", "replaces", "replaced_by"]
    assert found["versions"] == ["0.1.0", "0.2.0", "unreleased"]
    added, retracted = found["steps"]
    assert list(added) == ["version", "released", "how", "fields"]
    was = load(root / RELEASES / "0.1.0").json_of(CLAIM.format(10))
    assert {"id": CLAIM.format(10)} | {one["pointer"][1:]: one["after"] for one in added["fields"]} == was
    assert [retracted[key] for key in ("version", "released", "how", "reason", "retracted_on", "replaced_by")] == [
        "unreleased", None, "retracted", "Two norms stood in one claim.", "2021-03-04", CLAIM.format(13)
    ]  # fmt: skip
    assert found["replaced_by"] == [
        {"record": CLAIM.format(10), "replaced_by": CLAIM.format(13), "reason": "Two norms stood in one claim.",
         "retracted_on": "2021-03-04", "version": "unreleased"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "record"),
    [
        ("northmark", NOTED),
        ("Four people", "actor/ferry-passengers"),
        ("example-2020/010", CLAIM.format(10)),
        ("2020-ferry-sinks", "event/2020-ferry-sinks"),
        ("ferry-sinks", "event/2020-ferry-sinks"),
        ("example-2020/ferry-deaths", ASSESSED),
    ],
)
def test_a_record_is_found_by_what_a_person_may_call_it(words: str, record: str, root: Path) -> None:
    assert chronicle(load(root), words).history.record == record
    assert run("history", *words.split()).exit_code == 0


def test_what_fits_none_or_several_is_told(root: Path) -> None:
    with pytest.raises(UnknownRecord, match="holds no record actor/nortmark; did you mean actor/northmark"):
        chronicle(load(root), "actor/nortmark")
    with pytest.raises(LedgerError, match=r"^'mark' fits 2 records; name one of actor/northmark, actor/southmark$"):
        chronicle(load(root), "mark")
    with pytest.raises(LedgerError, match=r"^'e' fits 2\d records; name one of source/example-2020, .* and \d more$"):
        chronicle(load(root), "e")
    assert run("history", "nothing").exit_code == 2


def test_elsewhere_the_releases_of_the_package_are_looked_at(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ledgers, "RELEASES", root / RELEASES)
    assert json.loads(run("history", NOTED, "--format", "json").stdout)["versions"] == ["0.1.0", "0.2.0"]
    assert "0.2.0 (2021-02-03): changed" in run("history", NOTED, "--data", "0.1.0").stdout
    alone = shutil.copytree(root / RELEASES / "0.1.0", tmp_path / "a" / "release")
    assert json.loads(run("history", NOTED, "--data", str(alone), "--format", "json").stdout)["versions"] == ["0.1.0"]


@pytest.mark.parametrize(
    "attack", [text for text in ATTACKS.values() if text.strip()], ids=lambda text: ascii(text[:9])
)
def test_no_text_reaches_the_terminal_as_a_command(attack: str, tmp_path: Path) -> None:
    if attack.encode("utf-8", "ignore").decode() != attack:
        pytest.skip("no record holds half a character")
    root = copy_to(tmp_path)
    withdraw(root, CLAIM.format(10), attack[:2000], "2021-05-06", CLAIM.format(1))
    text = "\n".join(as_text(chronicle(load(root), CLAIM.format(1))))
    assert re.sub(r"\x1b\[[0-9]{1,2}m", "", text).replace("\n", "").isprintable()
    monkeyed = run("show", CLAIM.format(10), "--data", str(root))
    assert monkeyed.stderr.removesuffix("\n").isprintable()


NOTE = (
    "Note: claim/example-2020/010 was withdrawn on 2021-03-04 (Two norms stood in one claim.); "
    "claim/example-2020/013 is given instead\n"
)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("name", [CLAIM.format(10), "example-2020/010"])
def test_show_gives_what_replaced_a_record_with_a_note(name: str) -> None:
    result = run("show", name)
    assert (result.exit_code, result.stderr) == (0, NOTE)
    assert result.stdout == run("show", CLAIM.format(13)).stdout
    as_data = run("show", name, "--format", "json")
    assert (json.loads(as_data.stdout)["id"], as_data.stderr) == (CLAIM.format(13), NOTE)


@pytest.mark.usefixtures("root")
def test_show_tells_why_there_is_nothing_to_show() -> None:
    result = run("show", CLAIM.format(14))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: claim/example-2020/014 was withdrawn on 2021-03-04 (It came and went.); "
        "nothing in ledger unreleased replaces it\n"
    )


def test_a_source_that_was_replaced_is_noted_once(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    withdraw(root, "source/old", "Its name said nothing.", "2021-05-06", "source/example-2020")
    result = run("coverage", "source/old", "--data", str(root))
    assert result.stderr.count("Note: source/old was withdrawn") == 1
    assert "A bridge between" in result.stdout


def test_notes_are_told_once_and_other_warnings_go_their_way(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(warnings, "showwarning", lambda message, *_: heard.append(str(message)))

    @click.command()
    def ask() -> None:
        ledger = command.ledger_at(str(root))
        for _ in range(3):
            assert ledger.resolve(CLAIM.format(10)) == CLAIM.format(13)
        warnings.simplefilter("always", UserWarning)
        warnings.warn("another", UserWarning, stacklevel=1)

    result = CliRunner().invoke(ask, standalone_mode=False)
    assert result.exception is None
    assert (result.stderr, heard) == (NOTE, ["another"])
    with pytest.warns(ReplacedRecord):
        load(root).resolve(CLAIM.format(10))


def test_an_error_gives_the_terminal_no_command(root: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(root / RELEASES / "0.1.0", tmp_path / "release"))
    manifest = json.loads((folder / "manifest.json").read_bytes()) | {"schema_version": "\x1b[2J"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    result = CliRunner().invoke(main, ["show", NOTED, "--data", str(folder)], color=True)
    assert "it names schema �[2J, which never was" in result.stderr
    assert "\x1b" not in result.stderr


def test_outside_of_a_command_nothing_is_redirected(root: Path) -> None:
    ledger = command.ledger_at(str(root))
    with pytest.warns(ReplacedRecord):
        ledger.resolve(CLAIM.format(10))


def test_a_record_of_a_release_that_is_gone_since_is_told_with_the_release(root: Path) -> None:
    assert not (root / path_of(ASSESSED)).exists()
    result = run("show", ASSESSED)
    assert result.exit_code == 2
    assert result.stderr == f"Error: ledger unreleased holds no record {ASSESSED}; it is in 0.1.0 and 0.2.0\n"
