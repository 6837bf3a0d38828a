"""Expressions: the forms that are known, each with all that it can mean."""

from __future__ import annotations

from itertools import groupby

import pytest

from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.seeds.dates import find_dates

pytest.importorskip("babel")

# Published on Thursday, 12 March 2026. A star marks what is left open.
ENGLISH = """
They met on 5 May 2020. | 5 May 2020 = 2020-05-05
They met on Tuesday, 5 May 2020. | Tuesday, 5 May 2020 = 2020-05-05
They met on the 5th of May, 2020. | 5th of May, 2020 = 2020-05-05
They met on May 6th, 2020. | May 6th, 2020 = 2020-05-06
They met on Dec. 3, 2020. | Dec. 3, 2020 = 2020-12-03
They met in Sept. 2020. | Sept. 2020 = 2020-09
They met on 2020-05-06. | 2020-05-06 = 2020-05-06
They met on 25.12.2024. | 25.12.2024 = 2024-12-25
They met on 12/25/2024. | 12/25/2024 = 2024-12-25
They met on 03/05/2020. | 03/05/2020 =* 2020-05-03, 2020-03-05
They met on 31 June 2020. | 31 June 2020 =*
They met on 40/40/2020. | 40/40/2020 =*
They met in May 2020. | in May 2020 = 2020-05
The July 2021 floods. | July 2021 = 2021-07
They met in February. | in February = 2026-02
They met on 5 January. | 5 January = 2026-01-05
They met in December. | in December = 2025-12
They met in June. | in June =* 2025-06, 2026-06
They will meet in February. | in February =* 2026-02, 2027-02
They met on 30 February. | 30 February =*
They met in early February. | early February = [2026-02-01..2026-02-10]
They met in mid-June 2020. | mid-June 2020 = [2020-06-11..2020-06-20]
They met at the end of June 2020. | the end of June 2020 =* [2020-06-21..2020-06-30]
They met at the start of March. | the start of March =* [2026-03-01..2026-03-10]
Talks ran from 3 to 5 May 2020. | from 3 to 5 May 2020 = 2020-05-03/2020-05-05
Talks ran 3–5 May 2020. | 3–5 May 2020 = 2020-05-03/2020-05-05
Talks ran on May 3-5, 2020. | May 3-5, 2020 = 2020-05-03/2020-05-05
Talks ran from 28 April to 3 May 2020. | from 28 April to 3 May 2020 = 2020-04-28/2020-05-03
Talks ran from May 28, 2019 to June 2, 2020. | from May 28, 2019 to June 2, 2020 = 2019-05-28/2020-06-02
It lasted from November to March 2021. | from November to March 2021 = 2020-11/2021-03
Between 3 and 5 May 2020 they met. | Between 3 and 5 May 2020 =* 2020-05-03/2020-05-05, [2020-05-03..2020-05-05]
Between March and May 2020 they met. | Between March and May 2020 =* 2020-03/2020-05, [2020-03..2020-05]
They met on 12 or 13 May 2020. | 12 or 13 May 2020 = [2020-05-12,2020-05-13]
They met on 3, 4 and 5 May 2020. | 3, 4 and 5 May 2020 =* 2020-05-03, 2020-05-04, 2020-05-05
They met on May 3 or 4, 2020. | May 3 or 4, 2020 = [2020-05-03,2020-05-04]
They met on 3 May and 5 June 2020. | 3 May and 5 June 2020 =* 2020-05-03, 2020-06-05
They met in May or June 2020. | in May or June 2020 = [2020-05,2020-06]
They met on 1 or 2 February. | 1 or 2 February = [2026-02-01,2026-02-02]
It lasted from 2018 to 2020. | from 2018 to 2020 = 2018/2020
It lasted 2018–2020. | 2018–2020 = 2018/2020
It fell in 2018/19. | 2018/19 = 2018/2019
It fell between 2018 and 2020. | between 2018 and 2020 =* 2018/2020, [2018..2020]
It fell in 2020. | 2020 = 2020
The 2016 and 2020 wars ended. | 2016 = 2016; 2020 = 2020
She counted 2020 birds. | 2020 =* 2020
It took in 2000 people. | 2000 =* 2000
It cost $2020 and 2,020 marks. |
It has grown since 2020. | since 2020 =* 2020/.., [2020..2026-03-12]
It grew until 2019. | until 2019 =* ../2019
It ended before 5 May 2020. | before 5 May 2020 =* [..2020-05-05]
It ended after May 2020. | after May 2020 =* [2020-05..2026-03-12]
It ends by 2030. | by 2030 =* [..2030]
She was born about 1950. | about 1950 =* 1950~
It was built around May 2020. | around May 2020 = 2020-05~
It grew in the 1990s. | 1990s = 199X
It grew in the late 1990s. | late 1990s =* 199X
In the summer of 2020 it grew. | summer of 2020 = 2020-22
In winter 2020 it grew. | winter 2020 =* 2020-24, 2019-24
In winter 2020-21 it grew. | winter 2020-21 = 2020-24
It grew last summer. | last summer = 2025-22
It will grow next summer. | next summer =* 2026-22, 2027-22
It grew last winter. | last winter =* 2025-24
It grew last week. | last week = [2026-03-02..2026-03-08]
It grew this week. | this week = [2026-03-09..2026-03-15]
It grew last month. | last month = 2026-02
It will grow next year. | next year = 2027
It grew late last year. | late last year =* 2025
They met last weekend. | last weekend = [2026-03-07..2026-03-08]
She read Northmark Today and Late Last Week. |
Yesterday they met. | Yesterday = 2026-03-11
They met yesterday. | yesterday = 2026-03-11
They meet today. | today =* 2026-03-12
They met the day before yesterday. | the day before yesterday = 2026-03-10
They met 3 days ago. | 3 days ago = 2026-03-09
They met two weeks ago. | two weeks ago =* [2026-02-23..2026-03-01]
They met a month ago. | a month ago =* 2026-02
They met ten years ago. | ten years ago =* 2016
They met on Monday. | Monday = 2026-03-09
They will meet on Monday. | Monday =* 2026-03-09, 2026-03-16
They met last Friday. | last Friday = 2026-03-06
They met last Tuesday. | last Tuesday =* 2026-03-10, 2026-03-03
They met this Wednesday. | this Wednesday = 2026-03-11
They met last June. | last June = 2025-06
They met last January. | last January =* 2026-01, 2025-01
Earlier this year they met. | Earlier this year = [2026-01..2026-03]
Later this year they will meet. | Later this year = [2026-03..2026-12]
They met in June 2024 and parted later that year. | in June 2024 = 2024-06; later that year = [2024-06..2024-12]
They met on 5 May 2020. The same day they left. | 5 May 2020 = 2020-05-05; The same day = 2020-05-05
They met on 5 May 2020. The following year they left. | 5 May 2020 = 2020-05-05; The following year = 2021
That year was good. | That year =*
They may march, says February Example. | February =* 2026-02
The February talks failed. | February = 2026-02
For decades it grew; then it fell, and now it is small. | For decades ~; now ~
"""

