"""Why a reply holds no amount that can be used: what is said when it is asked again."""

from __future__ import annotations

import re

from bot.core.kinds.amounts import AmountWords
from bot.core.kinds.figures import figures_at
from bot.core.lexicon.forms import trimmed
from bot.core.lexicon.measures import COUNTLESS, DATE, GRADE, GRADES, JUDGEMENTS, SIGN, is_vague
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.units import begins_unit
from bot.core.messages import Message, say

_NEGATIVE = pattern(r" ?(?:-|负|minus(?![a-z])|零下) ?(?=[0-9.零一二三四五六七八九])")
_DIGIT = "[0-9零一二两三四五六七八九十]"
_SECOND_NUMBER = pattern(rf" ?%? ?(?:[-~/到至,;、和±+:与]|--|to|or|and|vs|->)? ?-?{_DIGIT}")
_RANGE_END = pattern(rf" ?%? ?(?:[-~到至]|--|to) ?{_DIGIT}")
_DECIMAL_COMMA = pattern(",[0-9]")
_NAMED = pattern(r"[^0-9]{0,60}[a-z\u4e00-\u9fff][^0-9a-z\u4e00-\u9fff]{0,8}[0-9]")
_NAMED_AFTER = pattern(r"[\u4e00-\u9fff]{2,}")
_CHUNK = pattern(r"(?![0-9]+(?:[^0-9^*e/次]|$))(?:[^\s,;。、()\[\]]|(?<=/)\([^\s()]{1,20}\)){1,40}")
_MOST_WORDS = 20
_DATE = pattern(rf"{DATE}|[0-9]{{1,2}}月[0-9]{{0,2}}|[12][0-9]{{3}}[-/.年][0-9]{{1,2}}(?:[-/.月][0-9]{{0,2}})?")
_ANY_SIGN = pattern(f"{SIGN} ?")
TWO_COMMAS = say("A comma can be read in two ways: please type decimals with a point")


def trouble(text: str, body: str, *, counted: bool = False) -> Message | None:
    """Why a normalised reply holds no usable amount; `body` is what follows the words that lead to a number.

    `counted`: two numbers are nothing unusual.
    """
    return _no_number(text, body) or _no_exact_number(body, _RANGE_END if counted else _SECOND_NUMBER)


def _no_number(text: str, body: str) -> Message | None:
    plain = trimmed(text)
    if plain in GRADES or GRADE.fullmatch(text) or GRADE.fullmatch(body):
        return say("A grade such as + or negative is no number; the measured amount is needed")
    if plain in COUNTLESS or body in COUNTLESS:
        return say("That is no number; the amount itself is needed")
    if plain in JUDGEMENTS:
        return say("A word such as normal or high is no number; the result itself is needed")
    if _DATE.fullmatch(plain) or (body == "" and re.search(DATE, text)):
        return say("That is a date; the result itself is needed")
    return None


def _no_exact_number(body: str, second_number: re.Pattern[str]) -> Message | None:
    rest = behind_number(body)
    if _NEGATIVE.match(body):
        return say("A negative number is not possible here")
    if _DECIMAL_COMMA.match(rest):
        return TWO_COMMAS
    if second_number.match(rest):
        return say("One single number is needed, no range and no list")
    if is_vague(body):
        return say("One exact number is needed, no estimate and no range")
    return None


def behind_number(body: str) -> str:
    """What follows the number with which a text begins; nothing where it begins with none."""
    sign = _ANY_SIGN.match(body)
    figure = next(figures_at(body, sign.end() if sign else 0), None)
    return body[figure.end :] if figure else ""


def names_another(body: str, rest: str) -> bool:
    """Whether words before the number, or Chinese ones behind it, are no name of the test that is asked."""
    return _NAMED.match(body) is not None or _NAMED_AFTER.match(rest) is not None


def foreign_unit(rest: str, words: AmountWords) -> str:
    """What stands in the place of the unit and is none of the test's."""
    chunk = _CHUNK.match(rest)
    known = words.units.at(rest, 0)
    unit = chunk is not None and begins_unit(rest) and not (known and known[1] >= chunk.end())
    return chunk.group() if chunk and unit else ""


def left_unread(body: str, words: AmountWords) -> str:
    """What is left behind the number after flags and the like."""
    rest, at = behind_number(body), 0
    for _ in range(_MOST_WORDS):
        end = words.passed(rest, at)
        if end == at:
            break
        at = end
    return rest[at:]
