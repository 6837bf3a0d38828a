"""Filter: a few words that say which records are meant, as people type them, and their one normal form.

    claims kind=prediction by=maria-zakharova
    events type=consult,agree when>=2025-01 involving="River Commission"

First the kind of record, then conditions that all have to hold, with or without "and" between them: a facet, an
operator, and one value, or several with commas, of which any will do. `!=` keeps what `=` leaves out; `=""` is for
records without a value. A date fits if any of its possible days does, as in `Events.between`; a record without a date
fits only `!=` and `=""`. A quotation mark within a quoted value is doubled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from caucasus_ledger.dataset.facets import Facet, facets
from caucasus_ledger.dataset.records import KINDS, Json
from caucasus_ledger.dataset.store import LedgerError

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

LONGEST = 100_000
"""Characters that a filter may have at most."""

_WIDTH = 72
_MOST = 300
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OPERATOR = re.compile("!=|>=|<=|==|=|>|<")
_WORD = re.compile(r"[^\s,\"'“”][^\s,\"“”]*")
_DATE = re.compile(r"\[[^\]\s]*\]|[^\s,\"'“”]+")
_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|“[^”]*”")
_JOINT = re.compile(r"(?:and|where|with)(?=\s|$)\s*", re.IGNORECASE)
_UNPAIRED = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s*")
_NOT_MEANT = {
    "or": "conditions all have to hold; several values with commas are alternatives, as in kind=state,causal",
    "not": "write != for what is not so, as in kind!=state",
}
_FLIPPED = {">": ">=", "<": "<="}


class FilterError(LedgerError):
    """A filter cannot be read; the message shows where and says how to mend it."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A value as it was typed, and where it begins and ends."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in normal form: the facet's name, an operator, and the values, sorted.

    Operators are = and !=, >= and <=, and for numbers that need not be whole > and <. Dates are ranges of days
    `YYYY-MM-DD/YYYY-MM-DD`, with `..` for an open end; after >= and <= a single day.
    """

    facet: str
    operator: str
    values: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in normal form: filters that say the same are equal."""

    kind: str
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return " ".join([f"{self.kind}s", *(_typed(condition) for condition in self.conditions)])

    def as_json(self) -> Json:
        """Return the filter as a JSON object."""
        found = [{"facet": one.facet, "operator": one.operator, "values": list(one.values)} for one in self.conditions]
        return {"kind": self.kind, "conditions": found}


def parse(text: str, ledger: Ledger) -> Filter:
    """Return the normal form of a filter; names and parts of identifiers become the ledger's identifiers.

    Raises FilterError.
    """
    return _Reader(text, ledger).filter()


