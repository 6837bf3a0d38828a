"""Caucasus Ledger: who did what to whom in the South Caucasus, and who says so; versioned, typed and citable.

import caucasus_ledger as cl
ledger = cl.load()                    # the newest release in the package; cl.load("0.1.0") for a named one
ledger.claims.about("actor/armenia")  # typed records
ledger.table("claims")                # a flat pyarrow.Table
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import (
        Ledger,
        LedgerError,
        ReplacedRecord,
        TamperedRelease,
        UnknownRecord,
        UnknownVersion,
        load,
        versions,
    )

__version__ = "0.2.0"

__all__ = [
    "Ledger",
    "LedgerError",
    "ReplacedRecord",
    "TamperedRelease",
    "UnknownRecord",
    "UnknownVersion",
    "__version__",
    "load",
    "versions",
]


def __getattr__(name: str) -> Any:
    """Import the ledger when it is first asked for, so that the command's help does not wait for it."""
    if name not in __all__:
        raise AttributeError(f"module 'caucasus_ledger' has no attribute '{name}'")
    from caucasus_ledger.dataset import ledger

    return getattr(ledger, name)


def __dir__() -> list[str]:
    return __all__
