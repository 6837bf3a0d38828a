"""Verify: compute again all that a release says of itself, and say of each file and figure whether it holds.

A file is read further only after its digest was found to be the one listed. Digests prove that nothing was damaged;
that nobody has changed data and digests together is proven only from outside the folder: by a fingerprint that was
written down elsewhere, by a release that follows and lists the manifest's digest, or by the installed package.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from caucasus_ledger.dataset.finding import Finding, Findings, State, reason
from caucasus_ledger.dataset.ledger import VERSION, numbers
from caucasus_ledger.dataset.manifest import COMPILED, MANIFEST, SUMS, Manifest, parse, stated, sums
from caucasus_ledger.dataset.recompute import facts_of, recompute
from caucasus_ledger.dataset.store import LedgerError

_MOST = 1 << 28
"""Bytes of the largest file that is read."""
_NO_PATH = re.compile(r"(^|/)\.{0,2}(/|$)|[\\\x00]")
_LONG, _SHORT = re.compile(r"[0-9a-f]{64}"), re.compile(r"ccd1:[0-9a-f]{4}(-[0-9a-f]{4}){3}")


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying a release: every finding, and who outside its folder vouches for it.

    `fingerprint` is the one that was computed, from the records if they could be had.
    """

    version: str
    folder: Path
    fingerprint: str | None
    findings: tuple[Finding, ...]
    vouchers: tuple[str, ...]

    def of(self, state: State) -> list[Finding]:
        """Return the findings of one state."""
        return [finding for finding in self.findings if finding.state == state]

    @property
    def proven(self) -> bool:
        """Whether nothing differs."""
        return not self.of("differs")


def cited_form(fingerprint: str) -> str:
    """Return a fingerprint in lower case: 64 digits, with or without a `ccd1:` before them, or the short form.

    Raises LedgerError for what is neither.
    """
    given = fingerprint.strip().lower()
    if _LONG.fullmatch(given.removeprefix("ccd1:")):
        return given.removeprefix("ccd1:")
    if _SHORT.fullmatch(given):
        return given
    raise LedgerError(
        f"'{fingerprint}' is no fingerprint; one is ccd1:xxxx-xxxx-xxxx-xxxx or has 64 digits, each of 0-9 and a-f"
    )


def is_cited(fingerprint: str | None, given: str) -> bool:
    """Return whether a long fingerprint is the one that was given in either form."""
    from caucasus_ledger.dataset.fingerprint import short

    return fingerprint is not None and given == (fingerprint if _LONG.fullmatch(given) else short(fingerprint))


def holds_release(folder: Path) -> bool:
    """Return whether a folder has anything by which a release is known, though its manifest may be gone."""
    return any((folder / name).exists() for name in (MANIFEST, SUMS, "records/source.jsonl"))


def verify_release(folder: Path, cited: str | None = None, archive: Path | None = None) -> Verification:
    """Verify the release in a folder.

    `cited` is a fingerprint to hold it against, long or short. `archive` is a folder of releases, each in a folder
    called as its version, whose manifests are held against this one's; those beside the folder always are.
    Raises LedgerError if the folder holds no release, or for a fingerprint that is none. Whatever the bytes of the
    files are, it does not raise.
    """
    given = cited_form(cited) if cited else None
    if not holds_release(folder):
        raise LedgerError(f"{folder} holds no release: neither {MANIFEST} nor {SUMS}")
    log = Findings()
    digest, manifest = _manifest(folder, log)
    listed = _listed(folder, manifest, log)
    sound = _sound(folder, manifest, listed, log)
    found = None
    if manifest:
        _chain(folder, digest, manifest, archive, log)
        found = recompute(manifest, sound, log)
        _statements(folder, manifest, log)
    else:
        log.skip("manifest", MANIFEST, "what the files hold is not computed without it")
    if given:
        _cited(given, found, log)
    version = manifest.version if manifest else folder.resolve().name
    return Verification(version, folder, found, tuple(log.found), tuple(dict.fromkeys(log.vouchers)))


