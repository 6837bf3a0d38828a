"""SWHID: identifiers of Software Heritage (ISO/IEC 18670) for a file and for a folder, computed as git does.

An identifier says what the bytes are, not that anybody has archived them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

_FILE, _FOLDER = b"100644", b"40000"


def content_swhid(content: bytes) -> str:
    """Return `swh:1:cnt:` and 40 hexadecimal digits for the bytes of a file."""
    return f"swh:1:cnt:{_object(b'blob', content).hex()}"


def directory_swhid(files: Mapping[str, bytes]) -> str:
    """Return `swh:1:dir:` and 40 hexadecimal digits for a folder of plain files, given by their paths below it.

    Paths have forward slashes. Raises ValueError for one that is no such path, or that is a file and a folder at once.
    """
    return f"swh:1:dir:{_tree(files).hex()}"


def _tree(files: Mapping[str, bytes]) -> bytes:
    below: dict[str, dict[str, bytes]] = {}
    entries: list[tuple[bytes, bytes, bytes]] = []
    for path, content in files.items():
        name, slash, rest = path.partition("/")
        if name in ("", ".", "..") or (slash and not rest) or "\x00" in path:
            raise ValueError(f"{path!r} is no path of a file below a folder")
        if slash:
            below.setdefault(name, {})[rest] = content
        else:
            entries.append((name.encode(), _FILE, _object(b"blob", content)))
    for name, inner in below.items():
        if name in files:
            raise ValueError(f"{name!r} is a file and a folder at once")
        entries.append((name.encode(), _FOLDER, _tree(inner)))
    entries.sort(key=lambda entry: entry[0] + b"/" * (entry[1] == _FOLDER))  # as if a folder's name ended in a slash
    return _object(b"tree", b"".join(mode + b" " + name + b"\x00" + digest for name, mode, digest in entries))


def _object(kind: bytes, content: bytes) -> bytes:
    return hashlib.sha1(b"%s %d\x00%s" % (kind, len(content), content), usedforsecurity=False).digest()
