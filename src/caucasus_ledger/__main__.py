"""Run the command as `python -m caucasus_ledger`."""

from caucasus_ledger.face.cli import run

run()
