"""Report: the campaign's figures by operator and record kind, and the survivors one by one, as text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mutation.campaign import Outcome
from mutation.edits import shown
from mutation.fault import Truth
from mutation.ledgers import Ledger
from mutation.reasons import hole, reason

Rows = list[list[str]]
Ledgers = Mapping[str, Ledger]

_HEAD = """# Survivors

<!-- Written by `python -m mutation --write`; the reasons are in `mutation/reasons.py`. -->

Of {number} mutants, seed {seed}. *Wrong*: the schema or a documented rule forbids it. *Text*: only the text shows that
it is wrong. *Meaning*: another record that could be right; only somebody who reads the source can tell. *Same*: it
means what it meant, and must pass. The example ledger's texts are attached; the dataset's own text, which is its
publisher's, is not. A line is right if it is the edit's own, or the one at which a rule that joins several places shows
what is wrong (`mutation/judge.py` names them).
"""


def share(part: int, whole: int) -> str:
    """Return a share in per cent, or a dash of nothing."""
    return f"{100 * part / whole:.2f}" if whole else "-"


def wrong(found: Iterable[Outcome]) -> list[Outcome]:
    """Return what has to be refused: what is wrong, and what the text shows to be wrong where it is attached."""
    return [one for one in found if one.mutant.fault.truth is Truth.WRONG or (_by_text(one) and one.read)]


def _by_text(one: Outcome) -> bool:
    return one.mutant.fault.truth is Truth.TEXT


def summary(found: Sequence[Outcome]) -> Rows:
    """Return, by what is true of the mutants, how many there are, and are refused with and without the text."""
    groups = {truth.value: [one for one in found if one.mutant.fault.truth is truth] for truth in Truth}
    groups["all but the same"] = [one for one in found if one.mutant.fault.truth is not Truth.SAME]
    head = ["truth", "mutants", "refused", "%", "without text", "%"]
    return [head, *([name, *_refused(group)] for name, group in groups.items())]


def _refused(group: Sequence[Outcome]) -> list[str]:
    seen, blind = sum(one.refused for one in group), sum(one.without_text for one in group)
    return [str(len(group)), str(seen), share(seen, len(group)), str(blind), share(blind, len(group))]


def table(found: Sequence[Outcome], by: Callable[[Outcome], str], name: str) -> Rows:
    """Return the figures of the mutants that have to be refused, in groups: refused, where shown, how many problems."""
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for one in wrong(found):
        groups[by(one)].append(one)
    head = [name, "mutants", "refused", "%", "at the edit", "joined", "elsewhere", "right line %", "problems", "one %"]
    return [head, *([key, *_figures(groups[key])] for key in sorted(groups)), ["all", *_figures(wrong(found))]]


def _figures(group: Sequence[Outcome]) -> list[str]:
    told = [one for one in group if one.problems]
    places = Counter(one.where for one in told)
    at, joined, elsewhere = (places[where] for where in ("at the edit", "where the rule joins", "elsewhere"))
    problems = sum(len(one.problems) for one in told)
    refused, single = sum(one.refused for one in group), sum(len(one.problems) == 1 for one in told)
    shares = [share(at + joined, len(told)), f"{problems / max(len(told), 1):.2f}", share(single, len(told))]
    return [str(len(group)), str(refused), share(refused, len(group)), str(at), str(joined), str(elsewhere), *shares]


def aligned(rows: Rows) -> str:
    """Return rows as text in columns, the first to the left and figures to the right."""
    first, *widths = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = (
        [name.ljust(first), *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))]
        for name, *cells in rows
    )
    return "\n".join("  ".join(line) for line in lines)


def _markdown(rows: Rows, *, figures: bool = True) -> Iterator[str]:
    head, *body = rows
    rule = ["---", *("---:" if figures else "---" for _ in head[1:])]
    for row in (head, rule, *body):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def survivors(found: Sequence[Outcome], ledgers: Ledgers, seed: int) -> str:
    """Return the page of survivors: the figures, each mutant that should have been refused, and the others by sort."""
    same = [one for one in found if one.mutant.fault.truth is Truth.SAME and one.problems]
    sections: dict[str, Iterable[str]] = {
        "Figures": _markdown(summary(found)),
        "By record kind": _markdown(table(found, lambda one: one.mutant.kind, "record")),
        "By operator": _markdown(table(found, lambda one: one.mutant.operator, "operator")),
        "Wrong, and not refused": _listed([one for one in wrong(found) if not one.refused], ledgers, hole),
        "Refused at another line": _listed([one for one in wrong(found) if one.where == "elsewhere"], ledgers),
        "Refused, though it means the same": _listed(same, ledgers),
        "Raised something": _listed([one for one in found if one.fault], ledgers),
        "Only somebody who reads the source can tell": _markdown(_by_sort(found, ledgers), figures=False),
    }
    parts = ("\n".join([f"## {title}", "", *lines, ""]) for title, lines in sections.items())
    return "\n".join([_HEAD.format(number=len(found), seed=seed), *parts])


def _listed(
    found: Sequence[Outcome], ledgers: Ledgers, why: Callable[[str, str], str | None] | None = None
) -> Iterator[str]:
    if not found:
        yield "None."
    for one in sorted(found, key=lambda one: (one.mutant.operator, one.mutant.sort, one.mutant.path)):
        codes = " ".join(sorted({problem.code for problem in one.problems})) or one.fault
        said = why(one.mutant.operator, one.mutant.sort) or "Unexplained." if why else codes
        yield f"- {described(one, ledgers)}. {said}"


def described(one: Outcome, ledgers: Ledgers) -> str:
    """Return an outcome's mutant in one line."""
    mutant = one.mutant
    record = ledgers[mutant.ledger].records[mutant.path]
    before, after = shown(record, mutant.fault.edit)
    at = mutant.fault.at if isinstance(mutant.fault.at, str) else f"line {mutant.fault.at}"
    return f"{mutant.operator}, {mutant.sort}: `{record['id']}` {at}, `{before}` → `{after}`"


def _by_sort(found: Sequence[Outcome], ledgers: Ledgers) -> Rows:
    groups: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for one in found:
        if one.mutant.fault.truth is Truth.MEANING or (_by_text(one) and not one.read):
            groups[one.mutant.operator, one.mutant.sort].append(one)
    rows = [["operator", "field", "mutants", "survived", "why no rule can know", "such as"]]
    for (operator, sort), group in sorted(groups.items()):
        left = [one for one in group if not one.refused]
        blind = "Without the text nobody can tell; with it, it is refused."
        why = blind if all(map(_by_text, left)) else reason(operator, sort) or "Unexplained."
        if left:
            _, _, such = described(left[0], ledgers).partition(": ")
            rows.append([operator, sort, str(len(group)), str(len(left)), why, such])
    return rows
