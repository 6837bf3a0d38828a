"""Anchoring figures: how much of a source's spans is found again in changed copies of its text, and how much wrongly.

Run as `python tests/benchmarks/anchoring.py [TEXT]` with the Python of an environment that holds the package. TEXT is a
copy of the text of a source in the newest release; without it, an invented text is changed. Every change is made with
ten seeds. Shares are in per cent: of all spans, of those with a digest (`digest`), of those that are located (`<= 40`:
within 40 code points of the truth). `wrong` is the number of verified spans that are not where their words went, or
where other words stand.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from caucasus_ledger.dataset.ledger import load
from caucasus_ledger.face.attachment import items_of
from caucasus_ledger.schema import Source
from caucasus_ledger.seeds.anchor import STATES, Target, anchor
from caucasus_ledger.seeds.attach import attach
from caucasus_ledger.seeds.interpolate import SLACK
from changes import EDITS, LAYOUTS, Change, changed, invented

SEEDS = range(10)


def row(source: Source, targets: list[Target], text: str, change: Change) -> str:
    """Return the figures of one change as a line."""
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        copy = changed(text, seed, change)
        start = time.perf_counter()
        found = anchor(source, targets, copy.text)
        counts["ms"] += round((time.perf_counter() - start) * 1000)
        for target, place in zip(targets, found.places, strict=True):
            verified = place.state.startswith("verified")
            counts.update((place.state, "spans"))
            counts["digests"] += target.digest is not None
            counts["proven"] += target.digest is not None and verified
            counts["near"] += place.state == "located-unverified" and copy.distance(target, place) <= SLACK
            counts["wrong"] += copy.is_wrong(target, place, text)
    shares = [100 * counts[state] / counts["spans"] for state in STATES]
    near = f"{100 * counts['near'] / located:.1f}" if (located := counts["located-unverified"]) else "-"
    proven = 100 * counts["proven"] / counts["digests"]
    cells = "".join(f"{share:>8.1f}" for share in shares)
    return f"{cells}{near:>8}{proven:>8.1f}{counts['wrong']:>7}{counts['ms'] / len(SEEDS):>7.0f}"


def main(path: str | None) -> None:
    """Print the table."""
    if path:
        ledger = load()
        source_id, text = attach(Path(path), ledger.sources)
        source = ledger.sources[source_id]
        targets = [item.target for item in items_of(ledger, source)]
    else:
        source, targets, text = invented(1)
    print(f"{source.id}: {len(text)} code points, {len(targets)} spans, {len(SEEDS)} seeds")
    print(
        f"{'':<33}" + "".join(f"{head:>8}" for head in ("exact", "moved", "located", "lost", "<= 40", "digest")), end=""
    )
    print(f"{'wrong':>7}{'ms':>7}")
    for name, change in (LAYOUTS | EDITS).items():
        print(f"{name:<33}{row(source, targets, text, change)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
