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


COMMANDS: tuple[click.Command, ...] = (release,)
"""The commands, in the order in which they stand here."""
