"""Reader: what a stranger's file may hold, and what is refused, where, under which code."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caucasus_ledger.dataset.tree import Entry, FileKind
from caucasus_ledger.validators.locate import Place
from caucasus_ledger.validators.reader import MAX_BYTES, MAX_INT, Refusal, admit, decode


def refusal(content: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decode(content)
    return caught.value


def at(content: bytes) -> tuple[str, int, int]:
    refused = refusal(content)
    return refused.code, refused.place.line, refused.place.column


def holds(content: str) -> dict[str, Any]:
    return decode(content.encode())[1]


def nested(depth: int) -> bytes:
    return b'{"a": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def test_an_object_is_read_with_its_text() -> None:
    assert decode('{"a": "Ճ"}'.encode()) == ('{"a": "Ճ"}', {"a": "Ճ"})


def test_a_repeated_key_is_refused_where_it_stands_the_second_time() -> None:
    refused = refusal(b'{\n  "a": 1,\n  "a": 2\n}')
    assert (refused.code, refused.place, refused.pointer) == ("J004", Place(3, 3, 3), "/a")
    assert refused.message == "the key 'a' stands twice in one object"


@pytest.mark.parametrize(
    ("content", "pointer", "key"),
    [
        (b'{"a": [{"b": 1, "b": 1}]}', "/a/0/b", "b"),
        (b'{"a": 1, "\\u0061": 2}', "/a", "a"),
        (b'{"a": 1, "a": {"b": 1, "b": 2}}', "/a", "a"),
        (b'{"a": {"b": 1, "b": 2}, "a": 1}', "/a/b", "b"),
        (b'{"x/y~": 1, "x/y~": 2}', "/x~1y~0", "x/y~"),
        (b'[{"a": 1, "a": 2}]', "/0/a", "a"),
    ],
)
def test_the_first_repeated_key_is_named(content: bytes, pointer: str, key: str) -> None:
    refused = refusal(content)
    assert (refused.code, refused.pointer) == ("J004", pointer)
    assert f"'{key}'" in refused.message


def test_one_key_in_two_objects_is_not_repeated() -> None:
    assert holds('{"a": {"b": 1}, "c": {"b": 2}}') == {"a": {"b": 1}, "c": {"b": 2}}


def test_thousands_of_keys_are_read_at_once() -> None:
    keys = ",".join(f'"k{number}":1' for number in range(20_000))
    start = time.monotonic()
    assert refusal(f'{{{keys},"k7":1}}'.encode()).code == "J004"
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_number_is_refused(literal: str) -> None:
    content = f'{{\n  "note": "{literal} {literal}",\n  "low": {literal}\n}}'
    refused = refusal(content.encode())
    assert (refused.code, refused.place) == ("J005", Place(3, 10, len(literal)))


@pytest.mark.parametrize("literal", ["1e400", "-1e400", "9" * 400 + ".0"])
def test_a_number_beyond_floats_is_refused(literal: str) -> None:
    content = f'{{"note": "a {literal} b", "low": {literal}}}'
    assert at(content.encode()) == ("J006", 1, content.rindex(literal) + 1)


def test_a_number_that_is_followed_by_nonsense_is_refused_at_its_place() -> None:
    assert at(b'{"a": 1e400x}') == ("J006", 1, 7)


@pytest.mark.parametrize("literal", ["0.0", "-0.0", "-0", "-0e5"])
def test_negative_zero_is_zero(literal: str) -> None:
    assert str(holds(f'{{"a": {literal}}}')["a"]) in ("0", "0.0")


@pytest.mark.parametrize("number", [MAX_INT, -MAX_INT, 0])
def test_whole_numbers_that_all_readers_share_are_read(number: int) -> None:
    assert holds(f'{{"a": {number}}}') == {"a": number}


@pytest.mark.parametrize("number", [str(2**53), str(-(2**53)), "9" * 17, "7" * 5000, "-" + "7" * 5000])
def test_greater_whole_numbers_are_refused(number: str) -> None:
    refused = refusal(f'{{"a":\n{number}}}'.encode())
    assert (refused.code, refused.place) == ("J006", Place(2, 1, len(number)))
    assert len(refused.message) < 200


def test_thirty_two_levels_are_read() -> None:
    assert decode(nested(32))[1]["a"]


def test_the_thirty_third_level_is_refused() -> None:
    assert at(nested(33)) == ("J007", 1, 6 + 32)


@pytest.mark.parametrize("bracket", [b"[", b'{"a":'])
def test_a_hundred_thousand_levels_are_refused(bracket: bytes) -> None:
    assert refusal(bracket * 100_000).code == "J007"


def test_brackets_in_texts_are_no_levels() -> None:
    assert holds(json.dumps({"a": "[{" * 50, "b": '"' + "[" * 50})) == {"a": "[{" * 50, "b": '"' + "[" * 50}


def test_the_column_of_the_level_counts_characters() -> None:
    assert at('{"é": '.encode() + b"[" * 40) == ("J007", 1, 6 + 32)


def test_many_quotes_do_not_stall_the_scan_of_levels() -> None:
    start = time.monotonic()
    assert refusal(b'{"a":"' + b"[" * 40 + b'",' + b'"' + b'\\"' * 120_000).code == "J003"
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (r'{"a": "\ud800"}', 8),
        (r'{"a": "\udC00"}', 8),
        (r'{"\ud800": 1}', 3),
        (r'{"\ud800": 1, "\ud800": 2}', 3),
        (r'{"a": "\ud83d\ud83d\ude00"}', 8),
        (r'{"a": "\ud83d\ude00\ude00"}', 20),
        (r'{"a": "\ud83d \ude00"}', 8),
        (r'{"a": "\ud83d\n\ude00"}', 8),
        (r'{"a": "\\ud83d\ude00"}', 15),
        (r'{"a": "\\\ud83d"}', 10),
        (r'{"a": "\ud83d", "b": "\ude00"}', 8),
    ],
)
def test_half_a_character_is_refused(text: str, column: int) -> None:
    refused = refusal(text.encode())
    assert (refused.code, refused.place) == ("J009", Place(1, column, 6))


@pytest.mark.parametrize(
    "text", [r'{"a": "\ud83d\ude00"}', r'{"a": "\\ud83d"}', r'{"a": "\u00e9\\"}', r'{"\ud83d\ude00\ud83d\ude00": 1}']
)
def test_whole_characters_are_read(text: str) -> None:
    assert holds(text) == json.loads(text)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_is_refused(mark: bytes) -> None:
    assert at(mark + b"{}") == ("J002", 1, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-32-be"])
def test_other_encodings_are_refused(encoding: str) -> None:
    assert refusal('{"a": 1}'.encode(encoding)).code in ("J001", "J002", "J003")


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"\xff", 1, 1),
        ('{\n  "é": "'.encode() + b"\xe9" + b'"\n}', 2, 9),
        (b'{"a": "\xed\xa0\x80"}', 1, 8),
        (b'{"a": "\xc0\xaf"}', 1, 8),
        (b'{"a": "\xf0\x9f\x98', 1, 8),
    ],
)
def test_what_is_not_utf_8_is_refused_where_it_stands(content: bytes, line: int, column: int) -> None:
    assert at(content) == ("J001", line, column)


@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    refused = refusal(content)
    assert (refused.code, refused.message) == ("J003", "the file is empty")


@pytest.mark.parametrize("content", [b"[]", b'["a"]', b"1", b'"text"', b"null", b"true", b" 0.5 "])
def test_what_is_no_object_is_refused(content: bytes) -> None:
    assert at(content) == ("J010", 1, 1)


@pytest.mark.parametrize(
    ("content", "line", "column", "words"),
    [
        (b'{"a": 1,\n}', 2, 1, "comma"),
        (b'{"a": [1,]}', 1, 10, "comma"),
        (b'{"a": 1\n "b": 2}', 1, 8, "a comma, or a bracket that closes"),
        (b'{"a": [1 2]}', 1, 10, "a comma, or a bracket that closes"),
        (b'{"a": 1, // why\n}', 1, 10, "JSON has no comments"),
        (b'{"a": 1} # why', 1, 10, "JSON has no comments"),
        (b"{'a': 1}", 1, 2, "curly or single quotation mark"),
        (b'{"a": "b\n"}', 1, 9, "is not closed by a straight double quotation mark"),
        (b'{"a": 1,', 1, 9, "the file ends before everything is closed"),
        (b'{"a": 01}', 1, 8, "a comma, or a bracket that closes"),
        (b'{"a": "\\x"}', 1, 8, "it is not JSON"),
        (b'{"a": "b', 1, 7, "is not closed by a straight double quotation mark"),
    ],
)
def test_broken_json_is_refused_where_it_breaks(content: bytes, line: int, column: int, words: str) -> None:
    refused = refusal(content)
    assert refused.code == "J003"
    assert words in refused.message
    assert refused.place.line == line or "comma before end" in refused.message
    assert abs(refused.place.column - column) <= 1 or "comma before end" in refused.message


def test_a_plain_file_is_admitted_up_to_the_largest_size() -> None:
    admit(Entry("a.json", "plain", MAX_BYTES))
    with pytest.raises(Refusal, match="more than 262144") as caught:
        admit(Entry("a.json", "plain", MAX_BYTES + 1))
    assert caught.value.code == "J008"


@pytest.mark.parametrize("kind", ["executable", "link", "submodule", "device"])
def test_what_is_no_plain_file_is_refused(kind: FileKind) -> None:
    with pytest.raises(Refusal, match="not a plain file") as caught:
        admit(Entry("a.json", kind, 2))
    assert (caught.value.code, caught.value.place, caught.value.pointer) == ("J011", Place(1, 1, 1), "")


@pytest.mark.parametrize("name", ["notes.txt", "a.json.bak", "a.JSON", "a", ".json/a", "a.yaml", "a.parquet"])
def test_a_file_of_another_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=r"does not end in \.json") as caught:
        admit(Entry(f"dataset/records/{name}", "plain", 2))
    assert caught.value.code == "J011"


numbers = st.integers(-MAX_INT, MAX_INT) | st.floats(allow_nan=False, allow_infinity=False)
strings = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | numbers | strings,
    lambda inner: st.lists(inner) | st.dictionaries(strings, inner),
    max_leaves=12,
)


@given(st.dictionaries(strings, values), st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_every_object_of_allowed_values_is_read_as_it_was_written(
    plain: dict[str, Any], ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(plain, ensure_ascii=ascii_only, indent=indent)
    assert decode(text.encode()) == (text, json.loads(text))


pieces = st.sampled_from(
    [*"{}[]:,\"\\ \n", '"a"', '"a":', "1", "-0.0", "1e400", "NaN", "-Infinity", str(2**53), "\\ud83d", "\\ude00",
     "true", "\ufeff", "é", "\u2028"]
)  # fmt: skip


@given(st.lists(pieces).map("".join).map(str.encode) | st.binary())
@example(b'{"a": -NaN}')
@example(b'{"a": "1e400", "b" 1e400')
@example(b'{"a": -}')
def test_any_bytes_give_an_object_or_a_refusal_with_a_place(content: bytes) -> None:
    try:
        text, plain = decode(content)
    except Refusal as found:
        refused = found
    else:
        assert isinstance(plain, dict)
        assert json.loads(text) == plain
        text.encode()
        return
    assert refused.code in {f"J{number:03}" for number in range(1, 11)}
    lines = content.decode("utf-8", "replace").split("\n")
    assert 1 <= refused.place.line <= len(lines)
    assert 1 <= refused.place.column <= len(lines[refused.place.line - 1]) + 1
