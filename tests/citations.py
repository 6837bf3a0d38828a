"""Citations to test with: of the invented ledger's release and its parts, and of texts that are hard to write down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from caucasus_ledger.dataset.citation.cited import Cited, Item, Subset, Work, one_line

SPECIAL = "\\{}$&#%_^~<>|\"'`,;:@[]()*!?-–—/=+\u00a0\u2028\n\r\t"
SCRIPTS = "aZéßčığşł Ωя щЖ Հայ გამარ أهلا 中文 한글 😀 ÅẞƏə"

WHOLE = Cited(
    title="Caucasus Ledger",
    version="1.2.3",
    released=date(2031, 4, 5),
    authors="Caucasus Ledger contributors",
    publisher="Caucasus Ledger contributors",
    licence="CC-BY-4.0",
    fingerprint="0123456789abcdef" * 4,
    swhid=f"swh:1:dir:{'0a' * 20}",
    works=(
        Work("source/one", "news", "Of bridges", ("Ada Example",), "Gazette", "2020-07-03", "https://a.org/1", "en"),
        Work("source/two", "report", "", ("Commission", "Another"), "Commission", "2020", "", "hy"),
        Work("source/three", "statement", "A word", ("Somebody",), "Office", "", "", "en"),
    ),
)
"""A release with everything but a DOI and an address."""

REGISTERED = replace(WHOLE, doi="10.5555/ledger_1.2.3", address="https://ledger.example")
RECORD = replace(WHOLE, item=Item("claim/one/007", "A bridge was built at 50% of its price & opened."))
SUBSET = replace(WHOLE, subset=Subset("q1:abcdefghij2345672345", "claims kind=state about=actor/x", 37, "ef" * 32))
ALL = {"whole": WHOLE, "registered": REGISTERED, "record": RECORD, "subset": SUBSET}

lines = (
    st.text(st.sampled_from(SPECIAL + SCRIPTS), min_size=1, max_size=60)
    | st.text(st.characters(exclude_categories=("Cs", "Cn", "Co", "Cc"), exclude_characters="\ufeff"), max_size=40)
).map(one_line).filter(bool)  # fmt: skip
"""Texts as a citation holds them, with what means something to some format, in all scripts."""
