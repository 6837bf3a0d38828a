"""The command: what it prints, with which exit code, and that nobody ever sees a traceback."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger import __version__
from caucasus_ledger.dataset import ledger as ledgers
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.face import cli
from caucasus_ledger.face.cli import main
from caucasus_ledger.validators.rules import RULES
from copies import change, copy_to, deny_reading, withdraw
from examples import EXAMPLE_TEXT

EVENT = "event/2020-ferry-sinks"
assert pa, "imported with NumPy before a check in this process can hide it; later frames need both"
RECORDS = (
    "source/example-2020",
    "actor/ada-example",
    "actor/ferry-passengers",
    "actor/southmark",
    "event/2020-05-03-rivertown-meeting",
    "event/2020-06-port-closure",
    EVENT,
    "claim/example-2020/002",
    "claim/example-2020/004",
    "claim/example-2020/007",
    "claim/example-2020/009",
    "claim/example-2020/011",
    "assessment/example-2020/ferry-deaths",
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_to(tmp_path)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ledgers, "RELEASES", tmp_path / "none")
    return tmp_path


@pytest.fixture
def released(nowhere: Path, release: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledgers, "RELEASES", release.parent)
    return nowhere


def run(*arguments: str | Path, color: bool = False) -> Result:
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(main, words, color=color, prog_name="caucasus", terminal_width=100)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def out(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def told(*arguments: str | Path) -> Any:
    return json.loads(out(*arguments, "--format", "json"))


def refused(*arguments: str | Path) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(("Error: ", "Usage: "))
    return result.stderr


@pytest.mark.parametrize("command", ["", *main.commands])
def test_every_command_helps(command: str) -> None:
    words = [command] if command else []
    shown = out(*words, "--help")
    assert shown.startswith(" ".join(["Usage: caucasus", *words]))
    assert shown == out(*words, "-h")


def test_the_help_lists_every_command_with_what_it_does() -> None:
    shown = out("--help")
    for name, command in main.commands.items():
        assert command.help
        assert f"\n  {name} " in shown


def test_every_option_says_what_it_does() -> None:
    for command in main.commands.values():
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help


def test_the_version_is_that_of_the_package() -> None:
    assert out("--version") == f"caucasus, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"], ["--nonsense"], ["show"], ["explain", "a", "b"], ["explain"], ["rules", "--format", "xml"],
        ["check", "no/such/file.json"], ["check", "--text"], ["check", "--text", "no/such"], ["info", "--data"],
    ],
)  # fmt: skip
def test_bad_usage_is_told(arguments: list[str]) -> None:
    assert "Error: " in refused(*arguments)


def test_bare_command_shows_what_there_is() -> None:
    result = run()
    assert "caucasus check" in result.output


# check


def test_a_clean_ledger_passes(root: Path) -> None:
    assert out("check") == f"All is well: 29 records in {root}.\n"


def test_a_clean_ledger_passes_as_json(root: Path) -> None:
    assert told("check") == {
        "root": str(root), "files": 29, "errors": 0, "warnings": 0, "attached": [], "waiting": [], "problems": []
    }  # fmt: skip


def test_a_mistake_fails(root: Path, snapshot: SnapshotAssertion) -> None:
    change(root, EVENT, realis="actuel", titel="A")
    result = run("check")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.replace(str(root), "ROOT") == snapshot


def test_a_mistake_fails_as_json(root: Path, snapshot: SnapshotAssertion) -> None:
    change(root, EVENT, realis="actuel")
    result = run("check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) | {"root": "ROOT"} == snapshot


def test_a_warning_passes(root: Path, snapshot: SnapshotAssertion) -> None:
    change(root, EVENT, title="A brutal storm sinks a ferry")
    assert out("check").replace(str(root), "ROOT") == snapshot


def test_a_mistake_fails_in_every_format(root: Path) -> None:
    change(root, EVENT, realis="actuel")
    place = path_of(EVENT)
    told = {form: run("check", "--format", form) for form in ("github", "sarif", "junit", "markdown")}
    assert {(result.exit_code, result.stderr) for result in told.values()} == {(1, "")}
    assert told["github"].stdout.startswith(f"::error file={place},line=5,endLine=5,col=13,")
    (sarif,) = json.loads(told["sarif"].stdout)["runs"]
    assert [result["ruleId"] for result in sarif["results"]] == ["F004"]
    assert '<testsuite name="caucasus check" tests="29" failures="1" ' in told["junit"].stdout
    assert f"### <code>{place}</code>\n\n- **F004** not-in-code-list, error in line 5" in told["markdown"].stdout


@pytest.mark.usefixtures("root")
def test_the_cases_of_a_suite_are_the_files_of_the_paths_given() -> None:
    assert 'tests="12" failures="0"' in out("check", "dataset/records/claim", "--format", "junit")


def test_a_limit_is_kept(root: Path) -> None:
    change(root, EVENT, realis="actuel", titel="A", nota="b")
    assert run("check").stdout.count(": error F") == 3
    limited = run("check", "--limit", "1").stdout
    assert limited.count(": error F") == 1
    assert "1 of 3 problems is told in full, 2 only counted" in limited
    assert run("check", "--limit", "1", "--format", "github").stdout.count("::error ") == 1
    assert run("check", "--limit", "1", "--format", "markdown").stdout.count("\n- ") == 1
    assert "--limit" in refused("check", "--limit", "-1")


@pytest.mark.parametrize(("name", "coloured"), [("FORCE_COLOR", True), ("NO_COLOR", False)])
@pytest.mark.parametrize("color", [True, False])
@pytest.mark.usefixtures("root")
def test_the_environment_decides_on_colour(
    name: str, coloured: bool, color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    assert ("\x1b[" in run("check", color=color).stdout) is coloured


def test_the_root_is_found_from_a_folder_within(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "dataset" / "records" / "claim")
    assert f"29 records in {root}." in out("check")


@pytest.mark.parametrize(
    ("paths", "count"),
    [
        (["dataset/records/claim"], 12),
        (["dataset/records/event", path_of("actor/blue-line")], 8),
        (["."], 29),
        ([".", "seeds"], 29),
        (["dataset"], 28),
        (["seeds/source/example-2020.json"], 1),
    ],
)
@pytest.mark.usefixtures("root")
def test_the_report_is_on_the_paths_given(paths: list[str], count: int) -> None:
    assert told("check", *paths)["files"] == count


def test_mistakes_elsewhere_are_not_reported(root: Path) -> None:
    change(root, EVENT, realis="x")
    assert run("check", "dataset/records/claim").exit_code == 0
    assert run("check", path_of(EVENT)).exit_code == 1


def test_paths_without_records_are_told(root: Path) -> None:
    (root / "notes").mkdir()
    assert "there is no record in notes" in refused("check", "notes")


def test_paths_of_two_ledgers_are_told(root: Path, example: Path) -> None:
    assert "different ledgers" in refused("check", root / "dataset", example / "dataset")


def test_paths_outside_any_ledger_are_told(nowhere: Path) -> None:
    (nowhere / "a.json").write_text("{}", encoding="utf-8")
    assert "a.json lies in no ledger" in refused("check", "a.json")


@pytest.mark.usefixtures("nowhere")
def test_outside_any_ledger_the_package_is_checked(monkeypatch: pytest.MonkeyPatch, example: Path) -> None:
    monkeypatch.setattr("caucasus_ledger.face.scope.PACKAGE_ROOT", example)
    assert out("check") == f"All is well: 29 records in {example}.\n"


@pytest.mark.usefixtures("root")
def test_the_text_is_attached() -> None:
    assert out("check", "--text", EXAMPLE_TEXT).endswith(", with the text of source/example-2020.\n")
    assert told("check", "--text", EXAMPLE_TEXT)["attached"] == ["source/example-2020"]


@pytest.mark.usefixtures("root")
def test_another_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    message = refused("check", "--text", tmp_path / "other.txt")
    assert "no source's text" in message
    assert "source/example-2020: 8df637549ab099cc" in message


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01\x00\xd0\xff", b"\xff\xfea\x00"])
def test_a_binary_text_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "binary").write_bytes(content)
    assert "is not UTF-8" in refused("check", "--text", tmp_path / "binary")


@pytest.mark.usefixtures("root")
def test_a_folder_is_no_text(tmp_path: Path) -> None:
    assert "is a directory" in refused("check", "--text", tmp_path)


@pytest.mark.parametrize("arguments", [["check"], ["info"], ["show", "southmark"], ["coverage"]])
def test_a_file_that_may_not_be_read_is_told(root: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    deny_reading(root, monkeypatch)
    assert f"{root}/" in refused(*arguments)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(root: Path) -> None:
    folder = root / "dataset" / "records" / "event"
    folder.chmod(0)
    try:
        result = run("check")
    finally:
        folder.chmod(0o755)
    assert result.exit_code != 0


def test_a_check_that_breaks_is_no_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from caucasus_ledger.validators.views import VIEWS

    monkeypatch.setitem(VIEWS, "events", lambda tables: tables["events"].select("nothing"))
    message = refused("check", root)
    assert "a check failed to run, which says nothing about the data" in message


def test_an_error_of_our_own_is_not_hidden(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "ledger_at", fail)
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(main, ["info"], catch_exceptions=False)
    assert root


SPITEFUL = "\x1b]0;owned\x07 \x1b[2J \x9b31m \u202e \x7f"


def _seen(text: str) -> set[str]:
    return {character for character in click.unstyle(text) if not character.isprintable()}


@pytest.mark.parametrize("arguments", [["check"], ["show", EVENT], ["show", "actor/blue-line"], ["coverage"], ["info"]])
def test_a_record_cannot_command_the_terminal(root: Path, arguments: list[str]) -> None:
    path = change(root, EVENT, title=SPITEFUL, note=SPITEFUL)
    path.write_text(path.read_text(encoding="utf-8").replace("\\u007f", "\x7f"), encoding="utf-8")
    change(root, "source/example-2020", title={"text": SPITEFUL, "basis": "elsewhere", "note": SPITEFUL})
    change(root, "actor/blue-line", name=SPITEFUL, mentions=[])
    shown = run(*arguments, color=True).stdout
    assert _seen(shown) == {"\n"}
    assert "\x1b[2J" not in shown


def test_a_file_name_cannot_command_the_terminal(root: Path) -> None:
    (root / "dataset" / "records" / "event" / "\x1b[2J\x07.json").write_text("{}", encoding="utf-8")
    result = run("check", color=True)
    assert _seen(result.stdout) == {"\n"}
    assert "\x1b[2J" not in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="file names are Unicode here")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_name_that_is_no_text_is_told(root: Path, form: str) -> None:
    name = os.fsencode(root / "dataset" / "records" / "event") + b"/\xff.json"
    with open(name, "wb") as stream:  # noqa: PTH123 - a name of bytes
        stream.write(b"{")
    result = run("check", "--format", form)
    assert result.exit_code == 1
    assert "J003" in result.stdout


# info, show, coverage


@pytest.mark.usefixtures("root")
def test_the_overview_of_a_checkout(snapshot: SnapshotAssertion) -> None:
    assert out("info") == snapshot


def test_the_overview_of_a_release(release: Path, snapshot: SnapshotAssertion) -> None:
    assert out("info", "--data", release) == snapshot


@pytest.mark.usefixtures("root")
def test_the_overview_as_json() -> None:
    found = told("info")
    assert found["version"] == "unreleased"
    assert len(found["fingerprint"]) == 64
    assert found["records"] == {"sources": 1, "actors": 8, "events": 7, "claims": 11, "assessments": 1}
    assert found["tables"]["evidence"] == 32
    assert found["sources"] == [{"id": "source/example-2020", "title": "A bridge between Northmark and Southmark"}]


def test_a_release_has_the_fingerprint_of_its_records(root: Path, release: Path) -> None:
    assert told("info")["fingerprint"] == told("info", "--data", release)["fingerprint"]
    assert root


@pytest.mark.usefixtures("released")
def test_outside_any_checkout_the_newest_release_is_shown() -> None:
    assert told("info")["version"] == "0.1.0"
    assert told("info", "--data", "0.1.0")["version"] == "0.1.0"


@pytest.mark.usefixtures("released")
def test_an_unknown_version_is_told_with_those_there() -> None:
    assert "version 9.9.9 is not in this package, which holds 0.1.0" in refused("info", "--data", "9.9.9")


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("arguments", [["info"], ["show", "a"], ["coverage"]])
def test_without_any_data_that_is_told(arguments: list[str]) -> None:
    assert "holds no release" in refused(*arguments)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("command", [["info"], ["show", "southmark"], ["coverage"]])
def test_a_wrong_folder_is_told(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert "neither a release" in refused(*command, "--data", tmp_path / "empty")
    assert "neither a release" in refused(*command, "--data", tmp_path / "none")
    assert "neither a release" in refused(*command, "--data", EXAMPLE_TEXT)


def test_a_typing_error_in_data_never_gives_other_data(root: Path) -> None:
    assert "neither a release" in refused("info", "--data", "dataset/releases/9.9.9")
    assert root


def test_a_changed_release_is_told(release: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(release, tmp_path / "0.1.0")
    with (copy / "records" / "event.jsonl").open("ab") as stream:
        stream.write(b"\n")
    assert "was changed" in refused("info", "--data", copy)
    (copy / "manifest.json").write_bytes(b"{")
    assert "is no manifest" in refused("info", "--data", copy)


@pytest.mark.parametrize("command", [["info"], ["show", "southmark"], ["coverage"]])
def test_a_record_in_the_making_is_told(root: Path, command: list[str]) -> None:
    change(root, EVENT, realis="x")
    assert f"{EVENT}.json is not a valid record; `caucasus check` says why" in refused(*command)
    (root / path_of(EVENT)).write_bytes(b"{")
    assert "is not a valid record; `caucasus check` says why" in refused(*command)


def test_a_reference_that_leads_nowhere_is_shown_by_its_identifier(root: Path) -> None:
    (root / path_of("actor/ferry-passengers")).unlink()
    assert "actor/ferry-passengers: victim" in out("show", EVENT)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("record", RECORDS)
def test_the_page_of_a_record(record: str, snapshot: SnapshotAssertion) -> None:
    assert out("show", record) == snapshot


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("record", RECORDS)
def test_a_record_as_json_is_the_record(record: str, example: Path) -> None:
    assert told("show", record) == json.loads((example / path_of(record)).read_text(encoding="utf-8"))


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("words", ["blue-line", "Blue Line", "blue line", "actor/blue-line", "lue-lin"])
def test_a_record_is_found_by_name_and_by_part_of_its_identifier(words: str) -> None:
    assert told("show", words)["id"] == "actor/blue-line"


@pytest.mark.usefixtures("root")
def test_an_unknown_record_is_told_with_near_ones() -> None:
    message = refused("show", "event/2020-fery-sinks")
    assert "did you mean event/2020-ferry-sinks" in message
    assert "did you mean" not in refused("show", "zzzzzz")


@pytest.mark.usefixtures("root")
def test_words_that_fit_several_records_list_them(snapshot: SnapshotAssertion) -> None:
    assert refused("show", "ferry") == snapshot
    assert len(refused("show", "e").splitlines()) == 22


def test_a_withdrawn_record_is_not_offered_in_its_own_place(root: Path) -> None:
    withdraw(root, "claim/example-2020/012", "It repeated another.", "2021-01-01")
    assert "did you mean" not in refused("show", "claim/example-2020/012")


@pytest.mark.usefixtures("root")
def test_the_coverage_of_a_source(snapshot: SnapshotAssertion) -> None:
    assert out("coverage") == snapshot
    assert out("coverage", "source/example-2020") == out("coverage", "example-2020") == out("coverage")


@pytest.mark.usefixtures("root")
def test_the_coverage_as_json() -> None:
    rows = told("coverage")
    assert [row["number"] for row in rows] == list(range(1, 10))
    assert rows[2]["claims"] == ["claim/example-2020/003", "claim/example-2020/004"]


def test_a_sentence_that_nothing_encodes_fails(root: Path) -> None:
    (root / path_of("claim/example-2020/011")).unlink()
    result = run("coverage")
    assert result.exit_code == 1
    assert "not coded" in result.stdout
    assert run("coverage", "--format", "json").exit_code == 1


@pytest.mark.usefixtures("root")
def test_the_coverage_of_an_unknown_source_is_told() -> None:
    assert "did you mean source/example-2020" in refused("coverage", "source/example-2021")


# rules, explain


def test_the_list_of_rules(snapshot: SnapshotAssertion) -> None:
    assert out("rules") == snapshot


def test_the_rules_as_json() -> None:
    rows = told("rules")
    assert [row["code"] for row in rows] == list(RULES)
    assert all(row["says"] and row["mend"] and row["bad"] for row in rows)


@pytest.mark.parametrize("code", RULES)
def test_the_page_of_a_rule(code: str, snapshot: SnapshotAssertion) -> None:
    assert out("explain", code) == snapshot


def test_a_rule_is_found_by_its_name_and_in_small_letters() -> None:
    assert out("explain", "c004") == out("explain", "mode-of-type") == out("explain", "C004")
    assert told("explain", "C004")["name"] == "mode-of-type"


def test_an_unknown_rule_is_told() -> None:
    assert refused("explain", "Z999") == "Error: there is no rule Z999; `caucasus rules` lists them\n"
