"""Rulebook: the rules as pages, on the terminal and in the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import click

from caucasus_ledger.dataset.records import PACKAGE_ROOT, path_of
from caucasus_ledger.face.prose import field, heading
from caucasus_ledger.validators.rule import ABSENT, FAMILIES, Rule
from caucasus_ledger.validators.rules import RULES

_LONGEST = 200
"""Characters of a raw example that are shown."""


def find(code: str) -> Rule | None:
    """Return the rule of a code or a name, upper and lower case aside."""
    return next((rule for rule in RULES.values() if code.strip().casefold() in (rule.code.casefold(), rule.name)), None)


def as_row(rule: Rule) -> dict[str, Any]:
    """Return a rule as a JSON object."""
    bad, good = examples(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "says": rule.says,
        "mend": rule.mend,
        "fix": rule.mends,
        "bad": bad,
        "good": good,
    }


def as_rows() -> list[dict[str, Any]]:
    """Return all rules as JSON objects."""
    return [as_row(rule) for rule in RULES.values()]


def index() -> Iterator[str]:
    """Yield the lines of the list of all rules, by family."""
    for family, rules in groupby(RULES.values(), key=lambda rule: rule.family):
        yield click.style(f"{family}  {FAMILIES[family]}", bold=True)
        for rule in rules:
            mark = "Warning: " if rule.severity == "warning" else ""
            yield from field(f"  {rule.code}", [f"{mark}{rule.says}"])
        yield ""


def page(rule: Rule) -> Iterator[str]:
    """Yield the lines of a rule's page."""
    bad, good = examples(rule)
    yield from heading(rule.says, f"{rule.code} {rule.name}, {rule.severity}")
    yield ""
    yield from field("Mend", [rule.mend])
    yield from field("By command", [fix(rule)] if rule.mends else [])
    yield ""
    yield from (click.style(line, fg="red") for line in ("Bad:", *_indented(bad)))
    if good:
        yield from (click.style(line, fg="green") for line in ("Good:", *_indented(good)))


def fix(rule: Rule) -> str:
    """Return the sentence that says what `caucasus check --fix` does about a rule that it mends."""
    return f"`caucasus check --fix` mends it: it {rule.mends}."


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]


def examples(rule: Rule) -> tuple[str, str]:
    """Return the bad example as a fragment of its file, and the good one, which may be empty."""
    example = rule.example
    if example.raw is not None:
        return _raw(example.path or path_of(example.record), example.raw), ""
    if not example.pointer:
        return f"# {example.record}\n(a copy of {example.value} under another identifier)", ""
    edits = [(example.record, example.pointer, example.value), *example.also]
    bad = "\n".join(_fragment(*edit) for edit in edits if edit[1])
    return bad, "\n".join(_fragment(record, pointer, _was(record, pointer)) for record, pointer, _ in edits if pointer)


def _raw(path: str, content: bytes) -> str:
    if path.startswith("-"):
        return f"# {path[1:]}\n(removed)"
    text = content.decode("utf-8", "backslashreplace")
    lines = ["".join(c if c.isprintable() else ascii(c)[1:-1] for c in line) for line in text.splitlines()]
    shown = "\n".join(lines)
    return f"# {path}\n{shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…'}"


def _fragment(record: str, pointer: str, value: Any) -> str:
    shown = "(left out)" if value is ABSENT else json.dumps(value, ensure_ascii=not str(value).isprintable())
    return f"# {record}\n{pointer}: {shown}"


def _was(record: str, pointer: str) -> Any:
    """Return what the example ledger, which is in order, has at that place."""
    path = PACKAGE_ROOT / "validators" / "example" / path_of(record)
    value: Any = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else ABSENT
    for step in pointer.strip("/").split("/"):
        if isinstance(value, list):
            value = value[int(step)]
        else:
            value = value.get(step, ABSENT) if isinstance(value, dict) else ABSENT
    return value
