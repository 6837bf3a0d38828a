"""What the tests of exports share: the ledgers that are exported, one of them full of text that is to do harm."""

from __future__ import annotations

import json
import socket
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import pytest

from caucasus_ledger.dataset.ledger import Ledger, load
from caucasus_ledger.dataset.records import path_of
from caucasus_ledger.dataset.release import build_release
from copies import copy_to

PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><x/>",
    "<!-- & --> &lt;",
    "a\" onload=\"alert(1)' x='",
    "x'); DROP TABLE actors; --",
    '{"@id": "urn:x", "@graph": []}',
    "\\u003cb\\u003e \\n",
    "first\u2028second\u2029third",
    'first\nsecond, "third"; fourth',
    "javascript:alert(1) ${jndi:ldap://x} {{7*7}} %s %(x)s",
    "Հայաստան 𐄂 Ω é",
)


@pytest.fixture(scope="session", params=["0.1.0", "example"])
def released(request: pytest.FixtureRequest) -> Ledger:
    return load("0.1.0") if request.param == "0.1.0" else request.getfixturevalue("ledger")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A release in whose records the payloads stand, as no check would let through."""
    root = copy_to(tmp_path_factory.mktemp("hostile"))
    files = sorted((root / "dataset" / "records" / "claim").rglob("*.json"))
    claims = [path for path in files if '"retracted"' not in path.read_text(encoding="utf-8")]
    for path, payload in zip(claims, PAYLOADS, strict=False):
        edit(path, statement=payload, note=payload)
    edit(root / path_of("claim/example-2020/001"), note=PAYLOADS[-1])
    edit(root / path_of("event/trade-grows"), title=PAYLOADS[0], note=PAYLOADS[-1])
    edit(root / path_of("actor/blue-line"), name=PAYLOADS[0], note=PAYLOADS[2], mentions=[])
    edit(root / path_of("assessment/example-2020/ferry-deaths"), rationale=PAYLOADS[0])
    target = tmp_path_factory.mktemp("released") / "1.0.0"
    return load(build_release(root, "1.0.0", date(2020, 8, 1), target))


def edit(path: Path, **fields: Any) -> None:
    record = json.loads(path.read_text(encoding="utf-8")) | fields
    path.write_text(json.dumps({name: value for name, value in record.items() if value != []}), encoding="utf-8")


@pytest.fixture(scope="session")
def payloads(hostile: Ledger) -> list[str]:
    """The payloads that stand as statements."""
    found = [claim.statement for claim in hostile.claims if claim.statement in PAYLOADS]
    assert len(found) >= 11
    return found


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("it asks the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
