"""The numbers of a rule: facts, literals, arithmetic. Exact, in the first unit of their test, or unknown.

A number is None where nothing is known of it, and a range where it is known within bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from heapq import merge
from typing import Protocol

from bot.core.answers import Age, Day, Ongoing, Proportion, Quantity, Value
from bot.core.ranges import Range
from bot.core.rules.base import Facts, Part, Rule, Single, union
from bot.core.rules.moments import Moment
from bot.core.rules.picked import alternatives
from bot.core.shapes import Test, Unit
from bot.core.truth import Truth

PERCENT = Test("percent", (), (), (Unit("%", "%", "%", ("%",), Fraction(1)),))
YEARS = Test("years", ("age",), ("21112-8",), (Unit("years", "a", "", ("years", "year"), Fraction(1)),))
MONTHS = Test(
    "months",
    ("age",),
    ("21112-8",),
    (
        Unit("months", "mo", "", ("months", "month"), Fraction(1)),
        Unit("years", "a", "", ("years", "year"), Fraction(12)),
    ),
)
DAYS = Test(
    "days",
    (),
    (),
    (
        Unit("days", "d", "", ("days", "day"), Fraction(1)),
        Unit("weeks", "wk", "", ("weeks", "week"), Fraction(7)),
    ),
)
OLDEST = 130


class Number(Part, Protocol):
    """A part that is a number; `test` says in which units, None for a plain number."""

    @property
    def test(self) -> Test | None:
        """The test whose first unit the number is in."""

    def number(self, facts: Facts) -> Range | None:
        """The number, as far as it is known."""


@dataclass(frozen=True)
class Literal:
    """A number written in the rule; with a unit once the comparison that it stands in gave it one."""

    value: Fraction
    test: Test | None = None
    questions: frozenset[str] = frozenset()

    @cached_property
    def _range(self) -> Range:
        return Range.point(self.value)

    def number(self, facts: Facts) -> Range:
        return self._range

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return ()

    def changes(self, facts: Facts) -> Iterator[date]:
        return iter(())


@dataclass(frozen=True)
class Measured(Single):
    """The answer to a question for a quantity or a proportion."""

    test: Test

    def number(self, facts: Facts) -> Range | None:
        return measured(facts.value(self.question), self.test)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return () if _known(self, facts) else (self.question,)


@lru_cache(maxsize=8192)
def measured(value: Value, test: Test) -> Range | None:
    """A quantity in the first unit of its test, a proportion in percent; None where it is neither."""
    if isinstance(value, Proportion):
        return Range.point(Fraction(100 * value.count, value.total))
    if not isinstance(value, Quantity):
        return None
    unit = test.unit(value.unit)
    if unit is None:
        return None
    exact = unit.to_first(value.value)
    if value.comparator in ("<", "<="):
        return Range(_least(test), exact, high_open=value.comparator == "<")
    if value.comparator in (">", ">="):
        return Range(exact, None, low_open=value.comparator == ">")
    return Range.point(exact)


def _least(test: Test) -> Fraction:
    """Below what nothing is measured."""
    return Fraction(min(test.hard.low or 0, 0))


@dataclass(frozen=True)
class Total(Single):
    """The total of a counted proportion."""

    test: Test | None = None

    def number(self, facts: Facts) -> Range | None:
        value = facts.value(self.question)
        return Range.point(value.total) if isinstance(value, Proportion) else None

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return () if self.number(facts) else (self.question,)


@dataclass(frozen=True)
class Elapsed:
    """Completed years, completed months, or days from a birth date or another to a date; `test` says which.

    Of days nothing is said from an age, nor do they run on with the planned date.
    """

    birth: str
    until: Moment
    test: Test = YEARS

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.until.questions | {self.birth}

    def number(self, facts: Facts) -> Range | None:
        until = self.until.day(facts)
        if not isinstance(until, Day):
            return None
        born = facts.value(self.birth)
        if isinstance(born, Age):
            return None if self.test is DAYS else self._later(born, until)
        if not isinstance(born, Day):
            return None
        return Range(Fraction(self._between(born.last, until.first)), Fraction(self._between(born.first, until.last)))

    def _between(self, born: date, until: date) -> int:
        if self.test is DAYS:
            return (until - born).days
        return months_between(born, until) if self.test is MONTHS else years_between(born, until)

    def _later(self, born: Age, until: Day) -> Range:
        """Today's age on a later (or earlier) day: whether the birthday comes before it is not known."""
        year = 12 if self.test is MONTHS else 1
        first, last = self._between(born.on, until.first), self._between(born.on, until.last)
        return Range(Fraction(born.years * year + first), Fraction((born.years + 1) * year + last))

    def open_questions(self, facts: Facts) -> Iterable[str]:
        """A month of birth is enough where each of its days comes to the same."""
        born = facts.value(self.birth)
        if not (isinstance(born, Day) and born.exact) and not _known(self, facts):
            yield self.birth
        yield from self.until.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        each = (self._turns(one.day(facts), facts) for one in alternatives(self.until))
        return merge(self.until.changes(facts), *each)

    def _turns(self, until: Day | Ongoing | None, facts: Facts) -> Iterator[date]:
        """The planned dates on which one more is completed."""
        born = facts.value(self.birth)
        if not isinstance(until, Day) or self.test is DAYS:
            return iter(())
        ahead, slack = until.first - facts.anchor, self.until.slack
        starts = {born.first, born.last} if isinstance(born, Day) else set()
        days = merge(*(self._completed(start, until.first) for start in starts))
        return (day - ahead + timedelta(off) for day in days for off in range(-slack, slack + 1))

    def _completed(self, born: date, after: date) -> Iterator[date]:
        """The days on which one more is completed, from shortly before a day on."""
        step, done = 1 if self.test is MONTHS else 12, max(0, months_between(born, after) // 12 * 12)
        return (completed(born, months) for months in range(done, OLDEST * 12, step))


def years_between(born: date, until: date) -> int:
    """Completed years; someone born on 29 February has the birthday on 1 March in common years."""
    return until.year - born.year - ((until.month, until.day) < (born.month, born.day))


def months_between(born: date, until: date) -> int:
    """Completed months; of somebody born on the 31st one ends on the 1st where the month before has no such day."""
    return (until.year - born.year) * 12 + until.month - born.month - (until.day < born.day)


def completed(born: date, months: int) -> date:
    """The day on which this many months are completed; that of twelve is the birthday."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    try:
        return date(year, month + 1, born.day)
    except ValueError:
        return date(year, month + 2, 1)  # no December: it has all days


def _known(number: Number, facts: Facts) -> bool:
    """Whether it is one exact number."""
    known = number.number(facts)
    return known is not None and known.exact is not None


@dataclass(frozen=True)
class Sum:
    """Two numbers added, subtracted, multiplied or divided."""

    left: Number
    right: Number
    combine: Callable[[Range, Range], Range]
    test: Test | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.left, self.right))

    def number(self, facts: Facts) -> Range | None:
        left = self.left.number(facts)
        right = None if left is None else self.right.number(facts)
        return None if left is None or right is None else self.combine(left, right)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        """Where both are known and come to nothing, as what is divided by 0 does, the second has to change."""
        found = (*self.left.open_questions(facts), *self.right.open_questions(facts))
        return found or (() if _known(self, facts) else self.right.questions or self.left.questions)

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(self.left.changes(facts), self.right.changes(facts))


class _MadeOf:
    """A number that is made of one other, and known as far as that is."""

    inner: Number

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.inner.questions

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.inner.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.inner.changes(facts)


@dataclass(frozen=True)
class Applied(_MadeOf):
    """A plain number that something was made of, such as its logarithm."""

    inner: Number
    apply: Callable[[Range], Range]
    test: Test | None = None

    def number(self, facts: Facts) -> Range | None:
        inner = self.inner.number(facts)
        return None if inner is None else self.apply(inner)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        """Of what has no logarithm all has to change."""
        return [*self.inner.open_questions(facts)] or (() if _known(self, facts) else self.inner.questions)


@dataclass(frozen=True)
class InPercent(_MadeOf):
    """A plain number in hundredths, as the bound that it is held against is written."""

    inner: Number
    test: Test = PERCENT

    def number(self, facts: Facts) -> Range | None:
        inner = self.inner.number(facts)
        return None if inner is None else inner.scaled(Fraction(100))


@dataclass(frozen=True)
class Rounded(_MadeOf):
    """A plain number to so many decimals, as a protocol says it."""

    inner: Number
    decimals: int
    test: Test | None = None

    def number(self, facts: Facts) -> Range | None:
        inner = self.inner.number(facts)
        return None if inner is None else inner.rounded(self.decimals)


@dataclass(frozen=True)
class As(_MadeOf):
    """A measured number in a named unit, as a plain number."""

    inner: Number
    unit: Unit
    test: Test | None = None

    def number(self, facts: Facts) -> Range | None:
        inner = self.inner.number(facts)
        if inner is None:
            return None
        plain = (inner - Range.point(self.unit.offset)).scaled(1 / self.unit.factor)
        return plain.log10() if self.unit.log else plain


@dataclass(frozen=True)
class Taken(_MadeOf):
    """A plain number taken as a measurement in a unit."""

    inner: Number
    unit: Unit
    test: Test

    def number(self, facts: Facts) -> Range | None:
        inner = self.inner.number(facts)
        return None if inner is None else inner.scaled(self.unit.factor) + Range.point(self.unit.offset)


@dataclass(frozen=True)
class Named(_MadeOf):
    """A derived fact: its formula under its name."""

    id: str
    inner: Number
    test: Test | None = None

    def number(self, facts: Facts) -> Range | None:
        if self.id not in facts.derived:
            facts.derived[self.id] = self.inner.number(facts)
        return facts.derived[self.id]


@dataclass(frozen=True)
class FirstKnown:
    """The first of several numbers of which anything is known."""

    items: tuple[Number, ...]
    test: Test | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return union(self.items)

    def chosen(self, facts: Facts) -> Number | None:
        """The one that counts."""
        return next((item for item in self.items if item.number(facts) is not None), None)

    def number(self, facts: Facts) -> Range | None:
        return next((known for item in self.items if (known := item.number(facts)) is not None), None)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        chosen = self.chosen(facts)
        return [q for item in ([chosen] if chosen else self.items) for q in item.open_questions(facts)]

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(*(item.changes(facts) for item in self.items))


@dataclass(frozen=True)
class Either:
    """One number or the other; while the condition is unknown, anything that both allow."""

    condition: Rule
    then: Number
    otherwise: Number
    test: Test | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.condition, self.then, self.otherwise))

    def number(self, facts: Facts) -> Range | None:
        truth = self.condition.truth(facts)
        if truth is not Truth.UNKNOWN:
            return (self.then if truth is Truth.TRUE else self.otherwise).number(facts)
        then, otherwise = self.then.number(facts), self.otherwise.number(facts)
        return None if then is None or otherwise is None else then.hull(otherwise)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        truth = self.condition.truth(facts)
        if truth is Truth.UNKNOWN:
            yield from self.condition.open_questions(facts)
        if truth is not Truth.FALSE:
            yield from self.then.open_questions(facts)
        if truth is not Truth.TRUE:
            yield from self.otherwise.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(self.condition.changes(facts), self.then.changes(facts), self.otherwise.changes(facts))
