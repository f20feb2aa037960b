"""A bound that another one makes idle: `x >= 24 and x >= 78`, most likely a sign the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.content.doubts.written import rule_at
from bot.content.patients import parts_of
from bot.content.places import Problem, Source
from bot.core.rules.logic import And, Or
from bot.core.rules.numbers import Literal
from bot.core.rules.tests import Compare
from bot.core.trial import Criterion, Trial

_UP = {">": True, ">=": True, "<": False, "<=": False}
_TOLD = "`{id}` holds the same against two bounds on one side, and one of them does nothing: is a sign turned?"


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Every criterion with two bounds of one number on the same side."""
    for place, criterion in enumerate(trial.criteria):
        if any(_idle(*pair) for joint in _joints(criterion) for pair in combinations(joint.parts, 2)):
            yield source.problem(rule_at(source, place), _TOLD.format(id=criterion.id))


def _joints(criterion: Criterion) -> Iterator[And | Or]:
    return (part for rule in criterion.rules for part in parts_of(rule) if isinstance(part, And | Or))


def _idle(one: object, other: object) -> bool:
    match one, other:
        case Compare(left=left, right=Literal()), Compare(left=same, right=Literal()) if left == same:
            sides = _UP.get(one.relation), _UP.get(other.relation)
            return sides[0] is not None and sides[0] is sides[1]
    return False
