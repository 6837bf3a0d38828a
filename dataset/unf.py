"""UNF:6: the Universal Numerical Fingerprint of the Dataverse project, of a column, a table, or several tables.

After "UNF Version 6" in Dataverse's guide for developers, with its defaults: numbers to 7 digits, strings to 128
characters, SHA-256 cut to 128 bits. It rounds and cuts, and it knows no names of columns, so `fingerprint` is what
proves a version; this one is for those who compare with a Dataverse.
"""

from __future__ import annotations

import hashlib
import math
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.tables import Table

Value = str | float | date | None
"""What a column holds: text, whole and other numbers, booleans, days and times, or nothing."""

_PREFIX = "UNF:6:"
_CHARACTERS = 128
_ROUNDED = Context(prec=7, rounding=ROUND_HALF_EVEN)
_MISSING = b"\x00\x00\x00"
_END = b"\n\x00"


def normal(value: Value) -> bytes:
    """Return the bytes that stand for a value, with their end mark.

    A time without a zone is taken as it is, one with a zone is told in UTC. Fractions of a second lose closing zeros.
    """
    if value is None:
        return _MISSING
    return (_number(value) if isinstance(value, int | float) else _text(value)[:_CHARACTERS]).encode() + _END


def _text(value: str | date) -> str:
    if not isinstance(value, datetime):
        return str(value)
    told = value.astimezone(UTC) if value.tzinfo else value
    fraction = f".{told.microsecond:06}".rstrip("0") if told.microsecond else ""
    seconds = told.replace(microsecond=0, tzinfo=None).isoformat()
    return f"{seconds}{fraction}{'Z' if told.tzinfo else ''}"


def _number(value: float) -> str:
    """Return a number in exponential form: sign, one digit, point, further digits, e, sign and digits of the exponent.

    Closing zeros and an exponent of nought are left out. A float counts as its shortest decimal form, as in Java.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return "+nan" if math.isnan(value) else f"{value:+}"
    sign, found, exponent = _ROUNDED.create_decimal(Decimal(str(+value))).as_tuple()
    digits = "".join(map(str, found))
    power = len(digits) - 1 + int(exponent) if any(found) else 0
    rest = digits[1:].rstrip("0")
    return f"{'-' if sign else '+'}{digits[0]}.{rest}e{'-' if power < 0 else '+'}{abs(power) or ''}"


def column_unf(values: Iterable[Value]) -> str:
    """Return the UNF of a column: `UNF:6:` and 24 characters of Base64. The order of the values counts."""
    digest = hashlib.sha256()
    for value in values:
        digest.update(normal(value))
    return _PREFIX + b64encode(digest.digest()[:16]).decode()


def combined_unf(parts: Iterable[str]) -> str:
    """Return the UNF of a table from those of its columns, or of a dataset from those of its tables.

    Their order does not count. That of a single part is its own.
    """
    found = sorted(part.removeprefix(_PREFIX) for part in parts)
    return _PREFIX + found[0] if len(found) == 1 else column_unf(found)


def table_unf(table: Table, rows: Iterable[Json]) -> str:
    """Return the UNF of a table from its rows, typed as `tables` makes them, in the order of the release."""
    listed = list(rows)
    return combined_unf(column_unf(values[column.name] for values in listed) for column in table.columns)
