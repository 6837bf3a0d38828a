"""RIS: a citation for reference managers, one tag a line, each ended by LF alone so that no tool alters it."""

from __future__ import annotations

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation.cited import Cited
from caucasus_ledger.dataset.citation.text import remarks


def ris(cited: Cited) -> str:
    """Return a reference of type DATA, or for a record one of type CHAP, which every manager puts in its container."""
    tags = [
        ("TY", "CHAP" if cited.item else "DATA"),
        ("ID", cited.key),
        ("AU", cited.authors),
        ("TI", cited.item.title if cited.item else cited.title),
        *([("T2", cited.title)] if cited.item else []),
        ("PY", cited.year),
        ("DA", cited.released.strftime("%Y/%m/%d")),
        ("ET", cited.version),
        ("PB", cited.publisher),
        *([("DO", cited.doi)] if cited.doi else []),
        *([("UR", cited.link)] if cited.link else []),
        ("LA", identity.LANGUAGE),
        *(("N1", remark) for remark in remarks(cited, digests=True)),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in tags), "ER  - "])
