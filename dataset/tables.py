"""Tables: the flat form of the records, for Parquet, SQL and data frames, and the way back without loss.

One declaration a table says which part of which record makes a row and which field makes a column.
The first column is the key; the rows of a list carry their number in it, counted from 1 (attributions: their level,
from 0, the source's author).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from caucasus_ledger.dataset.records import Json, kind_of
from caucasus_ledger.schema.edtf import bounds
from caucasus_ledger.schema.plover import EventType, cameo_root

Type = Literal["string", "int", "float", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the field it holds as a dotted path below the row's item, its type.

    `refers` names the tables whose key it holds. A derived column has no path and is not read back.
    """

    name: str
    path: str = ""
    type: Type = "string"
    refers: tuple[str, ...] = ()
    derive: Callable[[Json], Any] | None = None
    joined: bool = False
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the record kinds it is made from, the list in them that gives its rows ("" for the record itself)."""

    name: str
    kinds: tuple[str, ...]
    list_path: str
    columns: tuple[Column, ...]
    about: str
    first: int = 1


_ANY = ("sources", "actors", "events", "claims", "assessments")


def _when(prefix: str, path: str) -> tuple[Column, ...]:
    def day(end: Literal["earliest", "latest"]) -> Callable[[Json], Any]:
        def derived(item: Json) -> Any:
            text = _dig(item, f"{path}.edtf")
            return None if text is None else getattr(bounds(text), end)

        return derived

    return (
        Column(f"{prefix}_edtf", f"{path}.edtf"),
        Column(f"{prefix}_earliest", type="date", derive=day("earliest")),
        Column(f"{prefix}_latest", type="date", derive=day("latest")),
        Column(f"{prefix}_basis", f"{path}.basis"),
        Column(f"{prefix}_anchor_id", f"{path}.anchor", refers=_ANY),
        Column(f"{prefix}_note", f"{path}.note"),
    )


def _cameo(item: Json) -> str | None:
    event_type = item.get("type")
    return cameo_root(EventType(event_type), item.get("mode")) if event_type else None  # type: ignore[call-arg]


def _claimant(item: Json) -> str:
    return str(item["attribution"][-1]["actor"])


_NUMBER = Column("number", type="int", nullable=False)
_EXTENT = (Column("start", "start", "int"), Column("end", "end", "int"))


def _key(name: str, *tables: str) -> Column:
    return Column(name, "id", refers=tables, nullable=False)


TABLES: tuple[Table, ...] = (
    Table("sources", ("source",), "", (
        _key("source_id"), Column("kind", "kind"), Column("title", "title.text"), Column("title_basis", "title.basis"),
        Column("title_note", "title.note"), Column("author_ids", "authors", refers=("actors",), joined=True),
        Column("publisher_id", "publisher", refers=("actors",)), Column("url", "url"), *_when("published", "published"),
        Column("language", "language"), Column("licence", "licence"), Column("text_sha256", "text.sha256"),
        Column("text_characters", "text.characters", "int"), Column("text_paragraphs", "text.paragraphs", "int"),
        Column("text_canonicalisation", "text.canonicalisation"),
    ), "One row a text that was read."),
    Table("sentences", ("source",), "sentences", (
        _key("source_id", "sources"), _NUMBER, *_EXTENT,
        Column("status", "status"), Column("digest", "digest"),
    ), "The sentence index of each source, without the words."),
    Table("remarks", ("source",), "remarks", (
        _key("source_id", "sources"), _NUMBER, *_EXTENT, Column("kind", "kind"),
        Column("note", "note"), Column("record_ids", "records", refers=_ANY, joined=True),
    ), "Quirks of a source's text and how they are treated."),
    Table("actors", ("actor",), "", (
        _key("actor_id"), Column("name", "name"), Column("kind", "kind"), Column("country", "country"),
        Column("wikidata", "wikidata"), Column("part_of_id", "part_of", refers=("actors",)), Column("note", "note"),
    ), "One row an actor."),
    Table("aliases", ("actor",), "aliases", (
        _key("actor_id", "actors"), _NUMBER, Column("name", "name"), Column("kind", "kind"),
    ), "Other names of the actors."),
    Table("roles", ("actor",), "roles", (
        _key("actor_id", "actors"), _NUMBER, Column("role", "role"),
        Column("organisation_id", "organisation", refers=("actors",)),
        *_when("when", "when"),
    ), "Offices and memberships of the actors."),
    Table("mentions", ("actor",), "mentions", (
        _key("actor_id", "actors"), _NUMBER, Column("source_id", "source", refers=("sources",)), *_EXTENT,
        Column("name", "name"),
    ), "Every place where a source names an actor."),
    Table("events", ("event",), "", (
        _key("event_id"), Column("title", "title"), Column("type", "type"), Column("mode", "mode"),
        Column("cameo_root", derive=_cameo), Column("contexts", "contexts", joined=True), Column("uncoded", "uncoded"),
        Column("realis", "realis"), *_when("when", "when"), Column("deaths_low", "deaths.low", "int"),
        Column("deaths_best", "deaths.best", "int"), Column("deaths_high", "deaths.high", "int"),
        Column("part_of_id", "part_of", refers=("events",)), Column("note", "note"),
    ), "One row an event."),
    Table("places", ("event",), "places", (
        _key("event_id", "events"), _NUMBER, Column("name", "name"),
        Column("country", "country"), Column("wikidata", "wikidata"),
        Column("lat", "position.lat", "float"), Column("lon", "position.lon", "float"),
        Column("precision", "precision"),
    ), "Where the events take place."),
    Table("participants", ("event",), "participants", (
        _key("event_id", "events"), _NUMBER, Column("actor_id", "actor", refers=("actors",)), Column("role", "role"),
    ), "Who takes part in the events, and how."),
    Table("claims", ("claim",), "", (
        _key("claim_id"), Column("statement", "statement"), Column("kind", "kind"),
        Column("claimant_id", derive=_claimant), Column("modality", "modality"),
        Column("condition_logic", "condition_logic"), Column("quotation", "quotation"), *_when("said", "said"),
        Column("forecast_criteria", "forecast.criteria"), Column("forecast_criteria_by", "forecast.criteria_by"),
        *_when("horizon", "forecast.horizon"), Column("forecast_resolution", "forecast.resolution"),
        Column("note", "note"),
    ), "One row a claim."),
    Table("attributions", ("claim",), "attribution", (
        _key("claim_id", "claims"), Column("level", type="int", nullable=False),
        Column("actor_id", "actor", refers=("actors",)),
        Column("mode", "mode"), Column("factuality", "factuality"),
    ), "The chain through which each claim is conveyed, the source's author at level 0.", first=0),
    Table("links", ("claim",), "", (
        Column("subject_id", refers=("events", "actors", "claims"), nullable=False), _NUMBER, Column("predicate"),
        Column("object_id", refers=("events", "actors", "claims")), Column("claim_id", refers=("claims",)),
    ), "What claims are about, how they bear on one another, and the links between records that they assert."),
    Table("evidence", ("event", "claim"), "evidence", (
        Column("record_id", "id", nullable=False), _NUMBER, Column("source_id", "source", refers=("sources",)),
        *_EXTENT, Column("role", "role"), Column("digest", "digest"),
    ), "Where the sources bear events and claims out."),
    Table("assessments", ("assessment",), "", (
        _key("assessment_id"), Column("claim_id", "claim", refers=("claims",)), Column("field", "field"),
        Column("verdict", "verdict"), Column("rationale", "rationale"), Column("known_on", "known_on"),
        Column("assessed_on", "assessed_on"),
    ), "What outside sources say of a claim."),
    Table("references", ("assessment",), "references", (
        _key("assessment_id", "assessments"), _NUMBER, Column("url", "url"),
        Column("publisher", "publisher"), Column("date", "date"),
        Column("says", "says"),
    ), "The outside sources of the assessments."),
    Table("tombstones", ("tombstone",), "", (
        Column("record_id", "id", nullable=False), Column("reason", "retracted.reason"),
        Column("retracted_on", "retracted.retracted_on"),
        Column("replaced_by_id", "retracted.replaced_by", refers=_ANY),
    ), "Records that were withdrawn."),
)  # fmt: skip

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}

_LINK_LISTS = ("about", "conditions", "supports", "contradicts", "qualifies")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the record and the JSON pointer that it came from."""

    record_id: str
    pointer: str
    values: Json


