"""PLOVER: the pinned table agrees with itself, and a change of it is a new version of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from itertools import chain
from typing import get_args

import pytest

from caucasus_ledger.schema.plover import CAMEO_ROOTS, TYPES, VERSION, Context, EventType, Quad, cameo_root

PINNED = {"1.0": "15a774473f63ce0aeed9e7c5e8d52d6c74c08e8df83a28aed9e1af68df079a5f"}
"""Digest of the table by its version. A changed table gets a new version and a new line here."""


def digest() -> str:
    table = {
        "types": {event_type: [event_type.definition, asdict(row)] for event_type, row in TYPES.items()},
        "contexts": {context: context.definition for context in Context},
        "roots": CAMEO_ROOTS,
    }
    return hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()


def test_the_table_of_this_version_is_unchanged() -> None:
    assert digest() == PINNED[VERSION]


def test_it_has_16_types_67_modes_and_37_contexts() -> None:
    modes = [mode for row in TYPES.values() for mode in row.modes]
    assert (len(TYPES), len(modes), len(Context)) == (16, 67, 37)


def test_every_type_has_a_row() -> None:
    assert list(TYPES) == list(EventType)


def test_the_types_stand_quadrant_by_quadrant() -> None:
    quads = [row.quad for row in TYPES.values()]
    assert quads == sorted(quads, key=get_args(Quad).index)
    assert [quads.count(quad) for quad in get_args(Quad)] == [4, 3, 4, 5]


def test_every_root_is_one_of_cameo() -> None:
    roots = set(chain.from_iterable([row.root, *row.mode_roots.values()] for row in TYPES.values()))
    assert roots <= set(CAMEO_ROOTS)
    assert set(CAMEO_ROOTS) - roots == {"01", "02"}
    assert list(CAMEO_ROOTS) == [f"{number:02}" for number in range(1, 21)]


@pytest.mark.parametrize("event_type", EventType)
def test_the_modes_of_a_type_differ_and_those_with_a_root_are_among_them(event_type: EventType) -> None:
    row = TYPES[event_type]
    assert len(set(row.modes)) == len(row.modes)
    assert set(row.mode_roots) <= set(row.modes)
    assert row.root not in row.mode_roots.values()


def test_every_definition_differs() -> None:
    definitions = [code.definition for code in (*EventType, *Context)]
    assert all(definitions)
    assert len(set(definitions)) == len(definitions)


def test_a_mode_may_have_a_root_of_its_own() -> None:
    assert cameo_root(EventType.ASSAULT, "beat") == "18"
    assert cameo_root(EventType.ASSAULT, "drone") == "19"
    assert cameo_root(EventType.AGREE, None) == "03"
    assert cameo_root(None, None) is None
