"""Dates told from today: so many days away, a weekday, a day of last month. All of them are asked back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.core.answers import Day
from bot.core.kinds.dates.days import Found, month_from, one_of
from bot.core.kinds.dates.written import NAME, written
from bot.core.lexicon.calendar import (
    DAYS,
    HOLIDAYS,
    MONTHS_AWAY,
    SPANS,
    WEEKDAY_SIGNS,
    WEEKDAYS,
    WEEKS,
    YEARS_AWAY,
)
from bot.core.lexicon.patterns import pattern
from bot.core.messages import Message


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COUNT = rf"([0-9]{{1,4}}|an?) ?个? ?({_any(SPANS)})"
_COUNTS = rf"{_COUNT}(?:(?: and |, | |零|又|加)?{_COUNT})?"
_TIME = "(?:'?s?'? time)?"
_SPAN = pattern(_COUNTS)
_AGO = pattern(rf"{_COUNTS} ?(?:ago|back|before today|before now|以前|之前|前)|距今{_COUNTS}")
_AHEAD = pattern(
    rf"{_COUNTS}{_TIME} ?(?:from now|from today|later|以后|之后|后)|in {_COUNTS}{_TIME}|{_COUNTS}'?s?'? time"
    rf"|(?:再过|过){_COUNTS}(?:以?后|之后)?"
)

_CHINESE_WEEK = r"(?P<week>上上|上|本|这|下下|下)?一?个?(?:(?:周|星期|礼拜)的?(?=周|星期|礼拜))?"
_CHINESE_WEEKDAY = pattern(rf"{_CHINESE_WEEK}(?:周|星期|礼拜) ?(?P<sign>[{''.join(WEEKDAY_SIGNS)}])")
_STATED = r"(?:(?P<stated>last|this|next) week(?:'?s)?,? (?:on )?)?"
_STATED_AFTER = r"(?: (?:of )?(?P<after>last|this|next) week)?"
_WEEKDAY = pattern(rf"{_STATED}(?:(?P<week>{_any(WEEKS)}) )?(?P<name>{_any(WEEKDAYS)})\.?{_STATED_AFTER}")

_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|日|号)?"
_OF_A_MONTH = (
    pattern(rf"(?P<month>{_any(MONTHS_AWAY)})(?:份|的|,| on| the| ){{0,4}}{_DAY}"),
    pattern(rf"{_DAY}[ ,]{{0,2}}(?:of )?(?P<month>{_any(MONTHS_AWAY)})"),
)
_OF_A_YEAR = (
    pattern(rf"(?P<year>{_any(YEARS_AWAY)})(?:'s| in|的|,| on| ){{0,3}}(?P<rest>.*)"),
    pattern(rf"(?P<rest>.+?)(?: in| of|,| ){{1,3}}(?P<year>{_any(YEARS_AWAY)})"),
)
_NAMED_MONTH = pattern(rf"(?P<which>last|this|next) (?P<rest>{NAME}.*)")


def relative(text: str, today: date, ahead: bool) -> Found | Message | None:
    """The dates that a text can mean which tells one from today; None where it does not."""
    if text in DAYS:
        return Found((Day.on(today + timedelta(DAYS[text])),), certain=False)
    if holiday := _holiday(text, today, ahead):
        return holiday
    if counted := _counted(text, today):
        return counted
    if weekday := _weekday(text, today, ahead):
        return one_of(map(Day.on, weekday))
    return _of_a_month(text, today) or _of_a_year(text, today) or _of_last_year_perhaps(text, today)


def _holiday(text: str, today: date, ahead: bool) -> Found | None:
    """The last holiday of that name, or, where it lies ahead, the next one: 国庆那天, 元旦."""
    name = text.removesuffix("当天").removesuffix("当日")
    if name not in HOLIDAYS:
        return None
    days = [date(today.year + away, *HOLIDAYS[name]) for away in (-1, 0, 1)]
    nearest = min(day for day in days if day >= today) if ahead else max(day for day in days if day <= today)
    return Found((Day.on(nearest),), certain=False)


def length_in_days(text: str) -> int | None:
    """How many days a text stands for which is a length of time and nothing else: "3 weeks", "两周零三天"."""
    found = _SPAN.fullmatch(text)
    return _days(found) if found else None


def _days(found: re.Match[str]) -> int:
    parts = [part for part in found.groups() if part]
    counted = zip(parts[::2], parts[1::2], strict=True)
    return sum((int(n) if n.isdecimal() else 1) * SPANS[unit] for n, unit in counted)


def _counted(text: str, today: date) -> Found | None:
    ago = _AGO.fullmatch(text)
    found = ago or _AHEAD.fullmatch(text)
    if found is None:
        return None
    return Found((Day.on(today + timedelta(-_days(found) if ago else _days(found))),), certain=False)


def _weekday(text: str, today: date, ahead: bool) -> list[date] | None:
    """The weekday of a stated week; without one the nearest, or, where it is today's, today and a week away."""
    if found := _CHINESE_WEEKDAY.fullmatch(text):
        return list(_weekdays(WEEKDAY_SIGNS[found["sign"]], found["week"], today, ahead))
    if found := _WEEKDAY.fullmatch(text):
        at, stated = WEEKDAYS[found["name"]], found["stated"] or found["after"]
        return [_in_week(at, WEEKS[stated], today)] if stated else list(_weekdays(at, found["week"], today, ahead))
    return None


def _weekdays(at: int, week: str | None, today: date, ahead: bool) -> Iterator[date]:
    """People mean the nearest Monday by "last Monday", or that of the last week: both, where they differ."""
    away = WEEKS[week] if week else None
    before = today - timedelta((today.weekday() - at) % 7 or 7)
    coming = today + timedelta((at - today.weekday()) % 7 or 7)
    if away is None and today.weekday() == at:
        yield today
    if away is not None:
        yield _in_week(at, away, today)
    if away == -1 or (away is None and not ahead):
        yield before
    if ahead and (away in (None, 1) or (away == 0 and _in_week(at, 0, today) < today)):
        yield coming


def _in_week(at: int, weeks: int, today: date) -> date:
    return today + timedelta(at - today.weekday() + 7 * weeks)


def _of_a_month(text: str, today: date) -> Found | Message | None:
    found = next(filter(None, (form.fullmatch(text) for form in _OF_A_MONTH)), None)
    if found is None:
        return None
    year, month = month_from(today, MONTHS_AWAY[found["month"]])
    return _doubtful(written(f"{year}-{month}-{found['d']}", today, ahead=False))


def _of_a_year(text: str, today: date) -> Found | Message | None:
    found = next(filter(None, (form.fullmatch(text) for form in _OF_A_YEAR)), None)
    if found is None:
        return None
    year, rest = today.year + YEARS_AWAY[found["year"]], found["rest"]
    first = written(f"{year}年{rest}", today, ahead=False)
    return _doubtful(written(f"{rest} {year}", today, ahead=False) if first is None else first)


def _of_last_year_perhaps(text: str, today: date) -> Found | Message | None:
    """ "Last March" can be the latest one, or that of last year."""
    found = _NAMED_MONTH.fullmatch(text)
    if found is None:
        return None
    away = WEEKS[found["which"]]
    stated = written(f"{found['rest']} {today.year + away}", today, ahead=False)
    latest = written(found["rest"], today, ahead=away > 0) if away else None
    days = [day for one in (latest, stated) if isinstance(one, Found) for day in one.days]
    return one_of(days) if days else stated


def _doubtful(found: Found | Message | None) -> Found | Message | None:
    return Found(found.days, certain=False) if isinstance(found, Found) else found