def rows(table: Table, records: Iterable[Json]) -> Iterator[Row]:
    """Yield the table's rows from records in their JSON form, in the order of the records."""
    for record in records:
        if kind_of(record) in table.kinds:
            yield from _links(record) if table.name == "links" else _items(table, record)


def _items(table: Table, record: Json) -> Iterator[Row]:
    if not table.list_path:
        yield Row(record["id"], "", {column.name: _value(column, record, record, 0) for column in table.columns})
        return
    for index, item in enumerate(record.get(table.list_path, ())):
        values = {column.name: _value(column, record, item, index + table.first) for column in table.columns}
        yield Row(record["id"], f"/{table.list_path}/{index}", values)


def _value(column: Column, record: Json, item: Json, number: int) -> Any:
    if column.derive:
        return column.derive(item)
    if column.name in ("number", "level"):
        return number
    if column.path == "id":
        return record["id"]
    value = _dig(item, column.path)
    return ";".join(value) or None if column.joined and value is not None else value


def _dig(item: Json, path: str) -> Any:
    value: Any = item
    for key in path.split("."):
        value = None if value is None else value.get(key)
    return value


def _links(record: Json) -> Iterator[Row]:
    own = record["id"]
    for name in _LINK_LISTS:
        for index, other in enumerate(record.get(name, ())):
            yield Row(own, f"/{name}/{index}", _link(own, name, other, number=index + 1))
    if link := record.get("asserts"):
        yield Row(own, "/asserts", _link(link["subject"], link["predicate"], link["object"], claim=own))


