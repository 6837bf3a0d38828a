"""Sound ledgers: whole ledgers with invented texts, of any shape that the schema allows and the rules admit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema import (
    ActorKind,
    AliasKind,
    AttributionMode,
    Basis,
    ClaimKind,
    ConditionLogic,
    Context,
    CriteriaBasis,
    EventType,
    EvidenceRole,
    Factuality,
    Modality,
    ParticipantRole,
    PlacePrecision,
    Predicate,
    Realis,
    RemarkKind,
    Resolution,
    SourceKind,
    Verdict,
    WhenBasis,
)
from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.schema.plover import TYPES
from caucasus_ledger.seeds.text import RunIndex, run_index, shared_runs, span_digest, text_sha256
from caucasus_ledger.seeds.text import words as words_of

T = TypeVar("T")

SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyz", "ABCDEéüñçşğıəöžłčÄÅØ", "абвгдежзийклмнопрстуфхцчшщъыьэюяїєґў",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ",
    "אבגדהוזחטיכלמנסעפצקרשת", "山川中国人民政府大会日本", "가나다라마바사아자차", "कखगघचछजझटठ", "กขคฆงจฉชซ",
    "あいうえおかきく",
)  # fmt: skip
"""Letters of a script each; no word mixes two of them."""

_WORDS = [st.text(st.sampled_from(letters), min_size=2, max_size=7) for letters in SCRIPTS]
_numbers = cache(st.integers)

FIRST, LAST = date(1800, 1, 1), date(2150, 12, 31)


@dataclass
class Sound:
    """A ledger that no rule finds anything in: its records in JSON form, and its sources' texts by identifier."""

    records: list[Json] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass
class Span:
    """Words of a source's text: where they stand and what they are."""

    source: str
    sentence: int
    start: int
    end: int
    words: str

    @property
    def plain(self) -> Json:
        """The span in JSON form, without a role."""
        return {"start": self.start, "end": self.end, "source": self.source}

    def evidence(self, role: str) -> Json:
        """The span as evidence, with its digest where it has eight words or more."""
        long = len(words_of(self.words)) >= 8
        digest = {"digest": span_digest(self.source, self.words)} if long else {}
        return self.plain | {"role": str(role)} | digest


@dataclass
class Written:
    """A source while it is made: its text, where its words stand, and the sentences that evidence reaches."""

    id: str
    day: date
    text: str
    sentences: list[list[tuple[int, int]]]
    """Start and end of each word, sentence by sentence, without the punctuation at its end."""
    extents: list[tuple[int, int]]
    reached: set[int] = field(default_factory=set)

    @cached_property
    def runs(self) -> RunIndex:
        """Where each run of eight words of the text begins."""
        return run_index(self.text, 8)


