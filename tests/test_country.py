"""Country: ISO 3166-1 alpha-3, as it stands."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from caucasus_ledger.schema.country import CountryCode

COUNTRY = TypeAdapter[str](CountryCode)


@pytest.mark.parametrize("code", ["ARM", "AZE", "GEO", "IRN", "RUS", "TUR", "USA"])
def test_a_country_is_known_by_three_letters(code: str) -> None:
    assert COUNTRY.validate_python(code) == code


@pytest.mark.parametrize("code", ["", "AM", "arm", "ARM ", "XXX", "051", "Armenia", "ΑRM"])
def test_anything_else_is_refused_with_its_code(code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        COUNTRY.validate_python(code)
    (error,) = caught.value.errors()
    assert (error["type"], error.get("ctx", {})["code"]) == ("F008", code)
