"""Query: a filter gives the right records, an identifier that lasts, and a document that is proven or refuted."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import math
import shutil
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset import ledger as ledgers
from caucasus_ledger.dataset.ledger import Ledger, UnknownVersion, load
from caucasus_ledger.dataset.query import Difference, Outcome, rerun, select
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.store import LedgerError

DAYS = ("2020-01-01", "2020-05", "2020-05-03", "2020-06/2020-07", "2020", "2021-03", "[2020-05-02..2020-05-04]")


@pytest.fixture
def packaged(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Return the invented ledger's release as one that the package holds."""
    shutil.copytree(release, tmp_path / "0.1.0")
    monkeypatch.setattr(ledgers, "RELEASES", tmp_path)
    return load("0.1.0")


def test_a_filter_gives_what_the_collections_give(ledger: Ledger) -> None:
    assert ledger.query("claims by=ada-example").ids == ledger.claims.by("actor/ada-example").ids
    assert ledger.query("claims about=northmark").ids == ledger.claims.about("actor/northmark").ids
    assert ledger.query("events involving=northmark").ids == ledger.events.involving("actor/northmark").ids
    assert ledger.query("claims kind=state").ids == ledger.claims.where(kind="state").ids
    assert ledger.query("claims").ids == ledger.claims.ids
    assert ledger.query("assessments claim=claim/example-2020/001").ids == ()


@pytest.mark.parametrize("first", DAYS)
@pytest.mark.parametrize("last", DAYS)
def test_dates_are_compared_as_between_does(first: str, last: str, ledger: Ledger) -> None:
    try:
        wanted = ledger.events.between(first, last).ids
    except ValueError:
        return
    assert ledger.query(f"events when>={first} when<={last}").ids == wanted


@pytest.mark.parametrize("day", DAYS)
def test_a_date_equals_what_it_overlaps(day: str, ledger: Ledger) -> None:
    assert ledger.query(f"events when={day}").ids == ledger.events.between(day, day).ids


@pytest.mark.parametrize(
    "condition",
    ["kind=state", "modality=will", 'modality=""', "said=2020", "by=ada-example", "about=northmark,southmark"],
)
def test_what_is_not_equal_is_the_rest(condition: str, ledger: Ledger) -> None:
    equal = set(ledger.query(f"claims {condition}").ids)
    other = set(ledger.query(f"claims {condition.replace('=', '!=', 1)}").ids)
    assert equal | other == set(ledger.claims.ids)
    assert not equal & other


def test_numbers_are_compared(ledger: Ledger) -> None:
    counts = {event.id: event.deaths.best for event in ledger.events if event.deaths}
    assert counts
    for bound in (0, 3, 4, 5):
        assert set(ledger.query(f"events deaths>={bound}").ids) == {key for key, n in counts.items() if n >= bound}
        assert set(ledger.query(f"events deaths<{bound}").ids) == {key for key, n in counts.items() if n < bound}
    places = {event.id: place.position.lat for event in ledger.events for place in event.places if place.position}
    for lat in sorted(places.values()):
        above = {key for key, other in places.items() if other > lat}
        assert set(ledger.query(f"events places.position.lat>{lat}").ids) == above
        assert set(ledger.query(f"events places.position.lat<={lat}").ids) == set(places) - above


def test_conditions_all_hold(ledger: Ledger) -> None:
    one, other = set(ledger.query("claims kind=state").ids), set(ledger.query("claims about=northmark").ids)
    assert set(ledger.query("claims kind=state about=northmark").ids) == one & other


def test_a_selection_is_a_collection_of_records(ledger: Ledger) -> None:
    found = ledger.query("claims kind=occurrence")
    assert found.records == tuple(found) == tuple(ledger.claims.where(kind="occurrence"))
    assert len(found) == len(found.ids) > 0
    assert found.ids[0] in found
    assert found.records[0] in found
    assert "actor/northmark" not in found
    assert repr(found) == f"<{len(found)} records of ledger 0.1.0: claims kind=occurrence>"


