"""Text: a citation as a line for people, and what other formats have no field for, in words."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_ledger.dataset.citation.cited import Cited, Work

_MOST = 3
"""Sources of a record that are named; an actor may be in hundreds."""


def text(cited: Cited) -> str:
    """Return the citation as one line: authors, year, title, version, fingerprint."""
    version = f"{cited.title} (Version {cited.version}) [Data set]"
    title = f"{_closed(cited.item.title)} [{cited.item.id}]. In {version}" if cited.item else version
    found = [f"{cited.authors} ({cited.year}). {title}.", *([f"{cited.link}."] if cited.link else [])]
    line = " ".join([*found, f"Fingerprint {cited.short}"])
    if cited.subset:
        return f"{line}; subset {cited.subset.qid} (n = {cited.subset.n})"
    return f"{line}. {coded_from(cited)}." if cited.item and cited.works else line


def apa(cited: Cited) -> str:
    """Return the reference in the form of APA 7 for data sets, without italics.

    What identifies the data stands in parentheses with the version. A publisher that is the author is left out. The
    sources of a record stand in brackets at the end, as APA has it for what a work goes back to.
    """
    part = f", subset {cited.subset.qid}, n = {cited.subset.n}" if cited.subset else ""
    whole = f"{cited.title} (Fingerprint {cited.short}{part}; Version {cited.version}) [Data set]"
    title = f"{_closed(cited.item.title)} ({cited.item.id}). In {whole}" if cited.item else whole
    publisher = [] if cited.publisher == cited.authors else [f"{_closed(cited.publisher)}."]
    link = [cited.link] if cited.link else []
    behind = [f"[{coded_from(cited)}]"] if cited.item and cited.works else []
    return " ".join([f"{_closed(cited.authors)}. ({cited.year}). {title}.", *publisher, *link, *behind])


def remarks(cited: Cited, *, digests: bool = False) -> Iterator[str]:
    """Yield, as sentences without their full stop, what bibliographic formats have no field for.

    With `digests`, those that only programs compare are told as well.
    """
    yield f"Fingerprint {cited.short}" + (f", in full {cited.fingerprint}" if digests else "")
    if digests and cited.swhid:
        yield f"Software Heritage identifier of the records, computed: {cited.swhid}"
    if cited.item:
        yield f"Record {cited.item.id}"
    if cited.subset:
        part = cited.subset
        yield f"Subset {part.qid} (n = {part.n}): {part.filter}"
        if digests:
            yield f"SHA-256 of the subset's records {part.digest}"
    if cited.item and cited.works:
        yield coded_from(cited)


def coded_from(cited: Cited) -> str:
    """Return the sources behind what is cited, without a full stop; of more than three, the first three."""
    more = len(cited.works) - _MOST
    told = [work(one) for one in cited.works[:_MOST]] + ([f"{more} more"] if more > 0 else [])
    return f"Coded from {'; '.join(told)}"


def work(one: Work) -> str:
    """Return the reference to a source, as far as its record goes, without a full stop."""
    title = _closed(one.title) or f"[Untitled {one.kind}]"
    end = [one.url] if one.url else []
    publisher = [] if (one.publisher,) == one.authors else [one.publisher]
    return ". ".join([f"{', '.join(one.authors)} ({one.published or 'n.d.'})", title, *publisher, *end])


def _closed(title: str) -> str:
    """Return a title without the full stop at its end, since one follows anyway."""
    return title.removesuffix(".")
