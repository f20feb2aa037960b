"""Exact numbers that may be known only within bounds.

`<0.1 mg/dL`, "in October", "45 years old" are not points. A range keeps what is known of them, and comparing two ranges
says yes or no only where every point in them agrees. Numbers are fractions: nothing is rounded unless a trial says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from bot.core import digits
from bot.core.truth import Truth

WHOLE_POWERS = 9


def _power(base: Fraction | None, exponent: Fraction) -> Fraction | None:
    """A number that is not negative raised to another, to 40 digits; None is beyond every bound."""
    if exponent == 0:
        return Fraction(1)
    if not base:  # 0, or beyond every bound
        return Fraction(0) if (base is None) == (exponent < 0) else None
    return digits.power(base, exponent)


def _rounded(number: Fraction, decimals: int, *, above: bool = False, below: bool = False) -> Fraction:
    """A number to so many decimals, or what is just above it, or just below."""
    shifted = number * 10**decimals + Fraction(1, 2)
    upwards = shifted.denominator != 1 or (not below if number > 0 else above)
    return Fraction(floor(shifted) if upwards else floor(shifted) - 1, 10**decimals)


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from `low` to `high`; None is unbounded; an open end does not itself belong to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def point(cls, value: Fraction | int) -> Range:
        """A number known exactly."""
        exact = Fraction(value)
        return cls(exact, exact)

    @property
    def exact(self) -> Fraction | None:
        """The number itself where only one is possible."""
        return self.low if self.low is self.high or self.low == self.high else None

    def __add__(self, other: Range) -> Range:
        return Range(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __neg__(self) -> Range:
        return Range(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __sub__(self, other: Range) -> Range:
        return self + (-other)

    def __mul__(self, other: Range) -> Range:
        """The product; unbounded where signs are mixed and neither factor is exact."""
        if self.exact is not None:
            return other.scaled(self.exact)
        if other.exact is not None:
            return self.scaled(other.exact)
        if self.low is None or other.low is None or self.low < 0 or other.low < 0:
            return Range()
        zero = any(one.low == 0 and not one.low_open for one in (self, other))  # zero times anything is zero
        return Range(
            self.low * other.low,
            None if self.high is None or other.high is None else self.high * other.high,
            (self.low_open or other.low_open) and not zero,
            self.high_open or other.high_open,
        )

    def scaled(self, factor: Fraction) -> Range:
        """This range times an exact number."""
        if factor < 0:
            return -self.scaled(-factor)
        if factor == 0:
            return Range.point(0)
        return Range(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.low_open,
            self.high_open,
        )

    def inverse(self) -> Range:
        """One divided by this range; unbounded where it may be negative. One divided by zero is beyond every bound."""
        if self.low is None or self.low < 0 or self.high == 0:
            return Range()
        return Range(
            Fraction(0) if self.high is None else 1 / self.high,
            None if self.low == 0 else 1 / self.low,
            self.high_open or self.high is None,
            self.low_open,
        )

    def __truediv__(self, other: Range) -> Range:
        return self * other.inverse()

    def hull(self, other: Range) -> Range:
        """The smallest range that holds both."""
        lows = [(r.low, r.low_open) for r in (self, other) if r.low is not None]
        highs = [(r.high, not r.high_open) for r in (self, other) if r.high is not None]
        low, low_open = min(lows) if len(lows) == 2 else (None, False)
        high, closed = max(highs) if len(highs) == 2 else (None, True)
        return Range(low, high, low_open, not closed)

    def __pow__(self, other: Range) -> Range:
        """The power of a base that is not negative; unbounded for any other.

        Whole powers of exact numbers are exact; the others are worked out to 40 digits, as their digits never end.
        """
        base, exponent = self.exact, other.exact
        if base is not None and exponent is not None and exponent.denominator == 1 and 0 <= exponent <= WHOLE_POWERS:
            return Range.point(base ** int(exponent))
        if self.low is None or self.low < 0 or other.low is None or other.high is None:
            return Range()
        corners = [_power(one, by) for one in (self.low, self.high) for by in (other.low, other.high)]
        finite = [corner for corner in corners if corner is not None]
        return Range(min(finite, default=None), None if None in corners else max(finite, default=None))

    def rounded(self, decimals: int) -> Range:
        """To so many decimals, halves away from 0. An open end at a half goes to the side that the numbers are on."""
        return Range(
            None if self.low is None else _rounded(self.low, decimals, above=self.low_open),
            None if self.high is None else _rounded(self.high, decimals, below=self.high_open),
        )

    def ln(self) -> Range:
        """The natural logarithm, to 40 digits."""
        return self._logarithm(digits.ln)

    def log10(self) -> Range:
        """The logarithm to the base of 10, to 40 digits; that of a power of ten is exact."""
        return self._logarithm(digits.log10)

    def _logarithm(self, logarithm: Callable[[Fraction], Fraction]) -> Range:
        """Unbounded where no number of the range is above 0."""
        if self.high is not None and self.high <= 0:
            return Range()
        low, high = (None if end is None or end <= 0 else logarithm(end) for end in (self.low, self.high))
        return Range(low, high, self.low_open, self.high_open)

    def lesser(self, other: Range) -> Range:
        """The less of two numbers."""
        return -(-self).greater(-other)

    def greater(self, other: Range) -> Range:
        """The greater of two numbers."""
        lows = [(one.low, one.low_open) for one in (self, other) if one.low is not None]
        highs = [(one.high, not one.high_open) for one in (self, other) if one.high is not None]
        low, low_open = max(lows, default=(None, False))
        high, closed = max(highs) if len(highs) == 2 else (None, True)
        return Range(low, high, low_open, not closed)

    def less(self, other: Range) -> Truth:
        """Whether this number is below the other."""
        if self.high is not None and other.low is not None:
            touching = self.high_open or other.low_open
            if self.high < other.low or (self.high == other.low and touching):
                return Truth.TRUE
        if self.low is not None and other.high is not None and self.low >= other.high:
            return Truth.FALSE
        return Truth.UNKNOWN

    def at_most(self, other: Range) -> Truth:
        """Whether this number is the other or below it."""
        return ~other.less(self)

    def equals(self, other: Range) -> Truth:
        """Whether the two are the same number."""
        if self.exact is not None and other.exact is not None:
            return Truth.of(self.exact == other.exact)
        apart = self.less(other) is Truth.TRUE or other.less(self) is Truth.TRUE
        return Truth.FALSE if apart else Truth.UNKNOWN
