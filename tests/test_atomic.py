"""Atomic: whatever happens while files are replaced, each is old or new, whole, and nothing else is left."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caucasus_ledger.dataset.atomic import Replacement, replace_all
from caucasus_ledger.dataset.records import RECORDS
from caucasus_ledger.dataset.store import LedgerError

A, B, C, NEW = (f"{RECORDS}/actor/{name}.json" for name in ("a", "b", "c", "new"))
OLD_BYTES, NEW_BYTES, STAMP = b"old\n" * 5, b"new\n" * 9, b"stamp\n"
RENAMED = Replacement(B, OLD_BYTES, NEW_BYTES, NEW, STAMP)
ALL = (Replacement(A, OLD_BYTES, NEW_BYTES, A), RENAMED, Replacement(C, OLD_BYTES, NEW_BYTES, C))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in (A, B, C):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(OLD_BYTES)
    return tmp_path


def state(root: Path) -> dict[str, str]:
    """Return what each file below the root holds, hidden ones included."""
    names = {OLD_BYTES: "old", NEW_BYTES: "new", STAMP: "stamp"}
    files = [path for path in root.rglob("*") if not path.is_dir()]
    return {path.relative_to(root).as_posix(): names.get(path.read_bytes(), "neither") for path in files}


def test_files_are_replaced_and_moved(root: Path) -> None:
    replace_all(root, ALL)
    assert state(root) == {A: "new", NEW: "new", C: "new"}


def test_nothing_is_written_where_nothing_changes(root: Path) -> None:
    def written() -> tuple[int, int, int]:
        found = (root / A).stat()
        return found.st_ino, found.st_mtime_ns, found.st_ctime_ns

    before = written()
    replace_all(root, [Replacement(A, OLD_BYTES, OLD_BYTES, A)])
    replace_all(root, [])
    assert written() == before


def test_a_file_that_already_says_where_it_goes_only_moves(root: Path) -> None:
    replace_all(root, [Replacement(A, OLD_BYTES, OLD_BYTES, NEW)])
    assert state(root) == {NEW: "old", B: "old", C: "old"}


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_a_file_keeps_its_permissions(root: Path, mode: int) -> None:
    (root / A).chmod(mode)
    (root / B).chmod(mode)
    replace_all(root, ALL)
    assert {stat.S_IMODE((root / path).stat().st_mode) for path in (A, NEW)} == {mode}


def test_a_file_that_changed_since_is_left_alone_and_so_are_the_others(root: Path) -> None:
    (root / C).write_bytes(b"of somebody else")
    with pytest.raises(LedgerError, match=r"c\.json was changed by somebody else.*; nothing was changed"):
        replace_all(root, ALL)
    assert state(root) == {A: "old", B: "old", C: "neither"}


def test_a_file_that_vanished_is_not_made_anew(root: Path) -> None:
    (root / C).unlink()
    with pytest.raises(LedgerError, match="nothing was changed"):
        replace_all(root, ALL)
    assert state(root) == {A: "old", B: "old"}


def test_a_file_is_not_moved_to_where_another_is(root: Path) -> None:
    (root / NEW).write_bytes(b"of somebody else")
    with pytest.raises(LedgerError, match=r"new\.json came to be"):
        replace_all(root, ALL)
    assert state(root) == {A: "old", B: "old", C: "old", NEW: "neither"}


def test_a_file_that_comes_to_be_meanwhile_is_not_overwritten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def and_make_another(path: Path, target: Path) -> Path:
        (root / NEW).write_bytes(b"of somebody else")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", and_make_another)
    with pytest.raises(LedgerError, match="what was written before it is whole"):
        replace_all(root, ALL)
    assert state(root) == {A: "new", B: "new", C: "new", NEW: "neither"}


def test_a_file_that_changes_at_the_last_moment_is_left_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def and_change_another(path: Path, target: Path) -> Path:
        (root / C).write_bytes(b"of somebody else")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", and_change_another)
    with pytest.raises(LedgerError, match="what was written before it is whole"):
        replace_all(root, ALL)
    assert state(root) == {A: "new", B: "new", C: "neither"}


def test_a_link_is_not_written_through(root: Path) -> None:
    (root / "secret").write_bytes(OLD_BYTES)
    (root / A).unlink()
    (root / A).symlink_to(root / "secret")
    with pytest.raises(LedgerError, match=r"a\.json cannot be written"):
        replace_all(root, ALL)
    assert (root / "secret").read_bytes() == OLD_BYTES
    assert (root / A).is_symlink()


def _failing(call: Any, step: int, error: BaseException) -> Callable[..., Any]:
    """Return the function, failing at the step of that number, counted from 0."""
    left = step

    def fail(*arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise error
        return call(*arguments, **options)

    return fail


FULL = OSError(28, "No space left on device")
READ_ONLY = PermissionError(13, "Permission denied")
STEPS = [
    *((os, "fsync", step, FULL) for step in range(3)),
    *((tempfile, "mkstemp", step, READ_ONLY) for step in range(3)),
    *((Path, "replace", step, READ_ONLY) for step in range(3)),
    *((Path, "chmod", step, READ_ONLY) for step in range(3)),
    *((Path, "rename", step, FULL) for step in range(1)),
    *((Path, "open", step, FULL) for step in range(3)),
    *((Path, "replace", step, KeyboardInterrupt()) for step in range(3)),
    *((os, "fsync", step, KeyboardInterrupt()) for step in range(3)),
]


@pytest.mark.parametrize("fault", STEPS)
def test_a_failure_at_any_step_leaves_every_file_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch, fault: tuple[Any, str, int, BaseException]
) -> None:
    owner, name, step, error = fault
    monkeypatch.setattr(owner, name, _failing(getattr(owner, name), step, error))
    kind = LedgerError if isinstance(error, OSError) else type(error)
    with pytest.raises(kind) as caught:
        replace_all(root, ALL)
    monkeypatch.undo()
    if kind is LedgerError:
        assert "\n" not in str(caught.value)
        assert str(error.strerror) in str(caught.value)  # type: ignore[attr-defined]
    found = state(root)
    assert set(found) == {A, B, C}
    assert "neither" not in found.values()


def test_a_disk_that_fills_up_changes_nothing(root: Path) -> None:
    """The limit on the size of a file stands for the end of the disk."""
    resource = pytest.importorskip("resource")
    code = (
        "import resource; from pathlib import Path; from caucasus_ledger.dataset.atomic import *;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (25, 25)); root = Path({str(root)!r});"
        f"small = Replacement({A!r}, {OLD_BYTES!r}, b'short', {A!r});"
        f"large = Replacement({C!r}, {OLD_BYTES!r}, {NEW_BYTES!r}, {C!r}); replace_all(root, [small, large])"
    )
    assert resource
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "LedgerError" in done.stderr.splitlines()[-1]
    assert "nothing was changed" in done.stderr.splitlines()[-1]
    assert state(root) == {A: "old", B: "old", C: "old"}


KILLED = """
import os, signal, sys
from pathlib import Path
from caucasus_ledger.dataset import atomic
name, step = sys.argv[2], int(sys.argv[3])
owner = os if name == "fsync" else Path
call, left = getattr(owner, name), step
def die(*arguments, **options):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*arguments, **options)
setattr(owner, name, die)
old, new = b"old\\n" * 5, b"new\\n" * 9
paths = [f"dataset/records/actor/{name}.json" for name in ("a", "b", "c")]
moved = [paths[0], "dataset/records/actor/new.json", paths[2]]
atomic.replace_all(Path(sys.argv[1]), [atomic.Replacement(p, old, new, to) for p, to in zip(paths, moved)])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing can be killed so here")
@pytest.mark.parametrize(
    ("name", "step"),
    [("fsync", 0), ("fsync", 2), ("replace", 0), ("replace", 1), ("replace", 2), ("rename", 0), ("fsync", 3)],
)
def test_a_process_that_is_killed_leaves_every_file_whole(root: Path, name: str, step: int) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", KILLED, str(root), name, str(step)]
    done = subprocess.run(command, check=False, env=environment)
    assert done.returncode == -signal.SIGKILL
    left = {path: what for path, what in state(root).items() if not path.endswith(".mending")}
    assert set(left) in ({A, B, C}, {A, NEW, C})
    assert "neither" not in left.values()
    replace_all(root, [])
    assert state(root) == left


def test_what_only_looks_left_behind_is_not_cleared_away(root: Path) -> None:
    kept = (".mending", ".a1234567.mending.json", "x1234567.mending", ".A-234567.mending", ".a.mending")
    for name in kept:
        (root / RECORDS / name).touch()
    (root / RECORDS / ".a1234567.mending").symlink_to(root / A)
    (root / RECORDS / ".b1234567.mending").touch()
    replace_all(root, [])
    assert {path.name for path in (root / RECORDS).iterdir()} == {*kept, ".a1234567.mending", "actor"}
