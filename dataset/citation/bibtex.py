"""BibTeX: a citation for LaTeX, in the fields of classic styles, and in those of BibLaTeX, which knows data sets.

Letters of all scripts stay as they are, in UTF-8, which LaTeX has read by default since 2018; what TeX would take for a
command or a ligature is written so that it prints as given.
"""

from __future__ import annotations

from caucasus_ledger.dataset.citation.cited import Cited
from caucasus_ledger.dataset.citation.text import remarks

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
}  # fmt: skip
_LIGATURES = ("--", "``", "''", "!`", "?`", ",,")


def bibtex(cited: Cited) -> str:
    """Return an entry for classic BibTeX styles, which have no type for data: the version stands in the note."""
    note = ". ".join([f"Version {cited.version} [Data set]", *remarks(cited)])
    fields = [*_head(cited), ("year", cited.year), *_container(cited, "booktitle"), ("note", escape(note) + ".")]
    return _entry("incollection" if cited.item else "misc", cited.key, fields + _links(cited))


def biblatex(cited: Cited) -> str:
    """Return a BibLaTeX entry: of type dataset, or for a record one in a collection."""
    version = ("booktitleaddon", f"Version {cited.version}, data set") if cited.item else ("version", cited.version)
    note = ("note", escape(". ".join(remarks(cited))))
    fields = [*_head(cited), ("date", cited.released.isoformat()), *_container(cited, "booktitle"), version, note]
    return _entry("incollection" if cited.item else "dataset", cited.key, fields + _links(cited))


def escape(text: str) -> str:
    """Return a text so that TeX prints it as it is; braces stay balanced, as BibTeX counts escaped ones too."""
    found = []
    for number, letter in enumerate(text):
        if text[number - 1 : number] + letter in _LIGATURES:
            found.append("{}")
        found.append(_SPECIAL.get(letter, letter))
    return "".join(found)


def _head(cited: Cited) -> list[tuple[str, str]]:
    """Return author and title, in braces of their own: a body has one name, and no style lowers a name's capital."""
    title = cited.item.title if cited.item else cited.title
    return [("author", f"{{{escape(cited.authors)}}}"), ("title", f"{{{escape(title)}}}")]


def _container(cited: Cited, field: str) -> list[tuple[str, str]]:
    container = [(field, f"{{{escape(cited.title)}}}")] if cited.item else []
    return [*container, ("publisher", f"{{{escape(cited.publisher)}}}")]


def _links(cited: Cited) -> list[tuple[str, str]]:
    """Return the fields that hold no prose, of which TeX is to take every character as it stands."""
    found = {"doi": cited.doi, "url": cited.address, "fingerprint": cited.fingerprint, "swhid": cited.swhid}
    found |= {"digest": cited.subset.digest} if cited.subset else {}
    return [(name, value) for name, value in found.items() if value]


def _entry(kind: str, key: str, fields: list[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in fields)
    lines = (f"  {name:<{width}} = {{{value}}}," for name, value in fields)
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])
