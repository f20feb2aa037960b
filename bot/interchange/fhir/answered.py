"""What a FHIR response answers to one question, as the exchanged value that `kinds.load` takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.kinds.base import BadValue
from bot.core.messages import Listing, say
from bot.core.shapes import Test
from bot.core.trial import Question, Trial
from bot.interchange import uris
from bot.interchange.fhir.release import ABSENT, UNKNOWN_REASONS, Json
from bot.interchange.parts import AGE, AGE_ON, COUNT, ONGOING, TOTAL, part_id

_UNKNOWN = "unknown"


class _Chosen(str):
    """An option's code, as against a text."""


@dataclass(frozen=True)
class Answered:
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
        return values if all(isinstance(one, _Chosen) for one in values) else _only(values)

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
        """An option's code; no codes for "none of these"."""
        system, code = coding.get("system"), coding.get("code")
        if (system, code) == (uris.NONE_SYSTEM, uris.NONE_CODE) and self.question.shape.kind == "many_of":
            return []
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
    extensions = [one for value in marked for one in objects(value, "extension")]
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


def objects(parent: Json, key: str) -> list[Json]:
    """A list of objects, such as FHIR is full of; none where there is none."""
    found = parent.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadValue(say("“{key}” is not a list of objects.", key=key))
    return found
