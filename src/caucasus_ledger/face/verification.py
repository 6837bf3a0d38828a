"""Verification: what `caucasus verify` is asked about, and what it answers on releases, records, proofs and queries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caucasus_ledger.dataset import ledger as ledgers
from caucasus_ledger.dataset.ledger import VERSION, UnknownVersion, load, numbers, versions
from caucasus_ledger.dataset.manifest import MANIFEST, SUMS
from caucasus_ledger.dataset.records import RELEASES, Json
from caucasus_ledger.dataset.store import LedgerError, TamperedRelease
from caucasus_ledger.dataset.verify import cited_form, holds_release, is_cited, verify_release
from caucasus_ledger.face.prose import field, heading
from caucasus_ledger.face.report import count, visible

if TYPE_CHECKING:
    from caucasus_ledger.dataset.verify import Verification

_LARGEST = 1 << 24
"""Bytes of the largest proof or query that is read."""
_SHOWN = 50
"""Differences that are told one by one."""
_CHECKS = {
    "manifest": "manifest", "lists": "list", "file": "file", "chain": "chain link", "records": "record check",
    "table": "table", "fingerprint": "fingerprint", "unf": "UNF", "swhid": "SWHID", "metadata": "metadata check",
    "cited": "given fingerprint",
}  # fmt: skip
"""What people call what is proven, by the name of its check."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is printed as JSON, what as text, whether all of it holds, and whether anything vouches for it.

    `vouched` is False for a proof alone that is consistent in itself, and whose fingerprint nothing else names.
    """

    proven: bool
    content: Any
    lines: tuple[str, ...]
    vouched: bool = True

    @property
    def code(self) -> int:
        """The exit code: 0 all is proven, 1 something differs, 3 nothing vouches for the fingerprint."""
        if not self.vouched:
            return 3
        return 0 if self.proven else 1


def answer(what: str | None, cited: str | None, version: str | None) -> Answer:
    """Return what came of verifying a version, a folder, a file or a record; without any, each release of the package.

    `cited` is a fingerprint, long or short, `version` the release to look for a record in, as `load` takes it.
    Raises LedgerError for what is none of these.
    """
    found = _answer(what, cited_form(cited) if cited else None, version)
    text = json.dumps(found.content, ensure_ascii=False).encode("utf-8", "replace")  # half characters are not printed
    return replace(found, content=json.loads(text))


def _answer(what: str | None, given: str | None, version: str | None) -> Answer:
    path = Path(what) if what else None
    if what and not VERSION.fullmatch(what) and not (path and path.exists()) and not what.startswith((".", "/")):
        return _record(what, version, given)
    if version is not None:
        raise LedgerError("--version says where to look for a record; give the record's ID as well")
    if path and path.is_file() and path.name not in (MANIFEST, SUMS):
        return _document(path, given)
    return _releases(_folders(what), given)


def proof_of(record: str, version: str | None) -> Json:
    """Return the proof that a record belongs to a version. Raises LedgerError if it does not."""
    from caucasus_ledger.dataset.membership import prove

    ledger = load(version)
    tables = {name: ledger.table(name).to_pylist() for name in ledger.tables}
    try:
        return prove(tables, record, ledger.version)
    except LedgerError:
        return prove(tables, ledger.resolve(record), ledger.version)


def _folders(what: str | None) -> list[Path]:
    """Return the folders of the releases that are meant, oldest first, also of those whose manifest is gone."""
    if what is None:
        return _within(ledgers.RELEASES, "this package")
    if VERSION.fullmatch(what):
        if not (ledgers.RELEASES / what).is_dir():
            raise UnknownVersion(
                f"version {what} is not in this package, which holds {', '.join(versions()) or 'none'}"
            )
        return [ledgers.RELEASES / what]
    path = Path(what)
    folder = path.parent if path.is_file() else path
    if holds_release(folder):
        return [folder]
    return _within(folder / RELEASES if (folder / RELEASES).is_dir() else folder, visible(what))


def _within(archive: Path, name: str) -> list[Path]:
    found = archive.iterdir() if archive.is_dir() else ()
    folders = [path for path in found if VERSION.fullmatch(path.name) and path.is_dir()]
    if not folders:
        raise LedgerError(f"{name} holds no release")
    return sorted(folders, key=lambda path: numbers(path.name))


def _releases(folders: list[Path], given: str | None) -> Answer:
    """Return the answer for releases; a fingerprint is held against the only one, or else those that state it."""
    chosen = [folder for folder in folders if given is None or is_cited(_stated(folder), given)]
    if given and len(folders) == 1:
        chosen = folders
    if not chosen:
        raise LedgerError(f"none of {count(len(folders), 'release')} states the fingerprint {given}")
    found = [verify_release(folder, given, ledgers.RELEASES) for folder in chosen]
    lines = [line for one in found for line in (*_lines(one), "")][:-1]
    return Answer(all(one.proven for one in found), [_plain(one) for one in found], tuple(lines))


def _stated(folder: Path) -> str | None:
    """Return the fingerprint that a release's manifest states, if it is one."""
    from caucasus_ledger.dataset.manifest import parse

    try:
        return parse((folder / MANIFEST).read_bytes()).fingerprint
    except (OSError, ValueError):
        return None


