"""P: what a contribution may not do to what is there. These rules run where the check is told what to hold it against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from caucasus_ledger.dataset.changelog import CHANGELOG
from caucasus_ledger.dataset.diff import Change
from caucasus_ledger.dataset.records import CALLED, RELEASES, Json, kind_of
from caucasus_ledger.schema import Claim, Event
from caucasus_ledger.schema.span import DIGEST_WORDS
from caucasus_ledger.seeds.text import span_digest, words
from caucasus_ledger.validators.contribution import DATA, Contribution
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.rule import LEDGER, Example, Finding, Rule

_AGAINST_THE_CLAIM = ("refuted", "imprecise", "conflicting")
_CONTENT = ("statement", "kind", "attribution", "asserts", "modality", "quotation", "said", "forecast", "about")
_FIGURE = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter)\b"
)
_ARTICLES = frozenset({"a", "an", "the"})
_LIKENESS = 0.8
"""How alike two spellings of one word are at least, by the letters that they have in common."""
_KEPT = 1 / 3
"""Share of the words of what a record is called that it keeps as long as it is the same record."""

Search = Callable[[Intake], Iterator[Finding]]


def _of_contribution(search: Callable[[Contribution, Intake], Iterator[Finding]]) -> Search:
    """Return a search that finds nothing unless the files are held against something."""

    def of_intake(intake: Intake) -> Iterator[Finding]:
        if intake.contribution is not None:
            yield from search(intake.contribution, intake)

    return of_intake


def _gone(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    renamed = {old for old, _ in _renamed(contribution)}
    for change in contribution.changes:
        if change.how == "removed" and change.record not in renamed:
            yield Finding(change.record, "", f"{change.record} is in {contribution.base.name}, and its file is gone")


def _changed_ids(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    for old, new in _renamed(contribution):
        yield Finding(new, "", f"it is {old} under another identifier")


def _renamed(contribution: Contribution) -> Iterator[tuple[str, str]]:
    """Yield (old identifier, new one) of each record that went and came again, told by what it says."""
    added = {change.record: change.after or {} for change in contribution.changes if change.how == "added"}
    for change in contribution.changes:
        if change.how == "removed" and change.before:
            again = (record for record, plain in added.items() if _is_same(change.before, plain))
            if new := next(again, None):
                yield change.record, new
                del added[new]


def _is_same(one: Json, other: Json) -> bool:
    kind = kind_of(one)
    if kind != kind_of(other):
        return False
    called = CALLED.get(kind)
    if called and one.get(called) == other.get(called):
        return True
    return {**one, "id": ""} == {**other, "id": ""} or (kind == "source" and one.get("text") == other.get("text"))


def _reused_ids(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    for change in contribution.changes:
        if change.how == "restored":
            yield Finding(change.record, "/id", f"{change.record} was withdrawn, and an identifier is never used again")
        elif change.how == "changed" and _is_another(change):
            yield Finding(change.record, "/id", "nothing of what the record said is left: it is another one")


def _is_another(change: Change) -> bool:
    """Whether a record has few words of what it is called and no span in common with what it was; a source its text."""
    before, after = change.before or {}, change.after or {}
    kind = kind_of(after)
    if kind == "source":
        return bool(before["text"]["sha256"] != after["text"]["sha256"])
    if kind == "tombstone" or _spans(before) & _spans(after):
        return False
    old, new = _wording(before.get(CALLED[kind])), _wording(after.get(CALLED[kind]))
    return len(old & new) < _KEPT * len(old | new)


def _wording(text: Any) -> set[str]:
    return {word for word, _ in words(text)} if isinstance(text, str) else set()


def _spans(record: Json) -> set[tuple[Any, ...]]:
    items = [*record.get("evidence", ()), *record.get("mentions", ())]
    return {(item.get("source"), item.get("start")) for item in items if isinstance(item, dict)}


def _altered_tombstones(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    for change in contribution.changes:
        if change.how != "changed" or not change.before or kind_of(change.before) != "tombstone":
            continue
        for field in change.fields:
            if field.pointer == "/retracted/retracted_on" or (
                field.pointer == "/retracted/replaced_by" and field.before is not None
            ):
                yield Finding(change.record, field.pointer, f"the tombstone said {field.before}")


def _touched_releases(contribution: Contribution, intake: Intake) -> Iterator[Finding]:
    told = {f"{RELEASES}/{r.version}/manifest.json" for r in intake.releases if r.wanted is None}
    for release in intake.releases:
        wanted = release.wanted or {}
        told |= {f"{RELEASES}/{release.version}/{name}" for name in wanted if release.found[name] != wanted[name]}
    for path in contribution.base.touched or ():
        version = path.removeprefix(f"{RELEASES}/").partition("/")[0]
        if path.startswith(f"{RELEASES}/") and version in contribution.base.releases and path not in told:
            yield Finding(version, "", f"the contribution changes {path}", path)


def _release_of_others(contribution: Contribution, intake: Intake) -> Iterator[Finding]:
    for release in intake.releases:
        if contribution.base.touched is None or release.version in contribution.base.releases or release.wanted is None:
            continue
        if differing := sorted(release.ids ^ intake.ids):
            message = f"release {release.version} and the records differ in {differing[0]} and others, {len(differing)} in all"
            yield Finding(release.version, "", message, f"{RELEASES}/{release.version}/manifest.json")


def _claims_made_true(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    verdicts = _verdicts(contribution)
    for change in contribution.changes:
        if change.how == "changed" and change.record in verdicts and (edited := _edited(change)):
            message = f"an assessment calls the claim {verdicts[change.record]}, and here its {edited} is changed"
            yield Finding(change.record, f"/{edited}", message)


def _verdicts(contribution: Contribution) -> dict[str, str]:
    """Return the verdict that speaks against each claim, or against one of its fields, by the claim's identifier."""
    return {
        str(record.get("claim")): str(record["verdict"])
        for record in contribution.base.records.values()
        if kind_of(record) == "assessment" and record.get("verdict") in _AGAINST_THE_CLAIM
    }


