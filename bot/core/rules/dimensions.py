"""What the numbers of a rule measure: which can be compared, added and multiplied, and what to write where they cannot.

A literal's unit is understood only once it is known what stands beside it; until then the literal is `unsettled`.
"""

from __future__ import annotations

from fractions import Fraction

from bot.core.ranges import Range
from bot.core.rules.numbers import Either, InPercent, Literal, Number, Sum
from bot.core.shapes import Test


class WithUnit(Literal):
    """A literal whose unit is understood once it is known what it is compared with."""

    def __init__(self, value: Fraction, test: Test | None, unit: str, offset: int) -> None:
        super().__init__(value, test)
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "offset", offset)

    unit: str
    offset: int


def unsettled(number: Number) -> bool:
    """Whether nothing has said yet what a unit measures: neither the number itself, nor what stands beside it."""
    both = isinstance(number, Either) and unsettled(number.then) and unsettled(number.otherwise)
    return both or isinstance(number, WithUnit)


def multiplied(left: Number, right: Number) -> Number:
    """The product; a literal with a unit times a plain one is one again."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, WithUnit) and type(other) is Literal:
            return WithUnit(one.value * other.value, None, one.unit, one.offset)
    return Sum(left, right, Range.__mul__, dimension(left) or dimension(right) or left.test or right.test)


def divided(left: Number, right: Number, test: Test | None) -> Number:
    """The quotient; a literal divided by a plain one is one again, with its unit."""
    if isinstance(left, WithUnit) and type(right) is Literal and right.value:
        return WithUnit(left.value / right.value, None, left.unit, left.offset)
    if type(left) is Literal and type(right) is Literal and right.value:
        return Literal(left.value / right.value)
    return Sum(left, right, Range.__truediv__, test)


def dimension(number: Number) -> Test | None:
    """What a number measures; nothing where it is a plain one, a ratio or a score."""
    return None if number.test is None or number.test.plain else number.test


def plainly(number: Number, test: Test | None) -> Number:
    """A number written without a unit, beside what has none either."""
    bare = type(number) is Literal and number.test is None and test is not None and test.plain
    return Literal(number.value, test) if isinstance(number, Literal) and bare else number


def in_percent(number: Number, bound: Number) -> Number:
    """A plain number in hundredths where its bound is written in them."""
    hundredths = isinstance(bound, WithUnit) and bound.unit == "%"
    return InPercent(number) if hundredths and number.test is None and number.questions else number


def alike(left: Test | None, right: Test | None) -> bool:
    """Two tests whose values may be compared: both in the same first unit (alt and alt_uln)."""
    return left is not None and right is not None and left.canonical.ucum == right.canonical.ucum


def unit_missing(left: Number, right: Number, way: str) -> str:
    """What to write where one side is a bare number."""
    for bare, measured in ((left, right), (right, left)):
        if isinstance(bare, Either) and bare.test is None and measured.test is not None:
            return f": write the unit behind both numbers, such as `{measured.test.canonical.code}`"
        if isinstance(bare, Literal) and bare.test is None and measured.test is not None:
            code = measured.test.canonical.code
            plainly = f", or make the other a plain number: `as {code}`" if way == "reckon" else ""
            return f": write its unit, such as `{_with_unit(bare.value, code)}`{plainly}"
    return ""


def _with_unit(value: Fraction, code: str) -> str:
    """A bare number as it may have been meant: of a percentage 0.5 and 1/3 are hundredths."""
    if code == "%" and 0 < value < 1:
        exact = (value * 100).denominator in (1, 2, 4, 5, 10)
        return f"{float(value * 100):g} %" if exact else f"{100 * value.numerator} % / {value.denominator}"
    return f"{float(value):g} {code}"


def named(test: Test | None) -> str:
    return f"{test.id} ({test.canonical.code})" if test else "a plain number"
