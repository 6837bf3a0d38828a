"""Codebook: nothing that a record or table holds is left out of it."""

from __future__ import annotations

import pytest

from caucasus_ledger import schema
from caucasus_ledger.dataset.tables import TABLES, Table
from caucasus_ledger.dataset.variables import meaning
from caucasus_ledger.face.codebook import codebook, rules_page
from caucasus_ledger.schema.json_schema import KINDS
from caucasus_ledger.schema.plover import TYPES
from caucasus_ledger.validators.rule import FAMILIES
from caucasus_ledger.validators.rules import RULES

BOOK = codebook()
PAGE = rules_page()
CODE_LISTS = [value for name in schema.__all__ if isinstance(value := getattr(schema, name), type(schema.Code))]


def section(title: str) -> str:
    return BOOK.partition(f"# {title}\n")[2].partition("\n#")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_record_is_there(kind: str) -> None:
    model = KINDS[kind]
    for name, field in model.model_fields.items():
        assert f"| `{name}` |" in section(model.__name__)
        assert field.description
        assert " ".join(field.description.split()).replace("|", "\\|") in section(model.__name__)


@pytest.mark.parametrize("name", ["When", "Evidence", "Attribution", "Place", "Participant", "Deaths", "Forecast"])
def test_every_part_is_there(name: str) -> None:
    for field in getattr(schema, name).model_fields:
        assert f"| `{field}` |" in section(name)


@pytest.mark.parametrize("code_list", CODE_LISTS)
def test_every_code_is_there_with_its_definition(code_list: type[schema.Code]) -> None:
    if code_list is schema.Code:
        return
    for code in code_list:
        assert f"| `{code.value}` | {code.definition} |" in section(code_list.__name__)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_there_with_its_meaning(table: Table) -> None:
    for column in table.columns:
        assert meaning(table, column).description.endswith("."), f"{table.name}.{column.name}"
        assert f"| `{column.name}` |" in section(f"Table `{table.name}`")


def test_every_event_type_is_there() -> None:
    assert all(f"| `{event_type}` |" in BOOK for event_type in TYPES)


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    width = 0
    for line in BOOK.splitlines():
        cells = line.replace("\\|", "").count("|")
        if line.startswith("|--"):
            width = cells
        elif line.startswith("|") and width:
            assert cells == width, line
        elif not line.startswith("|"):
            width = 0


def test_every_rule_has_its_page_in_its_family() -> None:
    for rule in RULES.values():
        assert f"\n### {rule.code} {rule.name}\n" in PAGE
        assert rule.mend in PAGE
    assert [line[3] for line in PAGE.splitlines() if line.startswith("## ")] == list(FAMILIES)


def test_every_code_block_of_the_rules_is_closed() -> None:
    assert PAGE.count("```") % 2 == 0
    assert PAGE.isascii() or all(character.isprintable() or character == "\n" for character in PAGE)
