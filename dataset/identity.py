"""Identity: what the dataset is called, what it is, who makes it and on what terms; said once, for all metadata."""

from __future__ import annotations

NAME = "caucasus-ledger"
TITLE = "Caucasus Ledger"
AUTHORS = "Caucasus Ledger contributors"
DESCRIPTION = (
    "Who did what to whom in the South Caucasus, and who says so: events, actors, claims with nested attribution and "
    "factuality, and assessments, traced to exact text spans."
)
KEYWORDS = ("event data", "claims", "attribution", "factuality", "South Caucasus", "Azerbaijan", "Armenia", "Russia")
LANGUAGE = "en"

LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
CODE_LICENCE = "MIT"

ADDRESS = ""
"""Address at which the dataset's pages are published, without a slash at its end; empty until there is one."""

DOI = ""
"""DOI reserved for the version that is released next; empty until an archive has given one."""
