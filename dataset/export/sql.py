"""SQL: the tables with their keys, what columns refer to, and the views that join them; for any database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.dataset.store import LedgerError
from caucasus_ledger.dataset.tables import BY_NAME, Column, Table
from caucasus_ledger.dataset.variables import keys, meaning

Rows = Mapping[Table, list[Json]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between databases: the types of columns, and how a view splits a cell of several values.

    `split` is the FROM item that gives the values of the column put into it, each with its `key`, counted from 0.
    """

    types: Mapping[str, str]
    split: str


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what it is, its query."""

    name: str
    about: str
    query: str


def quoted(name: str) -> str:
    """Return a name as SQL; some, such as end and references, are words of SQL."""
    return f'"{name}"'


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def primary_key(table: Table) -> tuple[str, ...]:
    """Return the columns of a table's primary key; none for links, one of whose key columns may be empty."""
    found = keys(table)
    nullable = {column.name for column in table.columns if column.nullable}
    return () if nullable.intersection(found) else found


def reference(column: Column) -> str | None:
    """Return the table that a column refers to, where it is a single one and the cell holds one value."""
    return column.refers[0] if len(column.refers) == 1 and not column.joined else None


def refers_to_itself(table: Table) -> bool:
    """Return whether rows of a table refer to others of it."""
    return table.name in _referred(table)


def create_table(table: Table, dialect: Dialect) -> str:
    """Return the statement that makes a table, with what each column is in comments."""
    lines = [_column(table, column, dialect) for column in table.columns]
    if key := primary_key(table):
        lines.append((f"PRIMARY KEY ({_listed(key)})", ""))
    for column in table.columns:
        if other := reference(column):
            target = f"{quoted(other)} ({quoted(BY_NAME[other].columns[0].name)})"
            lines.append((f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {target}", ""))
    ends = [*[","] * (len(lines) - 1), ""]
    body = [f"  {code}{end}{comment}" for (code, comment), end in zip(lines, ends, strict=True)]
    return "\n".join([f"CREATE TABLE {quoted(table.name)} ( -- {table.about}", *body, ")"])


def _column(table: Table, column: Column, dialect: Dialect) -> tuple[str, str]:
    key = column.name in primary_key(table) or not column.nullable
    code = f"{quoted(column.name)} {dialect.types[column.type]}{' NOT NULL' if key else ''}"
    return code, f" -- {meaning(table, column).label}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))


def create_indexes(table: Table) -> Iterator[str]:
    """Yield the statements that index the columns of a table that refer to records and lead no primary key."""
    first = primary_key(table)[:1]
    for column in table.columns:
        if column.refers and not column.joined and column.name not in first:
            name = quoted(f"{table.name}_{column.name}")
            yield f"CREATE INDEX {name} ON {quoted(table.name)} ({quoted(column.name)})"


def insert(table: Table) -> str:
    """Return the statement that inserts one row, its values in the order of the columns."""
    places = ", ".join("?" for _ in table.columns)
    return f"INSERT INTO {quoted(table.name)} VALUES ({places})"  # noqa: S608 - a name of ours


def in_order(rows: Rows) -> list[tuple[Table, list[Json]]]:
    """Return tables and rows so that whatever is referred to stands before what refers to it.

    Raises LedgerError if something refers to a record that is not there.
    """
    _refuse_dangling(rows)
    waiting = dict(rows)
    done: list[tuple[Table, list[Json]]] = []
    while waiting:
        held = {table.name for table in waiting}
        ready = [table for table in waiting if not (_referred(table) - {table.name}) & held]
        done += [(table, _parents_first(table, waiting.pop(table))) for table in ready]
    return done


def _referred(table: Table) -> set[str]:
    return {other for column in table.columns if (other := reference(column))}


def _parents_first(table: Table, rows: list[Json]) -> list[Json]:
    key = table.columns[0].name
    parents = [column.name for column in table.columns if reference(column) == table.name]
    done: dict[str, None] = {}
    placed: list[Json] = []
    if not parents:
        return rows
    waiting = rows
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in done for name in parents)]
        if not ready:
            raise LedgerError(f"{waiting[0][key]} is part of itself, through others; `caucasus check` says where")
        placed += ready
        done |= {row[key]: None for row in ready}
        waiting = [row for row in waiting if row[key] not in done]
    return placed


def _refuse_dangling(rows: Rows) -> None:
    known = {table.name: {row[table.columns[0].name] for row in found} for table, found in rows.items()}
    for table, found in rows.items():
        for column in table.columns:
            other = reference(column)
            for row in found if other else ():
                value = row[column.name]
                if value is not None and value not in known[other or ""]:
                    raise LedgerError(
                        f"{column.name} of {row[table.columns[0].name]} is {value}, which {other} does not hold; "
                        "`caucasus check` says more"
                    )


