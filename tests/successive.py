"""A ledger with two releases and what was edited since: records of every fate that there is between versions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from caucasus_ledger.dataset.records import RELEASES, path_of
from caucasus_ledger.dataset.release import build_release
from copies import add, change, copy_to, withdraw

CLAIM = "claim/example-2020/{:03}"
NOTED = "actor/northmark"
MEETING = "event/2020-05-03-rivertown-meeting"
NOTE = "Of the two in the text, the one that it names first; a state on the northern {}, which is {}called the North{}."
ASSESSED = "assessment/example-2020/ferry-deaths"


def plain(root: Path, record: str) -> dict[str, Any]:
    """Return a record's JSON."""
    found: dict[str, Any] = json.loads((root / path_of(record)).read_text(encoding="utf-8"))
    return found


def freeze(root: Path, version: str, released: date) -> Path:
    """Release what a checkout holds, beside its other releases; return the folder."""
    return build_release(root, version, released, root / RELEASES / version)


def successive(folder: Path) -> Path:
    """Return the root of a checkout with the releases 0.1.0 and 0.2.0 and much that is not released."""
    root = copy_to(folder)
    freeze(root, "0.1.0", date(2021, 1, 2))
    change(root, NOTED, note=NOTE.format("shore", "", ""))
    freeze(root, "0.2.0", date(2021, 2, 3))
    change(root, NOTED, note=NOTE.format("bank", "now and then ", ", and once the far side"))
    meeting = plain(root, MEETING)
    change(
        root,
        MEETING,
        title="Talks of Northmark and Southmark in Rivertown",
        participants=meeting["participants"][:-1],
        contexts=["territory"],
    )
    chain = plain(root, CLAIM.format(7))["attribution"]
    chain[1]["factuality"] = "PS+"
    change(root, CLAIM.format(7), attribution=chain, about=["event/2020-ferry-overloaded", "actor/southmark"])
    statement = (
        "The bridge between Northmark and Southmark should be so wide that two wagons can pass each other on it."
    )
    add(root, CLAIM.format(13), CLAIM.format(10), statement=statement)
    withdraw(root, CLAIM.format(10), "Two norms stood in one claim.", "2021-03-04", CLAIM.format(13))
    withdraw(root, CLAIM.format(14), "It came and went.", "2021-03-04")
    add(root, CLAIM.format(12), CLAIM.format(1), statement="They met for one day.")
    add(root, "event/2020-06-reopening", "event/2020-06-port-closure", title="Southmark reopens a port")
    (root / path_of(ASSESSED)).unlink()
    return root
