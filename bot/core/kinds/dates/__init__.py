"""Finds the calendar date in a typed reply, or says why there is none.

First what stands around a date is taken off (`around`): words that change nothing, a time of day, a weekday. What is
left must be a date and nothing else, written out (`written`) or told from today (`relative`); `spelling` turns numbers
in words into digits, `days` makes days and months of numbers. A date among words that are not known (`within`) is asked
back, and none is taken where one of these words may change it; `spans` finds the end of what went on for days.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.answers import Day
from bot.core.kinds.dates.around import Remainder, bare, without_weekday
from bot.core.kinds.dates.days import Found, day_of, dump_day, load_day
from bot.core.kinds.dates.relative import length_in_days, relative
from bot.core.kinds.dates.spelling import with_digits
from bot.core.kinds.dates.within import date_within, names_date, two_dates, why_not
from bot.core.kinds.dates.written import written
from bot.core.lexicon.dating import is_lunar
from bot.core.lexicon.forms import brief, trimmed
from bot.core.lexicon.lasting import has_ended
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.replies import is_unknown
from bot.core.messages import Message, say

__all__ = ["Found", "day_of", "dump_day", "find", "load_day", "names_date", "says_unknown", "why"]

_LONGEST = 120
_MOST_PARTS = 3
_PARTS = pattern("[(),;。]")
_BRACKETS = str.maketrans("【】「」[]", "()()()")


def find(text: str, today: date, ahead: bool) -> Found | Message:
    """The dates that a normalised reply can mean, or a sentence that says why there is none.

    Without a year the date is the last one of that name; with `ahead` the next one.
    """
    reply = trimmed(text.translate(_BRACKETS))
    if is_lunar(reply):
        return say("Dates of the lunar calendar cannot be used: please type the date of the ordinary calendar")
    if len(reply) > _LONGEST:
        return say("No date was recognised")
    said = bare(Remainder(reply))
    return (
        _whole(said, today, ahead)
        or _in_parts(reply, today, ahead)
        or _within(reply, today, ahead)
        or why_not(said.core)
    )


def _whole(said: Remainder, today: date, ahead: bool) -> Found | Message | None:
    """The date that a reply is, with or without its weekday."""
    found = _date(said, today, ahead)
    dated = without_weekday(said) if found is None else None
    if dated:
        said = bare(dated)
        found = _date(said, today, ahead)
    return _as_said(found, said, ahead) if isinstance(found, Found) else found


def _date(said: Remainder, today: date, ahead: bool) -> Found | Message | None:
    core = with_digits(said.core)
    if said.stopped and (days := length_in_days(core.removeprefix("for "))):
        return Found((Day.on(today - timedelta(days)),), certain=False)
    for form in dict.fromkeys((core, core.removeprefix("in "), core.removeprefix("在"))):  # 在用 is something else
        if found := relative(form, today, ahead) or written(form, today, ahead):
            return found
    return None


def _as_said(found: Found, said: Remainder, ahead: bool) -> Found | None:
    """With what was said beside the date: a weekday and a time of day belong to a day, not to a month."""
    days = tuple(day for day in found.days if day.exact or not said.of_a_day)
    certain = found.certain and said.sure and (ahead or not said.planned)
    return replace(found, days=days, certain=certain, weekday=said.weekday) if days else None


def _in_parts(reply: str, today: date, ahead: bool) -> Found | None:
    """A date with clauses beside it: the same date once more, that it has ended, that no day of the month is known."""
    parts = _parts(reply)
    if len(parts) == 1:
        parts = two_dates(reply)
    telling = [Remainder(part) for part in parts if not has_ended(part)]
    known = [said for said in map(bare, telling) if not is_unknown(said.core)]
    found = [one for said in known if isinstance(one := _whole(said, today, ahead), Found)]
    if len(parts) < 2 or not found or len(found) != len(known):
        return None
    day_unknown = len(known) < len(telling)
    same = tuple(day for day in found[0].days if all(day in other.days for other in found))
    certain = found[0].certain and len(found) == 1 and not (day_unknown and same[0].exact)
    return replace(found[0], days=same, certain=certain) if same else None


def _parts(reply: str) -> list[str]:
    parts = [part for part in map(trimmed, _PARTS.split(reply)) if part]
    return parts if len(parts) <= _MOST_PARTS else []


def _within(reply: str, today: date, ahead: bool) -> Found | None:
    """A date among words that are not known is asked back."""
    text = date_within(reply)
    found = _whole(Remainder(text), today, ahead) if text else None
    return replace(found, certain=False) if isinstance(found, Found) else None


def says_unknown(text: str) -> bool:
    """Whether a normalised reply says that the date is not known, perhaps that it has ended: "已停药,具体日期不详"."""
    parts = _parts(text.translate(_BRACKETS)) if len(text) <= _LONGEST else []
    unknown = [part for part in parts if is_unknown(bare(Remainder(part)).core)]
    return bool(unknown) and all(part in unknown or has_ended(part) for part in parts)


def why(reply: str, reason: Message, example: Message) -> Message:
    """The sentence that asks for another reply."""
    return say("“{typed}”: {why}. For example: {example}.", typed=brief(reply), why=reason, example=example)
