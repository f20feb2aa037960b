"""The single tests of a rule: its leaves. Each looks at one fact or compares two, and explains itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from heapq import merge

from bot.core.answers import Code, Codes, Day, NotKnown, Ongoing
from bot.core.rules.base import Facts, Leaf, Outcome, Rule, Single, union
from bot.core.rules.lengths import Length
from bot.core.rules.moments import Moment
from bot.core.rules.numbers import Number
from bot.core.truth import Truth


class _Test:
    """What makes a rule a leaf: it is itself what decided."""

    def judge(self: Rule, facts: Facts) -> Outcome:
        truth = self.truth(facts)
        return Outcome(truth, (Leaf(self, truth),))


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
    """At least so many options of a list are chosen; those of a second list are still open."""

    needed: int
    unassessed: str | None = None

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset(filter(None, (self.question, self.unassessed)))

    def truth(self, facts: Facts) -> Truth:
        chosen = facts.value(self.question)
        if not isinstance(chosen, Codes):
            return Truth.UNKNOWN
        if len(chosen.codes) >= self.needed:
            return Truth.TRUE
        if self.unassessed is None:
            return Truth.FALSE
        still_open = facts.value(self.unassessed)
        if not isinstance(still_open, Codes):
            return Truth.UNKNOWN
        possible = {*chosen.codes, *still_open.codes}
        return Truth.FALSE if len(possible) < self.needed else Truth.UNKNOWN

    def open_questions(self, facts: Facts) -> Iterable[str]:
        if not isinstance(facts.value(self.question), Codes) or self.unassessed is None:
            return (self.question,)
        assessed = isinstance(facts.value(self.unassessed), Codes)
        return (self.question, self.unassessed) if assessed else (self.unassessed,)


@dataclass(frozen=True)
class Window(_Test):
    """An event lies within some time before an anchor.

    `edge`: whether the earliest day of that time is still inside. With `later`, an event after the anchor is inside
    too. Something ongoing is inside. Both ends of a date known only to the month must agree. `drift`: by how much the
    distance grows when the planned date moves on by a day (1, 0, or -1 where the event is the planned date).
    """

    event: Moment
    anchor: Moment
    length: Length
    edge: bool
    later: bool
    drift: int

    @cached_property
    def questions(self) -> frozenset[str]:
        return union((self.event, self.anchor))

    def earliest(self, anchor: date) -> date:
        """The first day that is inside."""
        return self.length.before(anchor) + timedelta(0 if self.edge else 1)

    def truth(self, facts: Facts) -> Truth:
        event, anchor = self.event.day(facts), self.anchor.day(facts)
        if event is None or not isinstance(anchor, Day):
            return Truth.UNKNOWN
        if isinstance(event, Ongoing):
            return Truth.TRUE
        if event.first >= self.earliest(anchor.last) and (self.later or event.last <= anchor.first):
            return Truth.TRUE
        outside = event.last < self.earliest(anchor.first) or (not self.later and event.first > anchor.last)
        return Truth.FALSE if outside else Truth.UNKNOWN

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return (*self.event.open_questions(facts), *self.anchor.open_questions(facts))

    def changes(self, facts: Facts) -> Iterator[date]:
        """Where months are counted their ends lie some days around those of today's distance."""
        inside = self.length.days - (0 if self.edge else 1)
        slack = self.event.slack + self.anchor.slack + self.length.slack
        event, anchor = self.event.day(facts), self.anchor.day(facts)
        if self.length.months and isinstance(anchor, Day):
            inside += _farthest_in_months(self, event, anchor)
        marks = (0, inside + 1) if self.drift > 0 else (-1, inside)
        return _reached(event, anchor, self.drift, marks, slack, facts)


def _farthest_in_months(window: Window, event: Day | Ongoing | None, anchor: Day) -> int:
    """About how many days a window of months is long, where the planned date reaches its end."""
    if window.drift > 0 and isinstance(event, Day):
        return (window.length.after(event.first) - event.first).days
    return (anchor.first - window.length.before(anchor.first)).days


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
        marks = (0, 1) if self.drift > 0 else (-1, 0)
        slack = self.left.slack + self.right.slack
        return _reached(self.left.day(facts), self.right.day(facts), self.drift, marks, slack, facts)


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
