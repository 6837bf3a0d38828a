"""Days: a date goes into a format without uncertainty as far as it is certain, and no further."""

from __future__ import annotations

import pytest

from caucasus_ledger.dataset.export.days import known_day, plain, shared
from caucasus_ledger.schema import When, WhenBasis


@pytest.mark.parametrize(
    ("edtf", "day", "common"),
    [
        ("2025-08-08", "2025-08-08", "2025-08-08"),
        ("2025-08", None, "2025-08"),
        ("2025", None, "2025"),
        ("[2025-08-11..2025-08-17]", None, "2025-08"),
        ("[2024-12-25..2025-08-17]", None, None),
        ("2025-08-08?", None, None),
        ("2025-08-08~", None, None),
        ("2025-08-08%", None, None),
        ("[2025-08-08..]", None, None),
        ("2025-08-08/..", None, None),
        ("2025-23", None, "2025"),
        (None, None, None),
    ],
)
def test_only_what_is_certain_is_told(edtf: str | None, day: str | None, common: str | None) -> None:
    when = When(edtf=edtf, basis=WhenBasis.EXPLICIT if edtf else WhenBasis.NONE)
    assert known_day(when) == day
    assert shared(when) == common


def test_no_date_is_none() -> None:
    assert known_day(None) is shared(None) is plain(None) is None


@pytest.mark.parametrize("text", ["2025", "2025-08", "2025-08-08"])
def test_a_plain_date_is_itself(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", ["2025?", "2025-23", "202X", "..", "[2025..2026]", "2025/2026", "2025-13"])
def test_any_other_is_none(text: str) -> None:
    assert plain(text) is None
