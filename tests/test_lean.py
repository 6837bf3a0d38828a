"""Lean: heavy packages that are merely installed are not imported by a check, and are there again afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from caucasus_ledger.face import lean
from caucasus_ledger.face.lean import HEAVY, lean_imports

CHECK = """
import json, sys
from caucasus_ledger.face.cli import main
{before}
meta_path = list(sys.meta_path)
try:
    main(["check"], standalone_mode=False, obj={own_process})
except SystemExit as end:
    assert end.code == 0
assert sys.meta_path == meta_path
{after}
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""


def modules(folder: Path, before: str = "", after: str = "", *, own_process: bool = True) -> set[str]:
    program = CHECK.format(before=before, after=after, own_process=own_process)
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("All is well")
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_check_imports_no_heavy_package(example: Path) -> None:
    assert find_spec("pandas")
    found = modules(example)
    assert {"pandera", "pyarrow", "narwhals"} <= found
    assert not found & HEAVY


def test_a_check_within_another_program_hides_nothing(example: Path) -> None:
    after = "import caucasus_ledger as cl; assert len(cl.load('./').to_pandas('actors'))"
    assert {"pandas", "numpy"} <= modules(example, after=after, own_process=False)


def test_nothing_is_hidden_when_a_heavy_package_is_imported_already(example: Path) -> None:
    assert "pandas" in modules(example, before="import pandas")


@pytest.fixture
def none_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lean, "HEAVY", frozenset({"colorsys"}))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)


@pytest.mark.usefixtures("none_imported")
def test_a_heavy_package_is_absent_while_the_block_runs() -> None:
    with lean_imports():
        with pytest.raises(ModuleNotFoundError, match=r"^No module named 'colorsys'$") as caught:
            import_module("colorsys")
        assert caught.value.name == "colorsys"
        assert import_module("wave")
    assert import_module("colorsys")


@pytest.mark.usefixtures("none_imported")
def test_the_finder_goes_even_if_the_block_fails() -> None:
    before = list(sys.meta_path)
    with pytest.raises(ZeroDivisionError), lean_imports():
        raise ZeroDivisionError
    assert sys.meta_path == before


@pytest.mark.usefixtures("none_imported")
def test_nothing_is_hidden_if_one_was_imported() -> None:
    import_module("colorsys")
    before = list(sys.meta_path)
    with lean_imports():
        assert sys.meta_path == before