def test_the_identifier_is_made_as_is_written(ledger: Ledger) -> None:
    found = ledger.query("claims kind=state")
    query: Any = {"kind": "claim", "conditions": [{"facet": "kind", "operator": "=", "values": ["state"]}]}
    content = rfc8785.dumps({"v": "q1", "fingerprint": ledger.fingerprint, "query": query})
    assert found.qid == "q1:" + base64.b32encode(hashlib.sha256(content).digest()).decode().lower()[:20]
    lines = (ledger.store.texts["claim"][record_id] for record_id in found.ids)
    records = [json.loads(line) for line in lines]
    assert found.digest == hashlib.sha256(rfc8785.dumps(records)).hexdigest()


def test_the_identifier_lasts(snapshot: SnapshotAssertion) -> None:
    found = load("0.1.0").query("claims kind=prediction")
    assert (found.qid, len(found), found.digest) == snapshot


def test_other_content_gives_another_identifier(ledger: Ledger) -> None:
    other = load("0.1.0")
    assert other.query("claims kind=state").qid != ledger.query("claims kind=state").qid


def test_a_subset_is_cited_with_identifier_and_number(ledger: Ledger) -> None:
    found = ledger.query("claims kind=occurrence")
    assert found.cite() == f"{ledger.cite()}; subset {found.qid} (n = {len(found)})"
    for form in ("apa", "bibtex", "biblatex", "ris", "csl", "cff", "datacite"):
        assert found.qid in found.cite(form)


def test_a_subset_of_nothing_can_be_cited(ledger: Ledger) -> None:
    found = ledger.query("claims kind=occurrence kind=state")
    assert found.cite().endswith("(n = 0)")
    assert rerun(found.document(), ledger).proven


def test_records_that_are_not_released_can_be_asked_for_and_not_cited(checkout: Ledger, ledger: Ledger) -> None:
    found = checkout.query("claims kind=state")
    assert found.ids == ledger.query("claims kind=state").ids
    for refused in (found.cite, found.document):
        with pytest.raises(LedgerError, match="load a release"):
            refused()


def test_a_document_tells_all_and_nothing_of_today(packaged: Ledger, snapshot: SnapshotAssertion) -> None:
    document = packaged.query("claims kind=causal").document("claims kind = causal")
    del document["package"]["version"]
    assert document == snapshot
    assert date.today().isoformat() not in json.dumps(document)  # noqa: DTZ011


def test_a_document_is_made_without_the_package_being_installed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", lacking)
    document = ledger.query("claims").document()
    assert document["package"] == {"name": "caucasus-ledger", "version": None}
    assert rerun(document, ledger).proven


def test_a_document_is_proven(packaged: Ledger) -> None:
    found = packaged.query("events when>=2020-05 involving=northmark")
    document = json.loads(json.dumps(found.document("events involving=Northmark when>2020-04")))
    assert rerun(document) == Outcome(found.qid, "0.1.0", len(found), ())
    assert rerun(document).proven


