"""Reports to render: small ones, one of ten thousand problems, any whatever, and texts that want to break out."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from caucasus_ledger.validators.check import Report
from caucasus_ledger.validators.problem import Problem
from caucasus_ledger.validators.rules import RULES

ROOT = Path("/ledger")
ERRORS = [rule for rule in RULES.values() if rule.severity == "error"]
WARNINGS = [rule for rule in RULES.values() if rule.severity == "warning"]

ATTACKS = {
    "clear screen": "\x1b[2J\x1b[1;1H",
    "title of the window": "\x1b]0;evil\x07",
    "link of the terminal": "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
    "one-byte escape": "\x9b31m\x9d0;evil\x9c",
    "bidi": "\u202egnp.exe\u2066",
    "lines of all kinds": "a\nb\rc\r\nd\x0be\x0cf\x1cg\x85h\u2028i\u2029j",
    "backspace": "wrong\b\b\b\b\bright\x7f",
    "command": "x\n::error file=a.json,line=1::forged",
    "command after a carriage return": "x\r::set-output name=a::b",
    "command at the start": "::stop-commands::token",
    "old command": "##[add-mask]the",
    "encoded line feed": "%0A::error::forged%0D%25",
    "properties": "a.json,line=7,title=forged::forged",
    "script": "<script>alert(1)</script>",
    "image of HTML": "<img src=x onerror=alert(1)>",
    "comment of HTML": "--> <!-- caucasus check --> <!--",
    "end of code": "</code></td></tr></table><h1>x</h1>",
    "character reference": "&lt;b&gt; &amp; &#64;everyone &nbsp;",
    "mention": "@everyone and @org/team, mail@example.org",
    "table": "| a | b |\n|---|---|\n| c | d |",
    "escaped pipe": "a \\| b \\\\| c",
    "fence": "```\n# x\n```",
    "tildes": "~~~ ~~struck~~",
    "backticks": "`a` ``b`` ```c",
    "link": "[here](https://example.org) [a][b] <https://example.org>",
    "image": "![a](https://example.org/a.png)",
    "address": "https://example.org http://example.org www.example.org WWW.example.org ftp://example.org",
    "mail": "mailto:a@example.org xmpp:a@example.org",
    "issue": "#1 GH-1 gh-2 org/repo#3",
    "heading": "# heading",
    "setext": "a\n===\nb\n---",
    "quotation": "> quoted",
    "list": "- [x] done",
    "number": "1. one",
    "alert": "> [!WARNING]",
    "footnote": "[^1] [^1]: a",
    "emphasis": "**a** __b__ *c* _d_",
    "formula": "$x$ $$y$$ $`z`$",
    "placeholder": "{0} {{1}} [a](0)",
    "end of CDATA": "]]><failure/>",
    "entity": '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
    "attachment": "[[ATTACHMENT|/etc/passwd]]",
    "null": "\0",
    "half a character": "\ud800",
    "no character": "\ufffe\uffff\U0001ffff",
    "stack of marks": "Z" + "\u0301" * 300,
    "wide": "中文𓀀👩‍👩‍👧",
    "long": "a" * 100_000,
    "long and costly": "@" * 100_000,
    "long and astral": "\U00013000" * 70_000,
    "spaces": "   ",
    "empty": "",
}


def problem(**fields: Any) -> Problem:
    known: dict[str, Any] = {
        "code": "F004", "severity": "error", "record": "event/a", "pointer": "/realis", "file": "a.json", "line": 1,
        "column": 1, "length": 1, "message": "it is wrong", "help": "Mend it."
    }  # fmt: skip
    return Problem(**known | fields)


def report(*problems: Problem, text: str = "", files: int = 1, **fields: Any) -> Report:
    known: dict[str, Any] = {
        "root": Path("ROOT"), "name": str(fields.get("root", "ROOT")), "paths": ("a.json",) * files,
        "problems": problems, "attached": (), "waiting": (), "texts": {"a.json": text},
    }  # fmt: skip
    return Report(**known | fields)


def typical() -> Report:
    """Return a report of two errors and a warning in two files, with what a checkout has."""
    ferry, port = "dataset/records/event/2020-ferry-sinks.json", "dataset/records/event/2020-06-port-closure.json"
    found = [
        problem(
            code="J004", record="event/2020-06-port-closure", pointer="/note", file=port, line=3, column=3, length=6,
            message="the key 'note' stands twice in one object", help=RULES["J004"].mend,
        ),
        problem(
            code="X006", severity="warning", record="event/2020-ferry-sinks", pointer="/title", file=ferry, line=3,
            column=12, length=30, message="'brutal' evaluates; a title only names the act", help=RULES["X006"].mend,
        ),
        problem(
            code="F004", record="event/2020-ferry-sinks", file=ferry, line=5, column=13, length=8,
            message="'actuel' is not in the code list: 'actual' or 'alleged'", help=RULES["F004"].mend,
        ),
    ]  # fmt: skip
    texts = {
        ferry: '{\n  "id": "event/2020-ferry-sinks",\n  "title": "A brutal storm sinks a ferry",\n'
        '  "type": "ACCIDENT",\n  "realis": "actuel"\n}\n',
        port: '{\n  "note": "a",\n  "note": "b"\n}\n',
    }
    return report(*found, root=ROOT, files=29, texts=texts, waiting=("C016", "E008"))


def many(number: int, *, files: int = 400, rules: int = 12, seed: int = 0) -> Report:
    """Return a report of so many problems, some rules broken far more often than others, in the order of a check."""
    pick = random.Random(seed)  # noqa: S311 - invented data
    catalogue = [*ERRORS[: rules - 2], *WARNINGS[:2]]
    weights = [1 / (rank + 1) for rank in range(len(catalogue))]
    names = [f"dataset/records/event/2020-{index:04}-it-happened.json" for index in range(files)]
    text = "{\n" + '  "title": "Something of some length that happened there",\n' * 200 + "}\n"
    found = [
        problem(
            code=rule.code, severity=rule.severity, record=name[16:-5], pointer=f"/evidence/{index}/start", file=name,
            line=pick.randrange(2, 200), column=pick.randrange(3, 20), length=pick.randrange(1, 30),
            message=f"'{index}' is not what it should be, as far as can be said", help=rule.mend,
        )
        for index in range(number)
        for rule in pick.choices(catalogue, weights)
        for name in [pick.choice(names)]
    ]  # fmt: skip
    found.sort(key=lambda one: (one.file, one.line, one.column, one.code, one.pointer))
    return report(*found, root=ROOT, files=files + 20, texts={one.file: text for one in found})


def _storable(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


texts = st.one_of(
    st.text(),
    st.text(st.characters(categories=["P", "S", "Z", "C"])),
    st.lists(st.sampled_from(list(ATTACKS.values())).map(lambda text: text[:80]) | st.text(max_size=3), max_size=4).map(
        "".join
    ),
)
paths = texts.filter(_storable) | st.sampled_from(["dataset/records/event/a.json", "a b.json", "\udcff.json"])
numbers = st.integers(1, 10_000)
problems = st.builds(
    lambda rule, **fields: Problem(code=rule.code, severity=rule.severity, **fields),
    rule=st.sampled_from(list(RULES.values())),
    record=texts,
    pointer=texts,
    file=paths,
    line=st.integers(1, 4),
    column=numbers,
    length=numbers,
    message=texts,
    help=texts,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    found = draw(st.lists(problems, max_size=5))
    contents = {one.file: draw(texts) for one in found}
    waiting = draw(st.sampled_from([(), ("C016", "E008")]))
    return report(*found, root=ROOT, files=len(contents), texts=contents, waiting=waiting)
