"""A trial as a FHIR ResearchStudy with its criteria, a case as a ResearchSubject.

The criteria are the characteristics of a group that the study contains. The subject's state never says more than that
somebody may be considered: the investigator decides, the prescreener never enrols.
"""

from __future__ import annotations

from bot.core.machine import DECLINED, WITHDRAWN
from bot.core.screens.withdrawal import is_mistaken
from bot.core.trial import Arm, Criterion
from bot.core.verdict import Eligibility
from bot.interchange import uris
from bot.interchange.fhir.release import Json, Release, Writer, identifier, person
from bot.interchange.subject import Subject

_CRITERIA = "criteria"
_STATES = {
    Eligibility.ELIGIBLE: "candidate",
    Eligibility.INELIGIBLE: "ineligible",
    Eligibility.UNDETERMINED: "screening",
}
_STATE_SYSTEM = "http://hl7.org/fhir/research-subject-state"
_GROUP_KIND: dict[Release, Json] = {Release.R4: {"actual": False}, Release.R5: {"membership": "definitional"}}


class StudyWriter(Writer):
    """Writes the study."""

    def study(self) -> Json:
        """The whole resource."""
        trial = self.trial
        registry = [identifier(uris.REGISTRY, trial.registry)] if trial.registry else []
        return {
            "resourceType": "ResearchStudy",
            "id": trial.id,
            "language": "en",
            "contained": [self.criteria()],
            "identifier": [*registry, identifier(uris.BASE, f"{trial.id}|{trial.version}")],
            **self.text("title", trial.title),
            "status": "active",
            **self.enrolment(),
            **self.arms(),
            **self.sites(),
        }

    def enrolment(self) -> Json:
        """Where the criteria stand."""
        criteria = {"reference": f"#{_CRITERIA}"}
        return {"enrollment": [criteria]} if self.release is Release.R4 else {"recruitment": {"eligibility": criteria}}

    def criteria(self) -> Json:
        """All criteria, in the protocol's order; those that exclude are marked so."""
        return {
            "resourceType": "Group",
            "id": _CRITERIA,
            "type": "person",
            **_GROUP_KIND[self.release],
            "characteristic": [self.criterion(one) for one in self.trial.criteria],
        }

    def criterion(self, criterion: Criterion) -> Json:
        """One criterion: its id, its label, the protocol's sentence."""
        code = {
            "system": uris.criteria(self.trial),
            "code": criterion.id,
            **self.text("display", criterion.label),
        }
        sentence = self.text("text", criterion.text)
        return {"code": {"coding": [code], **sentence}, "valueBoolean": True, "exclude": not criterion.inclusion}

    def arms(self) -> Json:
        """The study's arms."""
        arms = [self.arm(one) for one in self.trial.arms]
        return {("arm" if self.release is Release.R4 else "comparisonGroup"): arms} if arms else {}

    def arm(self, arm: Arm) -> Json:
        """One arm."""
        return {
            **self.text("name", arm.label),
            "type": {"text": arm.type},
            **self.text("description", arm.text),
        }

    def sites(self) -> Json:
        """The sites that take part."""
        sites = [
            {
                **person("Location", uris.SITES, one.id),
                **self.text("display", one.label),
            }
            for one in self.trial.sites
        ]
        return {"site": sites} if sites else {}


def research_subject(subject: Subject, release: Release) -> Json:
    """A case's state in the study, of somebody who is nothing but a code."""
    named = identifier(uris.SUBJECTS, subject.code)
    patient = person("Patient", uris.SUBJECTS, subject.code)
    head = {"resourceType": "ResearchSubject", "id": subject.code, "identifier": [named]}
    study = {"study": {"reference": f"ResearchStudy/{subject.trial.id}"}}
    if release is Release.R4:
        return {**head, "status": _state(subject), **study, "individual": patient}
    state = {"coding": [{"system": _STATE_SYSTEM, "code": _state(subject)}]}
    progress = {"subjectState": state, "startDate": subject.changed.isoformat(timespec="seconds")}
    return {**head, "status": "active", "progress": [progress], **study, "subject": patient}


def _state(subject: Subject) -> str:
    """A subject is screened until the study team has a verdict; `candidate`: can be considered for inclusion."""
    if subject.case.state == DECLINED or (is_mistaken(subject.case) and not subject.case.sent):
        return "not-registered"
    if subject.case.state == WITHDRAWN:
        return "withdrawn"
    return _STATES[subject.verdict.outcome] if subject.case.sent else "screening"
