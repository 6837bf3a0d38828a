"""PLOVER event types, modes and contexts, and the CAMEO roots they map to: our own pinned table.

The published PLOVER files disagree with one another (16 types in the manual, 18 in the README; SANCTION in two
quadrants; modes that only the crosswalk knows). This table follows the manual, version 2.0 draft, with the
decisions below; codes are its facts, definitions are ours. CAMEO roots follow CAMEO 1.1b3.

- SANCTION is material conflict, as in its own section, not verbal as in the quad table.
- PROTEST needs no target, as in its section, not as in the summary table.
- 09 (investigate) maps from ACCUSE/investigate, 19 (fight) and 20 (mass violence) from the weapon modes of ASSAULT.
- Auxiliary modes (historical, future, hypothetical, negation) are the event's realis here, not modes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from caucasus_ledger.schema.base import Code

VERSION = "1.0"
"""Version of this table; part of each release's manifest."""

Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]


class EventType(Code):
    """PLOVER event types, from the manual 2.0 draft."""

    AGREE = "AGREE", "Agrees or commits to do something, an initialled or foreseen accord included."
    CONSULT = "CONSULT", "Meets, visits or talks."
    SUPPORT = "SUPPORT", "Gives diplomatic or political support, or concludes an accord that is in force."
    CONCEDE = "CONCEDE", "Gives way to a demand without a material act."
    COOPERATE = "COOPERATE", "Works together in practice: trade, transport, security, culture."
    AID = "AID", "Gives goods, money, troops or protection."
    RETREAT = "RETREAT", "Gives up a position, a measure, prisoners or an office."
    REQUEST = "REQUEST", "Asks or calls for something."
    ACCUSE = "ACCUSE", "Disapproves, alleges or investigates."
    REJECT = "REJECT", "Refuses, declines or stays away."
    THREATEN = "THREATEN", "Threatens a hostile act."
    PROTEST = "PROTEST", "Demonstrates, strikes or otherwise protests as a public."
    SANCTION = "SANCTION", "Reduces or ends relations or punishes by lawful means."
    MOBILIZE = "MOBILIZE", "Readies or displays armed force."
    COERCE = "COERCE", "Uses force or restriction short of bodily attack."
    ASSAULT = "ASSAULT", "Attacks bodily or with weapons, on purpose."


@dataclass(frozen=True, slots=True)
class TypeRow:
    """What the table says about one event type; `mode_roots` overrides `root` for single modes."""

    quad: Quad
    root: str
    modes: tuple[str, ...] = ()
    needs_target: bool = False
    mode_roots: dict[str, str] = field(default_factory=dict)


TYPES: dict[EventType, TypeRow] = {
    EventType.AGREE: TypeRow("verbal_cooperation", "03"),
    EventType.CONSULT: TypeRow("verbal_cooperation", "04", ("visit", "third-party", "multilateral", "phone")),
    EventType.SUPPORT: TypeRow("verbal_cooperation", "05"),
    EventType.CONCEDE: TypeRow("verbal_cooperation", "08"),
    EventType.COOPERATE: TypeRow("material_cooperation", "06", needs_target=True),
    EventType.AID: TypeRow("material_cooperation", "07", needs_target=True),
    EventType.RETREAT: TypeRow(
        "material_cooperation", "08", ("withdraw", "release", "disarm", "ceasefire", "access", "resign")
    ),
    EventType.REQUEST: TypeRow("verbal_conflict", "10", ("assist", "change", "yield", "meet")),
    EventType.ACCUSE: TypeRow(
        "verbal_conflict", "11", ("disapprove", "investigate", "allege"), mode_roots={"investigate": "09"}
    ),
    EventType.REJECT: TypeRow("verbal_conflict", "12", ("assist", "change", "yield", "meet")),
    EventType.THREATEN: TypeRow(
        "verbal_conflict", "13", ("restrict", "arrest", "relations", "expel", "territory", "violence")
    ),
    EventType.PROTEST: TypeRow(
        "material_conflict", "14", ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize")
    ),
    EventType.SANCTION: TypeRow(
        "material_conflict", "16", ("convict", "expel", "withdraw", "discontinue"), needs_target=True
    ),
    EventType.MOBILIZE: TypeRow("material_conflict", "15", ("troops", "weapons", "police", "militia")),
    EventType.COERCE: TypeRow(
        "material_conflict",
        "17",
        (
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        ),
    ),
    EventType.ASSAULT: TypeRow(
        "material_conflict",
        "18",
        (
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ),
        mode_roots={
            "primitive": "19",
            "firearms": "19",
            "aerial": "19",
            "drone": "19",
            "heavy-weapons": "19",
            "unconventional": "20",
        },
    ),
}

