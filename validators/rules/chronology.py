"""T: time."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v1 as nw

from caucasus_ledger.validators.rule import ABSENT, Example, Expectation, Rule

FIRST_PLAUSIBLE = date(1700, 1, 1)
LAST_PLAUSIBLE = date(2200, 1, 1)
_MEETING = "event/2020-05-03-rivertown-meeting"


def _plausible() -> nw.Expr:
    earliest, latest = nw.col("earliest"), nw.col("latest")
    return (earliest.is_null() | (earliest >= FIRST_PLAUSIBLE)) & (latest.is_null() | (latest <= LAST_PLAUSIBLE))


def _told_after() -> nw.Expr:
    happened = nw.col("realis").is_in(["actual"]) & ~nw.col("when_earliest").is_null()
    return ~happened | (nw.col("when_earliest") <= nw.col("published_latest"))


def _within_whole() -> nw.Expr:
    too_late = nw.col("when_earliest") > nw.col("whole_latest")
    too_early = nw.col("when_latest") < nw.col("whole_earliest")
    return ~(too_late.fill_null(False) | too_early.fill_null(False))


RULES = (
    Rule("T001", "not-edtf", "The date is not EDTF of level 0 or 1 or a one-of set.",
         "Write 2024, 2024-12 or 2024-12-25; a/b for what lasted from a to b; [a..b] for one unknown day between them.",
         Example(_MEETING, "/when/edtf", "2020-13-03")),
    Rule("T002", "date-and-basis", "A date and the basis none exclude each other; one of them is needed.",
         "Give the date with its basis, or basis none alone.", Example(_MEETING, "/when/basis", "none", at="/when/edtf")),
    Rule("T003", "anchor-and-basis", "A derived date names no record that it is read from, or another date names one.",
         "Name the source or the event that fixes the date as anchor.",
         Example("event/2020-06-port-closure", "/when/anchor", ABSENT, at="/when/basis")),
    Rule("T004", "assessed-before-known", "The assessment is older than the fact on which it rests.",
         "Correct one of the two dates.", Example("assessment/example-2020/ferry-deaths", "/known_on", "2031-01-01")),
    Rule("T005", "happened-after-publication", "The source tells as a fact what happened after it was published.",
         "Correct the date, or code the event as planned.", Example(_MEETING, "/when/edtf", "2021-05-03", at="/when"),
         expectations=(Expectation("events", _told_after,
                                   "it happened on {when_earliest} at the earliest, after its source was published", "/when"),)),
    Rule("T006", "implausible-year", "The year lies before 1700 or after 2200.", "Look for a slip of the pen in the year.",
         Example("event/2020-06-port-closure", "/when/edtf", "0202-06"),
         expectations=(Expectation("days", _plausible, "'{edtf}' is not a plausible date"),)),
    Rule("T007", "outside-its-whole", "The event lies wholly before or after the event of which it is part.",
         "Correct one of the dates, or remove part_of.",
         Example("event/2020-06-port-closure", "/part_of", _MEETING, at="/when"),
         expectations=(Expectation("parts", _within_whole, "it falls outside {part_of_id}, of which it is part", "/when"),)),
)  # fmt: skip
