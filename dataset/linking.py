"""Linking: which actors the names in a text mean, as far as names alone can tell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.seeds.names import Named, Surroundings, find_inflected
from caucasus_ledger.seeds.sentences import Stretch

if TYPE_CHECKING:
    from caucasus_ledger.schema import Actor

_FOR_ITSELF = frozenset({"name", "short", "acronym", "spelling", "former", "misspelling"})
"""Kinds of names that name their actor wherever they stand; the others depend on what the sentence means by them."""
_LONGEST_NAME = 160
"""No name is longer: the schema's length of a label."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An actor that has a name, and how the name relates to it: `name`, or the kind of alias."""

    actor: Actor
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the text has a name of one or several actors, and why it is not written as a mention, if so."""

    start: int
    end: int
    name: str
    owners: tuple[Owner, ...]
    why: str | None
    longer: str | None = None
    """The longer name of which it may be a part."""

    def mention(self, source_id: str, text: str) -> Json:
        """Return the mention as it stands in an actor's record; the words where they differ from the known name."""
        return {"start": self.start, "end": self.end, "source": source_id, "name": text[self.start : self.end]}


def named_places(
    text: str, sentences: Sequence[Stretch], language: str | None, actors: Collection[Actor]
) -> tuple[list[Place], Surroundings]:
    """Return every place where a text has a name of the actors, in order, and what stands around them.

    A place is open, with the reason, unless the name can mean one actor alone there. Within a longer name of the same
    actor a name is no place of its own.
    """
    owners: defaultdict[str, list[Owner]] = defaultdict(list)
    for actor in sorted(actors, key=lambda actor: actor.id):
        for name, kind in ((actor.name, "name"), *((alias.name, str(alias.kind)) for alias in actor.aliases)):
            owners[name].append(Owner(actor, kind))
    surroundings = Surroundings(text, sentences, owners, language)
    exact = surroundings.found
    ends = [end for _, end in sentences]
    found = [place for one in exact if (place := _exact_place(one, exact, owners, surroundings, ends))]
    taken = {place for one in exact for place in range(one.start, one.end)}
    inflected = [one for one in find_inflected(text, owners, language) if one.start not in taken]
    found += [
        Place(one.start, one.end, one.name, tuple(owners[one.name]), f"it may be a form of '{one.name}'")
        for one in inflected
    ]
    return sorted(found, key=lambda place: (place.start, -place.end, place.name)), surroundings


def _exact_place(
    one: Named,
    exact: Sequence[Named],
    owners: dict[str, list[Owner]],
    surroundings: Surroundings,
    ends: Sequence[int],
) -> Place | None:
    """Return what the place of a known name amounts to; None within a longer name of the same actor."""
    held = tuple(owners[one.name])
    ids = {owner.actor.id for owner in held}
    over = [other for other in _near(exact, one) if other is not one and one.start < other.end]
    if any(_holds(other, one) and ids == {owner.actor.id for owner in owners[other.name]} for other in over):
        return None
    person = held[0].actor.kind == "person"
    longer = surroundings.longer(one, person=person)
    why = _why_open(held, [other for other in over if not _holds(one, other)])
    if why is None:
        why = surroundings.doubt(one, person=person)
    elif longer:
        why = f"{why}; or part of a longer name, '{longer}'"
    if why is None and bisect_right(ends, one.start) != bisect_left(ends, one.end):
        why = "it reaches over the end of a sentence"
    return Place(one.start, one.end, one.name, held, why, longer)


def _near(exact: Sequence[Named], one: Named) -> Iterator[Named]:
    """Yield the places, of those in order, that can overlap one of them."""
    at = bisect_left(exact, one.start - _LONGEST_NAME, key=lambda other: other.start)
    while at < len(exact) and exact[at].start < one.end:
        yield exact[at]
        at += 1


def _holds(outer: Named, inner: Named) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer[:2] != inner[:2]


def _why_open(held: Sequence[Owner], over: Sequence[Named]) -> str | None:
    """Return why a coder has to decide whom the name means, or None if it can mean one actor alone."""
    if len({owner.actor.id for owner in held}) > 1:
        return "several actors have this name"
    owner = held[0]
    if owner.actor.kind == "unnamed_group":
        return "a nameless group of another source, which is never merged"
    if owner.kind not in _FOR_ITSELF:
        return f"{owner.kind} of {owner.actor.name}"
    return f"it lies within '{over[0].name}'" if over else None
