"""Attach: join a reader's own copy of a text to the source coded from it. The text never enters the dataset."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple
from unicodedata import combining

from caucasus_ledger.schema import Source
from caucasus_ledger.seeds.text import RULES, canonical, text_sha256

MAX_BYTES = 10_000_000
"""Size of the largest file that is read as a copy to be searched."""
MAX_CHARACTERS = 300_000
"""Length of the longest text that is searched, in code points; a page of news has some ten thousand."""
_INSTEAD = "`caucasus attach SOURCE FILE`"
_MOST_ACCENTS = 30  # on one letter: no text has more (Stream-Safe Text, Unicode Standard Annex 15)

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_OTHER_FORMS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a word processor's file or another archive",
    b"\xd0\xcf\x11\xe0": "a word processor's file",
    b"{\\rtf": "a word processor's file (RTF)",
    b"bplist00": "a browser's web archive",
    b"From: <Saved by": "a browser's MHTML archive",
    b"MIME-Version:": "a browser's MHTML archive",
}
_PAGE_ENCODING = re.compile(
    "utf-8|cp(866|874|125[0-8])|iso8859-[0-9]+|koi8-[ru]|mac-(roman|cyrillic)|gbk|gb18030|big5|shift_jis|euc_jp|euc_kr"
)
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "gb2312": "gbk",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
"""Encodings that browsers read as another than is declared (WHATWG Encoding Standard), by Python's names."""


class AttachError(ValueError):
    """The file is not a copy of a known source's text; the message says why."""


class Copy(NamedTuple):
    """A reader's copy: the text, of the file or extracted from a page, and how the file was read."""

    text: str
    form: Literal["text", "html"]
    encoding: str


def text_in(path: Path) -> str:
    """Return the canonical text of a file. Raises AttachError if it is not UTF-8 or cannot be read."""
    return canonical(_decoded(path, _content(path), "utf-8", f"save it as UTF-8, or try {_INSTEAD}"))


def attach(path: Path, sources: Iterable[Source]) -> tuple[str, str]:
    """Return (source id, canonical text) of the source whose text the file holds, told by its digest.

    Raises AttachError if the file is not UTF-8 or if no source has a text of its digest.
    """
    text = text_in(path)
    digest = text_sha256(text)
    known = list(sources)
    for source in known:
        if (source.text.canonicalisation, source.text.sha256) == (RULES, digest):
            return source.id, text
    wanted = "\n".join(f"  {source.id}: {source.text.sha256} ({source.text.characters} characters)" for source in known)
    raise AttachError(
        f"{path} is no source's text: its digest is {digest} ({len(text)} characters). Wanted:\n{wanted}\n"
        f"If it is in another layout, a web page or a changed version, {_INSTEAD} tells what of it is the source's."
    )


def read_copy(path: Path) -> Copy:
    """Return the text of a file, of a web page the text that a reader sees.

    The encoding is that of the byte order mark; else UTF-8, or what a page declares. Raises AttachError if the file
    cannot be read, is larger than `MAX_BYTES`, its text longer than `MAX_CHARACTERS`, or if it is of another form or in
    an encoding that cannot be told.
    """
    from caucasus_ledger.seeds.html import is_html, text_of

    content = _content(path, MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise AttachError(f"{path} is larger than {MAX_BYTES:,} bytes; save the article alone")
    for mark, form in _OTHER_FORMS.items():
        if content.startswith(mark):
            raise AttachError(f"{path} is {form}; copy its text into a text file, or save the page as HTML")
    encoding, mark = _encoding(path, content)
    text = _decoded(path, content[len(mark) :], encoding)
    if "\0" in text:
        raise AttachError(f"{path} holds zero bytes: it is no text, or in UTF-16 without a byte order mark")
    copy = Copy(text, "text", encoding)
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or is_html(text):
        copy = Copy(text_of(text), "html", encoding)
    if len(copy.text) > MAX_CHARACTERS:
        most = f"at most {MAX_CHARACTERS:,} are searched"
        raise AttachError(f"{path} has {len(copy.text):,} characters of text; {most}; save the article alone")
    if _accents(copy.text) > _MOST_ACCENTS:
        raise AttachError(f"{path} is no text: it puts more than {_MOST_ACCENTS} accents on one letter")
    return copy


def _content(path: Path, limit: int = -1) -> bytes:
    if path.exists() and not path.is_file() and not path.is_dir():
        raise AttachError(f"{path} is no file, but a device or a pipe")
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as error:
        raise AttachError(f"{path} cannot be read: {error.strerror}") from error


def _decoded(path: Path, content: bytes, encoding: str, mend: str = "save it as UTF-8") -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"{error.reason} at byte {error.start}"
        raise AttachError(f"{path} is not {encoding.upper()}: {where}; {mend}") from error


def _encoding(path: Path, content: bytes) -> tuple[str, bytes]:
    """Return the encoding of a file, and its byte order mark; what is valid UTF-8 is never taken for another."""
    from caucasus_ledger.seeds.html import declared_encoding

    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding, mark
    declared = declared_encoding(content)
    if declared is None or _is_utf_8(content):
        return "utf-8", b""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    name = _READ_AS.get(name, name)
    if not _PAGE_ENCODING.fullmatch(name):
        raise AttachError(f"{path} declares the encoding '{declared}', which is not known; save it as UTF-8")
    return name, b""


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _accents(text: str) -> int:
    """Return the length of the longest row of combining marks."""
    rows = groupby(text, lambda letter: combining(letter) > 0)
    return max((sum(1 for _ in row) for accents, row in rows if accents), default=0)