def _plain(found: Verification) -> Json:
    return {
        "version": found.version,
        "folder": str(found.folder),
        "fingerprint": found.fingerprint,
        "proven": found.proven,
        "vouchers": list(found.vouchers),
        "findings": [asdict(finding) for finding in found.findings],
    }


def _lines(found: Verification) -> Iterator[str]:
    """Yield the lines on one release: how much is proven, what differs, what was left out, who vouches for it."""
    from caucasus_ledger.dataset.fingerprint import short

    yield from heading(f"Release {found.version}", short(found.fingerprint) if found.fingerprint else "no fingerprint")
    yield ""
    counts = Counter(finding.check for finding in found.of("proven"))
    yield from field("Proven", [", ".join(count(n, _CHECKS[check]) for check, n in counts.items()) or "nothing"])
    reasons = Counter(finding.said for finding in found.of("skipped"))
    first = {finding.said: finding.where for finding in reversed(found.of("skipped"))}
    skipped = [f"{first[said]}{f' and {n - 1} more' * (n > 1)}: {said}" for said, n in reasons.items()]
    yield from field("Left out", skipped[:_SHOWN] + [f"and {len(skipped) - _SHOWN} more"] * (len(skipped) > _SHOWN))
    yield from field("Vouched by", found.vouchers or [_UNVOUCHED])
    differing = found.of("differs")
    for finding in differing[:_SHOWN]:
        where = f"{finding.where}: " if finding.where else ""
        yield click.style(visible(f"✗ {where}{finding.said}"), fg="red")
    if more := differing[_SHOWN:]:
        yield click.style(f"✗ and {len(more)} more (--format json tells them all)", fg="red")
    if found.proven:
        left = f", {len(found.of('skipped'))} left out" * bool(reasons)
        yield click.style(f"✓ all {count(len(found.of('proven')), 'check')} hold{left}", fg="green")
    else:
        do = "does" if len(differing) == 1 else "do"
        yield f"{len(differing)} of {count(len(found.findings), 'check')} {do} not hold"


_UNVOUCHED = (
    "nothing outside its folder: data and digests that were changed together would not be found. Hold it against the "
    "fingerprint of a citation with --fingerprint"
)


def _record(name: str, version: str | None, given: str | None) -> Answer:
    proof = proof_of(name, version)
    return _proven(proof, given, at_hand=True)


def _document(path: Path, given: str | None) -> Answer:
    """Return the answer for a file that holds a proof or a saved query. Raises LedgerError for any other."""
    if path.stat().st_size > _LARGEST:
        raise LedgerError(f"{path} has more than {_LARGEST} bytes, and no proof or query has")
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict) and "qid" in found:
        return _query(found, given)
    if isinstance(found, dict) and "proof" in found:
        return _proven(found, given)
    raise LedgerError(
        f"{path} is no proof, as `caucasus verify ID --proof` writes it, and no query, as `caucasus cite --where` does"
    )


