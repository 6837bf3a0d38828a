"""Relations: lists, counts, chains of attribution, links between records, and dates that must fit others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset.records import SORTED, Json
from mutation.edits import Drop, Insert, Order, Put, dug
from mutation.fault import Fault, Operator, Site, Truth, Whole
from mutation.slots import model_of, objects, slots

WRONG, TEXT, MEANING, SAME = Truth.WRONG, Truth.TEXT, Truth.MEANING, Truth.SAME


def item_doubled(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.index is not None:
        above = slot.parent
        for index in {slot.index + 1, len(_list(site))}:
            yield Fault(Insert(above, index, slot.value), WRONG, f"{above}/{index}")


def item_removed(site: Site) -> Iterator[Fault]:
    slot = site.slot
    required = slot.model.model_fields[slot.name].is_required()
    if slot.index is not None and (
        required or len(_list(site)) > 1
    ):  # of an optional list, the field goes with the last
        yield Fault(Drop(slot.pointer), _truth_of_removal(site), slot.parent)


def _truth_of_removal(site: Site) -> Truth:
    slot, record = site.slot, site.record
    items = _list(site)
    if len(items) == 1 or slot.field == "Source.sentences[]":
        return WRONG  # too few; or a gap in the index
    rest = [item for item in items if item is not slot.value]
    if slot.field == "Claim.attribution[]" and slot.index == 0:
        return WRONG
    if slot.field == "Claim.attribution[]" and record["kind"] == "quotation" and slot.index == len(items) - 1:
        return WRONG
    if slot.field == "Claim.conditions[]" and len(items) == 2:
        return WRONG  # condition_logic stands only beside several
    if slot.name == "evidence":
        roles = {item["role"] for item in rest}
        return WRONG if "whole" not in roles or ("quotation" in record and "quotation" not in roles) else MEANING
    if slot.field == "Claim.about[]" and "asserts" in record:
        return WRONG if slot.value in record["asserts"].values() else MEANING
    if slot.field == "Actor.aliases[]":
        return WRONG if any(m["name"] == slot.value["name"] for m in record.get("mentions", [])) else MEANING
    return MEANING


def _list(site: Site) -> list[Any]:
    return list(dug(site.record, site.slot.parent))


def order_changed(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.holds == "list" and len(slot.value) > 1:
        count = len(slot.value)
        for order in {tuple(reversed(range(count))), (1, 0, *range(2, count))}:
            truth = WRONG if slot.name in SORTED else _ORDER.get(slot.field, SAME)
            yield Fault(Order(slot.pointer, order), truth, f"{slot.pointer}/0")


_ORDER = {"Source.sentences": WRONG, "Source.authors": MEANING, "Claim.attribution": WRONG}
"""Lists whose order says something; others have an order of their own, and the rest stand in any."""


def chain_changed(whole: Whole) -> Iterator[tuple[str, Fault]]:
    chain = whole.record.get("attribution", [])
    field = "Claim.attribution"
    for level, step in enumerate(chain):
        at = f"/attribution/{level + 1}"
        itself = step | {"mode": "indirect"}
        yield field, Fault(Insert("/attribution", level + 1, itself), WRONG, f"{at}/actor")
        others = [one for one in whole.ledger.ids if one.startswith("actor/") and one != step["actor"]]
        other = {"actor": whole.rng.choice(others), "mode": "own_voice", "factuality": "CT+"}
        yield field, Fault(Insert("/attribution", level + 1, other), WRONG, f"{at}/mode")
        first = other | {"mode": "indirect"}
        yield field, Fault(Insert("/attribution", 0, first), WRONG, "/attribution/0")
    if chain and "forecast" in whole.record and len(chain) == 1:
        yield "Claim.said", Fault(Put("/said", {"basis": "none"}), WRONG, "/said")


def counts_out_of_order(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.model.__name__ == "Deaths":
        for value in (slot.value + 1, slot.value + 100, max(slot.value - 1, 0), 0):
            counts = dug(site.record, slot.parent) | {slot.name: value}
            high = counts.get("high", counts["best"])
            wrong = counts["low"] > counts["best"] or high < counts["best"]
            if value != slot.value:
                yield Fault(Put(slot.pointer, value), WRONG if wrong else MEANING, slot.pointer)


def field_added(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """Optional fields that do not belong where they are put, by a documented rule."""
    record, kind = whole.record, whole.record["id"].partition("/")[0]
    if "retracted" in record:
        return
    none, dated = {"basis": "none"}, {"edtf": "2020", "basis": "explicit"}
    added: list[tuple[str, Any]] = []
    if kind == "actor":
        added += [("/country", "AZE")] if record["kind"] == "territory" else []
        added += [("/wikidata", "Q42")] if record["kind"] == "unnamed_group" else []
        added += [("/part_of", record["id"]), ("/part_of", "actor/nobody-at-all"), ("/part_of", "event/trade-grows")]
    elif kind == "event":
        added += [("/uncoded", "No type fits.")] if "type" in record else [("/mode", "arrest")]
        added += [("/type", "AGREE")] if "uncoded" in record else []
        added += [("/part_of", record["id"])]
        if "deaths" not in record:
            added += [("/deaths", {"low": 2, "best": 1}), ("/deaths", {"low": 1, "best": 2, "high": 1})]
            if record["realis"] not in ("actual", "alleged"):
                added += [("/deaths", {"low": 1, "best": 1})]
    elif kind == "claim":
        added += _added_to_claim(record)
        if len(record["attribution"]) == 1:
            added += [("/said", none), ("/said", dated)]
    elif kind == "assessment" and "field" not in record:
        added += [("/field", "casualties"), ("/field", _left_out(whole))]
    for pointer, value in added:
        if pointer.strip("/") not in record:
            yield f"{kind.title()}.{pointer.strip('/')}", Fault(Put(pointer, value), WRONG, pointer)


def _added_to_claim(claim: Json) -> list[tuple[str, Any]]:
    forecast = {"criteria": "It is seen.", "criteria_by": "encoder", "horizon": {"basis": "none"}, "resolution": "open"}
    added: list[tuple[str, Any]] = [
        (f"/{name}", [claim["id"]]) for name in ("conditions", "supports", "contradicts", "qualifies")
    ]
    added += [("/quotation", "We will see.")] if claim["kind"] != "quotation" else []
    added += [("/condition_logic", "all")] if len(claim.get("conditions", [])) < 2 else []
    added += [("/forecast", forecast)] if claim["kind"] not in ("prediction", "conditional") else []
    if claim.get("supports"):
        added += [("/contradicts", claim["supports"][:1])]
    if claim.get("contradicts"):
        added += [("/supports", claim["contradicts"][:1])]
    event = next((one for one in claim["about"] if one.startswith("event/")), None)
    if event:
        added += [("/asserts", {"subject": event, "predicate": "causes", "object": event})]
        added += [("/asserts", {"subject": event, "predicate": "causes", "object": "event/nothing-at-all"})]
    return added


def _left_out(whole: Whole) -> str:
    claim = whole.ledger.by_id[whole.record["claim"]]
    return next(name for name in ("said", "quotation", "asserts", "conditions", "forecast") if name not in claim)


def circle_closed(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """One link that makes a chain of links lead back to where it starts."""
    record = whole.record
    for other in whole.ledger.records.values():
        if other.get("part_of") == record["id"] and "part_of" not in record:
            kind = model_of(record).__name__
            yield f"{kind}.part_of", Fault(Put("/part_of", other["id"]), WRONG, "/part_of")
        for name in ("supports", "conditions"):
            if record["id"] in other.get(name, []) and name not in record:
                yield f"Claim.{name}", Fault(Put(f"/{name}", [other["id"]]), WRONG, f"/{name}/0")
    for slot in slots(record):
        if slot.name == "anchor":
            for other in whole.ledger.records.values():
                anchors = [s.value for s in slots(other) if s.name == "anchor"]
                if record["id"] in anchors and other["id"] != record["id"]:
                    yield "When.anchor", Fault(Put(slot.pointer, other["id"]), WRONG, slot.pointer)


def taken_from_another(site: Site) -> Iterator[Fault]:
    """What must be one record's alone: a name, a Wikidata item, a statement by the same claimant."""
    slot, record = site.slot, site.record
    for other in site.ledger.records.values():
        if other["id"] == record["id"] or "retracted" in other:
            continue
        if (
            slot.field == "Actor.name"
            and "unnamed_group" not in (record["kind"], other.get("kind"))
            and "name" in other
        ):
            named = any(m["name"] == slot.value for m in record.get("mentions", []))
            if not named and site.rng.random() < 0.2:
                yield Fault(Put(slot.pointer, other["name"]), WRONG, slot.pointer)
        if slot.field == "Actor.wikidata" and "wikidata" in other:
            yield Fault(Put(slot.pointer, other["wikidata"]), WRONG, slot.pointer)
        if slot.field == "Claim.statement" and "attribution" in other:
            same = other["attribution"][-1]["actor"] == record["attribution"][-1]["actor"]
            if same and site.rng.random() < 0.1:
                yield Fault(Put(slot.pointer, other["statement"]), WRONG, slot.pointer)
                yield Fault(Put(slot.pointer, other["statement"].upper()), WRONG, slot.pointer)
        if slot.field == "Event.title" and "participants" in other and site.rng.random() < 0.1:
            yield Fault(Put(slot.pointer, other["title"]), MEANING, slot.pointer)


