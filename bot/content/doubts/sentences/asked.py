"""What a rule asks for: the single tests that it is made of, and the numbers that these hold something against."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.ranges import Range
from bot.core.rules.base import Rule
from bot.core.rules.logic import And, Any, Count, Not, Or, Some
from bot.core.rules.numbers import Either, Literal, Number, Sum
from bot.core.rules.tests import Compare

OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<="}


def leaves_of(rule: Rule, *, denied: bool = False) -> Iterator[tuple[Rule, bool]]:
    """Every single test of a rule, and whether the rule asks for its contrary."""
    match rule:
        case Not(part=part):
            yield from leaves_of(part, denied=not denied)
        case And(parts=parts) | Or(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from leaves_of(part, denied=denied)
        case Any(bodies=bodies) | Count(bodies=bodies):
            for part in bodies.values():
                yield from leaves_of(part, denied=denied)
        case _:
            yield rule, denied


def bounds_of(rule: Rule) -> Iterator[tuple[str, Number]]:
    """Every comparison of a rule with a number: its sign, and what it is held against."""
    for test, denied in leaves_of(rule):
        match test:
            case Compare(relation=relation, right=right) if relation in OPPOSITE:
                yield (OPPOSITE[relation] if denied else relation), right


def literals_of(bound: Number) -> Iterator[Literal]:
    """The numbers of a bound: itself, both that a condition decides between, or how many times a limit."""
    match bound:
        case Literal():
            yield bound
        case Either(then=then, otherwise=otherwise):
            yield from (*literals_of(then), *literals_of(otherwise))
        case Sum(left=left, right=right, combine=Range.__mul__):
            yield from (*literals_of(left), *literals_of(right))
