"""Reproducibility: wheel, sdist and release have the same bytes wherever, however and by whomever they are built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Callable, Sequence
from compileall import compile_dir
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import ZipFile

import pytest

import caucasus_ledger
from caucasus_ledger.dataset.ledger import numbers, versions
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from repositories import as_it_stands, commit, git

HATCHLING = ("-m", "hatchling", "build", "--directory")
PIP = ("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", ".", "--wheel-dir")
RELEASE = """
import sys
from datetime import date
from pathlib import Path
from caucasus_ledger.dataset.release import build_release
build_release(Path(sys.argv[1]), "0.1.0", date(2020, 8, 1), Path(sys.argv[2]))
"""
HOOK = """
import os
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):
    def initialize(self, version, data):
        Path(self.root, "dataset", "where.py").write_text(os.environ["TZ"])
"""
"""What makes a build tell of the place where it was made."""

PACKAGE = str(Path(caucasus_ledger.__file__).parents[1])
OWN = ("PYTHON", "SOURCE_DATE_EPOCH", "TZ", "LC_", "LANG", "HOME", "GIT_", "COV_")
"""What a variable of this environment begins with that a build is not to get from it."""

needs_checkout = pytest.mark.skipif(not (PACKAGE_ROOT / ".git").exists(), reason="no git checkout: none to build from")


def turkish() -> str:
    """Return a locale in which an i has no dot above, if it is at hand, else one of every script."""
    at_hand = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    return next((name for name in at_hand if name.startswith("tr_TR")), "C.UTF-8")


def same(_: Path) -> None:
    """Leave a folder as it is."""


def touch(folder: Path) -> None:
    """Make every file of a folder older than the one before."""
    for age, path in enumerate(sorted(folder.rglob("*"))):
        os.utime(path, (age * 86_400, age * 86_400), follow_symlinks=False)


def change_modes(folder: Path) -> None:
    """Let everybody write, or nobody but the owner read, by turns; git knows of no more than whether a file runs."""
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if path.is_file() and not path.is_symlink() and not os.access(path, os.X_OK):
            path.chmod(0o666 if number % 2 else 0o400)


def write_anew(folder: Path) -> None:
    """Write the files of a folder again, the last first: a listing may then give them in another order."""
    before = folder.rename(folder.with_name("before"))
    for path in sorted(before.rglob("*"), reverse=True):
        if path.is_symlink() or path.is_file():
            target = folder / path.relative_to(before)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target, follow_symlinks=False)


def use(folder: Path) -> None:
    """Leave in a folder what work in it leaves: caches, an environment, an earlier build."""
    compile_dir(folder / "dataset", quiet=2)
    for path in (".venv/bin/python", "dist/old.whl", "build/lib/old.py", ".mypy_cache/old.json", "dataset/.a.mending"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("old", encoding="utf-8")


def forget(folder: Path) -> None:
    """Make a clone what an exported archive is: files without a repository."""
    shutil.rmtree(folder / ".git", ignore_errors=True)


@dataclass(frozen=True)
class Place:
    """What differs from one place to another where something is built, and must not show."""

    environment: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    folder: str = "ledger"
    prepare: Callable[[Path], None] = same


PLACES = {
    "umask 022, UTC, C": Place({"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}),
    "umask 077, date line, deep folder": Place(
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 0o077, "a folder/Գիրք/ledger"
    ),
    "umask 000, Newfoundland, Turkish": Place(
        {"TZ": "America/St_Johns", "LC_ALL": turkish(), "PYTHONHASHSEED": "4294967295"}, 0o000
    ),
    "other times of files": Place(prepare=touch),
    "other modes of files": Place(prepare=change_modes),
    "other order of files": Place(prepare=write_anew),
}
CLONES = {
    "with what work leaves": Place(prepare=use),
    "without a repository": Place(prepare=forget),
    "git that ends lines as Windows does": Place(
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.autocrlf", "GIT_CONFIG_VALUE_0": "true"}
    ),
}


def run(place: Place, folder: Path, command: Sequence[str | Path]) -> None:
    """Run a command in a place, with nothing of this environment that could show."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    done = subprocess.run(
        command,
        cwd=folder / place.folder if (folder / place.folder).exists() else folder,
        env=inherited | {"HOME": str(home)} | place.environment,
        umask=place.umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_it_stands(tmp_path_factory.mktemp("origin") / "ledger")


