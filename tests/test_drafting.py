"""Drafting: what the command writes, what it refuses, and that a draft once decided passes a check with its text."""

from __future__ import annotations

import builtins
import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset.draft import undecided
from caucasus_ledger.dataset.records import canonical_json, parse, path_of, record_files
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.face import drafting
from caucasus_ledger.face.cli import main
from caucasus_ledger.face.fixes import fix
from caucasus_ledger.seeds.text import canonical, run_index, shared_runs
from caucasus_ledger.validators.check import check
from copies import copy_to
from examples import EXAMPLE_TEXT
from texts import EAST, ENGLISH, OTHERS, STATE, add

pytest.importorskip("sentencex")
pytest.importorskip("babel")

GIVEN = [
    "--id", "new-2021", "--language", "en", "--kind", "news", "--published", "2021-07-15",
    "--author", "actor/example-gazette", "--publisher", "actor/example-gazette",
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = add(copy_to(tmp_path), EAST, STATE)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return put(tmp_path, ENGLISH)


def put(folder: Path, text: str | bytes, name: str = "Bridge talks (1).txt") -> Path:
    path = folder / "texts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["draft", *map(str, words)])


def refused(*words: str | Path) -> str:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Traceback" not in done.output
    return done.output.removeprefix("Error: ").strip()


def state(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def values(plain: Any) -> Iterator[Any]:
    if isinstance(plain, dict | list):
        for value in plain.values() if isinstance(plain, dict) else plain:
            yield from values(value)
    else:
        yield plain


def at(root: Path, file: str, pointer: str) -> Any:
    value: Any = json.loads((root / file).read_bytes())
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def test_a_draft_adds_records_and_a_worksheet_and_changes_nothing_but_mentions(root: Path, text: Path) -> None:
    before = state(root.parent)
    done = run(text, *GIVEN)
    assert done.exit_code == 0, done.output
    after = state(root.parent)
    new = sorted(after.keys() - before.keys())
    assert new == [
        *(f"ledger/dataset/records/claim/new-2021/{n:03}.json" for n in (1, 2, 3, 4, 5, 6, 8)),
        *(f"ledger/dataset/records/event/new-new-2021-{n:03}.json" for n in (2, 3, 5)),
        "ledger/seeds/source/new-2021.json",
        "texts/Bridge talks (1).txt.worksheet.md",
    ]
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {
        f"ledger/dataset/records/actor/{name}.json"
        for name in ("ada-example", "northmark", "river-commission", "southmark")
    }
    for path in changed:
        old, fresh = json.loads(before[path]), json.loads(after[path])
        assert fresh | {"mentions": old.get("mentions")} == old | {"mentions": old.get("mentions")}


def test_no_words_of_the_text_but_names_and_dates_are_in_the_checkout(root: Path, text: Path) -> None:
    before = {value for content in state(root).values() for value in texts_in(content)}
    assert run(text, *GIVEN).exit_code == 0
    fresh = {value for content in state(root).values() for value in texts_in(content)} - before
    index = run_index(canonical(ENGLISH), 3)
    assert [value for value in fresh if list(shared_runs(index, value))] == []


def texts_in(content: bytes) -> Iterator[str]:
    """Yield the texts in a JSON file; nothing of any other file."""
    if content.startswith(b"{"):
        yield from (value for value in values(json.loads(content)) if isinstance(value, str))


def test_apart_from_marks_a_check_finds_nothing(root: Path, text: Path) -> None:
    assert run(text, *GIVEN).exit_code == 0
    found = check(root)
    assert found.problems
    marked = {(problem.file, str(at(root, problem.file, problem.pointer))) for problem in found.problems}
    assert {value for _, value in marked} <= {"?", "['?']", "{'basis': '?'}"}
    marks = {
        file
        for file, content in state(root).items()
        if content.startswith(b"{") and "?" in list(values(json.loads(content)))
    }
    assert {file for file, _ in marked} <= marks


def test_files_are_in_canonical_form(root: Path, text: Path) -> None:
    assert run(text, *GIVEN).exit_code == 0
    for path in (root / "dataset").rglob("*.json"):
        content = path.read_text(encoding="utf-8")
        assert content == json.dumps(json.loads(content), ensure_ascii=False, indent=2) + "\n"


FILLED = {"role": "initiator", "basis": "explicit", "realis": "hypothetical", "type": "AGREE"}


def decide(root: Path, sentences: list[dict[str, Any]]) -> None:
    """Put something that may stand there for every mark, in the way of a coder in a hurry, and leave all else.

    A claim is possible where a hedge was found and certain elsewhere. A name that was left open is its first actor's,
    and an actor that the text does not name goes.
    """
    numbers = count(1)
    for record in (EAST, STATE):
        record_id, path = record["id"], root / path_of(record["id"])
        meant = [
            name["mention"]
            for sentence in sentences
            for name in sentence["names"]
            if name["undecided"] and name["actors"][0] == record_id
        ]
        actor = json.loads(path.read_bytes())
        named = {actor["name"], *(alias["name"] for alias in actor["aliases"])}
        actor["aliases"] += [{"name": name, "kind": "spelling"} for name in sorted({m["name"] for m in meant} - named)]
        actor["mentions"] = sorted([*actor.get("mentions", []), *meant], key=lambda one: int(one["start"]))
        if actor["mentions"]:
            path.write_text(canonical_json(parse(json.dumps(actor))), encoding="utf-8")
        else:
            path.unlink()

    def filled(key: str, value: Any, kind: str) -> Any:
        if isinstance(value, dict):
            return {name: filled(name, one, kind) for name, one in value.items()}
        if isinstance(value, list):
            return [filled(key, one, kind) for one in value]
        if value != "?":
            return value
        if key in ("statement", "title", "licence"):
            return f"What was decided has the number {next(numbers)}{'.' if key == 'statement' else ''}"
        if key == "kind":
            return {"claim": "state", "source": "news"}[kind]
        return FILLED.get(key, "actor/northmark")

    for where in [entry.path for entry in record_files(Folder(root))]:
        plain = json.loads((root / where).read_bytes())
        if undecided(plain):
            if plain.get("when") == {"basis": "?"}:
                plain["when"]["basis"] = "none"
            hedged = any(one["role"] == "hedge" for one in plain.get("evidence", []))
            for step in plain.get("attribution", []):
                step["factuality"] = "PS+" if hedged else "CT+"
            plain["evidence"] = [one for one in plain.get("evidence", []) if one["role"] != "quotation"]
            filling = filled("", plain, plain["id"].partition("/")[0])
            content = {name: value for name, value in filling.items() if value != []}
            (root / where).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_decided_draft_passes_a_check_with_its_text(root: Path, tmp_path: Path, language: str) -> None:
    path = put(tmp_path, ENGLISH if language == "en" else OTHERS[language])
    done = run(path, *GIVEN[:2], "--language", language, *GIVEN[4:], "--format", "json")
    assert done.exit_code == 0, done.output
    decide(root, json.loads(done.output)["sentences"])
    problems = [(p.code, p.record, p.pointer, p.message) for p in fix(root, [path]).report.problems]
    assert [problem for problem in problems if problem[0] not in ("D003", "D004")] == []


def test_what_the_command_says(root: Path, text: Path, snapshot: SnapshotAssertion) -> None:
    planned = run(text, *GIVEN, "--dry-run")
    done = run(text, *GIVEN)
    assert (planned.exit_code, done.exit_code) == (0, 0)
    assert f"{planned.output}\n{done.output}".replace(str(root.parent), "…") == snapshot


def test_the_worksheet(root: Path, text: Path, snapshot: SnapshotAssertion) -> None:
    assert root.is_dir()
    assert run(text, *GIVEN).exit_code == 0
    assert (text.parent / f"{text.name}.worksheet.md").read_text(encoding="utf-8") == snapshot


def test_a_dry_run_writes_nothing_and_says_all_as_json(root: Path, text: Path) -> None:
    before = state(root.parent)
    done = run(text, *GIVEN, "--dry-run", "--format", "json")
    assert state(root.parent) == before
    said = json.loads(done.output)
    assert (said["source"], said["dry_run"], said["counts"]["claims"]) == ("source/new-2021", True, 7)
    written = json.loads(run(text, *GIVEN, "--format", "json").output)
    assert written["new"] == said["new"]
    assert all((root / path).is_file() for path in written["new"] + written["changed"])
    place = next(name for one in said["sentences"] for name in one["names"] if name["undecided"])
    assert set(place["mention"]) == {"start", "end", "source", "name"}


def test_a_name_comes_from_the_file_where_none_is_given(root: Path, text: Path) -> None:
    assert json.loads(run(text, "--dry-run", "--format", "json").output)["source"] == "source/bridge-talks-1"
    assert "name one with --id" in refused(put(root.parent, ENGLISH, "ტექსტი.txt"))
    assert run(text, "--id", "source/new-2021", "--dry-run").exit_code == 0


def test_what_is_not_given_is_marked(root: Path, text: Path) -> None:
    assert run(text, "--id", "new-2021").exit_code == 0
    source = json.loads((root / path_of("source/new-2021")).read_bytes())
    assert (source["authors"], source["publisher"], source["kind"]) == (["?"], "?", "?")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--id", "New 2021"], "is no identifier of a source"),
        (["--id", "a" * 81], "81 characters"),
        (["--id", "../../x"], "is no identifier of a source"),
        (["--published", "yesterday"], "--published: 'yesterday' is no date in EDTF"),
        (["--author", "actor/nobody"], "--author: there is no readable actor 'actor/nobody'"),
        (["--author", "event/x"], "--author: there is no readable actor"),
        (["--author", "actor/northmark", "--author", "actor/northmark"], "the same author is named twice"),
        (["--publisher", "actor/ada-example"], "is a person, and a body is wanted here"),
        (["--kind", "poem"], "--kind: 'poem' is none of opinion, news, statement, report, dataset"),
        (["--language", "English"], "--language: 'English' is no BCP 47 tag"),
        (["--data", "/"], "/ is no checkout"),
    ],
)
def test_an_option_that_does_not_hold_is_refused(root: Path, text: Path, options: list[str], message: str) -> None:
    before = state(root.parent)
    assert message in refused(text, *options)
    assert state(root.parent) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no words"),
        (b" \n\xef\xbb\xbf ", "holds no words"),
        (b"Caf\xe9", "is not UTF-8: unexpected end of data at byte 3"),
        ("Text".encode("utf-16"), "is not UTF-8"),
        (b"A\nB \x00 C", "holds a control character, U+0000, in line 2"),
        (b"\x89PNG\r\n", "is not UTF-8"),
        (b"<!DOCTYPE html><p>Text</p>", "is HTML or XML"),
        (b"\xef\xbb\xbf  <html lang='en'>", "is HTML or XML"),
        (b"a " * 1_100_000, "more than 2,097,152"),
        (b"One two.\n" * 3_600, "3,600 sentences"),
        (
            ("Northmark and Southmark met the River Commission in May to talk. " * 40 + "\n").encode() * 60,
            "more than a record may",
        ),
    ],
)
def test_what_is_no_text_is_refused(root: Path, tmp_path: Path, content: bytes, message: str) -> None:
    path = put(tmp_path, content)
    before = state(root.parent)
    assert message in refused(path, "--id", "x")
    assert state(root.parent) == before


