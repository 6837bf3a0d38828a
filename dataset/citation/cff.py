"""CFF: a citation in the Citation File Format 1.2.0, as CITATION.cff, which GitHub and Zenodo read.

Every text is a double-quoted scalar, in which JSON and YAML agree, so that no value is ever taken for another type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.citation.cited import Cited, Work

_TYPES = {"opinion": "newspaper-article", "news": "newspaper-article", "report": "report", "dataset": "data"}
_NOT_PRINTED = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def cff(cited: Cited) -> str:
    """Return the file's text, without its last line end.

    A record is the preferred citation of the file, which the format has for a part of what it describes.
    """
    document: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite the version that you used.",
        "type": "dataset",
        "title": cited.title,
        "abstract": identity.DESCRIPTION,
        "authors": [{"name": cited.authors}],
        "version": cited.version,
        "date-released": cited.released.isoformat(),
        "doi": cited.doi,
        "url": cited.address,
        "license": cited.licence,
        "identifiers": list(_identifiers(cited)),
        "keywords": list(identity.KEYWORDS),
        "preferred-citation": _record(cited) if cited.item else None,
        "references": [_reference(work) for work in cited.works],
    }
    return "\n".join(_yaml(_given(document)))


def _identifiers(cited: Cited) -> Iterator[dict[str, str]]:
    about = f"Content fingerprint ccd1 of version {cited.version}, short form {cited.short}"
    yield {"type": "other", "value": cited.fingerprint, "description": about}
    if cited.swhid:
        about = "Software Heritage identifier of the folder of records, computed from them"
        yield {"type": "swh", "value": cited.swhid, "description": about}
    if cited.subset:
        about = f"Query that gives the {cited.subset.n} records which are cited: {cited.subset.filter}"
        yield {"type": "other", "value": cited.subset.qid, "description": about}


def _record(cited: Cited) -> dict[str, Any]:
    item = cited.item
    return _given(
        {
            "type": "data",
            "title": item.title if item else "",
            "authors": [{"name": cited.authors}],
            "collection-title": cited.title,
            "entry": item.id if item else "",
            "version": cited.version,
            "date-released": cited.released.isoformat(),
            "year": cited.released.year,
            "publisher": {"name": cited.publisher},
            "doi": cited.doi,
            "url": cited.address,
        }
    )


def _reference(work: Work) -> dict[str, Any]:
    year, _, rest = work.published.partition("-")
    month, _, day = rest.partition("-")
    return _given(
        {
            "type": _TYPES.get(work.kind, "generic"),
            "scope": "Text that records were coded from",
            "title": work.title or f"[Untitled {work.kind}]",
            "authors": [{"name": author} for author in work.authors],
            "publisher": {"name": work.publisher},
            "date-published": work.published if day else "",
            "year": int(year or 0),
            "month": int(month or 0),
            "url": work.url,
            "languages": [work.language] if re.fullmatch("[a-z]{2,3}", work.language) else [],
        }
    )


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _yaml(value: dict[str, Any] | list[Any], indent: str = "") -> Iterator[str]:
    pairs = value.items() if isinstance(value, dict) else (("", item) for item in value)
    for name, item in pairs:
        lead = f"{indent}{name}:" if isinstance(value, dict) else f"{indent}-"
        if isinstance(item, dict) and not name:
            first, *rest = _yaml(item, indent + "  ")
            yield from (f"{lead} {first.strip()}", *rest)
        elif isinstance(item, dict | list):
            yield from (lead, *_yaml(item, indent + "  "))
        else:
            yield f"{lead} {item if isinstance(item, int) else _quoted(item)}"


def _quoted(text: str) -> str:
    plain = json.dumps(text, ensure_ascii=False)
    return _NOT_PRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)
