"""The formats by name. Each is written piece by piece, so that any number of cases needs the room of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.core.messages import Words
from bot.core.trial import Trial
from bot.interchange.exact import text_of
from bot.interchange.fhir.questionnaire import QuestionnaireWriter
from bot.interchange.fhir.release import Release
from bot.interchange.fhir.response import response
from bot.interchange.fhir.signature import provenance
from bot.interchange.fhir.study import StudyWriter, research_subject
from bot.interchange.odm.document import document
from bot.interchange.odm.xml import Speech
from bot.interchange.sdtm import Tables
from bot.interchange.subject import Subject


@dataclass(frozen=True)
class Study:
    """A trial as it is exported: its words, and the moment (UTC)."""

    trial: Trial
    words: Words
    now: datetime


Format = Callable[[Study, Iterable[Subject]], Iterator[str]]


def _fhir(release: Release, about: Study, subjects: Iterable[Subject]) -> Iterator[str]:
    """One resource a line: the trial's two, then two of each case, three where it is signed."""
    trial = (about.trial, about.words, release)
    yield text_of(QuestionnaireWriter(*trial).questionnaire()) + "\n"
    yield text_of(StudyWriter(*trial).study()) + "\n"
    for subject in subjects:
        yield text_of(research_subject(subject, release)) + "\n"
        yield text_of(response(subject, release)) + "\n"
        if (signed := provenance(subject, about.words)) is not None:
            yield text_of(signed) + "\n"


def _odm(about: Study, subjects: Iterable[Subject]) -> Iterator[str]:
    """One document."""
    return document(about.trial, Speech(about.words), subjects, about.now)


def _ti(about: Study, subjects: Iterable[Subject]) -> Iterator[str]:
    """One dataset."""
    return Tables(about.trial, about.words, about.now).ti(subjects)


def _ie(about: Study, subjects: Iterable[Subject]) -> Iterator[str]:
    """One dataset."""
    return Tables(about.trial, about.words, about.now).ie(subjects)


FORMATS: dict[str, Format] = {
    "fhir-r4": partial(_fhir, Release.R4),
    "fhir-r5": partial(_fhir, Release.R5),
    "odm": _odm,
    "sdtm-ti": _ti,
    "sdtm-ie": _ie,
}
