"""History: every version in which a record changed, and what leads to it and on from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from caucasus_ledger.dataset.history import History, Withdrawal, at_hand, history
from caucasus_ledger.dataset.ledger import LedgerError, load
from caucasus_ledger.dataset.records import RELEASES, path_of
from caucasus_ledger.dataset.release import build_release
from copies import add, change, copy_to, withdraw

CLAIM = "claim/example-2020/{:03}"
NOTED = "actor/northmark"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a checkout with three releases, among which records came, changed, went, and came again."""
    root = copy_to(tmp_path)

    def freeze(version: str, released: date) -> None:
        build_release(root, version, released, root / RELEASES / version)

    add(root, CLAIM.format(14), CLAIM.format(1), statement="Said only once.")
    freeze("0.9.0", date(2021, 1, 2))
    change(root, NOTED, note="A state.")
    add(root, CLAIM.format(13), CLAIM.format(10), statement="The bridge should be wide.")
    withdraw(root, CLAIM.format(10), "Too coarse.", "2021-03-04", CLAIM.format(13))
    (root / path_of(CLAIM.format(14))).unlink()
    freeze("0.10.0", date(2021, 3, 4))
    add(root, CLAIM.format(15), CLAIM.format(13), statement="The bridge should be wider.")
    withdraw(root, CLAIM.format(13), "Still too coarse.", "2021-05-06", CLAIM.format(15))
    freeze("1.0.0", date(2021, 5, 6))
    change(root, NOTED, note="A country.")
    add(root, CLAIM.format(12), CLAIM.format(1), statement="They met once more.")
    return root


def of(root: Path, record: str) -> History:
    return history(record, at_hand(load(root)))


def steps(found: History) -> list[tuple[str, str | None, str, list[str]]]:
    return [
        (step.version, step.released, step.change.how, [field.pointer for field in step.change.fields])
        for step in found.steps
        if step.change.how != "added"
    ]


def test_the_releases_of_a_checkout_are_looked_at_in_order_and_what_is_not_released(root: Path) -> None:
    assert of(root, NOTED).versions == ("0.9.0", "0.10.0", "1.0.0", "unreleased")
    from_release = history(NOTED, at_hand(load(root / RELEASES / "0.9.0")))
    assert from_release.versions == ("0.9.0", "0.10.0", "1.0.0")


def test_every_change_between_successive_versions_is_told(root: Path) -> None:
    found = of(root, NOTED)
    assert (found.steps[0].version, found.steps[0].change.how) == ("0.9.0", "added")
    assert steps(found) == [("0.10.0", "2021-03-04", "changed", ["/note"]), ("unreleased", None, "changed", ["/note"])]
    (field,) = found.steps[-1].change.fields
    assert (field.before, field.after) == ("A state.", "A country.")


def test_a_record_that_never_changed_has_one_step(root: Path) -> None:
    (step,) = of(root, "actor/southmark").steps
    assert (step.version, step.released, step.change.how) == ("0.9.0", "2021-01-02", "added")


def test_what_replaced_a_record_is_followed_both_ways(root: Path) -> None:
    first = Withdrawal(CLAIM.format(10), CLAIM.format(13), "Too coarse.", "2021-03-04", "0.10.0")
    second = Withdrawal(CLAIM.format(13), CLAIM.format(15), "Still too coarse.", "2021-05-06", "1.0.0")
    assert [one.change.how for one in of(root, CLAIM.format(10)).steps] == ["added", "retracted"]
    assert (of(root, CLAIM.format(10)).replaced, of(root, CLAIM.format(10)).replaced_by) == ((), (first, second))
    assert (of(root, CLAIM.format(13)).replaced, of(root, CLAIM.format(13)).replaced_by) == ((first,), (second,))
    assert (of(root, CLAIM.format(15)).replaced, of(root, CLAIM.format(15)).replaced_by) == ((second, first), ())


def test_a_record_that_only_an_old_release_holds_has_a_history(root: Path) -> None:
    found = of(root, CLAIM.format(14))
    assert [(one.version, one.change.how) for one in found.steps] == [("0.9.0", "added"), ("0.10.0", "removed")]


def test_a_record_that_stands_again_is_told(root: Path) -> None:
    found = of(root, CLAIM.format(12))
    assert [(one.version, one.change.how) for one in found.steps] == [
        ("0.9.0", "retracted"),
        ("unreleased", "restored"),
    ]
    assert found.replaced_by == of(root, CLAIM.format(1)).replaced == ()
    released = history(CLAIM.format(1), at_hand(load(root / RELEASES / "0.9.0")))
    assert [one.record for one in released.replaced] == [CLAIM.format(12)]


def test_a_record_that_never_was_has_no_steps(root: Path) -> None:
    assert of(root, CLAIM.format(99)).steps == ()


def test_replacements_in_a_circle_end(root: Path) -> None:
    withdraw(root, CLAIM.format(15), "Round.", "2021-06-07", CLAIM.format(10))
    found = of(root, CLAIM.format(10))
    assert [one.record for one in found.replaced_by] == [CLAIM.format(10), CLAIM.format(13)]
    assert [one.record for one in found.replaced] == [CLAIM.format(15), CLAIM.format(13)]


def test_a_release_that_was_changed_is_not_passed_over(root: Path) -> None:
    (root / RELEASES / "0.9.0" / "records" / "actor.jsonl").write_bytes(b"")
    with pytest.raises(LedgerError, match=r"records/actor\.jsonl of release 0\.9\.0 was changed"):
        of(root, NOTED)
