"""What several kinds share: exact decimals from exchanged data, and the sentences that fit more than one kind."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from bot.core.answers import Value
from bot.core.kinds.base import BadValue, Unclear
from bot.core.lexicon.forms import brief
from bot.core.lexicon.patterns import pattern
from bot.core.messages import Listing, Message, say

T = TypeVar("T")
DIGITS = 20
_PLAIN = pattern(r"[0-9]+(?:\.[0-9]+)?")


def expect(value: Value, wanted: type[T]) -> T:
    """The value as the type that this kind gives; another one is a mistake of the caller."""
    if not isinstance(value, wanted):
        raise TypeError(f"{type(value).__name__} where {wanted.__name__} is wanted")
    return value


def as_decimal(text: str) -> Decimal | None:
    """A plain decimal of bounded length; None for anything else, such as signs, exponents or commas."""
    fits = _PLAIN.fullmatch(text) is not None and len(text.replace(".", "")) <= DIGITS
    return Decimal(text) if fits else None


def exchanged_decimal(data: Any, *, signed: bool = False) -> Decimal:
    """The decimal of an exchanged value: a string or a whole number, so that nothing has been rounded on the way.

    One below 0 only where values of what is measured may be (`signed`).
    """
    if signed and str(data).startswith("-"):
        return -exchanged_decimal(data.removeprefix("-") if isinstance(data, str) else -data)
    if isinstance(data, int) and not isinstance(data, bool) and 0 <= data < 10**DIGITS:
        return Decimal(data)
    number = as_decimal(data) if isinstance(data, str) else None
    if number is None:
        raise BadValue(
            say('A number is exchanged as a decimal string of at most {digits} digits, such as "7.2".', digits=DIGITS)
        )
    return number


def exchanged_fields(data: Any, needed: frozenset[str], possible: frozenset[str] = frozenset()) -> dict[str, Any]:
    """An exchanged object that has the needed fields, and no others than those that are possible."""
    if not isinstance(data, dict) or not needed <= data.keys() <= needed | possible:
        raise BadValue(
            say("An object with the fields {fields} is wanted.", fields=Listing(tuple(sorted(needed)), "comma"))
        )
    return data


def exact(value: Decimal | Fraction) -> Decimal | Fraction:
    """A fraction as the decimal that it equals, where there is a short one."""
    if isinstance(value, Decimal):
        return value
    scaled = value * 10**6
    short = Decimal(scaled.numerator).scaleb(-6).normalize()
    return Decimal(f"{short:f}") if scaled.denominator == 1 else value  # "f" instead of 5E+2


def not_read(typed: str, example: Message) -> Unclear:
    """Nothing was understood."""
    return Unclear(
        say("“{typed}” could not be read here. For example: {example}.", typed=brief(typed), example=example)
    )


def asked_again(typed: str, why: Message, example: Message) -> Unclear:
    """Something was understood that cannot be used; `why` is a sentence without its full stop."""
    return Unclear(say("“{typed}”: {why}. For example: {example}.", typed=brief(typed), why=why, example=example))


def not_fitting(example: Message) -> Unclear:
    """An answer of another kind of question."""
    return Unclear(say("This question takes another kind of answer, for example: {example}.", example=example))
