"""Bounds that changed places: 100 of the systolic pressure where its clause of the sentence says 160."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.content.doubts.sentences.asked import Bound, literals_of, written
from bot.content.doubts.sentences.said import CLAUSE_ENDS, numbers_before
from bot.content.doubts.sentences.statement import Statement
from bot.content.doubts.sentences.units import unit_behind
from bot.core.lexicon.forms import normal
from bot.core.rules.numbers import Measured, Named

_TOLD = (
    "the rule holds `{id}` against {rule:g}, its clause of the sentence says {said:g}: have two numbers changed "
    "places? If the rule is right, say so in `reading`"
)


def other_bounds(statement: Statement) -> Iterator[str]:
    """Every number that is held against the bound of another one, by the clauses that name them."""
    bounds = [(bound, _id_of(bound)) for bound in statement.bounds]
    for bound, id in bounds:
        said = None if id is None else _in_its_clause(bound, id, statement)
        if id is not None and said is not None:
            own = {number for one, its in bounds if its == id for number in _numbers(one)}
            others = {number for one, its in bounds if its != id for number in _numbers(one)}
            if said in others - own:
                rule = next(literal.value for literal in literals_of(bound.right))
                yield _TOLD.format(id=id, rule=float(rule), said=float(said))


def _id_of(bound: Bound) -> str | None:
    """The question, or the derived number, that is held against it."""
    match bound.left:
        case Measured(question=id) | Named(id=id):
            return id
    return None


def _numbers(bound: Bound) -> Iterator[Fraction]:
    for literal in literals_of(bound.right):
        yield from written(literal.value, literal.test)


def _in_its_clause(bound: Bound, id: str, statement: Statement) -> Fraction | None:
    """The only number with a unit of it in the only clause that names it."""
    question = statement.trial.by_id.get(id)
    label = normal((question.label if question else statement.trial.derived[id]).text)
    clauses = [
        clause for clause in CLAUSE_ENDS.split(statement.sentence) if re.search(rf"\b{re.escape(label)}\b", clause)
    ]
    test = bound.left.test if bound.left else None
    if len(clauses) != 1 or test is None:
        return None
    numbers = [number for number, behind in numbers_before(clauses[0]) if unit_behind(behind, test)]
    return numbers[0] if len(numbers) == 1 else None
