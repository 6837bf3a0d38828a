"""The command `caucasus`. Each command imports what it needs when it runs, so that help comes at once.

Exit codes: 0 all is well, 1 problems were found, 2 it could not run, 3 it is not verified throughout: a copy of a text
in parts only, or a proof for whose fingerprint nothing vouches.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from caucasus_ledger import __version__
from caucasus_ledger.face import archive
from caucasus_ledger.face.command import DATA, FORMAT, CannotRun, Group, ledger_at, show_as

if TYPE_CHECKING:
    from caucasus_ledger.dataset.ledger import Ledger


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="caucasus")
def main() -> None:
    """Who did what to whom in the South Caucasus, and who says so.

    \b
    caucasus info                          what the dataset holds
    caucasus show actor/armenia            one record, with all that hangs on it
    caucasus check                         is every record in order?
    caucasus draft article.txt             records to begin with, from your copy of a text
    caucasus explain C004                  what a rule asks, and how to mend it
    caucasus cite                          how to cite the newest release, a record, a subset
    caucasus verify                        prove that releases are what was released

    Colours follow the terminal; NO_COLOR and FORCE_COLOR in the environment overrule it.
    """
    from caucasus_ledger.face.terminal import colour

    click.get_current_context().color = colour(os.environ)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--against", metavar="REV|VERSION", help="Hold a contribution against a revision in git or a release.")
@click.option("--at", metavar="REV", help="Check the files of a revision in git, without a checkout.")
@click.option(
    "--text",
    "texts",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Your own copy of a source's text: spans and digests are held against its words.",
)
@click.option(
    "--fix", "mending", is_flag=True, help="Mend what takes no decision, such as form, order and digests; then check."
)
@click.option("--diff", "showing", is_flag=True, help="With --fix: write nothing and show what would be mended.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit", "markdown"]),
    default="text",
    help="Output format: github prints annotations, sarif 2.1.0 is for code scanning, markdown for one comment.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    help="Also write the report to a file.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    help="Problems told in full as text, github or markdown; 0: all. Default: 50, and 5 of a rule if there are more.",
)
@click.pass_obj
def check(
    own_process: bool | None,
    *,
    paths: tuple[str, ...],
    against: str | None,
    at: str | None,
    texts: tuple[str, ...],
    mending: bool,
    showing: bool,
    form: str,
    reports: tuple[str, ...],
    limit: int | None,
) -> None:
    """Check records and say what is wrong, where, and how to mend it.

    PATHS are records, or folders of them, to report on; what they refer to is read all the same. Without any: the
    whole checkout one stands in, else the records of the installed package.

    \b
    caucasus check                          the records one is editing
    caucasus check --fix                    mend what takes no decision, and say what is left
    caucasus check --against origin/main    and what they change: identifiers, tombstones, changelog
    caucasus check --at FETCH_HEAD          what git has fetched, without checking it out

    \b
    Exit code 0: no errors (there may be warnings). 1: errors, or with --diff something to mend.
    2: the check could not run, or --fix could not write.
    """
    if showing and not mending:
        raise click.UsageError("--diff shows what --fix would do; give both")
    if at and mending:
        raise click.UsageError("--fix writes files, and a revision in git has none; leave out --at")
    from pathlib import Path

    from caucasus_ledger.face import formats
    from caucasus_ledger.face.lean import lean_imports
    from caucasus_ledger.face.progress import progress
    from caucasus_ledger.face.scope import files_of, root_of, tree_of

    root = root_of(paths)
    tree = tree_of(root, at, against)
    only = files_of(tree, paths)
    copies = [Path(text) for text in texts]
    formats.known(reports)
    with lean_imports() if own_process else nullcontext(), progress() as step:
        from caucasus_ledger.face import fixes
        from caucasus_ledger.validators.check import check as apply

        done = fixes.fix(root, copies, only, write=not showing, against=against, progress=step) if mending else None
        found = done.report if done else apply(tree, texts=copies, only=only, against=against, progress=step)
    if only is not None and not found.files and not found.problems:
        raise CannotRun(f"there is no record in {', '.join(paths)}")
    formats.write_all(found, reports, limit)
    shown = formats.render(found, form, limit)
    if done:
        shown = fixes.as_json(done, shown) if form == "json" else shown
        click.echo(f"{fixes.as_text(done)}\n", err=form != "text")
    click.echo(shown if form == "text" else shown.encode())  # what programs read is UTF-8 on every machine
    raise SystemExit(1 if (done.failed if done else found.errors) else 0)


@main.command()
@DATA
@FORMAT
def info(data: str | None, form: str) -> None:
    """Say what the dataset holds: version, fingerprint, counts, sources."""
    from caucasus_ledger.face import overview

    ledger = ledger_at(data)
    show_as(form, lambda: overview.as_json(ledger), lambda: overview.as_text(ledger))


@main.command()
@click.argument("name", metavar="ID|NAME", nargs=-1, required=True)
@DATA
@FORMAT
def show(name: tuple[str, ...], data: str | None, form: str) -> None:
    """Show one record with its links, by names.

    \b
    caucasus show event/2024-12-25-azal-crash     an identifier
    caucasus show azal-jet-struck                 the unmistakable part of one
    caucasus show Baku                            any name of an actor
    """
    words = " ".join(name)
    ledger = ledger_at(data)
    found = ledger.find(words)
    if len(found) != 1:
        raise CannotRun(_which(ledger, words, [record.id for record in found]))
    from caucasus_ledger.face.show import Page

    record = found[0]
    show_as(form, lambda: record.model_dump(mode="json", exclude_defaults=True), lambda: Page(ledger).lines(record))


def _which(ledger: Ledger, record_id: str, ids: list[str]) -> str:
    if not ids:
        return str(ledger.unknown(record_id))
    more = [f"  and {len(ids) - 20} more"] if len(ids) > 20 else []
    return "\n".join(
        [f"'{record_id}' fits {len(ids)} records; name one of them:", *(f"  {i}" for i in ids[:20]), *more]
    )


@main.command()
@click.argument("source_id", metavar="[SOURCE]", required=False)
@DATA
@FORMAT
def coverage(source_id: str | None, data: str | None, form: str) -> None:
    """Show sentence by sentence what encodes a source."""
    from caucasus_ledger.face import coverage as pages

    ledger = ledger_at(data)
    sources = [ledger.sources[source_id]] if source_id else list(ledger.sources)
    found = [(source, pages.covered(ledger, source)) for source in sources]
    show_as(
        form,
        lambda: [row for _, one in found for row in pages.as_rows(one)],
        lambda: [line for source, one in found for line in (*pages.as_text(ledger.name(source), one), "")][:-1],
    )
    raise SystemExit(1 if any(one.missing for _, covered in found for one in covered) else 0)


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--text", required=True, type=click.Path(exists=True, dir_okay=False), help="Your own copy of a source's text."
)
@click.option(
    "--role",
    type=click.Choice(["whole", "hedge", "claimant", "quotation", "time", "place", "condition", "context"]),
    default="whole",
    show_default=True,
    help="What the words do for the record.",
)
@DATA
@FORMAT
def span(words: tuple[str, ...], text: str, role: str, data: str | None, form: str) -> None:
    """Find WORDS in your copy of a source's text and print the evidence for a record: offsets, and digest if due.

    \b
    caucasus span --text article.txt "the words as they stand there"
    caucasus span --text article.txt --role hedge "reportedly"
    """
    from pathlib import Path

    from caucasus_ledger.face import spans

    found = spans.evidence_for(spans.sources_of(data), Path(text), " ".join(words), role)
    show_as(form, lambda: [item for _, item in found], lambda: spans.as_text(found))


@main.command()
@click.argument("text", type=click.Path(exists=True, dir_okay=False))
@click.option("--id", "slug", metavar="SLUG", help="The source's name in identifiers. Default: from the file's name.")
@click.option("--published", metavar="EDTF", help="When it was published: dates are read relative to it.")
@click.option("--author", "authors", metavar="ACTOR", multiple=True, help="Who wrote it; more than once for several.")
@click.option("--publisher", metavar="ACTOR", help="Who published it.")
@click.option("--language", metavar="TAG", help="Language of the text, BCP 47, such as en, hy, az, ka or ru.")
@click.option("--kind", help="What kind of text it is: opinion, news, statement, report or dataset.")
@click.option("--data", metavar="PATH", help="The checkout to draft into. Default: the one that one stands in.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@FORMAT
def draft(text: str, data: str | None, dry_run: bool, form: str, **given: Any) -> None:
    """Draft records from TEXT: what can be found is filled in, what has to be decided is marked with a question mark.

    The records go into the checkout; a worksheet with the words, all that was found and all that is open goes beside
    TEXT. Neither may lie in the checkout, where the words could be committed. Nothing is ever overwritten.

    \b
    caucasus draft ~/texts/article.txt --id example-2026 --language en --published 2026-03-12
    """
    from pathlib import Path

    from caucasus_ledger.face import drafting

    planned = drafting.plan(Path(text), data, **given)
    if not dry_run:
        drafting.write(planned)
    show_as(
        form,
        lambda: drafting.as_json(planned, dry_run=dry_run),
        lambda: drafting.as_text(planned, dry_run=dry_run),
    )


@main.command()
@click.argument("a")
@click.argument("b")
@click.option("--source", metavar="SOURCE", help="The source to compare; needed if the codings hold several.")
@click.option(
    "--overlap",
    default=0.5,
    show_default=True,
    help="Least part of their words that aligned events and claims share: more than 0, at most 1.",
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=1000,
    show_default=True,
    help="Bootstrap resamples behind each interval; 0 for no intervals.",
)
@click.option("--seed", type=int, default=20251122, show_default=True, help="Seed of the resampling.")
@click.option(
    "--list",
    "listed",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="How many disagreements the text lists; the other formats list all.",
)
@DATA
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "jsonl", "decisions"]),
    default="text",
    help="Output format: jsonl is the disagreements alone, decisions a file of them to fill in.",
)
def agreement(a: str, b: str, form: str, listed: int, **settings: Any) -> None:
    """Compare two codings of a source: what both have, how far they agree, and what is left to adjudicate.

    A and B are each a file of JSON Lines with a record a line, a folder of records, a ledger, or a release. The
    source's own record, which tells its sentences and its length, is looked up in them and else in --data.

    \b
    caucasus agreement docs/codings/a.jsonl docs/codings/b.jsonl
    caucasus agreement a.jsonl b.jsonl --format decisions > decisions.json

    \b
    Exit code 0: the codings were compared, however far they agree. 2: they could not be.
    """
    from caucasus_ledger.face import intercoder

    found = intercoder.report(a, b, **settings)
    shown = intercoder.as_text(found, listed) if form == "text" else intercoder.FORMS[form](found)
    click.echo(shown, nl=bool(shown))


@main.command()
@click.argument("source_id", metavar="SOURCE")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--save", metavar="PATH", type=click.Path(), help="Write the canonical text to a new file, if it is told."
)
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, help="List so many spans that are not verified; 0 lists all."
)
@DATA
@FORMAT
def attach(source_id: str, file: str, save: str | None, limit: int, data: str | None, form: str) -> None:
    """Find the dataset's spans again in FILE, your own copy of the text of SOURCE: a text file or a saved web page.

    Layout may differ: line ends, spaces, hyphenation, quotation marks, dashes, what a page has around the article.
    Words that were changed are never taken for the source's; at best the report says where they stand.

    \b
    Exit code 0: every span is verified. 3: some are only located, or lost. 2: the copy could not be read.
    """
    from pathlib import Path

    from caucasus_ledger.face import attachment

    attached = attachment.attachment(ledger_at(data), source_id, Path(file))
    saved = Path(save) if save and attached.found.text is not None else None
    if saved:
        attachment.save(attached, saved)
        if attachment.in_checkout(saved):
            click.echo(f"Warning: {saved} lies in a checkout of the ledger; do not commit it", err=True)
    elif save:
        click.echo(f"{save} was not written: {attachment.missing(attached)}", err=True)
    show_as(form, lambda: attachment.as_json(attached, saved), lambda: attachment.as_text(attached, limit, saved))
    raise SystemExit(0 if attached.verified and (saved or not save) else 3)


@main.command()
@FORMAT
def rules(form: str) -> None:
    """List every rule with its code, severity and what it says is wrong."""
    from caucasus_ledger.face import rulebook

    show_as(form, rulebook.as_rows, rulebook.index)


@main.command()
@click.argument("code")
@FORMAT
def explain(code: str, form: str) -> None:
    """Explain a rule: what it asks, how to mend it, a bad and a good example."""
    from caucasus_ledger.face import rulebook

    rule = rulebook.find(code)
    if rule is None:
        raise CannotRun(f"there is no rule {code}; `caucasus rules` lists them")
    show_as(form, lambda: rulebook.as_row(rule), lambda: rulebook.page(rule))


for command in archive.COMMANDS:
    main.add_command(command)


def run() -> None:
    """Run the command as a process of its own, in which heavy packages may be kept from loading."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page that lacks a letter must not end in a traceback
    main(prog_name="caucasus", obj=True)