@pytest.fixture(scope="module")
def built(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a wheel and an sdist that were built where nothing is special."""
    folder = tmp_path_factory.mktemp("built")
    build(Place(), origin, folder)
    return folder / "dist"


def build(
    place: Place, origin: Path, folder: Path, python: str = sys.executable, how: tuple[str, ...] = HATCHLING
) -> dict[str, str]:
    """Clone a repository into a place, build there, and return the digest of each file that came out."""
    (folder / place.folder).parent.mkdir(parents=True, exist_ok=True)
    run(place, folder, ["git", "clone", "--quiet", f"file://{origin}", folder / place.folder])
    place.prepare(folder / place.folder)
    run(place, folder, [python, *how, folder / "dist"])
    return digests(folder / "dist")


@needs_checkout
@pytest.mark.parametrize("name", PLACES | CLONES)
def test_wheel_and_sdist_are_the_same_from_every_place(name: str, origin: Path, built: Path, tmp_path: Path) -> None:
    found = build((PLACES | CLONES)[name], origin, tmp_path)
    assert sorted(Path(path).suffix for path in found) == [".gz", ".whl"]
    assert found == digests(built)


@needs_checkout
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_wheel_and_sdist_are_the_same_from_every_python(
    version: str, origin: Path, built: Path, tmp_path: Path
) -> None:
    python = f"python{version}"
    chosen = {"PYENV_VERSION": version, "PYTHONPATH": sysconfig.get_path("purelib")}
    if shutil.which(python) is None or subprocess.run([python, "-V"], env=os.environ | chosen, check=False).returncode:
        pytest.skip(f"there is no {python} here")
    assert build(Place(chosen), origin, tmp_path, python) == digests(built)


@needs_checkout
def test_another_front_end_makes_the_same_wheel(origin: Path, built: Path, tmp_path: Path) -> None:
    found = build(Place(), origin, tmp_path, how=PIP)
    assert found == {path: digest for path, digest in digests(built).items() if path.endswith(".whl")}


@needs_checkout
def test_the_sdist_makes_the_wheel_of_the_repository(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    run(Place(folder=folder.name), tmp_path, [sys.executable, *HATCHLING, tmp_path / "dist"])
    assert digests(tmp_path / "dist") == digests(built)


@needs_checkout
def test_a_build_has_every_file_of_every_release_and_none_that_is_not_in_the_repository(
    origin: Path, built: Path
) -> None:
    tracked = git(origin, "ls-files", "-z").split("\0")
    (sdist,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
    with tarfile.open(sdist) as archive:
        assert {member.type for member in archive.getmembers()} == {tarfile.REGTYPE}
        held = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert held - {*tracked} == {"PKG-INFO"}
    places = {path.removeprefix("src/caucasus_ledger/").removeprefix("caucasus_ledger/") for path in tracked}
    names = ZipFile(wheel).namelist()
    released = {path for path in tracked if path.startswith("dataset/releases/")}
    assert released - held == {path for path in released if f"caucasus_ledger/{path}" not in names} == set()
    info = f"{wheel.name.rpartition('-py3-')[0]}.dist-info"
    made = {f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    licences = {f"{info}/licenses/{name}" for name in ("LICENSE", "LICENSE-DATA")}
    assert {name.removeprefix("caucasus_ledger/") for name in names} - places == made | licences


def build_for_release(root: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHON": sys.executable, "SOURCE_DATE_EPOCH": "1700000000"}
    command = [root / ".ci" / "build", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@needs_checkout
def test_the_build_of_a_release_is_that_of_anybody_and_has_the_data_as_they_are(
    origin: Path, built: Path, tmp_path: Path
) -> None:
    done = build_for_release(origin, tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert digests(tmp_path / "out" / "dist") == digests(built)
    (archive,) = (tmp_path / "out" / "data").iterdir()
    shutil.unpack_archive(archive, tmp_path / "data")
    version = archive.stem.rpartition("-")[2]
    assert digests(tmp_path / "data" / f"caucasus-ledger-{version}") == digests(origin / "dataset/releases" / version)
    files = {path: digest for path, digest in digests(tmp_path / "out").items() if path != "SHA256SUMS"}
    assert dict(line.split("  ")[::-1] for line in done.stdout.splitlines()) == files
    assert (tmp_path / "out" / "SHA256SUMS").read_text(encoding="utf-8") == done.stdout


@needs_checkout
def test_a_release_that_is_another_elsewhere_is_not_built(origin: Path, tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    git(tmp_path, "clone", "--quiet", str(origin), str(root))
    (root / "hatch_build.py").write_text(HOOK, encoding="utf-8")
    with (root / "pyproject.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[tool.hatch.build.hooks.custom]\n")
    commit(root)
    done = build_for_release(root, tmp_path / "out")
    assert done.returncode == 1
    assert "the two builds differ" in done.stderr
    assert not (tmp_path / "out").exists()
    assert build_for_release(root, tmp_path / "out", "HEAD^").returncode == 0


@needs_checkout
def test_what_has_no_version_for_a_name_is_no_release(origin: Path, tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    git(tmp_path, "clone", "--quiet", str(origin), str(root))
    newest = max(numbers(version) for version in versions())
    for name in ("next", "99.0", "99.0.0rc1", "99.0.0-draft", "v99.0.0"):
        (root / "dataset" / "releases" / name).mkdir()
        (root / "dataset" / "releases" / name / "file").write_text("", encoding="utf-8")
    (root / "dataset" / "releases" / "99.9.9").write_text("", encoding="utf-8")
    commit(root)
    assert build_for_release(root, tmp_path / "out").returncode == 0
    (archive,) = (tmp_path / "out" / "data").iterdir()
    assert archive.name == f"caucasus-ledger-data-{'.'.join(map(str, newest))}.zip"


@needs_checkout
@pytest.mark.parametrize(
    ("words", "told"),
    [([], "which folder?"), (["."], "is there already"), (["out", "v9.9.9"], "no revision v9.9.9")],
)
def test_what_cannot_be_built_is_told(words: list[str], told: str, origin: Path) -> None:
    done = build_for_release(origin, *words)
    assert done.returncode != 0
    assert told in done.stderr


@pytest.mark.parametrize("name", PLACES)
def test_a_release_is_the_same_from_every_place(name: str, example: Path, release: Path, tmp_path: Path) -> None:
    place = replace(PLACES[name], environment=PLACES[name].environment | {"PYTHONPATH": PACKAGE})
    root = tmp_path / place.folder
    shutil.copytree(example, root)
    place.prepare(root)
    target = tmp_path / "deep" / "er" / "0.1.0"
    run(place, tmp_path, [sys.executable, "-W", "error", "-c", RELEASE, root, target])
    assert digests(target) == digests(release)
