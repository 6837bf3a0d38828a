"""Assessment: its field is one of a claim, and nothing is assessed before it is known."""

from __future__ import annotations

from caucasus_ledger.schema import Assessment, Reference, Verdict
from refusals import changed, findings

ASSESSMENT = Assessment(
    id="assessment/a/b",
    claim="claim/a/001",
    verdict=Verdict.SUPPORTED,
    rationale="It was counted.",
    references=(Reference(url="https://example.org", publisher="Office", says="Four."),),
    known_on="2021-02",
    assessed_on="2021-03-01",
)


def test_the_field_is_one_of_a_claim() -> None:
    assert changed(ASSESSMENT, field="statement")
    assert findings(ASSESSMENT, field="title") == [("R003", "field")]


def test_nothing_is_assessed_before_it_is_known() -> None:
    assert findings(ASSESSMENT, known_on="2021-03-02") == [("T004", "known_on")]
    assert changed(ASSESSMENT, known_on="2021-03")
    assert changed(ASSESSMENT, known_on="../2022")
