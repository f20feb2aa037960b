"""Finds the calendar date in a typed reply, or says why there is none.

Every form is matched whole: "10月初" and "over a year ago" never pass for an exact day. What leaves something open,
the year or the order of day and month, is marked as not certain, so that it is asked back.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.answers import Day
from bot.core.lexicon.calendar import COUNTS, DAYS, MONTHS, YEARS, is_lunar, is_vague
from bot.core.lexicon.forms import brief, trimmed
from bot.core.lexicon.numerals import numeral
from bot.core.messages import Message, say

_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<m>{_NAME})\.?"
_GAP = r" ?(?:[-/.,]|of)? ?"
_CHINESE_DAY = r" ?(?P<m>[0-9]{1,2}) ?月 ?(?P<d>[0-9]{1,2}) ?[日号]?"
_FORMS = tuple(
    map(
        re.compile,
        (
            r"(?P<y>[0-9]{4}) ?[-/.年] ?(?P<m>[0-9]{1,2}) ?[-/.月] ?(?P<d>[0-9]{1,2}) ?[日号]?",
            r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
            rf"{_DAY}{_GAP}{_MONTH}{_GAP}(?P<y>[0-9]{{4}})",
            rf"{_MONTH}{_GAP}{_DAY}(?: ?, ?| )(?P<y>[0-9]{{4}})",
            rf"(?P<y>[0-9]{{4}}){_GAP}{_MONTH}{_GAP}{_DAY}",
            r"(?P<y>[0-9]{4}) ?[-/.年] ?(?P<m>[0-9]{1,2}) ?(?:月份?)?",
            r"(?P<m>[0-9]{1,2}) ?[-/.] ?(?P<y>[0-9]{4})",
            rf"{_MONTH}{_GAP}(?P<y>[0-9]{{4}})",
            rf"(?P<y>[0-9]{{4}}){_GAP}{_MONTH}",
            r"(?P<y>[0-9]{4}) ?年?",
            rf"(?P<short>[0-9]{{2}}) ?年{_CHINESE_DAY}",
            r"(?P<short>[0-9]{2}) ?年 ?(?P<m>[0-9]{1,2}) ?月份?",
            _CHINESE_DAY,
            rf"{_DAY}{_GAP}{_MONTH}",
            rf"{_MONTH}{_GAP}{_DAY}",
            r"(?P<m>[0-9]{1,2}) ?月份?",
            _MONTH,
        ),
    )
)
_EITHER_ORDER = re.compile(r"([0-9]{1,2}) ?[-/.] ?([0-9]{1,2})(?: ?[-/.] ?([0-9]{4}))?")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}")
_UNITS = {"day": 1, "天": 1, "日": 1, "week": 7, "周": 7, "星期": 7, "礼拜": 7}
_COUNT = rf"(?P<n>[0-9]{{1,4}}|{'|'.join(COUNTS)}) ?个? ?(?P<unit>{'|'.join(_UNITS)})s?"
_AGO = re.compile(rf"{_COUNT} ?(?:ago|以前|之前|前)")
_AHEAD = re.compile(rf"{_COUNT} ?(?:from now|from today|以后|之后|后)")
_WITHIN = re.compile(rf"in {_COUNT}")
_NUMERALS = re.compile("[〇零一二两三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The dates that a reply can mean; not `certain` where it must be asked back, `yearless` without a year."""

    days: tuple[Day, ...]
    certain: bool = True
    yearless: bool = False


def find(text: str, today: date, ahead: bool) -> Found | Message:
    """The dates that a normalised reply can mean, or a sentence that says why there is none.

    Without a year the date is the last one of that name; with `ahead` the next one.
    """
    reply = trimmed(text).removeprefix("on ").removeprefix("the ")
    if reply in DAYS:
        days = DAYS[reply]
        return Found((Day.on(today + timedelta(days)),), certain=days in (0, -1))
    if is_lunar(reply):
        return say("Dates of the lunar calendar cannot be used: please type the date of the ordinary calendar")
    counted = _with_year(_NUMERALS.sub(_as_digits, reply), today)
    return _in_words(counted, today, ahead, counted != reply and reply.startswith(tuple(YEARS))) or _why_not(reply)


