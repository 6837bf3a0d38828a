"""Attach: join a reader's own copy of a text to the source coded from it. The text never enters the dataset."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from caucasus_ledger.schema import Source
from caucasus_ledger.seeds.text import RULES, canonical, text_sha256


class AttachError(ValueError):
    """The file is not a copy of a known source's text; the message says why."""


def read_copy(path: Path) -> str:
    """Return the canonical text of a reader's copy. Raises AttachError if the file is not UTF-8 or cannot be read."""
    try:
        return canonical(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise AttachError(f"{path} is not UTF-8: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise AttachError(f"{path} cannot be read: {error.strerror}") from error


def attach(path: Path, sources: Iterable[Source]) -> tuple[str, str]:
    """Return (source id, canonical text) of the source whose text the file holds, told by its digest.

    Raises AttachError if the file is not UTF-8 or if no source has a text of its digest.
    """
    text = read_copy(path)
    digest = text_sha256(text)
    known = list(sources)
    for source in known:
        if (source.text.canonicalisation, source.text.sha256) == (RULES, digest):
            return source.id, text
    wanted = "\n".join(f"  {source.id}: {source.text.sha256} ({source.text.characters} characters)" for source in known)
    raise AttachError(f"{path} is no source's text: its digest is {digest} ({len(text)} characters). Wanted:\n{wanted}")
