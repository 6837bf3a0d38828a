"""Span: a range of code points that is not empty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from caucasus_ledger.schema import Evidence, EvidenceRole, Extent, Span
from refusals import findings

points = st.integers(0, 10_000_000)


@given(points, points)
def test_a_range_ends_after_its_start(start: int, end: int) -> None:
    if start < end:
        assert Extent(start=start, end=end).end == end
    else:
        assert findings(Extent(start=0, end=1), start=start, end=end) == [("E001", "end")]


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (0, 10_000_001), (0.0, 1), (True, 2), ("0", "1")])
def test_a_code_point_is_a_whole_number_within_reason(start: object, end: object) -> None:
    with pytest.raises(ValidationError):
        Span.model_validate({"start": start, "end": end, "source": "source/a"})


@pytest.mark.parametrize("digest", ["", "0" * 31, "0" * 33, "A" * 32, "g" * 32])
def test_a_digest_is_32_lower_hexadecimal_digits(digest: str) -> None:
    with pytest.raises(ValidationError, match="pattern"):
        Evidence(start=0, end=1, source="source/a", role=EvidenceRole.WHOLE, digest=digest)
