"""CSL-JSON: a citation for Zotero, Pandoc and other processors of the Citation Style Language, version 1.0."""

from __future__ import annotations

import json
from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation.cited import Cited
from caucasus_ledger.dataset.citation.text import remarks


def csl(cited: Cited) -> str:
    """Return a list of one item, of type dataset, or for a record of type chapter, which styles put in a container."""
    released = cited.released
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "chapter" if cited.item else "dataset",
        "title": cited.item.title if cited.item else cited.title,
        "container-title": cited.title if cited.item else "",
        "author": [{"literal": cited.authors}],
        "issued": {"date-parts": [[released.year, released.month, released.day]]},
        "version": cited.version,
        "number": _number(cited),
        "publisher": "" if cited.publisher == cited.authors else cited.publisher,
        "DOI": cited.doi,
        "URL": cited.address,
        "language": identity.LANGUAGE,
        "note": ". ".join(remarks(cited, digests=True)),
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)


def _number(cited: Cited) -> str:
    """Return what styles print beside the version; it begins with a capital, which some give it in any case."""
    if cited.item:
        return f"Record {cited.item.id}"
    part = f", subset {cited.subset.qid}, n = {cited.subset.n}" if cited.subset else ""
    return f"Fingerprint {cited.short}{part}"
