"""Dates that are one of several: one or the other, the first that is known, the earliest or the latest of all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from heapq import merge

from bot.core.answers import Day, Ongoing
from bot.core.rules.base import Facts, Rule, union
from bot.core.rules.moments import DateOf, Moment, NamedDay, Shifted, ShiftedBy
from bot.core.truth import Truth


@dataclass(frozen=True)
class Picked(ABC):
    """One of several dates. The planned date moves on with all of them or with none: the reader sees to that."""

    items: tuple[Moment, ...]

    @abstractmethod
    def chosen(self, facts: Facts) -> tuple[Moment, ...]:
        """Those that it may be."""

    @cached_property
    def questions(self) -> frozenset[str]:
        return union(self.items)

    @cached_property
    def dates(self) -> frozenset[str]:
        return frozenset().union(*(item.dates for item in self.items))

    @property
    def slack(self) -> int:
        return max(item.slack for item in self.items)

    def day(self, facts: Facts) -> Day | Ongoing | None:
        """While several are possible, all days from the first of any to the last."""
        days = [item.day(facts) for item in self.chosen(facts)]
        known = [day for day in days if isinstance(day, Day)]
        if len(known) == len(days):
            return Day(min(day.first for day in known), max(day.last for day in known))
        return days[0] if all(day == days[0] for day in days) else None

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return [question for item in self.chosen(facts) for question in item.open_questions(facts)]

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(*(item.changes(facts) for item in self.items))


@dataclass(frozen=True)
class EitherDay(Picked):
    """The first of two where a condition is true, the second where it is false."""

    condition: Rule

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.condition, *self.items))

    def chosen(self, facts: Facts) -> tuple[Moment, ...]:
        truth = self.condition.truth(facts)
        return self.items if truth is Truth.UNKNOWN else self.items[:1] if truth is Truth.TRUE else self.items[1:]

    def open_questions(self, facts: Facts) -> Iterable[str]:
        if self.condition.truth(facts) is Truth.UNKNOWN:
            yield from self.condition.open_questions(facts)
        yield from super().open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(self.condition.changes(facts), super().changes(facts))


@dataclass(frozen=True)
class FirstKnownDay(Picked):
    """The first of which anything is known."""

    def chosen(self, facts: Facts) -> tuple[Moment, ...]:
        known = next((item for item in self.items if item.day(facts) is not None), None)
        return self.items if known is None else (known,)


@dataclass(frozen=True)
class Outermost(Picked):
    """The earliest or the latest of all; what is ongoing is later than any date.

    What has been and is still unknown was not after today: the latest is then known within bounds, and may decide.
    """

    latest: bool

    def chosen(self, facts: Facts) -> tuple[Moment, ...]:
        found = self.day(facts)
        return tuple(item for item in self.items if found is None or _may_be(_bounds(item, facts), found))

    def day(self, facts: Facts) -> Day | Ongoing | None:
        days = [_bounds(item, facts) for item in self.items]
        dated = [day for day in days if isinstance(day, Day)]
        if any(isinstance(day, Ongoing) for day in days) and (self.latest or not dated):
            return Ongoing()
        most = max if self.latest else min
        first = most((day.first for day in dated), default=date.min)
        return None if None in days or first == date.min else Day(first, most(day.last for day in dated))


def _bounds(item: Moment, facts: Facts) -> Day | Ongoing | None:
    """What is known of a date; of what has been at least that it was not after today."""
    day = item.day(facts)
    been = day is None and isinstance(item, DateOf) and item.event
    return Day(date.min, facts.today) if been else day


def _may_be(day: Day | Ongoing | None, other: Day | Ongoing) -> bool:
    if isinstance(day, Day) and isinstance(other, Day):
        return day.first <= other.last and other.first <= day.last
    return day == other


def alternatives(moment: Moment) -> tuple[Moment, ...]:
    """All that a date may be, none of which is one of several any more."""
    match moment:
        case Picked(items=items):
            return tuple(one for item in items for one in alternatives(item))
        case NamedDay(inner=inner):
            return alternatives(inner)
        case Shifted() | ShiftedBy():
            return tuple(replace(moment, base=one) for one in alternatives(moment.base))
    return (moment,)
