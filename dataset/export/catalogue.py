"""Catalogue: the formats that there are; help, documentation and the command's choice come from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["text", "folder", "database"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by the name of its module.

    The module has `render(ledger) -> str` for one text file, `files(ledger) -> dict[path, bytes]` for a folder, or
    `write(ledger, path)` for a database.
    """

    name: str
    shape: Shape
    suffix: str
    about: str
    readers: str


FORMATS = (
    Format("csv", "folder", "csv", "every table as CSV, with a codebook", "any spreadsheet, R, pandas, frictionless"),
    Format("sqlite", "database", ".sqlite", "all tables with keys, and views joining them", "sqlite3, DBeaver, R"),
    Format("duckdb", "database", ".duckdb", "all tables with keys, views and comments", "DuckDB"),
    Format("jsonld", "text", ".jsonld", "all records as linked data", "rdflib, Jena, any JSON-LD processor"),
    Format("webannotation", "text", ".anno.jsonld", "every span as a W3C Web Annotation", "annotation clients"),
    Format("claimreview", "text", ".claimreview.jsonld", "assessments as schema.org ClaimReview", "fact-check indexes"),
    Format(
        "plover", "folder", "plover", "coded events as POLECAT rows and PLOVER JSON", "POLECAT's and PLOVER's users"
    ),
    Format("ftm", "folder", "ftm", "FollowTheMoney entities", "Aleph, OpenSanctions' tools"),
    Format("graphml", "text", ".graphml", "the network of actors, events and claims", "networkx, Gephi, igraph"),
    Format("prov", "text", ".prov.json", "where everything comes from, as PROV-JSON", "prov, ProvStore"),
    Format("replication", "folder", "replication", "a folder for a journal's archive", "Dataverse, Stata, R"),
)

BY_NAME = {one.name: one for one in FORMATS}
