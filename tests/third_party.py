"""Third-party validators of releases: run in their own environment, if it is there, with the network off."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv-validators" / "bin" / "python"
SCRIPT = ROOT / "tests" / "validators" / "run.py"

READS: dict[str, tuple[str, ...]] = {
    "mlcroissant validate": ("croissant.json",),
    "mlcroissant load": ("croissant.json", "*.parquet"),
    "frictionless": ("datapackage.json", "*.csv"),
    "Data Package profile": ("datapackage.json",),
    "roc-validator": ("ro-crate-metadata.json",),
    "csvwvalidate": ("csvw-metadata.json", "*.csv"),
    "cffconvert": ("CITATION.cff",),
    "datacite": ("datacite.json",),
    "huggingface_hub": ("README.md", "*.parquet"),
    "pyshacl, DCAT": ("dcat.jsonld",),
    "pyshacl, schema.org": ("schema.jsonld",),
    "rdflib, CodeMeta": ("codemeta.json",),
    "jsonschema, records": ("schemas/*", "records/*"),
    "bibtexparser": ("citation.bib", "citation.biblatex.bib"),
    "rispy": ("citation.ris",),
    "citeproc": ("citation.csl.json",),
}
"""The validators by name, as in `tests/validators/run.py`, and which files of a release each reads."""


def missing() -> str | None:
    """Return why the validators cannot run, or None; in CI they always have to."""
    if PYTHON.exists() or os.environ.get("CI"):
        return None
    return ".venv-validators is not there; .ci/run makes it from tests/validators/requirements.txt"


def complaints(plan: Mapping[Path, Sequence[str]]) -> dict[Path, dict[str, list[str]]]:
    """Return, for each folder of a release, what each of the validators that are named says against it."""
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONSAFEPATH": "1"}
    asked = json.dumps({str(folder): [*names] for folder, names in plan.items()})
    done = subprocess.run(
        [PYTHON, SCRIPT], input=asked, capture_output=True, text=True, check=True, env=environment, encoding="utf-8"
    )
    return {Path(folder): found for folder, found in json.loads(done.stdout).items()}


def readers(path: str) -> list[str]:
    """Return the validators that read a file of a release."""
    return [name for name, patterns in READS.items() if any(fnmatch(path, pattern) for pattern in patterns)]
