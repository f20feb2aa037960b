"""A calendar date: of an event, which lies in the past, or a planned one; where possible, "still ongoing"."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.core.answers import ONGOING, Day, Ongoing, Value
from bot.core.kinds import dates
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import expect, not_fitting
from bot.core.lexicon.forms import brief, normal
from bot.core.lexicon.replies import ONGOING as ONGOING_WORDS
from bot.core.lexicon.replies import is_in
from bot.core.messages import Message, Month, say
from bot.core.shapes import Shape

_OLDEST = timedelta(days=121 * 366)
_FARTHEST = timedelta(days=366)  # of a planned date, either way
_SOON = timedelta(days=84)


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The date that was typed, or that it is still ongoing."""
    text = normal(reply)
    if is_in(ONGOING_WORDS, text):
        return check(shape, ONGOING, setting)
    found = dates.find(text, setting.today, shape.future)
    if isinstance(found, Message):
        return Unclear(dates.why(reply, found, example(shape, setting)))
    return settled(reply, found, [check(shape, day, setting) for day in found.days])


def settled(reply: str, found: dates.Found, checked: list[Reading]) -> Reading:
    """One reading of several dates, each of which was checked: what is impossible is left out."""
    possible = [reading for reading in checked if not isinstance(reading, Unclear)]
    if not possible or (found.certain and len(checked) == 1):
        return checked[0]
    values = tuple(value for reading in possible for value in _values(reading))
    if len(values) > 1:
        return Doubtful(say("“{typed}” can mean more than one date. Which one?", typed=brief(reply)), values)
    if isinstance(possible[0], Doubtful):
        return possible[0]
    return Doubtful(
        say("“{typed}”: is {date} meant?", typed=brief(reply), date=show_day(expect(values[0], Day))), values
    )


def _values(reading: Reading) -> tuple[Value, ...]:
    if isinstance(reading, Doubtful):
        return reading.readings
    return (reading.value,) if isinstance(reading, Understood) else ()


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From "2026-10-01", "2026-10", "2026", "2026-11-01/2026-11-22", or "ongoing"."""
    if data == "ongoing" and shape.ongoing:
        return ONGOING
    day = dates.load_day(data) if isinstance(data, str) else None
    if day is None:
        raise BadValue(say("A date is exchanged as {day}, or {month} where the day is not known.", **_FORMS))
    return day


_FORMS = {"day": "YYYY-MM-DD", "month": "YYYY-MM"}


def dump(value: Value) -> str:
    """The ISO date, or "ongoing"."""
    return "ongoing" if isinstance(value, Ongoing) else dates.dump_day(expect(value, Day))


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """An event must have happened, a planned date lie within a year; what is known only roughly ends today."""
    match value:
        case Ongoing() if shape.ongoing:
            return Understood(value)
        case Ongoing():
            message = say("A date is needed here; “still ongoing” is no answer. For example: {example}.",
                          example=example(shape, setting))  # fmt: skip
            return Unclear(message)
        case Day():
            return _planned(value, setting) if shape.future else event(value, setting)
    return not_fitting(example(shape, setting))


def event(day: Day, setting: Setting) -> Reading:
    """A date that cannot lie in the future."""
    today = setting.today
    if day.first > today:
        return Unclear(say("{date} is in the future. Today is {today}.", date=show_day(day), today=today))
    if today - day.last > _OLDEST:
        return Unclear(say("{date} is more than 120 years ago. Please check the year.", date=show_day(day)))
    return Understood(Day(day.first, min(day.last, today)))


def _planned(day: Day, setting: Setting) -> Reading:
    today = setting.today
    if day.last > today + _FARTHEST or day.first < today - _FARTHEST:
        return Unclear(
            say(
                "{date} is more than a year away from today, {today}. Please check the year.",
                date=show_day(day),
                today=today,
            )
        )
    if day.last < today:
        return Doubtful(say("{date} is in the past. Is that right?", date=show_day(day)), (day,))
    if day.last > today + _SOON:
        return Doubtful(
            say("{date} is more than {n} days ahead. Is that right?", date=show_day(day), n=_SOON.days), (day,)
        )
    return Understood(day)


def show(shape: Shape, value: Value) -> Message:
    """The date, as exactly as it is known."""
    return say("still ongoing") if isinstance(value, Ongoing) else show_day(expect(value, Day))


def show_day(day: Day) -> Message:
    """A day; a month or a year, even one that is not over yet; otherwise from when to when."""
    first, last = day.first, day.last
    if day.exact:
        return say("{date}", date=first)
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return say("{month}", month=Month(first.year, first.month))
    if (first.month, first.day) == (1, 1) and first.year == last.year:
        return say("{month}", month=Month(first.year))
    return say("{first} to {last}", first=first, last=last)


def example(shape: Shape, setting: Setting) -> Message:
    """A date near today."""
    return say("{date}", date=setting.today + timedelta(days=14 if shape.future else -9))
