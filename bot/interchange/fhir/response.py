"""One case's answers as a FHIR QuestionnaireResponse.

A quantity is written exactly, in the unit in which it was given; the same in the question's unit stands beside it, as
the standard extension for a translation. What was typed stands with the item. "Not known yet" is an item without an
answer that says why it has none: R5 allows no answer without a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.core.answers import Age, Answer, Code, Codes, Day, NotKnown, Ongoing, Proportion, Quantity, Text, Value
from bot.core.kinds import dump
from bot.core.machine import DECLINED, WITHDRAWN
from bot.core.screens.withdrawal import is_mistaken
from bot.core.trial import Question
from bot.interchange import uris
from bot.interchange.exact import converted
from bot.interchange.fhir.questionnaire import group_id
from bot.interchange.fhir.release import ABSENT, NOT_KNOWN_YET, Json, Release, coding, identifier, staff
from bot.interchange.headings import groups
from bot.interchange.parts import AGE, AGE_ON, COUNT, ONGOING, TOTAL, around, part_id
from bot.interchange.subject import Subject

_TRANSLATED = "http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation"
_ABSENT: Json = {"url": ABSENT, "valueCode": NOT_KNOWN_YET}


def response(subject: Subject, release: Release) -> Json:
    """The whole resource."""
    named = identifier(uris.SUBJECTS, subject.code)
    return {
        "resourceType": "QuestionnaireResponse",
        "id": subject.code,
        "identifier": named if release is Release.R4 else [named],
        "questionnaire": f"{uris.questionnaire(subject.trial)}|{subject.trial.version}",
        "status": _status(subject),
        "subject": {"reference": f"ResearchSubject/{subject.code}"},
        "authored": subject.changed.isoformat(timespec="seconds"),
        **({} if subject.author is None else {"author": staff(subject.author)}),
        **_items(subject),
    }


def _status(subject: Subject) -> str:
    """Completed once the study team has it; amended once they have it anew, or an answer was changed since."""
    case = subject.case
    if case.sent:
        return "amended" if case.sent > 1 or case.unsent else "completed"
    if is_mistaken(case):
        return "entered-in-error"
    return "stopped" if case.state in (DECLINED, WITHDRAWN) else "in-progress"


def _items(subject: Subject) -> Json:
    found = []
    for group in groups(subject.trial):
        given = [
            (question, subject.answers[question.id]) for question in group.questions if question.id in subject.answers
        ]
        if items := [item for question, answer in given for item in _Written(subject, question).items(answer)]:
            found.append({"linkId": group_id(group), "item": items})
    return {"item": found} if found else {}


@dataclass(frozen=True)
class _Written:
    """The answer to one question, as items."""

    subject: Subject
    question: Question

    def items(self, answer: Answer) -> Iterator[Json]:
        """The question's own item, or those beside it, with what was typed at the first of them."""
        typed = [{"url": uris.AS_TYPED, "valueString": answer.typed}] if answer.typed else []
        if isinstance(answer.value, NotKnown):
            yield {"extension": [_ABSENT, *typed], "linkId": self.question.id}
            return
        for id, answers in self.answers(answer.value):
            yield {**({"extension": typed} if typed else {}), "linkId": id, "answer": answers}
            typed = []

    def answers(self, value: Value) -> Iterator[tuple[str, list[Json]]]:
        """Link ids with their answers."""
        id = self.question.id
        match value:
            case Ongoing():
                yield part_id(id, ONGOING), [{"valueBoolean": True}]
            case Age(years, on):
                yield part_id(id, AGE), [{"valueInteger": years}]
                yield part_id(id, AGE_ON), [{"valueDate": on.isoformat()}]
            case Proportion(count, total):
                yield part_id(id, COUNT), [{"valueInteger": count}]
                yield part_id(id, TOTAL), [{"valueInteger": total}]
            case Codes(codes):
                yield id, [{"valueCoding": self.option(code)} for code in codes] or [{"valueCoding": _none()}]
            case _:
                yield id, [self.single(value)]

    def single(self, value: Value) -> Json:
        """The answer of a value that is one item."""
        match value:
            case Code(code) if self.question.shape.kind == "yes_no":
                return {"valueBoolean": code == "yes"}
            case Code(code):
                return {"valueCoding": self.option(code)}
            case Quantity():
                return {"valueQuantity": self.quantity(value)}
            case Day():
                return _day(dump(self.question.shape, value))
            case Text(text):
                return {"valueString": text}
        raise AssertionError(value)

    def option(self, code: str) -> Json:
        """A chosen option."""
        return coding(uris.options(self.subject.trial, self.question), code)

    def quantity(self, value: Quantity) -> Json:
        """The number as it was given; in the question's unit beside it."""
        test = self.question.shape.test
        given = test.unit(value.unit) if test else None
        if test is None or given is None:
            return _quantity(value.value, value.unit, value.unit, value.comparator)
        wanted = test.unit(self.question.shape.unit) or test.canonical
        written = _quantity(value.value, given.shown, given.ucum, value.comparator)
        if given is wanted:
            return written
        other = _quantity(converted(value, given, wanted), wanted.shown, wanted.ucum, value.comparator)
        return {"extension": [{"url": _TRANSLATED, "valueQuantity": other}], **written}


def _quantity(number: Any, shown: str, ucum: str, comparator: str) -> Json:
    compared = {"comparator": comparator} if comparator else {}
    return {"value": number, **compared, "unit": shown, "system": uris.UCUM, "code": ucum}


def _none() -> Json:
    return coding(uris.NONE_SYSTEM, uris.NONE_CODE)


def _day(dumped: str) -> Json:
    """A date as exactly as FHIR can say it; days from one to another stand beside it, as a period."""
    first, slash, last = dumped.partition("/")
    if not slash:
        return {"valueDate": first}
    holding = around(first, last)
    period = {"url": uris.BETWEEN, "valuePeriod": {"start": first, "end": last}}
    return {**({"valueDate": holding} if holding else {}), "_valueDate": {"extension": [period]}}
