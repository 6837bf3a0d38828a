"""Rulebook: the examples show what is wrong and what was right."""

from __future__ import annotations

import re

import click
import pytest

from caucasus_ledger.face.cli import main
from caucasus_ledger.face.rulebook import as_row, as_rows, examples, find, page
from caucasus_ledger.validators.rule import Rule
from caucasus_ledger.validators.rules import RULES


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_rule_shows_what_is_wrong_and_never_the_same_as_right(rule: Rule) -> None:
    bad, good = examples(rule)
    assert bad
    assert bad != good
    assert all(character.isprintable() or character == "\n" for character in bad + good)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_page_says_what_the_rule_asks_and_how_to_mend_it(rule: Rule) -> None:
    shown = " ".join(click.unstyle("\n".join(page(rule))).split())
    assert rule.says in shown
    assert rule.mend in shown
    assert f"{rule.code} {rule.name}, {rule.severity}" in shown


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_page_says_what_the_command_mends_and_only_that(rule: Rule) -> None:
    shown = " ".join(click.unstyle("\n".join(page(rule))).split())
    assert ("`caucasus check --fix` mends it: it " in shown) == bool(rule.mends)
    assert rule.mends in shown
    assert as_row(rule)["fix"] == rule.mends
    assert not rule.mends.endswith(".")


def test_a_field_that_is_set_is_shown_with_what_it_was() -> None:
    assert examples(RULES["F004"]) == (
        '# event/2020-06-port-closure\n/realis: "factual"', '# event/2020-06-port-closure\n/realis: "actual"'
    )  # fmt: skip


def test_a_field_that_is_missing_is_shown_as_left_out() -> None:
    assert examples(RULES["F001"])[0].endswith("/realis: (left out)")
    assert examples(RULES["D007"])[1].endswith("/wikidata: (left out)")


def test_a_file_that_is_removed_is_shown_as_removed() -> None:
    assert examples(RULES["P002"])[0].endswith(".json\n(removed)")


def test_a_copy_is_shown_as_one() -> None:
    assert "a copy of claim/example-2020/003" in examples(RULES["D004"])[0]


def test_rules_are_found_by_code_and_name() -> None:
    assert find("c004") is find("MODE-OF-TYPE") is RULES["C004"]
    assert find("") is None


def test_the_rows_are_the_rules() -> None:
    assert as_rows() == [as_row(rule) for rule in RULES.values()]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_commands_that_a_rule_names_are_there(rule: Rule) -> None:
    for words in re.findall(r"`caucasus ([^`]+)`", rule.mend):
        name, *arguments = words.split()
        command = main.commands[name]
        command.make_parser(click.Context(command, help_option_names=["-h", "--help"])).parse_args(arguments)
