"""ISO 3166-1 alpha-3 country codes, checked against the iso3166 package."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _known(code: str) -> str:
    from iso3166 import countries_by_alpha3

    if code not in countries_by_alpha3:
        raise PydanticCustomError("F008", "'{code}' is not an ISO 3166-1 alpha-3 code", {"code": code})
    return code


CountryCode = Annotated[str, AfterValidator(_known)]
