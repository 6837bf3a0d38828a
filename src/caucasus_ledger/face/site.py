"""Site: addresses of pages, where the dataset's pages are published at all."""

from __future__ import annotations

from caucasus_ledger.dataset import identity


def rule_page(code: str) -> str | None:
    """Return the address of a rule on the page of all rules, or None without a site."""
    from caucasus_ledger.validators.rules import RULES

    return f"{identity.ADDRESS}/rules.html#{code.lower()}-{RULES[code].name}" if identity.ADDRESS else None