def _edited(change: Change) -> str | None:
    """Return the field by which a claim says something else than before."""
    before, after = change.before or {}, change.after or {}
    changed = [name for name in _CONTENT if before.get(name) != after.get(name)]
    if "statement" in changed and _says_the_same(before.get("statement"), after.get("statement")):
        changed.remove("statement")
    return changed[0] if changed else None


def _says_the_same(before: Any, after: Any) -> bool:
    """Whether two wordings differ as the mending of a slip does: word for word the same, but for spelling and articles."""
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    old, new = ([word for word, _ in words(text) if word not in _ARTICLES] for text in (before, after))
    return _figures(before) == _figures(after) and len(old) == len(new) and all(map(_is_spelling_of, old, new))


def _is_spelling_of(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKENESS


def _figures_without_evidence(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    against = _verdicts(contribution)
    for change in contribution.changes:
        before, after = change.before or {}, change.after or {}
        if change.how != "changed" or kind_of(after) != "claim" or change.record in against:
            continue
        old, new = _figures(before.get("statement")), _figures(after.get("statement"))
        if old != new and before.get("evidence") == after.get("evidence"):
            message = f"the figures of the statement, {', '.join(old) or 'none'} before, change without the evidence"
            yield Finding(change.record, "/statement", message)


def _figures(statement: Any) -> list[str]:
    return _FIGURE.findall(statement.lower()) if isinstance(statement, str) else []


def _unlogged(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    if contribution.changes and not contribution.logged:
        count = len(contribution.changes)
        message = f"{count} record{'s' * (count > 1)} changed, and the Data part of {CHANGELOG} says nothing new"
        yield Finding(LEDGER, "", message, CHANGELOG)


def _outside(contribution: Contribution, intake: Intake) -> Iterator[Finding]:
    touched = contribution.base.touched or ()
    if not any(path.startswith(DATA) for path in touched):
        return
    for path in touched:
        if path != CHANGELOG and not path.startswith((*DATA, f"{RELEASES}/")):
            yield Finding(LEDGER, "", f"a contribution of data changes {path} as well", path)
    entry = intake.tree.entry(CHANGELOG)
    if entry is not None and entry.kind != "plain":
        yield Finding(LEDGER, "", f"{CHANGELOG} is no plain file any more", CHANGELOG)


def _copied_into_changelog(contribution: Contribution, intake: Intake) -> Iterator[Finding]:
    digests = {(source, digest): length for source, digest, length in _digests(intake) if digest}
    if any(_copied(line, digests) for line in contribution.new_entries):
        yield Finding(LEDGER, "", "a new line holds words that stand so in a source", CHANGELOG)


def _copied_sentences(contribution: Contribution, intake: Intake) -> Iterator[Finding]:
    """Texts new in the contribution in which words stand whose digest the ledger holds; the text is not needed."""
    digests = {(source, digest): length for source, digest, length in _digests(intake) if digest}
    for change in contribution.changes:
        was = set(_texts(change.before or {}))
        for pointer, text in _texts(change.after or {}):
            if pointer != "/quotation" and (pointer, text) not in was and (found := _copied(text, digests)):
                message = f"{len(words(found))} words, from character {text.index(found) + 1} on, stand so in a source"
                yield Finding(change.record, pointer, message)
    yield from _copied_into_changelog(contribution, intake)


def _digests(intake: Intake) -> Iterator[tuple[str, str | None, int]]:
    """Yield source, digest and length of every span that may have a digest."""
    for source in intake.sources:
        yield from ((source.id, sentence.digest, sentence.end - sentence.start) for sentence in source.sentences)
    for records in (intake.of(Event), intake.of(Claim)):
        for record in records:
            yield from ((item.source, item.digest, item.end - item.start) for item in record.evidence)


def _texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, member in items:
            yield from _texts(member, f"{pointer}/{key}")


def _copied(text: str, digests: Mapping[tuple[str, str], int]) -> str | None:
    """Return the longest stretch of a text that has the length and the digest of a known span."""
    starts = [start for _, start in words(text)]
    if len(starts) < DIGEST_WORDS:
        return None
    borders = set(starts) | {start + len(word) for word, start in words(text)}
    sources = {source for source, _ in digests}
    for length in sorted(set(digests.values()), reverse=True):
        for start in starts:
            end = start + length
            if end <= len(text) and (end in borders or text[end - 1 : end] in _CLOSING):
                exact = text[start:end]
                if any((source, span_digest(source, exact)) in digests for source in sources):
                    return exact
    return None


_CLOSING = frozenset(".!?…”»։")


def _rewritten_history(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    for version in contribution.rewritten:
        yield Finding(LEDGER, "", f"its section on the data of release {version} is not what it was", CHANGELOG)


def _changed_digests(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    """Digests of the same span of the same text that are not what they were."""
    for change in contribution.changes:
        if change.how != "changed":
            continue
        before, after = change.before or {}, change.after or {}
        for name in ("sentences", "evidence"):
            was = {_span_of(item): item.get("digest") for item in before.get(name, ())}
            for number, item in enumerate(after.get(name, ())):
                known = was.get(_span_of(item))
                if known and item.get("digest") != known:
                    message = f"the span is the same, and its digest was {known}"
                    yield Finding(change.record, f"/{name}/{number}", message)


def _span_of(item: Json) -> tuple[Any, ...]:
    return item.get("source"), item["start"], item["end"]


def _taken_ids(contribution: Contribution, _: Intake) -> Iterator[Finding]:
    rivals = contribution.base.rivals
    for change in contribution.changes:
        if change.before is None and change.record in rivals and rivals[change.record] != change.after:
            message = f"{contribution.base.name} has a record {change.record} of its own by now"
            yield Finding(change.record, "/id", message)


_MEETING = "event/2020-05-03-rivertown-meeting"
_RETITLED = "Northmark and Southmark meet in the town of Rivertown"
_DEATHS = "assessment/example-2020/ferry-deaths"
_DEATHS_FILE = f"dataset/records/{_DEATHS}.json"
_TOLL = "claim/example-2020/004"
_SINKING = "claim/example-2020/003"
_TOMBSTONE = "claim/example-2020/012"
_NEXT = "claim/example-2020/013"


def _other(record: str) -> tuple[tuple[str, str, Any], ...]:
    """Return the edits by which a copy of a claim becomes another one."""
    return (record, "/statement", "A ferry went under."), (record, "/kind", "state")


_COUNTED = (("event/2020-ferry-sinks", "/deaths", {"low": 5, "best": 5, "high": 5}),)

RULES = (
    Rule("P004", "gone-without-tombstone", "A contribution removes a record and leaves no tombstone.",
         "Put a tombstone in its place: id and retracted with reason, retracted_on and, if there is one, replaced_by.",
         Example(_DEATHS, raw=b"", path=f"-{_DEATHS_FILE}", at="", against=True), search=_of_contribution(_gone)),
    Rule("P005", "identifier-changed", "A contribution gives a record another identifier.",
         "Give it back its identifier and path. If it must go, leave a tombstone there that names the new one as replaced_by.",
         Example("assessment/example-2020/deaths-at-sea", "", _DEATHS, at="", against=True, files=((_DEATHS_FILE, None),)),
         search=_of_contribution(_changed_ids)),
    Rule("P006", "identifier-reused", "A contribution uses an identifier again, for another record.",
         "Restore what was there, and give the new record an identifier of its own.",
         Example(_TOMBSTONE, "", _SINKING, at="/id", against=True, also=_other(_TOMBSTONE)), search=_of_contribution(_reused_ids)),
    Rule("P007", "tombstone-altered", "A contribution changes when a record was withdrawn, or what replaced it.",
         "Restore the tombstone. Only its reason may be worded better, and a missing replaced_by be added.",
         Example(_TOMBSTONE, "/retracted/retracted_on", "2020-08-09", against=True), search=_of_contribution(_altered_tombstones)),
    Rule("P008", "release-touched", "A contribution changes a file of a release that there is already.",
         "Restore it from version control; a correction goes into the records, and from there into a new release.",
         Example("0.1.0", path="dataset/releases/0.1.0/note.txt", raw=b"more\n", released=True, at="", against=True),
         search=_of_contribution(_touched_releases)),
    Rule("P009", "release-of-other-records", "A new release and the records that it should hold differ.",
         "Build the release anew from the records as they are.",
         Example(_NEXT, "", _SINKING, at="", owner="0.1.0", released=True, late=True, against=True, also=_other(_NEXT)),
         search=_of_contribution(_release_of_others)),
    Rule("P010", "claim-made-true", "A claim that an assessment speaks against is edited.",
         "Leave the claim as the source makes it; what is true stands in the assessment. If the source was misread, put a tombstone here and code its words anew.",
         Example(_TOLL, "/statement", "Five people lost their lives.", against=True, before=((_DEATHS, "/verdict", "refuted"),), also=_COUNTED),
         search=_of_contribution(_claims_made_true)),
    Rule("P011", "changelog-behind", "A contribution changes records, and the changelog's Data part does not say so.",
         "Add a line below '### Data' of the topmost section of CHANGELOG.md.",
         Example(_MEETING, "/title", _RETITLED, at="", owner=LEDGER, against=True, logged=False), search=_of_contribution(_unlogged)),
    Rule("P012", "outside-the-data", "A contribution of data touches other files than records, sources and the changelog.",
         "Take the file out of this contribution; a change of code or documentation is one of its own.",
         Example(_MEETING, "/title", _RETITLED, at="", owner=LEDGER, against=True, files=(("text.txt", b"Another text.\n"),)),
         search=_of_contribution(_outside)),
    Rule("P013", "figure-without-evidence", "The figures of a statement change, and its evidence does not.",
         "Look again at the words: the text has not changed. If the figure was miscoded, say so in the changelog.",
         Example(_TOLL, "/statement", "Five people lost their lives.", against=True, also=_COUNTED), severity="warning",
         search=_of_contribution(_figures_without_evidence)),
    Rule("P014", "identifier-taken", "A new record has an identifier that the base has given to another one meanwhile.",
         "Take the next free identifier; for claims, name the file new.json and run `caucasus check --fix --against main`.",
         Example(_NEXT, "", _SINKING, at="/id", against=True, also=_other(_NEXT), meanwhile=((_NEXT, "", _TOLL),)),
         search=_of_contribution(_taken_ids)),
    Rule("P015", "copied-sentence", "A contribution copies words of a source, which their digest tells without the text.",
         "Say it in other words; the span says where the source says it.",
         Example(_SINKING, "/note", "It reads: “a ferry of the Blue Line sank on the way to the meeting”.", against=True),
         search=_of_contribution(_copied_sentences)),
    Rule("P016", "history-rewritten", "A contribution changes what the changelog says of a release.",
         "Restore the section; what is new stands in the topmost one.",
         Example(_MEETING, "/title", _RETITLED, at="", owner=LEDGER, against=True, released=True,
                 files=(("CHANGELOG.md", b"# Changelog\n\n## Unreleased\n\n### Data\n- Another title.\n"),)),
         search=_of_contribution(_rewritten_history)),
    Rule("P017", "digest-changed", "A contribution changes the digest of words that stay the same.",
         "Restore the digest; if the span was wrong, correct its offsets, and `caucasus check --fix` with --text adds the digest.",
         Example("claim/example-2020/010", "/evidence/0/digest", "0" * 32, at="/evidence/0", against=True),
         search=_of_contribution(_changed_digests)),
)  # fmt: skip
