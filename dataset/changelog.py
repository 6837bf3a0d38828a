"""Changelog: the sections of CHANGELOG.md, and the Data part of each, in the form of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

CHANGELOG = "CHANGELOG.md"
GROUPS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_UNRELEASED = "Unreleased"

_SECTION = re.compile(r"^## ", re.MULTILINE)
_DATA_PART = re.compile(r"^### Data(?:[ \t]+#+)?[ \t]*\n(.*?)(?=^#{1,3} |\Z)", re.MULTILINE | re.DOTALL)
_GROUP = re.compile(r"^#### ", re.MULTILINE)
_ENTRY = re.compile(r"^(?=[-*+] |[0-9]+[.)] )|(?<=\n\n)(?=\S)", re.MULTILINE)
_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|[0-9]+[.)][ \t])*(`{3,}(?=[^`]*$)|~{3,})")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_OPEN = re.compile(rf"\[?{_UNRELEASED}\]?(?:\([^)]*\))?", re.IGNORECASE)
_DASH = re.compile(r"[ \t]*—[ \t]*|[ \t]+[–-]+[ \t]+")
_RECORD = re.compile(r"`((?:source|actor|event|claim|assessment)/[^`\s]+)`")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?!https?:)[^)\s]+\)")
_VERSION = re.compile(r"\bData ([0-9]+\.[0-9]+\.[0-9]+)(?![\w.+-])")


def sections(changelog: str) -> list[str]:
    """Return what stands before the first section, and each section without the `## ` of its heading."""
    return _split(_SECTION, changelog)


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what stands between the matches of a pattern, of which none is in a fenced block of code."""
    found = list(pattern.finditer(_unfenced(text)))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _unfenced(text: str) -> str:
    """Return a text of the same length with spaces for whatever stands in a closed block of code, fences and all."""
    lines = text.split("\n")
    fence, start = "", 0
    for number, line in enumerate(lines):
        if not fence:
            opening = _FENCE.match(line)
            fence, start = (opening[1], number) if opening else ("", 0)
        elif line.strip(" \t>").startswith(fence) and not line.strip(f" \t>{fence[0]}"):
            lines[start : number + 1] = [" " * len(inside) for inside in lines[start : number + 1]]
            fence = ""
    return "\n".join(lines)


def heading(section: str) -> str:
    """Return the first line of a section, without the `##` that may close it."""
    return _CLOSING.sub("", section.partition("\n")[0]).strip()


def versions_of(section: str) -> list[str]:
    """Return the versions of the data that a section's heading names: one, or none."""
    return _VERSION.findall(heading(section))


def data_parts(section: str) -> list[str]:
    """Return what stands below each `### Data` of a section."""
    return [section[part.start(1) : part.end(1)] for part in _DATA_PART.finditer(_unfenced(section))]


def section_of(changelog: str, version: str) -> str | None:
    """Return the section of a version of the data, or None."""
    return next((section for section in sections(changelog)[1:] if version in versions_of(section)), None)


def data_section(changelog: str, version: str, released: date, entries: Sequence[str]) -> str:
    """Return the section of a new version: the unreleased lines that people wrote on data, and what the diff says.

    `entries` is Markdown in groups, `#### Added` and its like, each followed by its list; one on a record of which
    people wrote themselves is left out.
    """
    written = [part for section in _unreleased(changelog) for part in data_parts(section)]
    told = {record for part in written for record in _RECORD.findall(part)}
    groups = _grouped([*written, "\n".join(line for line in entries if not told & {*_RECORD.findall(line)[:1]})])
    return f"Data {version} — {released.isoformat()}\n\n### Data\n\n{_body(groups)}"


def _grouped(parts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the text below each group of several parts, the same groups joined, in the order of Keep a Changelog."""
    found: dict[str, list[str]] = {}
    for part in parts:
        first, *named = _split(_GROUP, part)
        for name, text in (("", first), *((_group(one), one.partition("\n")[2]) for one in named)):
            if text.strip():
                found.setdefault(name, []).append(text.strip())
    order = ("", *GROUPS, *(name for name in found if name and name not in GROUPS))
    return [(name, "\n".join(found[name])) for name in order if name in found]


def _group(text: str) -> str:
    name = heading(text)
    return next((one for one in GROUPS if one.casefold() == name.casefold()), name)


def _body(groups: Iterable[tuple[str, str]]) -> str:
    return "\n".join((f"#### {name}\n" if name else "") + f"{text}\n" for name, text in groups)


def from_history(history: str, version: str) -> str:
    """Return the section of a version as it stands in a changelog, from the changelog of the data alone."""
    for section in sections(history)[1:]:
        if heading(section).startswith(f"{version} — "):
            day, _, body = section.partition("\n")
            return f"Data {day.strip()}\n\n### Data\n\n{body.strip()}\n"
    raise ValueError(f"there is no section of {version}")


def with_release(changelog: str, section: str) -> str:
    """Return the changelog with a version's section below the unreleased one, whose Data part loses what is in it.

    What was written there in the meantime stays, below its group. The changelog is returned as it is if it has a
    section of the version already.
    """
    if any(section_of(changelog, version) is not None for version in versions_of(section)):
        return changelog
    head, *rest = sections(changelog)
    before = [_without(section, one) for one in rest if _is_unreleased(one)]
    after = [one for one in rest if not _is_unreleased(one)]
    return "## ".join([head, *before, section.rstrip("\n") + "\n\n", *after]).rstrip("\n") + "\n"


def _without(released: str, section: str) -> str:
    """Return a section without the entries on data that a released one has in the same group."""
    told = {name: _bare(text) for name, text in _grouped(data_parts(released))}
    for part in reversed(list(_DATA_PART.finditer(_unfenced(section)))):
        groups = _grouped([section[part.start(1) : part.end(1)]])
        left = [(name, _untold(text, told.get(name, ""))) for name, text in groups]
        body = _body((name, text) for name, text in left if text)
        kept = f"### Data\n\n{body}\n" if body else "### Data\n\n"
        section = section[: part.start()] + kept + section[part.end() :]
    return section


def _untold(text: str, told: str) -> str:
    return "".join(entry for entry in _split(_ENTRY, text) if _bare(entry) not in told).strip()


def _bare(text: str) -> str:
    """Return the lines of a text without the space around them and it, each between line feeds."""
    return "\n".join(["", *(line.strip() for line in text.strip().split("\n")), ""])


def is_ready(changelog: str) -> bool:
    """Return whether a changelog has one section of what is unreleased, with one Data part in it."""
    found = _unreleased(changelog)
    return len(found) == 1 and len(data_parts(found[0])) == 1


def _unreleased(changelog: str) -> list[str]:
    return [section for section in sections(changelog)[1:] if _is_unreleased(section)]


def _is_unreleased(section: str) -> bool:
    return _OPEN.fullmatch(heading(section)) is not None


def data_history(changelog: str) -> str:
    """Return the changelog of the data alone: every released version's Data part, newest first.

    Links to files of the checkout are kept in the newest part, from which `from_history` makes the section there, and
    are their words alone in the others.
    """
    parts = ["# Changelog of the data\n"]
    for section in sections(changelog)[1:]:
        for version in versions_of(section):
            day = _DASH.split(heading(section))[1:][-1:]
            said = (part.strip("\n") + "\n" for part in data_parts(section))
            parts += [
                f"## {' — '.join([version, *day])}\n",
                *(_LINK.sub(r"\1", one) if len(parts) > 1 else one for one in said),
            ]
    return "\n".join(parts)
