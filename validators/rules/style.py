"""X: style: how titles and statements are worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from caucasus_ledger.schema import Claim, ClaimKind, Event, RemarkKind
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Finding, Rule

_PORT = "event/2020-06-port-closure"
_CLAIM = "claim/example-2020/005"
_VOICED = (ClaimKind.EVALUATION, ClaimKind.FRAMING, ClaimKind.QUOTATION)
"""Kinds of claim that say what somebody thinks of it, in the words in which it is thought."""

_NEXT = re.compile(
    r"(?<![ .(][A-Za-z])(?<!\b(?:No|St|Dr|Mr|Ms|vs))(?<!\b(?:Gen|Mrs|Col))[.!?][”’\"')]* +(?=[^\W\d_a-z])|; "
)
"""The end of a sentence before another; initials and the titles of people end none."""
_ENDS = (". ", "! ", "? ", "; ", ".”", ".)", ".'", ".’")
_FIRST_PERSON = re.compile(
    r"\b(?:[Ww]e|[Oo]urs?|us|[Mm]y|me|[Oo]urselves|[Mm]yself)\b|\bI(?:['’](?:m|ve|d)| (?:am|was|have|think|say))\b"
)
_MARKS = re.compile('["“”„‟«»]')
_LETTERS = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"[^\W\d_a-z]{4}")

Search = Callable[[Intake], Iterator[Finding]]


def _of_titles(test: Callable[[str], str | None]) -> Search:
    def search(intake: Intake) -> Iterator[Finding]:
        for event in intake.of(Event):
            if says := test(event.title):
                yield Finding(event.id, "/title", says)

    return search


def _of_statements(test: Callable[[str], str | None]) -> Search:
    def search(intake: Intake) -> Iterator[Finding]:
        for claim in intake.of(Claim):
            if says := test(claim.statement):
                yield Finding(claim.id, "/statement", says)

    return search


def _of_both(test: Callable[[str], str | None]) -> Search:
    def search(intake: Intake) -> Iterator[Finding]:
        yield from _of_titles(test)(intake)
        yield from _of_statements(test)(intake)

    return search


def _no_title(title: str) -> str | None:
    if title[0].islower():
        return "a title begins with a capital letter or a digit"
    return "a title ends without a stop" if title.endswith((".", "!", "?", ":", ";", ",")) else None


def _no_statement(statement: str) -> str | None:
    if not statement.endswith("."):
        return "a statement is a sentence and ends with a full stop"
    several = any(mark in statement for mark in _ENDS) and _NEXT.search(statement)
    return "a statement is one sentence, for one proposition" if several else None


def _personal(text: str) -> str | None:
    found = _FIRST_PERSON.search(text)
    return f"'{found.group()}' is a speaker's word; who is meant has a name" if found else None


def _marked(text: str) -> str | None:
    return "quotation marks stand in our own words" if _MARKS.search(text) else None


def _shouted(text: str) -> str | None:
    words = [word for word in _LETTERS.findall(text) if len(word) > 3] if _CAPITALS.search(text) else []
    loud = [word == word.upper() != word.lower() for word in words]
    return "words stand in capitals" if any(map(bool.__and__, loud, loud[1:])) else None


def _remarked_words(intake: Intake) -> Iterator[Finding]:
    """Titles, and statements that voice no opinion, with words of the text that a remark calls loaded."""
    loaded: set[str] = set()
    for source in intake.sources:
        text = intake.texts.get(source.id)
        if text is not None:
            remarks = (remark for remark in source.remarks if remark.kind is RemarkKind.LOADED)
            loaded |= {text[remark.start : remark.end].lower() for remark in remarks}
    if not loaded:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(loaded)))})\b", re.IGNORECASE)
    worded = [(event.id, "/title", event.title) for event in intake.of(Event)]
    worded += [(one.id, "/statement", one.statement) for one in intake.of(Claim) if one.kind not in _VOICED]
    for record_id, pointer, words in worded:
        if found := pattern.search(words):
            yield Finding(record_id, pointer, f"'{found.group()}' is the author's word, and a remark calls it loaded")


RULES = (
    Rule("X008", "authors-word", "A title or a plain statement uses words of the text that a remark of the source calls loaded.",
         "Say it without them; what they assert is a claim of its own.",
         Example("source/example-2020", "/remarks/0", {"start": 269, "end": 275, "kind": "loaded", "note": "It takes a side."},
                 owner=_CLAIM, at="/statement", text=True),
         severity="warning", search=_remarked_words),
    Rule("X016", "title-form", "An event's title does not begin with a capital letter or digit, or ends with a stop.",
         "Write it like a headline: A expels B.", Example(_PORT, "/title", "Southmark closes a port."), severity="warning",
         search=_of_titles(_no_title)),
    Rule("X017", "statement-form", "A statement is not one sentence that ends with a full stop.",
         "Write one plain sentence; two propositions are two claims.",
         Example(_CLAIM, "/statement", "Southmark closed a port. Northmark was told."), severity="warning", search=_of_statements(_no_statement)),
    Rule("X018", "first-person", "A title or statement says I, we or our.", "Name who is meant; the quoted words belong into quotation.",
         Example(_CLAIM, "/statement", "Southmark closed our port."), severity="warning", search=_of_both(_personal)),
    Rule("X019", "quotation-marks", "Quotation marks stand in a title or statement, which is in our own words.",
         "Leave them out; distance is for the chain of attribution, quoted words for the field quotation.",
         Example(_CLAIM, "/statement", "Southmark “closed” a port."), severity="warning", search=_of_both(_marked)),
    Rule("X020", "shouting", "Words in capitals follow one another in a title or statement.", "Write them as usual.",
         Example(_PORT, "/title", "SOUTHMARK CLOSES A PORT"), severity="warning", search=_of_both(_shouted)),
)  # fmt: skip
