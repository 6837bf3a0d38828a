"""Records of the dataset itself, broken by hand, one for each rule: the right rule refuses each at the right line."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from caucasus_ledger.dataset.records import PACKAGE_ROOT, path_of
from caucasus_ledger.validators.check import check

CRASH = "event/2024-12-25-azal-crash"
STRUCK = "event/2024-12-25-azal-jet-struck"
SUMMIT = "event/2025-08-08-washington-summit"
ZAKHAROVA = "claim/scotti-2025/098"
REFUSED = "event/azerbaijani-mp-refused-entry"
CYBER = "event/2025-02-cyber-attacks"
DEATHS = "claim/scotti-2025/027"
DATING = "assessment/scotti-2025/zakharova-dating"
SOURCE = "source/scotti-2025"


class Broken(NamedTuple):
    """A text of a record's file that is replaced, and the problem that follows: its code and what its line shows."""

    code: str
    record: str
    old: str
    new: str
    line: str
    owner: str = ""


BROKEN = (
    Broken("J003", CRASH, '"realis": "actual",', '"realis": "actual"', '"realis": "actual"'),
    Broken("J004", CRASH, '"realis": "actual",', '"realis": "actual",\n  "realis": "alleged",', '"realis": "alleged"'),
    Broken("J005", CRASH, '"best": 38', '"best": NaN', '"best": NaN'),
    Broken("J006", CRASH, '"best": 38', '"best": 38e999', '"best": 38e999'),
    Broken("J009", CRASH, '"title": "Crash', '"title": "\\ud83dCrash', '"title"'),
    Broken("J012", CRASH, f'"id": "{CRASH}"', '"id": "event/2024-12-25-crash"', '"id": "event/2024-12-25-crash"'),
    Broken("J013", CRASH, '  "realis": "actual",', '   "realis": "actual",', '   "realis": "actual",'),
    Broken("F001", CRASH, '  "realis": "actual",\n', "", "{"),
    Broken("F002", CRASH, '"realis": "actual",', '"realis": "actual",\n  "killed": 38,', '"killed": 38'),
    Broken("F003", CRASH, '"best": 38', '"best": "38"', '"best": "38"'),
    Broken("F004", CRASH, '"realis": "actual"', '"realis": "real"', '"realis": "real"'),
    Broken("F005", SUMMIT, '"actor": "actor/donald-trump"', '"actor": "Donald Trump"', '"actor": "Donald Trump"'),
    Broken("F006", CRASH,
           '"title": "Crash of an Azerbaijan Airlines passenger jet near Aktau"', '"title": ""', '"title": ""'),
    Broken("F007", CRASH, '"low": 38', '"low": -38', '"low": -38'),
    Broken("F008", CRASH, '"country": "KAZ"', '"country": "KZK"', '"country": "KZK"'),
    Broken("R001", SUMMIT, "actor/donald-trump", "actor/donald-tramp", '"actor": "actor/donald-tramp"'),
    Broken("R002", DEATHS, '"about": [', f'"qualifies": ["{DEATHS}"],\n  "about": [', '"qualifies"'),
    Broken("R003", DATING, '"field": "said"', '"field": "spoken"', '"field": "spoken"'),
    Broken("T001", CRASH, '"edtf": "2024-12-25"', '"edtf": "25.12.2024"', '"edtf": "25.12.2024"'),
    Broken("T002", CRASH, '"basis": "explicit"', '"basis": "none"', '"edtf": "2024-12-25"'),
    Broken("T003", CRASH, '"basis": "explicit"', '"basis": "derived"', '"basis": "derived"'),
    Broken("T004", DATING, '"known_on": "2025-07-24"', '"known_on": "2027-07-24"', '"known_on"'),
    Broken("T005", REFUSED, '"edtf": "[2024-12-25..2025-08-17]"', '"edtf": "2026"', '"when": {'),
    Broken("T006", REFUSED, '"edtf": "[2024-12-25..2025-08-17]"', '"edtf": "0025"', '"edtf": "0025"'),
    Broken("T010", CRASH, '"edtf": "2024-12-25"', '"edtf": "2024-11-25"', '"when": {'),
    Broken("E016", "actor/azal", '"start": 651', '"start": 652', "{"),
    Broken("E001", SOURCE, '"end": 82', '"end": 0', '"end": 0'),
    Broken("E002", "actor/azal", '"name": "AZAL"\n', '"name": "AZL"\n', '"name": "AZL"'),
    Broken("E004", SOURCE, '"start": 83', '"start": 81', '"start": 81'),
    Broken("E006", "claim/scotti-2025/001", '"end": 81', '"end": 9081', '"end": 9081'),
    Broken("E007", "claim/scotti-2025/001", '"end": 81', '"end": 90', "{"),
    Broken("E008", SOURCE, '"status": "boilerplate"', '"status": "coded"', "{"),
    Broken("C001", "actor/kazakhstan", '  "country": "KAZ",\n', "", '"kind": "state"'),
    Broken("C002", "actor/russian-hackers",
           '"kind": "unnamed_group",', '"kind": "unnamed_group",\n  "wikidata": "Q1",', '"Q1"'),
    Broken("C003", CYBER, '"type": "COERCE",', '"uncoded": "None fits.",\n  "type": "COERCE",', '"uncoded"'),
    Broken("C004", CYBER, '"mode": "cyber"', '"mode": "hacking"', '"mode": "hacking"'),
    Broken("C006", CRASH, '"low": 38', '"low": 39', '"low": 39'),
    Broken("C007", DEATHS, '"mode": "own_voice"', '"mode": "indirect"', '"mode": "indirect"'),
    Broken("C008", ZAKHAROVA,
           '"actor": "actor/maria-zakharova"', '"actor": "actor/simona-scotti"', '"actor": "actor/simona-scotti"'),
    Broken("C010", ZAKHAROVA, '"kind": "quotation"', '"kind": "state"', '"quotation"'),
    Broken("C017", STRUCK, '"realis": "alleged"', '"realis": "actual"', '"realis": "actual"'),
    Broken("C018", REFUSED, '"realis": "actual"', '"realis": "alleged"', '"realis": "alleged"'),
    Broken("C019", DEATHS, '"actor": "actor/simona-scotti"', '"actor": "actor/russia"', '"actor": "actor/russia"'),
    Broken("C020", CYBER, "actor/russian-hackers", "actor/russia", '"role": "alleged_perpetrator"'),
    Broken("C022", "actor/maria-zakharova",
           '"kind": "person"', '"kind": "unnamed_group"', '"mode": "direct_quote"', ZAKHAROVA),
    Broken("C023", "claim/scotti-2025/094", '"mode": "indirect"', '"mode": "hearsay"', '"mode": "hearsay"'),
    Broken("D005", "actor/kazakhstan", '"country": "KAZ",',
           '"country": "KAZ",\n  "aliases": [{"name": "Russia", "kind": "short"}],',
           '"name": "Russia"', "actor/russia"),
    Broken("D007", "actor/kazakhstan", "Q232", "Q227", '"wikidata": "Q227"'),
    Broken("X001", CRASH, '"title": "Crash', '"title": "\\u202eCrash', '"title"'),
    Broken("X002", CRASH, '"title": "Crash', '"title": "Сrash', '"title"'),
    Broken("X003", CRASH, '"title": "Crash', '"title": "+Crash', '"title"'),
    Broken("X005", CRASH, '"title": "Crash of', '"title": "Crash  of', '"title"'),
    Broken("R009", DATING, '"claim": "claim/scotti-2025/098"', '"claim": "claim/scotti-2026/098"', '"claim"'),
    Broken("T022", "assessment/scotti-2025/pashinyan-visit",
           '"known_on": "2025-06-20"', '"known_on": "2025-07"', '"known_on"'),
    Broken("E021", ZAKHAROVA, "The Westerners aim", "Westerners aim", "{"),
    Broken("E027", "claim/scotti-2025/094", '"role": "claimant"', '"role": "context"', '"evidence"'),
    Broken("E028", "claim/scotti-2025/029", '"factuality": "CT+"', '"factuality": "PS+"', '"evidence"'),
    Broken("C033", "actor/osce", '"wikidata"', '"country": "AUT",\n  "wikidata"', '"country"'),
    Broken("C047", CRASH, '"role": "victim"', '"role": "subject"', '"deaths"'),
    Broken("C049", "claim/scotti-2025/023", "killed 38", "killed 39", '"best": 38', CRASH),
    Broken("C053", CRASH, '"lat": 43.6611', '"lat": 13.6611', '"position"'),
    Broken("C055", REFUSED, '"realis": "actual"', '"realis": "hypothetical"', '"realis"'),
    Broken("X009", CRASH, '"title": "Crash of', '"title": "<b>Crash of', '"title"'),
    Broken("X016", CRASH, 'jet near Aktau"', 'jet near Aktau."', '"title"'),
    Broken("X018", DEATHS, '"statement": "Azerbaijani', '"statement": "Our Azerbaijani', '"statement"'),
    Broken("X006", CRASH, '"title": "Crash of', '"title": "Unprecedented crash of', '"title"'),
)  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("broken")
    for folder in ("dataset/records", "seeds/source"):
        shutil.copytree(PACKAGE_ROOT / folder, root / folder)
    return root


def test_at_least_forty_rules_are_shown() -> None:
    assert len({broken.code for broken in BROKEN}) >= 40


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.code)
def test_the_right_rule_refuses_it_at_the_right_line(broken: Broken, copy: Path) -> None:
    path = copy / path_of(broken.record)
    sound = path.read_text(encoding="utf-8")
    assert broken.old in sound
    path.write_text(_canonical_but_for_the_mistake(broken, sound), encoding="utf-8")
    try:
        problems = check(copy).problems
        found = [(problem.code, problem.record) for problem in problems]
        assert found == [(broken.code, broken.owner or broken.record)], [problem.message for problem in problems]
        text = (copy / problems[0].file).read_text(encoding="utf-8")
        assert broken.line in text.split("\n")[problems[0].line - 1]
    finally:
        path.write_text(sound, encoding="utf-8")


def _canonical_but_for_the_mistake(broken: Broken, sound: str) -> str:
    """Replace the text; where the outcome is a record, write it canonically, so that only one rule is broken."""
    from caucasus_ledger.dataset.records import canonical_json, parse

    text = sound.replace(broken.old, broken.new, 1)
    if broken.code.startswith("J"):
        return text
    try:
        return canonical_json(parse(text))
    except ValueError:
        return text
