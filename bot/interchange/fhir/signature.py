"""An investigator's signature as a Provenance of the response: who, when, and what was decided; of nobody by name.

The meaning in words and the reason of an override stay in the record: they may hold the site's own label.
"""

from __future__ import annotations

from bot.core.messages import Words
from bot.core.screens.signature import decision_words
from bot.interchange import uris
from bot.interchange.fhir.release import Json, coding, concept, staff
from bot.interchange.subject import Subject

# ASTM E1762, "Verification Signature": whoever signs has verified the content. FHIR's value set signature-type.
_SYSTEM, _VERIFICATION = "urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.5"


def provenance(subject: Subject, words: Words) -> Json | None:
    """The resource, the same in R4 and R5; None where no signature stands."""
    signature, signer = subject.case.signature, subject.signer
    if signature is None or signer is None:
        return None
    at = signature.at.isoformat(timespec="seconds")
    return {
        "resourceType": "Provenance",
        "id": f"{subject.code}-signature",
        "target": [{"reference": f"QuestionnaireResponse/{subject.code}"}],
        "recorded": at,
        "activity": {
            **concept(uris.DECISIONS, signature.decision),
            "text": words(decision_words(signature), "en"),
        },
        "agent": [{"who": staff(signer)}],
        "signature": [{"type": [coding(_SYSTEM, _VERIFICATION)], "when": at, "who": staff(signer)}],
    }
