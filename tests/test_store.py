"""Store: a release and the checkout it was made from hold the same; what was changed since is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from caucasus_ledger.dataset.records import canonical_json, parse
from caucasus_ledger.dataset.store import CheckoutStore, LedgerError, ReleaseStore, TamperedRelease
from caucasus_ledger.dataset.tables import BY_NAME


@pytest.fixture
def copy(release: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(release, tmp_path / "0.1.0"))


@pytest.fixture
def edited(example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example, tmp_path / "checkout"))


@pytest.mark.parametrize("name", BY_NAME)
def test_release_and_checkout_have_equal_tables(name: str, release: Path, example: Path) -> None:
    assert ReleaseStore(release).table(name).equals(CheckoutStore(example).table(name))


def test_release_and_checkout_have_equal_records(release: Path, example: Path) -> None:
    released, checkout = ReleaseStore(release).texts, CheckoutStore(example).texts
    assert {kind: list(texts) for kind, texts in released.items()} == {
        kind: list(texts) for kind, texts in checkout.items()
    }
    for kind, texts in released.items():
        for record_id, text in texts.items():
            assert parse(text) == parse(checkout[kind][record_id])


def test_release_and_checkout_have_equal_fingerprints(release: Path, example: Path) -> None:
    assert ReleaseStore(release).fingerprint == CheckoutStore(example).fingerprint


def test_the_fingerprint_is_of_the_content_not_of_its_layout(edited: Path, example: Path) -> None:
    path = edited / "dataset" / "records" / "actor" / "northmark.json"
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"note": None, "aliases": [], **plain}, indent=7), encoding="utf-8")
    assert CheckoutStore(edited).fingerprint == CheckoutStore(example).fingerprint
    path.write_text(canonical_json(parse(json.dumps(plain | {"note": "New."}))), encoding="utf-8")
    assert CheckoutStore(edited).fingerprint != CheckoutStore(example).fingerprint


@pytest.mark.parametrize(
    ("path", "read"),
    [("claims.parquet", lambda store: store.table("claims")), ("records/claim.jsonl", lambda store: store.texts)],
)
def test_a_changed_file_is_refused_with_both_digests(
    path: str, read: Callable[[ReleaseStore], object], copy: Path
) -> None:
    content = (copy / path).read_bytes()
    (copy / path).write_bytes(content.replace(b"claim", b"clain", 1))
    changed = hashlib.sha256((copy / path).read_bytes()).hexdigest()
    with pytest.raises(TamperedRelease, match=f"{path} of release 0.1.0 was changed") as caught:
        read(ReleaseStore(copy))
    assert changed in str(caught.value)
    assert hashlib.sha256(content).hexdigest() in str(caught.value)


def test_a_changed_file_does_not_keep_the_others_from_being_read(copy: Path) -> None:
    (copy / "claims.parquet").write_bytes(b"")
    assert ReleaseStore(copy).table("events").num_rows == 7


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "claims.parquet").unlink()
    with pytest.raises(TamperedRelease, match=r"release 0.1.0 lacks its file claims.parquet"):
        ReleaseStore(copy).table("claims")


def test_a_file_that_the_manifest_does_not_name_is_not_read(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_bytes())
    del manifest["files"]["claims.parquet"]
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(TamperedRelease, match=r"claims.parquet of release 0.1.0"):
        ReleaseStore(copy).table("claims")


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "1", "\xff", '{"version": "0.1.0"}', '{"version": "0.1.0", "fingerprint": "0", "files": []}',
     '{"version": "0.1.0", "fingerprint": "0", "files": {"a": "b"}}'],
)  # fmt: skip
def test_a_broken_manifest_is_refused(text: str, copy: Path) -> None:
    (copy / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(TamperedRelease, match=r"manifest.json is no manifest"):
        ReleaseStore(copy)


@pytest.mark.parametrize(
    "text",
    ["", "1", "[]", '"retracted"', "{}", '{"id": "thing/a"}', '{"id": 1, "retracted": {}}x', '{"id": []}', "\xff",
     "[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_no_record_is_named(text: str, edited: Path) -> None:
    path = edited / "dataset" / "records" / "actor" / "broken.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(LedgerError, match=r"actor/broken.json is not a valid record; `caucasus check` says why"):
        _ = CheckoutStore(edited).texts


def test_a_link_that_leads_nowhere_is_named(edited: Path) -> None:
    (edited / "dataset" / "records" / "actor" / "gone.json").symlink_to("nowhere")
    with pytest.raises(LedgerError, match=r"actor/gone.json is not a valid record"):
        _ = CheckoutStore(edited).texts
