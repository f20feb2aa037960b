"""The dates of a rule: answers to date questions, and days before or after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar, Protocol

from bot.core.answers import Day, Ongoing
from bot.core.rules.base import Facts, Part, Single
from bot.core.rules.lengths import Length


class Moment(Part, Protocol):
    """A part that is a calendar date."""

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
    def slack(self) -> int:
        return self.base.slack + self.length.slack

    def day(self, facts: Facts) -> Day | Ongoing | None:
        base = self.base.day(facts)
        if not isinstance(base, Day):
            return base
        return Day(self.length.after(base.first), self.length.after(base.last))

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.base.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return iter(())
