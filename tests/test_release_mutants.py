"""Whatever is wrong with the files of a release is found: by our own check, and by validators where they look."""

from __future__ import annotations

from pathlib import Path

import pytest

import release_mutants
import third_party
from caucasus_ledger.dataset.metadata.consistency import problems
from release_mutants import MUTANTS, Contents, Mutant


@pytest.fixture(scope="session")
def contents(release: Path) -> Contents:
    return release_mutants.read(release)


def test_there_are_enough_of_them() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 60


def test_sealing_a_sound_release_changes_nothing(contents: Contents) -> None:
    sealed = dict(contents)
    release_mutants.seal(sealed)
    assert sealed == contents


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_our_check_finds_it(mutant: Mutant, contents: Contents, tmp_path: Path) -> None:
    found = problems(release_mutants.make(mutant, contents, tmp_path / "0.1.0"))
    assert found != []
    assert all(0 < len(line) < 1000 and "\n" not in line for line in found)


def test_the_validators_find_what_they_look_for(contents: Contents, tmp_path: Path) -> None:
    if reason := third_party.missing():
        pytest.skip(reason)
    found = release_mutants.caught(contents, tmp_path)
    print("\n".join(release_mutants.lines(found)))
    by_them = [name for name, who in found.items() if who != [release_mutants.OURS]]
    assert all(who for who in found.values())
    assert len(by_them) >= 40
