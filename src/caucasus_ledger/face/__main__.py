"""Run the command as `python -m caucasus_ledger.face`."""

from caucasus_ledger.face.cli import run

run()
