"""Interpolate: where changed words stand, as far as the proven words around them tell. It proves nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from caucasus_ledger.seeds.proof import Knot, Proof, neighbours
from caucasus_ledger.seeds.reading import folded

SLACK = 40
"""Code points by which a place may be off: where source and copy differ more between proven words, none is told."""
FAR = 1_000
"""Code points between proven words, beyond which no place between them is told."""


def stretch(proof: Proof, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of letters of the flowing reading, of whole words, that stand where a span's words did.

    None if the span is not between proven words, if these lie too far apart, or not about as far apart in the copy as
    in the source, if no words are left there, or if what stands there is proven to be other words.
    """
    knots, flow = proof.knots, proof.flow
    first = _place(*neighbours(knots, start, start + 1), start)
    last = _place(*neighbours(knots, end - 1, end), end)
    if first is None or last is None:
        return None
    before, after = neighbours(knots, start, end)
    lowest, highest = before.flow if before else first, after.flow if after else last
    begin = _nearest(flow.word_starts, first, lowest, highest - 1)
    finish = _nearest(flow.word_ends, last, lowest + 1, highest)
    if begin is None or finish is None or begin >= finish or abs(finish - begin - (end - start)) > SLACK:
        return None
    others = any(piece.end <= start or end <= piece.start for piece in proof.taken(flow.place(begin, finish)))
    return None if others else (begin, finish)


def named(
    proof: Proof, span: tuple[int, int, str], named_spans: Collection[tuple[int, int, str]]
) -> tuple[int, int] | None:
    """Return where the name of a span stands between the proven words around it, if only one place may be meant.

    That is so where the name stands there once, no other of the `named_spans` between the same words is of that name,
    and the place is about where the words around it say.
    """
    start, end, name = span
    before, after = neighbours(proof.knots, start, end)
    near = _place(before, after, start)
    if before is None or after is None or near is None:
        return None
    text = folded(proof.flow.text[before.flow : after.flow])
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(folded(name))}(?!\w)", text)]
    known = [one for one in named_spans if one[2] == name and before.source <= one[0] and one[1] <= after.source]
    if len(found) != 1 or len(known) != 1 or abs(before.flow + found[0][0] - near) > SLACK:
        return None
    return before.flow + found[0][0], before.flow + found[0][1]


def _place(before: Knot | None, after: Knot | None, position: int) -> int | None:
    """Return the place in the flowing reading of a position between two borders."""
    if before and before.source == position:
        return before.flow
    if after and after.source == position:
        return after.flow
    if not before or not after:
        return None
    length, there = after.source - before.source, after.flow - before.flow
    if length > FAR or there < 0 or abs(there - length) > SLACK:
        return None
    if position - before.source <= after.source - position:  # so that what is next to proven words stays next to them
        return before.flow + (position - before.source) * there // length
    return after.flow - (after.source - position) * there // length


def _nearest(places: Sequence[int], wanted: int, lowest: int, highest: int) -> int | None:
    """Return the place nearest to the wanted one in a range, both ends included, of places in order."""
    at = bisect_left(places, wanted)
    found = [place for place in places[max(0, at - 1) : at + 1] if lowest <= place <= highest]
    return min(found, key=lambda place: abs(place - wanted), default=None)