def _proven(proof: Json, given: str | None, *, at_hand: bool = False) -> Answer:
    """Return the answer for a proof: whether it holds, and for which release of the package.

    What vouches for its fingerprint is a fingerprint that is given, a release of the package, or the release `at_hand`
    from which the proof was just made. Without any, whoever wrote the proof may have invented all of it.
    """
    from caucasus_ledger.dataset.fingerprint import short
    from caucasus_ledger.dataset.membership import check_proof

    wrong = check_proof(proof)
    fingerprint = None if wrong else str(proof["fingerprint"])
    if fingerprint and given and not is_cited(fingerprint, given):
        wrong = [f"it is for the fingerprint {fingerprint}, not {given}"]
    held = {version: _stated(ledgers.RELEASES / version) for version in versions()}
    holding = [version for version, stated in held.items() if stated == fingerprint and fingerprint]
    if fingerprint and not wrong and held.get(proof["version"], fingerprint) != fingerprint:
        wrong = [f"release {proof['version']} of the package has the fingerprint {held[proof['version']]}"]
    vouched = bool(wrong or given or holding or at_hand)
    content = {
        "record": proof.get("record"), "version": proof.get("version"), "fingerprint": proof.get("fingerprint"),
        "proven": vouched and not wrong, "vouched": vouched and not wrong, "releases": holding, "problems": wrong,
    }  # fmt: skip
    if wrong:
        lines = [click.style(visible(f"✗ {said}"), fg="red") for said in wrong[:_SHOWN]]
        return Answer(False, content, (*lines, "the proof does not hold"))
    rows = Counter(shown["table"] for shown in proof["rows"])
    hashes = [len(shown["path"]) for shown in proof["rows"]]
    told = [f"{count(n, 'row')} of {table}" for table, n in rows.items()]
    known = f"release {', '.join(holding)} of this package" if holding else "no release of this package"
    verdict = (
        click.style("✓ the record is in the version of this fingerprint", fg="green")
        if vouched
        else click.style("consistent in itself, but nothing vouches for the fingerprint", fg="yellow")
    )
    return Answer(
        vouched,
        content,
        (
            *heading(str(proof["record"]), short(str(proof["fingerprint"]))),
            "",
            *field("Proven" if vouched else "Consistent", [", ".join(told)]),
            *field("Hashes", [f"{sum(hashes)}, at most {max(hashes)} a row"]),
            *field("Fingerprint", [str(proof["fingerprint"])]),
            *field("That is", [known if holding or given else f"{known}; hold it against a citation: --fingerprint"]),
            verdict,
        ),
        vouched,
    )


def _query(document: Json, given: str | None) -> Answer:
    """Return the answer for a saved query: run again on its version, whose release is held against its fingerprint."""
    from caucasus_ledger.dataset.query import rerun

    try:
        outcome = rerun(document)
    except TamperedRelease:
        outcome = None
    version = str(document["version"])
    release = _releases([ledgers.RELEASES / version], given or cited_form(str(document["fingerprint"])))
    proven = outcome is not None and outcome.proven and release.proven
    content = {
        "qid": document["qid"], "version": version, "n": outcome.n if outcome else None, "proven": proven,
        "differences": [asdict(difference) for difference in outcome.differences] if outcome else None,
        "releases": release.content,
    }  # fmt: skip
    if outcome is None:
        told = [click.style("✗ the query was not run again, since its release is not what was released", fg="red")]
    elif outcome.proven:
        told = [click.style(f"✓ the query gives the same {count(outcome.n, 'record')} again", fg="green")]
    else:
        told = [click.style(visible(f"✗ {difference}"), fg="red") for difference in outcome.differences[:_SHOWN]]
    return Answer(
        proven, content, (*heading(f"Query {document['qid']}", f"of release {version}"), "", *told, "", *release.lines)
    )