OTHERS = {
    "ru": """
Встреча прошла 5 мая 2020 года. | 5 мая 2020 = 2020-05-05
Встреча прошла в мае 2020 года. | мае 2020 = 2020-05
В 2019 году они встретились. | 2019 = 2019
Встреча прошла 5 мая. | 5 мая =* 2025-05-05, 2026-05-05
""",
    "az": """
Görüş 3 may 2020-ci ildə keçirildi. | 3 may 2020 = 2020-05-03
Görüş 2020-ci il mayın 3-də keçirildi. | 2020-ci il mayın 3-də = 2020-05-03
Görüş 2020-ci ilin avqust ayında keçirildi. | 2020-ci ilin avqust = 2020-08
""",
    "hy": """
Հանդիպումը եղավ 2020 թ. մայիսի 3-ին։ | 2020 թ. մայիսի 3-ին = 2020-05-03
Հանդիպումը եղավ 3 մայիսի 2020 թ.։ | 3 մայիսի 2020 = 2020-05-03
""",
    "ka": """
შეხვედრა გაიმართა 2020 წლის 3 მაისს. | 2020 წლის 3 მაისს = 2020-05-03
შეხვედრა გაიმართა 2020 წლის აგვისტოში. | 2020 წლის აგვისტოში = 2020-08
""",
    "tr": "Görüşme 3 Mayıs 2020'de yapıldı. | 3 Mayıs 2020 = 2020-05-03",
    "de": "Das Treffen war am 3. Mai 2020. | 3. Mai 2020 = 2020-05-03",
    "fr": "La réunion a eu lieu le 1er mai 2020. | 1er mai 2020 = 2020-05-01",
    "zz": "Ete 3.5.2020, 3 May 2020. | 3.5.2020 = 2020-05-03",
}


def rows() -> list[tuple[str, str, str]]:
    tables = {"en": ENGLISH, **OTHERS}
    lines = [(language, line) for language, table in tables.items() for line in table.strip().splitlines()]
    return [(language, *map(str.strip, line.split("|"))) for language, line in lines]  # type: ignore[misc]


def read(text: str, language: str | None, published: str | None = "2026-03-12") -> str:
    """Return what is read in a text, as the tables above write it."""
    ends = [at + 1 for at, mark in enumerate(text) if mark == "." and text[at : at + 3] in (".", ". T")]
    spans = [(start + (start > 0), end) for start, end in zip([0, *ends], ends or [len(text)], strict=False)]
    found = find_dates(text, spans, language, bounds(published) if published else None)
    return "; ".join(
        f"{text[one.start : one.end]} "
        + ("~" if one.vague else f"={'' if one.settled else '*'} {', '.join(r.edtf for r in one.readings)}".strip())
        for one in found
    )


@pytest.mark.parametrize(("language", "text", "wanted"), rows())
def test_a_form_is_read(language: str, text: str, wanted: str) -> None:
    assert read(text, language) == wanted


def test_without_publication_nothing_is_counted_from_it() -> None:
    for text in (
        "They met last week.",
        "They met on Monday.",
        "They met yesterday.",
        "They met in May.",
        "They met last May.",
    ):
        assert read(text, "en", None).endswith("=*"), text


def test_without_a_language_digits_alone_are_read() -> None:
    assert (
        read("On 2020-05-03, 3.5.2020 and 3 May 2020, last week.", None)
        == "2020-05-03 = 2020-05-03; 3.5.2020 = 2020-05-03"
    )


def test_the_table_has_every_form_once() -> None:
    texts = sorted(text for _, text, _ in rows())
    assert [text for text, same in groupby(texts) if len(list(same)) > 1] == []
