"""What a rule asks for: the single tests that it is made of, and the numbers that these hold something against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bot.core.ranges import Range
from bot.core.rules.base import Rule
from bot.core.rules.logic import And, Any, Count, Not, Or, Some
from bot.core.rules.numbers import MONTHS, YEARS, Either, Literal, Number, Sum
from bot.core.rules.tests import Compare, Enough
from bot.core.shapes import Test

OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<="}
AGES = (YEARS, MONTHS)
_NEXT = {">": (">=", 1), ">=": (">", -1), "<": ("<=", -1), "<=": ("<", 1)}


@dataclass(frozen=True)
class Bound:
    """What a number is held against: `left` is the number, None where it is how many of several."""

    left: Number | None
    relation: str
    right: Number

    @property
    def whole(self) -> bool:
        """Whether there are whole numbers only, so that more than 2 are 3 or more."""
        test = None if self.left is None else self.left.test
        return self.left is None or (test is not None and (test.whole or test in AGES))

    def alike(self, number: Fraction) -> Iterator[tuple[str, Fraction]]:
        """All signs and numbers that say the same as one of its numbers with its sign."""
        yield self.relation, number
        if self.whole:
            relation, step = _NEXT[self.relation]
            yield relation, number + step


def leaves_of(rule: Rule, without: tuple[Rule, ...] = (), *, denied: bool = False) -> Iterator[tuple[Rule, bool]]:
    """Every single test of a rule, and how many of several it asks for, each with whether it asks for the contrary.

    `without`: parts that are not looked into.
    """
    if any(rule is one for one in without):
        return
    if isinstance(rule, Some | Count):
        yield rule, denied
    match rule:
        case Not(part=part):
            yield from leaves_of(part, without, denied=not denied)
        case And(parts=parts) | Or(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from leaves_of(part, without, denied=denied)
        case Any(bodies=bodies) | Count(bodies=bodies):
            for part in bodies.values():
                yield from leaves_of(part, without, denied=denied)
        case _:
            yield rule, denied


def bounds_of(rule: Rule, without: tuple[Rule, ...] = ()) -> Iterator[Bound]:
    """Every comparison of a rule with a number, and every "so many of" that asks for two or more."""
    for test, denied in leaves_of(rule, without):
        match test:
            case Compare(left=left, relation=relation, right=right) if relation in OPPOSITE:
                yield Bound(left, OPPOSITE[relation] if denied else relation, right)
            case Enough(needed=needed) | Some(needed=needed) | Count(needed=needed) if needed > 1:
                yield Bound(None, "<" if denied else ">=", Literal(Fraction(needed)))


def literals_of(bound: Number) -> Iterator[Literal]:
    """The numbers of a bound: itself, both that a condition decides between, or how many times a limit."""
    match bound:
        case Literal():
            yield bound
        case Either(then=then, otherwise=otherwise):
            yield from (*literals_of(then), *literals_of(otherwise))
        case Sum(left=left, right=right, combine=Range.__mul__):
            yield from (*literals_of(left), *literals_of(right))


def written(number: Fraction, test: Test | None) -> set[Fraction]:
    """A number in every unit in which it may be written."""
    return {number, *(unit.of_first(number) for unit in (test.units if test else ()))}
