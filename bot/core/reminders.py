"""What somebody is to be reminded of, from the case and the day alone: nothing here knows when it is told, or to whom.

Each reminder has a key that stays the same while its reason does, so that one that was told, put off or turned off is
recognised, and one for a new reason (another date, another query) is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.core.case import Case
from bot.core.machine import AGREEMENT, DECLINED, SENT, WITHDRAWN
from bot.core.queries import OPEN
from bot.core.trial import Trial
from bot.core.verdict import Eligibility, Verdict, judge

ReminderKind = Literal["query", "unfinished", "missing", "clears", "lapses", "unsigned"]
Hushed = Mapping[str, date | None]

RESTING = (AGREEMENT, DECLINED, WITHDRAWN)
AFTER = timedelta(days=3)
QUERY_AFTER = timedelta(days=2)
BEFORE_LAPSE = timedelta(days=7)
NOT_AT_ONCE = timedelta(days=1)
# After how long one that was told is told again, unless it is turned off; those not named here are told once.
AGAIN: Mapping[ReminderKind, timedelta] = {
    "query": timedelta(days=2),
    "unfinished": timedelta(days=7),
    "missing": timedelta(days=7),
    "unsigned": timedelta(days=7),
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be told from a day of the site on; `about` is the number of a query or of a card, or a date."""

    kind: ReminderKind
    due: date
    about: str = ""

    @property
    def key(self) -> str:
        """What distinguishes it from the case's other reminders."""
        return f"{self.kind}-{self.about}" if self.about else self.kind


def reminders_of(trial: Trial, case: Case, since: date, today: date) -> tuple[Reminder, ...]:
    """All that a case calls for, now or on a later day; `since` is the day on which it was last worked on."""
    if case.state in RESTING:
        return ()
    asked = [Reminder("query", one.on + QUERY_AFTER, str(one.number)) for one in case.queries if one.state == OPEN]
    if case.later is not None:
        return tuple(asked)  # the patient is being screened again
    if not case.sent:
        return (*asked, Reminder("unfinished", since + AFTER))
    verdict = judge(trial, case.answers, today)
    return (*asked, *_of_verdict(verdict, since, today), *_unsigned(case, verdict, since))


def _of_verdict(verdict: Verdict, since: date, today: date) -> Iterator[Reminder]:
    match verdict:
        case Verdict(outcome=Eligibility.UNDETERMINED):
            yield Reminder("missing", since + AFTER)
        case Verdict(outcome=Eligibility.INELIGIBLE, clears_on=date() as day):
            yield Reminder("clears", max(day, since + NOT_AT_ONCE), day.isoformat())
        case Verdict(outcome=Eligibility.ELIGIBLE, valid_until=date() as day) if today <= day:
            yield Reminder("lapses", max(day - BEFORE_LAPSE, since + NOT_AT_ONCE), day.isoformat())


def _unsigned(case: Case, verdict: Verdict, since: date) -> Iterator[Reminder]:
    """A verdict that could be confirmed, and that no investigator has signed."""
    if case.state == SENT and case.signature is None and verdict.outcome is not Eligibility.UNDETERMINED:
        yield Reminder("unsigned", since + AFTER, str(case.sent))


def wakes(one: Reminder, hushed: Hushed) -> date | None:
    """The day from which a reminder is to be told; None where it is turned off."""
    if one.key not in hushed:
        return one.due
    until = hushed[one.key]
    return None if until is None else max(one.due, until)


def due(reminders: Iterable[Reminder], hushed: Hushed, today: date) -> list[Reminder]:
    """Those to be told today."""
    return [one for one in reminders if (day := wakes(one, hushed)) is not None and day <= today]


def told(reminders: Iterable[Reminder], hushed: Hushed, today: date) -> dict[str, date | None]:
    """Until which day each reminder rests, now that these were told."""
    again = {one.key: today + AGAIN[one.kind] if one.kind in AGAIN else None for one in reminders}
    return {**hushed, **again}


def next_day(reminders: Iterable[Reminder], hushed: Hushed) -> date | None:
    """The first day on which there is something to tell."""
    return min(filter(None, (wakes(one, hushed) for one in reminders)), default=None)
