"""The releases of FHIR that are written, and the small pieces that all resources are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.core.languages import LANGUAGES, TRANSLATED
from bot.core.messages import Message, Words
from bot.core.trial import Trial
from bot.interchange import uris

Json = dict[str, Any]
HL7 = "http://hl7.org/fhir/StructureDefinition"
TRANSLATION = f"{HL7}/translation"
ABSENT = f"{HL7}/data-absent-reason"
NOT_KNOWN_YET = "temp-unknown"
UNKNOWN_REASONS = frozenset(("unknown", "asked-unknown", NOT_KNOWN_YET))
"""Of http://terminology.hl7.org/CodeSystem/data-absent-reason: those that say "asked, but not known"."""


class Release(Enum):
    """A release of FHIR."""

    R4 = "4.0.1"
    R5 = "5.0.0"


@dataclass(frozen=True)
class Writer:
    """Writes what a trial is as a resource of one release."""

    trial: Trial
    words: Words
    release: Release

    def text(self, key: str, message: Message) -> Json:
        """An English text under a key, with its translations as the standard extension."""
        english = self.words(message, "en")
        translations = [_translation(self.words(message, language), language) for language in TRANSLATED]
        return {key: english, f"_{key}": {"extension": translations}} if translations else {key: english}


def _translation(text: str, language: str) -> Json:
    return {
        "url": TRANSLATION,
        "extension": [
            {"url": "lang", "valueCode": LANGUAGES[language].bcp47},
            {"url": "content", "valueString": text},
        ],
    }


def coding(system: str, code: str) -> Json:
    """A code of a code system."""
    return {"system": system, "code": code}


def concept(system: str, code: str) -> Json:
    """The same as a concept."""
    return {"coding": [coding(system, code)]}


def identifier(system: str, value: str) -> Json:
    """A name that means one thing only within its system."""
    return {"system": system, "value": value}


def person(type: str, system: str, value: str) -> Json:
    """A reference to somebody of whom nothing is told but a code."""
    return {"type": type, "identifier": identifier(system, value)}


def staff(number: int) -> Json:
    """A reference to a member of staff."""
    return person("Practitioner", uris.STAFF, uris.staff(number))
