"""The names of what is ours, in the form that FHIR and ODM want: URIs.

They are names, not addresses: nothing is served there, and `.invalid` is a domain that can belong to nobody (RFC 2606).
They must be the same in every installation, so that the answers of two sites belong to the same questionnaire.
"""

from __future__ import annotations

from bot.core.trial import Question, Trial

BASE = "https://prescreener.invalid/fhir"
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"
REGISTRY = "https://clinicaltrials.gov"

SUBJECTS = f"{BASE}/subjects"
STAFF = f"{BASE}/staff"
SITES = f"{BASE}/sites"
DECISIONS = f"{BASE}/CodeSystem/decisions"
NONE_SYSTEM = f"{BASE}/CodeSystem/answers"
NONE_CODE = "none"
AS_TYPED = f"{BASE}/StructureDefinition/as-typed"
BETWEEN = f"{BASE}/StructureDefinition/between"


def questionnaire(trial: Trial) -> str:
    """The canonical name of a trial's questionnaire; its version is the trial's."""
    return f"{BASE}/Questionnaire/{trial.id}"


def options(trial: Trial, question: Question) -> str:
    """The code system of one question's options."""
    return f"{BASE}/CodeSystem/{trial.id}/{question.id}"


def criteria(trial: Trial) -> str:
    """The code system of a trial's criteria."""
    return f"{BASE}/CodeSystem/{trial.id}/criteria"


def staff(number: int) -> str:
    """The code that stands for a member of staff; only the site's own database knows whose it is."""
    return f"S{number}"
