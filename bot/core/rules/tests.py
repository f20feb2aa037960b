"""The single tests of a rule: its leaves. Each looks at one fact or compares two, and explains itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import merge

from bot.core.answers import Code, Codes, Day, NotKnown, Ongoing
from bot.core.rules.base import Facts, Leaf, Rule, Ruling, Single, union
from bot.core.rules.lengths import NO_TIME, Length
from bot.core.rules.moments import Moment
from bot.core.rules.numbers import Number
from bot.core.rules.picked import alternatives
from bot.core.truth import Truth


class _Test:
    """What makes a rule a leaf: it is itself what decided."""

    def judge(self: Rule, facts: Facts) -> Ruling:
        truth = self.truth(facts)
        return Ruling(truth, (Leaf(self, truth),))


@dataclass(frozen=True)
class _About(_Test, Single):
    """A leaf about one question."""

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return (self.question,)


@dataclass(frozen=True)
class Is(_About):
    """The option chosen is one of these. An open option leaves the test unknown, unless it is named here."""

    codes: frozenset[str]
    open_codes: frozenset[str] = frozenset()

    def truth(self, facts: Facts) -> Truth:
        value = facts.value(self.question)
        if not isinstance(value, Code):
            return Truth.UNKNOWN
        if value.code in self.codes:
            return Truth.TRUE
        return Truth.UNKNOWN if value.code in self.open_codes else Truth.FALSE


@dataclass(frozen=True)
class Has(_About):
    """A list holds one of these options. An open option in it leaves the test unknown, unless it is named here."""

    codes: frozenset[str]
    open_codes: frozenset[str] = frozenset()

    def truth(self, facts: Facts) -> Truth:
        value = facts.value(self.question)
        if not isinstance(value, Codes):
            return Truth.UNKNOWN
        if not self.codes.isdisjoint(value.codes):
            return Truth.TRUE
        return Truth.FALSE if self.open_codes.isdisjoint(value.codes) else Truth.UNKNOWN


@dataclass(frozen=True)
class HasNone(_About):
    """A list is definitely empty."""

    def truth(self, facts: Facts) -> Truth:
        value = facts.value(self.question)
        return Truth.of(not value.codes) if isinstance(value, Codes) else Truth.UNKNOWN


@dataclass(frozen=True)
class IsKnown(_About):
    """Anything definite was said. Never unknown itself."""

    def truth(self, facts: Facts) -> Truth:
        return Truth.of(not isinstance(facts.value(self.question), NotKnown))


@dataclass(frozen=True)
class IsOngoing(_About):
    """It has not ended."""

    def truth(self, facts: Facts) -> Truth:
        value = facts.value(self.question)
        return Truth.UNKNOWN if isinstance(value, NotKnown) else Truth.of(isinstance(value, Ongoing))


@dataclass(frozen=True)
class Enough(_About):
    """At least so many of these options are chosen; those of a second list are still open.

    An open option may be one of those that count, unless it is named here.
    """

    needed: int
    unassessed: str | None
    codes: frozenset[str]
    open_codes: frozenset[str] = frozenset()

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset(filter(None, (self.question, self.unassessed)))

    def truth(self, facts: Facts) -> Truth:
        chosen = facts.value(self.question)
        if not isinstance(chosen, Codes):
            return Truth.UNKNOWN
        counted = self.counted(chosen)
        if len(counted) >= self.needed:
            return Truth.TRUE
        possible = {*counted, *self.open_codes.intersection(chosen.codes)}
        if self.unassessed is not None:
            still_open = facts.value(self.unassessed)
            if not isinstance(still_open, Codes):
                return Truth.UNKNOWN
            possible |= self.codes.intersection(still_open.codes)
        return Truth.FALSE if len(possible) < self.needed else Truth.UNKNOWN

    def counted(self, chosen: Codes) -> tuple[str, ...]:
        """Those of the chosen options that count for certain."""
        return tuple(code for code in chosen.codes if code in self.codes)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        if not isinstance(facts.value(self.question), Codes) or self.unassessed is None:
            return (self.question,)
        assessed = isinstance(facts.value(self.unassessed), Codes)
        return (self.question, self.unassessed) if assessed else (self.unassessed,)


@dataclass(frozen=True)
class Window(_Test):
    """An event lies within some time before an anchor, after it (`ahead`), or either.

    `edge`: whether the farthest day of that time is still inside. With `later`, any event after the anchor is inside
    too. Something ongoing is inside. Both ends of a date known only to the month must agree. `drift`: by how much the
    distance grows when the planned date moves on by a day (1, 0, or -1 where the event is the planned date).
    """

    event: Moment
    anchor: Moment
    length: Length
    edge: bool
    later: bool
    drift: int
    ahead: Length = NO_TIME

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.event, self.anchor))

    def earliest(self, anchor: date) -> date:
        """The first day that is inside."""
        return self.length.before(anchor) + timedelta(0 if self.edge or self.length == NO_TIME else 1)

    def latest(self, anchor: date) -> date:
        """The last day that is inside."""
        if self.later:
            return date.max
        return self.ahead.after(anchor) - timedelta(0 if self.edge or self.ahead == NO_TIME else 1)

    def truth(self, facts: Facts) -> Truth:
        event, anchor = self.event.day(facts), self.anchor.day(facts)
        if event is None or not isinstance(anchor, Day):
            return Truth.UNKNOWN
        if isinstance(event, Ongoing):
            return Truth.TRUE
        if event.first >= self.earliest(anchor.last) and event.last <= self.latest(anchor.first):
            return Truth.TRUE
        outside = event.last < self.earliest(anchor.first) or event.first > self.latest(anchor.last)
        return Truth.FALSE if outside else Truth.UNKNOWN

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return (*self.event.open_questions(facts), *self.anchor.open_questions(facts))

    def changes(self, facts: Facts) -> Iterator[date]:
        return _changes(self.event, self.anchor, self._turns, facts)

    def _turns(self, before: Moment, after: Moment, facts: Facts) -> Iterator[date]:
        """Where months are counted their ends lie some days around those of today's distance."""
        slack = before.slack + after.slack + self.length.slack + self.ahead.slack
        event, anchor = before.day(facts), after.day(facts)
        if not isinstance(event, Day) or not isinstance(anchor, Day):
            return iter(())
        forward = self.drift > 0
        back = self._reach(self.length, event.first if forward else anchor.first, forward)
        ahead = self._reach(self.ahead, event.first if forward else anchor.first, not forward)
        marks = (-ahead, back + 1) if forward else (-ahead - 1, back)
        return _reached(event, anchor, self.drift, marks, slack, facts)

    def _reach(self, length: Length, day: date, forward: bool) -> int:
        """How many days one side of the window is long, counted from the date that stays where it is."""
        days = (length.after(day) - day if forward else day - length.before(day)).days
        return days - (0 if self.edge or length == NO_TIME else 1)


