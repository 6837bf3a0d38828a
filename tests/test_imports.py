"""Imports run one way, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import caucasus_ledger

PACKAGE = Path(caucasus_ledger.__file__).parent
LAYERS = ("schema", "seeds", "dataset", "validators", "face")
FOUND = [*PACKAGE.glob("*.py"), *(path for layer in LAYERS for path in (PACKAGE / layer).rglob("*.py"))]
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in FOUND)
HEAVY = {"pydantic", "pyarrow", "pandera", "pandas", "numpy", "polars", "duckdb", "narwhals", "edtf", "click"}


def layer_of(name: str) -> str:
    """Return the layer of a dotted name within the package; what stands beside the four folders is the face."""
    first = name.partition(".")[0]
    return first if first in LAYERS else "face"


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted name, within the package, of everything that a module imports from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.partition(".")[2] for name in names if name.partition(".")[0] == PACKAGE.name)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_its_layer_and_those_below(module: str) -> None:
    own = layer_of(module.replace("/", ".").removesuffix(".py"))
    allowed = LAYERS[: LAYERS.index(own) + 1]
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    assert [name for name in imported(tree) if layer_of(name) not in allowed] == []


def test_every_layer_is_looked_at() -> None:
    assert {layer_of(module.replace("/", ".")) for module in MODULES} == set(LAYERS)


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after running the code."""
    command = [sys.executable, "-c", f"{code}\nimport sys\nprint(*(name.partition('.')[0] for name in sys.modules))"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    environment["PYTHONPATH"] = str(PACKAGE.parent)
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return set(run.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded("import caucasus_ledger") & HEAVY == set()


def test_opening_a_ledger_and_listing_it_loads_nothing_heavy(release: Path) -> None:
    code = "import caucasus_ledger as cl; ledger = cl.load({!r}); str((ledger, ledger.claims.ids, ledger.fingerprint))"
    assert loaded(code.format(str(release))) & HEAVY == set()


def test_the_schema_needs_pydantic_alone() -> None:
    found = loaded("import caucasus_ledger.schema")
    assert "pydantic" in found
    assert found & (HEAVY - {"pydantic"}) == set()


def test_records_load_no_tables(release: Path) -> None:
    found = loaded(f"import caucasus_ledger as cl; list(cl.load({str(release)!r}).claims)")
    assert found & {"pyarrow", "pandas", "numpy", "polars", "edtf"} == set()


def test_a_released_table_loads_no_data_frame_library(release: Path) -> None:
    found = loaded(f"import caucasus_ledger as cl; cl.load({str(release)!r}).table('claims')")
    assert found & {"pandera", "pandas", "polars", "narwhals", "edtf"} == set()
