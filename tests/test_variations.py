"""Variations: no ledger that the schema allows and the rules admit gives a false alarm, and every code has its turn."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from caucasus_ledger.dataset.records import canonical_json, parse, path_of
from caucasus_ledger.dataset.tree import Folder
from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.schema.plover import TYPES
from caucasus_ledger.validators import contract
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rules import RULES
from mutation.slots import absent, fields, slots
from sound import TURNS, Sound, sound_ledgers

SLOW = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.filter_too_much,
]  # a whole ledger is a large example


def write(sound: Sound, root: Path) -> list[Path]:
    """Write a ledger's records and texts below a root; return the paths of the texts."""
    for plain in sound.records:
        path = root / path_of(plain["id"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(canonical_json(parse(json.dumps(plain))), encoding="utf-8")
    texts = [root / f"{number}.txt" for number in range(len(sound.texts))]
    for path, text in zip(texts, sound.texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return texts


def alarms(sound: Sound) -> list[str]:
    """Return what a check says of a ledger to which its texts are attached; less is asked where they are not."""
    with tempfile.TemporaryDirectory() as folder:
        texts = write(sound, Path(folder))
        report = check(Path(folder), texts=texts)
    assert report.files == len(sound.records)
    assert len(report.attached) == len(sound.texts)
    assert report.waiting == ()
    return [f"{problem.code} {problem.record}{problem.pointer}: {problem.message}" for problem in report.problems]


@given(sound_ledgers())
@settings(max_examples=40, suppress_health_check=SLOW)
def test_no_ledger_gives_a_false_alarm(sound: Sound) -> None:
    problems = alarms(sound)
    assert not problems, problems


@pytest.fixture(scope="module")
def tour() -> list[Sound]:
    """One ledger for each turn, always the same."""
    return [_drawn(turn) for turn in range(TURNS)]


def _drawn(turn: int) -> Sound:
    found: list[Sound] = []

    @given(sound_ledgers(turn))
    @settings(max_examples=3, phases=[Phase.generate], derandomize=True, database=None, suppress_health_check=SLOW)
    def take(sound: Sound) -> None:
        found.append(sound)

    take()
    return found[-1]  # the first is the simplest that there is


def test_every_turn_is_sound(tour: list[Sound]) -> None:
    assert [problem for sound in tour for problem in alarms(sound)] == []


def test_every_field_and_every_code_has_its_turn(tour: list[Sound]) -> None:
    records = [record for sound in tour for record in sound.records]
    held = {slot.field for record in records for slot in slots(record)}
    coded = {(slot.field, slot.value) for record in records for slot in slots(record) if slot.shape.holds == "code"}
    left_out = {f"{model.__name__}.{name}" for record in records for _, model, name, _ in absent(record)}
    assert {field for field, _, _ in fields()} - held == set()
    assert {(field, code) for field, codes, _ in fields() for code in codes} - coded == set()
    assert {field for field, _, required in fields() if not required} - left_out == set()


def test_every_mode_of_every_type_has_its_turn(tour: list[Sound]) -> None:
    taken = {(record.get("type"), record.get("mode")) for sound in tour for record in sound.records}
    assert {(str(kind), mode) for kind, row in TYPES.items() for mode in row.modes or (None,)} - taken == set()


def test_dates_of_every_shape_and_precision_have_their_turn(tour: list[Sound]) -> None:
    found = [bounds(text) for sound in tour for text in _dates(sound)]
    assert {one.shape for one in found} == {"point", "interval", "one_of"}
    assert {one.precision for one in found} >= {"day", "month", "quarter", "year", "multi_year", "open"}


def test_every_rule_about_a_view_has_rows_to_judge(tour: list[Sound], tmp_path: Path) -> None:
    seen: set[str] = set()
    views = {expectation.view for rule in RULES.values() for expectation in rule.expectations}
    for number, sound in enumerate(tour):
        write(sound, tmp_path / str(number))
        frames = contract.frames(Intake(Folder(tmp_path / str(number))))
        seen |= {view for view in views - seen if len(frames.view(view))}
    assert seen == views


def _dates(sound: Sound) -> Iterator[str]:
    for record in sound.records:
        yield from (slot.value for slot in slots(record) if slot.shape.form in ("date", "day"))
