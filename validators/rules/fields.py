"""F: the fields of a record, as the Pydantic models take them."""

from caucasus_ledger.validators.rule import ABSENT, Example, Rule

_EVENT = "event/2020-06-port-closure"
_CLAIM = "claim/example-2020/001"

RULES = (
    Rule("F001", "field-missing", "A field that every record of the kind has is missing.",
         "Add it; the codebook says what it holds.", Example(_EVENT, "/realis", ABSENT, at=""),
         mends="fills in an identifier from the name of the file, and the end of a mention from its name"),
    Rule("F002", "field-unknown", "The record has no such field.",
         "Look for a slip of the pen; remove it if it says something that the schema does not hold.",
         Example(_EVENT, "/titel", "Southmark closes a port")),
    Rule("F003", "wrong-type", "The value is of another type than the field.",
         "Write text between quotation marks, numbers without, lists between [ and ].",
         Example("event/2020-ferry-sinks", "/deaths/best", "4"),
         mends="writes 4.0 as 4 where a whole number stands"),
    Rule("F004", "not-in-code-list", "The value is not in the field's code list.",
         "Take one of the codes; the codebook defines them.", Example(_EVENT, "/realis", "factual")),
    Rule("F005", "wrong-form", "The value does not have the field's form.",
         "Write it like the example; identifiers are lower-case ASCII letters, digits and hyphens after their kind, addresses begin with https:// or http://.",
         Example(_CLAIM, "/about/0", "event/2020-05-03-Rivertown-meeting"),
         mends="writes digests in lower case"),
    Rule("F006", "wrong-length", "The value is empty, or longer or shorter than the field allows.",
         "Fill it, shorten it, or leave the field out where it may be.", Example(_CLAIM, "/statement", "")),
    Rule("F007", "out-of-range", "The number lies outside the field's range.", "Write the number that is meant.",
         Example("event/2020-ferry-sinks", "/deaths/low", -1)),
    Rule("F008", "unknown-country", "The country code is not in ISO 3166-1 alpha-3.",
         "Use the three letters, such as AZE; leave it out for contested territories.",
         Example("actor/blue-line", "/country", "XYZ")),
    Rule("F009", "undecided", "A question mark marks what is still to be decided.",
         "Write what the text gives in its place, or leave the field out where it may be; the codebook says what it holds.",
         Example(_EVENT, "/realis", "?"),
         mends="fills in what follows from the rest, such as a digest"),
)  # fmt: skip
