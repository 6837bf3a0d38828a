"""Ledger: records and tables of one version, found in every way that is offered."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from caucasus_ledger.dataset import ledger as module
from caucasus_ledger.dataset.ledger import (
    Claims,
    Ledger,
    LedgerError,
    ReplacedRecord,
    TamperedRelease,
    UnknownRecord,
    UnknownVersion,
    identifier,
    load,
    versions,
)
from caucasus_ledger.dataset.records import path_of, read_records
from caucasus_ledger.dataset.release import build_release
from caucasus_ledger.dataset.tables import BY_NAME
from caucasus_ledger.schema import Actor, Assessment, Claim, ClaimKind, Event, Source, Tombstone
from copies import add, copy_to, withdraw

CLAIM = "claim/example-2020/{:03}"


def claims(*numbers: int) -> tuple[str, ...]:
    return tuple(map(CLAIM.format, numbers))


@pytest.fixture
def releases(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("0.1.0", "0.9.0", "0.10.0"):
        shutil.copytree(release, tmp_path / name)
    monkeypatch.setattr(module, "RELEASES", tmp_path)
    return tmp_path


def test_a_release_and_a_checkout_are_loaded_by_path(release: Path, example: Path) -> None:
    assert load(release).version == load(str(release)).version == "0.1.0"
    assert load(example).version == load(str(example)).version == "unreleased"


@pytest.mark.parametrize("text", [".", "..", "rel", "./rel", "1.0", "v0.1.0"])
def test_text_that_is_no_version_names_a_folder(
    text: str, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "beside"
    for folder in (tmp_path, beside, *(beside / name for name in ("rel", "1.0", "v0.1.0"))):
        shutil.copytree(release, folder, dirs_exist_ok=True)
    monkeypatch.chdir(beside)
    assert load(text).fingerprint == load(release).fingerprint


@pytest.mark.usefixtures("releases")
def test_text_of_the_form_of_a_version_is_never_a_folder(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(release, tmp_path / "here" / "9.9.9")
    shutil.copytree(release, tmp_path / "here" / "0.9.0" / "other")
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(UnknownVersion, match=r"version 9\.9\.9 is not in this package"):
        load("9.9.9")
    assert load("./9.9.9").version == "0.1.0"
    assert load("0.9.0").version == "0.1.0"


@pytest.mark.parametrize("text", ["", "nowhere", "1.0", "x" * 5000, "a\0b"])
def test_text_that_is_neither_is_told(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownVersion, match="is not in this package"):
        load(text)


def test_release_and_checkout_hold_the_same(ledger: Ledger, checkout: Ledger) -> None:
    assert ledger.fingerprint == checkout.fingerprint
    assert ledger.tables == checkout.tables == tuple(BY_NAME)
    for kind in ("sources", "actors", "events", "claims", "assessments"):
        assert list(getattr(ledger, kind)) == list(getattr(checkout, kind))
    assert ledger.tombstones == checkout.tombstones


def test_versions_are_in_the_order_of_their_numbers(releases: Path) -> None:
    assert versions() == ("0.1.0", "0.9.0", "0.10.0")
    (releases / "0.10.0" / "manifest.json").unlink()
    assert versions() == ("0.1.0", "0.9.0")


def test_what_an_interrupted_build_left_is_no_version(releases: Path, release: Path) -> None:
    shutil.copytree(release, releases / ".0.11.0-abcdef")
    assert versions()[-1] == "0.10.0"


def test_without_a_version_the_newest_is_loaded(releases: Path) -> None:
    for version in ("0.9.0", "0.10.0"):
        manifest = releases / version / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"version": "0.1.0"', f'"version": "{version}"'))
    assert load().version == "0.10.0"
    assert load("0.9.0").version == "0.9.0"


@pytest.mark.usefixtures("releases")
def test_a_missing_version_is_an_error_that_lists_those_there() -> None:
    with pytest.raises(UnknownVersion, match=r"version 0\.2\.0 is not in .* holds 0\.1\.0, 0\.9\.0, 0\.10\.0$"):
        load("0.2.0")


def test_a_package_without_releases_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RELEASES", tmp_path / "none")
    assert versions() == ()
    with pytest.raises(UnknownVersion, match="no release"):
        load()
    with pytest.raises(UnknownVersion, match=r"holds none$"):
        load("0.1.0")


def test_a_folder_that_is_neither_is_refused(tmp_path: Path, example: Path) -> None:
    for folder in (tmp_path, example / "dataset" / "releases" / "9.9.9", example / "dataset"):
        with pytest.raises(LedgerError, match=r"neither a release .* nor a checkout"):
            load(folder)
        with pytest.raises(LedgerError, match=r"neither a release .* nor a checkout"):
            load(str(folder))


def test_a_changed_release_is_refused(release: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(release, tmp_path / "0.1.0")
    (copy / "records" / "event.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(TamperedRelease, match=r"records/event.jsonl of release 0.1.0 was changed"):
        list(load(copy).events)


def test_a_collection_has_its_records_in_order(ledger: Ledger) -> None:
    assert (len(ledger.sources), len(ledger.actors), len(ledger.events), len(ledger.claims)) == (1, 8, 7, 11)
    assert ledger.claims.ids == claims(*range(1, 12)) == tuple(claim.id for claim in ledger.claims)
    for found, kind in (
        (ledger.sources, Source),
        (ledger.actors, Actor),
        (ledger.events, Event),
        (ledger.assessments, Assessment),
    ):
        assert all(type(record) is kind for record in found)


def test_a_collection_and_its_records_are_made_once(ledger: Ledger) -> None:
    assert ledger.actors is ledger.actors
    assert ledger.actors["actor/northmark"] is ledger.actors.named("Northmark")["actor/northmark"]


def test_a_record_is_had_by_identifier_short_name_or_itself(ledger: Ledger) -> None:
    northmark = ledger.actors["actor/northmark"]
    assert ledger.actors["northmark"] == ledger.actors[northmark] == ledger["actor/northmark"] == northmark
    assert ledger.claims["example-2020/001"].id == CLAIM.format(1)


def test_a_collection_tells_what_it_holds(ledger: Ledger) -> None:
    northmark = ledger.actors["northmark"]
    assert "actor/northmark" in ledger.actors
    assert northmark in ledger.actors
    assert northmark not in ledger.actors.named("Southmark")
    assert "actor/northmark" not in ledger.events
    assert "actor/northmark" in ledger
    assert "thing/northmark" not in ledger


def test_a_record_outside_a_selection_is_unknown_to_it(ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord, match="not among these 1 records of kind actor"):
        ledger.actors.named("Southmark")["northmark"]
    with pytest.raises(UnknownRecord, match="a record of kind claim is wanted"):
        ledger.claims["actor/northmark"]


def test_an_unknown_record_comes_with_near_ones(ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord, match=r"0.1.0 holds no record actor/nortmark; did you mean actor/northmark"):
        ledger.actors["nortmark"]
    with pytest.raises(UnknownRecord, match="did you mean event/2020-ferry-sinks"):
        ledger["event/sinks"]
    with pytest.raises(UnknownRecord, match=r"holds no record actor/zzzzzzzzzzzz$"):
        ledger.resolve("zzzzzzzzzzzz", "actor")
    with pytest.raises(KeyError):
        ledger.resolve("")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("claim/example-2020/1", "claim/example-2020/001"),
        ("claim/example-2020/0011", "claim/example-2020/011"),
        ("example-2020/7", "claim/example-2020/007"),
        ("Sothmark", "actor/southmark"),
        ("Ada Exmple", "actor/ada-example"),
        ("actor/Ada Exmple", "actor/ada-example"),
    ],
)
def test_of_an_unknown_record_the_one_meant_is_offered_first(asked: str, meant: str, ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord, match=f"did you mean {meant}( or |[?]$)"):
        ledger.cite(asked)


def test_a_misspelt_alias_is_told_with_whose_it_is(ledger: Ledger) -> None:
    (name, *_), actor = next(([alias.name for alias in one.aliases], one) for one in ledger.actors if one.aliases)
    with pytest.raises(UnknownRecord, match=rf"did you mean .*{re.escape(f'{name} ({actor.id})')}"):
        ledger.cite(f"{name[:-1]}qq")


@pytest.mark.parametrize("asked", ["actor/nobody", "actor/o", "claim/²", f"claim/{'9' * 5000}", "event/", "/", "1"])
def test_nothing_unlike_is_offered(asked: str, ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord) as told:
        ledger.resolve(asked)
    assert "did you mean" not in str(told.value)


@pytest.mark.parametrize("place", [0, -1, slice(None, 2)])
def test_a_record_has_no_place_and_it_is_told_how_to_have_some(place: object, ledger: Ledger) -> None:
    with pytest.raises(TypeError, match=r"not by its place; list\(collection\)\[:2\]"):
        ledger.claims.about("northmark")[place]  # type: ignore[index]


@pytest.mark.parametrize("given", [1, 0.1, b"0.1.0", ["0.1.0"]])
def test_what_is_no_version_is_told(given: object) -> None:
    with pytest.raises(TypeError, match="a version as text, or a path, is wanted, not "):
        load(given)  # type: ignore[arg-type]


def test_an_identifier_without_a_kind_is_explained(ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord, match="'northmark' is no identifier; one begins with source, actor"):
        ledger["northmark"]


def test_tombstones_say_what_was_withdrawn(ledger: Ledger) -> None:
    (stone,) = ledger.tombstones
    assert isinstance(stone, Tombstone)
    assert (stone.id, stone.retracted.replaced_by) == (CLAIM.format(12), CLAIM.format(1))


GIVEN = (
    r"^claim/example-2020/012 was withdrawn on 2021-01-01 \(It repeated claim 001\.\); claim/example-2020/001 is given"
)


@pytest.mark.parametrize("asked", [CLAIM.format(12), "example-2020/012"])
def test_a_withdrawn_record_gives_the_one_that_replaced_it_with_a_warning(asked: str, ledger: Ledger) -> None:
    with pytest.warns(ReplacedRecord, match=GIVEN) as told:
        assert ledger.claims[asked].id == CLAIM.format(1)
    (warning,) = told
    assert warning.filename == __file__
    assert isinstance(warning.message, ReplacedRecord)
    assert (warning.message.old, warning.message.new) == claims(12, 1)
    assert str(pickle.loads(pickle.dumps(warning.message))) == str(warning.message)  # noqa: S301


def test_every_way_to_ask_for_a_record_leads_from_an_old_identifier_to_the_new(ledger: Ledger) -> None:
    old, new = claims(12, 1)
    ways: tuple[Callable[[], str], ...] = (
        lambda: ledger[old].id,
        lambda: ledger.resolve(old),
        lambda: ledger.resolve("example-2020/012", "claim"),
        lambda: ledger.resolve_any("example-2020/012", ("event", "claim")),
        lambda: ledger.find(old)[0].id,
    )
    for found in ways:
        with pytest.warns(ReplacedRecord, match=GIVEN):
            assert found() == new
    assert old not in ledger
    assert old not in ledger.claims
    with (
        pytest.warns(ReplacedRecord),
        pytest.raises(UnknownRecord, match="claim/example-2020/001 is not among these 0"),
    ):
        ledger.claims.where(kind="framing")[old]


@pytest.fixture
def rewritten(tmp_path: Path) -> Path:
    """Return a checkout with records that nothing replaces, and one replaced by what was replaced in turn."""
    root = copy_to(tmp_path)
    withdraw(root, "actor/pilots", "Who they are is not told.", "2021-02-03", "actor/harbour-folk")
    withdraw(root, "actor/harbour-folk", "Pilots are meant.", "2021-03-04", "actor/harbour-pilots")
    withdraw(root, CLAIM.format(10), "It is not in the text.", "2021-05-06")
    withdraw(root, CLAIM.format(13), "Said twice.", "2021-01-02", CLAIM.format(10))
    withdraw(root, CLAIM.format(14), "Round.", "2021-01-02", CLAIM.format(15))
    withdraw(root, CLAIM.format(15), "And round.", "2021-01-03", CLAIM.format(14))
    withdraw(root, CLAIM.format(16), "Lost.", "2021-01-04", CLAIM.format(99))
    return root


def test_filters_follow_a_record_that_was_replaced_more_than_once(rewritten: Path) -> None:
    ledger = load(rewritten)
    told = (
        r"actor/pilots was withdrawn on 2021-02-03 \(Who they are is not told\.\), and what replaced it too: "
        r"actor/harbour-folk was withdrawn on 2021-03-04 \(Pilots are meant\.\); actor/harbour-pilots is given instead$"
    )
    ways: tuple[Callable[[], Claims], ...] = (
        lambda: ledger.claims.by("pilots"),
        lambda: ledger.claims.by("actor/pilots", through=True),
        lambda: ledger.claims.where(claimant=ledger.resolve("actor/pilots")),
    )
    for found in ways:
        with pytest.warns(ReplacedRecord, match=told):
            assert found().ids == claims(7)
    with pytest.warns(ReplacedRecord, match=told):
        assert ledger.claims.about("pilots").ids == ledger.claims.about("harbour-pilots").ids
    with pytest.warns(ReplacedRecord, match=told):
        assert ledger.events.involving("pilots").ids == ledger.events.involving("harbour-pilots").ids
    with pytest.warns(ReplacedRecord, match=told):
        assert ledger.organs("pilots") == {"actor/harbour-pilots"}


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (10, r"^claim/example-2020/010 was withdrawn on 2021-05-06 \(It is not in the text\.\); nothing in ledger "),
        (
            13,
            r"013 was .* \(Said twice\.\), and what replaced it too: .*010 was .*; nothing in ledger unreleased",
        ),
        (14, r"014 was .* \(Round\.\), and what replaced it too: .*015 .* \(And round\.\); nothing in"),
        (16, r"016 was .* \(Lost\.\); nothing in ledger unreleased replaces it$"),
    ],
)
def test_a_record_that_nothing_replaces_is_unknown_and_the_reason_told(number: int, says: str, rewritten: Path) -> None:
    ledger = load(rewritten)
    for ask in (ledger.__getitem__, ledger.resolve, ledger.find):
        with pytest.raises(UnknownRecord, match=says):
            ask(CLAIM.format(number))
    with pytest.raises(UnknownRecord, match=says):
        ledger.claims[f"example-2020/{number:03}"]
    with pytest.raises(UnknownRecord, match=says):
        raise ledger.unknown(CLAIM.format(number))


def test_a_tombstone_that_is_not_valid_is_told(rewritten: Path) -> None:
    release = build_release(rewritten, "0.2.0", date(2021, 6, 1), rewritten.parent / "0.2.0")
    path = release / "records" / "tombstone.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("2021-05-06", "2021-99-06"), encoding="utf-8")
    manifest = json.loads((release / "manifest.json").read_bytes())
    manifest["files"]["records/tombstone.jsonl"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (release / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(LedgerError, match=r"^the tombstone of claim/example-2020/010 is not valid"):
        load(release).to_json()


def test_a_record_that_only_other_releases_hold_is_told_with_them(release: Path, tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    add(root, CLAIM.format(13), CLAIM.format(1), statement="They met for a day.")
    here = root / "dataset" / "releases"
    build_release(root, "0.2.0", date(2021, 6, 1), here / "0.2.0")
    shutil.copytree(release, here / "0.1.0")
    shutil.copytree(release, here / "0.3.0")
    (here / "0.3.0" / "records" / "claim.jsonl").write_bytes(b"")
    with pytest.raises(UnknownRecord, match=r"^ledger 0.1.0 holds no record claim/example-2020/013; it is in 0.2.0$"):
        load(here / "0.1.0").claims["example-2020/013"]
    (root / path_of(CLAIM.format(13))).unlink()
    with pytest.raises(UnknownRecord, match=r"ledger unreleased holds no record .*/013; it is in 0.2.0$"):
        load(root)[CLAIM.format(13)]


def test_all_records_are_had_as_json_by_identifier(ledger: Ledger, checkout: Ledger, example: Path) -> None:
    assert ledger.to_json() == checkout.to_json() == {record["id"]: record for record in read_records(example)}


def test_where_selects_by_test_and_by_field(ledger: Ledger) -> None:
    assert ledger.claims.where(kind="normative").ids == claims(10)
    assert ledger.claims.where(kind=ClaimKind.CAUSAL).ids == claims(6)
    assert ledger.claims.where(lambda claim: len(claim.attribution) > 1).ids == claims(2, 7, 11)
    assert ledger.claims.where(lambda claim: len(claim.attribution) > 1, kind="quotation").ids == claims(11)
    assert len(ledger.claims.where()) == 11
    assert isinstance(ledger.claims.where(kind="state"), Claims)


def test_actors_are_found_by_any_name(ledger: Ledger) -> None:
    assert ledger.actors.named("northMARK").ids == ("actor/northmark",)
    assert ledger.actors.named("four people").ids == ("actor/ferry-passengers",)
    assert ledger.actors.named("north").ids == ()


def test_events_are_found_by_who_takes_part(ledger: Ledger) -> None:
    wanted = ("event/2020-ferry-overloaded", "event/2020-ferry-sinks")
    assert ledger.events.involving("blue-line").ids == wanted
    assert ledger.events.involving(ledger.actors["blue-line"], role="instrument_owner").ids == wanted[1:]
    with pytest.raises(UnknownRecord, match="did you mean actor/blue-line"):
        ledger.events.involving("blu-line")


def test_events_are_found_by_when_they_may_have_been(ledger: Ledger) -> None:
    sinks, meeting = "event/2020-ferry-sinks", "event/2020-05-03-rivertown-meeting"
    assert ledger.events.between("2020-05-02", date(2020, 5, 2)).ids == (sinks,)
    assert ledger.events.between("2020-04-01", "2020-05-01").ids == (sinks,)
    assert ledger.events.between("2020-05-03", "2020-05-31").ids == (meeting, sinks)
    assert ledger.events.between("2022-07-31", "2030-01-01").ids == ("event/2020-bridge-opens",)
    assert ledger.events.between(date.min, "2020-04-30").ids == ()
    assert len(ledger.events.between(date.min, date.max)) == 4


def test_claims_are_found_by_what_they_are_about(ledger: Ledger) -> None:
    assert ledger.claims.about("event/2020-ferry-sinks").ids == claims(3, 4, 6)
    assert ledger.claims.about(ledger.events["2020-06-port-closure"]).ids == claims(5, 6)
    assert ledger.claims.about("actor/blue-line").ids == claims(3, 7)


def test_the_ends_of_a_link_are_what_a_claim_is_about(edited: Path) -> None:
    assert CLAIM.format(6) in load(edited).claims.about("event/2020-ferry-sinks")


@pytest.fixture
def edited(example: Path, tmp_path: Path) -> Path:
    """Return a checkout whose claim 006 names the sinking only as the end of its link."""
    copy = Path(shutil.copytree(example, tmp_path / "checkout"))
    path = copy / "dataset" / "records" / f"{CLAIM.format(6)}.json"
    text = path.read_text(encoding="utf-8").replace(',\n    "event/2020-ferry-sinks"\n  ]', "\n  ]")
    path.write_text(text, encoding="utf-8")
    return copy


def test_claims_are_found_by_who_holds_them(ledger: Ledger) -> None:
    assert ledger.claims.by("harbour-pilots").ids == claims(7)
    assert ledger.claims.by("example-gazette").ids == claims(1, 3, 4, 5, 6, 8, 9, 10)
    assert ledger.claims.by("example-gazette", through=True).ids == claims(*range(1, 12))
    assert ledger.claims.by(ledger.actors["ada-example"]).about("actor/southmark").ids == claims(11)


def test_assessments_are_found_by_their_claim(ledger: Ledger) -> None:
    assert ledger.assessments.of(CLAIM.format(4)).ids == ("assessment/example-2020/ferry-deaths",)
    assert ledger.assessments.of(ledger.claims["example-2020/001"]).ids == ()


def test_a_claim_is_disputed_where_an_assessment_does_not_bear_it_out(
    ledger: Ledger, example: Path, tmp_path: Path
) -> None:
    assert ledger.claims.disputed().ids == ()
    copy = Path(shutil.copytree(example, tmp_path / "checkout"))
    path = copy / "dataset" / "records" / "assessment" / "example-2020" / "ferry-deaths.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"supported"', '"imprecise"'), encoding="utf-8")
    assert load(copy).claims.disputed().ids == claims(4)


def test_a_record_is_found_by_what_a_person_may_call_it(ledger: Ledger) -> None:
    assert [found.id for found in ledger.find("actor/northmark")] == ["actor/northmark"]
    assert [found.id for found in ledger.find("four people")] == ["actor/ferry-passengers"]
    assert [found.id for found in ledger.find("Ferry sinks")] == ["event/2020-ferry-sinks"]
    assert ledger.find("nothing like it") == []


def test_every_record_has_a_name(ledger: Ledger) -> None:
    assert ledger.name("actor/northmark") == "Northmark"
    assert ledger.name("event/2020-ferry-sinks") == "A ferry sinks on the way to Rivertown"
    assert ledger.name(ledger.claims["example-2020/008"]) == "The bridge is opened."
    assert ledger.name("source/example-2020") == "A bridge between Northmark and Southmark"
    assert ledger.name("assessment/example-2020/ferry-deaths") == "The harbour's yearly report counts as many."
    assert ledger.name(ledger.sources["example-2020"].model_copy(update={"title": None})) == "source/example-2020"


def test_every_link_comes_with_its_claim(ledger: Ledger) -> None:
    assert [(claim.id, link.predicate.value) for claim, link in ledger.links()] == [
        (CLAIM.format(6), "responds_to"),
        (CLAIM.format(7), "attributes_responsibility"),
    ]


def test_a_ledger_says_what_it_is(ledger: Ledger) -> None:
    assert repr(ledger).startswith("<Caucasus Ledger 0.1.0: 1 source")
    assert repr(ledger.claims) == "<11 claim records of ledger 0.1.0>"
    assert ledger.cite().startswith("Caucasus Ledger contributors (2020).")


def test_an_identifier_is_its_own(ledger: Ledger) -> None:
    assert identifier("claim/a/001") == "claim/a/001"
    claim: Claim = ledger.claims["example-2020/001"]
    assert identifier(claim) == claim.id


@pytest.mark.parametrize("name", BY_NAME)
def test_every_table_is_had_in_every_form(name: str, ledger: Ledger) -> None:
    table = ledger.table(name)
    assert isinstance(table, pa.Table)
    frame, polars_frame = ledger.to_pandas(name), ledger.to_polars(name)
    assert list(frame.columns) == polars_frame.columns == table.column_names
    assert len(frame) == polars_frame.height == table.num_rows
    assert polars_frame.to_dicts() == table.to_pylist()


def test_pandas_keeps_dates_whole_numbers_and_missing_values(ledger: Ledger) -> None:
    frame = ledger.to_pandas("events").set_index("event_id")
    assert frame.loc["event/2020-06-port-closure", "when_earliest"] == date(2020, 6, 1)
    assert frame["deaths_low"].dropna().to_list() == [4]
    assert frame.dtypes.map(str).str.contains("pyarrow").all()


def test_an_unknown_table_is_refused_with_those_there(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no table 'claim'; there are sources, sentences"):
        ledger.table("claim")


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_named_with_how_to_install_it(
    package: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.delitem(sys.modules, package, raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find_spec(name))
    with pytest.raises(LedgerError, match=f"{package} is not installed; `pip install {package}`"):
        getattr(ledger, f"to_{package}")("claims")


def test_a_range_that_ends_before_it_starts_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="before it starts"):
        ledger.events.between("2020-06-01", "2020-05-01")


def test_what_is_no_record_is_not_in_a_collection(ledger: Ledger) -> None:
    assert 5 not in ledger.claims


def test_a_folder_named_like_a_version_is_not_taken_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "9.9.9").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownVersion):
        load("9.9.9")


def test_claims_about_a_record_may_leave_its_kind_out(ledger: Ledger) -> None:
    for short, full in (("southmark", "actor/southmark"), ("2020-ferry-sinks", "event/2020-ferry-sinks")):
        assert ledger.claims.about(short).ids == ledger.claims.about(full).ids != ()
