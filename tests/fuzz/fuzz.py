"""Fuzz what reads a stranger's bytes: the strict reader, the finder of lines, the differ and the reader of dates.

Run as `python tests/fuzz/fuzz.py TARGET [-runs=1000000] [-max_len=2000]`, with atheris installed (`pip install
atheris`); the options are libFuzzer's. It starts from sound inputs, and ends at the first crash, hang (5 seconds) or
broken promise.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["caucasus_ledger"]):
    from caucasus_ledger.dataset.diff import field_changes
    from caucasus_ledger.dataset.records import parse
    from caucasus_ledger.schema.edtf import EdtfError, bounds
    from caucasus_ledger.seeds.text import canonical, words
    from caucasus_ledger.validators import reader
    from caucasus_ledger.validators.locate import Locator

_ALPHABET = '{}[]:,"\\ \n\t0123456789.-+eEtruefalsn/udX?~%aé\ufeff\ud7ff\u202e😀'


def read(content: bytes) -> None:
    """Whatever is read is an object, and its places lie in the text; whatever is not is refused at a place in it."""
    try:
        text, plain = reader.decode(content)
    except reader.Refusal as refusal:
        _placed(content, refusal)
        return
    assert json.loads(text) == plain
    locator = Locator(text)
    for key in plain:
        place = locator.key("/" + key.replace("~", "~0").replace("/", "~1"))
        assert 1 <= place.line <= text.count("\n") + 1
    _record(text)


def _placed(content: bytes, refusal: reader.Refusal) -> None:
    lines = content.decode("utf-8", "replace").split("\n")
    assert 1 <= refusal.place.line <= len(lines) + 1, refusal.place
    assert refusal.message


def _record(text: str) -> None:
    try:
        parse(text)
    except ValueError:
        return


def dates(content: bytes) -> None:
    """An expression has bounds in order, or is refused."""
    try:
        found = bounds(content.decode("utf-8", "replace"))
    except EdtfError:
        return
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    assert found.precision


def differ(content: bytes) -> None:
    """Two values differ in something unless they are equal, and each change says in what."""
    data = atheris.FuzzedDataProvider(content)
    before, after = {"a": _value(data, 4)}, {"a": _value(data, 4)}
    found = list(field_changes(before, after))
    assert bool(found) == (before != after)
    assert all(change.before != change.after for change in found)


def texts(content: bytes) -> None:
    """Making a text canonical twice is the same as once, and its words stand where they are said to."""
    text = canonical(_text(content))
    assert canonical(text) == text
    for word, start in words(text):
        assert text[start:].lower().replace("’", "'").startswith(word) or not word.isascii()


def _text(content: bytes) -> str:
    """Make mostly meaningful characters of bytes."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] if byte < 224 else chr(byte * 97) for byte in content)


def _value(data: atheris.FuzzedDataProvider, depth: int) -> Any:
    kind = data.ConsumeIntInRange(0, 5 if depth else 3)
    if kind == 4:
        return [_value(data, depth - 1) for _ in range(data.ConsumeIntInRange(0, 4))]
    if kind == 5:
        keys = [data.PickValueInList(["a", "b", "c"]) for _ in range(data.ConsumeIntInRange(0, 3))]
        return {key: _value(data, depth - 1) for key in keys}
    return [data.ConsumeIntInRange(-2, 2), data.ConsumeUnicodeNoSurrogates(3), "same", "other"][kind]


_EXAMPLE = Path(__file__).parents[2] / "validators" / "example"
_RECORDS = [path.read_bytes() for path in sorted(_EXAMPLE.rglob("*.json"))]
_DATES = (
    b"2020 2020-05 2020-05-03 2020-05-03/2021 2020/.. ../2020 [2020..2021] [2020-01,2020-03] [..2020] 2020? 2020-05~ "
    b"2020-05-03% 202X 20XX 2020-21 2020-24 2020-XX 2020-05-XX 0001 9999-12-31 -0001 Y170000002 2020-02-30 [2020"
).split()

TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    "reader": (read, _RECORDS),
    "dates": (dates, _DATES),
    "differ": (differ, _RECORDS),
    "texts": (texts, [(_EXAMPLE / "text.txt").read_bytes()]),
}


def main() -> None:
    """Fuzz one target."""
    target, seeds = TARGETS[sys.argv[1]]
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / f"{number:03}").write_bytes(seed)
        atheris.Setup(["fuzz", "-timeout=5", *sys.argv[2:], corpus], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
