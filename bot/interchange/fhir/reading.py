"""A FHIR QuestionnaireResponse, R4 or R5, as the exchanged answers that `evaluate` takes; nothing is judged here.

It may come from us, or from anybody who fills in our questionnaire: what counts are the link ids, the options' codes
and the units. What cannot be taken is a BadValue whose sentence says why; no answer is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.kinds.base import BadValue
from bot.core.messages import Listing, say
from bot.core.shapes import Test
from bot.core.trial import Question, Trial
from bot.interchange import uris
from bot.interchange.fhir.release import ABSENT, UNKNOWN_REASONS, Json
from bot.interchange.parts import AGE, AGE_ON, COUNT, ONGOING, TOTAL, part_id, parts_of

RESPONSE = "QuestionnaireResponse"
COMPANIONS = frozenset(("Questionnaire", "ResearchStudy", "ResearchSubject"))
"""What stands beside a response where we export it, and holds no answers."""

_UNKNOWN = "unknown"
_DEEPEST = 20
Items = dict[str, list[Json]]


def responses(resource: Json) -> Iterator[Json]:
    """The responses in a resource: itself, those of a bundle; none in what only stands beside them."""
    type = str(resource.get("resourceType"))
    if type == RESPONSE:
        yield resource
    elif type == "Bundle":
        for entry in _objects(resource, "entry"):
            if isinstance(one := entry.get("resource"), dict) and one.get("resourceType") == RESPONSE:
                yield one
    elif type not in COMPANIONS:
        raise BadValue(say("A QuestionnaireResponse is wanted, not {type}.", type=type))


def exchanged(trial: Trial, resource: Json) -> Json:
    """One response as a line of answers: {"id", "today", "answers"}; BadValue where it belongs to something else.

    `today` is the day on which it was authored, by the clock that it was authored by; a moment in UTC is taken to the
    trial's first site.
    """
    _belongs(trial, resource.get("questionnaire"))
    if resource.get("status") == "entered-in-error":
        raise BadValue(say("It was entered in error, as it says itself."))
    items: Items = {}
    _gather(resource, items, _DEEPEST)
    line: Json = {"id": resource.get("id"), "answers": dict(_answers(trial, items))}
    today = _day(trial, resource.get("authored"))
    return line if today is None else {**line, "today": today}


def _belongs(trial: Trial, questionnaire: Any) -> None:
    wanted = uris.questionnaire(trial)
    if questionnaire not in (None, wanted, f"{wanted}|{trial.version}"):
        raise BadValue(
            say(
                "It answers {given}, not {wanted} in version {version}.",
                given=str(questionnaire),
                wanted=wanted,
                version=trial.version,
            )
        )


def _day(trial: Trial, authored: Any) -> str | None:
    if authored is None:
        return None
    try:
        return _local(trial, datetime.fromisoformat(authored)).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        example = "2026-11-22T14:05:00+08:00"
        raise BadValue(say("“authored” is not a moment such as {example}.", example=example)) from None


def _local(trial: Trial, moment: datetime) -> datetime:
    """The moment by the clock that it was written by; UTC is no site's clock."""
    if trial.sites and moment.tzinfo is not None and moment.utcoffset() == UTC.utcoffset(None):
        return moment.astimezone(ZoneInfo(trial.sites[0].timezone))
    return moment


# From a tree of items to answers by link id.


def _objects(parent: Json, key: str) -> list[Json]:
    found = parent.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadValue(say("“{key}” is not a list of objects.", key=key))
    return found


def _gather(parent: Json, items: Items, deepest: int) -> None:
    """Every item that has answers, wherever it stands."""
    if not deepest:
        raise BadValue(say("Its items are nested too deeply."))
    for item in _objects(parent, "item"):
        id, answers = str(item.get("linkId")), [*_objects(item, "answer"), *_unanswered(item)]
        if answers and id in items:
            raise BadValue(say("{id} is answered twice.", id=id))
        if answers:
            items[id] = answers
        for inner in (item, *answers):
            _gather(inner, items, deepest - 1)


def _unanswered(item: Json) -> Iterator[Json]:
    """An item that says why it has no answer is taken like an answer that says why it has no value."""
    reasons = [one for one in _objects(item, "extension") if one.get("url") == ABSENT]
    if reasons:
        yield {"_value": {"extension": reasons}}


def _answers(trial: Trial, items: Items) -> Iterator[tuple[str, Any]]:
    """Each answered question with its exchanged value."""
    left = dict(items)
    for question in trial.questions:
        names = [question.id, *(part.id for part in parts_of(question))]
        own = {name: left.pop(name) for name in names if name in left}
        value = _Answered(trial, question, own).named_value() if own else None
        if value is not None:
            yield question.id, value
    if left:
        raise BadValue(say("There is no question {ids}.", ids=Listing(tuple(left), "comma")))


class _Chosen(str):
    """An option's code, as against a text."""


