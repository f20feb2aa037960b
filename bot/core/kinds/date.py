"""A calendar date: of an event, which lies in the past, or a planned one; where possible, "still ongoing"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.core.answers import NOT_KNOWN, ONGOING, Day, Ongoing, Value
from bot.core.kinds import dates
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import expect, not_fitting
from bot.core.kinds.dates import Found, spans
from bot.core.lexicon.dating import STOPPED, is_negated, is_unsure, is_vague, of_another_occasion
from bot.core.lexicon.doses import without_doses
from bot.core.lexicon.forms import brief, normal
from bot.core.lexicon.lasting import beside_going_on, has_ended, is_ongoing, runs_until_now
from bot.core.lexicon.patterns import pattern
from bot.core.messages import Message, Month, say
from bot.core.shapes import Shape

_OLDEST = timedelta(days=121 * 366)
_FARTHEST = timedelta(days=366)  # of a planned date, either way
_SOON = timedelta(days=84)


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The date that was typed, or that it is still ongoing."""
    text = normal(reply)
    if is_ongoing(text):
        return check(shape, ONGOING, setting)
    if dates.says_unknown(text):
        return Understood(NOT_KNOWN)
    found = dates.find(text, setting.today, shape.future)
    if isinstance(found, Found):
        reading = settled(reply, found, [check(shape, day, setting) for day in found.days])
        return _of_what(shape, reply, text, reading)
    perhaps = _end_of_span(shape, reply, text, setting) or _misread(shape, reply, text, setting)
    return (
        perhaps
        or _perhaps_ongoing(shape, reply, text)
        or Unclear(dates.why(reply, _ENDED if has_ended(text) else found, example(shape, setting)))
    )


def _of_what(shape: Shape, reply: str, text: str, reading: Reading) -> Reading:
    """Asked back where the date may be that of something else."""
    question = " ".join((*shape.names, *shape.asks)).lower()
    if isinstance(reading, Understood) and question and of_another_occasion(text, question):
        return _meant(reply, expect(reading.value, Day))
    return reading


def _end_of_span(shape: Shape, reply: str, text: str, setting: Setting) -> Doubtful | None:
    """Where the last day is asked for, a span is offered by its end."""
    if not spans.asks_for_the_last(" ".join((*shape.names, *shape.asks)).lower()) or is_vague(text) or is_unsure(text):
        return None
    last = spans.end_of_span(text, lambda day: dates.find(day, setting.today, shape.future))
    return _offered(shape, reply, last, setting) if last else None


def _misread(shape: Shape, reply: str, text: str, setting: Setting) -> Doubtful | None:
    """A date in which a letter was read for a digit (2O26-1O-08) is offered."""
    digits = text.translate(_LETTERS) if _DIGITS_MISREAD.fullmatch(text) else text
    found = dates.find(digits, setting.today, shape.future) if digits != text else None
    days = found.days if isinstance(found, Found) else ()
    return _offered(shape, reply, days[0].first, setting) if len(days) == 1 and days[0].exact else None


def _offered(shape: Shape, reply: str, day: date, setting: Setting) -> Doubtful | None:
    return None if isinstance(check(shape, Day.on(day), setting), Unclear) else _meant(reply, Day.on(day))


_LETTERS = str.maketrans("oil", "011")
_DIGITS_MISREAD = pattern("[0-9oil]{2,4}[-/.年][0-9oil]{1,2}[-/.月][0-9oil]{1,2}[日号]?")


def _meant(reply: str, day: Day) -> Doubtful:
    return Doubtful(say("“{typed}”: is {date} meant?", typed=brief(reply), date=show_day(day)), (day,))


_ENDED = say("It has ended, but the date is missing")


def _perhaps_ongoing(shape: Shape, reply: str, text: str) -> Reading | None:
    """ "Still taking MMF", "2026-03 至今": asked back, unless it is said only as likely, or of another day."""
    rest = beside_going_on(without_doses(text))
    if rest is None or not shape.ongoing or has_ended(text):
        return None
    if is_vague(rest) or is_unsure(rest):
        return Unclear(say("“{typed}”: please type “still ongoing” if that is certain, otherwise the last date.",
                           typed=brief(reply)))  # fmt: skip
    dated = dates.names_date(rest) or any(map(str.isdigit, rest))
    if is_negated(rest) or STOPPED.search(rest) or (dated and not runs_until_now(text)):
        return None
    return Doubtful(say("“{typed}”: is it still ongoing?", typed=brief(reply)), (ONGOING,))


def settled(reply: str, found: Found, checked: list[Reading]) -> Reading:
    """One reading of several dates, each of which was checked: what is impossible is left out."""
    possible = [reading for reading in checked if not isinstance(reading, Unclear)]
    fitting = [reading for reading in possible if _fits(found.weekday, reading)]
    if not possible or (found.certain and len(checked) == 1 and fitting):
        return checked[0]
    values = tuple(value for reading in fitting or possible for value in _values(reading))
    if len(values) > 1:
        return Doubtful(say("“{typed}” can mean more than one date. Which one?", typed=brief(reply)), values)
    if not fitting:
        return _another_weekday(expect(values[0], Day))
    if isinstance(fitting[0], Doubtful):
        return fitting[0]
    return _meant(reply, expect(values[0], Day))


_WEEKDAYS = (
    say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
)  # fmt: skip


def _fits(weekday: int | None, reading: Reading) -> bool:
    days = [expect(value, Day).first for value in _values(reading)]
    return weekday is None or all(day.weekday() == weekday for day in days)


def _another_weekday(day: Day) -> Doubtful:
    words = say("{date} is a {weekday}. Is the date right?", date=show_day(day), weekday=_WEEKDAYS[day.first.weekday()])
    return Doubtful(words, (day,))


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
