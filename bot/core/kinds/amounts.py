"""Takes a typed amount apart: comparator, number, and what follows it; and compares units as they are typed.

Only one number with a clear meaning is taken. Decimal commas, ranges, estimates and negative numbers are left to be
asked back, and `trouble` says which of them it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.core.answers import Comparator
from bot.core.kinds.common import as_decimal
from bot.core.lexicon.forms import normal
from bot.core.lexicon.measures import COMPARATORS, FLAGS, is_vague
from bot.core.lexicon.numerals import NUMERAL, numeral
from bot.core.messages import Message, say
from bot.core.shapes import Test, Unit

_SIGNS = "|".join(map(re.escape, sorted(COMPARATORS, key=len, reverse=True)))
_PLAIN = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_SPOKEN = f"{NUMERAL}*{NUMERAL.replace('万', '')}(?:点[零〇一二三四五六七八九]+)?"
_AMOUNT = re.compile(f"(?P<sign>{_SIGNS})? ?(?P<number>{_PLAIN}|{_SPOKEN})(?P<rest>.*)")
_LINK = re.compile(" ?(?:[:=]|为|是|is )? ?")
_ARROWS = " ↑↓⬆⬇→▲▼"
_FULL_STOPS = " .。;、"
_POWER = re.compile(r"^[x×*·]?(?:10(?:\^|\*{1,2}|e)|e)(?=[0-9])")
_SECOND_NUMBER = re.compile(r" ?(?:[-~/到至,;、和±+]|to|or|and)? ?-?[0-9]")
_DECIMAL_COMMA = re.compile(r",[0-9]")


@dataclass(frozen=True, slots=True)
class Typed:
    """An amount in its parts; `rest` is the unit, if any, with whatever else was typed."""

    number: Decimal
    rest: str
    comparator: Comparator = ""


def take_apart(text: str) -> Typed | None:
    """The parts of a normalised reply that begins with an amount."""
    found = _AMOUNT.fullmatch(text)
    number = decimal_of(found["number"]) if found else None
    if found is None or number is None:
        return None
    return Typed(number, found["rest"].strip(_FULL_STOPS + _ARROWS), COMPARATORS.get(found["sign"] or "", ""))


def decimal_of(text: str) -> Decimal | None:
    """The number as typed: digits, thousands separators, or a Chinese numeral."""
    if text[0] in "0123456789.":
        plain = text.replace(",", "")
        return as_decimal("0" + plain if plain.startswith(".") else plain)
    whole, _, digits = text.partition("点")
    before, after = numeral(whole), "".join(str(numeral(digit)) for digit in digits)
    return None if before is None else as_decimal(f"{before}.{after}" if after else str(before))


def without_name(text: str, names: Iterable[str]) -> str:
    """The reply without the name of what was measured in front of it: "scr: 98" gives "98"."""
    for name in sorted(map(normal, names), key=len, reverse=True):
        if name and text.startswith(name):
            rest = text[len(name) :].lstrip(_ARROWS)
            value = rest[_LINK.match(rest).end() :]  # type: ignore[union-attr]  # it also matches nothing
            if _AMOUNT.fullmatch(value) and not (name[-1].isdigit() and text[len(name)] in "0123456789.,"):
                return value
    return text


def meanings(typed: Typed) -> Iterator[tuple[Decimal, str]]:
    """The number with its unit, and without flags such as "H"; 万 may belong to either of the two."""
    for rest in dict.fromkeys((typed.rest, _without_flags(typed.rest))):
        yield typed.number, rest
        if rest.startswith("万"):
            yield typed.number * 10_000, rest[1:].strip()


def _without_flags(rest: str) -> str:
    words = rest.split()
    while words and words[-1] in FLAGS:
        words.pop()
    while words and words[0] in FLAGS:
        words.pop(0)
    return " ".join(words).strip(_ARROWS)


def unit_in(units: Iterable[Unit], text: str) -> Unit | None:
    """The unit that a normalised text names."""
    wanted = _key(text)
    return next((unit for unit in units if wanted in map(_key, map(normal, names_of(unit)))), None)


def names_of(unit: Unit) -> tuple[str, ...]:
    """All ways of writing a unit."""
    return (unit.code, unit.ucum, unit.shown, *unit.names)


def names_for(test: Test) -> tuple[str, ...]:
    """All names of what is measured."""
    return (*test.names, *(title for _, title in test.title))


def _key(text: str) -> str:
    """The form in which units are compared: ×10^9/L, 10*9/L and 10E9/L are one."""
    plain = text.replace(" ", "").replace("μ", "u")
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1]
    return _POWER.sub("10", plain).replace("^", "").replace("*", "").lstrip("x×·")


def trouble(text: str) -> Message | None:
    """Why a normalised reply holds no usable amount; None where nothing can be said."""
    found = _AMOUNT.match(text)
    rest = found["rest"] if found else ""
    if text.startswith(("-", "负", "minus")):
        return say("A negative number is not possible here")
    if _DECIMAL_COMMA.match(rest):
        return say("A comma can be read in two ways: please type decimals with a point")
    if is_vague(text):
        return say("One exact number is needed, no estimate and no range")
    if _SECOND_NUMBER.match(rest):
        return say("One single number is needed, no range and no list")
    return None
