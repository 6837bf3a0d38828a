"""Archive: the commands about versions: make one, prove it, compare, cite, and give it to other programs."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
"""The commands, in the order in which they stand here."""
