"""Numbers made of several: the mean, the least, the greatest, the points of what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, reduce
from heapq import merge

from bot.core.answers import Code, Codes
from bot.core.ranges import Range
from bot.core.rules.base import Facts, Single, union
from bot.core.rules.numbers import Number
from bot.core.shapes import Test


@dataclass(frozen=True)
class OfSeveral:
    """The mean of those of several numbers that are known, or the least or greatest of all."""

    items: tuple[Number, ...]
    combine: Callable[[list[Range | None]], Range | None]
    test: Test | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return union(self.items)

    def number(self, facts: Facts) -> Range | None:
        return self.combine([item.number(facts) for item in self.items])

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return [q for item in self.items for q in item.open_questions(facts)]

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(*(item.changes(facts) for item in self.items))


def mean_known(numbers: list[Range | None]) -> Range | None:
    """The mean of those that are known; None where none is."""
    known = [one for one in numbers if one is not None]
    return sum(known[1:], known[0]).scaled(Fraction(1, len(known))) if known else None


def mean(numbers: list[Range | None]) -> Range | None:
    """The mean of all; None where one is not known."""
    return mean_known(numbers) if None not in numbers else None


def _known(numbers: list[Range | None]) -> bool:
    return any(one is not None for one in numbers)


def least(numbers: list[Range | None]) -> Range | None:
    """The least of all: while one is unknown, at most the least of the others."""
    return reduce(Range.lesser, (one or Range() for one in numbers)) if _known(numbers) else None


def greatest(numbers: list[Range | None]) -> Range | None:
    """The greatest of all: while one is unknown, at least the greatest of the others."""
    return reduce(Range.greater, (one or Range() for one in numbers)) if _known(numbers) else None


@dataclass(frozen=True)
class Points(Single):
    """The points of the option chosen, or of all that are; while that is open, anything that they could come to."""

    points: tuple[tuple[str, Fraction | None], ...]
    several: bool = False
    test: Test | None = None

    def number(self, facts: Facts) -> Range:
        value = facts.value(self.question)
        if isinstance(value, Code):
            return self._of(value.code)
        if isinstance(value, Codes):
            return sum((self._of(code) for code in value.codes), Range.point(0))
        return self._any

    def _of(self, code: str) -> Range:
        points = dict(self.points).get(code)
        return self._any if points is None else Range.point(points)

    @cached_property
    def _any(self) -> Range:
        known = [points for _, points in self.points if points is not None]
        if self.several:
            lows, highs = (min(one, Fraction(0)) for one in known), (max(one, Fraction(0)) for one in known)
            return Range(sum(lows, Fraction(0)), sum(highs, Fraction(0)))
        return Range(min(known), max(known))

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return () if self.number(facts).exact is not None else (self.question,)