def _statements(folder: Path, manifest: Manifest, log: Findings) -> None:
    """Note what the metadata of a release says that its data do not bear out; where bytes differ, that says enough."""
    if not manifest.has_sums or any(finding.state == "differs" for finding in log.found):
        return
    from caucasus_ledger.dataset.metadata.consistency import problems

    found = problems(folder)
    for problem in found:
        log.differs("metadata", "metadata", problem)
    if not found:
        log.compare("metadata", "metadata", "whether all metadata say what the data do", found=True, expected=True)


def _manifest(folder: Path, log: Findings) -> tuple[str, Manifest | None]:
    """Return the SHA-256 of a release's manifest, and what it says if it is one."""
    try:
        content = _bytes(folder / MANIFEST)
    except (OSError, ValueError) as error:
        log.differs("manifest", MANIFEST, f"it cannot be read: {reason(error)}")
        return "", None
    digest = sha256(content).hexdigest()
    try:
        manifest = parse(content)
        if not all(isinstance(facts, dict) for facts in facts_of(manifest).values()):
            raise ValueError("it is no manifest of a release: a table has no figures")
    except (ValueError, AttributeError) as error:
        log.differs("manifest", MANIFEST, reason(error), None, digest)
        return digest, None
    name = folder.resolve().name
    if VERSION.fullmatch(name):
        log.compare("manifest", MANIFEST, "its version, beside the folder's name,", manifest.version, name)
    return digest, manifest


def _bytes(path: Path) -> bytes:
    """Return the bytes of a plain file. Raises ValueError if it is another thing or too large to be one of ours."""
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("it is no plain file")
    if status.st_size > _MOST:
        raise ValueError(f"it has {status.st_size} bytes, more than {_MOST}")
    return path.read_bytes()


def _listed(folder: Path, manifest: Manifest | None, log: Findings) -> dict[str, str]:
    """Return the SHA-256 of each file that should be there, and note where the two lists say different things."""
    listed = dict(manifest.digests) if manifest else {}
    if manifest and not manifest.has_sums:
        return listed
    try:
        content = _bytes(folder / SUMS)
    except (OSError, ValueError) as error:
        log.differs("lists", SUMS, f"it cannot be read: {reason(error)}")
        return listed
    summed = stated(content)
    if sums(summed) != content:
        log.differs("lists", SUMS, "a line is not a digest, two spaces and a path, or they are not sorted by path")
    elif manifest and {path: digest for path, digest in summed.items() if path != MANIFEST} == listed:
        log.compare("lists", SUMS, f"that it has the digests of {MANIFEST}", found=True, expected=True)
    if manifest:
        for path in sorted({*listed, *summed} - {MANIFEST}):
            if listed.get(path) != summed.get(path):
                log.compare(
                    "lists", path, f"its SHA-256 in {SUMS}, beside {MANIFEST},", summed.get(path), listed.get(path)
                )
    if MANIFEST not in summed:
        log.differs("lists", SUMS, f"it does not list {MANIFEST}")
    return summed | listed


def _sound(folder: Path, manifest: Manifest | None, listed: Mapping[str, str], log: Findings) -> dict[str, bytes]:
    """Return the bytes of every file that is the one listed, and note those that are not, are missing or are stray."""
    own = {MANIFEST} if manifest and not manifest.has_sums else {SUMS}  # what no list in the folder has
    present = _present(folder) - own
    names = {digest: path for path, digest in listed.items()}
    sound: dict[str, bytes] = {}
    for path in sorted({*present, *listed} - own):
        expected = listed.get(path)
        try:
            content = _file(folder, path, present)
        except (OSError, ValueError) as error:
            wanted = f"; its SHA-256 was {expected}" if expected else ""
            log.differs("file", path, f"{reason(error)}{wanted}", expected)
            continue
        digest = sha256(content).hexdigest()
        if digest == expected:
            log.compare("file", path, "its SHA-256", digest, expected)
            sound[path] = content
            continue
        elsewhere = f"; that is the SHA-256 of {names[digest]}" if digest in names else ""
        wanted = f"not {expected}" if expected else "and no file of this name was released"
        said = f"its SHA-256 is {digest}, {wanted}{elsewhere}"
        log.differs("file", path, said, expected, digest)
    if manifest:
        for path, content in sound.items():
            told = manifest.plain["files"].get(path, {}).get("bytes", len(content))
            if told != len(content):
                log.compare("file", path, f"the number of its bytes, beside {MANIFEST},", len(content), told)
    return sound


