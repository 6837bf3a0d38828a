"""Certainty: the factuality codes in words, without which a statement is not what its claimant says of it."""

from __future__ import annotations

from collections.abc import Mapping

CERTAINTY: Mapping[str, str] = {
    "CT+": "certain",
    "PR+": "probable",
    "PS+": "possible",
    "CT-": "certainly not",
    "PR-": "probably not",
    "PS-": "possibly not",
    "CTu": "knows whether",
    "Uu": "does not commit",
}
