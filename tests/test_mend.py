"""Mend: what is put right, what is left alone, and that no record says anything else afterwards."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.dataset.records import (
    PACKAGE_ROOT,
    RECORDS,
    Json,
    canonical_json,
    canonical_plain,
    in_order,
    kind_of,
    parse,
    path_of,
)
from caucasus_ledger.dataset.tree import Changed, Folder, Tree
from caucasus_ledger.schema import Record, Tombstone
from caucasus_ledger.seeds.attach import AttachError
from caucasus_ledger.seeds.text import canonical, span_digest
from caucasus_ledger.validators import reader
from caucasus_ledger.validators.check import check
from caucasus_ledger.validators.intake import Intake
from caucasus_ledger.validators.mend import Mended, attached, mend
from caucasus_ledger.validators.rules import RULES
from caucasus_ledger.validators.rules.hygiene import plain_spaces
from copies import EXAMPLE_ROOT, change, copy_to
from examples import EXAMPLE_TEXT, broken_copy, held_against
from strategies import records

EVENT = "event/2020-ferry-sinks"
PORT = "event/2020-06-port-closure"
CLAIM = "claim/example-2020/003"
ACTOR = "actor/blue-line"
SOURCE = "source/example-2020"
EMPTY = Folder(Path("there is no such folder"))
TEXT = canonical(EXAMPLE_TEXT.read_text(encoding="utf-8"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def mended(tree: Tree | Path, *, text: bool = False, **options: Any) -> Mended:
    intake = Intake(Folder(tree) if isinstance(tree, Path) else tree)
    return mend(intake, attached([EXAMPLE_TEXT] if text else [], intake), **options)


def told(done: Mended) -> list[tuple[str, str]]:
    return [(note.code, note.pointer) for note in done.notes]


def after(done: Mended, record: str) -> Json:
    content = done.changes[path_of(record)]
    assert content is not None
    found: Json = json.loads(content)
    return found


def plain(root: Path, record: str) -> Json:
    found: Json = json.loads((root / path_of(record)).read_text(encoding="utf-8"))
    return found


def write(root: Path, record: str, content: Json | bytes | str) -> None:
    text = content if isinstance(content, bytes | str) else json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (root / path_of(record)).write_bytes(text if isinstance(text, bytes) else text.encode())


def codes(tree: Tree | Path, *, text: bool = False) -> set[str]:
    return {problem.code for problem in check(tree, texts=[EXAMPLE_TEXT] if text else []).problems}


# nothing to mend


@pytest.mark.parametrize("root", [EXAMPLE_ROOT, PACKAGE_ROOT], ids=["example", "dataset"])
def test_records_in_order_stay_as_they_are(root: Path) -> None:
    assert mended(root) == Mended((), ())


def test_records_in_order_stay_as_they_are_with_their_text() -> None:
    assert mended(EXAMPLE_ROOT, text=True) == Mended((), ())


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"\xff{}", b'{"id": 1, "id": 2}', b'{"low": NaN}', b'{"low": 1e999}',
        b'{"low": 123456789012345678901}', b'{"note": "\\ud800"}', b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
        b"\xef\xbb\xbf{", b'\xef\xbb\xbf{"id": 1, "id": 2}', b"\xff\xfe{", b"\xff\xfe{\x00", b"\xfe\xff\xd8\x00\x00}",
        b"\xef\xbb\xbf", b"\xff\xfe\x00\x00{\x00\x00\x00}\x00\x00\x00",
        b'{"note": "' + b"x" * 300_000 + b'"}',
    ],
)  # fmt: skip
def test_what_does_not_read_is_left_byte_for_byte(root: Path, content: bytes) -> None:
    write(root, EVENT, content)
    assert mended(root, text=True) == Mended((), ())


@pytest.mark.parametrize(
    "path",
    ["place/a.json", "source/a.json", "event/a.txt", "event/а.json"],
)
def test_what_lies_where_no_record_does_is_left_alone(root: Path, path: str) -> None:
    path = f"{RECORDS}/{path}"
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text('{"b":1,"a":2}', encoding="utf-8")
    assert mended(root) == Mended((), ())


def test_links_are_left_alone(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text("{ }", encoding="utf-8")
    (root / path_of("event/a")).symlink_to(tmp_path / "elsewhere.json")
    assert mended(root) == Mended((), ())


# how it is written

WINDOWS: tuple[Callable[[str], bytes], ...] = (
    lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: text.rstrip("\n").replace("\n", "  \n").encode(),
    lambda text: json.dumps(json.loads(text)).encode(),
    lambda text: json.dumps(json.loads(text), indent="\t", sort_keys=True).encode(),
    lambda text: text.replace('"id"', '"\\u0069d"').encode(),
    lambda text: b"\n\n" + text.encode() + b"\n\n",
)


@pytest.mark.parametrize("spoil", WINDOWS)
def test_what_an_editor_makes_of_a_file_is_undone(root: Path, spoil: Callable[[str], bytes]) -> None:
    good: dict[str, bytes | None] = {}
    for record in (EVENT, CLAIM, ACTOR, SOURCE, "claim/example-2020/012"):
        good[path_of(record)] = (root / path_of(record)).read_bytes()
        write(root, record, spoil((root / path_of(record)).read_text(encoding="utf-8")))
    done = mended(root)
    assert done.changes == good
    assert {note.code for note in done.notes} <= {"J002", "J013"}
    assert codes(Changed(Folder(root), done.changes)) == set()


def test_numbers_are_written_in_one_way(root: Path) -> None:
    position = {"lat": 41, "lon": -0.0}
    place = {"name": "A", "position": position, "precision": "point"}
    change(root, PORT, places=[place])
    good = (root / path_of(PORT)).read_bytes()
    text = good.decode().replace("41.0", "4.1e1").replace("-0.0", "-0e5")
    write(root, PORT, text)
    assert mended(root).changes == {path_of(PORT): good.replace(b"-0.0", b"0.0")}


def test_a_whole_number_with_a_point_is_one(root: Path) -> None:
    write(root, EVENT, plain(root, EVENT) | {"deaths": {"low": 4.0, "best": 4e0, "high": 4.5}})
    done = mended(root)
    assert told(done) == [("J013", "")]
    assert b'"low": 4,' in (done.changes[path_of(EVENT)] or b"")
    assert after(done, EVENT)["deaths"]["high"] == 4.5


def test_nulls_and_empty_lists_go_where_the_schema_has_them_by_default(root: Path) -> None:
    good = (root / path_of(EVENT)).read_bytes()
    write(root, EVENT, plain(root, EVENT) | {"note": None, "contexts": [], "type": None})
    assert mended(root).changes == {path_of(EVENT): good}
    write(root, EVENT, plain(root, EVENT) | {"realis": None, "participants": []})
    assert after(mended(root), EVENT)["realis"] is None
    assert after(mended(root), EVENT)["participants"] == []


def test_unknown_fields_and_wrong_values_stay(root: Path) -> None:
    write(root, EVENT, {"titel": "A", "realis": "factual"} | plain(root, EVENT) | {"deaths": "four", "zeal": {"b": 1}})
    done = after(mended(root), EVENT)
    assert list(done)[-2:] == ["titel", "zeal"]
    assert (done["realis"], done["deaths"], done["zeal"]) == ("actual", "four", {"b": 1})


def test_lists_with_an_order_of_their_own_are_sorted_and_no_others(root: Path) -> None:
    good = plain(root, "claim/example-2020/007")
    assert len(good["evidence"]) > 1
    spoilt = good | {"evidence": good["evidence"][::-1], "about": good["about"][::-1]}
    write(root, "claim/example-2020/007", spoilt)
    assert after(mended(root), "claim/example-2020/007") == good | {"about": good["about"][::-1]}


# texts


def test_texts_and_keys_are_composed(root: Path) -> None:
    write(root, PORT, plain(root, PORT) | {"title": "A cafe\u0301", "note\u0301": "e\u0301"})
    done = mended(root)
    assert told(done) == [("X004", "/title"), ("X004", "/note\u0301"), ("X004", "/note\u0301")]
    assert after(done, PORT)["title"] == "A café"
    assert after(done, PORT)["not\u00e9"] == "é"


def test_keys_that_would_fall_together_stay_apart(root: Path) -> None:
    keys = {"e\u0301": 1, "é": 2}
    write(root, PORT, plain(root, PORT) | keys)
    assert mended(root) == Mended((), ())


@pytest.mark.parametrize("text", [" a b", "a b ", "a  b", "a\u00a0b", "\u3000a \u2009\u00a0 b\u202f", "   a      b"])
def test_stray_spaces_go(root: Path, text: str) -> None:
    write(root, PORT, plain(root, PORT) | {"title": text})
    done = mended(root)
    assert told(done) == [("X005", "/title")]
    assert after(done, PORT)["title"] == "a b"


@pytest.mark.parametrize("text", ["a\u200bb", "a\tb", "a\nb", "\u202ea", "=1", "a­b"])
def test_what_cannot_be_seen_is_left_to_people(root: Path, text: str) -> None:
    write(root, PORT, plain(root, PORT) | {"title": text})
    assert mended(root) == Mended((), ())


def test_digests_are_written_in_small_letters(root: Path) -> None:
    good = plain(root, CLAIM)
    write(root, CLAIM, json.loads(json.dumps(good).replace("1383468e6a", "1383468E6A")))
    done = mended(root)
    assert told(done) == [("F005", "/evidence/0/digest")]
    assert after(done, CLAIM) == good
    good = plain(root, SOURCE)
    write(root, CLAIM, canonical_plain("claim", plain(EXAMPLE_ROOT, CLAIM)))
    write(root, SOURCE, good | {"text": good["text"] | {"sha256": good["text"]["sha256"].upper()}})
    assert told(mended(root)) == [("F005", "/text/sha256")]


# what follows from the rest


@pytest.mark.parametrize("given", [{}, {"id": None}, {"id": "?"}])
def test_a_missing_identifier_is_that_of_the_path(root: Path, given: Json) -> None:
    for record in (EVENT, "claim/example-2020/012", SOURCE):
        good = plain(root, record)
        write(root, record, {key: value for key, value in good.items() if key != "id"} | given)
    done = mended(root)
    assert [code for code, _ in told(done)].count("F001") == 3
    assert codes(Changed(Folder(root), done.changes)) == set()


def test_another_identifier_stays(root: Path) -> None:
    write(root, EVENT, plain(root, EVENT) | {"id": "event/other"})
    assert mended(root) == Mended((), ())


@pytest.mark.parametrize("given", [{}, {"end": None}, {"end": "?"}])
def test_a_mention_ends_where_its_name_does(root: Path, given: Json) -> None:
    mention = {"start": 195, "source": SOURCE, "name": " Blue  Line"} | given
    write(root, ACTOR, plain(root, ACTOR) | {"mentions": [mention]})
    done = mended(root)
    assert ("F001", "/mentions/0/end") in told(done)
    assert after(done, ACTOR)["mentions"][0]["end"] == 204


@pytest.mark.parametrize(
    "item", [{"start": 195, "name": "?"}, {"start": "195", "name": "A"}, {"start": 1}, {"name": "A"}]
)
def test_a_mention_without_start_or_name_has_no_end(root: Path, item: Json) -> None:
    write(root, ACTOR, plain(root, ACTOR) | {"mentions": [item]})
    assert ("F001", "/mentions/0/end") not in told(mended(root))


def test_an_exact_double_goes_and_the_first_stays(root: Path) -> None:
    good = plain(root, "claim/example-2020/001")
    twice = [good["about"][0], *good["about"], f"{good['about'][0]} "]
    write(root, "claim/example-2020/001", good | {"about": twice, "evidence": good["evidence"] * 3})
    done = mended(root)
    assert [code for code, _ in told(done)].count("D001") == 2 + 2 * len(good["evidence"])
    assert after(done, "claim/example-2020/001") == good


def test_what_is_still_to_be_decided_is_no_double(root: Path) -> None:
    aliases = [{"name": "?", "kind": "short"}] * 2
    write(root, ACTOR, plain(root, ACTOR) | {"aliases": aliases})
    assert after(mended(root), ACTOR)["aliases"] == aliases


# digests and the text


def without_digest(root: Path, record: str, **given: Any) -> Json:
    good = plain(root, record)
    items = [{key: value for key, value in item.items() if key != "digest"} | given for item in good["evidence"]]
    write(root, record, good | {"evidence": items})
    return good


@pytest.mark.parametrize("given", [{}, {"digest": "?"}])
def test_a_missing_digest_is_that_of_the_sentence(root: Path, given: Json) -> None:
    good = without_digest(root, CLAIM, **given)
    done = mended(root)
    assert ("E014", "/evidence/0/digest") in told(done)
    assert after(done, CLAIM) == good


def test_a_missing_digest_is_that_of_the_same_words_elsewhere(root: Path) -> None:
    other = plain(root, EVENT)["evidence"][0]
    claim = plain(root, CLAIM)
    bare = {key: value for key, value in other.items() if key != "digest"}
    write(root, CLAIM, claim | {"evidence": [bare]})
    assert after(mended(root), CLAIM)["evidence"] == [other]


def test_a_digest_that_is_not_known_or_of_two_values_is_not_filled_in(root: Path) -> None:
    without_digest(root, "claim/example-2020/010")
    assert mended(root) == Mended((), ())
    without_digest(root, CLAIM)
    write(root, EVENT, plain(root, EVENT) | {"evidence": [plain(root, CLAIM)["evidence"][0] | {"digest": "0" * 32}]})
    assert mended(root) == Mended((), ())


def test_few_words_get_no_digest_from_elsewhere(root: Path) -> None:
    short = {"start": 158, "end": 162, "source": SOURCE, "role": "whole"}
    write(root, EVENT, plain(root, EVENT) | {"evidence": [short | {"digest": "0" * 32}]})
    write(root, CLAIM, plain(root, CLAIM) | {"evidence": [short]})
    assert mended(root) == Mended((), ())


def test_the_text_gives_every_digest_that_is_missing(root: Path) -> None:
    source = plain(root, SOURCE)
    good = {record: plain(root, record) for record in (CLAIM, "claim/example-2020/010", EVENT)}
    for record in good:
        without_digest(root, record)
    bare = [{key: value for key, value in item.items() if key != "digest"} for item in source["sentences"]]
    write(root, SOURCE, source | {"sentences": bare})
    done = mended(root, text=True)
    assert {record: after(done, record) for record in good} == good
    assert after(done, SOURCE) == source
    assert codes(Changed(Folder(root), done.changes), text=True) == set()


@pytest.mark.parametrize("digest", ["?", span_digest(SOURCE, "Four people")])
def test_few_words_lose_their_digest(root: Path, digest: str) -> None:
    short = {"start": 158, "end": 169, "source": SOURCE, "role": "whole"}
    assert TEXT[158:169] == "Four people"
    write(root, CLAIM, plain(root, CLAIM) | {"evidence": [short | {"digest": digest}]})
    assert mended(root) == Mended((), ())
    assert after(mended(root, text=True), CLAIM)["evidence"] == [short]


@pytest.mark.parametrize("end", [169, 236])
def test_a_wrong_digest_stays(root: Path, end: int) -> None:
    item = {"start": 158, "end": end, "source": SOURCE, "role": "whole", "digest": "0" * 32}
    write(root, CLAIM, plain(root, CLAIM) | {"evidence": [item]})
    assert mended(root, text=True) == Mended((), ())


@pytest.mark.parametrize(
    ("start", "end", "source"),
    [
        (0, 6000, SOURCE),
        (5, 5, SOURCE),
        (9, 5, SOURCE),
        (-3, 5, SOURCE),
        ("1", 5, SOURCE),
        (True, 90, SOURCE),
        (0, 55, 1),
    ],
)
def test_offsets_that_are_none_get_no_digest(root: Path, start: Any, end: Any, source: Any) -> None:
    item = {"start": start, "end": end, "source": source, "role": "whole"}
    write(root, CLAIM, plain(root, CLAIM) | {"evidence": [item, "nothing"]})
    assert mended(root, text=True) == Mended((), ())


@pytest.mark.parametrize("spoil", [{"characters": 5, "paragraphs": 9}, {"characters": "?", "paragraphs": None}, {}])
def test_the_figures_of_a_source_are_those_of_its_text(root: Path, spoil: Json) -> None:
    good = plain(root, SOURCE)
    text = {"sha256": good["text"]["sha256"].upper(), "canonicalisation": "ct-v1"} | spoil
    write(root, SOURCE, good | {"text": text})
    done = mended(root, text=True)
    assert {code for code, _ in told(done)} >= {"E017"}
    assert after(done, SOURCE) == good


def test_a_source_with_a_byte_order_mark_has_its_text(root: Path) -> None:
    good = (root / path_of(SOURCE)).read_bytes()
    write(root, SOURCE, b"\xef\xbb\xbf" + good)
    assert mended(root, text=True).changes == {path_of(SOURCE): good}


def test_a_text_of_no_source_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    with pytest.raises(AttachError, match="no source's text"):
        attached([tmp_path / "other.txt"], Intake(Folder(root)))


def test_a_span_loses_the_space_at_its_border_and_keeps_its_words(root: Path) -> None:
    good = plain(root, CLAIM)
    item = good["evidence"][0]
    wide = {**item, "start": 157, "end": 237, "digest": span_digest(SOURCE, TEXT[157:237])}
    for digest in (wide["digest"], item["digest"]):
        write(root, CLAIM, good | {"evidence": [wide | {"digest": digest}]})
        done = mended(root, text=True)
        assert told(done) == [("E011", "/evidence/0")]
        assert after(done, CLAIM) == good
    write(root, CLAIM, good | {"evidence": [wide | {"digest": "0" * 32}]})
    assert mended(root, text=True) == Mended((), ())


def test_a_mention_loses_the_space_at_its_border_if_the_name_has_none(root: Path) -> None:
    good = plain(root, ACTOR)
    wide = {**good["mentions"][0], "end": 205}
    write(root, ACTOR, good | {"mentions": [wide, good["mentions"][1]]})
    assert after(mended(root, text=True), ACTOR) == good
    write(root, ACTOR, good | {"mentions": [wide | {"name": "Red Line"}]})
    assert mended(root, text=True) == Mended((), ())


def test_a_span_of_nothing_but_space_stays(root: Path) -> None:
    item = {"start": 157, "end": 158, "source": SOURCE, "role": "whole"}
    write(root, CLAIM, plain(root, CLAIM) | {"evidence": [item]})
    assert mended(root, text=True) == Mended((), ())


# drafts


def draft(root: Path, record: str, of: str = CLAIM, **fields: Any) -> None:
    write(root, record, plain(root, of) | {"id": record} | fields)


NEW = "claim/example-2020/new"


def test_drafts_of_claims_get_numbers_in_their_order_and_references_follow(root: Path) -> None:
    for name in ("new-10", "new-2", "new"):
        draft(root, f"claim/example-2020/{name}", statement=f"It is {name}.")
    draft(root, "claim/example-2020/new-ferry", statement="It sank.", supports=[f"{NEW}-10", NEW])
    change(root, "claim/example-2020/010", supports=[f"{NEW}-2", "claim/example-2020/003"])
    change(
        root, SOURCE, remarks=[{"start": 158, "end": 162, "kind": "spelling", "note": f"See {NEW}.", "records": [NEW]}]
    )
    done = mended(root)
    numbers = {one.path: one.to for one in done.replacements if one.to != one.path}
    assert numbers == {
        path_of(f"claim/example-2020/{old}"): path_of(f"claim/example-2020/{new}")
        for old, new in (("new", "013"), ("new-2", "014"), ("new-10", "015"), ("new-ferry", "016"))
    }
    assert after(done, "claim/example-2020/016")["supports"] == ["claim/example-2020/013", "claim/example-2020/015"]
    assert after(done, "claim/example-2020/010")["supports"] == ["claim/example-2020/003", "claim/example-2020/014"]
    assert after(done, SOURCE)["remarks"][0] == {
        "start": 158, "end": 162, "kind": "spelling", "note": f"See {NEW}.", "records": ["claim/example-2020/013"]
    }  # fmt: skip
    assert done.changes[path_of(NEW)] is None
    assert codes(Changed(Folder(root), done.changes)) == {"D004"}


def test_numbers_once_given_are_not_given_again(root: Path) -> None:
    draft(root, NEW)
    assert plain(root, "claim/example-2020/012")["retracted"]
    assert list(mended(root, settled={"claim/example-2020/020"}).changes)[-1] == path_of("claim/example-2020/021")
    change(root, "claim/example-2020/010", supports=["claim/example-2020/013"])
    assert path_of("claim/example-2020/014") in mended(root).changes


def test_numbers_of_releases_are_taken(tmp_path: Path) -> None:
    root = broken_copy(RULES["P001"].example, tmp_path)
    (root / path_of("claim/example-2020/012")).unlink()
    draft(root, NEW)
    assert path_of("claim/example-2020/013") in mended(root).changes


def test_events_actors_and_assessments_are_named_once_they_are_decided(root: Path) -> None:
    draft(root, NEW, about=["event/new-1", "actor/new-pilots"], statement="It was late.")
    late = plain(root, EVENT) | {"id": "event/new-1", "participants": plain(root, EVENT)["participants"][:1]}
    del late["deaths"]
    write(root, "event/new-1", late | {"title": "?", "part_of": "event/2020-05-03-rivertown-meeting"})
    draft(root, "actor/new-pilots", ACTOR, name="?", mentions=[])
    write(
        root,
        "assessment/example-2020/new",
        plain(root, "assessment/example-2020/ferry-deaths") | {"claim": NEW, "id": "?"},
    )
    done = mended(root)
    assert {one.to for one in done.replacements if one.to != one.path} == {
        path_of("claim/example-2020/013"), path_of("assessment/example-2020/013")
    }  # fmt: skip
    assert after(done, "assessment/example-2020/013")["claim"] == "claim/example-2020/013"
    write(root, "event/new-1", late | {"title": "Ferry late", "when": late["when"] | {"edtf": "2020-05"}})
    draft(root, "actor/new-pilots", ACTOR, name="Pilots of Rivertown", mentions=[])
    done = mended(root)
    assert after(done, "claim/example-2020/013")["about"] == ["event/2020-05-ferry-late", "actor/pilots-of-rivertown"]
    assert codes(Changed(Folder(root), done.changes)) == set()


def test_only_chosen_drafts_are_named_and_references_follow_everywhere(root: Path) -> None:
    draft(root, NEW, statement="It is new.")
    draft(root, f"{NEW}-2", statement="It is newer.", supports=[NEW])
    write(root, PORT, json.dumps(plain(root, PORT)))
    done = mended(root, only={path_of(NEW)})
    assert set(done.changes) == {path_of(NEW), path_of("claim/example-2020/013"), path_of(f"{NEW}-2")}
    assert after(done, f"{NEW}-2")["supports"] == ["claim/example-2020/013"]
    assert done.paths({path_of(NEW), path_of(PORT)}) == {path_of("claim/example-2020/013"), path_of(PORT)}
    assert done.paths(None) is None


def test_a_draft_waits_for_a_file_that_cannot_be_read_and_may_refer_to_it(root: Path) -> None:
    draft(root, NEW)
    draft(root, f"{NEW}-2", statement="It sank.")
    write(root, PORT, f'{{"note": "{NEW}-2"')
    assert {one.path for one in mended(root).replacements} == {path_of(NEW)}


def test_work_that_was_interrupted_is_taken_up_again(root: Path) -> None:
    draft(root, NEW, id="claim/example-2020/013")
    change(root, "claim/example-2020/010", supports=["claim/example-2020/013"])
    change(root, "claim/example-2020/009", supports=[NEW])
    done = mended(root)
    assert {one.path: one.to for one in done.replacements} == {
        path_of(NEW): path_of("claim/example-2020/013"),
        path_of("claim/example-2020/009"): path_of("claim/example-2020/009"),
    }
    assert after(done, "claim/example-2020/009")["supports"] == ["claim/example-2020/013"]


def test_a_prefix_of_a_drafts_name_is_another_draft(root: Path) -> None:
    draft(root, f"{NEW}-2", statement="It sank.")
    change(root, "claim/example-2020/010", note=f"{NEW}-2 and {NEW}", supports=[f"{NEW}-2"])
    assert after(mended(root), "claim/example-2020/010")["note"] == f"{NEW}-2 and {NEW}"


# every rule

MISTAKES: dict[str, tuple[str, Callable[[Json], Any]]] = {
    "J002": (CLAIM, lambda plain: b"\xef\xbb\xbf" + canonical_plain("claim", plain).encode()),
    "J012": ("event/new-1", lambda plain: plain | {"id": "event/2020-ferry-lost"}),
    "J013": (CLAIM, json.dumps),
    "J014": (NEW, lambda plain: plain | {"id": NEW}),
    "F001": (CLAIM, lambda plain: {key: value for key, value in plain.items() if key != "id"}),
    "F003": (EVENT, lambda plain: plain | {"deaths": {"low": 4.0, "best": 4.0}}),
    "F005": (CLAIM, lambda plain: json.loads(json.dumps(plain).replace("1383468e", "1383468E"))),
    "F009": (CLAIM, lambda plain: plain | {"evidence": [plain["evidence"][0] | {"digest": "?"}]}),
    "E011": (CLAIM, lambda plain: plain | {"evidence": [plain["evidence"][0] | {"end": 237}]}),
    "E014": (CLAIM, lambda plain: plain | {"evidence": [{**plain["evidence"][0], "digest": None}]}),
    "E017": (SOURCE, lambda plain: plain | {"text": plain["text"] | {"paragraphs": 9}}),
    "D001": (CLAIM, lambda plain: plain | {"about": plain["about"] * 2}),
    "X004": (EVENT, lambda plain: plain | {"note": "e\u0301"}),
    "X005": (EVENT, lambda plain: plain | {"note": "a  b"}),
}
COPIED = {"event/new-1": EVENT, NEW: CLAIM}


def test_there_is_a_mistake_for_each_rule_that_is_mended() -> None:
    assert list(MISTAKES) == [rule.code for rule in RULES.values() if rule.mends]


@pytest.mark.parametrize("code", MISTAKES)
def test_what_a_rule_finds_and_mending_mends_is_gone(root: Path, code: str) -> None:
    record, spoil = MISTAKES[code]
    write(root, record, spoil(plain(root, COPIED.get(record, record))))
    assert code in codes(root, text=True)
    done = mended(root, text=True)
    assert done.notes
    assert code not in codes(Changed(Folder(root), done.changes), text=True)


@pytest.mark.parametrize("code", [rule.code for rule in RULES.values() if not rule.mends])
def test_what_no_rule_says_is_mended_is_still_found(code: str, tmp_path: Path) -> None:
    example = RULES[code].example
    root = broken_copy(example, tmp_path)
    texts = [EXAMPLE_TEXT] if example.text else []
    tree = Changed(Folder(root), mended(root, text=example.text).changes)
    assert code in {problem.code for problem in check(tree, texts=texts, against=held_against(example)).problems}


# never another meaning


def cleaned(value: Any) -> Any:
    """Return a JSON value with its texts and keys as they are to be."""
    if isinstance(value, str):
        return plain_spaces(unicodedata.normalize("NFC", value))
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return {cleaned(key): cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


clean_records = records.filter(lambda record: cleaned(record.model_dump(mode="json")) == record.model_dump(mode="json"))


def spelt(value: Any, draw: st.DrawFn) -> str:
    """Return JSON that says the same in some other way: order of keys, escapes, numbers, white space, letters apart."""
    space = draw(st.sampled_from(["", " ", "\n", "\r\n", "\t", "  "]))
    if isinstance(value, dict):
        keys = draw(st.permutations(sorted(value)))
        return "{" + ",".join(f'{space}"{key}"{space}:{space}{spelt(value[key], draw)}' for key in keys) + space + "}"
    if isinstance(value, list):
        return "[" + ",".join(space + spelt(item, draw) for item in value) + "]"
    if isinstance(value, str):
        apart = unicodedata.normalize("NFD", value) if draw(st.booleans()) else value
        stray = draw(st.sampled_from(["", " ", "\u00a0", "\u2003 "]))
        return json.dumps(stray + apart.replace(" ", f"{stray or ' '}") + stray, ensure_ascii=draw(st.booleans()))
    if isinstance(value, float):
        return draw(st.sampled_from([repr(value), f"{value:.17e}"]))
    return json.dumps(value)


@st.composite
def spoilt_records(draw: st.DrawFn) -> tuple[Record | Tombstone, bytes]:
    record = draw(clean_records)
    plain = record.model_dump(mode="json", exclude_defaults=draw(st.booleans()))
    text = spelt(plain, draw)
    encodings: list[Callable[[str], bytes]] = [
        str.encode, lambda text: b"\xef\xbb\xbf" + text.encode(), lambda text: text.encode("utf-16")
    ]  # fmt: skip
    return record, draw(st.sampled_from(encodings))(text)


@given(spoilt_records())
def test_a_record_says_the_same_whatever_was_done_to_its_file(case: tuple[Record | Tombstone, bytes]) -> None:
    record, content = case
    path = path_of(record.id)
    done = mended(Changed(EMPTY, {path: content}))
    text = done.changes.get(path, content)
    assert text == canonical_json(record).encode().replace(b"-0.0", b"0.0")
    assert parse(text or b"") == in_order(record)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["?", "", " a", "e\u0301", "A" * 32, "event/new-1", "claim/s-1/new", "0" * 32, "actor/a-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "start", "end", "name", "digest", "source", "e\u0301", "x"]), inner, max_size=4
    ),
    max_leaves=6,
)  # fmt: skip


@st.composite
def broken_records(draw: st.DrawFn) -> tuple[str, bytes]:
    record = draw(records)
    plain = record.model_dump(mode="json", exclude_defaults=True)
    for name in draw(st.lists(st.sampled_from([*type(record).model_fields, "x"]), max_size=3)):
        plain[name] = draw(values)
    kind = kind_of(plain) if kind_of(plain) in ("event", "actor") else ""
    record_id = draw(st.sampled_from([record.id, "claim/s-1/new", "event/new-1", f"{kind or 'actor'}/new-ferry"]))
    return path_of(record_id), json.dumps(plain, ensure_ascii=draw(st.booleans())).encode("utf-8", "replace")


@given(st.lists(broken_records(), max_size=3))
def test_what_was_mended_once_needs_no_mending_whatever_it_was(files: list[tuple[str, bytes]]) -> None:
    tree = Changed(EMPTY, dict(files))
    done = mended(tree)
    again = mended(Changed(tree, done.changes))
    assert again == Mended((), ())


def sense(value: Any) -> Any:
    """Return a JSON value without what its form alone says: order, nulls, empty lists, how a number is written."""
    if isinstance(value, dict):
        return {key: sense(item) for key, item in value.items() if item not in (None, [])}
    if isinstance(value, list):
        return sorted(json.dumps(sense(item), sort_keys=True) for item in value)
    return float(value) if type(value) is int else value


@given(broken_records())
def test_where_only_the_form_is_mended_a_broken_record_says_the_same(file: tuple[str, bytes]) -> None:
    path, content = file
    done = mended(Changed(EMPTY, {path: content}))
    if done.replacements and {note.code for note in done.notes} <= {"J013", "X004", "X005"}:
        (one,) = done.replacements
        assert sense(reader.decode(one.after)[1]) == sense(cleaned(reader.decode(content)[1]))
