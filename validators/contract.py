"""Contract: the expectations on the views as Pandera checks on Arrow tables, with findings keyed by record.

Every check sits on the key column `where`, so that what Pandera reports as failing is the key itself. An error inside
Pandera or Narwhals is a fault of the check, raised as EngineFault; it is never taken for a finding or for a pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import narwhals.stable.v1 as nw
import pandera.pyarrow as pa
from pandera.errors import SchemaErrorReason, SchemaErrors

from caucasus_ledger.dataset.arrow import arrow_table
from caucasus_ledger.dataset.tables import TABLES
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.problem import EngineFault
from caucasus_ledger.validators.rule import Expectation, Finding, Rule
from caucasus_ledger.validators.views import Frame, Frames


def frames(intake: Intake) -> Frames:
    """Return every table as a Narwhals frame on Arrow, with the key `where`; and the lists that joins need."""
    import pyarrow

    found: dict[str, Frame] = {}
    for table in TABLES:
        rows = intake.rows[table.name]
        where = pyarrow.array([f"{row.record_id}#{row.pointer}" for row in rows], pyarrow.string())
        found[table.name] = _frame(arrow_table(table, [row.values for row in rows]).append_column("where", where))
    found["targets"] = _strings(intake.targets(), "where", "target")
    found["authors"] = _strings([(s.id, a) for s in intake.sources for a in s.authors], "source_id", "actor_id")
    known = sorted(intake.known | intake.lost.keys())  # a reference to what was lost is no mistake of its own
    withdrawn = [record_id in intake.withdrawn for record_id in known]
    columns = {"record_id": pyarrow.array(known, "string"), "withdrawn": pyarrow.array(withdrawn, "bool")}
    found["identifiers"] = _frame(pyarrow.table(columns))
    return Frames(found)


def _frame(table: Any) -> Frame:
    return nw.from_native(table, eager_only=True)


def _strings(rows: Sequence[tuple[str, str]], *names: str) -> Frame:
    import pyarrow

    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return _frame(
        pyarrow.table({name: pyarrow.array(c, pyarrow.string()) for name, c in zip(names, columns, strict=True)})
    )


def run(tables: Frames, rules: Sequence[Rule]) -> Iterator[tuple[str, Finding]]:
    """Yield (rule code, finding) for each row of a view that a rule refuses. Raises EngineFault."""
    by_view: dict[str, list[tuple[str, Expectation]]] = defaultdict(list)
    for rule in rules:
        for number, expectation in enumerate(rule.expectations):
            by_view[expectation.view].append((f"{rule.code}.{number}", expectation))
    for view, expectations in by_view.items():
        try:
            frame = tables.view(view)
        except Exception as error:
            raise EngineFault(f"view {view}: {error}") from error
        if len(frame):
            yield from _refused(frame, dict(expectations))


def _refused(frame: Frame, expectations: dict[str, Expectation]) -> Iterator[tuple[str, Finding]]:
    failing = failing_keys(frame, {name: expectation.holds() for name, expectation in expectations.items()})
    if not failing:
        return
    values = {str(row["where"]): row for row in frame.rows(named=True)}
    for name, keys in failing.items():
        for key in sorted(keys):
            record, _, pointer = key.partition("#")
            expectation = expectations[name]
            message = expectation.message.format(**values[key])
            yield name.partition(".")[0], Finding(record, pointer + expectation.field, message)


def failing_keys(frame: Frame, holds: dict[str, nw.Expr]) -> dict[str, set[str]]:
    """Return, by name of the expression, the keys of the rows for which it is false. Null counts as true.

    All expressions are first checked as one, since as a rule they hold; only if they do not is each checked alone.
    """
    together = nw.all_horizontal(*(expression.fill_null(True) for expression in holds.values()))
    return _failing_keys(frame, holds) if len(holds) == 1 or _failing_keys(frame, {"all": together}) else {}


def _failing_keys(frame: Frame, holds: dict[str, nw.Expr]) -> dict[str, set[str]]:
    checks = [_check(name, expression) for name, expression in holds.items()]
    schema = pa.DataFrameSchema({"where": pa.Column(checks=checks, nullable=False)})
    try:
        schema.validate(frame.to_native(), lazy=True)
    except SchemaErrors as errors:
        return _keys(errors)
    except Exception as error:
        raise EngineFault(f"{type(error).__name__}: {error}") from error
    return {}


def _check(name: str, expression: nw.Expr) -> pa.Check:
    return pa.Check(lambda _: expression.fill_null(True), native=False, ignore_na=False, name=name)


def _keys(errors: SchemaErrors) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for error in errors.schema_errors:
        if error.reason_code is not SchemaErrorReason.DATAFRAME_CHECK or error.check is None:
            raise EngineFault(f"{error.reason_code}: {error}")
        cases = nw.from_native(nw.to_native(error.failure_cases, pass_through=True), eager_only=True)
        found[str(error.check.name)].update(cases[cases.columns[0]].to_list())
    return found
