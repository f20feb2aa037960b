"""Dates written out, in the forms of both languages.

Every form is matched whole: "10月初" never passes for a day. What leaves something open, the year or the order of day
and month, is marked as not certain, so that it is asked back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bot.core.answers import Day
from bot.core.kinds.dates.days import Found, day_of, full_year, nearest, nearest_in_a_month, one_of
from bot.core.lexicon.calendar import MONTHS
from bot.core.lexicon.patterns import pattern
from bot.core.messages import Message

NAME = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![a-z])"
_SEP = " ?[-/.。,、年 ] ?"
_GAP = r"(?:[-/., ]|of |the ){0,3}"
_Y = "(?P<y>[0-9]{4})"
_SHORT = "'?(?P<short>[0-9]{2})"
_M = "(?P<m>[0-9]{1,2})"
_NAMED = rf"(?P<m>{NAME})"
_D = "(?P<d>[0-9]{1,2})"
_DTH = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_UNSTATED = r"(?:un|unk|uk|nk|xx?|\?\??)"  # "UN-OCT-2026": the day is not known
_CHINESE_DAY = rf"{_M} ?月 ?{_D} ?[日号]?"
_CERTAIN = (
    rf"{_Y}{_SEP}{_M} ?[-/.。,、月 ] ?{_D} ?[日号]?",
    "(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])",
    rf"{_DTH}{_GAP}{_NAMED}{_GAP}{_Y}",
    rf"{_NAMED}{_GAP}{_DTH} ?[-/., ] ?{_Y}",
    rf"{_Y}{_GAP}{_NAMED}{_GAP}{_DTH}",
    rf"{_M} ?月 ?{_D} ?[日号, ]{{1,3}}{_Y} ?年?",
    rf"{_Y}{_SEP}{_M} ?(?:月份?)?",
    rf"{_M} ?[-/.月] ?{_Y} ?年?",
    rf"{_NAMED}{_GAP}{_Y}",
    rf"{_Y} ?年?{_GAP}{_NAMED}",
    "(?P<y>(?:19|20)[0-9]{2})",
    rf"{_Y} ?年",
    rf"{_UNSTATED}{_GAP}{_NAMED}{_GAP}{_Y}",
    rf"{_Y}{_SEP}{_M} ?[-/.月] ?{_UNSTATED} ?[日号]?",
)
_DOUBTFUL = (
    rf"{_SHORT} ?[-/.年 ] ?{_CHINESE_DAY}",
    rf"{_SHORT} ?年 ?{_M} ?月份?",
    rf"{_SHORT} ?年",
    rf"{_DTH}{_GAP}{_NAMED}{_GAP}{_SHORT}",
    rf"{_NAMED}{_GAP}{_DTH} ?[-/., ] ?{_SHORT}",
    rf"{_NAMED} ?'(?P<short>[0-9]{{2}})",
    _CHINESE_DAY,
    rf"{_M} ?[-/.] ?{_D} ?[日号]",
    rf"{_DTH}{_GAP}{_NAMED}",
    rf"{_NAMED}{_GAP}{_DTH}",
    rf"{_M} ?月份?",
    _NAMED,
    r"(?P<d>[0-9]{1,2})(?: ?[日号]|st|nd|rd|th)",
)
_FORMS = tuple((pattern(form), forms is _CERTAIN) for forms in (_CERTAIN, _DOUBTFUL) for form in forms)
_TWO = pattern("([0-9]{1,2}) ?[-/.。 ] ?([0-9]{1,2})(?: ?[-/.。 ] ?([0-9]{4}))?")
_THREE = pattern("([0-9]{1,2}) ?[-/.。 ] ?([0-9]{1,2}) ?[-/.。 ] ?'?([0-9]{1,2})")
_SOLID = pattern("[0-9]{4}|[0-9]{6}|[0-9]{8}")


def written(text: str, today: date, ahead: bool) -> Found | Message | None:
    """The dates that a text can mean which is a date and nothing else; None where it is none."""
    for form, certain in _FORMS:
        if found := form.fullmatch(text):
            return _named(found.groupdict(), certain, today, ahead)
    if found := _TWO.fullmatch(text):
        return _either_order(found[1], found[2], found[3], today, ahead)
    if found := _THREE.fullmatch(text):
        return _nearest_first(_short_years(found[1], found[2], found[3], today, ahead), today)
    return _solid(text, today, ahead) if _SOLID.fullmatch(text) else None


def _named(parts: dict[str, str | None], certain: bool, today: date, ahead: bool) -> Found | Message:
    month, day = parts.get("m"), parts.get("d")
    m, d = MONTHS.get(month, 0) or int(month) if month else None, int(day) if day else None
    if year := parts.get("y"):
        return one_of([day_of(int(year), m, d)], certain)
    if short := parts.get("short"):
        return one_of([day_of(full_year(int(short), today, ahead), m, d)])
    if m is None:
        return one_of([nearest_in_a_month(d or 0, today, ahead)], yearless=True)
    return one_of([nearest(m, d, today, ahead)], yearless=True)


def _either_order(a: str, b: str, year: str | None, today: date, ahead: bool) -> Found | Message:
    orders = [(int(a), int(b)), (int(b), int(a))]
    if year is None:
        return one_of((nearest(m, d, today, ahead) for m, d in orders), yearless=True)
    found = one_of(day_of(int(year), m, d) for m, d in orders)
    return Found(found.days, certain=len(found.days) == 1) if isinstance(found, Found) else found


def _short_years(a: str, b: str, c: str, today: date, ahead: bool) -> Iterator[Day | None]:
    """Year first, day first, or month first; a year has two digits."""
    orders = [(year, month, day) for year, month, day in ((a, b, c), (c, b, a), (c, a, b)) if len(year) == 2]
    return (day_of(full_year(int(year), today, ahead), int(month), int(day)) for year, month, day in orders)


def _nearest_first(days: Iterable[Day | None], today: date) -> Found | Message:
    possible = [day for day in days if day]
    possible.sort(key=lambda day: abs(today - day.first))
    return one_of(possible)


def _solid(text: str, today: date, ahead: bool) -> Found | Message:
    """Digits alone, without a year that can be told at once."""
    if len(text) == 4:
        return _either_order(text[:2], text[2:], None, today, ahead)
    if len(text) == 8:
        found = _either_order(text[:2], text[2:4], text[4:], today, ahead)
        return Found(found.days, certain=False) if isinstance(found, Found) else found
    month = day_of(int(text[:4]), int(text[4:])) if text[:2] in ("19", "20") else None
    return _nearest_first([month, *_short_years(text[:2], text[2:4], text[4:], today, ahead)], today)
