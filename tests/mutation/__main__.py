"""Run the campaign and print its figures; write the page of survivors where it is asked for."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import click

from mutation.campaign import LEDGERS, outcomes
from mutation.report import aligned, summary, survivors, table, wrong

PAGE = Path(__file__).parent / "survivors.md"


@click.command()
@click.option("--seed", default=1, show_default=True, help="What the choice of mutants is drawn from.")
@click.option("--mutants", "number", default=10_000, show_default=True, help="How many are made.")
@click.option("--jobs", default=2, show_default=True, help="How many are checked at a time.")
@click.option("--text", type=click.Path(path_type=Path), help="A copy of the text of the dataset's source, to attach.")
@click.option("--write", is_flag=True, help="Write the page of survivors.")
@click.option("--dump", type=click.Path(path_type=Path), help="Keep the outcomes there, pickled.")
def main(seed: int, number: int, jobs: int, text: Path | None, dump: Path | None, *, write: bool) -> None:
    """Break records in every way their types and rules allow, and tell how many a check refuses, and where."""
    texts = {"source/scotti-2025": text} if text else None
    with click.progressbar(outcomes(seed, number, jobs, texts), length=number, file=sys.stderr) as made:
        found = list(made)
    for rows in (
        summary(found),
        table(found, lambda one: one.mutant.operator, "operator"),
        table(found, lambda one: one.mutant.kind, "record"),
    ):
        click.echo(aligned(rows) + "\n")
    if write:
        PAGE.write_text(survivors(found, LEDGERS, seed), encoding="utf-8")
    if dump:
        dump.write_bytes(pickle.dumps(found))
    held = [one for one in wrong(found) if one.refused]
    raised = [one.fault for one in found if one.fault]
    click.echo(f"{len(held)} of {len(wrong(found))} refused; {len(raised)} raised something")
    sys.exit(len(held) < 0.99 * len(wrong(found)) or bool(raised))


if __name__ == "__main__":
    main()