def views(dialect: Dialect) -> tuple[View, ...]:
    """Return the views, each after those that it reads."""

    def split(table: str, column: str, key: str, called: str) -> str:
        source = dialect.split.format(column=f"whole.{quoted(column)}")
        return (
            f"SELECT {key}, one.key + 1 AS number, one.value AS {called}\n"
            f"FROM {table} AS whole, {source} AS one\nWHERE whole.{quoted(column)} IS NOT NULL"
        )

    return (
        View("record_names", "What people call each record, whatever its kind.", _NAMES),
        View("event_actors", "Who takes part in which event, by name.", _EVENT_ACTORS),
        View("event_dyads", "Who does it to whom: each initiator with each target or victim.", _EVENT_DYADS),
        View("claim_chain", "Who says it, through whom, and how surely; level 0 is the source's author.", _CLAIM_CHAIN),
        View("claim_about", "What each claim is about, by name.", _CLAIM_ABOUT),
        View("claim_relations", "How claims bear on one another.", _CLAIM_RELATIONS),
        View("asserted_links", "Links between records, each with the claim it stands on and who says so.", _ASSERTED),
        View("claim_verdicts", "What outside sources say of each claim that was looked up.", _VERDICTS),
        View("record_spans", "Where in the sources each event, claim and actor stands.", _SPANS),
        View(
            "source_authors",
            "One row an author of a source.",
            split("sources", "author_ids", "source_id", "actor_id"),
        ),
        View(
            "event_contexts",
            "One row a PLOVER context of an event.",
            split("events", "contexts", "event_id", "context"),
        ),
        View(
            "remark_records",
            "One row a record that a remark concerns.",
            split("remarks", "record_ids", "source_id, whole.number AS remark", "record_id"),
        ),
    )


_NAMES = """\
SELECT source_id AS record_id, 'source' AS kind, COALESCE(title, source_id) AS name FROM sources
UNION ALL SELECT actor_id, 'actor', name FROM actors
UNION ALL SELECT event_id, 'event', title FROM events
UNION ALL SELECT claim_id, 'claim', statement FROM claims
UNION ALL SELECT assessment_id, 'assessment', rationale FROM assessments"""

_EVENT_ACTORS = """\
SELECT e.event_id, e.title, e.type, e.mode, e.cameo_root, e.realis, e.when_edtf, e.when_earliest, e.when_latest,
  p.role, a.actor_id, a.name AS actor, a.kind AS actor_kind, a.country
FROM events AS e JOIN participants AS p ON p.event_id = e.event_id JOIN actors AS a ON a.actor_id = p.actor_id"""

_EVENT_DYADS = """\
SELECT did.event_id, did.title, did.type, did.mode, did.cameo_root, did.realis, did.when_edtf, did.when_earliest,
  did.when_latest, did.actor_id AS initiator_id, did.actor AS initiator, suffered.role AS role,
  suffered.actor_id AS target_id, suffered.actor AS target
FROM event_actors AS did JOIN event_actors AS suffered ON suffered.event_id = did.event_id
WHERE did.role = 'initiator' AND suffered.role IN ('target', 'victim')"""

_CLAIM_CHAIN = """\
SELECT c.claim_id, c.statement, c.kind, t.level, t.actor_id, a.name AS actor, t.mode, t.factuality,
  t.level = MAX(t.level) OVER (PARTITION BY t.claim_id) AS innermost
FROM claims AS c JOIN attributions AS t ON t.claim_id = c.claim_id JOIN actors AS a ON a.actor_id = t.actor_id"""

_CLAIM_ABOUT = """\
SELECT c.claim_id, c.statement, n.record_id, n.kind, n.name
FROM links AS l JOIN claims AS c ON c.claim_id = l.subject_id JOIN record_names AS n ON n.record_id = l.object_id
WHERE l.predicate = 'about'"""

_CLAIM_RELATIONS = """\
SELECT c.claim_id, c.statement, l.predicate, o.claim_id AS other_id, o.statement AS other_statement
FROM links AS l JOIN claims AS c ON c.claim_id = l.subject_id JOIN claims AS o ON o.claim_id = l.object_id
WHERE l.claim_id IS NULL"""

_ASSERTED = """\
SELECT l.subject_id, s.name AS subject, l.predicate, l.object_id, o.name AS object, l.claim_id, c.statement,
  c.claimant_id, a.name AS claimant
FROM links AS l JOIN record_names AS s ON s.record_id = l.subject_id
  JOIN record_names AS o ON o.record_id = l.object_id JOIN claims AS c ON c.claim_id = l.claim_id
  JOIN actors AS a ON a.actor_id = c.claimant_id"""

_VERDICTS = """\
SELECT c.claim_id, c.statement, a.name AS claimant, v.assessment_id, v.field, v.verdict, v.rationale, v.known_on,
  v.assessed_on, (SELECT COUNT(*) FROM "references" AS r WHERE r.assessment_id = v.assessment_id) AS references_seen
FROM assessments AS v JOIN claims AS c ON c.claim_id = v.claim_id JOIN actors AS a ON a.actor_id = c.claimant_id"""

_SPANS = """\
SELECT e.record_id, n.kind, n.name, e.source_id, e.start, e."end", e.role, e.digest
FROM evidence AS e JOIN record_names AS n ON n.record_id = e.record_id
UNION ALL SELECT m.actor_id, 'actor', m.name, m.source_id, m.start, m."end", 'mention', NULL FROM mentions AS m"""
