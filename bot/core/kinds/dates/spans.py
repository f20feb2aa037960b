"""The end of what went on from one day to another: 11月5日至11月15日住院, "ceftriaxone until Nov 18"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core.kinds.dates.days import Found
from bot.core.kinds.dates.spelling import with_digits
from bot.core.kinds.dates.written import NAME
from bot.core.lexicon.patterns import pattern

_TH = "[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9])"
_DAY = (
    r"(?:[0-9]{4} ?[-/.年] ?)?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2}(?![0-9]) ?[日号]?"
    rf"|{_TH} ?{NAME}(?: [0-9]{{4}})?|{NAME} {_TH}(?:,? [0-9]{{4}})?"
)
_SPAN = pattern(rf"(?P<first>{_DAY}) ?(?:到|至|~|-|to|until|till) ?(?P<last>{_DAY})")
_UNTIL = pattern(rf"(?:到|至|(?<![a-z])(?:until|till)) ?(?P<last>{_DAY})")
_LAST = pattern("last|until|till|end|discharg|left|末次|最后|出院|结束|何时停|到哪")


def asks_for_the_last(question: str) -> bool:
    """Whether a question, in lower case, asks for the day on which something ended."""
    return _LAST.search(question) is not None


def end_of_span(text: str, find: Callable[[str], object]) -> date | None:
    """The last day of the one span that a normalised reply tells; None where there is none, or it runs backwards."""
    plain = with_digits(text)
    found = _SPAN.search(plain) or _UNTIL.search(plain)
    if found is None:
        return None
    if any(map(str.isdigit, plain[: found.start()] + plain[found.end() :])):
        return None
    *firsts, lasts = (_days(find(day.strip())) for day in found.groupdict().values())
    if len(lasts) != 1 or not all(any(day <= lasts[0] for day in days) for days in firsts):
        return None
    return lasts[0]


def _days(found: object) -> list[date]:
    return [day.first for day in found.days if day.exact] if isinstance(found, Found) else []
