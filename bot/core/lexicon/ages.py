"""Ages as they are typed: "39", "三十九岁", "39 y/o", "女,39岁"; and what is said of an age without telling it.

Completed years are read only where nothing is left over: "39岁半" and "快40" are none.
"""

from __future__ import annotations

from bot.core.lexicon.calendar import NUMBERS
from bot.core.lexicon.forms import trimmed
from bot.core.lexicon.numerals import NUMERAL, numeral
from bot.core.lexicon.patterns import pattern

_NUMBER = (
    rf"(?P<n>[1-9][0-9]{{0,2}}|0|{NUMERAL}{{1,5}}|(?:one )?hundred|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
)
_UNIT = r"(?:(?:周|足)?岁整?|(?:years?|yrs?\.?)(?:[ -]?old| of age)?|y\.?/?o\.?|y)(?![a-z])"
_MONTHS = r"(?:[, ]*(?:零|又|and )?(?:1[01]|[1-9]|十一|[一二两三四五六七八九十]) ?(?:个月|months?|mos?|m)(?![a-z]))"  # do not count
_SEX = "(?:女性|女|男性|男|(?:female|male|woman|man|lady|patient|f)(?![a-z])|m(?=[/, ]))"
_SEX_AFTER = (
    "(?:女性|女|男性|男|患者|病人|(?:female|male|woman|man|lady|patient|f)(?![a-z])|(?<=[/,])m)"  # "39m" may be months
)
_BEFORE = (
    "(?:年龄(?:为|是)?|年纪|岁数|实足年龄|实际年龄|今年|现年|目前|现在|现|已经?满?|刚?满|周岁|实岁|足岁|患者|病人|我|他|她|本人|是|为"
    "|(?:aged?|at age|(?:she|he|pt|the patient|patient)(?: is|'s)?|i am|i'm|is|an?|currently|now|only|just turned|just)(?![a-z]))"
)
_AGE = pattern(
    rf"(?:(?:{_BEFORE}|{_SEX})[ :=,/]*){{0,5}}{_NUMBER}(?: ?-? ?{_UNIT}{_MONTHS}?)?(?:[ ,/]*(?:{_SEX_AFTER}|了|的|now(?![a-z]))){{0,3}}"
)
_STATED = rf"(?:(?P<stated>aged? |年龄[:是为]?)|今年)?{_NUMBER} ?(?(stated)(?:{_UNIT})?|{_UNIT})"
_OF_MONTHS = pattern(
    rf"(?:(?:{_BEFORE}|{_SEX})[ :=,/]*){{0,5}}{_NUMBER} ?-?(?:个月龄?|月龄|months?[ -]old|months?|mos?\.?(?: old)?)(?:[ ,/]*(?:{_SEX_AFTER}|了|的|大)){{0,3}}"
)
_BESIDE_DATE = (
    pattern(rf"(?P<date>.*[^,;( ])[ ,;(]+{_STATED}[ )]*"),
    pattern(rf"{_STATED}[ ,;(]+(?P<date>.*[^)])[ )]*"),
)
_NOMINAL = pattern("虚|nominal|xusui")
_REACHED = pattern("(?<!刚)满")
_ZODIAC = pattern("属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|生肖|本命年|zodiac|year of the [a-z]")
_ROUGH = pattern(
    "[多几来余半快近约吧?]|左右|上下|出头|将近|接近|差不多|大概|不到|超过|或|后$|后[的生]|个?月|[0-9][+~]|[~<>≥≤]|[0-9]-[0-9]|[.][0-9]|[0-9] ?mo?$"
    "|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies|[0-9]0'?s"
    "|(?<![a-z])(?:over|under|or|about|around|almost|nearly|approximately|circa|early|mid|late|below|above|months?|weeks?|days?|mos?"
    "|half|going on|turning|older|younger|more|less)(?![a-z])"
)
_CALENDAR = pattern("[0-9]{4}|[一二][〇零一二三四五六七八九]{3}|年|历")
_LONGEST = 80


def age(text: str) -> int | None:
    """The completed years that a normalised reply is, and nothing else."""
    found = _AGE.fullmatch(text) if len(text) <= _LONGEST else None
    return _years(found["n"]) if found else None


def months(text: str) -> int | None:
    """The completed months of age that a normalised reply is, and nothing else: 3月龄, "18 months old"."""
    found = _OF_MONTHS.fullmatch(text) if len(text) <= _LONGEST else None
    return _years(found["n"]) if found else None


def age_beside_date(text: str) -> tuple[int, str] | None:
    """An age that is named as one, and the text beside it."""
    found = next(filter(None, (form.fullmatch(text) for form in _BESIDE_DATE)), None) if len(text) <= _LONGEST else None
    years = _years(found["n"]) if found else None
    return (years, trimmed(found["date"])) if found and years else None


def is_nominal(text: str) -> bool:
    """Whether a normalised reply counts the years of age the Chinese way."""
    return _NOMINAL.search(text) is not None


def is_reached(text: str) -> bool:
    """Whether a normalised reply says an age that has been reached, and perhaps long ago: 满18岁; not 刚满18岁."""
    return _REACHED.search(text) is not None


def is_zodiac(text: str) -> bool:
    """Whether a normalised reply names the animal of the year."""
    return _ZODIAC.search(text) is not None


def is_rough(text: str) -> bool:
    """Whether a normalised reply gives an age only roughly, or not in years."""
    return len(text) <= _LONGEST and not _CALENDAR.search(text) and _ROUGH.search(text) is not None


def _years(number: str) -> int | None:
    if number.isdecimal():
        return int(number)
    years = NUMBERS.get(number) or (100 if number.endswith("hundred") else numeral(number))
    return None if years is None or years > 999 else years  # 一九八五 is a year
