"""Generate: what is committed is what the schema and the rules give."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.face import generate
from caucasus_ledger.face.generate import generated, main

GENERATED = generated()
COMMAND = "python -m caucasus_ledger.face.generate"


@pytest.mark.parametrize("path", GENERATED)
def test_every_generated_file_is_fresh(path: str) -> None:
    committed = (PACKAGE_ROOT / path).read_text(encoding="utf-8")
    if committed != GENERATED[path]:  # no diff of a thousand lines
        pytest.fail(f"{path} is stale; run `{COMMAND}` and commit what it writes", pytrace=False)


def test_every_schema_that_is_committed_is_generated() -> None:
    committed = {path.relative_to(PACKAGE_ROOT).as_posix() for path in (PACKAGE_ROOT / "schema").glob("*.json")}
    assert committed <= GENERATED.keys()


def test_every_file_ends_in_one_line_end() -> None:
    for content in GENERATED.values():
        assert content.endswith("\n")
        assert not content.endswith("\n\n")
        assert "\r" not in content


def test_the_command_writes_every_file_alike_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(generate, "PACKAGE_ROOT", tmp_path)
    main()
    written = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert {name: path.read_bytes().decode() for name, path in written.items()} == GENERATED
