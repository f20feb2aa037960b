"""Numbers as they are typed: digits with their separators, Chinese numerals, English words, 万 and 千 after them.

A place in a text may hold more than one number: 5万/µL is 5 with the unit 万/µL, 5万 may be 50000. All are given, the
likelier first; what follows decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.core.kinds.common import as_decimal
from bot.core.lexicon.numerals import ENGLISH, NUMERAL, english_number, numeral
from bot.core.lexicon.patterns import pattern

_DIGIT = "[零〇一二两三四五六七八九]"
_PLAIN = pattern(
    r"(?P<grouped>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?)|(?P<plain>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
)
_SLIP = pattern(r"[0-9]+[。·][0-9]+")  # 3。2: the full stop of a Chinese keyboard
_TIMES = pattern(rf" ?(?P<times>[万千百w])(?![a-z])(?:(?P<rest>[0-9]|{_DIGIT})(?P<of>[千百十]?)(?![0-9]))?")
_POINT = pattern(rf"点(?P<digits>(?:[0-9]|{_DIGIT})+)")
_SPOKEN = pattern(f"{NUMERAL}+")
_ENGLISH = pattern(ENGLISH)
_ENGLISH_POINT = pattern(r" point(?P<digits>(?: (?:zero|oh|one|two|three|four|five|six|seven|eight|nine))+)(?![a-z])")
_HALF = pattern(" ?个半")
# 1.2×10^5, and as analysers print it, 1.2E+05; 1.2x10E5 is either 1.2E5 or ten times as much
_POWER = pattern(r"(?: ?[x×*] ?10 ?(?:\^|\*\*|\*)|e\+?0*)(?P<zeros>1[0-2]|[1-9])(?![0-9.])")
_POWER_ALONE = pattern(r"10\^(?P<zeros>1[0-2]|[1-9])(?![0-9.])")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SIZES = {"万": 10_000, "w": 10_000, "千": 1000, "百": 100, "十": 10}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and where it ends. `grouped`: its comma may also be a decimal one. `slip`: typed with a wrong sign."""

    number: Decimal
    end: int
    grouped: bool = False
    slip: bool = False


def spread(reply: str) -> str:
    """A sign that holds a number of its own, such as ① or ⒈, set apart, so that it joins no other number."""
    return reply if reply.isascii() else "".join(f" {sign} " if _holds_number(sign) else sign for sign in reply)


@lru_cache(maxsize=4096)
def _holds_number(sign: str) -> bool:
    if sign.isascii() or sign in _SUPERSCRIPTS or unicodedata.category(sign) == "Nd":
        return False
    return any(part.isdigit() for part in unicodedata.normalize("NFKC", sign))


def figures_at(text: str, at: int) -> Iterator[Figure]:
    """The numbers that begin at a place of a normalised text."""
    if plain := _PLAIN.match(text, at):
        yield from _in_digits(text, plain)
    elif spoken := _SPOKEN.match(text, at):
        yield from _in_signs(text, spoken)
    elif text.startswith("半", at):
        yield Figure(Decimal("0.5"), at + 1)
    elif said := _ENGLISH.match(text, at):
        yield from _in_words(text, said)


def _in_digits(text: str, plain: re.Match[str]) -> Iterator[Figure]:
    end = plain.end()
    typed = plain.group().replace(",", "")
    number = as_decimal("0" + typed if typed.startswith(".") else typed)
    if number is None:
        return
    yield Figure(number, end, plain["grouped"] is not None)
    if point := _POINT.match(text, end):
        yield from _made(f"{plain.group()}.{in_figures(point['digits'])}", point.end())
    if slip := _SLIP.match(text, plain.start()):
        yield from _made(slip.group().replace("。", ".").replace("·", "."), slip.end(), slip=True)
    if half := _HALF.match(text, end):
        yield from _made(number + Decimal("0.5"), half.end())
    if times := _TIMES.match(text, end):
        yield from _multiplied(number, times)
    if power := _POWER.match(text, end):
        yield from _made(number * 10 ** int(power["zeros"]), power.end())
    if power := _POWER_ALONE.match(text, plain.start()):
        yield from _made(Decimal(10 ** int(power["zeros"])), power.end())


def _multiplied(number: Decimal, times: re.Match[str]) -> Iterator[Figure]:
    """5万 is 50000, 1万2 is 12000, 3千5百 is 3500."""
    size = _SIZES[times["times"]]
    if times["rest"] is None:
        yield from _made(number * size, times.end())
    elif number == int(number):
        next_size = _SIZES[times["of"]] if times["of"] else size // 10
        if next_size < size:
            yield from _made(number * size + int(in_figures(times["rest"])) * next_size, times.end())


def _in_signs(text: str, spoken: re.Match[str]) -> Iterator[Figure]:
    said, end = spoken.group(), spoken.end()
    whole = numeral(said)
    if point := _POINT.match(text, end):
        if whole is not None:
            yield from _made(f"{whole}.{in_figures(point['digits'])}", point.end())
        return
    if half := _HALF.match(text, end):
        if whole is not None:
            yield from _made(whole + Decimal("0.5"), half.end())
        return
    if said.endswith("万") and (before := numeral(said[:-1])) is not None:
        yield Figure(Decimal(before), end - 1)
    if whole is not None:
        yield Figure(Decimal(whole), end)


def _in_words(text: str, said: re.Match[str]) -> Iterator[Figure]:
    whole = english_number(said.group())
    if whole is None:
        return
    if point := _ENGLISH_POINT.match(text, said.end()):
        spoken = point["digits"].replace("oh", "zero").split()
        yield from _made(f"{whole}.{''.join(str(english_number(digit)) for digit in spoken)}", point.end())
        return
    yield Figure(Decimal(whole), said.end())


def _made(number: Decimal | str, end: int, *, slip: bool = False) -> Iterator[Figure]:
    """A number that was put together, unless it has become too long."""
    whole = isinstance(number, Decimal) and number == int(number)
    made = as_decimal(str(int(number)) if whole else f"{number}")
    if made is not None:
        yield Figure(made, end, slip=slip)


def in_figures(text: str) -> str:
    """Digits of both scripts as plain ones."""
    return "".join(sign if sign.isascii() else str(numeral(sign)) for sign in text)