def _changes(
    one: Moment, other: Moment, turns: Callable[[Moment, Moment, Facts], Iterator[date]], facts: Facts
) -> Iterator[date]:
    """The planned dates on which a test of two dates may turn; where one is of several, for each that it may be."""
    each = (turns(left, right, facts) for left in alternatives(one) for right in alternatives(other))
    return merge(one.changes(facts), other.changes(facts), *each)


def _reached(
    event: Day | Ongoing | None,
    anchor: Day | Ongoing | None,
    drift: int,
    marks: tuple[int, ...],
    slack: int,
    facts: Facts,
) -> Iterator[date]:
    """The planned dates on which the distance between two dates, as far as they are known, reaches one of the marks.

    `slack`: by how many days the distance may not keep pace with the planned date; each of them may be the one.
    """
    if not drift or not isinstance(event, Day) or not isinstance(anchor, Day):
        return iter(())
    ends = ((event.first, anchor.first), (event.last, anchor.first), (event.first, anchor.last))
    distances = {(late - early).days + off for early, late in ends for off in range(-slack, slack + 1)}
    return iter(sorted({facts.anchor + timedelta(drift * (mark - far)) for mark in marks for far in distances}))


@dataclass(frozen=True)
class Compare(_Test):
    """One number against another: <, <=, >, >= or =."""

    left: Number
    relation: str
    right: Number

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.left, self.right))

    def truth(self, facts: Facts) -> Truth:
        left, right = self.left.number(facts), self.right.number(facts)
        if left is None or right is None:
            return Truth.UNKNOWN
        match self.relation:
            case "<":
                return left.less(right)
            case "<=":
                return left.at_most(right)
            case ">":
                return right.less(left)
            case ">=":
                return right.at_most(left)
        return left.equals(right)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return (*self.left.open_questions(facts), *self.right.open_questions(facts))

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(self.left.changes(facts), self.right.changes(facts))


@dataclass(frozen=True)
class CompareDays(_Test):
    """One date against another; something ongoing is later than any date. `drift` as for a window, left to right."""

    left: Moment
    relation: str
    right: Moment
    drift: int = 0

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.left, self.right))

    def truth(self, facts: Facts) -> Truth:
        left, right = self.left.day(facts), self.right.day(facts)
        if left is None or right is None:
            return Truth.UNKNOWN
        match self.relation:
            case "<":
                return _earlier(left, right)
            case "<=":
                return ~_earlier(right, left)
            case ">":
                return _earlier(right, left)
            case ">=":
                return ~_earlier(left, right)
        return _same(left, right)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return (*self.left.open_questions(facts), *self.right.open_questions(facts))

    def changes(self, facts: Facts) -> Iterator[date]:
        return _changes(self.left, self.right, self._turns, facts)

    def _turns(self, left: Moment, right: Moment, facts: Facts) -> Iterator[date]:
        marks = (0, 1) if self.drift > 0 else (-1, 0)
        return _reached(left.day(facts), right.day(facts), self.drift, marks, left.slack + right.slack, facts)


def _earlier(left: Day | Ongoing, right: Day | Ongoing) -> Truth:
    if isinstance(left, Ongoing):
        return Truth.UNKNOWN if isinstance(right, Ongoing) else Truth.FALSE
    if isinstance(right, Ongoing) or left.last < right.first:
        return Truth.TRUE
    return Truth.FALSE if left.first >= right.last else Truth.UNKNOWN


def _same(left: Day | Ongoing, right: Day | Ongoing) -> Truth:
    if isinstance(left, Ongoing) or isinstance(right, Ongoing):
        return Truth.of(left == right)
    if left.exact and right.exact:
        return Truth.of(left == right)
    return Truth.FALSE if left.last < right.first or right.last < left.first else Truth.UNKNOWN
