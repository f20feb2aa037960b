"""Finds what may identify a person, so that it can be refused before it is stored anywhere.

Only what can be told with some certainty: a check digit, a prefix, a form. A name can be told only where nothing else is
typed, so it is looked for in codes, never in free text.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.core.lexicon.forms import clean, normal

Identifier = Literal["national_id", "phone", "email", "name"]

_NATIONAL_ID = re.compile(r"(?<![0-9])([0-9]{6})[ -]?([0-9]{8})[ -]?([0-9]{3}[0-9x])(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_DIGITS = "10x98765432"
_PHONES = (
    re.compile(r"(?<![0-9.])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"),
    re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}-[0-9]{7,8}(?![0-9])"),
    re.compile(r"(?<![0-9])\+[1-9](?:[ -]?[0-9]){7,14}(?![0-9])"),
)
_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅"
    "方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包"
    "张劉陳楊黃趙吳孫馬鄭許韓馮鄧蕭葉蘇呂盧鍾譚陸範賈韋鄒蔣"
)
_COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
    "歐陽",
    "司馬",
)
_HAN_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
_LATIN_NAME = re.compile("[A-Z][A-Za-z'’-]+ [A-Z][A-Za-z'’-]+")


def identifier_in(text: str) -> Identifier | None:
    """What in this text identifies a person; a name only where the text is nothing else."""
    plain = normal(text)
    if any(_checks("".join(found)) for found in _NATIONAL_ID.findall(plain)):
        return "national_id"
    if any(phone.search(plain) for phone in _PHONES):
        return "phone"
    if _EMAIL.search(plain):
        return "email"
    return "name" if looks_like_name(text) else None


def looks_like_name(text: str) -> bool:
    """Whether this is a Chinese name (two to four characters after a common surname), or two capitalised words."""
    typed = clean(text)
    if _HAN_WORD.fullmatch(typed):
        return typed[0] in _SURNAMES or typed.startswith(_COMPOUND_SURNAMES)
    return _LATIN_NAME.fullmatch(typed) is not None


def _checks(digits: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return _CHECK_DIGITS[total % 11] == digits[17]
