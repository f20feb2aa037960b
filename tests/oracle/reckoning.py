"""What the oracle reckons with: three values, answers as they are exchanged, ranges of numbers and of days."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"

Answers = Mapping[str, Any]
Truth = bool | None
"""Does something hold? None: it cannot be told yet."""

DAY = timedelta(days=1)


# --- Three values -----------------------------------------------------------------------------------------------------


def not_(truth: Truth) -> Truth:
    """The contrary; what cannot be told stays so."""
    return None if truth is None else not truth


def any_(parts: Iterable[Truth]) -> Truth:
    """One that holds decides; all must be clear to deny."""
    parts = list(parts)
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def all_(parts: Iterable[Truth]) -> Truth:
    """One that does not hold decides; all must be clear to affirm."""
    return not_(any_(not_(part) for part in parts))


def met(truth: Truth) -> str:
    """The status of an inclusion."""
    return {True: PASS, False: FAIL, None: UNKNOWN}[truth]


def absent(truth: Truth) -> str:
    """The status of an exclusion."""
    return {True: FAIL, False: PASS, None: UNKNOWN}[truth]


# --- Answers ----------------------------------------------------------------------------------------------------------


def known(answers: Answers, fact: str) -> Any:
    """The answer, or None where it is absent or "unknown"."""
    value = answers.get(fact)
    return None if value == "unknown" else value


def yes(answers: Answers, fact: str) -> Truth:
    """A yes/no answer."""
    return {"yes": True, "no": False}.get(known(answers, fact))


@dataclass(frozen=True)
class Range:
    """The values that a quantity may have; one value unless it was censored."""

    low: Fraction | None
    low_open: bool
    high: Fraction | None
    high_open: bool

    def above(self, limit: Range) -> Truth:
        """Is it greater than the other, whatever both may be?"""
        if _over(self, limit, strictly=True):
            return True
        return False if _over(limit, self, strictly=False) else None

    def below(self, limit: Range) -> Truth:
        """Is it less than the other, whatever both may be?"""
        return limit.above(self)

    def at_least(self, limit: Range) -> Truth:
        """Is it equal to the other or greater, whatever both may be?"""
        return not_(limit.above(self))

    def times(self, factor: Fraction) -> Range:
        """Scaled by a positive factor."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Range(low, self.low_open, high, self.high_open)


def _over(one: Range, other: Range, *, strictly: bool) -> bool:
    """Is every value of one > (or, not strictly, >=) every value of the other?"""
    if one.low is None or other.high is None:
        return False
    if one.low == other.high and strictly:
        return one.low_open or other.high_open
    return one.low >= other.high


def just(number: Fraction | int | str) -> Range:
    """Exactly this number."""
    value = Fraction(number)
    return Range(value, False, value, False)


def amount(answers: Answers, fact: str, units: Mapping[str, Fraction]) -> Range | None:
    """A quantity in the unit of its limit; no rounding."""
    answer = known(answers, fact)
    if answer is None:
        return None
    if "total" in answer:
        return just(Fraction(answer["count"], answer["total"]) * 100)
    value = Fraction(answer["value"])
    match answer.get("comparator"):
        case None:
            censored = just(value)
        case "<":
            censored = Range(None, True, value, True)
        case "<=":
            censored = Range(None, True, value, False)
        case ">":
            censored = Range(value, True, None, True)
        case ">=":
            censored = Range(value, False, None, True)
        case other:
            raise ValueError(other)
    return censored.times(units[answer["unit"]])


@dataclass(frozen=True)
class Days:
    """The days on which an event may have been: one, or all days of a month or a year."""

    first: date
    last: date


def days(answers: Answers, fact: str, today: date) -> Days | None:
    """When an event was; never after today."""
    text = known(answers, fact)
    if text is None:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return Days(date(*parts), date(*parts))
    if len(parts) == 2:
        year, month = parts
        last = date(year, month, calendar.monthrange(year, month)[1])
        return Days(date(year, month, 1), min(last, today))
    return Days(date(parts[0], 1, 1), min(date(parts[0], 12, 31), today))


def birthday(born: date, age: int) -> date:
    """The day on which somebody completes so many years; 1 March for leap-day births in common years (A4)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Completed years."""
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1
