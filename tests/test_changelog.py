"""Changelog: a release takes the Data part of what was unreleased, and leaves the rest as it is."""

from __future__ import annotations

from datetime import date

import pytest

from caucasus_ledger.dataset.changelog import (
    data_history,
    data_parts,
    data_section,
    from_history,
    heading,
    is_ready,
    section_of,
    sections,
    versions_of,
    with_release,
)

TEXT = """\
# Changelog

What is what.

## Unreleased

### Data

#### Changed
- The ferry has another name.

### Code

#### Added
- A command.

## Data 0.1.0 and Code 0.1.0 — 2020-08-01

### Data

#### Added
- The first source ([how](docs/how.md), [EDTF](https://example.org/edtf)).

### Code

#### Added
- All of it.
"""
DAY = date(2021, 2, 3)
ENTRIES = ["#### Added", "- 1 event: `event/a`.", "", "#### Changed", "- 2 claims."]


def section(text: str = TEXT) -> str:
    return data_section(text, "0.2.0", DAY, ENTRIES)


def test_the_parts_of_a_changelog_are_told_apart() -> None:
    head, unreleased, released = sections(TEXT)
    assert head.startswith("# Changelog")
    assert (heading(unreleased), versions_of(unreleased), versions_of(released)) == ("Unreleased", [], ["0.1.0"])
    assert data_parts(released) == [
        "\n#### Added\n- The first source ([how](docs/how.md), [EDTF](https://example.org/edtf)).\n\n"
    ]


def test_a_section_joins_what_people_wrote_and_what_the_diff_says() -> None:
    assert section() == (
        "Data 0.2.0 — 2021-02-03\n\n### Data\n\n#### Added\n- 1 event: `event/a`.\n\n"
        "#### Changed\n- The ferry has another name.\n- 2 claims.\n"
    )


def test_groups_stand_in_their_usual_order_and_others_behind() -> None:
    entries = ["Plain words.", "#### Oddities", "- One.", "#### Removed", "- Two.", "#### Added", "- Three."]
    assert [line for line in data_section("", "0.2.0", DAY, entries).splitlines() if line.startswith("####")] == [
        "#### Added", "#### Removed", "#### Oddities",
    ]  # fmt: skip
    assert "### Data\n\nPlain words.\n\n#### Added" in data_section("", "0.2.0", DAY, entries)


def test_the_release_gets_its_section_and_the_unreleased_data_part_is_empty() -> None:
    after = with_release(TEXT, section())
    assert [heading(one) for one in sections(after)[1:]] == [
        "Unreleased", "Data 0.2.0 — 2021-02-03", "Data 0.1.0 and Code 0.1.0 — 2020-08-01",
    ]  # fmt: skip
    assert sections(after)[1] == "Unreleased\n\n### Data\n\n### Code\n\n#### Added\n- A command.\n\n"
    assert sections(after)[3] == sections(TEXT)[2]
    assert sections(after)[2].rstrip("\n") == section().rstrip("\n")


def test_a_changelog_that_has_the_section_stays_as_it_is() -> None:
    after = with_release(TEXT, section())
    assert with_release(after, section()) == after


def test_a_changelog_without_anything_unreleased_gets_the_section_on_top() -> None:
    text = "# Changelog\n\n## Data 0.1.0 — 2020-08-01\n\n### Data\n- All.\n"
    assert with_release(text, section(text)) == text.replace("## Data 0.1.0", f"## {section(text)}\n## Data 0.1.0")
    assert with_release("", section("")).startswith("## Data 0.2.0")


def test_the_history_of_the_data_leaves_code_and_what_is_unreleased_out() -> None:
    history = data_history(with_release(TEXT, section()))
    assert "A command" not in history
    assert "All of it" not in history
    assert [line for line in history.splitlines() if line.startswith("## ")] == [
        "## 0.2.0 — 2021-02-03",
        "## 0.1.0 — 2020-08-01",
    ]
    assert "- The ferry has another name.\n- 2 claims." in history
    assert "- The first source (how, [EDTF](https://example.org/edtf)).\n" in history


def test_a_section_is_found_by_its_version() -> None:
    assert section_of(TEXT, "0.1.0") == sections(TEXT)[2]
    assert section_of(TEXT, "0.2.0") is None


def test_what_people_wrote_of_a_record_is_not_told_again() -> None:
    text = TEXT.replace("- The ferry has another name.", "- `claim/a/001`: the figure, which was misread.")
    entries = ["#### Changed", "- 2 claims.", "- `claim/a/001`: statement.", "- `claim/a/002`: note."]
    assert data_section(text, "0.2.0", DAY, entries).endswith(
        "#### Changed\n- `claim/a/001`: the figure, which was misread.\n- 2 claims.\n- `claim/a/002`: note.\n"
    )


