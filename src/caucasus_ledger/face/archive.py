"""Archive: the commands about versions: make one, prove it, compare, cite, and give it to other programs."""

from __future__ import annotations

import click

from caucasus_ledger.face.command import FORMAT, show_as


@click.command()
@click.argument("what", metavar="[VERSION|DIR|FILE|ID]", required=False)
@click.option(
    "--fingerprint", "cited", metavar="FINGERPRINT", help="Hold it against the one that a paper gives, long or short."
)
@click.option("--proof", "proving", is_flag=True, help="With an ID: write the proof of its record as JSON.")
@click.option("--version", metavar="VERSION|DIR", help="With an ID: the release to look in. Default: the newest.")
@FORMAT
def verify(what: str | None, cited: str | None, proving: bool, version: str | None, form: str) -> None:
    """Prove that releases are what was released: compute every digest and fingerprint again, from every format.

    Without an argument: each release of the package. A FILE is a proof of one record, or a query that was saved. An
    ID is a record's: it is proven to be in the release, with as few hashes as somebody else needs to check it.

    \b
    caucasus verify                                         every release in the package
    caucasus verify 1.0.0 --fingerprint ccd1:xxxx-xxxx-xxxx-xxxx
    caucasus verify ID --proof > proof.json                 a proof to send to somebody
    caucasus verify proof.json --fingerprint FINGERPRINT    which needs no release to be checked

    \b
    Exit code 0: all is proven. 1: something differs, and it says what. 2: it could not run.
    """
    from caucasus_ledger.face import verification

    if proving:
        if what is None:
            raise click.UsageError("--proof writes the proof of one record; give its ID")
        import json

        click.echo((json.dumps(verification.proof_of(what, version), ensure_ascii=False, indent=1)).encode())
        return
    answer = verification.answer(what, cited, version)
    show_as(form, lambda: answer.content, lambda: answer.lines)
    raise SystemExit(0 if answer.proven else 1)


COMMANDS: tuple[click.Command, ...] = (verify,)
"""The commands, in the order in which they stand here."""
