"""Words of the calendar, and of what is no date: vague spans, lunar days."""

from __future__ import annotations

import re

from bot.core.lexicon.forms import words

DAYS = {
    "today": 0, "今天": 0, "今日": 0, "本日": 0, "当天": 0, "yesterday": -1, "昨天": -1, "昨日": -1, "昨": -1,
    "day before yesterday": -2, "前天": -2, "前日": -2, "大前天": -3,
    "tomorrow": 1, "明天": 1, "明日": 1, "day after tomorrow": 2, "后天": 2, "大后天": 3,
}  # fmt: skip
YEARS = {"今年": 0, "本年": 0, "this year": 0, "去年": -1, "前年": -2, "明年": 1}
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3]: at for name, at in MONTHS.items()} | {"sept": 9}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_VAGUE_ENGLISH = words(
    "about|around|approximately|approx|circa|ca|roughly|nearly|almost|over|early|mid|late|end|beginning|last|probably"
    "|maybe|perhaps|possibly|some|few|several|recently|between|ago|month|months|year|years|or|once|before|after|since"
)
_VAGUE_CHINESE = re.compile(
    "约|大概|左右|上下|前后|[多余几半近初末底]|[上中下]旬|月中|年中|上个?[月周]|上星期|最近|差不多|可能|也许|好像|大致|估计|以[前来]|之前|个月前|年前"
    "|[一二两三四五六七八九][二两三四五六七八九](?:[个天日周十百]|星期|礼拜)"
)
_LUNAR = re.compile("农历|阴历|旧历|腊月|正月|冬月|闰|除夕|春节|初[一二三四五六七八九十]|廿")


def is_vague(text: str) -> bool:
    """Whether a normalised reply that could not be read names something only roughly."""
    english = _VAGUE_ENGLISH.intersection(re.findall("[a-z]+", text))
    return bool(english) or text.startswith("~") or "±" in text or _VAGUE_CHINESE.search(text) is not None


def is_lunar(text: str) -> bool:
    """Whether a normalised date is one of the lunar calendar."""
    return _LUNAR.search(text) is not None