def test_a_changelog_is_ready_with_one_place_for_notes_on_data() -> None:
    assert is_ready(TEXT)
    assert not is_ready(TEXT.replace("## Unreleased", "## Coming"))
    assert not is_ready(TEXT.replace("### Data", "### Records", 1))
    assert not is_ready(TEXT.replace("### Code", "### Data", 1))
    assert not is_ready("")


def test_what_was_written_after_the_release_stays_unreleased() -> None:
    later = TEXT.replace(
        "- The ferry has another name.\n",
        "- The ferry has another name.\n- The ferry has\n  two names.\n\n#### Fixed\n- The ferry has another name.\n",
        1,
    )
    after = with_release(later, from_history(data_history(with_release(TEXT, section())), "0.2.0"))
    assert data_parts(sections(after)[1]) == [
        "\n#### Changed\n- The ferry has\n  two names.\n\n#### Fixed\n- The ferry has another name.\n\n"
    ]
    assert section_of(after, "0.2.0") == section_of(with_release(TEXT, section()), "0.2.0")


def test_an_entry_that_was_told_in_full_goes_and_one_that_grew_stays() -> None:
    text = TEXT.replace(
        "- The ferry has another name.", "- One\n  of two.\n\n  More.\n- Two.\n\nWords.\n\nOther words."
    )
    assert data_parts(sections(with_release(text, section(text)))[1]) == ["\n"]
    grown = text.replace("- Two.\n", "- Two.\n  And more.\n").replace("Other words.", "Other words, and more.")
    assert data_parts(sections(with_release(grown, section(text)))[1]) == [
        "\n#### Changed\n- Two.\n  And more.\n\nOther words, and more.\n\n"
    ]


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```"])
def test_a_block_of_code_is_not_torn(fence: str) -> None:
    block = f"{fence}sh\n# one\n\n## Data 9.0.0\n### Code\n#### Added\n- a\n{fence}"
    text = TEXT.replace("- The ferry has another name.", f"- How:\n\n{block}\n- Another.")
    assert len(sections(text)) == len(sections(TEXT))
    assert is_ready(text)
    assert section_of(text, "9.0.0") is None
    made = section(text)
    assert f"#### Changed\n- How:\n\n{block}\n- Another.\n- 2 claims.\n" in made
    after = with_release(text, made)
    assert data_parts(sections(after)[1]) == ["\n"]
    assert from_history(data_history(after), "0.2.0") == made
    later = with_release(text.replace("# one\n", "# one more\n"), made)
    assert block.replace("# one\n", "# one more\n") in data_parts(sections(later)[1])[0]


def test_a_version_is_named_whole() -> None:
    for name in ("0.2.0-rc1", "0.2.0rc1", "0.2.0.1", "0.2.0+a"):
        assert versions_of(f"Data {name} — 2021-02-03\n") == []
    assert versions_of("Data 0.2.0 and Code 1.0.0 - 2021-02-03\n") == ["0.2.0"]
    early = TEXT.replace("## Data 0.1.0", "## Data 0.2.0-rc1 — 2021-01-01\n\n## Data 0.1.0")
    assert section_of(with_release(early, section(early)), "0.2.0") is not None


@pytest.mark.parametrize("line", ["[Unreleased]", "Unreleased ##", "unreleased", "[Unreleased](https://example.org)"])
def test_what_is_unreleased_has_several_spellings(line: str) -> None:
    text = TEXT.replace("## Unreleased", f"## {line}")
    assert is_ready(text)
    assert section(text) == section()
    assert with_release(text, section()) == with_release(TEXT, section()).replace("## Unreleased", f"## {line}")


def test_a_group_is_known_in_any_case_and_only_as_a_heading() -> None:
    entries = ["#### added", "- One.", "#### ADDED ####", "- Two.", "####Added", "- Three."]
    assert data_section("", "0.2.0", DAY, entries).endswith("#### Added\n- One.\n- Two.\n####Added\n- Three.\n")


@pytest.mark.parametrize(
    ("words", "history"),
    [
        (" - 2020-08-01", " — 2020-08-01"),
        (" – 2020-08-01", " — 2020-08-01"),
        ("—2020-08-01", " — 2020-08-01"),
        (" - 2020-08-01 ##", " — 2020-08-01"),
        ("", ""),
    ],
)
def test_the_day_stands_behind_any_dash(words: str, history: str) -> None:
    assert f"## 0.1.0{history}\n" in data_history(TEXT.replace(" and Code 0.1.0 — 2020-08-01", words))


def test_a_block_that_is_not_closed_swallows_nothing() -> None:
    text = TEXT.replace("- The ferry has another name.", "- How:\n```sh\n# one")
    assert [heading(one) for one in sections(text)[1:]] == [heading(one) for one in sections(TEXT)[1:]]
