"""Migration: records of every release read under today's schema, and nothing else about them changes."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from caucasus_ledger.dataset import migrate as module
from caucasus_ledger.dataset.ledger import RELEASES, Ledger, LedgerError, load, versions
from caucasus_ledger.dataset.migrate import NEWEST, STEPS, Step, UnknownSchema, migrate, migrate_text, steps_from
from caucasus_ledger.dataset.records import KINDS, Json, canonical_json, parse
from caucasus_ledger.schema import SCHEMA_VERSION, Record, Tombstone
from strategies import records

OLD = [step.old for step in STEPS]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.floats(allow_nan=False) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=6,
)
names = st.sampled_from([
    "remarks", "mentions", "evidence", "conditions", "supports", "contradicts", "qualifies", "places", "retracted"
])  # fmt: skip
ids = st.sampled_from([f"{kind}/a" for kind in KINDS])
anything = st.builds(
    lambda own, more: {"id": own} | more, ids | json_values, st.dictionaries(names, st.lists(json_values) | json_values)
)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are spelt alike, key order, 0 and -0.0, and 1 and 1.0 apart."""
    return json.dumps(one) == json.dumps(other)


def shuffled(record: Record | Tombstone, choose: st.DataObject) -> Json:
    """Return a valid record as a 1.0 release could hold it: its sorted lists in any order."""
    plain: Json = json.loads(canonical_json(record))
    for name in set(plain) & {"remarks", "mentions", "evidence", "conditions", "supports", "contradicts", "qualifies"}:
        plain[name] = choose.draw(st.permutations(plain[name]))
    return plain


def test_the_steps_lead_without_a_gap_to_the_schema_of_today() -> None:
    assert NEWEST == STEPS[-1].new == SCHEMA_VERSION
    assert all(step.new == following.old for step, following in pairwise(STEPS))
    assert len({*OLD, NEWEST}) == len(STEPS) + 1


def test_steps_lead_on_from_the_schema_of_every_release() -> None:
    assert versions()
    for version in versions():
        schema = json.loads((RELEASES / version / "manifest.json").read_bytes())["schema_version"]
        assert schema == NEWEST or steps_from(schema)[-1].new == NEWEST


@pytest.mark.parametrize("version", versions())
def test_every_record_of_every_release_is_valid_and_in_canonical_form_today(version: str) -> None:
    manifest = json.loads((RELEASES / version / "manifest.json").read_bytes())
    read = 0
    for kind in (*KINDS, "tombstone"):
        for line in (RELEASES / version / "records" / f"{kind}.jsonl").read_bytes().splitlines():
            found = migrate(json.loads(line), manifest["schema_version"])
            assert same(found, json.loads(canonical_json(parse(json.dumps(found)))))
            read += 1
    assert read == manifest["records"]


@pytest.mark.parametrize("version", versions())
def test_every_release_loads_whole(version: str) -> None:
    ledger = load(version)
    assert len(ledger.to_json()) == ledger._store.manifest["records"]  # type: ignore[union-attr]
    for name in ledger.tables:
        frozen = parquet.ParquetFile(RELEASES / version / f"{name}.parquet").read()
        assert ledger.table(name).equals(frozen)


@pytest.mark.parametrize("version", OLD)
@given(record=anything)
def test_a_migration_changes_nothing_of_what_it_is_given_and_gives_the_same_each_time(
    version: str, record: Json
) -> None:
    before = copy.deepcopy(record)
    found = migrate(record, version)
    assert same(record, before)
    assert same(found, migrate(copy.deepcopy(before), version))
    assert found["id"] == before["id"]
    assert found.keys() == before.keys()


@pytest.mark.parametrize("step", STEPS)
@given(record=anything)
def test_a_step_taken_twice_is_a_step_taken_once(step: Step, record: Json) -> None:
    once = step.migrate(record)
    assert same(step.migrate(once), once)


@given(records, st.data())
def test_from_1_0_a_record_comes_into_the_canonical_order(record: Record | Tombstone, choose: st.DataObject) -> None:
    found = migrate(shuffled(record, choose), "1.0")
    assert same(found, json.loads(canonical_json(record)))


def test_from_1_0_a_coordinate_of_minus_zero_becomes_zero() -> None:
    place = {"name": "A", "position": {"lat": -0.0, "lon": -5.0}, "precision": "point"}
    found = migrate({"id": "event/a", "places": [place]}, "1.0")
    assert json.dumps(found["places"][0]["position"]) == '{"lat": 0.0, "lon": -5.0}'
    assert json.dumps(place["position"]) == '{"lat": -0.0, "lon": -5.0}'


