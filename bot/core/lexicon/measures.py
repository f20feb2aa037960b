"""Words around a measured number: comparators, the flags of a laboratory, estimates."""

from __future__ import annotations

import re

from bot.core.answers import Comparator
from bot.core.lexicon.forms import words

COMPARATORS: dict[str, Comparator] = {
    "<": "<", "小于": "<", "低于": "<", "少于": "<", "不到": "<", "不足": "<", "less than": "<", "below": "<", "under": "<",
    "<=": "<=", "=<": "<=", "≤": "<=", "小于等于": "<=", "小于或等于": "<=", "不超过": "<=", "不高于": "<=", "不大于": "<=",
    "至多": "<=", "最多": "<=", "at most": "<=", "up to": "<=", "not more than": "<=", "no more than": "<=",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "多于": ">", "more than": ">", "greater than": ">", "above": ">",
    "over": ">", ">=": ">=", "=>": ">=", "≥": ">=", "大于等于": ">=", "大于或等于": ">=", "不低于": ">=", "不小于": ">=",
    "不少于": ">=", "至少": ">=", "最少": ">=", "at least": ">=", "not less than": ">=", "no less than": ">=",
}  # fmt: skip
FLAGS = words("h|l|hh|ll|(h)|(l)|high|low|高|低|偏高|偏低|升高|降低|(高)|(低)|n|normal|正常|(n)")
_VAGUE_ENGLISH = words(
    "about|around|approximately|approx|circa|ca|roughly|nearly|almost|over|early|mid|late|end|beginning|last|probably"
    "|maybe|perhaps|possibly|some|few|several|recently|between|ago|month|months|year|years|or|once|before|after|since"
)
_VAGUE_CHINESE = re.compile(
    "约|大概|左右|上下|前后|[多余几半近初末底]|[上中下]旬|月中|年中|上个?[月周]|上星期|最近|差不多|可能|也许|好像|大致|估计|以[前来]|之前|个月前|年前"
    "|[一二两三四五六七八九][二两三四五六七八九](?:[个天日周十百]|星期|礼拜)"
)


def is_vague(text: str) -> bool:
    """Whether a normalised reply that could not be read names something only roughly."""
    english = _VAGUE_ENGLISH.intersection(re.findall("[a-z]+", text))
    return bool(english) or text.startswith("~") or "±" in text or _VAGUE_CHINESE.search(text) is not None
