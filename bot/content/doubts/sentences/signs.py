"""Bounds that stand otherwise in a rule than in its protocol's sentence: `<= 3` where that says "<3".

Whoever is exactly at the bound would be judged wrongly. Looked at are numbers that the sentence, or the reading of it,
gives with a sign or its words, and how many of several it asks for; a rule may say the opposite of a sentence, as
exclusion criteria often do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.content.doubts.sentences.asked import OPPOSITE, Bound, literals_of
from bot.content.doubts.sentences.said import COUNT, UNIT, behind, number_of
from bot.content.doubts.sentences.statement import Statement
from bot.content.doubts.sentences.units import unit_behind
from bot.core.lexicon.patterns import pattern
from bot.core.rules.numbers import Literal
from bot.core.shapes import Test

_SIGNS = {
    ">=": r"≥|⩾|>=|at least|not less than|no less than|greater than or equal to|not below",
    "<=": r"≤|⩽|<=|at most|not more than|no more than|less than or equal to|up to|not above|not exceeding",
    ">": r">|more than|greater than|above|over|exceeding",
    "<": r"<|less than|fewer than|lower than|below|under",
}
_NAMED = "|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_SIGNS.values()))
_SIGNED = pattern(rf"(?:{_NAMED}) ?(?P<minus>[-−]?)(?P<number>{COUNT})")
_BEHIND = {
    ">=": "more|greater|higher|older|above|later|longer|larger|heavier",
    "<=": "less|fewer|lower|younger|below|earlier|shorter|smaller|lighter",
}
_OR = {sign: pattern(rf"(?P<number>{COUNT})(?: [^ .,;]+){{0,2}}? or (?:{words})\b") for sign, words in _BEHIND.items()}
_MEASURED = pattern(rf"[ )-]*(?:{UNIT}|%|[x×]|[^ ,;.)]+/)")  # so much of something, not so many of several
_OTHERWISE = (
    "the rule says `{rule} {number}`, the sentence `{text} {number}`: if the rule is right, say so in `reading`"
)


@dataclass(frozen=True)
class Signed:
    """A number of a text with its sign, and what stands behind it."""

    number: Fraction
    sign: str
    behind: str

    @property
    def counts(self) -> bool:
        """Whether it may be how many of several."""
        return not _MEASURED.match(self.behind)


def other_signs(statement: Statement) -> Iterator[str]:
    """Every bound whose sign is neither that of its criterion's sentence nor the opposite.

    Where a rule holds the same against one number twice (`x > 1 or (x = 1 and ...)`), one of both may.
    """
    said = tuple(signed_numbers(statement.text))
    for bound in statement.bounds:
        for literal in literals_of(bound.right):
            alike = (one for one in statement.bounds if one.left == bound.left and literal in literals_of(one.right))
            if not any(_fits(relation, sign) for one in alike for relation, _, sign in _compared(one, literal, said)):
                found = next(_compared(bound, literal, said), None)
                yield from [_told(statement, *found)] if found else []


def signed_numbers(text: str) -> Iterator[Signed]:
    """The numbers of a text that have a sign: before them, or "or more" behind."""
    for found in _SIGNED.finditer(text):
        sign = next(sign for n, sign in enumerate(_SIGNS) if found[f"s{n}"])
        number = number_of(found["number"])
        yield Signed(-number if found["minus"] else number, sign, behind(text, found.end()))
    for sign, wording in _OR.items():
        for found in wording.finditer(text):
            yield Signed(number_of(found["number"]), sign, behind(text, found.end("number")))


def _compared(bound: Bound, literal: Literal, said: Sequence[Signed]) -> Iterator[tuple[str, Fraction, str]]:
    """A bound's sign, its number as the text writes it, and the sign that it has there."""
    counted = [one for one in said if one.counts] if bound.left is None else said
    for relation, value in bound.alike(literal.value):
        yield from ((relation, one.number, one.sign) for one in _same(value, literal.test, counted))


def _same(value: Fraction, test: Test | None, said: Sequence[Signed]) -> list[Signed]:
    """Those that are this value: if any, those behind which the unit stands in which they are."""
    if test is None:
        return [one for one in said if one.number == value]
    named, bare = [], []
    for unit in test.units:
        for one in (one for one in said if one.number == unit.of_first(value)):
            its_unit = unit_behind(one.behind, test)
            if its_unit is None:
                bare.append(one)
            elif its_unit.same_scale(unit):
                named.append(one)
    return named or bare


def _fits(relation: str, sign: str) -> bool:
    return sign in (relation, OPPOSITE[relation])


def _told(statement: Statement, relation: str, number: Fraction, sign: str) -> str:
    """With the sign that stands in the rule, not in what fails somebody."""
    rule = OPPOSITE[relation] if statement.rule is not statement.criterion.fails_if else relation
    return _OTHERWISE.format(rule=rule, text=sign, number=f"{float(number):g}")
