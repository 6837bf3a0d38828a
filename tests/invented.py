"""Codings to compare: records made by hand or at random, the example coded otherwise, and the committed ones."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import strategies as st

from caucasus_ledger.dataset.records import PACKAGE_ROOT

CODINGS = PACKAGE_ROOT / "docs" / "codings"
committed = pytest.mark.skipif(not CODINGS.is_dir(), reason="no checkout: the codings are not in the package")

Record = dict[str, Any]
Spans = list[tuple[int, int]]


def spans(found: Spans, **more: str) -> list[Record]:
    return [{"source": "source/t", "start": start, "end": end, **more} for start, end in found]


def actor(key: str, found: Spans, name: str = "somebody", kind: str = "state") -> Record:
    return {"id": f"actor/{key}", "name": name, "kind": kind, "mentions": spans(found, name=name)}


def event(key: str, found: Spans, parts: dict[str, str], **more: str) -> Record:
    participants = [{"actor": f"actor/{one}", "role": role} for one, role in parts.items()]
    told = {"realis": "actual", "when": {"basis": "none"}, "title": key, **more}
    return {"id": f"event/{key}", "participants": participants, "evidence": spans(found, role="whole"), **told}


def claim(number: int, found: Spans, kind: str = "state", by: str = "x", statement: str = "it is so") -> Record:
    chain = [{"actor": f"actor/{by}", "mode": "own_voice", "factuality": "CT+"}]
    evidence = [*spans(found, role="whole"), *spans([(0, 1000)], role="context")]
    stated = {"statement": statement, "kind": kind, "attribution": chain, "about": [f"actor/{by}"]}
    return {"id": f"claim/t/{number:03d}", "evidence": evidence, **stated}


def edited(records: list[Record]) -> list[Record]:
    """Return another coding of the example: identifiers of its own, and every edit that `test_agreement` lists."""
    text = json.dumps(records)
    for old, new in (
        ("event/2020-ferry-sinks", "event/2020-ferry-lost"),
        ("actor/blue-line", "actor/line-that-is-blue"),
        ("claim/example-2020/003", "claim/example-2020/103"),
    ):
        text = text.replace(f'"{old}"', f'"{new}"')
    by_id: dict[str, Record] = {record["id"]: record for record in json.loads(text)}
    sinks, line = by_id["event/2020-ferry-lost"], by_id["actor/line-that-is-blue"]
    sinks["deaths"]["best"] = 5
    sinks["deaths"]["high"] = None
    del sinks["participants"][1]
    sinks["when"] = {"basis": "none"}
    line["kind"] = "group"
    del line["mentions"][1]
    by_id["actor/ferry-passengers"]["aliases"][0]["kind"] = "short"
    by_id["actor/ada-example"]["roles"][0]["organisation"] = "actor/northmark"
    by_id["claim/example-2020/002"]["attribution"][1]["factuality"] = "PS+"
    by_id["claim/example-2020/004"]["supports"] = []
    by_id["claim/example-2020/006"]["asserts"]["object"] = "actor/line-that-is-blue"
    by_id["claim/example-2020/007"]["evidence"][2]["start"] = 341
    by_id["claim/example-2020/008"]["conditions"] = ["claim/example-2020/005"]
    by_id["claim/example-2020/009"]["forecast"]["resolution"] = "yes"
    by_id["claim/example-2020/011"]["said"]["edtf"] = "2020-07"
    by_id["event/2020-05-03-rivertown-meeting"]["places"][0]["precision"] = "near"
    by_id["event/2020-05-03-rivertown-meeting"]["contexts"] = []
    by_id["event/2020-plan-published"]["part_of"] = "event/trade-grows"
    del by_id["claim/example-2020/010"]
    del by_id["actor/river-commission"]
    return list(by_id.values())


_ranges = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda one: (one[0], one[0] + one[1]))
_keys = st.sampled_from("pqrs")


@st.composite
def codings(draw: st.DrawFn) -> list[Record]:
    """Draw a coding that holds every record it refers to; no two actors have one name."""
    keys = sorted(draw(st.sets(_keys, min_size=1)))
    names = draw(st.permutations(["he", "she there", "they there", "those few"]))
    refer = st.sampled_from(keys)
    actors = [
        actor(key, draw(st.lists(_ranges, max_size=3)), name, draw(st.sampled_from(["state", "group"])))
        for key, name in zip(keys, names, strict=False)
    ]
    parts = st.dictionaries(refer, st.sampled_from(["initiator", "target"]), min_size=1)
    realis = st.sampled_from(["actual", "planned"])
    events = [
        event(key, draw(st.lists(_ranges, min_size=1, max_size=2)), draw(parts), realis=draw(realis))
        for key in sorted(draw(st.sets(_keys)))
    ]
    claims = [
        claim(
            number,
            draw(st.lists(_ranges, min_size=1, max_size=2)),
            draw(st.sampled_from(["state", "causal"])),
            draw(refer),
            draw(st.sampled_from(["rain fell", "wind blew", "rain and wind"])),
        )
        for number in range(1, draw(st.integers(0, 6)) + 1)
    ]
    return [*actors, *events, *claims]