def _file(folder: Path, path: str, present: set[str]) -> bytes:
    """Return the bytes of a file of a release. Raises ValueError or OSError if there is none that can be read."""
    if _NO_PATH.search(path):
        raise ValueError("it is no path of a file in a release")
    if path not in present:
        raise ValueError("it is missing")
    return _bytes(folder / path)


def _present(folder: Path) -> set[str]:
    """Return the path below a folder of all that is in it and no folder; links are not followed.

    What pip compiles of a release's script when it installs the package is not counted.
    """
    found = set()
    for place, folders, files in os.walk(folder):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        found |= {(Path(place) / name).relative_to(folder).as_posix() for name in (*files, *linked)}
    return {path for path in found if not COMPILED.fullmatch(path)}


def _chain(folder: Path, own: str, manifest: Manifest, archive: Path | None, log: Findings) -> None:
    """Hold a manifest against those of the other releases at hand: what each says of the one before it."""
    place = folder.resolve()
    beside = _releases(place.parent) if VERSION.fullmatch(place.name) else {}
    beside.pop(place.name, None)
    kept = _releases(archive) if archive and archive.resolve() != place.parent else {}
    for version, (_, other) in (kept | beside).items():
        if other and other.previous and other.previous.version == manifest.version:
            what = f"its SHA-256, beside what release {version} after it has,"
            if log.compare("chain", MANIFEST, what, own, other.previous.manifest_sha256):
                log.vouchers.append(f"release {version}, which follows it")
    if manifest.version in kept:
        what = f"its SHA-256, beside release {manifest.version} of the package,"
        if log.compare("chain", MANIFEST, what, own, kept[manifest.version][0]):
            log.vouchers.append("the installed package")
    _previous(manifest, kept | beside, log)
    older = [version for version in beside if numbers(version) < numbers(place.name)]
    if manifest.has_sums and manifest.previous is None and older:
        said = f"it names no release before it, though {max(older, key=numbers)} stands beside it"
        log.differs("chain", MANIFEST, said, None, own)


def _previous(manifest: Manifest, others: Mapping[str, tuple[str, Manifest | None]], log: Findings) -> None:
    """Hold the release before a release against what this one says of it."""
    if manifest.previous is None:
        return
    version = str(manifest.previous.version)
    if version not in others:
        log.skip("chain", MANIFEST, f"release {version}, which it follows, is not at hand")
        return
    what = f"the SHA-256 of the manifest of release {version}, which it follows,"
    log.compare("chain", MANIFEST, what, others[version][0], manifest.previous.manifest_sha256)


def _releases(archive: Path) -> dict[str, tuple[str, Manifest | None]]:
    """Return the SHA-256 of each release's manifest in a folder of releases, and what it says, by version."""
    found: dict[str, tuple[str, Manifest | None]] = {}
    for path in archive.glob(f"*/{MANIFEST}"):
        if VERSION.fullmatch(path.parent.name):
            found[path.parent.name] = _manifest(path.parent, Findings())
    return dict(sorted(found.items(), key=lambda item: numbers(item[0])))


def _cited(given: str, found: str | None, log: Findings) -> None:
    from caucasus_ledger.dataset.fingerprint import short

    if found is None:
        log.differs("cited", "", f"no fingerprint could be computed to hold against {given}", given)
        return
    long = _LONG.fullmatch(given)
    if log.compare("cited", "", "the fingerprint, beside the one given,", found if long else short(found), given):
        log.vouchers.append("the fingerprint given" if long else "the short fingerprint given, a checksum of 64 bits")
