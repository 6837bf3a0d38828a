"""Attach: a reader's copy is recognised by its digest alone, and read in whatever encoding it says it is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_ledger.dataset.ledger import Ledger
from caucasus_ledger.schema import Source
from caucasus_ledger.seeds import attach as module
from caucasus_ledger.seeds.attach import AttachError, Copy, attach, read_copy
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
    assert "`caucasus attach SOURCE FILE`" in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(sources: list[Source], tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"caf\xe9")
    with pytest.raises(AttachError, match=r"not UTF-8: .* at byte 3; save it as UTF-8, or try `caucasus attach"):
        attach(other, sources)


def test_a_file_that_cannot_be_read_is_refused(sources: list[Source], tmp_path: Path) -> None:
    with pytest.raises(AttachError, match="cannot be read: No such file"):
        attach(tmp_path / "none.txt", sources)
    with pytest.raises(AttachError, match="cannot be read: Is a directory"):
        attach(tmp_path, sources)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("Northmark’s", encoding=encoding)
    assert read_copy(copy).text == "Northmark’s"


@pytest.mark.parametrize(
    ("name", "content", "copy"),
    [
        ("a.txt", b"caf\xc3\xa9\r\n", Copy("café\r\n", "text", "utf-8")),
        ("a.txt", b"\xff\xfeA\x00\x01\x04", Copy("AЁ", "text", "utf-16-le")),
        ("a.txt", b"\xfe\xff\x00A", Copy("A", "text", "utf-16-be")),
        ("a.txt", b"1 < 2 <b>", Copy("1 < 2 <b>", "text", "utf-8")),
        ("a.HTM", b"<p>one<p>two", Copy("one\ntwo", "html", "utf-8")),
        ("page", b"\xef\xbb\xbf <!DOCTYPE html><p>one", Copy("one", "html", "utf-8")),
        ("a.html", "<meta charset=windows-1251><p>мир".encode("cp1251"), Copy("мир", "html", "cp1251")),
        ("a.html", b"<meta charset=iso-8859-1>it\x92s", Copy("it’s", "html", "cp1252")),
        ("a.html", b"<meta charset=us-ascii>it\x92s", Copy("it’s", "html", "cp1252")),
        ("a.html", b"<?xml version='1.0' encoding='KOI8-R'?><p>\xcd\xc9\xd2", Copy("мир", "html", "koi8-r")),
        ("a.html", "<meta charset=windows-1252>it’s".encode(), Copy("it’s", "html", "utf-8")),
        ("a.html", "<meta charset=utf-16>it’s".encode(), Copy("it’s", "html", "utf-8")),
        ("a.html", b"", Copy("", "html", "utf-8")),
    ],
)
def test_a_copy_is_read(tmp_path: Path, name: str, content: bytes, copy: Copy) -> None:
    (tmp_path / name).write_bytes(content)
    assert read_copy(tmp_path / name) == copy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"caf\xe9", "a.html is not UTF-8: .* at byte 3; save it as UTF-8"),
        (b"\xff\xfeA", "a.html is not UTF-16-LE: truncated data at byte 0"),
        (b"A\x00B\x00", "holds zero bytes: it is no text, or in UTF-16 without a byte order mark"),
        (b"<meta charset=klingon>\xe9", "declares the encoding 'klingon', which is not known"),
        (b"<meta charset=rot13>\xe9", "declares the encoding 'rot13', which is not known"),
        (b"<meta charset=zlib>\xe9", "declares the encoding 'zlib', which is not known"),
        (b"<meta charset=utf-7>\xe9", "declares the encoding 'utf-7', which is not known"),
        (b"<meta charset=utf-8>\xe9", "a.html is not UTF-8: .* at byte 20; save it as UTF-8"),
        (b"<meta charset=windows-1252>\x81", "a.html is not CP1252: .* at byte 27; save it as UTF-8"),
        (b"%PDF-1.7", "is a PDF; copy its text into a text file"),
        (b"PK\x03\x04", "is a word processor's file or another archive"),
        (b"From: <Saved by Blink>", "is a browser's MHTML archive; .* save the page as HTML"),
        (b"a" + "\u0301".encode() * 31, "puts more than 30 accents on one letter"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.html").write_bytes(content)
    with pytest.raises(AttachError, match=message):
        read_copy(tmp_path / "a.html")


def test_a_copy_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy.html"
    copy.write_text("<p>one</p>" + "<br>" * 10, encoding="utf-8")
    monkeypatch.setattr(module, "MAX_CHARACTERS", 3)
    assert read_copy(copy).text == "one"
    monkeypatch.setattr(module, "MAX_CHARACTERS", 2)
    with pytest.raises(AttachError, match="3 characters of text; at most 2 are searched; save the article alone"):
        read_copy(copy)
    monkeypatch.setattr(module, "MAX_BYTES", 49)
    with pytest.raises(AttachError, match="is larger than 49 bytes"):
        read_copy(copy)


def test_a_copy_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AttachError, match="cannot be read: No such file"):
        read_copy(tmp_path / "none.txt")
