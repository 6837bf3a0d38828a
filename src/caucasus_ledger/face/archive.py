"""Archive: the commands about versions: make one, prove it, compare, cite, and give it to other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from caucasus_ledger.face import exporting
from caucasus_ledger.face.command import DATA, FORMAT, CannotRun, ledger_at, show_as

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("version")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the release. Default: today, in UTC.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be released, and write nothing.")
@FORMAT
def release(version: str, day: datetime | None, form: str, *, dry_run: bool) -> None:
    """Freeze the records of the checkout as VERSION, for good.

    The check has to find nothing, and the version to be as great as the changes since the last release require: major
    where an identifier or a definition goes, minor where records come or change, patch where only metadata do. Whoever
    was cut off runs it again.

    \b
    caucasus release 1.1.0 --dry-run
    caucasus release 1.1.0
    """
    from datetime import UTC
    from datetime import datetime as clock
    from pathlib import Path

    from caucasus_ledger.dataset.records import find_root
    from caucasus_ledger.face import releasing
    from caucasus_ledger.face.report import as_text

    root = find_root(Path.cwd())
    if root is None:
        raise CannotRun("you stand in no checkout of a ledger, and a release is made in one")
    try:
        made = releasing.release(root, version, (day or clock.now(UTC)).date(), write=not dry_run)
    except releasing.NotClean as error:
        click.echo(as_text(error.report))
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from error
    show_as(form, lambda: releasing.as_json(made), lambda: releasing.as_text(made, dry_run=dry_run))


@click.command()
@click.argument("what", metavar="[VERSION|DIR|FILE|ID]", required=False)
@click.option(
    "--fingerprint", "cited", metavar="FINGERPRINT", help="Hold it against the one that a paper gives, long or short."
)
@click.option("--proof", "proving", is_flag=True, help="With an ID: write the proof of its record as JSON.")
@click.option(
    "--version",
    "--data",
    "version",
    metavar="VERSION|PATH",
    help="With an ID: the release to look in, by version or folder; both names mean the same. "
    "Default: the newest in the package.",
)
@FORMAT
def verify(what: str | None, cited: str | None, version: str | None, form: str, *, proving: bool) -> None:
    """Prove that releases are what was released: compute every digest and fingerprint again, from every format.

    Without an argument: each release of the package. A FILE is a proof of one record, or a query that was saved. An
    ID is a record's: it is proven to be in the release, with as few hashes as somebody else needs to check it.

    \b
    caucasus verify                                         every release
    caucasus verify 1.0.0 --fingerprint ccd1:xxxx-xxxx-xxxx-xxxx
    caucasus verify ID --proof > proof.json                 for somebody else
    caucasus verify proof.json --fingerprint FINGERPRINT    needs no release

    \b
    Exit code 0: all is proven. 1: something differs, and it says what.
    2: it could not run. 3: a proof holds in itself, but nothing vouches for
    its fingerprint; give --fingerprint.
    """
    from caucasus_ledger.face import verification

    if proving:
        if what is None:
            raise click.UsageError("--proof writes the proof of one record; give its ID")
        if cited is not None:
            raise click.UsageError("--fingerprint is for whoever checks the proof; leave it out here")
        import json

        proof = json.dumps(verification.proof_of(what, version), ensure_ascii=False, indent=1)
        click.echo(proof.encode("utf-8", "replace"))
        return
    answer = verification.answer(what, cited, version)
    show_as(form, lambda: answer.content, lambda: answer.lines)
    raise SystemExit(answer.code)


@click.command()
@click.argument("old")
@click.argument("rest", metavar="[NEW] [ID]...", nargs=-1)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(["source", "actor", "event", "claim", "assessment"]),
    multiple=True,
    help="Records of this kind alone.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    help="Output format: markdown is GitHub's, html one page that loads nothing.",
)
def diff(old: str, rest: tuple[str, ...], kinds: tuple[str, ...], form: str) -> None:
    """Compare two versions: what was added, changed field by field, retracted, and the version that this requires.

    OLD and NEW are each a version, a folder with a release or a checkout, or `unreleased` for the checkout one stands
    in, which is also what NEW is by default; elsewhere the newest release is. With IDs, those records alone.

    \b
    caucasus diff 0.1.0                          what is new since
    caucasus diff 0.1.0 1.0.0 --kind claim
    caucasus diff 0.1.0 actor/armenia
    caucasus diff 0.1.0 --format html > changes.html

    \b
    Exit code 0: the two were compared, whatever differs. 2: they could not be.
    """
    from caucasus_ledger.face import differences

    new, ids = (rest[0], rest[1:]) if rest and differences.is_version(rest[0]) else (None, rest)
    found = differences.compare(old, new, ids, kinds)
    shown = "\n".join(differences.FORMS[form](found))
    click.echo(shown if form == "text" else shown.encode())  # what programs read is UTF-8 on every machine


@click.command()
@click.argument("name", metavar="ID|NAME", nargs=-1, required=True)
@DATA
@FORMAT
def history(name: tuple[str, ...], data: str | None, form: str) -> None:
    """Tell what became of a record from version to version, what it replaced, and what replaced it.

    The releases of the checkout one stands in are looked at, and what is not released yet; elsewhere those of the
    package. A record that only an old release has is found as well.

    \b
    caucasus history claim/scotti-2025/017
    caucasus history Baku
    """
    from caucasus_ledger.face import chronicle

    found = chronicle.chronicle(ledger_at(data), " ".join(name))
    show_as(form, lambda: chronicle.as_json(found), lambda: chronicle.as_text(found))


@click.command()
@click.argument("record", metavar="[ID|NAME]", nargs=-1)
@click.option("--where", "words", metavar="FILTER", help="Cite the records that fit, such as 'claims kind=prediction'.")
@click.option(
    "--version",
    "--data",
    "version",
    metavar="VERSION|PATH",
    help="The release to cite, by version or folder; both names mean the same. Default: the newest in the package.",
)
@click.option("--save", metavar="FILE", type=click.Path(dir_okay=False), help="With --where: keep the query, to prove.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "apa", "bibtex", "biblatex", "ris", "csl", "cff", "datacite"]),
    default="text",
    help="Citation format: csl is CSL-JSON for Zotero and Pandoc, cff a CITATION.cff, datacite JSON for a DOI.",
)
def cite(record: tuple[str, ...], words: str | None, version: str | None, save: str | None, form: str) -> None:
    """Print the citation of a release, of one record in it, or of the records that fit a filter.

    A filter names the kind of record, then conditions that all have to hold: a field, one of = != >= <= > <, and a
    value, or several with commas, of which any will do. Dates are EDTF; a name stands for the actor that has it.

    \b
    caucasus cite                                     the newest release
    caucasus cite claim/scotti-2025/017 --format ris  one record, with its source
    caucasus cite --where 'claims kind=prediction' --save predictions.json
    caucasus cite --where 'claims kind=prediction,conditional about=armenia'
    caucasus cite --where 'events when>=2025-06 involving="Russian authorities"'
    """
    if record and words is not None:
        raise click.UsageError("give an identifier or --where, not both; a filter stands in quotation marks")
    if len(record) > 1 and any("/" in word for word in record):
        raise click.UsageError("one record is cited at a time; several are a subset, as in --where 'claims id=A,B'")
    if save is not None and words is None:
        raise click.UsageError("--save keeps the query of --where; give both")
    from caucasus_ledger.face import citing

    if words is None:
        shown = citing.of_record(version, " ".join(record) if record else None, form)
    else:
        found = citing.selection(version, words)
        shown = found.cite(form)
        if save is not None:
            citing.save(found, words, save)
        click.echo(citing.told(found, save), err=True)
    click.echo(shown if form in ("text", "apa") else shown.encode())  # what programs read is UTF-8 on every machine


@click.command(epilog=f"Formats:\n\n\b\n{exporting.listing()}")
@click.argument("name", metavar="FORMAT", type=click.Choice(exporting.NAMES))
@click.argument("place", metavar="[OUT]", required=False)
@click.option(
    "--version",
    "--data",
    "data",
    metavar="VERSION|PATH",
    help="A release, or a folder that holds one or a checkout. Default: the newest release in the package.",
)
@click.option("--force", is_flag=True, help="Replace what is at OUT: a file, or a folder with such an export alone.")
def export(name: str, place: str | None, data: str | None, *, force: bool) -> None:
    """Give a release to other programs, in FORMAT, as the file or folder OUT.

    Without OUT it goes into the current folder under the name of the dataset and the version; OUT - is the standard
    output, for a format that is one text. Each export says which version it is, on what terms, and how to cite it.

    \b
    caucasus export sqlite
    caucasus export csv ~/data/ledger --version 0.1.0
    caucasus export graphml - > network.graphml
    """
    from caucasus_ledger.dataset.ledger import load

    ledger = ledger_at(data) if data else load()
    if place == "-":
        click.echo(exporting.text(name, ledger).encode(), nl=False)
    else:
        click.echo(exporting.write(name, ledger, place, force=force))


COMMANDS: tuple[click.Command, ...] = (
    release,
    verify,
    diff,
    history,
    cite,
    export,
)
"""The commands, in the order in which they stand here."""
