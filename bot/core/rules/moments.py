"""The dates of a rule: answers to date questions, and days before or after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from bot.core.answers import Day, Ongoing
from bot.core.rules.base import Facts, Part, Single


class Moment(Part, Protocol):
    """A part that is a calendar date."""

    def day(self, facts: Facts) -> Day | Ongoing | None:
        """The date, as far as it is known."""


@dataclass(frozen=True)
class DateOf(Single):
    """The answer to a question for a date; an event cannot lie after today."""

    event: bool

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
    """A date some days before or after another."""

    base: Moment
    days: int

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.base.questions

    def day(self, facts: Facts) -> Day | Ongoing | None:
        base = self.base.day(facts)
        if not isinstance(base, Day):
            return base
        return Day(base.first + timedelta(self.days), base.last + timedelta(self.days))

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.base.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return iter(())
