"""HTML: the text of a page as a reader sees it, a line a block, with the parser of the standard library."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p",
    "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({
    "audio", "canvas", "datalist", "iframe", "noembed", "noframes", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_SPACES = re.compile(r"[ \t\n\f\r]+")
_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096


def is_html(text: str) -> bool:
    """Return whether a text begins as an HTML page does."""
    return _START.match(text[:_HEAD]) is not None


def declared_encoding(content: bytes) -> str | None:
    """Return the name of the encoding that a page declares in its first 4,096 bytes, as it is written there."""
    head = content[:_HEAD]
    found = _XML_ENCODING.match(head) or _CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else None


def text_of(page: str) -> str:
    """Return the text of a page: one line a block or line break, without scripts, styles and what replaces them.

    Text of inline elements joins what stands around it. White space counts as one space, but for no-break spaces,
    which stay, and within `pre`. What stands behind a tag or comment that never ends is not read, as in a browser.
    """
    extractor = _Extractor()
    # "<![" would open a marked section, which HTML has not and the parser fails on. With a line end after it, all
    # text is handed out at once; `close`, which would try every unfinished tag anew, is not called.
    extractor.feed(page.replace("<![", "<! [") + "\n")
    lines = (line.strip(" \t\f\r") for line in "".join(extractor.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Extractor(HTMLParser):
    """Collects the text that is seen, with a line end at every border of a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag in _BLOCKS:
            self._preformatted += tag == "pre"
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif tag in _BLOCKS:
            self._preformatted -= tag == "pre" and self._preformatted > 0
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data if self._preformatted else _joined(data))


def _joined(data: str) -> str:
    return _SPACES.sub(" ", data)
