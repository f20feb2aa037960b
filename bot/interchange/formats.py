"""The formats by name. Each is written piece by piece, so that any number of cases needs the room of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.core.messages import Message
from bot.core.trial import Trial
from bot.interchange.exact import text_of
from bot.interchange.fhir import questionnaire, study
from bot.interchange.fhir.release import Release
from bot.interchange.fhir.response import response
from bot.interchange.subject import Subject


@dataclass(frozen=True)
class Study:
    """A trial as it is exported: its words, the languages beside English, and the moment (UTC)."""

    trial: Trial
    words: Callable[[Message, str], str]
    languages: tuple[str, ...]
    now: datetime


Format = Callable[[Study, Iterable[Subject]], Iterator[str]]


def _fhir(release: Release, about: Study, subjects: Iterable[Subject]) -> Iterator[str]:
    """One resource a line: the trial's two, then two of each case."""
    trial = (about.trial, about.words, about.languages, release)
    yield text_of(questionnaire.Writer(*trial).questionnaire()) + "\n"
    yield text_of(study.Writer(*trial).study()) + "\n"
    for subject in subjects:
        yield text_of(study.research_subject(subject, release)) + "\n"
        yield text_of(response(subject, release)) + "\n"


FORMATS: dict[str, Format] = {
    "fhir-r4": partial(_fhir, Release.R4),
    "fhir-r5": partial(_fhir, Release.R5),
}
