"""Days, months and years of the calendar: from numbers, from a name without a year, and as exchanged."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.answers import Day
from bot.core.lexicon.patterns import pattern
from bot.core.messages import Message, say


@dataclass(frozen=True, slots=True)
class Found:
    """The dates that a reply can mean; not `certain` where it must be asked back, `yearless` without a year.

    `weekday` is the one that was typed beside them.
    """

    days: tuple[Day, ...]
    certain: bool = True
    yearless: bool = False
    weekday: int | None = None


NO_SUCH_DATE = say("There is no such date in the calendar")


def one_of(days: Iterable[Day | None], certain: bool = False, yearless: bool = False) -> Found | Message:
    """Those of the dates that exist, each once."""
    possible = tuple(dict.fromkeys(day for day in days if day))
    return Found(possible, certain, yearless) if possible else NO_SUCH_DATE


def day_of(year: int, month: int | None = None, day: int | None = None) -> Day | None:
    """A date known to the day, to the month or to the year; None where the calendar has no such date."""
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return Day.on(first)
    last_month = first.month if month is not None else 12
    return Day(first, date(year, last_month, monthrange(year, last_month)[1]))


def full_year(short: int, today: date, ahead: bool) -> int:
    """The year of two digits: of this century where that is no later than this year (with `ahead`, the next)."""
    return (2000 if short <= today.year % 100 + ahead else 1900) + short


def nearest(month: int, day: int | None, today: date, ahead: bool) -> Day | None:
    """The last date of that name; with `ahead` the next one."""
    return next(_years(month, day, today, ahead), None)


def _years(month: int, day: int | None, today: date, ahead: bool) -> Iterator[Day]:
    """The dates of that name, the nearest first; 29 February may be up to eight years away."""
    for distance in range(9):
        found = day_of(today.year + (distance if ahead else -distance), month, day)
        if found and (found.last >= today if ahead else found.first <= today):
            yield found


def month_from(today: date, months: int) -> tuple[int, int]:
    """The year and the month, so many months away."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return year, month + 1


def months_before(today: date, months: int) -> date:
    """The day so many months ago; the last of a shorter month."""
    year, month = month_from(today, -months)
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def nearest_in_a_month(day: int, today: date, ahead: bool) -> Day | None:
    """The last day of this number; with `ahead` the next one."""
    months = (month_from(today, away if ahead else -away) for away in range(3))
    days = (day_of(year, month, day) for year, month in months)
    return next((day for day in days if day and (day.first >= today if ahead else day.first <= today)), None)


def load_day(text: str) -> Day | None:
    """From an exchanged date: a day, a month, a year, or the first and the last day as an ISO 8601 interval."""
    first, slash, last = text.partition("/")
    begin, end = _iso(first), _iso(last) if slash else None
    if not slash or begin is None or end is None:
        return None if slash else begin
    return Day(begin.first, end.last) if begin.first <= end.last else None


_ISO = pattern(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _iso(text: str) -> Day | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    return day_of(year or 0, month, day)


def dump_day(day: Day) -> str:
    """As exchanged: the shortest form that holds exactly these days."""
    text = day.first.isoformat()
    exact = (form for form in (text, text[:7], text[:4]) if load_day(form) == day)
    return next(exact, f"{text}/{day.last.isoformat()}")
