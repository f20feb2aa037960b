"""A birth date, or completed years of age where that decides. Nominal age (虚岁) counts differently and is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from datetime import timedelta
from fractions import Fraction
from typing import Any

from bot.core.answers import NOT_KNOWN, Age, Day, Value
from bot.core.kinds import date, dates
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import exchanged_fields, expect, not_fitting
from bot.core.kinds.dates import Found
from bot.core.kinds.dates.days import months_before
from bot.core.lexicon import ages
from bot.core.lexicon.forms import normal, trimmed
from bot.core.messages import Message, say, say_many
from bot.core.shapes import Shape

_OLDEST, _USUAL = 120, 40


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The date or the age that was typed, or both where they agree."""
    text = trimmed(normal(reply))
    if ages.is_nominal(text):
        return Unclear(
            say("The nominal age (虚岁) cannot be used: please type the birth date, or the completed years.")
        )
    years = ages.age(text)
    if years is not None:
        if not years:
            return _again(reply, _YEARS, shape, setting)
        reading = check(shape, Age(years, setting.today), setting)
        return _reached(shape, reading) if ages.is_reached(text) else reading
    if (months := ages.months(text)) is not None:
        return _born(shape, reply, Found((_in_month(setting.today, months),), certain=False), setting)
    if dates.says_unknown(text):
        return Understood(NOT_KNOWN)
    if both := ages.age_beside_date(text):
        return _both(shape, reply, *both, setting)
    return _born(shape, reply, _found(text, setting), setting)


def _in_month(today: Date, months: int) -> Day:
    """The days on which somebody was born who has completed so many months of age."""
    return Day(months_before(today, months + 1) + timedelta(1), months_before(today, months))


def _reached(shape: Shape, reading: Reading) -> Reading:
    if not isinstance(reading, Understood):
        return reading
    return Doubtful(say("Is {value} meant?", value=show(shape, reading.value)), (reading.value,))


_YEARS = say("The completed years are needed exactly, or the date of birth")


def _found(text: str, setting: Setting) -> Found | Message:
    found = dates.find(text, setting.today, ahead=False)
    if isinstance(found, Found):
        return say("The year of birth is needed") if found.yearless else found
    if ages.is_zodiac(text):
        return say("The animal of the year does not tell the birth date")
    return _YEARS if ages.is_rough(text) else found


def _born(shape: Shape, reply: str, found: Found | Message, setting: Setting) -> Reading:
    if isinstance(found, Message):
        return _again(reply, found, shape, setting)
    return date.settled(reply, found, [check(shape, day, setting) for day in found.days])


def _both(shape: Shape, reply: str, years: int, born: str, setting: Setting) -> Reading:
    """A birth date with the age beside it."""
    found = _found(born, setting)
    if isinstance(found, Found):
        agreeing = tuple(
            day for day in found.days if _years(day.last, setting.today) <= years <= _years(day.first, setting.today)
        )
        found = replace(found, days=agreeing) if agreeing else say("The age and the date of birth do not agree")
    return _born(shape, reply, found, setting)


def _again(reply: str, reason: Message, shape: Shape, setting: Setting) -> Unclear:
    return Unclear(dates.why(reply, reason, example(shape, setting)))


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From an ISO date, or an age: 45 or {"age": 45, "on": "2026-11-22"}; without a day it is of today."""
    if type(data) is int:
        data = {"age": data}
    if isinstance(data, dict):
        return _exchanged_age(exchanged_fields(data, frozenset({"age"}), frozenset({"on"})), setting.today)
    day = dates.load_day(data) if isinstance(data, str) else None
    if day is None:
        raise BadValue(say('A birth date ("YYYY-MM-DD") or an age such as {example} is wanted.', example='{"age": 45}'))
    return day


def _exchanged_age(fields: dict[str, Any], today: Date) -> Age:
    years, on = fields["age"], fields.get("on")
    if type(years) is not int or not 0 <= years <= _OLDEST:
        raise BadValue(say("An age is a whole number of completed years, from 0 to {oldest}.", oldest=_OLDEST))
    day = Day.on(today) if on is None else dates.load_day(on) if isinstance(on, str) else None
    if day is None or day.exact is None:
        raise BadValue(say('The day of an age ("on") is wanted as {day}.', day="YYYY-MM-DD"))
    return Age(years, day.exact)


def dump(value: Value) -> Any:
    """The ISO date, or the age with the day on which it was that."""
    if isinstance(value, Age):
        return {"age": value.years, "on": value.on.isoformat()}
    return date.dump(expect(value, Day))


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Alive, and most likely of an age that the trial looks for."""
    match value:
        case Age():
            return _check_age(shape, value)
        case Day():
            return _check_birth(shape, value, setting)
    return not_fitting(example(shape, setting))


def _check_age(shape: Shape, age: Age) -> Reading:
    if not 0 <= age.years <= _OLDEST:
        return Unclear(say("An age lies between 0 and {oldest} years. Please check it.", oldest=_OLDEST))
    if shape.ages.hold(Fraction(age.years)):
        return Understood(age)
    return Doubtful(_unusual(age.years), (age,))


def _unusual(years: int) -> Message:
    return say_many(
        "An age of {n} year would be unusual. Is that right?",
        "An age of {n} years would be unusual. Is that right?",
        years,
    )


def _check_birth(shape: Shape, day: Day, setting: Setting) -> Reading:
    checked = date.event(day, setting)
    if not isinstance(checked, Understood):
        return checked
    youngest, oldest = _years(day.last, setting.today), _years(day.first, setting.today)
    if youngest > _OLDEST:
        return Unclear(say("{date} is more than 120 years ago. Please check the year.", date=date.show_day(day)))
    if not any(shape.ages.hold(Fraction(years)) for years in range(max(0, youngest), oldest + 1)):
        return Doubtful(_unusual(max(0, youngest)), (expect(checked.value, Day),))
    return checked


def _years(born: Date, today: Date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def show(shape: Shape, value: Value) -> Message:
    """The date, or the age."""
    if isinstance(value, Age):
        return say_many("{n} year (on {date})", "{n} years (on {date})", value.years, date=value.on)
    return date.show_day(expect(value, Day))


def example(shape: Shape, setting: Setting) -> Message:
    """A birth date of somebody whom the trial looks for."""
    low, high = shape.ages.low or 0, _USUAL if shape.ages.high is None else shape.ages.high
    years = max(min(_USUAL, high), low, 1)
    return say("{date}", date=Date(setting.today.year - int(years), 5, 12))
