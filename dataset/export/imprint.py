"""Imprint: what every export says of itself: which version it holds, whose it is, on what terms, how to cite it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.store import ReleaseStore

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

WIDTH = 80
"""Columns of the plain text that goes with an export."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The facts, in the order in which they are told. `released` is YYYY-MM-DD, empty for what is not released."""

    title: str
    version: str
    released: str
    authors: str
    licence: str
    licence_url: str
    fingerprint: str
    citation: str
    description: str

    def items(self) -> dict[str, str]:
        """Return the facts by name, without those that are not given."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def stem(self) -> str:
        """The name of a file or folder that holds this version, without suffix."""
        return f"{identity.NAME}-{self.version}"


def imprint_of(ledger: Ledger) -> Imprint:
    """Return the imprint of a ledger; that of a release says what the release itself said."""
    store = ledger.store
    released = isinstance(store, ReleaseStore)
    told = store.manifest if isinstance(store, ReleaseStore) else {}
    licence = str(told.get("licence", identity.LICENCE))
    return Imprint(
        title=str(told.get("title", identity.TITLE)),
        version=ledger.version,
        released=str(told.get("released", "")),
        authors=str(told.get("authors", identity.AUTHORS)),
        licence=licence,
        licence_url=identity.LICENCE_URL
        if licence == identity.LICENCE
        else f"https://spdx.org/licenses/{licence}.html",
        fingerprint=ledger.fingerprint,
        citation=ledger.cite() if released else _uncited(ledger),
        description=identity.DESCRIPTION,
    )


def _uncited(ledger: Ledger) -> str:
    return (
        f"{identity.TITLE}: records that are not released and cannot be cited. Fingerprint {short(ledger.fingerprint)}"
    )


def readme(imprint: Imprint, what: str, paragraphs: Iterable[str]) -> bytes:
    """Return the plain text that goes with an export of several files: what it is, its imprint, and what to know.

    A paragraph that holds line ends, such as a list, stands as it is; any other is wrapped to 80 columns.
    """
    title = f"{imprint.title} {imprint.version}: {what}"
    blocks = [
        f"{title}\n{'=' * len(title)}",
        _wrapped(imprint.description),
        "\n".join(facts(imprint)),
        *(block if "\n" in block else _wrapped(block) for block in paragraphs),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def prose(text: str) -> list[str]:
    """Return the paragraphs of a text, which empty lines part; line ends within one are spaces."""
    return [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]


def facts(imprint: Imprint) -> list[str]:
    """Return the imprint as lines of at most 80 columns, each fact led by its name."""
    told = {
        "Version": f"{imprint.version}, released {imprint.released}" if imprint.released else imprint.version,
        "Authors": imprint.authors,
        "Licence": f"{imprint.licence}, {imprint.licence_url}",
        "Fingerprint": imprint.fingerprint,
        "Cite as": imprint.citation,
    }
    return [line for name, value in told.items() for line in entry(f"{name:<13}", value)]


def entry(label: str, text: str) -> list[str]:
    """Return the lines of a labelled text, the later ones set in as far as the label is long."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
