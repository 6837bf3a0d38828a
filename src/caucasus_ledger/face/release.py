"""Freeze: build a release of the checkout, once its check is clean.

Run as `python -m caucasus_ledger.face.release VERSION DATE`, the date as YYYY-MM-DD.
"""

from __future__ import annotations

from datetime import datetime

import click

from caucasus_ledger.dataset.ledger import RELEASES
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.face import report
from caucasus_ledger.validators.check import check


@click.command()
@click.argument("version")
@click.argument("released", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]))
def main(version: str, released: datetime) -> None:
    """Freeze the records of the checkout as release VERSION, dated DATE, if the check finds nothing."""
    found = check(PACKAGE_ROOT)
    if found.problems:
        raise click.ClickException(report.as_text(found))
    try:
        click.echo(build_release(PACKAGE_ROOT, version, released.date(), RELEASES / version))
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
