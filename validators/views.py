"""Views: the tables joined as the rules need them, written once in Narwhals for whatever engine holds the tables.

Each view has the column `where`, which tells record and JSON pointer of a row as `record#pointer`. Narwhals on Arrow
without NumPy has neither `is_duplicated` nor `unique`, and its window functions misalign on long tables, so counts are
group-by and join.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import narwhals.stable.v1 as nw

Frame = nw.DataFrame[Any]


class Frames(dict[str, Frame]):
    """The tables by name, and the views of them, each made once."""

    def __init__(self, tables: Mapping[str, Frame]) -> None:
        super().__init__(tables)
        self._views: dict[str, Frame] = {}

    def view(self, name: str) -> Frame:
        """Return a view of the tables."""
        if name not in self._views:
            self._views[name] = VIEWS[name](self)
        return self._views[name]


View = Callable[[Frames], Frame]

_col, _lit = nw.col, nw.lit
_ROLES = ("hedge", "claimant", "time", "place", "condition")


def targets(t: Frames) -> Frame:
    """Every reference: `target` with whether it is `withdrawn`, which is null for a target that is not there."""
    return t["targets"].join(t["identifiers"], left_on="target", right_on="record_id", how="left")


def spans(t: Frames) -> Frame:
    """Every span of evidence or mention, with its source's length, and number and status of the sentence it lies in."""
    columns = ("where", "source_id", "start", "end")
    evidence = t["evidence"].select(*columns, bears=_lit(True))
    mentions = t["mentions"].select(*columns, bears=_lit(False))
    every = nw.concat([evidence, mentions])
    within = _within(every, t["sentences"]).select("where", "number", "status")
    lengths = t["sources"].select("source_id", "text_characters")
    return every.join(lengths, on="source_id", how="left").join(within, on="where", how="left")


def _within(spans_: Frame, sentences: Frame) -> Frame:
    bounds = sentences.select("source_id", "number", "status", sentence_start=_col("start"), sentence_end=_col("end"))
    pairs = spans_.join(bounds, on="source_id", how="inner")
    return pairs.filter(_col("start") >= _col("sentence_start"), _col("end") <= _col("sentence_end"))


def sentences(t: Frames) -> Frame:
    """Every sentence with the number of spans of evidence in it; null where there is none."""
    evidence = t.view("spans").filter(_col("bears"), ~_col("number").is_null())
    reached = evidence.group_by("source_id", "number").agg(reached=_col("where").len())
    return t["sentences"].join(reached, on=["source_id", "number"], how="left")


def sentence_digests(t: Frames) -> Frame:
    """Evidence that covers exactly one sentence, with the digest of both."""
    bounds = t["sentences"].select("source_id", "start", "end", sentence_digest=_col("digest"))
    return t["evidence"].join(bounds, on=["source_id", "start", "end"], how="inner")


def chains(t: Frames) -> Frame:
    """Every level of attribution with its claim's source and publisher, the actor's kind, and whether it wrote it."""
    levels = t["attributions"].join(_source(t), left_on="claim_id", right_on="record_id", how="left")
    authors = t["authors"].with_columns(writes=_lit(True))
    sources = t["sources"].select("source_id", "text_characters", "publisher_id")
    levels = levels.join(sources, on="source_id", how="left")
    kinds = t["actors"].select("actor_id", actor_kind=_col("kind"))
    return levels.join(authors, on=["source_id", "actor_id"], how="left").join(kinds, on="actor_id", how="left")


def claims(t: Frames) -> Frame:
    """Every claim with its source's days, both ends of its chain, and its pieces of evidence by role."""
    days = t["sources"].select("source_id", "published_earliest", "published_latest")
    told = _source(t).join(days, on="source_id", how="inner")
    joined = t["claims"].join(told, left_on="claim_id", right_on="record_id", how="left")
    joined = joined.join(_ends(t), on="claim_id", how="left")
    return joined.join(_shown(t), left_on="claim_id", right_on="record_id", how="left")


def _ends(t: Frames) -> Frame:
    """The author's factuality of each claim, and level, mode and factuality of its innermost claimant."""
    authors = t["attributions"].filter(_col("level") == 0).select("claim_id", author=_col("factuality"))
    innermost = t["attributions"].join(_depth(t), on=["claim_id", "level"], how="inner")
    return authors.join(innermost.select("claim_id", "level", "mode", "factuality"), on="claim_id", how="left")


