"""Chinese numerals."""

from __future__ import annotations

import re

NUMERAL = "[零〇一二两三四五六七八九十百千万]"
_DIGITS = "零一二三四五六七八九"
_BELOW_MYRIAD = re.compile(
    "(?:([一-九])千)?(?:([一-九])百|零(?=.))?(?:([一-九])十|零(?=.))?([一-九])?".replace("一-九", _DIGITS[1:])
)
_LOWER = {"百": "十", "千": "百", "万": "千"}


def numeral(text: str) -> int | None:
    """The number of a Chinese numeral below 10^8; a year may be spelt digit by digit. None where it is not certain."""
    plain = text.replace("两", "二").replace("〇", "零")
    if len(plain) in (1, 4) and all(char in _DIGITS for char in plain):
        return int("".join(str(_DIGITS.index(char)) for char in plain))
    if len(plain) > 1 and plain[-2] in _LOWER and plain[-1] in _DIGITS[1:]:
        plain += _LOWER[plain[-2]]  # 一百二 is 120
    upper, myriad, lower = plain.rpartition("万")
    high = _below_myriad(upper) if myriad else 0
    low = _below_myriad(lower.removeprefix("零") if myriad else lower) if lower or not myriad else 0
    return None if high is None or low is None else high * 10_000 + low


def _below_myriad(text: str) -> int | None:
    found = _BELOW_MYRIAD.fullmatch("一" + text if text.startswith("十") else text) if text else None
    if found is None:
        return None
    thousands, hundreds, tens, ones = (_DIGITS.index(digit) if digit else 0 for digit in found.groups())
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones
