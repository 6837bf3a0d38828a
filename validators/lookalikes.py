"""Lookalikes: letters of one script that are taken for those of another, and what a name looks like to a reader.

The pairs are facts of Unicode's list of confusable characters (UTS 39, confusables.txt), for the scripts of the region.
"""

from __future__ import annotations

import unicodedata

_CYRILLIC = "АВСЕНІӀЈКМОРЅТУҮХаеһіјорԛѕсԝхуүѵԁ", "ABCEHllJKMOPSTYYXaehijopqscwxyyvd"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυγ", "ABEZHlKMNOPTYXaivopuy"
_ARMENIAN = "ՕՍՏաօսհոցքզ", "OUSwouhngfq"
LATIN = str.maketrans(
    "".join(pair[0] for pair in (_CYRILLIC, _GREEK, _ARMENIAN)),
    "".join(pair[1] for pair in (_CYRILLIC, _GREEK, _ARMENIAN)),
)
"""Letters that look Latin, and are not, with those that they look like."""

_ALIKE = str.maketrans("I1|0", "lllo")


def skeleton(name: str) -> str:
    """Return what a name looks like: two names with the same skeleton can hardly be told apart."""
    return name.translate(LATIN).translate(_ALIKE).casefold().replace("rn", "m")


def mixed_scripts(word: str) -> tuple[str, ...]:
    """Return the scripts of a word's letters, in order, if there are several."""
    letters = (letter for letter in word if unicodedata.category(letter) in ("Lu", "Ll", "Lt", "Lo"))
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    return tuple(sorted(scripts)) if len(scripts) > 1 else ()
