"""Archive: the commands about versions: make one, prove it, compare, cite, and give it to other programs."""

from __future__ import annotations

import click

from caucasus_ledger.dataset.records import KINDS
from caucasus_ledger.face.command import DATA, FORMAT, ledger_at, show_as


@click.command()
@click.argument("old")
@click.argument("rest", metavar="[NEW] [ID]...", nargs=-1)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Records of this kind alone.")
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


COMMANDS: tuple[click.Command, ...] = (diff, history)
"""The commands, in the order in which they stand here."""
