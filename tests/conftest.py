"""What the tests share: the example ledger, a release of it, and how hard Hypothesis looks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.dataset.release import build_release

settings.register_profile("ledger", deadline=None, max_examples=50)
settings.load_profile("ledger")


@pytest.fixture(scope="session")
def example() -> Path:
    return PACKAGE_ROOT / "validators" / "example"


@pytest.fixture(scope="session")
def release(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_release(example, "0.1.0", date(2020, 8, 1), tmp_path_factory.mktemp("releases") / "0.1.0")


@pytest.fixture(scope="session")
def ledger(release: Path) -> Ledger:
    return load(release)


@pytest.fixture(scope="session")
def checkout(example: Path) -> Ledger:
    return load(example)
