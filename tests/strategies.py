"""Strategies that yield valid records of every kind, and the parts that they are made of."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema import (
    Actor,
    ActorKind,
    Alias,
    AliasKind,
    Assertion,
    Assessment,
    Attribution,
    AttributionMode,
    Basis,
    Claim,
    ClaimKind,
    ConditionLogic,
    Context,
    CriteriaBasis,
    Deaths,
    Event,
    EventType,
    Evidence,
    EvidenceRole,
    Factuality,
    Forecast,
    Mention,
    Modality,
    Participant,
    ParticipantRole,
    Place,
    PlacePrecision,
    Position,
    Predicate,
    Realis,
    Record,
    Reference,
    Remark,
    RemarkKind,
    Resolution,
    Retraction,
    Role,
    Sentence,
    SentenceStatus,
    Source,
    SourceKind,
    Text,
    Title,
    Tombstone,
    Verdict,
    When,
    WhenBasis,
)
from caucasus_ledger.schema.plover import TYPES

T = TypeVar("T")


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[T], *, least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, min_size=least, max_size=most, unique=True).map(tuple)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
numbers = st.integers(0, 99)
source_ids = numbers.map("source/s-{}".format)
actor_ids = numbers.map("actor/a-{}".format)
event_ids = numbers.map("event/e-{}".format)
claim_ids = numbers.map("claim/s-1/{:03}".format)
assessment_ids = numbers.map("assessment/s-1/a-{}".format)
record_ids = st.one_of(source_ids, actor_ids, event_ids, claim_ids, assessment_ids)
other_ids = record_ids.map("{}-too".format)  # never that of the record itself
digests = st.integers(0, 16**32 - 1).map("{:032x}".format)
wikidata = st.integers(1, 10**10 - 1).map("Q{}".format)
countries = st.sampled_from(["ARM", "AZE", "GEO", "RUS"])
urls = st.sampled_from(["https://example.org", "https://example.org:8080/a?b=c#d"])

days = st.dates().map(str)
calendar_dates = st.builds(lambda day, width: day[:width], days, st.sampled_from([4, 7, 10]))
beyond_calendar = st.sampled_from(
    ["2020-21", "2020-24", "202X", "20XX", "2020-XX", "2020-05-XX", "2020-XX-XX", "2020?", "2020-05~", "2020-05-03%"]
)
ordered_dates = st.tuples(calendar_dates, calendar_dates).map(sorted)
intervals = ordered_dates.map("/".join)
one_of_ranges = ordered_dates.map(lambda ends: f"[{'..'.join(ends)}]")
open_ranges = st.builds(str.format, st.sampled_from(["{}/..", "../{}", "[{}..]", "[..{}]"]), calendar_dates)
sets = st.lists(calendar_dates, min_size=2, max_size=5).map(lambda members: f"[{','.join(members)}]")
edtf_texts = st.one_of(calendar_dates, beyond_calendar, intervals, one_of_ranges, open_ranges, sets)

whens = st.one_of(
    st.builds(When, basis=st.just(WhenBasis.NONE), note=maybe(texts)),
    st.builds(When, edtf=edtf_texts, basis=st.just(WhenBasis.EXPLICIT), note=maybe(texts)),
    st.builds(When, edtf=edtf_texts, basis=st.just(WhenBasis.DERIVED), anchor=other_ids, note=maybe(texts)),
)


@st.composite
def extents(draw: st.DrawFn, last: int = 600) -> Json:
    start = draw(st.integers(0, last - 1))
    return {"start": start, "end": draw(st.integers(start + 1, last))}


@st.composite
def evidences(draw: st.DrawFn, role: EvidenceRole) -> Evidence:
    extent = draw(extents())
    long = extent["end"] - extent["start"] > 14
    return Evidence(**extent, source=draw(source_ids), role=role, digest=draw(maybe(digests)) if long else None)


def evidence_with(*roles: EvidenceRole, besides: tuple[EvidenceRole, ...]) -> st.SearchStrategy[tuple[Evidence, ...]]:
    """Return pieces of evidence, one of each role, and some of the others; no two of a role share words."""
    others = some(st.sampled_from([role for role in besides if role not in roles]))
    return others.flatmap(lambda more: st.tuples(*(evidences(role) for role in (*roles, *more))))


@st.composite
def sentences(draw: st.DrawFn) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    end = 0
    for space, length in draw(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 90)), min_size=1, max_size=3)):
        start = end + space * bool(found)
        end = start + length
        status, digest = draw(st.sampled_from(SentenceStatus)), draw(maybe(digests))
        found.append(Sentence(start=start, end=end, status=status, digest=digest))
    return tuple(found)


@st.composite
def remarks(draw: st.DrawFn, last: int) -> Remark:
    kind = draw(st.sampled_from(RemarkKind))
    return Remark(**draw(extents(last)), kind=kind, note=draw(texts), records=draw(some(record_ids)))


@st.composite
def sources(draw: st.DrawFn) -> Source:
    index = draw(sentences())
    characters = index[-1].end
    title = st.builds(Title, text=texts, basis=st.sampled_from(Basis), note=texts) | st.builds(
        Title, text=texts, basis=st.just(Basis.TEXT)
    )
    own = st.lists(remarks(characters), max_size=2, unique_by=lambda one: (one.start, one.end, one.kind)).map(tuple)
    return Source(
        id=draw(source_ids),
        kind=draw(st.sampled_from(SourceKind)),
        title=draw(maybe(title)),
        authors=draw(some(actor_ids, least=1)),
        publisher=draw(actor_ids),
        url=draw(maybe(urls)),
        published=draw(whens),
        language=draw(st.sampled_from(["en", "hy", "sr-Latn"])),
        licence=draw(texts),
        text=Text(sha256="0" * 64, characters=characters, paragraphs=draw(st.integers(1, 9)), canonicalisation="ct-v1"),
        sentences=index,
        remarks=draw(own),
    )


@st.composite
def mentions(draw: st.DrawFn, names: list[str], sources: st.SearchStrategy[str]) -> Mention:
    name, start = draw(st.sampled_from(names)), 20 * draw(st.integers(0, 50))  # no name is longer than 12
    return Mention(start=start, end=start + len(name), source=draw(sources), name=name)


def apart(strategy: st.SearchStrategy[Mention]) -> st.SearchStrategy[tuple[Mention, ...]]:
    return st.lists(strategy, max_size=2, unique_by=lambda mention: (mention.source, mention.start)).map(tuple)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    own = draw(actor_ids)
    name, kind = draw(texts), draw(st.sampled_from(ActorKind))
    shorter = (AliasKind.SHORT, AliasKind.ACRONYM)
    alias = st.builds(Alias, name=texts, kind=st.sampled_from(AliasKind))
    aliases = draw(some(alias.filter(lambda one: one.kind not in shorter or len(one.name) < len(name))))
    nowhere = dict.fromkeys([ActorKind.TERRITORY, ActorKind.INTERNATIONAL_ORGANISATION], st.none())
    country = ({ActorKind.STATE: countries} | nowhere).get(kind, maybe(countries))
    where = st.just("source/s-1") if kind is ActorKind.UNNAMED_GROUP else source_ids
    return Actor(
        id=own,
        name=name,
        kind=kind,
        country=draw(country),
        aliases=aliases,
        wikidata=None if kind is ActorKind.UNNAMED_GROUP else draw(maybe(wikidata)),
        part_of=draw(maybe(actor_ids.filter(lambda other: other != own))),
        roles=draw(some(st.builds(Role, role=texts, organisation=maybe(actor_ids), when=whens))),
        mentions=draw(apart(mentions([name, *(alias.name for alias in aliases)], where))),
        note=draw(maybe(texts)),
    )


@st.composite
def places(draw: st.DrawFn) -> Place:
    precision = draw(st.sampled_from(PlacePrecision))
    point = st.builds(Position, lat=st.floats(-90, 90), lon=st.floats(1, 180))
    return Place(
        name=draw(texts),
        country=None if precision is PlacePrecision.MULTI_COUNTRY else draw(maybe(countries)),
        wikidata=draw(maybe(wikidata)),
        position=None if precision is PlacePrecision.VIRTUAL else draw(maybe(point)),
        precision=precision,
    )


targets = st.builds(Participant, actor=actor_ids, role=st.just(ParticipantRole.TARGET))
VICTIM = Participant(actor="actor/v", role=ParticipantRole.VICTIM)
ELSEWHERE = (ParticipantRole.TARGET, ParticipantRole.VICTIM, ParticipantRole.ALLEGED_PERPETRATOR)
participants = st.builds(
    Participant, actor=actor_ids, role=st.sampled_from([role for role in ParticipantRole if role not in ELSEWHERE])
)
perpetrators = st.builds(
    Participant, actor=actor_ids.map("{}-too".format), role=st.just(ParticipantRole.ALLEGED_PERPETRATOR)
)


@st.composite
def deaths(draw: st.DrawFn) -> Deaths:
    low, best, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Deaths(low=low, best=best, high=draw(maybe(st.just(high))))


@st.composite
def events(draw: st.DrawFn) -> Event:
    own = draw(event_ids)
    event_type = draw(maybe(st.sampled_from(EventType)))
    modes = TYPES[event_type].modes if event_type else ()
    realis = draw(st.sampled_from(Realis))
    happened = realis in (Realis.ACTUAL, Realis.ALLEGED)
    blamed = draw(some(perpetrators)) if happened else ()
    told = st.lists(places(), max_size=2, unique_by=(lambda one: one.name, lambda one: one.wikidata or one.name))
    roles = tuple(role for role in EvidenceRole if role is not EvidenceRole.QUOTATION)
    return Event(
        id=own,
        title=draw(texts),
        type=event_type,
        mode=draw(st.sampled_from(modes)) if modes else None,
        contexts=draw(some(st.sampled_from(Context))),
        uncoded=None if event_type else draw(texts),
        realis=realis,
        when=draw(whens),
        places=tuple(draw(told)),
        participants=(draw(targets), VICTIM, *draw(some(participants)), *blamed),
        deaths=draw(maybe(deaths())) if happened else None,
        part_of=draw(maybe(event_ids.filter(lambda other: other != own))),
        evidence=draw(evidence_with(EvidenceRole.WHOLE, besides=roles)),
        note=draw(maybe(texts)),
    )


@st.composite
def chains(draw: st.DrawFn, *, quoted: bool) -> tuple[Attribution, ...]:
    """Return chains whose innermost level is quoted, or is not needed to be."""
    length = draw(st.integers(2 if quoted else 1, 3))
    names = draw(some(actor_ids, least=length, most=length))
    reported = [mode for mode in AttributionMode if mode is not AttributionMode.OWN_VOICE]
    modes = [AttributionMode.OWN_VOICE, *(draw(st.sampled_from(reported)) for _ in names[1:])]
    if quoted:
        modes[-1] = AttributionMode.DIRECT_QUOTE
    elif modes[-1] is AttributionMode.DIRECT_QUOTE:
        modes[-1] = AttributionMode.INDIRECT
    return tuple(
        Attribution(actor=name, mode=mode, factuality=draw(st.sampled_from(Factuality)))
        for name, mode in zip(names, modes, strict=True)
    )


happenings = event_ids | claim_ids
blame = st.builds(
    Assertion, subject=event_ids, predicate=st.just(Predicate.ATTRIBUTES_RESPONSIBILITY), object=actor_ids
)
others = [predicate for predicate in Predicate if predicate is not Predicate.ATTRIBUTES_RESPONSIBILITY]
links = st.builds(Assertion, subject=happenings, predicate=st.sampled_from(others), object=happenings.map("{}0".format))
forecasts = st.builds(
    Forecast,
    criteria=texts,
    criteria_by=st.just(CriteriaBasis.ENCODER),
    horizon=whens.filter(lambda when: when.edtf is not None),
    resolution=st.sampled_from(Resolution),
) | st.builds(
    Forecast,
    criteria=texts,
    criteria_by=st.sampled_from(CriteriaBasis),
    horizon=whens,
    resolution=st.sampled_from([Resolution.OPEN, Resolution.YES]),
)
norms = st.sampled_from([Modality.SHOULD, Modality.NEED_TO, Modality.MUST])
sure = (Factuality.CERTAIN, Factuality.CERTAINLY_NOT)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    own, kind = draw(claim_ids), draw(st.sampled_from(ClaimKind))
    others = claim_ids.filter(lambda other: other != own)
    quoted, ahead = kind is ClaimKind.QUOTATION, kind in (ClaimKind.PREDICTION, ClaimKind.CONDITIONAL)
    chain = draw(chains(quoted=quoted))
    modality = draw(norms if kind is ClaimKind.NORMATIVE else maybe(st.sampled_from(Modality)))
    conditions = draw(some(others, least=int(kind is ClaimKind.CONDITIONAL)))
    roles = (EvidenceRole.WHOLE, EvidenceRole.QUOTATION) if quoted else (EvidenceRole.WHOLE,)
    hedged = modality is not None or any(step.factuality not in sure for step in chain)
    unfit = {EvidenceRole.QUOTATION: not quoted, EvidenceRole.HEDGE: not hedged, EvidenceRole.CLAIMANT: len(chain) == 1}
    evidence = draw(evidence_with(*roles, besides=tuple(role for role in EvidenceRole if not unfit.get(role))))
    supports = draw(some(others))
    contradicts = tuple(other for other in draw(some(others)) if other not in supports)
    quotation = "x" * (evidence[1].end - evidence[1].start) if quoted else None
    about = draw(some(event_ids | actor_ids))
    link = blame if kind is ClaimKind.RESPONSIBILITY else links.filter(lambda one: own not in (one.subject, one.object))
    return Claim(
        id=own,
        statement=draw(texts),
        kind=kind,
        attribution=chain,
        about=(*about, "event/a"),
        asserts=draw(link if kind is ClaimKind.CAUSAL else maybe(link)),
        modality=modality,
        conditions=conditions,
        condition_logic=draw(st.sampled_from(ConditionLogic)) if len(conditions) > 1 else None,
        supports=supports,
        contradicts=contradicts,
        qualifies=tuple(other for other in draw(some(others)) if other not in supports + contradicts),
        quotation=quotation,
        said=draw(maybe(whens)) if len(chain) > 1 else None,
        forecast=draw(forecasts) if ahead else None,
        evidence=evidence,
        note=draw(maybe(texts)),
    )


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    assessed = draw(st.dates())
    known = str(draw(st.dates(max_value=assessed)))
    reference = st.builds(
        Reference, url=urls, publisher=texts, date=st.sampled_from([None, known, "0001", "../0002"]), says=texts
    )
    fields = set(Claim.model_fields) - {"id", "kind", "modality", "evidence", "note"}
    references = st.lists(reference, min_size=1, max_size=2, unique_by=lambda one: one.url).map(tuple)
    found = draw(references)
    decided = [verdict for verdict in Verdict if verdict is not Verdict.CONFLICTING or len(found) > 1]
    shown = any(reference.date is None for reference in found) or any(one.date == known for one in found)
    return Assessment(
        id=draw(assessment_ids),
        claim=draw(claim_ids),
        field=draw(maybe(st.sampled_from(sorted(fields)))),
        verdict=draw(st.sampled_from(decided)) if shown else Verdict.NOT_ENOUGH_EVIDENCE,
        rationale=draw(texts),
        references=found,
        known_on=draw(st.sampled_from([known, known[:7], known[:4], f"../{known}"])),
        assessed_on=str(assessed),
    )


@st.composite
def tombstones(draw: st.DrawFn) -> Tombstone:
    own = draw(record_ids)
    successor = draw(maybe(st.just(f"{own}-too")))
    return Tombstone(id=own, retracted=Retraction(reason=draw(texts), retracted_on=draw(days), replaced_by=successor))


records: st.SearchStrategy[Record | Tombstone] = st.one_of(
    sources(), actors(), events(), claims(), assessments(), tombstones()
)
ledgers = st.lists(records, max_size=4, unique_by=lambda record: record.id)
