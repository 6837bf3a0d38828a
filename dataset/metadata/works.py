"""Works: the texts that records were coded from, as their source records tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from caucasus_ledger.dataset.description import Description
from caucasus_ledger.schema.edtf import bounds


@dataclass(frozen=True, slots=True)
class Work:
    """A text: what is not known of it is empty. `published` is the part of its date that is certain: day, month, year."""

    id: str
    kind: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    url: str
    language: str

    @property
    def name(self) -> str:
        """The title, or in brackets what kind of text it is."""
        return self.title or f"[Untitled {self.kind}]"

    @property
    def reference(self) -> str:
        """Who wrote it, when, what it is called and who published it, in a line."""
        year = f" ({self.published[:4]})" if self.published else ""
        return f"{', '.join(self.authors)}{year}. {self.name}. {self.publisher}."


def works(description: Description) -> tuple[Work, ...]:
    """Return the works behind a release, in the order of their source records."""
    return tuple(_works(description))


def _works(description: Description) -> Iterator[Work]:
    for source in description.sources:
        yield Work(
            id=source["id"],
            kind=source["kind"],
            title=" ".join((source.get("title") or {}).get("text", "").split()),
            authors=tuple(description.names.get(author, author) for author in source["authors"]),
            publisher=description.names.get(source["publisher"], source["publisher"]),
            published=_certain(source["published"].get("edtf")),
            url=source.get("url") or "",
            language=source["language"],
        )


def _certain(edtf: str | None) -> str:
    """Return the part of a date on which its first and last possible day agree: a day, a month, a year, or nothing."""
    if edtf is None:
        return ""
    found = bounds(edtf)
    first, last = str(found.earliest or ""), str(found.latest or "")
    return next((first[:length] for length in (10, 7, 4) if first and first[:length] == last[:length]), "")