class Maker:
    """Draws a ledger, record by record.

    With a `turn`, the first of each field takes the code of that number, so that over the turns each code is taken;
    `due` says that optional parts that hold codes are then there.
    """

    def __init__(self, draw: st.DrawFn, turn: int | None) -> None:
        self.draw = draw
        self.turn = turn
        self.due = turn is not None and turn % 5 != 0
        self.dealt: set[str] = set()
        self.sound = Sound()
        self.sources: list[Written] = []
        self.actors: list[Json] = []
        self.events: list[Json] = []
        self.days: dict[str, date] = {}
        self.claims: list[Json] = []
        self.open_claims: list[str] = []
        self.names: set[str] = set()
        self.items: set[str] = set()
        self.mentioned: set[tuple[str, int, int]] = set()
        self.said: set[str] = set()
        self.likenesses: list[object] = []

    # Small choices

    def one(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def maybe(self) -> bool:
        return self.number(0, 1) == 1

    def number(self, least: int, most: int) -> int:
        return self.draw(_numbers(least, most))

    def code(self, name: str, options: Iterable[T]) -> T:
        """Return a code of a list; for the first of the name, the one whose turn it is."""
        listed = list(options)
        if self.turn is not None and name not in self.dealt:
            self.dealt.add(name)
            return listed[self.turn % len(listed)]
        return self.one(listed)

    def some(self, options: Sequence[T], most: int) -> list[T]:
        found = [self.one(options) for _ in range(self.number(0, most))] if options else []
        return [option for index, option in enumerate(found) if option not in found[:index]]

    def distinct(self, likeness: object) -> None:
        """Let go of a ledger in which two records are so alike that they are taken for doubles."""
        assume(likeness not in self.likenesses)
        self.likenesses.append(likeness)

    # Words and dates

    def word(self) -> str:
        return self.draw(self.one(_WORDS))

    def prose(self, most: int = 6, limit: int = 160) -> str:
        """Return words of our own with punctuation, none of them a run of a source's text."""
        found = [self.word() for _ in range(self.number(1, most))]
        if self.number(0, 19) == 19:
            found *= limit // sum(len(word) + 1 for word in found)
        joint = self.one([" ", " ", ", ", " – ", "; ", "-", "’", " (1) ", ": "])
        whole = joint.join(found)
        whole = self.one(["{}", "“{}”", "{}.", "{} 2020", "1 {}", "({})"]).format(whole)
        copied = any(list(shared_runs(source.runs, whole)) for source in self.sources)
        return found[0] if copied or len(whole) > limit else whole

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return self.draw(st.dates(max(first, FIRST), min(last, LAST)))

    def edtf(self, day: date) -> str:
        """Return an EDTF text of any shape that allows the day."""
        after = day + timedelta(days=self.number(1, 9000))
        before = day - timedelta(days=self.number(1, 9000))
        y, m = f"{day.year:04}", f"{day.month:02}"
        season = f"{day.year:04}-{21 + (day.month - 3) // 3}" if 3 <= day.month <= 11 else y
        shapes = [
            str(day), f"{y}-{m}", y, f"{y}?", f"{y}-{m}~", f"{day}%", season, f"{y[:3]}X", f"{y[:2]}XX",
            f"{y}-XX", f"{y}-{m}-XX",
            f"{before}/{after}", f"{day}/{after.year:04}", f"{day}/..", f"../{day}", f"{before}/{day}", f"{y}/{y}",
            f"[{before}..{after}]", f"[..{day}]", f"[{day}..]", f"[{y}-{m}..{after}]", f"[{day},{after}]",
            f"[{before},{y},{after}]",
            f"{before}?/{after}~", f"{y}-XX-XX",
        ]  # fmt: skip
        return self.code("edtf", shapes)

    def when(self, day: date, own: str = "", *, least: str = "") -> Json:
        """Return a date that allows the day, of any basis; anchors are sources, and events that stand already."""
        basis = least or self.code("when basis", WhenBasis)
        note = {"note": self.prose(limit=2000)} if self.maybe() else {}
        if basis == WhenBasis.NONE:
            return {"basis": "none"} | note
        if basis == WhenBasis.DERIVED:
            anchors = [s.id for s in self.sources if s.id != own] + [e["id"] for e in self.events if e["id"] != own]
            if anchors:
                return {"edtf": self.edtf(day), "basis": "derived", "anchor": self.one(anchors)} | note
        return {"edtf": self.edtf(day), "basis": "explicit"} | note

    # Texts and spans

    def write(self, number: int) -> None:
        """Write a source's text: sentences of invented words, in paragraphs."""
        text, sentences, extents = "", [], []
        for index in range(self.number(1, 4)):
            text += ("\n" if self.maybe() else " ") if index else ""
            first, spans = len(text), []
            for at in range(self.one([1, 3, 7, 8, 12])):
                text += " " if at else ""
                word = self.word() + self.one(["", "", "-x", "7"])
                spans.append((len(text), len(text) + len(word)))
                text += word + (self.one([",", ""]) if at % 3 == 1 else "")
            text += self.one([".", "!", "?", "…", ".”"])
            sentences.append(spans)
            extents.append((first, len(text)))
        slug = f"source/{self.one(['s', 'a-b', '2020'])}-{number}"
        self.sources.append(Written(slug, self.day(date(1850, 1, 1), date(2100, 1, 1)), text, sentences, extents))

    def span(self, source: Written, *, most: int = 99, bears: bool = True) -> Span:
        number = self.number(0, len(source.sentences) - 1)
        spans = source.sentences[number]
        first = self.number(0, len(spans) - 1)
        last = min(self.number(first, len(spans) - 1), first + most - 1)
        start, end = spans[first][0], spans[last][1]
        if most > len(spans) and self.number(0, 5) == 0:
            start, end = source.extents[number]
        if bears:
            source.reached.add(number)
        return Span(source.id, number, start, end, source.text[start:end])

    # Actors

    def actor(self, number: int, kind: ActorKind | None = None) -> Json:
        own = f"actor/{self.one(['a', 'b-2', '3'])}-{number}"
        kind = kind or self.code("actor kind", ActorKind)
        mentions, aliases = self.mentions()
        name = aliases.pop(0)["name"] if aliases and self.maybe() else self.fresh_name()
        wholes = [actor["id"] for actor in self.actors if actor["kind"] != "person"]
        plain: Json = {"id": own, "name": name, "kind": str(kind)}
        if kind is ActorKind.STATE or (kind is not ActorKind.TERRITORY and self.maybe()):
            plain["country"] = self.one(["ARM", "AZE", "GEO", "RUS", "TUR", "IRN"])
        aliases += [
            {"name": self.fresh_name(), "kind": str(self.code("alias", AliasKind))} for _ in range(self.number(0, 1))
        ]
        if self.due and not aliases:
            aliases = [{"name": self.fresh_name(), "kind": str(self.code("alias", AliasKind))}]
        if aliases:
            plain["aliases"] = aliases
        item = f"Q{self.number(1, 10**10 - 1)}"
        if kind is not ActorKind.UNNAMED_GROUP and item not in self.items and self.maybe():
            self.items.add(item)
            plain["wikidata"] = item
        if wholes and self.maybe():
            plain["part_of"] = self.one(wholes)
        roles = [self.role(wholes) for _ in range(self.number(0, 2))]
        plain["roles"] = [role for index, role in enumerate(roles) if role not in roles[:index]]
        plain["mentions"] = mentions
        if self.maybe():
            plain["note"] = self.prose(limit=2000)
        self.actors.append(plain)
        return plain

    def fresh_name(self) -> str:
        name = self.prose(4)
        while name.casefold() in self.names:
            name = f"{name} {len(self.names)}"
        self.names.add(name.casefold())
        return name

    def mentions(self) -> tuple[list[Json], list[Json]]:
        """Return mentions of an actor that do not overlap, and the aliases under which they name it."""
        found: list[Json] = []
        aliases: dict[str, Json] = {}
        for _ in range(self.number(0, 2)):
            span = self.span(self.one(self.sources), most=3, bears=False)
            key = (span.source, span.start, span.end)
            overlaps = any(
                m["source"] == span.source and m["start"] < span.end and span.start < m["end"] for m in found
            )
            if key in self.mentioned or overlaps or span.words.casefold() in self.names:
                continue
            self.mentioned.add(key)
            self.names.add(span.words.casefold())
            found.append(span.plain | {"name": span.words})
            aliases[span.words] = {"name": span.words, "kind": str(self.code("alias", AliasKind))}
        return found, list(aliases.values())

    def role(self, bodies: list[str]) -> Json:
        organisation = {"organisation": self.one(bodies)} if bodies and self.maybe() else {}
        return {"role": self.prose()} | organisation | {"when": self.when(self.day())}

    def named(self) -> list[str]:
        return [actor["id"] for actor in self.actors if actor["kind"] != "unnamed_group"]

    def nameless(self) -> list[str]:
        return [actor["id"] for actor in self.actors if actor["kind"] == "unnamed_group"]

    # Events

    def event(self, number: int) -> Json:
        told = self.some(self.sources, 2) or self.sources[:1]
        told = list({source.id: source for source in told}.values())
        realis = self.code("realis", Realis)
        published = min(source.day for source in told)
        day = self.day(published, LAST) if realis is Realis.PLANNED else self.day(last=published)
        wholes = [event for event in self.events if "part_of" not in event]
        whole = self.one(wholes) if wholes and self.maybe() else None
        if whole and (self.days[whole["id"]] <= published) == (day <= published):
            day = self.days[whole["id"]]
        elif whole:
            whole = None
        dated = self.one(["", f"{day.year}-", f"{str(day)[:7]}-", f"{day}-"])
        own = f"event/{dated}{self.one(['e', 'event-two'])}-{number}"
        pairs = [(kind, mode) for kind, row in TYPES.items() for mode in row.modes or (None,)]
        kind, mode = self.code("type", [*pairs, (None, None)])
        plain: Json = {"id": own, "title": self.prose()}
        plain |= {"type": str(kind)} if kind else {}
        plain |= {"mode": mode} if mode else {}
        contexts = list(dict.fromkeys([self.code("context", Context), *self.some(list(Context), 3)]))
        plain["contexts"] = [str(one) for one in contexts] if self.due or self.maybe() else []
        plain |= {} if kind else {"uncoded": self.prose(limit=2000)}
        plain |= {"realis": str(realis), "when": self.when(day, own)}
        plain["places"] = self.places()
        plain["participants"] = self.participants(kind)
        if realis in (Realis.ACTUAL, Realis.ALLEGED) and self.maybe():
            plain["deaths"] = self.deaths(part=whole is not None)
        plain |= {"part_of": whole["id"]} if whole else {}
        plain["evidence"] = self.evidence(told, [EvidenceRole.WHOLE])
        plain |= {"note": self.prose(limit=2000)} if self.maybe() else {}
        days = bounds(plain["when"]["edtf"]) if "edtf" in plain["when"] else None
        parts = {(one["actor"], one["role"]) for one in plain["participants"]}
        self.distinct([kind, mode, realis, days, parts, plain.get("part_of")])
        self.days[own] = day
        self.events.append(plain)
        return plain

    def places(self) -> list[Json]:
        found: list[Json] = []
        for _ in range(self.number(int(self.due), 2)):
            place: Json = {"name": self.prose()}
            place |= {"country": self.one(["ARM", "AZE", "GEO"])} if self.maybe() else {}
            place |= {"wikidata": f"Q{self.number(1, 10**10 - 1)}"} if self.maybe() else {}
            if self.maybe():
                lat, lon = self.draw(st.floats(-90, 90, width=32)), self.draw(st.floats(-180, 180, width=32))
                place["position"] = {"lat": lat, "lon": lon}
            place["precision"] = str(self.code("precision", PlacePrecision))
            found += [place] if place not in found else []
        return found

    def participants(self, kind: EventType | None) -> list[Json]:
        aimed = kind is not None and TYPES[kind].needs_target
        roles = [self.one([ParticipantRole.TARGET, ParticipantRole.VICTIM])] if aimed else []
        roles += [self.code("role", ParticipantRole)]
        roles += self.some(list(ParticipantRole), 2)
        found = [{"actor": self.one(self.actors)["id"], "role": str(role)} for role in roles]
        return [one for index, one in enumerate(found) if one not in found[:index]]

    def deaths(self, *, part: bool) -> Json:
        low, best, high = sorted(self.number(0, 9) + (0 if part else 100) for _ in range(3))
        return {"low": low, "best": best} | ({"high": high} if self.maybe() else {})

    def evidence(self, sources: Sequence[Written], roles: Sequence[EvidenceRole]) -> list[Json]:
        found = [self.span(self.one(sources)).evidence(role) for role in roles]
        return [one for index, one in enumerate(found) if one not in found[:index]]

    # Claims

    def claim(
        self, number: int, kind: ClaimKind, about: list[str], *, source: Written,
        sure: bool = False, open_: bool = False, reported: bool = False,
    ) -> Json:  # fmt: skip
        own = f"claim/{source.id.partition('/')[2]}/{number:03}"
        quoted = kind is ClaimKind.QUOTATION
        chain = self.chain(source, quoted=quoted, sure=sure, open_=open_, reported=reported)
        earlier = [claim["id"] for claim in self.claims]
        ahead = kind in (ClaimKind.PREDICTION, ClaimKind.CONDITIONAL)
        plain: Json = {
            "id": own,
            "statement": self.statement(),
            "kind": str(kind),
            "attribution": chain,
            "about": about,
        }
        if kind is ClaimKind.CAUSAL or self.maybe():
            link = self.link(about, earlier)
            plain |= {"asserts": link} if link else {}
        if kind is ClaimKind.NORMATIVE:
            plain["modality"] = str(self.code("norm", (Modality.SHOULD, Modality.NEED_TO, Modality.MUST)))
        elif self.maybe():
            plain["modality"] = str(self.code("modality", Modality))
        conditions = self.some(self.open_claims, 3)
        if kind is ClaimKind.CONDITIONAL:
            conditions = conditions if len(conditions) > 1 else self.open_claims[: 2 if self.due else 1]
        elif self.maybe():
            conditions = []
        if conditions:
            plain["conditions"] = conditions
        if len(conditions) > 1:
            plain["condition_logic"] = str(self.code("logic", ConditionLogic))
        linked = self.some(earlier, 3)
        for other in linked:
            plain.setdefault(self.one(["supports", "contradicts", "qualifies"]), []).append(other)
        roles = [EvidenceRole.WHOLE, *self.hints(plain)]
        evidence = self.evidence([source], roles)
        if quoted:
            span = self.span(source)
            plain["quotation"] = span.words
            evidence.append(span.evidence(EvidenceRole.QUOTATION))
        if len(chain) > 1 and self.maybe():
            plain["said"] = self.when(self.day(last=source.day))
        if ahead:
            plain["forecast"] = {
                "criteria": self.prose(limit=2000),
                "criteria_by": str(self.code("criteria", CriteriaBasis)),
                "horizon": self.when(self.day(source.day)),
                "resolution": str(self.code("resolution", Resolution)),
            }
        plain["evidence"] = evidence
        plain |= {"note": self.prose(limit=2000)} if self.maybe() else {}
        spans = {(one["start"], one["end"]) for one in evidence}
        held = [(step["actor"], step["factuality"]) for step in chain]
        self.distinct([source.id, kind, held, set(about), spans, plain.get("asserts")])
        self.claims.append(plain)
        if chain[-1]["factuality"] == "Uu":
            self.open_claims.append(own)
        return plain

    def hints(self, claim: Json) -> list[EvidenceRole]:
        certain = all(step["factuality"] in ("CT+", "CT-") for step in claim["attribution"])
        fitting: list[EvidenceRole] = [role for role in EvidenceRole if role is not EvidenceRole.QUOTATION]
        if certain and "modality" not in claim:
            fitting.remove(EvidenceRole.HEDGE)
        first = [self.code("evidence", fitting)] if self.turn is not None else []
        return first + self.some(fitting, 2)

    def statement(self) -> str:
        text = self.prose(limit=2000)
        while text.lower() in self.said:
            text = f"{text} {len(self.said)}"
        self.said.add(text.lower())
        return text

    def chain(self, source: Written, *, quoted: bool, sure: bool, open_: bool, reported: bool) -> list[Json]:
        author = self.one(self.authors[source.id])
        factuality = (Factuality.CERTAIN, Factuality.CERTAINLY_NOT) if sure else tuple(Factuality)
        chain = [{"actor": author, "mode": "own_voice", "factuality": str(self.code(f"factuality {sure}", factuality))}]
        for _ in range(self.number(int(quoted or reported), 2)):
            options = [actor["id"] for actor in self.actors if actor["id"] != chain[-1]["actor"]]
            actor = self.one(options)
            modes = [AttributionMode.INDIRECT, *([AttributionMode.HEARSAY] if actor in self.nameless() else [])]
            held = self.code("held", Factuality)
            chain.append({"actor": actor, "mode": str(self.code("attribution", modes)), "factuality": str(held)})
        if quoted:
            speakers = [actor for actor in self.named() if actor != chain[-2]["actor"]]
            chain[-1] |= {"actor": self.one(speakers), "mode": "direct_quote"}
        if open_:
            chain[-1]["factuality"] = "Uu"
        return chain

    def link(self, about: list[str], earlier: list[str]) -> Json | None:
        events = [one for one in about if one.startswith("event/")]
        actors = [one for one in about if one.startswith("actor/")]
        predicate = self.code("predicate", Predicate)
        if predicate is Predicate.ATTRIBUTES_RESPONSIBILITY:
            if not (events and actors):
                return None
            return {"subject": self.one(events), "predicate": str(predicate), "object": self.one(actors)}
        ends = [*about, *earlier]
        if len(ends) < 2:
            return None
        subject = self.one(ends)
        target = self.one([end for end in ends if end != subject])
        return {"subject": subject, "predicate": str(predicate), "object": target}

    # Whole

    def make(self) -> Sound:
        for number in range(self.number(1, 2)):
            self.write(number)
        for number, kind in enumerate((None, ActorKind.COMPANY, ActorKind.PERSON, ActorKind.UNNAMED_GROUP, None)):
            self.actor(number, kind)
        self.authors = {s.id: list(dict.fromkeys([self.one(self.actors)["id"], *self.ids(1)])) for s in self.sources}
        for number in range(self.number(1, 3)):
            self.event(number)
        for event in self.events:
            self.claims_of(event)
        for sort in [self.code("claim kind", ClaimKind), *self.some(list(ClaimKind), 2)]:
            self.further(sort)
        self.sound.records = [*self.actors, *self.events, *self.claims]
        self.sound.records += [self.source(written) for written in self.sources]
        self.sound.records += self.assessments() + self.tombstones()
        self.sound.records = [_without_empty(record) for record in self.sound.records]
        self.sound.texts = {written.id: written.text for written in self.sources}
        return self.sound

    def ids(self, most: int) -> list[str]:
        return [actor["id"] for actor in self.some(self.actors, most)]

    def claims_of(self, event: Json) -> None:
        """Make the claims that an event needs: one held or reported as its realis asks, and those that blame."""
        source = next(s for s in self.sources if s.id == event["evidence"][0]["source"])
        realis = event["realis"]
        supposed = realis not in ("actual", "alleged") and self.maybe()
        kinds = (
            ClaimKind.OCCURRENCE,
            ClaimKind.STATE,
            ClaimKind.SUPERLATIVE,
            ClaimKind.DEFINITION,
            ClaimKind.NUMERICAL,
        )
        self.claim(
            len(self.claims) + 1, self.one(kinds), [event["id"], *self.ids(1)], source=source,
            sure=realis == "actual", reported=realis == "alleged", open_=supposed,
        )  # fmt: skip
        for participant in event["participants"]:
            if participant["role"] == "alleged_perpetrator":
                about = [event["id"], participant["actor"]]
                self.claim(len(self.claims) + 1, ClaimKind.RESPONSIBILITY, about, source=source)

    def further(self, kind: ClaimKind) -> None:
        source = self.one(self.sources)
        number = len(self.claims) + 1
        about = list(dict.fromkeys([self.one(self.events)["id"], *self.ids(2)]))
        if kind is ClaimKind.CONDITIONAL:
            for condition in (ClaimKind.OCCURRENCE, ClaimKind.STATE)[len(self.open_claims) :]:
                self.claim(number, condition, about, source=source, open_=True)
                number += 1
        if kind is ClaimKind.CAUSAL and len(about) < 2:
            about.append(next(actor["id"] for actor in self.actors if actor["id"] not in about))
        self.claim(number, kind, about, source=source)

    def source(self, written: Written) -> Json:
        kinds = [str(self.code("source kind", SourceKind))]
        plain: Json = {"id": written.id, "kind": kinds[0]}
        if self.due or self.maybe():
            basis = self.code("basis", Basis)
            note = {"note": self.prose(limit=2000)} if basis is Basis.ELSEWHERE or self.maybe() else {}
            plain["title"] = {"text": self.prose(), "basis": str(basis)} | note
        bodies = [actor["id"] for actor in self.actors if actor["kind"] != "person"]
        plain |= {"authors": self.authors[written.id], "publisher": self.one(bodies)}
        plain |= {"url": self.one(["https://example.org", "http://example.org:8080/a?b=c#d"])} if self.maybe() else {}
        plain["published"] = self.published(written)
        plain["language"] = self.one(["en", "hy", "az-Latn", "sr-Latn-RS", "ka", "zh-Hant-TW"])
        plain["licence"] = self.prose(limit=2000)
        plain["text"] = {
            "sha256": text_sha256(written.text),
            "characters": len(written.text),
            "paragraphs": written.text.count("\n") + 1,
            "canonicalisation": "ct-v1",
        }
        plain["sentences"] = [self.sentence(written, number) for number in range(len(written.extents))]
        plain["remarks"] = self.remarks(written)
        return plain

    def published(self, written: Written) -> Json:
        """A date of publication; it is read only from events that are not themselves read from something."""
        fixed = [event["id"] for event in self.events if event["when"]["basis"] == "explicit"]
        edtf = self.edtf(written.day)
        if self.maybe():
            return {"edtf": str(written.day), "basis": "explicit"}
        return {"edtf": edtf, "basis": "derived", "anchor": self.one(fixed)} if fixed else {"basis": "none"}

    def sentence(self, written: Written, number: int) -> Json:
        start, end = written.extents[number]
        words = written.text[start:end]
        digest = {"digest": span_digest(written.id, words)} if len(words_of(words)) >= 8 else {}
        status = "coded" if number in written.reached else "boilerplate"
        return {"start": start, "end": end, "status": status} | digest

    def remarks(self, written: Written) -> list[Json]:
        found: list[Json] = []
        records = [record["id"] for record in (*self.actors, *self.events, *self.claims)]
        for _ in range(self.number(int(self.due), 2)):
            span = self.span(written, bears=False)
            remark: Json = {"start": span.start, "end": span.end, "kind": str(self.code("remark", RemarkKind))}
            remark |= {"note": self.prose(limit=2000), "records": self.some(records, 2)}
            found += [remark] if remark not in found else []
        return found

    def assessments(self) -> list[Json]:
        checkable = [c for c in self.claims if c["kind"] not in ("normative", "evaluation", "framing")]
        found: list[Json] = []
        chosen = self.some(checkable, 2) or (checkable[:1] if self.turn is not None else [])
        for number, claim in enumerate(chosen):
            day = self.day(date(2000, 1, 1))
            references = [self.reference(day) for _ in range(self.number(1, 2))]
            plain: Json = {"id": f"assessment/{self.one(['s', 'x-1'])}/a-{number}", "claim": claim["id"]}
            plain |= {"field": self.one(sorted(claim.keys()))} if self.maybe() else {}
            plain |= {"verdict": str(self.code("verdict", Verdict)), "rationale": self.prose(limit=2000)}
            plain["references"] = [one for index, one in enumerate(references) if one not in references[:index]]
            plain |= {"known_on": self.before(day), "assessed_on": str(day)}
            found.append(plain)
        return found

    def reference(self, day: date) -> Json:
        plain: Json = {"url": self.one(["https://example.org/a", "https://example.org"]), "publisher": self.prose()}
        plain |= {"date": self.before(day)} if self.maybe() else {}
        return plain | {"says": self.prose(limit=2000)}

    def before(self, day: date) -> str:
        """Return an EDTF text whose first day is on or before a day."""
        return self.edtf(self.day(last=day))

    def tombstones(self) -> list[Json]:
        kinds: dict[str, list[Any]] = {
            "actor/gone": self.actors, "event/gone": self.events, "claim/gone/001": self.claims, "source/gone": [],
            "assessment/gone/gone": [],
        }  # fmt: skip
        found: list[Json] = []
        for own in self.some(list(kinds), 2):
            retracted: Json = {"reason": self.prose(limit=2000), "retracted_on": str(self.day())}
            if kinds[own] and self.maybe():
                retracted["replaced_by"] = self.one(kinds[own])["id"]
            found.append({"id": own, "retracted": retracted})
        return found


def _without_empty(plain: Any) -> Any:
    """Return JSON without the members that are empty lists: what has nothing to say is left out."""
    if isinstance(plain, dict):
        return {key: _without_empty(value) for key, value in plain.items() if value != []}
    return [_without_empty(item) for item in plain] if isinstance(plain, list) else plain


@st.composite
def sound_ledgers(draw: st.DrawFn, turn: int | None = None) -> Sound:
    """Draw a sound ledger; with a turn, one whose first records take the codes of that number."""
    return Maker(draw, turn).make()


TURNS = 1 + sum(len(row.modes) or 1 for row in TYPES.values())
"""Enough turns that every code of every list, and every mode of every type, comes first at least once."""
