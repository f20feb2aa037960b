"""Numbers that a criterion's sentence has and its rule has not: `hb >= 90 g/L` alone for "90 to 180 g/L".

Looked at are numbers in a unit of what the rule measures, and ages; other times are told by dates. What a question
itself says ("Was it above 5 mg/L?") is said; so is what two units of one bound come to, rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bot.content.doubts.sentences.asked import AGES, written
from bot.content.doubts.sentences.said import numbers_before, numbers_said
from bot.content.doubts.sentences.statement import Statement
from bot.content.doubts.sentences.units import unit_behind
from bot.content.patients import parts_of
from bot.core.rules.numbers import Literal
from bot.core.rules.reader import IN_DAYS
from bot.core.shapes import Test

_ROUNDED = Fraction(1, 20)  # 2.7 mmol/L of glucose is also given as 50 mg/dL
_TOLD = (
    "the sentence says {number:g} {unit}, the rule nowhere: was it forgotten? If the rule is right, say so in `reading`"
)


def forgotten(statement: Statement) -> Iterator[str]:
    """Every number of a sentence that stands in no rule and no question of its criterion."""
    tests = dict.fromkeys(bound.left.test for bound in statement.bounds if bound.left is not None)
    known = {*_ruled(statement), *_asked(statement)}
    for test in (one for one in tests if one is not None and (one in AGES or one.canonical.ucum not in IN_DAYS)):
        for number, behind in numbers_before(statement.sentence):
            unit = unit_behind(behind, test)
            if unit is not None and number and not any(_alike(number, one, test) for one in known):
                yield _TOLD.format(number=float(number), unit=unit.code)


def _alike(number: Fraction, known: Fraction, test: Test) -> bool:
    """Whether a number is one that is known: rounded, or the next one of those that are counted."""
    apart = abs(number - known)
    return apart <= known * _ROUNDED or (apart == 1 and (test.whole or test in AGES))


def _ruled(statement: Statement) -> Iterator[Fraction]:
    """All numbers of its rules, in every unit; of a fraction both parts."""
    parts = (part for rule in statement.criterion.rules for part in parts_of(rule))
    for literal in (part for part in parts if isinstance(part, Literal)):
        yield from (abs(one) for one in written(literal.value, literal.test))
        yield from map(Fraction, literal.value.as_integer_ratio())


def _asked(statement: Statement) -> set[Fraction]:
    """The numbers in the words of the questions behind a rule, and of what is said of its reading."""
    questions = [statement.trial.by_id[id] for id in statement.trial.behind(statement.criterion)]
    texts = [text.text for one in questions for text in (one.label, one.ask, one.help) if text is not None]
    texts += [option.label.text for one in questions for option in one.shape.options]
    texts += [one.adopted.text for one in statement.trial.readings if statement.criterion.id in one.about]
    return {number for text in (*texts, statement.reading) for number in numbers_said(text.lower())}
