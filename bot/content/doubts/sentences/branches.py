"""Two numbers that changed places: 3 for those with metastases where the sentence says ">3 (>5 with metastases)".

A sentence that names whom one of two numbers is for does so in the same bracket or clause, or, where it names both
sexes, in the same order as their numbers. Looked at are `if ... then ... else` and `(a and ...) or (b and ...)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from bot.content.doubts.sentences.asked import literals_of, written
from bot.content.doubts.sentences.said import CLAUSE_ENDS, number_places
from bot.content.doubts.sentences.statement import Statement
from bot.content.patients import parts_of
from bot.core.lexicon.forms import normal
from bot.core.lexicon.patterns import pattern
from bot.core.rules.logic import And, Not, Or
from bot.core.rules.numbers import Either, Literal, Number
from bot.core.rules.tests import Compare, Has, Is
from bot.core.trial import Trial

_LONG = 6  # letters of a word that tells by itself whom something is for: "metastases" of "Liver metastases"
_SEXES = {"female": r"females?|wom[ae]n|girls?", "male": r"males?|m[ae]n|boys?"}
_TURNED = pattern(r"\b(?:no|not|non|without|unless|except|other|otherwise|respectively)\b")
_TOLD = (
    "the rule has {number} for `{codes}` of `{question}`, the sentence {other}: have two numbers changed places? If "
    "the rule is right, say so in `reading`"
)


@dataclass(frozen=True)
class _Side:
    """A number, and the answer that it is for; None: for everybody else. `of`: what is held against it."""

    number: Literal
    answer: Is | Has | None
    of: Number | None = None


def turned_branches(statement: Statement) -> Iterator[str]:
    """Every two numbers of a rule that the sentence has the other way round."""
    if _TURNED.search(statement.text):
        return
    for one, other in _pairs(statement):
        here, there = (_only_one(side.number, statement.text) for side in (one, other))
        if one.answer is not None and here is not None and there is not None:
            names = (_named(one, statement), _named(other, statement))
            if _place_of(*names, here[1], there[1], statement.text) == there[1]:
                yield _told(one.answer, here[0], there[0])


def _told(answer: Is | Has, number: Fraction, other: Fraction) -> str:
    codes = ", ".join(sorted(answer.codes))
    return _TOLD.format(number=f"{float(number):g}", other=f"{float(other):g}", codes=codes, question=answer.question)


# In the rule.


def _pairs(statement: Statement) -> Iterator[tuple[_Side, _Side]]:
    for part in parts_of(statement.rule):
        match part:
            case Either(condition=Is() | Has() as answer, then=Literal() as then, otherwise=Literal() as other):
                yield _Side(then, answer), _Side(other, _contrary(answer, statement.trial))
            case Either(
                condition=Not(part=Is() | Has() as answer), then=Literal() as other, otherwise=Literal() as then
            ):
                yield _Side(then, answer), _Side(other, _contrary(answer, statement.trial))
            case Or(parts=parts):
                sides = [side for one in parts if isinstance(one, And) for side in _sides(one)]
                yield from (pair for pair in combinations(sides, 2) if _alike(*pair))


def _contrary(answer: Is | Has, trial: Trial) -> Is | None:
    """The other one of two options."""
    others = {option.code for option in trial.by_id[answer.question].shape.options} - answer.codes
    return Is(answer.question, frozenset(others)) if len(others) == 1 == len(answer.codes) else None


def _sides(rule: And) -> Iterator[_Side]:
    """The numbers of a branch, each with the answers that it is for."""
    answers = [one for one in rule.parts if isinstance(one, Is | Has)]
    bounds = [one for one in rule.parts if isinstance(one, Compare)]
    numbers = [(number, one.left) for one in bounds for number in literals_of(one.right)]
    return (_Side(number, answer, of) for answer in answers for number, of in numbers)


def _alike(one: _Side, other: _Side) -> bool:
    """Whether the same is held against both, for two answers to one question."""
    if one.answer is None or other.answer is None or one.of != other.of:
        return False
    return one.answer.question == other.answer.question and one.answer.codes.isdisjoint(other.answer.codes)


# In the sentence.


def _only_one(number: Literal, text: str) -> tuple[Fraction, int] | None:
    """A number as a text writes it, and where; None where it stands nowhere, or twice."""
    ways = written(number.value, number.test)
    found = [(said, place) for said, place in number_places(text) if said in ways]
    return found[0] if len(found) == 1 else None


def _named(side: _Side, statement: Statement) -> int | None:
    """Where a sentence names whom a number is for; None where it does so nowhere, or twice."""
    names = "|".join(_names(side.answer, statement.trial)) if side.answer else ""
    places = [found.start() for found in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", statement.text)] if names else []
    return places[0] if len(places) == 1 else None


def _names(answer: Is | Has, trial: Trial) -> Iterator[str]:
    """Patterns of what an answer is called: of a yes, what is asked for, or a long word of it."""
    question = trial.by_id[answer.question]
    if answer.codes == {"yes"}:
        label = normal(question.label.text)
        yield from (re.escape(label), *(re.escape(word) for word in label.split() if len(word) >= _LONG))
    for option in (one for one in question.shape.options if one.code in answer.codes):
        label = normal(option.label.text)
        yield _SEXES.get(label, re.escape(label))


def _place_of(one: int | None, other: int | None, first: int, second: int, text: str) -> int | None:
    """Which of two numbers belongs to the first of two names, by their places; None where that cannot be told."""
    low, high = sorted((first, second))
    if one is None:
        theirs = None if other is None else _place_of(other, None, first, second, text)
        return None if theirs is None else first + second - theirs
    if other is not None:
        return low if one < other else high
    if not low < one < high:
        return low if one < low else high
    parted = (CLAUSE_ENDS.search(text[low:one]), CLAUSE_ENDS.search(text[one:high]))
    return None if (parted[0] is None) is (parted[1] is None) else (high if parted[0] else low)