@dataclass(frozen=True)
class _Answered:
    """What was answered to one question, at its own item and those beside it."""

    trial: Trial
    question: Question
    items: Mapping[str, list[Json]]

    def named_value(self) -> Any:
        """The exchanged value; whatever is wrong with it is said with the question's id."""
        try:
            return self.value()
        except BadValue as bad:
            raise BadValue(say("{id}: {reason}", id=self.question.id, reason=bad.message)) from bad

    def value(self) -> Any:
        """The exchanged value; None where there is none."""
        found = [one for one in (self.own(), *self.beside()) if one is not None]
        if len(found) > 1:
            raise BadValue(say("It is answered in two ways at once."))
        return found[0] if found else None

    def own(self) -> Any:
        """What the question's own item says."""
        answers = self.items.get(self.question.id)
        if answers is None:
            return None
        values = [self.one(answer) for answer in answers]
        return self.several(values) if self.question.shape.kind == "many_of" else _only(values)

    def several(self, values: list[Any]) -> Any:
        """A list's codes; "none of these", "not known" and a text stand alone."""
        alone = [one for one in values if not isinstance(one, _Chosen)]
        if alone:
            return [] if _only(values) == uris.NONE_SYSTEM else values[0]
        return [str(code) for code in values]

    def beside(self) -> Iterator[Any]:
        """What the items beside it say."""
        part = self.part
        if part(ONGOING, "valueBoolean") is True:
            yield "ongoing"
        age = {"age": part(AGE, "valueInteger"), "on": part(AGE_ON, "valueDate")}
        if any(one is not None for one in age.values()):
            yield {key: one for key, one in age.items() if one is not None}
        counted = {"count": part(COUNT, "valueInteger"), "total": part(TOTAL, "valueInteger")}
        if any(one is not None for one in counted.values()):
            yield counted

    def part(self, name: str, wanted: str) -> Any:
        """One item beside the question's own."""
        answers = self.items.get(part_id(self.question.id, name))
        if answers is None:
            return None
        key, value = _value_of(_only(answers))
        if key != wanted:
            raise _another_type(key)
        return value

    def one(self, answer: Json) -> Any:
        """One answer, in the exchanged form of whatever it is; a text is read as if it had been typed."""
        key, value = _value_of(answer)
        match key:
            case "unknown":
                return _UNKNOWN
            case "valueBoolean" if self.question.shape.kind == "yes_no" and isinstance(value, bool):
                return "yes" if value else "no"
            case "valueCoding" if self.question.shape.options and isinstance(value, dict):
                return self.code(value)
            case "valueQuantity" if isinstance(value, dict):
                return self.quantity(value)
            case "valueDate" | "valueString" if isinstance(value, str):
                return value
        raise _another_type(key)

    def code(self, coding: Json) -> Any:
        """An option's code; for "none of these" the name of the system that it comes from."""
        system, code = coding.get("system"), coding.get("code")
        if (system, code) == (uris.NONE_SYSTEM, uris.NONE_CODE) and self.question.shape.kind == "many_of":
            return uris.NONE_SYSTEM
        expected = uris.options(self.trial, self.question)
        if system not in (None, expected):
            raise BadValue(
                say(
                    "The codes of {given} are unknown here; wanted are those of {wanted}.",
                    given=str(system),
                    wanted=expected,
                )
            )
        codes = self.question.shape.codes
        if not isinstance(code, str) or code not in codes:
            raise BadValue(say("One of these codes is wanted: {codes}.", codes=Listing(codes, "comma")))
        return _Chosen(code)

    def quantity(self, quantity: Json) -> Json:
        """A number with the exchange name of its unit."""
        compared = {"comparator": quantity["comparator"]} if "comparator" in quantity else {}
        return {"value": quantity.get("value"), "unit": self.unit(quantity), **compared}

    def unit(self, quantity: Json) -> Any:
        """A UCUM code counts; where there is none the unit is read as it is printed."""
        system, code, shown = quantity.get("system"), quantity.get("code"), quantity.get("unit")
        if code is None:
            return shown
        test = self.question.shape.test
        known = _known(test, code) if system in (None, uris.UCUM) else None
        if known is None:
            raise BadValue(
                say("“{unit}” is not a unit used here. Possible: {units}.", unit=str(code), units=_units(test))
            )
        return known


def _known(test: Test | None, code: Any) -> str | None:
    if test is None:
        return "%" if code == "%" else None
    unit = test.unit(code) if isinstance(code, str) else None
    return unit.code if unit else None


def _units(test: Test | None) -> Listing:
    return Listing(tuple(unit.ucum for unit in test.units) if test else ("%",), "comma")


def _another_type(type: str) -> BadValue:
    return BadValue(say("An answer of another type is wanted, not {type}.", type=type))


def _only(answers: list[Any]) -> Any:
    if len(answers) != 1:
        raise BadValue(say("One answer is wanted, not {n}.", n=len(answers)))
    return answers[0]


def _value_of(answer: Json) -> tuple[str, Any]:
    """Which type of value an answer has, and the value; `unknown` where it says that it is not known."""
    keys = [key for key in answer if key.startswith("value")]
    marked = [one for key, one in answer.items() if key.removeprefix("_").startswith("value") and isinstance(one, dict)]
    extensions = [one for value in marked for one in _objects(value, "extension")]
    for extension in extensions:
        if extension.get("url") == ABSENT:
            return _absent(str(extension.get("valueCode")))
        if extension.get("url") == uris.BETWEEN and isinstance(period := extension.get("valuePeriod"), dict):
            return "valueDate", _interval(answer.get("valueDate", ""), period)
    if len(keys) != 1:
        raise BadValue(say("One value is wanted, not {n}.", n=len(keys)))
    return keys[0], answer[keys[0]]


def _absent(reason: str) -> tuple[str, Any]:
    if reason not in UNKNOWN_REASONS:
        raise BadValue(say("“{reason}” does not say whether it is not known.", reason=reason))
    return "unknown", None


def _interval(around: Any, period: Json) -> str:
    """The days of a date that is not known exactly; the date beside them must hold them all."""
    first, last = str(period.get("start")), str(period.get("end"))
    if not first.startswith(str(around)) or not last.startswith(str(around)):
        raise BadValue(say("It is answered in two ways at once."))
    return f"{first}/{last}"
