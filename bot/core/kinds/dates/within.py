"""A date among other words, and why there is none that can be used."""

from __future__ import annotations

from bot.core.kinds.dates.spelling import with_digits
from bot.core.kinds.dates.written import NAME
from bot.core.lexicon.calendar import DAYS, SPANS
from bot.core.lexicon.dating import STOPPED, WHICH, is_bound, is_negated, is_season, is_vague, turns
from bot.core.lexicon.patterns import pattern
from bot.core.messages import Message, say

_DAYS = "|".join(sorted((day for day in DAYS if len(day) > 1), key=len, reverse=True))
_SPANS = "|".join(sorted(SPANS, key=len, reverse=True))
_TH = "[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9])"
_LAST = pattern("|".join(sorted(WHICH, key=len, reverse=True)))
# Only forms that can be nothing else: "10.1" may be a result, "1985" a number.
_DATE = pattern(
    r"(?<![0-9.])(?:[0-9]{4} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2}(?![0-9.a-z]| ?月) ?[日号]?"
    r"|[0-9]{4} ?年 ?[0-9]{1,2} ?月份?"
    r"|[0-9]{1,2} ?月 ?[0-9]{1,2}(?![0-9.a-z]| ?月) ?[日号]?"
    rf"|{_TH}[ -]?(?:of )?{NAME}(?:[ ,.-]{{0,2}}[0-9]{{4}}(?![0-9]))?"
    rf"|(?<![~或到至-])[0-9]{{1,4}} ?个? ?(?:{_SPANS}) ?(?:ago(?![a-z])|以前|之前|前))"
    rf"|(?<![a-z]){NAME}[ .-]{{0,2}}{_TH}(?:[ ,.-]{{1,2}}[0-9]{{4}}(?![0-9]))?"
    rf"|(?<![a-z])(?:{_DAYS})(?![a-z])"
)
_SEVERAL = pattern(
    "[0-9] ?[日号月年]? ?(?:到|至|~|或者?|和|与|及|、|&|to|and|or) ?[0-9]|between|之间"
    "|[0-9]{4} ?- ?[0-9]{4}|(?<![0-9])[0-9]{1,2} ?- ?[0-9]{1,2}(?![0-9])|[0-9][/.月][0-9]{1,2}[^0-9].*[0-9][/.月][0-9]"
)
_STRANGE_YEAR = pattern("(?:[0-9]{3}|[0-9]{5,})(?=[-/.年])|(?:[0-9]{3}|[0-9]{5}|[0-9]{7})$")
_CALENDAR = pattern(f"[0-9月年周]|{NAME}")


def date_within(text: str) -> str | None:
    """The one date among words that do not change it."""
    plain = with_digits(text)
    found = list(_DATE.finditer(plain))
    if len(found) != 1:
        return None
    rest = _LAST.sub(" ", f"{plain[: found[0].start()]} {plain[found[0].end() :]}")
    return None if any(map(str.isdigit, rest)) or turns(rest) else found[0].group().strip()


def two_dates(text: str) -> list[str]:
    """The two dates that a normalised text is, and nothing else: "昨天11月21日"."""
    plain = with_digits(text)
    found = [one.group() for one in _DATE.finditer(plain)]
    return found if len(found) == 2 and not _DATE.sub("", plain).strip(" ,.()-/") else []


def names_date(text: str) -> bool:
    """Whether a date stands somewhere in a normalised text."""
    return _DATE.search(with_digits(text)) is not None


def why_not(text: str) -> Message:
    """Why a normalised reply, of which no date could be taken, is none."""
    plain = with_digits(text)
    without, dates = _DATE.subn("0", plain)
    several = _SEVERAL.search(without) is not None
    reasons = (
        (dates > 1 or (dates > 0 and several), _SEVERAL_DATES),
        (is_vague(text) or is_season(text), _ROUGH),
        (dates > 0 and is_negated(text), say("This says when it was not: please type the date on which it was")),
        (_STRANGE_YEAR.match(plain), say("The year needs four digits")),
        (several, _SEVERAL_DATES),
        (
            is_bound(text) and _CALENDAR.search(plain),
            say("Before or after a date is not enough: please type the date itself"),
        ),
        (dates > 0, say("It is not certain that this date is the one asked for: please type the date alone")),
        (STOPPED.search(text), say("It has ended, but the date is missing")),
    )
    return next((reason for holds, reason in reasons if holds), say("No date was recognised"))


_SEVERAL_DATES = say("There is more than one date here: please type only the one that is asked for")
_ROUGH = say("A date is needed; where the day is not known, type the year and the month")
