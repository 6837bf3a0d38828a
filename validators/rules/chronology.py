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


def _said_before() -> nw.Expr:
    return nw.col("said_earliest").is_null() | (nw.col("said_earliest") <= nw.col("published_latest"))


def _horizon_ahead() -> nw.Expr:
    return nw.col("horizon_latest").is_null() | (nw.col("horizon_latest") >= nw.col("published_earliest"))


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
         "Correct the date, or code the event as planned.", Example("event/2020-ferry-sinks", "/when/edtf", "2020-09", at="/when"),
         expectations=(Expectation("events", _told_after,
                                   "it happened on {when_earliest} at the earliest, after its source was published", "/when"),)),
    Rule("T006", "implausible-year", "The year lies before 1700 or after 2200.", "Look for a slip of the pen in the year.",
         Example("event/trade-grows", "/when", {"edtf": "0202", "basis": "explicit"}, at="/when/edtf"),
         expectations=(Expectation("days", _plausible, "'{edtf}' is not a plausible date"),)),
    Rule("T007", "outside-its-whole", "The event lies wholly before or after the event of which it is part.",
         "Correct one of the dates, or remove part_of.",
         Example("event/2020-06-port-closure", "/part_of", _MEETING, at="/when"),
         expectations=(Expectation("parts", _within_whole, "it falls outside {part_of_id}, of which it is part", "/when"),)),
    Rule("T008", "reference-after-assessment", "A reference is younger than the assessment that rests on it.",
         "Correct one of the two dates.",
         Example("assessment/example-2020/ferry-deaths", "/references/0/date", "2022", at="/references/0/date")),
    Rule("T009", "said-after-publication", "A source reports what was said after it was published.",
         "Correct the date of saying.", Example("claim/example-2020/011", "/said/edtf", "2023", at="/said"),
         expectations=(Expectation("told", _said_before, "it was said on {said_earliest} at the earliest, after its source was published", "/said"),)),
    Rule("T010", "identifier-date", "The date in the event's identifier and the date of the event exclude each other.",
         "Correct the date; if the identifier is wrong, put a tombstone there and the record under another identifier.",
         Example(_MEETING, "/when/edtf", "2020-02-03", at="/when")),
    Rule("T011", "forecast-is-past", "A prediction would have to come true before its source was published.",
         "Correct the horizon, or code what happened.",
         Example("claim/example-2020/002", "/forecast/horizon/edtf", "2019-07", at="/forecast/horizon"),
         expectations=(Expectation("told", _horizon_ahead, "the horizon ends on {horizon_latest}, before its source was published", "/forecast/horizon"),)),
)  # fmt: skip
