"""Reads how two dates lie to each other: windows and comparisons."""

from __future__ import annotations

from abc import ABC

from bot.core.rules import tests
from bot.core.rules.base import Rule
from bot.core.rules.formulas import Formulas
from bot.core.rules.lengths import NO_TIME
from bot.core.rules.moments import DateOf, Moment, Shifted
from bot.core.rules.reader import MIRRORED


class Windows(Formulas, ABC):
    """A reader that understands tests of dates."""

    def relation(self) -> str | None:
        """`<=` and its like, if one stands here."""
        self.blank()
        if self.text.startswith(("=>", "=<", "=="), self.at):
            return None
        relation = self.sign("<=", ">=", "<", ">", "=")
        if relation in ("<", ">") and self.sign("="):
            self.fail(f"expected a number or a date: `{relation}=` has no blank in it")
        return relation

    def dated(self) -> Rule | None:
        """A window or a comparison of dates; nothing where no date begins here."""
        if not self.date_ahead():
            return None
        event = self.moment()
        for word in ("within", "since"):
            if self.words(word):
                return self.window(event, later=word == "since")
        relation = self.relation()
        if relation is None:
            self.fail("expected `within ... before ...` or a comparison of dates")
        self.blank()
        offset, other = self.at, self.moment()
        if not event.questions:  # reasons speak of what stands on the left
            event, relation, other = other, MIRRORED[relation], event
        if not event.questions:
            self.note(offset, "this compares nothing that is asked")
        if relation in ("<", "<=") and _happened(event) and _ahead(other):
            self.note(offset, f"`{min(event.questions)}` never lies after today: is it `future: yes`?")
        return tests.CompareDays(event, relation, other, self.drift(event, other))

    def window(self, event: Moment, later: bool) -> Rule:
        length = self.length()
        before = after = NO_TIME
        if self.words("before"):
            before = length
        elif not later and self.words("after"):
            after = length
        elif not later and self.words("of"):
            before = after = length
        else:
            self.fail("expected `before`" if later else "expected `before`, `after` or `of` and a date")
        self.blank()
        offset, anchor = self.at, self.moment()
        if before == NO_TIME and _happened(event) and _planned(anchor):
            self.note(offset, f"`{min(event.questions)}` never lies after today: is it `future: yes`?")
        if before != NO_TIME and _planned(event) and _happened(anchor):
            first, last = min(anchor.questions), min(event.questions)
            self.note(offset, f"`{first}` comes first: say `{first} within ... before {last}`")
        edge, drift = self.scope.window_edge_counts, self.drift(event, anchor)
        return tests.Window(event, anchor, before, edge, later, drift, after)

    def drift(self, earlier: Moment, later: Moment) -> int:
        """By how much the distance of two dates grows when the planned date moves on by a day."""
        return (self.scope.anchor in later.dates) - (self.scope.anchor in earlier.dates)


def _happened(event: Moment) -> bool:
    """Whether this is the answer about something that has been, which no later day than today can be."""
    return isinstance(event, DateOf) and event.event


def _planned(day: Moment) -> bool:
    """Whether this is a date that is planned."""
    return isinstance(day, DateOf) and not day.event


def _ahead(day: Moment) -> bool:
    """Whether this lies after a date that is planned."""
    if not isinstance(day, Shifted) or not isinstance(day.base, DateOf):
        return False
    return not day.base.event and (day.length.days > 0 or day.length.months > 0)