CHANGES = {
    "identifier": {"qid": "q1:aaaaaaaaaaaaaaaaaaaa"},
    "fingerprint": {"fingerprint": "00" * 32},
    "number": {"n": 99},
    "digest": {"digest": "00" * 32},
    "another filter": {"filter": "claims kind=causal"},
    "no filter": {"filter": "claims knd=causal"},
    "no records": {"ids": []},
    "another query": {"query": {"kind": "claim", "conditions": []}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_differs_is_told(change: dict[str, Any], packaged: Ledger, snapshot: SnapshotAssertion) -> None:
    document = packaged.query("claims kind=occurrence").document() | change
    assert [str(one) for one in rerun(document).differences] == snapshot


def test_another_order_and_another_record_are_told(packaged: Ledger) -> None:
    document = packaged.query("claims kind=occurrence").document()
    ids = document["ids"]
    turned = rerun(document | {"ids": ids[::-1]}).differences
    assert turned == (Difference("ids", "them in another order, or one of them twice", "each once, in order"),)
    assert rerun(document | {"ids": ["claim/x/999", *ids[1:]]}).differences == (
        Difference("ids", "with claim/x/999", "without"),
        Difference("ids", f"without {ids[0]}", "with"),
    )
    (odd,) = rerun(document | {"ids": [*ids, {"\x1b[31m": 1}]}).differences
    assert "\x1b" not in str(odd)


def test_records_that_changed_are_found(example: Path, packaged: Ledger, tmp_path: Path) -> None:
    document = packaged.query("claims kind=occurrence").document()
    root = tmp_path / "copy"
    shutil.copytree(example, root)
    path = root / "dataset/records/claim/example-2020/001.json"
    path.write_text(path.read_text("utf-8").replace("met in Rivertown", "met at Rivertown"), "utf-8")
    other = load(build_release(root, "0.1.0", date(2020, 8, 1), tmp_path / "other"))
    assert [one.part for one in rerun(document, other).differences] == ["fingerprint", "digest"]


def test_a_version_that_is_not_at_hand_is_told(packaged: Ledger) -> None:
    document = packaged.query("claims").document() | {"version": "9.9.9"}
    with pytest.raises(UnknownVersion, match=r"9\.9\.9"):
        rerun(document)


@pytest.mark.parametrize(
    "change",
    [
        {"v": "q2"}, {"version": "../0.1.0"}, {"version": "/etc"}, {"n": True}, {"n": None}, {"ids": {}}, {"query": []},
        {"query": {}}, {"query": {"kind": "claim"}}, {"query": {"kind": [], "conditions": []}},
        {"query": {"kind": "claim", "conditions": [], "more": 1}}, {"query": {"kind": "claim", "conditions": [1]}},
        {"query": {"kind": "claim", "conditions": [{"facet": "knd", "operator": "=", "values": ["x"]}]}},
        {"query": {"kind": "claim", "conditions": [{"facet": "kind", "operator": "~", "values": ["x"]}]}},
        {"query": {"kind": "claim", "conditions": [{"facet": "kind", "operator": ">=", "values": ["x"]}]}},
        {"query": {"kind": "claim", "conditions": [{"facet": "kind", "operator": "=", "values": [["x"]]}]}},
        {"query": {"kind": "claim", "conditions": [{"facet": "kind", "operator": "=", "values": "x"}]}},
        {"query": {"kind": "event", "conditions": [{"facet": "when", "operator": "=", "values": ["x"]}]}},
        {"query": {"kind": "event", "conditions": [{"facet": "when", "operator": ">=", "values": []}]}},
        {"query": {"kind": "event", "conditions": [{"facet": "when", "operator": ">", "values": ["2020-01-01"]}]}},
        {"query": {"kind": "event", "conditions": [{"facet": "deaths.best", "operator": ">=", "values": [2**60]}]}},
        {"query": {"kind": "event", "conditions": [{"facet": "deaths.best", "operator": "<=", "values": [math.nan]}]}},
        {"query": {"kind": "claim", "conditions": [{"facet": "kind", "operator": "=", "values": ["\ud800"]}]}},
    ],
)  # fmt: skip
def test_what_is_no_saved_query_is_refused(change: dict[str, Any], packaged: Ledger) -> None:
    with pytest.raises(LedgerError):
        rerun(packaged.query("claims").document() | change)


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_whatever_is_given_is_run_or_refused(ledger: Ledger, data: st.DataObject) -> None:
    document = copy.deepcopy(select(ledger, "events when>=2020-05 deaths>=1 involving=northmark").document())
    place: Any = document
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            place[key] = data.draw(json_values)
            break
        place = inner
    try:
        said = [str(one) for one in rerun(document, ledger).differences]
    except LedgerError as error:
        said = [str(error)]
    assert all(line.isprintable() for line in said)


@given(json_values)
def test_other_json_is_refused(ledger: Ledger, value: Any) -> None:
    with pytest.raises(LedgerError):
        rerun(value, ledger)


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("events deaths>1", {"deaths": {"best": "many"}}),
        ("events when=2020", {"when": {"edtf": 3}}),
        ("events when=2020", {"when": {"edtf": "soon"}}),
        ("events", {"places": math.nan}),
    ],
)
def test_a_record_that_is_none_is_told(
    words: str, change: dict[str, Any], release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = load(release)
    monkeypatch.setitem(found.store.texts["event"], "event/x", json.dumps({"id": "event/x"} | change).encode())
    with pytest.raises(LedgerError):
        found.query(words).document()
