"""T: time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, Assessment, Claim, Event, Realis, Resolution, Tombstone, When
from caucasus_ledger.schema.edtf import Bounds, bounds, may_share_a_day
from caucasus_ledger.validators.bearing import bearing
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import ABSENT, Example, Expectation, Finding, Rule

FIRST_PLAUSIBLE = date(1700, 1, 1)
LAST_PLAUSIBLE = date(2200, 1, 1)
_MEETING = "event/2020-05-03-rivertown-meeting"
_ADA = "actor/ada-example"
_ID_YEAR = re.compile("-([12][0-9]{3})$")


def _plausible() -> nw.Expr:
    earliest, latest = nw.col("earliest"), nw.col("latest")
    return (earliest.is_null() | (earliest >= FIRST_PLAUSIBLE)) & (latest.is_null() | (latest <= LAST_PLAUSIBLE))


def _told_after() -> nw.Expr:
    happened = nw.col("realis").is_in(["actual", "alleged"]) & ~nw.col("when_earliest").is_null()
    return ~happened | (nw.col("when_earliest") <= nw.col("published_latest"))


def _within_whole() -> nw.Expr:
    too_late = nw.col("when_earliest") > nw.col("whole_latest")
    too_early = nw.col("when_latest") < nw.col("whole_earliest")
    return ~(too_late.fill_null(False) | too_early.fill_null(False))


def _said_before() -> nw.Expr:
    return nw.col("said_earliest").is_null() | (nw.col("said_earliest") <= nw.col("published_latest"))


def _horizon_ahead() -> nw.Expr:
    return nw.col("horizon_latest").is_null() | (nw.col("horizon_latest") >= nw.col("published_earliest"))


def _ends_before_publication() -> nw.Expr:
    happened = nw.col("realis").is_in(["actual", "alleged"]) & (nw.col("when_earliest") <= nw.col("published_latest"))
    bounded = nw.col("when_edtf").str.contains(r"^\[|/[^.]")
    return ~(happened & bounded) | (nw.col("when_latest") <= nw.col("published_latest"))


def _past_plans(intake: Intake) -> Iterator[Finding]:
    """Planned events that lie before their sources; what the author asserts all the same is told of by another rule."""
    published = {source.id: source.published.earliest for source in intake.sources}
    known = bearing(intake)
    for event in known.events.values():
        days = [published.get(item.source) or date.min for item in event.evidence]  # unknown may be any
        last = event.when.latest
        if event.realis is Realis.PLANNED and last and last < min(days) and not known.asserted(event.id):
            yield Finding(
                event.id,
                "/when",
                f"it is planned for {last} at the latest, and its source was published on {min(days)}",
            )


def _foreknown(intake: Intake) -> Iterator[Finding]:
    """Claims that events happened, said before any of them did."""
    known = bearing(intake)
    for claim in known.claims.values():
        last = claim.said.latest if claim.said else None
        events = known.events_of(claim) if last and claim.kind in _TELLING else []
        days = [event.when.earliest for event in events if event.realis in _HAPPENED]
        if last and days and len(days) == len(events) and all(day is not None and last < day for day in days):
            yield Finding(claim.id, "/said", f"it was said by {last}, and what it tells of happened later")


_TELLING = ("occurrence", "numerical", "responsibility")
_HAPPENED = (Realis.ACTUAL, Realis.ALLEGED)


def _crossed_days(intake: Intake) -> Iterator[Finding]:
    """Links between events that happened, of which the later one is told to bring about or be answered by the earlier."""
    published = {source.id: source.published.latest for source in intake.sources}
    known = bearing(intake)
    for claim in known.claims.values():
        link = claim.asserts
        ends = [known.events.get(end) for end in (link.subject, link.object)] if link else []
        whens = [end.when for end in ends if end and end.realis in _HAPPENED and _is_told_after(end, published)]
        if link is None or len(whens) < 2:
            continue
        subject, other = whens
        too_early = link.predicate in _ANSWERS and subject.latest and other.earliest and subject.latest < other.earliest
        too_late = link.predicate in _BRINGS and subject.earliest and other.latest and subject.earliest > other.latest
        if too_early or too_late:
            yield Finding(
                claim.id, "/asserts", f"by their dates, {link.subject} cannot {_SAID[link.predicate]} {link.object}"
            )


_ANSWERS = ("retaliates_for", "responds_to")
_BRINGS = ("causes", "enables", "prevents", "worsens")
_SAID = {"retaliates_for": "retaliate for", "responds_to": "respond to"} | {
    word: word.removesuffix("s") for word in _BRINGS
}


def _is_told_after(event: Event, published: dict[str, date | None]) -> bool:
    """Return whether the event can have happened before its sources were published; another rule tells if not."""
    days = [day for item in event.evidence if (day := published.get(item.source))]
    return not (days and event.when.earliest and event.when.earliest > max(days))


def _plain_dates(intake: Intake) -> Iterator[tuple[str, str, str]]:
    """Yield (record, pointer, EDTF) of every date that has no basis: those of the coders' own work and references."""
    for assessment in intake.of(Assessment):
        yield assessment.id, "/known_on", assessment.known_on
        yield assessment.id, "/assessed_on", assessment.assessed_on
        for number, reference in enumerate(assessment.references):
            if reference.date:
                yield assessment.id, f"/references/{number}/date", reference.date
    for tombstone in intake.of(Tombstone):
        yield tombstone.id, "/retracted/retracted_on", tombstone.retracted.retracted_on


