"""JSON Schema (2020-12) of each record kind, for editors and for validators in other languages."""

from __future__ import annotations

import json
from typing import Any

from caucasus_ledger.schema import RECORDS, SCHEMA_VERSION, Tombstone
from caucasus_ledger.schema.base import Part

DIALECT = "https://json-schema.org/draft/2020-12/schema"

KINDS: dict[str, type[Part]] = {**RECORDS, "tombstone": Tombstone}


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a record kind or of a tombstone.

    It holds what one field can say of itself; rules that join fields or records are the check's.
    """
    identity = {"$schema": DIALECT, "$id": f"urn:caucasus-ledger:schema:{SCHEMA_VERSION}:{kind}"}
    return identity | KINDS[kind].model_json_schema()


def json_schema_text(kind: str) -> str:
    """Return the JSON Schema of a kind as it is committed."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
