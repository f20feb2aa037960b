"""How long a role lasts: its last day by the site's calendar, as typed, and the moment at which it is over."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.core.kinds import dates
from bot.core.lexicon.forms import normal
from bot.core.messages import Message, say
from bot.desk.room import House
from bot.ports import Delegation

_UNTIL = re.compile(r"(?:^|\s+)(?:(?:until|till|to)\s+|(?:截至|至|到)\s*(?=[0-9]))", re.IGNORECASE)
_A_MOMENT = timedelta(microseconds=1)


def over_after(house: House, day: date, site: str) -> datetime:
    """The first moment, in UTC, after this day of the site's calendar."""
    return datetime.combine(day + timedelta(days=1), time(), house.zone(site)).astimezone(UTC)


def last_day(house: House, end: datetime, site: str) -> date:
    """The last day of the site's calendar that had begun before this moment."""
    return (end - _A_MOMENT).astimezone(house.zone(site)).date()


def planned_day(house: House, one: Delegation | None) -> date | None:
    """The last day that is planned for a delegation."""
    return None if one is None or one.planned_end is None else last_day(house, one.planned_end, one.site)


def parted(text: str) -> tuple[str, str]:
    """What is said before "until", and what after it."""
    before, *after = _UNTIL.split(text, maxsplit=1)
    return before, "".join(after)


def read(text: str, today: date) -> date | Message:
    """The last day that was typed, or why there is none. Only a full date that is not over will do."""
    found = dates.find(normal(parted(text)[1] or text), today, ahead=True)
    day = found.days[0].exact if isinstance(found, dates.Found) and found.certain and len(found.days) == 1 else None
    if day is None:
        return say("The last day is a full date, such as {example}.", example=_example(today))
    return day if day >= today else say("{day} is over. The last day is today or later.", day=day)


def _example(today: date) -> str:
    return (today + timedelta(days=90)).isoformat()


def suggested(today: date) -> tuple[date, ...]:
    """The days that are often meant: the ends of this month, of the next, and of this year and the next."""
    first = today.replace(day=1)
    months = [_month_after(first), _month_after(_month_after(first))]
    ends = [*(month - timedelta(days=1) for month in months), date(today.year, 12, 31), date(today.year + 1, 12, 31)]
    return tuple(dict.fromkeys(ends))


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
