"""Made-up patients: made from a trial's own questions, with values at the bounds of its rules.

Each is asked what the conversation would ask. A file always meets the same patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from bot.core.answers import (
    NO,
    NOT_KNOWN,
    ONGOING,
    YES,
    Answer,
    Code,
    Codes,
    Day,
    NotKnown,
    Proportion,
    Quantity,
    Text,
    Value,
)
from bot.core.facts import KnownFacts
from bot.core.rules.lengths import Length
from bot.core.rules.logic import open_leaves
from bot.core.rules.moments import On, Shifted
from bot.core.rules.numbers import MONTHS, PERCENT, YEARS, Literal, completed
from bot.core.rules.tests import CompareDays, Enough, Window
from bot.core.shapes import Test
from bot.core.trial import Criterion, Question, Trial, steering
from bot.core.truth import Truth
from bot.core.verdict import Status, status_of

TODAY = date(2026, 1, 15)
WALKS, NODES = 80, 4000
SKIPPED = 0.3  # how often what may be skipped is
_DAY = timedelta(1)
_FAR = (0, 1, 30, 400, 4000)
_AGES = (0, 5, 17, 18, 40, 65, 80)
_SHARES = tuple(Proportion(count, 20) for count in (0, 1, 5, 9, 10, 11, 20))


class Patients:
    """Patients as far as one criterion looks at them."""

    def __init__(self, trial: Trial, criterion: Criterion, values: Values) -> None:
        self.trial, self.criterion, self.values = trial, criterion, values
        self.questions = trial.in_order({trial.anchor, *trial.behind(criterion)})
        self.seen: set[Status] = set()
        self.chance = Random(criterion.id)

    def walk(self) -> dict[str, Answer] | None:
        """Some patients at random, each asked all; the first who is undecided although nothing was left open.

        Nothing is wrong where another criterion fails anyway, as without a biopsy on which both depend.
        """
        undecided = None
        for _ in range(WALKS):
            answers, closed = self._asked_everything()
            status = self._status(answers)
            self.seen.add(status)
            if status is Status.UNKNOWN and closed and undecided is None and not self._fails_elsewhere(answers):
                undecided = answers
        return undecided

    def left_open(self, answers: Mapping[str, Answer]) -> list[str]:
        """The questions which could still decide, but are not asked of somebody with these answers."""
        facts = KnownFacts(self.trial, answers, TODAY)
        leaves = [leaf for rule in self.criterion.rules for leaf in rule.judge(facts).leaves]
        still_open = open_leaves([leaf for leaf in leaves if leaf.truth is Truth.UNKNOWN], facts)
        return [id for id in still_open if id not in answers]

    def failing(self, walks: int) -> Iterator[KnownFacts]:
        """What is known of those among so many patients who fail."""
        for _ in range(walks):
            facts = KnownFacts(self.trial, self._asked_everything()[0], TODAY)
            if status_of(self.criterion, facts) is Status.FAIL:
                yield facts

    def _asked_everything(self) -> tuple[dict[str, Answer], bool]:
        answers: dict[str, Answer] = {}
        closed = True
        for question in self.questions:
            if KnownFacts(self.trial, answers, TODAY).needed(question):
                skipped = question.optional and self.chance.random() < SKIPPED
                value = NOT_KNOWN if skipped else self.chance.choice(self.values.of(question))
                answers[question.id] = Answer(value)
                closed = closed and not self._left_open(question, value)
        return answers, closed

    def _left_open(self, question: Question, value: Value) -> bool:
        """Whether an answer says itself that it does not decide: an open option, something not assessed."""
        codes = (value.code,) if isinstance(value, Code) else value.codes if isinstance(value, Codes) else ()
        open_codes = {option.code for option in question.shape.options if option.open}
        return not open_codes.isdisjoint(codes) or (bool(codes) and question.id in self.values.bounds.unassessed)

    def _fails_elsewhere(self, answers: Mapping[str, Answer]) -> bool:
        facts = KnownFacts(self.trial, answers, TODAY)
        return any(status_of(one, facts) is Status.FAIL for one in self.trial.criteria)

    def found(self, wanted: Status) -> bool:
        """Whether somebody has this status; also where too many would have to be tried."""
        self.nodes = 0
        return wanted in self.seen or self._search(0, {}, wanted)

    def _search(self, at: int, answers: Mapping[str, Answer], wanted: Status) -> bool:
        """Tries all answers from a question on, but those that can change nothing any more."""
        self.nodes += 1
        if self.nodes > NODES:
            return True
        status = self._status(answers)
        if status is not Status.UNKNOWN:
            return status is wanted
        facts = KnownFacts(self.trial, answers, TODAY)
        while at < len(self.questions) and not facts.needed(self.questions[at]):
            at += 1
        if at == len(self.questions):
            return False
        question = self.questions[at]
        tried = self.values.of(question)
        return any(self._search(at + 1, {**answers, question.id: Answer(value)}, wanted) for value in tried)

    def _status(self, answers: Mapping[str, Answer]) -> Status:
        return status_of(self.criterion, KnownFacts(self.trial, answers, TODAY))


def shown(value: Value) -> str:
    """An answer as a problem names it: by its codes."""
    match value:
        case Code(code):
            return code
        case Codes(codes):
            return "+".join(codes) or "none"
        case Quantity():
            return f"{value.value} {value.unit}"
        case Proportion():
            return f"{value.count}/{value.total}"
        case Day(first=first):
            return first.isoformat()
        case NotKnown():
            return "skipped"
    return "ongoing"


# What may be answered.


@dataclass(frozen=True)
class Bounds:
    """What the rules of a trial hold numbers and dates against."""

    numbers: Mapping[str, frozenset[Fraction]]
    lengths: frozenset[Length]
    days: frozenset[date]
    months: frozenset[int]
    counted: frozenset[Enough]
    dated: frozenset[str]

    @cached_property
    def unassessed(self) -> frozenset[str | None]:
        """The lists of what is still open."""
        return frozenset(one.unassessed for one in self.counted)


class Values:
    """Answers to each question that differ in what they may decide."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.bounds = _bounds(trial)
        self.known: dict[str, tuple[Value, ...]] = {}

    def of(self, question: Question) -> tuple[Value, ...]:
        """The same ones each time."""
        if question.id not in self.known:
            self.known[question.id] = tuple(dict.fromkeys(self._new(question)))
        return self.known[question.id]

    def _new(self, question: Question) -> list[Value]:
        shape = question.shape
        if question.id == self.trial.anchor:
            return [Day.on(TODAY + timedelta(self.trial.lead_time))]
        match shape.kind:
            case "yes_no":
                return [YES, NO]
            case "one_of":
                return [Code(code) for code in shape.codes]
            case "many_of":
                each: list[Value] = [Codes((code,)) for code in shape.codes]
                return [Codes(()), *each, *self._counted(question), Codes(shape.codes)]
            case "quantity" if shape.test is not None:
                return list(self._amounts(shape.test))
            case "proportion":
                return list(_SHARES)
            case "date":
                return [*self._days(ahead=shape.future), *([ONGOING] if shape.ongoing else [])]
            case "birth":
                return [*self._births(), *(self._days(ahead=False) if question.id in self.bounds.dated else ())]
        return [Text("-")]

    def _counted(self, question: Question) -> Iterator[Codes]:
        """As many options as some rule counts, one less and one more."""
        for enough in self.bounds.counted:
            if enough.question == question.id:
                codes = tuple(code for code in question.shape.codes if code in enough.codes)
                yield from (Codes(codes[:n]) for n in range(enough.needed - 1, enough.needed + 2) if n <= len(codes))

    def _amounts(self, test: Test) -> Iterator[Quantity]:
        ends = [
            Fraction(one) for one in (test.hard.low or 0, test.soft.low, test.usual, test.soft.high) if one is not None
        ]
        ends.append(Fraction(test.hard.high) if test.hard.high is not None else max(ends) * 10 + 1000)
        near = self.bounds.numbers.get(test.canonical.ucum, frozenset())
        numbers = {*ends, sum(ends, Fraction(0)) / len(ends), *near}
        numbers |= {bound + sign * (1 if test.whole else abs(bound) / 10) for bound in near for sign in (1, -1)}
        for number in sorted(numbers):
            if test.hard.hold(number) and not (test.whole and number.denominator != 1):
                yield Quantity(Decimal(number.numerator) / Decimal(number.denominator), test.canonical.code)

    def _days(self, *, ahead: bool) -> Iterator[Day]:
        planned = TODAY + timedelta(self.trial.lead_time)
        marks = {planned - timedelta(n) for n in _FAR} | {TODAY - timedelta(n) for n in _FAR}
        for length in self.bounds.lengths:
            edge = length.before(planned)
            marks |= {edge - _DAY, edge, edge + _DAY}
            if ahead:
                marks |= {length.after(planned) + _DAY, length.after(planned)}
        if ahead:
            marks |= {planned + timedelta(n) for n in _FAR}
        marks |= {day + off for day in self.bounds.days for off in (-_DAY, timedelta(0), _DAY)}
        return (Day.on(day) for day in sorted(marks) if ahead or day <= TODAY)

    def _births(self) -> Iterator[Day]:
        planned = TODAY + timedelta(self.trial.lead_time)
        ages = {*self.bounds.months, *(12 * years for years in _AGES)}
        days = {completed(planned, -months) + off for months in ages for off in (_DAY, timedelta(0), -_DAY)}
        return (Day.on(day) for day in sorted(days) if day <= TODAY)


