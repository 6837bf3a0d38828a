"""Agreement: figures that are known beforehand, and what must hold for any two codings."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from caucasus_ledger.dataset.records import PACKAGE_ROOT, parse
from caucasus_ledger.validators.agreement import Disagreement, alpha, compare, disagreements

Record = dict[str, Any]
Spans = list[tuple[int, int]]
CODINGS = PACKAGE_ROOT / "docs" / "codings"
NAMES = ("a", "b", "adjudicated")
committed = pytest.mark.skipif(not CODINGS.is_dir(), reason="no checkout: the codings are not in the package")


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
    stated = {"statement": statement, "kind": kind, "attribution": chain}
    return {"id": f"claim/t/{number:03d}", "evidence": evidence, **stated}


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
    ("mention", "precision"): (5, 2 / 4),
    ("mention", "recall"): (5, 2 / 3),
    ("mention", "F1"): (5, 4 / 7),
    ("overlapping mention", "precision"): (4, 3 / 4),
    ("overlapping mention", "recall"): (4, 3 / 3),
    ("overlapping mention", "F1"): (4, 6 / 7),
    ("actor", "F1"): (3, 4 / 5),
    ("event", "F1"): (3, 2 / 4),
    ("claim", "precision"): (5, 4 / 5),
    ("claim", "recall"): (5, 4 / 4),
    ("claim", "F1"): (5, 8 / 9),
    ("event span", "Jaccard"): (1, 0.8),
    ("claim span", "Jaccard"): (4, (3 + 10 / 15) / 4),
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
    wanted = {"mention": (3, 4, 2), "overlapping mention": (3, 4, 3), "actor": (2, 3, 2), "event": (2, 2, 1)}
    assert counts == wanted | {"claim": (4, 5, 4)}


def test_disagreements_of_a_pair_made_by_hand() -> None:
    assert disagreements(ONE, OTHER) == [
        Disagreement("actor", "actor kind", "actor/y", "actor/q", "state", "group"),
        Disagreement("actor", "unit", None, "actor/r", None, "somebody"),
        Disagreement("claim", "claim kind", "claim/t/004", "claim/t/014", "state", "causal"),
        Disagreement("claim", "claimant", "claim/t/004", "claim/t/014", "actor/x", "actor/r (b)"),
        Disagreement("claim", "unit", None, "claim/t/015", None, "it is so"),
        Disagreement("event", "participants", "event/e1", "event/f1", "target: actor/y", "target: actor/r (b)"),
        Disagreement("event", "unit", "event/e2", None, "e2", None),
        Disagreement("event", "unit", None, "event/f2", None, "f2"),
    ]


def test_of_two_claims_on_the_same_words_those_of_like_wording_belong_together() -> None:
    one = [claim(1, [(0, 9)], statement="rain fell", kind="state"), claim(2, [(0, 9)], statement="wind blew")]
    other = [claim(1, [(0, 9)], statement="a wind blew"), claim(2, [(0, 9)], statement="some rain fell")]
    pairs = [(pair.a[-1], pair.b[-1]) for pair in compare(one, other, resamples=0).pairs]
    assert pairs == [("1", "2"), ("2", "1")]


def test_a_claim_split_in_two_has_one_partner_and_one_miss() -> None:
    comparison = compare([claim(1, [(0, 9)])], [claim(1, [(0, 9)]), claim(2, [(0, 9)])], resamples=0)
    assert [comparison.figure("claim", measure).value for measure in ("precision", "recall")] == [0.5, 1.0]


def test_the_least_overlap_can_be_set() -> None:
    one, other = [claim(1, [(0, 10)])], [claim(1, [(6, 10)])]
    found = [compare(one, other, overlap=least, resamples=0).figure("claim", "F1").value for least in (0.3, 0.4, 0.5)]
    assert found == [1.0, 1.0, 0.0]


def test_actors_that_no_words_name_are_aligned_by_their_names() -> None:
    one = [actor("m", [], "those who said so"), actor("n", [], "others")]
    other = [actor("k", [], "those who said it"), actor("l", [], "those elsewhere")]
    assert [(pair.a, pair.b) for pair in compare(one, other, resamples=0).pairs] == [("actor/m", "actor/k")]


def test_records_of_other_sources_do_not_meet() -> None:
    elsewhere = json.loads(json.dumps(ONE).replace("source/t", "source/u"))
    assert {count.aligned for count in compare(ONE, elsewhere, resamples=0).counts} == {0}


def test_a_retracted_record_does_not_count() -> None:
    gone = {"id": "claim/t/099", "retracted": {"reason": "twice", "retracted_on": "2026-01-01"}}
    assert compare([*ONE, gone], OTHER, resamples=0) == compare(ONE, OTHER, resamples=0)


def test_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(KeyError, match="claim kind, kappa"):
        compare(ONE, OTHER, resamples=0).figure("claim kind", "kappa")


def test_without_resamples_there_is_no_interval() -> None:
    assert {(one.low, one.high) for one in compare(ONE, OTHER, resamples=0).figures} == {(None, None)}


def test_intervals_are_the_same_on_every_run_and_hold_the_figure() -> None:
    comparison = compare(ONE, OTHER)
    assert comparison == compare(ONE, OTHER)
    for figure in comparison.figures:
        if figure.value is not None and figure.measure != "alpha":
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high


def test_nothing_compared_with_nothing_is_undefined() -> None:
    assert {figure.value for figure in compare([], []).figures} == {None}


def columns(*coders: str) -> list[tuple[str, ...]]:
    """Return the units of a table with a row for each coder; a dot is a missing value."""
    return [tuple(code for code in unit if code != ".") for unit in zip(*coders, strict=True)]


# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), https://repository.upenn.edu/asc_papers/43:
# the examples A (binary), B (nominal) and C (nominal, four coders, missing values). The unrounded values are those of
# the package krippendorff 0.9.0 for the same data.
@pytest.mark.parametrize(
    ("coders", "wanted", "printed"),
    [
        (("0100000010", "1110010000"), 0.09523809523809534, 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.6919642857142858, 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743421052631579, 0.743),
    ],
)
def test_alpha_of_published_examples(coders: tuple[str, ...], wanted: float, printed: float) -> None:
    found = alpha(columns(*coders))
    assert found == pytest.approx(wanted)
    assert found == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize("units", [[], [("a", "a")], [("a", "a")] * 5, [("a",), ("b",)]])
def test_alpha_of_one_code_or_no_pairs_is_undefined(units: list[tuple[str, ...]]) -> None:
    assert alpha(units) is None


codes = st.sampled_from("abc")


@given(st.lists(st.tuples(codes, codes), min_size=1))
def test_alpha_is_at_most_one_and_blind_to_order(units: list[tuple[str, str]]) -> None:
    found = alpha(units)
    assert found is None or found <= 1
    assert alpha([(y, x) for x, y in reversed(units)]) == pytest.approx(found)


ranges = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda one: (one[0], one[0] + one[1]))
keys = st.sampled_from("pqrs")
actors = st.lists(
    st.builds(actor, keys, st.lists(ranges, max_size=3), st.sampled_from(["he", "she there", "they there"])),
    unique_by=lambda one: one["id"],
    max_size=4,
)
events = st.lists(
    st.builds(
        event,
        keys,
        st.lists(ranges, min_size=1, max_size=2),
        st.dictionaries(keys, st.sampled_from(["initiator", "target"]), min_size=1),
        realis=st.sampled_from(["actual", "planned"]),
    ),
    unique_by=lambda one: one["id"],
    max_size=4,
)
claims = st.lists(
    st.builds(
        claim,
        st.integers(1, 999),
        st.lists(ranges, min_size=1, max_size=2),
        st.sampled_from(["state", "causal"]),
        keys,
        st.sampled_from(["rain fell", "wind blew", "rain and wind"]),
    ),
    unique_by=lambda one: one["id"],
    max_size=6,
)
codings = st.tuples(actors, events, claims).map(lambda parts: [record for part in parts for record in part])


@given(codings)
def test_a_coding_agrees_with_itself(coding: list[Record]) -> None:
    comparison = compare(coding, coding, resamples=5)
    whole = [figure for figure in comparison.figures if figure.of not in ("claimant", "participants")]
    assert {value for one in whole for value in (one.value, one.low, one.high)} <= {1.0, None}
    assert all(pair.a == pair.b for pair in comparison.pairs)
    named = {record["id"] for record in coding}
    assert [one for one in disagreements(coding, coding) if named >= actors_of(coding)] == []


def actors_of(coding: list[Record]) -> set[str]:
    parts = {part["actor"] for record in coding for part in record.get("participants", ())}
    return parts | {level["actor"] for record in coding for level in record.get("attribution", ())}


@settings(max_examples=200)
@given(codings, codings)
def test_agreement_is_mutual(one: list[Record], other: list[Record]) -> None:
    there, back = compare(one, other, resamples=0), compare(other, one, resamples=0)
    swap = {"precision": "recall", "recall": "precision"}
    for figure in there.figures:
        mirrored = back.figure(figure.of, swap.get(figure.measure, figure.measure))
        assert figure.n == mirrored.n
        assert figure.value == pytest.approx(mirrored.value)
    assert {(pair.a, pair.b) for pair in there.pairs} == {(pair.b, pair.a) for pair in back.pairs}
    assert len(disagreements(one, other)) == len(disagreements(other, one))


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
    assert all(count.aligned > 0.8 * count.a for count in comparison.counts)


@committed
@pytest.mark.parametrize("name", NAMES)
def test_a_committed_coding_agrees_with_itself(name: str) -> None:
    coding = committed_coding(name)
    assert {figure.value for figure in compare(coding, coding, resamples=0).figures} == {1.0}
    assert disagreements(coding, coding) == []


@committed
def test_every_decision_says_what_and_why() -> None:
    decisions = json.loads((CODINGS / "decisions.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in decisions] == list(range(1, len(decisions) + 1))
    for one in decisions:
        assert list(one) == ["id", "sentences", "field", "a", "b", "decided", "why"]
        assert all(one.values())
