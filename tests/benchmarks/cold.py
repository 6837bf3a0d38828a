"""Cold figures: each command as a new process, beside bare Python and the import of pydantic, pyarrow and click.

Run as `python tests/benchmarks/cold.py [ROUNDS]` with the Python of an environment that holds the package. The
commands take turns, so that a drift of the machine's speed meets them all; the median of the ratios in each round is
printed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOR = "click, pydantic and pyarrow"
COMMANDS: dict[str, list[str]] = {
    "bare Python": ["-c", "pass"],
    FLOOR: ["-c", "import click, pyarrow; from pydantic import BaseModel"],
    "the same and pandera": ["-c", "import click, pandera.pyarrow; from pydantic import BaseModel"],
    "import caucasus_ledger": ["-c", "import caucasus_ledger"],
    "caucasus --help": ["--help"],
    "load() and first table": ["-c", "import caucasus_ledger as cl; cl.load().table('claims')"],
    "load() and all typed claims": ["-c", "import caucasus_ledger as cl; list(cl.load().claims)"],
    "caucasus check": ["check"],
}


def seconds(arguments: list[str], folder: Path) -> float:
    """Return the wall time of a new process: of Python, or of the command beside it."""
    command = str(Path(sys.executable).parent / "caucasus")
    program = [sys.executable, "-P"] if arguments[0] == "-c" else [command]
    start = time.perf_counter()
    subprocess.run([*program, *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Print a table of median times and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for arguments in COMMANDS.values():
            seconds(arguments, folder)
        times = [{label: seconds(arguments, folder) for label, arguments in COMMANDS.items()} for _ in range(rounds)]
    print(f"{'':<30} {'ms':>7} {'over bare':>10} {'x bare':>7} {'x floor':>8}")
    for label in COMMANDS:
        bare = statistics.median(row[label] / row["bare Python"] for row in times)
        over = statistics.median(row[label] - row["bare Python"] for row in times)
        floor = statistics.median(row[label] / row[FLOOR] for row in times)
        median = statistics.median(row[label] for row in times)
        print(f"{label:<30} {median * 1000:>7.0f} {over * 1000:>10.0f} {bare:>7.1f} {floor:>8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