_PAIRS = (("start", "end"), ("low", "best"), ("lat", "lon"), ("subject", "object"), ("known_on", "assessed_on"))


def values_exchanged(whole: Whole) -> Iterator[tuple[str, Fault]]:
    """Two values of one object, each in the place of the other."""
    for pointer, model, plain in objects(whole.record):
        for one, other in _PAIRS:
            if one in plain and other in plain and plain[one] != plain[other]:
                exchanged = plain | {one: plain[other], other: plain[one]}
                yield (
                    f"{model.__name__}.{one}",
                    Fault(Put(pointer, exchanged), _truth_of_exchange(exchanged, one), pointer),
                )


def _truth_of_exchange(plain: Json, name: str) -> Truth:
    if name == "lat":
        return WRONG if abs(plain["lat"]) > 90 else MEANING
    if name == "subject":
        return WRONG if plain["predicate"] == "attributes_responsibility" else MEANING
    if name == "known_on":
        return WRONG if plain["known_on"] > plain["assessed_on"] else MEANING
    return WRONG


OPERATORS = (
    Operator("item doubled", item_doubled),
    Operator("item removed", item_removed),
    Operator("order changed", order_changed),
    Operator("chain changed", at_record=chain_changed),
    Operator("deaths changed", counts_out_of_order),
    Operator("field added", at_record=field_added),
    Operator("circle closed", at_record=circle_closed),
    Operator("taken from another", taken_from_another),
    Operator("values exchanged", at_record=values_exchanged),
)