def test_a_device_is_no_text(root: Path) -> None:
    assert root.is_dir()
    if Path("/dev/null").exists():
        assert "no regular file" in refused("/dev/null", "--id", "x")


def test_a_text_in_a_checkout_is_refused(root: Path, tmp_path: Path, text: Path) -> None:
    inside = root / "article.txt"
    inside.write_text(ENGLISH, encoding="utf-8")
    assert "lies in a checkout" in refused(inside, *GIVEN)
    other = copy_to(tmp_path / "other")
    (other / "article.txt").write_text(ENGLISH, encoding="utf-8")
    assert "lies in a checkout" in refused(other / "article.txt", *GIVEN)
    (root / "link.txt").symlink_to(text)
    assert "lies in a checkout" in refused(root / "link.txt", *GIVEN)
    outside = tmp_path / "texts" / "link.txt"
    outside.symlink_to(inside)
    assert "lies in a checkout" in refused(outside, *GIVEN)


def test_outside_of_a_checkout_one_must_be_named(root: Path, text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(text.parent)
    assert "you stand in no checkout" in refused(text, *GIVEN)
    assert run(text, *GIVEN, "--data", root / "dataset").exit_code == 0
    assert (root / path_of("source/new-2021")).is_file()


def test_nothing_is_overwritten(root: Path, text: Path, tmp_path: Path) -> None:
    assert run(text, *GIVEN).exit_code == 0
    before = state(root.parent)
    assert "the text is that of source/new-2021" in refused(text, "--id", "other")
    again = put(tmp_path, f"{ENGLISH}More.\n", "again.txt")
    assert "seeds/source/new-2021.json exists already" in refused(again, *GIVEN)
    (root / path_of("source/new-2021")).unlink()
    assert "dataset/records/claim/new-2021 exists already" in refused(again, *GIVEN)
    assert run(again, "--id", "other").exit_code == 0
    assert {
        path: content for path, content in state(root.parent).items() if path in before and "actor" not in path
    } == {path: content for path, content in before.items() if "actor" not in path and "source/new-2021" not in path}


def test_the_text_of_a_known_source_and_an_old_worksheet_are_refused(root: Path, tmp_path: Path) -> None:
    assert root.is_dir()
    known = put(tmp_path, EXAMPLE_TEXT.read_bytes())
    assert "the text is that of source/example-2020" in refused(known, "--id", "x")
    path = put(tmp_path, ENGLISH)
    (path.parent / f"{path.name}.worksheet.md").write_text("notes", encoding="utf-8")
    assert "may hold your notes" in refused(path, *GIVEN)


def test_broken_records_do_not_stand_in_the_way(root: Path, text: Path) -> None:
    (root / path_of("actor/northmark")).write_text("{", encoding="utf-8")
    (root / path_of("source/example-2020")).write_bytes(b"\xff")
    done = run(text, *GIVEN)
    assert done.exit_code == 0
    assert "dataset/records/actor/northmark.json does not read, so its names were not looked for" in done.output


def test_a_second_text_can_be_drafted_before_the_first_is_decided(root: Path, text: Path, tmp_path: Path) -> None:
    assert run(text, *GIVEN).exit_code == 0
    assert run(put(tmp_path, "Northmark met Southmark.\n", "b.txt"), "--id", "b").exit_code == 0
    mentions = json.loads((root / path_of("actor/northmark")).read_bytes())["mentions"]
    assert [m["source"] for m in mentions] == sorted(m["source"] for m in mentions)
    assert {m["source"] for m in mentions} == {"source/b", "source/example-2020", "source/new-2021"}


@pytest.mark.parametrize("failing", range(12))
def test_a_write_that_fails_leaves_everything_as_it_was(
    root: Path, text: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before = state(root.parent)
    folders = {path for path in root.parent.rglob("*") if path.is_dir()}
    calls = count()
    replace = Path.replace

    def fails(path: Path, target: Path) -> Path:
        if next(calls) >= failing:
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fails)
    assert "cannot be written: No space left on device; nothing was drafted" in refused(text, *GIVEN)
    assert state(root.parent) == before
    assert {path for path in root.parent.rglob("*") if path.is_dir()} == folders


def test_an_interrupt_leaves_everything_as_it_was(root: Path, text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(root.parent)

    def interrupted(_path: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    assert run(text, *GIVEN).exit_code == 1
    assert state(root.parent) == before


def test_what_somebody_else_wrote_in_the_meantime_stays(root: Path, text: Path) -> None:
    planned = drafting.plan(text, slug="new-2021", language="en")
    northmark = root / path_of("actor/northmark")
    northmark.write_text(northmark.read_text(encoding="utf-8").replace("Northmark", "Northmarch"), encoding="utf-8")
    before = state(root.parent)
    with pytest.raises(LedgerError, match=r"northmark.json was written by somebody else"):
        drafting.write(planned)
    assert state(root.parent) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind here")
def test_a_folder_that_may_not_be_written_is_told(root: Path, text: Path) -> None:
    text.parent.chmod(0o500)
    try:
        assert "cannot be written: Permission denied" in refused(text, *GIVEN)
    finally:
        text.parent.chmod(0o700)
    assert not (root / path_of("source/new-2021")).exists()


@pytest.mark.parametrize("package", ["sentencex", "babel"])
def test_a_missing_package_is_named(root: Path, text: Path, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    from caucasus_ledger.seeds import months

    load = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == package:
            raise ModuleNotFoundError(f"No module named '{package}'", name=package)
        return load(name, *rest, **more)

    months.months.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    assert root.is_dir()
    assert refused(text, *GIVEN) == f"drafting needs the package {package}: pip install 'caucasus-ledger[draft]'"
