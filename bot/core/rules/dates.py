"""Reads the dates of a rule: answers, days of the calendar, what lies so long before or after them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from bot.core.lexicon.patterns import pattern
from bot.core.rules.base import Rule
from bot.core.rules.lengths import Length
from bot.core.rules.moments import DateOf, Moment, On, Shifted, ShiftedBy
from bot.core.rules.numbers import Number
from bot.core.rules.picked import EitherDay, FirstKnownDay, Outermost, Picked
from bot.core.rules.reader import COUNT, DAY, IN_DAYS, LENGTHS, LONGEST, NAME, WEEKS_AND_DAYS, WORDS, RuleReader, Unread

_CONDITION = pattern(r".*?\bthen\b")
HOURS = ("hour", "hours", "h", "hrs")


class Dates(RuleReader, ABC):
    """A reader that understands dates; a time that was asked for, or a condition, is read by who knows more."""

    @abstractmethod
    def rule(self) -> Rule:
        """A rule."""

    @abstractmethod
    def product(self) -> Number:
        """A number, with all that it is multiplied by."""

    def date_ahead(self) -> bool:
        """Whether a date begins here, or one of several, in brackets or not."""
        start = self.at
        while self.sign("("):
            pass
        if self.words("if"):
            self.after(_CONDITION)
        self.words("first", "known", "of")
        ahead = self.words("earliest", "of") or self.words("latest", "of") or self.named_date_ahead()
        self.at = start
        return ahead

    def named_date_ahead(self) -> bool:
        name, day = self.take(NAME), self.take(DAY)
        shape = self.scope.shapes.get(self.scope.resolve(name)) if name else None
        known = shape is not None and shape.kind in ("date", "birth")
        return known or name in self.scope.days or (name is None and day is not None)

    def length(self) -> Length:
        self.blank()
        start = self.at
        if pregnant := self.after(WEEKS_AND_DAYS):
            self.need_words("weeks")
            return Length(days=int(pregnant["weeks"]) * 7 + int(pregnant["days"]))
        count = self.take(COUNT)
        unit = self.take(NAME)
        if count is None or unit not in LENGTHS:
            self.at = start
            hours = "; dates have no hours: 24 hours are `1 day`" if unit in HOURS else ""
            if count is not None and unit == "to":
                hours = "; from 4 to 12 weeks before is `a <= y - 4 weeks and a within 12 weeks before y`"
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
        """One date, one in brackets, or one of several."""
        if self.sign("("):
            day = self.moment()
            self.need(")")
            return day
        self.blank()
        start, picked = self.at, self.picked()
        if picked and len({self.scope.anchor in item.dates for item in picked.items}) > 1:
            self.note(start, "the planned date moves on, and the others do not: compare with each by itself")
        return picked or self.named_day()

    def picked(self) -> Picked | None:
        """One of several dates; nothing where only one begins here."""
        if self.words("if"):
            return self.either_day()
        if self.words("first", "known", "of"):
            return FirstKnownDay(self.days_of(self.named_day))
        for word in ("earliest", "latest"):
            if self.words(word, "of"):
                self.need("(")
                days = self.days_of(self.moment)
                self.need(")")
                return Outermost(days, latest=word == "latest")
        return None

    def either_day(self) -> EitherDay:
        condition = self.rule()
        self.need_words("then")
        then = self.moment()
        self.need_words("else")
        return EitherDay((then, self.moment()), condition)

    def days_of(self, day: Callable[[], Moment]) -> tuple[Moment, ...]:
        days = [day()]
        while self.sign(","):
            days.append(day())
        return tuple(days)

    def named_day(self) -> Moment:
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
        self.blank()
        start = self.at
        pregnant = self.after(WEEKS_AND_DAYS)
        count, unit = self.take(COUNT), self.take(NAME)
        self.at = start
        if pregnant or (count is not None and unit in LENGTHS):
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
        if self.scope.anchor in time.questions:
            self.note(offset, "the planned date moves on, and this time with it: say `if .. then .. else` of two dates")
        return ShiftedBy(day, time, sign * IN_DAYS.get(ucum, Fraction(1)))