def shown(t: Frames) -> Frame:
    """Every event and claim with how many pieces of evidence of each role it has, as columns `has_` and the role."""
    role = _col("role")
    counts = _tally(t["evidence"], "record_id", **{f"has_{code}": role == code for code in _ROLES})
    return counts.with_columns(where=nw.concat_str([_col("record_id"), _lit("#")]))


def _shown(t: Frames) -> Frame:
    return t.view("shown").drop("where")


def events(t: Frames) -> Frame:
    """Every event with the last day of its sources' publication, and counts.

    Counted are the claims that bear on it: all `claims`, those to which the author commits (`sure`) and those that
    somebody else makes (`reported`); its pieces of evidence by role; and its participants: `hosts`, `mediators` and
    all `others`.
    """
    flags = {
        "claims": ~_col("claim_id").is_null(),
        "sure": _col("author").is_in(["CT+", "CT-"]),
        "reported": (_col("level") > 0) & (_col("factuality") != "Uu"),
    }
    known = t.view("claims").select("claim_id", "author", "level", "factuality")
    counts = _tally(_bearing(t).join(known, on="claim_id", how="inner"), "event_id", **flags)
    told = t["evidence"].join(t["sources"].select("source_id", "published_latest"), on="source_id", how="left")
    latest = told.group_by("record_id").agg(published_latest=_col("published_latest").max())
    joined = t["events"].join(counts, on="event_id", how="left").join(_casts(t), on="event_id", how="left")
    joined = joined.join(latest, left_on="event_id", right_on="record_id", how="left")
    return joined.join(_shown(t), left_on="event_id", right_on="record_id", how="left")


def _casts(t: Frames) -> Frame:
    """How many receive, bring together, and otherwise take part in each event."""
    host, mediator = _col("role") == "host", _col("role") == "mediator"
    return _tally(t["participants"], "event_id", hosts=host, mediators=mediator, others=~(host | mediator))


def _bearing(t: Frames) -> Frame:
    """Pairs of claim and event where the claim is about the event or links it."""
    about = _about(t).select("claim_id", event_id=_col("target"))
    linked = t["links"].filter(~_col("claim_id").is_null())
    starts = linked.select("claim_id", event_id=_col("subject_id"))
    ends = linked.select("claim_id", event_id=_col("object_id"))
    return _distinct(nw.concat([about, starts, ends]))


def _tally(frame: Frame, *by: str, **flags: nw.Expr) -> Frame:
    """How often each flag is true for each value of the columns `by`; null is not true."""
    counts = {name: flag.fill_null(False).cast(nw.Int64) for name, flag in flags.items()}
    return frame.select(*by, **counts).group_by(*by).agg(*(_col(name).sum() for name in flags))


def _source(t: Frames) -> Frame:
    """The source on which each claim rests."""
    return t["evidence"].group_by("record_id").agg(source_id=_col("source_id").min())


def _depth(t: Frames) -> Frame:
    """The innermost level of each claim's chain."""
    return t["attributions"].group_by("claim_id").agg(level=_col("level").max())


def _about(t: Frames) -> Frame:
    """Pairs of claim and what it is about."""
    return t["links"].filter(_col("predicate") == "about").select(claim_id=_col("subject_id"), target=_col("object_id"))


def shared_spans(t: Frames) -> Frame:
    """Every piece of evidence with a digest, with the first digest that evidence of the same span has."""
    return _with_first(t["evidence"].filter(~_col("digest").is_null()), ["source_id", "start", "end"], "digest")


def perpetrators(t: Frames) -> Frame:
    """Every alleged perpetrator with whether a responsibility claim blames it for the event."""
    blaming = t["claims"].filter(_col("kind") == "responsibility").select("claim_id")
    blamed = _about(t).join(blaming, on="claim_id", how="inner")
    pairs = blamed.join(blamed.select("claim_id", actor_id=_col("target")), on="claim_id", how="inner")
    pairs = _distinct(pairs.select(event_id=_col("target"), actor_id=_col("actor_id"))).with_columns(blamed=_lit(True))
    alleged = t["participants"].filter(_col("role") == "alleged_perpetrator")
    return alleged.join(pairs, on=["event_id", "actor_id"], how="left")


