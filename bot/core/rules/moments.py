"""The dates of a rule: answers to date questions, and days before or after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import ClassVar, Protocol

from bot.core.answers import Day, Ongoing
from bot.core.ranges import Range
from bot.core.rules.base import Facts, Part, Single, union
from bot.core.rules.lengths import Length


class Moment(Part, Protocol):
    """A part that is a calendar date."""

    @property
    def dates(self) -> frozenset[str]:
        """The questions for dates that it counts from."""

    @property
    def slack(self) -> int:
        """By how many days it may not keep pace with the planned date that it counts from."""

    def day(self, facts: Facts) -> Day | Ongoing | None:
        """The date, as far as it is known."""


@dataclass(frozen=True)
class DateOf(Single):
    """The answer to a question for a date; an event cannot lie after today."""

    event: bool
    slack: ClassVar[int] = 0

    @property
    def dates(self) -> frozenset[str]:
        return self.questions

    def day(self, facts: Facts) -> Day | Ongoing | None:
        value = facts.value(self.question)
        if isinstance(value, Ongoing):
            return value
        if not isinstance(value, Day):
            return None
        if self.event and value.first <= facts.today < value.last:
            return Day(value.first, facts.today)
        return value

    def open_questions(self, facts: Facts) -> Iterable[str]:
        value = facts.value(self.question)
        return () if isinstance(value, Ongoing) or (isinstance(value, Day) and value.exact) else (self.question,)


@dataclass(frozen=True)
class Shifted:
    """A date so long after another, or before it."""

    base: Moment
    length: Length

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.base.questions

    @property
    def dates(self) -> frozenset[str]:
        return self.base.dates

    @property
    def slack(self) -> int:
        return self.base.slack + self.length.slack

    def day(self, facts: Facts) -> Day | Ongoing | None:
        base = self.base.day(facts)
        if not isinstance(base, Day):
            return base
        return Day(self.length.after(base.first), self.length.after(base.last))

    def back(self, day: Moment) -> Moment:
        """Another date, moved the other way."""
        return Shifted(day, -self.length)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.base.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.base.changes(facts)


class Time(Part, Protocol):
    """A part that is a length of time, in the first unit of what it measures."""

    def number(self, facts: Facts) -> Range | None:
        """How long it is, as far as it is known."""


@dataclass(frozen=True)
class ShiftedBy:
    """A date so long after another, or before it, where how long was asked for: five half-lives of a drug.

    `days`: how many of them are in the number's unit, below 0 for a date before. What is left of a day counts as a day.
    """

    base: Moment
    time: Time
    days: Fraction

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.base, self.time))

    @property
    def dates(self) -> frozenset[str]:
        return self.base.dates

    @property
    def slack(self) -> int:
        return self.base.slack

    def day(self, facts: Facts) -> Day | Ongoing | None:
        base, time = self.base.day(facts), self.time.number(facts)
        if isinstance(base, Ongoing):
            return base
        if base is None or time is None or time.low is None or time.high is None:
            return None
        shifts = sorted(self._whole_days(end) for end in (time.low, time.high))
        return _shifted(base, shifts[0], shifts[1])

    def back(self, day: Moment) -> Moment:
        """Another date, moved the other way."""
        return ShiftedBy(day, self.time, -self.days)

    def _whole_days(self, time: Fraction) -> int:
        days = ceil(time * abs(self.days))
        return days if self.days > 0 else -days

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return (*self.base.open_questions(facts), *self.time.open_questions(facts))

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.base.changes(facts)


def _shifted(base: Day, least: int, most: int) -> Day | None:
    """A date so many days away; None where no calendar goes so far."""
    try:
        return Day(base.first + timedelta(least), base.last + timedelta(most))
    except OverflowError:
        return None


@dataclass(frozen=True)
class On:
    """A day of the calendar, written in the rule."""

    written: date
    questions: frozenset[str] = frozenset()
    dates: ClassVar[frozenset[str]] = frozenset()
    slack: ClassVar[int] = 0

    def day(self, facts: Facts) -> Day:
        return Day.on(self.written)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return ()

    def changes(self, facts: Facts) -> Iterator[date]:
        return iter(())


@dataclass(frozen=True)
class NamedDay:
    """A derived date: how it is reckoned, under its name."""

    id: str
    inner: Moment

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.inner.questions

    @property
    def dates(self) -> frozenset[str]:
        return self.inner.dates

    @property
    def slack(self) -> int:
        return self.inner.slack

    def day(self, facts: Facts) -> Day | Ongoing | None:
        return self.inner.day(facts)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.inner.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.inner.changes(facts)
