"""Third-party validators accept the metadata and the data of a release, with the network off."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import third_party
from caucasus_ledger.dataset.metadata.consistency import problems
from caucasus_ledger.dataset.records import PACKAGE_ROOT
from caucasus_ledger.dataset.release import build_release

Complaints = dict[Path, dict[str, list[str]]]


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release of the records of this checkout, as one would be made of them now."""
    return build_release(PACKAGE_ROOT, "9.0.0", date(2026, 1, 2), tmp_path_factory.mktemp("real") / "9.0.0")


@pytest.fixture(scope="session")
def odd(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release whose names, titles and texts hold what formats take for their own."""
    root = Path(shutil.copytree(example, tmp_path_factory.mktemp("odd") / "root"))
    letters = "=a\"b'c`d|e<f>&g\\\\h;i,j{k}%l$m#n_o*p[q](r)~s Ժ \U0001f9ff"
    for path in (*root.glob("dataset/records/**/*.json"), *root.glob("seeds/source/*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for mention in record.get("mentions", ()):
            if mention["name"] == record["name"]:
                mention |= {"name": letters, "end": mention["start"] + len(letters)}
        for field in ("name", "note", "statement"):
            if field in record:
                record[field] = letters
        if "text" in record:
            record["title"]["text"] = letters
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return build_release(root, "0.1.0", date(2020, 8, 1), root.parent / "0.1.0")


@pytest.fixture(scope="session")
def complaints(release: Path, real: Path, odd: Path) -> Complaints:
    if reason := third_party.missing():
        pytest.skip(reason)
    return third_party.complaints({folder: [*third_party.READS] for folder in (release, real, odd)})


@pytest.mark.parametrize("name", third_party.READS)
@pytest.mark.parametrize("of", ["release", "real", "odd"])
def test_a_validator_accepts_the_release(
    name: str, of: str, complaints: Complaints, request: pytest.FixtureRequest
) -> None:
    assert complaints[request.getfixturevalue(of)][name] == []


def test_there_are_at_least_twelve_validators() -> None:
    print(*third_party.READS, sep="\n")
    assert len({name.partition(" ")[0].strip(",") for name in third_party.READS}) >= 12


def test_every_file_of_metadata_is_read_by_one(release: Path) -> None:
    kinds = ("*.json", "*.jsonld", "*.cff", "*.ris", "*.bib")
    found = {path.relative_to(release).as_posix() for kind in kinds for path in release.rglob(kind)}
    data = {"manifest.json", "dataset.json"}
    assert [path for path in sorted(found - data) if not third_party.readers(path)] == []


@pytest.mark.parametrize("of", ["release", "real", "odd"])
def test_the_release_contradicts_itself_nowhere(of: str, request: pytest.FixtureRequest) -> None:
    assert problems(request.getfixturevalue(of)) == []


def test_the_network_is_off_for_validators() -> None:
    code = (
        f"import runpy, socket\nrunpy.run_path({str(third_party.SCRIPT)!r})['offline']()\n"
        "for address in (('example.org', 443), ('::1', 9), ('127.0.0.1', 9)):\n"
        "    try:\n        socket.create_connection(address)\n    except OSError as error:\n        print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.count("the network is off") == 3


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not there")
class TestR:
    """load.R reads a release with base R alone."""

    def run(self, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["Rscript", "--vanilla", "-e", f'source("load.R", chdir = TRUE); {code}'],
            cwd=folder, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def test_it_reads_every_table_with_its_types(self, release: Path) -> None:
        done = self.run(
            release, "cat(sapply(ledger, nrow), class(ledger$claims$kind), class(ledger$events$when_latest))"
        )
        assert done.returncode == 0, done.stderr
        rows = [len((release / f"{name}.jsonl").read_bytes().splitlines()) for name in names(release)]
        assert done.stdout.split() == [*map(str, rows), "factor", "Date"]

    def test_it_reads_letters_as_they_are(self, odd: Path) -> None:
        done = self.run(odd, "cat(ledger$actors$name[1])")
        (name, *_) = [json.loads(line)["name"] for line in (odd / "actors.jsonl").read_bytes().splitlines()]
        assert done.stdout == name, done.stderr

    def test_levels_and_labels_are_those_of_the_codebook(self, release: Path) -> None:
        code = 'cat(levels(ledger$events$realis)[1:2], attr(ledger$events$realis, "label"), attr(ledger, "version"))'
        done = self.run(release, code)
        assert done.stdout == "actual alleged Whether the source presents it as having happened 0.1.0", done.stderr

    @pytest.mark.parametrize(
        ("path", "old", "new", "says"),
        [
            ("attributions.csv", ",0,", ",x,", "a value is not of its type"),
            ("claims.csv", ",occurrence,", ",occurence,", "a value is not of its type, or not one of its codes"),
            ("actors.csv", "actor_id,name", "actor_id,nom", "the columns are not those of codebook.csv"),
            ("load.R", "claims = ", "claims = 9", "the number of rows is not the one released"),
        ],
    )
    def test_it_stops_at_what_is_not_as_released(
        self, path: str, old: str, new: str, says: str, release: Path, tmp_path: Path
    ) -> None:
        copy = Path(shutil.copytree(release, tmp_path / "copy"))
        text = (copy / path).read_text(encoding="utf-8")
        assert old in text
        (copy / path).write_text(text.replace(old, new, 1), encoding="utf-8")
        done = self.run(copy, "cat(1)")
        assert done.returncode != 0
        assert says in done.stderr

    def test_sourced_from_elsewhere_it_says_how_to(self, release: Path, tmp_path: Path) -> None:
        done = subprocess.run(
            ["Rscript", "--vanilla", "-e", f"source({str(release / 'load.R')!r})"],
            cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert done.returncode != 0
        assert "load.R', chdir = TRUE)" in done.stderr

    def test_it_holds_files_against_their_sums_where_it_can(self, release: Path, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(release, tmp_path / "copy"))
        script = (copy / "load.R").read_text(encoding="utf-8")
        shell = 'function(file) sub(" .*", "", system2("sha256sum", file, stdout = TRUE))'
        line = next(line for line in script.splitlines() if "sha256 <- " in line)
        (copy / "load.R").write_text(script.replace(line, f"  sha256 <- {shell}"), encoding="utf-8")
        assert self.run(copy, "cat(1)").stdout == "1"
        with (copy / "links.csv").open("a", encoding="utf-8") as stream:
            stream.write("\n")
        assert "a file is not the one released" in self.run(copy, "cat(1)").stderr


def names(folder: Path) -> list[str]:
    return list(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"])
