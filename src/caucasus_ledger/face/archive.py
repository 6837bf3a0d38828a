"""Archive: the commands about versions: make one, prove it, compare, cite, and give it to other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from caucasus_ledger.face.command import FORMAT, CannotRun, show_as

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("version")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    envvar="RELEASE_DATE",
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
@click.argument("record", metavar="[ID|NAME]", nargs=-1)
@click.option("--where", "words", metavar="FILTER", help="Cite the records that fit, such as 'claims kind=prediction'.")
@click.option(
    "--version",
    "--data",
    "version",
    metavar="VERSION|PATH",
    help="The release to cite, by its version or its folder. Default: the newest in the package.",
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
    caucasus cite                                        the newest release
    caucasus cite claim/scotti-2025/017 --format bibtex  one record, with its source
    caucasus cite --where 'claims kind=prediction,conditional about=armenia' --save predictions.json
    caucasus cite --where 'events when>=2025-01 when<=2025-06 involving="European Union"'
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


COMMANDS: tuple[click.Command, ...] = (release, cite)
"""The commands, in the order in which they stand here."""
