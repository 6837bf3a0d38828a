"""The catalogue of rules, family by family."""

from caucasus_ledger.validators.rule import Rule
from caucasus_ledger.validators.rules import (
    chronology,
    coding,
    contributed,
    duplicates,
    evidence,
    fields,
    files,
    hygiene,
    published,
    references,
)

_FAMILIES = (files, fields, references, chronology, evidence, coding, duplicates, published, contributed, hygiene)

RULES: dict[str, Rule] = {rule.code: rule for family in _FAMILIES for rule in family.RULES}
"""Every rule by its code, in the order of the families."""
