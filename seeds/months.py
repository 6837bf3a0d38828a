"""Months: the names of the months in a language, from the Unicode CLDR."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_SHORTEST_STEM = 4
_UNINFLECTED = ("de", "en", "es", "fr", "it", "nl", "pt")
_EXTRA = {
    "az": {"mayın": 5, "mayda": 5},
    "ru": {"мае": 5, "июне": 6, "июле": 7},
}
"""Full names that CLDR does not list and that no ending of a listed one gives."""
_EXTRA_SHORT = {"en": {"sept": 9}}


class Months(NamedTuple):
    """What the months of a language are called: patterns of a full name and of any form, and the number of each."""

    full: str
    """Matches a full name, in languages with case endings with an ending."""
    any: str
    """Matches full and short names, the latter with their full stop."""
    stems: tuple[tuple[str, int], ...]

    def number(self, form: str) -> int:
        """Return the month, from 1, that a form matched by one of the patterns stands for."""
        return next(number for stem, number in self.stems if re.match(re.escape(stem), form, re.IGNORECASE))


@lru_cache(maxsize=16)
def months(language: str) -> Months | None:
    """Return the months' names in a language given by its BCP 47 tag, or None if CLDR has none of its own.

    Raises ModuleNotFoundError without the package `babel`.
    """
    primary = language.partition("-")[0].lower()
    full, short = _listed(primary)
    if not full:
        return None
    full |= _EXTRA.get(primary, {})
    short |= _EXTRA_SHORT.get(primary, {})
    inflected = primary not in _UNINFLECTED
    stems = {(_stem(form) if inflected else form): number for form, number in full.items()}
    endings = r"[^\W\d_]{0,4}" if inflected else ""
    by_length = sorted(stems, key=lambda stem: (-len(stem), stem))
    patterns = [f"{re.escape(stem)}{endings if len(stem) >= _SHORTEST_STEM else ''}" for stem in by_length]
    shorts = [rf"{re.escape(form)}(?:\.|(?!\w))" for form in sorted(short, key=lambda form: (-len(form), form))]
    known = sorted((stems | short).items(), key=lambda item: (-len(item[0]), item[0]))
    return Months(_either(patterns), _either([*patterns, *shorts]), tuple(known))


def _either(patterns: list[str]) -> str:
    return f"(?:{'|'.join(patterns)})(?!\\w)"


def _stem(form: str) -> str:
    """Return a form without the last letter, if that is a vowel or a sign, which case endings displace."""
    stem = form[:-1] if form[-1] in "аяьйыиეიოу" or form.endswith("ի") else form
    return stem if len(stem) >= _SHORTEST_STEM else form


def _listed(primary: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return the full and the short names of one language alone, folded.

    Names inherited from elsewhere are left out: Babel 2.18 lends those of the first language it loads to later ones.
    """
    from babel import localedata

    if not localedata.exists(primary):
        return {}, {}
    data: Any = localedata.load(primary, merge_inherited=False).get("months", {})
    found: dict[str, dict[str, int]] = {"wide": {}, "abbreviated": {}}
    for context in ("format", "stand-alone"):
        for width, forms in found.items():
            listed = data.get(context, {}).get(width, {})
            if isinstance(listed, Mapping):  # Babel's own, once something else in the process has loaded the language
                forms.update({name.rstrip(".").casefold(): number for number, name in listed.items()})
    return found["wide"], {form: number for form, number in found["abbreviated"].items() if form not in found["wide"]}