def _implausible(intake: Intake) -> Iterator[Finding]:
    for record_id, pointer, edtf in _plain_dates(intake):
        days = bounds(edtf)
        if (days.earliest or LAST_PLAUSIBLE) < FIRST_PLAUSIBLE or (days.latest or FIRST_PLAUSIBLE) > LAST_PLAUSIBLE:
            yield Finding(record_id, pointer, f"'{edtf}' is not a plausible date")


def _dates(intake: Intake) -> Iterator[tuple[str, str, When]]:
    """Yield (record, pointer, date) of every date that has a basis."""
    for source in intake.sources:
        yield source.id, "/published", source.published
    for event in intake.of(Event):
        yield event.id, "/when", event.when
    for actor in intake.of(Actor):
        for number, role in enumerate(actor.roles):
            yield actor.id, f"/roles/{number}/when", role.when
    for claim in intake.of(Claim):
        if claim.said:
            yield claim.id, "/said", claim.said
        if claim.forecast:
            yield claim.id, "/forecast/horizon", claim.forecast.horizon


def _undated_anchors(intake: Intake) -> Iterator[Finding]:
    """Anchors that give no day. Where several dates hang on one, the anchor is what lacks something."""
    dates = list(_dates(intake))
    own = {record_id: when.edtf for record_id, pointer, when in dates if pointer in ("/published", "/when", "/said")}
    hanging: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for record_id, pointer, when in dates:
        if when.anchor is not None and own.get(when.anchor) is None and _has_own_date(when.anchor, intake):
            hanging[when.anchor].append((record_id, f"{pointer}/anchor"))
    for anchor, fields in hanging.items():
        if len(fields) == 1 or anchor not in own:
            yield from (Finding(record_id, pointer, f"{anchor} gives no date") for record_id, pointer in fields)
        else:
            yield Finding(anchor, "/when", f"{len(fields)} dates are read from it, and it has none itself")


def _has_own_date(anchor: str, intake: Intake) -> bool:
    """Return whether a date could be looked for in the record; an assessment has one always."""
    file = intake.file_of(anchor)
    return file is not None and file.record is not None and not isinstance(file.record, Assessment | Tombstone)


def _misnamed_sources(intake: Intake) -> Iterator[Finding]:
    for source in intake.sources:
        named = _ID_YEAR.search(source.id)
        if named and not may_share_a_day(bounds(named.group(1)), source.published.bounds):
            message = f"the identifier says {named.group(1)}, the date {source.published.edtf}"
            yield Finding(source.id, "/published", message)


def _older_than_source(intake: Intake) -> Iterator[Finding]:
    published = {source.id.partition("/")[2]: source.published.earliest for source in intake.sources}
    works = [(one.id, "/assessed_on", one.assessed_on) for one in intake.of(Assessment)]
    works += [(one.id, "/retracted/retracted_on", one.retracted.retracted_on) for one in intake.of(Tombstone)]
    for record_id, pointer, day in works:
        first = published.get(record_id.split("/")[1]) if record_id.startswith(("claim/", "assessment/")) else None
        done = bounds(day).latest
        if first and done and done < first:
            yield Finding(record_id, pointer, f"its source was published on {first} at the earliest")


