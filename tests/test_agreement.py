"""Agreement: figures and lists that are known beforehand, and what must hold for any two codings."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from caucasus_ledger.dataset.records import PACKAGE_ROOT, parse, path_of, read_records
from caucasus_ledger.schema import RECORDS, Source
from caucasus_ledger.validators.agreement import CODES, Comparison, Disagreement, compare
from invented import CODINGS, actor, claim, codings, committed, edited, event

Record = dict[str, Any]
NAMES = ("a", "b", "adjudicated")

ONE = [
    actor("x", [(0, 5), (10, 15)]),
    actor("y", [(20, 25)]),
    event("e1", [(0, 10)], {"x": "initiator", "y": "target"}, type="AID"),
    event("e2", [(50, 60)], {"x": "initiator"}),
    claim(1, [(0, 10)]),
    claim(2, [(20, 30)]),
    claim(3, [(40, 50)], kind="causal"),
    claim(4, [(60, 70)]),
]
OTHER = [
    actor("p", [(0, 5), (10, 16)]),
    actor("q", [(20, 25)], kind="group"),
    actor("r", [(30, 35)]),
    event("f1", [(0, 8)], {"p": "initiator", "r": "target"}, type="AID"),
    event("f2", [(58, 70)], {"p": "initiator"}),
    claim(11, [(0, 10)], by="p"),
    claim(12, [(20, 30)], by="p"),
    claim(13, [(40, 50)], by="p", kind="causal"),
    claim(14, [(60, 75)], by="r", kind="causal"),
    claim(15, [(90, 95)], by="p"),
]
KNOWN = {
    ("mention, same span", "precision"): (5, 2 / 4),
    ("mention, same span", "recall"): (5, 2 / 3),
    ("mention, same span", "F1"): (5, 4 / 7),
    ("mention", "precision"): (4, 3 / 4),
    ("mention", "recall"): (4, 3 / 3),
    ("mention", "F1"): (4, 6 / 7),
    ("actor", "F1"): (3, 4 / 5),
    ("event", "F1"): (3, 2 / 4),
    ("event, same span", "F1"): (4, 0.0),
    ("claim", "precision"): (5, 4 / 5),
    ("claim", "recall"): (5, 4 / 4),
    ("claim", "F1"): (5, 8 / 9),
    ("claim, same span", "F1"): (6, 6 / 9),
    ("event", "Jaccard"): (1, 0.8),
    ("claim", "Jaccard"): (4, (3 + 10 / 15) / 4),
    ("actor named", "agreement"): (2, 1.0),
    ("actor kind", "agreement"): (2, 0.5),
    ("event type", "agreement"): (1, 1.0),
    ("event type", "alpha"): (1, None),
    ("claim kind", "agreement"): (4, 3 / 4),
    ("claim kind", "alpha"): (4, 1 - 7 * 2 / (8**2 - 5**2 - 3**2)),
    ("claimant", "agreement"): (4, 3 / 4),
    ("claimant", "alpha"): (4, 0.0),
    ("modality", "alpha"): (4, None),
    ("participants", "F1"): (1, 2 / 4),
}


@pytest.mark.parametrize("name", KNOWN, ids=" ".join)
def test_figures_of_a_pair_made_by_hand(name: tuple[str, str]) -> None:
    figure = compare(ONE, OTHER, resamples=20).figure(*name)
    assert figure.n == KNOWN[name][0]
    assert figure.value == pytest.approx(KNOWN[name][1])


def test_counts_of_a_pair_made_by_hand() -> None:
    counts = {count.kind: (count.a, count.b, count.aligned) for count in compare(ONE, OTHER, resamples=0).counts}
    assert counts == {
        "mention": (3, 4, 3), "actor": (2, 3, 2), "event": (2, 2, 1), "claim": (4, 5, 4),
        "mention, same span": (3, 4, 2), "event, same span": (2, 2, 0), "claim, same span": (4, 5, 3),
    }  # fmt: skip


def test_coverage_of_a_pair_made_by_hand() -> None:
    coverage = {one.kind: (one.a, one.b, one.both) for one in compare(ONE, OTHER, resamples=0).coverage}
    assert coverage == {"mention": (15, 21, 15), "event": (20, 20, 10), "claim": (40, 50, 40)}


def told(comparison: Comparison) -> list[tuple[str | None, ...]]:
    return [(d.kind, d.field, d.a_id, d.b_id, d.a, d.b) for d in comparison.disagreements]


def test_disagreements_of_a_pair_made_by_hand() -> None:
    somebody = "somebody (actor/x)", "somebody (actor/r)"
    assert told(compare(ONE, OTHER, resamples=0)) == [
        ("event", "participants", "event/e1", "event/f1", "target: somebody (actor/y)", f"target: {somebody[1]}"),
        ("event", "span", "event/e1", "event/f1", "[0, 10)", "[0, 8)"),
        ("mention", "span", "actor/x", "actor/p", "[10, 15)", "[10, 16)"),
        ("actor", "actor kind", "actor/y", "actor/q", "state", "group"),
        ("mention", "unit", None, "actor/r", None, "somebody"),
        ("actor", "unit", None, "actor/r", None, "somebody"),
        ("event", "unit", "event/e2", None, "e2", None),
        ("event", "unit", None, "event/f2", None, "f2"),
        ("claim", "claim kind", "claim/t/004", "claim/t/014", "state", "causal"),
        ("claim", "claimant", "claim/t/004", "claim/t/014", *somebody),
        ("claim", "about", "claim/t/004", "claim/t/014", *somebody),
        ("claim", "span", "claim/t/004", "claim/t/014", "[60, 70)", "[60, 75)"),
        ("claim", "unit", None, "claim/t/015", None, "it is so"),
    ]


def test_a_disagreement_tells_where_both_stand() -> None:
    (one, *_) = compare(ONE, OTHER, resamples=0).disagreements
    assert (one.a_spans, one.b_spans, one.sentence) == (((0, 10),), ((0, 8),), None)


def example_records(example: Path) -> list[Record]:
    return [record for record in read_records(example) if "retracted" not in record]


def example_source(example: Path) -> Source:
    return Source.model_validate_json((example / path_of("source/example-2020")).read_bytes())


def test_every_edit_of_the_example_is_listed_once_in_the_order_of_the_text(example: Path) -> None:
    records = example_records(example)
    found = compare(records, edited(records), example_source(example), resamples=0).disagreements
    assert [(d.sentence, d.kind, d.field, d.a, d.b) for d in found] == [
        (1, "event", "places", "Rivertown (city)", "Rivertown (near)"),
        (1, "event", "contexts", "diplomatic", "none"),
        (2, "mention", "unit", "River Commission", None),
        (2, "actor", "unit", "River Commission", None),
        (2, "claim", "innermost factuality", "PR+", "PS+"),
        (3, "actor", "aliases", "Four people (description)", "Four people (short)"),
        (3, "claim", "supports", "claim/example-2020/003", "none"),
        (3, "event", "date", "[2020-05-01..2020-05-03]", "none"),
        (3, "event", "date basis", "derived", "none"),
        (3, "event", "participants", "victim: people on the ferry (actor/ferry-passengers)", "nothing more"),
        (3, "event", "deaths", "4, from 4 to 4", "5, from 4 to any number"),
        (3, "actor", "actor kind", "company", "group"),
        (4, "claim", "link object", "A ferry sinks on the way to Rivertown (event/2020-ferry-sinks)",
         "Blue Line (actor/line-that-is-blue)"),
        (5, "claim", "span", "[346, 384)", "[341, 384)"),
        (5, "mention", "unit", "Blue Line", None),
        (6, "claim", "conditions", "none", "claim/example-2020/005"),
        (6, "claim", "resolution", "open", "yes"),
        (7, "claim", "unit", "Northmark and Southmark ought to publish their plan.", None),
        (7, "event", "part of", "none", "Trade between Northmark and Southmark grows (event/trade-grows)"),
        (8, "claim", "said", "2020", "2020-07"),
        (8, "actor", "roles", "spokesperson, Southmark (actor/southmark)", "spokesperson, Northmark (actor/northmark)"),
    ]  # fmt: skip


def test_the_unitised_alpha_of_the_example_is_that_of_its_gaps(example: Path) -> None:
    records = example_records(example)
    found = compare(records, edited(records), example_source(example), resamples=0)
    for kind, lost in (("mention", (16, 9)), ("event", ()), ("claim", (54,))):
        coverage = next(one for one in found.coverage if one.kind == kind)
        assert coverage.length == 626
        assert coverage.a - coverage.both == sum(lost)
    # the claims of either stand on these stretches; b has one of 38 longer by 5, and lacks one of 54
    lengths = (40, 44, 78, 55, 20, 38, 16, 32, 54, 46)
    gaps = 626 - sum(lengths), 626 - (sum(lengths) + 5 - 54)
    squares = 2 * sum(n**2 for n in lengths) - 38**2 + 43**2 - 54**2
    expected = 1252 * sum(gaps) * (1252 - sum(gaps)) / (1252**2 - sum(gaps) - squares)
    figure = found.figure("claim", "unitised alpha")
    assert figure.value == pytest.approx(1 - (5 + 54) / expected)
    assert figure.n == 9


def test_a_level_between_author_and_claimant_is_compared() -> None:
    def through(mode: str) -> Record:
        one = claim(1, [(0, 9)])
        inner = {"actor": "actor/x", "mode": "indirect", "factuality": "CT+"}
        chain = [*one["attribution"], {"actor": "actor/x", "mode": mode, "factuality": "Uu"}, inner]
        return {**one, "attribution": chain}

    people = [actor("x", [(0, 5)])]
    found = compare([*people, through("indirect")], [*people, through("hearsay")], resamples=0)
    shown = "level 1, {}, Uu: somebody (actor/x)"
    assert told(found) == [
        ("claim", "levels between", "claim/t/001", "claim/t/001", shown.format("indirect"), shown.format("hearsay"))
    ]


LEFT_OUT = {
    "actor": {"id", "note", "mentions"},
    "event": {"id", "title", "note", "uncoded", "evidence"},
    "claim": {"id", "statement", "note", "quotation", "evidence"},
}
CHANGED: dict[str, dict[str, Any]] = {
    "actor": {
        "name": "Another", "kind": "media", "country": "GEO", "aliases": [], "wikidata": "Q1", "part_of": "actor/x",
        "roles": [],
    },
    "event": {
        "type": "AID", "mode": "b", "contexts": ["b"], "realis": "planned", "when": {"edtf": "2001", "basis": "x"},
        "places": [], "participants": [], "deaths": None, "part_of": "event/b",
    },
    "claim": {
        "kind": "causal", "attribution": [{"actor": "actor/x", "mode": "b", "factuality": "CT-"}], "about": [],
        "asserts": None, "modality": "may", "conditions": [], "condition_logic": "all", "supports": [],
        "contradicts": [], "qualifies": [], "said": None, "forecast": None,
    },
}  # fmt: skip
FULL: dict[str, Record] = {
    "actor": actor("y", [(30, 35)])
    | {"aliases": [{"name": "A", "kind": "short"}], "roles": [{"role": "member"}], "part_of": "actor/y"},
    "event": event("a", [(0, 9)], {"x": "target"}, type="FIGHT", mode="a")
    | {"contexts": ["a"], "places": [{"name": "P", "precision": "city"}], "deaths": {"low": 1, "best": 1}},
    "claim": claim(1, [(0, 9)])
    | {"asserts": {"subject": "event/a", "predicate": "causes", "object": "event/b"}, "modality": "can"}
    | {name: ["claim/t/002"] for name in ("conditions", "supports", "contradicts", "qualifies")}
    | {
        "condition_logic": "any",
        "said": {"edtf": "2000"},
        "forecast": {"horizon": {"edtf": "2000"}, "resolution": "no"},
    },
}


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_every_field_is_compared_or_left_out_on_purpose(kind: str) -> None:
    fields = set(RECORDS[kind].model_fields)
    assert fields == LEFT_OUT[kind] | set(CHANGED[kind])
    x = actor("x", [(20, 25)])
    for field, changed in CHANGED[kind].items():
        found = compare([x, FULL[kind]], [x, FULL[kind] | {field: changed}], resamples=0).disagreements
        assert found, field
        assert {d.kind for d in found} == {kind}


def test_a_reference_to_what_a_coding_does_not_hold_goes_by_its_identifier() -> None:
    alone = [claim(1, [(0, 10)], by="elsewhere")]
    assert told(compare(alone, alone, resamples=0)) == []
    with_record = [*alone, actor("elsewhere", [(0, 5)], "Somebody")]
    assert "claimant" not in [field for _, field, *_ in told(compare(with_record, alone, resamples=0))]


def test_records_of_several_sources_are_refused() -> None:
    elsewhere = json.loads(json.dumps(ONE).replace("source/t", "source/u"))
    with pytest.raises(ValueError, match="several sources: source/t, source/u"):
        compare(ONE, elsewhere)


def test_a_retracted_record_does_not_count() -> None:
    gone = {"id": "claim/t/099", "retracted": {"reason": "twice", "retracted_on": "2026-01-01"}}
    assert compare([*ONE, gone], OTHER, resamples=0) == compare(ONE, OTHER, resamples=0)


def test_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(KeyError, match="claim kind, kappa"):
        compare(ONE, OTHER, resamples=0).figure("claim kind", "kappa")


def test_without_resamples_there_is_no_interval() -> None:
    assert {(one.low, one.high) for one in compare(ONE, OTHER, resamples=0).figures} == {(None, None)}


def test_intervals_hold_the_figure_and_hang_on_the_seed(example: Path) -> None:
    records = example_records(example)
    comparison = compare(records, edited(records), example_source(example))
    assert comparison == compare(records, edited(records), example_source(example))
    assert comparison != compare(records, edited(records), example_source(example), seed=1)
    for figure in comparison.figures:
        if figure.value is not None and figure.measure != "alpha":
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high


def test_what_is_undefined_says_why(example: Path) -> None:
    source = example_source(example)
    nothing = compare([], [], source)
    assert {(one.value, one.low, one.high) for one in nothing.figures} == {(None, None, None)}
    assert {one.why for one in nothing.figures} == {
        "A has none", "B has none", "neither has any", "nothing is aligned", "all of the text or none of it is covered",
    }  # fmt: skip
    assert {one.why for one in compare(ONE, OTHER, resamples=0).figures if one.value is None} == {
        "one code only", "the record of the source is not at hand"
    }  # fmt: skip
    beyond = compare([claim(1, [(600, 627)])], [], source).figure("claim", "unitised alpha")
    assert beyond.why == "a unit lies beyond the end of the text"
    whole = [claim(1, [(0, 626)])]
    assert compare(whole, whole, source).figure("claim", "unitised alpha").why == next(
        one.why for one in nothing.figures if one.measure == "unitised alpha"
    )


def test_every_figure_that_has_a_value_gives_no_reason(example: Path) -> None:
    records = example_records(example)
    found = compare(records, edited(records), example_source(example), resamples=0)
    assert all((one.value is None) != (one.why is None) for one in found.figures)
    assert {name for names in CODES.values() for name in names} <= {one.of for one in found.figures}


def renamed(records: list[Record], prefix: str) -> list[Record]:
    """Return the records under other identifiers, which sort the other way round."""
    ids = sorted(record["id"] for record in records)
    new = {}
    for number, one in enumerate(reversed(ids)):
        kind = one.partition("/")[0]
        new[one] = f"claim/{prefix}/{number:03d}" if kind == "claim" else f"{kind}/{prefix}-{number:03d}"

    def replaced(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: replaced(member) for name, member in value.items()}
        if isinstance(value, list):
            return [replaced(item) for item in value]
        return new.get(value, value)

    return [replaced(record) for record in records]


def essence(comparison: Comparison) -> Any:
    """Return all of a comparison that names no record."""
    listed = [
        (d.kind, d.field, d.sentence, d.a is None, d.b is None, d.a_spans, d.b_spans) for d in comparison.disagreements
    ]
    overlaps = [(one.kind, one.overlap) for one in comparison.pairs]
    return comparison.counts, comparison.coverage, comparison.figures, overlaps, listed


@pytest.fixture(scope="module")
def source() -> Source:
    return example_source(PACKAGE_ROOT / "validators" / "example")


@settings(max_examples=100)
@given(codings(), codings(), st.randoms(use_true_random=False))
def test_neither_the_order_of_records_nor_their_identifiers_matter(
    source: Source, one: list[Record], other: list[Record], random: Any
) -> None:
    wanted = essence(compare(one, other, source, resamples=5))
    a, b = deepcopy(one), deepcopy(other)
    random.shuffle(a)
    random.shuffle(b)
    assert essence(compare(a, b, source, resamples=5)) == wanted
    assert essence(compare(renamed(one, "m"), renamed(other, "n"), source, resamples=5)) == wanted


@given(codings())
def test_a_coding_agrees_with_itself(source: Source, coding: list[Record]) -> None:
    comparison = compare(coding, coding, source, resamples=5)
    assert {value for one in comparison.figures for value in (one.value, one.low, one.high)} <= {1.0, None}
    assert all(pair.a == pair.b for pair in comparison.pairs)
    assert comparison.disagreements == ()


@settings(max_examples=200)
@given(codings(), codings())
def test_agreement_is_mutual(source: Source, one: list[Record], other: list[Record]) -> None:
    there, back = compare(one, other, source, resamples=0), compare(other, one, source, resamples=0)
    swap = {"precision": "recall", "recall": "precision"}
    for figure in there.figures:
        mirrored = back.figure(figure.of, swap.get(figure.measure, figure.measure))
        assert figure.n == mirrored.n
        assert figure.value == pytest.approx(mirrored.value)
    assert {(pair.a, pair.b) for pair in there.pairs} == {(pair.b, pair.a) for pair in back.pairs}
    turned = [
        Disagreement(d.kind, d.field, d.sentence, d.b_id, d.a_id, d.b, d.a, d.b_spans, d.a_spans)
        for d in back.disagreements
    ]
    assert sorted(map(str, turned)) == sorted(map(str, there.disagreements))


@given(codings(), codings())
def test_what_is_listed_is_what_differs(source: Source, one: list[Record], other: list[Record]) -> None:
    found = compare(one, other, source, resamples=0)
    listed = [(d.kind, d.field) for d in found.disagreements]
    counts = {count.kind: count for count in found.counts}
    for kind, fields in CODES.items():
        assert listed.count((kind, "unit")) == counts[kind].a + counts[kind].b - 2 * counts[kind].aligned
        for field in fields if kind != "mention" else ():
            agreement = found.figure(field, "agreement")
            assert listed.count((kind, field)) == round(agreement.n * (1 - (agreement.value or 0.0)))


def committed_coding(name: str) -> list[Record]:
    return [json.loads(line) for line in (CODINGS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def broken(line: str) -> list[str]:
    """Return the codes of the rules that a record breaks; any other fault is raised."""
    try:
        parse(line)
    except ValidationError as error:
        return [finding.code for one in error.errors() for finding in one.get("ctx", {})["findings"]]
    return []


@committed
@pytest.mark.parametrize("name", NAMES)
def test_a_committed_coding_is_one_compact_record_a_line_in_order(name: str) -> None:
    lines = (CODINGS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert lines == [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records]
    ids = [record["id"] for record in records]
    assert ids == sorted(set(ids))


@committed
@pytest.mark.parametrize(
    ("name", "wanted"),
    [("a", ["C012", "C012", "C014", "C014", "C015"]), ("b", ["C012", "C012", "C014"]), ("adjudicated", [])],
)
def test_a_committed_coding_breaks_no_other_rules_than_the_page_says(name: str, wanted: list[str]) -> None:
    lines = (CODINGS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(code for line in lines for code in broken(line)) == wanted


@committed
def test_the_committed_codings_align() -> None:
    comparison = compare(committed_coding("a"), committed_coding("b"), resamples=0)
    counts = {count.kind: (count.a, count.b) for count in comparison.counts}
    assert (counts["actor"], counts["event"], counts["claim"]) == ((53, 54), (78, 82), (188, 188))
    assert all(count.aligned > 0.8 * count.a for count in comparison.counts if "same span" not in count.kind)


@committed
@pytest.mark.parametrize("name", NAMES)
def test_a_committed_coding_agrees_with_itself(name: str) -> None:
    coding = committed_coding(name)
    comparison = compare(coding, coding, resamples=0)
    assert {figure.value for figure in comparison.figures if figure.measure != "unitised alpha"} == {1.0}
    assert comparison.disagreements == ()


@committed
def test_every_decision_says_what_and_why() -> None:
    decisions = json.loads((CODINGS / "decisions.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in decisions] == list(range(1, len(decisions) + 1))
    for one in decisions:
        assert list(one) == ["id", "sentences", "field", "a", "b", "decided", "why"]
        assert all(one.values())
