"""Lean: keep heavy packages that are merely installed from being imported by a command that does not need them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType

HEAVY = frozenset(
    {"dask", "duckdb", "geopandas", "hypothesis", "ibis", "modin", "numpy", "pandas", "polars", "pyspark", "xarray"}
)


class _Absent:
    """A finder for which heavy packages are not there."""

    @staticmethod
    def find_spec(
        name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse heavy packages and leave everything else to the next finder."""
        if name.partition(".")[0] in HEAVY:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)  # Pandera reads this wording
        return None


@contextmanager
def lean_imports() -> Iterator[None]:
    """Hide heavy packages while the block runs, unless one is imported already.

    Pandera imports pandas, Polars and PySpark wherever they are installed, which costs a check of the dataset several
    times its own time. Only for a process that ends with the block: pyarrow, once loaded without NumPy, crashes when
    pandas is used later.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # the others now and then take 50 ms to start
    if HEAVY & sys.modules.keys():
        yield
        return
    sys.meta_path.insert(0, _Absent)
    try:
        yield
    finally:
        sys.meta_path.remove(_Absent)
