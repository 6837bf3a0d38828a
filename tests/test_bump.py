"""Bump: the least version follows from what programs rely on, and a smaller one is refused with the reason."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.bump import definitions_changed, least_after, least_version, level, require_bump
from caucasus_ledger.dataset.diff import Change, How, diff
from caucasus_ledger.dataset.ledger import Ledger, LedgerError, load, numbers
from caucasus_ledger.dataset.release import build_release
from copies import add, change, copy_to, withdraw

HOWS: tuple[How, ...] = ("added", "changed", "retracted", "restored", "removed")
KINDS = ("actor", "claim", "event")


def changes(*hows: How, kind: str = "claim") -> list[Change]:
    return [
        Change(f"{kind}/a/{number:03}", how, None if how == "added" else {}, None, ())
        for number, how in enumerate(hows)
    ]


LOST = "so an identifier that programs rely on gives no record any more"


@pytest.mark.parametrize(
    ("old", "hows", "same", "definitions", "least", "why"),
    [
        ("0.1.0", (), True, False, "0.1.1", "the content is the same, to the fingerprint"),
        ("1.2.3", (), True, False, "1.2.4", "the content is the same, to the fingerprint"),
        ("1.2.3", (), False, False, "1.3.0", "what is derived from the records changes"),
        ("0.1.9", ("added",), False, False, "0.2.0", "1 claim is added"),
        ("1.2.3", ("added", "added", "changed"), False, False, "1.3.0", "2 claims are added and 1 claim is changed"),
        ("1.2.3", ("restored",), False, False, "1.3.0", "1 claim is restored"),
        ("0.1.0", ("retracted",), False, False, "1.0.0", f"1 claim is retracted, {LOST}"),
        ("1.2.3", ("changed", "retracted", "retracted"), False, False, "2.0.0", f"2 claims are retracted, {LOST}"),
        ("1.2.3", ("removed",), False, False, "2.0.0", f"1 claim is gone without a tombstone, {LOST}"),
        ("1.2.3", ("retracted", "removed"), False, False, "2.0.0",
         f"1 claim is retracted and 1 claim is gone without a tombstone, {LOST}"),
        ("1.2.3", (), False, True, "2.0.0",
         "the definitions change: the schema's major version, or the columns of a table"),
        ("9.9.9", ("added",), True, True, "10.0.0",
         "the definitions change: the schema's major version, or the columns of a table"),
    ],
)  # fmt: skip
def test_the_least_version_follows_from_the_changes(
    old: str, hows: tuple[How, ...], same: bool, definitions: bool, least: str, why: str
) -> None:
    found = least_version(old, changes(*hows), fingerprint_same=same, definitions_changed=definitions)
    assert found == (least, why)


def test_a_record_that_came_and_went_in_between_breaks_nothing() -> None:
    stone = {"id": "claim/a/001", "retracted": {"reason": "Double.", "retracted_on": "2021-01-01"}}
    found = least_version("0.1.0", diff({}, {"claim/a/001": stone}), fingerprint_same=False, definitions_changed=False)
    assert found == ("0.2.0", "1 claim is retracted")


def test_the_reason_counts_each_kind() -> None:
    several = [*changes("added", kind="event"), *changes("added", "added", "changed")]
    _, why = level(several, fingerprint_same=False, definitions_changed=False)
    assert why == "2 claims are added, 1 event is added and 1 claim is changed"


versions = st.tuples(*[st.integers(0, 30)] * 3).map(lambda parts: ".".join(map(str, parts)))
some_changes = st.lists(st.sampled_from(HOWS), max_size=4).map(lambda hows: changes(*hows))
facts = st.fixed_dictionaries({"fingerprint_same": st.booleans(), "definitions_changed": st.booleans()})


def accepts(old: str, new: str, told: list[Change], facts: dict[str, bool]) -> bool:
    try:
        require_bump(old, new, told, **facts)
    except LedgerError:
        return False
    return True


@given(versions, versions, some_changes, facts)
def test_a_version_is_taken_if_and_only_if_it_is_at_least_the_least(
    old: str, new: str, told: list[Change], facts: dict[str, bool]
) -> None:
    least, _ = least_version(old, told, **facts)
    assert numbers(least) > numbers(old)
    assert accepts(old, least, told, facts)
    assert accepts(old, new, told, facts) == (numbers(new) >= numbers(least))
    assert not accepts(old, old, told, facts)


@given(versions, some_changes, some_changes, facts)
def test_more_changes_never_require_less(
    old: str, told: list[Change], more: list[Change], facts: dict[str, bool]
) -> None:
    least, with_more = (numbers(least_version(old, one, **facts)[0]) for one in (told, [*told, *more]))
    assert with_more >= least


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("0.1.0", r"^version 0\.1\.0 is not after 0\.1\.0, the last one; it is less than 1\.0\.0, the least"),
        ("0.0.9", r"^version 0\.0\.9 is not after 0\.1\.0"),
        ("0.2.0", r"^version 0\.2\.0 is less than 1\.0\.0, the least that may follow 0\.1\.0: 1 claim is"),
        ("1.0", r"^'1\.0' is no version"),
        ("v1.0.0", "is no version"),
        ("1.0.0-rc.1", "is no version"),
        ("01.0.0", "is no version"),
        ("1.0.0\n", "is no version"),
        ("9" * 5000 + ".0.0", "is no version"),
        ("", "is no version"),
        ("١.٠.٠", "is no version"),
    ],
)  # fmt: skip
def test_too_small_a_version_is_refused_with_the_least_and_the_reason(new: str, says: str) -> None:
    with pytest.raises(LedgerError, match=says):
        require_bump("0.1.0", new, changes("retracted"), fingerprint_same=False, definitions_changed=False)


@pytest.mark.parametrize("new", ["1.0.0", "1.0.1", "2.0.0", "10.0.0"])
def test_numbers_may_be_skipped(new: str) -> None:
    require_bump("0.1.0", new, changes("retracted"), fingerprint_same=False, definitions_changed=False)


def test_what_is_not_released_has_no_version_after_it() -> None:
    with pytest.raises(LedgerError, match="'unreleased' is no version"):
        least_version("unreleased", [], fingerprint_same=True, definitions_changed=False)


CLAIM = "claim/example-2020/{:03}"


def after(ledger: Ledger, root: Path) -> tuple[str, str]:
    new = load(root)
    return least_after(ledger, new, diff(ledger.to_json(), new.to_json()))


def test_between_ledgers_it_follows_from_their_records(ledger: Ledger, tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    assert after(ledger, root) == ("0.1.1", "the content is the same, to the fingerprint")
    change(root, "actor/northmark", note="A state.")
    assert after(ledger, root) == ("0.2.0", "1 actor is changed")
    add(root, CLAIM.format(13), CLAIM.format(1), statement="They met for a day.")
    assert after(ledger, root) == ("0.2.0", "1 claim is added and 1 actor is changed")
    withdraw(root, CLAIM.format(10), "It is not in the text.", "2021-05-06")
    assert after(ledger, root)[0] == "1.0.0"


def test_definitions_are_the_columns_and_the_major_part_of_the_schema(
    ledger: Ledger, checkout: Ledger, tmp_path: Path, example: Path
) -> None:
    assert not definitions_changed(ledger, checkout)
    release = build_release(example, "0.2.0", date(2021, 1, 1), tmp_path / "0.2.0")
    assert not definitions_changed(load(release), checkout)

    def with_manifest(name: str, **fields: Any) -> Ledger:
        other = Path(shutil.copytree(release, tmp_path / name))
        manifest = json.loads((other / "manifest.json").read_bytes())
        (other / "manifest.json").write_text(json.dumps(manifest | fields), encoding="utf-8")
        return load(other)

    fewer: dict[str, Any] = {name: {} for name in checkout.tables if name != "tombstones"}
    assert definitions_changed(with_manifest("fewer", tables=fewer), checkout)
    assert not definitions_changed(with_manifest("older", schema_version="1.0"), checkout)


def test_a_major_schema_is_another_definition(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, release: Path) -> None:
    other = load(release)
    monkeypatch.setattr(other._store, "schema_version", "2.0")
    assert definitions_changed(ledger, other)
