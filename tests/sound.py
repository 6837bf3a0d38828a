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
from caucasus_ledger.schema.plover import TYPES
from caucasus_ledger.seeds.text import RunIndex, run_index, shared_runs, span_digest, text_sha256
from caucasus_ledger.seeds.text import words as words_of

T = TypeVar("T")

SCRIPTS = (
    ("abcdefghijklmnopqrstuv", "w", "z"), ("éüñçşğıəöžłčäåø", "ß", "þ"), ("абвгдезийклмнопрстуфхц", "ж", "ф"),
    ("αβγδεζηθικμνξοπρστυφ", "λ", "ψ"), ("աբգդեզէըթիլխծկհձղճմ", "ժ", "ֆ"), ("აბგდევზთიკლმნოპჟრსტ", "ჰ", "ჯ"),
    ("ابتثجحخدذرزسش", "ص", "ط"), ("אבגדהוזחטיכ", "ש", "ת"), ("山川中国人民政府大会", "日", "本"),
    ("가나다라마바사아자", "차", "카"), ("कखगघचछज", "झ", "ट"), ("กขคฆงจฉช", "ซ", "ด"), ("あいうえおかき", "く", "け"),
)  # fmt: skip
"""Of each script: letters, and two on which words end: ours on the one, those of the sources' texts on the other.

So no word mixes scripts, looks like one of another script, or is a source's as well as ours.
"""

FIRST, LAST = date(1800, 1, 1), date(2099, 12, 31)
"""Days of which the sources tell; what lies open lies beyond."""

BEYOND = date(2199, 12, 31)
HAPPENED = (Realis.ACTUAL, Realis.ALLEGED)
UNREAL = (Realis.PLANNED, Realis.HYPOTHETICAL, Realis.NEGATED)
AHEAD = (ClaimKind.PREDICTION, ClaimKind.CONDITIONAL)
SURE = (Factuality.CERTAIN, Factuality.CERTAINLY_NOT)
UNSURE = (Factuality.PROBABLE, Factuality.POSSIBLE, Factuality.PROBABLY_NOT, Factuality.POSSIBLY_NOT)
NOT_CHECKABLE = ("normative", "evaluation", "framing")
CODERS_WORDS = ("id", "kind", "modality", "evidence", "note")

CASTS: tuple[tuple[ParticipantRole, ...], ...] = (
    (ParticipantRole.INITIATOR, ParticipantRole.TARGET),
    (ParticipantRole.INITIATOR, ParticipantRole.VICTIM),
    (ParticipantRole.INITIATOR, ParticipantRole.INITIATOR, ParticipantRole.HOST),
    (ParticipantRole.INITIATOR, ParticipantRole.TARGET, ParticipantRole.MEDIATOR),
    (ParticipantRole.INITIATOR, ParticipantRole.TARGET, ParticipantRole.GUARANTOR),
    (ParticipantRole.INSTRUMENT_OWNER, ParticipantRole.VICTIM),
    (ParticipantRole.ALLEGED_PERPETRATOR, ParticipantRole.VICTIM),
    (ParticipantRole.SUBJECT,),
    (ParticipantRole.SUBJECT, ParticipantRole.TARGET),
)
"""Roles that can stand together in one event, each of another actor."""

POSITIONS = {"ARM": (40.25, 44.5), "AZE": (40.5, 47.5), "GEO": (42.0, 43.5)}


@dataclass
class Sound:
    """A ledger that no rule finds anything in: its records in JSON form, and its sources' texts by identifier."""

    records: list[Json] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """Words of a source's text: where they stand and what they are."""

    source: str
    start: int
    end: int
    words: str

    @property
    def plain(self) -> Json:
        """The span in JSON form, without a role."""
        return {"start": self.start, "end": self.end, "source": self.source}

    def evidence(self, role: EvidenceRole) -> Json:
        """The span as evidence, with its digest where it has eight words or more."""
        long = len(words_of(self.words)) >= 8
        digest = {"digest": span_digest(self.source, self.words)} if long else {}
        return self.plain | {"role": str(role)} | digest


@dataclass
class Sentence:
    """A sentence of a text: its ends, those of its words, and of the words that stand in quotation marks, if any."""

    start: int
    end: int
    words: list[tuple[int, int]]
    quoted: tuple[int, int] | None
    reached: bool = False
    mentioning: list[str] = field(default_factory=list)
    """Records that have evidence or a mention in it."""


