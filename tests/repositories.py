"""Small git repositories of the example ledger, for what is read from revisions."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from caucasus_ledger.dataset.records import PACKAGE_ROOT
from copies import copy_to

CHANGELOG = (
    "# Changelog\n\n## Unreleased\n\n### Data\n\n#### Changed\n- Something.\n"
    "\n## Data 0.1.0\n\n### Data\n- All of it.\n"
)


def git(root: Path, *arguments: str) -> str:
    """Run git below a folder, with no settings but its own; return what it prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(root)}
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", "-C", str(root), *author, *arguments], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout.strip()


def log(root: Path, line: str = "- One more thing.") -> None:
    """Say something in the part of the changelog on data that are not released yet."""
    path = root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- Something.\n", f"- Something.\n{line}\n", 1), encoding="utf-8")


def commit(root: Path, message: str = "change") -> str:
    """Commit everything below a folder; return the commit's digest."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


def repository(folder: Path) -> Path:
    """Return the root of a repository whose one commit, on main, is the example ledger with a changelog."""
    root = copy_to(folder)
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    git(root, "init", "--quiet")
    commit(root, "first")
    return root


def as_it_stands(root: Path) -> Path:
    """Make a repository, with main for its branch, of this checkout's files as they are here, whatever is committed."""
    for path in git(PACKAGE_ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if path and (PACKAGE_ROOT / path).exists():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PACKAGE_ROOT / path, root / path, follow_symlinks=False)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "As it stands")
    return root
