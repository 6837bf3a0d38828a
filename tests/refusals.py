"""Tell which findings a model refuses its values with."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from caucasus_ledger.schema.base import Finding


def findings(model: BaseModel, **changes: Any) -> list[tuple[str, str]]:
    """Return code and path of each finding when the changes are made to a valid model."""
    with pytest.raises(ValidationError) as caught:
        changed(model, **changes)
    found: list[Finding] = []
    for error in caught.value.errors():
        assert error["type"] == "rules", error
        found += error.get("ctx", {})["findings"]
    assert all(finding.message for finding in found)
    return [(finding.code, "/".join(map(str, finding.path))) for finding in found]


def changed(model: BaseModel, **changes: Any) -> BaseModel:
    """Return the model with the changes, validated anew."""
    return type(model)(**{name: getattr(model, name) for name in model.model_fields_set} | changes)
