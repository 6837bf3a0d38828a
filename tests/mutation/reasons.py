"""Reasons: why a mutant that the check lets pass cannot be known to be wrong, by operator and field.

A reason under `*` holds for every field of the operator. What survives without a reason is a hole, and a test says so.
"""

from __future__ import annotations

_CHOICE = "Which of the codes fits is a reading of the source; each of them is sound beside the other fields."
_LEFT_OUT = "An optional field that is not there says that there is nothing to say; whether there was is in the source."
_NAMES = "The other record is there and is of the right kind; whether the source means it is a reading."

REASONS: dict[tuple[str, str], str] = {
    ("another code of the list", "*"): _CHOICE,
    ("another sound value", "*"): (
        "The value is of the right form and names something; whether it names the right thing is known from outside."
    ),
    ("date moved", "*"): (
        "The date is possible, plausible and in the order that the rules ask for; which the source gives is a reading."
    ),
    ("deaths changed", "*"): "The counts are in order; how many the source counts is a reading.",
    ("identifier of another kind", "*"): _NAMES,
    ("identifier of another record", "*"): _NAMES,
    ("identifier of itself", "Remark.records[]"): "A remark may concern the source in which it stands.",
    ("item removed", "*"): (
        "What remains of the list is sound; that the source names one more is a reading, and most lists may be empty."
    ),
    ("optional field removed", "*"): _LEFT_OUT,
    ("optional field removed", "Claim.note"): "A note is for people; none is ever needed.",
    ("optional field removed", "Actor.note"): "A note is for people; none is ever needed.",
    ("optional field removed", "Event.note"): "A note is for people; none is ever needed.",
    ("order changed", "Source.authors"): "The order is that of the source's byline; both orders are sound.",
    ("other words", "*"): "The words are sound words of our own; whether they say what the source says is a reading.",
    ("record copied", "*"): (
        "A tombstone for another identifier says nothing wrong; whether there was such a record is known from releases."
    ),
    ("record withdrawn", "*"): "A record that no other refers to may be withdrawn; whether it should be is a decision.",
    (
        "taken from another",
        "Event.title",
    ): "Two events may bear the same title where the source tells them apart only by date.",
    ("copied words", "*"): "Nobody can tell copied words without the text.",
    (
        "offset moved",
        "*",
    ): "The span still begins and ends at borders of words, in its sentence; which words are meant is a reading.",
    (
        "span elsewhere",
        "*",
    ): "The span lies in a coded sentence at borders of words; which words are meant is a reading.",
    ("values exchanged", "*"): "Both are sound in either place; which way round the source has them is a reading.",
}
"""Why a mutant of (operator, field) may survive."""

HOLES: dict[tuple[str, str], str] = {
    ("form broken", "Source.language"): (
        "The form is that of BCP 47, and no such language is registered; no dependency holds the registry."
    ),
}
"""Mutants that are wrong and survive all the same, by operator and field, with what it would take to refuse them."""


def reason(operator: str, field: str) -> str | None:
    """Return why a mutant of that operator and field may survive, or None if nothing excuses it."""
    return REASONS.get((operator, field)) or REASONS.get((operator, "*"))


def hole(operator: str, field: str) -> str | None:
    """Return what is known of a hole, or None."""
    return HOLES.get((operator, field)) or HOLES.get((operator, "*"))
