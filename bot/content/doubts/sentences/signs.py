"""Bounds that stand otherwise in a rule than in its protocol's sentence: `<= 3` where that says "<3".

Whoever is exactly at the bound would be judged wrongly. Looked at are numbers that the sentence, or the reading of it,
gives with a sign or its words; a rule may say the opposite of a sentence, as exclusion criteria often do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.content.doubts.sentences.asked import OPPOSITE, bounds_of
from bot.content.doubts.sentences.said import COUNT, number_of
from bot.core.lexicon.patterns import pattern
from bot.core.rules.numbers import Either, Literal, Number, Sum
from bot.core.trial import Criterion

_SIGNS = {
    ">=": r"≥|⩾|>=|at least|not less than|no less than|greater than or equal to|not below",
    "<=": r"≤|⩽|<=|at most|not more than|no more than|less than or equal to|up to|not above|not exceeding",
    ">": r">|more than|greater than|above|over|exceeding",
    "<": r"<|less than|lower than|below|under",
}
_NAMED = "|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_SIGNS.values()))
_SIGNED = pattern(rf"(?:{_NAMED}) ?(?P<number>{COUNT})")
_BEHIND = {">=": "more|greater|higher|older|above", "<=": "less|fewer|lower|younger|below"}
_OR = {sign: pattern(rf"(?P<number>{COUNT})(?: [^ .,;]+){{0,2}}? or (?:{words})\b") for sign, words in _BEHIND.items()}
_OTHERWISE = (
    "the rule says `{rule} {number}`, the sentence `{text} {number}`: if the rule is right, say so in `reading`"
)


def other_signs(criterion: Criterion, text: str) -> Iterator[str]:
    """Every bound whose sign is neither that of its criterion's sentence nor the opposite."""
    said = _said(text)
    for relation, bound in bounds_of(criterion.fails_if):
        for number in _as_written(bound):
            signs = said.get(number, set())
            if signs and signs.isdisjoint((relation, OPPOSITE[relation])):
                sign = min(signs)
                rule = relation if sign[0] == relation[0] else OPPOSITE[relation]
                yield _OTHERWISE.format(rule=rule, text=sign, number=f"{float(number):g}")


def _said(text: str) -> dict[Fraction, set[str]]:
    """The numbers of a text, each with its signs: those before it, and "or more" behind it."""
    said: dict[Fraction, set[str]] = {}
    for found in _SIGNED.finditer(text):
        said.setdefault(number_of(found["number"]), set()).add(_sign(found))
    for sign, wording in _OR.items():
        for found in wording.finditer(text):
            said.setdefault(number_of(found["number"]), set()).add(sign)
    return said


def _sign(found: re.Match[str]) -> str:
    return next(sign for n, sign in enumerate(_SIGNS) if found[f"s{n}"])


def _as_written(bound: Number) -> set[Fraction]:
    """The numbers of a bound, in every unit in which they may be written."""
    match bound:
        case Literal(value=value, test=test):
            return {value} if test is None else {unit.of_first(value) for unit in test.units}
        case Either(then=then, otherwise=otherwise):
            return _as_written(then) | _as_written(otherwise)
        case Sum(left=left, right=right):
            return _as_written(left) | _as_written(right)
    return set()
