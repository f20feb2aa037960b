"""Numbers in words, Chinese and English."""

from __future__ import annotations

from bot.core.lexicon.patterns import pattern

NUMERAL = "[零〇一二两三四五六七八九十百千万]"
_DIGITS = "零一二三四五六七八九"
_BELOW_MYRIAD = pattern(
    "(?:([一-九])千)?(?:([一-九])百|零(?=.))?(?:([一-九])十|零(?=.))?([一-九])?".replace("一-九", _DIGITS[1:])
)
_LOWER = {"百": "十", "千": "百", "万": "千"}

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SAID = {word: at for at, word in enumerate(_SMALL)} | {word: 10 * at for at, word in enumerate(_TENS, 2)}
_ONE_WORD = f"(?:{'|'.join(sorted((*_SAID, 'hundred', 'thousand'), key=len, reverse=True))})(?![a-z])"
ENGLISH = rf"(?<![a-z])(?:a (?=hundred|thousand))?{_ONE_WORD}(?:(?: and |[ -]){_ONE_WORD}){{0,8}}"


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


def english_number(text: str) -> int | None:
    """The number of English words below a million: "one hundred and five". None where it is not certain."""
    thousands, times, rest = text.removeprefix("a ").replace("-", " ").rpartition("thousand")
    high = (_below_thousand(thousands.split()) or 1) if times else 0
    low = _below_thousand(rest.split())
    return None if high is None or low is None else high * 1000 + low


def _below_thousand(words: list[str]) -> int | None:
    said = [word for word in words if word != "and"]
    hundreds = 0
    if "hundred" in said:
        before, said = said[: said.index("hundred")], said[said.index("hundred") + 1 :]
        hundreds = 1 if not before else _SAID.get(before[0], 0) if len(before) == 1 else 0
        if not 0 < hundreds < 10:
            return None
    small = _below_hundred(said)
    return None if small is None else hundreds * 100 + small


def _below_hundred(words: list[str]) -> int | None:
    values = [_SAID.get(word, -1) for word in words]
    match values:
        case []:
            return 0
        case [one] if one >= 0:
            return one
        case [ten, one] if ten >= 20 and 0 < one < 10:
            return ten + one
    return None