def test_a_record_of_today_stays_as_it_is_letter_for_letter() -> None:
    record = {"id": "claim/a/001", "supports": ["claim/a/003", "claim/a/002"]}
    assert migrate(record, NEWEST) == record
    assert migrate_text(b' {"id":  "claim/a/001"}', NEWEST) == b' {"id":  "claim/a/001"}'


def test_steps_are_taken_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    later = Step("1.1", "2.0", lambda record: record | {"seen": [*record.get("supports", []), "2.0"]})
    monkeypatch.setattr(module, "STEPS", (*STEPS, later))
    monkeypatch.setattr(module, "NEWEST", "2.0")
    record = {"id": "claim/a/001", "supports": ["b", "a"]}
    assert migrate(record, "1.0")["seen"] == ["a", "b", "2.0"]
    assert migrate(record, "1.1")["seen"] == ["b", "a", "2.0"]
    assert json.loads(migrate_text(json.dumps(record).encode(), "1.0"))["seen"] == ["a", "b", "2.0"]


@pytest.mark.parametrize("version", ["1.2", "1.10", "2.0"])
def test_a_newer_schema_is_refused_with_what_to_do(version: str) -> None:
    with pytest.raises(UnknownSchema, match=r"schema .* knows up to 1\.1; `pip install --upgrade caucasus-ledger`"):
        steps_from(version)


@pytest.mark.parametrize("version", ["", "0.9", "1", "1.1.1", "one", "1.0.0", "٣.٠", "9" * 5000, "1.-2"])
def test_a_schema_that_never_was_is_refused(version: str) -> None:
    with pytest.raises(UnknownSchema, match=r"which never was; there were 1\.0, 1\.1$"):
        migrate({"id": "claim/a/001"}, version)


CLAIM = "claim/example-2020/007"


def rewritten(release: Path, folder: Path, schema: str, change: Any = None) -> Path:
    """Return a copy of a release as another schema would have frozen it; `change` is made to each claim."""
    copied = Path(shutil.copytree(release, folder / "old"))
    path = copied / "records" / "claim.jsonl"
    claims = [json.loads(line) for line in path.read_bytes().splitlines()]
    path.write_text("".join(json.dumps(change(one) if change else one) + "\n" for one in claims), encoding="utf-8")
    manifest = json.loads((copied / "manifest.json").read_bytes()) | {"schema_version": schema}
    manifest["files"]["records/claim.jsonl"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return copied


def backwards(claim: Json) -> Json:
    return claim | {"evidence": claim["evidence"][::-1]}


def test_records_of_an_old_release_are_those_of_today_and_its_tables_stay(
    release: Path, ledger: Ledger, tmp_path: Path
) -> None:
    old = load(rewritten(release, tmp_path, "1.0", backwards))
    assert list(old.claims) == list(ledger.claims)
    assert old.to_json() == ledger.to_json()
    assert old.table("evidence").equals(ledger.table("evidence"))
    assert old.fingerprint == ledger.fingerprint


def test_records_of_today_are_read_in_the_order_that_they_have(release: Path, tmp_path: Path) -> None:
    new = load(rewritten(release, tmp_path, NEWEST, backwards))
    starts = [item.start for item in new.claims[CLAIM].evidence]
    assert starts == sorted(starts, reverse=True) != sorted(starts)


@pytest.mark.parametrize(
    ("schema", "says"), [("7.3", "this package knows up to 1.1; `pip install --upgrade"), ("0.1", "which never was")]
)
def test_a_release_of_a_schema_that_is_not_known_is_not_loaded(
    schema: str, says: str, release: Path, tmp_path: Path
) -> None:
    with pytest.raises(LedgerError, match=rf"^release 0\.1\.0 cannot be read: .*{says}"):
        load(rewritten(release, tmp_path, schema))


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'"a"',
        b"{}",
        b"7",
        b"\xff",
        b"[" * 100_000,
        b'{"id":7}',
        b'{"id":"event/a"}',
        b'{"id":"claim/a/001","retracted":{}}',
    ],
)
def test_a_line_that_holds_no_record_is_told_with_its_place(line: bytes, release: Path, tmp_path: Path) -> None:
    copied = rewritten(release, tmp_path, "1.0")
    path = copied / "records" / "claim.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")
    manifest = json.loads((copied / "manifest.json").read_bytes())
    manifest["files"]["records/claim.jsonl"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(LedgerError, match=r"^line 12 of records/claim.jsonl in release 0.1.0 holds no claim$"):
        load(copied).to_json()


def test_what_no_model_takes_is_told_and_not_thrown(release: Path, tmp_path: Path) -> None:
    odd = load(
        rewritten(release, tmp_path, "1.0", lambda claim: claim | {"evidence": {"a": "\ud800"}, "supports": [{}, 1]})
    )
    with pytest.raises(LedgerError, match=r"^claim/example-2020/001 is not a valid record"):
        odd.to_json()
