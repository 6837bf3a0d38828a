"""SARIF: a check's problems in the Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from caucasus_ledger import __version__
from caucasus_ledger.dataset import identity
from caucasus_ledger.face import site
from caucasus_ledger.face.report import clip, count, json_text, visible

if TYPE_CHECKING:
    from caucasus_ledger.validators.check import Report
    from caucasus_ledger.validators.problem import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 5_000
"""Results that GitHub shows of a run; it refuses a file with more than 25,000, or of more than 10 MB compressed."""
_LONGEST = 1_000
"""Code points of a message, so that the file stays below that size whatever a record holds."""
_ROOT = "SRCROOT"
_Json = dict[str, Any]


def as_sarif(report: Report) -> str:
    """Return the report as a SARIF log with one run: the rules that are broken, and a result for each problem.

    At most 5,000 results, errors first; a notification says how many were left out. Files are relative to the
    ledger's root; columns are code points, the end exclusive.
    """
    kept = _most_grave(report.problems)
    codes = sorted({problem.code for problem in report.problems})
    run = {
        "tool": {"driver": _driver(codes)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"uri": (report.root.absolute() / "_").as_uri()[:-1]}},
        "invocations": [_invocation(report, len(report.problems) - len(kept))],
        "results": [_result(problem, codes.index(problem.code)) for problem in kept],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _most_grave(problems: Sequence[Problem]) -> list[Problem]:
    order = sorted(range(len(problems)), key=lambda index: problems[index].severity == "warning")
    return [problems[index] for index in sorted(order[:MOST_RESULTS])]


def _driver(codes: list[str]) -> _Json:
    driver = {"name": "Caucasus Ledger", "version": __version__, "semanticVersion": __version__}
    address = {"informationUri": identity.ADDRESS} if identity.ADDRESS else {}
    return driver | address | {"rules": [_rule(code) for code in codes]}


def _rule(code: str) -> _Json:
    from caucasus_ledger.face.rulebook import examples
    from caucasus_ledger.validators.rules import RULES

    rule = RULES[code]
    shown = [(title, text) for title, text in zip(("Bad", "Good"), examples(rule), strict=True) if text]
    plain = "\n\n".join([rule.mend, *(f"{title}:\n{text}" for title, text in shown)])
    marked = "\n\n".join([rule.mend, *(f"{title}:\n\n```\n{text}\n```" for title, text in shown)])
    page = site.rule_page(code)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": _message(rule.says)},
        "fullDescription": {"text": _message(f"{rule.says} {rule.mend}")},
        "help": {"text": _message(plain), "markdown": _braces(marked)},
        "defaultConfiguration": {"level": rule.severity},
        **({"helpUri": page} if page else {}),
    }


def _result(problem: Problem, rule: int) -> _Json:
    said = f"{clip(visible(problem.message), _LONGEST)}\n{clip(visible(problem.help), _LONGEST)}"
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": _message(said)},
        "locations": [_location(problem)],
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
    }


def _location(problem: Problem) -> _Json:
    where = f"{problem.record}#{problem.pointer}" if problem.pointer else problem.record
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(problem.file)), "uriBaseId": _ROOT},
            "region": {
                "startLine": problem.line,
                "startColumn": problem.column,
                "endLine": problem.line,
                "endColumn": problem.column + problem.length,
            },
        },
        "logicalLocations": [
            {
                "name": clip(visible(problem.record), _LONGEST),
                "fullyQualifiedName": clip(visible(where), _LONGEST),
                "kind": "value" if problem.pointer else "object",
            }
        ],
    }


def _fingerprint(problem: Problem) -> str:
    """Return what stays the same while the problem moves to another line.

    Its key is not `primaryLocationLineHash`: that one GitHub's upload action computes from the line, and it warns of
    each that differs.
    """
    parts = (problem.code, problem.record, problem.pointer, problem.message)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _invocation(report: Report, left_out: int) -> _Json:
    notes = [
        {"level": level, "descriptor": {"id": name}, "message": {"text": text}}
        for level, name, text in _notes(report, left_out)
    ]
    return {
        "executionSuccessful": True,
        "exitCode": 1 if report.errors else 0,
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _notes(report: Report, left_out: int) -> Iterator[tuple[str, str, str]]:
    if left_out:
        total = count(len(report.problems), "problem")
        yield "warning", "results-left-out", f"{left_out:,} of {total} are left out; `caucasus check` counts them all."
    if report.waiting:
        rules = f"{count(len(report.waiting), 'further rule')} ({', '.join(report.waiting)})"
        yield "note", "rules-waiting", f"{rules} wait until every record is valid and every reference leads somewhere."


def _message(text: str) -> str:
    """Return plain text as a message string that holds neither placeholders nor links (§3.11.5 and 3.11.6)."""
    return _braces(text).replace("](", "] (")


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
