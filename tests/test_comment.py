"""Comment: whatever stands in a record, the comment keeps its layout, calls nobody and stays short enough."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger.dataset import identity
from caucasus_ledger.face.comment import LONGEST, MARKER, as_markdown
from caucasus_ledger.face.report import clip, visible
from caucasus_ledger.validators.check import Report
from reports import ATTACKS, many, problem, report, reports, typical

cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's own Markdown is what these tests are about")

OURS = {"h2", "h3", "ul", "li", "p", "br", "code", "strong", "table", "thead", "tbody", "tr", "th", "td"}
WAKING = re.compile(r"@\w|#\d|\bGH-\d", re.IGNORECASE)
"""What GitHub would make a name or an issue of."""


class Page(HTMLParser):
    """What GitHub makes of a comment: its elements in order, its code, and all of its text."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.code: list[str] = []
        self.text = ""
        self.comments: list[str] = []
        self._in_code = False
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs or tag in ("th", "td"), (tag, attrs)
        if tag == "code":
            self._in_code = True
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_code = self._in_code and tag != "code"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_code:
            self.code[-1] += data.replace("\u200b", "")

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def page(markdown: str) -> Page:
    """Return what GitHub makes of a comment, once nothing but our own layout is found in it."""
    assert len(markdown.encode("utf-16-le")) // 2 < LONGEST
    assert markdown.startswith(f"{MARKER}\n\n## Check: ")
    found = Page(markdown)
    assert set(found.tags) <= OURS
    assert found.comments == [MARKER[4:-3]]
    assert not WAKING.search(found.text)
    assert "@" not in markdown
    assert set(re.findall("<[^>]*>", markdown)) <= {MARKER, "<code>", "</code>", "<br>"}
    return found


def test_the_comment_of_a_report(snapshot: SnapshotAssertion) -> None:
    assert as_markdown(typical(), changes=["adds event/2020-06-port-closure: Closing of a port"]) == snapshot


def test_a_clean_report_is_told_in_few_words() -> None:
    assert as_markdown(report()) == f"{MARKER}\n\n## Check: no problem\n\nAll is well: 1 record."


def test_problems_stand_under_their_file_with_line_code_message_and_help() -> None:
    found = page(as_markdown(typical()))
    assert found.tags.count("h3") == 2
    assert found.tags.count("li") == 3
    assert found.code[:3:2] == [
        "dataset/records/event/2020-06-port-closure.json",
        "dataset/records/event/2020-ferry-sinks.json",
    ]
    assert "F004 not-in-code-list, error in line 5, column 13: 'actuel' is not in the code list" in found.text
    assert "Take one of the codes" in found.text


def test_rules_are_linked_where_a_site_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "](" not in as_markdown(typical())
    monkeypatch.setattr(identity, "ADDRESS", "https://example.org/ledger")
    link = "[**F004**](https://example.org/ledger/rules.html#f004-not-in-code-list) not-in-code-list"
    assert f"- {link}, error in line 5" in as_markdown(typical())


def test_ten_thousand_problems_are_told_in_one_comment(snapshot: SnapshotAssertion) -> None:
    text = as_markdown(many(10_000))
    page(text)
    assert text.partition("### The others, by rule")[2] == snapshot


@pytest.mark.parametrize("limit", [None, 0, 1, 500])
@pytest.mark.parametrize("number", [1, 51, 10_000])
def test_what_is_told_and_what_is_counted_are_all_there_is(number: int, limit: int | None) -> None:
    text = as_markdown(many(number), limit=limit)
    found = page(text)
    rows = [
        int(count.replace(",", "")) for count in re.findall(r"^\| \*\*.*?\| \w+ \| ([\d,]+) \|", text, re.MULTILINE)
    ]
    assert found.tags.count("li") + sum(rows) == number
    assert ("told in full" in text) == bool(rows)


def test_many_rules_and_changes_are_cut_and_that_is_said() -> None:
    changes = [f"adds event/{number}: <something>" for number in range(5_000)]
    text = as_markdown(many(10_000, rules=100), limit=0, changes=changes)
    found = page(text)
    told = sum(code.startswith("adds event/") for code in found.code)
    assert f"and {5_000 - told:,} more changes" in found.text
    assert re.search(r"and \d+ further rules\n", text)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_text_leaves_its_code(attack: str) -> None:
    found = page(as_markdown(report(problem(message=attack, file=f"{attack}.json")), changes=[attack]))
    usual = page(as_markdown(report(problem()), changes=["a"]))
    assert found.tags == usual.tags
    shown = visible(attack).replace("\u200b", "")
    assert found.code == [clip(shown, 400), clip(f"{shown}.json", 160), clip(shown, 400)]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("field", ["message", "help", "file", "record", "pointer"])
def test_nothing_that_is_repeated_makes_it_too_long(field: str, attack: str) -> None:
    found = page(
        as_markdown(
            report(*[problem(**{field: attack}, line=line) for line in range(1, 60)], attached=(attack,)),
            limit=0,
            changes=[attack] * 1_000,
        )
    )
    assert found.tags.count("h2") == 1


@given(reports())
def test_any_report_keeps_its_layout(shown: Report) -> None:
    found = page(as_markdown(shown, changes=[one.message for one in shown.problems]))
    assert found.tags.count("li") == 2 * len(shown.problems)


@given(reports())
def test_any_report_can_be_counted(shown: Report) -> None:
    page(as_markdown(shown, limit=1))