class _Reader:
    """Reads one filter from left to right."""

    def __init__(self, text: str, ledger: Ledger) -> None:
        self._text = text
        self._ledger = ledger
        self._at = 0

    def filter(self) -> Filter:
        if len(self._text) > LONGEST:
            raise FilterError(f"the filter has {len(self._text)} characters, and more than {LONGEST} are not read")
        if found := _UNPAIRED.search(self._text):
            self._fail("this byte is no character", found.start(), found.end())
        kind = self._kind()
        conditions = []
        while self._skip() < len(self._text):
            if not self._text[self._at - 1].isspace():
                self._fail("a space should stand before the next condition", self._at, self._at + 1)
            self._take(_JOINT)
            conditions.append(self._condition(kind))
        return Filter(kind, _merged(conditions))

    def _kind(self) -> str:
        start = self._skip()
        found = self._take(_NAME)
        kind = found.lower().removesuffix("s")
        if kind in KINDS and not _OPERATOR.match(self._text, self._skip()):
            return kind
        kinds = ", ".join(f"{kind}s" for kind in KINDS)
        near = get_close_matches(kind, KINDS, n=1) if kind not in KINDS else []
        hint = f"; did you mean {near[0]}s?" if near else ""
        return self._fail(f"a filter begins with the kind of record: {kinds}{hint}", start, start + len(found))

    def _condition(self, kind: str) -> Condition:
        start = self._at
        name = self._take(_NAME)
        if not name:
            self._fail("here should stand a condition, such as kind=state", start, start + 1)
        end = self._at
        operator_at = self._skip()
        operator = self._take(_OPERATOR)
        if not operator and name.lower() in _NOT_MEANT:
            self._fail(_NOT_MEANT[name.lower()], start, end)
        facet = self._facet(kind, name, start, end)
        if not operator:
            self._fail(f"after {printable(name)} one of = != >= <= > < should stand", operator_at, operator_at + 1)
        values = self._values(facet, operator)
        return self._normal(facet, operator.replace("==", "="), values, operator_at)

    def _facet(self, kind: str, name: str, start: int, end: int) -> Facet:
        known = facets(kind)
        wanted = name.lower().replace("-", "_")
        if wanted in known:
            return known[wanted]
        near = get_close_matches(wanted, known, n=3, cutoff=0.6)
        inner = [other for other in known if other.endswith(f".{wanted}")]
        found = list(dict.fromkeys([*near, *inner]))
        hint = f"did you mean {' or '.join(found)}?" if found else f"there are {', '.join(_main(known))}"
        article = "an" if kind[0] in "aeiou" else "a"
        return self._fail(f"{article} {kind} has no {printable(name)}; {hint}", start, end)

    def _values(self, facet: Facet, operator: str) -> list[_Typed]:
        found = [self._value(facet)]
        while self._text.startswith(",", self._skip()):
            self._at += 1
            found.append(self._value(facet))
        if len(found) > 1 and operator in (">=", "<=", ">", "<"):
            self._fail(f"after {operator} only one value can stand", found[1].start, found[1].end)
        return found

    def _value(self, facet: Facet) -> _Typed:
        start = self._skip()
        if quoted := self._take(_QUOTED):
            return _Typed(quoted[1:-1].replace(quoted[0] * 2, quoted[0]), start, self._at)
        text = self._take(_DATE if facet.sort == "date" else _WORD)
        if not text and self._text[start : start + 1] in ('"', "'", "“"):
            self._fail("this quotation mark has no other half", start, start + 1)
        if not text:
            self._fail(f"a value of {facet.name} is missing", start, start + 1)
        return _Typed(text, start, self._at)

    def _normal(self, facet: Facet, operator: str, typed: Sequence[_Typed], at: int) -> Condition:
        ordered = operator not in ("=", "!=")
        if ordered and facet.sort not in ("date", "integer", "number"):
            self._fail(f"{facet.name} has no order; only = and != can be asked of it", at, at + len(operator))
        values = [self._read(facet, one) for one in typed]
        if ordered and values[0] == "":
            self._fail("a value is needed to compare with", typed[0].start, typed[0].end)
        if not ordered:
            return Condition(facet.name, operator, _sorted(values))
        if facet.sort == "date":
            return self._dated(facet, operator, str(values[0]), typed[0])
        if facet.sort == "integer" and operator in _FLIPPED:
            return Condition(facet.name, _FLIPPED[operator], (int(values[0]) + (1 if operator == ">" else -1),))
        return Condition(facet.name, operator, (values[0],))

    def _dated(self, facet: Facet, operator: str, value: str, typed: _Typed) -> Condition:
        """Return a comparison of days: from the first day of what was typed on, until its last, after, or before."""
        first, _, last = value.partition("/")
        day = first if operator in (">=", "<") else last
        if day == "..":
            self._fail(f"the range is open, so nothing can be {operator} it", typed.start, typed.end)
        if operator in (">=", "<="):
            return Condition(facet.name, operator, (day,))
        try:
            next_to = date.fromisoformat(day) + timedelta(days=1 if operator == ">" else -1)
        except OverflowError:
            self._fail("no day of the supported years 1 to 9999 is beyond that", typed.start, typed.end)
        return Condition(facet.name, _FLIPPED[operator], (next_to.isoformat(),))

    def _read(self, facet: Facet, typed: _Typed) -> str | int | float:
        text = unicodedata.normalize("NFC", typed.text)
        if not text:
            return ""
        if facet.sort == "code":
            return self._code(facet, text, typed)
        if facet.sort == "country":
            return self._country(text, typed)
        if facet.sort in ("integer", "number"):
            return self._number(facet, text, typed)
        if facet.sort == "date":
            return self._days(text, typed)
        return self._identifier(facet, text, typed) if facet.sort == "id" else text

    def _code(self, facet: Facet, text: str, typed: _Typed) -> str:
        wanted = re.sub("[ -]", "_", text.lower())
        for code in facet.codes:
            if re.sub("[ -]", "_", code.lower()) in (wanted, text.lower()):
                return code
        near = get_close_matches(text.lower(), [code.lower() for code in facet.codes], n=1)
        hint = f"did you mean {next(code for code in facet.codes if code.lower() == near[0])}?" if near else ""
        listed = hint or f"there are {', '.join(facet.codes)}"
        return self._fail(f"'{printable(text)}' is no {facet.name}; {listed}", typed.start, typed.end)

    def _country(self, text: str, typed: _Typed) -> str:
        from iso3166 import countries_by_alpha3, countries_by_name

        code = text.upper()
        if code in countries_by_alpha3:
            return code
        named = [
            country.alpha3 for name, country in countries_by_name.items() if text.upper() in (name, country.alpha2)
        ]
        hint = f"; did you mean {named[0]}?" if named else ", such as ARM"
        return self._fail(f"'{printable(text)}' is no ISO 3166-1 alpha-3 code{hint}", typed.start, typed.end)

    def _number(self, facet: Facet, text: str, typed: _Typed) -> int | float:
        if re.fullmatch("-?[0-9]{1,9}(?:[.]0{1,9})?", text):
            return int(float(text))
        if facet.sort == "number" and re.fullmatch("-?[0-9]{1,9}[.][0-9]{1,9}", text):
            return float(text)
        whole = "a whole number" if facet.sort == "integer" else "a number"
        return self._fail(f"{facet.name} is {whole}, and '{printable(text)}' is none", typed.start, typed.end)

    def _days(self, text: str, typed: _Typed) -> str:
        from caucasus_ledger.schema.edtf import EdtfError, bounds

        try:
            found = bounds(text)
        except EdtfError as error:
            self._fail(f"{printable(str(error))}; a date is like 2025, 2025-08, 2025-08-08 or 2025-01/2025-06",
                       typed.start, typed.end)  # fmt: skip
        return f"{found.earliest or '..'}/{found.latest or '..'}"

    def _identifier(self, facet: Facet, text: str, typed: _Typed) -> str:
        from caucasus_ledger.dataset.ledger import UnknownRecord

        given = text.partition("/")[0]
        if given in KINDS and given not in facet.kinds:
            kinds = " or ".join(facet.kinds)
            self._fail(f"{facet.name} names a record of kind {kinds}, not {given}", typed.start, typed.end)
        try:
            found = self._ledger.resolve_any(text, facet.kinds)
        except UnknownRecord as error:
            named = self._ledger.actors.named(text).ids if "actor" in facet.kinds else ()
            why = f"'{printable(text)}' is a name of {' and '.join(named)}" if named else printable(str(error))
            self._fail(why, typed.start, typed.end)
        if found.partition("/")[0] not in facet.kinds:
            self._fail(f"{found} is of another kind than {facet.name}: {' or '.join(facet.kinds)}",
                       typed.start, typed.end)  # fmt: skip
        return found

    def _skip(self) -> int:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found[0] if found else ""

    def _fail(self, message: str, start: int, end: int) -> NoReturn:
        raise FilterError(f"{message}\n{_pointed(self._text, start, max(end, start + 1))}")