def _bounds(trial: Trial) -> Bounds:
    numbers: dict[str, set[Fraction]] = {}
    lengths: set[Length] = set()
    months: set[int] = set()
    days: set[date] = set()
    counted: set[Enough] = set()
    dated: set[str] = set()
    rules = [rule for one in trial.criteria for rule in one.rules]
    rules += [rule for question in trial.questions for rule in steering(question)]
    for part in (part for rule in rules for part in parts_of(rule)):
        if isinstance(part, Window | CompareDays):
            dated |= part.questions
        match part:
            case Literal(value=value, test=test) if test is not None and test is not PERCENT:
                numbers.setdefault(test.canonical.ucum, set()).add(value)
                if test in (YEARS, MONTHS):
                    months |= {
                        int(value) * (12 if test is YEARS else 1) + off for off in (0, 12 if test is YEARS else 1)
                    }
            case Enough():
                counted.add(part)
            case Window():
                lengths |= {part.length, part.ahead}
            case Shifted(length=length):
                lengths.add(max(length, -length, key=lambda one: one.days + one.months))
            case On(written=day):
                days.add(day)
    near = {ucum: frozenset(found) for ucum, found in numbers.items()}
    return Bounds(near, frozenset(lengths), frozenset(days), frozenset(months), frozenset(counted), frozenset(dated))


def parts_of(part: Any) -> Iterator[Any]:
    """A rule and everything in it."""
    if isinstance(part, Test) or not is_dataclass(part):
        return
    yield part
    for field in fields(part):
        inner = getattr(part, field.name)
        several = inner.values() if isinstance(inner, Mapping) else inner if isinstance(inner, tuple) else (inner,)
        for one in several:
            yield from parts_of(one)
