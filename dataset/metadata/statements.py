"""Statements: how the data came about and what they are good for, said once for all documents that ask."""

from __future__ import annotations

COLLECTION = (
    "Published texts are read whole. Every act in a text is recorded as an event, every proposition as a claim with "
    "the chain of those who convey it and how surely each commits to it, and every record is traced to positions in "
    "the text. The canonical text is identified by its SHA-256; positions count its Unicode code points."
)
ANNOTATION = (
    "Two codings of each text were made by machine, independently of one another, by written coding rules. A third "
    "pass compared them, decided their differences and wrote down why. No human coded the texts, and no figure "
    "of agreement between the two says how far people would agree."
)
ANNOTATORS = "The coders are machines; they have no demographics. They may share a misreading that no comparison shows."
PER_ITEM = "Two independent codings of each text, and one adjudicated result, which is what is released."
RAW = (
    "The texts are their publishers' and are not included. What is included of them is positions, digests of spans of "
    "eight words or more, names, and single quotations of named speakers; everything else is in other words."
)
BIASES = (
    "The data hold what the coded texts say, not what happened; the choice of texts decides what is there.",
    "Numbers of events do not measure how often such events occur.",
    "A text by one author carries that author's view; claims keep apart who says what, but not what was left unsaid.",
    "Two codings by machine may share errors; agreement between them is no evidence of being right.",
)
LIMITATIONS = (
    "Figures from so few texts support no inference about the region as a whole.",
    "An assessment says what outside sources amounted to on its day; it does not follow later findings by itself.",
    "Names of disputed places and bodies are those that they use themselves; rival names are aliases.",
)
USES = (
    "Study of attribution, hedging and factuality in reporting.",
    "Tests of automatic coding of events and claims.",
    "Teaching how records of events can be traced to words, and checked.",
)
NOT_FOR = (
    "Not for decisions about persons, for forecasts of conflict, or as a record of events that stands alone without "
    "its source. A claim must not be cited as a fact: it is what somebody says."
)
PERSONAL = (
    "Persons in public office or quoted in public are named, with what the texts say of their public acts. Persons who "
    "are not named in a text stay unnamed. Statements of political opinion are recorded as statements by those who "
    "made them in public."
)
IMPACT = (
    "The records concern conflicts that are not over. Quoting a claim without its claimant, or with more certainty "
    "than its text has, can do harm; each claim therefore carries its claimant and its factuality."
)
MAINTENANCE = (
    "Releases never change. A mistake is mended in the next release, whose changelog names every record that differs; "
    "a withdrawn record leaves a tombstone that says why and what to use in its stead. Versions follow Semantic "
    "Versioning: major where definitions or identifiers change, minor where records are added or recoded, patch where "
    "only metadata change."
)


def missing(where: str) -> str:
    """Return what an empty value means; `where` is where that is said of each variable."""
    return (
        "An empty value never means that something did not happen. What it does mean is said of each variable "
        f"{where}. Nothing is imputed; a date is never narrowed to a day that the text does not give."
    )
