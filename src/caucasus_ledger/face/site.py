"""Site: where the pages of this dataset are published."""

from __future__ import annotations

ADDRESS = ""
"""Address at which the documentation is published, without a slash at its end; empty until there is one."""


def rule_page(code: str) -> str | None:
    """Return the address of a rule on the page of all rules, or None without a site."""
    from caucasus_ledger.validators.rules import RULES

    return f"{ADDRESS}/rules.html#{code.lower()}-{RULES[code].name}" if ADDRESS else None
