"""Start-up: what is asked for comes without waiting for what is not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"pydantic", "pydantic_core", "pyarrow", "pandera", "narwhals", "pandas", "numpy", "polars"}
RUN = "from caucasus_ledger.face.cli import main; main({}, standalone_mode=False)"


def modules(program: str, folder: Path) -> set[str]:
    ending = "; import json, sys; print(json.dumps(sorted(sys.modules)))"
    command = [sys.executable, "-W", "error", "-c", program + ending]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"], ["show", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str], example: Path) -> None:
    assert not modules(RUN.format(arguments), example) & HEAVY


def test_the_package_imports_nothing_heavy(example: Path) -> None:
    assert not modules("import caucasus_ledger as cl; cl.versions(); cl.LedgerError", example) & HEAVY


def test_a_ledger_is_opened_and_listed_without_anything_heavy(release: Path) -> None:
    program = "from pathlib import Path; import caucasus_ledger as cl; cl.load(Path()).claims.ids"
    assert not modules(program, release) & HEAVY


@pytest.mark.parametrize("arguments", [["show", "southmark"], ["coverage"]])
def test_a_page_needs_pydantic_but_no_tables(arguments: list[str], release: Path) -> None:
    program = (
        f"import contextlib\nwith contextlib.suppress(SystemExit):\n  {RUN.format([*arguments, '--data', './'])}\nNone"
    )
    assert modules(program, release) & HEAVY == {"pydantic", "pydantic_core"}
