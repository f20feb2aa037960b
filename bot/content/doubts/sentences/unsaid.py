"""Numbers and lengths of time that a rule has and its criterion's sentence has not: `12 days` for "12 weeks".

Held against the sentence and the reading of it, and only where these give a number, or a length, at all. Derived facts
are not looked into: how a score is reckoned is seldom said in a criterion.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bot.content.doubts.sentences.asked import Bound, literals_of, written
from bot.content.doubts.sentences.said import bare_counts, counts_said, lengths_said, numbers_said, shown
from bot.content.doubts.sentences.statement import Statement
from bot.content.patients import parts_of
from bot.core.rules.base import Rule
from bot.core.rules.lengths import NO_TIME, Length
from bot.core.rules.moments import Moment, Shifted
from bot.core.rules.numbers import Literal
from bot.core.rules.tests import CompareDays, Window

_LENGTH_UNSAID = "the rule says {rule}, the sentence {said}: if the rule is right, say so in `reading`"
_NUMBER_UNSAID = "the rule says {rule}, the sentence nowhere: if the rule is right, say so in `reading`"


def unsaid(statement: Statement) -> Iterator[str]:
    """Every number and length of a criterion's rules that its sentence does not have."""
    yield from _lengths_unsaid(statement)
    yield from _numbers_unsaid(statement)


# Lengths of time.


def _lengths_unsaid(statement: Statement) -> Iterator[str]:
    said = dict(lengths_said(statement.text))
    if not said:
        return
    bare = bare_counts(statement.text)
    for length in (one for test in statement.tests for one in lengths_in(test)):
        if length not in said and bare.isdisjoint(_counts(length)):
            yield _LENGTH_UNSAID.format(rule=shown(length), said=" and ".join(dict.fromkeys(said.values())))


def lengths_in(rule: Rule) -> Iterator[Length]:
    """The lengths that stand in a rule itself."""
    for part in parts_of(rule):
        if isinstance(part, Window):
            yield from (one for one in (part.length, part.ahead) if one != NO_TIME)
        if isinstance(part, Window | CompareDays):
            both = (part.event, part.anchor) if isinstance(part, Window) else (part.left, part.right)
            yield from (length for moment in both for length in _shifts(moment))


def _shifts(moment: Moment) -> Iterator[Length]:
    while isinstance(moment, Shifted):
        yield Length(abs(moment.length.days), abs(moment.length.months))
        moment = moment.base


def _counts(length: Length) -> Iterator[Fraction]:
    """How many years, months, weeks or days it may be called."""
    counts = (length.days, Fraction(length.days, 7), length.months, Fraction(length.months, 12))
    return (Fraction(count) for count in counts if count)


# Numbers.


def _numbers_unsaid(statement: Statement) -> Iterator[str]:
    said, counts = set(numbers_said(statement.text)), set(counts_said(statement.text))
    for bound in statement.bounds:
        there = counts if bound.left is None else said
        for literal in literals_of(bound.right):
            if there and literal.value and there.isdisjoint(_written(bound, literal)):
                unit = f" {literal.test.canonical.code}" if literal.test else ""
                yield _NUMBER_UNSAID.format(rule=f"{float(literal.value):g}{unit}")


def _written(bound: Bound, literal: Literal) -> Iterator[Fraction]:
    """A number as a sentence may have it: in each unit, as hundredths, or as the next whole one with another sign.

    One below 0 may be told by a word: "8 dioptres of myopia".
    """
    for _, value in bound.alike(literal.value):
        for one in (*written(value, literal.test), value * 100, value / 100):
            yield from (one, abs(one))
