"""The command `caucasus agreement`: what it prints in each format, and with which exit code."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from caucasus_ledger.dataset.records import read_records
from caucasus_ledger.face import intercoder
from caucasus_ledger.face.cli import main
from copies import change, copy_to, deny_reading
from invented import edited

HEAVY = {"pyarrow", "pandera", "narwhals", "pandas", "numpy", "polars", "edtf"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the example ledger, with another coding of its source in b.jsonl."""
    root = copy_to(tmp_path)
    monkeypatch.chdir(root)
    records = edited([record for record in read_records(root) if "retracted" not in record])
    (root / "b.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return root


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["agreement", *arguments], prog_name="caucasus", terminal_width=100)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def out(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


@pytest.mark.usefixtures("root")
def test_two_codings_that_differ_are_no_error() -> None:
    shown = out(".", "b.jsonl", "--resamples", "20", "--list", "2")
    assert shown.startswith("Agreement of two codings of source/example-2020\n")
    assert "in the order of the text" in shown
    assert shown.endswith("a file of decisions to fill in.\n")


@pytest.mark.usefixtures("root")
def test_every_format_is_that_of_the_report() -> None:
    one = intercoder.report(".", "b.jsonl", resamples=5, seed=7, overlap=0.3)
    options = ("--resamples", "5", "--seed", "7", "--overlap", "0.3")
    for form, shown in intercoder.FORMS.items():
        assert out(".", "b.jsonl", *options, "--format", form) == shown(one) + "\n"


@pytest.mark.usefixtures("root")
def test_the_json_can_be_read() -> None:
    found: dict[str, Any] = json.loads(out(".", "b.jsonl", "--resamples", "0", "--format", "json"))
    assert found["source"] == "source/example-2020"
    assert [json.loads(line) for line in out(".", "b.jsonl", "--format", "jsonl").splitlines()] == found[
        "disagreements"
    ]


@pytest.mark.usefixtures("root")
def test_of_nothing_that_differs_there_are_no_lines() -> None:
    assert out(".", ".", "--format", "jsonl") == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["."], "Missing argument 'B'"),
        ([".", "none.jsonl"], "'none.jsonl' is neither a file of JSON Lines"),
        ([".", "b.jsonl", "--source", "other"], "source/other is not coded by both"),
        ([".", "b.jsonl", "--overlap", "nan"], "the least overlap is more than 0 and at most 1, not nan"),
        ([".", "b.jsonl", "--overlap", "0"], "the least overlap is more than 0 and at most 1, not 0.0"),
        ([".", "b.jsonl", "--overlap", "1.1"], "not 1.1"),
        ([".", "b.jsonl", "--resamples", "-1"], "-1 is not in the range"),
        ([".", "b.jsonl", "--resamples", "100001"], "100001 is not in the range"),
        ([".", "b.jsonl", "--format", "xml"], "'xml' is not one of"),
    ],
)
@pytest.mark.usefixtures("root")
def test_bad_usage_is_told(arguments: list[str], said: str) -> None:
    assert said in refused(*arguments)


def test_the_ledger_for_the_source_is_opened_where_the_codings_lack_it(root: Path) -> None:
    assert out(".", ".", "--data", "9.9.9")
    for name in ("a.jsonl", "b.jsonl"):
        records = [record for record in read_records(root) if not record["id"].startswith("source/")]
        (root / name).write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    assert "9.9.9 is neither a release" in refused("a.jsonl", "b.jsonl", "--data", "./9.9.9")
    assert '"sentences": 9' in out("a.jsonl", "b.jsonl", "--data", ".", "--format", "json")


def test_a_file_that_cannot_be_read_is_told_with_its_place(root: Path) -> None:
    with (root / "b.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"id": "actor/a",}\n')
    assert f"Error: b.jsonl:{len((root / 'b.jsonl').read_text().splitlines())}:18: a comma stands" in refused(
        ".", "b.jsonl"
    )


def test_a_record_that_is_not_valid_is_named_and_no_error(root: Path) -> None:
    change(root, "claim/example-2020/005", kind="causal")
    shown = out(".", "b.jsonl", "--resamples", "0")
    assert "1 record of A compared as coded, against coding rules: claim/example-2020/005" in " ".join(shown.split())


def test_a_folder_that_may_not_be_read_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deny_reading(root, monkeypatch)
    assert ": Permission denied" in refused(str(root), "b.jsonl")


def test_the_defaults_are_those_of_the_report() -> None:
    wanted = {name: one.default for name, one in inspect.signature(intercoder.report).parameters.items()}
    options = {one.name: one.default for one in main.commands["agreement"].params if isinstance(one, click.Option)}
    assert {name: options[name] for name in ("overlap", "resamples", "seed")} == {
        name: wanted[name] for name in ("overlap", "resamples", "seed")
    }
    assert options["listed"] == intercoder.LISTED
    (form,) = [one.type for one in main.commands["agreement"].params if one.name == "form"]
    assert isinstance(form, click.Choice)
    assert set(form.choices) == {"text", *intercoder.FORMS}


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "decisions"])
def test_it_loads_no_tables(root: Path, form: str) -> None:
    program = (
        "import sys\nfrom caucasus_ledger.face.cli import main\n"
        f"main(['agreement', '.', 'b.jsonl', '--resamples', '0', '--format', {form!r}], standalone_mode=False)\n"
        "print('\\n' + ' '.join(name.partition('.')[0] for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert not set(done.stdout.splitlines()[-1].split()) & HEAVY
