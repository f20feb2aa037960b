"""A birth date, or completed years of age where that decides. Nominal age (虚岁) counts differently and is refused."""

from __future__ import annotations

import re
from datetime import date as Date
from typing import Any

from bot.core.answers import Age, Day, Value
from bot.core.kinds import date, dates
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import exchanged_fields, expect, not_fitting
from bot.core.lexicon.forms import normal, trimmed
from bot.core.lexicon.numerals import NUMERAL, numeral
from bot.core.messages import Message, say, say_many
from bot.core.shapes import Shape

_AGE = re.compile(
    rf"(?:aged?|年龄|年纪|今年)? ?[:=]? ?(?P<n>[0-9]{{1,3}}|{NUMERAL}{{1,5}}) ?"
    r"(?P<unit>周?岁|years?(?: ?-?old)?|years? of age|y\.?/?o\.?|yrs?\.?(?: old)?|y)?"
)
_OLDEST = 120
_USUAL = (16, 75)


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The date or the age that was typed."""
    text = trimmed(normal(reply))
    if "虚" in text or "nominal" in text:
        return Unclear(
            say("The nominal age (虚岁) cannot be used: please type the birth date, or the completed years.")
        )
    years = _age(text)
    if years is not None:
        return check(shape, Age(years, setting.today), setting)
    found = dates.find(text, setting.today, ahead=False)
    if isinstance(found, dates.Found) and found.yearless:
        found = say("The year of birth is needed")
    if isinstance(found, Message):
        return Unclear(dates.why(reply, found, example(shape, setting)))
    return date.settled(reply, found, [check(shape, day, setting) for day in found.days])


def _age(text: str) -> int | None:
    found = _AGE.fullmatch(text)
    if found is None:
        return None
    years = int(found["n"]) if found["n"].isdecimal() else numeral(found["n"])
    return None if years is None or years > 999 else years  # 一九八五 is a year


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
    """Alive and grown up, most likely."""
    match value:
        case Age():
            return _check_age(value)
        case Day():
            return _check_birth(value, setting)
    return not_fitting(example(shape, setting))


def _check_age(age: Age) -> Reading:
    if not 0 <= age.years <= _OLDEST:
        return Unclear(say("An age lies between 0 and {oldest} years. Please check it.", oldest=_OLDEST))
    if _USUAL[0] <= age.years <= _USUAL[1]:
        return Understood(age)
    return Doubtful(_unusual(age.years), (age,))


def _unusual(years: int) -> Message:
    return say_many(
        "An age of {n} year would be unusual. Is that right?",
        "An age of {n} years would be unusual. Is that right?",
        years,
    )


def _check_birth(day: Day, setting: Setting) -> Reading:
    checked = date.event(day, setting)
    if not isinstance(checked, Understood):
        return checked
    youngest, oldest = _years(day.last, setting.today), _years(day.first, setting.today)
    if youngest > _OLDEST:
        return Unclear(say("{date} is more than 120 years ago. Please check the year.", date=date.show_day(day)))
    if oldest < _USUAL[0] or youngest > _USUAL[1]:
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
    """A birth date."""
    return say("{date}", date=Date(setting.today.year - 40, 5, 12))