def _as_digits(found: re.Match[str]) -> str:
    number = numeral(found.group())
    return found.group() if number is None else str(number)


def _with_year(text: str, today: date) -> str:
    word = next(filter(text.startswith, YEARS), None)
    return text if word is None else f"{today.year + YEARS[word]}年{text[len(word) :].lstrip('的 ')}"


def _in_words(text: str, today: date, ahead: bool, relative: bool) -> Found | Message | None:
    if counted := _counted(text, today):
        return counted
    if form := next(filter(None, (form.fullmatch(text) for form in _FORMS)), None):
        found = _written(form.groupdict(), today, ahead)
        return Found(found.days, certain=False) if relative and isinstance(found, Found) else found
    either = _EITHER_ORDER.fullmatch(text)
    return _either_order(either, today, ahead) if either else None


def _counted(text: str, today: date) -> Found | None:
    ago = _AGO.fullmatch(text)
    found = ago or _AHEAD.fullmatch(text) or _WITHIN.fullmatch(text)
    if found is None:
        return None
    days = (COUNTS.get(found["n"]) or int(found["n"])) * _UNITS[found["unit"]]
    return Found((Day.on(today + timedelta(-days if ago else days)),), certain=False)


def _written(parts: dict[str, str | None], today: date, ahead: bool) -> Found | Message:
    month = parts.get("m")
    m = None if month is None else MONTHS.get(month) or int(month)
    d = int(parts["d"] or 0) if "d" in parts else None
    if year := parts.get("y"):
        day = day_of(int(year), m, d)
        return Found((day,)) if day else _impossible()
    if short := parts.get("short"):
        century = 2000 if int(short) <= today.year % 100 + ahead else 1900
        day = day_of(century + int(short), m, d)
        return Found((day,), certain=False) if day else _impossible()
    return _yearless([(m or 0, d)], today, ahead)


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


def _impossible() -> Message:
    return say("There is no such date in the calendar")


def _either_order(found: re.Match[str], today: date, ahead: bool) -> Found | Message:
    a, b = int(found[1]), int(found[2])
    orders = [(a, b)] if a == b else [(a, b), (b, a)]
    if not found[3]:
        return _yearless(orders, today, ahead)
    days = tuple(day for m, d in orders if (day := day_of(int(found[3]), m, d)))
    return Found(days, certain=len(days) == 1) if days else _impossible()


def _yearless(orders: Sequence[tuple[int, int | None]], today: date, ahead: bool) -> Found | Message:
    nearest = (next(_years(m, d, today, ahead), None) for m, d in orders)
    days = tuple(day for day in nearest if day)
    return Found(days, certain=False, yearless=True) if days else _impossible()


def _years(month: int, day: int | None, today: date, ahead: bool) -> Iterator[Day]:
    """The dates of that name, the nearest first; 29 February may be up to eight years away."""
    for distance in range(9):
        found = day_of(today.year + (distance if ahead else -distance), month, day)
        if found and (found.last >= today if ahead else found.first <= today):
            yield found


def _why_not(text: str) -> Message:
    if _SHORT_YEAR.fullmatch(text):
        return say("The order of this date is not clear: please type the year with four digits")
    if is_vague(text):
        return say("A date is needed; where the day is not known, type the year and the month")
    return say("No date was recognised")


def why(reply: str, reason: Message, example: Message) -> Message:
    """The sentence that asks for another reply."""
    return say("“{typed}”: {why}. For example: {example}.", typed=brief(reply), why=reason, example=example)


def load_day(text: str) -> Day | None:
    """From an exchanged date: a day, a month, a year, or the first and the last day as an ISO 8601 interval."""
    first, slash, last = text.partition("/")
    begin, end = _iso(first), _iso(last) if slash else None
    if not slash or begin is None or end is None:
        return None if slash else begin
    return Day(begin.first, end.last) if begin.first <= end.last else None


_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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
