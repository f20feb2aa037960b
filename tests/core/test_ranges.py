"""Ranges: a comparison says yes or no only where every pair of points agrees, and arithmetic encloses every result."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.ranges import Range
from bot.core.truth import Truth

numbers = st.integers(-6, 6).map(lambda n: Fraction(n, 2))
edges = st.none() | numbers


@st.composite
def ranges(draw: st.DrawFn, least: int | None = None) -> Range:
    """Any range with a point in it; small numbers, so that edges meet."""
    low, high = draw(edges), draw(edges)
    if least is not None:
        low = Fraction(least) if low is None else abs(low)
        high = None if high is None else abs(high)
    if low is not None and high is not None and low > high:
        low, high = high, low
    exact = low is not None and low == high
    return Range(low, high, not exact and draw(st.booleans()), not exact and draw(st.booleans()))


def holds(one: Range, point: Fraction) -> bool:
    """Whether a point lies in a range."""
    above = one.low is None or point > one.low or (point == one.low and not one.low_open)
    below = one.high is None or point < one.high or (point == one.high and not one.high_open)
    return above and below


def points(one: Range) -> list[Fraction]:
    """Points all over a range: its ends where they belong to it, next to them, in the middle, far away."""
    low = one.low if one.low is not None else (one.high or Fraction(0)) - 100
    high = one.high if one.high is not None else (one.low or Fraction(0)) + 100
    candidates = [low + (high - low) * Fraction(part, 1000) for part in (0, 1, 500, 999, 1000)]
    return [point for point in candidates if holds(one, point)]


RELATIONS: dict[str, tuple[Callable[[Range, Range], Truth], Callable[[Fraction, Fraction], bool]]] = {
    "<": (Range.less, lambda a, b: a < b),
    "<=": (Range.at_most, lambda a, b: a <= b),
    "=": (Range.equals, lambda a, b: a == b),
}


@pytest.mark.parametrize("relation", RELATIONS)
@given(a=ranges(), b=ranges())
@settings(max_examples=150)
def test_a_comparison_is_definite_only_where_all_points_agree(relation: str, a: Range, b: Range) -> None:
    compare, plain = RELATIONS[relation]
    seen = {plain(x, y) for x in points(a) for y in points(b)}
    truth = compare(a, b)
    if truth is not Truth.UNKNOWN:
        assert seen == {truth is Truth.TRUE}


@pytest.mark.parametrize("relation", RELATIONS)
@given(a=numbers, b=numbers)
@settings(max_examples=100)
def test_two_exact_numbers_are_always_decided(relation: str, a: Fraction, b: Fraction) -> None:
    compare, plain = RELATIONS[relation]
    assert compare(Range.point(a), Range.point(b)) is Truth.of(plain(a, b))


@given(ranges(), numbers)
@settings(max_examples=150)
def test_a_range_beside_a_bound_is_decided_as_far_as_it_can_be(a: Range, bound: Fraction) -> None:
    """Against an exact bound "below" is unknown only where points lie on both sides."""
    if a.less(Range.point(bound)) is Truth.UNKNOWN:
        assert {point < bound for point in points(a)} == {True, False}


@pytest.mark.parametrize("operate", [add, sub, mul])
@given(a=ranges(), b=ranges())
@settings(max_examples=150)
def test_arithmetic_encloses_every_result(operate: Callable[[Any, Any], Any], a: Range, b: Range) -> None:
    result = operate(a, b)
    for x in points(a):
        for y in points(b):
            assert holds(result, operate(x, y)), f"{x} and {y} give {operate(x, y)}, outside {result}"


@given(ranges(least=0), ranges(least=0))
@settings(max_examples=150)
def test_products_and_quotients_of_measurements_enclose_every_result(a: Range, b: Range) -> None:
    product, quotient = a * b, truediv(a, b)
    for x in points(a):
        for y in points(b):
            assert holds(product, x * y), f"{x} times {y} is outside {product}"
            assert y == 0 or holds(quotient, x / y), f"{x} over {y} is outside {quotient}"


@given(ranges(), ranges())
@settings(max_examples=100)
def test_a_hull_holds_both_and_ends_where_one_of_them_does(a: Range, b: Range) -> None:
    hull = a.hull(b)
    assert all(holds(hull, point) for point in (*points(a), *points(b)))
    assert hull.low in (a.low, b.low)
    assert hull.high in (a.high, b.high)


def test_nothing_is_claimed_of_a_division_by_what_may_be_zero() -> None:
    may_be_zero = Range(Fraction(0), Fraction(5))
    assert Range.point(1) / may_be_zero in (Range(), Range(Fraction(1, 5), None))
    assert (Range.point(1) / Range(Fraction(0), Fraction(5), low_open=True)).at_most(Range.point(0)) is Truth.FALSE


@given(ranges())
@settings(max_examples=100)
def test_a_logarithm_encloses_every_result(a: Range) -> None:
    for point in points(a):
        if point > 0:
            assert holds(a.ln(), Range.point(point).ln().low or Fraction(0))
            assert holds(a.log10(), Range.point(point).log10().low or Fraction(0))
