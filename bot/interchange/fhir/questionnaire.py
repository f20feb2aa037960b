"""A trial's questions as a FHIR Questionnaire: texts in every language, options, units, LOINC codes, conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.messages import Message, say
from bot.core.shapes import Option, Shape, Unit
from bot.core.trial import Question
from bot.interchange import uris
from bot.interchange.fhir.enabling import Enabling
from bot.interchange.fhir.release import HL7, Json, Release, Writer, coding, concept
from bot.interchange.headings import Group, groups
from bot.interchange.parts import PartItem, parts_of

NONE = say("None of these")
_TYPES = {
    "yes_no": "boolean",
    "quantity": "quantity",
    "proportion": "quantity",
    "date": "date",
    "birth": "date",
    "text": "string",
}
_CHOICE = {Release.R4: "choice", Release.R5: "coding"}
_PERCENT = {"system": uris.UCUM, "code": "%", "display": "%"}
_HELP = concept("http://hl7.org/fhir/questionnaire-item-control", "help")


def group_id(group: Group) -> str:
    """The link id of a heading; no question's id holds a slash."""
    return f"group/{group.id}"


class QuestionnaireWriter(Writer):
    """Writes the questionnaire."""

    def questionnaire(self) -> Json:
        """The whole resource."""
        trial = self.trial
        return {
            "resourceType": "Questionnaire",
            "id": trial.id,
            "language": "en",
            "url": uris.questionnaire(trial),
            "version": trial.version,
            "name": "".join(sign if sign.isalnum() else "_" for sign in trial.short),
            **self.text("title", trial.title),
            "status": "active",
            "subjectType": ["ResearchSubject"],
            "item": [self.group(group) for group in groups(trial)],
        }

    def group(self, group: Group) -> Json:
        """One heading with its questions."""
        items = [item for question in group.questions for item in self.items(question)]
        return {"linkId": group_id(group), **self.text("text", group.heading), "type": "group", "item": items}

    def items(self, question: Question) -> Iterator[Json]:
        """A question, and the items beside it."""
        enabling = Enabling(self.trial).of(question)
        yield self.question(question, enabling)
        for part in parts_of(question):
            yield self.part(part, enabling)

    def question(self, question: Question, enabling: Json) -> Json:
        """One question."""
        shape = question.shape
        choice = shape.kind in ("one_of", "many_of")
        return _without_empty(
            {
                "extension": list(_units(shape)),
                "linkId": question.id,
                "code": [coding(uris.LOINC, code) for code in shape.test.loinc] if shape.test else [],
                **self.text("text", question.ask),
                "type": _CHOICE[self.release] if choice else _TYPES[shape.kind],
                **enabling,
                "repeats": shape.kind == "many_of" or None,
                "maxLength": shape.longest if shape.kind == "text" else None,
                "answerOption": list(self.options(question)) if choice else [],
                "item": [self.help(question, question.help)] if question.help else [],
            }
        )

    def part(self, part: PartItem, enabling: Json) -> Json:
        """An item beside a question; it is asked when the question is."""
        return {"linkId": part.id, **self.text("text", part.label), "type": part.type, **enabling}

    def help(self, question: Question, help: Message) -> Json:
        """What stands under "Why"."""
        return {
            "extension": [{"url": f"{HL7}/questionnaire-itemControl", "valueCodeableConcept": _HELP}],
            "linkId": f"{question.id}/help",
            **self.text("text", help),
            "type": "display",
        }

    def options(self, question: Question) -> Iterator[Json]:
        """The options with their codes; of a list also "none of these", which excludes the others."""
        system = uris.options(self.trial, question)
        for option in question.shape.options:
            yield {"valueCoding": self.option(system, option)}
        if question.shape.kind == "many_of":
            exclusive = {"url": f"{HL7}/questionnaire-optionExclusive", "valueBoolean": True}
            none = {**coding(uris.NONE_SYSTEM, uris.NONE_CODE), **self.text("display", NONE)}
            yield {"extension": [exclusive], "valueCoding": none}

    def option(self, system: str, option: Option) -> Json:
        """One option."""
        return {**coding(system, option.code), **self.text("display", option.label)}


def _units(shape: Shape) -> Iterator[Json]:
    """The units that an answer may have, the one on display first."""
    if shape.kind == "proportion":
        yield _unit_option(_PERCENT)
    if shape.test is not None:
        shown = shape.test.unit(shape.unit) or shape.test.canonical
        for unit in sorted(shape.test.units, key=lambda one: one is not shown):
            yield _unit_option(_ucum(unit))


def _ucum(unit: Unit) -> Json:
    return {**coding(uris.UCUM, unit.ucum), "display": unit.shown}


def _unit_option(code: Json) -> Json:
    return {"url": f"{HL7}/questionnaire-unitOption", "valueCoding": code}


def _without_empty(item: dict[str, Any]) -> Json:
    """FHIR knows no empty lists."""
    return {key: value for key, value in item.items() if value not in (None, [])}
