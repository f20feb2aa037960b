"""Reads the dates of a rule: answers, days of the calendar, what lies so long before or after them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from fractions import Fraction

from bot.core.rules.lengths import Length
from bot.core.rules.moments import DateOf, Moment, On, Shifted, ShiftedBy
from bot.core.rules.numbers import Number
from bot.core.rules.reader import COUNT, DAY, IN_DAYS, LENGTHS, LONGEST, NAME, WORDS, RuleReader, Unread

HOURS = ("hour", "hours", "h", "hrs")


class Dates(RuleReader, ABC):
    """A reader that understands dates; a time that was asked for is read by who knows numbers."""

    @abstractmethod
    def product(self) -> Number:
        """A number, with all that it is multiplied by."""

    def date_ahead(self) -> bool:
        start = self.at
        name, day = self.take(NAME), self.take(DAY)
        self.at = start
        shape = self.scope.shapes.get(self.scope.resolve(name)) if name else None
        known = shape is not None and shape.kind in ("date", "birth")
        return known or name in self.scope.days or (name is None and day is not None)

    def length(self) -> Length:
        start = self.at
        count = self.take(COUNT)
        unit = self.take(NAME)
        if count is None or unit not in LENGTHS:
            self.at = start
            hours = "; dates have no hours: 24 hours are `1 day`" if unit in HOURS else ""
            if count is not None and unit == "x":
                hours = "; with a time that is asked for it is `a >= b - 5 x half_life`"
            self.fail(f"expected a length such as `12 weeks`, `14 days`, `6 months` or `1 year`{hours}")
        one = LENGTHS[unit]
        length = Length(int(count) * one.days, int(count) * one.months)
        if length.days > LONGEST * 366 or length.months > LONGEST * 12:
            self.note(start, f"nobody waits so long: at most {LONGEST} years")
            return one
        return length

    def moment(self) -> Moment:
        day = self.plain_day()
        while sign := self.sign("+", "-"):
            day = self.shifted(day, 1 if sign == "+" else -1)
        return day

    def plain_day(self) -> Moment:
        """A day of the calendar, a derived date, or the answer to a question."""
        self.blank()
        start = self.at
        written = self.take(DAY)
        if written is not None:
            return self.calendar_day(start, written)
        name = self.take(NAME)
        if name is None and self.take(COUNT) is not None:
            self.at = start
            self.fail("expected a date such as `y - 4 weeks`; an age is `years from birth_date to y`")
        if name in self.scope.days:
            return self.scope.days[name]
        if name in self.scope.unread:
            raise Unread
        self.at = start
        question, shape = self.fact("date", "birth")
        return DateOf(question, event=not shape.future)

    def calendar_day(self, start: int, written: str) -> Moment:
        try:
            return On(date.fromisoformat(written))
        except ValueError:
            self.at = start
            self.fail("expected a day of the calendar such as 2026-09-01")

    def shifted(self, day: Moment, sign: int) -> Moment:
        """The date so much later, or earlier: by a length, or by a time that was asked for."""
        start = self.at
        count, unit = self.take(COUNT), self.take(NAME)
        self.at = start
        if count is not None and unit in LENGTHS:
            length = self.length()
            return Shifted(day, length if sign > 0 else -length)
        if count is not None and (unit is None or unit in HOURS or unit in WORDS - {"x"}):
            self.length()  # tells what is expected
        if self.date_ahead():
            self.fail("a date less a date is a length: `years from a to b`, `months from a to b`; or compare the two")
        self.blank()
        offset, noted = self.at, len(self.problems)
        time = self.product()
        ucum = time.test.canonical.ucum if time.test else ""
        if ucum not in IN_DAYS and len(self.problems) == noted:
            self.note(offset, "expected a length such as `12 weeks`, or a time asked for in hours, days or weeks")
        return ShiftedBy(day, time, sign * IN_DAYS.get(ucum, Fraction(1)))