def _uses(intake: Intake) -> dict[str, list[Bounds]]:
    """Return the days on which each actor takes part, says something, or is written about, as far as they are known."""
    published = {source.id: source.published.bounds for source in intake.sources}
    found: defaultdict[str, list[Bounds | None]] = defaultdict(list)
    for actor in intake.of(Actor):
        found[actor.id] += [published.get(mention.source) for mention in actor.mentions]
    for event in intake.of(Event):
        for participant in event.participants:
            found[participant.actor].append(event.when.bounds)
    for claim in intake.of(Claim):
        for step in claim.attribution:
            found[step.actor].append(claim.said.bounds if claim.said else published.get(claim.evidence[0].source))
    return {actor: [days for days in uses if days is not None] for actor, uses in found.items()}


def _roles_after_publication(intake: Intake) -> Iterator[Finding]:
    published = {source.id: source.published.latest for source in intake.sources}
    for actor in intake.of(Actor):
        told = [published.get(mention.source) or date.max for mention in actor.mentions]  # unknown may be any
        for number, role in enumerate(actor.roles if told else ()):
            if role.when.earliest and role.when.earliest > max(told):
                message = f"it begins on {role.when.earliest}, after every source that mentions the actor"
                yield Finding(actor.id, f"/roles/{number}/when", message)


def _outlived_roles(intake: Intake) -> Iterator[Finding]:
    uses = _uses(intake)
    for actor in intake.of(Actor):
        last = [role.when.latest for role in actor.roles]
        first = [days.earliest for days in uses.get(actor.id, ())]
        ends, begins = [day for day in last if day], [day for day in first if day]
        if ends and begins and len(ends) == len(last) and len(begins) == len(first) and max(ends) < min(begins):
            yield Finding(
                actor.id, "/roles", f"every role is over on {max(ends)}, and nothing is told of it before {min(begins)}"
            )