CAMEO_ROOTS: dict[str, str] = {
    "01": "Make public statement",
    "02": "Appeal",
    "03": "Express intent to cooperate",
    "04": "Consult",
    "05": "Engage in diplomatic cooperation",
    "06": "Engage in material cooperation",
    "07": "Provide aid",
    "08": "Yield",
    "09": "Investigate",
    "10": "Demand",
    "11": "Disapprove",
    "12": "Reject",
    "13": "Threaten",
    "14": "Protest",
    "15": "Exhibit force posture",
    "16": "Reduce relations",
    "17": "Coerce",
    "18": "Assault",
    "19": "Fight",
    "20": "Use unconventional mass violence",
}


class Context(Code):
    """PLOVER contexts."""

    MILITARY = "military", "Armed forces and their means."
    INTELLIGENCE = "intelligence", "Secret services."
    EXECUTIVE = "executive", "Heads of state and government."
    LEGISLATIVE = "legislative", "Parliaments and their members."
    ELECTION = "election", "Elections."
    POLITICAL_INSTITUTIONS = "political_institutions", "Constitutions and organs of state."
    PRO_DEMOCRACY = "pro_democracy", "Towards democracy."
    PRO_AUTOCRACY = "pro_autocracy", "Towards autocracy."
    ECONOMIC = "economic", "Trade, finance, business, transport."
    LEGAL = "legal", "Courts, law, police procedure."
    REPARATIONS = "reparations", "Reparations."
    HUMAN_RIGHTS = "human_rights", "Human rights."
    RIGHTS_FREEDOMS = "rights_freedoms", "Civil rights and freedoms."
    REPRESSION = "repression", "Repression."
    HUMAN_SECURITY = "human_security", "Safety of people."
    GENDER = "gender", "Gender."
    LGBT = "lgbt", "Sexual orientation and identity."
    RELIGION_ETHNICITY = "religion_ethnicity", "Religion and ethnicity."
    INEQUALITY = "inequality", "Inequality."
    DIPLOMATIC = "diplomatic", "Relations between states and organisations."
    TERRITORY = "territory", "Territory and borders."
    PEACEKEEPING = "peacekeeping", "Peacekeeping."
    HEALTH = "health", "Health."
    ASYLUM = "asylum", "Asylum."
    MIGRATION = "migration", "Migration."
    DISASTERS = "disasters", "Disasters and accidents."
    NATURAL_RESOURCE = "natural_resource", "Natural resources and energy."
    ENVIRONMENT = "environment", "Environment."
    TECHNOLOGY = "technology", "Technology."
    TERRORISM = "terrorism", "Terrorism."
    CBRN = "cbrn", "Chemical, biological, radiological, nuclear."
    CYBER = "cyber", "Computer networks."
    MISINFORMATION = "misinformation", "Misinformation and propaganda."
    CRIME = "crime", "Crime."
    CORRUPTION = "corruption", "Corruption."
    ILLEGAL_DRUGS = "illegal_drugs", "Illegal drugs."
    TRAFFICKING = "trafficking", "Trafficking."


def cameo_root(event_type: EventType | None, mode: str | None) -> str | None:
    """Return the two-digit CAMEO root that an event type and mode map to, or None for an uncoded event."""
    if event_type is None:
        return None
    row = TYPES[event_type]
    return row.mode_roots.get(mode, row.root) if mode else row.root
