"""The numbers of a date as digits: 二〇二六年十月一日, twenty-one days ago, the first of October."""

from __future__ import annotations

from bot.core.lexicon.calendar import NUMBERS, ORDINALS
from bot.core.lexicon.numerals import NUMERAL, numeral
from bot.core.lexicon.patterns import pattern

_SPELLED = dict(zip("〇零一二三四五六七八九o0", "0012345678900", strict=True))
_YEAR = pattern(
    "[一二][〇零一二三四五六七八九o0]{3}(?=年)|(?<![一二三四五六七八九十])[〇零一二三四五六七八九]{2}(?=年(?!以?前|之前|以?后|之后))"
)
_NUMBER = pattern(rf"(?<![周期拜]){NUMERAL}+(?= ?(?:[年月日号天周个]|星期|礼拜))|(?<=月){NUMERAL}+")
_FIRST_MONTH = pattern("元月(?:份(?=[0-9]))?")
_ENGLISH = {name: str(n) for name, n in NUMBERS.items()} | {name: f"{n}th" for name, n in ORDINALS.items()}
_ENGLISH_NUMBER = pattern(rf"(?<![a-z])(?:{'|'.join(sorted(_ENGLISH, key=len, reverse=True))})(?![a-z])")


def with_digits(text: str) -> str:
    """The text with digits for its numerals, where they count days, weeks, months or name one."""
    text = _YEAR.sub(lambda found: "".join(_SPELLED[sign] for sign in found.group()), text)
    text = _NUMBER.sub(lambda found: _digits(found.group()), text)
    text = _ENGLISH_NUMBER.sub(lambda found: _ENGLISH[found.group()], text)
    text = _FIRST_MONTH.sub("1月", text)
    return text.replace("年的", "年").replace("月的", "月")


def _digits(spelled: str) -> str:
    number = numeral(spelled)
    return spelled if number is None else str(number)
