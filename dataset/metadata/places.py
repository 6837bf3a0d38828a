"""Places: the countries that a release is about, by the codes of ISO 3166-1 and its English names."""

from __future__ import annotations

from iso3166 import countries_by_alpha3

from caucasus_ledger.dataset.description import Description


def countries(description: Description) -> list[tuple[str, str]]:
    """Return the alpha-3 code and the English name of each country, in the order of the codes."""
    return [(code, countries_by_alpha3[code].name) for code in description.countries]


def coverage(description: Description) -> str | None:
    """Return the first and last day that an event is dated to as an ISO 8601 interval; None without such days."""
    if not description.earliest or not description.latest:
        return None
    return f"{description.earliest.isoformat()}/{description.latest.isoformat()}"
