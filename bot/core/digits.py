"""Powers and logarithms of exact numbers, whose digits never end: worked out to 40 of them."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

_DIGITS = Context(prec=40, Emin=-999, Emax=999, traps=[])
_TENS = Fraction(15)  # powers of ten: nothing is measured beyond them


def _decimal(number: Fraction) -> Decimal:
    return _DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """A number above 0 raised to another; None beyond every bound."""
    result = _DIGITS.power(_decimal(base), _decimal(exponent))
    return Fraction(result) if result.is_finite() else None


def power_of_ten(exponent: Fraction) -> Fraction:
    """Ten to the power of a number; exact where that is whole. A number beyond 15 counts as 15."""
    return Fraction(_DIGITS.power(10, _decimal(max(-_TENS, min(exponent, _TENS)))))


def ln(number: Fraction) -> Fraction:
    """The natural logarithm of a number above 0."""
    return Fraction(_DIGITS.ln(_decimal(number)))


def log10(number: Fraction) -> Fraction:
    """The logarithm to the base of 10 of a number above 0; exact for a power of ten."""
    return Fraction(_DIGITS.log10(_decimal(number)))


def measured_log10(number: Fraction) -> Fraction:
    """The same of a measured number; of 0, which has no logarithm, the least value that is used here."""
    return log10(number) if number > 0 else -_TENS
