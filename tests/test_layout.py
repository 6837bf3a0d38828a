"""Layout: four folders at the top of the repository are one package once installed, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINKED = ("schema", "seeds", "dataset", "validators")
NOT_TO_BE_HAD = ("No matching distribution found", "ConnectionError", "Could not connect", "Max retries exceeded")

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="no checkout: tests of a copy alone")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if any(text in run.stderr for text in NOT_TO_BE_HAD):
        pytest.skip("the build backend is not to be had: no network or package index")
    assert run.returncode == 0, run.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def run_with(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {code}"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_every_place_in_the_wheel_has_its_folder() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    sources = build["wheel"]["sources"]
    assert [folder for folder in sources if not (ROOT / folder).is_dir()] == []
    assert sources == {"src/caucasus_ledger": "caucasus_ledger"} | {
        folder: f"caucasus_ledger/{folder}" for folder in LINKED
    }
    for target in ("wheel", "sdist"):
        assert [path for path in build[target]["only-include"] if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("folder", LINKED)
def test_a_link_under_src_leads_to_its_folder(folder: str) -> None:
    link = ROOT / "src" / "caucasus_ledger" / folder
    assert link.is_symlink()
    assert link.readlink() == Path("..", "..", folder)
    assert link.resolve() == ROOT / folder


def test_the_wheel_holds_one_package(wheel: Path) -> None:
    top = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}
    assert {name for name in top if not name.endswith(".dist-info")} == {"caucasus_ledger"}


def test_the_wheel_holds_every_module_and_record(wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())
    found = [path.relative_to(ROOT) for folder in LINKED for path in (ROOT / folder).rglob("*")]
    wanted = {f"caucasus_ledger/{path.as_posix()}" for path in found if path.suffix in (".py", ".json", ".parquet")}
    assert wanted - held == set()
    assert "caucasus_ledger/py.typed" in held


def test_the_wheel_carries_the_releases(installed: Path) -> None:
    releases = ROOT / "dataset" / "releases"
    names = sorted(path.parent.name for path in releases.glob("*/manifest.json"))
    run = run_with(installed, "import caucasus_ledger as cl; print(*sorted(cl.versions()))")
    assert (run.stdout.split(), run.stderr) == (names, "")


def test_the_package_is_the_installed_one(installed: Path) -> None:
    run = run_with(installed, "import caucasus_ledger.schema as s; print(s.__file__)")
    assert run.stdout.strip() == str(installed / "caucasus_ledger" / "schema" / "__init__.py")


@pytest.mark.parametrize("name", LINKED)
def test_no_folder_is_a_package_of_its_own(name: str, installed: Path) -> None:
    run = run_with(installed, f"import {name}; print({name}.__file__)")  # somebody else's package may have the name
    assert f"No module named '{name}'" in run.stderr or not run.stdout.startswith(str(installed))
