"""C: what actors are, of what they are parts, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import narwhals.stable.v1 as nw

from caucasus_ledger.schema import Actor, AliasKind, RemarkKind
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import Example, Expectation, Finding, Rule

_ORGANS = ("government_body", "armed_forces")
_IMPOSSIBLE = {
    "state": ("government_body", "armed_forces", "company", "media", "unnamed_group"),
    "territory": ("government_body", "armed_forces", "company", "media", "unnamed_group"),
    "international_organisation": ("state", "government_body", "armed_forces", "company", "media", "territory"),
    "government_body": ("company", "media", "unnamed_group"),
    "armed_forces": ("company", "media"),
}
"""For a kind of part, the kinds of which it can be no part; that no whole is a person has a rule of its own."""

_SOLE_OFFICES = frozenset({
    "president", "prime minister", "foreign minister", "minister of foreign affairs", "defence minister",
    "minister of defence", "head of state", "head of government", "secretary general", "speaker of parliament", "king", "queen",
})  # fmt: skip


def _has_a_whole() -> nw.Expr:
    return (nw.col("kind") != "government_body") | ~nw.col("part_of_id").is_null() | ~nw.col("country").is_null()


def _fits_its_whole() -> nw.Expr:
    pairs = [f"{kind} in {whole}" for kind, wholes in _IMPOSSIBLE.items() for whole in wholes]
    return ~nw.concat_str([nw.col("kind"), nw.col("whole_kind")], separator=" in ").is_in(pairs)


def _of_the_same_country() -> nw.Expr:
    return ~nw.col("kind").is_in(list(_ORGANS)) | (nw.col("country") == nw.col("whole_country"))


def _says_what_is_disputed() -> nw.Expr:
    return (nw.col("kind") != "territory") | ~nw.col("note").is_null()


def _acronyms(intake: Intake) -> Iterator[Finding]:
    for actor in intake.of(Actor):
        for number, alias in enumerate(actor.aliases):
            capitals = sum(letter.isupper() for letter in alias.name)
            if alias.kind is AliasKind.ACRONYM and alias.name.lower() != alias.name.upper() and capitals < 2:
                yield Finding(actor.id, f"/aliases/{number}/kind", f"'{alias.name}' does not consist of initials")


def _sole_offices(intake: Intake) -> Iterator[Finding]:
    """Offices that one person holds at a time, told as held by two people on a day that both dates cover for certain."""
    terms: dict[tuple[str, str], list[tuple[date, date, str, str]]] = {}
    for actor in intake.of(Actor):
        for number, role in enumerate(actor.roles):
            lasted = role.when.edtf is not None and "/" in role.when.edtf
            if role.role.casefold() in _SOLE_OFFICES and role.organisation and lasted:
                term = (role.when.earliest or date.min, role.when.latest or date.max, actor.id, f"/roles/{number}/when")
                terms.setdefault((role.role.casefold(), role.organisation), []).append(term)
    for (office, organisation), held in terms.items():
        for (_, last, before, _), (first, _, holder, pointer) in pairwise(sorted(held)):
            if first < last and before != holder:  # a predecessor leaves on the day on which the successor comes
                yield Finding(holder, pointer, f"{before} is {office} of {organisation} then")


def _unremarked_misspellings(intake: Intake) -> Iterator[Finding]:
    odd = {
        source.id: [remark for remark in source.remarks if remark.kind is RemarkKind.SPELLING]
        for source in intake.sources
    }
    for actor in intake.of(Actor):
        wrong = {alias.name for alias in actor.aliases if alias.kind is AliasKind.MISSPELLING}
        for number, mention in enumerate(actor.mentions if wrong else ()):
            remarks = odd.get(mention.source)
            if mention.name in wrong and remarks is not None:
                told = any(remark.start < mention.end and mention.start < remark.end for remark in remarks)
                if not told:
                    yield Finding(
                        actor.id, f"/mentions/{number}", f"no remark of {mention.source} says that this is a slip"
                    )


RULES = (
    Rule("C033", "many-states-one-country", "An international organisation has a country code.",
         "Remove the code; where it has its seat is no country of its own.",
         Example("actor/river-commission", "/country", "ARM")),
    Rule("C034", "nameless-in-two-sources", "A group that nobody names is mentioned in two sources, as if it were known to be the same.",
         "Give the second source's group a record of its own.",
         Example("actor/harbour-pilots", "/mentions", [
             {"start": 316, "end": 330, "source": "source/example-2020", "name": "Harbour pilots"},
             {"start": 0, "end": 14, "source": "source/example-2021", "name": "Harbour pilots"}], at="/mentions/1/source")),
    Rule("C035", "organ-of-nothing", "A body of government is part of nothing and of no country.",
         "Name the state or territory of which it is an organ in part_of, or its country.",
         Example("actor/river-commission", "/kind", "government_body", at=""), severity="warning",
         expectations=(Expectation("actors", _has_a_whole, "nothing says of which state or territory it is an organ"),)),
    Rule("C036", "impossible-whole", "An actor is part of something that cannot have such a part, as a state of a company.",
         "Correct part_of, or one of the two kinds.", Example("actor/river-commission", "/part_of", "actor/blue-line"),
         expectations=(Expectation("actors", _fits_its_whole, "a {kind} is no part of {part_of_id}, a {whole_kind}", "/part_of"),)),
    Rule("C037", "organ-of-another-country", "An organ of state or its forces have another country than the whole.",
         "Correct the country, or part_of.",
         Example("actor/river-commission", "/kind", "government_body", at="/country", also=(
             ("actor/river-commission", "/country", "ARM"), ("actor/river-commission", "/part_of", "actor/northmark"),
             ("actor/northmark", "/country", "GEO"))), severity="warning",
         expectations=(Expectation("actors", _of_the_same_country, "{part_of_id}, of which it is part, has {whole_country}", "/country"),)),
    Rule("C038", "territory-without-note", "A territory has no note on whose it is or where it runs.",
         "Say in the note who disputes its status or name, or that nobody does.",
         Example("actor/northmark", "/kind", "territory", at=""), severity="warning",
         expectations=(Expectation("actors", _says_what_is_disputed, "a territory is told of without a note on its status"),)),
    Rule("C039", "short-form-not-shorter", "An alias is called short or an acronym and is no shorter than the name.",
         "Take another kind of alias, or exchange it with the name.",
         Example("actor/blue-line", "/aliases", [{"name": "Blue Line of Rivertown", "kind": "short"}], at="/aliases/0/kind")),
    Rule("C040", "acronym-without-capitals", "An alias is called an acronym and has no two capital letters.",
         "Take the kind short or spelling, or correct the name.",
         Example("actor/blue-line", "/aliases", [{"name": "Bluel", "kind": "acronym"}], at="/aliases/0/kind"),
         severity="warning", search=_acronyms),
    Rule("C084", "misspelling-unremarked", "A source misspells a name, and no remark on its text says so.",
         "Add a remark of kind spelling on these words to the source.",
         Example("actor/blue-line", "/aliases", [{"name": "Blue Lime", "kind": "misspelling"}], at="/mentions/0",
                 also=(("actor/blue-line", "/mentions/0/name", "Blue Lime"),)),
         severity="warning", search=_unremarked_misspellings),
    Rule("C088", "two-holders", "Two people hold an office at the same time that only one can hold.",
         "Correct one of the dates, or name the two offices apart.",
         Example("actor/ada-example", "/roles/0", {"role": "president", "organisation": "actor/southmark", "when": {"edtf": "2020/2021", "basis": "explicit"}},
                 also=(("actor/ferry-captain", "", "actor/ada-example"),
                       ("actor/ferry-captain", "/name", "Bea Sample"),
                       ("actor/ferry-captain", "/mentions", [{"start": 60, "end": 70, "source": "source/example-2020", "name": "Bea Sample"}])),
                 owner="actor/ferry-captain", at="/roles/0/when"),
         severity="warning", search=_sole_offices),
)  # fmt: skip
