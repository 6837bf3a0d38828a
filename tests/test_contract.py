"""Contract: what Pandera says fails is what fails, and a check that breaks is never taken for a finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import narwhals.stable.v1 as nw
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.validators import contract, views
from caucasus_ledger.validators.contract import failing_keys, frames, run
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.problem import EngineFault
from caucasus_ledger.validators.rule import Expectation, Rule
from caucasus_ledger.validators.rules import RULES
from caucasus_ledger.validators.views import Frame


def frame(**columns: object) -> Frame:
    return nw.from_native(pa.table(columns), eager_only=True)


def numbered(values: list[int | None]) -> Frame:
    return frame(where=[f"r#{n}" for n in range(len(values))], value=pa.array(values, pa.int32()))


def rule(holds: Callable[[], nw.Expr], message: str = "{value} is odd") -> Rule:
    return Rule("Z001", "z", "Z.", "Z.", RULES["C001"].example, expectations=(Expectation("z", holds, message, "/f"),))


@given(st.lists(st.none() | st.integers(-3, 3), min_size=1))
def test_the_keys_are_those_of_the_rows_for_which_it_is_false(values: list[int | None]) -> None:
    failing = failing_keys(numbered(values), {"positive": nw.col("value") > 0, "small": nw.col("value") < 3})
    truth = {
        "positive": {f"r#{n}" for n, value in enumerate(values) if value is not None and value <= 0},
        "small": {f"r#{n}" for n, value in enumerate(values) if value is not None and value >= 3},
    }
    assert failing == {name: keys for name, keys in truth.items() if keys}


def test_null_counts_as_true() -> None:
    assert failing_keys(numbered([None, 1]), {"positive": nw.col("value") > 0}) == {}


@pytest.mark.parametrize("chunks", [1, 7])
def test_the_keys_are_right_in_a_long_table(chunks: int) -> None:
    size = 50_000
    faults = set(range(17, size, 997)) | {0, size - 1}
    values = [None if n % 11 == 5 and n not in faults else -1 if n in faults else n for n in range(size)]
    table = pa.table({"where": [f"r{n}#/x" for n in range(size)], "value": pa.array(values, pa.int32())})
    length = size // chunks + 1
    whole = pa.concat_tables([table.slice(start, length) for start in range(0, size, length)])
    assert (len(whole), whole.column("value").num_chunks) == (size, chunks)
    found = failing_keys(nw.from_native(whole, eager_only=True), {"positive": nw.col("value") >= 0})
    assert found == {"positive": {f"r{n}#/x" for n in faults}}


def test_an_expression_on_a_missing_column_is_a_fault_of_the_check() -> None:
    with pytest.raises(EngineFault, match="nothing"):
        failing_keys(numbered([1]), {"z": nw.col("nothing") > 0})


def test_an_expression_on_the_wrong_type_is_a_fault_of_the_check() -> None:
    with pytest.raises(EngineFault):
        failing_keys(numbered([1]), {"z": nw.col("where") > 0})


def test_a_fault_is_not_hidden_by_a_finding() -> None:
    with pytest.raises(EngineFault):
        failing_keys(numbered([-1]), {"positive": nw.col("value") > 0, "z": nw.col("nothing") > 0})


def test_a_row_without_key_is_a_fault_of_the_check() -> None:
    keyless = frame(where=pa.array([None, "r#"], pa.string()), value=[1, 1])
    with pytest.raises(EngineFault):
        failing_keys(keyless, {"positive": nw.col("value") > 0})


def test_a_view_that_breaks_is_a_fault_of_the_check(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(views.VIEWS, "z", lambda tables: tables["events"].select("nothing"))
    with pytest.raises(EngineFault, match="nothing"):
        list(run(frames(Intake(Folder(example))), [rule(lambda: nw.col("value") > 0)]))


def test_a_finding_has_record_field_and_the_values_of_its_row(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(views.VIEWS, "z", lambda _: frame(where=["a/b#/c/0", "a/d#"], value=[1, 2]))
    ((code, finding),) = run(frames(Intake(Folder(example))), [rule(lambda: nw.col("value") != 1)])
    assert (code, finding.record, finding.pointer, finding.message) == ("Z001", "a/b", "/c/0/f", "1 is odd")


def test_what_holds_everywhere_finds_nothing(example: Path) -> None:
    assert list(run(frames(Intake(Folder(example))), list(RULES.values()))) == []


def test_a_view_without_rows_is_not_asked(tmp_path: Path) -> None:
    assert list(run(frames(Intake(Folder(tmp_path))), list(RULES.values()))) == []


def test_every_table_has_the_key_of_its_rows(example: Path) -> None:
    intake = Intake(Folder(example))
    for name, rows in intake.rows.items():
        where = frames(intake)[name]["where"].to_list()
        assert where == [f"{row.record_id}#{row.pointer}" for row in rows]


def test_every_expectation_is_an_expression_on_its_view(example: Path) -> None:
    tables = contract.frames(Intake(Folder(example)))
    for known in RULES.values():
        for expectation in known.expectations:
            view = views.VIEWS[expectation.view](tables)
            assert len(view.filter(expectation.holds().fill_null(True))) == len(view), known.code
            expectation.message.format(**dict.fromkeys(view.columns))
