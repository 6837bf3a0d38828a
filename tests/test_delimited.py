"""Delimited text: what is written is read again, whatever the cells hold."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.delimited import csv_bytes

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",\n'))


@given(st.lists(st.tuples(CELLS, CELLS)))
def test_rows_come_back(rows: list[tuple[str, str]]) -> None:
    content = csv_bytes(("a", "b"), rows)
    assert [tuple(row) for row in csv.reader(io.StringIO(content.decode(), newline=""))] == [("a", "b"), *rows]


def test_lines_end_in_lf_and_nothing_is_an_empty_cell() -> None:
    assert csv_bytes(("a", "b"), [(None, 1.5), ("x,y", "é")]) == 'a,b\n,1.5\n"x,y",é\n'.encode()
