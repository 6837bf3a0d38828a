"""Generate: write what is derived: JSON Schemas, codebook, rule pages, and the page on the two codings.

Run as `python -m caucasus_ledger.face.generate` in a checkout. A test fails when one of the files is stale.
"""

from __future__ import annotations

from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.face.adjudication import adjudication
from caucasus_ledger.face.codebook import codebook, rules_page
from caucasus_ledger.schema.json_schema import KINDS, json_schema_text


def generated() -> dict[str, str]:
    """Return every generated file's content by its path below the root of the checkout."""
    schemas = {f"schema/{kind}.schema.json": json_schema_text(kind) for kind in KINDS}
    pages = {"docs/adjudication.md": adjudication(), "docs/codebook.md": codebook(), "docs/rules.md": rules_page()}
    return schemas | pages


def main() -> None:
    """Write all generated files."""
    for path, content in generated().items():
        (PACKAGE_ROOT / path).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
