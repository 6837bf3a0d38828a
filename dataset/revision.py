"""Revision: the files of a ledger as git holds them, read without a checkout and without their history."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile

from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tree import Entry, FileKind

_GIT_KINDS: dict[str, FileKind] = {
    "100644": "plain",
    "100664": "plain",
    "100755": "executable",
    "120000": "link",
    "160000": "submodule",
}


_COMMIT = re.compile("[0-9a-f]{40,64}")
_OURS = ("dataset", "seeds", "CHANGELOG.md")
"""What a ledger has; the rest of a repository is not listed."""

_MOST_OUTPUT = 32 * 2**20
"""Bytes that git may answer with; trees can be made to unfold without end."""

_BATCH = 500
"""Files asked of git at once, so that the answer does not fill the memory."""


class Revision:
    """The files of a revision in git, read from its object store: nothing is checked out, and no history is needed.

    Raises LedgerError if the folder is in no repository, or the repository does not hold the revision.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.root = root
        self.revision = revision
        self.commit = self._resolve(revision)

    @property
    def name(self) -> str:
        """The revision as it was asked for, with the beginning of its digest."""
        short = self.commit[:12]
        return short if self.commit.startswith(self.revision) else f"{self.revision} ({short})"

    def entries(self, folder: str) -> Iterator[Entry]:
        """Yield every file below a folder, sorted by path."""
        yield from (entry for path, (_, entry) in sorted(self._listing.items()) if path.startswith(f"{folder}/"))

    def entry(self, path: str) -> Entry | None:
        """Return what is at a path; None if nothing or a folder is."""
        found = self._listing.get(path)
        return found[1] if found else None

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of each of the files that the revision holds."""
        known = [path for path in paths if path in self._listing and self._listing[path][1].kind != "submodule"]
        for start in range(0, len(known), _BATCH):
            yield from self._batch(known[start : start + _BATCH])

    def _batch(self, paths: list[str]) -> Iterator[tuple[str, bytes]]:
        asked = "".join(f"{self._listing[path][0]}\n" for path in paths)
        answer = git(self.root, "cat-file", "--batch", given=asked.encode())
        position = 0
        for path in paths:
            end = answer.index(b"\n", position)
            size = int(answer[position:end].rpartition(b" ")[2])
            yield path, answer[end + 1 : end + 1 + size]
            position = end + size + 2

    @cached_property
    def _listing(self) -> dict[str, tuple[str, Entry]]:
        """The digest and the entry of every file below the root."""
        found: dict[str, tuple[str, Entry]] = {}
        listing = git(self.root, "ls-tree", "-r", "-l", "-z", self.commit, "--", *_OURS)
        for line in listing.split(b"\0")[:-1]:
            facts, _, name = line.partition(b"\t")
            mode, _, digest, size = facts.decode().split()
            path = os.fsdecode(name)
            kind = _GIT_KINDS.get(mode, "device")
            found[path] = digest, Entry(path, kind, int(size) if size.isdigit() else 0)
        return found

    def _resolve(self, revision: str) -> str:
        if run_git(self.root, "rev-parse", "--git-dir").returncode:
            raise LedgerError(f"{self.root} is in no git repository, so it has no revision '{revision}'")
        found = run_git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found.returncode or not _COMMIT.fullmatch(found.stdout.decode().strip()):
            raise LedgerError(
                f"the repository holds no revision '{revision}'; if the clone is shallow, fetch it first: "
                f"git fetch --depth=1 origin {revision.removeprefix('origin/') or 'BRANCH'}"
            )
        return found.stdout.decode().split()[-1]


def common_ancestor(root: Path, one: str, other: str) -> str | None:
    """Return the commit where two revisions parted; None where the history at hand does not reach so far back."""
    found = run_git(root, "merge-base", "--end-of-options", one, other)
    return found.stdout.decode().strip() or None


def changed_in_folder(root: Path, base: Revision, new_in: Sequence[str]) -> list[str]:
    """Return the paths below the root that differ between a revision and the working files.

    Files that git does not know yet are among them where they lie below the folders in `new_in`.
    """
    changed = git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", base.commit, "--", ".")
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *new_in)
    return sorted({os.fsdecode(path) for path in (changed + new).split(b"\0") if path})


def changed_between(base: Revision, tip: Revision) -> list[str]:
    """Return the paths below the root that differ between two revisions, in content or in kind."""
    changed = git(tip.root, "diff-tree", "-r", "--name-only", "--relative", "-z", base.commit, tip.commit)
    return sorted({os.fsdecode(path) for path in changed.split(b"\0") if path})


def run_git(root: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git below a folder, deaf to settings of the environment that would change what it says.

    Raises LedgerError if git is not installed, or answers with more than 32 MiB.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
    command = ["git", "-C", str(root), *arguments]
    with TemporaryFile() as asked, TemporaryFile() as complaints:
        asked.write(given or b"")
        asked.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - nothing of it goes through a shell
                command, stdin=asked, stdout=subprocess.PIPE, stderr=complaints, env=environment
            )
        except FileNotFoundError:
            raise LedgerError("git is not installed, and revisions are read through it") from None
        with process:
            answer = process.stdout.read(_MOST_OUTPUT + 1) if process.stdout else b""
            if len(answer) > _MOST_OUTPUT:
                process.kill()
                raise LedgerError(f"git {arguments[0]} has no end of files to tell; such a revision is not read")
        complaints.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, answer, complaints.read())


def git(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Return what a git command prints. Raises LedgerError with git's own complaint."""
    done = run_git(root, *arguments, given=given)
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace").strip() or f"it ended with {done.returncode}"
        raise LedgerError(f"git {arguments[0]} failed: {complaint}")
    return done.stdout
