"""Datasheet: DATASHEET.md, after Datasheets for Datasets (seven sections) and Data Statements; figures are counted."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.metadata import statements
from caucasus_ledger.dataset.metadata.markdown import bullet, paragraph, plain, table
from caucasus_ledger.dataset.metadata.places import countries, coverage
from caucasus_ledger.dataset.metadata.works import reference, works


def datasheet(description: Description) -> bytes:
    """Return the datasheet of a release, as Markdown."""
    return ("\n".join(_lines(description)) + "\n").encode()


def _lines(description: Description) -> Iterator[str]:
    yield f"# Datasheet: {identity.TITLE} {description.version}"
    yield ""
    yield paragraph(
        f"Released on {description.released.isoformat()}. Fingerprint `{short(description.fingerprint)}`. Licence: "
        f"{identity.LICENCE}. The questions are those of Datasheets for Datasets (Gebru and others) and of Data "
        "Statements (Bender and Friedman); every figure is counted from the release."
    )
    for part in (_motivation, _composition, _collection, _preparation, _uses, _distribution, _maintenance, _statement):
        yield ""
        yield from part(description)


def _motivation(_: Description) -> Iterator[str]:
    yield "## 1. Motivation"
    yield ""
    yield paragraph(
        f"{identity.DESCRIPTION} It was made so that reported events and claims can be cited exactly: each record "
        "names the words that bear it out, each claim the one who makes it, each release a fingerprint."
    )
    yield ""
    yield paragraph(f"Made by: {identity.AUTHORS}. No funding is recorded.")


def _composition(description: Description) -> Iterator[str]:
    yield "## 2. Composition"
    yield ""
    yield paragraph(
        f"{sum(description.records.values())} records, linked to one another by their identifiers, and the same as "
        f"{len(description.tables)} flat tables. It is the whole of what was coded, no sample of it; there are no "
        "splits and no labels beyond the codes."
    )
    yield ""
    yield from table(("Records", "Number"), description.records.items())
    yield ""
    yield from table(
        ("Table", "Rows", "Columns", "Empty cells", "What"),
        (
            (f"`{name}`", one.rows, len(one.variables), sum(each.missing_rows for each in one.variables), one.about)
            for name, one in description.tables.items()
        ),
    )
    yield ""
    places = "; ".join(plain(name) for _, name in countries(description))
    yield paragraph(_dates(description))
    yield ""
    yield paragraph(f"Countries of actors and places: {places}." if places else "No country is named.")
    yield ""
    yield paragraph(f"Missing values. {statements.missing('in the codebook')}")
    yield ""
    yield paragraph(f"What is not included. {statements.RAW}")
    yield ""
    yield paragraph(f"Persons. {statements.PERSONAL}")


def _dates(description: Description) -> str:
    events = description.tables["events"].rows
    both, one = description.dated
    told = (
        f"Of the {events} events, {both} have an earliest and a latest possible day, {one} only one of the two, and "
        f"{events - both - one} neither."
    )
    span = coverage(description)
    if not span:
        return f"{told} No event has a date."
    first, last = span.split("/")
    return f"{told} The days that are given lie from {first} to {last}; the other events may lie outside of these."


def _collection(description: Description) -> Iterator[str]:
    yield "## 3. Collection"
    yield ""
    yield paragraph(statements.COLLECTION)
    yield ""
    yield paragraph("Texts coded:")
    yield ""
    for source, work in zip(description.sources, works(description), strict=True):
        text = source["text"]
        yield bullet(
            f"{plain(reference(work))} Language: {work.language}. {text['characters']} code points, "
            f"{len(source['sentences'])} sentences. Terms: {plain(source['licence'])} `{work.id}`"
        )
    yield ""
    yield paragraph("The texts had been published. Neither their authors nor those whom they name were asked.")


def _preparation(_: Description) -> Iterator[str]:
    yield "## 4. Preprocessing, cleaning, labelling"
    yield ""
    yield paragraph(statements.ANNOTATION)
    yield ""
    yield paragraph(
        "Each text was first made canonical (Unicode NFC, white space, line ends), so that positions mean the same "
        "everywhere; each source record names the rules that did it. Records are strict: a check refuses whatever its "
        "schema, or the rules that join records, do not allow."
    )


def _uses(_: Description) -> Iterator[str]:
    yield "## 5. Uses"
    yield ""
    yield from map(bullet, statements.USES)
    yield ""
    yield paragraph(statements.NOT_FOR)
    yield ""
    yield paragraph(statements.IMPACT)
    yield ""
    yield "Known biases and limits:"
    yield ""
    yield from map(bullet, (*statements.BIASES, *statements.LIMITATIONS))


def _distribution(description: Description) -> Iterator[str]:
    forms = sorted({file.path.rpartition(".")[2] for file in description.files})
    yield "## 6. Distribution"
    yield ""
    yield paragraph(
        f"As a folder of files ({', '.join(forms)}) with metadata beside them, under {identity.LICENCE_TITLE} "
        f"({identity.LICENCE}). The programs among them are under {identity.CODE_LICENCE}. `LICENSE` has the "
        "terms, which do not cover the texts that the data describe. "
        + (f"DOI: {identity.DOI}." if identity.DOI else "No DOI is registered for this version.")
    )


def _maintenance(description: Description) -> Iterator[str]:
    yield "## 7. Maintenance"
    yield ""
    yield paragraph(statements.MAINTENANCE)
    yield ""
    before = f"The release before is {description.previous}." if description.previous else "There is none before."
    yield paragraph(f"{before} {description.records['tombstone']} records of this one are withdrawn.")


def _statement(description: Description) -> Iterator[str]:
    languages = ", ".join(sorted({work.language for work in works(description)}))
    kinds = ", ".join(sorted({work.kind for work in works(description)}))
    yield "## Data statement"
    yield ""
    yield from table(
        ("Asked", "Said"),
        (
            (
                "Curation rationale",
                "Texts on the South Caucasus, each coded whole.",
            ),
            ("Language variety of the texts", f"{languages} (BCP 47)"),
            ("Language of the records", identity.LANGUAGE),
            ("Speakers", "The authors named above, and those whom they quote; nothing more is recorded of them."),
            ("Annotators", statements.ANNOTATORS),
            ("Speech situation", "Written and published."),
            ("Characteristics of the texts", f"Kinds of text: {kinds}."),
        ),
    )
