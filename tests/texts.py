"""Invented texts to draft from, in languages of the region, about actors of the example ledger and some more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.records import canonical_json, parse, path_of

ENGLISH = """Bridge talks resume
Northmark’s envoy Carl Sample met Ada Example of Southmark in Rivertown on 3 May 2021. The River Commission \
reportedly paid in late June, and Easthaven may follow next week. “We will build it together, whatever it costs,” \
said Ada Example. In reply, Southmark’s “friend” closed its port to Northmark on 12 or 13 July. Harbour pilots left.
* * *
Source: the writer is an analyst of bridges.
"""
OTHERS = {
    "ru": "Примерия подписала договор 3 мая 2021 года. Об этом сказали в Примерии: «Мы построим мост вместе с вами».\n",
    "hy": "Օրինակիա պետությունը ստորագրեց պայմանագիրը 2021 թ. մայիսի 3-ին։ Օրինակիայի դեսպանը գնաց։\n",
    "az": "Nümunəstan müqaviləni 3 may 2021-ci ildə imzaladı. Səfir Nümunəstandan getdi.\n",
    "ka": "მაგალითეთი შეთანხმდა 2021 წლის 3 მაისს. ელჩი მაგალითეთში დარჩა.\n",
}
STATE: dict[str, Any] = {
    "id": "actor/exampleland",
    "name": "Exampleland",
    "kind": "group",
    "aliases": [
        {"name": name, "kind": "spelling"} for name in ("Примерия", "Օրինակիա", "Nümunəstan", "მაგალითეთი")
    ],
}  # fmt: skip
EAST: dict[str, Any] = {
    "id": "actor/eastmark",
    "name": "Eastmark",
    "kind": "group",
    "aliases": [{"name": "Easthaven", "kind": "metonym"}, {"name": "envoy", "kind": "description"}],
}


def add(root: Path, *records: dict[str, Any]) -> Path:
    """Write records into a ledger in canonical form, and return its root."""
    for record in records:
        path = root / path_of(record["id"])
        path.write_text(canonical_json(parse(json.dumps(record))), encoding="utf-8")
    return root
