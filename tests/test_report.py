"""Report: the caret stands under what is wrong, however long the line, and numbers agree with their words."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset import identity
from caucasus_ledger.face.report import as_json, as_text, clip, count, select, tally, visible
from caucasus_ledger.validators.check import Report
from caucasus_ledger.validators.rules import RULES
from reports import ATTACKS, ERRORS, WARNINGS, many, problem, report, reports, typical

LINK = re.compile(r"\x1b]8;;([!-~]*)\x1b\\")
"""The escape sequence OSC 8: an address of visible ASCII, or none to end the link."""


def lines(shown: Report) -> list[str]:
    return click.unstyle(as_text(shown)).splitlines()


def marked(shown: Report) -> str:
    _, excerpt, carets, *_ = lines(shown)
    start = carets.index("^")
    return excerpt[start : start + carets.count("^")]


def test_a_problem_is_told_with_its_line_a_caret_and_help() -> None:
    at = problem(line=2, column=3, length=2)
    assert lines(report(at, text="one\nabXYcd\n"))[:4] == [
        "a.json:2:3: error F004: it is wrong",
        "  2 | abXYcd",
        "    |   ^^",
        "  help: Mend it. (caucasus explain F004)",
    ]


@given(st.text(st.sampled_from("ab é"), min_size=1, max_size=400).filter(lambda line: line.strip()), st.data())
def test_the_caret_stands_under_what_is_wrong(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))
    length = data.draw(st.integers(1, 500))
    found = marked(report(problem(column=column, length=length), text=line))
    assert found == line[column - 1 : column - 1 + length][: len(found)]
    assert found
    assert len(found) == min(length, len(line) - column + 1) or len(found) >= 80


def test_a_long_line_is_cut_around_the_column() -> None:
    line = "x" * 1000 + "WRONG" + "y" * 1000
    shown = report(problem(column=1001, length=5), text=line)
    assert marked(shown) == "WRONG"
    assert len(lines(shown)[1]) <= 170


def test_a_line_of_many_digits_keeps_the_caret_in_its_column() -> None:
    shown = report(problem(line=1000, column=2), text="\n" * 999 + "aXb")
    assert marked(shown) == "X"


def test_an_end_of_the_line_is_marked_after_its_last_character() -> None:
    assert lines(report(problem(column=4), text="abc"))[2] == "    |    ^"


@pytest.mark.parametrize("text", ["", "\n", "   \n", "a"])
def test_without_a_line_there_is_no_excerpt(text: str) -> None:
    shown = lines(report(problem(line=2), text=text))
    assert shown[1] == "  help: Mend it. (caucasus explain F004)"


def test_the_caret_stands_under_letters_that_are_wide_or_have_marks() -> None:
    assert lines(report(problem(column=5, length=2), text="中e\u0301aX文"))[2] == "    |     ^^^"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_an_excerpt_is_no_wider_than_the_terminal(width: int) -> None:
    shown = report(problem(column=501, length=5), text="x" * 500 + "WRONG" + "y" * 500)
    _, excerpt, carets, _, _, _ = click.unstyle(as_text(shown, width=width)).splitlines()
    assert max(len(excerpt), len(carets)) <= max(width, 26)
    assert excerpt[carets.index("^") : carets.rindex("^") + 1] == "WRONG"


def test_what_cannot_be_seen_is_replaced_and_keeps_its_place() -> None:
    shown = report(problem(column=4, message="\x1b[2J"), text="a\x1b\u202eX")
    assert marked(shown) == "X"
    assert lines(shown)[:2] == ["a.json:1:4: error F004: �[2J", "  1 | a��X"]


@given(st.text())
def test_visible_text_has_its_length_and_nothing_to_obey(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(("number", "said"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors"), (1000, "1,000 errors")])
def test_numbers_agree_with_their_words(number: int, said: str) -> None:
    assert count(number, "error") == said


def test_the_summary_counts_errors_and_warnings() -> None:
    warning = problem(severity="warning")
    assert lines(report(files=2))[-1] == "All is well: 2 records in ROOT."
    assert lines(report(problem()))[-1] == "1 error: 1 record in ROOT."
    assert lines(report(warning, warning))[-1] == "2 warnings: 1 record in ROOT."
    assert lines(report(problem(), warning))[-1] == "1 error, 1 warning: 1 record in ROOT."


def test_the_summary_names_the_attached_texts_and_the_waiting_rules() -> None:
    shown = lines(report(problem(), attached=("source/a", "source/b"), waiting=("C016", "E008")))
    assert shown[-2].endswith("in ROOT, with the text of source/a, source/b.")
    assert shown[-1] == "2 further rules wait until every record is valid and every reference leads somewhere."


def test_problems_stand_apart() -> None:
    assert lines(report(problem(), problem(code="F001"))).count("") == 2


def test_colours_tell_errors_from_warnings() -> None:
    assert click.style("error F004", fg="red", bold=True) in as_text(report(problem()))
    assert click.style("warning F004", fg="yellow", bold=True) in as_text(report(problem(severity="warning")))


def test_the_json_holds_all_that_the_text_tells() -> None:
    found = json.loads(
        as_json(report(problem(), problem(severity="warning"), attached=("source/a",), waiting=("C016",)))
    )
    assert (found["root"], found["files"], found["errors"], found["warnings"]) == ("ROOT", 1, 1, 1)
    assert (found["attached"], found["waiting"]) == (["source/a"], ["C016"])
    assert found["problems"][0] == asdict(problem())


def test_the_json_of_a_file_name_that_is_no_text_can_be_written_and_read() -> None:
    text = as_json(report(problem(file="\udcff.json", message="Հ")))
    assert json.loads(text.encode())["problems"][0]["file"] == "\udcff.json"
    assert "Հ" in text


def test_the_json_holds_every_problem_and_what_is_changed() -> None:
    found = json.loads(as_json(many(200), changes={"added": ["event/a"]}))
    assert len(found["problems"]) == 200
    assert found["changes"] == {"added": ["event/a"]}
    assert "changes" not in json.loads(as_json(report()))


def test_the_text_of_a_report(snapshot: SnapshotAssertion) -> None:
    assert click.unstyle(as_text(typical(), changes=["adds event/2020-06-port-closure"])) == snapshot


def test_the_json_of_a_report(snapshot: SnapshotAssertion) -> None:
    assert as_json(typical()) == snapshot


def test_what_is_changed_comes_first() -> None:
    shown = click.unstyle(as_text(report(), changes=iter(["adds event/a\x1b[2J", "removes event/b"]))).splitlines()
    assert shown == ["adds event/a�[2J", "removes event/b", "", "All is well: 1 record in ROOT."]


# many problems


def test_the_text_of_ten_thousand_problems(snapshot: SnapshotAssertion) -> None:
    _, _, ending = click.unstyle(as_text(many(10_000))).partition("\n  rule ")
    assert ending == snapshot


def test_ten_thousand_problems_are_told_in_few_lines_and_all_are_counted() -> None:
    shown = lines(many(10_000))
    assert len(shown) < 300
    table = [line for line in shown if re.match(r"  [A-Z]\d{3} ", line)]
    numbers = [int(re.sub(r",", "", re.split(r"  +", line.strip())[1])) for line in table]
    heads = sum(": error " in line or ": warning " in line for line in shown)
    assert heads + sum(numbers) == 10_000
    assert f"{heads} of 10,000 problems are told in full, {sum(numbers):,} only counted" in "\n".join(shown)
    assert shown[-1].endswith(": 420 records in /ledger.")


def test_up_to_fifty_problems_are_all_told() -> None:
    fifty = [problem(line=line) for line in range(50)]
    assert select(fifty) == (fifty, [])
    told, rest = select([*fifty, problem(line=50)])
    assert (told, rest) == (fifty[:5], [*fifty[5:], problem(line=50)])


def test_a_limit_tells_as_many_as_it_says() -> None:
    problems = list(many(300).problems)
    for limit in (1, 49, 100, 299):
        told, rest = select(problems, limit)
        assert (len(told), len(rest)) == (limit, 300 - limit)
    for limit in (0, 300, 1000):
        assert select(problems, limit) == (problems, [])
    assert "told in full" not in as_text(many(300), limit=0)


def test_errors_go_before_warnings_and_rules_before_their_repetition() -> None:
    warnings = [problem(code=WARNINGS[0].code, severity="warning", line=line) for line in range(60)]
    errors = [problem(code=rule.code, line=line) for line, rule in enumerate(ERRORS[:30], start=100)]
    told, _ = select([*warnings, *errors, *errors], 40)
    assert Counter(one.code for one in told) == Counter(
        {rule.code: 2 if number < 10 else 1 for number, rule in enumerate(ERRORS[:30])}
    )
    assert [one.severity for one in select([*warnings, *errors])[0]] == ["warning"] * 5 + ["error"] * 30


@given(reports(), st.none() | st.integers(0, 6))
def test_what_is_told_and_what_is_counted_are_all_there_is(shown: Report, limit: int | None) -> None:
    told, rest = select(shown.problems, limit)
    places = {id(one): index for index, one in enumerate(shown.problems)}
    assert Counter(told) + Counter(rest) == Counter(shown.problems)
    assert [places[id(one)] for one in told] == sorted(places[id(one)] for one in told)
    assert sum(one.problems for one in tally(rest)) == len(rest)


def test_the_rules_are_counted_with_errors_first_and_then_the_most_frequent() -> None:
    loaded = problem(code="X006", severity="warning", file="b.json")
    found = tally([loaded, loaded, loaded, problem(line=7), problem(code="F001"), problem(code="F001", file="c.json")])
    assert [(one.label, one.problems, one.files, one.place) for one in found] == [
        ("F001 field-missing", 2, 2, "a.json:1"),
        ("F004 not-in-code-list", 1, 1, "a.json:7"),
        ("X006 loaded-word (warning)", 3, 1, "b.json:1"),
    ]


def test_the_table_fits_a_terminal_by_cutting_the_place_in_front() -> None:
    shown = click.unstyle(as_text(many(300), width=80)).splitlines()
    table = [line for line in shown if re.match(r"  [A-Z]\d{3} ", line)]
    assert table
    assert all(len(line) <= 80 and "…" in line and re.search(r"\.json:\d+$", line) for line in table)


# hyperlinks


def test_files_are_linked_where_links_are_shown() -> None:
    shown = as_text(typical(), links=True)
    assert LINK.findall(shown).count("file:///ledger/dataset/records/event/2020-ferry-sinks.json") == 2
    assert click.unstyle(LINK.sub("", shown)) == click.unstyle(as_text(typical()))
    assert not LINK.search(as_text(typical()))


def test_rules_are_linked_where_a_site_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "rules.html" not in as_text(typical(), links=True)
    monkeypatch.setattr(identity, "ADDRESS", "https://example.org/ledger")
    assert "\x1b]8;;https://example.org/ledger/rules.html#f004-not-in-code-list\x1b\\" in as_text(typical(), links=True)
    assert "example.org" not in as_text(typical())


def test_the_first_places_of_a_table_are_linked() -> None:
    shown = as_text(many(300), links=True, width=80)
    assert len(LINK.findall(shown.partition("problems   files")[2])) == 2 * len(tally(select(many(300).problems)[1]))


def test_a_file_name_cannot_leave_its_link() -> None:
    shown = as_text(report(problem(file="a\x1b\\b\x07 é#?%.json")), links=True)
    assert LINK.search(shown)
    assert "a%1B%5Cb%07%20%C3%A9%23%3F%25.json" in shown
    assert plain(shown)


# what a record may hold


def plain(shown: str) -> bool:
    """Return whether nothing but our own colours and links is there for a terminal to obey."""
    rest = re.sub(r"\x1b\[[0-9;]*m", "", LINK.sub("", shown))
    return all(character.isprintable() or character == "\n" for character in rest)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("field", ["message", "help", "record", "pointer"])
def test_no_text_reaches_the_terminal(field: str, attack: str) -> None:
    shown = report(problem(**{field: attack}, column=3), text=f'"{attack}"', attached=(attack,))
    assert plain(as_text(shown, links=True, changes=[attack]))
    assert plain(as_json(shown, changes=attack))


@given(reports())
def test_any_report_is_told_plainly(shown: Report) -> None:
    assert plain(as_text(shown, links=True, limit=1))
    assert plain(as_text(shown, width=80))
    told = as_json(shown)
    assert plain(told)
    assert json.loads(told)["problems"] == [asdict(one) for one in shown.problems]


@pytest.mark.parametrize(("text", "clipped"), [("abc", "abc"), ("abcd", "ab…"), ("", "")])
def test_long_texts_are_cut(text: str, clipped: str) -> None:
    assert clip(text, 3) == clipped


def test_the_rules_are_those_of_the_catalogue() -> None:
    assert [one.label for one in tally([problem(code=code) for code in RULES])] == [
        f"{code} {rule.name}" for code, rule in sorted(RULES.items())
    ]
