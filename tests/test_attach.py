"""Attach: a reader's copy is recognised by its digest alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.schema import Source
from caucasus_ledger.seeds.attach import AttachError, attach
from caucasus_ledger.seeds.text import RULES, canonical


@pytest.fixture
def sources(checkout: Ledger) -> list[Source]:
    return list(checkout.sources)


def test_a_copy_is_attached_to_its_source(sources: list[Source], example: Path) -> None:
    source_id, text = attach(example / "text.txt", sources)
    (source,) = sources
    assert source_id == source.id
    assert (len(text), text.count("\n") + 1) == (source.text.characters, source.text.paragraphs)
    assert source.text.canonicalisation == RULES


def test_a_copy_with_other_line_ends_and_spaces_is_the_same(
    sources: list[Source], example: Path, tmp_path: Path
) -> None:
    text = (example / "text.txt").read_text(encoding="utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_bytes(("\ufeff\n" + text.replace(" ", " \t ").replace("\n", "\r\n\r\n")).encode())
    assert attach(copy, sources)[1] == canonical(text)


def test_another_text_is_refused_with_both_digests(sources: list[Source], tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Something else.", encoding="utf-8")
    with pytest.raises(AttachError, match=r"no source's text: its digest is [0-9a-f]{64} \(15 characters\)") as caught:
        attach(other, sources)
    assert f"{sources[0].id}: {sources[0].text.sha256}" in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(sources: list[Source], tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"caf\xe9")
    with pytest.raises(AttachError, match=r"not UTF-8: .* at byte 3"):
        attach(other, sources)


def test_a_file_that_cannot_be_read_is_refused(sources: list[Source], tmp_path: Path) -> None:
    with pytest.raises(AttachError, match="cannot be read: No such file"):
        attach(tmp_path / "none.txt", sources)
    with pytest.raises(AttachError, match="cannot be read: Is a directory"):
        attach(tmp_path, sources)