def assessments(t: Frames) -> Frame:
    """Every assessment with the kind of the claim that it assesses, and what became of its forecast."""
    known = t["claims"].select("claim_id", "forecast_resolution", claim_kind=_col("kind"))
    return t["assessments"].join(known, on="claim_id", how="left")


def parts(t: Frames) -> Frame:
    """Every event that is part of another, with the other's days."""
    whole = t["events"].select(
        part_of_id=_col("event_id"), whole_earliest=_col("when_earliest"), whole_latest=_col("when_latest")
    )
    return t["events"].join(whole, on="part_of_id", how="inner")


def actors(t: Frames) -> Frame:
    """Every actor with kind and country of its whole, and how often it is mentioned and referred to."""
    whole = t["actors"].select(part_of_id=_col("actor_id"), whole_kind=_col("kind"), whole_country=_col("country"))
    joined = t["actors"].join(whole, on="part_of_id", how="left")
    mentions = t["mentions"].group_by("actor_id").agg(mentions=_col("where").len())
    referred = t["targets"].group_by("target").agg(referred=_col("where").len())
    return joined.join(mentions, on="actor_id", how="left").join(
        referred, left_on="actor_id", right_on="target", how="left"
    )


def conditions(t: Frames) -> Frame:
    """Every condition of a claim, with the claim's kind, and the factuality that the condition's claimant gives it."""
    links = t["links"].filter(_col("predicate") == "conditions")
    known = t.view("claims")
    sure = known.select(object_id=_col("claim_id"), factuality=_col("factuality"))
    links = links.join(sure, on="object_id", how="left")
    return links.join(known.select(subject_id=_col("claim_id"), kind=_col("kind")), on="subject_id", how="left")


def days(t: Frames) -> Frame:
    """Every date of every record: `earliest` and `latest` day, with the field in `where`."""
    fields = (
        ("events", "when", "/when/edtf"),
        ("roles", "when", "/when/edtf"),
        ("claims", "said", "/said/edtf"),
        ("claims", "horizon", "/forecast/horizon/edtf"),
        ("sources", "published", "/published/edtf"),
    )
    return nw.concat([_dates(t[name], prefix, field) for name, prefix, field in fields])


def _dates(frame: Frame, prefix: str, field: str) -> Frame:
    return frame.filter(~_col(f"{prefix}_edtf").is_null()).select(
        nw.concat_str([_col("where"), _lit(field)]).alias("where"),
        edtf=_col(f"{prefix}_edtf"),
        earliest=_col(f"{prefix}_earliest"),
        latest=_col(f"{prefix}_latest"),
    )


def statements(t: Frames) -> Frame:
    """Every claim with the first claim of the same statement, upper and lower case aside, and claimant."""
    folded = t["claims"].with_columns(folded=_col("statement").str.to_lowercase())
    return _with_first(folded, ["folded", "claimant_id"], "claim_id")


def occupied(t: Frames) -> Frame:
    """Every mention with the first actor, by identifier, that has a mention of the same words at the same place."""
    return _with_first(t["mentions"], ["source_id", "start", "end"], "actor_id")


def items(t: Frames) -> Frame:
    """Every actor that has a Wikidata item, with the first actor of the same item."""
    return _with_first(t["actors"].filter(~_col("wikidata").is_null()), ["wikidata"], "actor_id")


def _distinct(frame: Frame) -> Frame:
    """Distinct rows; Narwhals' own `unique` wants NumPy on Arrow."""
    columns = frame.columns
    return frame.with_columns(one=_lit(1)).group_by(*columns).agg(_col("one").sum()).select(*columns)


def _with_first(frame: Frame, by: list[str], key: str) -> Frame:
    first = frame.group_by(*by).agg(_col(key).min().alias("first"))
    return frame.join(first, on=by, how="left")


VIEWS: dict[str, View] = {
    view.__name__: view
    for view in (
        targets, spans, sentences, sentence_digests, chains, shown, claims, events, shared_spans,
        perpetrators, assessments, parts, actors,
        conditions, days, statements, occupied, items,
    )
}  # fmt: skip
