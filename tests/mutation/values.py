"""Values: codes, identifiers, dates and texts that are not what their field may hold, or are another that it may."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from caucasus_ledger.dataset.records import Json
from caucasus_ledger.schema import Code
from caucasus_ledger.schema.edtf import EdtfError, bounds
from caucasus_ledger.schema.json_schema import KINDS
from caucasus_ledger.schema.plover import TYPES, EventType
from mutation.edits import Put, dug
from mutation.fault import Fault, Operator, Site, Truth
from mutation.slots import Shape, shapes
from mutation.written import Token

WRONG, TEXT, MEANING, SAME = Truth.WRONG, Truth.TEXT, Truth.MEANING, Truth.SAME


def _every_code() -> list[str]:
    found: set[str] = set()
    stack: list[Code] = []
    todo, seen = list(KINDS.values()), set()
    while todo:
        model = todo.pop()
        if model not in seen:
            seen.add(model)
            for shape in shapes(model).values():
                for one in filter(None, (shape, shape.item)):
                    found |= set(one.codes)
                    todo += [one.model] if one.model else []
    return sorted(found | {str(code) for code in stack})


EVERY_CODE = _every_code()


# Codes


def code_misspelt(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.holds == "code":
        code = slot.value
        slips = {
            code[:-1],
            code + code[-1],
            code + "s",
            code.swapcase(),
            code.title(),
            f"{code} ",
            f" {code}",
            code + ".",
        }
        slips |= {code.replace("_", "-"), code.replace("_", " "), code.replace("-", "_"), code[1:] + code[0], "unknown"}
        slips |= {code[0] + code[2:], code.replace("+", ""), code.replace("a", "а")}  # the last a is Cyrillic
        for slip in sorted(slips - set(slot.shape.codes) - {""}):
            yield Fault(Put(slot.pointer, slip), WRONG, slot.pointer)


def code_of_another_list(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.holds == "code":
        others = [code for code in EVERY_CODE if code not in slot.shape.codes]
        for code in site.rng.sample(others, 5):
            yield Fault(Put(slot.pointer, code), WRONG, slot.pointer)


def other_code(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.holds == "code":
        for code in slot.shape.codes:
            if code != slot.value:
                yield Fault(Put(slot.pointer, code), _truth_of_code(site, code), slot.pointer)


def _truth_of_code(site: Site, code: str) -> Truth:
    """Return whether a documented rule decides that another code of the same list is wrong here."""
    slot, record = site.slot, site.record
    holder: Any = dug(record, slot.parent)
    if slot.index is not None:
        return WRONG if code in holder else MEANING
    test = _DECIDED.get(slot.field)
    return WRONG if test and test(holder, code, record, site) else MEANING


def _type_is_off(event: Json, code: str, _: Json, __: Site) -> bool:
    row = TYPES[EventType(code)]  # type: ignore[call-arg]
    mode = event.get("mode")
    aimed = any(one["role"] in ("target", "victim") for one in event["participants"])
    return (mode not in row.modes if row.modes else mode is not None) or (row.needs_target and not aimed)


def _mode_is_off(event: Json, code: str, _: Json, __: Site) -> bool:
    return code not in TYPES[EventType(event["type"])].modes  # type: ignore[call-arg]


def _actor_kind_is_off(actor: Json, code: str, _: Json, __: Site) -> bool:
    country, item = "country" in actor, "wikidata" in actor
    return {"state": not country, "territory": country, "unnamed_group": item}.get(code, False)


def _claim_kind_is_off(claim: Json, code: str, _: Json, __: Site) -> bool:
    ahead = code in ("prediction", "conditional")
    return (
        (code == "quotation") != ("quotation" in claim)
        or ahead != ("forecast" in claim)
        or (code == "conditional" and "conditions" not in claim)
        or (code == "causal" and "asserts" not in claim)
        or (code == "normative" and claim.get("modality") not in ("should", "need_to", "must"))
    )


def _mode_of_level_is_off(step: Json, code: str, claim: Json, site: Site) -> bool:
    level = claim["attribution"].index(step)
    nameless = site.ledger.by_id[step["actor"]].get("kind") == "unnamed_group"
    innermost = level == len(claim["attribution"]) - 1
    return (
        (level == 0) != (code == "own_voice")
        or (innermost and (claim["kind"] == "quotation") != (code == "direct_quote"))
        or (code == "hearsay" and not nameless)
        or (code == "direct_quote" and nameless)
    )


def _factuality_is_off(step: Json, code: str, claim: Json, site: Site) -> bool:
    others = [other["factuality"] for other in claim["attribution"] if other is not step]
    hedged = any(item["role"] == "hedge" for item in claim["evidence"])
    innermost = claim["attribution"][-1] is step
    condition = any(claim["id"] in other.get("conditions", []) for other in site.ledger.records.values())
    certain = all(one in ("CT+", "CT-") for one in [*others, code])
    return (hedged and certain and "modality" not in claim) or (condition and innermost and code != "Uu")


def _role_is_off(item: Json, code: str, record: Json, _: Site) -> bool:
    others = [other["role"] for other in record["evidence"] if other is not item]
    certain = all(step["factuality"] in ("CT+", "CT-") for step in record.get("attribution", []))
    return (
        "whole" not in [*others, code]
        or ("quotation" in record and "quotation" not in [*others, code])
        or (code == "hedge" and "attribution" in record and certain and "modality" not in record)
    )


def _predicate_is_off(link: Json, code: str, _: Json, __: Site) -> bool:
    blames = link["subject"].startswith("event/") and link["object"].startswith("actor/")
    return code == "attributes_responsibility" and not blames


_DECIDED: dict[str, Any] = {
    "When.basis": lambda *_: True,
    "Event.type": _type_is_off,
    "Event.mode": _mode_is_off,
    "Event.realis": lambda event, code, *_: "deaths" in event and code not in ("actual", "alleged"),
    "Actor.kind": _actor_kind_is_off,
    "Claim.kind": _claim_kind_is_off,
    "Claim.modality": lambda claim, code, *_: (
        claim["kind"] == "normative" and code not in ("should", "need_to", "must")
    ),
    "Attribution.mode": _mode_of_level_is_off,
    "Attribution.factuality": _factuality_is_off,
    "Evidence.role": _role_is_off,
    "Sentence.status": lambda *_: True,  # a sentence is coded where evidence reaches it, and nowhere else
    "Assertion.predicate": _predicate_is_off,
    "Title.basis": lambda title, code, *_: code == "elsewhere" and "note" not in title,
}
"""Fields of which a documented rule decides some codes: (holder, code, record, site) to whether it is wrong."""


# Identifiers


def identifier_of_wrong_form(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.form == "identifier":
        kind, _, rest = slot.value.partition("/")
        forms = {
            f"{kind}/{rest.upper()}", f"{kind}/{rest.replace('-', '_')}", f"{kind}/{rest.replace('-', ' ')}", rest,
            f"{slot.value}/", f"/{slot.value}", f"{slot.value} ", f"{slot.value}-", f"{kind}/-{rest}",
            f"{kind}s/{rest}",
            slot.value.replace("-", "--", 1), slot.value.replace("/", "\\"), slot.value.replace("/", ":"),
            f"{slot.value}.json", f"../{slot.value}", f"{kind}/", kind, f"{kind}/{rest}\n", f"{kind}/{rest}é",
            slot.value.replace("a", "а", 1), f"{slot.value}#1", f"{kind.title()}/{rest}", f"https://example.org/{slot.value}",
        }  # fmt: skip
        for form in sorted(forms - {slot.value}):
            yield Fault(Put(slot.pointer, form), WRONG, slot.pointer)


def identifier_dangling(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.form == "identifier" and slot.pointer != "/id":
        tail = slot.value[-1]
        for other in (
            slot.value[:-1] + ("9" if tail.isdigit() and tail != "9" else "8" if tail == "9" else "zz"),
            f"{slot.value}0",
        ):
            if other not in site.ledger.by_id:
                yield Fault(Put(slot.pointer, other), WRONG, slot.pointer)


def identifier_of_another_kind(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.form == "identifier" and slot.pointer != "/id":
        for kind in ("source", "actor", "event", "claim", "assessment"):
            known = [one for one in site.ledger.ids if one.startswith(f"{kind}/")]
            if kind != slot.value.partition("/")[0] and known:
                other = site.rng.choice(known)
                yield Fault(Put(slot.pointer, other), _truth_of_kind(site, kind, other), slot.pointer)


def _gives_a_date(record: Json) -> bool:
    """Return whether a date can be read from a record: from its publication, its day, or when it was said."""
    return any("edtf" in record.get(name, {}) for name in ("published", "when", "said"))


def _truth_of_kind(site: Site, kind: str, other: str) -> Truth:
    slot = site.slot
    if kind not in slot.shape.kinds:
        return WRONG
    if slot.field == "When.anchor":
        return MEANING if _gives_a_date(site.ledger.by_id[other]) else WRONG
    if slot.field == "Retraction.replaced_by":
        return WRONG
    if slot.field.startswith("Assertion."):  # the ends of a link stand in `about`, and a blamed one is an actor
        return WRONG if kind != "claim" or _blames(site) else MEANING
    return MEANING


def _blames(site: Site) -> bool:
    return bool(dug(site.record, site.slot.parent)["predicate"] == "attributes_responsibility")


def identifier_of_itself(site: Site) -> Iterator[Fault]:
    slot, own = site.slot, site.record["id"]
    if slot.shape.form == "identifier" and slot.pointer != "/id" and own.partition("/")[0] in slot.shape.kinds:
        yield Fault(Put(slot.pointer, own), _MAY_BE_ITSELF.get(slot.field, WRONG), slot.pointer)


_MAY_BE_ITSELF = {"Remark.records[]": MEANING, "Claim.about[]": WRONG}


def identifier_of_another(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.form == "identifier" and slot.pointer != "/id":
        kind = slot.value.partition("/")[0]
        holder = dug(site.record, slot.parent)
        taken = holder if isinstance(holder, list) else ()
        known = [i for i in site.ledger.ids if i.startswith(f"{kind}/") and i not in (slot.value, site.record["id"])]
        withdrawn = [i for i in known if "retracted" in site.ledger.by_id[i]]
        for other in [*site.rng.sample(known, min(4, len(known))), *withdrawn]:
            if other not in taken:
                truth = WRONG if other in withdrawn else _truth_of_other(site, other)
                yield Fault(Put(slot.pointer, other), truth, slot.pointer)


def _truth_of_other(site: Site, other: str) -> Truth:
    slot, record = site.slot, site.record
    if slot.field == "Attribution.actor":
        level = int(slot.pointer.split("/")[2])
        source = site.ledger.by_id.get(f"source/{record['id'].split('/')[1]}", {})
        beside = [step["actor"] for step in record["attribution"]]
        if level == 0:
            return WRONG if other not in source["authors"] else MEANING
        return WRONG if other in (beside[level - 1], *beside[level + 1 : level + 2]) else MEANING
    if slot.field == "When.anchor" and not _gives_a_date(site.ledger.by_id[other]):
        return WRONG
    if slot.field.startswith("Assertion."):
        return WRONG if other not in record["about"] and not other.startswith("claim/") else MEANING
    if slot.field in ("Evidence.source", "Mention.source") and record["id"].startswith(("claim/", "actor/")):
        return WRONG if record["id"].startswith("claim/") else TEXT
    if slot.field == "Evidence.source":
        return TEXT
    return MEANING


# Dates

_NO_DATES = (
    "2020-02-30", "2020-13-01", "2020-00-10", "2020-04-31", "2020-1-5", "20-01-05", "2020/1/5", "03.05.2020",
    "3 May 2020",
    "May 2020", "2020-05-03T10:00", "2020-05-03Z", "20200503", "2020-5", "0000", "2020-05-03/2020-05-01", "2021/2020",
    "../..", "/", "2020/", "[2020]", "[2020..2019]", "[2020-05-03", "2020-05-03]", "2020..2021", "[2020;2021]", "-0044",
    "2020-25", "unknown", "2020-05-03 ", "２０２０", "2020-05‑03", "y2020", "2020-W12", "2020-366", "20X0",
    "{2020,2021}", "2020-05-1X",
)  # fmt: skip


def date_impossible(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.form in ("date", "day"):
        for text in _NO_DATES:
            yield Fault(Put(slot.pointer, text), WRONG, slot.pointer)
    if slot.shape.form == "day":
        for text in ("2020", "2020-05", "2020-05-03?", "2020-05-01/2020-05-03"):
            yield Fault(Put(slot.pointer, text), WRONG, slot.pointer)


def date_implausible(site: Site) -> Iterator[Fault]:
    slot = site.slot
    if slot.shape.form in ("date", "day"):
        texts = ("0202-05-03", "9999-01-01", "2999-12-31", "1066-10-14")
        for text in (*texts, *(("0202", "0001/9999", "[2020,3020]", "1XXX") if slot.shape.form == "date" else ())):
            yield Fault(Put(slot.pointer, text), WRONG, slot.pointer)


def date_moved(site: Site) -> Iterator[Fault]:
    """Dates that are possible and plausible: whether a rule about their order forbids them depends on the rest."""
    slot = site.slot
    if slot.shape.form in ("date", "day"):
        for text in _moved(slot.value, whole_day=slot.shape.form == "day"):
            yield Fault(Put(slot.pointer, text), _truth_of_date(site, text), slot.pointer)


def _moved(text: str, *, whole_day: bool) -> Iterator[str]:
    found: list[str] = []
    digits = [index for index, letter in enumerate(text) if letter.isdigit()]
    if digits:
        last = digits[-1]
        found += [text[:last] + str((int(text[last]) + step) % 10) + text[last + 1 :] for step in (1, 9)]
    found += [text.replace(text[:4], year) for year in ("1920", "2120") if text[:4].isdigit()]
    if not whole_day:
        found += [f"{text}?", f"{text}~", text.replace("[", "").replace("]", "").replace("..", "/"), text[:7], text[:4]]
        found += [f"{text}/..", f"../{text}"]
    yield from (one for one in dict.fromkeys(found) if one != text and _is_date(one))


def _is_date(text: str) -> bool:
    try:
        bounds(text)
    except EdtfError:
        return False
    return True


def _truth_of_date(site: Site, text: str) -> Truth:
    slot, record = site.slot, site.record
    if slot.field == "Assessment.assessed_on":
        return WRONG if text < record["known_on"] else MEANING
    return MEANING


# Texts

_INVISIBLE = {
    "bidi control": "\u202e", "zero width space": "\u200b", "zero width joiner": "\u200d", "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad", "isolate": "\u2066", "line separator": "\u2028", "next line": "\u0085", "delete": "\u007f",
    "bell": "\u0007", "line feed": "\n", "tab": "\t", "NUL": "\0", "private use": "\ue000", "unassigned": "\u0378",
    "tag": "\U000e0041", "Hangul filler": "\u3164", "half-width Hangul filler": "\uffa0",
    "Hangul choseong filler": "\u115f",
    "combining grapheme joiner": "\u034f", "variation selector": "\ufe0f", "Mongolian vowel separator": "\u180e",
    "Khmer inherent vowel": "\u17b4", "braille blank": "\u2800", "word joiner": "\u2060", "noncharacter": "\ufdd0",
}  # fmt: skip

_HOMOGLYPHS = str.maketrans("aceopxyiABCEHKMOPTXi", "асеорхуіАВСЕНКМОРТХі")


def invisible_character(site: Site) -> Iterator[Fault]:
    if _is_prose(site):
        text = site.slot.value
        for character in _INVISIBLE.values():
            for at in (0, len(text) // 2, len(text)):
                yield Fault(Put(site.slot.pointer, text[:at] + character + text[at:]), WRONG, site.slot.pointer)


def homoglyph(site: Site) -> Iterator[Fault]:
    if _is_prose(site):
        text = site.slot.value
        places = [index for index, letter in enumerate(text) if letter.translate(_HOMOGLYPHS) != letter]
        for at in site.rng.sample(places, min(3, len(places))):
            changed = text[:at] + text[at].translate(_HOMOGLYPHS) + text[at + 1 :]
            yield Fault(Put(site.slot.pointer, changed), WRONG, site.slot.pointer)


def letters_apart(site: Site) -> Iterator[Fault]:
    if _is_prose(site):
        text = site.slot.value
        for accented in (
            unicodedata.normalize("NFD", text),
            f"{text} cafe\u0301",
            text.replace("a", "a\u0308", 1),
            f"{text} \u212b",
        ):
            if not unicodedata.is_normalized("NFC", accented):
                yield Fault(Put(site.slot.pointer, accented), WRONG, site.slot.pointer)


def formula(site: Site) -> Iterator[Fault]:
    if _is_prose(site):
        for sign in ("=", "+", "-", "@", "＝", "＠", "\uff0b"):
            yield Fault(Put(site.slot.pointer, sign + site.slot.value), WRONG, site.slot.pointer)


def stray_space(site: Site) -> Iterator[Fault]:
    if _is_prose(site):
        text = site.slot.value
        slips = [f" {text}", f"{text} ", " ", text.replace(" ", "  ", 1), text.replace(" ", "\u00a0", 1)]
        slips += [text.replace(" ", space, 1) for space in ("\u2003", "\u202f", "\u3000")]
        for slip in dict.fromkeys(slips):
            if slip != text:
                yield Fault(Put(site.slot.pointer, slip), WRONG, site.slot.pointer)


def half_character(site: Site) -> Iterator[Fault]:
    if site.slot.shape.holds in ("text", "code"):
        for escape in ("\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx"):
            literal = Token(f'"{escape}"') if site.rng.random() < 0.5 else _with_escape(site.slot.value, escape)
            yield Fault(Put(site.slot.pointer, literal), WRONG, site.slot.pointer)


def _with_escape(text: str, escape: str) -> Token:
    from json import dumps

    return Token(dumps(text, ensure_ascii=False)[:-1] + escape + '"')


def escaped_letter(site: Site) -> Iterator[Fault]:
    """The same text, written with an escape that the canonical form does not use."""
    text = site.slot.value
    if site.slot.shape.holds in ("text", "code") and text[0].isascii() and text[0] not in '"\\':
        yield Fault(Put(site.slot.pointer, Token(f'"\\u{ord(text[0]):04x}{text[1:]}"')), WRONG, site.slot.pointer)
        if "/" in text:
            yield Fault(
                Put(site.slot.pointer, Token(f'"{text.replace("/", chr(92) + "/")}"')), WRONG, site.slot.pointer
            )


def copied_words(site: Site) -> Iterator[Fault]:
    """Eight consecutive words of a text that was made for tests."""
    if site.ledger.name == "example" and _is_prose(site) and site.slot.field != "Claim.quotation":
        for text in site.ledger.words.values():
            words = text.split()
            start = site.rng.randrange(len(words) - 9)
            yield Fault(
                Put(site.slot.pointer, " ".join(words[start : start + 9]).strip("“”.,=+-")), TEXT, site.slot.pointer
            )


def other_words(site: Site) -> Iterator[Fault]:
    """The words of the same field of another record: whether they fit here is a question of meaning."""
    slot = site.slot
    if _is_prose(site):
        others = [value for value in site.ledger.values[slot.field] if value != slot.value]
        for text in site.rng.sample(others, min(2, len(others))):
            yield Fault(Put(slot.pointer, text), _truth_of_words(site), slot.pointer)


def _truth_of_words(site: Site) -> Truth:
    field = site.slot.field
    if field == "Mention.name":
        return WRONG
    if field == "Claim.quotation":
        return TEXT
    return MEANING


def loaded_word(site: Site) -> Iterator[Fault]:
    if site.slot.field == "Event.title":
        text = site.slot.value
        for word in ("unprecedented", "Brutal", "so-called", "historic", "PUPPET"):
            yield Fault(Put(site.slot.pointer, f"{text} {word}"[:160]), WRONG, site.slot.pointer)
            yield Fault(Put(site.slot.pointer, f"{word} {text}"[:160]), WRONG, site.slot.pointer)


def _is_prose(site: Site) -> bool:
    return site.slot.shape.holds == "text" and site.slot.shape.form == "free"


# Texts of a form of their own


def pattern_broken(site: Site) -> Iterator[Fault]:
    slot, shape = site.slot, site.slot.shape
    if shape.form in ("pattern", "country"):
        text = slot.value
        slips = {
            f"{text} ",
            f" {text}",
            f"{text}\n",
            text.swapcase(),
            text + "!",
            text.replace("0", "O"),
            text[:0] + "?" + text,
        }
        slips |= _SLIPS.get(slot.field, set())
        for slip in sorted(slips - {text}):
            if not (shape.pattern and _fits(shape, slip)):
                yield Fault(Put(slot.pointer, slip), WRONG, slot.pointer)
        for slip in sorted(_NONSENSE.get(slot.field, set()) - {text}):
            yield Fault(Put(slot.pointer, slip), WRONG, slot.pointer)


def _fits(shape: Shape, text: str) -> bool:
    import re

    return bool(shape.pattern and re.fullmatch(shape.pattern.removeprefix("^").removesuffix("$"), text))


_SLIPS = {
    "Source.url": {"example.org", "ftp://example.org", "https://", "https:/example.org", "https://example.org/a b",
                   "https://user@example.org", "javascript:alert(1)", "https://exämple.org", "HTTPS://EXAMPLE.ORG"},
    "Reference.url": {"example.org", "ftp://example.org", "https://", "https:/example.org", "https://example.org/a b",
                      "https://user@example.org", "javascript:alert(1)", "https://exämple.org", "file:///etc/passwd"},
    "Source.language": {"english", "EN", "e", "en_GB", "en-", "en-GB "},
    "Actor.wikidata": {"Q0", "q42", "42", "P31", "Q", "Q12345678901", "https://www.wikidata.org/wiki/Q42", "Q042"},
    "Place.wikidata": {"Q0", "q42", "42", "P31", "Q", "Q12345678901", "Q042"},
    "Actor.country": {"XYZ", "AZ", "aze", "Azerbaijan", "031", "USSR", "", "ZZZ", "EUR"},
    "Place.country": {"XYZ", "AZ", "aze", "Azerbaijan", "031", "USSR", "", "ZZZ", "EUR"},
    "Assessment.field": {"Statement", "said.edtf", "/said", "no such", "statements", "casualties", "said[0]"},
}  # fmt: skip
"""What people write instead, for fields of a form of their own."""

_NONSENSE = {
    "Source.language": {"xx", "qqq", "zz-Latn", "en-Xyzw-ZZ"},
    "Text.canonicalisation": {"ct-v0", "ct-v2", "ct-v99"},
    "Assessment.field": {"id_", "casualties", "when"},
    "Source.url": {"https://...", "https://-.-/", "http://localhost"},
}
"""Of the form that the pattern asks for, and yet nothing: no such language, rules, field or host."""


def other_value(site: Site) -> Iterator[Fault]:
    """Another value of the same form: a sound Wikidata item, address, country or language, but another."""
    slot = site.slot
    others = {
        "Actor.wikidata": ["Q2"], "Place.wikidata": ["Q2"], "Actor.country": ["FRA"], "Place.country": ["FRA"],
        "Source.language": ["hy", "az-Latn"], "Source.url": ["https://example.org/other"],
        "Reference.url": ["http://example.org/other"], "Assessment.field": ["kind", "id"],
    }  # fmt: skip
    for value in others.get(slot.field, []):
        if value != slot.value:
            yield Fault(Put(slot.pointer, value), MEANING, slot.pointer)


OPERATORS = (
    Operator("code misspelt", code_misspelt),
    Operator("code of another list", code_of_another_list),
    Operator("another code of the list", other_code),
    Operator("identifier of wrong form", identifier_of_wrong_form),
    Operator("identifier of nothing", identifier_dangling),
    Operator("identifier of another kind", identifier_of_another_kind),
    Operator("identifier of itself", identifier_of_itself),
    Operator("identifier of another record", identifier_of_another),
    Operator("no date", date_impossible),
    Operator("implausible date", date_implausible),
    Operator("date moved", date_moved),
    Operator("invisible character", invisible_character),
    Operator("homoglyph", homoglyph),
    Operator("letters apart", letters_apart),
    Operator("formula", formula),
    Operator("stray space", stray_space),
    Operator("half a character", half_character),
    Operator("needless escape", escaped_letter),
    Operator("copied words", copied_words),
    Operator("other words", other_words),
    Operator("loaded word", loaded_word),
    Operator("form broken", pattern_broken),
    Operator("another sound value", other_value),
)
