"""Dates: in a passage, where one date fixes another, and in any text at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.seeds.dates import Dated, find_dates
from caucasus_ledger.seeds.sentences import sentences
from caucasus_ledger.seeds.text import canonical

pytest.importorskip("babel")
pytest.importorskip("sentencex")


def dates(text: str, published: str | None = "2026-03-12", language: str = "en") -> list[Dated]:
    return find_dates(text, sentences(text, language), language, bounds(published) if published else None)


def settled(text: str, published: str | None = "2026-03-12") -> list[str | None]:
    return [one.settled.edtf if one.settled else None for one in dates(text, published)]


def test_the_passage_and_publication_fix_the_year_together() -> None:
    text = "The ferry sank on 25 December 2025. In February the port closed."
    assert settled(text) == ["2025-12-25", "2026-02"]
    assert "first one from '25 December 2025' on, and the last one" in dates(text)[1].readings[0].why


def test_a_passage_about_the_past_leaves_a_year_open() -> None:
    text = "The ferry sank on 25 December 2019. In February the port closed."
    assert settled(text) == ["2019-12-25", None]
    assert [one.edtf for one in dates(text)[1].readings] == ["2020-02", "2026-02"]


def test_a_new_paragraph_is_a_new_passage() -> None:
    text = "The ferry sank on 25 December 2019.\nIn February the port closed."
    assert settled(text) == ["2019-12-25", "2026-02"]


def test_that_year_is_that_of_the_same_sentence_or_the_one_before() -> None:
    assert settled("In May 2020 they met. They parted later that year.")[1] == "[2020-05..2020-12]"
    assert settled("In May 2020 they met. It was warm. They parted later that year.")[1] is None
    assert settled("In May 2020 they met.\nThey parted later that year.")[1] is None


def test_a_range_of_days_of_publication_is_kept() -> None:
    assert settled("They met yesterday, last week and last year.", "[2026-03-12..2026-03-13]") == [
        "[2026-03-11,2026-03-12]", "[2026-03-02..2026-03-08]", "2025",
    ]  # fmt: skip
    assert settled("They met yesterday.", "2020/2026") == [None]
    assert settled("They met yesterday.", "2020/..") == [None]


WORDS = (
    "in", "on", "from", "to", "between", "and", "since", "before", "last", "next", "this", "early", "late",
    "the end of", "May", "June", "2020", "2020s", "31", "30", "1", "12/11/2020", "2020-02-30", "Monday", "week",
    "year", "ago", "two", "later", "that same day", "winter", "summer", "until", "about", ",", ".", "will", "мая",
    "մայիսի", "3-ին",
)  # fmt: skip


@given(
    st.text(alphabet=st.sampled_from(" .,-–/0123456789nabcMJDSTyeruliostfhwgkm"), max_size=60)
    | st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.sampled_from(["2026-03-12", "2026", "0001-01-01", "9999-12-31", "2026/..", "[2026-03-01,2026-05-01]", None]),
    st.sampled_from(["en", "ru", "hy", "az", "ka", "tr", "de", "fr"]),
)
def test_every_reading_is_a_date_at_a_place_of_its_own(raw: str, published: str | None, language: str) -> None:
    text = canonical(raw)
    found = dates(text, published, language)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        for reading in one.readings:
            bounds(reading.edtf)
        assert one.settled or one.open
    assert all(one.end <= other.start for one, other in pairwise(found))
