"""The numbers of a rule: facts, literals, arithmetic. Exact, in the first unit of their test, or unknown.

A number is None where nothing is known of it, and a range where it is known within bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from heapq import merge
from typing import Protocol

from bot.core.answers import Age, Day, Proportion, Quantity, Value
from bot.core.ranges import Range
from bot.core.rules.base import Facts, Part, Rule, Single, union
from bot.core.rules.moments import Moment
from bot.core.shapes import Test, Unit
from bot.core.truth import Truth

PERCENT = Test("percent", (), (), (Unit("%", "%", "%", ("%",), Fraction(1)),))
YEARS = Test("years", ("age",), ("21112-8",), (Unit("years", "a", "", ("years", "year"), Fraction(1)),))
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
        known = self.number(facts)
        return () if known is not None and known.exact is not None else (self.question,)


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
    exact = Fraction(value.value) * unit.factor
    if value.comparator in ("<", "<="):
        return Range(Fraction(0), exact, high_open=value.comparator == "<")
    if value.comparator in (">", ">="):
        return Range(exact, None, low_open=value.comparator == ">")
    return Range.point(exact)


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
class Years:
    """Completed years from a birth date to another date."""

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
            return _age_later(born, until)
        if not isinstance(born, Day):
            return None
        return Range(Fraction(years_between(born.last, until.first)), Fraction(years_between(born.first, until.last)))

    def open_questions(self, facts: Facts) -> Iterable[str]:
        born = facts.value(self.birth)
        if not (isinstance(born, Day) and born.exact):
            yield self.birth
        yield from self.until.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        born, until = facts.value(self.birth), self.until.day(facts)
        if not isinstance(until, Day):
            return iter(())
        ahead = until.first - facts.anchor
        starts = {born.first, born.last} if isinstance(born, Day) else set()
        return merge(*((day - ahead for day in _birthdays(start, until.first)) for start in starts))


def _age_later(born: Age, until: Day) -> Range:
    """Today's age on a later (or earlier) day: whether the birthday comes before it is not known."""
    first = years_between(born.on, until.first)
    last = years_between(born.on, until.last)
    return Range(Fraction(born.years + first), Fraction(born.years + last + 1))


def years_between(born: date, until: date) -> int:
    """Completed years; someone born on 29 February has the birthday on 1 March in common years."""
    return until.year - born.year - ((until.month, until.day) < (born.month, born.day))


def _birthdays(born: date, after: date) -> Iterator[date]:
    return (birthday(born, age) for age in range(max(0, years_between(born, after)), OLDEST))


def birthday(born: date, age: int) -> date:
    """The day on which this many years are completed."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


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
        return (*self.left.open_questions(facts), *self.right.open_questions(facts))

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(self.left.changes(facts), self.right.changes(facts))


@dataclass(frozen=True)
class As:
    """A measured number in a named unit, as a plain number; or a plain number taken as a measurement."""

    inner: Number
    factor: Fraction
    test: Test | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.inner.questions

    def number(self, facts: Facts) -> Range | None:
        inner = self.inner.number(facts)
        return None if inner is None else inner.scaled(self.factor)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.inner.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.inner.changes(facts)


@dataclass(frozen=True)
class Named:
    """A derived fact: its formula under its name."""

    id: str
    inner: Number
    test: Test | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.inner.questions

    def number(self, facts: Facts) -> Range | None:
        if self.id not in facts.derived:
            facts.derived[self.id] = self.inner.number(facts)
        return facts.derived[self.id]

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.inner.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.inner.changes(facts)


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
