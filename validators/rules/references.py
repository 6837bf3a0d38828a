"""R: references between records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, Claim, Event, When
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule

_MEETING = "event/2020-05-03-rivertown-meeting"


def _is_used() -> nw.Expr:
    return ~nw.col("mentions").is_null() | ~nw.col("referred").is_null()


def _cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield (first member by identifier, next member) of at least one cycle of every tangle, without recursion."""
    finished: set[str] = set()
    for start in sorted(edges):
        path: list[str] = []
        stack = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                finished.add(path.pop())
            elif node in path:
                cycle = path[path.index(node) :]
                first = min(cycle)
                yield first, cycle[(cycle.index(first) + 1) % len(cycle)]
            elif node not in finished:
                path.append(node)
                stack.append((node, True))
                stack += [(following, False) for following in edges.get(node, ())]


def _part_cycles(intake: Intake) -> Iterator[Finding]:
    for records in (intake.of(Actor), intake.of(Event)):
        edges = {record.id: (record.part_of,) for record in records if record.part_of and record.part_of != record.id}
        for first, _ in _cycles(edges):
            yield Finding(first, "/part_of", f"{first} is, by way of others, part of itself")


def _date_cycles(intake: Intake) -> Iterator[Finding]:
    """Circles of anchors, where a record's own date is that of publication, of the event or of what was said."""
    dates: list[tuple[str, str, When | None]] = [
        (source.id, "/published", source.published) for source in intake.sources
    ]
    dates += [(event.id, "/when", event.when) for event in intake.of(Event)]
    dates += [(claim.id, "/said", claim.said) for claim in intake.of(Claim)]
    fields = {record_id: field for record_id, field, _ in dates}
    edges = {record_id: (when.anchor,) for record_id, _, when in dates if when and when.anchor not in (None, record_id)}
    for first, _ in _cycles({record_id: tuple(filter(None, anchors)) for record_id, anchors in edges.items()}):
        yield Finding(first, f"{fields[first]}/anchor", f"by way of others, the date of {first} is read from itself")


def _reason_cycles(intake: Intake) -> Iterator[Finding]:
    for name, says in (("supports", "supports"), ("conditions", "depends on")):
        claims = {claim.id: claim for claim in intake.of(Claim)}
        edges = {claim.id: tuple(o for o in getattr(claim, name) if o != claim.id) for claim in claims.values()}
        for first, following in dict.fromkeys(_cycles(edges)):
            index = edges[first].index(following)
            yield Finding(first, f"/{name}/{index}", f"{first}, by way of others, {says} itself")


RULES = (
    Rule("R001", "dangling-reference", "The record that is referred to is not there.",
         "Correct the identifier, or add the record.",
         Example("claim/example-2020/001", "/about/0", "event/2020-05-03-rivertown-meetings"),
         expectations=(Expectation("targets", lambda: ~nw.col("withdrawn").is_null(), "there is no record '{target}'"),)),
    Rule("R002", "refers-to-itself", "A record refers to itself where it must refer to another.", "Name the other record.",
         Example("event/2020-ferry-sinks", "/part_of", "event/2020-ferry-sinks")),
    Rule("R003", "no-such-field", "An assessment is about a field that claims do not have.",
         "Name a field of the claim, or leave the field out to assess the whole.",
         Example("assessment/example-2020/ferry-deaths", "/field", "casualties")),
    Rule("R004", "withdrawn-reference", "The record that is referred to was withdrawn.",
         "Refer to the record that replaced it; its tombstone names it.",
         Example("claim/example-2020/010", "/supports", ["claim/example-2020/012"], at="/supports/0"),
         expectations=(Expectation("targets", lambda: ~nw.col("withdrawn"), "the record '{target}' was withdrawn"),)),
    Rule("R005", "part-of-itself", "By way of others, a record is part of itself.", "Break the circle at the wrong link.",
         Example("actor/southmark", "/part_of", "actor/northmark", also=(("actor/northmark", "/part_of", "actor/southmark"),),
                 owner="actor/northmark", at="/part_of"),
         search=_part_cycles),
    Rule("R006", "circular-reasons", "By way of others, a claim is its own reason or condition.",
         "Remove the link that the source does not make.",
         Example("claim/example-2020/003", "/supports", ["claim/example-2020/001"],
                 also=(("claim/example-2020/001", "/supports", ["claim/example-2020/003"]),),
                 owner="claim/example-2020/001", at="/supports/0"),
         search=_reason_cycles),
    Rule("R007", "replaced-by-another-kind", "A tombstone names a successor of another kind.",
         "Name a record of the same kind, or none.",
         Example("claim/example-2020/012", "/retracted/replaced_by", "actor/northmark")),
    Rule("R008", "dates-in-a-circle", "Dates are read from one another in a circle, so that none of them stands on anything.",
         "Name the record whose date the text gives as anchor.",
         Example(_MEETING, "/when", {"edtf": "2020-05-03", "basis": "derived", "anchor": "event/2020-06-port-closure"},
                 owner=_MEETING, at="/when/anchor"),
         search=_date_cycles),
    Rule("R009", "filed-under-another-source", "An assessment stands under another source than the claim that it assesses.",
         "Correct the claim, or put the assessment under the claim's source.",
         Example("assessment/example-2021/ferry-deaths", "", "assessment/example-2020/ferry-deaths", at="/claim")),
    Rule("R010", "condition-from-elsewhere", "A claim depends on a claim of another source, which its own source cannot have set as a condition.",
         "Add the condition as a claim of the same source.",
         Example("claim/example-2020/009", "/conditions/0", "claim/example-2021/001", at="/conditions/0")),
    Rule("R011", "unused-actor", "No source mentions the actor and no record refers to it.",
         "Remove the record (if it was released, put a tombstone there), or add what it is there for.",
         Example("actor/river-bank", "", "actor/northmark", at="", also=(
             ("actor/river-bank", "/name", "River Bank"), ("actor/river-bank", "/mentions", []))),
         severity="warning", needs_all=True,
         expectations=(Expectation("actors", _is_used, "nothing mentions it or refers to it"),)),
)  # fmt: skip
