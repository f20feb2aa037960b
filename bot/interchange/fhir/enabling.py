"""When a question is asked, as FHIR's `enableWhen`: a flat list of conditions of which all or any must hold.

A trial's rule can say more than such a list. Then the list is made wider, never narrower: a form that follows it may
ask a question too many, but never hides one that the trial asks. `!=` is true also where nothing is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.core.rules.base import Rule
from bot.core.rules.logic import And, Certainly, Not, Or
from bot.core.rules.tests import Has, HasNone, Is, IsOngoing
from bot.core.trial import Question, Trial
from bot.interchange import uris
from bot.interchange.fhir.release import Json, coding
from bot.interchange.parts import ONGOING, part_id

Conditions = list[Json]


@dataclass(frozen=True)
class Enabling:
    """Writes the conditions of one trial's questions."""

    trial: Trial

    def of(self, question: Question) -> Json:
        """`enableWhen` with its behaviour; nothing where the question is always asked, or no list can say when."""
        parts = list(self._conjuncts(question))
        single = [one[0] for one in parts if len(one) == 1]
        chosen = single or (parts[0] if parts else [])
        if not chosen:
            return {}
        behaviour = "all" if single else "any"
        return {"enableWhen": chosen, **({"enableBehavior": behaviour} if len(chosen) > 1 else {})}

    def _conjuncts(self, question: Question) -> Iterator[Conditions]:
        """Lists of conditions: the question is asked only if at least one condition of every list holds."""
        if question.asked_for:
            of, code = question.asked_for
            yield [self._equals(of, code)]
        rule = question.ask_if
        for part in rule.parts if isinstance(rule, And) else filter(None, (rule,)):
            if (conditions := self._true(part)) is not None:
                yield conditions

    def _true(self, rule: Rule) -> Conditions | None:
        """Conditions of which one holds wherever the rule is true; None where there is no such list."""
        match rule:
            case Certainly(part):
                return self._true(part)
            case Not(Certainly(part)):
                return self._not_certain(part)
            case Not(Is(question, codes, open_codes)):
                return self._is(question, self._all_codes(question) - codes - open_codes)
            case Is(question, codes):
                return self._is(question, codes)
            case Has(question, codes):
                return [self._equals(question, code) for code in self._in_order(question, codes)]
            case HasNone(question):
                return [_condition(question, "=", "answerCoding", coding(uris.NONE_SYSTEM, uris.NONE_CODE))]
            case IsOngoing(question):
                return [_condition(part_id(question, ONGOING), "=", "answerBoolean", True)]
            case Or(parts):
                return _together(self._true(part) for part in parts)
        return None

    def _not_certain(self, rule: Rule) -> Conditions | None:
        """Conditions for "not certainly this option": another is the answer, or nothing is answered."""
        if isinstance(rule, Is) and len(rule.codes) == 1:
            return [self._equals(rule.question, next(iter(rule.codes)), "!=")]
        return None

    def _is(self, id: str, codes: Iterable[str]) -> Conditions | None:
        """One of these options is the answer, or follows from other answers."""
        wanted = self._in_order(id, codes)
        implied = [one.when for one in self.trial.by_id[id].implied if one.code in wanted]
        given = [self._equals(id, code) for code in wanted]
        return _together([given, *(self._true(rule) for rule in implied)])

    def _equals(self, id: str, code: str, operator: str = "=") -> Json:
        question = self.trial.by_id[id]
        if question.shape.kind == "yes_no":
            return _condition(id, operator, "answerBoolean", code == "yes")
        return _condition(id, operator, "answerCoding", coding(uris.options(self.trial, question), code))

    def _all_codes(self, id: str) -> frozenset[str]:
        shape = self.trial.by_id[id].shape
        return frozenset(("yes", "no") if shape.kind == "yes_no" else shape.codes)

    def _in_order(self, id: str, codes: Iterable[str]) -> list[str]:
        """In the order of the options, so that the same trial gives the same file."""
        place = {code: at for at, code in enumerate(self.trial.by_id[id].shape.codes)}
        return sorted(codes, key=lambda code: (place.get(code, 0), code))


def _condition(question: str, operator: str, kind: str, answer: Any) -> Json:
    return {"question": question, "operator": operator, kind: answer}


def _together(lists: Iterable[Conditions | None]) -> Conditions | None:
    """All alternatives together; None as soon as one of them cannot be said."""
    found = list(lists)
    return None if any(one is None for one in found) else list(chain.from_iterable(one for one in found if one))