@dataclass
class Text:
    """A source while it is made: its day of publication, its text and its sentences."""

    id: str
    day: date
    text: str
    sentences: list[Sentence]
    authors: list[str] = field(default_factory=list)
    remarks: list[Json] = field(default_factory=list)

    @cached_property
    def runs(self) -> RunIndex:
        """Where each run of eight words of the text begins."""
        return run_index(self.text, 8)

    def span(self, start: int, end: int) -> Span:
        """Return the words between two offsets."""
        return Span(self.id, start, end, self.text[start:end])


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
        self.texts: list[Text] = []
        self.actors: list[Json] = []
        self.events: list[Json] = []
        self.days: dict[str, date] = {}
        self.stated: dict[tuple[str, str], Sentence] = {}
        """The sentence of each source in which each event is stated."""
        self.claims: list[Json] = []
        self.open_claims: dict[str, list[Json]] = {}
        """Claims of each source on which a conditional can depend."""
        self.assessments: list[Json] = []
        self.taken: set[str] = set()
        """Names, titles, statements and items that no second record may have, in lower case."""
        self.mentioned: list[Span] = []
        self.likenesses: list[object] = []

    # Small choices

    def number(self, least: int, most: int) -> int:
        return self.draw(_numbers(least, most))

    def one(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def maybe(self) -> bool:
        return self.number(0, 1) == 1

    def given(self) -> bool:
        """Whether an optional part that holds codes is there."""
        return self.due or self.maybe()

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

    # Words

    def word(self, *, ours: bool = True) -> str:
        number = self.number(0, len(SCRIPTS) - 1)
        return self.draw(_LETTERS[number]) + SCRIPTS[number][1 if ours else 2]

    def prose(self, most: int = 6, limit: int = 160) -> str:
        """Return words of our own with punctuation between them, no run of which is a source's."""
        found = [self.word() for _ in range(self.number(1, most))]
        if self.number(0, 19) == 19:
            found *= limit // (2 * sum(len(word) + 3 for word in found))
        whole = self.one([" ", " ", ", ", " – ", " and ", " (1) ", ": "]).join(found)
        copied = any(list(shared_runs(text.runs, whole)) for text in self.texts)
        return found[0] if copied or len(whole) > limit else whole

    def note(self) -> Json:
        return {"note": self.prose(limit=2000)} if self.maybe() else {}

    def fresh(self, most: int = 4, limit: int = 140, form: str = "{}") -> str:
        """Return words that no other record has for name, title or statement."""
        words = self.prose(most, limit)
        words = words[0].upper() + words[1:]
        text = form.format(words)
        number = 2
        while (said := text.casefold()) in self.taken:
            text = form.format(f"{words} {number}")
            number += 1
        self.taken.add(said)
        return text

    # Dates

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return self.draw(st.dates(first, max(first, last)))

    def edtf(self, day: date, last: date | None = None) -> str:
        """Return an EDTF text of any shape that allows the day; what it bounds ends on the last day, if given."""
        after = min(day + timedelta(days=self.number(1, 9000)), last or BEYOND)
        before = max(day - timedelta(days=self.number(1, 9000)), date(1701, 1, 1))
        y, m = f"{day.year:04}", f"{day.month:02}"
        season = f"{y}-{21 + (day.month - 3) // 3}" if 3 <= day.month <= 11 else y
        shapes = [
            str(day), f"{y}-{m}", y, f"{y}?", f"{y}-{m}~", f"{day}%", season, f"{y[:3]}X", f"{y[:2]}XX", f"{y}-XX",
            f"{y}-{m}-XX", f"{before}/{after}", f"{day}/..", f"../{day}", f"{before}/{day}", f"[{before}..{after}]",
            f"[..{day}]", f"[{day}..]", f"[{day},{after}]", f"[{before},{day},{after}]", f"{before}?/{after}~",
            f"{y}-XX-XX",
        ]  # fmt: skip
        if last is None:
            shapes += [f"{y}/{y}", f"[{y}-{m}..{after}]", f"{day}/{after.year}"]
        return self.code("edtf", shapes)

    def when(self, day: date, own: str = "", last: date | None = None) -> Json:
        """Return a date that allows the day, of any basis; anchors are dated sources and events that stand already."""
        basis = self.code("when basis", WhenBasis)
        if basis is WhenBasis.NONE:
            return {"basis": "none"} | self.note()
        anchors = [text.id for text in self.texts if text.id != own]
        anchors += [event["id"] for event in self.events if event["id"] != own and "edtf" in event["when"]]
        if basis is WhenBasis.DERIVED and anchors:
            return {"edtf": self.edtf(day, last), "basis": "derived", "anchor": self.one(anchors)} | self.note()
        return {"edtf": self.edtf(day, last), "basis": "explicit"} | self.note()

    # Texts and spans

    def write(self, number: int) -> None:
        """Write a source's text: sentences of invented words, in paragraphs, no word twice."""
        day = self.day(date(1850, 1, 1))
        text, sentences = "", []
        for index in range(self.number(1, 4)):
            text += self.one([" ", "\n"]) if index else ""
            start = len(text)
            count = self.one([7, 8, 12] if self.due and not index else [3, 5, 7, 8, 12])
            quotes = (self.number(1, count - 2), count - 1) if index == 0 or self.maybe() else None
            words = []
            for at in range(count):
                text += (" " if at else "") + ("“" if quotes and at == quotes[0] else "")
                word = self.new_word()
                words.append((len(text), len(text) + len(word)))
                text += word + self.one(["", "", ","])
            text += "”" if quotes else ""
            text += self.one([".", "!", "?", "…"])
            quoted = (words[quotes[0]][0], words[quotes[1]][1]) if quotes else None
            sentences.append(Sentence(start, len(text), words, quoted))
        slug = f"source/{self.one(['s', 'a-b'])}-{number}{self.one(['', f'-{day.year}'])}"
        self.texts.append(Text(slug, day, text, sentences))

    def new_word(self) -> str:
        word = self.word(ours=False)
        while word in self.taken:
            word += word[-1]
        self.taken.add(word)
        return word + self.one(["", "", "-x", "7"])

    def part(self, text: Text, sentence: Sentence, *, most: int = 99) -> Span:
        """Return some words of a sentence, or all of it."""
        if most > len(sentence.words) and self.number(0, 5) == 0:
            return text.span(sentence.start, sentence.end)
        first = self.number(0, len(sentence.words) - 1)
        last = min(self.number(first, len(sentence.words) - 1), first + most - 1)
        return text.span(sentence.words[first][0], sentence.words[last][1])

    def shows(self, own: str, text: Text, sentence: Sentence, roles: Iterable[EvidenceRole]) -> list[Json]:
        """Return evidence of each role in one sentence, which it reaches."""
        sentence.reached = True
        sentence.mentioning.append(own)
        return [self.part(text, sentence).evidence(role) for role in dict.fromkeys(roles)]

    # Actors

    def actor(self, number: int, kind: ActorKind | None = None) -> None:
        own = f"actor/{self.one(['a', 'b-2'])}-{number}"
        kind = kind or self.code("actor kind", ActorKind)
        plain: Json = {"id": own, "name": self.fresh(), "kind": str(kind)}
        country = self.country(kind)
        if country:
            plain["country"] = country
        mentions = self.mentions(own, kind)
        aliases = [self.alias(mention["name"], plain["name"]) for mention in mentions]
        if self.given() and (spare := self.spare_alias(plain["name"])):
            aliases.append(spare)
        item = f"Q{self.number(1, 10**10 - 1)}"
        plain["aliases"] = aliases
        if kind is not ActorKind.UNNAMED_GROUP and item not in self.taken and self.maybe():
            self.taken.add(item)
            plain["wikidata"] = item
        wholes = self.wholes(kind, country)
        if wholes and (self.maybe() or (kind is ActorKind.GOVERNMENT_BODY and not country)):
            plain["part_of"] = self.one(wholes)
        if mentions:
            roles = [self.role(mentions) for _ in range(self.number(0, 2))]
            plain["roles"] = [role for index, role in enumerate(roles) if role not in roles[:index]]
        plain["mentions"] = mentions
        plain |= {"note": self.prose(limit=2000)} if kind is ActorKind.TERRITORY else self.note()
        self.actors.append(plain)

    def country(self, kind: ActorKind) -> str | None:
        """Return a country where the kind wants one or may have one; no two states have the same."""
        if kind in (ActorKind.TERRITORY, ActorKind.INTERNATIONAL_ORGANISATION):
            return None
        if kind is ActorKind.STATE:
            taken = [actor["country"] for actor in self.actors if actor["kind"] == "state"]
            return self.one([code for code in ("ARM", "AZE", "GEO", "RUS", "TUR", "IRN") if code not in taken])
        needed = kind in (ActorKind.GOVERNMENT_BODY, ActorKind.ARMED_FORCES)
        return self.one(["ARM", "AZE", "GEO"]) if needed or self.maybe() else None

    def wholes(self, kind: ActorKind, country: str | None) -> list[str]:
        """Return the actors of which one of that kind can be a part."""
        fitting = {"group"} | ({"company"} if kind is ActorKind.COMPANY else set())
        if kind is ActorKind.PERSON:
            fitting = {str(other) for other in ActorKind} - {"person"}
        organ = kind in (ActorKind.GOVERNMENT_BODY, ActorKind.ARMED_FORCES)
        alike = [a for a in self.actors if organ and a["kind"] == "state" and a["country"] == country]
        free = [a for a in self.actors if a["kind"] in fitting and (not organ or a.get("country") in (None, country))]
        return [actor["id"] for actor in (*alike, *free)]

    def mentions(self, own: str, kind: ActorKind) -> list[Json]:
        """Return places that name the actor, none of them within or across another actor's."""
        found: list[Json] = []
        text = self.one(self.texts)
        for _ in range(self.number(0, 2)):
            text = text if kind is ActorKind.UNNAMED_GROUP else self.one(self.texts)
            sentence = self.one(text.sentences)
            span = self.part(text, sentence, most=self.one([1, 2, 3, 9]))
            beside = [one for one in self.mentioned if one.source == span.source]
            if any(one.start < span.end and span.start < one.end for one in beside) or len(span.words) > 100:
                continue
            self.mentioned.append(span)
            sentence.mentioning.append(own)
            found.append(span.plain | {"name": span.words})
        return found

    def alias(self, name: str, main: str) -> Json:
        """Return the alias under which a mention stands; a misspelling is remarked upon."""
        kinds = [kind for kind in AliasKind if kind is not AliasKind.ACRONYM]
        kind = self.code("alias", [kind for kind in kinds if kind is not AliasKind.SHORT or len(name) < len(main)])
        if kind is AliasKind.MISSPELLING:
            span = self.mentioned[-1] if self.mentioned[-1].words == name else self.mentioned[-2]
            text = next(text for text in self.texts if text.id == span.source)
            remark = {"start": span.start, "end": span.end, "kind": "spelling", "note": self.prose(limit=2000)}
            text.remarks += [remark] if remark not in text.remarks else []
        return {"name": name, "kind": str(kind)}

    def spare_alias(self, main: str) -> Json | None:
        """Return an alias by which no source names the actor: of any kind that a name can be."""
        kind = self.code("spare alias", AliasKind)
        name = self.fresh()
        if kind is AliasKind.ACRONYM:
            name = f"{self.one('ABCDEFGH')}{self.one('ABCDEFGH')}{len(self.taken)}"
        if kind in (AliasKind.ACRONYM, AliasKind.SHORT) and len(name) >= len(main):
            return None
        return {"name": name, "kind": str(kind)}

    def role(self, mentions: list[Json]) -> Json:
        """Return an office that a source which mentions the actor tells of."""
        source = self.one(mentions)["source"]
        day = next(text.day for text in self.texts if text.id == source)
        bodies = [actor["id"] for actor in self.actors if actor["kind"] != "person"]
        organisation = {"organisation": self.one(bodies)} if bodies and self.maybe() else {}
        return {"role": self.fresh()} | organisation | {"when": self.when(day)}

    def nameless(self) -> list[str]:
        return [actor["id"] for actor in self.actors if actor["kind"] == "unnamed_group"]

    # Events

    def event(self, number: int, realis: Realis) -> None:
        told = [self.texts[0], *self.some(self.texts[1:], 1)] if number == 0 else self.some(self.texts, 2) or self.texts
        published = min(text.day for text in told)
        whole = self.whole(realis, published)
        day = self.day(published) if realis is Realis.PLANNED else self.day(last=published)
        day = self.days[whole["id"]] if whole else day
        dated = self.one(["", f"{day.year}-", f"{str(day)[:7]}-", f"{day}-"])
        own = f"event/{dated}{self.one(['e', 'event-two'])}-{number}"
        plain: Json = {"id": own, "title": self.fresh()}
        kind = self.type(plain)
        contexts = [self.code("context", Context), *self.some(list(Context), 3)] if self.given() else []
        plain["contexts"] = [str(context) for context in dict.fromkeys(contexts)]
        plain |= {} if kind else {"uncoded": self.prose(limit=2000)}
        plain |= {"realis": str(realis), "when": self.when(day, own, published if realis in HAPPENED else None)}
        plain["places"] = self.places()
        plain["participants"] = self.participants(plain, realis)
        roles = [participant["role"] for participant in plain["participants"]]
        if realis in HAPPENED and "victim" in roles and self.given():
            plain["deaths"] = self.deaths(part=whole is not None)
        plain |= {"part_of": whole["id"]} if whole else {}
        plain["evidence"] = [item for text in told for item in self.states(plain, text)]
        plain |= self.note()
        parts = {(one["actor"], one["role"]) for one in plain["participants"]}
        self.distinct([kind, plain.get("mode"), realis, parts, plain.get("part_of")])
        self.days[own] = day
        self.events.append(plain)

    def whole(self, realis: Realis, published: date) -> Json | None:
        """Return an event of which one of that realis, told of on that day, can be a part."""
        fitting = [
            event
            for event in self.events
            if "part_of" not in event and event["realis"] == realis and (self.days[event["id"]] <= published)
        ]
        return self.one(fitting) if fitting and realis is not Realis.PLANNED and self.given() else None

    def type(self, event: Json) -> EventType | None:
        pairs = [(kind, mode) for kind, row in TYPES.items() for mode in row.modes or (None,)]
        kind, mode = self.code("type", [*pairs, (None, None)])
        event |= {"type": str(kind)} if kind else {}
        event |= {"mode": mode} if mode else {}
        return kind

    def places(self) -> list[Json]:
        found: list[Json] = []
        for _ in range(self.number(int(self.due), 2)):
            precision = self.code("precision", PlacePrecision)
            place: Json = {"name": self.fresh()}
            country = self.one(list(POSITIONS))
            if precision is not PlacePrecision.MULTI_COUNTRY and self.maybe():
                place["country"] = country
            if precision is not PlacePrecision.COUNTRY and self.maybe():
                place["wikidata"] = f"Q{len(self.taken) + 1}{self.number(1, 10**6)}"
            if precision is not PlacePrecision.VIRTUAL and self.maybe():
                place["position"] = self.position(country if "country" in place else None)
            found.append(place | {"precision": str(precision)})
        return found

    def position(self, country: str | None) -> Json:
        if country:
            return dict(zip(("lat", "lon"), POSITIONS[country], strict=True))
        lat, lon = self.draw(st.floats(-90, 90, width=32)), self.draw(st.floats(-180, 180, width=32))
        return {"lat": lat or 1.0, "lon": lon}

    def participants(self, event: Json, realis: Realis) -> list[Json]:
        """Return a cast that the type of the event can have, each role with another actor."""
        kind = EventType(event["type"]) if "type" in event else None  # type: ignore[call-arg]
        fitting = [cast for cast in CASTS if _fits(cast, kind, event.get("mode"), realis)]
        wanted = self.code("role", ParticipantRole)
        cast = self.one([cast for cast in fitting if wanted in cast] or fitting)
        actors = self.draw(st.permutations([actor["id"] for actor in self.actors]))
        return [{"actor": actor, "role": str(role)} for actor, role in zip(actors, cast, strict=False)]

    def deaths(self, *, part: bool) -> Json:
        low, best, high = sorted(self.number(1, 9) + (0 if part else 100) for _ in range(3))
        return {"low": low, "best": best} | ({"high": high} if self.maybe() else {})

    def states(self, event: Json, text: Text) -> list[Json]:
        """Return the evidence of an event in one source, all of it in one sentence."""
        sentence = self.one(text.sentences)
        self.stated[event["id"], text.id] = sentence
        roles = [EvidenceRole.WHOLE]
        roles += [EvidenceRole.TIME] if event["when"]["basis"] == "explicit" else []
        roles += [EvidenceRole.PLACE] if event["places"] else []
        hints = [role for role in EvidenceRole if role not in (EvidenceRole.QUOTATION, EvidenceRole.WHOLE)]
        return self.shows(event["id"], text, sentence, [*roles, *self.some(hints, 2)])

    # Claims

    def claim(
        self, kind: ClaimKind, event: Json, text: Text, *, own_voice: bool = False, reported: bool = False,
        supposed: bool = False, blames: str | None = None,
    ) -> Json:  # fmt: skip
        """Make a claim of a kind about an event, as a source conveys it in the sentence that states the event."""
        own = f"claim/{text.id.partition('/')[2]}/{len(self.claims) + 1:03}"
        sentence = self.stated[event["id"], text.id]
        quoted = kind is ClaimKind.QUOTATION
        if quoted:
            sentence = next(one for one in text.sentences if one.quoted)
        deep = not own_voice and not supposed and (quoted or reported or self.maybe())
        plain: Json = {"id": own, "statement": self.statement(kind, event), "kind": str(kind)}
        plain["attribution"] = self.chain(kind, event, text, deep=deep, supposed=supposed, blames=blames)
        others = [blames] if blames else self.some([actor["id"] for actor in self.actors], 2)
        plain["about"] = [event["id"], *others]
        plain |= self.modality(kind)
        if kind is ClaimKind.CONDITIONAL:
            self.depend(plain, text)
        link = self.link(plain, kind, blames)
        plain |= {"asserts": link} if link else {}
        self.bear(plain)
        if deep and self.maybe():
            plain["said"] = self.when(text.day)
        if kind in AHEAD:
            plain["forecast"] = self.forecast(text)
        plain["evidence"] = self.shows(own, text, sentence, self.hints(plain))
        if quoted and sentence.quoted:
            words = text.span(*sentence.quoted)
            plain["quotation"] = words.words
            plain["evidence"].append(words.evidence(EvidenceRole.QUOTATION))
        plain |= self.note()
        spans = {(one["start"], one["end"]) for one in plain["evidence"]}
        held = [(step["actor"], step["factuality"]) for step in plain["attribution"]]
        self.distinct([text.id, kind, held, set(plain["about"]), spans, plain.get("asserts")])
        self.claims.append(plain)
        if supposed:
            self.open_claims.setdefault(text.id, []).append(plain)
        return plain

    def statement(self, kind: ClaimKind, event: Json) -> str:
        if kind is ClaimKind.NUMERICAL:
            number = event["deaths"]["best"] if "deaths" in event else self.number(2, 99)
            return self.fresh(limit=1900, form=f"{{}}, {number}.")
        return self.fresh(limit=1900, form="{}.")

    def chain(
        self, kind: ClaimKind, event: Json, text: Text, *, deep: bool, supposed: bool, blames: str | None
    ) -> list[Json]:
        """Return who says so: the author, and those who are reported. Nobody is surer than who is reported."""
        author = {"actor": self.one(text.authors), "mode": "own_voice"}
        if supposed:
            return [author | {"factuality": "Uu"}]
        if not deep:
            return [author | {"factuality": str(self.code("factuality", self.commits(kind, event, blames)))}]
        silent = [Factuality.UNCOMMITTED, Factuality.KNOWS_WHETHER, Factuality.PROBABLE, Factuality.POSSIBLE]
        if event["realis"] != "actual":
            silent += [Factuality.PROBABLY_NOT, Factuality.POSSIBLY_NOT]
        chain = [author | {"factuality": str(self.code("held", silent))}]
        for _ in range(self.number(1, 2)):
            options = [actor["id"] for actor in self.actors if actor["id"] not in (chain[-1]["actor"], blames)]
            actor = self.one(options)
            mode = self.one(["indirect", "hearsay"]) if actor in self.nameless() else "indirect"
            held = self.code("reported", [one for one in Factuality if one is not Factuality.UNCOMMITTED])
            chain.append({"actor": actor, "mode": mode, "factuality": str(held)})
        if kind is ClaimKind.QUOTATION:
            named = [actor["id"] for actor in self.actors if actor["kind"] != "unnamed_group"]
            speaker = self.one([actor for actor in named if actor != chain[-2]["actor"]])
            said = self.one([*SURE, *UNSURE])
            chain[-1] = {"actor": speaker, "mode": "direct_quote", "factuality": str(said)}
        return chain

    def commits(self, kind: ClaimKind, event: Json, blames: str | None) -> list[Factuality]:
        """Return how surely an author can hold a claim of a kind about an event alone."""
        if kind is ClaimKind.OCCURRENCE:
            if event["realis"] == "actual":
                return [Factuality.CERTAIN]
            return [one for one in Factuality if one not in (Factuality.CERTAIN, Factuality.UNCOMMITTED)]
        unsettled = (Factuality.UNCOMMITTED, *((Factuality.CERTAIN,) if blames else ()))
        return [one for one in Factuality if one not in unsettled]

    def modality(self, kind: ClaimKind) -> Json:
        """Return the modality of a claim, where it has one; who says should or need to advises."""
        norms = (Modality.SHOULD, Modality.NEED_TO, Modality.MUST)
        if kind is ClaimKind.NORMATIVE:
            return {"modality": str(self.code("norm", norms))}
        plain = [one for one in Modality if one not in (Modality.SHOULD, Modality.NEED_TO)]
        return {"modality": str(self.code("modality", plain))} if self.given() else {}

    def depend(self, claim: Json, text: Text) -> None:
        """Let a claim depend on what the same source supposes."""
        found = self.open_claims[text.id]
        claim["conditions"] = [one["id"] for one in found]
        if len(found) > 1:
            claim["condition_logic"] = str(self.code("logic", ConditionLogic))
        for one in found:
            claim["about"] += [target for target in one["about"] if target not in claim["about"]]

    def link(self, claim: Json, kind: ClaimKind, blames: str | None) -> Json | None:
        """Return the link that a claim asserts: blame, or what brings what about, in the order of the days."""
        if blames:
            return {"subject": claim["about"][0], "predicate": "attributes_responsibility", "object": blames}
        if kind is ClaimKind.RESPONSIBILITY or (kind is not ClaimKind.CAUSAL and self.number(0, 3)):
            return None
        brings = (Predicate.CAUSES, Predicate.ENABLES, Predicate.PREVENTS, Predicate.WORSENS, Predicate.INDICATES)
        predicate = self.code("predicate", [*brings, Predicate.RETALIATES_FOR, Predicate.RESPONDS_TO])
        ends = [end for end in (*claim["about"], *(one["id"] for one in self.claims)) if not end.startswith("actor/")]
        if predicate is Predicate.ENABLES:
            ends = [*claim["about"], *ends]
        target = self.one([end for end in ends if not end.startswith("actor/")])
        sources = [end for end in ends if end != target and not (end in self.days and target in self.days)]
        pair = (self.one(sources), target) if sources else None
        if pair is None or {*pair} in self.likenesses:
            return None if kind is not ClaimKind.CAUSAL else self.cause(claim)
        self.likenesses.append({*pair})
        return {"subject": pair[0], "predicate": str(predicate), "object": target}

    def cause(self, claim: Json) -> Json:
        """Return a link from the last claim of all to what the claim is about."""
        subject, target = self.claims[-1]["id"], claim["about"][0]
        self.distinct({subject, target})
        return {"subject": subject, "predicate": "causes", "object": target}

    def bear(self, claim: Json) -> None:
        """Let a claim support, contradict or qualify earlier ones, each in one way at most."""
        for other in self.some(self.claims, 3):
            ways = ["supports"]
            alike = set(claim["about"]) & set(other["about"])
            same = claim["attribution"][-1]["actor"] == other["attribution"][-1]["actor"]
            ways += ["qualifies"] if alike else []
            ways += ["contradicts"] if alike and not same and claim["id"] not in other.get("supports", []) else []
            claim.setdefault(self.one(ways), []).append(other["id"])

    def forecast(self, text: Text) -> Json:
        """Return how it would be decided; what is open lies beyond all days of which the ledger knows."""
        resolution = self.code("resolution", Resolution)
        criteria_by = self.code("criteria", CriteriaBasis)
        if resolution is Resolution.UNRESOLVABLE:
            criteria_by = CriteriaBasis.ENCODER
        horizon = self.when(self.day(date(2160, 1, 1), date(2190, 1, 1)))
        if resolution not in (Resolution.OPEN, Resolution.UNRESOLVABLE):
            horizon = {"edtf": str(text.day + timedelta(days=9)), "basis": "derived", "anchor": text.id}
        return {
            "criteria": self.prose(limit=2000),
            "criteria_by": str(criteria_by),
            "horizon": horizon,
            "resolution": str(resolution),
        }

    def hints(self, claim: Json) -> list[EvidenceRole]:
        """Return the roles of the words that a claim has to show, and of some that it may."""
        chain = claim["attribution"]
        horizon = claim.get("forecast", {}).get("horizon", {})
        explicit = "explicit" in (claim.get("said", {}).get("basis"), horizon.get("basis"))
        unsure = chain[-1]["factuality"] in UNSURE or chain[-1]["mode"] == "hearsay"
        roles = [EvidenceRole.WHOLE]
        roles += [EvidenceRole.CLAIMANT] if len(chain) > 1 else []
        roles += [EvidenceRole.TIME] if explicit else []
        roles += [EvidenceRole.CONDITION] if "conditions" in claim else []
        roles += [EvidenceRole.HEDGE] if unsure or ("modality" in claim and self.maybe()) else []
        return [*roles, *self.some([EvidenceRole.TIME, EvidenceRole.PLACE, EvidenceRole.CONTEXT], 2)]

    # Whole

    def make(self) -> Sound:
        for number in range(self.number(1, 2)):
            self.write(number)
        kinds = (None, ActorKind.COMPANY, ActorKind.PERSON, ActorKind.UNNAMED_GROUP, None)
        for number, actor_kind in enumerate(kinds):
            self.actor(number, actor_kind)
        ids = [actor["id"] for actor in self.actors]
        for text in self.texts:
            text.authors = list(dict.fromkeys([self.one(ids), *self.some(ids, 1)]))
        self.event(0, self.code("unreal", UNREAL))
        for number in range(1, self.number(2, 4)):
            self.event(number, self.code("realis", Realis))
        for event in self.events:
            self.tell(event)
        for kind in [self.code("claim kind", ClaimKind), *self.some(list(ClaimKind), 2)]:
            self.add(kind)
        self.use()
        records = [self.source(text) for text in self.texts]
        records += [*self.actors, *self.events, *self.claims, *self.assessed(), *self.tombstones()]
        return Sound([_without_empty(record) for record in records], {text.id: text.text for text in self.texts})

    def tell(self, event: Json) -> None:
        """Make the claims that an event needs: in each source one as its realis asks, counts of deaths, and blame."""
        texts = [text for text in self.texts if (event["id"], text.id) in self.stated]
        actual, alleged = event["realis"] == "actual", event["realis"] == "alleged"
        kinds = (ClaimKind.OCCURRENCE, ClaimKind.STATE, ClaimKind.DEFINITION, ClaimKind.NUMERICAL)
        for text in texts:
            kind = ClaimKind.OCCURRENCE if actual else self.one(kinds)
            self.claim(kind, event, text, own_voice=actual, reported=alleged)
        if "deaths" in event:
            self.claim(ClaimKind.NUMERICAL, event, texts[0])
        for participant in event["participants"]:
            if participant["role"] == "alleged_perpetrator":
                self.claim(ClaimKind.RESPONSIBILITY, event, texts[0], blames=participant["actor"])

    def add(self, kind: ClaimKind) -> None:
        """Make a further claim of a kind, about an event that such a claim can be about."""
        lying_ahead = kind in AHEAD
        event = self.events[0] if lying_ahead else self.one(self.events)
        text = self.texts[0] if lying_ahead else self.one([t for t in self.texts if (event["id"], t.id) in self.stated])
        if kind is ClaimKind.CONDITIONAL:
            for condition in (ClaimKind.OCCURRENCE, ClaimKind.STATE)[: 2 if self.due else self.number(1, 2)]:
                self.claim(condition, event, text, supposed=True)
        self.claim(kind, event, text)

    def use(self) -> None:
        """Let a claim be about each actor that nothing mentions and nothing refers to."""
        others = repr([self.events, self.claims, self.texts, [actor | {"id": ""} for actor in self.actors]])
        for actor in self.actors:
            if not actor["mentions"] and f"'{actor['id']}'" not in others:
                self.claims[0]["about"].append(actor["id"])

    def source(self, text: Text) -> Json:
        plain: Json = {"id": text.id, "kind": str(self.code("source kind", SourceKind))}
        if self.given():
            basis = self.code("basis", Basis)
            words = self.part(text, text.sentences[0], most=3).words
            title = {"text": words if basis is Basis.TEXT else self.fresh(), "basis": str(basis)}
            plain["title"] = title | (self.note() if basis is Basis.TEXT else {"note": self.prose(limit=2000)})
        bodies = [actor["id"] for actor in self.actors if actor["kind"] != "person"]
        reported = {step["actor"] for claim in self.claims for step in claim["attribution"][1:]}
        silent = [body for body in bodies if body not in reported or body in text.authors]
        assume(silent)
        plain |= {"authors": text.authors, "publisher": self.one(silent)}
        number = self.texts.index(text)
        addresses = [f"https://source{number}.example.org", f"http://example.org:8080/s{number}?b=c#d"]
        plain |= {"url": self.one(addresses)} if self.maybe() else {}
        plain["published"] = self.published(text)
        plain["language"] = self.one(["en", "hy", "az-Latn", "sr-Latn-RS", "ka", "zh-Hant-TW"])
        plain["licence"] = self.prose(limit=2000)
        plain["text"] = {
            "sha256": text_sha256(text.text),
            "characters": len(text.text),
            "paragraphs": text.text.count("\n") + 1,
            "canonicalisation": "ct-v1",
        }
        plain["sentences"] = [self.sentence(text, one) for one in text.sentences]
        plain["remarks"] = self.remarks(text)
        return plain

    def published(self, text: Text) -> Json:
        """Return the date of publication, read at most from an event whose date is read from nothing."""
        fixed = [event["id"] for event in self.events if event["when"]["basis"] == "explicit"]
        edtf = self.edtf(text.day)
        if fixed and self.maybe():
            return {"edtf": edtf, "basis": "derived", "anchor": self.one(fixed)}
        return {"edtf": edtf, "basis": "explicit"}

    def sentence(self, text: Text, one: Sentence) -> Json:
        words = text.text[one.start : one.end]
        digest = {"digest": span_digest(text.id, words)} if len(words_of(words)) >= 8 else {}
        return {"start": one.start, "end": one.end, "status": "coded" if one.reached else "boilerplate"} | digest

    def remarks(self, text: Text) -> list[Json]:
        """Return remarks, on records that rest on the same sentence; of a probable error, one that is assessed so."""
        found = list(text.remarks)
        for _ in range(self.number(int(self.due), 2)):
            kind = self.code("remark", RemarkKind)
            sentence = self.one(text.sentences)
            span = self.part(text, sentence)
            records = self.some(sentence.mentioning, 2)
            if kind is RemarkKind.PROBABLE_ERROR:
                doubted = [c for c in self.claims if c["id"] in sentence.mentioning and self.assessable(c)]
                if not doubted:
                    continue
                self.assess(doubted[0], Verdict.REFUTED)
                records = list(dict.fromkeys([doubted[0]["id"], *records]))
            marks = {"start": span.start, "end": span.end, "kind": str(kind)}
            if all(other | marks != other for other in found):
                found.append(marks | {"note": self.prose(limit=2000), "records": records})
        return found

    def assessed(self) -> list[Json]:
        """Return the assessments: of forecasts that are resolved, of what is doubted, and of some other claims."""
        for claim in self.claims:
            if claim.get("forecast", {}).get("resolution") in ("yes", "no", "ambiguous"):
                self.assess(claim, Verdict.IMPRECISE)
        free = [claim for claim in self.claims if self.assessable(claim)]
        for claim in self.some(free, 2) or (free[:1] if self.due else []):
            if self.assessable(claim):
                self.assess(claim, self.code("verdict", Verdict))
        return self.assessments

    def assessable(self, claim: Json) -> bool:
        known = any(one["claim"] == claim["id"] for one in self.assessments)
        return claim["kind"] not in NOT_CHECKABLE and "forecast" not in claim and not known

    def assess(self, claim: Json, verdict: Verdict) -> None:
        day = self.day(LAST, date(2150, 12, 31))
        least = 2 if verdict is Verdict.CONFLICTING else 1
        references = [self.reference(number, day) for number in range(self.number(least, 2))]
        shown = min((reference.pop("day") for reference in references), default=day)
        slug = claim["id"].split("/")[1]
        plain: Json = {"id": f"assessment/{slug}/a-{len(self.assessments)}", "claim": claim["id"]}
        fields = sorted(set(_without_empty(claim)) - set(CODERS_WORDS))
        plain |= {"field": self.one(fields)} if self.maybe() else {}
        plain |= {"verdict": str(verdict), "rationale": self.prose(limit=2000), "references": references}
        self.assessments.append(plain | {"known_on": self.edtf(shown, shown), "assessed_on": str(day)})

    def reference(self, number: int, last: date) -> Json:
        day = self.day(last=min(last, LAST))
        address = self.one([f"https://example.org/{number}", f"https://ref{number}.example.org"])
        plain: Json = {"url": address, "publisher": self.prose()}
        plain |= {"date": self.edtf(day, last)} if self.maybe() else {}
        return plain | {"says": self.prose(limit=2000), "day": day}

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


_LETTERS = [st.text(st.sampled_from(letters), min_size=1, max_size=6) for letters, _, _ in SCRIPTS]
_numbers = cache(st.integers)


def _fits(cast: tuple[ParticipantRole, ...], kind: EventType | None, mode: str | None, realis: Realis) -> bool:
    """Return whether an event of a type, mode and realis can have the cast."""
    aimed = ParticipantRole.TARGET in cast or ParticipantRole.VICTIM in cast
    third = ParticipantRole.HOST in cast or ParticipantRole.MEDIATOR in cast
    return (
        (aimed or not (kind and TYPES[kind].needs_target))
        and (third or mode != "third-party")
        and (len(cast) > 1 or kind is not EventType.CONSULT)
        and (ParticipantRole.ALLEGED_PERPETRATOR not in cast or realis in HAPPENED)
    )


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
