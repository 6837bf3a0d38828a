"""Changelog: the sections of CHANGELOG.md, and the Data part of each, in the form of Keep a Changelog 1.1.0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

CHANGELOG = "CHANGELOG.md"
GROUPS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_UNRELEASED = "Unreleased"

_SECTION = re.compile(r"^## ", re.MULTILINE)
_DATA_PART = re.compile(r"^### Data[ \t]*\n(.*?)(?=^#{1,3} |\Z)", re.MULTILINE | re.DOTALL)
_GROUP = re.compile(r"^#### ", re.MULTILINE)
_RECORD = re.compile(r"`((?:source|actor|event|claim|assessment)/[^`\s]+)`")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?!https?:)[^)\s]+\)")
_VERSION = re.compile(r"Data ([0-9]+\.[0-9]+\.[0-9]+)")


def sections(changelog: str) -> list[str]:
    """Return what stands before the first section, and each section without the `## ` of its heading."""
    return _SECTION.split(changelog)


def heading(section: str) -> str:
    """Return the first line of a section."""
    return section.partition("\n")[0].strip()


def versions_of(section: str) -> list[str]:
    """Return the versions of the data that a section's heading names: one, or none."""
    return _VERSION.findall(heading(section))


def data_parts(section: str) -> list[str]:
    """Return what stands below each `### Data` of a section."""
    return _DATA_PART.findall(section)


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
    body = [f"{f'#### {name}' if name else ''}\n{text}\n" for name, text in groups]
    return f"Data {version} — {released.isoformat()}\n\n### Data\n\n" + "\n".join(one.lstrip("\n") for one in body)


def _grouped(parts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the text below each group of several parts, the same groups joined, in the order of Keep a Changelog."""
    found: dict[str, list[str]] = {}
    for part in parts:
        first, *named = _GROUP.split(part)
        for name, text in (("", first), *(tuple(one.split("\n", 1)) if "\n" in one else (one, "") for one in named)):
            if text.strip():
                found.setdefault(name.strip(), []).append(text.strip())
    order = ("", *GROUPS, *(name for name in found if name and name not in GROUPS))
    return [(name, "\n".join(found[name])) for name in order if name in found]


def from_history(history: str, version: str) -> str:
    """Return the section of a version as it stands in a changelog, from the changelog of the data alone."""
    for section in sections(history)[1:]:
        if heading(section).startswith(f"{version} — "):
            day, _, body = section.partition("\n")
            return f"Data {day.strip()}\n\n### Data\n\n{body.strip()}\n"
    raise ValueError(f"there is no section of {version}")


def with_release(changelog: str, section: str) -> str:
    """Return the changelog with a version's section below the unreleased one, whose Data part is empty from then on.

    The changelog is returned as it is if it has a section of the version already.
    """
    if any(section_of(changelog, version) is not None for version in versions_of(section)):
        return changelog
    head, *rest = sections(changelog)
    before = [_without_data(one) for one in rest if heading(one) == _UNRELEASED]
    after = [one for one in rest if heading(one) != _UNRELEASED]
    return "## ".join([head, *before, section.rstrip("\n") + "\n\n", *after]).rstrip("\n") + "\n"


def _without_data(section: str) -> str:
    return _DATA_PART.sub("### Data\n\n", section)


def is_ready(changelog: str) -> bool:
    """Return whether a changelog has one section of what is unreleased, with one Data part in it."""
    found = _unreleased(changelog)
    return len(found) == 1 and len(data_parts(found[0])) == 1


def _unreleased(changelog: str) -> list[str]:
    return [section for section in sections(changelog)[1:] if heading(section) == _UNRELEASED]


def data_history(changelog: str) -> str:
    """Return the changelog of the data alone: every released version's Data part, newest first.

    Links to files of the checkout are kept in the newest part, from which `from_history` makes the section there, and
    are their words alone in the others.
    """
    parts = ["# Changelog of the data\n"]
    for section in sections(changelog)[1:]:
        for version in versions_of(section):
            day = heading(section).rpartition("—")[2].strip()
            said = (part.strip("\n") + "\n" for part in data_parts(section))
            parts += [f"## {version} — {day}\n", *(_LINK.sub(r"\1", one) if len(parts) > 1 else one for one in said)]
    return "\n".join(parts)
