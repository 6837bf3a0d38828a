"""Licence: LICENSE of a release, which says on what terms its data, its programs and the texts behind it stand."""

from __future__ import annotations

from caucasus_ledger.dataset import identity

PROGRAMS = ("load.R", "load.do", "verify.py")
"""Files of a release that are programs, and under the licence of the code."""

CODE_LICENCE_URL = f"https://spdx.org/licenses/{identity.CODE_LICENCE}"

_TEXT = """\
Licence of {title}


1. Data and documents

The data and the documents of this release are licensed by
{authors} under the licence
{licence_title} (CC BY 4.0).

SPDX-License-Identifier: {licence}
{licence_url}
Legal code: {licence_url}legalcode

You may share and adapt them for any purpose, provided that you give
appropriate credit, link to the licence, and say if you made changes. To give
credit, cite the release:

{citation}


2. Programs

The programs that come with a release, {programs}, are
licensed as follows.

SPDX-License-Identifier: {code_licence}

MIT License

Copyright (c) 2026 {authors}

{code_terms}


3. What is not licensed here

The texts that were coded belong to their publishers and are not included.
Direct quotations of named speakers are the speakers' own.
"""

_CODE_TERMS = """\
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE."""


def licence(citation: str) -> bytes:
    """Return the text; `citation` is how the release is cited."""
    *first, last = PROGRAMS
    return _TEXT.format(
        title=identity.TITLE, authors=identity.AUTHORS, licence_title=identity.LICENCE_TITLE, licence=identity.LICENCE,
        licence_url=identity.LICENCE_URL, citation=citation, programs=f"{', '.join(first)} and {last}",
        code_licence=identity.CODE_LICENCE, code_terms=_CODE_TERMS,
    ).encode()  # fmt: skip