def _main(known: Iterable[str]) -> list[str]:
    """Return the facets whose names are short, which is what a hint has room for."""
    return [name for name in known if "." not in name]


def _pointed(text: str, start: int, end: int) -> str:
    """Return the line of a filter with marks below the place, cut around it if it is long."""
    left = max(0, min(start, len(text)) - _WIDTH // 2)
    shown = printable(text[left : left + _WIDTH])
    lead, tail = "… " if left else "", " …" if left + _WIDTH < len(text) else ""
    marks = "^" * max(1, min(end, left + _WIDTH) - start)
    return f"  {lead}{shown}{tail}\n  {' ' * (len(lead) + start - left)}{marks} column {start + 1}"


def printable(text: str) -> str:
    """Return a text that a terminal can print as it is, each character in one place; what is long is cut."""
    cut = text if len(text) <= _MOST else f"{text[:_MOST]}…"
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cut)


def _sorted(values: Iterable[str | int | float]) -> tuple[str | int | float, ...]:
    return tuple(sorted(set(values), key=lambda value: (isinstance(value, str), value)))


def _merged(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return the conditions sorted, each once; what several say by !=, >= or <= of one facet is said by one."""
    found: dict[tuple[str, str, object], Condition] = {}
    for one in conditions:
        key = (one.facet, one.operator, one.values if one.operator == "=" else None)
        other = found.get(key, one)
        found[key] = Condition(one.facet, one.operator, tuple(_narrower(one.operator, [*one.values, *other.values])))
    return tuple(
        sorted(found.values(), key=lambda one: (one.facet, one.operator, [str(value) for value in one.values]))
    )


def _narrower(operator: str, values: list[Any]) -> Iterator[Any]:
    if operator in (">=", ">"):
        yield max(values)
    elif operator in ("<=", "<"):
        yield min(values)
    else:
        yield from _sorted(values)


def _typed(condition: Condition) -> str:
    return f"{condition.facet}{condition.operator}{','.join(_quoted(str(value)) for value in condition.values)}"


def _quoted(value: str) -> str:
    if _WORD.fullmatch(value) and not _OPERATOR.match(value):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
