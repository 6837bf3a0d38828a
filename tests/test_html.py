"""Text of a page: blocks are lines, what is not seen is left out, and nothing a page may hold is an error."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_ledger.seeds.html import declared_encoding, is_html, text_of

MARKUP = [
    *("<", ">", "</", "/>", "<p>", "</p>", "<!--", "-->", "<![", "]]>", "<?", "<br>", "<script>", "</script>", "<pre>"),
    *("</pre>", "<noscript>", "</noscript>", "<a href='", "&", "&#", ";", '"', "'", "=", " ", "\n", "a"),
]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("", ""),
        ("<p>one<p>two", "one\ntwo"),
        ("<p>one <a href='/x'>li<b>nk</b></a>ed<i>.</i></p>", "one linked."),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>one<li>two</ul>three", "one\ntwo\nthree"),
        ("<tr><td>one</td><td>two</td></tr>", "one\ntwo"),
        ("<P >one</P\n>two", "one\ntwo"),
        ("<p>one\n   two\tthree</p>", "one two three"),
        ("<pre>one\n  two</pre>three\nfour", "one\ntwo\nthree four"),
        ("one&nbsp;two&shy;three", "one\u00a0two\u00adthree"),
        ("&rsquo;&#8217;&#x2019;&amp;&lt;&eacute;", "’’’&<é"),
        ("&amp;amp; &none; &copy", "&amp; &none; ©"),
        ("&#xD800;&#0;&#x110000;", "\ufffd\ufffd\ufffd"),
        ("<script>if (1 < 2) { '</p>' }</script>one<style>p { }</style>", "one"),
        ("<noscript>no<p>no</noscript>one<template>no</template><title>no</title>", "one"),
        ("<svg><title>no</title><text>no</text></svg>one<textarea><p>no</textarea>", "one"),
        ("<iframe src=x>no</iframe>one<video>no</video>", "one"),
        ("<script src='x'/>one", "one"),
        ("one<!-- no -- no --> two<!-- -->three", "one twothree"),
        ("<![CDATA[ no ]]>one<![if !x]>two<![endif]>", "onetwo"),
        ("1 < 2 > 1 <3", "1 < 2 > 1 <3"),
        ('<a title="a > b">one</a>', "one"),
        ("one<p", "one"),
        ("one<!-- never ends", "one"),
        ("<noscript>never ends", ""),
    ],
)
def test_what_a_reader_sees(page: str, text: str) -> None:
    assert text_of(page) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]) | st.sampled_from("<>&'\"\n\t ")))
def test_the_text_of_escaped_words_is_the_words(words: str) -> None:
    assert text_of(f"<p>{html.escape(words)}</p>") == " ".join(words.split())


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
def test_no_page_is_an_error(page: str) -> None:
    assert "\n\n" not in text_of(page)


@given(st.sampled_from(MARKUP), st.sampled_from(["", "<p>", "<a ", "<!--", "<script>"]))
def test_markup_again_and_again_is_read_in_one_go(unit: str, before: str) -> None:
    assert len(text_of(before + unit * 20_000)) <= 20_000 * len(unit)


@pytest.mark.parametrize(
    ("start", "wanted"),
    [
        ("<!DOCTYPE html>", True),
        ("\ufeff <!doctype HTML public>", False),
        ("\n <html lang=en>", True),
        ("<!-- saved from url -->\n<!DOCTYPE html>", True),
        ('<?xml version="1.0"?>\n<html xmlns="x">', True),
        ("<head>", True),
        ("<p>one</p>", False),
        ("He wrote <html>.", False),
        ("<!-- " * 2000, False),
    ],
)
def test_a_page_is_told_by_its_start(start: str, wanted: bool) -> None:
    assert is_html(start) is wanted


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META CHARSET = 'Windows-1251' />", "Windows-1251"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><meta charset=utf-8>', "ISO-8859-1"),
        (b"<meta name=viewport><p>charset=none", None),
        (b" " * 5000 + b"<meta charset=utf-8>", None),
        (b"\xff\xfe<meta charset=\xe9>", None),
        (b"", None),
    ],
)
def test_the_declared_encoding(head: bytes, wanted: str | None) -> None:
    assert declared_encoding(head) == wanted
