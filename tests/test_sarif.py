"""SARIF: the log is valid by the published schema, names places that are there, and other tools read it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from syrupy.assertion import SnapshotAssertion

from caucasus_ledger import __version__
from caucasus_ledger.dataset import identity
from caucasus_ledger.face.sarif import MOST_RESULTS, as_sarif
from caucasus_ledger.validators.check import Report
from caucasus_ledger.validators.problem import Problem
from caucasus_ledger.validators.rules import RULES
from reports import ATTACKS, many, problem, report, reports, typical

PUBLISHED = Path(__file__).parent / "published" / "sarif-2.1.0-rtm.5.json"
SCHEMA = Draft4Validator(json.loads(PUBLISHED.read_text(encoding="utf-8")))


def run(shown: Report) -> dict[str, Any]:
    """Return the one run of a log that is valid by the schema and by what the standard says beside it."""
    text = as_sarif(shown)
    assert all(character.isprintable() or character == "\n" for character in text)
    log = json.loads(text)
    assert [error.message for error in SCHEMA.iter_errors(log)] == []
    (found,) = log["runs"]
    for result in found["results"]:
        assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] in found["originalUriBaseIds"]
        assert urlsplit(place["artifactLocation"]["uri"])[:2] == ("", "")
        assert place["region"]["endColumn"] > place["region"]["startColumn"]
    return dict(found)


def result(one: Problem) -> dict[str, Any]:
    (found,) = run(report(one))["results"]
    return dict(found)


def fingerprint(one: Problem) -> str:
    return str(result(one)["partialFingerprints"]["problem/v1"])


def test_the_log_of_a_report(snapshot: SnapshotAssertion) -> None:
    assert as_sarif(typical()).replace(f'"{__version__}"', '"VERSION"') == snapshot


def test_a_clean_report_has_no_results() -> None:
    found = run(report())
    assert (found["results"], found["tool"]["driver"]["rules"]) == ([], [])
    assert found["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_the_tool_is_the_package() -> None:
    driver = run(report())["tool"]["driver"]
    assert (driver["version"], driver["semanticVersion"]) == (__version__, __version__)
    assert all(part.isdecimal() for part in __version__.split(".", 2)[:2])


@pytest.mark.parametrize("code", RULES)
def test_a_rule_tells_what_the_catalogue_says(code: str) -> None:
    (rule,) = run(report(problem(code=code)))["tool"]["driver"]["rules"]
    known = RULES[code]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]["level"]) == (code, known.name, known.severity)
    assert rule["shortDescription"]["text"] == known.says
    for text in (rule["help"]["text"], rule["help"]["markdown"]):
        assert text.replace("{{", "{").replace("}}", "}").startswith(f"{known.mend}\n\nBad:\n")
    assert max(len(rule["name"]), len(rule["fullDescription"]["text"]) // 4) < 255
    assert "helpUri" not in rule


def test_rules_lead_to_the_site_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "ADDRESS", "https://example.org/ledger")
    driver = run(report(problem()))["tool"]["driver"]
    assert driver["informationUri"] == "https://example.org/ledger"
    assert driver["rules"][0]["helpUri"] == "https://example.org/ledger/rules.html#f004-not-in-code-list"


@pytest.mark.parametrize(
    "name", ["a b.json", "a:b.json", "é.json", "100%.json", "a?b#c.json", "\udcff.json", "\n.json"]
)
def test_a_file_is_found_from_the_root(name: str) -> None:
    found = run(report(problem(file=name), root=Path("/the ledger")))
    base = found["originalUriBaseIds"]["SRCROOT"]["uri"]
    uri = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert base == "file:///the%20ledger/"
    assert unquote_to_bytes(urlsplit(urljoin(base, uri)).path) == b"/the ledger/" + name.encode(
        "utf-8", "surrogateescape"
    )


def test_the_root_of_all_is_a_root() -> None:
    assert run(report(root=Path("/")))["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///"


def test_a_place_is_told_by_line_column_and_name() -> None:
    (location,) = result(problem(line=5, column=13, length=8))["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": 5, "startColumn": 13, "endLine": 5, "endColumn": 21
    }  # fmt: skip
    assert location["logicalLocations"] == [
        {"name": "event/a", "fullyQualifiedName": "event/a#/realis", "kind": "value"}
    ]
    (whole,) = result(problem(pointer=""))["locations"]
    assert whole["logicalLocations"][0] == {"name": "event/a", "fullyQualifiedName": "event/a", "kind": "object"}


def test_a_fingerprint_stays_when_lines_move_and_differs_when_the_problem_does() -> None:
    known = fingerprint(problem())
    assert known == fingerprint(problem(line=7, column=9, length=2, help="Mend it otherwise."))
    others = [problem(**{field: "F001"}) for field in ("code", "record", "pointer", "message")]
    assert len({known, *map(fingerprint, others)}) == 5


def test_of_too_many_results_errors_stay_and_a_notification_counts_the_rest() -> None:
    shown = many(10_000)
    first = [replace(one, code="X006", severity="warning") for one in shown.problems[:6_000]]
    found = run(replace(shown, problems=(*first, *shown.problems[6_000:])))
    levels = [one["level"] for one in found["results"]]
    errors = sum(one.severity == "error" for one in shown.problems[6_000:])
    assert len(levels) == MOST_RESULTS
    assert levels.count("error") == errors
    assert levels[: 5_000 - errors] == ["warning"] * (5_000 - errors)
    (note,) = found["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("5,000 of 10,000 problems are left out")


def test_rules_that_wait_are_notified() -> None:
    (note,) = run(report(problem(), waiting=("C016",)))["invocations"][0]["toolExecutionNotifications"]
    assert (note["level"], note["message"]["text"][:22]) == ("note", "1 further rule (C016) ")


def test_a_message_holds_neither_placeholders_nor_links() -> None:
    text = result(problem(message="{0} [a](https://example.org)"))["message"]["text"]
    assert text == "{{0}} [a] (https://example.org)\nMend it."


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
@pytest.mark.parametrize("field", ["message", "help", "record", "pointer"])
def test_no_text_breaks_the_log(field: str, attack: str) -> None:
    assert len(json.dumps(result(problem(**{field: attack})), ensure_ascii=False)) < 8_000


@given(reports())
def test_any_report_is_valid(shown: Report) -> None:
    found = run(shown)
    assert [one["ruleId"] for one in found["results"]] == [one.code for one in shown.problems]
    assert found["invocations"][0]["exitCode"] == (1 if shown.errors else 0)
