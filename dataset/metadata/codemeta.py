"""CodeMeta: codemeta.json by CodeMeta 3.0, of the package that reads releases, and of the release as its data.

The two are versioned apart: a release knows its own version and day, and none of the package.
"""

from __future__ import annotations

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description
from caucasus_ledger.dataset.metadata import address
from caucasus_ledger.dataset.metadata.licence import CODE_LICENCE_URL
from caucasus_ledger.dataset.metadata.schema_org import identifiers, organisation
from caucasus_ledger.dataset.records import Json

CONTEXT = "https://w3id.org/codemeta/3.0"


def codemeta(description: Description) -> Json:
    """Return the description of the software."""
    site = {"url": identity.ADDRESS} if identity.ADDRESS else {}
    return {
        "@context": CONTEXT,
        "@type": "SoftwareSourceCode",
        "name": identity.NAME,
        "description": f"Reads, checks and cites {identity.TITLE}. {identity.DESCRIPTION}",
        **site,
        "license": CODE_LICENCE_URL,
        "author": [organisation()],
        "keywords": list(identity.KEYWORDS),
        "programmingLanguage": "Python",
        "supportingData": {
            "@type": "Dataset",
            "@id": address.release(description.version),
            "name": identity.TITLE,
            "version": description.version,
            "datePublished": description.released.isoformat(),
            "license": identity.LICENCE_URL,
            "identifier": identifiers(description),
        },
    }
