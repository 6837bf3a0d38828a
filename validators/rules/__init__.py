"""The catalogue of rules, family by family."""

from caucasus_ledger.validators.rule import Rule
from caucasus_ledger.validators.rules import (
    actors,
    attribution,
    chronology,
    coding,
    contributed,
    duplicates,
    evidence,
    fields,
    files,
    hygiene,
    participation,
    published,
    references,
    relations,
    style,
    verdicts,
    words,
)

_MODULES = (
    files, fields, references, chronology, evidence, words, coding, actors, participation, attribution, relations,
    verdicts, duplicates, published, contributed, hygiene, style,
)  # fmt: skip

_ALL: list[Rule] = [rule for module in _MODULES for rule in module.RULES]
_FAMILIES = list(dict.fromkeys(rule.family for rule in _ALL))

RULES: dict[str, Rule] = {
    rule.code: rule for rule in sorted(_ALL, key=lambda rule: (_FAMILIES.index(rule.family), rule.code))
}
"""Every rule by its code, in the order of the families and codes."""
