"""Days: dates for formats that know of no uncertainty: what is certain, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caucasus_ledger.schema import When

_PLAIN = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_DOUBT = frozenset("?~%")


def known_day(when: When | None) -> str | None:
    """Return the day, YYYY-MM-DD, where a date is one certain day."""
    found = shared(when)
    return found if found and len(found) == 10 else None


def shared(when: When | None) -> str | None:
    """Return what all possible days of a date have in common, as YYYY, YYYY-MM or YYYY-MM-DD, where it is certain."""
    if when is None or when.earliest is None or when.latest is None or _DOUBT & set(when.edtf or ""):
        return None
    earliest, latest = str(when.earliest), str(when.latest)
    return next((earliest[:length] for length in (10, 7, 4) if earliest[:length] == latest[:length]), None)


def plain(text: str | None) -> str | None:
    """Return an EDTF date that is a plain calendar date, YYYY, YYYY-MM or YYYY-MM-DD; None for any other."""
    return text if text and _PLAIN.fullmatch(text) else None
