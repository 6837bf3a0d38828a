"""Command: what every command of `caucasus` has in common: its group, its options, its errors, how it prints."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger

FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
DATA = click.option(
    "--data",
    metavar="VERSION|PATH",
    help="A release, or a folder that holds one or a checkout. Default: the checkout one stands in, else the newest.",
)


class CannotRun(click.ClickException):
    """What was asked for could not be done; nothing is known about the data."""

    exit_code = 2


class Group(click.Group):
    """Turns the package's own errors into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            _explain(error)


def _explain(error: Exception) -> NoReturn:
    from caucasus_ledger.dataset.store import LedgerError
    from caucasus_ledger.face.report import visible
    from caucasus_ledger.seeds.attach import AttachError
    from caucasus_ledger.validators.problem import EngineFault

    if isinstance(error, LedgerError | AttachError):
        raise CannotRun("\n".join(map(visible, str(error).split("\n")))) from error
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        raise CannotRun(f"{error.filename or 'input or output'}: {error.strerror or error}") from error
    if isinstance(error, EngineFault):
        raise CannotRun(f"a check failed to run, which says nothing about the data: {error}") from error
    raise error


def ledger_at(data: str | None) -> Ledger:
    """Return the ledger that --data names; that a record was replaced is told as a note while the command runs."""
    from caucasus_ledger.face.scope import ledger_of

    if context := click.get_current_context(silent=True):
        context.with_resource(_notes())
    return ledger_of(data)


@contextmanager
def _notes() -> Iterator[None]:
    """Tell once of each replaced record, as a note and not as a warning with a line of our code."""
    from caucasus_ledger.dataset.ledger import ReplacedRecord
    from caucasus_ledger.face.report import visible

    told: set[str] = set()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not isinstance(message, ReplacedRecord):
            others(message, category, filename, lineno, file, line)
        elif message.old not in told:
            told.add(message.old)
            click.echo(f"Note: {visible(str(message))}", err=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", ReplacedRecord)
        others, warnings.showwarning = warnings.showwarning, show
        yield


def show_as(form: str, content: Callable[[], Any], lines: Callable[[], Iterable[str]]) -> None:
    """Print the content as JSON, or else the lines."""
    if form == "json":
        import json

        click.echo(json.dumps(content(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines()))