def _link(subject: str, predicate: str, other: str, *, number: int = 1, claim: str | None = None) -> Json:
    return {"subject_id": subject, "number": number, "predicate": predicate, "object_id": other, "claim_id": claim}


def records(tables: dict[str, list[Json]]) -> list[Json]:
    """Return the records that the rows of all tables stand for; the inverse of `rows`."""
    found: dict[str, Json] = {}
    for table in TABLES:
        if not table.list_path and table.name != "links":
            for values in tables[table.name]:
                record = {"id": values[table.columns[0].name]}
                found[record["id"]] = record | _unflatten(table, values)
    for table in TABLES:
        if table.list_path:
            for values in sorted(tables[table.name], key=lambda values: values[table.columns[1].name]):
                found[values[table.columns[0].name]].setdefault(table.list_path, []).append(_unflatten(table, values))
    for values in sorted(tables["links"], key=lambda values: values["number"]):
        _read_link(found, values)
    return list(found.values())


def _read_link(found: dict[str, Json], values: Json) -> None:
    if values["claim_id"] is None:
        found[values["subject_id"]].setdefault(values["predicate"], []).append(values["object_id"])
        return
    found[values["claim_id"]]["asserts"] = {
        "subject": values["subject_id"], "predicate": values["predicate"], "object": values["object_id"]
    }  # fmt: skip


def _unflatten(table: Table, values: Json) -> Json:
    item: Json = {}
    for column in table.columns:
        value = values[column.name]
        if value is None or not column.path or column.path == "id":
            continue
        *parents, last = column.path.split(".")
        target = item
        for key in parents:
            target = target.setdefault(key, {})
        target[last] = value.split(";") if column.joined else value
    return item


def pointer(table: Table, row_pointer: str, column_name: str) -> str:
    """Return the JSON pointer of the field that a column of a row holds."""
    if table.name == "links":
        field = {"subject_id": "subject", "object_id": "object", "predicate": "predicate"}.get(column_name)
        return f"{row_pointer}/{field}" if field and row_pointer == "/asserts" else row_pointer
    column = next(column for column in table.columns if column.name == column_name)
    if column.path == "id":
        return "/id"
    return f"{row_pointer}/{column.path.replace('.', '/')}" if column.path else row_pointer
