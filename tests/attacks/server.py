"""Runs the command for one request a line, each in a process of its own that has the imports behind it already.

A request is a JSON object with folder and arguments; the answer tells exit code, output, seconds of processor time and
peak memory in bytes. Nothing has been computed when the process forks, so no thread of Arrow's is lost.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from caucasus_ledger.face.lean import lean_imports

LIMIT_SECONDS = 20


def serve(request: dict[str, Any]) -> dict[str, Any]:
    """Run the command and tell what it did."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        child = os.fork()
        if child == 0:
            os._exit(_run(request, out, err))
        _, status, usage = os.wait4(child, 0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": out.read_bytes().decode("utf-8", "backslashreplace"),
            "err": err.read_bytes().decode("utf-8", "backslashreplace"),
            "seconds": usage.ru_utime + usage.ru_stime,
            "memory": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        }


def _run(request: dict[str, Any], out: Path, err: Path) -> int:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_SECONDS, LIMIT_SECONDS))
    os.chdir(request["folder"])
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.argv = ["caucasus", *request["arguments"]]
    try:
        from caucasus_ledger.face.cli import run

        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
        return 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def main() -> None:
    """Answer requests until there are none."""
    with lean_imports():
        import caucasus_ledger.face.changes
        import caucasus_ledger.face.report
        import caucasus_ledger.validators.check  # noqa: F401 - what every request needs
    for line in sys.stdin:
        print(json.dumps(serve(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