def _due_forecasts(intake: Intake) -> Iterator[Finding]:
    """Open forecasts whose horizon is past on the last day of which the ledger knows: of a source or of our own work."""
    days = [source.published.latest for source in intake.sources]
    days += [bounds(one.assessed_on).latest for one in intake.of(Assessment)]
    days += [bounds(one.retracted.retracted_on).latest for one in intake.of(Tombstone)]
    last = max((day for day in days if day), default=date.min)
    published = {source.id: source.published.earliest for source in intake.sources}
    for claim in intake.of(Claim):
        end = claim.forecast.horizon.latest if claim.forecast else None
        ahead = end and end >= (published.get(claim.evidence[0].source) or date.min)
        if claim.forecast and claim.forecast.resolution is Resolution.OPEN and end and ahead and end < last:
            message = f"the horizon ended on {end}, and the ledger knows of {last}"
            yield Finding(claim.id, "/forecast/resolution", message)


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
    Rule("T005", "happened-after-publication", "The source tells as having happened what happened after it was published.",
         "Correct the date, or code the event as planned.", Example("event/2020-ferry-sinks", "/when/edtf", "2020-09", at="/when"),
         expectations=(Expectation("events", _told_after,
                                   "it happened on {when_earliest} at the earliest, after its source was published", "/when"),)),
    Rule("T006", "implausible-year", "The year lies before 1700 or after 2200.", "Look for a slip of the pen in the year.",
         Example("event/trade-grows", "/when", {"edtf": "0202", "basis": "derived", "anchor": "source/example-2020"}, at="/when/edtf"),
         expectations=(Expectation("days", _plausible, "'{edtf}' is not a plausible date"),), search=_implausible),
    Rule("T007", "outside-its-whole", "The event lies wholly before or after the event of which it is part.",
         "Correct one of the dates, or remove part_of.",
         Example("event/2020-06-port-closure", "/part_of", _MEETING, at="/when"),
         expectations=(Expectation("parts", _within_whole, "it falls outside {part_of_id}, of which it is part", "/when"),)),
    Rule("T008", "reference-after-assessment", "A reference is younger than the assessment that rests on it.",
         "Correct one of the two dates.",
         Example("assessment/example-2020/ferry-deaths", "/references/0/date", "2022", at="/references/0/date")),
    Rule("T009", "said-after-publication", "A source reports what was said after it was published.",
         "Correct the date of saying.", Example("claim/example-2020/011", "/said/edtf", "2023", at="/said"),
         expectations=(Expectation("claims", _said_before, "it was said on {said_earliest} at the earliest, after its source was published", "/said"),)),
    Rule("T010", "identifier-date", "The date in the event's identifier and the date of the event exclude each other.",
         "Correct the date; if the identifier is wrong, put a tombstone there and the record under another identifier.",
         Example(_MEETING, "/when/edtf", "2020-02-03", at="/when")),
    Rule("T011", "forecast-is-past", "A prediction would have to come true before its source was published.",
         "Correct the horizon, or code what happened.",
         Example("claim/example-2020/002", "/forecast/horizon/edtf", "2019-07", at="/forecast/horizon"),
         expectations=(Expectation("claims", _horizon_ahead, "the horizon ends on {horizon_latest}, before its source was published", "/forecast/horizon"),)),
    Rule("T012", "anchor-without-date", "A date is read from a record that gives none.",
         "Name the source, event or claim that fixes the date, or give that one its date.",
         Example("event/2020-06-port-closure", "/when/anchor", "actor/southmark"), search=_undated_anchors),
    Rule("T013", "source-and-year", "The year at the end of a source's identifier and its date of publication exclude each other.",
         "Correct the date; if the identifier is wrong, put a tombstone there and the record under another identifier.",
         Example("source/example-2020", "/published/edtf", "2021-07", at="/published",
                 also=(("assessment/example-2020/ferry-deaths", "/assessed_on", "2021-09-01"), ("claim/example-2020/012", "/retracted/retracted_on", "2021-09-01"))),
         severity="warning", search=_misnamed_sources),
    Rule("T014", "older-than-its-source", "A claim was assessed or withdrawn before its source was published.",
         "Correct one of the two dates.",
         Example("claim/example-2020/012", "/retracted/retracted_on", "2020-01-01"), search=_older_than_source),
    Rule("T015", "ends-after-publication", "What the source tells as having happened ends after it was published.",
         "Make the publication the last possible day, or leave the end open for what is going on; ignore this for an end that was fixed before.",
         Example("event/2020-ferry-sinks", "/when/edtf", "[2020-05-01..2020-12-31]", at="/when"), severity="warning",
         expectations=(Expectation("events", _ends_before_publication, "it ends on {when_latest}, and its source was published by {published_latest}", "/when"),)),
    Rule("T016", "planned-but-past", "What the source tells as planned lies before its publication.",
         "Correct the date, or code what became of it.",
         Example("event/2020-bridge-opens", "/when/edtf", "2020-03", at="/when"), severity="warning",
         search=_past_plans),
    Rule("T017", "said-before-it-happened", "Somebody told of events before any of them happened.",
         "Correct the time of saying, or that of the event.",
         Example("claim/example-2020/007", "/said", {"edtf": "2020-03", "basis": "derived", "anchor": "source/example-2020"},
                 also=(("event/2020-ferry-overloaded", "/when", {"edtf": "2020-05-03", "basis": "derived", "anchor": _MEETING}),)),
         search=_foreknown),
    Rule("T018", "answer-before-cause", "By the dates, an answer came before what it answers, or a cause after its effect.",
         "Correct the dates, or the direction of the link; ignore this if it answers what was announced.",
         Example("event/2020-ferry-sinks", "/when/edtf", "2020-07", owner="claim/example-2020/006", at="/asserts"), severity="warning",
         search=_crossed_days),
    Rule("T019", "role-after-publication", "A role begins after every source that mentions its holder was published.",
         "Correct the date; a source commits to a role as of its publication.",
         Example(_ADA, "/roles/0/when/edtf", "2021", at="/roles/0/when"), search=_roles_after_publication),
    Rule("T020", "role-over-when-used", "Every role of an actor was over before anything is told of the actor.",
         "Correct the dates, or add the role held at the time.",
         Example(_ADA, "/roles/0/when/edtf", "2015/2018", at="/roles"), severity="warning", search=_outlived_roles),
    Rule("T021", "forecast-due", "A forecast is open, and its horizon was past when the ledger was last worked on.",
         "Find out what became of it: resolve it, with an assessment, or correct the horizon.",
         Example("claim/example-2020/002", "/forecast/horizon/edtf", "../2020-12", at="/forecast/resolution"),
         severity="warning", search=_due_forecasts),
    Rule("T022", "known-after-references", "What decides an assessment became known after all its references were published.",
         "Correct the date, or add the reference that shows it.",
         Example("assessment/example-2020/ferry-deaths", "/known_on", "2021-03")),
)  # fmt: skip
